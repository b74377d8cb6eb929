"""The text of a front matter, and where in it what stands: nodes, comments and lines.

Positions come from PyYAML's events, since a composed alias carries its anchor's marks. They count characters
of the text that goes in, which has no byte order mark: that would shift the C parser by one.
"""

from __future__ import annotations

import dataclasses
import functools
import re
from typing import TYPE_CHECKING, Any, Final, TypeVar

import yaml

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_Read = TypeVar("_Read")
_DEPTH: Final = 64
_ALIASED: Final = 10_000
_BREAK: Final = re.compile(r"\r\n|\r|\n")
_COMMENT: Final = re.compile(r"(?:(?<=[ \t\r\n])|\A)#[^\r\n]*")
_FIRST_LINE: Final = 2
"""The page's line on which its YAML starts."""


class UnspliceableError(Exception):
    """Why a front matter cannot be read or changed, and where: counted from 1 in the page, 0 if that is not known."""

    def __init__(self, reason: str, line: int = 0, column: int = 0) -> None:
        super().__init__(reason)
        self.reason = reason
        self.line = line
        self.column = column


@dataclasses.dataclass(slots=True)
class Node:
    """A value or a key in the text. A block collection ends with its last leaf, as its own mark lies."""

    kind: str  # scalar, alias, list or map
    start: int
    end: int
    style: str = ""  # of a scalar: ', ", | or >; of a collection: flow or nothing
    text: str = ""
    anchor: str = ""
    items: list[Node] = dataclasses.field(default_factory=list)  # of a map: key, value, key, value
    size: int = 1

    @property
    def pairs(self) -> list[tuple[Node, Node]]:
        """The keys of a map with their values."""
        return list(zip(self.items[::2], self.items[1::2], strict=True))

    @property
    def last(self) -> Node:
        """The leaf that the node ends with."""
        return self.items[-1].last if self.items and not self.style else self

    def walk(self) -> Iterator[Node]:
        """The node and all inside of it."""
        yield self
        for item in self.items:
            yield from item.walk()


@dataclasses.dataclass(frozen=True, slots=True)
class Comment:
    """From `#` to the end of the line."""

    start: int
    end: int
    text: str


class Text:
    """YAML with its parts; raises UnspliceableError for what is no mapping that every reader reads alike."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.closed = len(text)  # where the document's end marker is
        self.root: Node | None = None
        self._aliased = 0
        self._anchors: dict[str, Node | None] = {}
        if text.startswith("\ufeff"):
            raise self.error("a byte order mark stands below the first line; remove it", 0)
        events: list[Any] = guarded(text, lambda: list(yaml.parse(text, Loader=yaml.CLoader)))
        self._events: Iterator[Any] = iter(events)
        self._documents()

    def error(self, reason: str, position: int) -> UnspliceableError:
        """The error for what stands at the position."""
        return located(reason, self.text, position)

    def _documents(self) -> None:
        for event in self._events:
            if isinstance(event, yaml.DocumentStartEvent):
                if self.root is not None:
                    raise self.error("this front matter holds several documents; keep one of them", _marks(event)[0])
                if event.explicit:
                    reason = "this front matter has directives or a `---` of its own; remove them"
                    raise self.error(reason, _marks(event)[0])
                self.root = self._node(next(self._events), 0)
            elif isinstance(event, yaml.DocumentEndEvent) and event.explicit:
                self.closed = _marks(event)[0]

    def _node(self, event: Any, depth: int) -> Node:
        start, end = _marks(event)
        if depth > _DEPTH:
            raise self.error(f"this front matter is nested more than {_DEPTH} levels deep; make it flatter", start)
        if isinstance(event, yaml.AliasEvent):
            return self._alias(event.anchor or "", start, end)
        if event.anchor:
            self._anchors[event.anchor] = None
        if isinstance(event, yaml.ScalarEvent):
            style = event.style if event.style and event.style in "'\"|>" else ""
            node = Node("scalar", start, end, style, event.value)
            node.end = self._scalar_end(node)
        else:
            node = self._collection(event, depth)
        if event.anchor:
            node.anchor = event.anchor
            self._anchors[event.anchor] = node
        return node

    def _alias(self, name: str, start: int, end: int) -> Node:
        if name not in self._anchors:
            raise self.error(f"nothing before this has the anchor &{name}; write the value itself", start)
        target = self._anchors[name]
        if target is None:
            raise self.error(f"*{name} stands inside of what it means; write the value itself", start)
        self._aliased += target.size
        if self._aliased > _ALIASED:
            raise self.error("the aliases here stand for too many values; write fewer of them", start)
        return Node("alias", start, end, anchor=name, size=target.size)

    def _collection(self, event: Any, depth: int) -> Node:
        kind = "map" if isinstance(event, yaml.MappingStartEvent) else "list"
        node = Node(kind, *_marks(event), "flow" if event.flow_style else "")
        for inner in self._events:
            if isinstance(inner, yaml.CollectionEndEvent):
                if node.style:
                    node.end = _marks(inner)[1]
                break
            item = self._node(inner, depth + 1)
            node.items.append(item)
            node.size += item.size
            node.end = item.end
        if kind == "map":
            self._check_keys(node)
        return node

    def _check_keys(self, node: Node) -> None:
        seen = set()
        for key, _ in node.pairs:
            if key.kind != "scalar":
                continue
            if key.text == "<<" and not key.style:
                raise self.error("some readers do not know merge keys (<<); write the merged keys out", key.start)
            if key.text in seen:
                raise self.error(f"the key {key.text} is there twice; keep one of them", key.start)
            seen.add(key.text)

    def _scalar_end(self, node: Node) -> int:
        """The end without the blank lines that follow a block scalar and are no part of it."""
        shown = node.text.rstrip("\n")
        if node.style not in {"|", ">"} or self.keeps(node) or shown != shown.rstrip():
            return node.end
        return node.start + len(self.text[node.start : node.end].rstrip(" \t\r\n"))

    def _header(self, start: int) -> int:
        """Where a block scalar's | or > is, after its anchor and tag."""
        found = re.compile(r"(?:[&!]\S*\s+)*").match(self.text, start)
        return found.end() if found else start

    def keeps(self, node: Node) -> bool:
        """Whether the node is a block scalar that has all blank lines after it (`|+`)."""
        header = self._header(node.start)
        return node.style in {"|", ">"} and "+" in self.text[header : header + 3].split()[0]

    @functools.cached_property
    def comments(self) -> list[Comment]:
        """All comments: what starts with # outside of scalars."""
        found: list[Comment] = []
        position = 0
        for node in self.root.walk() if self.root else ():
            if node.kind == "scalar" and node.end > node.start:
                found += self._comments(position, node.start)
                position = node.end
                if node.style in {"|", ">"}:
                    header = self._header(node.start)
                    found += self._comments(header, min(self.line_content_end(header), node.end))
        return [*found, *self._comments(position, len(self.text))]

    def _comments(self, start: int, end: int) -> Iterator[Comment]:
        for found in _COMMENT.finditer(self.text, start, end):
            yield Comment(found.start(), found.end(), found[0].rstrip())

    def comments_in(self, start: int, end: int) -> list[Comment]:
        """The comments of a part of the text."""
        return [comment for comment in self.comments if start <= comment.start < end]

    def comment_of_line(self, position: int) -> Comment | None:
        """The comment at the end of the line with the position, or that fills it."""
        found = self.comments_in(self.line_start(position), self.line_end(position))
        return found[0] if found else None

    def line_start(self, position: int) -> int:
        """Where the line with the position starts."""
        return max(self.text.rfind("\n", 0, position), self.text.rfind("\r", 0, position)) + 1

    def line_content_end(self, position: int) -> int:
        """Where the line with the position ends, without its line end."""
        found = _BREAK.search(self.text, position)
        return found.start() if found else len(self.text)

    def line_end(self, position: int) -> int:
        """Where the line after that with the position starts."""
        found = _BREAK.search(self.text, position)
        return found.end() if found else len(self.text)

    def column(self, position: int) -> int:
        """How many characters stand before the position in its line."""
        return position - self.line_start(position)

    def after(self, node: Node) -> int:
        """Where the line after the node starts: a block scalar may have its line end already."""
        if node.end > node.start and self.text[node.end - 1] in "\r\n":
            return node.end
        return self.line_end(node.end)

    def alone(self, position: int) -> bool:
        """Whether nothing but spaces stands before the position in its line."""
        return not self.text[self.line_start(position) : position].strip(" \t")


def _marks(event: Any) -> tuple[int, int]:
    return event.start_mark.index, event.end_mark.index


def located(reason: str, text: str, position: int) -> UnspliceableError:
    """The error for a position in the YAML of a page."""
    breaks = list(_BREAK.finditer(text, 0, position))
    return UnspliceableError(reason, len(breaks) + _FIRST_LINE, position - (breaks[-1].end() if breaks else 0) + 1)


def guarded(text: str, read: Callable[[], _Read]) -> _Read:
    """What reading YAML gives; whatever it raises becomes an UnspliceableError."""
    try:
        return read()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        reason = f"this is no YAML that can be read: {error.problem or error.context}"
        raise (located(reason, text, mark.index) if mark else UnspliceableError(reason)) from error
    except yaml.reader.ReaderError as error:
        before = text.encode(errors="replace")[: error.position].decode(errors="ignore")
        raise located(f"YAML cannot hold this character: {error.reason}", text, len(before)) from error
    except (
        yaml.YAMLError,
        ValueError,
        TypeError,
        ArithmeticError,
        LookupError,
        AttributeError,
        RecursionError,
    ) as error:
        raise UnspliceableError(f"a value in this front matter cannot be read: {error}") from error

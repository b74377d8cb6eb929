"""Edits of YAML text that change one value and keep all that is written around it.

Block mappings are edited key by key, block lists item by item, everything else is written anew. A comment
never goes: it stays on its line, or in front of the next line that stays, or moves to below its key's line.
"""

from __future__ import annotations

import difflib
import re
from typing import TYPE_CHECKING, Any, Final

from catalog_gen.output import yamlvalues
from catalog_gen.output.yamltext import Comment, Node, Text
from catalog_gen.output.yamlvalues import digest

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

_COLON: Final = re.compile(r"[ \t]*(:)")
_DECORATION: Final = " \t-,'\"[]{}"
_PAIRS: Final = 250_000


def edit(
    text: Text, old: Mapping[str, Any], new: Mapping[str, Any], target: Mapping[str, Any], order: Sequence[str]
) -> str:
    """The text of a block mapping (or of nothing) that says `target` instead of `old`, `new` being part of that."""
    editing = _Editing(text)
    wanted = [key for key in order if key in new] + [key for key in new if key not in order]
    if text.root is None:
        editing.insert_all(text.closed, {key: target[key] for key in wanted})
    else:
        editing.mapping(text.root, old, target, order, wanted)
    if not target:
        editing.open_end()
    return editing.result()


class _Editing:
    """Edits of one text while they are collected."""

    def __init__(self, text: Text) -> None:
        self._text = text
        self._edits: list[tuple[int, int, str]] = []
        self._removed: dict[int, int] = {}
        self._uncalm: list[tuple[int, int, bool]] = []
        found = re.search(r"\r\n|\r|\n", text.text)
        self._eol = found[0] if found else "\n"

    def result(self) -> str:
        """The text with all edits made."""
        for calm in self._uncalm:
            self._calm(*calm)
        parts: list[str] = []
        position = 0
        for start, end, new in sorted(self._edits, key=lambda found: found[:2]):
            parts.append(self._text.text[position:start])
            if new and start == len(self._text.text) and not "".join(parts).endswith(("\n", "\r")) and any(parts):
                parts.append(self._eol)
            parts.append(new)
            position = max(position, end)
        return "".join([*parts, self._text.text[position:]])

    def _edit(self, start: int, end: int, new: str) -> None:
        self._edits.append((start, end, new))

    def _once(self, start: int, end: int, new: str) -> None:
        if (start, end, new) not in self._edits:
            self._edit(start, end, new)

    def _lines(self, lines: Iterable[str], indent: int = 0) -> str:
        return "".join((" " * indent + line if line else "") + self._eol for line in lines)

    def open_end(self) -> None:
        """Remove the document's end marker, which nothing but a document can have before it."""
        end = self._text.line_end(self._text.closed)
        self._edit(self._text.closed, end, self._comment_lines(self._text.comments_in(self._text.closed, end), 0))

    # Mappings

    def insert_all(self, position: int, entries: Mapping[str, Any]) -> None:
        """Write keys where there are none."""
        for key, value in entries.items():
            self._edit(position, position, self._lines(_entry(key, value)))

    def mapping(
        self, node: Node, old: Mapping[Any, Any], target: Mapping[Any, Any], order: Sequence[str], wanted: Sequence[str]
    ) -> None:
        """Make a block mapping say `target`; `wanted` are the keys that may be new, in the order to insert them."""
        pairs = dict(zip(old, node.pairs, strict=True))
        column = self._text.column(node.pairs[0][0].start)
        for key, _ in node.pairs:
            self._colon(key)
        places: dict[str, int] = {}
        for index, (name, (key, value)) in enumerate(pairs.items()):
            if name not in target:
                before = node.pairs[index - 1][1] if index else None
                self._remove(key, value, column, before)
                continue
            places[name] = self._text.after(value if value.end > value.start else self._null(key, value))
            if digest(old[name]) != digest(target[name]):
                self._replace(key, value, old[name], target[name])
        for name in wanted:
            if name not in places:
                places[name] = place = self._place(name, node, places, pairs, order)
                self._edit(place, place, self._lines(_entry(name, target[name]), column))
                if _is_block(target[name]):
                    self._uncalm.append((place, column, True))

    def _null(self, key: Node, value: Node) -> Node:
        """A node for a value that is not there, at the colon."""
        colon = self._colon(key) + 1
        return Node("scalar", colon, max(colon, value.end))

    def _colon(self, key: Node) -> int:
        found = _COLON.match(self._text.text, key.end)
        if found is None:
            raise self._text.error("this key is written with a question mark; write `key: value`", key.start)
        return found.start(1)

    def _place(
        self,
        name: str,
        node: Node,
        places: Mapping[str, int],
        pairs: Mapping[Any, tuple[Node, Node]],
        order: Sequence[str],
    ) -> int:
        """Where a new key goes."""
        rank = order.index(name) if name in order else len(order)
        before = next((key for key in reversed(order[:rank]) if key in places), None) if name in order else None
        if before is not None:
            return places[before]
        after = next((key for key in order[rank + 1 :] if key in places and key in pairs), None)
        if after is not None and self._text.alone(pairs[after][0].start):
            return self._above(pairs[after][0].start)
        last = node.pairs[-1]
        end = self._text.after(last[1] if last[1].end > last[1].start else self._null(*last))
        if self._text.root is not node:
            return end
        comments = self._text.comments_in(end, self._text.closed)
        return self._text.line_end(comments[-1].end) if comments else end

    def _above(self, position: int) -> int:
        """The start of the line, or of the comment lines directly above it that belong to it."""
        start = self._text.line_start(position)
        column = position - start
        while start > 0:
            above = self._text.line_start(start - 1 - self._text.text[:start].endswith("\r\n"))
            comment = self._text.comment_of_line(above)
            if comment is None or comment.start != above + column or not self._text.alone(comment.start):
                break
            start = above
        return start

    def _remove(self, key: Node, value: Node, column: int, before: Node | None) -> None:
        """Remove a key with its value, all but the comments."""
        value = value if value.end > value.start else self._null(key, value)
        start, end = self._text.line_start(key.start), self._text.after(value)
        self._edit(start, end, self._comment_lines(self._text.comments_in(start, end), column))
        self._removed[start] = end
        if before is not None and before.last.style in {"|", ">"}:
            self._uncalm.append((end, column, not self._text.keeps(before.last)))

    def _comment_lines(self, comments: Iterable[Comment], column: int) -> str:
        return self._lines((comment.text for comment in comments), column)

    def _calm(self, position: int, column: int, blank: bool) -> None:  # noqa: FBT001
        """Keep a block scalar from swallowing what follows: indented comments, and blank lines unless they are fine."""
        text = self._text
        while position < len(text.text):
            if position in self._removed:
                blank = blank or bool(text.comments_in(position, self._removed[position]))
                position = self._removed[position]
                continue
            end = text.line_end(position)
            line = text.text[position:end].strip()
            comment = text.comment_of_line(position) if line else None
            if line and (comment is None or not text.alone(comment.start)):
                return
            if comment is not None and text.column(comment.start) > column:
                self._once(position, comment.start, " " * column)
            if not line and not blank:
                self._once(position, end, "")
            blank = blank or comment is not None
            position = end

    # Values

    def _replace(self, key: Node, value: Node, old: Any, new: Any) -> None:
        """Make the value of a key another one, in the smallest way there is."""
        text = self._text
        if self._is_mapping_like(value, old, new):
            self.mapping(value, old, new, list(new), list(new))
            return
        dashes = self._dashes(value) if isinstance(new, list) and new else []
        if dashes:
            self._sequence(key, value, dashes, old, new)
            return
        lines = self._scalar_lines(value, new)
        is_inline = value.kind == "alias" or (value.kind == "scalar" and value.style not in {"|", ">"})
        if is_inline and value.end > value.start and len(lines) == 1:
            self._edit(value.start, value.end, lines[0].removeprefix(" "))
            return
        colon = self._colon(key)
        value = value if value.end > value.start else self._null(key, value)
        indent = text.column(key.start)
        if value.kind == "list" and not value.style and isinstance(new, list):
            indent += max(0, text.column(value.start) - indent)
        self._rewrite(colon + 1, value, text.column(key.start), lines, indent, new)

    def _is_mapping_like(self, node: Node, old: Any, new: Any) -> bool:
        """Whether the node can become the new mapping key by key."""
        if node.kind != "map" or node.style or not isinstance(new, dict) or not new or not isinstance(old, dict):
            return False
        return len(old) == len(node.pairs) and (self._text.alone(node.pairs[0][0].start) or next(iter(old)) in new)

    def _scalar_lines(self, value: Node, new: Any) -> list[str]:
        """The new value as lines; in the quotes that the old one has, where that is safe."""
        if isinstance(new, str) and value.kind == "scalar" and value.style in {"'", '"'}:
            quoted = yamlvalues.quoted(new, value.style)
            if quoted is not None:
                return [" " + quoted]
        return yamlvalues.lines(new)

    def _rewrite(self, start: int, value: Node, column: int, lines: list[str], indent: int, new: Any) -> None:
        """Write a value anew, from after the colon to the end of its last line."""
        text = self._text
        end = text.after(value)
        comments = text.comments_in(start, end)
        first = comments.pop(0) if comments and comments[0].start <= text.line_content_end(start) else None
        head = lines[0] + (f"{self._space_before(first)}{first.text}" if first else "")
        rest = [" " * indent + line if line else "" for line in lines[1:]]
        loose: list[str] = []
        if not _has_block(new) and rest:
            rest, comments, loose = self._keep_comments(start, rest, comments)
        if _is_header(lines[0]):
            rest += [" " * column + comment.text for comment in comments]
        else:
            width = len(rest[0]) - len(rest[0].lstrip(" ")) if rest else column
            rest = [" " * width + comment.text for comment in comments] + rest + loose
        self._edit(start, end, self._lines([head, *rest]))
        if _is_block(new):
            self._uncalm.append((end, column, True))

    def _space_before(self, comment: Comment) -> str:
        line = self._text.text[self._text.line_start(comment.start) : comment.start]
        return line[len(line.rstrip(" \t")) :] or " "

    def _keep_comments(
        self, start: int, new: list[str], comments: list[Comment]
    ) -> tuple[list[str], list[Comment], list[str]]:
        """The new lines with the comments that belong to them, the comments whose line went, and those at the end."""
        text = self._text
        contents = [line.strip(_DECORATION) for line in new]
        above: dict[int, list[str]] = {}
        beside: dict[int, str] = {}
        homeless: list[Comment] = []
        waiting: list[str] = []
        following = 0
        position = text.line_end(start)
        by_line = {text.line_start(comment.start): comment for comment in comments}
        last = max(by_line, default=-1)
        while position < len(text.text):
            comment = by_line.get(position)
            if comment is not None and text.alone(comment.start):
                waiting.append(comment.text)
            else:
                content = text.text[position : comment.start if comment else text.line_content_end(position)]
                stripped = content.strip(_DECORATION)
                found = contents.index(stripped, following) if stripped and stripped in contents[following:] else None
                if found is not None:
                    above[found], waiting, following = waiting, [], found + 1
                    if comment is not None:
                        beside[found] = self._space_before(comment) + comment.text
                elif comment is not None:
                    homeless.append(comment)
                if position > last and not waiting:
                    break
            position = text.line_end(position)
        lines: list[str] = []
        width = " " * (len(new[0]) - len(new[0].lstrip(" ")))
        for index, line in enumerate(new):
            lines += [width + comment for comment in above.get(index, [])]
            lines.append(line + beside.get(index, ""))
        return lines, homeless, [width + comment for comment in waiting]

    # Lists

    def _dashes(self, node: Node) -> list[int]:
        """Where the dashes of a block list are, if each one starts a line; else nothing."""
        if node.kind != "list" or node.style:
            return []
        found = []
        position = node.start
        for item in node.items:
            gap = self._text.text[position : item.start] if item.start > position else ""
            for comment in self._text.comments_in(position, item.start):
                inside = comment.start - position
                gap = gap[:inside] + " " * len(comment.text) + gap[inside + len(comment.text) :]
            dash = gap.rfind("-")
            if dash < 0 or not self._text.alone(position + dash):
                return []
            found.append(position + dash)
            position = item.end
        return found

    def _sequence(self, key: Node, node: Node, dashes: list[int], old: list[Any], new: list[Any]) -> None:
        """Make a block list another one, item by item: what is in both keeps its text."""
        text = self._text
        column = text.column(dashes[0])
        starts = [text.line_start(dash) for dash in dashes]
        ends = [
            text.after(item if item.end > item.start else Node("scalar", dash + 1, dash + 1))
            for dash, item in zip(dashes, node.items, strict=True)
        ]
        head = text.line_end(self._colon(key))
        matched = self._match(node, old, new)
        removed = [index for index in range(len(old)) if index not in matched.values()]
        movable = {digest(old[index]): index for index in reversed(removed)}
        place = None
        inserted: list[tuple[int, str]] = []
        moved: set[int] = set()
        for index, value in enumerate(new):
            if index in matched:
                place = ends[matched[index]]
                continue
            source = movable.pop(digest(value), None)
            if source is None:
                written = self._lines(yamlvalues.item_lines(value), column)
            else:
                moved.add(source)
                written = text.text[starts[source] : ends[source]]
                written += "" if written.endswith(("\n", "\r")) else self._eol
            before = place if place is not None else self._above(dashes[0])
            inserted.append((before, written))
            if _is_block(value) if source is None else node.items[source].last.style in {"|", ">"}:
                self._uncalm.append((before, column, True))
        for index in removed:
            comments = [] if index in moved else text.comments_in(starts[index], ends[index])
            if comments:
                self._edit(head, head, self._comment_lines(comments, column))
            self._edit(starts[index], ends[index], "")
            self._removed[starts[index]] = ends[index]
            if index and node.items[index - 1].last.style in {"|", ">"}:
                self._uncalm.append((ends[index], column, not text.keeps(node.items[index - 1].last)))
        for index, source in matched.items():
            if digest(old[source]) != digest(new[index]):
                self.mapping(node.items[source], old[source], new[index], list(new[index]), list(new[index]))
        for before, written in inserted:  # after what is new at the end of the item before
            self._edit(before, before, written)

    def _match(self, node: Node, old: list[Any], new: list[Any]) -> dict[int, int]:
        """Which new items are which old ones: equal ones, then mappings between them that mean the same thing."""
        matcher = difflib.SequenceMatcher(None, [digest(item) for item in old], [digest(item) for item in new], False)
        found: dict[int, int] = {}
        for tag, start, end, new_start, new_end in matcher.get_opcodes():
            if tag == "equal":
                found |= dict(zip(range(new_start, new_end), range(start, end), strict=True))
            elif tag == "replace" and (end - start) * (new_end - new_start) < _PAIRS:
                first = start
                for index in range(new_start, new_end):
                    like = [
                        source
                        for source in range(first, end)
                        if self._is_mapping_like(node.items[source], old[source], new[index])
                        and _is_like(old[source], new[index])
                    ]
                    if like:
                        found[index] = like[0]
                        first = like[0] + 1
        return found


def _entry(key: str, value: Any) -> list[str]:
    """A key with its value as lines."""
    lines = yamlvalues.lines(value)
    return [*(yamlvalues.key(key) + lines[0]).split("\n"), *lines[1:]]


def _is_like(old: Mapping[Any, Any], new: Mapping[Any, Any]) -> bool:
    """Whether two mappings are about the same: they have the same id, or without one any value in common."""
    if "id" in old or "id" in new:
        return "id" in old and "id" in new and digest(old["id"]) == digest(new["id"])
    return any(key in new and digest(new[key]) == digest(value) for key, value in old.items())


def _is_header(line: str) -> bool:
    """Whether the first line of a value starts a block scalar."""
    return line.startswith((" |", " >"))


def _is_block(value: Any) -> bool:
    """Whether the written value ends with a block scalar."""
    if isinstance(value, dict | list):
        return bool(value) and _is_block(list(value.values())[-1] if isinstance(value, dict) else value[-1])
    return isinstance(value, str) and "\n" in value


def _has_block(value: Any) -> bool:
    """Whether the written value has a block scalar anywhere."""
    if isinstance(value, dict | list):
        return any(_has_block(inner) for inner in (value.values() if isinstance(value, dict) else value))
    return isinstance(value, str) and "\n" in value

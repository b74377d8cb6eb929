"""A page's body as the list of its top-level blocks, as MDX with GFM, directives and HTML comments sees them.

Both what we render and what is on disk are split here. Any text has blocks: what MDX would refuse (an element
that is never closed, say) ends at a blank line instead of swallowing the rest of the page.
"""

from __future__ import annotations

import dataclasses
import re
from collections import Counter
from typing import TYPE_CHECKING, Any, Final, Literal, NamedTuple

from catalog_gen.pages import blockrules, jsx

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from markdown_it.token import Token

Kind = Literal["heading", "import", "component", "other"]


@dataclasses.dataclass(frozen=True, slots=True)
class Part:
    """A block: whole lines, without blank lines around it and without its last line's end.

    The label of a heading is its text without `#`, that of an import the names that it binds, that of a
    component its tag's name.
    """

    start: int
    end: int
    kind: Kind
    level: int = 0
    label: str = ""


def split(text: str) -> tuple[Part, ...]:
    """The blocks in their order; between them there is only white space."""
    lines = list(_lines(text))
    source = "\n".join(text[start:end] for start, end in lines) if "\r" in text else text
    blank = [not text[start:end].strip(" \t") for start, end in lines]
    return tuple(
        Part(lines[piece.first][0], lines[piece.last][1], piece.kind, piece.level, piece.label)
        for piece in _joined(_pieces(blockrules.tokens(source), blank))
    )


_LINE_END: Final = re.compile(r"\r\n?|\n")


def _lines(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for line_end in _LINE_END.finditer(text):
        yield start, line_end.start()
        start = line_end.end()
    yield start, len(text)


class _Piece(NamedTuple):
    """A block of Markdown that knows no elements: first and last line, and the tags without partner in it."""

    first: int
    last: int
    kind: Kind = "other"
    level: int = 0
    label: str = ""
    tags: Sequence[tuple[str, int]] = ()


def _pieces(tokens: Sequence[Token], blank: Sequence[bool]) -> list[_Piece]:
    pieces: list[_Piece] = []
    for index, token in enumerate(tokens):
        if token.level or not token.map or token.type == "inline":
            continue
        first, last = token.map[0], min(token.map[1], len(blank)) - 1
        while last > first and blank[last]:
            last -= 1
        if token.type == "heading_open":
            pieces.append(_Piece(first, last, "heading", int(token.tag[1:]), tokens[index + 1].content))
        elif _goes_on(tokens, index):
            pieces[-1] = _Piece(pieces[-1].first, last)
        else:
            pieces.append(_described(first, last, token.meta))
    return pieces


def _goes_on(tokens: Sequence[Token], index: int) -> bool:
    """Whether a list is the same as the one before it: markdown-it ends lists at an empty item and blank lines."""
    token, before = tokens[index], tokens[index - 1]
    same = (token.type, token.markup) == (before.type.replace("_close", "_open"), before.markup)
    return index > 0 and same and token.type.endswith("list_open")


def _described(first: int, last: int, meta: Mapping[str, Any]) -> _Piece:
    """The piece of a token; `blockrules` says in `meta` what is in it."""
    if "level" in meta:
        return _Piece(first, last, "heading", meta["level"], meta["label"])
    if meta.get("names") is not None:
        return _Piece(first, last, "import", 0, meta["names"])
    if "tags" in meta:
        return _element(first, last, [(True, tag) for tag in meta["tags"]], starts=meta["starts"])
    text = meta.get("text", "")
    if "<" not in text:
        return _Piece(first, last)
    tags = [
        (not text[text.rfind("\n", 0, start) + 1 : start].strip(" \t"), tag) for start, tag in jsx.Source(text).inline()
    ]
    return _element(first, last, tags, starts=text.startswith("<") and bool(tags) and tags[0][0])


def _element(first: int, last: int, tags: Iterable[tuple[bool, jsx.Tag]], *, starts: bool) -> _Piece:
    """A piece with tags: which of them find no partner in it; opening ones only where they start a line."""
    open_: list[tuple[bool, jsx.Tag]] = []
    closing: list[tuple[str, int]] = []
    label = None
    for starts_line, tag in tags:
        label = tag if label is None else label
        if tag.change > 0:
            open_.append((starts_line, tag))
        elif tag.change < 0:
            names = [opened.name for _, opened in open_]
            if tag.name in names:
                del open_[len(names) - 1 - names[::-1].index(tag.name) :]
            else:
                closing.append((tag.name, -1))
    opening = [(tag.name, 1) for starts_line, tag in open_ if starts_line]
    if label is None or not starts or label.change < 0:
        return _Piece(first, last, tags=(*closing, *opening))
    return _Piece(first, last, "component", 0, label.name, (*closing, *opening))


def _joined(pieces: Sequence[_Piece]) -> Iterator[_Piece]:
    """Whole elements in the place of their pieces; what starts one that never ends goes on to a blank line."""
    ends, unclosed = _elements(pieces)
    index = 0
    while index < len(pieces):
        first = last = element = index
        spills = False
        while index <= last:
            element = max(element, ends.get(index, index))
            last = max(last, element)
            spills = spills or (index in unclosed and index == element)
            if spills and index == last < len(pieces) - 1 and pieces[index + 1].first == pieces[index].last + 1:
                last += 1
            index += 1
        begins = pieces[first]
        if first in unclosed and first not in ends:
            begins = _Piece(begins.first, begins.last)
        yield begins._replace(last=pieces[last].last)


def _elements(pieces: Sequence[_Piece]) -> tuple[dict[int, int], set[int]]:
    """Where the elements that start in a piece end, and the pieces with an element that never ends."""
    open_: list[tuple[str, int]] = []
    count: Counter[str] = Counter()
    ends: dict[int, int] = {}
    unclosed: set[int] = set()
    for index, piece in enumerate(pieces):
        for name, change in piece.tags:
            if change > 0:
                open_.append((name, index))
                count[name] += 1
                continue
            while count[name]:
                opened, start = open_.pop()
                count[opened] -= 1
                if opened == name:
                    ends[start] = max(index, ends.get(start, index))
                    break
                unclosed.add(start)
    return ends, unclosed | {start for _, start in open_}

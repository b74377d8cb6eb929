"""The text of a definitions file while it is edited: places as a parser counts them, bytes as they are on disk."""

from __future__ import annotations

import ast
import bisect
import dataclasses
import functools
import io
import re
import tokenize
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Spot = tuple[int, int]
"""Line, counted from 1, and how many characters stand before it in the line."""

_END = re.compile(r"\r\n|\r|\n")
_MARK = b"\xef\xbb\xbf"
_USUAL_WIDTH = 88
_MOST_WIDTH = 120


class UneditableError(Exception):
    """The file cannot be edited, and why."""


@dataclasses.dataclass(frozen=True, slots=True)
class Edit:
    """What takes the place of a range of the text; an empty range is an insertion."""

    start: Spot
    end: Spot
    text: str


class Text:
    """A Python file that can be parsed; every line end stays what it is."""

    def __init__(self, raw: str, encoding: str = "utf-8", mark: bytes = b"") -> None:
        self.raw = raw
        self._encoding = encoding
        self._mark = mark

    @classmethod
    def of(cls, data: bytes) -> Text:
        """The text of a file that a reader has parsed."""
        mark = _MARK if data.startswith(_MARK) else b""
        encoding, _ = tokenize.detect_encoding(io.BytesIO(data).readline)
        encoding = "utf-8" if encoding == "utf-8-sig" else encoding
        return cls(data[len(mark) :].decode(encoding), encoding, mark)

    @property
    def data(self) -> bytes:
        """The bytes of the file.

        Raises:
            UneditableError: a character is none of the file's encoding.
        """
        try:
            return self._mark + self.raw.encode(self._encoding)
        except UnicodeEncodeError as error:
            raise UneditableError(f"the file is written in {self._encoding}, which does not have all of it") from error

    @functools.cached_property
    def plain(self) -> str:
        """The text as parsers see it."""
        return _END.sub("\n", self.raw)

    @functools.cached_property
    def lines(self) -> Sequence[str]:
        """The lines without their ends."""
        return self.plain.split("\n")

    @functools.cached_property
    def _starts(self) -> Sequence[int]:
        return [0, *(found.end() for found in _END.finditer(self.raw))]

    @functools.cached_property
    def tree(self) -> ast.Module:
        """The syntax tree.

        Raises:
            UneditableError: what was edited is no Python any more.
        """
        try:
            return ast.parse(self.plain)
        except (SyntaxError, ValueError) as error:
            raise UneditableError(f"it would be no Python any more: {error}") from error

    @functools.cached_property
    def tokens(self) -> Sequence[tokenize.TokenInfo]:
        """All tokens."""
        try:
            return list(tokenize.generate_tokens(io.StringIO(self.plain).readline))
        except (tokenize.TokenError, SyntaxError) as error:
            raise UneditableError(f"it cannot be taken apart: {error}") from error

    @functools.cached_property
    def inside_of_strings(self) -> frozenset[int]:
        """The lines that begin inside of a string, whose space is the string's."""
        found: set[int] = set()
        depth, start = 0, 0
        for token in self.tokens:
            name = tokenize.tok_name[token.type]
            if name == "STRING":
                found.update(range(token.start[0] + 1, token.end[0] + 1))
            elif name == "FSTRING_START":
                start = token.start[0] if not depth else start
                depth += 1
            elif name == "FSTRING_END":
                depth -= 1
                found.update(range(start + 1, token.end[0] + 1) if not depth else ())
        return frozenset(found)

    def token_at(self, spot: Spot) -> int:
        """The index of the first token that begins there or later."""
        return bisect.bisect_left([token.start for token in self.tokens], spot)

    def begin(self, node: ast.AST) -> Spot:
        """Where a node of the tree begins."""
        return self._spot(node.lineno, node.col_offset)  # type: ignore[attr-defined]

    def end(self, node: ast.AST) -> Spot:
        """Where a node of the tree ends."""
        return self._spot(node.end_lineno, node.end_col_offset)  # type: ignore[attr-defined]

    def _spot(self, line: int, offset: int) -> Spot:
        return line, len(
            self.lines[line - 1].encode("utf-8", "surrogatepass")[:offset].decode("utf-8", "surrogatepass")
        )

    def between(self, start: Spot, end: Spot) -> str:
        """What stands in a range, with line feeds."""
        if start[0] == end[0]:
            return self.lines[start[0] - 1][start[1] : end[1]]
        middle = self.lines[start[0] : end[0] - 1]
        return "\n".join([self.lines[start[0] - 1][start[1] :], *middle, self.lines[end[0] - 1][: end[1]]])

    def indentation(self, line: int) -> str:
        """The space that a line begins with."""
        text = self.lines[line - 1]
        return text[: len(text) - len(text.lstrip())]

    def is_first(self, spot: Spot) -> bool:
        """Whether nothing but space stands before it in its line."""
        return not self.lines[spot[0] - 1][: spot[1]].strip()

    def line_end(self, line: int) -> Spot:
        """The end of a line, before the characters that end it."""
        return line, len(self.lines[line - 1])

    @functools.cached_property
    def width(self) -> int:
        """How wide lines may become: as wide as they are, within reason."""
        return min(_MOST_WIDTH, max(_USUAL_WIDTH, *map(len, self.lines)))

    @functools.cached_property
    def _line_end(self) -> str:
        found = _END.search(self.raw)
        return found[0] if found else "\n"

    def edited(self, edits: Iterable[Edit]) -> Text:
        """The text with the edits made; their ranges do not overlap, and they hold line feeds only."""
        raw = self.raw
        for edit in sorted(edits, key=lambda edit: (edit.start, edit.end), reverse=True):
            start, end = (self._starts[line - 1] + column for line, column in (edit.start, edit.end))
            raw = raw[:start] + edit.text.replace("\n", self._line_end) + raw[end:]
        return Text(raw, self._encoding, self._mark)

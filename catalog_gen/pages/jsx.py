"""Where the JavaScript in MDX ends: tags, expressions in curly brackets, imports and exports.

Nothing here is a JavaScript parser: strings, templates, comments and brackets are what counts.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator


class Tag(NamedTuple):
    """An opening (`change` 1), closing (-1) or self-closing (0) tag, and where it ends."""

    name: str
    change: int
    end: int


_IDENTIFIER: Final = r"(?:[^\W\d]|\$)[\w$\u200c\u200d-]*"
_TAG: Final = re.compile(rf"<(?!\s)(?P<closes>/\s*)?(?P<name>{_IDENTIFIER}(?:\.{_IDENTIFIER})*(?::{_IDENTIFIER})?)?")
_AFTER_NAME: Final = re.compile(r"[\s/>{]")
_ATTRIBUTE: Final = re.compile(
    rf"""
    \s* (?:
        (?P<end> (?P<alone>/)?\s*> )
      | (?P<spread> \{{ )
      | {_IDENTIFIER} (?:\s*:\s*{_IDENTIFIER})? (?: \s*=\s* (?: "[^"]*" | '[^']*' | (?P<value>\{{) ) )?
    )
    """,
    re.VERBOSE,
)
_SKIPPED: Final = r"""|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|(?<!:)//[^\n]*|/\*.*?\*/"""
_IN_EXPRESSION: Final = re.compile(r"[{}`]" + _SKIPPED, re.DOTALL)
_IN_MODULE: Final = re.compile(r"[{}()\[\]`\n]" + _SKIPPED, re.DOTALL)
_IN_TEMPLATE: Final = re.compile(r"\\.|`|\$\{", re.DOTALL)
_OPENING: Final = frozenset({"`", "{", "${", "(", "["})
_CLOSING: Final = frozenset({"}", ")", "]"})

_INLINE: Final = re.compile(r"\\.|(`+)|<|\{", re.DOTALL)
_SPACE: Final = re.compile(r"[ \t]*")

_BINDINGS: Final = r"(?:[\w$]+|\*\s*as\s+[\w$]+|\{[^{}]*\})"
_IMPORT: Final = re.compile(
    rf"""import\s+(?:({_BINDINGS}(?:\s*,\s*{_BINDINGS})*)\s*from\s*)?(?:"[^"\n]*"|'[^'\n]*')"""
    r"(?:\s*(?:with|assert)\s*\{[^{}]*\})?[ \t]*;?[ \t]*"
)
_STATEMENT_START: Final = re.compile(r"(?:import|export) |[ \t]*(?:\n|\Z)")
_BLANK_LINE: Final = re.compile(r"\n[ \t]*(?:\n|\Z)")


class Source:
    r"""A text whose lines end in `\n`; its methods say where what starts at a position ends.

    It remembers brackets that are never closed, so that each of them is looked for once.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self._unclosed: dict[re.Pattern[str], set[int]] = {_IN_EXPRESSION: set(), _IN_MODULE: set()}

    def tag(self, start: int, limit: int) -> Tag | None:
        """The tag that starts here and ends before `limit`, if it is one."""
        opening = _TAG.match(self.text, start, limit)
        if opening is None or not _AFTER_NAME.match(self.text, opening.end(), limit):
            return None
        if opening["name"] is None and self.text[opening.end()] != ">":
            return None
        position = opening.end()
        while attribute := _ATTRIBUTE.match(self.text, position, limit):
            position = attribute.end()
            if attribute["end"]:
                change = -1 if opening["closes"] else 0 if attribute["alone"] else 1
                return Tag(opening["name"] or "", change, position)
            if attribute["spread"] or attribute["value"]:
                position = self.expression(position - 1, limit)
                if position < 0:
                    return None
        return None

    def expression(self, start: int, limit: int) -> int:
        """The position after the bracket that closes the one here; -1 if there is none before `limit`."""
        return self._skip(start, limit, _IN_EXPRESSION)

    def _skip(self, start: int, limit: int, in_code: re.Pattern[str]) -> int:
        """The position where all brackets are closed again (in a module, at the end of a statement's line)."""
        unclosed = self._unclosed[in_code] if limit == len(self.text) else set()
        open_: list[tuple[int, str]] = []
        position = start
        while found := (_IN_TEMPLATE if open_ and open_[-1][1] == "`" else in_code).search(self.text, position, limit):
            position = found.end()
            text = found[0]
            if text in _CLOSING or (text == "`" and open_ and open_[-1][1] == "`"):
                if open_:
                    open_.pop()
                if not open_ and in_code is _IN_EXPRESSION:
                    return position
            elif text in _OPENING:
                open_.append((found.start(), text))
                if found.start() in unclosed:
                    break
            elif text == "\n" and not open_ and _STATEMENT_START.match(self.text, position):
                return found.start()
        unclosed.update(place for place, _ in open_)
        return -1 if open_ or in_code is _IN_EXPRESSION else limit

    def flow(self, start: int, limit: int) -> tuple[int, tuple[Tag, ...]] | None:
        """Tags and expressions with nothing else from here to a line's end: that end, and the tags."""
        position, tags, after_tag = start, [], True
        while position < limit and self.text[position] != "\n":
            if self.text[position] == "<" and (tag := self.tag(position, limit)):
                tags.append(tag)
                position, after_tag = tag.end, True
            elif self.text[position] == "{" and after_tag:
                position, after_tag = self.expression(position, limit), False
                if position < 0:
                    return None
            else:
                return None
            if spaces := _SPACE.match(self.text, position, limit):
                position = spaces.end()
        return position, tuple(tags)

    def inline(self) -> Iterator[tuple[int, Tag]]:
        """The tags in a paragraph and where they start, but not those in code and in expressions."""
        position, limit = 0, len(self.text)
        while found := _INLINE.search(self.text, position):
            position = found.end()
            if found[1]:
                rail = re.compile(rf"(?<!`){found[1]}(?!`)").search(self.text, position)
                position = rail.end() if rail else position
            elif found[0] == "{":
                position = max(position, self.expression(found.start(), limit))
            elif found[0] == "<" and (tag := self.tag(found.start(), limit)):
                position = tag.end
                yield found.start(), tag

    def statement(self, start: int) -> tuple[int, str | None]:
        """The line end where the import or export here ends; for an import the names that it binds."""
        found = _IMPORT.match(self.text, start)
        end = found.end() if found else start
        if found is None or self.text[end : end + 1] not in {"", "\n"}:
            end = self._skip(end, len(self.text), _IN_MODULE)
        if end < 0:
            blank = _BLANK_LINE.search(self.text, start)
            end = blank.start() if blank else len(self.text)
        return end, " ".join(_names(found[1] or "")) if found else None


def _names(bindings: str) -> Iterator[str]:
    """What `a, * as b, { c, d as e }` binds: a, b, c, e."""
    for binding in re.split(r"[,{}]", bindings):
        if binding.strip():
            yield binding.split()[-1]

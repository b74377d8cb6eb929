r"""Where the JavaScript in MDX ends: tags, expressions in curly brackets, imports and exports.

Everything takes a text whose lines end in `\n` and a position in it, and says where the thing that starts
there ends. Nothing here is a JavaScript parser: strings, templates, comments and brackets are what counts.
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
_TAG: Final = re.compile(rf"<(?P<closes>\s*/)?\s*(?P<name>{_IDENTIFIER}(?:\.{_IDENTIFIER})*(?::{_IDENTIFIER})?)?")
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
_AFTER_NAME: Final = re.compile(r"[\s/>{]")


def tag(text: str, start: int, limit: int) -> Tag | None:
    """The tag that starts here and ends before `limit`, if it is one."""
    opening = _TAG.match(text, start, limit)
    if opening is None or (opening["name"] is None and not text.startswith(">", opening.end())):
        return None
    if text[start + 1 : start + 2].isspace() or not _AFTER_NAME.match(text, opening.end(), limit):
        return None
    position = opening.end()
    while attribute := _ATTRIBUTE.match(text, position, limit):
        position = attribute.end()
        if attribute["end"]:
            change = -1 if opening["closes"] else 0 if attribute["alone"] else 1
            return Tag(opening["name"] or "", change, position)
        if attribute["spread"] or attribute["value"]:
            position = expression(text, position - 1, limit)
            if position < 0:
                return None
    return None


_IN_CODE: Final = re.compile(r"""[{}`]|"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|(?<!:)//[^\n]*|/\*.*?\*/""", re.DOTALL)
_IN_TEMPLATE: Final = re.compile(r"\\.|`|\$\{", re.DOTALL)


def expression(text: str, start: int, limit: int) -> int:
    """The position after the bracket that closes the one here; -1 if there is none before `limit`."""
    open_: list[str] = []
    position = start
    while found := (_IN_TEMPLATE if open_ and open_[-1] == "`" else _IN_CODE).search(text, position, limit):
        position = found.end()
        _step(open_, found[0])
        if not open_:
            return position
    return -1


def _step(open_: list[str], found: str) -> None:
    """Follow a bracket or backtick; strings and comments change nothing."""
    if found == "`" and open_ and open_[-1] == "`":
        open_.pop()
    elif found in {"`", "{", "${", "(", "["}:
        open_.append(found)
    elif found in {"}", ")", "]"} and open_:
        open_.pop()


_SPACE: Final = re.compile(r"[ \t]*")


def flow(text: str, start: int, limit: int) -> tuple[int, tuple[Tag, ...]] | None:
    """Tags and expressions with nothing else from here to a line's end: that end, and the tags."""
    position, tags, before = start, [], "<"
    while position < limit and text[position] != "\n":
        if text[position] == "<":
            found = tag(text, position, limit)
            if found is None:
                return None
            tags.append(found)
            position = found.end
            before = "<"
        elif text[position] == "{" and before == "<":
            position = expression(text, position, limit)
            if position < 0:
                return None
            before = "{"
        else:
            return None
        position = _SPACE.match(text, position, limit).end()  # type: ignore[union-attr]
    return position, tuple(tags)


_INLINE: Final = re.compile(r"\\.|(`+)(?!`)|<|\{", re.DOTALL)


def inline(text: str) -> Iterator[tuple[int, Tag]]:
    """The tags in a paragraph and where they start, but not those in code and in expressions."""
    position = 0
    while found := _INLINE.search(text, position):
        position = found.end()
        if found[1]:
            rail = re.compile(rf"(?<!`){found[1]}(?!`)").search(text, position)
            position = rail.end() if rail else position
        elif found[0] == "{":
            position = max(position, expression(text, found.start(), len(text)))
        elif found[0] == "<" and (one := tag(text, found.start(), len(text))):
            position = one.end
            yield found.start(), one


_BINDINGS: Final = r"(?:[\w$]+|\*\s*as\s+[\w$]+|\{[^{}]*\})"
_IMPORT: Final = re.compile(
    rf"""import\s+(?:({_BINDINGS}(?:\s*,\s*{_BINDINGS})*)\s*from\s*)?(?:"[^"\n]*"|'[^'\n]*')"""
    r"(?:\s*(?:with|assert)\s*\{[^{}]*\})?[ \t]*;?[ \t]*"
)
_IN_MODULE: Final = re.compile(_IN_CODE.pattern.replace("[{}`]", r"[{}()\[\]`\n]"), re.DOTALL)
_STATEMENT_START: Final = re.compile(r"(?:import|export) |[ \t]*(?:\n|\Z)")
_BLANK_LINE: Final = re.compile(r"\n[ \t]*(?:\n|\Z)")


def statement(text: str, start: int) -> tuple[int, str | None]:
    """The line end where the import or export that starts here ends; for an import the names that it binds."""
    found = _IMPORT.match(text, start)
    if found is None:
        return _statement_end(text, start), None
    end = found.end()
    whole = end == len(text) or text[end] == "\n"
    return end if whole else _statement_end(text, end), " ".join(_names(found[1] or ""))


def _statement_end(text: str, start: int) -> int:
    """The end of the line after which a blank line or the next statement comes, outside of brackets."""
    open_: list[str] = []
    position = start
    while found := (_IN_TEMPLATE if open_ and open_[-1] == "`" else _IN_MODULE).search(text, position):
        position = found.end()
        if found[0] == "\n" and not open_ and _STATEMENT_START.match(text, position):
            return found.start()
        _step(open_, found[0])
    blank = _BLANK_LINE.search(text, start) if open_ else None
    return blank.start() if blank else len(text)


def _names(bindings: str) -> Iterator[str]:
    """What `a, * as b, { c, d as e }` binds: a, b, c, e."""
    for binding in re.split(r"[,{}]", bindings):
        if binding.strip():
            yield binding.split()[-1]

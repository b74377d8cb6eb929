"""What markdown-it has to know about the blocks of MDX, GFM and directives; no inline Markdown at all.

Every rule is a function as markdown-it calls it; where one of them takes a block, its token is a `part`
with the block's lines and, in `meta`, the tags that stand in it.
"""

from __future__ import annotations

import itertools
import re
from bisect import bisect_left, bisect_right
from functools import cache
from typing import TYPE_CHECKING, Final

from markdown_it import MarkdownIt

from catalog_gen.pages import jsx

if TYPE_CHECKING:
    from markdown_it.ruler import RuleOptionsType
    from markdown_it.rules_block import StateBlock
    from markdown_it.token import Token

NESTING: Final = 100
"""Lists and quotes that are nested deeper belong to the block around them as they are."""


def tokens(text: str) -> list[Token]:
    r"""The tokens of a text whose lines end in `\n`; those of level 0 with a map are its blocks."""
    found: list[Token] = []
    parser = _parser()
    parser.block.parse(text, parser, {"source": jsx.Source(text), "flow": {}}, found)
    return found


class _Parser(MarkdownIt):
    """Takes any address: only where a definition ends is of interest."""

    def normalizeLink(self, url: str) -> str:  # noqa: N802
        return url

    def validateLink(self, url: str) -> bool:  # noqa: ARG002, N802
        return True


@cache
def _parser() -> MarkdownIt:
    parser = _Parser("commonmark", {"maxNesting": NESTING, "inline_definitions": True})
    parser.disable(["code", "html_block", "lheading"])
    rules = parser.block.ruler
    anywhere: RuleOptionsType = {"alt": ["paragraph", "reference", "blockquote", "list"]}
    rules.before("fence", "flow", _flow, anywhere)
    rules.before("fence", "directive", _directive, anywhere)
    rules.before("fence", "module", _module)
    rules.before("reference", "footnote", _footnote, anywhere)
    rules.after(
        "heading", "grid", _table, {"alt": ["paragraph", "reference"]}
    )  # a heading may look like a table's head
    rules.at("paragraph", _paragraph)
    return parser


def _take(state: StateBlock, first: int, end: int) -> Token:
    token = state.push("part", "", 0)
    token.map = [first, end]
    state.line = end
    return token


def _limit(state: StateBlock, line: int) -> int:
    """How far a tag may reach: inside of a list or quote to the end of its line."""
    outside = state.level == 0 or state.sCount[line] < state.blkIndent
    return len(state.src) if outside else state.eMarks[line]


def _next_line(state: StateBlock, position: int) -> int:
    """The line after the one in which the position is, or at whose end."""
    return min(bisect_left(state.eMarks, position), state.lineMax - 1) + 1


def _blank_after(state: StateBlock, line: int) -> int:
    while line < state.lineMax and not state.isEmpty(line):
        line += 1
    return line


def _flow(state: StateBlock, line: int, end: int, silent: bool) -> bool:  # noqa: ARG001, FBT001
    """Tags, expressions and HTML comments that have their lines for themselves."""
    start = state.bMarks[line] + state.tShift[line]
    if state.src[start : start + 1] not in {"<", "{"}:
        return False
    asked = start, _limit(state, line)
    known = state.env["flow"]  # every rule that looks for its own end asks again
    if asked not in known:
        known[asked] = _flow_end(state, *asked)
    found = known[asked]
    if found is None:
        return False
    if not silent:
        _take(state, line, found[0]).meta = {"tags": found[1], "starts": state.src[start] == "<"}
    return True


def _flow_end(state: StateBlock, start: int, limit: int) -> tuple[int, tuple[jsx.Tag, ...]] | None:
    if state.src.startswith("<!--", start):
        comment = state.src.find("-->", start + 4, limit)
        if comment < 0 or state.src.startswith((">", "->"), start + 4):
            return None
        after = _next_line(state, comment + 3)
        alone = not state.src[comment + 3 : state.eMarks[after - 1]].strip(" \t")
        return after if alone else _blank_after(state, after), ()
    found = state.env["source"].flow(start, limit)
    return found and (_next_line(state, found[0]), found[1])


_LABEL: Final = r"\[(?:[^\[\]\\\n]|\\.|\[(?:[^\[\]\\\n]|\\.)*\])*\]"
_ATTRIBUTES: Final = r"""\{(?:"[^"\n]*"|'[^'\n]*'|[^{}\n"'`*])*\}"""
_DIRECTIVE: Final = re.compile(
    rf"(::+)[A-Za-z](?:[A-Za-z0-9_-]*[A-Za-z0-9])?(?:{_LABEL})?(?:{_ATTRIBUTES})?[ \t]*(?=\n|\Z)"
)
_CLOSING: Final = re.compile(r"^[ \t]*(:::+)[ \t]*$", re.MULTILINE)


def _directive(state: StateBlock, line: int, end: int, silent: bool) -> bool:  # noqa: ARG001, FBT001
    """`::name` in one line, or everything from `:::name` to `:::`."""
    start = state.bMarks[line] + state.tShift[line]
    if state.src[start : start + 2] != "::" or _limit(state, line) != len(state.src):
        return False
    opening = _DIRECTIVE.match(state.src, start)
    if opening is None or silent:
        return opening is not None
    after = line + 1
    if len(opening[1]) > len("::"):
        if "rails" not in state.env:
            state.env["rails"] = list(_CLOSING.finditer(state.src))
        rails: list[re.Match[str]] = state.env["rails"]
        later = itertools.islice(rails, bisect_right(rails, start, key=re.Match.start), None)
        closing = next((rail for rail in later if len(rail[1]) >= len(opening[1])), None)
        after = _next_line(state, closing.end()) if closing else _blank_after(state, after)
    _take(state, line, after)
    return True


def _module(state: StateBlock, line: int, end: int, silent: bool) -> bool:  # noqa: ARG001, FBT001
    """One import or export; it ends no paragraph."""
    if silent or not _starts_module(state, line):
        return False
    position, names = state.env["source"].statement(state.bMarks[line])
    _take(state, line, _next_line(state, position)).meta = {"names": names}
    return True


def _starts_module(state: StateBlock, line: int) -> bool:
    return state.level == 0 and state.src.startswith(("import ", "export "), state.bMarks[line])


_DELIMITER_ROW: Final = re.compile(r"(?!-[ \t])\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*(?=\n|\Z)")
_ESCAPED: Final = re.compile(r"\\[\\|]")


def _table(state: StateBlock, line: int, end: int, silent: bool) -> bool:  # noqa: FBT001
    """A table of GFM: as many columns in its head as in its delimiter row, then up to the next block."""
    below = line + 1
    if below >= end or state.sCount[below] < state.blkIndent:
        return False
    start = state.bMarks[below] + state.tShift[below]
    if state.src[start : start + 1] not in {"|", "-", ":"} or not _DELIMITER_ROW.match(state.src, start):
        return False
    row = state.src[start : state.eMarks[below]]
    head = state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]
    if not ("|" in row or ":" in row) or _columns(_ESCAPED.sub("", head)) != _columns(row):
        return False
    if silent:
        return True
    rules = state.md.block.ruler.getRules("blockquote")
    parent, state.parentType = state.parentType, "table"
    after = line + 2
    while after < end and not state.isEmpty(after) and state.sCount[after] >= state.blkIndent:
        is_row = state.src.startswith("|", state.bMarks[after] + state.tShift[after])  # no block starts so
        if not is_row and (_starts_module(state, after) or any(rule(state, after, end, True) for rule in rules)):
            break
        after += 1
    state.parentType = parent
    _take(state, line, after)
    return True


def _columns(row: str) -> int:
    row = row.strip(" \t")
    return row.count("|") + 1 - row.startswith("|") - (row.endswith("|") and len(row) > 1)


_FOOTNOTE: Final = re.compile(r"\[\^(?:[^\[\]\\\s]|\\.)+\]:[ \t]*")


def _footnote(state: StateBlock, line: int, end: int, silent: bool) -> bool:  # noqa: FBT001
    """`[^name]: text`, with all that is indented below it."""
    start = state.bMarks[line] + state.tShift[line]
    opening = _FOOTNOTE.match(state.src, start, state.eMarks[line]) if state.src.startswith("[^", start) else None
    if opening is None or silent:
        return opening is not None
    was = state.bMarks[line], state.tShift[line], state.sCount[line], state.blkIndent, state.parentType
    token = state.push("footnote_open", "", 1)
    state.bMarks[line], state.tShift[line] = opening.end(), 0
    state.blkIndent += 4
    state.sCount[line] = state.blkIndent
    state.parentType = "footnote"
    if opening.end() < state.eMarks[line]:
        state.md.block.tokenize(state, line, end)
    else:
        state.line = line + 1
        state.md.block.tokenize(state, line + 1, end)
    state.bMarks[line], state.tShift[line], state.sCount[line], state.blkIndent, state.parentType = was
    token.map = [line, max(state.line, line + 1)]
    state.line = token.map[1]
    state.push("footnote_close", "", -1)
    return True


_UNDERLINE: Final = re.compile(r"(?:=+|-+)[ \t]*(?=\n|\Z)")
_INTERRUPTING: Final = frozenset("`~>*-_+#<{:|[0123456789")


def _paragraph(state: StateBlock, line: int, end: int, silent: bool) -> bool:  # noqa: ARG001, FBT001
    """Text up to a blank line or the next block, or up to the underline that makes it a heading.

    markdown-it takes lines that are indented by four for the paragraph's own; MDX does not.
    """
    rules = state.md.block.ruler.getRules("paragraph")
    parent, state.parentType = state.parentType, "paragraph"
    source, level, after = state.src, 0, line + 1
    while after < state.lineMax and not state.isEmpty(after):
        start = state.bMarks[after] + state.tShift[after]
        first = source[start]
        if state.sCount[after] >= 0:
            if first in "=-" and state.sCount[after] >= state.blkIndent and _UNDERLINE.match(source, start):
                level = 1 if first == "=" else 2
                break
            if _may_interrupt(state, first, after) and any(rule(state, after, state.lineMax, True) for rule in rules):
                break
        after += 1
    state.parentType = parent
    token = _take(state, line, after + 1 if level else after)
    if state.level == 0:
        text = source[state.bMarks[line] + state.tShift[line] : state.eMarks[after - 1]]
        token.meta = {"level": level, "label": " ".join(text.split())} if level else {"text": text}
    return True


def _may_interrupt(state: StateBlock, first: str, line: int) -> bool:
    below = line + 1
    return first in _INTERRUPTING or (
        below < state.lineMax and state.src[state.bMarks[below] + state.tShift[below]] in "|-:\n"
    )

"""Markdown in, its syntax tree out: CommonMark with GFM's tables, strikethrough and bare addresses."""

from __future__ import annotations

import os.path
import re
from functools import cache
from typing import TYPE_CHECKING, Final

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from catalog_gen.pages import mdx

if TYPE_CHECKING:
    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_inline import StateInline

NESTING: Final = 100
"""What is nested deeper, the parser skips."""


class _Parser(MarkdownIt):
    """Keeps addresses as they are: `mdx.destination` encodes them."""

    def normalizeLink(self, url: str) -> str:  # noqa: N802
        return url

    def normalizeLinkText(self, link: str) -> str:  # noqa: N802
        return link


@cache
def _parser() -> MarkdownIt:
    parser = _Parser("commonmark", {"html": False, "maxNesting": NESTING})
    parser.enable(["table", "strikethrough"]).disable(["html_block", "html_inline", "text_join"])
    reference = next(rule.fn for rule in parser.block.ruler.__rules__ if rule.name == "reference")

    def no_footnote(state: StateBlock, line: int, end: int, silent: bool) -> bool:  # noqa: FBT001
        start = state.bMarks[line] + state.tShift[line]
        return not state.src.startswith("[^", start) and reference(state, line, end, silent)

    parser.block.ruler.at("reference", no_footnote)
    parser.inline.ruler.at("text", _text_rule)
    parser.inline.ruler.after("text", "bare_url", _url_rule)
    return parser


_TEXT_END: Final = re.compile(r"[\n!#$%&*+\-:<=>@\[\\\]^_`{}~]|(?<![A-Za-z])(?:https?://|www\.)", re.IGNORECASE)
_BARE_URL: Final = re.compile(r"(?<![A-Za-z])(?:https?://|www\.)[^\s<\[\]`|]*", re.IGNORECASE)
_URL_END: Final = re.compile(r"""[?!.,:*_~'";)]+\Z""")


def _text_rule(state: StateInline, silent: bool) -> bool:  # noqa: FBT001
    """Take text up to the next character, or address, that may mean something."""
    match = _TEXT_END.search(state.src, state.pos, state.posMax)
    end = match.start() if match else state.posMax
    if not silent:
        state.pending += state.src[state.pos : end]
    moved, state.pos = end > state.pos, end
    return moved


def _url_rule(state: StateInline, silent: bool) -> bool:  # noqa: FBT001
    """Take a bare address as text, `_` and `*` included (https://github.github.com/gfm/#autolinks-extension-)."""
    match = _BARE_URL.match(state.src, state.pos, state.posMax)
    if not match:
        return False
    url = match[0]
    tail = _URL_END.search(url)
    if tail and not (tail[0].startswith(")") and url.count("(") >= url.count(")")):
        url = url[: tail.start()]
    if not silent:
        state.pending += url
    state.pos += len(url)
    return bool(url)


def tree(text: str) -> SyntaxTreeNode:
    """The blocks of a text, without its common indentation."""
    return SyntaxTreeNode(_parser().parse(_dedented(mdx.printable(text))))


def _dedented(text: str) -> str:
    """Take the indentation away as inspect.cleandoc does, but leave tabs and a list's own indentation."""
    first, *rest = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    indented = [line[: len(line) - len(line.lstrip(" \t"))] for line in rest if line.strip()]
    margin = os.path.commonprefix(indented)  # noqa: RUF071 # characters, not folders
    marker = re.match(r"(?:[-+*]|\d{1,9}[.)])[ ]+", first)
    if marker and len(margin) <= len(marker[0]):
        margin = ""
    return "\n".join([first.lstrip(), *(line.removeprefix(margin) for line in rest)])

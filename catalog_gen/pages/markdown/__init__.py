"""Markdown that a user wrote in, MDX that shows the same out.

The text is read by markdown-it-py as CommonMark with GFM's tables and strikethrough, and written again from
its tokens: what they call text is escaped by `mdx`, what they call formatting is written in the plainest way
that MDX reads alike. So code that is indented (MDX knows none, https://mdxjs.com/docs/what-is-mdx/#markdown)
becomes a fence, an open fence is closed, references are resolved, and HTML, JSX and directives are text.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from catalog_gen.pages import mdx
from catalog_gen.pages.markdown import inline, reading

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it.tree import SyntaxTreeNode


def safe(text: str) -> mdx.Mdx:
    """Markdown as MDX: formatting and code stay, everything else is shown as it was typed.

    Footnotes are shown as typed. An image beside the text would end Astro's build (ImageNotFound), so only
    images with a full address or one from the site's root are shown; of others, the description in italics.
    """
    tree = reading.tree(text)
    if any(node.level >= reading.NESTING - 2 for node in tree.walk(include_self=False)):
        return mdx.escape(text)  # the parser skips what is nested deeper
    return mdx.Mdx("\n".join(_blocks(tree.children)))


# --- blocks: each a list of lines

_CLOSED: Final = {"heading", "fence", "code_block"}  # a paragraph may follow in the next line
_INTERRUPTS: Final = {
    "heading",
    "fence",
    "code_block",
    "blockquote",
}  # may follow a paragraph in the next line
_OTHER_MARKER: Final = {"-": "*", "*": "-", "+": "-", ".": ")", ")": "."}


def _blocks(nodes: Sequence[SyntaxTreeNode], *, tight: bool = False) -> list[str]:
    lines: list[str] = []
    previous, marker = "", ""
    for node in nodes:
        if previous and not (tight and _follows_directly(previous, node)):
            lines.append("")
        same = previous == node.type and marker == node.markup
        marker = _OTHER_MARKER[node.markup] if same and node.type.endswith("_list") else node.markup
        lines += _block(node, marker)
        previous = node.type
    return lines


def _follows_directly(previous: str, node: SyntaxTreeNode) -> bool:
    if previous not in _CLOSED | {"paragraph"}:
        return False
    if node.type.endswith("_list"):
        return bool(node.children[0].children) and node.attrs.get("start", 1) == 1
    return node.type in _INTERRUPTS or (node.type == "paragraph" and previous in _CLOSED)


def _block(node: SyntaxTreeNode, marker: str) -> list[str]:
    if node.type in {"bullet_list", "ordered_list"}:
        return _list(node, marker)
    return {
        "heading": _heading,
        "fence": _fence,
        "code_block": _fence,
        "blockquote": _quote,
        "table": _table,
        "hr": _rule,
    }.get(node.type, inline.paragraph)(node)


def _heading(node: SyntaxTreeNode) -> list[str]:
    return [f"{'#' * int(node.tag[1:])} {inline.line(node)}".rstrip()]


def _quote(node: SyntaxTreeNode) -> list[str]:
    return [f"> {line}" if line else ">" for line in _blocks(node.children) or [""]]


def _rule(_node: SyntaxTreeNode) -> list[str]:
    return ["___"]  # `---` under a paragraph or `***` after a bullet would be something else


def _fence(node: SyntaxTreeNode) -> list[str]:
    info = node.info.strip() if node.type == "fence" else ""
    character = "~" if "`" in info else "`"
    longest = max((len(run) for run in re.findall(f"{character}+", node.content)), default=0)
    rail = character * max(3, longest + 1)
    return [rail + info, *(node.content.removesuffix("\n").split("\n") if node.content else []), rail]


def _list(node: SyntaxTreeNode, marker: str) -> list[str]:
    tight = all(child.hidden for item in node.children for child in item.children if child.type == "paragraph")
    start = int(node.attrs.get("start", 1))
    lines: list[str] = []
    for number, item in enumerate(node.children, start):
        bullet = marker if node.type == "bullet_list" else f"{min(number, 999_999_999)}{marker}"
        first, *rest = _blocks(item.children, tight=tight) or [""]
        if lines and not tight:
            lines.append("")
        lines.append(f"{bullet} {first}" if first else bullet)
        lines += [" " * (len(bullet) + 1) + line if line else "" for line in rest]
    return lines


_ALIGNMENT: Final = {"left": ":---", "center": ":---:", "right": "---:"}


def _table(node: SyntaxTreeNode) -> list[str]:
    head, *rows = [row.children for part in node.children for row in part.children]
    styles = [str(cell.attrs.get("style", "")).removeprefix("text-align:") for cell in head]
    delimiters = [_ALIGNMENT.get(style, "---") for style in styles]
    written = [[inline.line(cell, cell=True) for cell in row] for row in (head, *rows)]
    return [f"| {' | '.join(row)} |" for row in (written[0], delimiters, *written[1:])]

"""Markdown that a user wrote in, MDX that shows the same out.

The text is read by markdown-it-py as CommonMark with GFM's tables and strikethrough, and written again from
its tokens: what they call text is escaped by `mdx`, what they call formatting is written in the plainest way
that MDX reads alike. So code that is indented (MDX knows none, https://mdxjs.com/docs/what-is-mdx/#markdown)
becomes a fence, an open fence is closed, references are resolved, and HTML, JSX and directives are text.
"""

from __future__ import annotations

import os.path
import re
import string
from functools import cache
from typing import TYPE_CHECKING, Final, Literal, NamedTuple
from urllib.parse import unquote

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from catalog_gen.pages import mdx
from catalog_gen.resolving import texts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from markdown_it.rules_block import StateBlock
    from markdown_it.rules_inline import StateInline


def safe(text: str) -> mdx.Mdx:
    """Markdown as MDX: formatting and code stay, everything else is shown as it was typed.

    Footnotes are shown as typed. An image beside the text would end Astro's build (ImageNotFound), so only
    images with a full address or one from the site's root are shown; of others, the description in italics.
    """
    tree = _tree(text)
    if any(node.level >= _NESTING - 2 for node in tree.walk(include_self=False)):
        return mdx.escape(text)  # the parser skips what is nested deeper
    return mdx.Mdx("\n".join(_blocks(tree.children)))


# --- reading

_NESTING: Final = 100


class _Parser(MarkdownIt):
    """Keeps addresses as they are: `mdx.destination` encodes them."""

    def normalizeLink(self, url: str) -> str:  # noqa: N802
        return url

    def normalizeLinkText(self, link: str) -> str:  # noqa: N802
        return link


@cache
def _parser() -> MarkdownIt:
    parser = _Parser("commonmark", {"html": False, "maxNesting": _NESTING})
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


def _tree(text: str) -> SyntaxTreeNode:
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
    }.get(node.type, _paragraph)(node)


def _heading(node: SyntaxTreeNode) -> list[str]:
    return [f"{'#' * int(node.tag[1:])} {_line(node)}".rstrip()]


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
    written = [[_line(cell, cell=True) for cell in row] for row in (head, *rows)]
    return [f"| {' | '.join(row)} |" for row in (written[0], delimiters, *written[1:])]


# --- text inside blocks


class _Piece(NamedTuple):
    """Text that is still to be escaped, Markdown that is done, or one end of an emphasis."""

    kind: Literal["text", "done", "open", "close"]
    source: str


_TASK: Final = re.compile(r"\[[ xX]\](?=[ ])")
_TAGS: Final = {"*": "em", "_": "em", "**": "strong", "__": "strong", "~~": "del"}


def _paragraph(node: SyntaxTreeNode) -> list[str]:
    pieces = _joined(_pieces(node.children[0].children))
    item = node.parent if node.parent and node.parent.type == "list_item" else None
    if item and item.children[0] == node and pieces and (task := _TASK.match(pieces[0].source)):
        pieces[:1] = [_Piece("done", task[0]), _Piece("text", pieces[0].source[task.end() :])]
    return _written(pieces).split("\n")


def _line(node: SyntaxTreeNode, *, cell: bool = False) -> str:
    """The content of a heading or a table's cell, in one line."""
    pieces = _joined(piece for inline in node.children for piece in _pieces(inline.children, cell=cell))
    spaced = [_Piece("done", " ") if piece.source.endswith("\n") else piece for piece in pieces]
    return _written([_Piece("done", ""), *spaced])


def _joined(pieces: Iterable[_Piece]) -> list[_Piece]:
    joined: list[_Piece] = []
    for piece in pieces:
        if piece.kind == "text" and joined and joined[-1].kind == "text":
            joined[-1] = _Piece("text", joined[-1].source + piece.source)
        elif piece.source:
            joined.append(piece)
    return joined


def _written(pieces: Sequence[_Piece]) -> str:
    """The pieces as MDX; the first one stands at the start of a line."""
    written: list[str] = []
    opened: list[int] = []
    for piece, following in zip(pieces, [*pieces[1:], _Piece("done", "")], strict=False):
        source = piece.source
        if piece.kind == "open":
            opened.append(len(written))
        if piece.kind == "close":
            first = opened.pop()
            around = written[first - 1][-1:] if first else "", following.source[:1]
            inside = "".join(written[first + 1 :])
            if not _emphasizes(source, around, (inside[:1], inside[-1:]), nested=bool(opened)):
                written[first], source = f"<{_TAGS[source]}>", f"</{_TAGS[source]}>"
        if piece.kind == "text":
            at_start = not written or written[-1].endswith("\n")
            source = _escaped(source, following.source, at_start=at_start)
        written.append(source)
    return "".join(written)


def _emphasizes(markup: str, around: tuple[str, str], inside: tuple[str, str], *, nested: bool) -> bool:
    """Whether the markup certainly emphasizes there; micromark and markdown-it disagree about odd places.

    They count other white space, emoji and runs of three differently, and backslashes divide runs
    (https://spec.commonmark.org/0.31.2/#emphasis-and-strong-emphasis).
    """
    if markup[0] in "".join(around + inside):
        return False
    for outer, inner in zip(around, inside, strict=True):
        if not (inner.isalnum() or _is_punctuation(inner)):
            return False
        certain = inner.isalnum() or not nested
        if outer.isalnum() and (markup[0] == "_" or nested or not inner.isalnum()):
            return False
        if _is_punctuation(outer) and not certain:
            return False
        if not (outer in {"", " ", "\n"} or outer.isalnum() or _is_punctuation(outer)):
            return False
    return True


def _is_punctuation(character: str) -> bool:
    return character != "" and character in string.punctuation


def _escaped(text: str, follows: str, *, at_start: bool) -> str:
    escaped = mdx.inline(text.replace("\t", " "), follows)
    if escaped.endswith("!") and follows.startswith("["):
        escaped = f"{escaped[:-1]}\\!"
    return mdx.start_of_line(escaped) if at_start else escaped


def _pieces(nodes: Iterable[SyntaxTreeNode], *, cell: bool = False) -> Iterator[_Piece]:
    for node in nodes:
        match node.type:
            case "text" | "text_special":
                kept = node.info == "entity" and not _is_punctuation(node.content)
                yield _Piece("done", node.markup) if kept else _Piece("text", node.content)
            case "softbreak":
                yield _Piece("done", "\n")
            case "hardbreak":
                yield _Piece("done", "\\\n")
            case "code_inline":
                yield _Piece("done", _code(node.content, cell=cell))
            case "image":
                yield _Piece("done", _image(node))
            case "link":
                yield from _link(node, cell=cell)
            case _:
                yield _Piece("open", node.markup)
                yield from _pieces(node.children, cell=cell)
                yield _Piece("close", node.markup)


def _link(node: SyntaxTreeNode, *, cell: bool) -> Iterator[_Piece]:
    href = str(node.attrs["href"])
    if node.info == "auto" and not re.match(r"(?i)https?:|mailto:", href):
        yield _Piece("text", f"<{node.children[0].content}>")  # `Map<key:value>` is no address
        return
    yield _Piece("done", "[")
    yield from _pieces(node.children, cell=cell)
    yield _Piece("done", f"]({_target(href, node)})")


def _target(url: str, node: SyntaxTreeNode) -> str:
    title = " ".join(str(node.attrs.get("title") or "").split())
    quoted = re.sub(r"""[\\`"<>{}&:|\[\]]""", r"\\\g<0>", title)
    return mdx.destination(url) + (f' "{quoted}"' if title else "")


def _image(node: SyntaxTreeNode) -> str:
    url = str(node.attrs["src"])
    description = " ".join(texts.plain(node.children).split())
    if not re.match(r"/|[A-Za-z][A-Za-z0-9+.-]*:", url):
        return f"<em>{mdx.inline(description or url, '<')}</em>"
    try:  # Astro decodes it, and stops where it cannot
        unquote(url, errors="strict")
    except UnicodeDecodeError:
        url = url.replace("%", "%25")
    backslashed = mdx.inline(description, "]", expression=lambda text: re.sub(r"(.)", r"\\\1", text))
    return f"![{backslashed}]({_target(url, node)})"


def _code(content: str, *, cell: bool) -> str:
    if cell and "|" in content:
        return mdx.code(content)
    runs = {len(run) for run in re.findall(r"`+", content)}
    ticks = "`" * next(length for length in range(1, len(runs) + 2) if length not in runs)
    padded = content[:1] == "`" or content[-1:] == "`" or (content[:1] == content[-1:] == " " and content.strip(" "))
    return f"{ticks} {content} {ticks}" if padded else f"{ticks}{content}{ticks}"

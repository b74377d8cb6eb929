"""The text inside a block's syntax tree in, one line or more of MDX out."""

from __future__ import annotations

import re
import string
from typing import TYPE_CHECKING, Final, Literal, NamedTuple
from urllib.parse import unquote

from catalog_gen.pages import mdx
from catalog_gen.resolving import texts

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from markdown_it.tree import SyntaxTreeNode


class _Piece(NamedTuple):
    """Text that is still to be escaped, Markdown that is done, or one end of an emphasis."""

    kind: Literal["text", "done", "open", "close"]
    source: str


_TASK: Final = re.compile(r"\[[ xX]\](?=[ ])")
_TAGS: Final = {"*": "em", "_": "em", "**": "strong", "__": "strong", "~~": "del"}


def paragraph(node: SyntaxTreeNode) -> list[str]:
    """The lines of a paragraph."""
    pieces = _joined(_pieces(node.children[0].children))
    item = node.parent if node.parent and node.parent.type == "list_item" else None
    if item and item.children[0] == node and pieces and (task := _TASK.match(pieces[0].source)):
        pieces[:1] = [_Piece("done", task[0]), _Piece("text", pieces[0].source[task.end() :])]
    return _written(pieces).split("\n")


def line(node: SyntaxTreeNode, *, cell: bool = False) -> str:
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

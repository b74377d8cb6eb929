"""What GitHub would make of a comment: its structure, and all that others' texts must not bring into it."""

from __future__ import annotations

import dataclasses
import html as entities
import itertools
import re
from typing import TYPE_CHECKING, Any, TypeVar

from markdown_it import MarkdownIt

from catalog_gen.compatibility.differences import Comparison, Difference
from catalog_gen.problems import Place, Problem
from catalog_gen.review.changes import Approval, Change, Hit, Reason, Review, Side, Subject, Unread

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from markdown_it.token import Token

LINKS = "https://github.com/acme/shop/blob/9be01d55"

HOSTILE = (
    "@someone", "@acme/all", "x@y.example", "#123", "GH-1", "acme/shop#1", "acme/shop@9be01d55", "JIRA-123", "!1",
    "~bug", "9be01d5500000000000000000000000000000000", "1234567", "https://evil.example", "www.evil.example",
    "mailto:a@b.example", "[x](javascript:alert(1))", "![x](https://evil.example/x.png)", "[x]: https://evil.example",
    "<https://evil.example>", "<!--", "-->", "<!-- -->", "</details>", "<details>", "<summary>", "<script>",
    "<img src=x onerror=alert(1)>", "</code>", "&lt;", "&#64;someone", "&commat;someone", "$math$", "$$", "$`x`$",
    ":tada:", ":::", "a|b", "||", "\\|", "\\", "\\`", "`", "``", "```", "~~~", "~~x~~", "**", "__x__", "*", "- [ ] x",
    "- x", "+ x", "1. x", "1) x", "# x", "> x", "---", "===", "| - |", "\n", "\n\n", "\r\n", "\n# x\n", "\n```\n",
    "\n</details>\n", "\t", "    x", "\u202e", "\u200b", "\ufeff", "\u2028", "\x00", "\x1b[31m", "\ud800",
    "\U000e0041", "%%{init: {}}%%", "end", '"]', "click n0 href", "{}", "{0}", "[^1]", "[!WARNING]", "`a` @x `b`",
    "“”", "😀",
)  # fmt: skip
"""Texts that do something where they are not escaped."""

_READER = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])

_SHOWN = r"(?:[^<>]|<code>[^<>]*</code>|<span>\$</span>)*"
_OURS = re.compile(
    r"<!-- catalog-gen review of (?:(?!--)[\w .%-])* -->"
    r"|<br>|</?sub>|</?span>"
    rf"|<details><summary>{_SHOWN}</summary>(?:<ul>(?:<li>{_SHOWN}</li>)*</ul></details>)?"
    r"|</details>"
)
"""All HTML that a comment has."""

_ALIVE = re.compile(
    r"(?<!\w)@\w"  # mentions
    r"|(?<!\w)[#!~%&^]\w"  # issues; what GitLab has more
    r"|\b[A-Za-z]+-\w*\d"  # GH-1, and links of a repository's own
    r"|\b[0-9a-f]{7,40}\b"  # commits
    r"|\w+://|www\.|\b(?:mailto|xmpp):\w"  # addresses
    r"|:[\w+-]+:"  # emojis
    r"|\$\S"  # formulas
)
"""What sites look for in text that is rendered already."""


@dataclasses.dataclass(frozen=True)
class Comment:
    """A comment as it is read."""

    tokens: tuple[Token, ...]

    @property
    def skeleton(self) -> list[str]:
        """The blocks without what is in them."""
        return [f"{token.level} {token.type}" for token in self.tokens]

    @property
    def html(self) -> list[str]:
        """All HTML, block by block and piece by piece."""
        return [each.content.strip() for each in self._all() if each.type in {"html_block", "html_inline"}]

    @property
    def texts(self) -> Iterator[str]:
        """The text outside of code, as it is once rendered; without the handles of approvals, which are strong."""
        title = ""
        for before, token in itertools.pairwise((self.tokens[0], *self.tokens)):
            title = token.content if before.type == "heading_open" else title
            strong = False
            for child in token.children or ():
                strong = child.type == "strong_open" or (strong and child.type != "strong_close")
                if child.type == "text" and not (strong and title == "Needs one approval per line"):
                    yield child.content
            if token.type == "html_block":
                yield entities.unescape(
                    re.sub(r"<code>.*?</code>|<!--.*?-->|<span>\$</span>|<.*?>", " ", token.content)
                )

    @property
    def misdeeds(self) -> list[str]:
        """HTML of others, links of others, texts that do more than being read."""
        found = [f"HTML {piece!r}" for piece in self.html if not _OURS.fullmatch(piece)]
        addresses = [str(each.attrs.get("href", each.attrs.get("src", LINKS))) for each in self._all()]
        found += [f"link {address!r}" for address in addresses if not address.startswith(LINKS)]
        found += [f"alive {text!r}" for text in self.texts if _ALIVE.search(text)]
        depths = itertools.accumulate(piece.count("<details>") - piece.count("</details>") for piece in self.html)
        return found + [f"details {depth} deep" for depth in depths if depth not in {0, 1}]

    def _all(self) -> Iterator[Token]:
        for token in self.tokens:
            yield token
            yield from token.children or ()


def read(comment: str) -> Comment:
    """Read a comment as CommonMark with GFM's tables."""
    return Comment(tuple(_READER.parse(comment)))


_Value = TypeVar("_Value")
_WORDS: dict[type, tuple[str, ...]] = {
    Subject: ("id", "version"),
    Hit: ("fields", "owners"),
    Change: ("words", "before", "after"),
    Reason: ("words",),
    Approval: ("owners",),
    Unread: ("subject", "what"),
    Side: ("name",),
    Review: ("catalog", "folder", "notes"),
    Problem: ("message", "hint"),
    Place: ("path",),
    Difference: ("path", "words"),
    Comparison: (),
}
"""The fields with texts that come from definitions, schemas, settings and refs."""


def reworded(value: _Value, reword: Callable[[str], str]) -> _Value:
    """The same value with other words wherever others decide about them."""
    return _reworded(value, reword)  # type: ignore[no-any-return]


def _reworded(value: Any, reword: Callable[[str], str]) -> Any:
    if isinstance(value, tuple):
        return tuple(_reworded(each, reword) for each in value)
    if not dataclasses.is_dataclass(value) or isinstance(value, type):
        return value
    given = {field.name: getattr(value, field.name) for field in dataclasses.fields(value)}
    free = _WORDS[type(value)]
    changed = {
        name: _several(words, reword) if name in free else _reworded(words, reword) for name, words in given.items()
    }
    if isinstance(value, Problem):  # the id and the version of a subject
        changed["subject"] = " ".join(map(reword, value.subject.split(" ")))
    return dataclasses.replace(value, **changed)


def _several(words: str | tuple[str, ...], reword: Callable[[str], str]) -> str | tuple[str, ...]:
    if isinstance(words, tuple):
        return tuple(map(reword, words))
    return reword(words) if words else ""

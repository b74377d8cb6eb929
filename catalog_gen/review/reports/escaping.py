"""Texts of others within a comment on GitHub or GitLab: they are read, and do nothing.

Nothing of them mentions anybody, links, refers to an issue or a commit, shows an emoji or a formula, opens or closes
HTML, or ends the list or the table that it stands in. Words come with Markdown code marks around what is taken from
definitions; that stays code, where neither site looks for any of this. In all that stands outside of code, Markdown's
own marks are escaped, and a space that is not seen parts what a site looks for after rendering (`@`, `#1`, a web
address), where no backslash helps. Secrets are masked; what nobody sees is shown as an escape.

https://github.github.com/gfm/
https://docs.github.com/get-started/writing-on-github/working-with-advanced-formatting/autolinked-references-and-urls
https://docs.gitlab.com/user/markdown/#gitlab-specific-references
"""

from __future__ import annotations

import html as entities
import re
import unicodedata
from typing import TYPE_CHECKING, Final

from catalog_gen.compatibility import marking
from catalog_gen.masking import masked
from catalog_gen.review.reports import marks

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

LONGEST: Final = 600
"""How long a text may become, with all its escapes; a longer one ends with `…`."""

_LONGEST_CODE: Final = 160
_LONGEST_WORD: Final = 60

_BLANK_LETTERS: Final = frozenset("\u115f\u1160\u2800\u3164\uffa0")
"""Nothing is seen of them, although Unicode calls them letters and symbols."""

_COMMAND: Final = re.compile(r'"(catalog-gen [^"]+)"|\b(catalog-gen bump \S+ \S+(?: --base \S+)?)')

_PART: Final = "&#8203;"
_REFERENCE: Final = re.compile(
    r"(?P<commit>(?<![0-9A-Za-z])[0-9a-fA-F]{7,}(?![0-9A-Za-z]))"
    r"|(?P<parted>[A-Za-z]-(?=[0-9A-Za-z]*[0-9])"  # GH-1, and what a repository has links for
    r"|[Ww][Ww][Ww](?=\.)"
    r"|[@#!%~^:](?=\S)"
    r"|&amp;(?=\S))"
    r"|(?P<money>\$)"
)
_MARK: Final = re.compile(r"[\\`*_\[\]|~#]")
_START: Final = re.compile(r"(\d*)([-+=:.)])")
"""What begins a list, a rule or a directive where a block starts with it."""


def visible(text: str) -> str:
    """The text without secrets, on one line, with escapes for what nobody sees or what reorders the reading."""
    return _shown(masked(text))


def _shown(text: str) -> str:
    if text.isprintable() and _BLANK_LETTERS.isdisjoint(text):
        return text
    return "".join(map(_seen, text))


def _seen(character: str) -> str:
    unseen = unicodedata.category(character) in {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}
    if not unseen and character not in _BLANK_LETTERS:
        return character
    number = ord(character)
    return f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"  # noqa: PLR2004 - four digits are not enough


def inline(words: str, longest: int = LONGEST) -> str:
    """Words as Markdown for a line of a list or a paragraph."""
    written = _written(words, _code, _text, longest)
    return _START.sub(r"\1\\\2", written, count=1) if _START.match(written) else written


def cell(words: str, longest: int = LONGEST) -> str:
    """Words as Markdown for a cell of a table, where a pipe ends even code."""
    return _written(words, lambda text: _code(text).replace("|", r"\|"), _text, longest)


def html(words: str, longest: int = LONGEST) -> str:
    """Words as HTML for a place in which Markdown is not read, such as a `<summary>`."""
    return _written(words, lambda text: f"<code>{entities.escape(text)}</code>", _html_text, longest)


def code(text: str) -> str:
    """A text of others as code for a line of a list or a paragraph."""
    return _code(_cut(visible(text), _LONGEST_CODE))


def comment(text: str) -> str:
    """A text within an HTML comment, another one for each text: what could end the comment, as in a web address."""
    return re.sub(r"[^\w .-]|(?<=-)-|^[ -]|[ -]$", _as_in_addresses, text)


def _as_in_addresses(found: re.Match[str]) -> str:
    return "".join(f"%{byte:02X}" for byte in found[0].encode("utf-8", "surrogatepass"))


def _written(words: str, code_: Callable[[str], str], text_: Callable[[str], str], longest: int) -> str:
    written = ""
    for piece, is_code in _pieces(words.strip()):
        part = code_(_cut(piece, _LONGEST_CODE)) if is_code else text_(piece)
        if is_code and written.endswith(("`", ">")):
            part = f" {part}"  # two runs of marks would be one
        if len(written) + len(part) > longest:
            return f"{written.rstrip()} …"
        written += part
    return written


def _pieces(words: str) -> Iterator[tuple[str, bool]]:
    """What is code, commands too, and the words between, one by one."""
    for text, is_code in marks.spans(masked(words)):
        if is_code:
            yield _shown(text), True
            continue
        at = 0
        for found in _COMMAND.finditer(text):
            yield from _words(text[at : found.start()])
            yield _shown(found[1] or found[2]), True
            at = found.end()
        yield from _words(text[at:])


def _words(text: str) -> Iterator[tuple[str, bool]]:
    for word in re.findall(r"\s*\S+|\s+", _shown(text)):
        yield _cut(word, _LONGEST_WORD), False


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else f"{text[:longest]}…"


def _code(text: str) -> str:
    return marking.code(text)


def _text(text: str) -> str:
    """Plain text as Markdown."""
    return _parted(_MARK.sub(r"\\\g<0>", entities.escape(text, quote=False)))


def _html_text(text: str) -> str:
    return _parted(entities.escape(text, quote=False))


def _parted(text: str) -> str:
    """Nothing in the text refers to anything any more."""
    return _REFERENCE.sub(_apart, text)


def _apart(found: re.Match[str]) -> str:
    if found["commit"]:
        return _PART.join(re.findall(".{1,6}", found[0]))
    return f"{found[0]}{_PART}" if found["parted"] else "<span>$</span>"  # GitHub's own way to show a dollar

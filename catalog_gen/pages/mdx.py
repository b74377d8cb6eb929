"""Plain text in, MDX that shows exactly that text out.

What is special in EventCatalog's MDX is decided by its chain of plugins: MDX itself, GFM, directives
(`:name`), HTML comments and resource references (`[[Name]]`), see `astro.config.mjs` and
`src/remark-plugins/` of https://github.com/event-catalog/eventcatalog/tree/main/packages/core/eventcatalog.
`tests/e2e/test_text_safety.py` asks the real compiler.

Nothing here knows Markdown that a user meant as Markdown: that is `markdown.safe`.
"""

from __future__ import annotations

import functools
import html
import json
import re
import string as ascii_characters
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import quote

from markupsafe import Markup

if TYPE_CHECKING:
    from collections.abc import Callable
    from typing import Self


class Mdx(Markup):
    """Text that is safe as MDX; whatever is joined to it by `+`, `%`, `join` or `format` is escaped."""

    __slots__ = ()

    @classmethod
    def escape(cls, s: Any, /) -> Self:
        """Leave MDX alone and escape anything else, HTML's `Markup` included."""
        return s if isinstance(s, cls) else cls(escape(str(s)))


_UNPRINTABLE: Final = re.compile(r"[\x00\ud800-\udfff]")  # NUL and lone surrogates: no file can hold them
_SPACES: Final = re.compile(r"[\s\x1c-\x1f\x85\u2028\u2029]+")
_LINE_SPACES: Final = re.compile(r"[ \t\n\v\f\r\x1c-\x1f\x85\u2028\u2029]+")  # not NBSP and its like
_PUNCTUATION: Final = re.escape(ascii_characters.punctuation)
# EventCatalog looks for these in the source of a page, in code and behind backslashes as well (`utils/markdown.ts`).
_SCANNED: Final = r"(?:SchemaViewer|NodeGraph|Flow|ContextDiagram|SystemContextMap)\b"
_URL: Final = re.compile(r"https?://|www\.", re.IGNORECASE)

# What means something wherever it stands in a line. `[[` and two backticks are rewritten by plugins after
# the backslashes are gone (resource-ref.ts, smartypants), so only a string expression keeps them.
_SPECIAL: Final = re.compile(
    rf"""
      (?P<expression> \[{{2,}} | `{{2,}} | '{{2,}} )
    | (?P<scanned> <(?={_SCANNED}) )
    | (?P<backslash> \\(?=[{_PUNCTUATION}]|\Z) )
    | (?P<always> [{{}}<\[\]`|~] )
    | (?P<star> \*+ )
    | (?P<underscore> _+ )
    | (?P<colon> :+(?=[A-Za-z]|\Z) )  # `:name`, even after `\:`: micromark-extension-directive
    | (?P<reference> &(?=\#?[A-Za-z0-9]+;|\#?\Z) )
    """,
    re.VERBOSE,
)
# What means something at the start of a line only: lists, headings, quotes, underlines of headings, rules,
# delimiter rows of tables, ESM.
_LINE_START: Final = re.compile(
    r"""
      (?P<marker> [-+](?=[\s:-]|\Z) | \#(?=\#{0,5}(?:\s|\Z)) | > | =(?==*\s*\Z) | :(?=[-:]) )
    | (?P<number> \d{1,9}(?=[.)](?:\s|\Z)) )
    | (?P<esm> (?:import|export)(?=\s|\Z) )
    """,
    re.VERBOSE,
)
# What means something at the end of a line: the closing sequence of a heading, as in `## C #`.
_CLOSING_HASHES: Final = re.compile(r"(?<=\s)#+\Z")


def printable(text: str) -> str:
    """The text with U+FFFD for what neither UTF-8 nor Markdown can hold (NUL, lone surrogates)."""
    return _UNPRINTABLE.sub("\ufffd", text)


@functools.lru_cache(maxsize=4096)  # names and headings are met on page after page
def escape(text: str) -> Mdx:
    """Escape text for prose: a paragraph, heading, list item or table cell, at a line's start or inside it.

    White space collapses as it would in HTML; non-breaking and other special spaces stay.
    """
    return Mdx(start_of_line(inline(_LINE_SPACES.sub(" ", printable(text)).strip(" "))))


def inline(text: str, follows: str | None = None, expression: Callable[[str], str] | None = None) -> str:
    """Escape text inside a line; `follows` is the Markdown that touches its end, None if that is not known.

    `expression` writes what only a string expression can show; an image's description cannot hold one.
    """

    def replace(match: re.Match[str]) -> str:
        if match["colon"] and match.end() == len(text) and follows is not None:
            return match[0]  # otherwise a template could print a name right after "urn:acme:"
        return _replacement(match, expression or string)

    escaped = _SPECIAL.sub(replace, text)
    if _URL.search(text):
        touched = text + (follows or "")[:1].strip()
        words = zip(touched.split(" "), escaped.split(" "), strict=True)
        escaped = " ".join(word if word == plain else _unlinked(word) for plain, word in words)
    return _CLOSING_HASHES.sub(_backslashed, escaped)


def start_of_line(escaped: str) -> str:
    """Escape what means something at the start of a line, in text that `inline` has escaped."""
    match = _LINE_START.match(escaped)
    if not match:
        return escaped
    found, rest = match[0], escaped[match.end() :]
    if match["esm"]:  # https://mdxjs.com/docs/what-is-mdx/#esm
        return f"&#{ord(found[0])};{found[1:]}{rest}"
    return f"{found}\\{rest}" if match["number"] else f"\\{found}{rest}"


def _replacement(match: re.Match[str], expression: Callable[[str], str]) -> str:
    """How the match of `_SPECIAL` is written so that it is shown."""
    found, text = match[0], match.string
    if match.lastgroup == "expression":  # not all of it, as an expression alone in its line is a block
        first = found[0] if found[0] == "'" else f"\\{found[0]}"
        return f"{first}{expression(found[1:])}"
    if match.lastgroup == "scanned":
        return "&lt;"
    before, after = text[max(0, match.start() - 1) : match.start()], text[match.end() : match.end() + 1]
    if match.lastgroup == "underscore" and before.isalnum() and after.isalnum():
        return found
    if match.lastgroup == "star" and before == after == " ":
        return found
    return _backslashed(match)


def _backslashed(match: re.Match[str]) -> str:
    return re.sub(r"(.)", r"\\\1", match[0])


def _unlinked(word: str) -> str:
    """Break GFM's autolink literals in an escaped word, as they would show its backslashes.

    A later pass of mdast-util-gfm-autolink-literal links the address again, without them.
    """
    return re.sub(r"(?i)(?<=https)(?=://)|(?<=http)(?=://)|(?<=www)(?=\.)", r"\\", word)


def string(text: str) -> Mdx:
    r"""Text as a JavaScript string expression `{"..."}`: exact, ASCII, fit for a table cell.

    A cell ends at `|` even inside an expression, and a backslash before it is taken away
    (https://github.github.com/gfm/#example-200).
    """
    literal = json.dumps(printable(text))[1:-1].replace(r"\\", r"\u005c").replace(r"\"", r"\u0022")
    for character in "|`<":
        literal = literal.replace(character, f"\\u{ord(character):04x}")
    return Mdx(f'{{"{literal}"}}')


_NOT_IN_BACKTICKS: Final = re.compile(rf"[|`\n\r\t\v\f\x1c-\x1f\x85\u2028\u2029]|\A\s|\s\Z|<{_SCANNED}")


def code(text: str) -> Mdx:
    """Inline code, exact, also in a table cell: backticks, or `<code>` where backticks cannot hold it."""
    text = printable(text)
    if not text or _NOT_IN_BACKTICKS.search(text):
        return Mdx(f"<code>{string(text)}</code>")
    return Mdx(f"`{text}`")


def attribute(text: str) -> Mdx:
    """A quoted value of a JSX attribute, quotes included: `title={{ name | attribute }}`.

    JSX decodes character references and knows no backslashes (https://facebook.github.io/jsx/#prod-JSXString).
    """
    value = html.escape(_newlines(printable(text))).replace("&#x27;", "'").replace("|", "&#124;")
    return Mdx('"' + value.replace("\n", "&#10;") + '"')


def fence(text: str, language: str, title: str = "", meta: str = "") -> Mdx:
    """Write a fenced code block with exactly this text, for the start of a line, without a final newline.

    Expressive Code reads `title="..."` with backslashes as escapes
    (https://expressive-code.com/key-features/frames/), after Markdown has taken its own away.
    """
    text = _newlines(printable(text)).removesuffix("\n")
    longest = max((len(run) for run in re.findall(r"`+", text)), default=0)
    ticks = "`" * max(3, longest + 1)
    named = f'title="{title.translate(_TITLE)}"' if (title := _one_line(title)) else ""
    words = (re.sub(r"\s+", "-", language.strip()) or "text", named, _one_line(meta))
    info = " ".join(filter(None, words)) if language.strip() or title or meta else ""
    return Mdx("\n".join((ticks + _info(info), *([text] if text else []), ticks)))


_TITLE: Final = str.maketrans({"\\": r"\\", '"': r"\""})
_INFO: Final = str.maketrans({"\\": r"\\", "&": r"\&", "`": "&#96;"})


def _info(text: str) -> str:
    return text.translate(_INFO)


def _one_line(text: str) -> str:
    return _SPACES.sub(" ", printable(text)).strip()


def _newlines(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def link(text: str | Mdx, url: str) -> Mdx:
    """Write a Markdown link; its text is escaped unless it is MDX, an empty text becomes the address."""
    return Mdx(f"[{Mdx.escape(text) or escape(url)}]({destination(url)})")


def destination(url: str) -> str:
    """An address for the round brackets of a link or an image, percent-encoded as browsers do it.

    Round brackets get backslashes, as encoding them would change the address.
    """
    encoded = quote(printable(url).strip(), safe="!#$%&'()*+,-./:;=?@[]_~")
    encoded = re.sub(r"%(?![0-9A-Fa-f]{2})", "%25", encoded)
    return re.sub(r"[()]|&(?=#?\w+;)", _backslashed, encoded)

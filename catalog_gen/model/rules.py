"""What a text in a definition has to look like: versions, ids, web addresses, colours.

Each rule takes the text and returns a `Fault`, or None where the text is fine.
"""

from __future__ import annotations

import dataclasses
import keyword
import re
import unicodedata
from urllib.parse import SplitResult, urlsplit

from catalog_gen.model.colors import CSS_COLORS, TAILWIND_COLORS
from catalog_gen.problems import Place, a, nearest

_VERSION = re.compile(r"(0|[1-9][0-9]{0,14})\.(0|[1-9][0-9]{0,14})\.(0|[1-9][0-9]{0,14})")
_ID = re.compile(r"[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9_-])?")
_PARAMETER = re.compile(r"\{[A-Za-z_][A-Za-z0-9_-]*\}")
_COLOR_FUNCTION = re.compile(r"(rgba?|hsla?|hwb|lab|lch|oklab|oklch|color|color-mix|var)\([^()]*(\([^()]*\)[^()]*)*\)")
_HEX_COLOR = re.compile(r"#([0-9A-Fa-f]{3,4}|[0-9A-Fa-f]{6}|[0-9A-Fa-f]{8})")
_LONGEST_ID = 120
_RUNNING = frozenset({"javascript", "vbscript", "data"})

WINDOWS_NAMES = frozenset(
    ["con", "prn", "aux", "nul", *(f"{port}{digit}" for port in ("com", "lpt") for digit in range(1, 10))]
)
"""File names that Windows keeps for devices, also with an ending."""

RESERVED_IDS = frozenset(
    [
        "agents",
        "adrs",
        "api",
        "channels",
        "changelogs",
        "commands",
        "components",
        "containers",
        "data-products",
        "dependencies",
        "diagrams",
        "dist",
        "docs",
        "domains",
        "entities",
        "events",
        "examples",
        "federated",
        "flows",
        "generated",
        "index",
        "node_modules",
        "pages",
        "public",
        "queries",
        "services",
        "snippets",
        "subdomains",
        "systems",
        "teams",
        "tmp",
        "ubiquitouslanguages",
        "users",
        "versioned",
    ]
)
"""Folder names that EventCatalog gives a meaning of its own (its globs and output folders)."""


@dataclasses.dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one argument: a problem code, the words, a hint, and the place inside a list.

    `place` is where it stands, if that is inside of another object.
    """

    code: str
    message: str
    hint: str = ""
    keyword: str = ""
    index: int | None = None
    place: Place | None = None


def version(text: str) -> Fault | None:
    """EventCatalog orders versions only where they are strict MAJOR.MINOR.PATCH, in numbers that JavaScript has.

    https://semver.org/#spec-item-2
    """
    if _VERSION.fullmatch(text):
        return None
    return Fault("illegal-version", f"version {_quoted(text)} is not MAJOR.MINOR.PATCH", _nearest_version(text))


def _quoted(text: str) -> str:
    return f'"{text}"' if len(text) <= _LONGEST_ID else f'"{text[:_LONGEST_ID]}…"'


def _nearest_version(text: str) -> str:
    numbers = re.findall(r"[0-9]+", text)[:3]
    padded = [(number.lstrip("0") or "0")[:15] for number in numbers] + ["0"] * (3 - len(numbers))
    return f'write "{".".join(padded)}"' if numbers else 'write "1.0.0"'


def identifier(text: str, *, parameters: bool = False) -> Fault | None:
    """An id is a folder name and a web address on every system: letters, digits, `.`, `-`, `_`.

    `parameters` allows `{name}` parts, as channel ids have them.
    """
    fault = _file_name(text, parameters=parameters)
    if fault is None and (text.lower() in RESERVED_IDS or "versioned" in text.lower()):
        fault = Fault("illegal-id", f'id "{text}" is a name that EventCatalog keeps for itself')
    return fault


def document(text: str, noun: str = "id") -> Fault | None:
    """A document, or a folder of them: a file name on every system that EventCatalog takes for nothing else.

    Its globs find `index`, `changelog` and everything in `pages/` wherever they are.
    """
    fault = _file_name(text, noun=noun, rest="title" if noun == "id" else "DocCategory(label=...)")
    if fault is None and text.lower() in _TAKEN_BY_GLOBS:
        fault = Fault("illegal-id", f'{noun} "{text}" is a name that EventCatalog keeps for itself')
    if fault is None and (stem := _ENDING.sub("", text)) != text:
        fault = Fault("illegal-id", f'{noun} "{text}" has the ending of a file', f'write "{stem}"')
    return fault


_ENDING = re.compile(r"(?i)(\.mdx?)+$")


_TAKEN_BY_GLOBS = frozenset(
    [
        "index",
        "changelog",
        "ubiquitous-language",
        "category",
        "_category_",
        "pages",
        "dist",
        "versioned",
        "node_modules",
    ]
)
_SLUG = re.compile(r"[A-Za-z0-9_-][A-Za-z0-9._-]*(/[A-Za-z0-9_-][A-Za-z0-9._-]*)*")


def slug(text: str) -> Fault | None:
    """The address of a document, which EventCatalog takes as it is: names with slashes between them."""
    if _SLUG.fullmatch(text):
        return None
    return Fault("bad-value", f"{_quoted(text)} is no address of a document", 'write "guides/first-steps"')


def unnumbered(name: str) -> str:
    """A file's name without the number that only sorts it, which EventCatalog leaves out, too: `01-restart`."""
    return re.sub(r"^[0-9]+[-_.]+(?=.)", "", name)


def term(text: str) -> Fault | None:
    """A word is a folder name and a part of an address in EventCatalog, which fails to build where it cannot be.

    Otherwise it may have any characters, spaces among them.
    """
    if len(text.encode(errors="replace")) > _LONGEST_FOLDER:
        return Fault("illegal-id", "the term is too long for an address", "write what is shown into name=")
    if text == text.strip() and not _UNFIT_FOR_ADDRESS.search(text):
        return None
    plain = " ".join(_UNFIT_FOR_ADDRESS.sub(" ", text).split())
    message = f"term {_quoted(text)} has characters that its address in EventCatalog cannot have"
    return Fault("illegal-id", message, f'write "{plain}" and name={_quoted(text)}' if plain else "")


_UNFIT_FOR_ADDRESS = re.compile(r"[/\\#?%\x00-\x1f\x7f]|^\.{1,2}$")
_LONGEST_FOLDER = 200  # bytes; file systems take 255


def _file_name(text: str, *, parameters: bool = False, noun: str = "id", rest: str = "") -> Fault | None:
    plain = _PARAMETER.sub("x", text) if parameters else text
    if not _ID.fullmatch(plain):
        rest = rest or ("address" if parameters else "name")
        return Fault("illegal-id", _unfit(text, plain, noun), _legal(text, rest, parameters=parameters))
    if len(text) > _LONGEST_ID:
        return Fault("illegal-id", f"{a(noun)} has at most {_LONGEST_ID} characters")
    if text.split(".", maxsplit=1)[0].lower() in WINDOWS_NAMES:
        return Fault("illegal-id", f'{noun} "{text}" is a name that Windows keeps for a device')
    return None


def _unfit(text: str, plain: str, noun: str) -> str:
    if not text:
        return f"the {noun} is empty"
    if re.search(r"[^A-Za-z0-9._-]", plain):
        return f"{noun} {_quoted(text)} has characters that {a(noun)} cannot have"
    if plain[0].isalnum():
        return f"{noun} {_quoted(text)} ends with a dot"
    return f'{noun} {_quoted(text)} starts with "{text[0]}"'


def _legal(text: str, rest: str, *, parameters: bool) -> str:
    allowed = "letters, digits, dots, dashes and underscores"
    parts = re.split(f"({_PARAMETER.pattern})", text) if parameters else [text]
    slug = "".join(part if number % 2 else _slug(part) for number, part in enumerate(parts)).strip("-._")
    if not slug or identifier(slug, parameters=parameters):
        return allowed
    return f'{allowed}; write "{slug}" and put the rest into {rest if "=" in rest else f"{rest}="}'


def _slug(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode() if not text.isascii() else text
    return re.sub(r"[^A-Za-z0-9._-]+", "-", plain)


def absolute_url(text: str) -> Fault | None:
    """EventCatalog refuses web addresses that are not absolute (`z.string().url()`)."""
    parts = urlsplit(text) if _parses(text) else None
    if parts is not None and _is_absolute(parts) and not re.search(r"\s", text):
        return None
    return Fault("relative-url", f"{_quoted(text)} is not an absolute web address", "write https://...")


def _is_absolute(parts: SplitResult) -> bool:
    somewhere = parts.netloc or parts.scheme in {"mailto", "tel", "urn"}
    return bool(parts.scheme and parts.scheme not in _RUNNING and somewhere)


def _parses(text: str) -> bool:
    try:
        urlsplit(text)
    except ValueError:
        return False
    return True


def badge_url(text: str) -> Fault | None:
    """A badge links to http, https, mailto, tel, `#anchor` or `/path`."""
    if text.startswith(("#", "/")) or (_parses(text) and urlsplit(text).scheme in {"http", "https", "mailto", "tel"}):
        return None
    return Fault("relative-url", f"{_quoted(text)} is nothing a badge can link to", "write https://... or /docs/...")


def icon_address(text: str) -> Fault | None:
    """An icon is a file below `public/`, written `/path`, or an http(s) address."""
    if text.startswith("/") or (_parses(text) and urlsplit(text).scheme in {"http", "https"}):
        return None
    return Fault(
        "relative-url",
        f"{_quoted(text)} is no icon",
        "write /icons/... (a file below public/) or https://...",
    )


def color(text: str) -> Fault | None:
    """A Tailwind palette name, a CSS colour name, `#hex`, or a CSS colour function or variable."""
    known = text.lower() in TAILWIND_COLORS or text.lower() in CSS_COLORS
    if known or _HEX_COLOR.fullmatch(text) or _COLOR_FUNCTION.fullmatch(text):
        return None
    hint = nearest(text.lower(), TAILWIND_COLORS | CSS_COLORS) or 'write "green", "#22c55e" or "rgb(34 197 94)"'
    return Fault("unknown-color", f"{_quoted(text)} is no colour that EventCatalog shows", hint)


_HEADER = re.compile(r"[!-9;-~]+")
_MODULE = re.compile(r"[A-Za-z_][A-Za-z0-9_]*(\.[A-Za-z_][A-Za-z0-9_]*)*")


def header_name(text: str) -> Fault | None:
    """What every protocol takes: visible ASCII characters without a colon (https://www.rfc-editor.org/rfc/rfc9110)."""
    if _HEADER.fullmatch(text):
        return None
    return Fault("bad-value", f"{_quoted(text)} is no name of a header", 'write "event-type"')


def some_text(text: str) -> Fault | None:
    """A name has at least one character that can be seen."""
    return None if text.strip() else Fault("bad-value", "takes text that is not empty", "leave it out")


def a_name(text: str) -> Fault | None:
    """As `some_text`, where it cannot be left out."""
    return None if text.strip() else Fault("bad-value", "takes text that is not empty")


def python_module(text: str) -> Fault | None:
    """A dotted name that Python can import."""
    if _MODULE.fullmatch(text) and not any(keyword.iskeyword(part) for part in text.split(".")):
        return None
    return Fault("bad-value", f"{_quoted(text)} is no module that Python can import", 'write "orders.order_placed_pb2"')

"""What a text in a definition has to look like: versions, ids, web addresses, colours.

Each rule takes the text and returns a `Fault`, or None where the text is fine.
"""

from __future__ import annotations

import dataclasses
import re
from urllib.parse import urlsplit

from catalog_gen.model.colors import CSS_COLORS, TAILWIND_COLORS

_VERSION = re.compile(r"(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)")
_ID = re.compile(r"[A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9_-])?")
_PARAMETER = re.compile(r"\{[A-Za-z_][A-Za-z0-9_-]*\}")
_COLOR_FUNCTION = re.compile(r"(rgba?|hsla?|hwb|lab|lch|oklab|oklch|color|color-mix|var)\([^()]*(\([^()]*\)[^()]*)*\)")
_HEX_COLOR = re.compile(r"#([0-9A-Fa-f]{3,4}|[0-9A-Fa-f]{6}|[0-9A-Fa-f]{8})")
_LONGEST_ID = 120

WINDOWS_NAMES = frozenset(
    ["con", "prn", "aux", "nul", *(f"{port}{digit}" for port in ("com", "lpt") for digit in range(1, 10))]
)
"""File names that Windows keeps for devices, also with an ending."""

RESERVED_IDS = frozenset(
    "agents adrs api channels changelogs commands components containers data-products dependencies diagrams dist"
    " docs domains entities events examples federated flows generated index node_modules pages public queries"
    " services snippets subdomains systems teams tmp ubiquitouslanguages users versioned".split()
)
"""Folder names that EventCatalog gives a meaning of its own (its globs and output folders)."""


@dataclasses.dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one argument: a problem code, the words, a hint, and the place inside a list."""

    code: str
    message: str
    hint: str = ""
    keyword: str = ""
    index: int | None = None


def version(text: str) -> Fault | None:
    """EventCatalog orders versions only where they are strict MAJOR.MINOR.PATCH.

    https://semver.org/#spec-item-2
    """
    if _VERSION.fullmatch(text):
        return None
    return Fault("illegal-version", f'version "{text}" is not MAJOR.MINOR.PATCH', _nearest_version(text))


def _nearest_version(text: str) -> str:
    numbers = re.findall(r"[0-9]+", text)[:3]
    padded = [str(int(number)) for number in numbers] + ["0"] * (3 - len(numbers))
    return f'write "{".".join(padded)}"' if numbers else 'write "1.0.0"'


def identifier(text: str, *, parameters: bool = False) -> Fault | None:
    """An id is a folder name and a web address on every system: letters, digits, `.`, `-`, `_`.

    `parameters` allows `{name}` parts, as channel ids have them.
    """
    plain = _PARAMETER.sub("x", text) if parameters else text
    if not _ID.fullmatch(plain):
        return Fault("illegal-id", f'id "{text}" has characters that an id cannot have', _legal(text))
    if len(text) > _LONGEST_ID:
        return Fault("illegal-id", f"an id has at most {_LONGEST_ID} characters")
    if text.lower() in RESERVED_IDS or "versioned" in text.lower():
        return Fault("illegal-id", f'id "{text}" is a name that EventCatalog keeps for itself')
    if text.split(".")[0].lower() in WINDOWS_NAMES:
        return Fault("illegal-id", f'id "{text}" is a name that Windows keeps for a device')
    return None


def _legal(text: str) -> str:
    slug = re.sub(r"[^A-Za-z0-9._-]+", "-", text).strip("-._")
    allowed = "letters, digits, dots, dashes and underscores"
    return f'{allowed}; write "{slug}" and put the words into name=' if slug else allowed


def absolute_url(text: str) -> Fault | None:
    """EventCatalog refuses web addresses that are not absolute (`z.string().url()`)."""
    parts = urlsplit(text) if _parses(text) else None
    whole = parts is not None and parts.scheme and (parts.netloc or parts.scheme in {"mailto", "tel", "urn"})
    if whole and not re.search(r"\s", text):
        return None
    return Fault("relative-url", f'"{text}" is not an absolute web address', "write https://...")


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
    return Fault("relative-url", f'"{text}" is nothing a badge can link to', "write https://... or /docs/...")


def icon_address(text: str) -> Fault | None:
    """An icon is a file below `public/`, written `/path`, or an http(s) address."""
    if text.startswith("/") or (_parses(text) and urlsplit(text).scheme in {"http", "https"}):
        return None
    return Fault("relative-url", f'"{text}" is no icon', "write /icons/... (a file below public/) or https://...")


def color(text: str) -> Fault | None:
    """A Tailwind palette name, a CSS colour name, `#hex`, or a CSS colour function or variable."""
    known = text.lower() in TAILWIND_COLORS or text.lower() in CSS_COLORS
    if known or _HEX_COLOR.fullmatch(text) or _COLOR_FUNCTION.fullmatch(text):
        return None
    from catalog_gen.problems import nearest

    hint = nearest(text.lower(), TAILWIND_COLORS | CSS_COLORS) or 'write "green", "#22c55e" or "rgb(34 197 94)"'
    return Fault("unknown-color", f'"{text}" is no colour that EventCatalog shows', hint)

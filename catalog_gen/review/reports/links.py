"""Places as absolute links to their lines, by the start of the web address of all files."""

from __future__ import annotations

import dataclasses
import posixpath
import re
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from catalog_gen.review.reports import escaping

if TYPE_CHECKING:
    from catalog_gen.problems import Place

_START: Final = re.compile(r"https?://[^\s<>()\[\]\\`\"'|*_\x00-\x20\x7f-\U0010ffff]+")
_LONGEST: Final = 1_000  # characters of an address
_RENDERED: Final = (".md", ".mdx", ".markdown")
"""Files of which sites show the text as pages, which have no lines, unless asked for it as it is."""


def is_start(url: str) -> bool:
    """Whether addresses can start with that: absolute, of the web, and without what would end a link in Markdown."""
    return _START.fullmatch(url) is not None


@dataclasses.dataclass(frozen=True, slots=True)
class Links:
    """How places are shown. `start` is what stands before the path of a file in the repository, empty for no links.

    `folder` is that of the project in the repository.
    """

    start: str
    folder: str = ""

    def __post_init__(self) -> None:
        if self.start and not is_start(self.start):
            message = f"{self.start!r} cannot be the start of a link"
            raise ValueError(message)

    def to(self, place: Place, *, is_gone: bool = False) -> str:
        """The place as Markdown: a link to its line, or code where there is none; empty for no place.

        What `is_gone` stands in the base only, where these links do not lead.
        """
        if not place.path:
            return ""
        address = "" if is_gone else self._address(place)
        path = _end(place.path) if address else place.path
        shown = escaping.code(f"{path}:{place.line}" if place.line else path)
        return f"[{shown}]({address})" if address else shown

    def _address(self, place: Place) -> str:
        path = posixpath.normpath(posixpath.join(self.folder, place.path))
        if not self.start or path.startswith(("/", "../")) or escaping.visible(path) != path:
            return ""
        plain = "?plain=1" if place.line and path.lower().endswith(_RENDERED) else ""
        line = f"#L{place.line}" if place.line else ""
        address = f"{self.start.rstrip('/')}/{quote(path, safe='/')}{plain}{line}"
        return address if len(address) <= _LONGEST else ""


def _end(path: str) -> str:
    """The last two parts of a path, which are enough on a phone where a link leads to the rest."""
    parts = path.split("/")
    return "/".join(["…", *parts[-2:]]) if len(parts) > 2 else path  # noqa: PLR2004

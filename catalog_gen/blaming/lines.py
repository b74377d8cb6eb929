"""The lines that problems are about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from catalog_gen.sources import OutsideProjectError

if TYPE_CHECKING:
    from catalog_gen.problems import Place
    from catalog_gen.sources import Source


class Lines:
    """The lines of a source's files, as far as problems are about them."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._known: dict[str, tuple[str, ...]] = {}

    def at(self, place: Place) -> str:
        """The line that a place is in; empty where there is none."""
        lines = self._of(place.path) if place.line else ()
        return lines[place.line - 1] if 0 < place.line <= len(lines) else ""

    def _of(self, path: str) -> tuple[str, ...]:
        if path not in self._known:
            try:
                text = self._source.read(path).decode("utf-8", "replace")
            except (OSError, OutsideProjectError):
                text = ""
            self._known[path] = tuple(line.strip() for line in text.splitlines())
        return self._known[path]

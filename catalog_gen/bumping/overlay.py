"""The files of the working tree as they will be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from catalog_gen.sources import glob_pattern

if TYPE_CHECKING:
    from collections.abc import Mapping

    from catalog_gen.sources import Source


class Overlay:
    """A `Source` in which some files have another content, or are there although they are not on disk yet."""

    def __init__(self, below: Source, files: Mapping[str, bytes]) -> None:
        self._below = below
        self._files = files

    def read(self, path: str) -> bytes:
        """See `Source`."""
        return self._files[path] if path in self._files else self._below.read(path)

    def is_file(self, path: str) -> bool:
        """See `Source`."""
        return path in self._files or self._below.is_file(path)

    def matching(self, patterns: tuple[str, ...]) -> tuple[str, ...]:
        """See `Source`."""
        wanted = [glob_pattern(pattern) for pattern in patterns]
        ours = (path for path in self._files if any(regex.fullmatch(path) for regex in wanted))
        return tuple(sorted({*self._below.matching(patterns), *ours}))

    def location(self, path: str) -> str:
        """See `Source`."""
        return self._below.location(path)

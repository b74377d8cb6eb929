"""The files among which schemas find what they refer to."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from catalog_gen.sources import Source


class SchemaFiles:
    """The files of a project below its configured folders.

    Folders are relative to the project, "" is all of it. What lies below `output` is a copy of other files, perhaps
    an old one, and not looked at.
    """

    def __init__(self, source: Source, folders: Sequence[str], output: str = "") -> None:
        self.source = source
        self.folders = tuple(folder.strip("/") for folder in folders)
        self._output = output.strip("/")
        self._ending: dict[tuple[str, ...], tuple[str, ...]] = {}

    def read(self, path: str) -> bytes:
        """The content of a file; OSError or OutsideProjectError where there is none."""
        return self.source.read(path)

    def is_file(self, path: str) -> bool:
        """Whether there is such a file in the project."""
        return self.source.is_file(path)

    def ending(self, *suffixes: str) -> tuple[str, ...]:
        """The files below the folders whose name ends so (`.avsc`, ...), sorted."""
        if suffixes not in self._ending:
            patterns = [f"{folder}/**/*{suffix}".lstrip("/") for folder in self.folders for suffix in suffixes]
            found = self.source.matching(tuple(dict.fromkeys(patterns)))
            inside = (path for path in found if not self._output or not path.startswith(f"{self._output}/"))
            self._ending[suffixes] = tuple(inside)
        return self._ending[suffixes]

"""Types in other files: which file has the one that a name means.

The nearest file wins: of the same folder, then by the number of steps from folder to folder, upwards before downwards,
so that old versions in a folder of their own see each other first and are seen by nobody else.
"""

from __future__ import annotations

import dataclasses
import functools
import itertools
import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final

from catalog_gen.formats.avro import bundling, parsing
from catalog_gen.sources import OutsideProjectError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from catalog_gen.formats.avro.schemas import Loaded, Schema
    from catalog_gen.formats.files import SchemaFiles

ENDINGS: Final = (".avsc", ".avro")


@dataclasses.dataclass(frozen=True, slots=True)
class Found:
    """The files at the least distance that have a type: one, several that differ, or only ones that are broken."""

    files: tuple[Loaded, ...] = ()
    broken: tuple[Loaded, ...] = ()


class Library:
    """The Avro files of a project; each is read once, and only where it may hold what is looked for."""

    def __init__(self, files: SchemaFiles) -> None:
        self._files = files
        self._loaded: dict[str, tuple[bytes, Loaded | None]] = {}
        self._nearest: dict[str, list[list[str]]] = {}

    def loaded(self, path: str, data: bytes) -> Loaded | None:
        """The file with that content; None if it is no text."""
        known = self._loaded.get(path)
        if known is None or known[0] != data:
            try:
                file = parsing.load(path, data.decode("utf-8-sig"))
            except UnicodeDecodeError:
                file = None
            known = self._loaded[path] = (data, file)
        return known[1]

    def find(self, name: str, path: str) -> Found:
        """The file, seen from `path`, that has the type of that full name."""
        simple = name.rpartition(".")[2]
        definition = re.compile(rf'"name"\s*:\s*"(?:[^"\\]*\.)?{re.escape(simple)}"')
        for group in self._groups(path):
            having: list[Loaded] = []
            broken: list[Loaded] = []
            for other in group:
                file = self._holding(other, simple)
                if file is None:
                    continue
                if name in file.definitions:
                    having.append(file)
                elif file.root is None and definition.search(file.text):
                    broken.append(file)
            if having:
                return Found(files=_different(having, name))
            if broken:
                return Found(broken=tuple(broken))
        return Found()

    @functools.cached_property
    def names(self) -> list[str]:
        """The full names of all types in all files."""
        files = [self._read(path) for path in self._files.ending(*ENDINGS)]
        return sorted({name for file in files if file for name in file.definitions})

    @property
    def folders(self) -> tuple[str, ...]:
        """The folders in which types are looked for."""
        return self._files.folders

    def _groups(self, path: str) -> list[list[str]]:
        """The other files by their distance, the nearest ones first."""
        if path not in self._nearest:
            others = [(_distance(path, other), other) for other in self._files.ending(*ENDINGS) if other != path]
            groups = itertools.groupby(sorted(others), key=lambda pair: pair[0])
            self._nearest[path] = [[other for _, other in group] for _, group in groups]
        return self._nearest[path]

    def _holding(self, path: str, word: str) -> Loaded | None:
        """The file if the word stands in it, plainly or perhaps behind an escape."""
        try:
            data = self._files.read(path)
        except (OSError, OutsideProjectError):
            return None
        return self.loaded(path, data) if word.encode("utf-8", "replace") in data or b"\\u" in data else None

    def _read(self, path: str) -> Loaded | None:
        return self._holding(path, "")


def _distance(path: str, other: str) -> tuple[int, int]:
    """Steps from folder to folder, and how many of them lead down."""
    here, there = PurePosixPath(path).parent.parts, PurePosixPath(other).parent.parts
    shared = len(_shared(here, there))
    down = len(there) - shared
    return len(here) - shared + down, down


def _shared(here: Sequence[str], there: Sequence[str]) -> list[str]:
    pairs = itertools.takewhile(lambda pair: pair[0] == pair[1], zip(here, there, strict=False))
    return [first for first, _ in pairs]


def _different(files: list[Loaded], name: str) -> tuple[Loaded, ...]:
    """Those that define the type differently; the first one if they all agree."""
    found: list[tuple[Loaded, Schema]] = []
    for file in files:
        definition = file.definitions[name]
        if not any(bundling.is_same(definition, known) for _, known in found):
            found.append((file, definition))
    return tuple(file for file, _ in found)

"""What a reading knows of files, for another reading in which most of them are the same.

Files that import each other, directly or through others, share their values, which may change with every file that is
read: a group of them is remembered as a whole, or not at all. A group with a problem is read again.
"""

from __future__ import annotations

import ast
import dataclasses
from typing import TYPE_CHECKING

from catalog_gen.sources import OutsideProjectError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from catalog_gen.model.declaring import Declared
    from catalog_gen.reading.frames import Module
    from catalog_gen.sources import Source

_ALWAYS_THERE = frozenset({"catalog_gen", "__future__"})


@dataclasses.dataclass(frozen=True, slots=True, eq=False)
class Read:
    """A file that was read without a problem: what it declares, and its content."""

    module: Module
    content: bytes
    made: tuple[Declared, ...]

    @property
    def is_alone(self) -> bool:
        """Whether it imports nothing but what is there in every project."""
        for node in ast.walk(self.module.script.tree):
            if isinstance(node, ast.Import) and any(alias.name not in _ALWAYS_THERE for alias in node.names):
                return False
            if isinstance(node, ast.ImportFrom) and (node.level or node.module not in _ALWAYS_THERE):
                return False
        return True


@dataclasses.dataclass(slots=True, eq=False)
class Memory:
    """The files of a reading, by path; `known` is None for one that is not to be remembered.

    `around` is what decides where an import leads: the Python files of the project, and the folders to look in.
    """

    around: object = None
    known: dict[str, Read | None] = dataclasses.field(default_factory=dict)
    together: list[tuple[str, str]] = dataclasses.field(default_factory=list)
    """Files of which one imports the other."""

    def recalled(self, source: Source, files: Sequence[str], around: object) -> Iterator[Read]:
        """The definitions files that would be read to the same from this source, where `files` are those."""
        wanted = frozenset(files)
        for group in _groups(self.known, self.together):
            found = [read for path in group if (read := self.known[path]) is not None]
            if len(found) < len(group) or any(path not in wanted for path in group):
                continue
            if all(_content(source, path) == read.content for path, read in zip(group, found, strict=True)) and (
                around == self.around or (len(found) == 1 and found[0].is_alone)
            ):
                yield from found


def _content(source: Source, path: str) -> bytes | None:
    try:
        return source.read(path)
    except (OSError, OutsideProjectError):
        return None


def _groups(paths: Iterable[str], together: Iterable[tuple[str, str]]) -> Iterator[list[str]]:
    """The paths in groups of those that belong together."""
    leading: dict[str, str] = {path: path for path in paths}

    def leader(path: str) -> str:
        while leading[path] != path:
            leading[path] = leading[leading[path]]
            path = leading[path]
        return path

    for one, other in together:
        leading[leader(one)] = leader(other)
    groups: dict[str, list[str]] = {}
    for path in leading:
        groups.setdefault(leader(path), []).append(path)
    yield from groups.values()

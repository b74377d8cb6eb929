"""Two schemas that somebody names: files, or files as they are in a commit."""

from __future__ import annotations

import contextlib
import dataclasses
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

from catalog_gen import settings as configuration
from catalog_gen.compatibility import compare, levels
from catalog_gen.formats import Schemas
from catalog_gen.formats.files import SchemaFiles
from catalog_gen.git import GitError, Repository
from catalog_gen.git.commit import Commit
from catalog_gen.problems import Place, Problem, nearest
from catalog_gen.sources import OutsideProjectError, WorkingTree

if TYPE_CHECKING:
    from catalog_gen.compatibility.differences import Comparison, Verdict
    from catalog_gen.formats import SchemaFile
    from catalog_gen.model.values import Level
    from catalog_gen.sources import Source

_DRIVE = re.compile(r"[A-Za-z]:[\\/]")
"""How a path of Windows starts; no ref does, as one of a single letter is followed by a path in the project."""


@dataclasses.dataclass(frozen=True, slots=True)
class Compared:
    """Two schemas by the names that the user gave them, and what they differ in."""

    old: str
    new: str
    comparison: Comparison

    def under(self, level: Level) -> Verdict:
        """The verdict under a level; there is one older version, so the transitive levels are as the others."""
        return self.comparison.verdict(levels.directions(level))


def compared(old: str, new: str, folder: Path, message: str = "") -> Compared | tuple[Problem, ...]:
    """Compare two schemas, each a file below or relative to the folder, or `REF:FILE`; problems where that cannot be.

    `REF:` alone stands for the file of the other side in that commit. `message` names the payload's message in .proto
    files that have several.
    """
    with contextlib.ExitStack() as stack:
        sides = _Sides(folder.resolve(), message, stack)
        try:
            first, second = sides.schema(old, new), sides.schema(new, old)
        except GitError as error:
            return (Problem("unknown-base", error.reason, Place(""), hint=error.hint),)
        errors = [problem for side in (first, second) if side.file is None for problem in side.problems]
        if first.file is None or second.file is None:
            return tuple(errors)
        comparison = compare(first.file, second.file)
        found = tuple(
            dataclasses.replace(difference, place=_shown(difference.place, sides.root, sides.folder))
            for difference in comparison.differences
        )
        return Compared(first.name, second.name, dataclasses.replace(comparison, differences=found))


@dataclasses.dataclass(frozen=True, slots=True)
class _Side:
    name: str
    file: SchemaFile | None
    problems: tuple[Problem, ...] = ()


class _Sides:
    """What both sides share: the folder of the user, the project around it, and git, if it is asked."""

    def __init__(self, folder: Path, message: str, stack: contextlib.ExitStack) -> None:
        self.folder = folder
        self.root = _root(folder)
        self._message = message
        self._stack = stack
        self._repository: Repository | None = None

    def schema(self, named: str, other: str) -> _Side:
        """The schema that a side names."""
        if _is_file(self.folder / named):
            return self._read(named, named, None)
        ref, colon, path = named.partition(":")
        if not colon or _DRIVE.match(named):
            return _Side(named, None, (_missing(named, self.folder),))
        path = path or (other.partition(":")[2] if ":" in other and not _is_file(self.folder / other) else other)
        repository = self._git()
        commit = repository.commit(ref)
        if commit is None:
            hint = nearest(ref, repository.branches)
            return _Side(
                named,
                None,
                (Problem("unknown-base", f'git knows no branch, tag or commit "{ref}"', Place(""), hint=hint),),
            )
        return self._read(f"{ref}:{path}", path, commit)

    def _git(self) -> Repository:
        if self._repository is None:
            self._repository = self._stack.enter_context(Repository(self.root))
        return self._repository

    def _read(self, named: str, path: str, commit: str | None) -> _Side:
        """The schema in a file, of the disk or of a commit, with all that it refers to there."""
        full = Path(os.path.normpath(self.folder / path))
        root = self.root if full.is_relative_to(self.root) else full.parent
        inside = full.relative_to(root).as_posix()
        if commit is not None and not root.is_relative_to(self._git().top):
            problem = Problem("schema-not-found", f"{named} cannot be read: it leads out of the repository", Place(""))
            return _Side(named, None, (problem,))
        source: Source = WorkingTree(root) if commit is None else Commit(self._git(), commit, root)
        try:
            data = source.read(inside)
        except (OSError, OutsideProjectError) as error:
            reason = getattr(error, "strerror", None) or "it leads out of the project"
            return _Side(named, None, (Problem("schema-not-found", f"{named} cannot be read: {reason}", Place("")),))
        folders = tuple(dict.fromkeys((Path(inside).parent.as_posix().removeprefix("."), "")))
        file, problems = Schemas(SchemaFiles(source, folders)).read(inside, data, message=self._message)
        if file is not None:
            return _Side(named, file)
        ref = named.partition(":")[0] if commit is not None else ""
        return _Side(named, None, tuple(_of_side(problem, ref, root, self.folder) for problem in problems))


def _root(folder: Path) -> Path:
    """The project around a folder: that of the settings, else the git repository, else the folder itself."""
    settings = configuration.nearest_file(folder)
    if settings is not None:
        return settings.parent
    return next((parent for parent in (folder, *folder.parents) if (parent / ".git").exists()), folder)


def _is_file(path: Path) -> bool:
    try:
        return path.is_file()
    except OSError:  # a name that is longer than the system allows
        return False


def _missing(named: str, folder: Path) -> Problem:
    path = Path(named)
    with contextlib.suppress(OSError, ValueError):
        if named and (folder / named).is_dir():
            return Problem("schema-not-found", f"{named} is a folder", Place(""), hint="name a file in it")
    near: list[str] = []
    with contextlib.suppress(OSError, ValueError):
        near = [str(path.parent / one.name) for one in (folder / path.parent).iterdir() if one.is_file()]
    hint = nearest(str(path), near) or "name a file, or REF:FILE for one as it is in a commit"
    return Problem("schema-not-found", f"there is no file {named}", Place(""), hint=hint)


def _of_side(problem: Problem, ref: str, root: Path, folder: Path) -> Problem:
    place = _shown(problem.place, root, folder)
    assert place is not None  # noqa: S101 - problems have one
    path = f"{ref}:{place.path}" if ref else place.path
    return dataclasses.replace(problem, place=dataclasses.replace(place, path=path))


def _shown(place: Place | None, root: Path, folder: Path) -> Place | None:
    """A place as seen from the folder of the user."""
    if place is None:
        return None
    return dataclasses.replace(place, path=Path(os.path.relpath(root / place.path, folder)).as_posix())

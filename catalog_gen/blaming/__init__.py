"""Which problems a change has brought: those of the working tree that the commit it started from does not have.

Both sides are built by the same program. Nothing of the commit is checked out and nothing of it is run.
"""

from __future__ import annotations

import dataclasses
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING

from catalog_gen import problems as wrong
from catalog_gen.blaming import comparing, versions
from catalog_gen.blaming.base import base
from catalog_gen.blaming.commits import base_commit
from catalog_gen.blaming.comparing import Found
from catalog_gen.blaming.lines import Lines
from catalog_gen.git import GitError, Repository
from catalog_gen.problems import Place, Problem
from catalog_gen.sources import WorkingTree
from catalog_gen.versioning import accepting

if TYPE_CHECKING:
    import datetime
    from collections.abc import Iterator, Mapping

    from catalog_gen.blaming.base import Base
    from catalog_gen.building import Built, Progress
    from catalog_gen.problems import Severity
    from catalog_gen.settings import Settings
    from catalog_gen.sources import Source

_WORD = re.compile(r"""[^\s"'`,:;()]+""")


@dataclasses.dataclass(frozen=True, slots=True)
class Blame:
    """What a change has brought, how many `older` problems there are besides, and with which commit it was compared.

    `notes` say what makes it less certain.
    """

    problems: tuple[Problem, ...]
    older: int
    commit: str
    notes: tuple[str, ...] = ()


def blame(
    ref: str, settings: Settings, output: str | None, progress: Progress, today: datetime.date | None = None
) -> Blame | Problem:
    """Compare the working tree with the commit at which it left `ref`; a problem where git cannot tell.

    `output` is a folder that takes the place of the one in the settings, on both sides. On the day `today` (else that
    of the last commit) acceptances may be over, on both sides as well.
    """
    from catalog_gen import building

    try:
        with Repository(settings.root) as repository:
            commit = base_commit(repository, ref, Place(settings.path))
            if isinstance(commit, Problem):
                return commit
            source = WorkingTree(settings.root)
            built = building.build(settings, source, progress)
            day = today or _last_day(repository)
            over = accepting.expired(built.ends, day)
            whole = bool(over) or _is_anything_wrong(built, settings)
            progress(f"building what {ref} had" if whole else f"reading what {ref} declares")
            with base(repository, commit, settings, output, whole=whole) as other:
                changed = versions.problems(other, built, settings)
                if not whole:
                    notes = (
                        *_notes_of(other, settings),
                        *_not_compared(built, settings),
                        *versions.unjudged(other, built),
                    )
                    return Blame(versions.naming(ref, _rated(changed, settings)), 0, commit, notes)
                found = dataclasses.replace(built, problems=(*built.problems, *over))
                blamed = _Comparing(repository, settings, source, found, other, day).blame(changed)
                notes = (*blamed.notes, *versions.unjudged(other, built))
                return dataclasses.replace(blamed, problems=versions.naming(ref, blamed.problems), notes=notes)
    except GitError as error:
        return Problem("unknown-base", f"{ref}: {error.reason}", Place(settings.path), hint=error.hint)


def _last_day(repository: Repository) -> datetime.date:
    head = repository.commit("HEAD")
    assert head is not None  # noqa: S101 - else there is no base
    return repository.date(head)


def _rated(problems: tuple[Problem, ...], settings: Settings) -> tuple[Problem, ...]:
    return tuple(problem for problem in problems if wrong.severity(problem, settings.problems) != "off")


def _is_anything_wrong(built: Built, settings: Settings) -> bool:
    from catalog_gen.output import staleness

    rated = any(wrong.severity(problem, settings.problems) != "off" for problem in built.problems)
    return rated or (built.changes is not None and any(staleness.stale(built.changes, settings)))


def _not_compared(built: Built, settings: Settings) -> Iterator[str]:
    """Why nothing is said of the output, if so."""
    if built.changes is None:
        yield f"{settings.output} was not compared, as there are errors"
    elif not built.changes.recorded:
        yield f"{settings.output} has no record of a build, so it was not compared"


def _notes_of(other: Base, settings: Settings) -> Iterator[str]:
    """Why the base may not be what it was."""
    if other.why_not:
        yield f"the base counts as without problems, as {other.why_not}"
    elif settings.reader == "import":
        yield "the base was read, not run"


class _Comparing:
    """Both sides of a change."""

    def __init__(
        self,
        repository: Repository,
        settings: Settings,
        source: Source,
        built: Built,
        other: Base,
        today: datetime.date,
    ) -> None:
        self._settings = settings
        self._lines = Lines(source)
        self._built = built
        self._base = other
        self._today = today
        self._renames = self._renamed(repository)

    def blame(self, changed: tuple[Problem, ...]) -> Blame:
        """The outcome; `changed` is what the change does to versions, which is never older than it."""
        head = [problem for problem in self._built.problems if self._rank(problem) != "off"]
        found = [Found(problem, problem.place.path, self._lines.at(problem.place)) for problem in head]
        new = comparing.brought(found, self._of_base())
        stale, older = self._stale()
        rated = _rated(changed, self._settings)
        return Blame(
            (*versions.but_for(rated, new), *rated, *stale),
            len(head) - len(new) + older,
            self._base.commit,
            tuple(self._notes()),
        )

    def _notes(self) -> Iterator[str]:
        yield from _notes_of(self._base, self._settings)
        yield from _not_compared(self._built, self._settings)

    def _rank(self, problem: Problem) -> Severity:
        return wrong.severity(problem, self._settings.problems)

    def _of_base(self) -> Iterator[Found]:
        """The problems of the base, as the head would call them; what counts for more now does not excuse anything."""
        if self._base.built is None or self._base.settings is None:
            return
        lines = Lines(self._base.source)
        over = accepting.expired(self._base.built.ends, self._today)
        for problem in (*self._base.built.problems, *over):
            before = wrong.severity(problem, self._base.settings.problems)
            if comparing.RANKS[before] >= comparing.RANKS[self._rank(problem)]:
                renamed = dataclasses.replace(problem, message=self._with_new_paths(problem.message))
                yield Found(renamed, self._path(problem.place.path), lines.at(problem.place))

    def _path(self, path: str) -> str:
        """The path that a file of the base has now."""
        base, head = self._base.settings, self._settings
        for before, now in ((base and base.output, head.output), (base and base.templates, head.templates)):
            if before and now and path.startswith(f"{before}/"):
                path = f"{now}/{path.removeprefix(f'{before}/')}"
        return self._renames.get(path, path)

    def _with_new_paths(self, message: str) -> str:
        return _WORD.sub(lambda word: self._renames.get(word[0], word[0]), message) if self._renames else message

    def _renamed(self, repository: Repository) -> Mapping[str, str]:
        """The files that have another path now, as problems call them."""
        root, output = self._settings.root, self._settings.output_dir.resolve()
        folders = [folder for folder in dict.fromkeys((root, output)) if folder.is_relative_to(repository.top)]
        moved = repository.renames(self._base.commit, folders)
        return {_relative(old, root): _relative(new, root) for old, new in moved.items()}

    def _stale(self) -> tuple[tuple[Problem, ...], int]:
        """How the output is not what the definitions say since this change, and how many older cases there are."""
        from catalog_gen.output import staleness

        changes = self._built.changes
        if changes is None:
            return (), 0
        if self._base.built is None or self._base.built.changes is None:
            return tuple(staleness.stale(changes, self._settings)), 0
        split = comparing.drift(changes, self._base.built.changes, self._is_same)
        older = sum(1 for _ in staleness.stale(split.older, self._settings))
        return tuple(staleness.stale(split.brought, self._settings)), older

    def _is_same(self, path: str) -> bool:
        assert self._base.settings is not None  # noqa: S101 - it has been built
        before, now = (_content(one.output_dir / path) for one in (self._base.settings, self._settings))
        return before == now


def _relative(path: Path, root: Path) -> str:
    return Path(os.path.relpath(path, root)).as_posix()


def _content(path: Path) -> bytes | None:
    try:
        return comparing.unified(path.read_bytes())
    except OSError:
        return None

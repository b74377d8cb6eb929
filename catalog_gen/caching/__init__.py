"""What a catalog came to when nothing was left to do, kept outside of it: unchanged inputs are not worked on again.

The cache says what a run looked at, as digests, and what it found. A later run that finds every digest as it was says
the same again, without reading a definition; any doubt, and it works. The cache may be deleted at any time; one that
is broken, of another program or not writable is as good as none.
"""

from __future__ import annotations

import dataclasses
import json
from typing import TYPE_CHECKING, Any

from catalog_gen.caching import inputs, program, storage, surroundings
from catalog_gen.problems import Place, Problem
from catalog_gen.sources import WorkingTree

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from catalog_gen.settings import Settings
    from catalog_gen.sources import Source

_NAME = "outcome.json"
_PAGES = "pages.json"


@dataclasses.dataclass(frozen=True, slots=True)
class Outcome:
    """What a run says of a catalog in which nothing is left to do.

    `kept` files are as they should be; `drifted` counts what hand edits hold back. `ends` are the problems that come
    with the day after a date (YYYY-MM-DD).
    """

    problems: tuple[Problem, ...]
    kept: int
    drifted: int
    ends: tuple[tuple[str, Problem], ...] = ()


@dataclasses.dataclass(frozen=True, slots=True)
class Settled:
    """What becomes of a run once it has ended: the next one says `outcome`; `recorded` are the files that are ours."""

    outcome: Outcome
    recorded: frozenset[str]


class Cache:
    """What is known of one catalog; `home` is the folder of all caches, None for a run without one."""

    def __init__(self, settings: Settings, home: Path | None) -> None:
        self._settings = settings
        self._folder = storage.folder(settings, home) if home and settings.reader == "static" else None
        self._tree = WorkingTree(settings.root)
        self._inputs = inputs.Recording(self._tree)
        self._around: dict[str, str] = {}
        self._made_by: dict[str, str] = {}

    @property
    def source(self) -> Source:
        """Where a run reads from, so that it is known afterwards what it has seen."""
        return self._inputs if self._folder else self._tree

    def outcome(self) -> Outcome | None:
        """What this run comes to, where everything that a run would look at is as it was; to be asked first."""
        if self._folder is None:
            return None
        known = storage.load(self._folder / _NAME)
        self._made_by = {"program": program.digest(), "settings": program.digest_of(repr(self._settings))}
        try:
            self._around = surroundings.look(self._settings, known.get("around", {}))
            if known.get("made_by") == self._made_by and known["around"] == self._around:
                return _outcome(known["outcome"]) if inputs.are_as_they_were(known["inputs"], self._tree) else None
        except (TypeError, ValueError, KeyError, AttributeError):  # nothing that we have written
            self._around = surroundings.look(self._settings, {})
        return None

    @property
    def is_in_use(self) -> bool:
        """Whether there is a cache, and it was asked for the outcome."""
        return bool(self._folder and self._made_by) and not surroundings.is_unfinished(self._around, self._settings)

    @property
    def world(self) -> str:
        """What stands for everything that was read so far."""
        return program.digest_of(json.dumps(self._inputs.answers, sort_keys=True))

    def has(self, files: Mapping[str, str]) -> bool:
        """Whether the files of the output have these digests: as they were found, and after that as `wrote` said."""
        return all(self._around.get(path) == digest for path, digest in files.items())

    def pages(self) -> Mapping[str, Any]:
        """What was remembered of pages, if nothing has changed that is about all of them."""
        known = storage.load(self._folder / _PAGES) if self._folder and self.is_in_use else {}
        same = known.get("made_by") == self._made_by and known.get("around") == surroundings.shared(self._around)
        return known["pages"] if same and isinstance(known.get("pages"), dict) else {}

    def wrote(self, files: Mapping[str, bytes | None]) -> None:
        """Take note of the files of the output that this run has written, or removed (then None)."""
        self._around = surroundings.after(self._around, files)

    def remember(self, settled: Settled | None) -> None:
        """Keep what the run has come to; None where the next one may come to something else."""
        if self._folder and self.is_in_use and settled and settled.recorded <= self._around.keys():
            known = {"made_by": self._made_by, "inputs": self._inputs.answers, "around": self._around}
            storage.save(self._folder / _NAME, {**known, "outcome": dataclasses.asdict(settled.outcome)})

    def remember_pages(self, pages: Mapping[str, Any]) -> None:
        """Keep what is known of pages."""
        if self._folder and self.is_in_use:
            known = {"made_by": self._made_by, "around": surroundings.shared(self._around), "pages": pages}
            storage.save(self._folder / _PAGES, known)


def _outcome(known: Mapping[str, Any]) -> Outcome:
    problems = [_problem(problem) for problem in known["problems"]]
    ends = [(str(date), _problem(problem)) for date, problem in known["ends"]]
    return Outcome(tuple(problems), int(known["kept"]), int(known["drifted"]), tuple(ends))


def _problem(known: Mapping[str, Any]) -> Problem:
    return Problem(**{**known, "place": Place(**known["place"])})

"""What a catalog came to when nothing was left to do, kept outside of it: unchanged inputs are not worked on again.

The cache says what a run looked at, as digests, and what it found. A later run that finds every digest as it was says
the same again, without reading a definition; any doubt, and it works. The cache may be deleted at any time; one that
is broken, of another program or not writable is as good as none.
"""

from __future__ import annotations

import dataclasses
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


@dataclasses.dataclass(frozen=True, slots=True)
class Outcome:
    """What a run says of a catalog in which nothing is left to do.

    `kept` files are as they should be; `drifted` counts what hand edits hold back.
    """

    problems: tuple[Problem, ...]
    kept: int
    drifted: int


@dataclasses.dataclass(frozen=True, slots=True)
class Settled:
    """What becomes of a run once it has ended: the next one says `outcome`.

    `written` are the files of the output that this run creates, replaces or removes (then None); `recorded` are those
    that count as ours afterwards.
    """

    outcome: Outcome
    written: Mapping[str, bytes | None]
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

    def remember(self, settled: Settled | None) -> None:
        """Keep what the run has come to; None where the next one may come to something else."""
        if self._folder is None or settled is None or not self._made_by:
            return
        if surroundings.is_unfinished(self._around, self._settings):
            return
        around = surroundings.after(self._around, settled.written)
        if settled.recorded <= around.keys():
            known = {"made_by": self._made_by, "inputs": self._inputs.answers, "around": around}
            storage.save(self._folder / _NAME, {**known, "outcome": dataclasses.asdict(settled.outcome)})


def _outcome(known: Mapping[str, Any]) -> Outcome:
    problems = [Problem(**{**problem, "place": Place(**problem["place"])}) for problem in known["problems"]]
    return Outcome(tuple(problems), int(known["kept"]), int(known["drifted"]))

"""Which problems a change has brought: those of the head that the base does not have."""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from typing import TYPE_CHECKING

from catalog_gen import problems as wrong
from catalog_gen.blaming import comparing, versions
from catalog_gen.blaming.comparing import Found
from catalog_gen.blaming.lines import Lines
from catalog_gen.versioning import discipline

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from catalog_gen.problems import Problem, Severity
    from catalog_gen.review.changes import Change
    from catalog_gen.review.sides import Side, Sides

_OF_VERSIONS = frozenset(
    {"breaking-change", "missing-bump", "rewritten-version", "undecided-compatibility", "risky-change"}
)
_OF_READING = frozenset({"unreadable-value", "unreadable-statement", "ignored-call"})
"""Problems that definitions do not have which are meant to be run."""


def problems(sides: Sides, ref: str, renames: Mapping[str, str]) -> tuple[tuple[tuple[Problem, Severity], ...], int]:
    """The problems that the change has brought, with their severities, and how many others the head has.

    `renames` are the files that have another path now, by the old one. Commands in hints name the base by its `ref`.
    """
    settings = sides.head.settings
    of_reading = _OF_READING if settings.reader == "import" else frozenset()
    head = [problem for problem in wrong.in_order(sides.head.problems) if problem.code not in of_reading]
    head = [problem for problem in head if _stricter(problem, sides) != "off"]
    lines = Lines(sides.head.source)
    found = [Found(problem, problem.place.path, lines.at(problem.place)) for problem in head]
    new = comparing.brought(found, _of_base(sides, renames))
    known = {(problem.code, problem.message) for problem in sides.head.problems}
    broken = [
        problem
        for problem in wrong.in_order(discipline.problems(sides.base.catalog, sides.head.catalog, settings.bumps))
        if (problem.code, problem.message) not in known and _stricter(problem, sides) != "off"
    ]
    both = wrong.in_order((*versions.but_for(broken, new), *broken))
    told = versions.naming(ref, both)
    return tuple((problem, _stricter(problem, sides)) for problem in told), len(head) - len(new)


def _severity(problem: Problem, side: Side) -> Severity:
    return wrong.severity(problem, side.settings.problems)


def _stricter(problem: Problem, sides: Sides) -> Severity:
    """How severe a problem is: as one of the sides says, so that no branch turns a rule off for itself."""
    return max((_severity(problem, side) for side in (sides.base, sides.head)), key=comparing.RANKS.__getitem__)


def _of_base(sides: Sides, renames: Mapping[str, str]) -> Iterator[Found]:
    """The problems of the base, as the head would call them; what counts for more now does not excuse anything."""
    lines = Lines(sides.base.source)
    for problem in wrong.in_order(sides.base.problems):
        if comparing.RANKS[_severity(problem, sides.base)] >= comparing.RANKS[_stricter(problem, sides)]:
            path = problem.place.path
            yield Found(problem, renames.get(path, path), lines.at(problem.place))


def attached(changes: Sequence[Change], found: Sequence[tuple[Problem, Severity]]) -> tuple[Change, ...]:
    """The changes, each with the problems that are about the very same thing."""
    about: dict[str, list[Problem]] = defaultdict(list)
    for problem, _ in found:
        about[problem.subject.partition(" ")[0]].append(problem)
    places = {problem: number for number, (problem, _) in enumerate(found)}
    return tuple(
        dataclasses.replace(change, problems=tuple(sorted(_of(change, about), key=lambda one: places[one])))
        for change in changes
    )


def _of(change: Change, about: Mapping[str, Sequence[Problem]]) -> Iterator[Problem]:
    """The problems of a change, which are looked up by the ids of those that they are about."""
    if change.kind == "schema-changed":
        yield from (problem for problem in about.get(change.subject.id, ()) if problem.code in _OF_VERSIONS)
        schema = f"the schema of {change.subject.id} "
        for consumer in dict.fromkeys(hit.consumer.id for hit in change.hits if hit.fields):
            lost = (problem for problem in about.get(consumer, ()) if problem.code == "unknown-field")
            yield from (problem for problem in lost if schema in problem.message)
    elif change.kind in {"owner-removed", "added"}:
        for subject in (change.subject, *change.followers):
            yield from (problem for problem in about.get(subject.id, ()) if problem.code == "no-owner")

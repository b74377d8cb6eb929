"""What a change does to versions that are out, as `check --base` tells it."""

from __future__ import annotations

import dataclasses
import re
import shlex
from typing import TYPE_CHECKING

from catalog_gen import problems as wrong
from catalog_gen.versioning import discipline

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from catalog_gen.blaming.base import Base
    from catalog_gen.building import Built
    from catalog_gen.problems import Problem
    from catalog_gen.settings import Settings


def problems(other: Base, built: Built, settings: Settings) -> tuple[Problem, ...]:
    """What the change does to versions that are out."""
    if other.catalog is None:
        return ()
    known = {(problem.code, problem.message) for problem in built.problems}
    found = wrong.in_order(discipline.problems(other.catalog, built.catalog, settings.bumps))
    return tuple(problem for problem in found if (problem.code, problem.message) not in known)


def but_for(changed: Sequence[Problem], new: Sequence[Problem]) -> tuple[Problem, ...]:
    """The new problems without those that come of editing a version that is out: as a new version it is judged anew."""
    edited = {problem.subject for problem in changed if problem.code == "missing-bump"}
    return tuple(problem for problem in new if not (problem.code in _JUDGED and problem.subject in edited))


_JUDGED = frozenset({"breaking-change", "undecided-compatibility", "risky-change"})


def naming(ref: str, problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """The problems, of which commands name the base: it has the version that is to be kept."""
    return tuple(
        dataclasses.replace(
            problem, hint=_BUMP.sub(lambda command: f"{command[0]} --base {shlex.quote(ref)}", problem.hint)
        )
        for problem in problems
    )


_BUMP = re.compile(r"catalog-gen bump \S+ \S+")


def unjudged(other: Base, built: Built) -> Iterator[str]:
    """Which schemas may have been changed without a new version."""
    ids = [entry.id for entry in discipline.unjudged(other.catalog, built.catalog)] if other.catalog else []
    if ids:
        more = f" and {len(ids) - 1} more" if len(ids) > 1 else ""
        yield f"the base has schemas that cannot be read, so what was changed in {ids[0]}{more} is not known"

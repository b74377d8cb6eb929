"""What a format finds in schema files: types that may be messages, those that others use, and what is neither."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from catalog_gen.model import rules
from catalog_gen.problems import Place, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable

SKIPPED = "skipped-schema"


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A type of a schema file that may be a message.

    `namespace` is what its format puts in front of its `name`; `version` what the schema says of it (empty: nothing);
    `message` the name by which a file with several types is told which one is meant (empty: there is no choice).
    """

    path: str
    data: bytes
    name: str
    namespace: tuple[str, ...] = ()
    version: str = ""
    message: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class Found:
    """What there is in the files of a format. `shared` are the paths of types that other types use."""

    candidates: tuple[Candidate, ...] = ()
    shared: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


def union(several: Iterable[Found]) -> Found:
    """All of it."""
    found = tuple(several)
    return Found(
        tuple(candidate for one in found for candidate in one.candidates),
        tuple(path for one in found for path in one.shared),
        tuple(problem for one in found for problem in one.problems),
    )


def skipped(path: str, why: str, hint: str = "") -> Problem:
    """A file of which no definition is made."""
    return Problem(SKIPPED, why, Place(path), hint=hint)


def version_in(value: object) -> str:
    """The version that a schema says, if it is one that a definition can have."""
    return value if isinstance(value, str) and rules.version(value) is None else ""

"""What a drawing is told besides the schema: all that was learnt from payloads which were not valid."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

Path = tuple[str | int, ...]
"""Keys and indexes that lead to a value in a payload."""


@dataclasses.dataclass(frozen=True, slots=True)
class Plan:
    """Decisions by path. A drawing is a function of the schema and a plan, so that every step can be made again."""

    flattest: bool = False
    """Only what must be there is drawn."""
    values: Mapping[Path, Any] = dataclasses.field(default_factory=dict)
    """Values that the schema's rules gave away."""
    turns: Mapping[Path, int] = dataclasses.field(default_factory=dict)
    """Which of the values that may stand there is taken, from 0."""
    branches: Mapping[tuple[Path, str], int] = dataclasses.field(default_factory=dict)
    """Which branch of a union, or member of a group, is taken; a path may have several, one in the other."""
    counts: Mapping[Path, int] = dataclasses.field(default_factory=dict)
    """How many elements or entries are drawn."""
    keys: Mapping[Path, str] = dataclasses.field(default_factory=dict)
    """Patterns for the keys of maps that the tree does not know of."""
    patterns: Mapping[Path, tuple[str, ...]] = dataclasses.field(default_factory=dict)
    """Patterns that texts match besides the one that the tree knows of."""
    contained: Mapping[Path, tuple[Any, tuple[int, ...]]] = dataclasses.field(default_factory=dict)
    """What arrays are to contain, and which of their elements are made so."""
    dropped: frozenset[Path] = frozenset()
    kept: frozenset[Path] = frozenset()
    """Fields that are there though they need not be, known to the schema's tree or not."""

    def with_value(self, path: Path, value: Any) -> Plan:
        """The value stands there."""
        return dataclasses.replace(self, values={**self.values, path: value})

    def with_turn(self, path: Path, turn: int) -> Plan:
        """Another one of the values is taken."""
        return dataclasses.replace(self, turns={**self.turns, path: turn})

    def with_branch(self, path: Path, choice: str, turn: int) -> Plan:
        """Another branch is taken; what was learnt of the inside of the one before counts no more."""
        return dataclasses.replace(
            self,
            values=_outside(self.values, path),
            turns=_outside(self.turns, path),
            counts=_outside(self.counts, path),
            keys=_outside(self.keys, path),
            patterns=_outside(self.patterns, path),
            contained=_outside(self.contained, path),
            branches={key: value for key, value in self.branches.items() if not _below(key[0], path)}
            | {(path, choice): turn},
            dropped=frozenset(inner for inner in self.dropped if not _below(inner, path)),
            kept=frozenset(inner for inner in self.kept if not _below(inner, path)),
        )

    def with_count(self, path: Path, count: int) -> Plan:
        """So many elements are drawn."""
        return dataclasses.replace(self, counts={**self.counts, path: count})

    def with_keys(self, path: Path, pattern: str) -> Plan:
        """The keys of a map match the pattern."""
        return dataclasses.replace(self, keys={**self.keys, path: pattern})

    def with_pattern(self, path: Path, pattern: str) -> Plan:
        """The text matches this pattern too."""
        return dataclasses.replace(self, patterns={**self.patterns, path: (*self.patterns.get(path, ()), pattern)})

    def with_contained(self, path: Path, wanted: Any, taken: tuple[int, ...]) -> Plan:
        """These elements of the array are as is wanted."""
        return dataclasses.replace(self, contained={**self.contained, path: (wanted, taken)})

    def without(self, path: Path) -> Plan:
        """The field is not drawn."""
        return dataclasses.replace(self, dropped=self.dropped | {path}, kept=self.kept - {path})

    def keeping(self, path: Path) -> Plan:
        """The field is drawn."""
        return dataclasses.replace(self, kept=self.kept | {path}, dropped=self.dropped - {path})


def _below(path: Path, above: Path) -> bool:
    return len(path) > len(above) and path[: len(above)] == above


def _outside(found: Mapping[Path, Any], path: Path) -> Mapping[Path, Any]:
    return {key: value for key, value in found.items() if key != path and not _below(key, path)}

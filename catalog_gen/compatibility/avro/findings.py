"""The differences that were found, each with the directions in which readers fail because of it."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from catalog_gen.compatibility import marking
from catalog_gen.compatibility.differences import Difference, Direction

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from catalog_gen.compatibility.avro.reasons import Key, Reason
    from catalog_gen.compatibility.avro.spots import Way
    from catalog_gen.compatibility.differences import Weight
    from catalog_gen.formats.avro.schemas import Field, Schema
    from catalog_gen.formats.jsontext import Document
    from catalog_gen.formats.tree import Type


@dataclasses.dataclass(frozen=True, slots=True, eq=False)
class Spot:
    """A value in one of the files."""

    document: Document
    pointer: tuple[str | int, ...]

    def inside(self, *steps: str | int) -> Spot:
        """What stands there, or where it would."""
        return Spot(self.document, (*self.pointer, *steps))


def spot(schema: Schema, *steps: str | int) -> Spot:
    """Where a type, or what is inside of it, stands."""
    return Spot(schema.document, (*schema.pointer, *steps))


def field_spot(record: Schema, field: Field, *steps: str | int) -> Spot:
    """Where a field, or what is inside of it, stands."""
    return Spot(record.document, (*field.pointer, *steps))


def subject(way: Way, type_: Type) -> str:
    """Whom a sentence is about: the field, or the whole payload, by the name of its type if it has one."""
    name = str(way) or type_.name.rpartition(".")[2]
    return marking.code(name) if name else "the payload"


class Findings:
    """Collects differences, and knows which reasons they explain.

    A difference breaks a direction where a reader fails for one of the reasons that it could have brought. Every reason
    that no difference has explained needs one of its own (`unexplained`), so that the verdict is that of the readers.
    """

    def __init__(self, reasons: Mapping[Direction, Mapping[Key, Reason]]) -> None:
        self._reasons = reasons
        self._explained: set[tuple[Direction, Key]] = set()
        self.differences: list[Difference] = []

    def add(
        self, kind: str, words: str, way: Way, at: Spot, *, keys: Iterable[Key] = (), weight: Weight = "plain"
    ) -> None:
        """Note a difference; `keys` are the reasons that it may be."""
        known = tuple(keys)
        told = {(direction, key) for direction, found in self._reasons.items() for key in known if key in found}
        self._explained |= told
        self.differences.append(
            Difference(
                kind=kind,
                path=str(way),
                words=words,
                breaks=frozenset(direction for direction, _ in told),
                weight=weight,
                pointer=at.pointer,
                place=at.document.place(at.pointer),
            )
        )

    def is_explained(self, direction: Direction, key: Key) -> bool:
        """Whether some difference tells of the reason."""
        return (direction, key) in self._explained

    def unexplained(self) -> Iterator[tuple[Direction, Key, Reason]]:
        """The reasons that no difference has explained."""
        for direction, found in self._reasons.items():
            for key, reason in found.items():
                if not self.is_explained(direction, key):
                    yield direction, key, reason

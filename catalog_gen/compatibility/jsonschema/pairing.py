"""Which alternative of a schema became which one of the other schema."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from catalog_gen.compatibility.jsonschema import wording

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from catalog_gen.compatibility.jsonschema.judging import Judge, Side
    from catalog_gen.formats.jsonschema.shapes import Part


@dataclasses.dataclass(frozen=True, slots=True)
class Branch:
    """One alternative, with what people call it."""

    part: Part
    label: str


@dataclasses.dataclass(frozen=True, slots=True)
class Pairs:
    """Alternatives that belong together, in the order of the new schema, and those that are alone."""

    both: list[tuple[Branch, Branch]]
    added: list[Branch]
    removed: list[Branch]


def paired(judge: Judge, old: Sequence[Part], new: Sequence[Part]) -> Pairs:
    """The same ones first, then those of the same name, then those of the same type, where that is clear."""
    befores = [Branch(part, label(judge, 0, part)) for part in old]
    afters = [Branch(part, label(judge, 1, part)) for part in new]
    found: dict[int, Branch] = {}
    tests: tuple[Callable[[Branch, Branch], bool], ...] = (
        lambda before, after: judge.same([before.part], [after.part]),
        lambda before, after: before.label == after.label,
        lambda before, after: _types(judge, 0, before.part) == _types(judge, 1, after.part),
    )
    for number, test in enumerate(tests):
        for place, after in enumerate(afters):
            left = [before for before in befores if before not in found.values()]
            fitting = [before for before in left if test(before, after)] if place not in found else []
            rivals = [
                each for other, each in enumerate(afters) if other not in found and fitting and test(fitting[0], each)
            ]
            if fitting and (number == 0 or len(fitting) == len(rivals) == 1):
                found[place] = fitting[0]
    return Pairs(
        [(found[place], after) for place, after in enumerate(afters) if place in found],
        [after for place, after in enumerate(afters) if place not in found],
        [before for before in befores if before not in found.values()],
    )


def _types(judge: Judge, side: Side, part: Part) -> frozenset[str]:
    return frozenset(judge.shapes[side].together([part]).types or ())


def label(judge: Judge, side: Side, part: Part) -> str:
    """What people call an alternative: as what it refers to, its title, its constant, or its type."""
    schema = part.schema if isinstance(part.schema, dict) else {}
    if isinstance(schema.get("$ref"), str):
        return str(schema["$ref"]).rpartition("/")[2] or "#"
    shape = judge.shapes[side].together([part])
    if shape.title:
        return shape.title
    for name, parts in shape.properties.items():
        values = judge.shapes[side].together(parts).values
        if values is not None and len(values) == 1 and isinstance(values[0], str):
            return f"{name}: {values[0]}"
    return wording.kind(shape).strip("`")

"""Everything that is asked of one value, from however many schemas, as one shape."""

from __future__ import annotations

import dataclasses
import math
from fractions import Fraction
from typing import TYPE_CHECKING, Any, Final

from catalog_gen.formats.jsonschema import drafts, loading, matching
from catalog_gen.formats.jsonschema.wording import joined, listed
from catalog_gen.formats.tree import ABSENT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from catalog_gen.formats.jsonschema.drafts import Draft, Steps


@dataclasses.dataclass(frozen=True, slots=True)
class Part:
    """A schema and where it stands in the bundle."""

    schema: Any = dataclasses.field(compare=False, hash=False)
    draft: Draft = dataclasses.field(compare=False, hash=False)
    steps: Steps

    def inside(self, *steps: str | int) -> Part:
        """The schema further inside."""
        schema = loading.at(self.schema, steps)
        return Part(schema, drafts.of(schema, self.draft), self.steps + steps)

    @property
    def trivial(self) -> bool:
        """Whether it allows everything."""
        return self.schema is True or (isinstance(self.schema, dict) and not self.schema.keys() - ANNOTATIONS)


@dataclasses.dataclass(frozen=True, slots=True)
class Condition:
    """`if`, `then` and `else`."""

    when: Part
    then: Part | None
    otherwise: Part | None


ANNOTATIONS: Final = frozenset(
    [
        "$schema",
        "$id",
        "id",
        "$anchor",
        "$dynamicAnchor",
        "$recursiveAnchor",
        "$comment",
        "$defs",
        "definitions",
        "$vocabulary",
        "title",
        "description",
        "default",
        "examples",
        "example",
        "deprecated",
        "readOnly",
        "writeOnly",
        "markdownDescription",
        "externalDocs",
        "xml",
    ]
)
"""Keywords that narrow nothing."""

LARGER: Final = {
    "minimum": "minimum",
    "exclusiveMinimum": "exclusive_minimum",
    "minLength": "min_length",
    "minItems": "min_items",
    "minProperties": "min_properties",
}
SMALLER: Final = {
    "maximum": "maximum",
    "exclusiveMaximum": "exclusive_maximum",
    "maxLength": "max_length",
    "maxItems": "max_items",
    "maxProperties": "max_properties",
}


@dataclasses.dataclass(slots=True, eq=False)
class Shape:
    """Everything that is asked of one value. Lists of parts hold all at once."""

    types: tuple[str, ...] | None = None
    values: list[Any] | None = None
    limits: dict[str, Any] = dataclasses.field(default_factory=dict)
    patterns: list[str] = dataclasses.field(default_factory=list)
    formats: list[str] = dataclasses.field(default_factory=list)
    properties: dict[str, list[Part]] = dataclasses.field(default_factory=dict)
    required: dict[str, None] = dataclasses.field(default_factory=dict)
    matching: dict[str, list[Part]] = dataclasses.field(default_factory=dict)
    rest: list[Part] = dataclasses.field(default_factory=list)
    names: list[Part] = dataclasses.field(default_factory=list)
    prefix: list[list[Part]] = dataclasses.field(default_factory=list)
    items: list[Part] = dataclasses.field(default_factory=list)
    alternatives: list[tuple[str, tuple[Part, ...]]] = dataclasses.field(default_factory=list)
    conditions: list[Condition] = dataclasses.field(default_factory=list)
    dependents: list[tuple[str, tuple[str, ...] | Part]] = dataclasses.field(default_factory=list)
    contains: list[tuple[Part, int, int | None]] = dataclasses.field(default_factory=list)
    negations: list[Part] = dataclasses.field(default_factory=list)
    content: list[str] = dataclasses.field(default_factory=list)
    title: str = ""
    doc: str = ""
    default: Any = ABSENT
    examples: list[Any] = dataclasses.field(default_factory=list)
    deprecated: bool = False
    read_only: bool = False
    write_only: bool = False
    sealed: bool = False
    """Whether properties that no part names are forbidden (`unevaluatedProperties`)."""
    impossible: str = ""
    """Why no value can be valid, where that is so."""

    @property
    def closed(self) -> bool:
        """Whether properties that it does not name are forbidden."""
        return self.sealed or any(part.schema is False for part in self.rest)

    def narrow(self, other: Shape) -> None:
        """Ask what the other asks, too; what is said about the value is taken from the first that says it."""
        self.impossible = self.impossible or other.impossible
        self._narrow_types(other)
        self._narrow_values(other)
        self._narrow_limits(other)
        self._narrow_properties(other)
        self._narrow_elements(other)
        self.annotate(other)
        for own, theirs in (
            (self.patterns, other.patterns),
            (self.formats, other.formats),
            (self.content, other.content),
        ):
            own += [value for value in theirs if value not in own]
        self.names += other.names
        self.alternatives += other.alternatives
        self.conditions += other.conditions
        self.dependents += other.dependents
        self.contains += other.contains
        self.negations += other.negations
        self.sealed |= other.sealed

    def annotate(self, other: Shape) -> None:
        """Say what the other says, where this one says nothing."""
        self.title = self.title or other.title
        self.doc = self.doc or other.doc
        self.default = other.default if self.default is ABSENT else self.default
        self.deprecated |= other.deprecated
        self.read_only |= other.read_only
        self.write_only |= other.write_only
        self.examples += [value for value in other.examples if value not in self.examples]

    def _narrow_types(self, other: Shape) -> None:
        if self.types is None or other.types is None:
            self.types = self.types or other.types
            return
        both = [name for name in self.types if name in other.types or (name == "integer" and "number" in other.types)]
        both += [name for name in other.types if name == "integer" and "number" in self.types and name not in both]
        if not both and not self.impossible:
            self.impossible = f"one part wants {joined(self.types, 'or')}, another {joined(other.types, 'or')}"
        self.types = tuple(both)

    def _narrow_values(self, other: Shape) -> None:
        if self.values is None or other.values is None:
            self.values = other.values if self.values is None else self.values
            return
        both = [value for value in self.values if any(same(value, theirs) for theirs in other.values)]
        if not both and not self.impossible:
            self.impossible = f"one part wants {listed(self.values)}, another {listed(other.values)}"
        self.values = both

    def _narrow_limits(self, other: Shape) -> None:
        for name, limit in other.limits.items():
            own = self.limits.get(name)
            if own is None:
                self.limits[name] = limit
            elif name == "multiple_of":
                self.limits[name] = _common_multiple(own, limit)
            elif name == "unique":
                self.limits[name] = own or limit
            else:
                self.limits[name] = max(own, limit) if name in LARGER.values() else min(own, limit)

    def _narrow_properties(self, other: Shape) -> None:
        added = {name: [*parts, *self.of_unnamed(name)] for name, parts in other.properties.items()}
        for name, asked in self.properties.items():
            asked.extend(other.properties[name] if name in other.properties else other.of_unnamed(name))
        for name, parts in added.items():
            self.properties.setdefault(name, parts)
        self.required |= other.required
        for pattern, parts in other.matching.items():
            self.matching.setdefault(pattern, []).extend(parts)
        self.rest += other.rest

    def of_unnamed(self, name: str) -> list[Part]:
        """What is asked of a property that is not named."""
        found = [part for pattern, parts in self.matching.items() if matches(pattern, name) for part in parts]
        return found or list(self.rest)

    def of_element(self, place: int) -> list[Part]:
        """What is asked of the element at that index."""
        return self.prefix[place] if place < len(self.prefix) else self.items

    def _narrow_elements(self, other: Shape) -> None:
        longest = max(len(self.prefix), len(other.prefix))
        self.prefix = [self.of_element(place) + other.of_element(place) for place in range(longest)]
        self.items += other.items


def same(left: Any, right: Any) -> bool:
    """Whether two JSON values are equal (1 is 1.0, but not true)."""
    if isinstance(left, bool) or isinstance(right, bool):
        return left is right
    if isinstance(left, list) and isinstance(right, list):
        return len(left) == len(right) and all(map(same, left, right))
    if isinstance(left, dict) and isinstance(right, dict):
        return left.keys() == right.keys() and all(same(left[key], right[key]) for key in left)
    return bool(left == right)


def _common_multiple(left: float, right: float) -> float:
    first, second = Fraction(str(left)), Fraction(str(right))
    multiple = Fraction(
        math.lcm(first.numerator * second.denominator, second.numerator * first.denominator),
        first.denominator * second.denominator,
    )
    return multiple.numerator if multiple.denominator == 1 else float(multiple)


def matches(pattern: str, name: str) -> bool:
    """Whether a key is one of those that a pattern stands for."""
    return matching.found(pattern, name) is True


def values_of(shape: Shape) -> Iterator[Any]:
    """The values of an enumeration that are of the types asked for."""
    for value in shape.values or ():
        if shape.types is None or any(_is(value, name) for name in shape.types):
            yield value


def _is(value: Any, name: str) -> bool:
    if isinstance(value, bool):
        return name == "boolean"
    if name == "integer":
        return isinstance(value, int) or (isinstance(value, float) and value.is_integer())
    kinds: dict[str, Any] = {
        "number": int | float,
        "string": str,
        "object": dict,
        "array": list,
        "null": type(None),
        "boolean": bool,
    }
    return isinstance(value, kinds.get(name, ()))


def is_of(value: Any, types: Any) -> bool:
    """Whether a value is of a type, or one of the types, that `type` lists."""
    return any(_is(value, name) for name in ([types] if isinstance(types, str) else types))

"""Where something stands: the way to it, and its two types, the old one and the new one."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from catalog_gen.formats import field_paths

if TYPE_CHECKING:
    from catalog_gen.formats.avro import Avro
    from catalog_gen.formats.avro.schemas import Schema
    from catalog_gen.formats.tree import Type


@dataclasses.dataclass(frozen=True, slots=True, eq=False)
class Way:
    """A step on the way to a spot; the whole of it is written only where somebody asks, as it may be long."""

    parent: Way | None = None
    step: str = ""
    is_field: bool = False

    def field(self, name: str) -> Way:
        """The way to a field."""
        return Way(self, name, is_field=True)

    def inside(self, kind: str) -> Way:
        """The way to the elements of an array, or the values of a map."""
        return Way(self, "[]" if kind == "array" else "*")

    def branch(self, label: str) -> Way:
        """The way into one of several branches of a union."""
        return Way(self, f"({label})")

    def __str__(self) -> str:
        steps: list[Way] = []
        at: Way | None = self
        while at is not None and at.step:
            steps.append(at)
            at = at.parent
        path = ""
        for way in reversed(steps):
            if way.is_field:
                path = field_paths.joined(path, way.step)
            elif way.step == "*":
                path = field_paths.below(path, "*")
            else:
                path += way.step if way.step == "[]" or not path else f" {way.step}"
        return path


@dataclasses.dataclass(frozen=True, slots=True, eq=False)
class Use:
    """A type where it is used, and what the neutral tree, which has words for it, says of it there."""

    schema: Schema
    type: Type

    @property
    def words(self) -> str:
        """The type in short; a definition by its name."""
        return self.schema.short if self.schema.kind == "fixed" else self.type.words


@dataclasses.dataclass(frozen=True, slots=True, eq=False)
class Side:
    """One of the two schemas."""

    avro: Avro

    @property
    def root(self) -> Use:
        """What payloads are."""
        return Use(self.avro.linked.root, self.avro.tree.root)

    def defined(self, use: Use) -> Use:
        """The definition behind a name or a reference, which is the same one everywhere."""
        if not use.schema.name:
            return use
        return Use(self.avro.linked.types[use.schema.name], self.avro.tree.types[use.schema.name])

    def branches(self, use: Use) -> list[Use]:
        """The definitions in a union; any other definition is the only one."""
        if use.schema.kind != "union":
            return [use]
        pairs = zip(use.schema.branches, use.type.branches, strict=True)
        return [self.defined(Use(schema, type_)) for schema, type_ in pairs]

"""What an Avro schema says, as values: the types with their full names, each with its place in its file."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any, Final, Literal

from catalog_gen.formats.tree import ABSENT

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from catalog_gen.formats.avro.logical import Logical
    from catalog_gen.formats.jsontext import Document
    from catalog_gen.problems import Place, Problem

Kind = Literal[
    "null",
    "boolean",
    "int",
    "long",
    "float",
    "double",
    "bytes",
    "string",
    "record",
    "enum",
    "fixed",
    "array",
    "map",
    "union",
    "reference",
]

PRIMITIVES: Final = ("null", "boolean", "int", "long", "float", "double", "bytes", "string")
NAMED: Final = ("record", "enum", "fixed")

Pointer = tuple[str | int, ...]
"""Keys and indexes that lead to a value in a JSON text."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Schema:
    """One type where it stands in a file; which of the attributes say something depends on the kind.

    `name` is the full name of a named type or a reference, `namespace` the one that holds around it, `json` what stands
    in the file, at `pointer`. `items` are the elements of an array or the values of a map.
    """

    kind: Kind
    json: Any
    document: Document
    pointer: Pointer
    namespace: str
    name: str = ""
    doc: str = ""
    aliases: tuple[str, ...] = ()
    fields: tuple[Field, ...] = ()
    symbols: tuple[str, ...] = ()
    default: str | None = None
    size: int = 0
    items: Schema | None = None
    branches: tuple[Schema, ...] = ()
    logical: Logical | None = None

    @property
    def short(self) -> str:
        """The name without its namespace."""
        return self.name.rpartition(".")[2]

    @property
    def is_wrapped(self) -> bool:
        """Whether it is a reference that stands as `{"type": NAME}`, not as the name alone."""
        return self.kind == "reference" and isinstance(self.json, dict)

    @property
    def written(self) -> str:
        """The name that a reference is written with."""
        return str(self.json["type"] if self.is_wrapped else self.json)

    @property
    def spot(self) -> Pointer:
        """What leads to the name of a reference."""
        return (*self.pointer, "type") if self.is_wrapped else self.pointer

    def place(self, *steps: str | int, key: bool = False) -> Place:
        """Where the type, or what is inside of it, stands."""
        return self.document.place((*self.pointer, *steps), key=key)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Field:
    """A field of a record; the default is as the schema writes it."""

    name: str
    type: Schema
    pointer: Pointer
    doc: str = ""
    default: Any = ABSENT
    aliases: tuple[str, ...] = ()
    deprecated: bool = False


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Loaded:
    """A file on its own: its root, the types it defines by full name, what it takes from elsewhere.

    `root` is None where something in the file is not a schema; the problems say what.
    """

    path: str
    text: str
    root: Schema | None
    definitions: Mapping[str, Schema]
    references: tuple[Schema, ...]
    problems: tuple[Problem, ...]


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Linked:
    """A schema with everything that it refers to, directly or through others, in the order of its use."""

    root: Schema
    types: Mapping[str, Schema]
    complete: bool
    """Whether the file of the root has it all."""

    def seen(self, schema: Schema) -> Schema:
        """The type behind a reference."""
        return self.types[schema.name] if schema.kind == "reference" else schema


def inside(schema: Schema) -> list[Schema]:
    """The types directly in a type, in their order."""
    return [*(field.type for field in schema.fields), *schema.branches, *([schema.items] if schema.items else [])]


def parts(schema: Schema) -> Iterator[Schema]:
    """The named types and references in a type, itself included, in their order."""
    stack = [schema]
    while stack:
        part = stack.pop()
        if part.kind in NAMED or part.kind == "reference":
            yield part
        stack += reversed(inside(part))

"""Names and aliases, and whether one type may be read as another one because of them.

https://avro.apache.org/docs/1.12.0/specification/#aliases
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from catalog_gen.formats.avro.names import namespace_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from catalog_gen.formats.avro.schemas import Schema


def full(schema: Schema) -> tuple[str, ...]:
    """The full names of the aliases of a named type; short ones are in its own namespace."""
    namespace = namespace_of(schema.name)
    return tuple(f"{namespace}.{alias}" if namespace and "." not in alias else alias for alias in schema.aliases)


def is_name_read(reader: Schema, writer: Schema) -> bool:
    """Whether a reader takes the writer's named type for its own: by its short name, or an alias in full."""
    return reader.short == writer.short or bool(reader.aliases and writer.name in full(reader))


def by_names(readers: Sequence[Schema]) -> dict[str, list[int]]:
    """Which readers may take a type for their own, by its short name, or by `=` and its full name."""
    found: dict[str, list[int]] = {}
    for index, reader in enumerate(readers):
        if reader.name:
            for name in (reader.short, *(f"={alias}" for alias in full(reader))):
                found.setdefault(name, []).append(index)
    return found

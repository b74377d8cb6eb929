"""Whether a reader with one schema understands what was written with another one, by the rules of Avro Java.

They are those of `SchemaCompatibility.checkReaderWriterCompatibility`, which schema registries use, step by step and in
its order, as what it remembers of a pair of types depends on when it met them:
https://github.com/apache/avro/blob/main/lang/java/avro/src/main/java/org/apache/avro/SchemaCompatibility.java
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Final

from catalog_gen.compatibility.avro import aliases, circles
from catalog_gen.compatibility.avro.unchanged import has_aliases
from catalog_gen.formats.avro import nesting
from catalog_gen.formats.avro.schemas import PRIMITIVES
from catalog_gen.formats.tree import ABSENT

if TYPE_CHECKING:
    from collections.abc import Mapping

    from catalog_gen.formats.avro.nesting import Steps
    from catalog_gen.formats.avro.schemas import Field, Linked, Schema

PROMOTED: Final[Mapping[str, tuple[str, ...]]] = {
    "long": ("int",),
    "float": ("int", "long"),
    "double": ("int", "long", "float"),
    "bytes": ("string",),
    "string": ("bytes",),
}
"""What readers of a type take besides the type itself."""


def definition(linked: Linked, schema: Schema) -> Schema:
    """The one definition of a named type or a reference; any other type is its own."""
    return linked.types[schema.name] if schema.name else schema


def is_promoted(reader: str, writer: str) -> bool:
    """Whether readers of one kind take values of the other one."""
    return writer in PROMOTED.get(reader, ())


_NEVER: Final = object()


@dataclasses.dataclass(frozen=True, slots=True, eq=False)
class Ambiguous:
    """A field of the reader that has more than one field of the writer's record for it, where Avro Java gives up."""

    record: Schema
    field: Field
    writer: Schema


class Reading:
    """Reads with one schema what was written with the other one, as far as schemas tell.

    Types that are `unchanged` read themselves.
    """

    def __init__(self, reader: Linked, writer: Linked, unchanged: frozenset[str] = frozenset()) -> None:
        self.reader = reader
        self.writer = writer
        self.ambiguous: list[Ambiguous] = []
        self._unchanged = unchanged
        self._readers = circles.ending(reader, but=has_aliases)
        self._writers = set() if any(map(has_aliases, reader.types.values())) else circles.ending(writer)
        self._known: dict[tuple[int, int], object] = {}
        self._fields: dict[int, dict[str, Field]] = {}
        self._unions: dict[int, tuple[list[Schema], dict[str, list[int]]]] = {}
        self.succeeds = nesting.run(self._pair(reader.root, writer.root)) and not self.ambiguous

    def known(self, reader: Schema, writer: Schema) -> bool | None:
        """What is known of two definitions: whether one reads the other, None if they have not met."""
        if reader.kind in PRIMITIVES and writer.kind in PRIMITIVES:
            return reader.kind == writer.kind or is_promoted(reader.kind, writer.kind)
        if reader.kind != writer.kind and "union" not in (reader.kind, writer.kind):
            return False
        if reader.name in self._unchanged and reader.name == writer.name:
            return True
        if self._is_other(reader, writer):
            return False
        found = self._known.get((id(reader), id(writer)), _NEVER)
        return None if found is _NEVER else found is not False  # one that is being looked at is taken for readable

    def _is_other(self, reader: Schema, writer: Schema) -> bool:
        """Whether the names tell that one is not the other, and a look inside would bring nothing to remember."""
        if not reader.name or not writer.name or aliases.is_name_read(reader, writer):
            return False
        return reader.name in self._readers or writer.name in self._writers

    def written(self, field: Field, writer: Schema) -> list[Field]:
        """The fields of a writer's record that a reader's field may be read from."""
        names = self._fields.get(id(writer))
        if names is None:
            names = self._fields[id(writer)] = {field.name: field for field in writer.fields}
        direct = names.get(field.name)
        found = [direct] if direct else []
        if field.aliases:
            found += [names[alias] for alias in dict.fromkeys(field.aliases) if alias in names]
        return found

    def _pair(self, reader: Schema, writer: Schema) -> Steps[bool]:
        reader, writer = definition(self.reader, reader), definition(self.writer, writer)
        found = self.known(reader, writer)
        if found is None:
            key = (id(reader), id(writer))
            self._known[key] = None
            found = yield self._fresh(reader, writer)
            self._known[key] = found
        return bool(found)

    def _fresh(self, reader: Schema, writer: Schema) -> Steps[bool]:
        if writer.kind == "union":
            found = True
            for branch in writer.branches:
                found &= yield self._pair(reader, branch)
            return found
        if reader.kind == "union":
            for one in self._candidates(reader, writer):
                known = self.known(one, writer)
                if (yield self._pair(one, writer)) if known is None else known:
                    return True
            return False
        if reader.kind != writer.kind:
            return False
        if reader.items is not None and writer.items is not None:
            return bool((yield self._pair(reader.items, writer.items)))
        named = aliases.is_name_read(reader, writer)
        if reader.kind == "fixed":
            return named and reader.size == writer.size
        if reader.kind == "enum":
            return named and (reader.default is not None or not missing_symbols(reader, writer))
        filled: bool = yield self._record(reader, writer)
        return named and filled

    def _candidates(self, union: Schema, writer: Schema) -> list[Schema]:
        """The definitions in a union, in their order, but those of which names tell that they are others."""
        found = self._unions.get(id(union))
        if found is None:
            branches = [definition(self.reader, branch) for branch in union.branches]
            found = self._unions[id(union)] = (branches, aliases.by_names(branches))
        branches, names = found
        if writer.name not in self._writers:
            return branches
        return [branches[index] for index in sorted({*names.get(writer.short, ()), *names.get(f"={writer.name}", ())})]

    def _record(self, reader: Schema, writer: Schema) -> Steps[bool]:
        """Whether each field of the reader can be filled; all are looked at, also after one that cannot."""
        found = True
        for field in reader.fields:
            written = self.written(field, writer)
            if len(written) > 1:
                self.ambiguous.append(Ambiguous(reader, field, writer))
                found = False
            elif not written:
                found &= field.default is not ABSENT
            else:
                one, other = definition(self.reader, field.type), definition(self.writer, written[0].type)
                known = self.known(one, other)
                found &= (yield self._pair(one, other)) if known is None else known
        return found


def missing_symbols(reader: Schema, writer: Schema) -> list[str]:
    """The symbols that the reader of an enum does not know."""
    known = set(reader.symbols)
    return [symbol for symbol in writer.symbols if symbol not in known]

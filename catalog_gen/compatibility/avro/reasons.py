"""Why a reader fails: each reason at the two types, or the field and the record, that do not go together.

For a branch of a union that cannot be read, Avro Java says no more than that. Here it is what keeps the reader from
reading it with the branch that it has become, if it has become any.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Literal

from catalog_gen.compatibility.avro import aliases, pairing
from catalog_gen.compatibility.avro.reading import definition, missing_symbols
from catalog_gen.compatibility.avro.spots import Way
from catalog_gen.formats.avro.schemas import NAMED
from catalog_gen.formats.tree import ABSENT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from catalog_gen.compatibility.avro.reading import Reading
    from catalog_gen.formats.avro.schemas import Field, Schema

What = Literal["type", "name", "size", "symbols", "missing", "ambiguous"]

Key = tuple[What, int, int]
"""What it is, and the identities of two definitions, the old one first (of `symbols` the reader's); or of the reader's
field and the writer's record."""


@dataclasses.dataclass(frozen=True, slots=True, eq=False)
class Reason:
    """Why a reader fails, with the two types that it met; `field` is the reader's field that has no value."""

    what: What
    reader: Schema
    writer: Schema
    way: Way
    field: Field | None = None


def reasons(reading: Reading, *, backward: bool) -> dict[Key, Reason]:
    """All reasons: at least one where reading fails, else none; `backward` where the reader is the new one."""
    if reading.succeeds:
        return {}
    return _Search(reading, backward=backward).found()


class _Search:
    def __init__(self, reading: Reading, *, backward: bool) -> None:
        self._reading = reading
        self._backward = backward
        self._found: dict[Key, Reason] = {}
        self._seen: set[tuple[int, int]] = set()
        self._stack: list[tuple[Schema, Schema, Way]] = []

    def found(self) -> dict[Key, Reason]:
        linked = self._reading
        self._visit(definition(linked.reader, linked.reader.root), definition(linked.writer, linked.writer.root), Way())
        while self._stack:
            reader, writer, way = self._stack.pop()
            self._look(reader, writer, way)
        for each in linked.ambiguous:
            key: Key = ("ambiguous", id(each.field), id(each.writer))
            self._found.setdefault(key, Reason("ambiguous", each.record, each.writer, Way(), each.field))
        return self._found

    def _visit(self, reader: Schema, writer: Schema, way: Way) -> None:
        """Look at a pair later, if it fails and nobody has looked yet."""
        key = (id(reader), id(writer))
        if key not in self._seen and not self._reading.known(reader, writer):
            self._seen.add(key)
            self._stack.append((reader, writer, way))

    def _note(self, what: What, reader: Schema, writer: Schema, way: Way) -> None:
        old, new = self._in_time(reader, writer)
        self._found.setdefault((what, id(old), id(new)), Reason(what, reader, writer, way))

    def _in_time(self, reader: Schema, writer: Schema) -> tuple[Schema, Schema]:
        return (writer, reader) if self._backward else (reader, writer)

    def _look(self, reader: Schema, writer: Schema, way: Way) -> None:
        if "union" in (reader.kind, writer.kind):
            self._union(reader, writer, way)
        elif reader.kind != writer.kind or not pairing.is_same(*self._in_time(reader, writer)):
            self._note("type", reader, writer, way)
        elif reader.items is not None and writer.items is not None:
            one = definition(self._reading.reader, reader.items)
            self._visit(one, definition(self._reading.writer, writer.items), way.inside(reader.kind))
        else:
            self._named(reader, writer, way)

    def _union(self, reader: Schema, writer: Schema, way: Way) -> None:
        reading = self._reading
        readers = [definition(reading.reader, branch) for branch in _branches(reader)]
        writers = [definition(reading.writer, branch) for branch in _branches(writer)]
        pairs = pairing.branches(*((writers, readers) if self._backward else (readers, writers)))
        like: dict[int, Schema] = {}
        for old, new in pairs.kept:
            if old is not None:
                like[id(old if self._backward else new)] = new if self._backward else old
        for branch in writers:
            if reading.known(reader, branch):
                continue
            if id(branch) in like:
                label = branch.short or branch.kind
                self._visit(like[id(branch)], branch, way.branch(label) if len(writers) > 1 else way)
            else:
                self._note("type", reader, branch, way)

    def _named(self, reader: Schema, writer: Schema, way: Way) -> None:
        if reader.kind in NAMED and not aliases.is_name_read(reader, writer):
            self._note("name", reader, writer, way)
        if reader.kind == "fixed" and reader.size != writer.size:
            self._note("size", reader, writer, way)
        if reader.kind == "enum" and reader.default is None and missing_symbols(reader, writer):
            self._found[("symbols", id(reader), id(writer))] = Reason("symbols", reader, writer, way)
        for field in reader.fields:
            written = self._reading.written(field, writer)
            if not written and field.default is ABSENT:
                found = Reason("missing", reader, writer, way.field(field.name), field)
                self._found.setdefault(("missing", id(field), id(writer)), found)
            elif len(written) == 1:
                one = definition(self._reading.reader, field.type)
                self._visit(one, definition(self._reading.writer, written[0].type), way.field(field.name))


def _branches(schema: Schema) -> Iterator[Schema]:
    return iter(schema.branches if schema.kind == "union" else (schema,))

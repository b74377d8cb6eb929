"""What a definition says about a message on its way and cannot be: then there is no program at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

from catalog_gen.problems import Problem
from catalog_gen.snippets import headers, payloads

if TYPE_CHECKING:
    from collections.abc import Iterator

    from catalog_gen.snippets.traveling import Traveling
    from catalog_gen.snippets.ways import Way


def problems(way: Way, known: Traveling) -> Iterator[Problem]:
    """Everything that contradicts itself: wire format and schema, envelope, discriminator, headers."""
    yield from _of_wire_format(way, known)
    if known.told and known.told.by == "schema":
        yield from _of_schema_name(way, known)
    impossible = headers.impossible(way, known)
    if impossible is not None:
        yield impossible


def _of_wire_format(way: Way, known: Traveling) -> Iterator[Problem]:
    entry, wire = way.message, known.wire
    if not payloads.suits(wire, payloads.schema(entry, wire)):
        message = f"its schema is not one of which {wire} can be written"
        hint = f"name a schema of {'Protobuf' if wire == 'protobuf' else 'Avro'}, or another wire_format"
        yield Problem("bad-value", message, entry.place("wire_format"), entry.subject, hint)
    elif known.envelope == "cloudevents-structured" and wire != "json":
        message = f"a structured CloudEvent holds JSON here, not {wire}"
        yield Problem("bad-value", message, entry.place("envelope"), entry.subject, 'write CloudEvents("binary")')


def _of_schema_name(way: Way, known: Traveling) -> Iterator[Problem]:
    entry = way.message
    if known.wire != "confluent-avro":
        message = f"the channel tells messages apart by the schema's name, which {known.wire} does not carry"
        hint = 'write wire_format="confluent-avro", or a header as discriminator'
        yield Problem("bad-value", message, entry.place("wire_format"), entry.subject, hint)
    elif known.told and not known.told.value:
        message = "the channel tells messages apart by the schema's name, and the schema has none"
        hint = "write a record, or a header as discriminator"
        yield Problem("bad-value", message, entry.place("schema_path"), entry.subject, hint)

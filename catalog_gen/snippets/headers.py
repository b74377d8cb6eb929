"""The headers that a program sends: what the protocol can carry, and what the schema declared for them says."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Final

from catalog_gen.model import Header
from catalog_gen.problems import Problem
from catalog_gen.snippets import payloads
from catalog_gen.snippets.traveling import discriminating, said

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from catalog_gen.snippets.traveling import Traveling
    from catalog_gen.snippets.ways import Way

_GENERATED: Final = {
    "uuid": "0b1f6f0e-6d2c-4b52-9a55-6f6d3a1a9c01",
    "hex": "0b1f6f0e6d2c4b529a556f6d3a1a9c01",
    "now": "2026-01-01T00:00:00+00:00",
}
"""One of the values that a program makes anew for every message."""


def impossible(way: Way, known: Traveling) -> Problem | None:
    """Why the protocol cannot carry the headers."""
    entry = way.message
    if way.protocol == "mqtt" and known.binding["version"] == "3.1.1" and known.headers:
        holder, place = way.saying("version")
        names = ", ".join(f'"{name}"' for name in known.headers)
        message = f"MQTT 3.1.1 has no headers, and {entry.id} needs {names}"
        return Problem("bad-value", message, place, holder.subject, 'leave version out, or write version="5"')
    if way.protocol == "redis" and "data" in known.headers:
        message = 'entries of Redis Streams have the payload in the field "data", so no header can have that name'
        return Problem("bad-value", message, entry.place("headers"), entry.subject)
    return None


def unfit(way: Way, known: Traveling) -> Iterator[Problem]:
    """What the schema of the headers does not take; that all of them are texts on the wire counts for nothing."""
    entry = way.message
    if entry.headers is None:
        return
    sent = {name: _text(header, way) for name, header in known.headers.items()}
    for mismatch in entry.headers.file.mismatches(sent):
        if mismatch.rule != "type":
            spot = f"{mismatch.spot}: " if mismatch.spot else ""
            message = f"the headers are not what {entry.headers.file.path} says: {spot}{mismatch.message}"
            hint = 'headers={"trace-id": Header(generate="hex")} says what is sent'
            yield Problem("unfit-headers", message, entry.place("headers"), entry.subject, hint)


def unclear(way: Way, known: Traveling, beside: Iterable[Way]) -> Iterator[Problem]:
    """Where the header that tells the messages of a channel apart does not do that."""
    if known.told is None or known.told.by != "header" or known.envelope == "cloudevents-binary":
        return
    name, entry = known.told.name, way.message
    declared = said(way, name)
    if isinstance(declared, Header) and declared.value is None:
        message = f'the header "{name}" tells messages apart, so it has to be the same text in each'
        yield Problem("bad-value", message, entry.place("headers"), entry.subject, f'write {{"{name}": "{entry.id}"}}')
    for other in beside:
        if discriminating(other, name) == known.told.value:
            message = f'the header "{name}" is "{known.told.value}" in {other.message.id}, too; it tells them apart'
            yield Problem("bad-value", message, entry.place("headers"), entry.subject, "give each its own value")


def _text(header: Header, way: Way) -> str:
    if header.field is None:
        return header.value if header.value is not None else _GENERATED[header.generate or "uuid"]
    payload = way.message.examples[0].payload if way.message.examples else None
    schema = way.message.schema
    steps = payloads.steps(schema.tree if schema else None, payload, header.field)
    value = "" if steps is None else payloads.at(payload, steps)
    return json.dumps(value) if isinstance(value, bool) else str(value)

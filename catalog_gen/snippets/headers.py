"""The headers that a program sends against the schema that the definition gives for them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from catalog_gen.problems import Problem
from catalog_gen.snippets import payloads

if TYPE_CHECKING:
    from collections.abc import Iterator

    from catalog_gen.model import Header
    from catalog_gen.snippets.traveling import Traveling
    from catalog_gen.snippets.ways import Way

_GENERATED: Final = {
    "uuid": "0b1f6f0e-6d2c-4b52-9a55-6f6d3a1a9c01",
    "hex": "0b1f6f0e6d2c4b529a556f6d3a1a9c01",
    "now": "2026-01-01T00:00:00+00:00",
}
"""One of the values that a program makes anew for every message."""


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


def _text(header: Header, way: Way) -> str:
    if header.field is None:
        return header.value if header.value is not None else _GENERATED[header.generate or "uuid"]
    payload = way.message.examples[0].payload if way.message.examples else None
    schema = way.message.schema
    steps = payloads.steps(schema.tree if schema else None, payload, header.field)
    return "" if steps is None else str(payloads.at(payload, steps))

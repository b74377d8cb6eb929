"""Reasons for readers to fail that no change of a field or type brought by itself: aliases that cross each other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from catalog_gen.compatibility import marking
from catalog_gen.compatibility.avro import wording
from catalog_gen.compatibility.avro.findings import field_spot, spot

if TYPE_CHECKING:
    from catalog_gen.compatibility.avro.findings import Findings
    from catalog_gen.compatibility.avro.reasons import Key, Reason
    from catalog_gen.formats.avro.schemas import Schema


def explain(findings: Findings) -> None:
    """Note one difference for each of them.

    Where nothing changed, that aliases are ambiguous has been so before, and no difference is noted.
    """
    left = list(findings.unexplained())
    if not findings.differences and all(reason.what == "ambiguous" for _, _, reason in left):
        return
    for direction, key, reason in left:
        if findings.is_explained(direction, key):
            continue
        if reason.what == "ambiguous":
            _ambiguous(findings, key, reason)
        else:
            _unreadable(findings, key, reason, backward=direction == "backward")


def _ambiguous(findings: Findings, key: Key, reason: Reason) -> None:
    """A field that could be read from several fields."""
    if reason.field is None:
        return
    field = reason.field
    names = [each.name for each in reason.writer.fields if each.name in {field.name, *field.aliases}]
    words = f"{marking.code(field.name)} of {_called(reason.reader)} could be read from {wording.listed(names)}"
    if len(names) == 1:  # an alias that is the name itself
        words = f"{marking.code(field.name)} of {_called(reason.reader)} has its own name as an alias"
    at = field_spot(reason.reader, field, "aliases")
    findings.add("ambiguous-alias", words, reason.way.field(field.name), at, keys=[key])


def _unreadable(findings: Findings, key: Key, reason: Reason, *, backward: bool) -> None:
    """A type, or a field, that a reader finds by an alias though it is another one."""
    reader, writer = reason.reader, reason.writer
    age = "new" if backward else "old"
    path = str(reason.way) or reader.short or reader.kind
    what = f"{_called(writer)} is written where readers with the {age} schema want {_called(reader)}"
    if reason.what == "missing":
        what = f"{_called(writer)} has nothing for it, and it has no default"
    at = spot(reader if backward else writer)
    findings.add("unreadable", f"{marking.code(path)} cannot be read: {what}", reason.way, at, keys=[key])


def _called(schema: Schema) -> str:
    return marking.code(schema.name or schema.kind)

"""Whether a JSON payload, as a consumer would see it, is valid under a schema.

A union is the plain value; where that is not valid, Avro's own JSON encoding counts as well, which names the branch:
`{"string": "x"}`, https://avro.apache.org/docs/1.12.0/specification/#json-encoding.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any, Final

from catalog_gen.formats.avro import defaults, nesting, scalars, values
from catalog_gen.formats.avro.wording import quoted, shown
from catalog_gen.formats.tree import ABSENT, Mismatch
from catalog_gen.problems import nearest

if TYPE_CHECKING:
    from collections.abc import Mapping

    from catalog_gen.formats.avro.nesting import Steps
    from catalog_gen.formats.avro.schemas import Field, Linked, Schema

_HINTS: Final = 20  # looking for what was meant takes its time

Mismatches = tuple[Mismatch, ...]


@dataclasses.dataclass(frozen=True, slots=True, eq=False)
class Branch:
    """The branch of a union that a payload is of; `value` is the payload without the branch's name."""

    index: int
    value: Any


class Payloads:
    """Compares parts of one payload with the types of a schema, each pair once: unions ask again and again.

    The payload must stay alive and unchanged as long as this.
    """

    def __init__(self, linked: Linked) -> None:
        self._linked = linked
        self._known: dict[tuple[int, int], Mismatches] = {}
        self._defaults: dict[int, Any] = {}  # by field; alive as long as what is known of them

    def mismatches(self, schema: Schema, value: Any) -> Mismatches:
        """Every reason why the value is not valid, with paths from the value on."""
        return nesting.run(self._compared(schema, value))

    def default(self, field: Field) -> Any:
        """The default of a field as a payload has it."""
        if id(field) not in self._defaults:
            self._defaults[id(field)] = defaults.payload(self._linked, field)
        return self._defaults[id(field)]

    def branch(self, union: Schema, value: Any) -> Branch | None:
        """The first branch of the union that the value is of."""
        for index, branch in enumerate(union.branches):
            if not self.mismatches(branch, value):
                return Branch(index, value)
        tagged = _tagged(union, value)
        if tagged is not None and not self.mismatches(union.branches[tagged.index], tagged.value):
            return tagged
        return None

    def _compared(self, schema: Schema, value: Any) -> Steps[Mismatches]:
        seen = self._linked.seen(schema)
        key = (id(seen), id(value))
        if key not in self._known:
            self._known[key] = yield self._fresh(seen, value)
        return self._known[key]

    def _fresh(self, schema: Schema, value: Any) -> Steps[Mismatches]:
        if schema.kind == "union":
            mismatches: Mismatches = yield self._union(schema, value)
            return mismatches
        if schema.kind not in {"record", "array", "map"}:
            return _scalar(schema, value)
        wrong = scalars.wrong_kind(schema.kind, value)
        if wrong:
            return (Mismatch((), wrong, "type", schema.name or schema.kind),)
        if schema.kind == "record":
            mismatches = yield self._record(schema, value)
            return mismatches
        assert schema.items is not None  # noqa: S101 - arrays and maps have them
        found: list[Mismatch] = []
        for step, part in value.items() if isinstance(value, dict) else enumerate(value):
            if isinstance(step, str):
                found += _below(step, _scalar_text(step))
            found += _below(step, (yield self._compared(schema.items, part)))
        return tuple(found)

    def _record(self, record: Schema, value: Mapping[str, Any]) -> Steps[Mismatches]:
        found: list[Mismatch] = []
        names = {field.name for field in record.fields}
        for field in record.fields:
            if field.name in value:
                found += _below(field.name, (yield self._compared(field.type, value[field.name])))
            elif field.default is ABSENT:
                words = f'the field "{field.name}" of {record.short} is missing'
                found.append(Mismatch((), words, "required", field.name))
            elif (yield self._compared(field.type, self.default(field))):
                words = f'the field "{field.name}" of {record.short} is missing, and its default is not valid'
                found.append(Mismatch((), words, "required", field.name))
        for key in value:
            if key not in names:
                hint = nearest(key, names) if len(found) < _HINTS else ""
                words = f"{quoted(key)} is not a field of {record.short}" + (f"; {hint}" if hint else "")
                found.append(Mismatch((key,), words, "fields", sorted(names)))
        return tuple(found)

    def _union(self, union: Schema, value: Any) -> Steps[Mismatches]:
        tried: list[Mismatches] = []
        for branch in union.branches:
            found = yield self._compared(branch, value)
            if not found:
                return ()
            tried.append(found)
        tagged = _tagged(union, value)
        if tagged is not None:
            found = yield self._compared(union.branches[tagged.index], tagged.value)
            if not found or not any(_may_be(mismatches) for mismatches in tried):
                return tuple(_below(next(iter(value)), found))
        likely = [mismatches for mismatches in tried if _may_be(mismatches)]
        if likely:
            return min(likely, key=_distance)
        names = [branch.name or branch.kind for branch in union.branches]
        words = f"{shown(value)} is of none of the types of the union ({', '.join(names)})"
        return (Mismatch((), words, "type", names),)


def _scalar(schema: Schema, value: Any) -> Mismatches:
    try:
        values.python(schema, value)
    except TypeError as error:
        return (Mismatch((), str(error), "type", schema.name or schema.kind),)
    except scalars.NotValidError as error:
        if schema.kind == "enum":
            hint = nearest(value, schema.symbols)
            return (Mismatch((), str(error) + (f"; {hint}" if hint else ""), "symbols", list(schema.symbols)),)
        rule = "logicalType" if schema.logical else "size" if schema.kind == "fixed" else "type"
        expected = schema.logical.name if schema.logical else schema.size if schema.kind == "fixed" else schema.kind
        return (Mismatch((), str(error), rule, expected),)
    return ()


def _scalar_text(key: str) -> Mismatches:
    try:
        scalars.check_text(key)
    except scalars.NotValidError as error:
        return (Mismatch((), str(error), "type", "string"),)
    return ()


def _tagged(union: Schema, value: Any) -> Branch | None:
    """The branch that the value names, if it is written as Avro's JSON encoding writes unions."""
    if not isinstance(value, dict) or len(value) != 1:
        return None
    (tag, inner), *_ = value.items()
    names = [branch.name or branch.kind for branch in union.branches]
    return Branch(names.index(tag), inner) if tag in names and tag != "null" else None


def _may_be(mismatches: Mismatches) -> bool:
    """Whether a value is at least of the kind that was expected."""
    return not any(mismatch.rule == "type" and not mismatch.path for mismatch in mismatches)


def _distance(mismatches: Mismatches) -> tuple[int, int]:
    """How far a value is from a branch: a value of another type counts more than one that is out of bounds."""
    return sum(1 + (mismatch.rule in {"type", "fields", "required"}) for mismatch in mismatches), len(mismatches)


def _below(step: str | int, mismatches: Mismatches) -> list[Mismatch]:
    return [dataclasses.replace(mismatch, path=(step, *mismatch.path)) for mismatch in mismatches]

"""Defaults: whether they fit their type, and what they are in a payload.

https://avro.apache.org/docs/1.12.0/specification/#schema-record, table "field default values". Avro Java looks less
closely at texts, and more closely before 1.12 at unions: there it says a warning, not an error.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

from catalog_gen.formats.avro import nesting, scalars, values
from catalog_gen.formats.avro.wording import quoted, shown
from catalog_gen.formats.tree import ABSENT
from catalog_gen.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from catalog_gen.formats.avro.nesting import Steps
    from catalog_gen.formats.avro.schemas import Field, Linked, Pointer, Schema


@dataclasses.dataclass(frozen=True, slots=True)
class Misfit:
    """Where in a default, and why, it is not of its type; `harmless` where Avro Java takes it."""

    steps: Pointer
    message: str
    harmless: bool = False


def problems(records: Iterable[Schema], types: Mapping[str, Schema]) -> Iterator[Problem]:
    """What is wrong with the defaults of all fields, as far as the types of the fields are known."""
    fits = _Fits(types)
    for record in records:
        for field in record.fields:
            if field.default is ABSENT:
                continue
            for misfit in nesting.run(fits.field(record, field)):
                place = record.document.place((*field.pointer, "default", *misfit.steps))
                code = "suspicious-schema" if misfit.harmless else "bad-schema"
                yield Problem(code, f'the default of "{field.name}" does not fit: {misfit.message}', place)
            yield from _second_branch(record, field, fits)


def _second_branch(record: Schema, field: Field, fits: _Fits) -> Iterator[Problem]:
    """A default of another type than the first one of its union is new in Avro 1.12."""
    union = field.type
    if union.kind != "union" or len(union.branches) < 2:  # noqa: PLR2004 - there is no other branch
        return
    first, *others = (_is_of(nesting.run(fits.value(branch, field.default))) for branch in union.branches)
    if not first and any(others):
        words = (
            f'the default of "{field.name}" is not of the first type of its union, as programs before Avro 1.12 want it'
        )
        place = record.document.place((*field.pointer, "default"))
        fitting = union.branches[others.index(True) + 1]
        hint = f'put "{fitting.name or fitting.kind}" first'
        yield Problem("suspicious-schema", words, place, hint=hint)


def _is_of(misfits: list[Misfit]) -> bool:
    return all(misfit.harmless for misfit in misfits)


class _Fits:
    """Compares defaults with types; a record within its own default is looked at once."""

    def __init__(self, types: Mapping[str, Schema]) -> None:
        self._types = types
        self._inside: set[tuple[str, str]] = set()

    def field(self, record: Schema, field: Field) -> Steps[list[Misfit]]:
        """Why the default of a field does not fit."""
        key = (record.name, field.name)
        if key in self._inside:
            return [Misfit((), "it contains itself, since fields that it leaves out have it as default")]
        self._inside.add(key)
        misfits = yield self.value(field.type, field.default)
        self._inside.discard(key)
        if misfits and field.type.kind in {"float", "double"} and _is_number(field.default):
            return [Misfit((), f"{quoted(field.default)} is a text, not a number", harmless=True)]
        return list(misfits)

    def value(self, schema: Schema, value: Any) -> Steps[list[Misfit]]:
        """Why the value is not of the type."""
        seen = self._types.get(schema.name) if schema.kind == "reference" else schema
        if seen is None:
            return []
        if seen.kind == "union":
            misfits: list[Misfit] = yield self._union(seen, value)
            return misfits
        if seen.kind == "record":
            misfits = yield self._record(seen, value)
            return misfits
        if seen.items is None:
            return list(_misfits(seen, value))
        if not isinstance(value, list if seen.kind == "array" else dict):
            what = "a list" if seen.kind == "array" else "an object"
            return [Misfit((), f"{shown(value)} where {what} is expected")]
        found: list[Misfit] = []
        for step, part in value.items() if isinstance(value, dict) else enumerate(value):
            inner = yield self.value(seen.items, part)
            found += [dataclasses.replace(misfit, steps=(step, *misfit.steps)) for misfit in inner]
        return found

    def _union(self, union: Schema, value: Any) -> Steps[list[Misfit]]:
        tried: list[list[Misfit]] = []
        for branch in union.branches:
            found = yield self.value(branch, value)
            if not found:
                return []
            tried.append(found)
        best = next((found for found in tried if _is_of(found)), None)
        if best is None and len(inner := [found for found in tried if any(misfit.steps for misfit in found)]) == 1:
            best = inner[0]
        names = ", ".join(branch.name or branch.kind for branch in union.branches)
        return best or [Misfit((), f"{shown(value)} is of none of the types of the union ({names})")]

    def _record(self, record: Schema, value: Any) -> Steps[list[Misfit]]:
        if not isinstance(value, dict):
            return [Misfit((), f"{shown(value)} where an object for {record.short} is expected")]
        names = {field.name for field in record.fields}
        unknown = (key for key in value if key not in names)
        found = [Misfit((key,), f"{record.short} has no such field", harmless=True) for key in unknown]
        for field in record.fields:
            if field.name in value:
                inner = yield self.value(field.type, value[field.name])
                found += [dataclasses.replace(misfit, steps=(field.name, *misfit.steps)) for misfit in inner]
            elif field.default is ABSENT:
                found.append(Misfit((), f'the field "{field.name}" of {record.short} is missing'))
            else:
                inner = yield self.field(record, field)
                found += [dataclasses.replace(misfit, steps=()) for misfit in inner if "contains" in misfit.message]
        return found


def _misfits(schema: Schema, value: Any) -> Iterator[Misfit]:
    """Why the value is not of a type that holds no others."""
    wrong = scalars.wrong_kind(schema.kind, value)
    if wrong:
        yield Misfit((), wrong)
    elif schema.kind == "enum" and value not in schema.symbols:
        yield Misfit((), f"{quoted(value)} is none of the symbols of {schema.short}", harmless=True)
    elif schema.kind in {"bytes", "fixed"} and not scalars.is_bytes(value):
        yield Misfit((), "it has characters beyond U+00FF, which stand for no byte", harmless=True)
    elif schema.kind == "fixed" and len(value) != schema.size:
        yield Misfit((), f"it has {scalars.counted(value)} where {schema.short} has {schema.size}", harmless=True)


def _is_number(value: Any) -> bool:
    try:
        float(value)
    except (TypeError, ValueError):
        return False
    return isinstance(value, str)


def payload(linked: Linked, field: Field) -> Any:
    """The default as a consumer sees it in JSON: decimals and the like as texts, not as bytes."""
    if not isinstance(field.default, (str, list, dict)):
        return field.default
    return nesting.run(_in_payload(linked, field.type, field.default, _Fits(linked.types)))


def _in_payload(linked: Linked, schema: Schema, value: Any, fits: _Fits) -> Steps[Any]:
    seen = linked.seen(schema)
    if seen.kind == "union":
        for branch in seen.branches:
            if not (yield fits.value(branch, value)):
                return (yield _in_payload(linked, branch, value, fits))
        return value
    if seen.kind == "record" and isinstance(value, dict):
        types = {field.name: field.type for field in seen.fields}
        found = {}
        for key, part in value.items():
            found[key] = (yield _in_payload(linked, types[key], part, fits)) if key in types else part
        return found
    items = seen.items
    if items is not None and isinstance(value, list):
        return (yield nesting.each(_in_payload(linked, items, part, fits) for part in value))
    if items is not None and isinstance(value, dict):
        parts = yield nesting.each(_in_payload(linked, items, part, fits) for part in value.values())
        return dict(zip(value, parts, strict=True))
    return values.from_bytes(seen, value) if seen.kind in {"bytes", "fixed"} else value

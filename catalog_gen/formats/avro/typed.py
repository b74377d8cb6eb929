"""JSON payloads as the Python values that fastavro writes."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

from catalog_gen.formats.avro import nesting, values
from catalog_gen.formats.avro.payloads import Payloads

if TYPE_CHECKING:
    from collections.abc import Mapping

    from catalog_gen.formats.avro.nesting import Steps
    from catalog_gen.formats.avro.schemas import Linked, Schema


class InvalidPayloadError(ValueError):
    """The payload is not valid under the schema; `check` says why."""


def typed(linked: Linked, payload: Any) -> Any:
    """The payload with datetimes, dates, times, Decimals, UUIDs and bytes in the place of what JSON has for them.

    Fields that are left out have their defaults. A union is a plain value where only one of its branches besides null
    comes into question, else what fastavro calls tuple notation, `(name of the branch, value)`.

    Raises:
        InvalidPayloadError: the payload is not valid.
    """
    payloads = Payloads(linked)
    found = payloads.mismatches(linked.root, payload)
    if found:
        raise InvalidPayloadError(found[0].message)
    value: _Value = nesting.run(_Typing(linked, payloads).value(linked.root, payload))
    return value.python


@dataclasses.dataclass(frozen=True, slots=True, eq=False)
class _Value:
    """A Python value; `named` where some union in it names its branch, which fastavro's own choice may not see."""

    python: Any
    named: bool = False


class _Typing:
    def __init__(self, linked: Linked, payloads: Payloads) -> None:
        self._linked = linked
        self._payloads = payloads

    def value(self, schema: Schema, value: Any) -> Steps[_Value]:
        """What fastavro writes for a value that is valid."""
        seen = self._linked.seen(schema)
        if seen.kind == "union":
            typed: _Value = yield self._union(seen, value)
            return typed
        if seen.kind == "record":
            typed = yield self._record(seen, value)
            return typed
        if seen.items is None:
            return _Value(values.python(seen, value))
        named = False
        if seen.kind == "array":
            elements = []
            for part in value:
                inner = yield self.value(seen.items, part)
                elements.append(inner.python)
                named |= inner.named
            return _Value(elements, named)
        found = {}
        for key, part in value.items():
            inner = yield self.value(seen.items, part)
            found[key] = inner.python
            named |= inner.named
        return _Value(found, named)

    def _record(self, record: Schema, value: Mapping[str, Any]) -> Steps[_Value]:
        found, named = {}, False
        for field in record.fields:
            part = value[field.name] if field.name in value else self._payloads.default(field)
            inner = yield self.value(field.type, part)
            found[field.name] = inner.python
            named |= inner.named
        return _Value(found, named)

    def _union(self, union: Schema, value: Any) -> Steps[_Value]:
        branch = self._payloads.branch(union, value)
        if branch is None:
            raise InvalidPayloadError("the value is of none of the types of its union")
        chosen = union.branches[branch.index]
        inner = yield self.value(chosen, branch.value)
        others = [each for each in union.branches if each is not chosen and each.kind != "null"]
        if chosen.kind == "null" or not (others or inner.named):
            return _Value(inner.python)
        return _Value((chosen.name or chosen.kind, inner.python), named=True)

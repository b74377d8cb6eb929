"""Which named types say the same in both schemas, with all that they lead to: there is nothing to look at in them.

Types in a circle and fields with aliases are left out: what Avro Java remembers of those depends on its way there.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from catalog_gen.compatibility.avro import circles

if TYPE_CHECKING:
    from collections.abc import Mapping

    from catalog_gen.formats.avro.schemas import Linked, Schema


def unchanged(old: Linked, new: Linked) -> frozenset[str]:
    """Their full names."""
    shared = [name for name in new.types if name in old.types]
    alike = {name for name in shared if _facts(old.types[name]) == _facts(new.types[name])}
    others = {name for name in new.types if name not in alike}
    return frozenset(circles.ending(new, but=lambda schema: schema.name in others or has_aliases(schema)))


def has_aliases(record: Schema) -> bool:
    """Whether a field of the record has another name for readers."""
    return any(field.aliases for field in record.fields)


def _facts(schema: Schema) -> tuple[Any, ...] | object:
    """Everything that a type says itself; other named types are their names."""
    try:
        return _said(schema, at_the_top=True)
    except RecursionError:
        return object()  # equal to nothing


_INSIDE: Final = frozenset({"type", "fields", "items", "values"})
"""Attributes in which other types stand."""


def _said(schema: Schema, *, at_the_top: bool = False) -> tuple[Any, ...]:
    if schema.name and not at_the_top:
        return ("named", schema.name)
    inner = [_said(part) for part in (*schema.branches, *([schema.items] if schema.items else ()))]
    json = schema.json if isinstance(schema.json, dict) else {}
    written = json.get("fields", ()) if schema.fields else ()
    fields = [(_attributes(own), _said(field.type)) for own, field in zip(written, schema.fields, strict=True)]
    sort = json.get("type") if isinstance(json.get("type"), str) else ""
    return (schema.kind, sort, schema.logical, _attributes(json), *inner, *fields)


def _attributes(json: Mapping[str, Any]) -> dict[str, Any]:
    """What an object says besides the types inside of it, also what Avro does not define."""
    return {key: value for key, value in json.items() if key not in _INSIDE}

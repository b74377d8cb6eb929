"""A schema as one JSON value that needs no other file: for people, with all that they wrote, or for fastavro."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from catalog_gen.formats.avro import names, nesting
from catalog_gen.formats.avro.schemas import NAMED, parts
from catalog_gen.formats.tree import ABSENT

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from catalog_gen.formats.avro.nesting import Steps
    from catalog_gen.formats.avro.schemas import Field, Linked, Schema


def text(linked: Linked) -> str:
    """The schema with the definition of each type of another file where it is used first.

    Keys, their order and attributes of the user's own stay. What is an `error` becomes a `record`, which is the same on
    the wire, since EventCatalog's viewer knows no errors.
    """
    return json.dumps(nesting.run(_Bundle(linked.types).schema(linked.root, "")), indent=2, ensure_ascii=False)


def bare(linked: Linked) -> Any:
    """The schema with Avro's own attributes only, as far as they hold, and full names: what fastavro should parse."""
    return nesting.run(_Bare(linked.types).schema(linked.root))


def is_same(one: Schema, other: Schema) -> bool:
    """Whether two definitions of one name say the same, apart from their docs and the definitions inside of them."""
    inside = {part.name for schema in (one, other) for part in parts(schema)} - {one.name}
    try:
        return bool(nesting.run(_Bare({}, inside).schema(one)) == nesting.run(_Bare({}, inside).schema(other)))
    except RecursionError:  # Python compares no deeper
        return False


class _Bundle:
    """Copies JSON, and puts definitions where names stand the first time."""

    def __init__(self, types: Mapping[str, Schema]) -> None:
        self._types = types
        self._done: set[str] = set()

    def schema(self, schema: Schema, namespace: str) -> Steps[Any]:
        """The JSON of the type where `namespace` holds."""
        if schema.kind == "reference":
            if schema.name in self._done:
                return schema.written if schema.namespace == namespace else schema.name
            return (yield self.schema(self._types[schema.name], namespace))
        if schema.kind == "union":
            return (yield nesting.each(self.schema(branch, namespace) for branch in schema.branches))
        if schema.kind in NAMED:
            return (yield self._named(schema, namespace))
        if schema.items is not None:
            key = "items" if schema.kind == "array" else "values"
            return {**schema.json, key: (yield self.schema(schema.items, namespace))}
        return schema.json

    def _named(self, schema: Schema, namespace: str) -> Steps[Any]:
        if schema.name in self._done:
            return schema.name
        self._done.add(schema.name)
        inside = names.namespace_of(schema.name)
        found = dict(schema.json)
        if "namespace" not in found and "." not in found["name"] and inside != namespace:
            found = _after(schema.json, "name", "namespace", inside)
        if schema.kind == "record":
            found["type"] = "record"
            types = yield nesting.each(self.schema(field.type, inside) for field in schema.fields)
            pairs = zip(schema.json["fields"], types, strict=True)
            found["fields"] = [{**field, "type": type_} for field, type_ in pairs]
        return found


def _after(mapping: Mapping[str, Any], key: str, new: str, value: Any) -> dict[str, Any]:
    """The mapping with another key behind a known one."""
    found: dict[str, Any] = {}
    for each, own in mapping.items():
        found[each] = own
        if each == key:
            found[new] = value
    return found


class _Bare:
    """Writes schemas without anything that programs may stumble over."""

    def __init__(self, types: Mapping[str, Schema], done: Iterable[str] = ()) -> None:
        self._types = types
        self._done = set(done)

    def schema(self, schema: Schema) -> Steps[Any]:
        """The JSON of the type."""
        if schema.kind == "reference":
            if schema.name in self._done or schema.name not in self._types:
                return schema.name
            return (yield self.schema(self._types[schema.name]))
        if schema.kind == "union":
            return (yield nesting.each(self.schema(branch) for branch in schema.branches))
        if schema.kind in NAMED:
            return (yield self._named(schema))
        found: dict[str, Any] = {"type": schema.kind, **_logical(schema)}
        if schema.items is not None:
            found["items" if schema.kind == "array" else "values"] = yield self.schema(schema.items)
        return found if len(found) > 1 else schema.kind

    def _named(self, schema: Schema) -> Steps[Any]:
        if schema.name in self._done:
            return schema.name
        self._done.add(schema.name)
        found: dict[str, Any] = {"type": schema.kind, "name": schema.name, **_logical(schema)}
        if "." not in schema.name:
            found["namespace"] = ""
        if schema.aliases:
            found["aliases"] = list(schema.aliases)
        if schema.kind == "enum":
            found["symbols"] = list(schema.symbols)
            if schema.default is not None:
                found["default"] = schema.default
        elif schema.kind == "fixed":
            found["size"] = schema.size
        else:
            types = yield nesting.each(self.schema(field.type) for field in schema.fields)
            pairs = zip(schema.fields, types, strict=True)
            found["fields"] = [{"name": field.name, "type": type_, **_of_field(field)} for field, type_ in pairs]
        return found


def _logical(schema: Schema) -> dict[str, Any]:
    if schema.logical is None:
        return {}
    found: dict[str, Any] = {"logicalType": schema.logical.name}
    if schema.logical.precision:
        found |= {"precision": schema.logical.precision, "scale": schema.logical.scale}
    return found


def _of_field(field: Field) -> dict[str, Any]:
    found: dict[str, Any] = {"aliases": list(field.aliases)} if field.aliases else {}
    if field.default is not ABSENT:
        found["default"] = _default(field)
    return found


def _default(field: Field) -> Any:
    """The default; fastavro wants a fraction even for whole numbers."""
    if field.type.kind in {"float", "double"}:
        try:
            return float(field.default)
        except (TypeError, ValueError):
            return field.default
    return field.default

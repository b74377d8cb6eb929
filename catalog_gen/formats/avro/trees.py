"""The neutral tree of a schema, in Avro's own words."""

from __future__ import annotations

import collections
import dataclasses
from typing import TYPE_CHECKING, Final

from catalog_gen.formats.avro import defaults, nesting
from catalog_gen.formats.avro.wording import quoted
from catalog_gen.formats.tree import ABSENT, NO_LIMITS, Field, Limits, Tree, Type

if TYPE_CHECKING:
    from catalog_gen.formats import tree
    from catalog_gen.formats.avro import schemas
    from catalog_gen.formats.avro.nesting import Steps
    from catalog_gen.formats.avro.schemas import Linked, Schema

_KINDS: Final[dict[schemas.Kind, tree.Kind]] = {
    "null": "null",
    "boolean": "boolean",
    "int": "integer",
    "long": "integer",
    "float": "number",
    "double": "number",
    "bytes": "bytes",
    "string": "string",
    "fixed": "bytes",
    "array": "array",
    "map": "map",
    "union": "union",
}

_LIMITS: Final = {
    "int": Limits(minimum=-(2**31), maximum=2**31 - 1),
    "long": Limits(minimum=-(2**63), maximum=2**63 - 1),
}


def tree_of(linked: Linked) -> Tree:
    """The tree: named types stand in it once and are referred to from everywhere; a named root is one of them."""
    writer = _Writer(linked)
    types = {name: writer.named(schema) for name, schema in linked.types.items()}
    return Tree(types.get(linked.root.name) or nesting.run(writer.use(linked.root)), types)


class _Writer:
    def __init__(self, linked: Linked) -> None:
        self._linked = linked
        self._shorts = collections.Counter(schema.short for schema in linked.types.values())

    def named(self, schema: Schema) -> Type:
        """A record, enum or fixed."""
        words = self._name(schema)
        notes = tuple(f"also called {quoted(alias)}" for alias in schema.aliases)
        if schema.kind == "record":
            fields = tuple(self._field(field) for field in schema.fields)
            return Type(kind="record", words=words, name=schema.name, doc=schema.doc, fields=fields, notes=notes)
        if schema.kind == "enum":
            if schema.default is not None:
                notes = (*notes, f"{schema.default} stands for symbols that a reader does not know")
            return Type(kind="enum", words=words, name=schema.name, doc=schema.doc, values=schema.symbols, notes=notes)
        made = _scalar(schema)
        return dataclasses.replace(made, name=schema.name, doc=schema.doc, notes=(*made.notes, *notes))

    def use(self, schema: Schema) -> Steps[Type]:
        """A type where it is used."""
        if schema.kind == "reference" or schema.name:
            seen = self._linked.seen(schema)
            return Type(kind="reference", words=self._name(seen), name=seen.name)
        if schema.kind == "union":
            branches = yield nesting.each(self.use(branch) for branch in schema.branches)
            words = " | ".join(branch.words for branch in branches)
            return Type(kind="union", words=words or "union of nothing", branches=tuple(branches))
        if schema.items is None:
            return _scalar(schema)
        items = yield self.use(schema.items)
        return Type(kind=_KINDS[schema.kind], words=f"{schema.kind}<{items.words}>", items=items)

    def _name(self, schema: Schema) -> str:
        """What a named type is called in short."""
        if schema.kind == "fixed":
            return _scalar(schema).words
        return schema.short if self._shorts[schema.short] == 1 else schema.name

    def _field(self, field: schemas.Field) -> Field:
        type_ = nesting.run(self.use(field.type))
        if field.aliases:
            formerly = (f"also called {quoted(alias)}" for alias in field.aliases)
            type_ = dataclasses.replace(type_, notes=(*type_.notes, *formerly))
        required = field.default is ABSENT
        seen = self._linked.seen(field.type)
        nullable = seen.kind == "null" or any(branch.kind == "null" for branch in seen.branches)
        return Field(
            name=field.name,
            type=type_,
            required=required,
            why=("may be null" if nullable else "") if required else "has a default",
            default=ABSENT if required else defaults.payload(self._linked, field),
            doc=field.doc,
            deprecated=field.deprecated,
        )


def _scalar(schema: Schema) -> Type:
    """A type without parts; one with a logical type is the text that payloads have for it."""
    base = f"fixed({schema.size})" if schema.kind == "fixed" else schema.kind
    logical = schema.logical
    if logical is None:
        limits = Limits(min_length=schema.size, max_length=schema.size) if schema.kind == "fixed" else NO_LIMITS
        return Type(kind=_KINDS[schema.kind], words=base, limits=_LIMITS.get(schema.kind, limits))
    exact = Limits(precision=logical.precision, scale=logical.scale) if logical.precision else NO_LIMITS
    notes = (logical.note,) if logical.note else ()
    words = f"{base} ({logical.words})"
    return Type(kind="string", words=words, format=logical.format, limits=exact, notes=notes)

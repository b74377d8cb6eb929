"""Descriptors as the neutral tree."""

from __future__ import annotations

import collections
import dataclasses
from typing import TYPE_CHECKING, Any

from google.protobuf.descriptor import Descriptor, FieldDescriptor

from catalog_gen.formats.protobuf import scalars
from catalog_gen.formats.tree import ABSENT, Field, Tree, Type

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from google.protobuf.descriptor import EnumDescriptor, OneofDescriptor

    from catalog_gen.formats.protobuf.descriptors import Compiled


def tree(compiled: Compiled, root: Descriptor) -> Tree:
    """The tree; a type is called by its short name where only one type of the tree has that."""
    reached = list(_reached(root))
    counted = collections.Counter(each.name for each in reached)
    names = {each.full_name: each.name if counted[each.name] == 1 else each.full_name for each in reached}
    types = _Types(compiled, names, root)
    by_name = {each.full_name: types.declared(each) for each in reached}
    first = by_name.get(root.full_name) or types.message(root)
    used = {type_.name for each in by_name.values() for field in each.fields for type_ in _referred(field.type)}
    return Tree(first, {name: type_ for name, type_ in by_name.items() if name in used})


def _reached(root: Descriptor) -> Iterator[Descriptor | EnumDescriptor]:
    """The messages and enums that are named types of the tree, in the order in which they are met."""
    waiting: list[Descriptor | EnumDescriptor] = [root]
    seen = {root.full_name}
    while waiting:
        each = waiting.pop(0)
        if each.full_name in scalars.WELL_KNOWN or each.full_name in scalars.WRAPPERS or each.full_name == scalars.NULL:
            continue
        if not isinstance(each, Descriptor) or not each.GetOptions().map_entry:
            yield each
        if isinstance(each, Descriptor):
            next_ones = [field.message_type or field.enum_type for field in each.fields]
            fresh = {one.full_name: one for one in next_ones if one is not None and one.full_name not in seen}
            seen |= fresh.keys()
            waiting += fresh.values()


def _referred(type_: Type) -> Iterator[Type]:
    if type_.kind == "reference":
        yield type_
    if type_.items is not None:
        yield from _referred(type_.items)


class _Types:
    """Types of one tree, in which a named type is called by a name that tells it from the others."""

    def __init__(self, compiled: Compiled, names: Mapping[str, str], root: Descriptor) -> None:
        self._compiled = compiled
        self._names = names
        self._embedded = _embedded(compiled, root)

    def declared(self, each: Descriptor | EnumDescriptor) -> Type:
        return self._record(each) if isinstance(each, Descriptor) else self._enum(each)

    def message(self, message: Descriptor) -> Type:
        """A message where it is used."""
        if message.full_name == "google.protobuf.Any":
            return dataclasses.replace(scalars.WELL_KNOWN[message.full_name], examples=(self._embedded,))
        if message.full_name in scalars.WELL_KNOWN:
            return scalars.WELL_KNOWN[message.full_name]
        if message.full_name in scalars.WRAPPERS:
            return scalars.wrapper(message.full_name)
        return Type(kind="reference", words=self._names[message.full_name], name=message.full_name)

    def _record(self, message: Descriptor) -> Type:
        return Type(
            kind="record",
            words=self._names[message.full_name],
            name=message.full_name,
            doc=self._doc(message.full_name),
            fields=tuple(self._field(field) for field in message.fields),
            notes=tuple(self._notes(message)),
        )

    def _enum(self, enum: EnumDescriptor) -> Type:
        return Type(
            kind="enum",
            words=self._names[enum.full_name],
            name=enum.full_name,
            doc=self._doc(enum.full_name),
            values=tuple(value.name for value in enum.values),
            notes=tuple(self._notes_of_enum(enum)),
        )

    def _field(self, field: FieldDescriptor) -> Field:
        oneof = self._oneof(field)
        has_default = field.has_default_value and field.has_presence and not field.is_repeated
        return Field(
            name=field.name,
            key=field.json_name if field.json_name != field.name else "",
            type=self._type(field),
            required=field.is_required,
            why=self._why(field, oneof),
            default=_default(field) if has_default else ABSENT,
            doc=self._doc(field.full_name),
            deprecated=field.GetOptions().deprecated,
            group=oneof.name if oneof is not None else "",
            number=field.number,
        )

    def _type(self, field: FieldDescriptor) -> Type:
        entry = field.message_type
        if entry is not None and entry.GetOptions().map_entry:
            key = scalars.map_key(entry.fields_by_name["key"].type)
            value = self._single(entry.fields_by_name["value"])
            return Type(kind="map", words=f"map<{key.words}, {value.words}>", keys=key, items=value)
        single = self._single(field)
        if field.is_repeated:
            return Type(kind="array", words=f"repeated {single.words}", items=single)
        if entry is not None and entry.full_name in scalars.WRAPPERS:
            return scalars.nullable(single)
        return single

    def _single(self, field: FieldDescriptor) -> Type:
        if field.message_type is not None:
            return self.message(field.message_type)
        enum = field.enum_type
        if enum is None:
            return scalars.SCALARS[field.type]
        if enum.full_name == scalars.NULL:
            around = field.containing_type
            inside = field.is_repeated or (around is not None and around.GetOptions().map_entry)
            return scalars.NULL_INSIDE if inside else Type(kind="null", words=scalars.NULL)
        return Type(kind="reference", words=self._names[enum.full_name], name=enum.full_name)

    def _oneof(self, field: FieldDescriptor) -> OneofDescriptor | None:
        """The oneof of a field, unless it is the one that protoc makes for `optional` in proto3."""
        oneof = field.containing_oneof
        if oneof is None:
            return None
        written = self._compiled.written[oneof.containing_type.full_name].field[field.index]
        return None if written.proto3_optional else oneof

    def _why(self, field: FieldDescriptor, oneof: OneofDescriptor | None) -> str:
        if field.is_required:
            return "" if self._compiled.edition == "proto2" else "LEGACY_REQUIRED"
        if oneof is not None:
            return f"one of {oneof.name}"
        if field.is_repeated:
            return "may be empty"
        if field.has_presence:
            return "has a default" if field.has_default_value else ""
        return f"absent means {_shown(_default(field))}"

    def _notes(self, message: Descriptor) -> Iterator[str]:
        if message.GetOptions().deprecated:
            yield "deprecated"
        for oneof in message.oneofs:
            doc = self._doc(f"{message.full_name}.{oneof.name}")
            if doc:
                yield f"{oneof.name}: {doc}"
        written = self._compiled.written[message.full_name]
        reserved = [_range(each.start, each.end - 1, 2**29 - 1) for each in written.reserved_range]
        reserved += [f'"{name}"' for name in written.reserved_name]
        if reserved:
            yield f"reserved: {', '.join(reserved)}"
        if written.extension_range:
            ranges = ", ".join(_range(each.start, each.end - 1, 2**29 - 1) for each in written.extension_range)
            yield f"open for extensions: {ranges}"
        for extension in sorted(self._compiled.pool.FindAllExtensions(message), key=lambda each: each.number):
            yield f"extension [{extension.full_name}] = {extension.number}"

    def _notes_of_enum(self, enum: EnumDescriptor) -> Iterator[str]:
        if enum.GetOptions().deprecated:
            yield "deprecated"
        firsts: dict[int, str] = {}
        for value in enum.values:
            said = [self._doc(f"{enum.full_name}.{value.name}")]
            first = firsts.setdefault(value.number, value.name)
            said += [f"another name for {first}"] if first != value.name else []
            said += ["deprecated"] if value.GetOptions().deprecated else []
            if any(said):
                yield f"{value.name} ({value.number}): {'; '.join(text for text in said if text)}"
        written = self._compiled.written[enum.full_name]
        reserved = [_range(each.start, each.end, 2**31 - 1) for each in written.reserved_range]
        reserved += [f'"{name}"' for name in written.reserved_name]
        if reserved:
            yield f"reserved: {', '.join(reserved)}"

    def _doc(self, name: str) -> str:
        return self._compiled.docs.get(name, "")


def _embedded(compiled: Compiled, root: Descriptor) -> dict[str, Any]:
    """What an `Any` may hold, of what the file knows: no parser takes the name of a message that it does not know.

    That is a text where the file imports those, else an empty message of the file, rather another one than the root.
    """
    prefix = "type.googleapis.com/"
    try:
        compiled.pool.FindMessageTypeByName("google.protobuf.StringValue")
    except KeyError:
        own = sorted(compiled.messages, key=lambda message: message.full_name == root.full_name)
        found = next((each for each in own if not any(field.is_required for field in each.fields)), None)
        return {"@type": f"{prefix}{found.full_name}"} if found else {}
    return {"@type": f"{prefix}google.protobuf.StringValue", "value": "text"}


def _default(field: FieldDescriptor) -> Any:
    if field.enum_type is not None:
        return field.enum_type.values_by_number[field.default_value].name
    return scalars.as_json(field.default_value, field.type)


def _shown(value: Any) -> str:
    return '""' if value == "" else str(value).lower() if isinstance(value, bool) else str(value)


def _range(start: int, end: int, most: int) -> str:
    return str(start) if start == end else f"{start} to {'max' if end == most else end}"

"""The text that EventCatalog's viewer shows.

Its parser knows less than Protobuf
(https://github.com/event-catalog/eventcatalog/blob/main/packages/core/eventcatalog/src/utils/protobuf-schema.ts) and
shows an error for the rest; it knows one file, and shows only the names of imported types. Where the file's own text
will not do, one is written from the descriptors, in words that it knows, with the imported types in it.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from google.protobuf import descriptor_pb2
from google.protobuf.descriptor import Descriptor

from catalog_gen.formats.protobuf import imports, scalars

if TYPE_CHECKING:
    from collections.abc import Iterator

    from google.protobuf.descriptor import EnumDescriptor, FieldDescriptor

    from catalog_gen.formats.protobuf.descriptors import Compiled

    Named = Descriptor | EnumDescriptor

_SYMBOLS = frozenset("{}=;<>,[]():")
_NAME = re.compile(r"\.?[A-Za-z_][\w.]*", re.ASCII)
_NUMBER = re.compile(r"-|\d[\w.]*", re.ASCII)
_BEFORE_TYPES = frozenset({"extend", "optional", "repeated", "required", "stream"})
_UNKNOWN_WORDS = frozenset({"group", "export", "local"})
_TYPES = {
    int(number): name.removeprefix("TYPE_").lower() for name, number in descriptor_pb2.FieldDescriptorProto.Type.items()
}


def viewable(compiled: Compiled, root: Descriptor) -> str:
    """The file's own text if that shows everything, else a text with everything, the root first."""
    text = compiled.unit.texts[0]
    own: list[Named] = [*compiled.messages, *compiled.file.enum_types_by_name.values()]
    foreign = _foreign(own)
    return text if not foreign and _is_understood(text) else _Bundle(compiled, foreign).text(root)


def _foreign(own: list[Named]) -> list[Named]:
    """The top-level declarations of other files that the file uses, except those that ship with protoc."""
    found = {each.full_name: each for each in own}
    waiting = list(own)
    while waiting:
        each = waiting.pop(0)
        for field in _all_fields(each):
            named = field.message_type or field.enum_type
            if named is not None and not named.file.name.startswith("google/protobuf/"):
                outermost = _outermost(named)
                if outermost.full_name not in found and not _is_known(outermost):
                    found[outermost.full_name] = outermost
                    waiting.append(outermost)
    return [each for name, each in found.items() if each not in own]


def _is_known(named: Named) -> bool:
    return named.full_name in scalars.WELL_KNOWN or named.full_name in scalars.WRAPPERS


def _all_fields(named: Named) -> Iterator[FieldDescriptor]:
    if isinstance(named, Descriptor):
        yield from named.fields
        for nested in named.nested_types:
            yield from _all_fields(nested)


def _outermost(named: Named) -> Named:
    while named.containing_type is not None:
        named = named.containing_type
    return named


def _is_understood(text: str) -> bool:
    """Whether the viewer's parser takes the text, which protoc takes; False where that is not sure."""
    before = ""
    for word in imports.tokens(text):
        if word[0] in "\"'":
            before = "string"
            continue
        if word in _UNKNOWN_WORDS or word.endswith(".") or (word == ";" and before in {";", "{"}):
            return False
        if word.startswith(".") and _NAME.fullmatch(before) and before not in _BEFORE_TYPES:
            return False  # a name in pieces
        if word not in _SYMBOLS and not _NAME.fullmatch(word) and not _NUMBER.fullmatch(word):
            return False
        before = word
    return True


class _Bundle:
    """A text in which every type has one name: its own, or one made of its full name if that is taken."""

    def __init__(self, compiled: Compiled, foreign: list[Named]) -> None:
        self._compiled = compiled
        self._foreign = foreign
        self._names: dict[str, str] = {}
        taken = {each.name for each in compiled.messages} | set(compiled.file.enum_types_by_name)
        for each in foreign:
            name = each.name
            if name in taken:
                name = each.full_name.replace(".", "_")
            while name in taken:
                name += "_"
            taken.add(name)
            self._names[each.full_name] = name

    def text(self, root: Descriptor) -> str:
        first = _outermost(root)
        own = [first, *(each for each in self._compiled.messages if each.full_name != first.full_name)]
        blocks = [list(self._head())]
        blocks += [list(self._named(each, "")) for each in own]
        blocks += [list(self._named(each, "")) for each in self._compiled.file.enum_types_by_name.values()]
        blocks += [[*self._origin(each), *self._named(each, "")] for each in self._foreign]
        return "\n\n".join("\n".join(block) for block in blocks) + "\n"

    def _head(self) -> Iterator[str]:
        edition = self._compiled.edition
        yield f'syntax = "{edition}";' if self._is_named_syntax else f'edition = "{edition}";'
        if self._compiled.source.package:
            yield f"package {self._compiled.source.package};"
        files = {*self._compiled.messages, *self._foreign}
        types = [field.message_type or field.enum_type for each in files for field in _all_fields(each)]
        used = {named.file.name for named in types if named is not None}
        for name in sorted(name for name in used if name.startswith("google/protobuf/")):
            yield f'import "{name}";'

    def _origin(self, each: Named) -> Iterator[str]:
        yield f"// {each.full_name} of {self._compiled.unit.path(each.file.name)}"

    def _named(self, each: Named, indent: str) -> Iterator[str]:
        written = self._compiled.written[each.full_name]
        yield from self._doc(each.full_name, indent)
        keyword = "message" if isinstance(each, Descriptor) else "enum"
        yield f"{indent}{keyword} {self._names.get(each.full_name, each.name)} {{"
        inner = indent + "  "
        yield from _reserved(written, inner, '"' if self._is_named_syntax else "")
        if isinstance(each, Descriptor):
            inside: list[Named] = [*each.nested_types, *each.enum_types]
            for nested in inside:
                if not isinstance(nested, Descriptor) or not nested.GetOptions().map_entry:
                    yield from self._named(nested, inner)
            yield from self._fields(each, inner)
        else:
            if written.options.allow_alias:
                yield f"{inner}option allow_alias = true;"
            if each.is_closed and not self._is_named_syntax:
                yield f"{inner}option features.enum_type = CLOSED;"
            for value in each.values:
                yield from self._doc(f"{each.full_name}.{value.name}", inner)
                yield f"{inner}{value.name} = {value.number};"
        yield f"{indent}}}"

    def _fields(self, message: Descriptor, indent: str) -> Iterator[str]:
        written = self._compiled.written[message.full_name]
        oneof = ""
        for field, declared in zip(message.fields, written.field, strict=True):
            of = field.containing_oneof
            name = of.name if of is not None and not declared.proto3_optional else ""
            if name != oneof:
                if oneof:
                    yield f"{indent}}}"
                if name:
                    yield f"{indent}oneof {name} {{"
                oneof = name
            inner = indent + "  " if oneof else indent
            yield from self._doc(field.full_name, inner)
            options = self._options(field)
            label = "" if oneof else self._label(field, declared)
            yield f"{inner}{label}{self._type(field, message)} {field.name} = {field.number}{options};"
        if oneof:
            yield f"{indent}}}"

    def _options(self, field: FieldDescriptor) -> str:
        options = ["deprecated = true"] if field.GetOptions().deprecated else []
        if field.is_required and not self._is_named_syntax:
            options.append("features.field_presence = LEGACY_REQUIRED")
        if field.json_name != _json_name(field.name):
            options.append(f"json_name = {json.dumps(field.json_name, ensure_ascii=False)}")
        return f" [{', '.join(options)}]" if options else ""

    @property
    def _is_named_syntax(self) -> bool:
        return self._compiled.edition.startswith("proto")

    def _label(self, field: FieldDescriptor, declared: Any) -> str:
        if field.message_type is not None and field.message_type.GetOptions().map_entry:
            return ""
        if field.is_repeated:
            return "repeated "
        if field.is_required:
            return "required " if self._is_named_syntax else ""
        return "optional " if declared.proto3_optional or self._compiled.edition == "proto2" else ""

    def _type(self, field: FieldDescriptor, scope: Descriptor) -> str:
        entry = field.message_type
        if entry is not None and entry.GetOptions().map_entry:
            key, value = entry.fields_by_name["key"], entry.fields_by_name["value"]
            return f"map<{_TYPES[int(key.type)]}, {self._type(value, scope)}>"
        named = entry or field.enum_type
        if named is None:
            return _TYPES[int(field.type)]
        name = self._reference(named)
        first = name.split(".")[0]
        inner: Descriptor | None = scope
        while inner is not None:
            if first in inner.nested_types_by_name or first in inner.enum_types_by_name:
                package = self._compiled.source.package
                return f".{package}.{name}" if package else f".{name}"
            inner = inner.containing_type
        return name

    def _reference(self, named: Named) -> str:
        if _is_known(named) or named.file.name.startswith("google/protobuf/"):
            return named.full_name
        outermost = _outermost(named)
        inside = named.full_name.removeprefix(outermost.full_name)
        return self._names.get(outermost.full_name, outermost.name) + inside

    def _doc(self, name: str, indent: str) -> Iterator[str]:
        doc = self._compiled.docs.get(name, "")
        for line in doc.split("\n") if doc else ():
            yield f"{indent}// {line}".rstrip()


def _json_name(name: str) -> str:
    """What protoc makes of the name of a field that says nothing else."""
    return re.sub(r"_+([^_]?)", lambda found: found[1].upper(), name)


def _reserved(written: Any, indent: str, quote: str) -> Iterator[str]:
    is_enum = isinstance(written, descriptor_pb2.EnumDescriptorProto)
    ranges = [(each.start, each.end if is_enum else each.end - 1) for each in written.reserved_range]
    if ranges:
        words = [str(start) if start == end else f"{start} to {end}" for start, end in ranges]
        yield f"{indent}reserved {', '.join(words)};"
    if written.reserved_name:
        names = ", ".join(f"{quote}{name}{quote}" for name in written.reserved_name)
        yield f"{indent}reserved {names};"

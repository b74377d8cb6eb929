"""One of the two schemas that are compared: what its files say of what they declare, by full names."""

from __future__ import annotations

import dataclasses
import functools
from typing import TYPE_CHECKING, Any

from catalog_gen.compatibility.protobuf.intervals import Intervals
from catalog_gen.formats.protobuf import complaints, scalars
from catalog_gen.problems import Place

if TYPE_CHECKING:
    from collections.abc import Mapping

    from google.protobuf.descriptor import Descriptor, EnumDescriptor, FieldDescriptor, OneofDescriptor

    from catalog_gen.formats.protobuf.descriptors import Compiled


@dataclasses.dataclass(frozen=True, slots=True)
class Reserved:
    """The numbers and names that a message or an enum must not use (again)."""

    numbers: Intervals
    names: frozenset[str]


@dataclasses.dataclass(frozen=True, slots=True, eq=False)
class Member:
    """A field of a message, or an extension of it that the files know.

    `name` is the name of the field, that of an extension in brackets as in JSON; `oneof` is None for the oneof that
    protoc makes for `optional` in proto3.
    """

    field: FieldDescriptor
    name: str
    oneof: OneofDescriptor | None

    @property
    def key(self) -> str:
        """What it is called in JSON."""
        return self.name if self.field.is_extension else self.field.json_name

    @property
    def keys(self) -> frozenset[str]:
        """What parsers of JSON take for it."""
        return frozenset({self.key, self.name})

    @property
    def cardinality(self) -> str:
        """`map`, `repeated`, or `single`."""
        if not self.field.is_repeated:
            return "single"
        entry = self.field.message_type
        return "map" if entry is not None and entry.GetOptions().map_entry else "repeated"

    def entry(self, name: str) -> FieldDescriptor:
        """The `key` or the `value` of a map."""
        entry = self.field.message_type
        assert entry is not None  # noqa: S101 - a map has entries
        return entry.fields_by_name[name]

    @property
    def words(self) -> str:
        """Its type as the schema writes it."""
        if self.cardinality == "map":
            return f"map<{element(self.entry('key'))}, {element(self.entry('value'))}>"
        return f"repeated {element(self.field)}" if self.field.is_repeated else element(self.field)


def element(field: FieldDescriptor) -> str:
    """The type of one value of a field: a scalar, or the short name of a message or an enum."""
    type_ = field.message_type or field.enum_type
    if type_ is None:
        return scalars.SCALARS[field.type].words
    return type_.full_name if type_.full_name.startswith("google.protobuf.") else type_.name


class Side:
    """A compiled file with its imports."""

    def __init__(self, compiled: Compiled) -> None:
        self.compiled = compiled
        self._lines: dict[str, list[str]] = {}
        self._reserved: dict[str, Reserved] = {}
        prefix = f"{compiled.source.package}."
        self._prefix = prefix if len(prefix) > 1 else ""

    @functools.cached_property
    def declared(self) -> Mapping[str, str]:
        """The full names of the messages and enums of the file itself, by their names without the package."""
        return {self.relative(name): name for name in self.compiled.written if self._is_own(name)}

    def _is_own(self, name: str) -> bool:
        is_entry = getattr(self.compiled.written[name], "options", None)
        if is_entry is not None and getattr(is_entry, "map_entry", False):
            return False
        return self.type(name).file.name == self.compiled.file.name

    def type(self, name: str) -> Descriptor | EnumDescriptor:
        """The message or enum of that full name, which is there."""
        written, pool = self.compiled.written[name], self.compiled.pool
        is_enum = type(written).__name__ == "EnumDescriptorProto"
        return pool.FindEnumTypeByName(name) if is_enum else pool.FindMessageTypeByName(name)

    def found(self, relative: str) -> Descriptor | EnumDescriptor | None:
        """The message or enum of that name in the package of the file, also where an imported file has it."""
        name = self._prefix + relative
        return self.type(name) if name in self.compiled.written else None

    def relative(self, name: str) -> str:
        """A full name without the package of the file, where it is in there."""
        return name.removeprefix(self._prefix)

    def doc(self, name: str) -> str:
        """The comment of a declaration; white space does not count."""
        return " ".join(self.compiled.docs.get(name, "").split())

    def place(self, name: str) -> Place | None:
        """Where the declaration of that full name begins, unless protoc has made it."""
        if name not in self.compiled.spots:
            return None
        return self._place(*self.compiled.spots[name])

    def head(self, number: int) -> Place:
        """Where the statement of the file is that has this number in its descriptor; else the start of the file."""
        for location in self.compiled.source.source_code_info.location:
            if location.path == [number]:
                line, column = location.span[:2]
                return self._place(self.compiled.source.name, line, column) or Place(self.compiled.path, 1, 1)
        return Place(self.compiled.path, 1, 1)

    def _place(self, file: str, line: int, column: int) -> Place | None:
        path = self.compiled.unit.path(file)
        if path not in self.compiled.unit.paths:
            return None  # one of those that come with protoc
        if path not in self._lines:
            text = self.compiled.unit.texts[self.compiled.unit.paths.index(path)]
            self._lines[path] = text.split("\n")
        return Place(path, line + 1, complaints.counted(self._lines[path][line], 1, column + 1)[1])

    def members(self, message: Descriptor) -> list[Member]:
        """The fields in the order of the file, and the known extensions in the order of their numbers."""
        written = self.compiled.written[message.full_name].field
        found = [
            Member(field, field.name, None if written[field.index].proto3_optional else field.containing_oneof)
            for field in message.fields
        ]
        extensions = self.compiled.pool.FindAllExtensions(message)
        extra = sorted(extensions, key=lambda each: each.number)
        return [*found, *(Member(each, f"[{each.full_name}]", None) for each in extra)]

    def reserved(self, name: str) -> Reserved:
        """What the message or enum reserves."""
        if name not in self._reserved:
            written: Any = self.compiled.written[name]
            past = 0 if hasattr(written, "field") else 1  # the last number of an enum's range belongs to it
            numbers = Intervals((each.start, each.end + past) for each in written.reserved_range)
            self._reserved[name] = Reserved(numbers, frozenset(written.reserved_name))
        return self._reserved[name]

    def extension_range(self, name: str) -> Intervals:
        """The numbers that a message leaves to extensions."""
        written: Any = self.compiled.written[name]
        return Intervals((each.start, each.end) for each in written.extension_range)

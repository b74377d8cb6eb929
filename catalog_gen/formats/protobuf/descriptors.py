"""A compiled file: what protoc hands out, in a pool of its own, with the comments."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

from google.protobuf import descriptor_pb2, descriptor_pool
from google.protobuf.message import DecodeError

from catalog_gen.formats.protobuf import comments, complaints
from catalog_gen.problems import Place, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from google.protobuf.descriptor import Descriptor, FileDescriptor

    from catalog_gen.formats.protobuf.imports import Unit

Path = tuple[int, ...]

_FILE = descriptor_pb2.FileDescriptorProto
_MESSAGE = descriptor_pb2.DescriptorProto
_ENUM = descriptor_pb2.EnumDescriptorProto


@dataclasses.dataclass(frozen=True, slots=True, eq=False)
class Compiled:
    """A file, its imports, and everything that they declare, by full names.

    `docs` are comments, by full name (values of enums below their enum, other than Protobuf names them); `written` are
    the messages and enums as they stand in the files; `spots` say where declarations begin: the name that protoc has
    for the file, and line and column as protoc counts them, from 0.
    """

    unit: Unit
    pool: descriptor_pool.DescriptorPool
    file: FileDescriptor
    source: descriptor_pb2.FileDescriptorProto
    docs: Mapping[str, str]
    written: Mapping[str, Any]
    spots: Mapping[str, tuple[str, int, int]]

    @property
    def path(self) -> str:
        """The file's path in the project."""
        return self.unit.paths[0]

    @property
    def messages(self) -> tuple[Descriptor, ...]:
        """The top-level messages of the file, in its order."""
        return tuple(self.file.message_types_by_name[message.name] for message in self.source.message_type)

    def place(self, number: int) -> Place:
        """Where the top-level message of that number begins; where there is none, the start of the file."""
        path = [_FILE.MESSAGE_TYPE_FIELD_NUMBER, number]
        for location in self.source.source_code_info.location:
            if location.path == path:
                line, column = location.span[:2]
                return Place(self.path, *complaints.counted(self.unit.texts[0], line + 1, column + 1))
        return Place(self.path, 1, 1)

    @property
    def edition(self) -> str:
        """`proto2`, `proto3` or the year of the edition."""
        if self.source.edition:
            return descriptor_pb2.Edition.Name(self.source.edition).removeprefix("EDITION_")
        return self.source.syntax or "proto2"


def compiled(data: bytes, unit: Unit) -> tuple[Compiled | None, tuple[Problem, ...]]:
    """What a serialized `FileDescriptorSet` says; the file itself is its last one."""
    pool = descriptor_pool.DescriptorPool()
    docs: dict[str, str] = {}
    written: dict[str, Any] = {}
    spots: dict[str, tuple[str, int, int]] = {}
    try:
        files = descriptor_pb2.FileDescriptorSet.FromString(data).file
        for file in files:
            pool.Add(file)
    except (TypeError, ValueError, DecodeError, RecursionError) as error:
        words = f"the installed protobuf does not take what protoc makes of the file: {unit.in_words(str(error))}"
        return None, (Problem("bad-schema", words, Place(unit.paths[0])),)
    for file in files:
        comments_at = {tuple(location.path): location for location in file.source_code_info.location}
        for path, name, declared in _declared(file):
            if path in comments_at:
                docs[name] = comments.comment(comments_at[path])
                line, column = comments_at[path].span[:2]
                spots[name] = (file.name, line, column)
            if isinstance(declared, (_MESSAGE, _ENUM)):
                written[name] = declared
    source = files[-1]
    result = Compiled(unit, pool, pool.FindFileByName(source.name), source, docs, written, spots)
    return result, _without_syntax(source, unit)


def _without_syntax(file: descriptor_pb2.FileDescriptorProto, unit: Unit) -> tuple[Problem, ...]:
    said = {tuple(location.path) for location in file.source_code_info.location}
    if said & {(_FILE.SYNTAX_FIELD_NUMBER,), (_FILE.EDITION_FIELD_NUMBER,)}:
        return ()
    words = "neither `syntax` nor `edition` is given, so the file is proto2"
    place = Place(unit.paths[0], 1, 1)
    return (Problem("suspicious-schema", words, place, hint='write `syntax = "proto2";` if it is'),)


def _declared(file: descriptor_pb2.FileDescriptorProto) -> Iterator[tuple[Path, str, Any]]:
    prefix = f"{file.package}." if file.package else ""
    for index, message in enumerate(file.message_type):
        yield from _of_message((_FILE.MESSAGE_TYPE_FIELD_NUMBER, index), prefix + message.name, message)
    for index, enum in enumerate(file.enum_type):
        yield from _of_enum((_FILE.ENUM_TYPE_FIELD_NUMBER, index), prefix + enum.name, enum)
    for index, extension in enumerate(file.extension):
        yield (_FILE.EXTENSION_FIELD_NUMBER, index), prefix + extension.name, extension


def _of_message(path: Path, name: str, message: descriptor_pb2.DescriptorProto) -> Iterator[tuple[Path, str, Any]]:
    yield path, name, message
    for index, field in enumerate(message.field):
        yield (*path, _MESSAGE.FIELD_FIELD_NUMBER, index), f"{name}.{field.name}", field
    for index, oneof in enumerate(message.oneof_decl):
        yield (*path, _MESSAGE.ONEOF_DECL_FIELD_NUMBER, index), f"{name}.{oneof.name}", oneof
    for index, nested in enumerate(message.nested_type):
        yield from _of_message((*path, _MESSAGE.NESTED_TYPE_FIELD_NUMBER, index), f"{name}.{nested.name}", nested)
    for index, enum in enumerate(message.enum_type):
        yield from _of_enum((*path, _MESSAGE.ENUM_TYPE_FIELD_NUMBER, index), f"{name}.{enum.name}", enum)
    for index, extension in enumerate(message.extension):
        yield (*path, _MESSAGE.EXTENSION_FIELD_NUMBER, index), f"{name}.{extension.name}", extension


def _of_enum(path: Path, name: str, enum: descriptor_pb2.EnumDescriptorProto) -> Iterator[tuple[Path, str, Any]]:
    yield path, name, enum
    for index, value in enumerate(enum.value):
        yield (*path, _ENUM.VALUE_FIELD_NUMBER, index), f"{name}.{value.name}", value

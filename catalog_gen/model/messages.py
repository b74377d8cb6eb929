"""Messages, and how they are sent and received."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from typing import Any, ClassVar

from catalog_gen.model.channels import Channel, Route
from catalog_gen.model.checking import shown
from catalog_gen.model.declaring import Declared
from catalog_gen.model.resources import Resource
from catalog_gen.model.rules import Fault
from catalog_gen.model.sending import (
    Binding,
    CloudEvents,
    Headers,
    PythonModule,
    SomeText,
    WireFormat,
)
from catalog_gen.model.values import Accepted, Example, FilePath, Level, Operation, Schema, SchemaFormat, Version


@dataclasses.dataclass(frozen=True, slots=True, eq=False)
class Message(Resource):
    """What events, commands and queries share."""

    kind: ClassVar[str] = "message"
    panel: ClassVar[tuple[str, ...]] = (
        "producers",
        "consumers",
        "channels",
        "versions",
        "repository",
        "owners",
        "changelog",
        "attachments",
        "triggers",
        "triggered_by",
    )

    schema_path: FilePath | None = dataclasses.field(default=None, kw_only=True)
    schemas: Sequence[Schema] | None = dataclasses.field(default=None, kw_only=True)
    payload: Any = dataclasses.field(default=None, kw_only=True)
    """A class; where a reader made the message, the `Payload` that it says."""
    schema_format: SchemaFormat | None = dataclasses.field(default=None, kw_only=True)
    headers_schema_path: FilePath | None = dataclasses.field(default=None, kw_only=True)
    channels: Sequence[Channel | Route | str] | None = dataclasses.field(default=None, kw_only=True)
    key: str | None = dataclasses.field(default=None, kw_only=True)
    wire_format: WireFormat | None = dataclasses.field(default=None, kw_only=True)
    content_type: SomeText | None = dataclasses.field(default=None, kw_only=True)
    headers: Headers | None = dataclasses.field(default=None, kw_only=True)
    envelope: CloudEvents | None = dataclasses.field(default=None, kw_only=True)
    registry_subject: SomeText | None = dataclasses.field(default=None, kw_only=True)
    python_module: PythonModule | None = dataclasses.field(default=None, kw_only=True)
    """What protoc makes of the .proto file; `order_placed_pb2` of `order_placed.proto` unless given."""
    bindings: Sequence[Binding] | None = dataclasses.field(default=None, kw_only=True)
    snippets: Sequence[str] | None = dataclasses.field(default=None, kw_only=True)
    """The clients that the page shows, instead of those of the settings."""
    compatibility: Level | None = dataclasses.field(default=None, kw_only=True)
    accepts: Sequence[Accepted] | None = dataclasses.field(default=None, kw_only=True)
    """The changes of the schema that were agreed upon although a rule is against them."""
    examples: Sequence[Example] | None = dataclasses.field(default=None, kw_only=True)
    operation: Operation | None = dataclasses.field(default=None, kw_only=True)

    def faults(self) -> Iterator[Fault]:
        """Also: the schema is said in one way, and at most one of several is the default."""
        yield from Resource.faults(self)
        ways = [way for way in ("schema_path", "schemas", "payload") if getattr(self, way) is not None]
        if len(ways) > 1:
            message = f"{' and '.join(ways)} are given; each says what the schema is"
            yield Fault("bad-value", message, "keep one of them", keyword=ways[-1])
        if isinstance(self.payload, str | bytes | int | float | list | tuple | dict):
            hint = "a dataclass, pydantic model or TypedDict"
            yield Fault("wrong-type", f"takes a class, not {shown(self.payload)}", hint, keyword="payload")
        if self.payload is not None and self.schema_format == "protobuf":
            message = "no Protobuf schema can be derived from a class, which has no field numbers"
            yield Fault("bad-value", message, 'write "jsonschema" or "avro"', keyword="schema_format")
        defaults = [index for index, schema in enumerate(self.schemas or ()) if schema.default]
        for index in defaults[1:]:
            yield Fault("bad-value", "two schemas are the default", "keep one", keyword="schemas", index=index)


@dataclasses.dataclass(frozen=True, slots=True, eq=False)
class Event(Message):
    """Something that has happened."""

    kind: ClassVar[str] = "event"


@dataclasses.dataclass(frozen=True, slots=True, eq=False)
class Command(Message):
    """Something that a service is asked to do."""

    kind: ClassVar[str] = "command"


@dataclasses.dataclass(frozen=True, slots=True, eq=False)
class Query(Message):
    """Something that a service is asked to tell; `reply` is what it may answer."""

    kind: ClassVar[str] = "query"

    reply: Example | None = dataclasses.field(default=None, kw_only=True)

    def faults(self) -> Iterator[Fault]:
        """Also: a reply stands in the definition, not in a file."""
        yield from Message.faults(self)
        if self.reply is not None and self.reply.path is not None:
            yield Fault("bad-value", "takes a payload, not a path", "write reply=Example({...})", keyword="reply")


@dataclasses.dataclass(frozen=True, slots=True, eq=False)
class Sends(Declared):
    """A message that a service sends, and over which channels (its own ones unless given)."""

    positional: ClassVar[tuple[str, ...]] = ("message",)
    mandatory: ClassVar[tuple[str, ...]] = ("message",)

    message: Message | str
    version: Version | None = dataclasses.field(default=None, kw_only=True)
    to: Sequence[Channel | Route | str] | None = dataclasses.field(default=None, kw_only=True)
    fields: Sequence[str] | None = dataclasses.field(default=None, kw_only=True)
    group: str | None = dataclasses.field(default=None, kw_only=True)


@dataclasses.dataclass(frozen=True, slots=True, eq=False)
class Trigger(Declared):
    """What a service sends when it has received the message (EventCatalog 4.2 and later)."""

    positional: ClassVar[tuple[str, ...]] = ("message",)
    mandatory: ClassVar[tuple[str, ...]] = ("message",)

    message: Message | str
    version: Version | None = dataclasses.field(default=None, kw_only=True)
    condition: str | None = dataclasses.field(default=None, kw_only=True)


@dataclasses.dataclass(frozen=True, slots=True, eq=False)
class Receives(Declared):
    """A message that a service receives, from which channels, and which of its fields it uses."""

    positional: ClassVar[tuple[str, ...]] = ("message",)
    mandatory: ClassVar[tuple[str, ...]] = ("message",)

    message: Message | str
    version: Version | None = dataclasses.field(default=None, kw_only=True)
    from_: Sequence[Channel | Route | str] | None = dataclasses.field(default=None, kw_only=True)
    fields: Sequence[str] | None = dataclasses.field(default=None, kw_only=True)
    group: str | None = dataclasses.field(default=None, kw_only=True)
    triggers: Sequence[Trigger] | None = dataclasses.field(default=None, kw_only=True)

"""The resource types that definitions declare, and the links between them.

A resource type is one class here and one template. Fields are named as EventCatalog names them, in
snake_case; a field that is None was not said, which lets defaults and inheritance decide.
"""

from __future__ import annotations

import dataclasses
import datetime
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, ClassVar, Literal

from catalog_gen.model import rules
from catalog_gen.model.checking import shown
from catalog_gen.model.declaring import Declared, fields
from catalog_gen.model.people import Team, User
from catalog_gen.model.rules import Fault
from catalog_gen.model.sending import (
    Binding,
    CloudEvents,
    Discriminator,
    HeaderName,
    Headers,
    PythonModule,
    SomeText,
    WireFormat,
)
from catalog_gen.model.values import (
    Attachment,
    Badge,
    Color,
    Deprecated,
    Draft,
    Example,
    FilePath,
    Level,
    Operation,
    Parameter,
    Previous,
    Repository,
    Schema,
    SchemaFormat,
    Sidebar,
    Specification,
    Styles,
    Url,
    Version,
)
from catalog_gen.problems import nearest

Protocols = Sequence[str]
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")


def identifier_words(identifier: str) -> tuple[str, ...]:
    """The words of an id: `SKUCreated` gives `SKU`, `Created`; `order-placed_v2` gives `order`, `placed`, `v`, `2`."""
    return tuple(_WORD.findall(identifier))


@dataclasses.dataclass(frozen=True, slots=True, eq=False)
class Defaults(Declared):
    """What resources take where they say nothing themselves; on top of other defaults if given.

    Paths may use `{id}`, `{kebab_id}`, `{snake_id}` and `{version}`.
    """

    positional: ClassVar[tuple[str, ...]] = ("base",)

    base: Defaults | None = None
    owners: Sequence[User | Team | str] | None = dataclasses.field(default=None, kw_only=True)
    badges: Sequence[Badge] | None = dataclasses.field(default=None, kw_only=True)
    description_path: FilePath | None = dataclasses.field(default=None, kw_only=True)
    schema_path: FilePath | None = dataclasses.field(default=None, kw_only=True)
    schema_format: SchemaFormat | None = dataclasses.field(default=None, kw_only=True)
    headers_schema_path: FilePath | None = dataclasses.field(default=None, kw_only=True)
    channels: Sequence[Channel | Route | str] | None = dataclasses.field(default=None, kw_only=True)
    key: str | None = dataclasses.field(default=None, kw_only=True)
    wire_format: WireFormat | None = dataclasses.field(default=None, kw_only=True)
    content_type: SomeText | None = dataclasses.field(default=None, kw_only=True)
    headers: Headers | None = dataclasses.field(default=None, kw_only=True)
    envelope: CloudEvents | None = dataclasses.field(default=None, kw_only=True)
    python_module: PythonModule | None = dataclasses.field(default=None, kw_only=True)
    bindings: Sequence[Binding] | None = dataclasses.field(default=None, kw_only=True)
    snippets: Sequence[str] | None = dataclasses.field(default=None, kw_only=True)
    discriminator: Discriminator | HeaderName | None = dataclasses.field(default=None, kw_only=True)
    dead_letter: SomeText | None = dataclasses.field(default=None, kw_only=True)
    compatibility: Level | None = dataclasses.field(default=None, kw_only=True)
    protocols: Protocols | None = dataclasses.field(default=None, kw_only=True)
    parameters: Mapping[str, Parameter | Mapping[str, object]] | None = dataclasses.field(default=None, kw_only=True)
    delivery_guarantee: Literal["at-most-once", "at-least-once", "exactly-once"] | None = dataclasses.field(
        default=None, kw_only=True
    )
    draft: bool | Draft | None = dataclasses.field(default=None, kw_only=True)
    deprecated: bool | Deprecated | None = dataclasses.field(default=None, kw_only=True)
    hidden: bool | None = dataclasses.field(default=None, kw_only=True)
    repository: Repository | None = dataclasses.field(default=None, kw_only=True)
    edit_url: Url | None = dataclasses.field(default=None, kw_only=True)
    sidebar: Sidebar | None = dataclasses.field(default=None, kw_only=True)
    styles: Styles | None = dataclasses.field(default=None, kw_only=True)
    visualiser: bool | None = dataclasses.field(default=None, kw_only=True)
    attachments: Sequence[Attachment | Url] | None = dataclasses.field(default=None, kw_only=True)
    details_panel: Mapping[str, bool] | None = dataclasses.field(default=None, kw_only=True)
    extensions: Mapping[str, object] | None = dataclasses.field(default=None, kw_only=True)

    def chain(self) -> Iterator[Defaults]:
        """These defaults and those they stand on, the nearest first."""
        link: Defaults | None = self
        while link is not None:
            yield link
            link = link.base


@dataclasses.dataclass(frozen=True, slots=True, eq=False)
class Resource(Declared):
    """What every versioned resource has."""

    positional: ClassVar[tuple[str, ...]] = ("id",)
    required: ClassVar[tuple[str, ...]] = ("id",)
    kind: ClassVar[str] = "resource"
    parameters_in_id: ClassVar[bool] = False
    panel: ClassVar[tuple[str, ...]] = ()
    """The sections of EventCatalog's details panel that `details_panel` can hide."""

    id: str
    name: str | None = dataclasses.field(default=None, kw_only=True)
    version: Version | None = dataclasses.field(default=None, kw_only=True)
    summary: str | None = dataclasses.field(default=None, kw_only=True)
    description: str | None = dataclasses.field(default=None, kw_only=True)
    description_path: FilePath | None = dataclasses.field(default=None, kw_only=True)
    owners: Sequence[User | Team | str] | None = dataclasses.field(default=None, kw_only=True)
    badges: Sequence[Badge] | None = dataclasses.field(default=None, kw_only=True)
    draft: bool | Draft | None = dataclasses.field(default=None, kw_only=True)
    deprecated: bool | Deprecated | None = dataclasses.field(default=None, kw_only=True)
    hidden: bool | None = dataclasses.field(default=None, kw_only=True)
    repository: Repository | None = dataclasses.field(default=None, kw_only=True)
    edit_url: Url | None = dataclasses.field(default=None, kw_only=True)
    specifications: Sequence[Specification] | None = dataclasses.field(default=None, kw_only=True)
    sidebar: Sidebar | None = dataclasses.field(default=None, kw_only=True)
    styles: Styles | None = dataclasses.field(default=None, kw_only=True)
    visualiser: bool | None = dataclasses.field(default=None, kw_only=True)
    attachments: Sequence[Attachment | Url] | None = dataclasses.field(default=None, kw_only=True)
    diagrams: Sequence[Pointer | str] | None = dataclasses.field(default=None, kw_only=True)
    resource_groups: Sequence[ResourceGroup] | None = dataclasses.field(default=None, kw_only=True)
    details_panel: Mapping[str, bool] | None = dataclasses.field(default=None, kw_only=True)
    extensions: Mapping[str, object] | None = dataclasses.field(default=None, kw_only=True)
    previous: Sequence[Previous] | None = dataclasses.field(default=None, kw_only=True)
    changes: str | None = dataclasses.field(default=None, kw_only=True)
    date: datetime.date | None = dataclasses.field(default=None, kw_only=True)
    formerly: Sequence[str] | None = dataclasses.field(default=None, kw_only=True)
    defaults: Defaults | None = dataclasses.field(default=None, kw_only=True)

    def faults(self) -> Iterator[Fault]:
        """Legal id, known panel sections, extensions that EventCatalog accepts."""
        if fault := rules.identifier(self.id, parameters=self.parameters_in_id):
            yield dataclasses.replace(fault, keyword="id")
        for section in self.details_panel or {}:
            if section not in self.panel:
                hint = nearest(section, self.panel) or ", ".join(self.panel)
                yield Fault("bad-value", f'details_panel has no "{section}"', hint, keyword="details_panel")
        for key in self.extensions or {}:
            if not re.fullmatch(r"x-.+", key):
                yield Fault("bad-value", f'extension "{key}" is not called "x-" and a name', keyword="extensions")
            elif not _is_plain(self.extensions[key] if self.extensions else None):
                message = f'extension "{key}" takes texts, numbers, True, False, dates, lists and dicts'
                yield Fault("wrong-type", message, keyword="extensions")
        if self.description is not None and self.description_path is not None:
            message = "description and description_path are both given"
            yield Fault("bad-value", message, "keep one of the two", keyword="description_path")


def _is_plain(value: object) -> bool:
    """Whether every YAML parser reads the value alike."""
    if isinstance(value, dict):
        return all(_is_plain(item) for item in value.values())
    if isinstance(value, list):
        return all(_is_plain(item) for item in value)
    if isinstance(value, float):
        return math.isfinite(value)
    return value is None or isinstance(value, str | bool | int | datetime.date)


@dataclasses.dataclass(frozen=True, slots=True, eq=False)
class Pointer(Declared):
    """A resource by its id, in a certain version."""

    positional: ClassVar[tuple[str, ...]] = ("id",)
    required: ClassVar[tuple[str, ...]] = ("id",)

    id: str
    version: Version | None = dataclasses.field(default=None, kw_only=True)


@dataclasses.dataclass(frozen=True, slots=True, eq=False)
class ResourceGroup(Declared):
    """A list of resources that a page shows together."""

    positional: ClassVar[tuple[str, ...]] = ("id",)

    id: str | None = None
    title: str | None = dataclasses.field(default=None, kw_only=True)
    items: Sequence[Resource | Team | User | str] | None = dataclasses.field(default=None, kw_only=True)
    limit: int | None = dataclasses.field(default=None, kw_only=True)
    sidebar: bool | None = dataclasses.field(default=None, kw_only=True)


@dataclasses.dataclass(frozen=True, slots=True, eq=False)
class Channel(Resource):
    """Where messages travel: a topic, queue, stream or path. The address is the id unless given."""

    kind: ClassVar[str] = "channel"
    parameters_in_id: ClassVar[bool] = True
    panel: ClassVar[tuple[str, ...]] = (
        "producers",
        "consumers",
        "messages",
        "protocols",
        "parameters",
        "versions",
        "repository",
        "owners",
        "changelog",
        "attachments",
    )

    address: str | None = dataclasses.field(default=None, kw_only=True)
    protocols: Protocols | None = dataclasses.field(default=None, kw_only=True)
    parameters: Mapping[str, Parameter | Mapping[str, object]] | None = dataclasses.field(default=None, kw_only=True)
    environments: Mapping[str, str] | None = dataclasses.field(default=None, kw_only=True)
    delivery_guarantee: Literal["at-most-once", "at-least-once", "exactly-once"] | None = dataclasses.field(
        default=None, kw_only=True
    )
    routes: Sequence[Channel | Route | str] | None = dataclasses.field(default=None, kw_only=True)
    wire_format: WireFormat | None = dataclasses.field(default=None, kw_only=True)
    discriminator: Discriminator | HeaderName | None = dataclasses.field(default=None, kw_only=True)
    dead_letter: SomeText | None = dataclasses.field(default=None, kw_only=True)
    """The address to which consumers send what they cannot decode."""
    bindings: Sequence[Binding] | None = dataclasses.field(default=None, kw_only=True)

    def faults(self) -> Iterator[Fault]:
        """Also: parameters as EventCatalog takes them, which is texts only."""
        yield from Resource.faults(self)
        for name, parameter in (self.parameters or {}).items():
            if isinstance(parameter, Mapping):
                yield from _parameter_faults(name, parameter)
            yield from _default_faults(name, parameter)
        for index, route in enumerate(self.routes or ()):
            if isinstance(route, Route) and route.delivery_mode is not None:
                message = "delivery_mode belongs to a message on its way, not to the route between two channels"
                yield Fault("bad-value", message, "write it in to=[...] or from_=[...]", "routes", index)


def _default_faults(name: str, parameter: Parameter | Mapping[str, object]) -> Iterator[Fault]:
    values = parameter if isinstance(parameter, Mapping) else {"enum": parameter.enum, "default": parameter.default}
    enum, default = values.get("enum"), values.get("default")
    if isinstance(enum, list | tuple) and enum and isinstance(default, str) and default not in enum:
        message = f'parameter "{name}": the default "{default}" is none of its values'
        yield Fault("bad-value", message, nearest(str(default), map(str, enum)), keyword="parameters")


def _parameter_faults(name: str, parameter: Mapping[str, object]) -> Iterator[Fault]:
    for key, value in parameter.items():
        if key not in fields(Parameter):
            hint = nearest(key, fields(Parameter))
            yield Fault("unknown-keyword", f'parameter "{name}" has no "{key}"', hint, keyword="parameters")
        elif key in {"enum", "examples"}:
            if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
                message = f'parameter "{name}": {key} takes a list of texts'
                yield Fault("wrong-type", message, 'write ["dev", "prod"]', keyword="parameters")
        elif not isinstance(value, str):
            message = f'parameter "{name}": {key} takes text, not {value!r}'
            yield Fault("wrong-type", message, f'write "{value}"', keyword="parameters")


@dataclasses.dataclass(frozen=True, slots=True, eq=False)
class Route(Declared):
    """The way over a channel: which one, with which parameters, pushed or pulled."""

    positional: ClassVar[tuple[str, ...]] = ("channel",)
    required: ClassVar[tuple[str, ...]] = ("channel",)

    channel: Channel | str
    version: Version | None = dataclasses.field(default=None, kw_only=True)
    parameters: Mapping[str, str] | None = dataclasses.field(default=None, kw_only=True)
    delivery_mode: Literal["push", "pull", "push-pull"] | None = dataclasses.field(default=None, kw_only=True)


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
    required: ClassVar[tuple[str, ...]] = ("message",)

    message: Message | str
    version: Version | None = dataclasses.field(default=None, kw_only=True)
    to: Sequence[Channel | Route | str] | None = dataclasses.field(default=None, kw_only=True)
    fields: Sequence[str] | None = dataclasses.field(default=None, kw_only=True)
    group: str | None = dataclasses.field(default=None, kw_only=True)


@dataclasses.dataclass(frozen=True, slots=True, eq=False)
class Trigger(Declared):
    """What a service sends when it has received the message (EventCatalog 4.2 and later)."""

    positional: ClassVar[tuple[str, ...]] = ("message",)
    required: ClassVar[tuple[str, ...]] = ("message",)

    message: Message | str
    version: Version | None = dataclasses.field(default=None, kw_only=True)
    condition: str | None = dataclasses.field(default=None, kw_only=True)


@dataclasses.dataclass(frozen=True, slots=True, eq=False)
class Receives(Declared):
    """A message that a service receives, from which channels, and which of its fields it uses."""

    positional: ClassVar[tuple[str, ...]] = ("message",)
    required: ClassVar[tuple[str, ...]] = ("message",)

    message: Message | str
    version: Version | None = dataclasses.field(default=None, kw_only=True)
    from_: Sequence[Channel | Route | str] | None = dataclasses.field(default=None, kw_only=True)
    fields: Sequence[str] | None = dataclasses.field(default=None, kw_only=True)
    group: str | None = dataclasses.field(default=None, kw_only=True)
    triggers: Sequence[Trigger] | None = dataclasses.field(default=None, kw_only=True)


@dataclasses.dataclass(frozen=True, slots=True, eq=False)
class Service(Resource):
    """A program that sends and receives messages."""

    kind: ClassVar[str] = "service"
    panel: ClassVar[tuple[str, ...]] = (
        "domains",
        "messages",
        "versions",
        "specifications",
        "entities",
        "repository",
        "owners",
        "changelog",
        "containers",
    )

    sends: Sequence[Message | Sends | str] | None = dataclasses.field(default=None, kw_only=True)
    receives: Sequence[Message | Receives | str] | None = dataclasses.field(default=None, kw_only=True)
    entities: Sequence[Pointer | str] | None = dataclasses.field(default=None, kw_only=True)
    flows: Sequence[Pointer | str] | None = dataclasses.field(default=None, kw_only=True)
    writes_to: Sequence[Pointer | str] | None = dataclasses.field(default=None, kw_only=True)
    reads_from: Sequence[Pointer | str] | None = dataclasses.field(default=None, kw_only=True)
    external_system: bool | None = dataclasses.field(default=None, kw_only=True)


@dataclasses.dataclass(frozen=True, slots=True, eq=False)
class Domain(Resource):
    """A part of the business: its services, its subdomains, and what crosses its border."""

    kind: ClassVar[str] = "domain"
    panel: ClassVar[tuple[str, ...]] = (
        "parent_domains",
        "subdomains",
        "systems",
        "services",
        "entities",
        "messages",
        "ubiquitous_language",
        "repository",
        "versions",
        "owners",
        "changelog",
        "attachments",
    )

    services: Sequence[Service | Pointer | str] | None = dataclasses.field(default=None, kw_only=True)
    domains: Sequence[Domain | Pointer | str] | None = dataclasses.field(default=None, kw_only=True)
    agents: Sequence[Pointer | str] | None = dataclasses.field(default=None, kw_only=True)
    systems: Sequence[Pointer | str] | None = dataclasses.field(default=None, kw_only=True)
    entities: Sequence[Pointer | str] | None = dataclasses.field(default=None, kw_only=True)
    data_products: Sequence[Pointer | str] | None = dataclasses.field(default=None, kw_only=True)
    flows: Sequence[Pointer | str] | None = dataclasses.field(default=None, kw_only=True)
    sends: Sequence[Message | Sends | str] | None = dataclasses.field(default=None, kw_only=True)
    receives: Sequence[Message | Receives | str] | None = dataclasses.field(default=None, kw_only=True)


__all__ = [
    "Channel",
    "Color",
    "Command",
    "Defaults",
    "Domain",
    "Event",
    "Message",
    "Pointer",
    "Query",
    "Receives",
    "Resource",
    "ResourceGroup",
    "Route",
    "Sends",
    "Service",
    "Trigger",
    "identifier_words",
]

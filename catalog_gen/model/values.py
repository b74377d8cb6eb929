"""The values that resources are described with: badges, routes, examples, previous versions, ...

Fields are named as EventCatalog names them, in snake_case. None means: not said.
"""

from __future__ import annotations

import dataclasses
import datetime
import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import PurePath
from typing import Annotated, ClassVar, Literal

from catalog_gen.model import rules
from catalog_gen.model.declaring import Declared
from catalog_gen.model.rules import Fault

Version = Annotated[str, rules.version]
Url = Annotated[str, rules.absolute_url]
Color = Annotated[str, rules.color]
FilePath = str | PurePath
Number = int | float
Level = Literal["NONE", "BACKWARD", "BACKWARD_TRANSITIVE", "FORWARD", "FORWARD_TRANSITIVE", "FULL", "FULL_TRANSITIVE"]


@dataclasses.dataclass(frozen=True, slots=True, eq=False)
class Badge(Declared):
    """A coloured label: `Badge("Stock", "green")` sets both colours."""

    positional: ClassVar[tuple[str, ...]] = ("content", "color")
    mandatory: ClassVar[tuple[str, ...]] = ("content",)

    content: str
    color: Color | None = None
    background_color: Color | None = dataclasses.field(default=None, kw_only=True)
    text_color: Color | None = dataclasses.field(default=None, kw_only=True)
    icon: str | None = dataclasses.field(default=None, kw_only=True)
    url: Annotated[str, rules.badge_url] | None = dataclasses.field(default=None, kw_only=True)

    def faults(self) -> Iterator[Fault]:
        """Both colours are required by EventCatalog."""
        if self.misspelt:
            return
        sides = [self.gives("color") or self.gives(side) for side in ("background_color", "text_color")]
        if not any(sides):
            yield Fault("bad-value", "a badge needs a colour", 'write Badge("Stock", "green")', keyword="content")
        elif not all(sides):
            yield Fault("bad-value", "a badge needs both colours", "background_color= and text_color=, or color=")


@dataclasses.dataclass(frozen=True, slots=True, eq=False)
class Draft(Declared):
    """Why a resource is not released yet."""

    positional: ClassVar[tuple[str, ...]] = ("message",)
    mandatory: ClassVar[tuple[str, ...]] = ("message",)

    message: str
    title: str | None = dataclasses.field(default=None, kw_only=True)


@dataclasses.dataclass(frozen=True, slots=True, eq=False)
class Deprecated(Declared):
    """Since when (or from when on) a resource should not be used any more, and what to use instead."""

    positional: ClassVar[tuple[str, ...]] = ("message",)

    message: str | None = None
    date: datetime.date | str | None = dataclasses.field(default=None, kw_only=True)


@dataclasses.dataclass(frozen=True, slots=True, eq=False)
class Repository(Declared):
    """Where the code of a resource is."""

    positional: ClassVar[tuple[str, ...]] = ("url",)

    url: str | None = None
    language: str | None = dataclasses.field(default=None, kw_only=True)


@dataclasses.dataclass(frozen=True, slots=True, eq=False)
class Sidebar(Declared):
    """How a resource is shown in the sidebar and in flows."""

    positional: ClassVar[tuple[str, ...]] = ("label",)

    label: str | None = None
    badge: str | None = dataclasses.field(default=None, kw_only=True)
    color: str | None = dataclasses.field(default=None, kw_only=True)
    background_color: str | None = dataclasses.field(default=None, kw_only=True)


@dataclasses.dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class Styles(Declared):
    """The icon of a resource, and the look of its node in diagrams."""

    icon: Annotated[str, rules.icon_address] | None = None
    node_color: str | None = None
    node_label: str | None = None


@dataclasses.dataclass(frozen=True, slots=True, eq=False)
class Attachment(Declared):
    """A document elsewhere that belongs to a resource; the address is absolute."""

    positional: ClassVar[tuple[str, ...]] = ("url",)
    mandatory: ClassVar[tuple[str, ...]] = ("url",)

    url: Url
    title: str | None = dataclasses.field(default=None, kw_only=True)
    type: str | None = dataclasses.field(default=None, kw_only=True)
    description: str | None = dataclasses.field(default=None, kw_only=True)
    icon: str | None = dataclasses.field(default=None, kw_only=True)


@dataclasses.dataclass(frozen=True, slots=True, eq=False)
class Specification(Declared):
    """An OpenAPI, AsyncAPI or GraphQL file that describes a resource; copied beside its page."""

    positional: ClassVar[tuple[str, ...]] = ("path",)
    mandatory: ClassVar[tuple[str, ...]] = ("path", "type")

    path: FilePath
    type: Literal["openapi", "asyncapi", "graphql"] = dataclasses.field(kw_only=True)
    name: str | None = dataclasses.field(default=None, kw_only=True)
    headers: Mapping[str, str] | None = dataclasses.field(default=None, kw_only=True)


@dataclasses.dataclass(frozen=True, slots=True, eq=False)
class Operation(Declared):
    """The HTTP operation behind a command or query."""

    positional: ClassVar[tuple[str, ...]] = ("method", "path")

    method: Literal["GET", "POST", "PUT", "DELETE", "PATCH"] | None = None
    path: str | None = None
    status_codes: Sequence[str] | None = dataclasses.field(default=None, kw_only=True)


@dataclasses.dataclass(frozen=True, slots=True, eq=False)
class Parameter(Declared):
    """What a `{parameter}` in a channel's address can be; `field` is the one of the payload that it is taken from."""

    enum: Sequence[str] | None = dataclasses.field(default=None, kw_only=True)
    default: str | None = dataclasses.field(default=None, kw_only=True)
    examples: Sequence[str] | None = dataclasses.field(default=None, kw_only=True)
    description: str | None = dataclasses.field(default=None, kw_only=True)
    field: str | None = dataclasses.field(default=None, kw_only=True)


@dataclasses.dataclass(frozen=True, slots=True, eq=False)
class Example(Declared):
    """A payload as a consumer would see it: plain data, or the path of a file that holds it."""

    positional: ClassVar[tuple[str, ...]] = ("payload",)

    payload: object = None
    path: FilePath | None = dataclasses.field(default=None, kw_only=True)
    name: str | None = dataclasses.field(default=None, kw_only=True)
    summary: str | None = dataclasses.field(default=None, kw_only=True)

    def faults(self) -> Iterable[Fault]:
        """A payload or a file, not both and not neither."""
        if self.gives("payload") == self.gives("path") and not (self.misspelt and not self.gives("payload")):
            yield Fault("bad-value", "an example has a payload or a path, one of the two")
        if _has_no_json(self.payload):
            yield Fault("bad-value", "payload has NaN or Infinity, which JSON has not", keyword="payload")


def _has_no_json(value: object) -> bool:
    if isinstance(value, dict):
        return any(_has_no_json(item) for item in value.values())
    if isinstance(value, list):
        return any(_has_no_json(item) for item in value)
    return isinstance(value, float) and not math.isfinite(value)


SchemaFormat = Literal["avro", "jsonschema", "protobuf"]


@dataclasses.dataclass(frozen=True, slots=True, eq=False)
class Schema(Declared):
    """One of several schemas of a message: its file, and where it applies.

    `message` names the payload's message in a .proto file that has several.
    """

    positional: ClassVar[tuple[str, ...]] = ("path",)
    mandatory: ClassVar[tuple[str, ...]] = ("path",)

    path: FilePath
    name: str | None = dataclasses.field(default=None, kw_only=True)
    format: SchemaFormat | None = dataclasses.field(default=None, kw_only=True)
    environments: Sequence[str] | None = dataclasses.field(default=None, kw_only=True)
    default: bool | None = dataclasses.field(default=None, kw_only=True)
    message: str | None = dataclasses.field(default=None, kw_only=True)


Rule = Literal["breaking-change", "undecided-compatibility", "risky-change", "missing-bump", "rewritten-version"]
"""The codes of the problems that a change of a schema can be accepted in spite of."""


@dataclasses.dataclass(frozen=True, slots=True, eq=False)
class Accepted(Declared):
    """A change of a schema that was agreed upon although a rule is against it: why, and until when that holds.

    It is about all versions and fields unless it names the `version` that the schema is compared with, or the `field`.
    """

    positional: ClassVar[tuple[str, ...]] = ("rule",)
    mandatory: ClassVar[tuple[str, ...]] = ("rule", "because", "until")

    rule: Rule
    because: Annotated[str, rules.some_text] = dataclasses.field(kw_only=True)
    until: datetime.date = dataclasses.field(kw_only=True)
    version: Version | None = dataclasses.field(default=None, kw_only=True)
    field: str | None = dataclasses.field(default=None, kw_only=True)


@dataclasses.dataclass(frozen=True, slots=True, eq=False)
class Changes(Declared):
    """What is new in a version, for its changelog, with badges beside it."""

    positional: ClassVar[tuple[str, ...]] = ("text",)
    mandatory: ClassVar[tuple[str, ...]] = ("text",)

    text: str
    badges: Sequence[Badge] | None = dataclasses.field(default=None, kw_only=True)


@dataclasses.dataclass(frozen=True, slots=True, eq=False)
class Previous(Declared):
    """What was different in an older version of the same resource; everything else is as it is now."""

    positional: ClassVar[tuple[str, ...]] = ("version",)
    mandatory: ClassVar[tuple[str, ...]] = ("version",)

    version: Version
    name: str | None = dataclasses.field(default=None, kw_only=True)
    summary: str | None = dataclasses.field(default=None, kw_only=True)
    description: str | None = dataclasses.field(default=None, kw_only=True)
    description_path: FilePath | None = dataclasses.field(default=None, kw_only=True)
    badges: Sequence[Badge] | None = dataclasses.field(default=None, kw_only=True)
    schema_path: FilePath | None = dataclasses.field(default=None, kw_only=True)
    schemas: Sequence[Schema] | None = dataclasses.field(default=None, kw_only=True)
    headers_schema_path: FilePath | None = dataclasses.field(default=None, kw_only=True)
    examples: Sequence[Example] | None = dataclasses.field(default=None, kw_only=True)
    draft: bool | Draft | None = dataclasses.field(default=None, kw_only=True)
    deprecated: bool | Deprecated | None = dataclasses.field(default=None, kw_only=True)
    hidden: bool | None = dataclasses.field(default=None, kw_only=True)
    changes: Changes | str | None = dataclasses.field(default=None, kw_only=True)
    date: datetime.date | None = dataclasses.field(default=None, kw_only=True)


@dataclasses.dataclass(frozen=True, slots=True, eq=False)
class Source(Declared):
    """The directory that a team or user comes from."""

    positional: ClassVar[tuple[str, ...]] = ("provider",)
    mandatory: ClassVar[tuple[str, ...]] = ("provider",)

    provider: str
    id: str | None = dataclasses.field(default=None, kw_only=True)
    url: str | None = dataclasses.field(default=None, kw_only=True)

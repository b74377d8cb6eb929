"""What every resource type has in common, and what many resources can take from `Defaults`.

A resource type is one class in this room and one template. Fields are named as EventCatalog names them, in
snake_case; a field that is None was not said, which lets defaults and inheritance decide.
"""

from __future__ import annotations

import dataclasses
import datetime
import functools
import math
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar, Literal

from catalog_gen.model import rules
from catalog_gen.model.declaring import Declared
from catalog_gen.model.documented import Documented
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
    Changes,
    Deprecated,
    Draft,
    FilePath,
    Level,
    Parameter,
    Previous,
    Repository,
    SchemaFormat,
    Sidebar,
    Specification,
    Styles,
    Url,
    Version,
)
from catalog_gen.problems import nearest

if TYPE_CHECKING:
    from catalog_gen.model.channels import Channel, Route
    from catalog_gen.model.documents import Diagram, ResourceDoc

Protocols = Sequence[str]
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")


@functools.lru_cache(maxsize=10_000)
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

    def faults(self) -> Iterator[Fault]:
        """Sections of the details panel that some type of resource has."""
        known = dict.fromkeys(_sections(Resource))
        for section in self.details_panel or {}:
            if section not in known:
                hint = nearest(section, known)
                yield Fault("bad-value", f'details_panel has no "{section}"', hint, keyword="details_panel")

    def chain(self) -> Iterator[Defaults]:
        """These defaults and those they stand on, the nearest first."""
        link: Defaults | None = self
        while link is not None:
            yield link
            link = link.base


@dataclasses.dataclass(frozen=True, slots=True)
class Giver:
    """Defaults, and the id of the resource on which they hang."""

    id: str
    says: Defaults


@dataclasses.dataclass(frozen=True, slots=True, eq=False)
class Resource(Documented):
    """What every versioned resource has."""

    kind: ClassVar[str] = "resource"
    parameters_in_id: ClassVar[bool] = False
    panel: ClassVar[tuple[str, ...]] = ()
    """The sections of EventCatalog's details panel that `details_panel` can hide."""

    name: str | None = dataclasses.field(default=None, kw_only=True)
    version: Version | None = dataclasses.field(default=None, kw_only=True)
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
    diagrams: Sequence[Diagram | Pointer | str] | None = dataclasses.field(default=None, kw_only=True)
    resource_groups: Sequence[ResourceGroup] | None = dataclasses.field(default=None, kw_only=True)
    details_panel: Mapping[str, bool] | None = dataclasses.field(default=None, kw_only=True)
    extensions: Mapping[str, object] | None = dataclasses.field(default=None, kw_only=True)
    previous: Sequence[Previous] | None = dataclasses.field(default=None, kw_only=True)
    docs: Sequence[ResourceDoc] | None = dataclasses.field(default=None, kw_only=True)
    changes: Changes | str | None = dataclasses.field(default=None, kw_only=True)
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
        if self.docs:
            yield from self.docs[0].contradictions(self.docs)


def _sections(cls: type[Resource]) -> Iterator[str]:
    """The sections of the details panels of a type and of those below it."""
    yield from cls.panel
    for below in cls.__subclasses__():
        yield from _sections(below)


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
    mandatory: ClassVar[tuple[str, ...]] = ("id",)

    id: str
    version: Version | None = dataclasses.field(default=None, kw_only=True)


@dataclasses.dataclass(frozen=True, slots=True, eq=False)
class ResourceGroup(Declared):
    """A list of resources that a page shows together."""

    positional: ClassVar[tuple[str, ...]] = ("id",)

    id: str | None = None
    title: str | None = dataclasses.field(default=None, kw_only=True)
    items: Sequence[Resource | Team | User | Pointer | str] | None = dataclasses.field(default=None, kw_only=True)
    limit: int | None = dataclasses.field(default=None, kw_only=True)
    sidebar: bool | None = dataclasses.field(default=None, kw_only=True)

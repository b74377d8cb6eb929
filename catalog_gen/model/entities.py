"""Entities: the things that the business talks about, and what is known of each."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from typing import ClassVar, Literal

from catalog_gen.model.declaring import Declared
from catalog_gen.model.resources import Resource
from catalog_gen.model.rules import Fault
from catalog_gen.model.sending import Name, SomeText
from catalog_gen.problems import nearest


@dataclasses.dataclass(frozen=True, slots=True, eq=False)
class Items(Declared):
    """What a list in an entity consists of; a type that is the id of an entity draws a line to it.

    `properties` say what is in each of them (EventCatalog 4 and later).
    """

    positional: ClassVar[tuple[str, ...]] = ("type",)
    mandatory: ClassVar[tuple[str, ...]] = ("type",)

    type: Name
    properties: Sequence[Property] | None = dataclasses.field(default=None, kw_only=True)

    def faults(self) -> Iterator[Fault]:
        """Each property once."""
        yield from _twice(self.properties)


@dataclasses.dataclass(frozen=True, slots=True, eq=False)
class Property(Declared):
    """One property of an entity; `references` is the entity that it points to.

    `properties` are those of an object inside (EventCatalog 4 and later, as `reference_target`).
    """

    positional: ClassVar[tuple[str, ...]] = ("name", "type")
    mandatory: ClassVar[tuple[str, ...]] = ("name", "type")

    name: Name
    type: Name
    required: bool | None = dataclasses.field(default=None, kw_only=True)
    description: str | None = dataclasses.field(default=None, kw_only=True)
    enum: Sequence[str] | None = dataclasses.field(default=None, kw_only=True)
    references: Entity | str | None = dataclasses.field(default=None, kw_only=True)
    references_identifier: str | None = dataclasses.field(default=None, kw_only=True)
    relation_type: str | None = dataclasses.field(default=None, kw_only=True)
    items: Items | SomeText | None = dataclasses.field(default=None, kw_only=True)
    properties: Sequence[Property] | None = dataclasses.field(default=None, kw_only=True)
    reference_target: Literal["entity"] | None = dataclasses.field(default=None, kw_only=True)

    def faults(self) -> Iterator[Fault]:
        """Each property inside once."""
        yield from _twice(self.properties)


@dataclasses.dataclass(frozen=True, slots=True, eq=False)
class Entity(Resource):
    """A thing that the business talks about: an order, a customer.

    `identifier` is the property that tells one from another.
    """

    kind: ClassVar[str] = "entity"
    panel: ClassVar[tuple[str, ...]] = (
        "domains",
        "services",
        "messages",
        "versions",
        "owners",
        "changelog",
        "attachments",
    )

    aggregate_root: bool | None = dataclasses.field(default=None, kw_only=True)
    identifier: str | None = dataclasses.field(default=None, kw_only=True)
    properties: Sequence[Property] | None = dataclasses.field(default=None, kw_only=True)

    def faults(self) -> Iterator[Fault]:
        """Also: each property once, and the identifier is one of them."""
        yield from Resource.faults(self)
        yield from _twice(self.properties)
        names = [item.name for item in self.properties or ()]
        unread = "properties" in self.unread
        if self.identifier is not None and names and self.identifier not in names and not unread:
            hint = nearest(self.identifier, names) or f"there are {', '.join(names)}"
            yield Fault("bad-value", f'identifier "{self.identifier}" is no property', hint, keyword="identifier")


def _twice(properties: Sequence[Property] | None) -> Iterator[Fault]:
    seen: set[str] = set()
    for index, item in enumerate(properties or ()):
        if item.name in seen:
            message = f'there are two properties "{item.name}"'
            yield Fault("bad-value", message, "keep one of them", "properties", index)
        seen.add(item.name)

"""Who sends and receives messages: services, agents, and the systems and domains that they belong to."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Annotated, ClassVar, Literal

from catalog_gen.model import rules
from catalog_gen.model.declaring import Declared
from catalog_gen.model.messages import Message, Receives, Sends
from catalog_gen.model.resources import Pointer, Resource
from catalog_gen.model.rules import Fault
from catalog_gen.model.sending import Name
from catalog_gen.model.values import Version

if TYPE_CHECKING:
    from catalog_gen.model.documents import Term
    from catalog_gen.model.entities import Entity
    from catalog_gen.model.flows import Actor, Flow
    from catalog_gen.model.stores import Container, DataProduct


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
    entities: Sequence[Entity | Pointer | str] | None = dataclasses.field(default=None, kw_only=True)
    flows: Sequence[Flow | Pointer | str] | None = dataclasses.field(default=None, kw_only=True)
    writes_to: Sequence[Container | Pointer | str] | None = dataclasses.field(default=None, kw_only=True)
    reads_from: Sequence[Container | Pointer | str] | None = dataclasses.field(default=None, kw_only=True)
    external_system: bool | None = dataclasses.field(default=None, kw_only=True)


@dataclasses.dataclass(frozen=True, slots=True, eq=False)
class Model(Declared):
    """The language model behind an agent; EventCatalog has logos of some providers ("anthropic", "openai", ...)."""

    positional: ClassVar[tuple[str, ...]] = ("name",)

    name: str | None = None
    provider: str | None = dataclasses.field(default=None, kw_only=True)
    version: str | None = dataclasses.field(default=None, kw_only=True)


@dataclasses.dataclass(frozen=True, slots=True, eq=False)
class Tool(Declared):
    """What an agent can use; `type` is a word of your own ("mcp" gets a logo)."""

    positional: ClassVar[tuple[str, ...]] = ("name",)
    mandatory: ClassVar[tuple[str, ...]] = ("name", "type")

    name: Name
    type: Name = dataclasses.field(kw_only=True)
    icon: str | None = dataclasses.field(default=None, kw_only=True)
    url: Annotated[str, rules.badge_url] | None = dataclasses.field(default=None, kw_only=True)
    description: str | None = dataclasses.field(default=None, kw_only=True)


@dataclasses.dataclass(frozen=True, slots=True, eq=False)
class Agent(Resource):
    """A program that decides by a language model, and sends and receives messages."""

    kind: ClassVar[str] = "agent"
    panel: ClassVar[tuple[str, ...]] = (
        "domains",
        "messages",
        "versions",
        "repository",
        "owners",
        "changelog",
        "containers",
        "tools",
        "model",
    )

    sends: Sequence[Message | Sends | str] | None = dataclasses.field(default=None, kw_only=True)
    receives: Sequence[Message | Receives | str] | None = dataclasses.field(default=None, kw_only=True)
    flows: Sequence[Flow | Pointer | str] | None = dataclasses.field(default=None, kw_only=True)
    writes_to: Sequence[Container | Pointer | str] | None = dataclasses.field(default=None, kw_only=True)
    reads_from: Sequence[Container | Pointer | str] | None = dataclasses.field(default=None, kw_only=True)
    model: Model | None = dataclasses.field(default=None, kw_only=True)
    tools: Sequence[Tool] | None = dataclasses.field(default=None, kw_only=True)


@dataclasses.dataclass(frozen=True, slots=True, eq=False)
class Relationship(Declared):
    """What a system has to do with another one. EventCatalog draws no line without a label."""

    positional: ClassVar[tuple[str, ...]] = ("system", "label")
    mandatory: ClassVar[tuple[str, ...]] = ("system",)

    system: System | str
    label: str | None = None
    version: Version | None = dataclasses.field(default=None, kw_only=True)


@dataclasses.dataclass(frozen=True, slots=True, eq=False)
class System(Resource):
    """Services and stores that work together as one thing (EventCatalog 4 and later)."""

    kind: ClassVar[str] = "system"
    panel: ClassVar[tuple[str, ...]] = (
        "versions",
        "repository",
        "owners",
        "changelog",
        "attachments",
        "services",
        "flows",
        "entities",
        "containers",
        "diagrams",
    )

    scope: Literal["internal", "external"] | None = dataclasses.field(default=None, kw_only=True)
    services: Sequence[Service | Pointer | str] | None = dataclasses.field(default=None, kw_only=True)
    flows: Sequence[Flow | Pointer | str] | None = dataclasses.field(default=None, kw_only=True)
    entities: Sequence[Entity | Pointer | str] | None = dataclasses.field(default=None, kw_only=True)
    containers: Sequence[Container | Pointer | str] | None = dataclasses.field(default=None, kw_only=True)
    relationships: Sequence[Relationship | System | str] | None = dataclasses.field(default=None, kw_only=True)
    actors: Sequence[Actor] | None = dataclasses.field(default=None, kw_only=True)


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
    agents: Sequence[Agent | Pointer | str] | None = dataclasses.field(default=None, kw_only=True)
    systems: Sequence[System | Pointer | str] | None = dataclasses.field(default=None, kw_only=True)
    entities: Sequence[Entity | Pointer | str] | None = dataclasses.field(default=None, kw_only=True)
    data_products: Sequence[DataProduct | Pointer | str] | None = dataclasses.field(default=None, kw_only=True)
    flows: Sequence[Flow | Pointer | str] | None = dataclasses.field(default=None, kw_only=True)
    sends: Sequence[Message | Sends | str] | None = dataclasses.field(default=None, kw_only=True)
    receives: Sequence[Message | Receives | str] | None = dataclasses.field(default=None, kw_only=True)
    ubiquitous_language: Sequence[Term] | None = dataclasses.field(default=None, kw_only=True)

    def faults(self) -> Iterator[Fault]:
        """Also: each term of the language once."""
        yield from Resource.faults(self)
        seen: set[str] = set()
        for index, term in enumerate(self.ubiquitous_language or ()):
            if term.id.lower() in seen:
                message = f'the term "{term.id}" is explained twice'
                yield Fault("bad-value", message, "keep one of them", "ubiquitous_language", index)
            seen.add(term.id.lower())

"""What the definitions amount to: every resource in every version, with its links followed once."""

from __future__ import annotations

import dataclasses
import functools
from collections import defaultdict
from typing import TYPE_CHECKING, Literal, TypeVar

from catalog_gen.resolving.nesting import HOMES, MEMBERS, nearest

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from catalog_gen.compatibility.differences import Comparison
    from catalog_gen.formats import SchemaFile
    from catalog_gen.model import Contract, Documented, Previous, ResourceDoc
    from catalog_gen.model.declaring import Declared
    from catalog_gen.model.values import Example, Schema, Specification
    from catalog_gen.problems import Place

V = TypeVar("V")

_POINTING = frozenset(
    ["entities", "flows", "writes_to", "reads_from", "relationships", "inputs", "outputs", "diagrams", "steps",
     "properties", "applies_to", "decision_makers", "supersedes", "superseded_by", "amends", "amended_by", "related"]
)  # fmt: skip

MESSAGE_KINDS = frozenset({"event", "command", "query"})
OWNER_KINDS = frozenset({"user", "team"})
DOCUMENT_KINDS = frozenset({"doc", "resource-doc", "language", "changelog"})
"""Pages that are no resources of their own."""


@dataclasses.dataclass(frozen=True, slots=True)
class Known:
    """A resource that is not declared but there: a page written by hand, or an external id (then without kind)."""

    id: str
    kind: str | None = None
    versions: tuple[str, ...] = ()
    name: str = ""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Link:
    """From one resource to another: whom, in which exact version (None: not known or none), and how.

    `declared` is what stands in the definition (a `Sends`, a `Route`, an id, ...); `channels` is the way that
    a message takes; `triggers` are the messages that receiving one sets off.
    """

    id: str
    version: str | None
    kind: str | None
    declared: Declared | str
    channels: tuple[Link, ...] = ()
    triggers: tuple[Link, ...] = ()


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class SchemaBeside:
    """A schema as it lies beside the page of its message: under which name, and what the definition says about it."""

    file: SchemaFile
    name: str
    declared: Schema | None = None


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class ExampleFile:
    """An example payload as it lies in `examples/` beside the page.

    `text` is the file's content; `payload` the JSON value that it holds, None as well where it is no JSON. `declared`
    is what the definition says; None: the payload was made from the schema.
    """

    name: str
    text: str
    payload: object = None
    declared: Example | None = None


@dataclasses.dataclass(frozen=True, slots=True, eq=False)
class SpecificationFile:
    """A specification; `data` is the content of its file, None for one elsewhere on the web."""

    declared: Specification
    path: str
    data: bytes | None = None


@dataclasses.dataclass(frozen=True, slots=True, eq=False)
class ContractFile:
    """The contract of a data product's output, and the name under which it lies beside the page."""

    declared: Contract
    name: str
    data: bytes


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Exchanged:
    """A message that something sends or receives in one version and not, or in another version, in the other one.

    `before` and `after` are the versions of the message, empty where none is named, None where it is not exchanged.
    """

    way: Literal["sends", "receives"]
    id: str
    before: str | None
    after: str | None


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Since:
    """What has changed since the `version` before: by the name of each schema, and in what a service exchanges.

    The name of the default schema is empty, that of the headers is `headers`.
    """

    version: str
    schemas: tuple[tuple[str, Comparison], ...] = ()
    exchanged: tuple[Exchanged, ...] = ()

    @property
    def nothing(self) -> bool:
        """Whether it is all the same."""
        return not self.exchanged and not any(comparison.differences for _, comparison in self.schemas)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Entry:
    """One resource in one version, complete: defaults applied, texts found, links followed."""

    resource: Documented
    kind: str
    id: str
    version: str | None
    name: str
    summary: str
    description: str
    current: bool = True
    owners: tuple[Link, ...] = ()
    owners_from: str = ""
    """The id of the resource that the owners are inherited from; empty where they are its own."""
    links: Mapping[str, tuple[Link, ...]] = dataclasses.field(default_factory=dict)
    schemas: tuple[SchemaBeside, ...] = ()
    """The default one first."""
    headers: SchemaBeside | None = None
    examples: tuple[ExampleFile, ...] = ()
    specifications: tuple[SpecificationFile, ...] = ()
    previous: Previous | None = None
    """What declares this older version, where it is not declared as an object of its own."""
    contracts: tuple[ContractFile, ...] = ()
    document: ResourceDoc | None = None
    part_of: Entry | None = None
    """The resource whose further page this is."""
    since: Since | None = None
    """What has changed since the version before, where one is known; `versioning` fills it in."""

    @property
    def subject(self) -> str:
        """How problems name it."""
        return f"{self.id} {self.version}" if self.version else self.id

    @property
    def schema(self) -> SchemaFile | None:
        """The schema of the payload: the default one where there are several."""
        return self.schemas[0].file if self.schemas else None

    def place(self, keyword: str = "") -> Place:
        """Where it (or one of its fields) is declared."""
        return (self.previous or self.resource).at(keyword)


@dataclasses.dataclass(frozen=True)
class Catalog:
    """All entries, sorted by id and version, the newest first."""

    entries: tuple[Entry, ...]
    known: Mapping[str, Known] = dataclasses.field(default_factory=dict)

    @functools.cached_property
    def by_id(self) -> Mapping[str, tuple[Entry, ...]]:
        """The versions of each resource, the newest first."""
        return _grouped((entry.id, entry) for entry in self.entries)

    @functools.cached_property
    def current(self) -> tuple[Entry, ...]:
        """Each resource in its current version."""
        return tuple(entry for entry in self.entries if entry.current)

    def find(self, identifier: str, version: str | None = None) -> Entry | None:
        """The resource in that version, or in the current one."""
        versions = self.by_id.get(identifier, ())
        return next((entry for entry in versions if version is None or entry.version == version), None)

    @functools.cached_property
    def senders(self) -> Mapping[str, tuple[tuple[Entry, Link], ...]]:
        """By message id: who sends it (in its current version), and the link that says so."""
        return self._linking("sends")

    @functools.cached_property
    def receivers(self) -> Mapping[str, tuple[tuple[Entry, Link], ...]]:
        """By message id: who receives it (in its current version), and the link that says so."""
        return self._linking("receives")

    @functools.cached_property
    def homes(self) -> Mapping[str, tuple[Entry, ...]]:
        """By id: the domains and systems that it is part of, the nearest ones."""
        around = {entry.id: entry for entry in self.current if entry.kind in HOMES}
        pairs = [(link.id, home.id) for home in around.values() for field in MEMBERS
                 for link in home.links.get(field, ())]  # fmt: skip
        listed = {identifier: tuple(dict.fromkeys(homes)) for identifier, homes in _grouped(pairs).items()}
        return {name: tuple(around[home] for home in homes) for name, homes in nearest(listed).items()}

    @functools.cached_property
    def pointing(self) -> Mapping[str, tuple[tuple[Entry, str, Link], ...]]:
        """By id: what else points to it (in its current version), in which field, and the link that says so."""
        return _grouped(
            (link.id, (entry, field, link))
            for entry in self.current
            for field, links in entry.links.items()
            if field in _POINTING
            for link in links
        )

    @functools.cached_property
    def teams(self) -> Mapping[str, tuple[Entry, ...]]:
        """By user id: the teams that have the user as a member."""
        return {
            identifier: tuple(entry for entry, _ in found) for identifier, found in self._linking("members").items()
        }

    @functools.cached_property
    def owned(self) -> Mapping[str, tuple[Entry, ...]]:
        """By id of a user or team: the resources that it owns, in the current version."""
        resources = (entry for entry in self.current if entry.kind not in DOCUMENT_KINDS)
        return _grouped((link.id, entry) for entry in resources for link in entry.owners)

    @functools.cached_property
    def routed(self) -> Mapping[str, tuple[tuple[Entry, Entry, Link], ...]]:
        """By channel id: the services that use it, with the message and the direction's link."""
        rows = [
            (channel.id, (service, message, link))
            for way in (self.senders, self.receivers)
            for identifier, linking in way.items()
            for service, link in linking
            if (message := self.find(identifier, link.version)) is not None
            for channel in link.channels
        ]
        return _grouped(rows)

    @functools.cached_property
    def meant_for(self) -> Mapping[str, tuple[Entry, ...]]:
        """By channel id: the messages that name it as one of their own, in their current version."""
        return _grouped(
            (identifier, entry)
            for entry in self.current
            if entry.kind in MESSAGE_KINDS
            for identifier in _ids(entry.links.get("channels", ()))
        )

    def channels_of(self, message: Entry) -> tuple[Link, ...]:
        """The channels of a message: its own, then those over which services say that it goes."""
        links = [*message.links.get("channels", ())]
        for _, link in (*self.senders.get(message.id, ()), *self.receivers.get(message.id, ())):
            links += link.channels
        return tuple({link.id: link for link in reversed(links)}[identifier] for identifier in _ids(links))

    def _linking(self, field: str) -> Mapping[str, tuple[tuple[Entry, Link], ...]]:
        return _grouped((link.id, (entry, link)) for entry in self.current for link in entry.links.get(field, ()))


def _ids(links: Iterable[Link]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(link.id for link in links))


def _grouped(pairs: Iterable[tuple[str, V]]) -> Mapping[str, tuple[V, ...]]:
    groups: dict[str, list[V]] = defaultdict(list)
    for key, value in pairs:
        groups[key].append(value)
    return {key: tuple(values) for key, values in groups.items()}

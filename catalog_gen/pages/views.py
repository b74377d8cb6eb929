"""What templates see of an entry: plain values in the words of a reader, nothing to compute.

Texts in here are as the user wrote them; escaping is the templates' default, not ours.
"""

from __future__ import annotations

import dataclasses
import json
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from catalog_gen import formats
from catalog_gen.model import Channel, Deprecated, Message, Parameter, Receives, Sends, Team, User
from catalog_gen.pages import layout
from catalog_gen.resolving.catalog import MESSAGE_KINDS, OWNER_KINDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from catalog_gen.model import Owner, Resource
    from catalog_gen.resolving import Catalog, Entry
    from catalog_gen.resolving.catalog import ExampleFile, Link

LONG_SCHEMA = 40
"""From how many lines on a raw schema is folded."""

_ENVIRONMENT_NAMES = ("env", "environment", "stage")


@dataclasses.dataclass(frozen=True, slots=True)
class Reference:
    """A resource as it is named on another one's page; without `href` where there is no page of it."""

    name: str
    href: str | None
    kind: str | None
    summary: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class Contact:
    """A way to reach somebody."""

    label: str
    href: str


@dataclasses.dataclass(frozen=True, slots=True)
class OwnerView:
    """A team or user that owns something, and how to reach them."""

    reference: Reference
    contacts: tuple[Contact, ...] = ()
    inherited_from: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class Address:
    """What a channel is called in one environment (empty: everywhere)."""

    environment: str
    address: str


@dataclasses.dataclass(frozen=True, slots=True)
class ChannelView:
    """A channel as it is shown on the page of a message."""

    reference: Reference
    protocols: tuple[str, ...] = ()
    addresses: tuple[Address, ...] = ()


@dataclasses.dataclass(frozen=True, slots=True)
class Party:
    """A service at one end of a message, and which of its fields it declares to use."""

    reference: Reference
    fields: tuple[str, ...] = ()


@dataclasses.dataclass(frozen=True, slots=True)
class MessageRow:
    """A message in the table of a service, domain or channel."""

    reference: Reference
    channels: tuple[Reference, ...] = ()
    fields: tuple[str, ...] = ()
    producers: tuple[Reference, ...] = ()
    consumers: tuple[Reference, ...] = ()


@dataclasses.dataclass(frozen=True, slots=True)
class SchemaView:
    """The schema file beside a page."""

    file: str
    format: str
    title: str
    href: str
    lines: int
    viewer: bool
    language: str

    @property
    def long(self) -> bool:
        """Whether the raw text is folded."""
        return self.lines > LONG_SCHEMA


@dataclasses.dataclass(frozen=True, slots=True)
class ExampleView:
    """An example payload as text, with the language of its highlighting."""

    title: str
    summary: str
    text: str
    language: str


@dataclasses.dataclass(frozen=True, slots=True)
class VersionRow:
    """One version in the history."""

    version: str
    href: str | None
    date: str
    status: str
    changes: str
    here: bool


def reference(link: Link, catalog: Catalog) -> Reference:
    """How a linked resource is named and where its page is."""
    entry = catalog.find(link.id, link.version) or catalog.find(link.id)
    if entry is not None:
        return entry_reference(entry)
    known = catalog.known.get(link.id)
    name = (known.name if known else "") or link.id
    if link.kind is not None and (link.version is not None or link.kind in OWNER_KINDS):
        return Reference(name, layout.address(link.kind, link.id, link.version), link.kind)
    return Reference(name, None, link.kind)


def entry_reference(entry: Entry) -> Reference:
    """How a resource is named and where its page is; a hidden one has none on the site."""
    href = None if entry.resource.hidden else layout.address(entry.kind, entry.id, entry.version)
    return Reference(entry.name, href, entry.kind, entry.summary)


def owners(entry: Entry, catalog: Catalog) -> tuple[OwnerView, ...]:
    """Who owns the resource."""
    return tuple(
        OwnerView(reference(link, catalog), contacts(owner), entry.owners_from)
        for link in entry.owners
        for owner in [catalog.find(link.id)]
    )


def contacts(owner: Entry | None) -> tuple[Contact, ...]:
    """How to reach a team or user."""
    declared: Owner | Resource | None = owner.resource if owner else None
    if not isinstance(declared, Team | User):
        return ()
    github = f"https://github.com/{_github_path(declared.github)}" if declared.github else None
    ways = {
        "Slack": declared.slack,
        "Microsoft Teams": declared.ms_teams,
        "Email": f"mailto:{declared.email}" if declared.email else None,
        "On call": declared.on_call if isinstance(declared, Team) else None,
        "GitHub": github,
    }
    return tuple(Contact(label, href) for label, href in ways.items() if href)


def _github_path(handle: str) -> str:
    organisation, _, team = handle.removeprefix("@").partition("/")
    return f"orgs/{organisation}/teams/{team}" if team else organisation


def addresses(channel: Channel) -> tuple[Address, ...]:
    """The channel's address, and what it amounts to in each environment that is known."""
    template = channel.address or channel.id
    declared = {name: parameter(value) for name, value in (channel.parameters or {}).items()}
    named: dict[str, str] = {}
    for name in _ENVIRONMENT_NAMES:
        if name in declared:
            named = {value: _filled(template, {name: value}, declared) for value in declared[name].enum or ()}
            break
    named |= channel.environments or {}
    return (Address("", template), *(Address(name, address) for name, address in named.items()))


def parameter(value: Parameter | Mapping[str, Any]) -> Parameter:
    """A channel parameter, however it was written."""
    return value if isinstance(value, Parameter) else Parameter(**value)


def _filled(template: str, chosen: Mapping[str, str], declared: Mapping[str, Parameter]) -> str:
    for name, spec in declared.items():
        value = chosen.get(name, spec.default)
        template = template if value is None else template.replace(f"{{{name}}}", value)
    return template


def channels(links: Iterable[Link], catalog: Catalog) -> tuple[ChannelView, ...]:
    """The channels of a message."""
    return tuple(_channel(link, catalog) for link in links)


def _channel(link: Link, catalog: Catalog) -> ChannelView:
    entry = catalog.find(link.id, link.version)
    if entry is None or not isinstance(entry.resource, Channel):
        return ChannelView(reference(link, catalog))
    protocols = tuple(entry.resource.protocols or ())
    return ChannelView(entry_reference(entry), protocols, addresses(entry.resource))


def parties(linking: Iterable[tuple[Entry, Link]], version: str | None) -> tuple[Party, ...]:
    """The services (and domains) at one end of a message, as far as they mean this version of it."""
    return tuple(Party(entry_reference(entry), _fields(link)) for entry, link in linking if link.version == version)


def _fields(link: Link) -> tuple[str, ...]:
    return tuple(link.declared.fields or ()) if isinstance(link.declared, Sends | Receives) else ()


def message_rows(links: Iterable[Link], catalog: Catalog) -> tuple[MessageRow, ...]:
    """The messages that a service or domain sends or receives."""
    return tuple(
        MessageRow(
            reference(link, catalog),
            tuple(reference(channel, catalog) for channel in link.channels),
            _fields(link),
        )
        for link in links
    )


def domain_messages(domain: Entry, catalog: Catalog) -> tuple[MessageRow, ...]:
    """The messages that the services of a domain send or receive, with everybody at their ends."""
    services = [
        service for link in domain.links.get("services", ()) if (service := catalog.find(link.id, link.version))
    ]
    links = [link for service in services for way in ("sends", "receives") for link in service.links.get(way, ())]
    messages = {message.id: message for link in links if (message := catalog.find(link.id, link.version))}
    return tuple(
        MessageRow(
            entry_reference(message),
            channels=tuple(reference(channel, catalog) for channel in catalog.channels_of(message)),
            producers=tuple(entry_reference(entry) for entry, _ in catalog.senders.get(message.id, ())),
            consumers=tuple(entry_reference(entry) for entry, _ in catalog.receivers.get(message.id, ())),
        )
        for message in sorted(messages.values(), key=lambda message: message.id)
    )


def routed_messages(channel: Entry, catalog: Catalog) -> tuple[MessageRow, ...]:
    """The messages that travel over a channel, and who is at their ends."""
    rows: dict[str, Entry] = {message.id: message for _, message, _ in catalog.routed.get(channel.id, ())}
    rows |= {
        entry.id: entry
        for entry in catalog.current
        if entry.kind in MESSAGE_KINDS and any(link.id == channel.id for link in entry.links.get("channels", ()))
    }
    return tuple(
        MessageRow(
            entry_reference(message),
            producers=_over(catalog.senders.get(message.id, ()), channel),
            consumers=_over(catalog.receivers.get(message.id, ()), channel),
        )
        for message in sorted(rows.values(), key=lambda message: message.id)
    )


def _over(linking: Iterable[tuple[Entry, Link]], channel: Entry) -> tuple[Reference, ...]:
    return tuple(
        entry_reference(entry) for entry, link in linking if any(way.id == channel.id for way in link.channels)
    )


def schema(entry: Entry, page: str) -> SchemaView | None:
    """The schema file of a message, as it lies beside its page."""
    if entry.schema is None:
        return None
    name = f"schema{entry.schema.extension}"
    kind = entry.schema.format
    return SchemaView(
        file=name,
        format=kind,
        title=formats.TITLES[kind],
        href=layout.file_address(page, name),
        lines=entry.schema.lines,
        viewer=kind != "other",
        language={"avro": "json", "jsonschema": "json", "protobuf": "proto", "yaml": "yaml"}.get(kind, "txt"),
    )


def examples(entry: Entry) -> Iterator[ExampleView]:
    """The example payloads of a message."""
    for number, example in enumerate(entry.examples, 1):
        title = example.declared.name or ("Payload" if len(entry.examples) == 1 else f"Payload {number}")
        yield ExampleView(title, example.declared.summary or "", *_payload(example))


def _payload(example: ExampleFile) -> tuple[str, str]:
    if example.text is None:
        return json.dumps(example.declared.payload, indent=2, ensure_ascii=False, default=_readable), "json"
    endings = {".json": "json", ".xml": "xml", ".yaml": "yaml", ".yml": "yaml", ".txtpb": "txt"}
    ending = PurePosixPath(str(example.declared.path)).suffix.lower()
    return example.text.rstrip("\n"), endings.get(ending, "txt")


def _readable(value: Any) -> str:
    """Values that JSON has no type for, as a consumer usually sees them."""
    return value.decode("latin-1") if isinstance(value, bytes) else str(value)


def history(entry: Entry, catalog: Catalog) -> tuple[VersionRow, ...]:
    """All versions of a resource, the newest first; empty where there is nothing to tell."""
    rows = tuple(_version(other, entry) for other in catalog.by_id[entry.id])
    return rows if len(rows) > 1 or any(row.changes for row in rows) else ()


def _version(other: Entry, entry: Entry) -> VersionRow:
    date = getattr(other.resource, "date", None)
    return VersionRow(
        version=other.version or "",
        href=entry_reference(other).href,
        date=date.isoformat() if date else "",
        status=_status(other),
        changes=getattr(other.resource, "changes", None) or "",
        here=other is entry,
    )


def _status(entry: Entry) -> str:
    deprecated = getattr(entry.resource, "deprecated", None)
    if deprecated:
        since = deprecated.date if isinstance(deprecated, Deprecated) else None
        return f"deprecated, {since}" if since else "deprecated"
    if getattr(entry.resource, "draft", None):
        return "draft"
    return "current" if entry.current else ""


def key(entry: Entry) -> str:
    """The field that a message is keyed by."""
    return (entry.resource.key or "") if isinstance(entry.resource, Message) else ""

"""Messages in the tables of those who exchange them, and who that is."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from catalog_gen.model import Receives, Sends
from catalog_gen.pages.views.references import Reference, entry_reference, reference

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from catalog_gen.resolving import Catalog, Entry
    from catalog_gen.resolving.catalog import Link


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

    @property
    def summary(self) -> str:
        """What the message is for."""
        return self.reference.summary


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


def inner_messages(home: Entry, catalog: Catalog) -> tuple[MessageRow, ...]:
    """The messages that those send or receive who are part of a domain or system, with everybody at their ends."""
    links = [
        link for party in _members(home, catalog) for way in ("sends", "receives") for link in party.links.get(way, ())
    ]
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


def _members(home: Entry, catalog: Catalog) -> Iterator[Entry]:
    """The services and agents of a domain or system, and those of a domain's systems."""
    listed = [link for field in ("services", "agents", "systems") for link in home.links.get(field, ())]
    for entry in filter(None, (catalog.find(link.id, link.version) for link in listed)):
        if entry.kind == "system":
            yield from _members(entry, catalog)
        else:
            yield entry


def routed_messages(channel: Entry, catalog: Catalog) -> tuple[MessageRow, ...]:
    """The messages that travel over a channel, and who is at their ends."""
    rows: dict[str, Entry] = {message.id: message for _, message, _ in catalog.routed.get(channel.id, ())}
    rows |= {entry.id: entry for entry in catalog.meant_for.get(channel.id, ())}
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

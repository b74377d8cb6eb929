"""The ways that a message takes: which channel, which protocol, and with which clients that is shown."""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from catalog_gen.model import Channel, Message
from catalog_gen.problems import Problem, nearest
from catalog_gen.snippets import clients as known_clients

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from catalog_gen.problems import Place
    from catalog_gen.resolving import Catalog, Entry
    from catalog_gen.resolving.catalog import Link
    from catalog_gen.settings import Settings, SnippetSettings
    from catalog_gen.snippets.clients import Client, Clients


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Way:
    """A message over one channel in one protocol; without a channel where the operation says that it is HTTP.

    `link` is what leads from the message to the channel, with the parameters that a `Route` fixes.
    """

    message: Entry
    protocol: str
    channel: Entry | None = None
    link: Link | None = None

    @property
    def resource(self) -> Any:
        """What the definition says about the message."""
        return self.message.resource

    @property
    def channel_resource(self) -> Channel | None:
        """What the definition says about the channel."""
        resource = self.channel.resource if self.channel else None
        return resource if isinstance(resource, Channel) else None

    @property
    def method(self) -> str:
        """The method of HTTP: as declared, else GET for queries."""
        operation = self.resource.operation
        return (operation.method if operation else None) or ("GET" if self.message.kind == "query" else "POST")

    def binding(self, protocol: str = "") -> Mapping[str, Any]:
        """What the bindings of that protocol say; where both say something, the message is nearer than the channel."""
        values: dict[str, Any] = {}
        for _, binding in self._bindings(protocol or self.protocol):
            said = {field.name: getattr(binding, field.name) for field in dataclasses.fields(binding)}
            values |= {name: value for name, value in said.items() if value is not None and name != "origin"}
        return values

    def saying(self, name: str) -> tuple[Entry, Place]:
        """Whose binding says that, and where; the message itself where none does."""
        found = [(holder, binding.at(name)) for holder, binding in self._bindings(self.protocol) if binding.gives(name)]
        return found[-1] if found else (self.message, self.message.place())

    def _bindings(self, protocol: str) -> Iterator[tuple[Entry, Any]]:
        for holder in filter(None, (self.channel, self.message)):
            for binding in getattr(holder.resource, "bindings", None) or ():
                if binding.protocol == protocol:
                    yield holder, binding


class Ways:
    """The ways of all messages of a catalog, and those that they share."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._on: dict[tuple[str, str], list[Way]] = defaultdict(list)
        for entry in catalog.current:
            for way in self.of(entry):
                if way.channel is not None:
                    self._on[way.channel.id, way.protocol].append(way)

    def of(self, entry: Entry) -> tuple[Way, ...]:
        """The ways of a message, in the order of its channels."""
        if not isinstance(entry.resource, Message):
            return ()
        found = tuple(self._over_channels(entry))
        operation = entry.resource.operation
        if not found and not self._catalog.channels_of(entry) and operation is not None and operation.path:
            return (Way(message=entry, protocol="http"),)
        return found

    def beside(self, way: Way) -> tuple[Way, ...]:
        """The ways of other messages over the same channel in the same protocol."""
        around = self._on[way.channel.id, way.protocol] if way.channel else ()
        return tuple(other for other in around if other.message.id != way.message.id)

    def _over_channels(self, entry: Entry) -> Iterator[Way]:
        for link in self._catalog.channels_of(entry):
            channel = self._catalog.find(link.id, link.version)
            if channel is not None and isinstance(channel.resource, Channel):
                protocols = dict.fromkeys(map(known_clients.protocol_of, channel.resource.protocols or ()))
                yield from (Way(message=entry, protocol=each, channel=channel, link=link) for each in protocols)


def shown(way: Way, clients: Clients, settings: Settings) -> tuple[Client, ...]:
    """The clients with which a way is shown: those of the message, else of the settings, else the default one."""
    names = way.resource.snippets
    of_protocol = settings.snippets.get(way.protocol)
    if names is None:
        names = of_protocol.clients if of_protocol else None
    possible = clients.of(way.protocol)
    if names is None:
        return tuple(client for client in possible if client.default)
    by_name = {client.name: client for client in possible}
    return tuple(by_name[name] for name in dict.fromkeys(names) if name in by_name)


def unknown_clients(entry: Entry, clients: Clients) -> Iterator[Problem]:
    """The clients that a message names and that are not there."""
    for index, name in enumerate(getattr(entry.resource, "snippets", None) or ()):
        if name not in clients.by_name and name not in clients.broken:
            hint = nearest(name, clients.by_name) or f"there are {', '.join(clients.by_name)}"
            place = entry.resource.at("snippets", index)
            yield Problem("unknown-client", f'there is no client "{name}"', place, entry.subject, hint)


def unknown_settings(settings: Settings, clients: Clients) -> Iterator[Problem]:
    """Tables of settings that are about nothing, and clients in them that are not there."""
    protocols = {client.protocol for client in clients.by_name.values()}
    for name, said in settings.snippets.items():
        if name not in protocols and name not in clients.by_name:
            known = sorted({*protocols, *clients.by_name})
            meant = known_clients.protocol_of(name)
            hint = f'write "{meant}"' if meant in protocols else nearest(name, known) or f"there are {', '.join(known)}"
            yield Problem("unknown-setting", f"snippets.{name} is no protocol and no client", said.place, hint=hint)
            continue
        possible = [client.name for client in clients.of(name)]
        for wanted in said.clients or ():
            if wanted not in possible and wanted not in clients.broken:
                hint = nearest(wanted, possible) or f"there are {', '.join(possible)}"
                message = f'snippets.{name}.clients: there is no client "{wanted}" for it'
                yield Problem("unknown-client", message, said.place, hint=hint)
        yield from _untaken(name, said, clients)


def _meant(name: str, said: SnippetSettings, clients: Clients) -> Iterator[Client]:
    """The clients that a table of settings is about: one, or those that are shown for a protocol."""
    if name in clients.by_name:
        yield clients.by_name[name]
    for client in clients.of(name):
        if client.name in said.clients if said.clients is not None else client.default:
            yield client


def _untaken(name: str, said: SnippetSettings, clients: Clients) -> Iterator[Problem]:
    for client in _meant(name, said, clients):
        for key in (*said.config, *said.env):
            if client.takes and client.setting(key) not in client.known_settings:
                message = f'snippets.{name}: {clients.called(client)} is not given "{key}", its snippets do not know it'
                hint = f"it takes {', '.join(client.known_settings)}"
                yield Problem("unused-setting", message, said.place, hint=hint)

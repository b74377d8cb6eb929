"""Links of any kind in both directions: whom a resource names, and who names it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from catalog_gen.model import Channel, Owner, Resource
from catalog_gen.model.declaring import Declared, fields
from catalog_gen.pages.views.channels import addresses
from catalog_gen.resolving.catalog import MESSAGE_KINDS, OWNER_KINDS
from catalog_gen.showing import values
from catalog_gen.showing.items import Detail, Item
from catalog_gen.showing.origins import Whence, of_field, of_link, of_owner

if TYPE_CHECKING:
    from collections.abc import Iterator

    from catalog_gen.resolving import Catalog, Entry
    from catalog_gen.resolving.catalog import Link
    from catalog_gen.settings import Settings

REFERRING: Final = ("producers", "consumers", "messages", "teams", "owns", "part_of", "referred_by")
"""The facts that other resources say by naming this one."""

TITLES: Final = {"part_of": "Part of", "referred_by": "Referred to by"}

_REFERRING_BY: Final = {
    "sends": "producers",
    "receives": "consumers",
    "members": "teams",
    "channels": "messages",
    **dict.fromkeys(
        ("services", "domains", "systems", "agents", "entities", "flows", "containers", "data_products"), "part_of"
    ),
}
"""By the field in which the other one names it; every other field is a `referred_by`."""

CONTACTS: Final = ("slack", "ms_teams", "email", "on_call", "github")

_OF_LINKS: Final = frozenset({"version", "to", "from_", "triggers"})
"""What a reference says that its link has already."""


def links(entry: Entry, field: str, catalog: Catalog, settings: Settings) -> Iterator[Item]:
    """What a resource names in one field."""
    for link in entry.links[field]:
        yield _item(link, catalog, of_link(entry, field, link, settings))


def owners(entry: Entry, catalog: Catalog, settings: Settings) -> Iterator[Item]:
    """Who owns a resource, and how to reach them."""
    for link in entry.owners:
        owner = catalog.find(link.id)
        ways = [way for way in CONTACTS if owner and getattr(owner.resource, way, None)]
        texts = {way: values.plain(getattr(owner.resource, way), way) for way in ways if owner}
        name = _name(link, catalog)
        value = {"id": link.id, "type": link.kind, "name": name, "contacts": texts}
        details = tuple(
            Detail((values.title(way), text), of_field(owner, way, settings)) for way, text in texts.items() if owner
        )
        called = f" ({name})" if name != link.id else ""
        yield Item(
            f"{link.id}{called}{_elsewhere(link, catalog)}", value, of_owner(entry, link, catalog, settings), details
        )


def channels(entry: Entry, catalog: Catalog, settings: Settings) -> Iterator[Item]:
    """The channels of a message: its own, then those over which services say that it goes."""
    own = entry.links.get("channels", ())
    if entry.kind not in MESSAGE_KINDS:
        yield from links(entry, "channels", catalog, settings) if own else ()
        return
    said = {link.id: of_link(entry, "channels", link, settings) for link in own}
    for field, linking in (("sends", catalog.senders), ("receives", catalog.receivers)):
        for service, way in linking.get(entry.id, ()):
            whence = of_link(service, field, way, settings)
            for link in way.channels:
                said.setdefault(link.id, Whence("definition", whence.place, of=service.id))
    for link in catalog.channels_of(entry):
        channel = catalog.find(link.id, link.version)
        resource = channel.resource if channel else None
        if channel is None or not isinstance(resource, Channel):
            yield _item(link, catalog, said[link.id])
            continue
        where = address(channel, resource, settings)
        named = _item(link, catalog, said[link.id])
        protocols = f" ({', '.join(resource.protocols)})" if resource.protocols else ""
        value = {**named.value, "protocols": list(resource.protocols or ()), **where.value}
        own_address = () if where.text == link.id else (Detail(("address", where.text), where.whence),)
        yield Item(f"{named.text}{protocols}", value, said[link.id], (*own_address, *where.details))


def address(entry: Entry, channel: Channel, settings: Settings) -> Item:
    """What a channel is called, here and in each environment that is known."""
    template, *named = addresses(channel)
    given = of_field(entry, "address", settings) if channel.address else Whence("id", entry.place("id"), by="the id")
    details = [
        Detail(
            (each.environment, values.plain(each.address, "address")),
            of_field(
                entry, "environments" if each.environment in (channel.environments or {}) else "parameters", settings
            ),
        )
        for each in named
    ]
    shown = values.plain(template.address, "address")
    value = {"address": shown, "environments": {detail.cells[0]: detail.cells[1] for detail in details}}
    return Item(shown, value, given, tuple(details))


def referring(name: str, identifier: str, version: str | None, catalog: Catalog, settings: Settings) -> Iterator[Item]:
    """Who names the resource, in this version of it: the fact of that name in `REFERRING`."""
    if name == "owns":
        yield from _owned(identifier, catalog, settings)
        return
    if name == "messages":
        yield from _carried(identifier, catalog, settings)
        return
    for other in catalog.current:
        for field, named in other.links.items():
            if field == "owners" or _REFERRING_BY.get(field, "referred_by") != name:
                continue
            for link in named:
                if link.id == identifier and version in (None, link.version or version):
                    yield _referrer(other, field, link, of_link(other, field, link, settings))


def _owned(identifier: str, catalog: Catalog, settings: Settings) -> Iterator[Item]:
    for entry in catalog.owned.get(identifier, ()):
        link = next(link for link in entry.owners if link.id == identifier)
        yield _referrer(entry, "owners", link, of_owner(entry, link, catalog, settings))


def _carried(channel: str, catalog: Catalog, settings: Settings) -> Iterator[Item]:
    """The messages that travel over a channel, with who is at their ends."""
    found = {message.id: message for _, message, _ in catalog.routed.get(channel, ())}
    found |= {message.id: message for message in catalog.meant_for.get(channel, ())}
    for message in sorted(found.values(), key=lambda message: message.id):
        ends = {
            field: [
                (service, field, link)
                for service, link in linking.get(message.id, ())
                if any(way.id == channel for way in link.channels)
            ]
            for field, linking in (("sends", catalog.senders), ("receives", catalog.receivers))
        }
        named = [link for link in message.links.get("channels", ()) if link.id == channel]
        first = next((end for way in ends.values() for end in way), None)
        if named or first is None:
            whence = (
                of_link(message, "channels", named[0], settings) if named else of_field(message, "channels", settings)
            )
        else:
            whence = Whence("definition", of_link(*first, settings).place, of=first[0].id)
        senders, receivers = ([service.id for service, _, _ in ends[field]] for field in ("sends", "receives"))
        parts = [f"from {', '.join(senders)}" if senders else "", f"to {', '.join(receivers)}" if receivers else ""]
        way = " ".join(filter(None, parts))
        value = {**_named(message), "from": senders, "to": receivers}
        yield Item(_called(message) + (f": {way}" if way else ""), value, whence)


def _referrer(entry: Entry, field: str, link: Link, whence: Whence) -> Item:
    """Another resource that names this one, and how it does."""
    said = _said(link)
    known = _REFERRING_BY.get(field, "owns" if field == "owners" else "")
    how = "" if known else values.title(field).lower()
    kind = "" if known in {"producers", "consumers", "teams"} else f" ({', '.join(filter(None, [entry.kind, how]))})"
    value = {**_named(entry), "field": field, **{key: values.plain(item, key) for key, item in said.items()}}
    return Item(f"{_subject(entry.id, entry.version)}{kind}{_words(said)}", value, whence)


def _item(link: Link, catalog: Catalog, whence: Whence) -> Item:
    """A link: whom, in which version, over which channels, and what else the reference says."""
    said = _said(link)
    over = [channel.id for channel in link.channels]
    triggers = list(dict.fromkeys(_subject(trigger.id, trigger.version) for trigger in link.triggers))
    more = {**said, **({"over": over} if over else {}), **({"triggers": triggers} if triggers else {})}
    value = {"id": link.id, "type": link.kind, "version": link.version}
    value |= {key: values.plain(item, key) for key, item in more.items()}
    called = f" ({_name(link, catalog)})" if link.kind in OWNER_KINDS and _name(link, catalog) != link.id else ""
    text = f"{_subject(link.id, link.version)}{called}{_elsewhere(link, catalog)}{_words(more)}"
    return Item(text, value, whence)


def _name(link: Link, catalog: Catalog) -> str:
    target = catalog.find(link.id, link.version) or catalog.known.get(link.id)
    return target.name if target and target.name else link.id


def _said(link: Link) -> dict[str, Any]:
    """What a reference says besides whom it means."""
    declared = link.declared
    if isinstance(declared, str | Resource | Owner) or not isinstance(declared, Declared):
        return {}
    given = {field: getattr(declared, field) for field in fields(type(declared)) if field not in _OF_LINKS}
    return {field: value for field, value in given.items() if value is not None and values.plain(value) != link.id}


def _words(said: dict[str, Any]) -> str:
    text = "; ".join(f"{values.spelt(field)} {values.words(value, field)}" for field, value in said.items())
    return f": {text}" if text else ""


def _elsewhere(link: Link, catalog: Catalog) -> str:
    """What is said of what is not declared."""
    if link.id in catalog.by_id or link.id not in catalog.known:
        return ""
    return " (written by hand)" if catalog.known[link.id].kind else " (external)"


def _named(entry: Entry) -> dict[str, Any]:
    return {"id": entry.id, "type": entry.kind, "version": entry.version}


def _called(entry: Entry) -> str:
    return _subject(entry.id, entry.version)


def _subject(identifier: str, version: str | None) -> str:
    return f"{identifier} {version}" if version else identifier

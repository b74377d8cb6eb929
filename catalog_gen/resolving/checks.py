"""Rules over the whole catalog: what is missing, unused or would mislead a reader."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from catalog_gen.model import AmqpBinding, Channel, Entity, Property, Resource
from catalog_gen.problems import Problem, nearest, noun
from catalog_gen.resolving import consistency
from catalog_gen.resolving.catalog import DOCUMENT_KINDS, MESSAGE_KINDS, OWNER_KINDS
from catalog_gen.resolving.nesting import MEMBERS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from catalog_gen.resolving.catalog import Catalog, Entry
    from catalog_gen.resolving.ids import Index

_AROUND = frozenset({"service", "agent", "system", "domain"})
_GIVING = frozenset({"sends", "receives", "owners", "defaults", *MEMBERS})
"""The keywords of what is around a resource that make it take owners from there."""

_PARAMETER = re.compile(r"\{([^{}]*)\}")


def problems(catalog: Catalog, ids: Index, used_elsewhere: Collection[str]) -> Iterator[Problem]:
    """All findings.

    `used_elsewhere` are messages that something sends or receives that did not get into the catalog.
    """
    owners_are_known = not _unread_around(catalog, ids, _GIVING) and not _owners_refused(catalog)
    links_are_known = not _unread_around(catalog, ids, {"sends", "receives"})
    for entry in catalog.current:
        if entry.kind in DOCUMENT_KINDS:
            continue
        if owners_are_known:
            yield from _owner(entry)
        yield from _summary(entry)
        if links_are_known and entry.id not in used_elsewhere:
            yield from _orphan(entry, catalog)
        yield from _draft(entry, catalog)
        yield from _circle(entry, catalog)
        yield from consistency.problems(entry, catalog)
        if isinstance(entry.resource, Channel):
            yield from _parameters(entry.resource, entry)


def _owner(entry: Entry) -> Iterator[Problem]:
    asked = entry.kind not in OWNER_KINDS and not entry.owners and not entry.resource.gives("owners")
    if asked and not entry.resource.misspelt and "defaults" not in entry.resource.unread:
        hint = "write owners=[...], here or in Defaults"
        yield Problem("no-owner", f"this {noun(entry.kind)} has no owner", entry.place(), entry.subject, hint)


def _summary(entry: Entry) -> Iterator[Problem]:
    sources = ("summary", "description", "description_path")
    unread = entry.resource.misspelt or any(entry.resource.gives(field) for field in sources)
    ways = ("schema_path", "schemas", "payload")
    declared = any(getattr(entry.resource, way, None) is not None for way in ways)
    several = len(getattr(entry.resource, "schemas", None) or ())
    unread = unread or (declared and entry.schema is None) or len(entry.schemas) < several
    if entry.kind not in OWNER_KINDS and not entry.summary and not unread:
        hint = "write summary= or description=" + ", or a doc into the schema" * (entry.kind in MESSAGE_KINDS)
        yield Problem("no-summary", f"this {noun(entry.kind)} has no summary", entry.place(), entry.subject, hint)


def _unread_around(catalog: Catalog, ids: Index, lists: Collection[str]) -> bool:
    """Whether a party, domain or system may list a resource in a place that could not be read."""
    if ids.unread_texts or _AROUND & ids.unread_kinds:
        return True
    return any(not entry.resource.unread.isdisjoint(lists) for entry in catalog.current if entry.kind in _AROUND)


def _owners_refused(catalog: Catalog) -> bool:
    """Whether somebody names owners and has none: then others may miss those that they would inherit."""
    return any(
        entry.resource.owners and not entry.owners for entry in catalog.current if isinstance(entry.resource, Resource)
    )


def _orphan(entry: Entry, catalog: Catalog) -> Iterator[Problem]:
    if entry.kind in MESSAGE_KINDS and entry.id not in catalog.senders and entry.id not in catalog.receivers:
        message = f"nobody sends or receives this {entry.kind}"
        hint = f'add it to sends=[...] or receives=["{entry.id}"] of a service'
        yield Problem("orphan-message", message, entry.place(), entry.subject, hint)


def _circle(entry: Entry, catalog: Catalog) -> Iterator[Problem]:
    """Domains that contain themselves; each one in the circle is told."""
    below, seen = [link.id for link in entry.links.get("domains", ())], set[str]()
    while below:
        identifier = below.pop()
        if identifier == entry.id:
            message = "this domain is a subdomain of itself"
            yield Problem("domain-cycle", message, entry.place("domains"), entry.subject, "take one of the domains out")
            return
        if identifier not in seen and (domain := catalog.find(identifier)):
            seen.add(identifier)
            below += [link.id for link in domain.links.get("domains", ())]


def references(catalog: Catalog) -> Iterator[Problem]:
    """Properties that refer to one that the other entity does not have: EventCatalog's map would have no line."""
    for entry in catalog.current:
        yield from _referenced(entry, catalog)


def _referenced(entry: Entry, catalog: Catalog) -> Iterator[Problem]:
    for link in entry.links.get("properties", ()):
        target = catalog.find(link.id)
        if target is None or not isinstance(link.declared, Property) or not isinstance(target.resource, Entity):
            continue
        wanted, names = link.declared.references_identifier, [item.name for item in target.resource.properties or ()]
        if wanted is not None and names and wanted not in names and "properties" not in target.resource.unread:
            message = f'{link.declared.name} refers to "{wanted}", which is no property of {target.id}'
            hint = nearest(wanted, names) or f"there are {', '.join(names)}"
            yield Problem("unknown-field", message, link.declared.at("references_identifier"), entry.subject, hint)


def _draft(entry: Entry, catalog: Catalog) -> Iterator[Problem]:
    if not isinstance(entry.resource, Resource) or not entry.resource.draft:
        return
    older = catalog.by_id[entry.id][1:]
    released = next((other for other in older if other.previous is not None or not _is_draft(other)), None)
    if released is not None:
        message = f"this draft would hide the released version {released.version}"
        hint = "EventCatalog shows the highest version as the current one; keep the draft out until it is released"
        yield Problem("draft-is-current", message, entry.place("draft"), entry.subject, hint)


def _is_draft(entry: Entry) -> bool:
    return isinstance(entry.resource, Resource) and bool(entry.resource.draft)


def _parameters(channel: Channel, entry: Entry) -> Iterator[Problem]:
    if "parameters" in channel.unread:
        return
    declared = channel.parameters or {}
    address = channel.address or channel.id
    used: set[str] = set()
    for keyword, text in _addresses(channel):
        names = dict.fromkeys(_PARAMETER.findall(text))
        used |= names.keys()
        for name in names:
            if name not in declared:
                message = f'the address "{text}" has a parameter "{name}" that is not declared'
                hint = nearest(name, declared) or f'write parameters={{"{name}": {{"enum": [...], "default": "..."}}}}'
                yield Problem("undeclared-parameter", message, entry.place(keyword), entry.subject, hint)
    for name in declared:
        if name not in used:
            message = f'the address "{address}" does not use the parameter "{name}"'
            yield Problem("unused-parameter", message, entry.place("parameters"), entry.subject)


def _addresses(channel: Channel) -> Iterator[tuple[str, str]]:
    """The address of a channel and the others that its parameters are for, each with the keyword that says it."""
    yield ("address", channel.address) if channel.address else ("id", channel.id)
    if channel.dead_letter:
        yield "dead_letter", channel.dead_letter
    for binding in channel.bindings or ():
        if isinstance(binding, AmqpBinding):
            yield from (("bindings", text) for text in (binding.exchange, binding.routing_key) if text)

"""What the targeted EventCatalog does not know leaves the catalog, and is said.

EventCatalog 3 (its last one, 3.48) has no systems, no triggers, no properties inside of properties; what it does not
know, it drops without a word, or fails to build. The members of a system are then those of the domain around it.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any, Final

from catalog_gen.model import Container, Entity, Items, Property, Resource
from catalog_gen.model.declaring import with_values
from catalog_gen.problems import Problem
from catalog_gen.resolving.catalog import Catalog, Entry
from catalog_gen.resolving.nesting import MEMBERS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from catalog_gen.model.declaring import Declared
    from catalog_gen.resolving.catalog import Link

_FOUR: Final = 4
_FIELDS: Final = ("systems",)
_SECTIONS: Final = frozenset({"systems", "triggers", "triggered_by"})
_HINT: Final = "it is left out; set eventcatalog = 4 when your catalog runs on it"


def fitted(catalog: Catalog, target: int) -> tuple[Catalog, tuple[Problem, ...]]:
    """The catalog as EventCatalog's major version `target` can have it, and what it has lost by that."""
    if target >= _FOUR:
        return catalog, ()
    problems = [problem for entry in catalog.current for problem in _lost(entry, catalog)]
    kept = (_fitted(entry, catalog) for entry in catalog.entries if entry.kind != "system")
    return Catalog(tuple(kept), catalog.known), tuple(problems)


def _lost(entry: Entry, catalog: Catalog) -> Iterator[Problem]:
    if entry.kind == "system":
        hint = "it has no page, and what it consists of belongs to its domain; set eventcatalog = 4 for a newer one"
        yield Problem("not-in-target", "EventCatalog 3 has no systems", entry.place(), entry.subject, hint)
        return
    for field in _FIELDS:
        if any(catalog.find(link.id) is None for link in entry.links.get(field, ())):
            yield _problem(f"no {field}", entry, entry.resource, field)
    for link in entry.links.get("applies_to", ()):
        if link.kind == "system":
            yield _problem("no systems", entry, entry.resource, "applies_to")
    yield from _lost_inputs(entry)
    for link in entry.links.get("receives", ()):
        if link.triggers and not isinstance(link.declared, str):
            yield _problem("no triggers", entry, link.declared, "triggers")
    panel = getattr(entry.resource, "details_panel", None) or {}
    for section in sorted(_SECTIONS & set(panel)):
        yield _problem(f"no panel section {section}", entry, entry.resource, "details_panel")
    if isinstance(entry.resource, Container) and entry.resource.purpose is not None:
        yield _problem("no purpose of containers", entry, entry.resource, "purpose")
    for item in (entry.resource.properties or ()) if isinstance(entry.resource, Entity) else ():
        if item is not _without_inside(item):
            yield _problem("no properties inside of properties", entry, item, "properties")


def _lost_inputs(entry: Entry) -> Iterator[Problem]:
    for index, link in enumerate(entry.links.get("inputs", ())):
        if not _is_drawn(link):
            what = "data products" if link.kind == "data-product" else f'things without a page ("{link.id}")'
            place = entry.resource.at("inputs", index)
            message = f"EventCatalog 3 fails to build {what} among the inputs of a data product"
            yield Problem("not-in-target", message, place, entry.subject, _HINT)


def _is_drawn(link: Link) -> bool:
    """Whether EventCatalog 3 finds an input of a data product; one that it does not find ends its build."""
    return link.kind is not None and link.kind != "data-product"


def _problem(what: str, entry: Entry, holder: Declared, field: str) -> Problem:
    return Problem("not-in-target", f"EventCatalog 3 has {what}", holder.at(field), entry.subject, _HINT)


def _fitted(entry: Entry, catalog: Catalog) -> Entry:
    changes = dict(_changes(entry.resource))
    resource = with_values(entry.resource, **changes) if changes else entry.resource
    return dataclasses.replace(entry, resource=resource, links=dict(_links(entry, catalog)))


def _changes(resource: Any) -> Iterator[tuple[str, Any]]:
    """The fields of a resource that have to say less."""
    if isinstance(resource, Resource) and resource.details_panel and _SECTIONS & set(resource.details_panel):
        yield "details_panel", {name: on for name, on in resource.details_panel.items() if name not in _SECTIONS}
    if isinstance(resource, Container) and resource.purpose is not None:
        yield "purpose", None
    if isinstance(resource, Entity) and resource.properties:
        plain = tuple(_without_inside(item) for item in resource.properties)
        if any(one is not other for one, other in zip(plain, resource.properties, strict=True)):
            yield "properties", plain


def _without_inside(item: Property) -> Property:
    """A property without what is in it; the same object where there is nothing to leave out."""
    changes: dict[str, Any] = {}
    if item.properties is not None:
        changes["properties"] = None
    if item.reference_target is not None:
        changes["reference_target"] = None
    if isinstance(item.items, Items) and item.items.properties is not None:
        changes["items"] = item.items.type
    if not changes:
        return item
    changed: Property = with_values(item, **changes)
    return changed


def _links(entry: Entry, catalog: Catalog) -> Iterator[tuple[str, tuple[Link, ...]]]:
    """The links that are left; a domain takes over the members of its systems."""
    systems = [system for link in entry.links.get("systems", ()) if (system := catalog.find(link.id, link.version))]
    fields = dict.fromkeys([*entry.links, *(MEMBERS if systems else ())])
    for field in fields:
        own = entry.links.get(field, ())
        if field in _FIELDS or (field == "containers" and entry.kind == "domain"):
            continue
        if field == "receives":
            own = tuple(dataclasses.replace(link, triggers=()) if link.triggers else link for link in own)
        if field == "applies_to":
            own = tuple(link for link in own if link.kind != "system")
        if field == "inputs":
            own = tuple(link for link in own if _is_drawn(link))
        taken = {link.id for link in own}
        inner = [link for system in systems for link in system.links.get(field, ()) if field in MEMBERS]
        found = (*own, *{link.id: link for link in inner if link.id not in taken}.values())
        if found:
            yield field, found

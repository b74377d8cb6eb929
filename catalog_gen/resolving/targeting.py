"""What the targeted EventCatalog does not know leaves the catalog, and is said.

EventCatalog 3 (its last one, 3.48) has no systems, no triggers, no properties inside of properties; what it does not
know, it drops without a word, or fails to build. The members of a system are then those of the domain around it.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any, Final

from catalog_gen.model import Container, Entity, Items, Property, Receives, Resource
from catalog_gen.model.declaring import with_values
from catalog_gen.problems import Problem
from catalog_gen.resolving.catalog import Catalog, Entry
from catalog_gen.resolving.nesting import MEMBERS

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from catalog_gen.problems import Place
    from catalog_gen.resolving.catalog import Link

_FOUR: Final = 4
_SECTIONS: Final = frozenset({"systems", "triggers", "triggered_by"})
_HINT: Final = "it is left out; set eventcatalog = 4 when your catalog runs on it"


def fitted(catalog: Catalog, target: int) -> tuple[Catalog, tuple[Problem, ...]]:
    """The catalog as EventCatalog's major version `target` can have it, and what it has lost by that.

    What several versions of a resource share is said of the newest one only.
    """
    if target >= _FOUR:
        return catalog, ()
    problems = [problem for versions in catalog.by_id.values() for problem in _lost_by(versions, catalog)]
    kept = (_fitted(entry, catalog) for entry in catalog.entries if entry.kind != "system")
    return Catalog(tuple(kept), catalog.known), tuple(problems)


def _lost_by(versions: tuple[Entry, ...], catalog: Catalog) -> Iterator[Problem]:
    said: set[str] = set()
    for entry in versions:
        found = [problem for problem in _lost(entry, catalog) if problem.message not in said]
        said |= {problem.message for problem in found}
        yield from found


def _lost(entry: Entry, catalog: Catalog) -> Iterator[Problem]:
    if entry.kind == "system":
        hint = "it gets no page, and a domain around it takes over what is in it; set eventcatalog = 4 for a newer one"
        yield Problem("not-in-target", "EventCatalog 3 has no systems", entry.resource.at(), entry.subject, hint)
        return
    for place, identifier in _systems_named(entry, catalog):
        yield _problem(f'systems, and "{identifier}" is one', entry, place)
    yield from _lost_inputs(entry)
    for link in entry.links.get("receives", ()):
        if link.triggers and isinstance(link.declared, Receives):
            yield _problem("triggers", entry, link.declared.at("triggers"))
    panel = getattr(entry.resource, "details_panel", None) or {}
    for section in sorted(_SECTIONS & set(panel)):
        yield _problem(f'section "{section}" in the details panel', entry, entry.resource.at("details_panel"))
    if isinstance(entry.resource, Container) and entry.resource.purpose is not None:
        yield _problem("purpose of containers", entry, entry.resource.at("purpose"))
    for item in (entry.resource.properties or ()) if isinstance(entry.resource, Entity) else ():
        yield from _lost_inside(item, entry)


def _systems_named(entry: Entry, catalog: Catalog) -> Iterator[tuple[Place, str]]:
    """Where something else than a system names one, and its id.

    A domain that lists a declared system has lost nothing: what is in the system becomes its own.
    """
    for field in ("systems", "applies_to"):
        for link in entry.links.get(field, ()):
            if link.kind == "system" if field == "applies_to" else catalog.find(link.id) is None:
                yield _place(entry, field, link), link.id


def _place(entry: Entry, field: str, link: Link) -> Place:
    """Where the link stands in the list of a field."""
    listed = getattr(entry.resource, field, None) or ()
    index = next((number for number, item in enumerate(listed) if item is link.declared), None)
    return entry.resource.at(field, index)


def _lost_inputs(entry: Entry) -> Iterator[Problem]:
    for link in entry.links.get("inputs", ()):
        if not _is_drawn(link):
            what = "data products" if link.kind == "data-product" else f'things without a page ("{link.id}")'
            message = f"EventCatalog 3 fails to build {what} among the inputs of a data product"
            yield Problem("not-in-target", message, _place(entry, "inputs", link), entry.subject, _HINT)


def _is_drawn(link: Link) -> bool:
    """Whether EventCatalog 3 finds an input of a data product; one that it does not find ends its build."""
    return link.kind is not None and link.kind != "data-product"


def _lost_inside(item: Property, entry: Entry) -> Iterator[Problem]:
    """What a property of an entity loses; of what is in it, the outermost is enough to say."""
    if item.properties is not None:
        yield _problem("properties inside of properties", entry, item.at("properties"))
    if item.reference_target is not None:
        yield _problem("reference_target of properties", entry, item.at("reference_target"))
    if isinstance(item.items, Items) and item.items.properties is not None:
        yield _problem("properties inside of items", entry, item.items.at("properties"))


def _problem(what: str, entry: Entry, place: Place) -> Problem:
    return Problem("not-in-target", f"EventCatalog 3 has no {what}", place, entry.subject, _HINT)


def _fitted(entry: Entry, catalog: Catalog) -> Entry:
    changes = dict(_changes(entry.resource))
    links = dict(_links(entry, catalog))
    if not changes and links == entry.links:
        return entry
    resource = with_values(entry.resource, **changes) if changes else entry.resource
    return dataclasses.replace(entry, resource=resource, links=links)


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


def _links(entry: Any, catalog: Catalog) -> Iterator[tuple[str, tuple[Link, ...]]]:
    """The links that are left; a domain takes over the members of its systems."""
    systems = [system for link in entry.links.get("systems", ()) if (system := catalog.find(link.id, link.version))]
    fields = dict.fromkeys([*entry.links, *(MEMBERS if systems else ())])
    for field in fields:
        own = entry.links.get(field, ())
        if field == "systems" or (field == "containers" and entry.kind == "domain"):
            continue
        if field == "receives":
            own = tuple(dataclasses.replace(link, triggers=()) if link.triggers else link for link in own)
        if field == "applies_to":
            own = tuple(link for link in own if link.kind != "system")
        if field == "properties":
            own = tuple(link for link in own if any(link.declared is item for item in entry.resource.properties))
        if field == "inputs":
            own = tuple(link for link in own if _is_drawn(link))
        found = (*own, *_taken_over(systems, field, {link.id for link in own})) if systems else own
        if found:
            yield field, found


def _taken_over(systems: Sequence[Entry], field: str, taken: Collection[str]) -> Iterable[Link]:
    """The members that systems have in a field, but for those that are `taken`."""
    inner = [link for system in systems for link in system.links.get(field, ()) if field in MEMBERS]
    return {link.id: link for link in inner if link.id not in taken}.values()

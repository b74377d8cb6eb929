"""Entities: their properties as a table, and which entities have to do with each other."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

from catalog_gen.model import Entity, Items
from catalog_gen.pages.views.references import Reference, entry_reference, reference
from catalog_gen.pages.views.related import Related, pointers, pointing

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from catalog_gen.model import Property
    from catalog_gen.resolving import Catalog, Entry


@dataclasses.dataclass(frozen=True, slots=True)
class PropertyRow:
    """A property of an entity in its table; `path` leads to it where it is inside of another one.

    `relation` is how the entity has to do with the one that it points to, in the definition's words.
    """

    path: str
    type: str
    required: str
    description: str
    enum: tuple[str, ...]
    reference: Reference | None
    target: str
    relation: str
    identifies: bool

    @property
    def explained(self) -> bool:
        """Whether there is anything to say of it."""
        return bool(self.description or self.enum or self.identifies)


@dataclasses.dataclass(frozen=True, slots=True)
class EntityMap:
    """The part of a domain's map of entities that one of them is in: the domain, and the ids to start from."""

    domain: str
    version: str
    entities: tuple[str, ...]
    href: str


def of_entity(entity: Entity, entry: Entry, catalog: Catalog) -> dict[str, Any]:
    """What the page of an entity tells."""
    links = entry.links.get("properties", ())
    targets = {id(link.declared): reference(link, catalog) for link in links}
    back = [
        Related(entry_reference(other), getattr(link.declared, "name", ""))
        for other, _, link in pointers(entry, catalog, "properties")
    ]
    users = [entry_reference(other) for other in pointing(entry, catalog, "entities") if other.kind == "service"]
    return {
        "identifier": entity.identifier,
        "aggregate_root": bool(entity.aggregate_root),
        "properties": tuple(_rows(entity.properties or (), "", entity.identifier, targets)),
        "referenced_by": back,
        "used_by": users,
        "map": _map(entry, catalog) if targets or back else None,
    }


def _rows(
    declared: Sequence[Property], path: str, identifier: str | None, targets: Mapping[int, Reference]
) -> Iterator[PropertyRow]:
    for item in declared:
        inside = item.items.type if isinstance(item.items, Items) else item.items
        yield PropertyRow(
            path=f"{path}{item.name}",
            type=f"{item.type} of {inside}" if inside else item.type,
            required="" if item.required is None else "yes" if item.required else "no",
            description=item.description or "",
            enum=tuple(item.enum or ()),
            reference=targets.get(id(item)),
            target=item.references_identifier or "",
            relation=item.relation_type or "",
            identifies=not path and item.name == identifier,
        )
        yield from _rows(item.properties or (), f"{path}{item.name}.", identifier, targets)
        if isinstance(item.items, Items):
            yield from _rows(item.items.properties or (), f"{path}{item.name}[].", identifier, targets)


def _map(entry: Entry, catalog: Catalog) -> EntityMap | None:
    """EventCatalog draws entities of one domain with those that they point to, whatever domain these are in."""
    domains = (home for home in catalog.homes.get(entry.id, ()) if home.kind == "domain")
    home = next((domain for domain in domains if not getattr(domain.resource, "hidden", None)), None)
    if home is None or home.version is None:
        return None
    members = {link.id for link in home.links.get("entities", ())}
    near = [other.id for other in pointing(entry, catalog, "properties") if other.id in members]
    href = f"/visualiser/domains/{home.id}/{home.version}/entity-map"
    return EntityMap(home.id, home.version, tuple(dict.fromkeys([entry.id, *near])), href)

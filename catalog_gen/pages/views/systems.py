"""What a system has to do with other systems, and with people."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from catalog_gen.pages import steps
from catalog_gen.pages.views.references import Reference, entry_reference, reference
from catalog_gen.pages.views.related import pointers

if TYPE_CHECKING:
    from catalog_gen.model import System
    from catalog_gen.resolving import Catalog, Entry
    from catalog_gen.resolving.catalog import Link


@dataclasses.dataclass(frozen=True, slots=True)
class RelationRow:
    """One line between a system and another one; it is `outward` where the system of the page declares it."""

    other: Reference
    words: str
    outward: bool


@dataclasses.dataclass(frozen=True, slots=True)
class ActorRow:
    """Somebody who works with a system: whether they turn to it or it turns to them, for what, and who that is."""

    name: str
    inbound: bool
    label: str
    summary: str


def relations(system: Entry, catalog: Catalog) -> tuple[RelationRow, ...]:
    """What a system has to do with others: what it says itself, then what they say of it."""
    out = [
        RelationRow(reference(link, catalog), _words(link), outward=True)
        for link in system.links.get("relationships", ())
    ]
    back = [
        RelationRow(entry_reference(other), _words(link), outward=False)
        for other, _, link in pointers(system, catalog, "relationships")
        if other.id != system.id
    ]
    return (*out, *back)


def _words(link: Link) -> str:
    return getattr(link.declared, "label", None) or ""


def actors(system: System) -> tuple[ActorRow, ...]:
    """Who works with a system."""
    return tuple(
        ActorRow(steps.actor_name(actor), actor.direction != "outbound", actor.label or "", actor.summary or "")
        for actor in system.actors or ()
    )

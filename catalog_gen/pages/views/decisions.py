"""Decisions: what was decided for a resource, by whom, and what a decision has to do with others."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from catalog_gen.model import Adr
from catalog_gen.pages.views import people
from catalog_gen.pages.views.references import entry_reference, reference
from catalog_gen.pages.views.related import Related, linked, once, pointing
from catalog_gen.resolving.catalog import DOCUMENT_KINDS

if TYPE_CHECKING:
    from catalog_gen.resolving import Catalog, Entry

_INVERSE: Final = {
    "supersedes": "superseded_by",
    "superseded_by": "supersedes",
    "amends": "amended_by",
    "amended_by": "amends",
    "related": "related",
}


def decisions(entry: Entry, catalog: Catalog, field: str = "applies_to") -> tuple[Related, ...]:
    """The decisions that were made for a resource (or by a team or user), with their status."""
    if entry.kind in DOCUMENT_KINDS:
        return ()
    found = ((other, other.resource) for other in pointing(entry, catalog, field))
    return tuple(Related(entry_reference(other), adr.status) for other, adr in found if isinstance(adr, Adr))


def of_decision(adr: Adr, entry: Entry, catalog: Catalog) -> dict[str, Any]:
    """What the page of a decision tells; what other decisions say of it is here, too."""
    relations = {
        field: once([*linked(entry, field, catalog), *map(entry_reference, pointing(entry, catalog, opposite))])
        for field, opposite in _INVERSE.items()
    }
    makers = [
        people.OwnerView(reference(link, catalog), people.contacts(catalog.find(link.id)))
        for link in entry.links.get("decision_makers", ())
    ]
    return {
        "status": adr.status,
        "date": adr.date.isoformat() if adr.date else "",
        "decision_makers": makers,
        "applies_to": linked(entry, "applies_to", catalog),
        **relations,
    }

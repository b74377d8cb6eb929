"""How resources are named on each other's pages."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from catalog_gen.pages import layout
from catalog_gen.resolving.catalog import DOCUMENT_KINDS, OWNER_KINDS

if TYPE_CHECKING:
    from catalog_gen.resolving import Catalog, Entry
    from catalog_gen.resolving.catalog import Link


@dataclasses.dataclass(frozen=True, slots=True)
class Reference:
    """A resource as it is named on another one's page; without `href` where there is no page of it."""

    name: str
    href: str | None
    kind: str | None
    summary: str = ""

    @property
    def noun(self) -> str:
        """The kind in a reader's words."""
        return _NOUNS.get(self.kind or "", self.kind or "")


_NOUNS = {
    "adr": "decision",
    "container": "data store",
    "data-product": "data product",
}


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
    """How a resource is named and where its page is.

    A hidden one has none on the site, and a document has one only where EventCatalog is licensed for that.
    """
    unseen = entry.kind in DOCUMENT_KINDS or getattr(entry.resource, "hidden", None)
    href = None if unseen else layout.address(entry.kind, entry.id, entry.version)
    return Reference(entry.name, href, entry.kind, entry.summary)

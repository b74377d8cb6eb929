"""What else of the catalog points to a resource."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from catalog_gen.pages.views.references import Reference, entry_reference, reference

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from catalog_gen.resolving import Catalog, Entry
    from catalog_gen.resolving.catalog import Link


@dataclasses.dataclass(frozen=True, slots=True)
class Related:
    """A resource, and in which words it is related."""

    reference: Reference
    words: str = ""

    @property
    def summary(self) -> str:
        """What the resource is for."""
        return self.reference.summary


def linked(entry: Entry, field: str, catalog: Catalog) -> list[Reference]:
    """What a resource points to in one of its fields."""
    return [reference(link, catalog) for link in entry.links.get(field, ())]


def pointing(entry: Entry, catalog: Catalog, *fields: str) -> tuple[Entry, ...]:
    """Who points to a resource in one of the fields, each once."""
    return tuple({other.id: other for other, _, _ in pointers(entry, catalog, *fields)}.values())


def pointers(entry: Entry, catalog: Catalog, *fields: str) -> Iterator[tuple[Entry, str, Link]]:
    """Who points to a resource, in which of the fields, and the link; one to an older version means no other one."""
    for other, field, link in catalog.pointing.get(entry.id, ()):
        current = catalog.find(link.id)
        if field in fields and (link.version == entry.version or current is None or link.version == current.version):
            yield other, field, link


def around(entry: Entry, catalog: Catalog, kind: str) -> tuple[Reference, ...]:
    """The domains (or systems) that something is part of: for what is in a system, also the domain around that."""
    found: dict[str, Entry] = {}
    waiting = [*catalog.homes.get(entry.id, ())]
    while waiting:
        home = waiting.pop(0)
        if home.kind == "system":
            waiting += catalog.homes.get(home.id, ())
        if home.kind == kind:
            found.setdefault(home.id, home)
    return tuple(entry_reference(home) for home in found.values())


def once(references: Iterable[Reference]) -> list[Reference]:
    """Each resource once, in the order in which they come first."""
    return list({(one.href, one.name, one.kind): one for one in references}.values())

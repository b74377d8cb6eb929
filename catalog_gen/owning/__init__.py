"""Who owns what: for each owner what it owns and who said so, and what has no owner."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from catalog_gen.owning import reaching
from catalog_gen.resolving.catalog import DOCUMENT_KINDS, OWNER_KINDS
from catalog_gen.showing.origins import of_owner

if TYPE_CHECKING:
    from collections.abc import Iterator

    from catalog_gen.problems import Place
    from catalog_gen.resolving.catalog import Catalog, Entry, Link
    from catalog_gen.settings import Settings
    from catalog_gen.showing.origins import Whence


@dataclasses.dataclass(frozen=True, slots=True)
class Holding:
    """A resource in its current version, and where it was said that the owner owns it."""

    kind: str
    id: str
    version: str | None
    whence: Whence


@dataclasses.dataclass(frozen=True, slots=True)
class Owner:
    """A team or user, how it is reached in a review, and what it owns.

    `kind` and `place` are None for one that is not declared: it has a page that somebody wrote, or is external.
    """

    id: str
    kind: str | None
    name: str
    names: tuple[str, ...]
    place: Place | None
    holdings: tuple[Holding, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Unowned:
    """A resource without owner, and where it is declared."""

    kind: str
    id: str
    version: str | None
    place: Place


@dataclasses.dataclass(frozen=True, slots=True)
class Ownership:
    """Everybody who is declared or owns something, by id; and what has no owner, by place."""

    owners: tuple[Owner, ...]
    unowned: tuple[Unowned, ...]


def ownership(catalog: Catalog, settings: Settings) -> Ownership:
    """Who owns what in the current versions; of what could not be read there is nothing."""
    holdings: dict[str, list[Holding]] = {}
    for entry, link in _links(catalog):
        whence = of_owner(entry, link, catalog, settings)
        holdings.setdefault(link.id, []).append(Holding(entry.kind, entry.id, entry.version, whence))
    declared = [entry.id for entry in catalog.current if entry.kind in OWNER_KINDS]
    ids = sorted({*declared, *holdings})
    owners = tuple(_owner(one, tuple(sorted(holdings.get(one, ()), key=_order)), catalog) for one in ids)
    bare = (entry for entry in catalog.current if _can_be_owned(entry) and not entry.owners)
    without = [
        Unowned(entry.kind, entry.id, entry.version, entry.place())
        for entry in bare
        if "owners" not in entry.resource.unread
    ]
    return Ownership(owners, tuple(sorted(without, key=lambda one: (one.place, one.id))))


def _links(catalog: Catalog) -> Iterator[tuple[Entry, Link]]:
    for entry in catalog.current:
        if entry.part_of is None and entry.kind not in OWNER_KINDS:
            yield from ((entry, link) for link in entry.owners)


def _can_be_owned(entry: Entry) -> bool:
    return entry.kind not in DOCUMENT_KINDS and entry.kind not in OWNER_KINDS


def _owner(identifier: str, holdings: tuple[Holding, ...], catalog: Catalog) -> Owner:
    found = catalog.find(identifier)
    known = catalog.known.get(identifier)
    return Owner(
        id=identifier,
        kind=found.kind if found else known.kind if known else None,
        name=found.name if found else (known.name if known else "") or identifier,
        names=reaching.names(identifier, catalog),
        place=found.place() if found else None,
        holdings=holdings,
    )


def _order(holding: Holding) -> tuple[str, str]:
    return holding.kind, holding.id

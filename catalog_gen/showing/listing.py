"""Lists of resources, narrowed down by type, owner and channel."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any, Final

from catalog_gen.masking import masked
from catalog_gen.pages.layout import COLLECTIONS
from catalog_gen.problems import Place
from catalog_gen.showing import values

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from catalog_gen.resolving import Catalog, Entry, Known
    from catalog_gen.settings import Settings

_ORDER: Final = ("domain", "system", "service", "agent", "event", "command", "query", "channel")
"""The types that a reader looks for first; the others follow by name, people last."""

_LAST: Final = ("team", "user", None)

_TOLD_OF_THEIRS: Final = frozenset({"changelog", "language"})
"""Pages of a resource that `show` tells as facts of it."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A resource in a list, in its current version; `note` says where it is from if it is not declared."""

    id: str
    kind: str | None
    version: str | None
    name: str
    owners: tuple[str, ...]
    summary: str
    place: Place
    note: str = ""

    @property
    def as_data(self) -> dict[str, Any]:
        """The row as JSON can hold it."""
        return {
            "id": self.id,
            "type": self.kind,
            "version": self.version,
            "name": masked(self.name),
            "owners": list(self.owners),
            "summary": masked(self.summary),
            "declared": not self.note,
            "path": self.place.path,
            "line": self.place.line,
            "column": self.place.column,
        }


def rows(
    catalog: Catalog,
    settings: Settings,
    pages: Mapping[str, str],
    *,
    kind: str = "",
    owner: str = "",
    channel: str = "",
) -> tuple[Row, ...]:
    """The resources of a type that somebody owns and that have to do with a channel, sorted by type and id.

    An owner has what names it as such (by inheritance, too), not what its members or its teams own. A channel has the
    messages that travel over it and those who send or receive them there. `pages` are the paths of pages that somebody
    wrote by hand, by id: those resources have no owner or channel that is known.
    """
    listed = (entry for entry in catalog.current if entry.kind not in _TOLD_OF_THEIRS)
    found = [_row(entry) for entry in listed if _fits(entry, catalog, owner, channel)]
    if not owner and not channel:
        found += _known(catalog, settings, pages)
    wanted = (row for row in found if not kind or row.kind == kind)
    return tuple(sorted(wanted, key=lambda row: (_rank(row.kind), row.id)))


_SYNONYMS: Final = {
    "decision": "adr",
    "data-store": "container",
    "datastore": "container",
    "store": "container",
    "runbook": "resource-doc",
    "document": "resource-doc",
}
"""What people call types that EventCatalog calls otherwise."""


def kind_of(word: str) -> str:
    """The type that a word means: however it is written, one or many, also by another name of it."""
    said = word.strip().lower().replace(" ", "-").replace("_", "-")
    many = {collection: kind for kind, collection in COLLECTIONS.items()}
    return many.get(said) or _SYNONYMS.get(said) or _SYNONYMS.get(said.removesuffix("s")) or said


def kinds(catalog: Catalog) -> tuple[str, ...]:
    """The types that there are, also those of which the catalog has nothing, in the order of lists."""
    return tuple(sorted({*COLLECTIONS, *(entry.kind for entry in catalog.entries)} - _TOLD_OF_THEIRS, key=_rank))


def heading(kind: str | None, count: int) -> str:
    """What a list says of a type: `1 event`, `12 queries`."""
    if kind is None:
        return f"{count} external"
    return f"{count} {(kind if count == 1 else COLLECTIONS.get(kind, f'{kind}s')).replace('-', ' ')}"


def _fits(entry: Entry, catalog: Catalog, owner: str, channel: str) -> bool:
    owned = not owner or any(link.id == owner for link in entry.owners)
    return owned and (not channel or entry.id in _around(channel, catalog))


def _around(channel: str, catalog: Catalog) -> set[str]:
    """The ids of what travels over a channel, and of those at the ends."""
    routed = catalog.routed.get(channel, ())
    meant = {message.id for message in catalog.meant_for.get(channel, ())}
    return meant | {end.id for service, message, _ in routed for end in (service, message)}


def _row(entry: Entry) -> Row:
    return Row(
        id=entry.id,
        kind=entry.kind,
        version=entry.version,
        name=entry.name,
        owners=tuple(link.id for link in entry.owners),
        summary=values.prose(entry.summary or getattr(entry.resource, "role", None) or ""),
        place=entry.place(),
    )


def _known(catalog: Catalog, settings: Settings, pages: Mapping[str, str]) -> Iterator[Row]:
    for known in catalog.known.values():
        if known.id not in catalog.by_id:
            page = pages.get(known.id)
            yield Row(
                id=known.id,
                kind=known.kind,
                version=next(iter(known.versions), None),
                name=known.name or known.id,
                owners=(),
                summary="",
                place=Place(f"{settings.output}/{page}" if page else settings.path),
                note=note(known),
            )


def note(known: Known) -> str:
    """Where something is from that is not declared."""
    return "written by hand" if known.kind else "external"


def _rank(kind: str | None) -> tuple[int, str]:
    if kind in _LAST:
        return len(_ORDER) + 1 + _LAST.index(kind), ""
    return (_ORDER.index(kind), "") if kind in _ORDER else (len(_ORDER), kind or "")

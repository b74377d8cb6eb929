"""What two catalogs of mostly the same objects have in common, so that it is found out once.

What definitions come to is taken over only where nothing that it depends on differs: the object with its defaults,
whatever its links name, and what is in the files of its schemas.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from catalog_gen.model import Documented, Resource
    from catalog_gen.resolving.catalog import Entry, Link
    from catalog_gen.resolving.defaults import Applied
    from catalog_gen.resolving.files import Files
    from catalog_gen.resolving.ids import Index
    from catalog_gen.resolving.links import Linked


@dataclasses.dataclass(frozen=True, slots=True, eq=False)
class Made:
    """What one resource comes to: its links, and an entry for each of its versions."""

    resource: Documented
    linked: Linked
    entries: tuple[Entry, ...]

    @property
    def names(self) -> Iterator[str]:
        """The ids on which it depends: its own, and those that it names, however deep."""
        yield self.resource.id
        yield from self.linked.passed_over
        yield from _named(link for links in self.linked.links.values() for link in links)

    @property
    def reads_schemas_only(self) -> bool:
        """Whether of all files only those of its schemas have a part in it."""
        return all(
            not (entry.examples or entry.specifications or entry.contracts)
            and getattr(entry.resource, "examples", None) is None
            and getattr(entry.previous or entry.resource, "description_path", None) is None
            for entry in self.entries
        )

    def reads_the_same(self, files: Files) -> bool:
        """Whether the files of its schemas are there, with the content that they had."""
        schemas = (
            schema.file
            for entry in self.entries
            for schema in (*entry.schemas, *([entry.headers] if entry.headers else ()))
        )
        return all(files.has(file.path, file.data) for file in schemas)


def _named(links: Iterable[Link]) -> Iterator[str]:
    for link in links:
        yield link.id
        yield from _named(link.channels)
        yield from _named(link.triggers)


class Shared:
    """What is known from the catalogs that were resolved with it."""

    def __init__(self) -> None:
        self.applied: Applied = {}
        self.levelled: dict[tuple[Resource, str], Resource] = {}
        """Messages to which a level of compatibility was given, by what they were before."""
        self._made: dict[int, Made] = {}
        self._ids: Index | None = None
        self._different: frozenset[str] | None = None

    def begin(self, ids: Index) -> None:
        """Begin with another catalog, of these ids."""
        self._different = _different(self._ids, ids) if self._ids is not None else None
        self._ids = ids

    def find(self, resource: Documented, files: Files) -> Made | None:
        """What the resource comes to, if that is known; `files` are those of the catalog that is being made."""
        made = self._made.get(id(resource))
        if made is None or self._different is None or not self._different.isdisjoint(made.names):
            return None
        return made if made.reads_the_same(files) else None

    def keep(self, made: Made) -> None:
        """Keep what can be taken over; nothing was wrong with it."""
        if made.reads_schemas_only:
            self._made[id(made.resource)] = made


def _different(one: Index, other: Index) -> frozenset[str] | None:
    """The ids by which different things are known; None where nobody knows what else may be declared."""
    if (one.unread_texts, one.unread_kinds) != (other.unread_texts, other.unread_kinds):
        return None
    pairs = ((one.declared, other.declared), (one.known, other.known))
    return frozenset(
        identifier
        for before, after in pairs
        for identifier in before.keys() | after.keys()
        if before.get(identifier) != after.get(identifier)
    )

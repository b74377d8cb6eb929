"""Which resource of the base is which of the head: by its id, by the ids it had, or as nothing but the id differs."""

from __future__ import annotations

import dataclasses
import functools
from typing import TYPE_CHECKING

from catalog_gen.model import Resource
from catalog_gen.model.people import Owner
from catalog_gen.review.sameness import differing

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator, Mapping

    from catalog_gen.resolving import Catalog, Entry

_CALLED = frozenset({"id", "name", "summary", "formerly", "version", "previous", "changes", "date"})
"""What may differ between a resource and the same one under another id."""
_SAYING = ("resource", "links", "schemas", "headers", "description", "examples", "specifications", "contracts")
_GENERATED = frozenset({"changelog", "language"})


@dataclasses.dataclass(frozen=True, slots=True)
class Pair:
    """A resource in its current version on both sides."""

    before: Entry
    after: Entry

    @property
    def is_the_same(self) -> bool:
        """Whether it comes to the very same on both sides, but for its owners; that is so where nothing was touched."""
        return all(getattr(self.before, name) is getattr(self.after, name) for name in _SAYING)

    @property
    def is_renamed(self) -> bool:
        """Whether its id is another one."""
        return self.before.id != self.after.id


@dataclasses.dataclass(frozen=True)
class Pairs:
    """Those of both sides, those that are gone, those that are new; `ids` are the new ids of old ones.

    `hidden` are those of the base that may be there all the same, in something of the head that cannot be read.
    """

    both: tuple[Pair, ...]
    gone: tuple[Entry, ...]
    new: tuple[Entry, ...]
    ids: Mapping[str, str]
    hidden: tuple[Entry, ...] = ()

    def hides(self, identifier: str) -> bool:
        """Whether nobody knows if a resource of the base, by its id there, is in the head."""
        return identifier in self._hidden

    @functools.cached_property
    def _hidden(self) -> frozenset[str]:
        return frozenset(entry.id for entry in self.hidden)

    @functools.cached_property
    def appeared(self) -> frozenset[str]:
        """The ids of those that are new."""
        return frozenset(entry.id for entry in self.new)

    @functools.cached_property
    def vanished(self) -> frozenset[str]:
        """The ids of those that are gone, or that nobody can find."""
        return frozenset(entry.id for entry in (*self.gone, *self.hidden))

    def now(self, identifier: str) -> str:
        """The id that a resource of the base has in the head."""
        return self.ids.get(identifier, identifier)

    def was(self, identifier: str) -> str:
        """The id that a resource of the head had in the base."""
        return self._former.get(identifier, identifier)

    @functools.cached_property
    def _former(self) -> Mapping[str, str]:
        return {now: before for before, now in self.ids.items()}


def paired(base: Catalog, head: Catalog) -> Pairs:
    """Pair the current versions."""
    before, after = (_entries(catalog) for catalog in (base, head))
    same = [(entry, after[identifier]) for identifier, entry in before.items() if _is_kin(entry, after.get(identifier))]
    gone = {entry.id: entry for entry in before.values() if not _is_kin(entry, after.get(entry.id))}
    new = {entry.id: entry for entry in after.values() if not _is_kin(entry, before.get(entry.id))}
    renamed = [*_said(gone, new), *_owners(gone, new)]
    taken = [{entry.id for entry in side} for side in zip(*renamed, strict=True)] or [set(), set()]
    renamed += _alike({key: one for key, one in gone.items() if key not in taken[0]},
                      {key: one for key, one in new.items() if key not in taken[1]})  # fmt: skip
    both = [Pair(one, other) for one, other in (*same, *renamed) if other is not None]
    ids = {pair.before.id: pair.after.id for pair in both if pair.is_renamed}
    there = {pair.after.id for pair in both}
    return Pairs(
        tuple(sorted(both, key=lambda pair: pair.after.id)),
        tuple(entry for entry in gone.values() if entry.id not in ids),
        tuple(entry for entry in new.values() if entry.id not in there),
        ids,
    )


def _entries(catalog: Catalog) -> dict[str, Entry]:
    return {entry.id: entry for entry in catalog.current if entry.kind not in _GENERATED}


def _is_kin(one: Entry | None, other: Entry | None) -> bool:
    return one is not None and other is not None and one.kind == other.kind


def _said(gone: Mapping[str, Entry], new: Mapping[str, Entry]) -> Iterator[tuple[Entry, Entry]]:
    """Those of which the head says `formerly`."""
    taken: set[str] = set()
    for entry in new.values():
        former = entry.resource.formerly if isinstance(entry.resource, Resource) else None
        for identifier in former or ():
            if identifier in gone and identifier not in taken:
                taken.add(identifier)
                yield gone[identifier], entry
                break


def _owners(gone: Mapping[str, Entry], new: Mapping[str, Entry]) -> Iterator[tuple[Entry, Entry]]:
    """Teams and users that cannot say so: one with the same handle, or with the same name and address."""
    old = [entry for entry in gone.values() if isinstance(entry.resource, Owner)]
    fresh = [entry for entry in new.values() if isinstance(entry.resource, Owner)]
    for sign in (_handle, _card):
        for entry in tuple(old):
            alike = [other for other in fresh if sign(other) is not None and sign(other) == sign(entry)]
            if len(alike) == 1 and [sign(other) for other in old].count(sign(entry)) == 1:
                yield entry, alike[0]
                old.remove(entry)
                fresh.remove(alike[0])


def _handle(entry: Entry) -> object:
    assert isinstance(entry.resource, Owner)  # noqa: S101 - only those are asked
    return (entry.kind, entry.resource.github) if entry.resource.github else None


def _card(entry: Entry) -> object:
    resource = entry.resource
    assert isinstance(resource, Owner)  # noqa: S101 - only those are asked
    members = tuple(link.id for link in entry.links.get("members", ()))
    known = (resource.email, members, resource.name)
    return (entry.kind, *known) if (resource.email or members) and resource.name else None


def _alike(gone: Mapping[str, Entry], new: Mapping[str, Entry]) -> Iterator[tuple[Entry, Entry]]:
    """Those of which nobody says it, although nothing but the id differs, and nothing else could be meant."""
    old, fresh = (_by_schemas(entries.values()) for entries in (gone, new))
    for key, several in old.items():
        for entry in several:
            found = [other for other in fresh.get(key, ()) if _could_be(entry, other)]
            if len(found) == 1 and sum(_could_be(other, found[0]) for other in several) == 1:
                yield entry, found[0]


def _by_schemas(entries: Iterable[Entry]) -> Mapping[Hashable, list[Entry]]:
    """Those with schemas, by type, file and the content of all schemas: what differs in these is not the same."""
    found: dict[Hashable, list[Entry]] = {}
    for entry in entries:
        contents = tuple(schema.file.data for schema in entry.schemas)
        if contents and not isinstance(entry.resource, Owner):
            found.setdefault((type(entry.resource), entry.place().path, contents), []).append(entry)
    return found


def _could_be(entry: Entry, other: Entry) -> bool:
    paths = {name for name in differing(entry.resource, other.resource) if name.endswith("_path")}
    return set(differing(entry.resource, other.resource)) <= _CALLED | paths


def moved_files(pairs: Iterable[Pair]) -> Mapping[str, str]:
    """The definitions files that have another path: all that was in the one is in the other, and nothing else is."""
    there: dict[str, set[str]] = {}
    back: dict[str, set[str]] = {}
    for pair in pairs:
        old, new = pair.before.resource.at().path, pair.after.resource.at().path
        there.setdefault(old, set()).add(new)
        back.setdefault(new, set()).add(old)
    return {
        old: next(iter(new))
        for old, new in there.items()
        if len(new) == 1 and new != {old} and back[next(iter(new))] == {old}
    }

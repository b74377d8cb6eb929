"""The versions of a resource one after the other: what each has changed, and whether its number says so."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from catalog_gen.compatibility import levels
from catalog_gen.model import Resource
from catalog_gen.resolving import documents
from catalog_gen.resolving.catalog import MESSAGE_KINDS, Catalog, Entry, Since
from catalog_gen.resolving.ids import version_key
from catalog_gen.versioning import bumps, comparing, judging, past
from catalog_gen.versioning.accepting import Acceptances

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from catalog_gen.formats import Schemas
    from catalog_gen.problems import Problem
    from catalog_gen.settings import Bumps
    from catalog_gen.versioning.past import Past


def followed(
    catalog: Catalog, pasts: Mapping[str, Sequence[Past]], schemas: Schemas, policy: Bumps
) -> tuple[Catalog, tuple[Problem, ...]]:
    """The catalog in which every version knows what has changed `since` the one before, with logs that tell it.

    `pasts` are the versions that only the catalog on disk has, by the id of their resource; `schemas` reads theirs.
    What is wrong with the current versions comes along, see `judging.problems`, and `unused-acceptance`.
    """
    changed: dict[int, Entry] = {}
    problems: list[Problem] = []
    for versions in catalog.by_id.values():
        if isinstance(versions[0].resource, Resource) and versions[0].kind in documents.LOGGED:
            line = _Line(versions, pasts.get(versions[0].id, ()), schemas)
            changed |= {id(entry): dataclasses.replace(entry, since=since) for entry, since in line.steps()}
            problems += line.problems(policy)
    return _with(changed, catalog), tuple(problems)


class _Line:
    """The versions of one resource, the newest first."""

    def __init__(self, versions: Sequence[Entry], pasts: Sequence[Past], schemas: Schemas) -> None:
        self._entries = versions
        declared = {entry.version for entry in versions}
        self._pasts = [one for one in pasts if one.version not in declared]
        self._schemas = schemas
        self._known: dict[tuple[str | None, str | None], comparing.Compared] = {}

    def steps(self) -> Iterator[tuple[Entry, Since]]:
        """Each version that is declared and has one before it, with what has changed since."""
        for entry in self._entries:
            before = next(iter(self._before(entry)), None)
            if before is not None and not past.is_unread(entry) and not past.is_unread(before):
                compared, exchanged = self._compared(before, entry), comparing.exchanged(before, entry)
                yield entry, Since(version=before.version or "", schemas=compared, exchanged=exchanged)

    def problems(self, policy: Bumps) -> Iterator[Problem]:
        """What is wrong with the current version of a message."""
        entry = self._entries[0]
        if entry.kind not in MESSAGE_KINDS or past.is_unread(entry):
            return
        acceptances = Acceptances(entry)
        older = [one for one in self._before(entry) if not past.is_unread(one)]
        for before in older if levels.is_transitive(judging.level_of(entry)) else older[:1]:
            compared = self._compared(before, entry)
            yield from judging.problems(entry, before.version or "", compared, policy, acceptances)
        yield from acceptances.unused()

    def _before(self, entry: Entry) -> list[Entry | Past]:
        """The versions before one, the newest first."""
        if not bumps.is_version(entry.version):
            return []
        every: list[Entry | Past] = [*self._entries, *self._pasts]
        every = [one for one in every if bumps.is_version(one.version)]
        older = [one for one in every if version_key(one.version) < version_key(entry.version)]
        return sorted(older, key=lambda one: version_key(one.version), reverse=True)

    def _compared(self, before: Entry | Past, entry: Entry) -> comparing.Compared:
        """Two versions with each other, once for all who ask."""
        key = (before.version, entry.version)
        if key not in self._known:
            self._known[key] = (
                comparing.schemas(past.of_entry(before), past.of_entry(entry))
                if isinstance(before, Entry)
                else comparing.with_past(before, entry, self._schemas)
            )
        return self._known[key]


def _with(changed: Mapping[int, Entry], catalog: Catalog) -> Catalog:
    """The catalog with the changed entries, their further pages, and logs where there is something new to tell."""
    if not changed:
        return catalog
    entries = [_moved(changed.get(id(entry), entry), changed) for entry in catalog.entries]
    logged = {id(entry.part_of) for entry in entries if entry.kind == "changelog"}
    logs = [
        documents.log(entry)
        for entry in changed.values()
        if entry.since and not entry.since.nothing and id(entry) not in logged
    ]
    return dataclasses.replace(catalog, entries=tuple(sorted([*entries, *logs], key=_order)))


def _moved(entry: Entry, changed: Mapping[int, Entry]) -> Entry:
    return dataclasses.replace(entry, part_of=changed[id(entry.part_of)]) if id(entry.part_of) in changed else entry


def _order(entry: Entry) -> tuple[str, tuple[int, ...]]:
    return entry.id, tuple(-number for number in version_key(entry.version))

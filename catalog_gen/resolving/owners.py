"""Who owns what: own owners, or with `inherit-owners` those of the sender, the receiver, the system, the domain."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from catalog_gen.problems import Problem
from catalog_gen.resolving.catalog import MESSAGE_KINDS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from catalog_gen.resolving.catalog import Catalog, Entry, Link

_MEMBERS = frozenset({"service", "agent", "domain", "system", "entity", "data-product", "flow", "container"})
_INHERITING = MESSAGE_KINDS | _MEMBERS


def inherited(catalog: Catalog) -> tuple[tuple[Entry, ...], tuple[Problem, ...]]:
    """The entries with the owners that they inherit; several candidates that differ are a problem.

    Events inherit from their senders, commands and queries from their receivers, messages without either from the
    domains that list them, and everything else from the system or domain that it is part of.
    """
    inheriting = _Inheriting(catalog)
    entries = tuple(inheriting.entry(entry) for entry in catalog.entries)
    return entries, tuple(inheriting.problems.values())


@dataclasses.dataclass(frozen=True, slots=True)
class _Owned:
    owners: tuple[Link, ...] = ()
    giver: str = ""


class _Inheriting:
    """A catalog while owners are handed down; each resource is decided once."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._decided: dict[str, _Owned] = {}
        self.problems: dict[str, Problem] = {}

    def entry(self, entry: Entry) -> Entry:
        """The entry with its owners decided."""
        if entry.kind not in _INHERITING or entry.resource.gives("owners"):
            return entry
        owned = self._inherited(entry)
        return dataclasses.replace(entry, owners=owned.owners, owners_from=owned.giver)

    def _owned(self, entry: Entry) -> _Owned:
        if entry.resource.gives("owners"):
            return _Owned(entry.owners, entry.id)
        return self._inherited(entry)

    def _inherited(self, entry: Entry) -> _Owned:
        if entry.id not in self._decided:
            self._decided[entry.id] = _Owned()  # a circle of domains ends here
            self._decided[entry.id] = self._decide(entry)
        return self._decided[entry.id]

    def _decide(self, entry: Entry) -> _Owned:
        for givers in self._levels(entry):
            candidates = {giver.id: owned for giver in givers if (owned := self._owned(giver)).owners}
            distinct = {frozenset(link.id for link in owned.owners): name for name, owned in candidates.items()}
            if len(distinct) > 1:
                self.problems[entry.id] = _ambiguous(entry, candidates)
                return _Owned()
            if candidates:
                name, owned = next(iter(candidates.items()))
                return _Owned(owned.owners, owned.giver or name)
        return _Owned()

    def _levels(self, entry: Entry) -> list[tuple[Entry, ...]]:
        if entry.kind in _MEMBERS:
            return [self._catalog.homes.get(entry.id, ())]
        ways = self._catalog.senders if entry.kind == "event" else self._catalog.receivers
        linking = tuple(linking for linking, _ in ways.get(entry.id, ()))
        services = tuple(linking for linking in linking if linking.kind in {"service", "agent"})
        domains = tuple(linking for linking in linking if linking.kind == "domain")
        return [services, domains]


def _ambiguous(entry: Entry, candidates: Mapping[str, _Owned]) -> Problem:
    givers = " and ".join(
        f"{name} ({', '.join(link.id for link in owned.owners)})" for name, owned in candidates.items()
    )
    message = f"owners could be inherited from {givers}"
    return Problem("ambiguous-owners", message, entry.place(), entry.subject, "write owners=[...] here")

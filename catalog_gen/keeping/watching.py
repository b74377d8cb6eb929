"""A catalog that notes what it is asked: a page follows from what was looked up while it was planned."""

from __future__ import annotations

import contextlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Self, TypeVar

from catalog_gen.keeping.fingerprints import Fingerprints, NoFingerprintError
from catalog_gen.resolving.catalog import MESSAGE_KINDS, Catalog

if TYPE_CHECKING:
    from catalog_gen.resolving.catalog import Entry, Link

V = TypeVar("V")

_REVERSE = ("senders", "receivers", "homes", "pointing", "teams", "owned", "routed", "meant_for")


class Watch:
    """Notes of what is looked up in a catalog, and what they stand for.

    A note is the name of a table and an id. It stands for all that the table has for the id, as deep as it goes, since
    whoever gets hold of an entry may read all of it.
    """

    def __init__(self, catalog: Catalog, fingerprints: Fingerprints) -> None:
        self._fingerprints = fingerprints
        self._notes: dict[str, None] = {}
        self._digests: dict[str, str] = {}
        self._tables: dict[str, Mapping[str, Any]] = {name: getattr(catalog, name) for name in _REVERSE}
        self._tables |= {"entry": catalog.by_id, "known": catalog.known, "carried": _carried(catalog)}
        self._tables |= {"everything": {"": (catalog.entries, catalog.known)}}
        self.catalog: Catalog = Watched(catalog, self)

    @contextlib.contextmanager
    def noting(self) -> Iterator[dict[str, None]]:
        """What is looked up as long as this lasts."""
        outer, self._notes = self._notes, {}
        yield self._notes
        self._notes = outer

    def note(self, table: str, identifier: str = "") -> None:
        """Note that something was looked up."""
        self._notes[f"{table}:{identifier}"] = None

    def meaning(self, notes: Iterable[str]) -> str:
        """What the notes stand for, in short; empty where that cannot be said."""
        digests = [self._digests[note] if note in self._digests else self._digest(note) for note in notes]
        return self._fingerprints.of(digests).hex() if all(digests) else ""

    def _digest(self, note: str) -> str:
        table, _, identifier = note.partition(":")
        try:
            digest = self._fingerprints.of(self._tables.get(table, {}).get(identifier)).hex()
        except NoFingerprintError:
            digest = ""
        self._digests[note] = digest
        return digest


class Watched(Catalog):
    """The same catalog, with a watch on it; a channel is noted together with the messages that it carries."""

    def __init__(self, catalog: Catalog, watch: Watch) -> None:
        super().__init__(_All(catalog.entries, watch), _Noted("known", catalog.known, watch))
        noted = {name: _Noted(name, getattr(catalog, name), watch) for name in _REVERSE}
        noted |= {"by_id": _Noted("entry", catalog.by_id, watch)}
        for name, value in {**noted, "current": _All(catalog.current, watch), "_watch": watch}.items():
            self.__dict__[name] = value  # where `cached_property` looks first

    def find(self, identifier: str, version: str | None = None) -> Entry | None:
        """See `Catalog`."""
        self.__dict__["_watch"].note("carried", identifier)
        return super().find(identifier, version)


class _Noted(Mapping[str, V]):
    """A table of which every use is noted."""

    def __init__(self, table: str, values: Mapping[str, V], watch: Watch) -> None:
        self._table = table
        self._values = values
        self._watch = watch

    def __getitem__(self, identifier: str) -> V:
        self._watch.note(self._table, identifier)
        return self._values[identifier]

    def __iter__(self) -> Iterator[str]:
        self._watch.note("everything")
        return iter(self._values)

    def __len__(self) -> int:
        self._watch.note("everything")
        return len(self._values)


class _All(tuple["Entry", ...]):  # noqa: SLOT001 - it has a watch
    """All entries; whoever looks at one of them depends on every one."""

    _watch: Watch

    def __new__(cls, entries: Iterable[Entry], watch: Watch) -> Self:
        """The entries, with a watch on them."""
        made = super().__new__(cls, entries)
        made._watch = watch
        return made

    def __iter__(self) -> Iterator[Entry]:
        self._watch.note("everything")
        return super().__iter__()

    def __len__(self) -> int:
        self._watch.note("everything")
        return super().__len__()

    def __contains__(self, entry: object) -> bool:
        self._watch.note("everything")
        return super().__contains__(entry)

    def __getitem__(self, index: Any) -> Any:
        self._watch.note("everything")
        return super().__getitem__(index)


def _carried(catalog: Catalog) -> Mapping[str, tuple[tuple[Entry, Link], ...]]:
    """By channel id: the messages that go over it in their current version, and the link that says so."""
    carried: dict[str, list[tuple[Entry, Link]]] = defaultdict(list)
    for entry in catalog.current:
        if entry.kind in MESSAGE_KINDS:
            for link in catalog.channels_of(entry):
                carried[link.id].append((entry, link))
    return {identifier: tuple(pairs) for identifier, pairs in carried.items()}

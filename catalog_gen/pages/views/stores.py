"""Data stores with those who use them, and data products with what goes in and what comes out."""

from __future__ import annotations

import dataclasses
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, TypeVar

from catalog_gen.model import Container, Contract, Output
from catalog_gen.pages import layout, viewing
from catalog_gen.pages.views.references import Reference, entry_reference, reference
from catalog_gen.pages.views.related import Related, linked, once, pointers, pointing
from catalog_gen.pages.views.schemas import LONG_SCHEMA

if TYPE_CHECKING:
    from collections.abc import Iterable

    from catalog_gen.resolving import Catalog, Entry
    from catalog_gen.resolving.catalog import ContractFile, Link

K = TypeVar("K")

_LANGUAGES = {".json": "json", ".avsc": "json", ".yaml": "yaml", ".yml": "yaml", ".sql": "sql", ".proto": "proto"}


@dataclasses.dataclass(frozen=True, slots=True)
class StoreRow:
    """A data store in the table of who uses it: what it is, and in which way it is used."""

    reference: Reference
    store: str
    technology: str
    words: str

    @property
    def summary(self) -> str:
        """What is kept there."""
        return self.reference.summary


@dataclasses.dataclass(frozen=True, slots=True)
class ContractView:
    """The file that promises what an output looks like; without `href` where EventCatalog does not serve it."""

    name: str
    file: str
    type: str
    href: str | None
    language: str
    lines: int
    size: int

    @property
    def long(self) -> bool:
        """Whether it is folded."""
        return self.lines > LONG_SCHEMA

    @property
    def embedded(self) -> bool:
        """Whether it stands on the page."""
        return self.size <= viewing.LARGEST


@dataclasses.dataclass(frozen=True, slots=True)
class OutputRow:
    """What a data product gives to others, with the contract for it."""

    reference: Reference
    contract: ContractView | None

    @property
    def summary(self) -> str:
        """What it is for."""
        return self.reference.summary


def used(entry: Entry, catalog: Catalog) -> tuple[StoreRow, ...]:
    """The data stores that a service or agent uses, each version for itself."""
    found = [(link, words) for field, words in _USES.items() for link in entry.links.get(field, ())]
    ways = _ways(((link.id, link.version), words) for link, words in found)
    links = {(link.id, link.version): link for link, _ in found}
    return tuple(_store_row(links[identifier], words, catalog) for identifier, words in ways.items())


_USES = {"writes_to": "writes", "reads_from": "reads"}
_BACK = {"writes_to": "writes", "outputs": "writes", "reads_from": "reads", "inputs": "reads"}


def _ways(found: Iterable[tuple[K, str]]) -> dict[K, str]:
    """By what is used, or who uses it: all ways of that, in words."""
    words: dict[K, dict[str, None]] = {}
    for identifier, word in found:
        words.setdefault(identifier, {})[word] = None
    return {identifier: " and ".join(sorted(said, reverse=True)) for identifier, said in words.items()}


def _store_row(link: Link, words: str, catalog: Catalog) -> StoreRow:
    entry = catalog.find(link.id, link.version)
    store = entry.resource if entry else None
    if not isinstance(store, Container):
        return StoreRow(reference(link, catalog), "", "", words)
    return StoreRow(reference(link, catalog), in_words(store.container_type), store.technology or "", words)


def of_store(store: Container, entry: Entry, catalog: Catalog) -> dict[str, Any]:
    """What the page of a data store tells; data products use it by their outputs and inputs."""
    found = [(other, _BACK[field]) for other, field, _ in pointers(entry, catalog, *_BACK)]
    ways = _ways((other.id, word) for other, word in found)
    users = {other.id: other for other, _ in found}
    return {
        "container": store,
        "store": in_words(store.container_type),
        "access": in_words(store.access_mode or ""),
        "users": [Related(entry_reference(users[identifier]), words) for identifier, words in ways.items()],
    }


def in_words(value: str) -> str:
    """A word of EventCatalog's in those of a reader."""
    return _IN_WORDS.get(value, value)


_IN_WORDS = {
    "objectStore": "object store",
    "searchIndex": "search index",
    "dataWarehouse": "data warehouse",
    "dataLake": "data lake",
    "externalSaaS": "external service",
    "read": "read only",
    "write": "write only",
    "readWrite": "read and write",
    "appendOnly": "append only",
}


def of_product(entry: Entry, catalog: Catalog, page: str) -> dict[str, Any]:
    """What the page of a data product tells."""
    files = {id(file.declared): file for file in entry.contracts}
    rows = [_output(link, files, catalog, page) for link in entry.links.get("outputs", ())]
    named = {row.contract.file: row.contract for row in rows if row.contract and row.contract.file}
    readers = (entry_reference(other) for other in pointing(entry, catalog, "inputs"))
    return {
        "inputs": linked(entry, "inputs", catalog),
        "outputs": tuple(rows),
        "contracts": tuple(named.values()),
        "used_by": once(readers),
    }


def _output(link: Link, files: dict[int, ContractFile], catalog: Catalog, page: str) -> OutputRow:
    declared = link.declared.contract if isinstance(link.declared, Output) else None
    return OutputRow(reference(link, catalog), _contract(declared, files, page) if declared else None)


def _contract(declared: Contract, files: dict[int, ContractFile], page: str) -> ContractView:
    file = files.get(id(declared))
    if file is None:
        return ContractView(declared.name, "", declared.type or "", None, "", 0, 0)
    return ContractView(
        name=declared.name,
        file=file.name,
        type=declared.type or "",
        href=layout.file_address(page, file.name) if layout.publishes_files(page) else None,
        language=_LANGUAGES.get(PurePosixPath(file.name).suffix.lower(), "txt"),
        lines=file.data.count(b"\n") + 1,
        size=len(file.data),
    )

"""Facts as values: what is known under a name, each item of it with where it comes from."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from catalog_gen.showing.origins import Whence


@dataclasses.dataclass(frozen=True, slots=True)
class Detail:
    """A row below an item: its cells, and where it comes from if that is not where the item does."""

    cells: tuple[str, ...]
    whence: Whence | None = None


@dataclasses.dataclass(frozen=True, slots=True)
class Item:
    """One value: as text on one line (empty: the details say it) and as JSON can hold it, its origin, its details."""

    text: str
    value: Any
    whence: Whence
    details: tuple[Detail, ...] = ()


@dataclasses.dataclass(frozen=True, slots=True)
class Fact:
    """What is known under one name; `title` is the name in words."""

    name: str
    title: str
    items: tuple[Item, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Shown:
    """One resource in one version with all its facts; `kind` is None where nothing is known of what it is."""

    kind: str | None
    id: str
    version: str | None
    facts: tuple[Fact, ...]

    @property
    def as_data(self) -> dict[str, Any]:
        """The resource as JSON can hold it: by the name of each fact, its items, each a value with its origin."""
        told = {
            fact.name: [{"value": item.value, **item.whence.as_data()} for item in fact.items] for fact in self.facts
        }
        return {"id": self.id, "type": self.kind, "version": self.version, "facts": told}

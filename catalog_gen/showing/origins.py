"""Where a fact comes from: a definition, defaults, another resource's owners, a schema, a setting, or nowhere."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any, Literal

from catalog_gen.model.declaring import fields
from catalog_gen.problems import Place

if TYPE_CHECKING:
    from collections.abc import Sequence

    from catalog_gen.resolving import Catalog, Entry
    from catalog_gen.resolving.catalog import Link
    from catalog_gen.settings import Settings

Source = Literal[
    "definition", "defaults", "inherited", "description", "schema", "id", "default", "settings", "output", "made"
]
"""What kind of origin it is; `default` is what holds where nothing is said, `made` what was made from the schema."""


@dataclasses.dataclass(frozen=True, slots=True)
class Whence:
    """The origin of one fact: its kind and the place (None: there is none).

    `of` is the resource that says it if another one does, or the name of the setting. `by` are words for what it is
    taken from.
    """

    source: Source
    place: Place | None = None
    of: str = ""
    by: str = ""

    @property
    def words(self) -> str:
        """The origin in words, with its place."""
        return ", ".join(filter(None, [self._how(), str(self.place or "")]))

    def _how(self) -> str:
        if self.source == "definition":
            return f"said by {self.of}" if self.of else ""
        if self.source == "defaults":
            return f"defaults of {self.of}" if self.of else "defaults"
        return {
            "inherited": f"inherited from {self.of}",
            "description": "first sentence of the description",
            "schema": self.by or "the schema's doc",
            "id": self.by or "the id in words",
            "default": self.by or "the default",
            "settings": f"setting {self.of}",
            "output": self.by,
            "made": "made from the schema",
        }[self.source]

    def as_data(self) -> dict[str, Any]:
        """The origin under flat keys, as problems have them; no place is an empty path and zeros."""
        place = self.place or Place("")
        return {"source": self.source, "of": self.of, "path": place.path, "line": place.line, "column": place.column}


def of_field(entry: Entry, field: str, settings: Settings, index: int | None = None) -> Whence:
    """Where the value of a field, or an element of its list, was said."""
    previous = entry.previous
    if previous is not None and field in fields(type(previous)) and previous.gives(field):
        return Whence("definition", previous.at(field, index))
    resource = entry.resource
    giver = resource.origin.givers.get(field) if resource.origin else None
    if giver is not None:
        return Whence("defaults", resource.at(field, index), of="" if giver.id == entry.id else giver.id)
    if field == "compatibility" and resource.origin and field not in resource.origin.keywords:
        return Whence("settings", Place(settings.path), of="compatibility")
    return Whence("definition", resource.at(field, index))


def of_link(entry: Entry, field: str, link: Link, settings: Settings) -> Whence:
    """Where a link of that field was said."""
    return of_field(entry, field, settings, _position(getattr(entry.resource, field, None) or (), link))


def of_owner(entry: Entry, link: Link, catalog: Catalog, settings: Settings) -> Whence:
    """Where it was said that this owner owns the resource, perhaps of another one."""
    giver = catalog.find(entry.owners_from) if entry.owners_from else None
    if giver is None:
        return of_link(entry, "owners", link, settings)
    return Whence("inherited", of_link(giver, "owners", link, settings).place, of=giver.id)


def _position(listed: Sequence[Any] | Any, link: Link) -> int | None:
    """Which element of a list a link was made from: the thing itself, else what is equal to it (an id)."""
    elements = listed if isinstance(listed, list | tuple) else ()
    same = (index for index, item in enumerate(elements) if item is link.declared)
    equal = (index for index, item in enumerate(elements) if item == link.declared)
    return next(same, next(equal, None))

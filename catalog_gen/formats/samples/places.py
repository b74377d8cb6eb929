"""Places of a payload while it is drawn, and what was decided there."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from catalog_gen.formats.samples import mapping

if TYPE_CHECKING:
    from catalog_gen.formats.samples.plans import Path
    from catalog_gen.formats.samples.setting import Setting
    from catalog_gen.formats.tree import Field, Tree, Type


@dataclasses.dataclass(slots=True)
class Spot:
    """What was decided at a place of the payload."""

    type: Type
    optional: bool = False
    """Whether the field or element may be left out."""
    more: bool = False
    """Whether there may be other values for it."""
    unions: list[tuple[str, int, int]] = dataclasses.field(default_factory=list)
    """The choices made there: by which name, which turn, of how many."""
    fields: dict[str, Field] = dataclasses.field(default_factory=dict)
    """The fields of a record, by their keys."""


@dataclasses.dataclass(frozen=True, slots=True)
class Extent:
    """How much is drawn: what may be missing down to a depth; below, so many values; at most so many in all."""

    depth: int
    spare: int
    most: int
    characters: int


@dataclasses.dataclass(frozen=True, slots=True)
class At:
    """A place in the payload and what leads there."""

    path: Path
    setting: Setting
    flat: bool = False
    optional: bool = False
    passed: tuple[str, ...] = ()
    """The named types around."""
    later: int = 0
    """How many of the values that may stand here and below are passed over, since an element has to differ."""

    def entering(self, name: str) -> At:
        """Inside a named type; when that is recursion for the second time, what follows is drawn flat."""
        again = name in self.passed and len(self.passed) > len(set(self.passed))
        return dataclasses.replace(self, passed=(*self.passed, name), flat=self.flat or again)

    def inside(self, name: str) -> At:
        """Inside a record."""
        return dataclasses.replace(self, setting=self.setting.inside(name))

    def field(self, field: Field, path: Path, *, flat: bool) -> At:
        """At a field of the record here; whether it is drawn flat in any case."""
        setting = self.setting.field(field.name, field.doc)
        return At(path, setting, self.flat or flat, not field.required, self.passed, self.later)

    def unknown(self, key: str, path: Path) -> At:
        """At a field of the record here that its type does not name."""
        return dataclasses.replace(self, path=path, setting=self.setting.field(key), optional=True)

    def entry(self, key: str, path: Path) -> At:
        """At an entry of a map: its values are named by the map unless the key says what they are."""
        setting = mapping.setting(self.setting, key)
        return dataclasses.replace(self, path=path, setting=setting, optional=True)

    def element(self, index: int, turn: int, later: int) -> At:
        """At an element of the array here; in a later turn it takes after a later one, or has later values."""
        setting = self.setting.element(index + turn)
        return dataclasses.replace(
            self, path=(*self.path, index), setting=setting, optional=False, later=self.later + later
        )

    def recurs(self, type_: Type, tree: Tree) -> bool:
        """Whether the type would be recursion for the second time."""
        return len(self.passed) > len(set(self.passed)) and self._leads_back(type_, tree, 0)

    def _leads_back(self, type_: Type, tree: Tree, depth: int) -> bool:
        if type_.kind == "reference":
            if type_.name in self.passed or depth > 20 or type_.name not in tree.types:  # noqa: PLR2004 - long enough
                return True
            return self._leads_back(tree.types[type_.name], tree, depth + 1)
        if type_.kind == "union":
            return all(self._leads_back(part, tree, depth + 1) for part in type_.branches if part.kind != "null")
        if type_.kind in {"array", "map"} and type_.items is not None:
            return self._leads_back(type_.items, tree, depth + 1)
        return False

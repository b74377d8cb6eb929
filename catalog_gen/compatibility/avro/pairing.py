"""Which part of the new schema is what a part of the old one has become: branches of unions, fields of records."""

from __future__ import annotations

import dataclasses
import functools
from typing import TYPE_CHECKING, Final, Generic, TypeVar

from catalog_gen.compatibility.avro import aliases
from catalog_gen.compatibility.avro.reading import is_promoted
from catalog_gen.formats.avro.schemas import NAMED, PRIMITIVES

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from catalog_gen.formats.avro.schemas import Field, Schema

Part = TypeVar("Part")

_SHARED: Final = 0.5
"""So much of a type is left where it was renamed without an alias; less is another type."""


@dataclasses.dataclass(frozen=True, slots=True)
class Pairs(Generic[Part]):
    """For each new part the old one that it was, if any, and the old ones that are gone."""

    kept: tuple[tuple[Part | None, Part], ...]
    gone: tuple[Part, ...]


def fields(old: Schema, new: Schema) -> Pairs[Field]:
    """The fields of a record by their names, or else by aliases of the new or of the old ones."""
    found = _Finding(old.fields, new.fields)
    found.by(lambda field: (field.name,), lambda field: (field.name,))
    found.by(lambda field: (field.name,), lambda field: field.aliases)
    found.by(lambda field: field.aliases, lambda field: (field.name,))
    return found.pairs()


def branches(old: Sequence[Schema], new: Sequence[Schema]) -> Pairs[Schema]:
    """The definitions in two unions: the same kinds, names, aliases; then what was renamed, and promoted ones."""
    found = _Finding(old, new)
    found.by(_whole, _whole)
    found.by(_whole, _aliases)
    found.by(_aliases, _whole)
    found.by(_short, _short)
    for kind in NAMED:
        found.only(functools.partial(_is_of, kind), _is_alike)
    found.first(lambda schema: schema.kind in PRIMITIVES, _is_promoted)
    return found.pairs()


def is_same(old: Schema, new: Schema) -> bool:
    """Whether two definitions of a kind are one type, perhaps renamed, and not two different ones."""
    named = aliases.is_name_read(new, old) or aliases.is_name_read(old, new)
    return old.kind not in NAMED or named or _is_alike(old, new)


def _whole(schema: Schema) -> Iterable[str]:
    return (f"{schema.kind} {schema.name}",)


def _short(schema: Schema) -> Iterable[str]:
    return (f"{schema.kind} {schema.short}",) if schema.name else ()


def _aliases(schema: Schema) -> Iterable[str]:
    return [f"{schema.kind} {alias}" for alias in aliases.full(schema)] if schema.name else ()


def _is_alike(old: Schema, new: Schema) -> bool:
    if old.kind == "fixed":
        return old.size == new.size
    before = set(old.symbols) or {field.name for field in old.fields}
    after = set(new.symbols) or {field.name for field in new.fields}
    return len(before & after) >= _SHARED * max(len(before), len(after))


def _is_of(kind: str, schema: Schema) -> bool:
    return schema.kind == kind


def _is_promoted(old: Schema, new: Schema) -> bool:
    return is_promoted(new.kind, old.kind) or is_promoted(old.kind, new.kind)


class _Finding(Generic[Part]):
    """Pairs parts by one rule after the other; what has found its like is not asked again."""

    def __init__(self, old: Sequence[Part], new: Sequence[Part]) -> None:
        self._all = new
        self._old = dict(enumerate(old))
        self._new = dict(enumerate(new))
        self._found: dict[int, Part] = {}

    def by(self, old: Callable[[Part], Iterable[str]], new: Callable[[Part], Iterable[str]]) -> None:
        """Those that have a word in common."""
        words: dict[str, int] = {}
        for index, part in self._old.items():
            for word in old(part):
                words.setdefault(word, index)
        for index, part in list(self._new.items()):
            match = next((words[word] for word in new(part) if words.get(word) in self._old), None)
            if match is not None:
                self._take(match, index)

    def only(self, which: Callable[[Part], bool], is_pair: Callable[[Part, Part], bool]) -> None:
        """The only two left of some, if they fit."""
        old, new = _some(self._old, which), _some(self._new, which)
        if len(old) == len(new) == 1 and is_pair(self._old[old[0]], self._new[new[0]]):
            self._take(old[0], new[0])

    def first(self, which: Callable[[Part], bool], is_pair: Callable[[Part, Part], bool]) -> None:
        """Those of some that fit, the first ones first."""
        old = _some(self._old, which)
        for index in _some(self._new, which):
            match = next((other for other in old if other in self._old and self._fits(other, index, is_pair)), None)
            if match is not None:
                self._take(match, index)

    def _fits(self, old: int, new: int, is_pair: Callable[[Part, Part], bool]) -> bool:
        return is_pair(self._old[old], self._new[new])

    def _take(self, old: int, new: int) -> None:
        self._found[new] = self._old.pop(old)
        del self._new[new]

    def pairs(self) -> Pairs[Part]:
        """What was found."""
        kept = tuple((self._found.get(index), part) for index, part in enumerate(self._all))
        return Pairs(kept, tuple(self._old.values()))


def _some(parts: dict[int, Part], which: Callable[[Part], bool]) -> list[int]:
    return [index for index, part in parts.items() if which(part)]

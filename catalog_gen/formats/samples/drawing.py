"""A payload drawn from the tree under a plan, and what was decided where.

Everything is shown once, what may be missing too, as long as the payload stays small: what lies deeper than the
drawing goes is drawn flat (nothing optional, empty arrays, the flattest branch). Recursion is shown once and then
drawn flat, which comes to an end because the height of the types goes down.
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any, Final

from catalog_gen.formats.samples import mapping, scalars
from catalog_gen.formats.samples.finite import NEVER, Heights, element
from catalog_gen.formats.samples.places import At, Spot
from catalog_gen.formats.samples.setting import Setting
from catalog_gen.formats.tree import ABSENT, Limits, Type

if TYPE_CHECKING:
    from collections.abc import Iterable

    from catalog_gen.formats.samples.places import Extent
    from catalog_gen.formats.samples.plans import Path, Plan
    from catalog_gen.formats.tree import Field, Tree

_TURNS: Final = 12
_ELEMENTS: Final = 100
_ANY: Final = Type(kind="any", words="any")


class NoValueError(Exception):
    """Nothing was found for a place."""

    def __init__(self, path: Path, why: str) -> None:
        super().__init__(why)
        self.path = path
        self.why = why


class TooLargeError(Exception):
    """The payload has more values than it may."""


class Drawing:
    """One payload: `payload` and `spots`, the decisions by path."""

    def __init__(
        self, tree: Tree, heights: Heights, plan: Plan, extent: Extent, event: str, cache: dict[Any, Any]
    ) -> None:
        """Draw it; the cache holds what was found for the places of earlier ones.

        Raises:
            NoValueError: something must be there for which nothing was found.
            TooLargeError: there would be too many values.
        """
        self._tree = tree
        self._heights = heights
        self._plan = plan
        self._extent = extent
        self._cache = cache
        self._spare = extent.spare
        self.size = 0
        self._characters = 0
        self.spots: dict[Path, Spot] = {}
        self.payload = self._value(
            tree.root, At((), Setting(event=event), flat=plan.flattest, passed=heights.root_names), None
        )

    def _value(self, type_: Type, at: At, field: Field | None) -> Any:
        """The value at a place: one that the plan or the schema gives, or one that is made."""
        spot = self.spots[at.path] = Spot(type_, optional=at.optional)
        if at.path in self._plan.values:
            self._count(1)
            return scalars.plain(self._plan.values[at.path])
        examples = list(field.examples) if field is not None else []
        level = 0
        while True:
            examples += type_.examples
            if type_.kind == "reference":
                at = at.entering(type_.name)
                if type_.name not in self._tree.types:
                    raise NoValueError(at.path, f'nothing is known of the type "{type_.name}"')
                type_ = self._tree.types[type_.name]
            elif type_.kind == "union":
                if given := self._given(type_, examples, at):
                    return given[0]
                return self._branch(type_, at, field, level, spot)
            else:
                break
        spot.type = type_
        return self._of(type_, at, field, examples)

    def _given(self, type_: Type, examples: Iterable[Any], at: At) -> list[Any]:
        """The example that the schema gives for the place, if it has one that was not found wanting."""
        known = scalars.given(type_, examples)
        turn = self._turn(at)
        spot = self.spots[at.path]
        if turn < len(known):
            spot.more = True
            value = known[turn]
            self._count(_size(value))
            return [value]
        return []

    def _turn(self, at: At) -> int:
        """How many of the values that may stand there are passed over."""
        return self._plan.turns.get(at.path, 0) + at.later

    def _of(self, type_: Type, at: At, field: Field | None, examples: list[Any]) -> Any:
        """The value of a type that is no union and no reference."""
        if given := self._given(type_, examples, at):
            return given[0]
        if type_.kind == "record":
            return self._record(type_, at)
        default = field.default if field is not None else ABSENT
        if type_.kind == "array":
            if isinstance(default, list) and default and not self._turn(at) and not at.flat:
                self.spots[at.path].more = True
                self._count(_size(default))
                return scalars.plain(default)
            return self._array(type_, at)
        if type_.kind == "map":
            return self._map(type_, at)
        turn = max(self._turn(at) - len(scalars.given(type_, examples)), 0)
        value, more = self._scalar(type_, at, default, turn)
        self.spots[at.path].more = more
        self._count(1, value)
        return scalars.plain(value)

    def _scalar(self, type_: Type, at: At, default: Any, turn: int) -> tuple[Any, bool]:
        """The value that has its turn, and whether there may be others."""
        patterns = self._plan.patterns.get(at.path, ())
        key = (id(type_), at.setting, id(default), turn, patterns)
        if key not in self._cache:
            found = list(itertools.islice(scalars.candidates(type_, at.setting, default, patterns), turn + 1))
            self._cache[key] = found[-1] if found else ABSENT, len(found) == turn + 1 and turn < _TURNS
        value, more = self._cache[key]
        if value is ABSENT:
            raise NoValueError(at.path, _why_none(type_))
        return value, more

    def _branch(self, union: Type, at: At, field: Field | None, level: int, spot: Spot) -> Any:
        """The value of one branch: not null, not recursive again, in the order of the schema; or the flattest."""
        choice = f"{level}:{len(spot.unions)}"
        order = self._order(union.branches, at)
        if not order:
            raise NoValueError(at.path, "none of the branches has a value")
        wanted = self._plan.branches.get((at.path, choice), 0)
        failure: NoValueError | None = None
        for turn in range(min(wanted, len(order) - 1), len(order)):
            unions = [*spot.unions, (choice, turn, len(order))]
            before = self.size, self._characters
            try:
                fresh = self.spots[at.path] = Spot(order[turn], optional=at.optional, unions=unions)
                return self._inner(order[turn], at, field, fresh)
            except NoValueError as error:
                failure = failure or error
                self.size, self._characters = before
        raise failure or NoValueError(at.path, "none of the branches has a value")

    def _inner(self, type_: Type, at: At, field: Field | None, spot: Spot) -> Any:
        """The value of a branch, whose own examples count too."""
        examples = list(type_.examples)
        while type_.kind == "reference":
            at = at.entering(type_.name)
            type_ = self._tree.types.get(type_.name) or type_
            examples += type_.examples
        if type_.kind == "union":
            return self._branch(type_, at, field, len(spot.unions), spot)
        spot.type = type_
        return self._of(type_, at, field, examples)

    def _order(self, branches: tuple[Type, ...], at: At) -> list[Type]:
        finite = [branch for branch in branches if self._heights.of(branch) < NEVER]
        if at.flat:
            return sorted(finite, key=lambda branch: (self._heights.of(branch), branch.kind == "null"))
        return sorted(finite, key=lambda branch: (at.recurs(branch, self._tree), branch.kind == "null"))

    def _record(self, record: Type, at: At) -> dict[str, Any]:
        at = at.inside(record.name)
        spot = self.spots[at.path]
        spot.fields = {field.payload_key: field for field in record.fields}
        if not record.fields and record.open:
            return self._map(record, at)
        chosen = self._chosen(record, at)
        required = sum(field.required for field in record.fields)
        free = (record.limits.max_properties if record.limits.max_properties is not None else 10**9) - required
        needed = self._needed(record, required)
        found: dict[str, Any] = {}
        for field in record.fields:
            path = (*at.path, field.payload_key)
            if field.group and chosen.get(field.group) is not field:
                continue
            if not self._is_drawn(field, path, at, needed=field in needed) or (not field.required and free <= 0):
                continue
            before = self.size, self._characters
            try:
                spare = not field.required and len(at.path) > self._extent.depth
                found[field.payload_key] = self._value(field.type, at.field(field, path, flat=spare), field)
                free -= not field.required
            except NoValueError:
                if field.required:
                    raise
                self.size, self._characters = before
            else:
                self._spare -= (self.size - before[0]) if spare else 0
        self._add_unknown(record, at, found)
        self._count(not found)
        return found

    def _add_unknown(self, record: Type, at: At, found: dict[str, Any]) -> None:
        """Add what the tree does not know but the schema's rules want, and what makes the record large enough."""
        for path in sorted((path for path in self._plan.kept if path[:-1] == at.path), key=str):
            key = path[-1]
            if isinstance(key, str) and key not in self.spots[at.path].fields and path not in self._plan.dropped:
                found[key] = self._value(record.items or _ANY, at.unknown(key, path), None)
        missing = max((record.limits.min_properties or 0), self._plan.counts.get(at.path, 0)) - len(found)
        if record.open and 0 < missing <= _ELEMENTS:
            for key, _ in mapping.entries(None, at.setting, missing + len(found)):
                if key not in found and missing > 0:
                    found[key] = self._value(record.items or _ANY, at.entry(key, (*at.path, key)), None)
                    missing -= 1

    def _needed(self, record: Type, required: int) -> list[Field]:
        """The optional fields that a record with a least number of properties has in any case."""
        more = (record.limits.min_properties or 0) - required
        if more <= 0:
            return []
        optional = [field for field in record.fields if not field.required]
        return sorted(optional, key=lambda field: self._heights.of(field.type))[:more]

    def _is_drawn(self, field: Field, path: Path, at: At, *, needed: bool) -> bool:
        if path in self._plan.dropped or (self._heights.of(field.type) == NEVER and not field.required):
            return False
        if field.required or needed or path in self._plan.kept:
            return True
        if self._plan.flattest or at.flat or at.recurs(field.type, self._tree):
            return False
        return len(at.path) <= self._extent.depth or self._spare > 0

    def _chosen(self, record: Type, at: At) -> dict[str, Field]:
        """Of each group the one member that is set."""
        groups: dict[str, list[Field]] = {}
        for field in record.fields:
            if field.group:
                groups.setdefault(field.group, []).append(field)
        chosen: dict[str, Field] = {}
        for group, members in groups.items():
            choice = f"group {group}"
            usable = [field for field in members if self._heights.of(field.type) < NEVER]
            usable = [field for field in usable if (*at.path, field.payload_key) not in self._plan.dropped]
            if not usable:
                continue
            kept = [field for field in usable if (*at.path, field.payload_key) in self._plan.kept]
            usable.sort(key=lambda field: (at.recurs(field.type, self._tree), self._is_null(field), field.deprecated))
            turn = min(self._plan.branches.get((at.path, choice), 0), len(usable) - 1)
            self.spots[at.path].unions.append((choice, turn, len(usable)))
            chosen[group] = (kept or usable[turn:])[0]
        return chosen

    def _is_null(self, field: Field) -> bool:
        seen = self._tree.seen(field.type)
        return seen.kind == "null" or seen.values == (None,) or "NullValue" in seen.words

    def _array(self, array: Type, at: At) -> list[Any]:
        least, most = array.limits.min_items or 0, array.limits.max_items
        wanted = max(least, len(array.prefix), 1)
        if at.flat or (array.items is not None and at.recurs(array.items, self._tree)):
            wanted = least
        count = self._plan.counts.get(at.path, wanted)
        if most is not None:
            count = min(count, most)
        if count > _ELEMENTS:
            raise TooLargeError
        found: list[Any] = []
        for index in range(count):
            type_ = element(array, index)
            if type_ is None or (index >= least and self._heights.of(type_) == NEVER):
                break
            try:
                found.append(self._element(type_, at, index, found if array.limits.unique else []))
            except NoValueError:
                if index < least:
                    raise
                break
        self._count(not found)
        return found

    def _element(self, type_: Type, at: At, index: int, others: list[Any]) -> Any:
        """An element that differs from the others, if there are any."""
        value = None
        turns = [(turn, 0) for turn in range(_TURNS)] + [(0, later) for later in range(1, _TURNS + index)]
        for turn, later in turns if others else turns[:1]:
            before = self.size, self._characters
            value = self._value(type_, at.element(index, turn, later), None)
            if not any(_same(value, other) for other in others):
                break
            self.size, self._characters = before
        return value

    def _map(self, map_: Type, at: At) -> dict[str, Any]:
        least, most = map_.limits.min_properties or 0, map_.limits.max_properties
        recurs = map_.items is not None and at.recurs(map_.items, self._tree)
        never = map_.items is not None and self._heights.of(map_.items) == NEVER
        count = self._plan.counts.get(at.path, least if at.flat or recurs or never else max(least, 1))
        count = min(count, _ELEMENTS if most is None else most)
        found: dict[str, Any] = {}
        pattern = self._plan.keys.get(at.path)
        keys = Type(kind="string", words="string", limits=Limits(pattern=pattern)) if pattern else map_.keys
        for key, text in mapping.entries(keys, at.setting, count):
            path = (*at.path, key)
            if path in self._plan.dropped:
                continue
            value = mapping.value(map_.items, text, self._tree)
            if value is ABSENT or path in self._plan.turns or path in self._plan.values:
                found[key] = self._value(map_.items or _ANY, at.entry(key, path), None)
            else:
                self.spots[path] = Spot(map_.items or _ANY, optional=True, more=True)
                self._count(1, value)
                found[key] = value
        self._add_unknown(map_, at, found)
        if len(found) < least:
            raise NoValueError(at.path, "no keys were found for it")
        self._count(not found)
        return found

    def _count(self, values: int, value: Any = None) -> None:
        self.size += values
        self._characters += len(value) if isinstance(value, str) else 0
        if self.size > self._extent.most or self._characters > self._extent.characters:
            raise TooLargeError


def _why_none(type_: Type) -> str:
    """Why no value was found for a type without parts."""
    limits = type_.limits
    if limits.pattern is not None:
        return f"no text was found for the pattern {limits.pattern}"
    if type_.kind in {"string", "bytes"}:
        return "no text was found within its limits"
    if type_.kind in {"integer", "number"}:
        return "no number is within its limits"
    return "it allows no value"


def _same(one: Any, other: Any) -> bool:
    """Whether two values count as equal in JSON: 1 and 1.0 do, 1 and true do not."""
    if isinstance(one, bool) != isinstance(other, bool):
        return False
    return bool(one == other)


def _size(value: Any) -> int:
    if isinstance(value, dict):
        return sum(map(_size, value.values())) or 1
    return (sum(map(_size, value)) or 1) if isinstance(value, list) else 1

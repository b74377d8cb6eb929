"""From what is wrong with a payload to a plan that may do better.

Each mismatch changes the plan at one spot: what the rule says is used where it says enough (a missing key, the constant
that is wanted); else another value is taken, then another branch of the nearest union, and in the end the nearest field
that may be missing is left out.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

from catalog_gen.formats.samples import hints

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from catalog_gen.formats.samples.places import Spot
    from catalog_gen.formats.samples.plans import Path, Plan
    from catalog_gen.formats.tree import Mismatch

_QUOTED: Final = re.compile(r"'([^']+)'|\"([^\"]+)\"|`([^`]+)`")
_EXTRA: Final = frozenset(
    ("additionalProperties", "unevaluatedProperties", "propertyNames", "maxProperties", "unknown", "patternProperties")
)
_CONTENTS: Final = frozenset(("contains", "minContains", "maxContains"))
_ALTERNATIVES: Final = frozenset(("anyOf", "oneOf"))
_MOST: Final = 100
_VALUES: Final = 6
"""So many values are tried where a value is valid under too many alternatives."""


class Repair:
    """One round: the mismatches of one payload, answered one after the other."""

    def __init__(self, plan: Plan, spots: dict[Path, Spot], payload: Any) -> None:
        self._plan = plan
        self._spots = spots
        self._payload = payload

    def plan(self, mismatches: Iterable[Mismatch]) -> Plan | None:
        """The plan to try next; None if there is nothing left to change."""
        before = self._plan
        answered: list[Path] = []
        for mismatch in mismatches:
            if any(mismatch.path[: len(path)] == path for path in answered if path) and mismatch.rule != "required":
                continue
            if self._answer(mismatch):
                answered.append(mismatch.path)
        return self._plan if self._plan != before else None

    def _answer(self, mismatch: Mismatch) -> bool:
        """Change the plan for one mismatch; whether it was changed."""
        for plan in self._ways(mismatch):
            if plan is not None and plan != self._plan:
                self._plan = plan
                return True
        return False

    def _ways(self, mismatch: Mismatch) -> Iterator[Plan | None]:
        """Plans that may help, the most telling one first."""
        path, rule, expected = mismatch.path, mismatch.rule, mismatch.expected
        value = _at(self._payload, path)
        if rule == "required":
            yield self._with_required(path, expected, value, mismatch.message)
        elif rule in _EXTRA:
            yield self._without_extra(path, expected, value, mismatch.message)
        elif rule in {"dependentRequired", "dependencies", "dependentSchemas"} and isinstance(value, dict):
            yield self._with_dependencies(path, expected, value)
        elif rule in {"const", "enum"}:
            yield self._with_constant(path, rule, expected)
        elif rule in {"minItems", "minProperties", "maxItems"} and isinstance(expected, int):
            yield self._with_number(path, rule, expected, value)
        elif rule in _CONTENTS and isinstance(value, list):
            yield self._counted(path, rule, expected, value)
        elif rule == "pattern" and isinstance(expected, str):
            yield self._matching(path, expected, value)
        elif rule in _ALTERNATIVES:
            if rule == "oneOf" and self._plan.turns.get(path, 0) < _VALUES:
                yield self._other_value(path)
            yield self._other_branch(path, exact=True)
            if isinstance(expected, list):
                yield self._as_one_of(path, rule, expected, value)
        elif rule in {"if", "then", "else", "allOf", "not"}:
            yield self._hinted(path, expected, value, negated=rule == "not")
        yield from self._elsewhere(path)

    def _matching(self, path: Path, pattern: str, value: Any) -> Plan | None:
        """Keys of a map that match the pattern; or a text that matches it too, where the tree holds another one."""
        if isinstance(value, dict):
            return None if path in self._plan.keys else self._plan.with_keys(path, pattern)
        spot = self._spots.get(path)
        if spot is None or spot.type.limits.pattern == pattern or pattern in self._plan.patterns.get(path, ()):
            return None
        return self._plan.with_pattern(path, pattern)

    def _elsewhere(self, path: Path) -> Iterator[Plan | None]:
        """What can be done about any mismatch: another value, another branch, no value."""
        yield self._other_value(path)
        yield from self._suspected(path)
        for length in range(len(path), -1, -1):
            above = path[:length]
            yield self._other_branch(above, exact=True)
            spot = self._spots.get(above)
            if spot is not None and spot.optional and above not in self._plan.kept:
                yield self._plan.without(above)
            if spot is not None and length < len(path) and spot.more:
                yield self._plan.with_turn(above, self._plan.turns.get(above, 0) + 1)
        optional = [inner for inner in self._inner(path) if inner not in self._plan.kept]
        yield self._plan.without(optional[-1]) if optional else None
        for length in range(len(path) - 1, -1, -1):
            yield self._fewer(path[:length])

    def _suspected(self, path: Path) -> Iterator[Plan | None]:
        """Other values for the fields that the rules of the record or of those around it speak of, or none at all."""
        for length in range(len(path), -1, -1):
            spot = self._spots.get(path[:length])
            notes = " ".join(spot.type.notes) if spot is not None else ""
            named = [inner for key in (spot.fields if spot is not None and notes else ())
                     if re.search(rf"(?<!\w){re.escape(key)}(?!\w)", notes)
                     and (inner := (*path[:length], key)) in self._spots]  # fmt: skip
            for inner in named:
                yield self._other_value(inner)
            for inner in named:
                yield self._plan.without(inner) if self._spots[inner].optional else None

    def _inner(self, path: Path) -> list[Path]:
        """The optional fields of the value at the path."""
        length = len(path) + 1
        return [inner for inner, spot in self._spots.items() if len(inner) == length and inner[:-1] == path
                and spot.optional and inner not in self._plan.dropped]  # fmt: skip

    def _other_value(self, path: Path) -> Plan | None:
        spot = self._spots.get(path)
        if spot is None or not spot.more or path in self._plan.values:
            return None
        return self._plan.with_turn(path, self._plan.turns.get(path, 0) + 1)

    def _other_branch(self, path: Path, *, exact: bool) -> Plan | None:
        spot = self._spots.get(path)
        for choice, turn, count in reversed(spot.unions if spot is not None and exact else []):
            if turn + 1 < count:
                return self._plan.with_branch(path, choice, turn + 1)
        return None

    def _fewer(self, path: Path) -> Plan | None:
        """An array without elements, if it may be empty."""
        spot = self._spots.get(path)
        if spot is None or spot.type.kind not in {"array", "map"} or self._plan.counts.get(path) == 0:
            return None
        least = spot.type.limits.min_items or spot.type.limits.min_properties
        return None if least else self._plan.with_count(path, 0)

    def _with_required(self, path: Path, expected: Any, value: Any, message: str) -> Plan | None:
        names = [expected] if isinstance(expected, str) else expected if isinstance(expected, list) else []
        names = [name for name in names if isinstance(name, str)] or _quoted(message)
        missing = [name for name in names if isinstance(value, dict) and name not in value]
        if any((*path, name) in self._plan.dropped for name in missing):
            return None
        plan = self._plan
        for name in missing:
            if (*path, name) not in plan.kept:
                plan = plan.keeping((*path, name))
        return plan

    def _without_extra(self, path: Path, expected: Any, value: Any, message: str) -> Plan | None:
        spot = self._spots.get(path)
        if spot is not None and spot.optional and not isinstance(value, dict):
            return self._plan.without(path)
        if not isinstance(value, dict):
            return None
        if isinstance(expected, int) and not isinstance(expected, bool):
            extra = [inner for inner in self._inner(path) if inner not in self._plan.kept][expected - len(value) :]
        else:
            extra = [(*path, name) for name in _quoted(message) if name in value]
            extra = extra or ([path] if path[-1:] and path[-1] in _quoted(message) else [])
        plan = self._plan
        for inner in extra:
            spot = self._spots.get(inner)
            if spot is None or spot.optional or inner in plan.kept:
                plan = plan.without(inner)
        return plan

    def _with_dependencies(self, path: Path, expected: Any, value: dict[str, Any]) -> Plan | None:
        plan = self._plan
        for key, wanted in expected.items() if isinstance(expected, dict) else ():
            if key in value and isinstance(wanted, list):
                for name in wanted:
                    plan = plan.keeping((*path, name)) if name not in value else plan
            elif key in value:
                plan = hints.followed(plan, path, wanted, 0)
        if isinstance(expected, list):
            for name in expected:
                plan = plan.keeping((*path, name)) if isinstance(name, str) and name not in value else plan
        return plan

    def _with_constant(self, path: Path, rule: str, expected: Any) -> Plan | None:
        values = [expected] if rule == "const" else expected if isinstance(expected, list | tuple) else []
        used = self._plan.values.get(path)
        if path in self._plan.values:
            values = values[values.index(used) + 1 :] if used in values else []
        return self._plan.with_value(path, values[0]) if values else None

    def _with_number(self, path: Path, rule: str, expected: int, value: Any) -> Plan | None:
        if rule == "minProperties" and isinstance(value, dict):
            spot = self._spots.get(path)
            more = [(*path, key) for key in (spot.fields if spot is not None else ()) if key not in value]
            plan = self._plan
            for inner in more[: expected - len(value)]:
                plan = plan.keeping(inner)
            if plan != self._plan:
                return plan
        return self._plan.with_count(path, expected)

    def _containing(self, path: Path, wanted: Any, value: list[Any], count: int) -> Plan | None:
        """So many elements as is wanted: behind the others, or in their places where there may be no more."""
        spot = self._spots.get(path)
        most = spot.type.limits.max_items if spot is not None else None
        _, taken = self._plan.contained.get(path, (wanted, ()))
        plan, length = self._plan, len(value)
        for _ in range(min(count - len(taken), _MOST)):
            index = length if most is None or length < most else next((i for i in range(most) if i not in taken), None)
            if index is None:
                return None
            length = max(length, index + 1)
            plan = hints.element(plan, (*path, index), wanted, len(taken))
            taken = (*taken, index)
        return plan.with_contained(path, wanted, taken).with_count(path, length)

    def _counted(self, path: Path, rule: str, expected: Any, value: list[Any]) -> Plan | None:
        """More or fewer of the elements that `contains` speaks of."""
        known = self._plan.contained.get(path)
        if rule == "contains":
            return self._containing(path, expected, value, 1) if known is None else None
        if not isinstance(expected, int):
            return None
        if rule == "minContains":
            if known is not None:
                return self._containing(path, known[0], value, expected) if len(known[1]) < expected else None
            return self._plan.with_count(path, len(value) + 1)
        spot = self._spots.get(path)
        least = (spot.type.limits.min_items if spot is not None else None) or 0
        return self._plan.with_count(path, len(value) - 1) if len(value) > least else None

    def _as_one_of(self, path: Path, rule: str, expected: list[Any], value: Any) -> Plan | None:
        """Follow one of the alternatives that the tree does not hold: its keys, and not those of the others."""
        choice = f"rule {rule} {len(expected)}"
        turn = self._plan.branches.get((path, choice), -1) + 1
        if turn >= len(expected):
            return None
        wanted = hints.required(expected[turn])
        plan = self._plan.with_branch(path, choice, turn)
        if rule == "oneOf":
            others = {name for index, one in enumerate(expected) if index != turn for name in hints.required(one)}
            for name in sorted(others - set(wanted)):
                if isinstance(value, dict) and name in value and self._is_optional((*path, name)):
                    plan = plan.without((*path, name))
        return hints.followed(plan, path, expected[turn], 0)

    def _hinted(self, path: Path, expected: Any, value: Any, *, negated: bool) -> Plan | None:
        if negated:
            for name in hints.required(expected):
                inner = (*path, name)
                if isinstance(value, dict) and name in value and self._is_optional(inner):
                    return self._plan.without(inner)
            return None
        plan = self._plan
        for one in expected if isinstance(expected, list) else [expected]:
            plan = hints.followed(plan, path, one, 0)
        return plan

    def _is_optional(self, path: Path) -> bool:
        spot = self._spots.get(path)
        return spot is None or spot.optional


def _quoted(message: str) -> list[str]:
    return [next(filter(None, match)) for match in _QUOTED.findall(message)]


def _at(payload: Any, path: Path) -> Any:
    """The value at a path, None if there is none."""
    for step in path:
        try:
            payload = payload[step]
        except (KeyError, IndexError, TypeError):
            return None
    return payload

"""An array of which several things are true, and others are not: what its elements have to be."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any, Final

from catalog_gen.compatibility.jsonschema import evaluating
from catalog_gen.compatibility.jsonschema.formulas import KINDS, TRUE, enum, negated
from catalog_gen.compatibility.jsonschema.parts import Option, combinations, nobody_knows

if TYPE_CHECKING:
    from collections.abc import Iterator

    from catalog_gen.compatibility.jsonschema.branching import Branching
    from catalog_gen.compatibility.jsonschema.formulas import Formula
    from catalog_gen.compatibility.jsonschema.numbering import Goal

_LONGEST: Final = 2_000
_FURTHER: Final = 6
"""So many elements behind the listed ones may differ from each other."""

Demand = tuple[tuple[int, ...], "Formula"]
"""Elements of which something more is true, which are all the same where they are several."""


@dataclasses.dataclass(slots=True)
class _Asked:
    items: list[Formula] = dataclasses.field(default_factory=list)
    not_items: list[Formula] = dataclasses.field(default_factory=list)
    some: list[Formula] = dataclasses.field(default_factory=list)
    least: int = 0
    most: int | None = None
    unique: bool = False
    repeated: bool = False
    exact: bool = True
    excluded: list[Any] = dataclasses.field(default_factory=list)


def _asked(said: list[tuple[Formula, bool]]) -> _Asked:
    asked = _Asked()
    for formula, true in said:
        match formula[0]:
            case "items":
                (asked.items if true else asked.not_items).append(formula)
            case "least" if true:
                asked.some += [formula[1]] * min(formula[2], _FURTHER + 1)
                asked.least = max(asked.least, formula[2])
            case "least":
                asked.exact = False
            case "minitems" | "maxitems":
                if (formula[0] == "minitems") == true:
                    asked.least = max(asked.least, formula[1] + (not true))
                else:
                    limit = formula[1] - (not true)
                    asked.most = limit if asked.most is None else min(asked.most, limit)
            case "unique":
                asked.unique |= true
                asked.repeated |= not true
            case "enum":
                asked.excluded += formula[1]
    return asked


def arrays(branching: Branching, said: list[tuple[Formula, bool]]) -> Iterator[Option]:
    """What such arrays can be made of."""
    asked = _asked(said)
    if (asked.most is not None and asked.least > asked.most) or (asked.unique and asked.repeated):
        return
    listed = max((len(items[1]) for items in (*asked.items, *asked.not_items)), default=0)
    further = len(asked.not_items) + len(asked.some) + 2 * asked.repeated
    if further > _FURTHER or asked.least > _LONGEST:
        yield nobody_knows("there are too many rules about the elements of an array")
        return
    places = range(listed + max(further, 1))
    chosen = combinations([list(each) for each in _choices(asked, places)])
    if chosen is None:
        yield nobody_knows("there are too many ways to break the rules about the elements of an array")
        return
    for demands in chosen:
        branching.budget.spend()
        yield from _options(branching, asked, demands)


def _choices(asked: _Asked, places: range) -> Iterator[Iterator[Demand]]:
    """For everything that has to be true somewhere: where it can be."""
    for items in asked.not_items:
        yield (
            ((place,), negated(evaluating.element(items, place)))
            for place in places
            if evaluating.element(items, place) != TRUE
        )
    for part in asked.some:
        yield (((place,), part) for place in places)
    if asked.repeated:
        yield (((first, second), TRUE) for second in places for first in range(second))


def _options(branching: Branching, asked: _Asked, demands: tuple[Demand, ...]) -> Iterator[Option]:
    """The shortest arrays in which the demands are met at their places."""
    if len(asked.some) > 1 and len({places for places, part in demands if part in asked.some}) < len(asked.some):
        if len(set(asked.some)) == 1:
            return
        asked = dataclasses.replace(asked, exact=False)
    length = max([asked.least, *(place + 1 for places, _ in demands for place in places)])
    if asked.most is not None and length > asked.most:
        return
    goals = _goals(branching, asked, demands, length)
    if any(branching.hopeless(goal) for goal in dict.fromkeys(goals)):
        return
    excluded = any(len(each[1]) == length for each in asked.excluded if each[0] == "array")
    exact = asked.exact and not excluded
    if not asked.unique or length < 2:  # noqa: PLR2004
        yield _option(goals, exact=exact)
        return
    for different in _DIFFERENT if length <= len(KINDS) else ():
        differing = [
            branching.book.goal([*goal, *(branching.book.literal(part) for part in different(place))])
            for place, goal in enumerate(goals)
        ]
        if not any(branching.hopeless(goal) for goal in differing):
            yield _option(differing, exact=exact)
    yield _option(goals, exact=False)


_DIFFERENT: Final = (
    lambda place: (("kinds", ("number",)), enum([place])),
    lambda place: (("kinds", ("string",)), ("minlen", place + 1), ("maxlen", place + 1)),
    lambda place: (("kinds", ("object",)), ("minprops", place), ("maxprops", place)),
    lambda place: (("kinds", (KINDS[place],)),),
    lambda place: (("kinds", (KINDS[place - 2],)),),
)
"""Rules by which elements are never the same."""


def _goals(branching: Branching, asked: _Asked, demands: tuple[Demand, ...], length: int) -> list[Goal]:
    """What has to be true of each element."""
    book = branching.book
    more: dict[int, list[Formula]] = {}
    twins: dict[int, int] = {}
    for places, part in demands:
        for place in places:
            more.setdefault(place, []).append(part)
        if len(places) > 1:
            twins[places[1]] = places[0]
    goals = []
    for place in range(length):
        parts = [evaluating.element(items, place) for items in asked.items] + more.get(place, [])
        goals.append([book.literal(part) for part in parts])
    for second, first in twins.items():
        goals[first] = goals[second] = goals[first] + goals[second]
    return [book.goal(literals) for literals in goals]


def _option(goals: list[Goal], *, exact: bool) -> Option:
    distinct: dict[Goal, int] = {}
    order = [distinct.setdefault(goal, len(distinct)) for goal in goals]

    def build(values: list[Any]) -> Any:
        return [values[number] for number in order]

    return Option(tuple(distinct), build, exact=exact)

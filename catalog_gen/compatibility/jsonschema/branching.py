"""The ways in which several formulas can be true of one value at once: each a list of single things, for one kind.

The ways are found as a solver does it: what follows is written down, what is contradicted is left out, and only then is
one of the open choices made.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any, Final

from catalog_gen.compatibility.jsonschema import evaluating, numbers, texts
from catalog_gen.compatibility.jsonschema.formulas import KIND_OF, KINDS, both, either, negated
from catalog_gen.compatibility.jsonschema.formulas import values as values_of
from catalog_gen.formats.jsonschema import values

if TYPE_CHECKING:
    from collections.abc import Iterator

    from catalog_gen.compatibility.jsonschema.budget import Budget
    from catalog_gen.compatibility.jsonschema.formulas import Formula, Key
    from catalog_gen.compatibility.jsonschema.numbering import Book, Goal, Literal

_DEEPEST: Final = 3
"""So far inside is looked for a reason why a choice is none."""
_GLANCES: Final = 8

Choice = tuple["Literal", ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Way:
    """Things that are true, or not, of a value of the kind."""

    kind: str
    literals: Goal


class Branching:
    """Finds the ways to reach goals."""

    def __init__(self, book: Book, budget: Budget) -> None:
        self.book = book
        self.budget = budget
        self._ways: dict[Goal, tuple[Way, ...]] = {}
        self._hopeless: dict[Goal, bool] = {}
        self._depth = 0

    def ways(self, goal: Goal) -> tuple[Way, ...]:
        """All ways to reach the goal; none where it contradicts itself."""
        if goal not in self._ways:
            found = [
                Way(kind, literals)
                for kind in KINDS
                for literals in dict.fromkeys(self._found(kind, list(reversed(goal)), {}, []))
            ]
            self._ways[goal] = tuple(found)
        return self._ways[goal]

    def hopeless(self, goal: Goal) -> bool:
        """Whether a short look is enough to see that the goal cannot be reached."""
        if goal in self._hopeless:
            return self._hopeless[goal]
        if self._depth >= _DEEPEST:
            return False
        self._depth += 1
        self._hopeless[goal] = False  # while it is looked at
        try:
            found = all(self._lost(way) for way in self.ways(goal))
        finally:
            self._depth -= 1
            del self._hopeless[goal]
        if found or not self._depth:
            self._hopeless[goal] = found
        return found

    def single(self, way: Way) -> tuple[Any, bool] | None:
        """The text or number that a way leads to, or None, and whether that is certain; None for other kinds."""
        if way.kind not in {"string", "number"}:
            return None
        said = [self.book.said(literal) for literal in way.literals]
        opaque = any(formula[0] == "opaque" for formula, _ in said)
        lists = [formula[1] for formula, true in said if formula[0] == "enum" and true]
        if lists:
            keys = [key for key in lists[0] if key[0] == way.kind and all(key in others for others in lists[1:])]
            value, sure = self._listed(said, keys)
        else:
            value, sure = texts.text(said, self.budget) if way.kind == "string" else numbers.number(said)
        return value, sure and (value is None or not opaque)

    def _listed(self, said: list[tuple[Formula, bool]], keys: list[Key]) -> tuple[Any, bool]:
        """The surest of the listed values of which everything else is true."""
        unsure = None
        for value in (value for key in keys for value in values_of(key)):
            self.budget.spend()
            told = [evaluating.holds(self.book, formula, value) for formula, _ in said]
            told = [found if found is None else found == true for found, (_, true) in zip(told, said, strict=True)]
            if False not in told:
                if None not in told:
                    return value, True
                unsure = value
        return unsure, unsure is None

    def _lost(self, way: Way) -> bool:
        if way.kind in {"string", "number"}:
            return self.single(way) == (None, True)
        if way.kind != "object":
            return False
        said = [self.book.said(literal) for literal in way.literals]
        fields = [formula for formula, true in said if formula[0] == "fields" and true]
        names = [formula[1] for formula, true in said if formula[0] == "required" and true]
        return any(self.hopeless(self.of_field(fields, name)) for name in names)

    def of_field(self, fields: list[Formula], name: str, more: Formula | None = None) -> Goal:
        """What has to be true of a property."""
        asked = [evaluating.field(each, name)[0] for each in fields]
        asked += [more] if more is not None else []
        return self.book.goal([self.book.literal(part) for part in asked])

    def _found(
        self, kind: str, todo: list[Literal], held: dict[Literal, None], choices: list[Choice]
    ) -> Iterator[Goal]:
        """The ways for values of a kind: what is to do, what is held already, and the choices that are open."""
        held, choices = dict(held), list(choices)
        while True:
            self.budget.spend()
            if not self._follow(kind, todo, held, choices):
                return
            left = self._left(kind, choices, held)
            if left is None:
                return
            choices, todo = left
            if not todo:
                break
        if not choices:
            yield self._literals(kind, held)
            return
        first = min(range(len(choices)), key=lambda place: (_negative(choices[place]), len(choices[place])))
        others = choices[:first] + choices[first + 1 :]
        for literal in choices[first]:
            yield from self._found(kind, [literal], held, others)

    def _follow(self, kind: str, todo: list[Literal], held: dict[Literal, None], choices: list[Choice]) -> bool:
        """Note everything that follows; whether there is no contradiction."""
        while todo:
            literal = todo.pop()
            self.budget.spend()
            if literal in held:
                continue
            if literal ^ 1 in held or self._plainly(kind, literal) is False:
                return False
            held[literal] = None
            formula, true = self.book.said(literal)
            match formula[0]:
                case "ref":
                    todo.append(self.book.literal(self.book.body(formula[1]), true=true))
                case "one":
                    todo.append(self.book.literal(self._one(formula), true=true))
                case "and" | "or":
                    parts = [self.book.literal(part, true=true) for part in formula[1]]
                    if (formula[0] == "and") == true:
                        todo += reversed(parts)
                    else:
                        choices.append(tuple(parts))
                case "least" if not true and formula[2] == 1:
                    todo.append(self.book.literal(("items", (), negated(formula[1]))))
        return True

    def _plainly(self, kind: str, literal: Literal) -> bool | None:
        """What can be said of it for values of the kind without looking at anything else."""
        formula, true = self.book.said(literal)
        word = formula[0]
        if word == "kinds":
            return (kind in formula[1]) == true
        if word == "enum" and kind not in formula[1].kinds:
            return not true
        if word == "format" and kind == "string" and not true and formula[1] not in values.CHECKS:
            return False
        return true if KIND_OF.get(word, kind) != kind else None

    def _left(
        self, kind: str, choices: list[Choice], held: dict[Literal, None]
    ) -> tuple[list[Choice], list[Literal]] | None:
        """The choices that are still open, and what follows as there is no choice; None if one cannot be made."""
        left: list[Choice] = []
        single: list[Literal] = []
        for choice in choices:
            self.budget.spend()
            told = [(literal, self._glance(kind, literal, held, _GLANCES)) for literal in choice]
            if any(found for _, found in told):
                continue
            open_ = tuple(dict.fromkeys(literal for literal, found in told if found is None))
            if not open_:
                return None
            (left if len(open_) > 1 else single).append(open_)  # type: ignore[arg-type]
        return left, [choice[0] for choice in single]  # type: ignore[index]

    def _glance(self, kind: str, literal: Literal, held: dict[Literal, None], most: int) -> bool | None:
        """Whether it follows from what is held, or contradicts it, as far as that is seen at once."""
        self.budget.spend()
        if literal in held or literal ^ 1 in held:
            return literal in held
        plain = self._plainly(kind, literal)
        if plain is not None or not most:
            return plain
        formula, true = self.book.said(literal)
        if formula[0] == "ref":
            return self._glance(kind, self.book.literal(self.book.body(formula[1]), true=true), held, most - 1)
        if formula[0] in {"and", "or"}:
            told = [self._glance(kind, self.book.literal(part, true=true), held, most - 1) for part in formula[1]]
            all_ = (formula[0] == "and") == true
            if (not all_) in told:
                return not all_
            return all_ if None not in told else None
        if formula[0] == "enum":
            return self._of_values(formula, held, true=true)
        if formula[0] == "fields":
            return (not true) if self._clashes(formula, held) else None
        return None

    def _of_values(self, formula: Formula, held: dict[Literal, None], *, true: bool) -> bool | None:
        for literal in held:
            known, positive = self.book.said(literal)
            if known[0] == "enum" and positive:
                inside = [each in formula[1] for each in known[1]]
                if all(inside) or not any(inside):
                    return any(inside) == true
        return None

    def _clashes(self, formula: Formula, held: dict[Literal, None]) -> bool:
        """Whether a property that has to be there can never be what the formula asks of it."""
        said = [self.book.said(literal) for literal in held]
        fields = [known for known, true in said if known[0] == "fields" and true]
        names = [known[1] for known, true in said if known[0] == "required" and true]
        for name in names:
            self.budget.spend()
            asked, sure = evaluating.field(formula, name)
            if sure and self.hopeless(self.of_field(fields, name, asked)):
                return True
        return False

    def _one(self, formula: Formula) -> Formula:
        """Exactly one of them, without `one`: alternatives that exclude each other anyway are only alternatives."""
        branches = formula[1]
        meets: dict[tuple[int, int], bool] = {}
        for here, first in enumerate(branches):
            for there in range(here + 1, len(branches)):
                goal = self.book.goal([self.book.literal(first), self.book.literal(branches[there])])
                self.budget.spend()
                meets[here, there] = meets[there, here] = not self.hopeless(goal)
        return either(
            both([branch, *(negated(other) for there, other in enumerate(branches) if meets.get((here, there)))])
            for here, branch in enumerate(branches)
        )

    def _literals(self, kind: str, held: dict[Literal, None]) -> Goal:
        """Only what says something of values of the kind by itself."""
        found = []
        for literal in held:
            formula, true = self.book.said(literal)
            if formula[0] in {"ref", "one", "and", "or", "kinds"} or (
                formula[0] == "least" and not true and formula[2] == 1
            ):
                continue
            if KIND_OF.get(formula[0], kind) == kind:
                if formula[0] == "enum" and not true and kind not in formula[1].kinds:
                    continue
                found.append(literal)
        return tuple(sorted(found))


def _negative(choice: Choice) -> bool:
    """Whether there is little to be learnt from what is chosen: that something is not so."""
    return any(literal & 1 for literal in choice)

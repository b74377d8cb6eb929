"""Whether everything that is valid under one schema is valid under another one: proven, refuted by a value, or unknown.

That nothing speaks against it is proven by the rules of logic; that something does is said only with a value that the
validator for payload examples takes under the one schema and refuses under the other one.
"""

from __future__ import annotations

import dataclasses
import itertools
from typing import TYPE_CHECKING, Any, Final, Literal

from catalog_gen.compatibility.jsonschema import evaluating
from catalog_gen.compatibility.jsonschema.budget import Budget, ExhaustedError
from catalog_gen.compatibility.jsonschema.compiling import compiled
from catalog_gen.compatibility.jsonschema.formulas import both
from catalog_gen.compatibility.jsonschema.numbering import Book
from catalog_gen.compatibility.jsonschema.solving import Solver
from catalog_gen.formats.jsonschema.merging import Shapes
from catalog_gen.formats.jsonschema.shapes import Part
from catalog_gen.formats.tree import ABSENT

if TYPE_CHECKING:
    from collections.abc import Sequence

    from catalog_gen.compatibility.jsonschema.formulas import Formula
    from catalog_gen.formats.jsonschema import JsonSchema

_CANDIDATES: Final = 40

Side = Literal[0, 1]
"""The old schema, the new one."""


@dataclasses.dataclass(frozen=True, slots=True)
class Judgement:
    """`holds`: readers manage. `fails`: not with `example`. `unknown`: for a `reason`."""

    outcome: Literal["holds", "fails", "unknown"]
    example: Any = ABSENT
    reason: str = ""


class Judge:
    """Compares parts of two schemas; one budget for everything."""

    def __init__(self, old: JsonSchema, new: JsonSchema, budget: Budget | None = None) -> None:
        self.schemas = (old, new)
        self.budget = budget or Budget()
        self.roots = tuple(Part(each.bundle.value, each.bundle.draft, ()) for each in self.schemas)
        self.shapes = tuple(Shapes(root) for root in self.roots)
        nodes = [compiled(number, self.roots[number], self.shapes[number]) for number in (0, 1)]
        self._book = Book(nodes[0] | nodes[1])
        self._solver = Solver(self._book, self.budget)
        self._told: dict[tuple[Formula, Formula], Judgement] = {}

    def whole(self, writer: Side) -> Judgement:
        """Whether what is valid under the one schema, as a whole, is valid under the other one."""
        reader: Side = 0 if writer else 1
        if self._equal():
            return Judgement("holds")
        if any(each.bundle.dynamic for each in self.schemas):
            return Judgement("unknown", reason="what a dynamic reference means depends on the way that led to it")
        try:
            return self._whole(writer, reader)
        except ExhaustedError:
            return Judgement("unknown", reason=f"that takes more than {self.budget.most:,} steps to find out")

    def same(self, old: Sequence[Part], new: Sequence[Part]) -> bool:
        """Whether parts are known to ask the same without any further look."""
        return self.asked(0, old) == self.asked(1, new)

    def parts(self, writer: Side, old: Sequence[Part], new: Sequence[Part]) -> Judgement:
        """The same of parts that speak of one value; examples are not held against the validator."""
        asked = (self.asked(0, old), self.asked(1, new))
        key = (asked[writer], asked[1 - writer])
        if key not in self._told:
            try:
                self._told[key] = self._parts(*key)
            except ExhaustedError:
                return Judgement("unknown", reason=f"that takes more than {self.budget.most:,} steps to find out")
        return self._told[key]

    def _equal(self) -> bool:
        old, new = self.schemas
        if old.bundle.dynamic or new.bundle.dynamic:
            return bool(old.bundle.value == new.bundle.value) and repr(old.bundle.value) == repr(new.bundle.value)
        return self.same([self.roots[0]], [self.roots[1]])

    def asked(self, side: Side, parts: Sequence[Part]) -> Formula:
        """What the parts ask, as the same formula for what is known to be the same."""
        return both(self._book.part((side, part.steps)) for part in parts)

    def _whole(self, writer: Side, reader: Side) -> Judgement:
        wrote = self.asked(writer, [self.roots[writer]])
        goal = [self._book.literal(wrote), self._book.literal(self.asked(reader, [self.roots[reader]]), true=False)]
        missed = self._solver.found(self._book.goal(goal))
        if missed is None:
            anything = self._solver.found(self._book.goal(goal[1:])) is None
            if not anything and self._solver.found(self._book.goal(goal[:1])) is None:
                which = "new" if writer else "old"
                return Judgement("unknown", reason=f"no value at all is valid under the {which} schema")
            return Judgement("holds")
        for value in itertools.islice(self._solver.candidates(self._book.goal(goal)), _CANDIDATES):
            if not self.schemas[writer].check(value) and self.schemas[reader].check(value):
                return Judgement("fails", example=value)
        return Judgement("unknown", reason=missed.reason or "no example was found that would show it")

    def _parts(self, wrote: Formula, read: Formula) -> Judgement:
        goal = self._book.goal([self._book.literal(wrote), self._book.literal(read, true=False)])
        missed = self._solver.found(goal)
        if missed is None:
            return Judgement("holds")
        for value in itertools.islice(self._solver.candidates(goal), _CANDIDATES):
            valid = evaluating.holds(self._book, wrote, value)
            if valid and evaluating.holds(self._book, read, value) is not True:
                return Judgement("fails", example=value)
        return Judgement("unknown", reason=missed.reason or "no example was found that would show it")

"""Whether everything that is valid under one schema is valid under another one: proven, refuted by a value, or unknown.

That nothing speaks against it is proven by the rules of logic; that something does is said only with a value that the
validator for payload examples takes under the one schema and refuses under the other one.
"""

from __future__ import annotations

import dataclasses
import itertools
from typing import TYPE_CHECKING, Any, Final, Literal

from catalog_gen.compatibility.jsonschema import evaluating
from catalog_gen.compatibility.jsonschema.budget import MOST, Budget, ExhaustedError
from catalog_gen.compatibility.jsonschema.compiling import compiled
from catalog_gen.compatibility.jsonschema.formulas import both
from catalog_gen.compatibility.jsonschema.numbering import Book
from catalog_gen.compatibility.jsonschema.solving import Solver
from catalog_gen.formats.jsonschema.merging import Shapes
from catalog_gen.formats.jsonschema.shapes import Part
from catalog_gen.formats.tree import ABSENT

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

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
    """Compares parts of two schemas, each direction by itself: the other one has no say in how many steps are left."""

    def __init__(self, old: JsonSchema, new: JsonSchema, most: int = MOST) -> None:
        self.schemas = (old, new)
        self.roots = tuple(Part(each.bundle.value, each.bundle.draft, ()) for each in self.schemas)
        self.shapes = tuple(Shapes(root) for root in self.roots)
        self._nodes = [compiled(number, self.roots[number], self.shapes[number]) for number in (0, 1)]
        self._cases: dict[Side, _Case] = {}
        self._most = most

    def case(self, writer: Side) -> _Case:
        """What is known of one direction."""
        if writer not in self._cases:
            nodes = self._nodes[writer] | self._nodes[1 - writer]
            self._cases[writer] = _Case(Book(nodes), Budget(self._most))
        return self._cases[writer]

    @property
    def steps(self) -> tuple[int, ...]:
        """How many steps were taken for the schemas as a whole, in each direction that was looked at."""
        return tuple(case.taken for _, case in sorted(self._cases.items()))

    def whole(self, writer: Side) -> Judgement:
        """Whether what is valid under the one schema, as a whole, is valid under the other one."""
        is_equal = self._equal()
        if is_equal and self.schemas[0].bundle.value == self.schemas[1].bundle.value:
            return Judgement("holds")
        if any(each.bundle.dynamic for each in self.schemas):
            return Judgement("unknown", reason="what a dynamic reference means depends on the way that led to it")
        case = self.case(writer)
        reader: Side = 0 if writer else 1
        wrote = case.asked(writer, [self.roots[writer]])
        read = case.asked(reader, [self.roots[reader]])

        def shown(value: Any) -> bool:
            return not self.schemas[writer].check(value) and bool(self.schemas[reader].check(value))

        judgement = case.judged(wrote, read, shown)
        if is_equal and judgement.outcome != "fails" and not case.is_empty(wrote):
            judgement = Judgement("holds")
        elif judgement.outcome == "holds" and case.is_empty(wrote) and not case.is_everything(read):
            which = "new" if writer else "old"
            judgement = Judgement("unknown", reason=f"no value at all is valid under the {which} schema")
        case.taken, case.budget.spent = case.budget.spent, 0
        return judgement

    def same(self, old: Sequence[Part], new: Sequence[Part]) -> bool:
        """Whether parts are known to ask the same without any further look."""
        return self.asked(0, old) == self.asked(1, new)

    def asked(self, side: Side, parts: Sequence[Part]) -> Formula:
        """What the parts ask, as the same formula for what is known to be the same."""
        return self.case(0).asked(side, parts)

    def parts(self, writer: Side, old: Sequence[Part], new: Sequence[Part]) -> Judgement:
        """The same of parts that speak of one value; examples are not held against the validator."""
        case = self.case(writer)
        asked = (case.asked(0, old), case.asked(1, new))
        wrote, read = asked[writer], asked[1 - writer]
        key = (wrote, read)
        if key not in case.told:

            def shown(value: Any) -> bool:
                valid = evaluating.holds(case.book, wrote, value)
                return valid is True and evaluating.holds(case.book, read, value) is not True

            case.told[key] = case.judged(wrote, read, shown)
        return case.told[key]

    def _equal(self) -> bool:
        old, new = self.schemas
        if old.bundle.dynamic or new.bundle.dynamic:
            return repr(old.bundle.value) == repr(new.bundle.value)
        return self.same([self.roots[0]], [self.roots[1]])


class _Case:
    """One direction."""

    def __init__(self, book: Book, budget: Budget) -> None:
        self.book = book
        self.budget = budget
        self.told: dict[tuple[Formula, Formula], Judgement] = {}
        self.taken = 0
        self._solver = Solver(book, budget)

    def asked(self, side: Side, parts: Sequence[Part]) -> Formula:
        return both(self.book.part((side, part.steps)) for part in parts)

    def judged(self, wrote: Formula, read: Formula, shown: Callable[[Any], bool]) -> Judgement:
        """Whether all that is written is read; `shown` confirms that a value shows that it is not."""
        goal = self.book.goal([self.book.literal(wrote), self.book.literal(read, true=False)])
        try:
            missed = self._solver.found(goal)
        except ExhaustedError:
            return Judgement("unknown", reason=f"that takes more than {self.budget.most:,} steps to find out")
        if missed is None:
            return Judgement("holds")
        for value in itertools.islice(self._solver.candidates(goal), _CANDIDATES):
            if shown(value):
                return Judgement("fails", example=value)
        return Judgement("unknown", reason=missed.reason or "no example was found that would show it")

    def is_empty(self, formula: Formula) -> bool:
        """Whether it is surely true of no value."""
        try:
            return self._solver.found(self.book.goal([self.book.literal(formula)])) is None
        except ExhaustedError:
            return False

    def is_everything(self, formula: Formula) -> bool:
        """Whether it is surely true of all values."""
        try:
            return self._solver.found(self.book.goal([self.book.literal(formula, true=False)])) is None
        except ExhaustedError:
            return False

"""The search for a payload that is valid: drawn whole, repaired where it is not valid, then drawn in other ways."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from catalog_gen.formats.samples import finite
from catalog_gen.formats.samples.drawing import Drawing, NoValueError, TooLargeError
from catalog_gen.formats.samples.places import Extent
from catalog_gen.formats.samples.plans import Plan
from catalog_gen.formats.samples.repairing import Repair

if TYPE_CHECKING:
    from collections.abc import Iterator

    from catalog_gen.formats.samples.plans import Path
    from catalog_gen.formats.tree import Check, Mismatch, Tree

_CHECKS: Final = 40
"""So often at most a payload is checked: validating a large one takes a while."""
_ROUNDS: Final = 22
"""So often at most the first payload is repaired, of the others less often."""
_READABLE: Final = 200
"""So many values may a payload have before what need not be there is left out."""
_CHARACTERS: Final = 12_000
_MOST: Final = 5_000
_FLATTEST: Final = -1
_DEPTHS: Final = (12, 8, 6, 5, 4, 3, 2, 1, 0, _FLATTEST)
_BRANCHES: Final = 6
_WHOLE: Final = Plan()


class Search:
    """One search; afterwards either `payload` is one, or `failure` says why there is none."""

    def __init__(self, tree: Tree, check: Check, event: str) -> None:
        self._tree = tree
        self._check = check
        self._event = event
        self._heights = finite.Heights(tree)
        self._checks = 0
        self._cache: dict[Any, Any] = {}
        self._extent = Extent(_DEPTHS[0], 0, _MOST, _MOST * 100)
        self._first: Drawing | None = None
        self._why = ""
        self._too_large = False
        self._reason: Mismatch | None = None
        self.payload: Any = None
        self.failure = ""

    def run(self) -> None:
        """Search within the budget."""
        if self._heights.of(self._tree.root) == finite.NEVER:
            self.failure = finite.why_none(self._tree, self._heights)
            return
        self._extent = self._readable()
        for plan, rounds in self._starts():
            if self._repaired(plan, rounds):
                return
            if self._too_large:
                break
        self.failure = self._words()

    def _readable(self) -> Extent:
        """How deep a readable payload goes, and how many values of the next level it has room for."""
        deepest, size = _FLATTEST, _READABLE
        low, high = 0, len(_DEPTHS)
        while low < high:
            middle = (low + high) // 2 if low else 0
            try:
                drawing = self._drawn(_WHOLE, Extent(_DEPTHS[middle], 0, _READABLE, _CHARACTERS))
                deepest, size, high = _DEPTHS[middle], drawing.size, middle
            except TooLargeError:
                low = middle + 1
            except NoValueError:
                break
        if deepest == _DEPTHS[0]:
            self._first = drawing  # with room for more, it would be the same
            return Extent(deepest, 0, _MOST, _MOST * 100)
        return Extent(deepest, max(_READABLE - size, 0), _MOST, _MOST * 100)

    def _starts(self) -> Iterator[tuple[Plan, int]]:
        """Plans to begin with, and how often each may be repaired."""
        yield _WHOLE, _ROUNDS
        yield Plan(flattest=True), _ROUNDS // 2
        choices = self._choices()
        for path, choice, count in choices:
            for turn in range(1, min(count, _BRANCHES)):
                yield Plan(flattest=True).with_branch(path, choice, turn), _ROUNDS // 4

    def _choices(self) -> list[tuple[Path, str, int]]:
        """The unions nearest to the root."""
        try:
            drawing = self._drawn(Plan(flattest=True), self._extent)
        except (NoValueError, TooLargeError):
            return []
        found = [(path, choice, count) for path, spot in drawing.spots.items() for choice, _, count in spot.unions]
        return sorted(found, key=lambda choice: len(choice[0]))[:_BRANCHES]

    def _drawn(self, plan: Plan, extent: Extent) -> Drawing:
        if plan is _WHOLE and self._first is not None:
            return self._first
        return Drawing(self._tree, self._heights, plan, extent, self._event, self._cache)

    def _repaired(self, plan: Plan, rounds: int) -> bool:
        """Draw and repair so often; whether the payload is valid."""
        next_plan: Plan | None = plan
        for _ in range(rounds):
            if next_plan is None or self._checks >= _CHECKS:
                return False
            plan = next_plan
            try:
                drawing = self._drawn(plan, self._extent)
            except TooLargeError:
                self._why = self._why or f"the smallest one would have more than {_MOST} values"
                self._too_large = self._too_large or plan.flattest
                return False
            except NoValueError as error:
                self._why = self._why or _located(error)
                return False
            self._checks += 1
            mismatches = self._check(drawing.payload)
            if not mismatches:
                self.payload = drawing.payload
                return True
            self._reason = self._reason or mismatches[0]
            next_plan = Repair(plan, drawing.spots, drawing.payload).plan(mismatches)
        return False

    def _words(self) -> str:
        """Why nothing was found."""
        if self._why and self._reason is None:
            return self._why
        if self._reason is None:
            return "none was found"
        spot = f"{self._reason.spot}: " if self._reason.path else ""
        return f"none that is valid was found in {self._checks} attempts (the first one: {spot}{self._reason.message})"


def _located(error: NoValueError) -> str:
    path = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in error.path).lstrip(".")
    return f"{path}: {error.why}" if path else error.why

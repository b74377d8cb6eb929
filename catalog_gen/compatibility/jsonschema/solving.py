"""Whether a goal can be reached, with a value that does.

Goals need other goals: a value exists if it can be put together, in finitely many steps, from values that exist. What
is left when no step leads any further cannot be reached, however the schemas refer to themselves.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

from catalog_gen.compatibility.jsonschema.branching import Branching
from catalog_gen.compatibility.jsonschema.options import Options
from catalog_gen.formats.tree import ABSENT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from catalog_gen.compatibility.jsonschema.budget import Budget
    from catalog_gen.compatibility.jsonschema.numbering import Book, Goal
    from catalog_gen.compatibility.jsonschema.parts import Option

_LARGEST = 20_000


@dataclasses.dataclass(frozen=True, slots=True)
class Found:
    """A value that may reach a goal (ABSENT: there may be one), and whether it surely does."""

    value: Any
    exact: bool
    size: int
    reason: str = ""


class Solver:
    """Remembers what it has found out."""

    def __init__(self, book: Book, budget: Budget) -> None:
        self.book = book
        self.budget = budget
        self._options = Options(Branching(book, budget))
        self._known: dict[Goal, list[Option]] = {}
        self._found: dict[Goal, Found] = {}
        self._settled: set[Goal] = set()

    def found(self, goal: Goal) -> Found | None:
        """A value for the goal, or None where there surely is none.

        Raises:
            ExhaustedError: that takes too many steps.
        """
        if goal not in self._settled:
            self._settle(goal)
        return self._found.get(goal)

    def candidates(self, goal: Goal) -> Iterator[Any]:
        """Values that may reach the goal, the surest first."""
        first = self.found(goal)
        if first is None:
            return
        if first.value is not ABSENT:
            yield first.value
        for option in self._known[goal]:
            inner = [self._found.get(need) for need in option.needs]
            parts = [each.value for each in inner if each is not None and each.value is not ABSENT]
            if len(parts) == len(option.needs) and sum(each.size for each in inner if each) < _LARGEST:
                value = option.build(parts)
                if value is not ABSENT:
                    yield value

    def _settle(self, goal: Goal) -> None:
        """Look at everything that the goal needs, then at what can be put together."""
        new: list[Goal] = []
        seen = {goal}
        waiting = [goal]
        while waiting:
            here = waiting.pop()
            if here in self._settled:
                continue
            new.append(here)
            self.budget.spend()
            if here not in self._known:
                branching = self._options.branching
                self._known[here] = [option for way in branching.ways(here) for option in self._options.of(way)]
            for option in self._known[here]:
                fresh = [need for need in option.needs if need not in seen]
                seen.update(fresh)
                waiting += fresh
        for exact in (True, False):
            self._put_together(new, exact=exact)
        self._settled.update(new)

    def _put_together(self, goals: list[Goal], *, exact: bool) -> None:
        users: dict[Goal, list[Goal]] = {}
        for goal in goals:
            for option in self._known[goal]:
                for need in option.needs:
                    users.setdefault(need, []).append(goal)
        waiting = list(reversed(goals))
        while waiting:
            later: dict[Goal, None] = {}
            for goal in waiting:
                if goal not in self._found and self._try(goal, exact=exact):
                    later |= dict.fromkeys(users.get(goal, ()))
            waiting = list(later)

    def _try(self, goal: Goal, *, exact: bool) -> bool:
        self.budget.spend()
        for option in self._known[goal]:
            if exact and not option.exact:
                continue
            inner = [self._found.get(need) for need in option.needs]
            if all(each is not None and (each.exact or not exact) for each in inner):
                self._found[goal] = _made(option, [each for each in inner if each is not None])
                return True
        return False


def _made(option: Option, inner: list[Found]) -> Found:
    size = 1 + sum(each.size for each in inner)
    reason = option.reason or next((each.reason for each in inner if each.reason), "")
    if size > _LARGEST or any(each.value is ABSENT for each in inner):
        return Found(ABSENT, exact=False, size=1, reason=reason or "an example would be too large")
    value = option.build([each.value for each in inner])
    exact = option.exact and all(each.exact for each in inner)
    return Found(value, exact, size, reason)

"""Regular expressions without backtracking: all places in the pattern that a text may have led to, at the same time.

The time grows with the text, never exponentially (https://swtch.com/~rsc/regexp/regexp1.html).
"""

from __future__ import annotations

from typing import Final

from catalog_gen.formats.samples.expressions import (
    WORD,
    Chars,
    Edge,
    Either,
    Group,
    Node,
    Repeat,
    Sequence,
)

_LARGEST: Final = 4_000
_STEPS: Final = 2_000_000
_REMEMBERED: Final = 10_000
_FOUND: Final = -1

States = frozenset[int]


class BeyondError(Exception):
    """The pattern cannot be run so, or only at too high a price."""


class Automaton:
    """A pattern that texts are searched with."""

    def __init__(self, node: Node) -> None:
        """Raises BeyondError where the pattern has a back reference or looks around, or counts too far."""
        self._chars: dict[int, tuple[Chars, int]] = {}
        self._edges: dict[int, tuple[str, int]] = {}
        self._forks: dict[int, tuple[int, ...]] = {}
        self._count = 0
        self._start = self._state()
        self._forks[self._start] = (self._compiled(node, _FOUND),)
        self._steps: dict[tuple[States, str, str], tuple[States | None, int]] = {}

    def found(self, text: str) -> bool:
        """Whether the pattern matches somewhere in the text.

        Raises:
            BeyondError: that takes too many steps to tell.
        """
        spent = 0
        states: States = frozenset()
        before = ""
        for character in (*text, ""):
            key = (states, before, character)
            if key not in self._steps:
                if len(self._steps) > _REMEMBERED:
                    self._steps.clear()
                reached = self._reached(states, before, character)
                self._steps[key] = self._onward(reached, character), len(reached)
            onward, cost = self._steps[key]
            if onward is None:
                return True
            spent += cost
            if spent > _STEPS:
                raise BeyondError
            states, before = onward, _side(character)
        return False

    def _reached(self, states: States, before: str, character: str) -> set[int]:
        """All states that are reached before the next character; a match may begin here as well."""
        reached: set[int] = set()
        waiting = [*states, self._start]
        after = _side(character)
        while waiting:
            state = waiting.pop()
            if state in reached:
                continue
            reached.add(state)
            waiting += self._forks.get(state, ())
            if state in self._edges:
                kind, onward = self._edges[state]
                if _holds(kind, before, after):
                    waiting.append(onward)
        return reached

    def _onward(self, reached: set[int], character: str) -> States | None:
        """The states behind the character; None where the pattern was found."""
        if _FOUND in reached:
            return None
        pairs = (self._chars[state] for state in reached if state in self._chars) if character else ()
        return frozenset(onward for chars, onward in pairs if chars.has(character))

    def _state(self) -> int:
        self._count += 1
        if self._count > _LARGEST:
            raise BeyondError
        return self._count

    def _compiled(self, node: Node, then: int) -> int:
        """The state from which the node leads to `then`."""
        match node:
            case Chars():
                state = self._state()
                self._chars[state] = (node, then)
            case Edge():
                state = self._state()
                self._edges[state] = (node.kind, then)
            case Sequence():
                state = then
                for part in reversed(node.parts):
                    state = self._compiled(part, state)
            case Either():
                state = self._state()
                self._forks[state] = tuple(self._compiled(branch, then) for branch in node.branches)
            case Group():
                state = self._compiled(node.part, then)
            case Repeat():
                state = self._repeated(node, then)
            case _:
                raise BeyondError
        return state

    def _repeated(self, node: Repeat, then: int) -> int:
        state = then
        if node.most is None:
            state = self._state()
            self._forks[state] = (self._compiled(node.part, state), then)
        else:
            for _ in range(node.most - node.least):
                fork = self._state()
                self._forks[fork] = (self._compiled(node.part, state), then)
                state = fork
        for _ in range(node.least):
            state = self._compiled(node.part, self._bridge(state))
        return state

    def _bridge(self, then: int) -> int:
        state = self._state()
        self._forks[state] = (then,)
        return state


def _side(character: str) -> str:
    """What `^`, `$` and `b` ask about the character on one side; empty where there is none."""
    return ("w" if WORD.has(character) else "o") if character else ""


def _holds(kind: str, before: str, after: str) -> bool:
    if kind in "^$":
        return not (before if kind == "^" else after)
    return ((before == "w") != (after == "w")) == (kind == "b")

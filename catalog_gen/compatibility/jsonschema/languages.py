"""Texts that match some regular expressions and not others: one is found, or there is none."""

from __future__ import annotations

import functools
import re
from typing import TYPE_CHECKING, Final

from catalog_gen.formats.jsonschema import patterns
from catalog_gen.formats.jsonschema.automata import Automaton, BeyondError
from catalog_gen.formats.samples.expressions import SPACE, Chars, NotUnderstoodError
from catalog_gen.formats.samples.parsing import parse

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from catalog_gen.compatibility.jsonschema.budget import Budget

_SPECIAL: Final = re.compile(r"\(\?[a-zA-Z-]+[:)]|[*+?}]\+|\\[pP]\{")
"""Flags, repetitions that give nothing back, and Unicode's categories: not everything about them is known here."""
_ZS: Final = (0xA0, 0x1680, 0x2000, 0x202F, 0x205F, 0x3000)
_NICE: Final = (*map(ord, "abcxyzABCXYZ0123456789_- ."), *range(33, 127))
_LAST: Final = 0x10FFFF
_SURROGATES: Final = range(0xD800, 0xE000)
_LONGEST: Final = 2_000

State = tuple[frozenset[int], str]


class Language(Automaton):
    """A pattern as a machine that reads a text character by character."""

    def characters(self) -> Iterator[Chars]:
        """The sets of characters that it tells apart."""
        for chars, _ in self._chars.values():
            yield from _flat(chars)

    def onward(self, state: State, character: str) -> State | None:
        """The state behind the character; None where the pattern was found before it."""
        states, before = state
        found = self._onward(self._reached(states, before, character), character)
        if found is None:
            return None
        return found, "w" if character.isascii() and (character.isalnum() or character == "_") else "o"

    def ends(self, state: State) -> bool:
        """Whether the pattern is found in a text that ends here."""
        states, before = state
        return self._onward(self._reached(states, before, ""), "") is None


START: Final[State] = (frozenset(), "")


def _flat(chars: Chars) -> Iterator[Chars]:
    yield chars
    for inner in chars.sets:
        yield from _flat(inner)


@functools.lru_cache(maxsize=512)
def language(pattern: str) -> Language | None:
    """The machine; None for patterns of which not everything is known."""
    if _SPECIAL.search(pattern):
        return None
    try:
        patterns.translated(pattern)
        found = Language(parse(pattern))
    except (BeyondError, NotUnderstoodError, patterns.UntranslatableError, re.error, RecursionError):
        return None
    known = all(chars.categories in {(), SPACE.categories} for chars in found.characters())
    return found if known else None


Joint = tuple[State | None, ...]


def text(
    wanted: Sequence[str],
    unwanted: Sequence[str],
    lengths: tuple[int, int | None],
    excluded: Iterable[str],
    budget: Budget,
) -> tuple[str | None, bool]:
    """A text of such a length that matches all wanted patterns and no unwanted one, or None; and whether that is sure.

    `excluded` are texts that it must not be.
    """
    machines = [(language(pattern), True) for pattern in wanted] + [(language(pattern), False) for pattern in unwanted]
    if any(machine is None for machine, _ in machines):
        return None, False
    return _Search([(machine, want) for machine, want in machines if machine], lengths, set(excluded), budget).run()


class _Search:
    """Reads all texts at once, the shorter ones first; texts that lead to the same states count as one."""

    def __init__(
        self,
        machines: list[tuple[Language, bool]],
        lengths: tuple[int, int | None],
        excluded: set[str],
        budget: Budget,
    ) -> None:
        self._machines = machines
        self._least, self._most = lengths
        self._excluded = excluded
        self._starts = {each[:end] for each in excluded for end in range(len(each) + 1)}
        self._alphabet = _alphabet([machine for machine, _ in machines], excluded)
        self._budget = budget

    def run(self) -> tuple[str | None, bool]:
        level: dict[tuple[Joint, str | None], str] = {(tuple(START for _ in self._machines), ""): ""}
        seen: set[tuple[Joint, str | None]] = set()
        length = 0
        while level:
            if length > _LONGEST:
                return None, False
            if length >= self._least:
                for (joint, _), found in level.items():
                    if found not in self._excluded and self._accepts(joint):
                        return found, True
                level = {key: found for key, found in level.items() if key not in seen}
                seen |= level.keys()
            if length == self._most:
                break
            level = self._longer(level)
            length += 1
        return None, True

    def _longer(self, level: dict[tuple[Joint, str | None], str]) -> dict[tuple[Joint, str | None], str]:
        after: dict[tuple[Joint, str | None], str] = {}
        for (joint, start), found in level.items():
            self._budget.spend(1 + len(self._alphabet) * len(self._machines) // 8)
            for character in self._alphabet:
                onward = self._onward(joint, character)
                if onward is not None:
                    begun = found + character if start is not None and found + character in self._starts else None
                    after.setdefault((onward, begun), found + character)
        return after

    def _onward(self, joint: Joint, character: str) -> Joint | None:
        """The states behind the character (None in it: found already); None where an unwanted pattern was found."""
        states: list[State | None] = []
        for (machine, want), state in zip(self._machines, joint, strict=True):
            onward = None if state is None else machine.onward(state, character)
            if onward is None and not want:
                return None
            states.append(onward)
        return tuple(states)

    def _accepts(self, joint: Joint) -> bool:
        return all(
            (state is None or machine.ends(state)) == want
            for (machine, want), state in zip(self._machines, joint, strict=True)
        )


def _alphabet(machines: list[Language], excluded: set[str]) -> list[str]:
    """One character of each set of characters that nobody tells apart; readable ones where there are some."""
    borders = {0, 0x30, 0x3A, 0x41, 0x5B, 0x5F, 0x60, 0x61, 0x7B, _SURROGATES.start, _SURROGATES.stop}
    for machine in machines:
        for chars in machine.characters():
            borders |= {border for first, last in chars.ranges for border in (first, last + 1)}
            if chars.categories:
                borders |= {border for code in _ZS for border in (code, code + (11 if code == 0x2000 else 1))}  # noqa: PLR2004
    for character in {character for each in excluded for character in each}:
        borders |= {ord(character), ord(character) + 1}
    ordered = sorted(border for border in borders if border <= _LAST)
    found = []
    for first, after in zip(ordered, [*ordered[1:], _LAST + 1], strict=True):
        if first not in _SURROGATES:
            code = next((nice for nice in _NICE if first <= nice < after), first)
            found.append(code)
    return [chr(code) for code in sorted(found, key=lambda code: (_rank(code), code))]


def _rank(code: int) -> int:
    return _NICE.index(code) if code in _NICE else len(_NICE)

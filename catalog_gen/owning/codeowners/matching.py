"""Which line decides whose a file is: the last one that matches; for GitLab, the last one of each section."""

from __future__ import annotations

import dataclasses
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from catalog_gen.owning.codeowners.parsing import CodeOwners, Rule


@dataclasses.dataclass(frozen=True, slots=True)
class Decision:
    """What a file is to a CODEOWNERS file: the rules that match, in their order, and those that decide.

    GitHub lets one rule decide at most; GitLab one in each section that does not leave the file to nobody.
    """

    matching: tuple[Rule, ...]
    deciding: tuple[Rule, ...]

    @property
    def owners(self) -> tuple[str, ...]:
        """Those who are asked."""
        return tuple(dict.fromkeys(owner for rule in self.deciding for owner in rule.owners))

    @property
    def winners(self) -> Mapping[str, Rule]:
        """The rule that counts in each section that has a matching one; one that leaves the file to nobody does."""
        last = {rule.section.name: rule for rule in self.matching}
        return last | {rule.section.name: rule for rule in self.matching if rule.exclusion}


def gives(decision: Decision, owners: tuple[str, ...]) -> bool:
    """Whether exactly those are asked; for GitLab, by one of the sections at least."""
    if not owners:
        return not decision.owners
    return any(same(rule.owners, owners) for rule in decision.deciding)


def same(one: Iterable[str], other: Iterable[str]) -> bool:
    """Whether the owners are the same; no handle differs by upper and lower case only."""
    return {name.lower() for name in one} == {name.lower() for name in other}


@dataclasses.dataclass(frozen=True, slots=True)
class Standing:
    """What becomes of lines: how many files match one, how many of them which line wins, which ones win any."""

    matched: Mapping[int, int]
    over: Mapping[int, Mapping[int, int]]
    active: frozenset[int]


def standing(decisions: Iterable[Decision]) -> Standing:
    """What becomes of the lines, by their numbers, in these decisions."""
    matched: Counter[int] = Counter()
    over: dict[int, Counter[int]] = {}
    active: set[int] = set()
    for decision in decisions:
        winners = decision.winners
        for rule in decision.matching:
            matched[rule.line] += 1
            winner = winners[rule.section.name]
            if rule.exclusion or winner is rule:
                active.add(rule.line)
            else:
                over.setdefault(rule.line, Counter())[winner.line] += 1
    return Standing(matched, over, frozenset(active))


class Matcher:
    """A CODEOWNERS file that can be asked about many paths. Patterns that name a path are looked up, not tried."""

    def __init__(self, codeowners: CodeOwners) -> None:
        self._rules = tuple(_effective(codeowners))
        self._named: dict[str, list[int]] = {}
        self._others: list[int] = []
        for number, rule in enumerate(self._rules):
            if rule.pattern.literal is None:
                self._others.append(number)
            else:
                self._named.setdefault(rule.pattern.literal, []).append(number)

    def decision(self, path: str) -> Decision:
        """What the file at this path, seen from the top of the repository, is to it."""
        found = [number for number in self._others if self._rules[number].pattern.matches(path)]
        for above in _above(path):
            found += [number for number in self._named.get(above, ()) if self._rules[number].pattern.matches(path)]
        matching = tuple(self._rules[number] for number in sorted(found))
        return Decision(matching, tuple(_deciding(matching)))


def _effective(codeowners: CodeOwners) -> Iterator[Rule]:
    """The rules that count, in the order of their weight.

    GitLab takes a pattern that stands twice in a section for one: where it stood first, with what it says last.
    """
    if codeowners.flavor == "github":
        yield from codeowners.rules
        return
    once: dict[tuple[str, str], Rule] = {}
    for rule in codeowners.rules:
        once[rule.section.name, rule.text] = rule
    yield from once.values()


def _deciding(matching: Iterable[Rule]) -> Iterator[Rule]:
    last = {rule.section.name: rule for rule in matching}
    nobodys = {rule.section.name for rule in matching if rule.exclusion}
    yield from (rule for name, rule in last.items() if name not in nobodys)


def _above(path: str) -> Iterator[str]:
    """The path, and the folders that it is in."""
    while path:
        yield path
        path = path.rpartition("/")[0]

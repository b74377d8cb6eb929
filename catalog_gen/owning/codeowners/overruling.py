"""Our lines in a CODEOWNERS file that a line behind them overrules: one cause, told once, at the line that does it."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from catalog_gen.owning.codeowners.matching import Matcher, gives
from catalog_gen.problems import Place, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from catalog_gen.owning.codeowners.matching import Decision, Standing
    from catalog_gen.owning.codeowners.parsing import CodeOwners, Rule
    from catalog_gen.owning.codeowners.wanted import Wanted


@dataclasses.dataclass(frozen=True, slots=True)
class Overruled:
    """The problems at the lines that overrule ours, and what need not be told again.

    `by` are those lines, `paths` the files that have other owners because of them, `lines` those of ours that are
    without effect because of them.
    """

    problems: tuple[Problem, ...] = ()
    by: frozenset[int] = frozenset()
    paths: frozenset[str] = frozenset()
    lines: frozenset[int] = frozenset()


def overruled(
    codeowners: CodeOwners,
    decisions: Mapping[str, Decision],
    standing: Standing,
    wanted: Wanted,
    ours: range,
    shown: str,
) -> Overruled:
    """What lines behind `ours` do to them: give files to others, or leave none of a line's files to it.

    It is `missing-owners` where files have other owners by it, else `shadowed-line`.
    """
    mine = tuple(rule for rule in codeowners.rules if rule.line in ours)
    later = {rule.line: rule for rule in codeowners.rules if rule.line >= ours.stop and not rule.exclusion}
    if not mine or not later:
        return Overruled()
    count, taken, lost = 0, dict[int, list[str]](), dict[int, list[str]]()
    for path, rule, differs in _decided(Matcher(dataclasses.replace(codeowners, rules=mine)), decisions, wanted):
        count += 1
        if rule.line in later:
            taken.setdefault(rule.line, []).append(path)
            if differs:
                lost.setdefault(rule.line, []).append(path)
    dead = [line for line in ours if line in standing.over and line not in standing.active]
    dead = [line for line in dead if set(standing.over[line]) <= taken.keys()]
    blamed = sorted(lost.keys() | {by for line in dead for by in standing.over[line]})
    problems = (
        Problem(
            "missing-owners" if line in lost else "shadowed-line",
            f"line {line} ({later[line].text}) comes after our lines {ours.start}-{ours.stop - 1} and decides about "
            + ("all of them" if len(taken[line]) == count else _files(lost.get(line) or taken[line])),
            Place(shown, line),
            hint=f"move that line above line {ours.start}",
        )
        for line in blamed
    )
    paths = frozenset(path for files in lost.values() for path in files)
    return Overruled(tuple(problems), frozenset(blamed), paths, frozenset(dead))


def _decided(mine: Matcher, decisions: Mapping[str, Decision], wanted: Wanted) -> Iterator[tuple[str, Rule, bool]]:
    """The files that our lines are about, the line that decides, and whether that is why they have other owners."""
    for path, decision in decisions.items():
        owners = wanted.of(path)
        said = mine.decision(path)
        if owners is not None and said.matching:
            rule = decision.winners[said.matching[-1].section.name]
            yield path, rule, gives(said, owners) and not gives(decision, owners)


def _files(paths: list[str]) -> str:
    return paths[0] if len(paths) == 1 else f"{len(paths)} of their files, for example {paths[0]}"

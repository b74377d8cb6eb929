"""A CODEOWNERS file beside what the catalog wants: what is missing, dead, shadowed, or not read at all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from catalog_gen.owning.codeowners.matching import Matcher, gives, same, standing
from catalog_gen.owning.codeowners.overruling import overruled
from catalog_gen.problems import Place, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from catalog_gen.owning.codeowners.matching import Decision, Standing
    from catalog_gen.owning.codeowners.overruling import Overruled
    from catalog_gen.owning.codeowners.parsing import CodeOwners, Rule
    from catalog_gen.owning.codeowners.wanted import Wanted

NO_LINES: Final = range(0)
"""Where our lines stand in a file that has none of them."""


def problems(codeowners: CodeOwners, wanted: Wanted, shown: str, ours: range = NO_LINES) -> tuple[Problem, ...]:
    """Everything that is wrong with the file at the path `shown`, in which our lines are those of `ours`.

    - `missing-owners`: a file has other owners by the line that decides than the catalog says. For GitLab, where each
      section asks by itself, one section has to ask exactly those. Where writing our lines would help, it has no hint.
    - `dead-line`: no file of the repository matches, wherever in the file the line stands.
    - `shadowed-line`: files match, but a later line decides about each of them. Lines that give generated files to
      nobody may be either: `init` writes one for each type, also for those that come later.
    - `ignored-line`: GitHub or GitLab passes over the line, or over a word of it.

    A line behind ours that overrules them is told once, whatever it does to how many of them.
    """
    matcher = Matcher(codeowners)
    decisions = {path: matcher.decision(path) for path in wanted.there}
    stand = standing(decisions.values())
    known = overruled(codeowners, decisions, stand, wanted, ours, shown)
    return (
        *known.problems,
        *_missing({path: of for path, of in decisions.items() if path not in known.paths}, wanted, shown),
        *_Useless(codeowners, stand, wanted, ours, known).problems(decisions, shown),
        *(
            Problem("ignored-line", ignored.message, Place(shown, ignored.line), hint=ignored.hint)
            for ignored in codeowners.ignored
        ),
    )


def _missing(decisions: Mapping[str, Decision], wanted: Wanted, shown: str) -> Iterator[Problem]:
    told: set[int] = set()
    for path, decision in decisions.items():
        owners = wanted.of(path)
        if owners is None or gives(decision, owners):
            continue
        deciding = next((rule for rule in reversed(decision.deciding) if rule.owners), None)
        place = Place(shown, deciding.line if deciding else 0)
        outdone = next((rule.line for rule in reversed(decision.matching) if same(rule.owners, owners)), 0)
        hint = f"line {outdone} says so, but does not decide; move it below" if outdone else ""
        if owners:
            message = f"{path}: CODEOWNERS says {_who(decision.owners)}, the catalog {_who(owners)}"
            yield Problem("missing-owners", message, place, hint=hint)
        elif deciding is not None and deciding.line not in told:
            told.add(deciding.line)
            message = (
                f"{deciding.text} gives generated files to {_who(deciding.owners)}, for example {path}; "
                f"the last line about {wanted.nobodys}/ should name nobody"
            )
            yield Problem("missing-owners", message, place, hint=hint)


def _who(owners: tuple[str, ...]) -> str:
    return " ".join(owners) or "nobody"


class _Useless:
    """The lines that change nothing."""

    def __init__(
        self, codeowners: CodeOwners, standing: Standing, wanted: Wanted, ours: range, known: Overruled
    ) -> None:
        self._codeowners = codeowners
        self._standing = standing
        self._wanted = wanted
        self._ours = ours
        self._known = known
        self._rules = {rule.line: rule for rule in codeowners.rules}
        self._repeated = _repeated(codeowners)

    def problems(self, decisions: Mapping[str, Decision], shown: str) -> Iterator[Problem]:
        """A problem at each of them, if nothing else tells of it."""
        claimed = {
            rule.line for path, of in decisions.items() if self._wanted.of(path) is not None for rule in of.matching
        }
        output = self._wanted.output
        for rule in self._codeowners.rules:
            place = Place(shown, rule.line)
            if not rule.owners and output and f"{rule.pattern.literal}/".startswith(f"{output}/"):
                continue
            if rule.line in self._repeated:
                yield from self._again(rule, self._repeated[rule.line], place)
            elif not self._standing.matched.get(rule.line):
                hint = _dead(rule, self._codeowners)
                yield Problem("dead-line", f"{rule.text} matches no file in git", place, hint=hint)
            elif rule.line not in self._standing.active and rule.line not in self._known.lines:
                yield self._shadowed(rule, place, is_claimed=rule.line in claimed)

    def _again(self, rule: Rule, later: int, place: Place) -> Iterator[Problem]:
        """A line whose pattern its section has again; ours come back, so that the other one has to go."""
        if rule.line not in self._ours or later not in self._known.by:
            hint = f"delete line {later}" if rule.line in self._ours and later not in self._ours else "delete it"
            message = f"{rule.text} stands in line {later} again, which counts instead"
            yield Problem("shadowed-line", message, place, hint=hint)

    def _shadowed(self, rule: Rule, place: Place, *, is_claimed: bool) -> Problem:
        over = self._standing.over[rule.line]
        by = self._rules[max(over, key=lambda line: (over[line], -line))]
        several = len(over) > 1
        if by.exclusion:
            wins, hint = f"line {by.line} (!{by.text}) leaves its files to nobody", "delete one of the two"
        elif by.line < rule.line:
            first = min(line for line, later in self._repeated.items() if later == rule.line)
            wins = f"line {by.line} ({by.text}) comes after line {first}, which GitLab takes for this one, and wins"
            hint = f"delete line {first}"
        else:
            ends = "and others come later and win" if several else "comes later and wins"
            wins, hint = f"line {by.line} ({by.text}) {ends}", f"move this line below line {max(over)}"
            if is_claimed and any(line in self._ours for line in over):
                hint = "delete it; the definitions say whose the files of our lines are"
        return Problem("shadowed-line", f"{rule.text} has no effect: {wins}", place, hint=hint)


def _repeated(codeowners: CodeOwners) -> Mapping[int, int]:
    """For GitLab: lines whose pattern their section has again, and where."""
    if codeowners.flavor == "github":
        return {}
    last: dict[tuple[str, str], int] = {}
    for rule in codeowners.rules:
        last[rule.section.name, rule.text] = rule.line
    again = ((rule.line, last[rule.section.name, rule.text]) for rule in codeowners.rules)
    return {line: later for line, later in again if line != later}


def _dead(rule: Rule, codeowners: CodeOwners) -> str:
    if codeowners.flavor == "gitlab" and rule.pattern.literal is not None and not rule.pattern.below:
        return "delete it; of a folder, GitLab wants a slash at the end"
    return "delete it"

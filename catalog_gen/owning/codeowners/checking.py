"""A CODEOWNERS file beside what the catalog wants: what is missing, dead, shadowed, or not read at all."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from catalog_gen.owning.codeowners.matching import Matcher
from catalog_gen.problems import Place, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from catalog_gen.owning.codeowners.matching import Decision
    from catalog_gen.owning.codeowners.parsing import CodeOwners, Rule
    from catalog_gen.owning.codeowners.wanted import Wanted


def problems(codeowners: CodeOwners, wanted: Wanted, shown: str) -> tuple[Problem, ...]:
    """Everything that is wrong with the file at the path `shown`.

    - `missing-owners`: a file has other owners by the line that decides than the catalog says. For GitLab, where each
      section asks by itself, one section has to ask exactly those.
    - `dead-line`: no file of the repository matches, wherever in the file the line stands.
    - `shadowed-line`: files match, but a later line decides about each of them. Lines that give generated files to
      nobody may be either: `init` writes one for each type, also for those that come later.
    - `ignored-line`: GitHub or GitLab passes over the line, or over a word of it.
    """
    matcher = Matcher(codeowners)
    decisions = {path: matcher.decision(path) for path in wanted.there}
    return (
        *_missing(decisions, wanted, shown),
        *_useless(codeowners, decisions, wanted, shown),
        *(
            Problem("ignored-line", ignored.message, Place(shown, ignored.line), hint=ignored.hint)
            for ignored in codeowners.ignored
        ),
    )


def _missing(decisions: Mapping[str, Decision], wanted: Wanted, shown: str) -> Iterator[Problem]:
    told: set[int] = set()
    hint = f"catalog-gen owners --write {shown}"
    for path, decision in decisions.items():
        owners = wanted.of(path)
        if owners is None or _gives(decision, owners):
            continue
        deciding = next((rule for rule in reversed(decision.deciding) if rule.owners), None)
        place = Place(shown, deciding.line if deciding else 0)
        outdone = next((rule.line for rule in reversed(decision.matching) if _same(rule.owners, owners)), 0)
        way = f"line {outdone} says so, but does not decide; move it below" if outdone else hint
        if owners:
            message = f"{path} is of {_who(decision.owners)} here, and of {_who(owners)} in the catalog"
            yield Problem("missing-owners", message, place, hint=way)
        elif deciding is not None and deciding.line not in told:
            told.add(deciding.line)
            message = (
                f"{deciding.text} gives generated files to {_who(deciding.owners)}, for example {path}; "
                f"the last line about {wanted.nobodys}/ should name nobody"
            )
            yield Problem("missing-owners", message, place, hint=way)


def _gives(decision: Decision, owners: tuple[str, ...]) -> bool:
    if not owners:
        return not decision.owners
    return any(_same(rule.owners, owners) for rule in decision.deciding)


def _same(one: Iterable[str], other: Iterable[str]) -> bool:
    """Whether the owners are the same; no handle differs by upper and lower case only."""
    return {name.lower() for name in one} == {name.lower() for name in other}


def _who(owners: tuple[str, ...]) -> str:
    return " ".join(owners) or "nobody"


def _useless(
    codeowners: CodeOwners, decisions: Mapping[str, Decision], wanted: Wanted, shown: str
) -> Iterator[Problem]:
    """The lines that change nothing."""
    matched: Counter[int] = Counter()
    over: dict[int, Counter[int]] = {}
    active: set[int] = set()
    for decision in decisions.values():
        winners = {rule.section.name: rule for rule in decision.matching}
        excluding = {rule.section.name: rule for rule in decision.matching if rule.exclusion}
        for rule in decision.matching:
            matched[rule.line] += 1
            winner = excluding.get(rule.section.name, winners[rule.section.name])
            if rule.exclusion or winner is rule:
                active.add(rule.line)
            else:
                over.setdefault(rule.line, Counter())[winner.line] += 1
    repeated = _repeated(codeowners)
    texts = {rule.line: rule.text for rule in codeowners.rules}
    for rule in codeowners.rules:
        place = Place(shown, rule.line)
        if not rule.owners and wanted.output and f"{rule.pattern.literal}/".startswith(f"{wanted.output}/"):
            continue
        if rule.line in repeated:
            message = f"{rule.text} stands in line {repeated[rule.line]} again, which counts instead"
            yield Problem("shadowed-line", message, place, hint="delete it")
        elif not matched[rule.line]:
            yield Problem("dead-line", f"{rule.text} matches no file in git", place, hint=_dead(rule, codeowners))
        elif rule.line not in active:
            by, _ = over[rule.line].most_common(1)[0]
            count = matched[rule.line]
            files = "the file that it matches" if count == 1 else f"each of the {count} files that it matches"
            several = " and others" if len(over[rule.line]) > 1 else ""
            message = f"{rule.text} decides nothing: line {by} ({texts[by]}){several} decides about {files}"
            yield Problem("shadowed-line", message, place, hint="the last line that matches counts; move it below")


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

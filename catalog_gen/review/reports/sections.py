"""What of a review is told where: what has to be fixed, what is good to know; each change and problem once."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from catalog_gen.problems import Problem, Severity
    from catalog_gen.review.changes import Change, Review

GROUPS: Final = ("Breaks or may break", "Owners", "Contracts", "Resources", "Documentation")
"""The titles of the groups of changes under "To know", in order."""

_OF_THEME: Final = {
    "ownership": "Owners",
    "contract": "Contracts",
    "structure": "Resources",
    "documentation": "Documentation",
}
_GRAVE: Final = ("breaking", "undecided", "risky")


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Fix:
    """Errors to fix, and the change that they are about, if it is one."""

    errors: tuple[Problem, ...]
    change: Change | None = None
    warnings: tuple[Problem, ...] = ()


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """A change that has no errors, with the warnings that it brought."""

    change: Change
    warnings: tuple[Problem, ...] = ()


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Sections:
    """A review, sorted: `to_know` are groups by their title, those without changes left out.

    `warnings` are those that are about no change.
    """

    to_fix: tuple[Fix, ...]
    to_know: tuple[tuple[str, tuple[News, ...]], ...]
    warnings: tuple[Problem, ...]


def sections(review: Review) -> Sections:
    """What has to be fixed and what is good to know, each change and each problem once; the gravest first."""
    severities = dict(review.problems)
    left = dict(review.problems)
    fixes: list[Fix] = []
    news: list[News] = []
    for change in _gravest_first(review.changes):
        own = {problem: severities[problem] for problem in change.problems if problem in severities}
        errors = _of("error", {problem: level for problem, level in own.items() if problem in left})
        warnings = _of("warning", {problem: level for problem, level in own.items() if problem in left})
        for problem in own:
            left.pop(problem, None)
        if errors:
            fixes.append(Fix(errors=errors, change=change, warnings=warnings))
        else:
            news.append(News(change=change, warnings=warnings))
    fixes += [Fix(errors=(problem,)) for problem in _of("error", left)]
    groups = tuple((title, tuple(each for each in news if _group(each.change) == title)) for title in GROUPS)
    return Sections(
        to_fix=tuple(fixes),
        to_know=tuple((title, found) for title, found in groups if found),
        warnings=_of("warning", left),
    )


def _of(severity: Severity, problems: Mapping[Problem, Severity]) -> tuple[Problem, ...]:
    return tuple(problem for problem, level in problems.items() if level == severity)


def _gravest_first(changes: tuple[Change, ...]) -> list[Change]:
    order = (*_GRAVE, "plain")
    return sorted(changes, key=lambda change: order.index(change.gravity))


def _group(change: Change) -> str:
    return "Breaks or may break" if change.gravity in _GRAVE else _OF_THEME[change.theme]

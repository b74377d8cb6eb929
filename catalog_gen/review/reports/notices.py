"""What a review comes to, notice by notice, for reports that show each one at its line: annotations, alerts.

Each change and each problem is told once: a problem of a change with it, where it stands on the same line.
"""

from __future__ import annotations

import dataclasses
import posixpath
from typing import TYPE_CHECKING, Final, Literal

from catalog_gen.problems import Place, a, noun, text
from catalog_gen.review.reports import wording
from catalog_gen.review.reports.sections import sections

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from catalog_gen.problems import Problem
    from catalog_gen.review.changes import Change, Gravity, Review, Subject

Weight = Literal["error", "warning", "notice"]
WEIGHTS: Final[tuple[Weight, ...]] = ("error", "warning", "notice")
"""The gravest first."""

_MOST: Final = 10
"""Of those whom a change hits, so many are named at its line; the other reports name all of them."""

_OF_GRAVITY: Final[Mapping[Gravity, Weight]] = {
    "breaking": "error",
    "undecided": "warning",
    "risky": "warning",
    "plain": "notice",
}


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """One thing to show at its place.

    - `rule` is the code of a problem, or `review/` with the kind of a change (or with `ownerless`, `unread`).
    - `words` are one line, as they are: whoever shows them makes them safe.
    - `place` is one in the repository. Of what is gone, and of what was read in the base, only the file is given,
      since the line says something else now; `stood` is where that was. The path is empty where nobody knows one.
    - `subject` is what it is about, by which it is known again in a later run; `related` are the places of those whom
      it hits, and how.
    """

    weight: Weight
    rule: str
    words: str
    place: Place
    stood: Place | None = None
    subject: str = ""
    related: tuple[tuple[str, Place], ...] = ()

    @property
    def whole(self) -> str:
        """The words, with where it stood if it is gone."""
        return f"{self.words} (before: {self.stood})" if self.stood else self.words


def notices(review: Review) -> tuple[Notice, ...]:
    """All notices of a review: the gravest first, in the order of their places."""
    return tuple(sorted(_all(review), key=lambda one: (WEIGHTS.index(one.weight), one.place)))


def _all(review: Review) -> Iterator[Notice]:
    found = sections(review)
    ownerless = wording.untold_ownerless(review)
    for fix in found.to_fix:
        if fix.change is None:
            yield from (_of_problem(problem, "error", review) for problem in fix.errors)
        else:
            yield from _of_change(fix.change, fix.errors, fix.warnings, ownerless, review)
    for _, group in found.to_know:
        for news in group:
            yield from _of_change(news.change, (), news.warnings, ownerless, review)
    yield from (_of_problem(problem, "warning", review) for problem in found.warnings)
    known = {subject for change in review.changes for subject in _concerned(change)}
    for subject in ownerless:
        if subject not in known:
            yield Notice(
                weight="warning",
                rule="review/ownerless",
                words=f"{wording.name(subject)}: {a(noun(subject.kind))} that has no owner any more",
                place=Place(""),
                subject=f"{subject.kind} {subject.id}",
            )
    for one in review.unread:
        place, stood = _places(one.place, review, is_gone=one.side == "base")
        yield Notice(
            weight="notice",
            rule="review/unread",
            words=wording.unread(one),
            place=place,
            stood=stood,
            subject=f"{one.side} {one.subject}",
        )


def _of_problem(problem: Problem, weight: Weight, review: Review) -> Notice:
    return Notice(
        weight=weight,
        rule=problem.code,
        words=_said(problem),
        place=in_repository(problem.place, review),
        subject=problem.subject,
    )


def _of_change(
    change: Change,
    errors: Sequence[Problem],
    warnings: Sequence[Problem],
    ownerless: Iterable[Subject],
    review: Review,
) -> Iterator[Notice]:
    """The change with all that belongs to it: whom it hits, who has no owner now, its problems on the same line."""
    concerned = _concerned(change)
    lost = sorted(subject for subject in ownerless if subject in concerned)
    place, stood = _places(change.place, review, is_gone=change.is_gone)
    here = [problem for problem in (*errors, *warnings) if _is_on_line(problem, change)]
    is_error = any(problem in here for problem in errors)
    yield Notice(
        weight=_weight(change, is_error=is_error, is_warning=bool(here or lost)),
        rule=f"review/{change.kind}",
        words="; ".join(
            [
                wording.told(change),
                *(wording.hit(hit) for hit in change.hits[:_MOST]),
                *([f"and {len(change.hits) - _MOST} more"] if len(change.hits) > _MOST else []),
                *([f"without owner now: {wording.names(lost)}"] if lost else []),
                *(_said(problem) for problem in here),
            ]
        ),
        place=place,
        stood=stood,
        subject=f"{change.subject.kind} {change.subject.id}",
        related=tuple(
            (wording.hit(hit), in_repository(hit.place, review)) for hit in change.hits[:_MOST] if hit.place.path
        ),
    )
    yield from (_of_problem(problem, "error", review) for problem in errors if problem not in here)
    yield from (_of_problem(problem, "warning", review) for problem in warnings if problem not in here)


def _is_on_line(problem: Problem, change: Change) -> bool:
    """Whether a problem is told with its change: on the same line, or where it has none of its own."""
    same = (problem.place.path, problem.place.line) == (change.place.path, change.place.line)
    return not problem.place.path or (same and not change.is_gone)


def _weight(change: Change, *, is_error: bool, is_warning: bool) -> Weight:
    own = _OF_GRAVITY[change.gravity]
    least: Weight = "error" if is_error else "warning" if is_warning else "notice"
    return min(own, least, key=WEIGHTS.index)


def _concerned(change: Change) -> frozenset[Subject]:
    return frozenset({change.subject, *change.followers})


def _said(problem: Problem) -> str:
    return text(dataclasses.replace(problem, place=Place("")))


def _places(place: Place, review: Review, *, is_gone: bool) -> tuple[Place, Place | None]:
    """Where to show something, and where it stood if it is gone."""
    found = in_repository(place, review)
    return (Place(found.path), found) if is_gone and found.path else (found, None)


def in_repository(place: Place, review: Review) -> Place:
    """The place with its path as seen from the top of the repository."""
    if not review.folder or not place.path:
        return place
    return dataclasses.replace(place, path=posixpath.normpath(posixpath.join(review.folder, place.path)))

"""A review for a terminal: places first, so that editors can jump to them."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Final

from catalog_gen import problems as wrong
from catalog_gen.compatibility.marking import joined
from catalog_gen.differing import telling
from catalog_gen.review.reports import wording
from catalog_gen.review.reports.sections import Fix, sections

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from catalog_gen.compatibility.differences import Difference
    from catalog_gen.problems import Place, Problem, Severity
    from catalog_gen.review.changes import Approval, Change, Review, Side
    from catalog_gen.review.reports.sections import News, Sections

_INDENT: Final = "  "
_MOST: Final = 20  # of those that follow, so many are named; JSON has all of them


def lines(review: Review, command: str = "") -> Iterator[tuple[str, str]]:
    """The report line by line, each with its look: `title`, `heading`, `text`, or how grave it is.

    `command` is what repeats the review; empty where there is none.
    """
    for look, line in _all(review, command):
        yield look, wrong.printable(line)


def _all(review: Review, command: str) -> Iterator[tuple[str, str]]:
    if review.nothing:
        yield "text", f"no catalog changes since {_side(review.base)}"
        yield from (("text", note) for note in review.notes)
        return
    yield "title", wording.headline(review)
    found = sections(review)
    yield from _titled("Needs one approval per line", _approvals(review))
    yield from _titled("To fix", _to_fix(found, review))
    yield from _titled("To know", _to_know(found, review))
    yield from _titled("What it does to whom", _hit(review))
    yield from _titled("Could not be read", _unread(review))
    yield "text", ""
    yield from _footer(review, command)


def _titled(title: str, told: Iterable[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """The lines below their title; nothing where there are none."""
    for number, each in enumerate(told):
        if not number:
            yield "text", ""
            yield "heading", title
        yield each


def _approvals(review: Review) -> Iterator[tuple[str, str]]:
    for approval in review.approvals:
        yield "approval", f"{_INDENT}{_approvers(approval)}"
        for reason in approval.because:
            place = _place(reason.place, review, is_gone=reason.is_gone)
            yield "text", f"{_INDENT * 2}{place}{reason.words}"


def _approvers(approval: Approval) -> str:
    return joined(approval.any_of, "or") or wording.approvers(approval)


def _to_fix(found: Sections, review: Review) -> Iterator[tuple[str, str]]:
    for fix in found.to_fix:
        if fix.change is not None:
            yield from _change(fix.change, "error", review)
        yield from _problems(fix)


def _to_know(found: Sections, review: Review) -> Iterator[tuple[str, str]]:
    for number, subject in enumerate(wording.unlisted_ownerless(review)):
        if not number:
            yield "heading", f"{_INDENT}Without owner"
        what = wrong.a(wrong.noun(subject.kind))
        yield "warning", f"{_INDENT}{wording.name(subject)}: {what} that has no owner any more"
    for title, group in found.to_know:
        yield "heading", f"{_INDENT}{title}"
        for news in group:
            yield from _change(news.change, news.change.gravity, review)
            yield from _problems(news)
    for number, problem in enumerate(found.warnings):
        if not number:
            yield "heading", f"{_INDENT}Warnings"
        yield _problem(problem, "warning")


def _change(change: Change, look: str, review: Review) -> Iterator[tuple[str, str]]:
    place = _place(change.place, review, is_gone=change.is_gone)
    gravity = f"{change.gravity}: " if change.gravity != "plain" else ""
    yield look, f"{place}{gravity}{wording.told(change)}"
    if change.followers:
        left = len(change.followers) - _MOST
        more = f" and {left:,} more" if left > 0 else ""
        yield "text", f"{_INDENT}{wording.names(change.followers[:_MOST])}{more}"
    if change.theme == "ownership" and (change.before or change.after):
        yield "text", f"{_INDENT}before: {wording.owners(change.before)}; after: {wording.owners(change.after)}"


def _problems(told: Fix | News) -> Iterator[tuple[str, str]]:
    for problem in told.errors if isinstance(told, Fix) else ():
        yield _problem(problem, "error")
    for problem in told.warnings:
        yield _problem(problem, "warning")


def _problem(problem: Problem, severity: Severity) -> tuple[str, str]:
    place = f"{problem.place}: " if problem.place.path else ""
    words = wrong.text(dataclasses.replace(problem, place=wrong.Place("")))
    return severity, f"{place}{severity}: {words}"


def _hit(review: Review) -> Iterator[tuple[str, str]]:
    """By change: in what the schemas differ, with the way out, and what that is to whom."""
    for change in review.changes:
        if not change.hits and change.gravity == "plain":
            continue
        yield "text", f"{_INDENT}{wording.name(change.subject)}{_level(change)}"
        for name, comparison in change.schemas:
            if name:
                yield "text", f"{_INDENT}schema {name}"
            for difference in comparison.gravest_first:
                yield difference.severity, telling.line(_in_head(difference))
                yield from (("text", f"{_INDENT}{why}") for why in telling.explained(difference, comparison.format))
        for hit in change.hits:
            yield "text", f"{_place(hit.place, review, is_gone=hit.is_gone)}{wording.hit(hit)}"


def _in_head(difference: Difference) -> Difference:
    """The difference where the head has it: what was removed stood on a line that says something else now."""
    if difference.place is None or "-removed" not in difference.kind:
        return difference
    return dataclasses.replace(difference, place=wrong.Place(difference.place.path))


def _level(change: Change) -> str:
    return f" ({change.level})" if change.schemas else ""


def _unread(review: Review) -> Iterator[tuple[str, str]]:
    for one in review.unread:
        yield "text", f"{_place(one.place, review, is_gone=one.side == 'base')}{wording.unread(one)}"


def _footer(review: Review, command: str) -> Iterator[tuple[str, str]]:
    for line in (wording.compared(review), wording.known(review), wording.older(review), *review.notes):
        if line:
            yield "footer", line
    if command:
        yield "footer", f"again: {command}"


def _place(place: Place, review: Review, *, is_gone: bool) -> str:
    """The place with a colon; as git writes it where it is one of the base, so that nobody jumps to another line."""
    if not place.path:
        return ""
    return f"{review.base.commit[:8] or review.base.name}:{place}: " if is_gone else f"{place}: "


def _side(side: Side) -> str:
    short = side.commit[:8]
    return f"{side.name} ({short})" if short and not side.commit.startswith(side.name) else short or side.name

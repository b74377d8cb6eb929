"""What may keep a pull request from being merged: rules on what a review finds, by name."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from catalog_gen.review.reports.wording import count

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from catalog_gen.review.changes import Review

POLICIES: Final[Mapping[str, str]] = {
    "errors": "problems that are errors",
    "breaking": "changes that break somebody, or what was agreed upon",
    "undecided": "changes of which nobody can tell whether they break somebody",
    "ownerless": "resources that have no owner since this change",
    "ownership": "changes of owners, their handles or members",
    "unread": "values that only running the code would tell",
    "any": "anything that is reported",
}
"""Each policy and what it forbids; the README lists them."""


def violated(review: Review, policies: Collection[str]) -> tuple[str, ...]:
    """What each of the policies that do not hold has found, in words, in the order of the table."""
    return tuple(f"{words} ({name})" for name, words in _found(review).items() if name in policies)


def _found(review: Review) -> dict[str, str]:
    """How much there is, for each policy that does not hold."""
    errors = sum(1 for _, severity in review.problems if severity == "error")
    breaking = sum(1 for change in review.changes if change.gravity == "breaking")
    undecided = sum(1 for change in review.changes if change.gravity == "undecided")
    ownership = sum(1 for change in review.changes if change.theme == "ownership")
    everything = len(review.changes) + len(review.problems) + len(review.unread)
    numbers = {
        "errors": count(errors, "error"),
        "breaking": count(breaking, "breaking change"),
        "undecided": count(undecided, "undecided change"),
        "ownerless": count(len(review.ownerless), "resource without owner", "resources without owner"),
        "ownership": count(ownership, "change of owners", "changes of owners"),
        "unread": count(len(review.unread), "value that could not be read", "values that could not be read"),
        "any": count(everything, "finding"),
    }
    return {name: words for name, words in numbers.items() if not words.startswith("0 ")}

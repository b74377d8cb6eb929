"""What a comment folds: message by message what breaks, for whom and what to do; owners before and after."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from catalog_gen.compatibility import explaining
from catalog_gen.compatibility.differences import BACKWARD, BOTH, FORWARD
from catalog_gen.compatibility.marking import code, sentence
from catalog_gen.review.reports import wording
from catalog_gen.review.reports.escaping import cell, html, inline
from catalog_gen.review.reports.limits import fold

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from catalog_gen.compatibility.differences import Comparison, Difference, Direction
    from catalog_gen.review.changes import Change, Review
    from catalog_gen.review.reports.entries import Entries

_MOST: Final = 20
"""Differences and hits of one message that are told; a list of more is not read in a comment."""

_BREAKS: Final[Mapping[frozenset[Direction], str]] = {
    BOTH: "Breaks both ways: neither schema can read what was written with the other",
    BACKWARD: "Breaks backward: who has the new schema cannot read what was sent before",
    FORWARD: "Breaks forward: who still has the old schema cannot read what is sent from now on",
}
_OTHERS: Final = {
    "undecided": "Nobody can tell whether this breaks",
    "risky": "Can still be decoded, but values may be taken for other ones",
    "compatible": "Can still be decoded",
    "wording": "Only words for people",
}


MOVES_ABOVE: Final = "<details><summary>Owners before and after</summary>\n\n| | Before | After |\n| :-- | :-- | :-- |"
"""What stands above the rows that `move` writes."""


def told(review: Review) -> Sequence[Change]:
    """The changes that `message` tells of: those of schemas, and those that hit somebody."""
    return [change for change in review.changes if change.schemas or change.hits]


def message(change: Change, entries: Entries) -> str:
    """What breaks, for whom, and what to do instead."""
    return fold(_summary(change), "\n\n".join(_parts(change, entries)))


def _summary(change: Change) -> str:
    differences = [difference for _, comparison in change.schemas for difference in comparison.differences]
    breaking = sum(bool(difference.breaks) for difference in differences)
    told = [
        *([wording.count(breaking, "breaking difference")] if breaking else []),
        *([wording.count(len(differences), "difference")] if differences and not breaking else []),
        *([html(wording.whom(change))] if change.hits else []),
    ]
    return f"{html(wording.name(change.subject))}: {', '.join(told)}"


def _parts(change: Change, entries: Entries) -> Iterator[str]:
    if not change.schemas:
        yield f"{inline(change.words)}."
    for name, comparison in change.schemas:
        if name:
            yield f"Schema {inline(code(name))}:"
        for title, differences in _grouped(comparison):
            yield _list(f"**{title}**", [_difference(one, comparison) for one in differences])
    if change.schemas:
        yield "No level of compatibility is agreed upon." if change.level == "NONE" else f"Level: `{change.level}`."
    if change.hits:
        yield _list("**Who is hit**", [entries.hit(hit) for hit in change.hits])


def _list(title: str, items: Sequence[str]) -> str:
    left = len(items) - _MOST
    more = [f"- and {left:,} more"] if left > 0 else []
    return "\n".join([title, "", *items[:_MOST], *more])


def _grouped(comparison: Comparison) -> Iterator[tuple[str, list[Difference]]]:
    """Differences under what they do to readers, the gravest first."""
    groups: dict[str, list[Difference]] = {title: [] for title in (*_BREAKS.values(), *_OTHERS.values())}
    for difference in comparison.gravest_first:
        title = _BREAKS[difference.breaks] if difference.breaks else _OTHERS[difference.severity]
        groups[title].append(difference)
    return ((title, found) for title, found in groups.items() if found)


def _difference(difference: Difference, comparison: Comparison) -> str:
    whys = "; ".join(explaining.whys(difference, comparison.format))
    grave = difference.severity in {"breaking", "undecided", "risky"}
    way_out = explaining.way_out(difference, comparison.format) if grave else ""
    return "<br>".join(
        [
            f"- {inline(sentence(difference))}",
            *([f"Why: {inline(whys)}"] if whys else []),
            *([f"→ {inline(way_out)}"] if way_out else []),
        ]
    )


def moves(review: Review) -> Sequence[Change]:
    """The changes that `move` tells of: of owners, and of the members of teams."""
    return [change for change in review.changes if change.theme == "ownership" and (change.before or change.after)]


def move(change: Change) -> str:
    """A row: whose, before and after."""
    return f"| {_whose(change)} | {cell(wording.owners(change.before))} | {cell(wording.owners(change.after))} |"


def _whose(change: Change) -> str:
    what = f"{'members of ' if change.kind == 'members-changed' else ''}{wording.name(change.subject)}"
    follow = f", and {wording.names(change.followers)}" if change.followers else ""
    return cell(f"{what}{follow}")

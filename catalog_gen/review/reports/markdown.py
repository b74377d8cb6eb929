"""A review as one comment of a pull request: the lists first, so that it reads on a phone, everything else folded.

The first line is a marker that nobody sees, by which the comment is found again and updated. Only approval lines
mention anybody.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from catalog_gen.review.reports import details, escaping, wording
from catalog_gen.review.reports.entries import Entries
from catalog_gen.review.reports.graph import graph
from catalog_gen.review.reports.limits import Block, fitted, fold, size
from catalog_gen.review.reports.links import Links
from catalog_gen.review.reports.sections import sections

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from catalog_gen.review.changes import Review

LONGEST: Final = 65_000
"""GitHub takes comments of 65,536 characters."""

_OPEN: Final = 10
_OPEN_ERRORS: Final = 20
_MOST_NOTES: Final = 5


def markdown(review: Review, links: str = "", command: str = "", *, always: bool = False) -> str:
    """The comment; empty where nothing relevant has changed, unless it is to say so in an older comment (`always`).

    `links` is the start of the web address of every file in the head, `command` what repeats the review locally. A
    start that cannot be one (`links.is_start`) is a `ValueError`. Never more than 65,000 characters: first the graph is
    left out, then details from the last message on, then entries of lists; what is left out is counted.
    """
    entries = Entries(Links(links, review.folder))
    if review.nothing:
        return f"{marker(review.catalog)}\n{wording.NOTHING}\n" if always else ""
    top = f"{marker(review.catalog)}\n## {escaping.inline(wording.headline(review))}"
    footer = f"<sub>{' '.join(_footer(review, command))}</sub>"
    blocks = [*_lists(review, entries, command), *_folded(review, entries, command)]
    room = LONGEST - size(top) - size(footer) - len("\n\n\n\n\n")
    return "\n\n".join(filter(None, (top, fitted(blocks, room), footer))) + "\n"


def marker(catalog: str) -> str:
    """The line by which the comment of a catalog is found again."""
    return f"<!-- catalog-gen review of {escaping.comment(catalog)} -->"


def _lists(review: Review, entries: Entries, command: str) -> Iterator[Block]:
    short = Entries(entries.links, short=True)
    found = sections(review)
    more = _more(command)
    yield Block(
        rank=0,
        above="### Needs one approval per line",
        entries=[entries.approval(each) for each in review.approvals],
        shorter=[short.approval(each) for each in review.approvals],
        unfolded=_OPEN_ERRORS,
        more=more,
    )
    yield Block(
        rank=1,
        above="### To fix",
        entries=[entries.fix(each) for each in found.to_fix],
        shorter=[short.fix(each) for each in found.to_fix],
        unfolded=_OPEN_ERRORS,
        more=more,
        floor=20_000,
    )
    groups: list[tuple[str, Sequence[str], Sequence[str]]] = [
        (title, [entries.news(each) for each in news], [short.news(each) for each in news])
        for title, news in found.to_know
    ]
    warnings = found.warnings
    groups.append(
        ("Warnings", [entries.warning(each) for each in warnings], [short.warning(each) for each in warnings])
    )
    groups = [group for group in groups if group[1]]
    for number, (title, whole, shorter) in enumerate(groups):
        heading = "" if number else "### To know\n\n"
        yield Block(
            rank=2,
            above=f"{heading}**{title}**",
            entries=whole,
            shorter=shorter,
            unfolded=_OPEN,
            more=more,
            floor=3_000,
        )
    yield Block(
        rank=3,
        above="### Could not be read",
        entries=[entries.unread(each) for each in review.unread],
        shorter=[short.unread(each) for each in review.unread],
        unfolded=_OPEN,
        more=more,
        floor=2_000,
    )


def _folded(review: Review, entries: Entries, command: str) -> Iterator[Block]:
    yield Block(
        rank=5,
        entries=list(details.messages(review, entries)),
        between="\n\n",
        more=_more(command, "Details of {} more"),
    )
    yield Block(
        rank=4,
        above=f"<details><summary>Owners before and after</summary>\n\n{details.OWNERS_HEAD}",
        gap="\n",
        entries=details.owners(review),
        more=_more(command),
        below="</details>",
    )
    drawn = graph(review)
    yield Block(rank=6, entries=[fold("Who is hit, as a graph", drawn)] if drawn else [])


def _more(command: str, what: str = "{} more") -> str:
    """What is told of entries that find no room, with `{}` for their number."""
    return f"{what} in the job log" + (f": {escaping.code(command)}" if command else "")


def _footer(review: Review, command: str) -> Iterator[str]:
    told = [wording.compared(review), wording.known(review), wording.older(review), *review.notes[:_MOST_NOTES]]
    for words in filter(None, told):
        yield f"{escaping.inline(words)}."
    if command:
        yield f"Again, locally: {escaping.code(command)}"

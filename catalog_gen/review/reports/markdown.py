"""A review as one comment of a pull request: the lists first, so that it reads on a phone, everything else folded.

The first line is a marker that nobody sees, by which the comment is found again and updated. Only approval lines
mention anybody.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from catalog_gen.review.reports import details, escaping, wording
from catalog_gen.review.reports.entries import Entries
from catalog_gen.review.reports.graph import graph
from catalog_gen.review.reports.limits import Block, fitted, fold, size
from catalog_gen.review.reports.links import Links
from catalog_gen.review.reports.sections import sections

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from catalog_gen.review.changes import Review

LONGEST: Final = 65_000
"""GitHub takes comments of 65,536 characters."""

_OPEN: Final = 10
_OPEN_GRAVE: Final = 20
_OPEN_DOCUMENTATION: Final = 3
"""How many entries of a list are not folded."""

_MOST_NOTES: Final = 5


def markdown(review: Review, links: str = "", command: str = "", *, always: bool = False) -> str:
    """The comment; empty where nothing relevant has changed, unless it is to say so in an older comment (`always`).

    `links` is the start of the web address of every file in the head, `command` what repeats the review locally. A
    start that cannot be one (`links.is_start`) is a `ValueError`. Never more than 65,000 characters: first the graph is
    left out, then details from the last message on, then entries of lists; what is left out is counted.
    """
    if review.nothing:
        return f"{marker(review.catalog, review.folder)}\n{wording.NOTHING}\n" if always else ""
    top = f"{marker(review.catalog, review.folder)}\n## {escaping.inline(wording.headline(review))}"
    footer = f"<sub>{' '.join(_footer(review, command))}</sub>"
    room = LONGEST - size(f"{top}\n\n\n\n{footer}\n")
    body = fitted(list(_Blocks(review, Links(links, review.folder), command).all()), room)
    return "\n\n".join(filter(None, (top, body, footer))) + "\n"


def marker(catalog: str, folder: str = "") -> str:
    """The line by which the comment of a catalog, in a folder of the repository, is found again."""
    where = f" in {escaping.comment(folder)}" if folder else ""
    return f"<!-- catalog-gen review of {escaping.comment(catalog)}{where} -->"


def _footer(review: Review, command: str) -> Iterator[str]:
    told = [wording.compared(review), wording.known(review), wording.older(review), *review.notes[:_MOST_NOTES]]
    for words in filter(None, told):
        yield f"{escaping.inline(words)}."
    if command:
        yield f"Again, locally: {escaping.code(command)}"


class _Blocks:
    """The parts of the comment between headline and footer. What has the last rank is the first to be left out."""

    def __init__(self, review: Review, links: Links, command: str) -> None:
        self._review = review
        self._long = Entries(links)
        self._short = Entries(links, short=True)
        self._log = "in the job log" + (f": {escaping.code(command)}" if command else "")

    def all(self) -> Iterator[Block]:
        """All of them, in the order in which they are read."""
        review, found = self._review, sections(self._review)
        yield self._list(
            "### Needs one approval per line", review.approvals, Entries.approval, rank=0, unfolded=_OPEN_GRAVE
        )
        yield self._list("### To fix", found.to_fix, Entries.fix, rank=1, unfolded=_OPEN_GRAVE, floor=20_000)
        yield from self._to_know(
            [
                ("Without owner", wording.unlisted_ownerless(review), Entries.ownerless),
                *((title, news, Entries.news) for title, news in found.to_know),
                ("Warnings", found.warnings, Entries.warning),
            ]
        )
        yield self._list("### Could not be read", wording.untold_unread(review), Entries.unread, rank=3, floor=2_000)
        yield from self._folded()

    def _to_know(self, groups: Sequence[tuple[str, Sequence[Any], Callable[[Entries, Any], str]]]) -> Iterator[Block]:
        heading = "### To know\n\n"
        for title, values, write in groups:
            if values:
                unfolded = _OPEN_DOCUMENTATION if title == "Documentation" else _OPEN
                yield self._list(f"{heading}**{title}**", values, write, rank=2, unfolded=unfolded, floor=3_000)
                heading = ""

    def _list(
        self,
        title: str,
        values: Sequence[Any],
        write: Callable[[Entries, Any], str],
        *,
        rank: int,
        unfolded: int = _OPEN,
        floor: int = 0,
    ) -> Block:
        return Block(
            rank=rank,
            above=title,
            number=len(values),
            entry=lambda index: write(self._long, values[index]),
            shorter=lambda index: write(self._short, values[index]),
            unfolded=unfolded,
            more=f"{{}} more {self._log}",
            floor=floor,
        )

    def _folded(self) -> Iterator[Block]:
        heading = "### Details"
        messages, moves = details.told(self._review), details.moves(self._review)
        yield Block(
            rank=5,
            above=heading,
            number=len(messages),
            entry=lambda index: details.message(messages[index], self._long),
            between="\n\n",
            more=f"Details of {{}} more {self._log}",
        )
        yield Block(
            rank=4,
            above="\n\n".join([*([] if messages else [heading]), details.MOVES_ABOVE]),
            gap="\n",
            number=len(moves),
            entry=lambda index: details.move(moves[index]),
            more=f"{{}} more {self._log}",
            below="</details>",
            optional=True,
        )
        drawn = graph(self._review)
        yield Block(
            rank=6,
            number=1 if drawn else 0,
            entry=lambda _: fold("Who is hit, as a graph", drawn),
            optional=True,
        )

"""What the user asks for beyond refreshing: pages to take over, and hand edits to give up."""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

EVERYTHING = "*"
LOSS = "hand-written text in the page is lost"
"""What a hint has to say where it names `--overwrite` with a whole page."""


@dataclasses.dataclass(frozen=True, slots=True)
class Wishes:
    """`adopt`: ids of pages to take over; `overwrite`: by id the sections in which generated text wins.

    No sections: the whole page. The id `*` stands for every page, with `overwrite` for every page of ours.
    """

    adopt: frozenset[str] = frozenset()
    overwrite: Mapping[str, frozenset[str]] = dataclasses.field(default_factory=dict)

    def adopts(self, identifier: str) -> bool:
        """Whether a page that we did not write is taken over."""
        return identifier in self.adopt or EVERYTHING in self.adopt

    def overwrites(self, identifier: str, *, ours: bool = True) -> bool:
        """Whether the whole page becomes what its definition says; one that is not `ours` only if it is named."""
        return (ours and EVERYTHING in self.overwrite) or self.overwrite.get(identifier) == frozenset()

    def sections(self, identifier: str) -> frozenset[str]:
        """The sections of the page in which generated text wins."""
        return self.overwrite.get(identifier, frozenset())

    @property
    def ids(self) -> frozenset[str]:
        """The resources that are named."""
        return (self.adopt | frozenset(self.overwrite)) - {EVERYTHING}


NO_WISHES = Wishes()


class WishError(Exception):
    """A wish that names too little."""


def read(adopt: Iterable[str], overwrite: Iterable[str]) -> Wishes:
    """The wishes of a command line: ids, and for `overwrite` also `ID#section`, spelt as an address or a heading.

    Raises:
        WishError: one of them does not say which page or section it means.
    """
    sections: dict[str, set[str]] = defaultdict(set)
    whole = set()
    for wish in overwrite:
        identifier, section = _target(wish)
        sections[identifier] |= {section} if section else set()
        whole |= set() if section else {identifier}
    return Wishes(frozenset(adopt), {one: frozenset(() if one in whole else found) for one, found in sections.items()})


def _target(wish: str) -> tuple[str, str]:
    """The id and the section of a wish, as it stands in addresses; without section the whole page is meant."""
    from catalog_gen.output.sections import slug  # loads Markdown, which most runs do without

    identifier, separator, heading = wish.partition("#")
    section = slug(heading)
    if not identifier.strip():
        message = "--overwrite needs an ID"
        raise WishError(message)
    if separator and not section:
        message = (
            f"{wish} names no section; {identifier} would be the whole page, without what is written by hand in it"
        )
        raise WishError(message)
    if separator and identifier == EVERYTHING:
        message = f'{wish}: the definitions declare no "{EVERYTHING}"'
        raise WishError(message)
    return identifier, section

"""What only running the code would tell: it is listed, and nothing is guessed of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from catalog_gen.blaming.comparing import unified
from catalog_gen.model.declaring import fields
from catalog_gen.review.changes import Unread
from catalog_gen.review.keywords import ADDRESS, AGREED, DELIVERY, SCHEMA
from catalog_gen.sources import OutsideProjectError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from catalog_gen.problems import Place
    from catalog_gen.reading import Reading
    from catalog_gen.review.pairs import Pair, Pairs
    from catalog_gen.review.sides import Side, Sides

_RELIED_ON = (
    ADDRESS | AGREED | DELIVERY | SCHEMA
    | {"owners", "github", "members", "sends", "receives", "defaults", "version", "previous", "formerly"}
)  # fmt: skip
_WHOLE = frozenset({"unreadable-file", "too-much-work"})
"""Problems after which nobody knows what else the file declares."""


def files(reading: Reading) -> frozenset[str]:
    """The definitions files of which nobody knows what they declare."""
    return frozenset(problem.place.path for problem in reading.problems if problem.code in _WHOLE)


def unread(sides: Sides) -> tuple[Unread, ...]:
    """What could not be read in files that the change has touched; of all others, both sides say the same."""
    found: dict[tuple[str, str], Unread] = {}
    for name, side, other in (("head", sides.head, sides.base), ("base", sides.base, sides.head)):
        for one in _of_side(side, "head" if name == "head" else "base"):
            if not _is_same(one.place.path, side, other):
                found.setdefault((one.subject, one.what), one)
    return tuple(sorted(found.values(), key=lambda one: (one.place, one.subject, one.what)))


def concealed(pairs: Pairs) -> Iterator[tuple[Pair, tuple[str, ...]]]:
    """Resources of which the change has made unreadable what others rely on, or whose they are; and those keywords."""
    for pair in pairs.both:
        new = pair.after.resource.unread - pair.before.resource.unread
        keywords = tuple(name for name in fields(type(pair.after.resource)) if name in new and name in _RELIED_ON)
        if keywords:
            yield pair, keywords


def _of_side(side: Side, name: Literal["base", "head"]) -> Iterator[Unread]:
    for problem in side.reading.problems:
        if problem.code in _WHOLE:
            yield Unread(subject="", what=problem.place.path, place=problem.place, side=name)
    for entry in side.catalog.current:
        if entry.part_of is None:
            places: dict[Place, list[str]] = {}
            for keyword in sorted(entry.resource.unread):
                places.setdefault(entry.resource.at(keyword), []).append(keyword)
            for place, keywords in places.items():  # several at one place are those of `**arguments`
                what = keywords[0] if len(keywords) == 1 else "**"
                yield Unread(subject=entry.subject, what=what, place=place, side=name)


def _is_same(path: str, one: Side, other: Side) -> bool:
    contents = []
    for side in (one, other):
        try:
            contents.append(unified(side.source.read(path)))
        except (OSError, OutsideProjectError):
            return False
    return contents[0] == contents[1]

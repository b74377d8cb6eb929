"""The lines that the catalog wants in a CODEOWNERS file: as few as say exactly that, the most specific ones last."""

from __future__ import annotations

import dataclasses
import re
from typing import TYPE_CHECKING, Final

from catalog_gen.owning.codeowners.matching import Matcher
from catalog_gen.owning.codeowners.parsing import parse
from catalog_gen.problems import Place, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from catalog_gen.owning.codeowners.around import Around
    from catalog_gen.owning.codeowners.patterns import Flavor
    from catalog_gen.owning.codeowners.wanted import Wanted


@dataclasses.dataclass(frozen=True, slots=True)
class Line:
    """A line: a pattern and those who are asked; nobody, if there are none."""

    pattern: str
    owners: tuple[str, ...] = ()

    def __str__(self) -> str:
        """As it stands in the file."""
        return " ".join([self.pattern, *self.owners])


def lines(wanted: Wanted, flavor: Flavor) -> tuple[Line, ...]:
    """The lines, sorted by path, so that a folder comes before what is in it."""
    paths = [(path.split("/"), False, path) for path in wanted.owners]
    folders = _uniform(wanted)
    found: dict[tuple[str, ...], Line] = {}
    if wanted.nobodys:
        spelt = f"{'!' if flavor == 'gitlab' else ''}{spelled(wanted.nobodys)}/"
        found[tuple(wanted.nobodys.split("/"))] = Line(spelt)
    for parts, _, path in paths:
        above = next((one for one in _above(path) if one in folders), None)
        if above is None:
            found[tuple(parts)] = Line(spelled(path), wanted.owners[path])
        else:
            found[tuple(above.split("/"))] = Line(f"{spelled(above)}/", wanted.owners[path])
    return tuple(found[key] for key in sorted(found, key=_place))


def _place(parts: tuple[str, ...]) -> list[str]:
    """Where in the order a path stands; one that a pattern can say only with `?` comes before those that fit, too."""
    return [_UNSPEAKABLE.sub("\0", part) for part in parts]


def _uniform(wanted: Wanted) -> frozenset[str]:
    """The folders all of whose files the catalog gives to the same owners, at least two of them."""
    of_folder: dict[str, set[tuple[str, ...] | None]] = {}
    several: dict[str, int] = {}
    for path in wanted.there:
        owners = wanted.of(path) or None
        for folder in _above(path):
            of_folder.setdefault(folder, set()).add(owners)
            several[folder] = several.get(folder, 0) + 1
    return frozenset(
        folder
        for folder, all_of in of_folder.items()
        if several[folder] > 1 and len(all_of) == 1 and None not in all_of
    )


def _above(path: str) -> Iterator[str]:
    """The folders that a path is in, the outermost one first."""
    for found in re.finditer("/", path):
        yield path[: found.start()]


_QUOTED: Final = re.compile(r"[ *?\[\]]")
_UNSPEAKABLE: Final = re.compile(
    r"[#\\\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]|(?! )\s"
)


def spelled(path: str) -> str:
    """The path as a pattern that means it from the top of the repository.

    `?` stands for characters that no backslash helps with everywhere (`#`, the backslash itself), and for those that
    would not be seen, or change what is.
    """
    return "/" + _QUOTED.sub(r"\\\g<0>", _UNSPEAKABLE.sub("\0", path)).replace("\0", "?")


def unfit(found: Iterable[Line], wanted: Wanted, flavor: Flavor, around: Around) -> tuple[Problem, ...]:
    """The files about which the lines do not say what is wanted, since their names cannot be told from others."""
    matcher = Matcher(parse("\n".join(map(str, found)), flavor))
    return tuple(
        Problem(
            "unfit-path",
            "a CODEOWNERS file cannot name it and no other file",
            Place(around.shown(path)),
            hint="rename it; #, \\ and control characters are no more there than ? is",
        )
        for path in wanted.there
        if not _says(matcher, path, wanted)
    )


def _says(matcher: Matcher, path: str, wanted: Wanted) -> bool:
    decision, owners = matcher.decision(path), wanted.of(path)
    if owners is None and not wanted.covers(path):
        return not decision.matching
    return decision.owners == (owners or ())

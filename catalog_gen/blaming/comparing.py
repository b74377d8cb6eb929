"""What is wrong on both sides of a change, and so is not of this change."""

from __future__ import annotations

import dataclasses
import re
from collections import defaultdict
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence

    from catalog_gen.output.changes import Changes
    from catalog_gen.output.comparison import HeldBack
    from catalog_gen.problems import Problem, Severity

_PASSING = re.compile(r"(?<=[\w\"')\]])(:\d+){1,2}(?!\w)|\b(line|column)s? \d+|\b\d+(?= (pages|files)\b)")
"""What changes in the words of a problem without making it another: positions, and how many there are."""
RANKS: Final[Mapping[Severity, int]] = {"off": 0, "warning": 1, "error": 2}
"""How much problems of a severity count for."""
_VERSION = re.compile(r" \d+\.\d+\.\d+$")


@dataclasses.dataclass(frozen=True, slots=True)
class Found:
    """A problem of one side: the path that it has now, and the line of the file that it is about."""

    problem: Problem
    path: str
    line: str = ""

    def like(self, *, exactly: bool) -> Hashable:
        """Equal for what is the same mistake, wherever in the file it stands.

        If not exactly so, then it may be of another version of its resource, and the advice may be another.
        """
        one = self.problem
        same = (one.code, self.path, _VERSION.sub("", one.subject), _PASSING.sub("", one.message))
        return (*same, one.subject, _PASSING.sub("", one.hint), self.line) if exactly else same


def brought(head: Sequence[Found], base: Iterable[Found]) -> list[Problem]:
    """The problems of the head that the base does not have: each of the base stands for one of the head only."""
    waiting, old = list(head), list(base)
    for exactly in (True, False):
        left: dict[Hashable, list[Found]] = defaultdict(list)
        for one in old:
            left[one.like(exactly=exactly)].append(one)
        waiting = [one for one in waiting if not _taken(left, one.like(exactly=exactly))]
        old = [one for several in left.values() for one in several]
    return [one.problem for one in waiting]


def _taken(left: dict[Hashable, list[Found]], key: Hashable) -> bool:
    if not left.get(key):
        return False
    left[key].pop()
    return True


@dataclasses.dataclass(frozen=True, slots=True)
class Drift:
    """What a build would change on disk: what this change is the reason of, and what the base would have changed."""

    brought: Changes
    older: Changes


def drift(head: Changes, base: Changes, is_same: Callable[[str], bool]) -> Drift:
    """Tell the two apart; `is_same` says of a path whether both sides have the same file there.

    What the base would write and remove is old only where the head would make the same of the same.
    """
    old = {path for path, data in head.created.items() if _equal(data, base.created.get(path))}
    old |= {path for path, data in head.updated.items() if _equal(data, base.updated.get(path)) and is_same(path)}
    old |= {path for path in head.removed if path in base.removed and is_same(path)}
    if not base.recorded:
        old = set()
    held = {path: _split(back, base.held.get(path)) for path, back in head.held.items()}

    def part(*, is_old: bool) -> Changes:
        def chosen(written: Mapping[str, bytes]) -> dict[str, bytes]:
            return {path: data for path, data in written.items() if (path in old) is is_old}

        return dataclasses.replace(
            head,
            created=chosen(head.created),
            updated=chosen(head.updated),
            removed=tuple(path for path in head.removed if (path in old) is is_old),
            held={path: sides[is_old] for path, sides in held.items()},
        )

    return Drift(part(is_old=False), part(is_old=True))


def _equal(one: bytes, other: bytes | None) -> bool:
    return other is not None and unified(one) == unified(other)


def unified(data: bytes) -> bytes:
    """A content without what git may do to its line ends."""
    return data.replace(b"\r\n", b"\n")


def _split(head: HeldBack, base: HeldBack | None) -> tuple[HeldBack, HeldBack]:
    """What hand edits hold back since this change, and since before."""
    known = {dataclasses.replace(held, line=0) for held in base.held} if base else set()
    new = tuple(held for held in head.held if dataclasses.replace(held, line=0) not in known)
    old = tuple(held for held in head.held if held not in new)
    return dataclasses.replace(head, held=new), dataclasses.replace(head, held=old)

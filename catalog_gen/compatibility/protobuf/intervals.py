"""Sets of numbers that are written as ranges."""

from __future__ import annotations

import bisect
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_LARGEST = (2**29 - 1, 2**31 - 1)
"""What `max` stands for in messages and in enums."""


class Intervals:
    """Numbers, given as ranges whose ends do not belong to them; neighbours become one."""

    def __init__(self, ranges: Iterable[tuple[int, int]]) -> None:
        joined: list[tuple[int, int]] = []
        for start, end in sorted(ranges):
            if joined and start <= joined[-1][1]:
                joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
            elif start < end:
                joined.append((start, end))
        self.ranges = tuple(joined)

    def __bool__(self) -> bool:
        """Whether there is a number in them."""
        return bool(self.ranges)

    def __contains__(self, number: int) -> bool:
        """Whether a number is in them."""
        index = bisect.bisect_right(self.ranges, number, key=lambda each: each[0]) - 1
        return index >= 0 and number < self.ranges[index][1]

    def __str__(self) -> str:
        """As a schema writes them."""
        return ", ".join(_written(start, end - 1) for start, end in self.ranges)

    def without(self, other: Intervals) -> Intervals:
        """The numbers that are not in the other ones."""
        left: list[tuple[int, int]] = []
        cuts = iter(other.ranges)
        cut = next(cuts, None)
        for begin, end in self.ranges:
            start = begin
            while cut is not None and cut[1] <= start:
                cut = next(cuts, None)
            while cut is not None and cut[0] < end:
                left.append((start, cut[0]))
                start = cut[1]
                if start >= end:
                    break
                cut = next(cuts, None)
            left.append((start, end))
        return Intervals((start, end) for start, end in left if start < end)


def _written(start: int, last: int) -> str:
    if start == last:
        return str(start)
    return f"{start} to {'max' if last in _LARGEST else last}"

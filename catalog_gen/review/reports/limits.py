"""A report within the most that a comment may have: whole entries of lists are left out, and their number is told.

A report is a row of blocks. Room goes to them by rank, not by where they stand; what is first to be left out has the
last rank. Blocks of a higher rank leave a floor to those below, so that a thousand approvals do not hide the errors.
"""

from __future__ import annotations

import bisect
import dataclasses
import itertools
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

_BETWEEN: Final = "\n\n"
_DIGITS: Final = 16  # by which the number of what is left out may grow


def size(text: str) -> int:
    """How long a text is where characters beyond the basic plane count twice."""
    return len(text.encode("utf-16-le")) // 2


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A part of the report: what stands above, entries of which none is cut, what stands below.

    - `rank` decides who gets room first, `floor` is how much of it those before have to leave.
    - `shorter` are the same entries in fewer words, for when not all find room; empty where there are none.
    - Beyond the first `unfolded` entries, the others are folded under a line that tells their number.
    - `more` is what is told of entries that are left out, with `{}` for their number; where it is empty and not a
      single entry finds room, the block is left out.
    """

    rank: int
    entries: Sequence[str]
    shorter: Sequence[str] = ()
    above: str = ""
    below: str = ""
    gap: str = "\n\n"
    between: str = "\n"
    unfolded: int | None = None
    more: str = ""
    floor: int = 0

    def need(self) -> int:
        """How much room the whole block takes."""
        return size(self.text(self.entries))

    def fitted(self, room: int) -> str:
        """The block as it finds room: whole, else with the shorter entries, else with as many as possible of these."""
        if not self.entries:
            return ""
        for entries in filter(None, (self.entries, self.shorter)):
            text = self.text(entries)
            if size(text) <= room:
                return text
        entries = self.shorter or self.entries
        ends = list(itertools.accumulate(size(f"{self.between}{entry}") for entry in entries))
        most = min(bisect.bisect_right(ends, room), len(entries) - 1)
        fixed = size(self.text(entries[:most])) - (ends[most - 1] if most else 0) + _DIGITS
        text = self.text(entries[: bisect.bisect_right(ends, room - fixed)])
        return text if size(text) <= room else ""

    def text(self, entries: Sequence[str]) -> str:
        """The block with these of its entries."""
        left = len(self.entries) - len(entries)
        if not self.entries or not (entries or self.more):
            return ""
        open_, folded = entries[: self.unfolded], entries[len(entries[: self.unfolded]) :]
        parts = [
            self.gap.join(filter(None, (self.above, self.between.join(open_)))),
            fold(f"{len(folded):,} more", self.between.join(folded)) if folded else "",
            self.more.replace("{}", f"{left:,}") if left else "",
            self.below,
        ]
        return "\n\n".join(filter(None, parts))


def fold(summary: str, text: str) -> str:
    """Markdown that is shown when its summary (HTML) is clicked."""
    return f"<details><summary>{summary}</summary>\n\n{text}\n\n</details>"


def fitted(blocks: Sequence[Block], room: int) -> str:
    """The blocks in their order, within the room; those that find none are left out."""
    told: dict[int, str] = {}
    ranked = sorted(range(len(blocks)), key=lambda index: blocks[index].rank)
    kept = {index: min(blocks[index].floor, blocks[index].need()) for index in ranked if blocks[index].floor}
    for index in ranked:
        kept.pop(index, None)
        told[index] = blocks[index].fitted(room - sum(kept.values()))
        room -= size(told[index]) + len(_BETWEEN)
    return _BETWEEN.join(told[index] for index in range(len(blocks)) if told[index])

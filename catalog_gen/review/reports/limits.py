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
    from collections.abc import Callable, Sequence

_BETWEEN: Final = "\n\n"
_DIGITS: Final = 16  # by which the number of what is left out may grow


def size(text: str) -> int:
    """How long a text is where characters beyond the basic plane count twice."""
    return len(text.encode("utf-16-le")) // 2


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """A part of the report: what stands above, entries of which none is cut, what stands below.

    - `rank` decides who gets room first, `floor` is how much of it those before have to leave.
    - `number` is how many entries there are, `entry` writes one by its index. They are written only while there is
      room: of thousands, hundreds are told. `shorter` writes it in fewer words, for when not all find room.
    - Beyond the first `unfolded` entries, the others are folded under a line that tells their number.
    - `more` is what is told of entries that are left out, with `{}` for their number. Where not a single one finds
      room, an `optional` block is left out as a whole.
    """

    rank: int
    number: int
    entry: Callable[[int], str]
    shorter: Callable[[int], str] | None = None
    above: str = ""
    below: str = ""
    gap: str = "\n\n"
    between: str = "\n"
    unfolded: int | None = None
    more: str = ""
    optional: bool = False
    floor: int = 0

    def fitted(self, room: int) -> str:
        """The block as it finds room: whole, else with the shorter entries, else with as many as possible of these."""
        entries: list[str] = []
        for write in filter(None, (self.entry, self.shorter)):
            entries = self._written(write, room)
            text = self.text(entries)
            if len(entries) == self.number and size(text) <= room:
                return text
        ends = list(itertools.accumulate(size(f"{self.between}{entry}") for entry in entries))
        most = min(len(ends), self.number - 1)
        fixed = size(self.text(entries[:most])) - (ends[most - 1] if most > 0 else 0) + _DIGITS
        text = self.text(entries[: bisect.bisect_right(ends, room - fixed)])
        return text if size(text) <= room else ""

    def least(self) -> int:
        """How much of the room those before have to leave: the floor, or what the whole block takes if that is less."""
        entries = self._written(self.entry, self.floor)
        return min(self.floor, size(self.text(entries))) if len(entries) == self.number else self.floor

    def _written(self, write: Callable[[int], str], room: int) -> list[str]:
        """The entries while there is room for them."""
        entries: list[str] = []
        for index in range(self.number):
            entry = write(index)
            room -= size(entry)
            if room < 0:
                break
            entries.append(entry)
        return entries

    def text(self, entries: Sequence[str]) -> str:
        """The block with these of its entries, the first ones."""
        left = self.number - len(entries)
        if not entries and (self.optional or not left):
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
    kept = {index: blocks[index].least() for index in ranked}
    for index in ranked:
        kept.pop(index, None)
        told[index] = blocks[index].fitted(room - sum(kept.values()))
        room -= size(told[index]) + len(_BETWEEN)
    return _BETWEEN.join(told[index] for index in range(len(blocks)) if told[index])

"""The order of the parts of a section, such as examples: names that have no order of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from catalog_gen.output import manifest
from catalog_gen.output.aligning import base

if TYPE_CHECKING:
    from collections.abc import Sequence

    from catalog_gen.output.bodies import Item
    from catalog_gen.pages.rendering import Block


def sort_parts(items: list[Item], wanted: Sequence[Block], newline: str) -> None:
    """Bring the parts of each section into the order of the definition, each with what the user wrote under it.

    A section in which the user has put something else between parts, a heading or a part of another section, stays.
    """
    parts = manifest.parts(block.name for block in wanted)
    for section in dict.fromkeys(part.partition("/")[0] for part in parts):
        ranks = {part: rank for rank, part in enumerate(parts) if part.startswith(f"{section}/")}
        positions = [index for index, item in enumerate(items) if base(item.name or "") in ranks]
        if positions:
            start = positions[0]
            end = _end(items, positions[-1])
            _sort(items, start, end, ranks, newline)


def _end(items: Sequence[Item], last: int) -> int:
    end = last + 1
    while end < len(items) and items[end].name is None and items[end].kind != "heading":
        end += 1
    return end


def _sort(items: list[Item], start: int, end: int, ranks: dict[str, int], newline: str) -> None:
    runs: dict[str, list[Item]] = {}
    part = ""
    for item in items[start:end]:
        name = base(item.name or "")
        if name not in ranks and (item.name is not None or item.kind == "heading"):
            return
        if name in ranks and name != part:
            part = name
            if part in runs:
                return
        runs.setdefault(part, []).append(item)
    first = items[start]
    gap = first.gap
    items[start:end] = [item for part in sorted(runs, key=ranks.__getitem__) for item in runs[part]]
    if items[start] is not first:
        first.gap, items[start].gap = newline * 2, gap

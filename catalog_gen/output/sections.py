"""Giving one section of a page back to its definition: what a user has done in it goes, on request only."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from catalog_gen.output import manifest
from catalog_gen.output.aligning import aligned
from catalog_gen.output.bodies import items_of, joined, recognise

if TYPE_CHECKING:
    from collections.abc import Sequence

    from catalog_gen.output.bodies import Item
    from catalog_gen.output.manifest import Names
    from catalog_gen.pages.rendering import Block

FRONT_MATTER = "front-matter"
"""How the front matter is called where sections are called by their headings."""


class UnknownSectionError(Exception):
    """A section that the page would not have; `known` are those that it would."""

    def __init__(self, section: str, known: tuple[str, ...]) -> None:
        super().__init__(section)
        self.section = section
        self.known = known


def slug(label: str) -> str:
    """A heading as it stands in addresses: `Producing the event` is `producing-the-event`."""
    return re.sub(r"[^\w -]", "", label.lower()).strip().replace(" ", "-")


def around(name: str, wanted: Sequence[Block]) -> str:
    """The section in which a block stands; empty in front of the first heading."""
    section = ""
    for block in wanted:
        section = slug(block.label) if block.kind == "heading" else section
        if block.name == name:
            return section
    return section


def overwritten(body: str, wanted: Sequence[Block], recorded: Names, section: str) -> tuple[str, Names]:
    """The body with that section as it would be written, and the records that go with it.

    The section is replaced where its heading (or the user's of the same words) stands. Where there is none, its
    blocks count as new, so that merging puts them back to their place. Blocks of other sections that were moved into it
    stay behind it.

    Raises:
        UnknownSectionError: the page would have no such section.
    """
    fresh = _section(wanted, section)
    names = {block.name for block in fresh}
    items, tail = items_of(body)
    now = aligned(recorded, wanted)
    recognise(items, wanted, recorded, now)
    start, end = _range(items, section, names)
    inside = items[start:end]
    items = [item for item in items if item in inside or item.name not in names]
    kept = {old: known for old, known in recorded.items() if now.get(old.removeprefix(manifest.OFFERED)) not in names}
    if not inside:
        return joined(items, tail), kept
    first = next(position for position, item in enumerate(items) if item is inside[0])
    text = "\n\n".join(block.text for block in fresh)
    others = [item for item in inside if item.goes or (item.name and item.name not in names)]
    before, after = joined(items[:first], inside[0].gap), joined([*others, *items[first + len(inside) :]], tail)
    return f"{before}{text}{after}", kept | {block.name: frozenset({manifest.digest_of(block.text)}) for block in fresh}


def _section(wanted: Sequence[Block], section: str) -> Sequence[Block]:
    at = [slug(block.label) if block.kind == "heading" else "" for block in wanted]
    if section not in at:
        raise UnknownSectionError(section, tuple(filter(None, at)))
    first = at.index(section)
    level = wanted[first].level
    last = next((n for n in range(first + 1, len(wanted)) if 0 < wanted[n].level <= level), len(wanted))
    return wanted[first:last]


def _range(items: Sequence[Item], section: str, names: set[str]) -> tuple[int, int]:
    """From the heading of the section on disk (under whatever words) to the next one of its level or a higher one."""
    headings = [n for n, item in enumerate(items) if item.kind == "heading"]
    ours = [n for n, item in enumerate(items) if item.name in names]
    called = [n for n in headings if slug(items[n].label) == section]
    first = next((n for n in (*(n for n in called if n in ours), *called)), None)
    if first is None and ours and ours[0] - 1 in headings and items[ours[0] - 1].name is None:
        first = ours[0] - 1
    if first is None:
        return 0, 0
    return first, next((n for n in headings if n > first and items[n].level <= items[first].level), len(items))

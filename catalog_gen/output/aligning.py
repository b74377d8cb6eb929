"""Which of the names that were recorded stands for which block that would be written now.

Blocks of one name are told apart by an ordinal (`overview`, `overview/2`), so a paragraph that is added in the
middle of a description changes the names after it. What was written before and what would be written now are
compared by digest, so that each block keeps to its text and not to its number.
"""

from __future__ import annotations

import re
from collections import defaultdict
from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from catalog_gen.output import manifest

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from catalog_gen.output.manifest import Names
    from catalog_gen.pages.rendering import Block

_ORDINAL = re.compile(r"(.+?)(?:/(\d+))?")


def base(name: str) -> str:
    """The name without its ordinal."""
    found = _ORDINAL.fullmatch(name)
    return found[1] if found else name


def aligned(recorded: Names, wanted: Sequence[Block]) -> Mapping[str, str | None]:
    """For each recorded name of a block, the name that it has now; None where nothing stands for it any more."""
    now: dict[str, list[Block]] = defaultdict(list)
    for block in wanted:
        now[base(block.name)].append(block)
    before: dict[str, list[str]] = defaultdict(list)
    for name in sorted({name.removeprefix(manifest.OFFERED) for name in recorded}, key=_natural):
        before[base(name)].append(name)
    pairs: dict[str, str | None] = {}
    for group, names in before.items():
        pairs |= _paired(names, now.get(group, ()), recorded)
    return pairs


def digests(recorded: Names, name: str) -> frozenset[str]:
    """By what a block of that name is recognised: as it was written, or as it was offered."""
    none: frozenset[str] = frozenset()
    return recorded.get(name, none) | recorded.get(f"{manifest.OFFERED}{name}", none)


def _paired(names: Sequence[str], blocks: Sequence[Block], recorded: Names) -> Iterable[tuple[str, str | None]]:
    """Pair what the last build rendered with what this one renders, in their order; the same again pairs one to one."""
    now = [manifest.digest_of(block.text) for block in blocks]
    present = frozenset(now)
    before = [min(rendered(recorded, name) & present or rendered(recorded, name), default="") for name in names]
    pairs: dict[str, str | None] = dict.fromkeys(names)
    for _, first, last, start, end in SequenceMatcher(None, before, now, autojunk=False).get_opcodes():
        pairs |= zip(names[first:last], (block.name for block in blocks[start:end]), strict=False)
    return pairs.items()


def rendered(recorded: Names, name: str) -> frozenset[str]:
    """What a name rendered to at the last build: what was offered, if that was held back, else what was written."""
    return recorded.get(f"{manifest.OFFERED}{name}") or recorded.get(name, frozenset())


def _natural(name: str) -> tuple[str, int]:
    found = _ORDINAL.fullmatch(name)
    return (found[1], int(found[2] or 1)) if found else (name, 1)

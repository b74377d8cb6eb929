"""The body of a page, merged block by block: what we wrote is refreshed wherever it stands, everything else stays.

A block on disk is ours if its digest is recorded, or if it equals what we would write. It becomes what its name
renders to now, or goes. A recorded block that is not on disk was edited or deleted by hand: it is held back, that
is, not written again. A block with a new name goes after its nearest neighbour of ours.
"""

from __future__ import annotations

import dataclasses
import re
from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Literal

from catalog_gen.output import manifest, ordering
from catalog_gen.output.aligning import aligned, base
from catalog_gen.pages import blocks

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

    from catalog_gen.output.manifest import Names
    from catalog_gen.pages.rendering import Block

SEPARATOR = "{/* another list */}"
"""What stands behind a list that would take in the next block without it; it comes and goes as it is needed."""

TakenOver = Literal["", "adopted", "unrecorded"]
"""Whether a page had no record: the user has asked for it, or the record was lost."""


@dataclasses.dataclass(frozen=True, slots=True)
class Held:
    """What a hand edit holds back: its name, and what would be written.

    `drifted`: that is something else than what was edited. `news`: it has not been offered before. `found` is the
    hand-edited text that probably stands for it, `line` where that begins in the body (from 1; 0: it was deleted), and
    `section` the heading above it, as it stands in addresses.
    """

    name: str
    text: str
    drifted: bool = False
    news: bool = False
    line: int = 0
    found: str = ""
    section: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class Body:
    """A merged body, the records of its blocks, and what is held back in it."""

    text: str
    records: Names
    held: tuple[Held, ...]


@dataclasses.dataclass(slots=True)
class Item:
    """A block on its way: the white space in front of it, its text, and its name if it is ours.

    `goes`: it is ours, and nothing stands for it any more.
    """

    gap: str
    text: str
    kind: str
    level: int
    label: str
    name: str | None = None
    goes: bool = False


def merge(
    body: str,
    wanted: Sequence[Block],
    recorded: Names,
    taken_over: TakenOver = "",
    elsewhere: Collection[str] = (),
    *,
    reordered: bool = False,
) -> Body:
    """The body on disk with everything in it fresh that is ours.

    `elsewhere` are recorded names that stand on the other side of a git conflict, so nobody has deleted them.
    `reordered`: parts of a section come in another order than before.
    """
    newline = "\r\n" if "\r\n" in body.partition("\n")[0] + "\n" else "\n"
    items, tail = items_of(body)
    now = aligned(recorded, wanted)
    leaving = recognise(items, wanted, recorded, now)
    before = {new: old for old, new in now.items() if new is not None and old not in elsewhere}
    standing = {item.name for item in items if item.name}
    missing = [block for block in wanted if block.name not in standing]
    theirs = _theirs(items, missing, wanted, taken_over)
    held_back = [block for block in missing if block.name in before or block.name in theirs]
    records = _away(recorded, now, wanted, leaving)
    for block in wanted:
        records[block.name] = frozenset({manifest.digest_of(block.text)})
    held = []
    for block in held_back:
        written = recorded.get(before.get(block.name, ""), frozenset())
        offered = recorded.get(f"{manifest.OFFERED}{before.get(block.name, '')}", frozenset())
        if block.name not in before and taken_over != "unrecorded":
            written = records[block.name]
        held.append(_held(block, written, offered, items))
        records |= manifest.held(block.name, written, manifest.digest_of(block.text))
    _refresh(items, wanted, newline)
    _insert(items, wanted, {block.name for block in missing} - {block.name for block in held_back}, newline)
    if reordered:
        ordering.sort_parts(items, wanted, newline)
    _separate(items, newline)
    return Body(joined(items, tail), {name: known for name, known in records.items() if known}, tuple(held))


def hand_written(body: str, wanted: Sequence[Block], recorded: Names) -> tuple[tuple[str, ...], frozenset[str]]:
    """The blocks of the user's in a body, in their order, and the recorded names of ours that stand in it."""
    items, _ = items_of(body)
    now = aligned(recorded, wanted)
    recognise(items, wanted, recorded, now)
    new = {item.name for item in items if item.name}
    return (
        tuple(
            manifest.digest_of(item.text)
            for item in items
            if item.name is None and not item.goes and item.text != SEPARATOR
        ),
        frozenset(old for old, name in now.items() if name in new),
    )


def standing(body: str, wanted: Sequence[Block]) -> frozenset[str]:
    """The blocks that stand in a body just as they would be written."""
    items, _ = items_of(body)
    recognise(items, wanted, {}, {})
    return frozenset(item.name for item in items if item.name)


def items_of(body: str) -> tuple[list[Item], str]:
    """The blocks of a body, and the white space after the last one."""
    items, end = [], 0
    for part in blocks.split(body):
        items.append(Item(body[end : part.start], body[part.start : part.end], part.kind, part.level, part.label))
        end = part.end
    return items, body[end:]


def joined(items: Sequence[Item], tail: str) -> str:
    """The text of a body again."""
    return "".join(f"{item.gap}{item.text}" for item in items) + tail


# --- which block is ours


def recognise(
    items: Sequence[Item], wanted: Sequence[Block], recorded: Names, now: Mapping[str, str | None]
) -> frozenset[str]:
    """Name the items that are ours, and mark those that go, whose recorded names come back; each name is given once.

    What was written last counts first, then what was offered, what was written before a hand edit, and at last what
    would be written now.
    """
    ranks = {block.name: rank for rank, block in enumerate(wanted)}
    given: dict[int, str] = {}
    for targets in _targets(wanted, recorded, now):
        _give_all(items, targets, given, ranks)
    new = _new_sections(wanted, recorded)
    for index, name in given.items():
        if name.startswith("\0"):
            same = new.get(manifest.digest_of(items[index].text), [])
            name = next((block for block in same if block not in given.values()), name)  # noqa: PLW2901
            given[index] = name
        items[index].goes = name.startswith("\0")
        items[index].name = None if items[index].goes else name
    return frozenset(name[1:] for name in given.values() if name.startswith("\0"))


def _targets(
    wanted: Sequence[Block], recorded: Names, now: Mapping[str, str | None]
) -> Iterator[Mapping[str, Sequence[str]]]:
    """By digest, what an item is: the name that it has now, or a gone one behind a null character; surest first."""
    held = {name.removeprefix(manifest.OFFERED) for name in recorded if name.startswith(manifest.OFFERED)}
    written = {name: recorded.get(name, frozenset()) for name in now}
    offered = {name: recorded.get(f"{manifest.OFFERED}{name}", frozenset()) for name in held}
    for level in (
        {name: known for name, known in written.items() if name not in held},
        offered,
        {name: known for name, known in written.items() if name in held},
    ):
        yield _by_digest((now[name] or f"\0{name}", known) for name, known in level.items())
    yield _by_digest((block.name, [manifest.digest_of(block.text)]) for block in wanted)


def _by_digest(names: Iterable[tuple[str, Iterable[str]]]) -> Mapping[str, Sequence[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for name, known in names:
        for digest in known:
            found[digest].append(name)
    return found


def _new_sections(wanted: Sequence[Block], recorded: Names) -> Mapping[str, Sequence[str]]:
    """By digest, blocks of names that were not there before: the same text under another name stays where it is."""
    known = {base(name.removeprefix(manifest.OFFERED)) for name in recorded}
    return _by_digest(
        (block.name, [manifest.digest_of(block.text)]) for block in wanted if base(block.name) not in known
    )


def _give_all(
    items: Sequence[Item], targets: Mapping[str, Sequence[str]], given: dict[int, str], ranks: Mapping[str, int]
) -> None:
    """Give names to the items of their digests, first where there is no choice."""
    candidates: dict[str, list[int]] = defaultdict(list)
    for index, item in enumerate(items):
        digest = manifest.digest_of(item.text)
        if index not in given and digest in targets:
            candidates[digest].append(index)
    for simple in (True, False):
        for digest, indexes in candidates.items():
            if simple == (len(indexes) == 1 and len(targets[digest]) == 1):
                taken = set(given.values())
                _give(indexes, [name for name in targets[digest] if name not in taken], given, ranks)


def _give(indexes: Sequence[int], names: Sequence[str], given: dict[int, str], ranks: Mapping[str, int]) -> None:
    """Pair items and names of one digest: those whose neighbours are neighbours as well first, else in their order."""

    def strangeness(index: int, name: str) -> tuple[int, int, int]:
        rank = ranks.get(name, len(ranks))
        sides = (given.get(index + step) for step in (-1, 1))
        beside = sum(1 for step, other in zip((-1, 1), sides, strict=True) if ranks.get(other or "") == rank + step)
        return -beside, index, rank

    free, open_names = list(indexes), list(names)
    while free and open_names:
        _, index, name = min((strangeness(index, name), index, name) for index in free for name in open_names)
        given[index] = name
        free.remove(index)
        open_names.remove(name)


# --- what is held back


def _away(
    recorded: Names, now: Mapping[str, str | None], wanted: Sequence[Block], leaving: Collection[str]
) -> dict[str, frozenset[str]]:
    """What stays recorded of sections that are away at the moment: if they come back, deleted blocks stay deleted.

    Those that are `leaving` the page only now were not deleted.
    """
    there = {base(block.name) for block in wanted}
    gone = [old for old, new in now.items() if new is None and base(old) not in there and old not in leaving]
    return {old: recorded[old] for old in gone if old in recorded}


def _theirs(
    items: Sequence[Item], missing: Sequence[Block], wanted: Sequence[Block], taken_over: TakenOver
) -> frozenset[str]:
    """Missing blocks that the page has in words of the user's.

    That is imports of the same names and, in a page that was taken over, everything in sections that are there.
    """
    own = [item for item in items if item.name is None and not item.goes]
    bound = {name for item in own if item.kind == "import" for name in item.label.split()}
    imports = (block for block in missing if block.kind == "import" and block.label)
    theirs = {block.name for block in imports if bound.issuperset(block.label.split())}
    if taken_over:
        signs = {_sign(item.kind, item.label) for item in own} - {None}
        there = {_section(item.name) for item in items if item.name}
        there |= {_section(block.name) for block in wanted if _sign(block.kind, block.label) in signs}
        theirs |= {block.name for block in missing if _section(block.name) in there}
    return frozenset(theirs)


def _sign(kind: str, label: str) -> tuple[str, str] | None:
    """What tells two sections alike although their texts differ: a heading, or a component of EventCatalog's."""
    if kind == "heading" or (kind == "component" and label[:1].isupper() and label not in {"Tabs", "Link"}):
        return kind, " ".join(re.findall(r"\w+", label.casefold()))
    return None


def _section(name: str) -> str:
    return name.partition("/")[0]


def _held(block: Block, written: frozenset[str], offered: frozenset[str], items: Sequence[Item]) -> Held:
    digest = manifest.digest_of(block.text)
    drifted = digest not in written
    line, found = _counterpart(block, items) if drifted else (0, "")
    return Held(block.name, block.text, drifted, drifted and digest not in offered, line, found)


def _counterpart(block: Block, items: Sequence[Item]) -> tuple[int, str]:
    """The hand-written item that is most like the block, and its line; nothing where none is like it."""
    line, best, found = 1, 0.3, (0, "")
    words = Counter(re.findall(r"\w+", block.text))
    for item in items:
        line += item.gap.count("\n")
        if item.name is None and item.kind == block.kind:
            others = Counter(re.findall(r"\w+", item.text))
            alike = 2 * (words & others).total() / ((words.total() + others.total()) or 1)
            if alike > best:
                best, found = alike, (line, item.text)
        line += item.text.count("\n")
    return found


# --- the new text


def _refresh(items: list[Item], wanted: Sequence[Block], newline: str) -> None:
    """Give the items of ours their present text, and drop those that go."""
    texts = {block.name: block for block in wanted}
    for item in items:
        block = texts.get(item.name or "")
        if block is not None and manifest.digest_of(item.text) != manifest.digest_of(block.text):
            item.text = block.text.replace("\n", newline)
            item.kind, item.level, item.label = block.kind, block.level, block.label
    gap = None
    for item in list(items):
        if item.goes:
            gap = item.gap if gap is None else gap
            items.remove(item)
        elif gap is not None:
            item.gap, gap = gap, None


def _insert(items: list[Item], wanted: Sequence[Block], new: Collection[str], newline: str) -> None:
    """Put new blocks after the nearest block of ours in front of them, and what the user wrote under that one."""
    last: Item | None = None
    standing = {item.name: item for item in items if item.name}
    for rank, block in enumerate(wanted):
        if block.name not in new:
            last = standing.get(block.name, last)
            continue
        item = Item(newline * 2, block.text.replace("\n", newline), block.kind, block.level, block.label, block.name)
        if last is not None:
            items.insert(_after(items, last), item)
        else:
            _insert_before(items, item, next(_names_after(wanted, rank, standing), None), newline)
        last = item


def _after(items: Sequence[Item], last: Item) -> int:
    index = next(position for position, item in enumerate(items) if item is last) + 1
    while index < len(items) and items[index].name is None and items[index].kind != "heading":
        index += 1
    return index


def _separate(items: list[Item], newline: str) -> None:
    """Keep apart lists and what they would take in: as one block they would be nobody's, and never refreshed again."""
    for index in range(len(items) - 1, -1, -1):
        around = items[index - 1 : index] + items[index + 1 : index + 2]
        if items[index].text == SEPARATOR and not (len(around) == 2 and _would_join(*around)):  # noqa: PLR2004
            gap = items.pop(index).gap
            for following in items[index : index + 1]:
                following.gap = gap
    for index in range(len(items) - 1, 0, -1):
        if _would_join(items[index - 1], items[index]):
            items.insert(index, Item(newline * 2, SEPARATOR, "other", 0, ""))


_LIST = re.compile(r" {0,3}(?!(?:[-*][ \t]*){3,}\Z)(?:[-+*]|\d{1,9}(?P<after>[.)]))(?:\s|\Z)")


def _would_join(first: Item, second: Item) -> bool:
    one, other = _LIST.match(first.text), _LIST.match(second.text)
    if second.text[:1] in {" ", "\t"} and (one is not None or first.text.startswith("[^")):
        return True
    return one is not None and other is not None and _mark(one) == _mark(other)


def _mark(found: re.Match[str]) -> str:
    return found["after"] or found[0].strip()


def _names_after(wanted: Sequence[Block], rank: int, standing: Mapping[str, Item]) -> Iterator[Item]:
    yield from (standing[block.name] for block in wanted[rank:] if block.name in standing)


def _insert_before(items: list[Item], item: Item, following: Item | None, newline: str) -> None:
    """Put a block in front of the first one of ours, or at the end of a page on which none is."""
    index = next((position for position, other in enumerate(items) if other is following), len(items))
    if index == 0:
        item.gap = items[0].gap if items else newline
        if items:
            items[0].gap = newline * 2
    items.insert(index, item)

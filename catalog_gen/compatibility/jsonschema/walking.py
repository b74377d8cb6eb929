"""Goes through two schemas at once, value by value, and tells what changed."""

from __future__ import annotations

import dataclasses
from collections import deque
from typing import TYPE_CHECKING, Final

from catalog_gen.compatibility import marking
from catalog_gen.compatibility.differences import BACKWARD, BOTH, FORWARD, NEITHER
from catalog_gen.compatibility.jsonschema import members, pairing, rules, single, told, wording
from catalog_gen.compatibility.jsonschema.changes import Change

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from catalog_gen.compatibility.differences import Direction
    from catalog_gen.compatibility.jsonschema.judging import Judge, Side
    from catalog_gen.compatibility.jsonschema.pairing import Pairs
    from catalog_gen.formats.jsonschema.drafts import Steps
    from catalog_gen.formats.jsonschema.shapes import Part, Shape

Parts = list["Part"]
WRITERS: Final[tuple[tuple[Direction, Side], ...]] = (("backward", 0), ("forward", 1))
"""Who wrote, in each direction."""


@dataclasses.dataclass(frozen=True, slots=True)
class _Spot:
    """A value in both schemas; `open_` are the directions in which the values around are not known to be fine."""

    path: str
    old: Parts
    new: Parts
    open_: frozenset[Direction]
    order: tuple[int, ...]


class Walk:
    """Finds what changed, the values that are least deep first: each is told once, where it is reached first."""

    def __init__(self, judge: Judge) -> None:
        self.judge = judge
        self._passed: dict[tuple[tuple[Steps, ...], tuple[Steps, ...]], frozenset[Direction]] = {}
        self._waiting: deque[_Spot] = deque()
        self._order: tuple[int, ...] = ()
        self._count = 0

    def changes(self, old: Parts, new: Parts, open_: frozenset[Direction]) -> list[Change]:
        """Everything that changed about a value of which the parts are true, in the order of the new schema."""
        self.pair("", old, new, open_)
        found: list[tuple[tuple[int, ...], Change]] = []
        while self._waiting:
            spot = self._waiting.popleft()
            self._order, self._count = spot.order, 0
            for change in self._told(spot):
                self._count += 1
                found.append(((*spot.order, self._count), change))
        return [change for _, change in sorted(found, key=lambda each: each[0])]

    def pair(self, path: str, old: Parts, new: Parts, open_: frozenset[Direction]) -> None:
        """Note that the value is to be looked at."""
        self._count += 1
        self._waiting.append(_Spot(path, old, new, open_, (*self._order, self._count)))

    def _told(self, spot: _Spot) -> Iterator[Change]:
        old, new, open_ = spot.old, spot.new, spot.open_
        key = (self._key(0, old), self._key(1, new))
        if key in self._passed and open_ <= self._passed[key]:
            return
        again = key in self._passed
        self._passed[key] = self._passed.get(key, NEITHER) | open_
        shapes = (self.judge.shapes[0].together(old), self.judge.shapes[1].together(new))
        fails, unknown = self.effect(old, new, open_)
        for change in self._own(spot.path, old, new, shapes):
            if change.rephrased and not fails and not unknown and self.alike(old, new):
                continue
            if change.may or not again:
                yield self._at(change, old, new, fails, unknown)
        if not again or fails or unknown:
            yield from self._inside(spot, shapes, fails | unknown)

    def _key(self, side: Side, parts: Parts) -> tuple[Steps, ...]:
        """Where what is said stands, behind references that say nothing else."""
        found = []
        for part in parts:
            here, target = part, self.judge.shapes[side].target(part)
            while target is not None and (len(here.schema) == 1 or not here.draft.siblings):
                here, target = target, self.judge.shapes[side].target(target)
            found.append(here.steps)
        return tuple(found)

    def effect(
        self, old: Parts, new: Parts, open_: frozenset[Direction]
    ) -> tuple[frozenset[Direction], frozenset[Direction]]:
        """In which directions readers of such a value fail, and in which nobody knows."""
        fails, unknown = set(), set()
        for direction, writer in WRITERS if open_ and not self.judge.same(old, new) else ():
            if direction in open_:
                outcome = self.judge.parts(writer, old, new).outcome
                fails |= {direction} if outcome == "fails" else set()
                unknown |= {direction} if outcome == "unknown" else set()
        return frozenset(fails), frozenset(unknown)

    def alike(self, old: Parts, new: Parts) -> bool:
        """Whether nothing that is valid changed, whatever is around."""
        return self.judge.same(old, new) or self.effect(old, new, BOTH) == (NEITHER, NEITHER)

    def kind(self, side: Side, parts: Parts) -> str:
        """What a value is of which the parts are true, in short."""
        return wording.kind(self.judge.shapes[side].together(parts))

    def _own(self, path: str, old: Parts, new: Parts, shapes: tuple[Shape, Shape]) -> Iterator[Change]:
        before, after = shapes
        if bool(before.alternatives) == bool(after.alternatives) or _simple(before, after):
            yield from single.changes(path, before, after)
        yield from rules.changes(self.judge, path, before, after)
        yield from told.changes(path, self.judge.shapes[0].told(old), self.judge.shapes[1].told(new))

    def _at(
        self, change: Change, old: Parts, new: Parts, fails: frozenset[Direction], unknown: frozenset[Direction]
    ) -> Change:
        steps = change.steps
        side = change.side
        if steps is None:
            found = self._spot(1, new, change.keyword) or self._spot(0, old, change.keyword)
            side, steps = found or (1, new[0].steps) if new else found or (0, old[0].steps if old else ())
        may = change.may
        return dataclasses.replace(
            change,
            side=side,
            steps=steps,
            breaks=change.breaks | (may & fails),
            undecided=change.undecided | (may & unknown),
        )

    def _spot(self, side: Side, parts: Sequence[Part], keyword: str) -> tuple[Side, Steps] | None:
        """Where the keyword stands in the parts, or in what they refer to."""
        waiting = list(parts)
        passed: set[Steps] = set()
        while waiting and keyword:
            part = waiting.pop(0)
            schema = part.schema
            if part.steps in passed or not isinstance(schema, dict):
                continue
            passed.add(part.steps)
            if keyword in schema:
                return side, (*part.steps, keyword)
            if keyword == "enum" and "const" in schema:
                return side, (*part.steps, "const")
            target = self.judge.shapes[side].target(part)
            waiting += [target] if target is not None else []
            all_of = schema.get("allOf")
            waiting += [part.inside("allOf", place) for place in range(len(all_of) if isinstance(all_of, list) else 0)]
        return None

    # --- further inside

    def _inside(self, spot: _Spot, shapes: tuple[Shape, Shape], open_: frozenset[Direction]) -> Iterator[Change]:
        before, after = shapes
        path = spot.path
        yield from members.properties(self, path, before, after, open_)
        for change in members.rest(self, path, before, after, open_):
            yield self._at(change, spot.old, spot.new, NEITHER, NEITHER)
        yield from self._tuples(spot, before, after)
        for place in range(max(len(before.prefix), len(after.prefix))):
            self.pair(f"{path}[{place}]", before.of_element(place), after.of_element(place), open_)
        self.pair(f"{path}[]", before.items, after.items, open_)
        yield from self._alternatives(path, before, after, open_)

    def _tuples(self, spot: _Spot, before: Shape, after: Shape) -> Iterator[Change]:
        """A list whose first elements have a meaning of their own now, or had one."""
        if bool(before.prefix) != bool(after.prefix) and (before.items or after.items):
            now = bool(after.prefix)
            verb = "have" if now else "no longer have"
            words = f"the first elements of {wording.subject(spot.path)} {verb} schemas of their own"
            change = Change(
                kind="tuple-made" if now else "tuple-unmade",
                path=spot.path,
                words=words,
                doubts=BACKWARD if now else FORWARD,
                keyword="prefixItems",
            )
            yield self._at(change, spot.old, spot.new, NEITHER, NEITHER)

    def _alternatives(self, path: str, before: Shape, after: Shape, open_: frozenset[Direction]) -> Iterator[Change]:
        if len(before.alternatives) == len(after.alternatives):
            for (_, olds), (_, news) in zip(before.alternatives, after.alternatives, strict=True):
                yield from self._branches(path, pairing.paired(self.judge, olds, news), open_)

    def _branches(self, path: str, pairs: Pairs, open_: frozenset[Direction]) -> Iterator[Change]:
        for old, new in pairs.both:
            self.pair(f"{path} ({new.label})".lstrip(), [old.part], [new.part], open_)
        subject = wording.subject(path)
        for branch, word, may in (
            *((branch, "can be {} as well now", FORWARD) for branch in pairs.added),
            *((branch, "can no longer be {}", BACKWARD) for branch in pairs.removed),
        ):
            side: Side = 1 if may == FORWARD else 0
            yield Change(
                kind="alternative-added" if side else "alternative-removed",
                path=path,
                words=f"{subject} {word.format(marking.cut(branch.label))}",
                may=may,
                breaks=may & open_,
                side=side,
                steps=branch.part.steps,
            )


def _simple(before: Shape, after: Shape) -> bool:
    """Whether there is something to say about a value by itself although only one side has alternatives."""
    return before.types is not None and after.types is not None

"""What two versions of a JSON Schema differ in.

Compatible is what is proven: that every value that is valid under the writer's schema is valid under the reader's one.
Incompatible is what is shown by a value. The differences are told in any case, one for each thing that changed; which
of them break readers follows from what is true of the schemas as a whole.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Final

from catalog_gen.compatibility import marking
from catalog_gen.compatibility.differences import BACKWARD, BOTH, FORWARD, NEITHER, Difference, Direction
from catalog_gen.compatibility.jsonschema.changes import Change
from catalog_gen.compatibility.jsonschema.judging import Judge
from catalog_gen.compatibility.jsonschema.kinds import KINDS
from catalog_gen.compatibility.jsonschema.walking import WRITERS, Walk

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from catalog_gen.compatibility.jsonschema.judging import Judgement
    from catalog_gen.formats.jsonschema import JsonSchema

__all__ = ["KINDS", "differences"]


def differences(old: JsonSchema, new: JsonSchema) -> Iterator[Difference]:
    """Everything in which the new schema differs from the old one, in the order of the new one.

    Nothing for schemas that say the same in another order, with other names for what they define, or with references
    instead of what they refer to.
    """
    judge = Judge(old, new)
    judgements = {direction: judge.whole(writer) for direction, writer in WRITERS}
    roots = ([judge.roots[0]], [judge.roots[1]])
    open_ = frozenset(direction for direction, found in judgements.items() if found.outcome != "holds")
    changes = [_ruled(change, judgements) for change in Walk(judge).changes(*roots, open_)]
    changes += [*_unexplained(judgements, changes), *_undecided(judgements)]
    for change in changes:
        pointer, place = (new if change.side else old).spot(change.steps or ())
        yield Difference(
            kind=change.kind,
            path=change.path,
            words=change.words,
            breaks=change.breaks,
            undecided=change.undecided,
            weight=change.weight,
            pointer=pointer,
            place=place,
        )


def _ruled(change: Change, judgements: dict[Direction, Judgement]) -> Change:
    """The change with what is true of it when the schemas are seen as a whole."""
    fails = frozenset(direction for direction, found in judgements.items() if found.outcome == "fails")
    unknown = frozenset(direction for direction, found in judgements.items() if found.outcome == "unknown")
    breaks = change.breaks & fails
    undecided = (change.undecided & (fails | unknown)) | (change.breaks & unknown) | change.doubts
    return dataclasses.replace(change, breaks=breaks, undecided=undecided - breaks)


def _unexplained(judgements: dict[Direction, Judgement], changes: list[Change]) -> Iterator[Change]:
    """That readers fail, with a value, where no change tells why."""
    said: tuple[tuple[Direction, str, str], ...] = (
        ("backward", "narrowed", "are no longer valid"),
        ("forward", "widened", "are valid now that were not before"),
    )
    for direction, kind, verb in said:
        found = judgements[direction]
        if found.outcome == "fails" and not any(direction in change.breaks for change in changes):
            words = f"some values, such as {marking.value(found.example)}, {verb}"
            yield Change(kind=kind, path="", words=words, breaks=frozenset({direction}))


_WHO: Final[Mapping[frozenset[Direction], str]] = {
    BACKWARD: "who has the new schema reads what was written with the old one",
    FORWARD: "who has the old schema reads what is written with the new one",
    BOTH: "who has one schema reads what was written with the other one",
}


def _undecided(judgements: dict[Direction, Judgement]) -> Iterator[Change]:
    """Why nobody knows."""
    reasons: dict[str, frozenset[Direction]] = {}
    for direction, found in judgements.items():
        if found.outcome == "unknown":
            reasons[found.reason] = reasons.get(found.reason, NEITHER) | {direction}
    for reason, directions in reasons.items():
        words = f"whether {_WHO[directions]} cannot be decided: {reason}"
        yield Change(kind="undecided", path="", words=words, undecided=directions)

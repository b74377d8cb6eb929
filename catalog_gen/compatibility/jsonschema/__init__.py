"""What two versions of a JSON Schema differ in.

Compatible is what is proven: that every value that is valid under the writer's schema is valid under the reader's one.
Incompatible is what is shown by a value. The differences are told in any case, one for each thing that changed; which
of them break readers follows from what is true of the schemas as a whole.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from catalog_gen.compatibility.differences import NEITHER, Difference
from catalog_gen.compatibility.jsonschema import wording
from catalog_gen.compatibility.jsonschema.changes import Change
from catalog_gen.compatibility.jsonschema.judging import Judge
from catalog_gen.compatibility.jsonschema.kinds import KINDS
from catalog_gen.compatibility.jsonschema.walking import WRITERS, Walk
from catalog_gen.formats.tree import ABSENT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from catalog_gen.compatibility.differences import Direction
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
    changes += [change for direction in WRITERS for change in _missing(direction[0], judgements, changes)]
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
    undecided = (change.undecided & (fails | unknown)) | (change.breaks & unknown)
    return dataclasses.replace(change, breaks=breaks, undecided=undecided - breaks)


def _missing(direction: Direction, judgements: dict[Direction, Judgement], changes: list[Change]) -> Iterator[Change]:
    """What has to be said where no change tells why readers fail, or why nobody knows."""
    found = judgements[direction]
    who = (
        "who has the new schema reads what was written with the old one"
        if direction == "backward"
        else ("who has the old schema reads what is written with the new one")
    )
    if found.outcome == "fails" and not any(direction in change.breaks for change in changes):
        example = f", such as {wording.value(found.example)}" if found.example is not ABSENT else ""
        kind = "narrowed" if direction == "backward" else "widened"
        verb = "are no longer valid" if direction == "backward" else "are valid now that were not before"
        words = f"some values{example}, {verb}" if example else f"some values {verb}"
        yield Change(kind=kind, path="", words=words, breaks=frozenset({direction}))
    if found.outcome == "unknown" and not any(direction in change.undecided for change in changes):
        words = f"whether {who} cannot be decided: {found.reason}"
        yield Change(kind="undecided", path="", words=words, breaks=NEITHER, undecided=frozenset({direction}))

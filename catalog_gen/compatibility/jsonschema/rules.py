"""What changed about rules that connect values with each other, or that can hardly be said in other words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from catalog_gen.compatibility.differences import BOTH
from catalog_gen.compatibility.jsonschema import wording
from catalog_gen.compatibility.jsonschema.changes import Change
from catalog_gen.formats.jsonschema.shapes import Part

if TYPE_CHECKING:
    from collections.abc import Iterator

    from catalog_gen.compatibility.jsonschema.judging import Judge, Side
    from catalog_gen.formats.jsonschema.shapes import Shape


def changes(judge: Judge, path: str, old: Shape, new: Shape) -> Iterator[Change]:
    """One change for each sort of rule."""
    subject = wording.subject(path)
    for kind, keyword, words, before, after in (
        (
            "names-changed",
            "propertyNames",
            "the names of the properties of {} follow other rules now",
            old.names,
            new.names,
        ),
        (
            "condition-changed",
            "if",
            "what is asked of {} under a condition is something else now",
            [(rule.when, rule.then, rule.otherwise) for rule in old.conditions],
            [(rule.when, rule.then, rule.otherwise) for rule in new.conditions],
        ),
        (
            "dependency-changed",
            "dependentRequired",
            "what some properties of {} ask for when they are there is something else now",
            old.dependents,
            new.dependents,
        ),
        ("contains-changed", "contains", "what {} has to contain is something else now", old.contains, new.contains),
        ("negation-changed", "not", "what {} must not be is something else now", old.negations, new.negations),
    ):
        if _told(judge, 0, before) != _told(judge, 1, after):
            yield Change(kind=kind, path=path, words=words.format(subject), may=BOTH, rephrased=True, keyword=keyword)
    yield from _alternatives(path, subject, old, new)


def _told(judge: Judge, side: Side, said: Any) -> Any:
    """The same for what asks the same."""
    if isinstance(said, Part):
        return judge.asked(side, [said])
    if isinstance(said, list | tuple):
        return [_told(judge, side, each) for each in said]
    return said


def _alternatives(path: str, subject: str, old: Shape, new: Shape) -> Iterator[Change]:
    words = ""
    before, after = old.alternatives, new.alternatives
    if before and not after:
        words = f"{subject} is no longer one of several alternatives, but {wording.kind(new)}"
    elif after and not before:
        words = f"{subject} is one of several alternatives now, no longer just {wording.kind(old)}"
    elif len(before) != len(after):
        words = f"there are {len(after)} sets of alternatives for {subject} now; before, {len(before)}"
    elif [keyword for keyword, _ in before] != [keyword for keyword, _ in after]:
        exactly = next(new for (old, _), (new, _) in zip(before, after, strict=True) if old != new) == "oneOf"
        words = f"{subject} has to be {'exactly' if exactly else 'at least'} one of its alternatives now"
    if words:
        keyword = after[0][0] if after else before[0][0]
        yield Change(kind="alternatives-changed", path=path, words=words, may=BOTH, rephrased=True, keyword=keyword)

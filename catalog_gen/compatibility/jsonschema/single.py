"""What is asked of a value by itself, before and now: types, values, limits, patterns, formats."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any, Final

from catalog_gen.compatibility import marking
from catalog_gen.compatibility.differences import BACKWARD, BOTH, FORWARD, NEITHER
from catalog_gen.compatibility.jsonschema import wording
from catalog_gen.compatibility.jsonschema.changes import Change
from catalog_gen.compatibility.jsonschema.formulas import key
from catalog_gen.compatibility.marking import joined
from catalog_gen.formats.jsonschema import values
from catalog_gen.formats.jsonschema.shapes import values_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from catalog_gen.formats.jsonschema.shapes import Shape

_LEAST: Final = {
    "minimum": ("minimum", "be at least {}"),
    "exclusive_minimum": ("exclusiveMinimum", "be above {}"),
    "min_length": ("minLength", "have at least {} characters"),
    "min_items": ("minItems", "have at least {} elements"),
    "min_properties": ("minProperties", "have at least {} properties"),
}
_MOST: Final = {
    "maximum": ("maximum", "be at most {}"),
    "exclusive_maximum": ("exclusiveMaximum", "be below {}"),
    "max_length": ("maxLength", "have at most {} characters"),
    "max_items": ("maxItems", "have at most {} elements"),
    "max_properties": ("maxProperties", "have at most {} properties"),
    "multiple_of": ("multipleOf", "be a multiple of {}"),
    "unique": ("uniqueItems", "have elements that differ from each other"),
}


def changes(path: str, old: Shape, new: Shape) -> Iterator[Change]:
    """Everything that changed, in the order in which people think of it."""
    if bool(old.impossible) != bool(new.impossible):
        yield _possible(path, new)
        return
    yield from _types(path, old, new)
    yield from _values(path, old, new)
    yield from _limits(path, old, new)
    yield from _texts(path, old, new)


def _possible(path: str, new: Shape) -> Change:
    subject = wording.subject(path)
    if new.impossible:
        words = f"{subject} can no longer have any value"
        return Change(kind="forbidden", path=path, words=words, may=BACKWARD, rephrased=True)
    words = f"{subject} can have a value now"
    return Change(kind="no-longer-forbidden", path=path, words=words, may=FORWARD, rephrased=True)


def _types(path: str, old: Shape, new: Shape) -> Iterator[Change]:
    before, after = _kinds(old), _kinds(new)
    if before == after or (old.values is not None and new.values is not None):
        return
    subject = wording.subject(path)
    if before is None or after is None:
        if before is None and new.values is None:
            words = f"{subject} takes only {_listed(after)} now; before, values of any type"
            yield Change(kind="type-narrowed", path=path, words=words, may=BACKWARD, rephrased=True, keyword="type")
        elif after is None and old.values is None:
            words = f"{subject} takes values of any type now; before, only {_listed(before)}"
            yield Change(kind="type-widened", path=path, words=words, may=FORWARD, rephrased=True, keyword="type")
        return
    added = [name for name in after if name not in before]
    removed = [name for name in before if name not in after]
    if "number" in after and "integer" in removed:
        removed.remove("integer")
    if "number" in before and "integer" in added:
        added.remove("integer")
    common: dict[str, Any] = {"path": path, "rephrased": True, "keyword": "type"}
    if added and not removed:
        words = _widened(subject, added, before)
        yield Change(kind="type-widened", words=words, may=FORWARD, **common)
    elif removed and not added:
        words = _narrowed(subject, removed, after)
        yield Change(kind="type-narrowed", words=words, may=BACKWARD, **common)
    else:
        words = f"the type of {subject} is {_listed(after)} now; it was {_listed(before)}"
        yield Change(kind="type-changed", words=words, may=BOTH, **common)


def _widened(subject: str, added: list[str], before: list[str]) -> str:
    if added == ["null"]:
        return f"{subject} can be `null` now"
    if "number" in added and "integer" in before:
        return f"{subject} takes every {_listed(added)} now, no longer only {_listed(['integer'])}"
    return f"{subject} takes {_listed(added)} as well now"


def _narrowed(subject: str, removed: list[str], after: list[str]) -> str:
    if removed == ["null"]:
        return f"{subject} can no longer be `null`"
    if "number" in removed and "integer" in after:
        return f"{subject} takes only {_listed(['integer'])} now, no longer every {_listed(removed)}"
    return f"{subject} no longer takes {_listed(removed)}"


def _kinds(shape: Shape) -> list[str] | None:
    if shape.types is None:
        return None
    whole = "number" in shape.types
    return sorted(name for name in set(shape.types) if not (whole and name == "integer"))


def _listed(names: list[str] | None) -> str:
    return joined([marking.code(name) for name in names or ()], "or")


def _values(path: str, old: Shape, new: Shape) -> Iterator[Change]:
    subject = wording.subject(path)
    common: dict[str, Any] = {"path": path, "rephrased": True, "keyword": "enum"}
    if old.values is None and new.values is None:
        return
    if old.values is None and new.values is not None:
        words = f"{subject} takes only {wording.values(new.values)} now"
        yield Change(kind="values-limited", words=words, may=BACKWARD, **common)
    elif new.values is None and old.values is not None:
        words = f"{subject} takes more than {wording.values(old.values)} now"
        yield Change(kind="values-free", words=words, may=FORWARD, **common)
    else:
        before, after = list(values_of(old)), list(values_of(new))
        known, kept = set(map(key, before)), set(map(key, after))
        added = [value for value in after if key(value) not in known]
        removed = [value for value in before if key(value) not in kept]
        if removed and len(before) == len(after) == 1:
            words = f"{subject} is {marking.value(after[0])} now; it was {marking.value(before[0])}"
            yield Change(kind="constant-changed", words=words, may=BOTH, **common)
            return
        if added:
            words = f"{subject} takes {wording.values(added)} as well now"
            yield Change(kind="values-added", words=words, may=FORWARD, **common)
        if removed:
            words = f"{subject} no longer takes {wording.values(removed, 'or')}"
            yield Change(kind="values-removed", words=words, may=BACKWARD, **common)


def _limits(path: str, old: Shape, new: Shape) -> Iterator[Change]:
    for name, (keyword, phrase) in (_LEAST | _MOST).items():
        before, after = old.limits.get(name), new.limits.get(name)
        if name.startswith("min_") or name == "unique":
            before, after = before or None, after or None
        if before == after:
            continue
        subject = wording.subject(path)
        if after is None:
            words = f"{subject} no longer has to {phrase.format(wording.number(before))}"
        else:
            words = f"{subject} has to {phrase.format(wording.number(after))} now"
            words += f"; before, {wording.number(before)}" if before is not None else ""
        tighter = after is not None and (before is None or (after > before) == (name in _LEAST))
        may = BACKWARD if tighter else FORWARD
        if name == "multiple_of" and before is not None and after is not None:
            may = BOTH
        kind = "limit-changed" if may == BOTH else "limit-tightened" if tighter else "limit-loosened"
        yield Change(kind=kind, path=path, words=words, may=may, rephrased=True, keyword=keyword)


def _texts(path: str, old: Shape, new: Shape) -> Iterator[Change]:
    subject = wording.subject(path)
    rules = (
        ("pattern", "match", old.patterns, new.patterns),
        ("format", "be of the format", old.formats, new.formats),
    )
    for keyword, verb, olds, news in rules:
        added = [text for text in news if text not in olds]
        removed = [text for text in olds if text not in news]
        if not added and not removed:
            continue
        checked = [text for text in (*added, *removed) if keyword == "pattern" or text in values.CHECKS]
        may = (BOTH if removed else BACKWARD) if added else FORWARD
        words = f"{subject} has to {verb} {wording.names(added)} now" if added else ""
        if removed:
            before = wording.names(removed)
            words = f"{words}; before, {before}" if words else f"{subject} no longer has to {verb} {before}"
        kind = f"{keyword}-{'changed' if added and removed else 'added' if added else 'removed'}"
        change = Change(kind=kind, path=path, words=words, may=may, keyword=keyword)
        if not checked:
            words = words.replace("has to be of", "has")
            change = dataclasses.replace(
                change, words=f"{words}, which readers hardly check", may=NEITHER, weight="risky"
            )
        yield change

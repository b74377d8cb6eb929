"""What changed about the properties of an object."""

from __future__ import annotations

from typing import TYPE_CHECKING

from catalog_gen.compatibility import marking
from catalog_gen.compatibility.differences import BACKWARD, FORWARD, NEITHER
from catalog_gen.compatibility.jsonschema import wording
from catalog_gen.compatibility.jsonschema.changes import Change
from catalog_gen.compatibility.jsonschema.formulas import both
from catalog_gen.formats import field_paths

if TYPE_CHECKING:
    from collections.abc import Iterator

    from catalog_gen.compatibility.differences import Direction
    from catalog_gen.compatibility.jsonschema.walking import Parts, Walk
    from catalog_gen.formats.jsonschema.shapes import Shape

Open = frozenset["Direction"]
_REST = "additionalProperties"


def properties(walk: Walk, path: str, before: Shape, after: Shape, open_: Open) -> Iterator[Change]:
    """Properties that came or went, that are required or no longer so, and what changed inside of them."""
    names = [*after.properties, *(name for name in before.properties if name not in after.properties)]
    named = {*names}
    names += [name for name in (*after.required, *before.required) if name not in named]
    for name in dict.fromkeys(names):
        there = field_paths.joined(path, name)
        old = before.properties.get(name, before.of_unnamed(name))
        new = after.properties.get(name, after.of_unnamed(name))
        if name in named and name not in before.properties:
            yield _added(walk, there, name, (before, after), (old, new), open_)
        elif name in named and name not in after.properties:
            yield _removed(walk, there, name, (before, after), (old, new), open_)
        else:
            yield from _required(there, name, before, after, old, new, open_)
            if name in named:
                walk.pair(there, old, new, open_)


def _added(
    walk: Walk, path: str, name: str, shapes: tuple[Shape, Shape], parts: tuple[Parts, Parts], open_: Open
) -> Change:
    before, after = shapes
    old, new = parts
    sealed = before.sealed and not old
    fails, unknown = (FORWARD & open_, NEITHER) if sealed else walk.effect(old, new, open_)
    word = "required" if name in after.required else "optional"
    words = f"{marking.code(path)} was added, {word} ({walk.kind(1, new)})"
    if name in before.required:
        words += "; it had to be there before"
    elif "backward" in fails and not _refused(old):
        words += f"; before, {walk.kind(0, old)} could stand there"
    newly = name in after.required and name not in before.required
    breaks = fails | (BACKWARD & open_ if newly else NEITHER)
    kind = "required-property-added" if newly else "property-added"
    steps = after.properties[name][0].steps
    doubts = BACKWARD if not sealed and _is_anything(walk, old, new) else NEITHER
    return Change(
        kind=kind, path=path, words=words, breaks=breaks, undecided=unknown - breaks, doubts=doubts, steps=steps
    )


def _removed(
    walk: Walk, path: str, name: str, shapes: tuple[Shape, Shape], parts: tuple[Parts, Parts], open_: Open
) -> Change:
    before, after = shapes
    old, new = parts
    sealed = after.sealed and not new
    fails, unknown = (BACKWARD & open_, NEITHER) if sealed else walk.effect(old, new, open_)
    lost = name in before.required and name not in after.required
    breaks = fails | (FORWARD & open_ if lost else NEITHER)
    words = f"{marking.code(path)} was removed ({walk.kind(0, old)})"
    if name in before.required:
        words += ", which was required" if lost else "; it still has to be there"
    if "backward" in fails and (sealed or _refused(new)):
        words += "; it is refused now"
    steps = before.properties[name][0].steps
    kind = "required-property-removed" if lost else "property-removed"
    doubts = FORWARD if not sealed and _is_anything(walk, old, new) else NEITHER
    return Change(
        kind=kind,
        path=path,
        words=words,
        breaks=breaks,
        undecided=unknown - breaks,
        doubts=doubts,
        side=0,
        steps=steps,
    )


def _is_anything(walk: Walk, old: Parts, new: Parts) -> bool:
    """Whether any value may stand there, with and without the property: readers take for it what others meant.

    Not where a pattern names it: then it had that meaning already.
    """
    if any(part.steps[-2:-1] == ("patternProperties",) for part in (*old, *new)):
        return False
    return walk.judge.asked(0, old) == walk.judge.asked(1, new) == both(())


def _refused(parts: Parts) -> bool:
    return any(part.schema is False for part in parts)


def _required(
    path: str, name: str, before: Shape, after: Shape, old: Parts, new: Parts, open_: Open
) -> Iterator[Change]:
    was, is_ = name in before.required, name in after.required
    if was == is_:
        return
    words = f"{marking.code(path)} is {'required' if is_ else 'optional'} now"
    kind = "now-required" if is_ else "now-optional"
    breaks = (BACKWARD if is_ else FORWARD) & open_
    steps = new[0].steps if new else old[0].steps if old else None
    yield Change(kind=kind, path=path, words=words, breaks=breaks, side=1 if new else 0, steps=steps)


def rest(walk: Walk, path: str, before: Shape, after: Shape, open_: Open) -> Iterator[Change]:
    """What changed about properties that are not named."""
    subject = wording.subject(path)
    if before.closed != after.closed:
        if after.closed:
            words = f"{subject} takes no other properties than those that are named now"
            yield Change(kind="closed", path=path, words=words, breaks=BACKWARD & open_, keyword=_REST)
        else:
            words = f"{subject} takes other properties than those that are named now"
            yield Change(kind="opened", path=path, words=words, breaks=FORWARD & open_, keyword=_REST)
    elif not after.closed:
        walk.pair(field_paths.below(path, "*"), before.rest, after.rest, open_)
    for pattern in dict.fromkeys((*after.matching, *before.matching)):
        old, new = before.matching.get(pattern), after.matching.get(pattern)
        if old is not None and new is not None:
            walk.pair(field_paths.joined(path, f"/{pattern}/"), old, new, open_)
            continue
        happened = "have a rule of their own now" if old is None else "no longer have a rule of their own"
        words = f"in {subject}, properties whose names match {marking.cut(pattern)} {happened}"
        fails, unknown = walk.effect(old or before.rest, new or after.rest, open_)
        where = (new or old or [])[0].steps
        yield Change(
            kind="pattern-property-changed",
            path=path,
            words=words,
            breaks=fails,
            undecided=unknown,
            side=1 if new else 0,
            steps=where,
        )

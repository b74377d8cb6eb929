"""Fields that moved into or out of a oneof, of which only the last one that was written is read.

https://protobuf.dev/programming-guides/proto3/#backward
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from catalog_gen.compatibility import marking
from catalog_gen.compatibility.differences import BACKWARD, FORWARD
from catalog_gen.formats import field_paths

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from catalog_gen.compatibility.differences import Difference
    from catalog_gen.compatibility.protobuf.sides import Member
    from catalog_gen.compatibility.protobuf.walking import Walk

    Pairs = Sequence[tuple[Member, Member]]


def differences(
    walk: Walk, pairs: Pairs, added: Iterable[Member], removed: Iterable[Member], path: str
) -> Iterator[Difference]:
    """What the oneofs of two messages differ in, given the fields that stand for each other and the others."""
    renamed: dict[str, str] = {}
    for name, inside in _by_oneof(pairs, 1).items():
        before = [old.oneof.name if old.oneof else None for old, _ in inside]
        fields = [new for _, new in inside]
        groups = len({each for each in before if each}) + before.count(None)
        where = _name(fields[0])
        spot = field_paths.joined(path, fields[0].name)
        if groups > 1:
            words = f"of {_listed(fields)} only one can be set now: they are in the oneof `{name}`"
            yield walk.difference("oneof-joined", spot, words, breaks=BACKWARD, new=where)
        elif before[0] is None:
            words = f"{_listed(fields)} is in the oneof `{name}` now"
            yield walk.difference("oneof-entered", spot, words, new=where)
        elif before[0] != name:
            renamed[before[0]] = name
    for name, inside in _by_oneof(pairs, 0).items():
        after = [new.oneof.name if new.oneof else None for _, new in inside]
        groups = len({each for each in after if each}) + after.count(None)
        fields = [new for _, new in inside]
        spot = field_paths.joined(path, fields[0].name)
        if groups > 1:
            words = f"several of {_listed(fields)} can be set now: they are no longer in one oneof `{name}`"
            yield walk.difference("oneof-split", spot, words, breaks=FORWARD, new=_name(fields[0]))
        elif after[0] is None:
            words = f"{_listed(fields)} is not in the oneof `{name}` any more"
            yield walk.difference("oneof-left", spot, words, new=_name(fields[0]))
        elif name in renamed:
            words = f"the oneof `{name}` is called `{renamed[name]}`"
            yield walk.difference("oneof-renamed", spot, words, new=_name(fields[0]))
    yield from _of_others(walk, pairs, added, removed, path)


def _of_others(
    walk: Walk, pairs: Pairs, added: Iterable[Member], removed: Iterable[Member], path: str
) -> Iterator[Difference]:
    """Fields that only one side has, in a oneof that both have."""
    now = {new.oneof.name for old, new in pairs if new.oneof and old.oneof}
    before = {old.oneof.name for old, new in pairs if new.oneof and old.oneof}
    for member in added:
        if member.oneof and member.oneof.name in now:
            words = f"the oneof `{member.oneof.name}` can be `{member.name}` now"
            spot = field_paths.joined(path, member.name)
            yield walk.difference("oneof-field-added", spot, words, breaks=FORWARD, new=_name(member))
    for member in removed:
        if member.oneof and member.oneof.name in before:
            words = f"the oneof `{member.oneof.name}` can no longer be `{member.name}`"
            spot = field_paths.joined(path, member.name)
            yield walk.difference("oneof-field-removed", spot, words, breaks=BACKWARD, old=_name(member))


def _by_oneof(pairs: Pairs, side: int) -> dict[str, list[tuple[Member, Member]]]:
    found: dict[str, list[tuple[Member, Member]]] = {}
    for pair in pairs:
        oneof = pair[side].oneof
        if oneof is not None:
            found.setdefault(oneof.name, []).append(pair)
    return found


def _name(member: Member) -> str:
    return member.field.full_name


def _listed(members: Sequence[Member]) -> str:
    return marking.joined([marking.code(member.name) for member in members])

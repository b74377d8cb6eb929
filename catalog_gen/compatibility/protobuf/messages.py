"""What two versions of a message differ in: which of their fields stand for each other.

A field is its number on the wire, and its name in JSON.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from catalog_gen.compatibility.differences import BACKWARD, BOTH, FORWARD, NEITHER
from catalog_gen.compatibility.protobuf import fields, oneofs, reserving, types
from catalog_gen.formats import field_paths

if TYPE_CHECKING:
    from collections.abc import Iterator

    from google.protobuf.descriptor import Descriptor

    from catalog_gen.compatibility.differences import Difference
    from catalog_gen.compatibility.protobuf.sides import Member
    from catalog_gen.compatibility.protobuf.walking import Walk


def differences(walk: Walk, old: Descriptor, new: Descriptor, path: str) -> Iterator[Difference]:
    """All differences of two messages that stand for each other at the path."""
    yield from walk.of_the_declaration(old, new, path, "message")
    before, now = walk.old.members(old), walk.new.members(new)
    by_number = {member.field.number: member for member in before}
    by_name = {member.name: member for member in before}
    names, numbers = {member.name for member in now}, {member.field.number for member in now}
    pairs: list[tuple[Member, Member]] = []
    added: list[Member] = []
    for member in now:
        other = by_number.get(member.field.number)
        spot = field_paths.joined(path, member.name)
        same = by_name.get(member.name)
        if other is not None and (other is same or _is_renamed(other, member, names, by_name)):
            pairs.append((other, member))
            yield from fields.differences(walk, other, member, path)
            continue
        if other is not None:
            yield _taken_over(walk, other, member, spot)
        if same is not None and same is not other:
            pairs.append((same, member))
            yield _renumbered(walk, same, member, spot)
            yield from fields.differences(walk, same, member, path)
        elif other is None:
            added.append(member)
            yield from _added(walk, old, member, spot)
    gone = [member for member in before if member.field.number not in numbers and member.name not in names]
    for member in gone:
        yield _removed(walk, new, member, field_paths.joined(path, member.name))
    yield from oneofs.differences(walk, pairs, added, gone, path)
    yield from reserving.of_message(walk, old, new, path)


def _is_renamed(other: Member, member: Member, names: set[str], before: dict[str, Member]) -> bool:
    """Whether a field of the same number under another name is the same one: what was written is still read."""
    if other.name in names or member.name in before or other.cardinality != member.cardinality:
        return False
    return types.binary(other.field, member.field) != "broken"


def _taken_over(walk: Walk, other: Member, member: Member, path: str) -> Difference:
    words = (
        f"number {member.field.number} is `{member.name}` (`{member.words}`) now, and was `{other.name}` "
        f"(`{other.words}`)"
    )
    return walk.difference("number-reused", path, words, breaks=BOTH, new=member.field.full_name)


def _renumbered(walk: Walk, other: Member, member: Member, path: str) -> Difference:
    words = f"`{member.name}` changed its number from {other.field.number} to {member.field.number}"
    return walk.difference("number-changed", path, words, breaks=BOTH, new=member.field.full_name)


def _added(walk: Walk, old: Descriptor, member: Member, path: str) -> Iterator[Difference]:
    reserved, number = walk.old.reserved(old.full_name), member.field.number
    name = member.field.full_name
    if number in reserved.numbers or member.name in reserved.names:
        what = f"number {number}" if number in reserved.numbers else f"the name `{member.name}`"
        words = f"`{member.name}` uses {what} again, which had been reserved"
        yield walk.difference("reserved-used-again", path, words, weight="risky", new=name)
    words = f"`{member.name}` was added (`{member.words}`, number {number})"
    if member.field.is_required:
        yield walk.difference("required-added", path, f"{words}, and is required", breaks=BACKWARD, new=name)
    else:
        yield walk.difference("field-added", path, words, new=name)


def _removed(walk: Walk, new: Descriptor, member: Member, path: str) -> Difference:
    reserved, number = walk.new.reserved(new.full_name), member.field.number
    name = member.field.full_name
    words = f"`{member.name}` was removed (`{member.words}`, number {number})"
    is_kept = number in reserved.numbers and (member.field.is_extension or member.name in reserved.names)
    missing = [
        *(["number"] if number not in reserved.numbers else []),
        *(["name"] if member.name not in reserved.names and not member.field.is_extension else []),
    ]
    words += (
        ", and is reserved"
        if is_kept
        else f", and its {' and '.join(missing)} " + ("are not reserved" if len(missing) > 1 else "is not reserved")
    )
    if member.field.is_required:
        return walk.difference("required-removed", path, words, breaks=FORWARD, weight="risky", old=name)
    if is_kept:
        return walk.difference("field-removed", path, words, old=name)
    return walk.difference("field-removed-unreserved", path, words, breaks=NEITHER, weight="risky", old=name)

"""What two versions of an enum differ in.

https://protobuf.dev/programming-guides/enum/: a closed enum loses numbers that it does not know, an open one keeps
them. In JSON a value has its name; parsers take every name of its number, and the number.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from catalog_gen.compatibility import marking
from catalog_gen.compatibility.differences import BACKWARD, BOTH, FORWARD, NEITHER, Difference
from catalog_gen.compatibility.protobuf import reserving

if TYPE_CHECKING:
    from collections.abc import Iterator

    from google.protobuf.descriptor import EnumDescriptor, EnumValueDescriptor

    from catalog_gen.compatibility.protobuf.walking import Walk

    Values = dict[int, list[EnumValueDescriptor]]


def differences(walk: Walk, old: EnumDescriptor, new: EnumDescriptor, path: str) -> Iterator[Difference]:
    """All differences of two enums that stand for each other at the path."""
    yield from walk.of_the_declaration(old, new, path, "enum")
    if old.is_closed != new.is_closed:
        how, breaks = ("closed", BACKWARD) if new.is_closed else ("open", FORWARD)
        words = f"the enum `{new.name}` is {how} now"
        yield walk.difference(f"enum-{how}", path, words, breaks=breaks, new=new.full_name)
    first, before = new.values[0], old.values[0]
    if first.number != before.number:
        words = f"the first value of `{new.name}` is `{first.name}` ({first.number}), it was `{before.name}`"
        yield walk.difference("first-value-changed", path, words, weight="risky", new=new.full_name)
    numbers = {value.name: value.number for value in new.values}
    before_by, now_by = _by_number(old), _by_number(new)
    renumbered = {value.name for value in old.values if numbers.get(value.name, value.number) != value.number}
    for number, values in now_by.items():
        fresh = [value for value in values if value.name not in renumbered]
        for value in values:
            if value.name in renumbered:
                was = old.values_by_name[value.name].number
                words = f"`{value.name}` of `{new.name}` changed its number from {was} to {number}"
                yield walk.difference("value-renumbered", path, words, breaks=BOTH, new=f"{new.full_name}.{value.name}")
        if number not in before_by:
            yield from _added(walk, old, new, path, fresh)
        else:
            yield from _of_names(walk, old, new, path, (before_by[number], values), renumbered)
    for number, values in before_by.items():
        if number not in now_by and values[0].name not in renumbered:
            yield _removed(walk, old, new, path, values)
    yield from reserving.of_enum(walk, old, new, path)


def _by_number(enum: EnumDescriptor) -> Values:
    found: Values = {}
    for value in enum.values:
        found.setdefault(value.number, []).append(value)
    return found


def _added(
    walk: Walk, old: EnumDescriptor, new: EnumDescriptor, path: str, values: list[EnumValueDescriptor]
) -> Iterator[Difference]:
    reserved = walk.old.reserved(old.full_name)
    for value in values[:1]:
        name = f"{new.full_name}.{value.name}"
        words = f"{_listed(values)} was added to `{new.name}` (number {value.number})"
        if value.number in reserved.numbers or value.name in reserved.names:
            again = f"{words}, which had been reserved"
            yield walk.difference("reserved-used-again", path, again, weight="risky", new=name)
        yield walk.difference("value-added", path, words, breaks=FORWARD if old.is_closed else NEITHER, new=name)


def _removed(
    walk: Walk, old: EnumDescriptor, new: EnumDescriptor, path: str, values: list[EnumValueDescriptor]
) -> Difference:
    value, reserved = values[0], walk.new.reserved(new.full_name)
    is_kept = value.number in reserved.numbers and all(each.name in reserved.names for each in values)
    words = f"{_listed(values)} was removed from `{new.name}` (number {value.number})"
    words += ", and is reserved" if is_kept else ", and is not reserved"
    kind = "value-removed" if is_kept else "value-removed-unreserved"
    breaks = BACKWARD if new.is_closed else NEITHER
    return walk.difference(kind, path, words, breaks=breaks, weight="risky", old=f"{old.full_name}.{value.name}")


def _of_names(
    walk: Walk,
    old: EnumDescriptor,
    new: EnumDescriptor,
    path: str,
    values: tuple[list[EnumValueDescriptor], list[EnumValueDescriptor]],
    renumbered: set[str],
) -> Iterator[Difference]:
    """What the names of one number differ in."""
    before, now = [value.name for value in values[0]], values[1]
    number = now[0].number
    names = [value.name for value in now]
    first = f"{new.full_name}.{names[0]}"
    breaks = (NEITHER if before[0] in names else BACKWARD) | (NEITHER if names[0] in before else FORWARD)
    gone = [name for name in before if name not in names and name not in renumbered]
    fresh = [name for name in names if name not in before and name not in renumbered]
    if breaks and before[0] not in renumbered and names[0] not in renumbered:
        words = f"`{before[0]}` of `{new.name}` is called `{names[0]}` (number {number})"
        yield walk.difference("value-renamed", path, words, breaks=breaks, new=first)
        gone, fresh = gone[before[0] in gone :], fresh[names[0] in fresh :]
    if fresh:
        words = f"{_ticked(fresh)} was added to `{new.name}`, as another name of number {number}"
        yield walk.difference("alias-added", path, words, new=first)
    if gone:
        words = f"{_ticked(gone)} was removed from `{new.name}`, which was another name of number {number}"
        yield walk.difference("alias-removed", path, words, weight="risky", new=first)
    for value in now:
        was = old.values_by_name.get(value.name)
        if was is not None:
            name, what = f"{new.full_name}.{value.name}", f"`{value.name}` of `{new.name}`"
            yield from walk.of_deprecation(was.GetOptions().deprecated, value.GetOptions().deprecated, path, name, what)
            yield from walk.of_comment(path, f"{old.full_name}.{value.name}", name, what)


def _listed(values: list[EnumValueDescriptor]) -> str:
    return _ticked([value.name for value in values])


def _ticked(names: list[str]) -> str:
    return marking.joined([marking.code(name) for name in names])

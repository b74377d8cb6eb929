"""Numbers and names that are reserved, and those that are left to extensions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from catalog_gen.compatibility.protobuf.intervals import Intervals

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from google.protobuf.descriptor import Descriptor, EnumDescriptor

    from catalog_gen.compatibility.differences import Difference
    from catalog_gen.compatibility.protobuf.walking import Walk


def of_message(walk: Walk, old: Descriptor, new: Descriptor, path: str) -> Iterator[Difference]:
    """What is reserved in one of two messages only, and what is open to extensions in one of them only."""
    before = {field.number: field.name for field in old.fields}
    now = {field.number: field.name for field in new.fields}
    yield from _of_both(walk, old, new, path, (before, now))
    was, is_now = walk.old.extension_range(old.full_name), walk.new.extension_range(new.full_name)
    for kind, words, numbers in (
        ("extensions-narrowed", "can no longer be extended by the numbers", was.without(is_now)),
        ("extensions-widened", "can be extended by the numbers", is_now.without(was)),
    ):
        if numbers:
            weight = "risky" if kind == "extensions-narrowed" else "plain"
            text = f"`{new.name}` {words} {numbers}"
            yield walk.difference(kind, path, text, weight=weight, new=new.full_name)  # type: ignore[arg-type]


def of_enum(walk: Walk, old: EnumDescriptor, new: EnumDescriptor, path: str) -> Iterator[Difference]:
    """What is reserved in one of two enums only."""
    before = {value.number: value.name for value in old.values}
    now = {value.number: value.name for value in new.values}
    yield from _of_both(walk, old, new, path, (before, now))


def _of_both(
    walk: Walk,
    old: Descriptor | EnumDescriptor,
    new: Descriptor | EnumDescriptor,
    path: str,
    used: tuple[dict[int, str], dict[int, str]],
) -> Iterator[Difference]:
    """What is used on the other side is left out: that is told there."""
    was, is_now = walk.old.reserved(old.full_name), walk.new.reserved(new.full_name)
    before, now = used
    freed = was.numbers.without(is_now.numbers).without(_single(now))
    free_names = was.names - is_now.names - set(now.values())
    if freed or free_names:
        words = f"{_told(freed, free_names)} of `{new.name}` can be used again, which had been reserved"
        yield walk.difference("reserved-removed", path, words, weight="risky", new=new.full_name)
    fresh = is_now.numbers.without(was.numbers).without(_single(before))
    fresh_names = is_now.names - was.names - set(before.values())
    if fresh or fresh_names:
        words = f"{_told(fresh, fresh_names)} of `{new.name}` was reserved"
        yield walk.difference("reserved-added", path, words, new=new.full_name)


def _single(numbers: Iterable[int]) -> Intervals:
    return Intervals((number, number + 1) for number in numbers)


def _told(numbers: Intervals, names: Iterable[str]) -> str:
    told = [f"number {numbers}"] if numbers else []
    listed = ", ".join(f"`{name}`" for name in sorted(names))
    return " and ".join([*told, *([f"name {listed}"] if listed else [])])

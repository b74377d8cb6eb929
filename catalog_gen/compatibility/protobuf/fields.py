"""What two versions of a field differ in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from google.protobuf.descriptor import Descriptor, FieldDescriptor

from catalog_gen.compatibility import marking
from catalog_gen.compatibility.differences import BACKWARD, BOTH, FORWARD, NEITHER
from catalog_gen.compatibility.protobuf import types
from catalog_gen.compatibility.protobuf.sides import element
from catalog_gen.formats import field_paths
from catalog_gen.formats.protobuf import scalars

if TYPE_CHECKING:
    from collections.abc import Iterator

    from catalog_gen.compatibility.differences import Difference
    from catalog_gen.compatibility.protobuf.sides import Member
    from catalog_gen.compatibility.protobuf.walking import Walk


def differences(walk: Walk, old: Member, new: Member, path: str) -> Iterator[Difference]:
    """All differences of two fields that stand for each other, in the message at the path."""
    spot = field_paths.joined(path, new.name)
    yield from _of_names(walk, old, new, spot)
    if old.cardinality != new.cardinality:
        yield from _of_cardinality(walk, old, new, spot)
    elif new.cardinality == "map":
        yield from _of_maps(walk, old, new, spot)
    else:
        yield from _of_type(walk, old.field, new.field, new, spot + ("[]" if new.cardinality == "repeated" else ""))
        yield from _of_presence(walk, old, new, spot)
        yield from _of_default(walk, old, new, spot)
    if new.cardinality == old.cardinality == "repeated" and _is_number(new) and _is_number(old):
        yield from _of_packing(walk, old, new, spot)
    yield from walk.of_deprecation(
        old.field.GetOptions().deprecated, new.field.GetOptions().deprecated, spot, new.field.full_name, f"`{new.name}`"
    )
    yield from walk.of_comment(spot, old.field.full_name, new.field.full_name, f"`{new.name}`")


def _of_names(walk: Walk, old: Member, new: Member, spot: str) -> Iterator[Difference]:
    backward = NEITHER if old.key in new.keys else BACKWARD
    forward = NEITHER if new.key in old.keys else FORWARD
    where = new.field.full_name
    if old.field.is_extension != new.field.is_extension:
        how = "an extension" if new.field.is_extension else "a field of the message"
        words = f"`{old.name}` is {how} now, `{new.name}`"
        yield walk.difference("extension-moved", spot, words, breaks=backward | forward, new=where)
    elif old.name != new.name:
        words = f"`{old.name}` was renamed to `{new.name}`"
        if not backward | forward:
            yield walk.difference("field-renamed", spot, f"{words}, which JSON does not notice", new=where)
            return
        yield walk.difference(
            "json-name-changed",
            spot,
            f"{words} (in JSON `{old.key}`, now `{new.key}`)",
            breaks=backward | forward,
            new=where,
        )
    elif old.key != new.key:
        words = f"`{new.name}` is called `{new.key}` in JSON, it was `{old.key}`"
        yield walk.difference("json-name-changed", spot, words, breaks=backward | forward, new=where)


def _of_cardinality(walk: Walk, old: Member, new: Member, spot: str) -> Iterator[Difference]:
    words = f"`{new.name}` changed from `{old.words}` to `{new.words}`"
    kind = "map-changed" if {old.cardinality, new.cardinality} == {"map", "repeated"} else "label-changed"
    yield walk.difference(kind, spot, words, breaks=BOTH, new=new.field.full_name)


def _of_maps(walk: Walk, old: Member, new: Member, spot: str) -> Iterator[Difference]:
    yield from _of_type(walk, old.entry("key"), new.entry("key"), new, spot, "the keys of ")
    below = field_paths.below(spot, "*")
    yield from _of_type(walk, old.entry("value"), new.entry("value"), new, below, "the values of ")


def _of_type(
    walk: Walk, old: FieldDescriptor, new: FieldDescriptor, member: Member, spot: str, what: str = ""
) -> Iterator[Difference]:
    """The types of one value; `member` is the field in which that stands."""
    where, words = member.field.full_name, f"{what}`{member.name}` changed from `{element(old)}` to `{element(new)}`"
    before, now = old.message_type or old.enum_type, new.message_type or new.enum_type
    both = (types.binary(old, new), types.binary(new, old))
    in_json = (types.json(old, new), types.json(new, old))
    if "broken" in both:
        yield walk.difference("type-changed", spot, words, breaks=BOTH, new=where)
    elif "broken" in in_json:
        breaks = (BACKWARD if in_json[0] == "broken" else NEITHER) | (FORWARD if in_json[1] == "broken" else NEITHER)
        yield walk.difference("json-type-changed", spot, words, breaks=breaks, new=where)
    elif before is not None and now is not None and type(before) is type(now):
        if _is_replaced(before, now, walk):
            yield walk.difference("type-replaced", spot, words, breaks=BOTH, new=where)
        else:
            walk.meet(before, now, spot)
    elif old.type != new.type:
        yield walk.difference("range-changed", spot, words, weight="risky", new=where)


def _is_replaced(old: Any, new: Any, walk: Walk) -> bool:
    """Whether another message stands where one was, so that nothing that was written is read."""
    if walk.old.relative(old.full_name) == walk.new.relative(new.full_name) or not isinstance(old, Descriptor):
        return False
    shared = {(field.number, field.name) for field in old.fields} & {(field.number, field.name) for field in new.fields}
    return not shared and bool(old.fields or new.fields)


def _of_presence(walk: Walk, old: Member, new: Member, spot: str) -> Iterator[Difference]:
    where = new.field.full_name
    if old.field.is_required != new.field.is_required:
        if new.field.is_required:
            yield walk.difference("required-added", spot, f"`{new.name}` is required now", breaks=BACKWARD, new=where)
        else:
            words = f"`{new.name}` is no longer required"
            yield walk.difference("required-removed", spot, words, breaks=FORWARD, new=where)
    elif old.field.has_presence != new.field.has_presence and not (old.oneof or new.oneof) and _is_scalar(old, new):
        can = "tells now" if new.field.has_presence else "does not tell any more"
        words = f"`{new.name}` {can} whether it was set"
        yield walk.difference("presence-changed", spot, words, weight="risky", new=where)


def _is_scalar(old: Member, new: Member) -> bool:
    """Whether presence is a choice: messages and members of a oneof have it anyway."""
    return old.field.message_type is None and new.field.message_type is None


def _of_default(walk: Walk, old: Member, new: Member, spot: str) -> Iterator[Difference]:
    if old.field.type != new.field.type or new.field.is_repeated or new.field.message_type is not None:
        return
    before, now = _default(old.field), _default(new.field)
    if before != now and (old.field.has_default_value or new.field.has_default_value):
        words = f"the default of `{new.name}` changed from {marking.code(before)} to {marking.code(now)}"
        yield walk.difference("default-changed", spot, words, weight="risky", new=new.field.full_name)


def _default(field: FieldDescriptor) -> str:
    if field.enum_type is not None:
        return field.enum_type.values_by_number[field.default_value].name
    value = scalars.as_json(field.default_value, field.type)
    return '""' if value == "" else str(value).lower() if isinstance(value, bool) else str(value)


def _is_number(member: Member) -> bool:
    return member.field.cpp_type not in {FieldDescriptor.CPPTYPE_STRING, FieldDescriptor.CPPTYPE_MESSAGE}


def _of_packing(walk: Walk, old: Member, new: Member, spot: str) -> Iterator[Difference]:
    if old.field.is_packed != new.field.is_packed:
        words = f"`{new.name}` is {'' if new.field.is_packed else 'no longer '}packed"
        yield walk.difference("packing-changed", spot, words, new=new.field.full_name)

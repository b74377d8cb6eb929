"""Whether a JSON payload is valid: protobuf's own parser is asked, message by message and value by value.

Its verdict is the last word. It stops at the first mistake, so we walk the payload and ask about each value alone.
It lets pass what other parsers refuse (https://protobuf.dev/programming-guides/json/); the walk does not: a list or an
empty text as a message, a boolean as a number, a fraction as an enum value, bytes that are not base64, and one field
under both of its names.
"""

from __future__ import annotations

import copy
import json
import re
from typing import TYPE_CHECKING, Any

from google.protobuf import json_format, message_factory
from google.protobuf.descriptor import FieldDescriptor
from google.protobuf.message import Error

from catalog_gen.formats.protobuf import scalars
from catalog_gen.formats.tree import Check, Mismatch
from catalog_gen.problems import a, nearest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from google.protobuf.descriptor import Descriptor
    from google.protobuf.descriptor_pool import DescriptorPool
    from google.protobuf.message import Message

Path = tuple[str | int, ...]

_REFUSALS = (
    json_format.Error,
    Error,
    AttributeError,
    KeyError,
    OverflowError,
    RecursionError,
    SystemError,  # a lone surrogate as the name of an enum value
    TypeError,
    ValueError,
)
"""What the parser raises for odd values, of which only the first one is meant for that."""

_DEPTH = 100
"""How deep the parser goes."""

_BASE64 = re.compile(r"(?:[A-Za-z0-9+/]*|[A-Za-z0-9_-]*)={0,2}")

_IN_WORDS = {
    "google.protobuf.Any": 'an object with "@type", the type of a known message, and its fields',
    "google.protobuf.Duration": "a duration such as 3.5s",
    "google.protobuf.FieldMask": "paths of fields in lowerCamelCase",
    "google.protobuf.ListValue": "an array",
    "google.protobuf.Struct": "an object",
    "google.protobuf.Timestamp": "a time such as 2026-01-31T12:00:00Z",
    "google.protobuf.Value": "a JSON value",
}


def check(pool: DescriptorPool, root: Descriptor) -> Check:
    """Every reason why a payload is no such message, in the order of the payload."""

    def mismatches(payload: Any) -> tuple[Mismatch, ...]:
        found = tuple(_of_message(payload, root, (), pool))
        if found:
            return found
        return tuple(_refusal(payload, root, pool))

    return mismatches


def _of_message(value: Any, message: Descriptor, path: Path, pool: DescriptorPool) -> Iterator[Mismatch]:
    if message.full_name == "google.protobuf.Any":
        yield from _of_any(value, message, path, pool)
        return
    if message.full_name in scalars.WELL_KNOWN and message.full_name != "google.protobuf.Empty":
        if _parsed(value, message, pool) is None:
            yield Mismatch(path, f"{_shown(value)} is not {_IN_WORDS[message.full_name]}")
        return
    if message.full_name in scalars.WRAPPERS:
        if _is_odd(value, message.fields_by_name["value"]) or _parsed(value, message, pool) is None:
            yield Mismatch(path, f"{_shown(value)} is not {_noun(scalars.wrapper(message.full_name).words)}")
        return
    if len(path) > _DEPTH:
        yield Mismatch(path, "the payload is nested too deeply")
        return
    if not isinstance(value, dict):
        yield Mismatch(path, f"{_shown(value)} is not an object, as {message.name} is one")
        return
    yield from _of_fields(value, message, path, pool)


def _of_fields(value: dict[Any, Any], message: Descriptor, path: Path, pool: DescriptorPool) -> Iterator[Mismatch]:
    by_key = {field.name: field for field in message.fields} | {field.json_name: field for field in message.fields}
    for each in message.fields:
        if each.is_required and value.get(each.json_name) is None and value.get(each.name) is None:
            yield Mismatch(path, f"{each.json_name} is required and missing", "required")
    given: dict[str, str] = {}
    for key, inner in value.items():
        field = by_key.get(key)
        if field is None:
            yield from _of_unknown(key, inner, message, path, pool)
            continue
        if given.setdefault(field.name, key) != key:
            yield Mismatch((*path, key), f"{field.name} is given twice, also as {given[field.name]}")
        if inner is None:
            continue
        oneof = field.containing_oneof
        if oneof is not None:
            first = given.setdefault(f" {oneof.name}", key)
            if first != key and by_key[first] != field:
                yield Mismatch((*path, key), f"only one of {oneof.name} can be set, and {first} is", "oneof")
        yield from _of_field(inner, field, (*path, key), pool)


def _of_unknown(key: Any, inner: Any, message: Descriptor, path: Path, pool: DescriptorPool) -> Iterator[Mismatch]:
    if not isinstance(key, str):
        yield Mismatch(path, f"{_shown(key)} is not a text, as keys are")
        return
    if key.startswith("[") and _parsed({key: inner}, message, pool) is not None:
        return  # an extension
    hint = nearest(key, [field.json_name for field in message.fields])
    yield Mismatch((*path, key), f"{message.name} has no field {_shown(key)}" + (f" ({hint})" if hint else ""))


def _of_field(value: Any, field: FieldDescriptor, path: Path, pool: DescriptorPool) -> Iterator[Mismatch]:
    entry = field.message_type
    if entry is not None and entry.GetOptions().map_entry:
        if isinstance(value, dict):
            yield from _of_map(value, field, path, pool)
        else:
            yield Mismatch(path, f"{_shown(value)} is not an object, as a map is one")
    elif not field.is_repeated:
        yield from _of_single(value, field, path, pool)
    elif not isinstance(value, list):
        yield Mismatch(path, f"{_shown(value)} is not an array, as repeated fields are")
    else:
        for index, item in enumerate(value):
            is_value = entry is not None and entry.full_name == "google.protobuf.Value"
            if item is None and not is_value:
                yield Mismatch((*path, index), "null cannot be an element")
            else:
                yield from _of_single(item, field, (*path, index), pool)


def _of_map(value: dict[Any, Any], field: FieldDescriptor, path: Path, pool: DescriptorPool) -> Iterator[Mismatch]:
    entry = field.message_type
    assert entry is not None  # noqa: S101 - a map has entries
    key_field, value_field = entry.fields_by_name["key"], entry.fields_by_name["value"]
    for key, inner in value.items():
        spot = (*path, key if isinstance(key, str) else _shown(key))
        as_text = {"true": True, "false": False}.get(key, key) if key_field.type == FieldDescriptor.TYPE_BOOL else key
        if not isinstance(key, str) or _parsed({"key": as_text}, entry, pool) is None:
            yield Mismatch(
                spot, f"{_shown(key)} is not {_noun(scalars.SCALARS[key_field.type].words)}, as the keys are"
            )
        yield from _of_single(inner, value_field, spot, pool)


def _of_single(value: Any, field: FieldDescriptor, path: Path, pool: DescriptorPool) -> Iterator[Mismatch]:
    """A value of a field, or one element of it, or one value of a map."""
    if field.message_type is not None:
        yield from _of_message(value, field.message_type, path, pool)
        return
    alone = [value] if field.is_repeated else value
    message = field.containing_type
    assert message is not None  # noqa: S101 - extensions are not walked
    if value is not None and not _is_odd(value, field) and _parsed({field.json_name: alone}, message, pool) is not None:
        return
    enum = field.enum_type
    if enum is None:
        yield Mismatch(path, f"{_shown(value)} is not {_noun(scalars.SCALARS[field.type].words)}")
    elif value is not None or enum.full_name != scalars.NULL or message.GetOptions().map_entry:
        hint = nearest(value, enum.values_by_name) if isinstance(value, str) else ""
        words = f"{_shown(value)} is not a value of {enum.name}"
        yield Mismatch(path, words + (f" ({hint})" if hint else ""), "enum", [each.name for each in enum.values])


def _is_odd(value: Any, field: FieldDescriptor) -> bool:
    """Whether it is a value that protobuf's parser for Python takes, but that is not ProtoJSON."""
    if field.enum_type is not None:
        return isinstance(value, bool) or (isinstance(value, float) and not value.is_integer())
    if field.cpp_type in {FieldDescriptor.CPPTYPE_DOUBLE, FieldDescriptor.CPPTYPE_FLOAT}:
        return isinstance(value, bool)
    if field.type == FieldDescriptor.TYPE_BYTES:
        return not isinstance(value, str) or not _BASE64.fullmatch(value)
    return False


def _of_any(value: Any, message: Descriptor, path: Path, pool: DescriptorPool) -> Iterator[Mismatch]:
    if value == {}:
        return
    name = value.get("@type") if isinstance(value, dict) else None
    if not isinstance(name, str):
        yield Mismatch(path, f"{_shown(value)} is not {_IN_WORDS[message.full_name]}")
        return
    try:
        embedded = pool.FindMessageTypeByName(name.rpartition("/")[2])
    except (KeyError, ValueError):
        yield Mismatch((*path, "@type"), f"{_shown(name)} is not the type of a message that the schema knows")
        return
    if embedded.full_name in scalars.WELL_KNOWN or embedded.full_name in scalars.WRAPPERS:
        if _parsed(value, message, pool) is None:
            yield Mismatch(path, f"{_shown(value)} does not embed {a(embedded.full_name)}")
        return
    yield from _of_message({key: inner for key, inner in value.items() if key != "@type"}, embedded, path, pool)


def _parsed(value: Any, message: Descriptor, pool: DescriptorPool) -> Message | None:
    try:
        return _parse(value, message, pool)
    except _REFUSALS:
        return None


def _parse(value: Any, message: Descriptor, pool: DescriptorPool) -> Message:
    result = message_factory.GetMessageClass(message)()
    own = copy.deepcopy(value)  # the parser takes `@type` out of the payload and puts it back at the end
    return json_format.ParseDict(own, result, descriptor_pool=pool)


def _refusal(payload: Any, root: Descriptor, pool: DescriptorPool) -> Iterator[Mismatch]:
    try:
        message = _parse(payload, root, pool)
    except RecursionError:
        yield Mismatch((), "the payload is nested too deeply")
        return
    except _REFUSALS as error:
        yield _as_mismatch(str(error))
        return
    if not message.IsInitialized():
        for name in message.FindInitializationErrors():  # type: ignore[attr-defined] # the stubs lack it
            yield Mismatch((), f"{name} is required and missing", "required")


_AT = re.compile(r" at \"?\w+((?:\.\w+|\[\w+\])*)\"?\.?$")


def _as_mismatch(words: str) -> Mismatch:
    """What the parser says, at the spot that it names."""
    first = words.partition("\n")[0]
    inner = first.rsplit(" field: ", 1)[-1]
    found = _AT.search(inner.rstrip("."))
    steps = re.findall(r"\w+", found[1]) if found else []
    path = tuple(int(step) if step.isdigit() else step for step in steps)
    return Mismatch(path, inner[: found.start()] if found else inner)


def _noun(words: str) -> str:
    return "bytes in base64" if words in {"bytes", "google.protobuf.BytesValue"} else a(words)


def _shown(value: Any) -> str:
    try:
        text = json.dumps(value, ensure_ascii=False, default=repr)
    except (TypeError, ValueError, RecursionError):
        text = type(value).__name__
    return text if len(text) <= 60 else f"{text[:57]}..."  # noqa: PLR2004 - enough to recognise it

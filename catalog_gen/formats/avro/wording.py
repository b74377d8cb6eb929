"""Words for what stands in a schema or payload, and for what people write instead of Avro's own names."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from catalog_gen.formats.avro import logical
from catalog_gen.formats.avro.schemas import PRIMITIVES

if TYPE_CHECKING:
    from collections.abc import Mapping

_LONGEST: Final = 60

_COMPLEX: Final = ("record", "enum", "array", "map", "fixed")

_INSTEAD: Final[Mapping[str, str]] = {
    **dict.fromkeys(("integer", "int32", "int16", "int8", "short", "byte", "uint16", "uint8"), '"int"'),
    **dict.fromkeys(("int64", "bigint", "uint32", "uint64"), '"long"'),
    **dict.fromkeys(("number", "float64", "real"), '"double"'),
    **dict.fromkeys(("float32",), '"float"'),
    **dict.fromkeys(("bool", "Boolean"), '"boolean"'),
    **dict.fromkeys(("str", "text", "String", "varchar", "char"), '"string"'),
    **dict.fromkeys(("binary", "blob", "bytearray"), '"bytes"'),
    **dict.fromkeys(("object", "struct"), '{"type": "record", ...}'),
    **dict.fromkeys(("list", "set"), '{"type": "array", "items": ...}'),
    **dict.fromkeys(("dict", "dictionary"), '{"type": "map", "values": ...}'),
    **dict.fromkeys(("None", "nil", "void"), '"null"'),
    **dict.fromkeys(("datetime", "timestamp"), '{"type": "long", "logicalType": "timestamp-millis"}'),
    "time": '{"type": "int", "logicalType": "time-millis"}',
    "union": "a list of types",
}


def known_mistake(name: str) -> str:
    """What to write instead of a name that is no type, as a hint; empty where nobody knows."""
    if name in _INSTEAD:
        return f"write {_INSTEAD[name]}"
    if name in _COMPLEX:
        return f'{"an" if name[0] in "ae" else "a"} {name} is written {{"type": "{name}", ...}}'
    base = logical.base_of(name)
    if base:
        return f'write {{"type": "{base}", "logicalType": "{name}"}}'
    small = name.lower() in (*PRIMITIVES, *_COMPLEX) and name != name.lower()
    return f'write "{name.lower()}", in small letters' if small else ""


def wrapped(name: str) -> tuple[str, str]:
    """What is said of a reference that is written `{"type": NAME}`, and what to do."""
    words = f'not every program reads {{"type": {quoted(name)}}}: Avro for Java does, fastavro does not'
    return words, f"write the name alone: {quoted(name)}"


def quoted(text: str) -> str:
    """The text in quotes, shortened."""
    return json.dumps(text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…", ensure_ascii=False)


def shown(value: Any) -> str:
    """A JSON value in few words."""
    if isinstance(value, str):
        return quoted(value)
    if isinstance(value, dict):
        return "an object" if value else "an empty object"
    if isinstance(value, list):
        return "a list" if value else "an empty list"
    if isinstance(value, (bool, int, float)) or value is None:
        text = json.dumps(value)
        return text if len(text) <= _LONGEST else f"a number of {len(text)} digits"
    return type(value).__name__

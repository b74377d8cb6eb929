"""What becomes of the values of a field that has another type for the reader than for the writer.

https://protobuf.dev/programming-guides/proto3/#updating tells which types share the bytes,
https://protobuf.dev/programming-guides/json/#json-wire-safety which share the JSON.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from google.protobuf.descriptor import FieldDescriptor

from catalog_gen.formats.protobuf import scalars

if TYPE_CHECKING:
    from collections.abc import Mapping

Outcome = Literal["same", "lossy", "broken"]
"""`lossy`: some values come out as others or not at all, as the documentation of Protobuf puts up with."""

_F = FieldDescriptor

_BYTES: Final[Mapping[int, str]] = {
    **dict.fromkeys(
        (_F.TYPE_INT32, _F.TYPE_INT64, _F.TYPE_UINT32, _F.TYPE_UINT64, _F.TYPE_BOOL, _F.TYPE_ENUM), "varint"
    ),
    **dict.fromkeys((_F.TYPE_SINT32, _F.TYPE_SINT64), "zigzag"),
    **dict.fromkeys((_F.TYPE_FIXED32, _F.TYPE_SFIXED32), "fixed32"),
    **dict.fromkeys((_F.TYPE_FIXED64, _F.TYPE_SFIXED64), "fixed64"),
    _F.TYPE_FLOAT: "float",
    _F.TYPE_DOUBLE: "double",
    _F.TYPE_STRING: "text",
    _F.TYPE_BYTES: "text",
    _F.TYPE_MESSAGE: "message",
    _F.TYPE_GROUP: "group",
}
"""How values are written; those of one group can be read as each other."""

_INTEGERS: Final[Mapping[int, tuple[int, int]]] = {
    number: (low, high)
    for number, bits, signed in (
        (_F.TYPE_INT32, 32, True),
        (_F.TYPE_SINT32, 32, True),
        (_F.TYPE_SFIXED32, 32, True),
        (_F.TYPE_UINT32, 32, False),
        (_F.TYPE_FIXED32, 32, False),
        (_F.TYPE_INT64, 64, True),
        (_F.TYPE_SINT64, 64, True),
        (_F.TYPE_SFIXED64, 64, True),
        (_F.TYPE_UINT64, 64, False),
        (_F.TYPE_FIXED64, 64, False),
    )
    for low, high in [(-(2 ** (bits - 1)), 2 ** (bits - 1) - 1) if signed else (0, 2**bits - 1)]
}
_RANGES: Final = {**_INTEGERS, _F.TYPE_BOOL: (0, 1), _F.TYPE_ENUM: _INTEGERS[_F.TYPE_INT32]}
_SPECIAL: Final = (scalars.WELL_KNOWN.keys() | scalars.WRAPPERS.keys()) - {"google.protobuf.Empty"}
"""Messages that JSON writes in another way than as an object of their fields."""

_QUOTED: Final = 2**32
"""Integers with more values than this are texts in JSON."""


def binary(writer: FieldDescriptor, reader: FieldDescriptor) -> Outcome:
    """What becomes of one value on the wire; messages and enums are compared elsewhere."""
    wrote, reads = _BYTES[writer.type], _BYTES[reader.type]
    if {writer.type, reader.type} == {_F.TYPE_BYTES, _F.TYPE_MESSAGE}:
        return "same" if reader.type == _F.TYPE_BYTES else "lossy"
    if wrote != reads:
        return "broken"
    if writer.type == reader.type:
        return "same"
    if wrote == "text":
        return "same" if reader.type == _F.TYPE_BYTES else "lossy"
    if reader.enum_type is not None and reader.enum_type.is_closed:
        return "lossy"
    low, high = _RANGES[writer.type]
    least, most = _RANGES[reader.type]
    return "same" if least <= low and high <= most else "lossy"


def json(writer: FieldDescriptor, reader: FieldDescriptor) -> Outcome:
    """What becomes of one value in JSON; messages and enums are compared elsewhere."""
    wrote, reads = _in_json(writer), _in_json(reader)
    if wrote == reads:
        return "same" if wrote != "integer" else _fitting(writer, reader)
    if wrote == "integer" and reader.enum_type is not None:
        low, high = _INTEGERS[writer.type]
        return "broken" if high - low > _QUOTED else "lossy"  # parsers take the number of a value, not quoted
    return "broken"


def _in_json(field: FieldDescriptor) -> str:
    if field.message_type is not None:
        name = field.message_type.full_name
        return name if name in _SPECIAL else "object"
    if field.enum_type is not None:
        name = field.enum_type.full_name
        return name if name == scalars.NULL else "enum"
    if field.type in _INTEGERS:
        return "integer"
    return "number" if field.type in {_F.TYPE_FLOAT, _F.TYPE_DOUBLE} else scalars.SCALARS[field.type].words


def _fitting(writer: FieldDescriptor, reader: FieldDescriptor) -> Outcome:
    low, high = _INTEGERS[writer.type]
    least, most = _INTEGERS[reader.type]
    return "same" if least <= low and high <= most else "lossy"

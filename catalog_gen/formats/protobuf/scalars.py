"""Protobuf's scalar types and well-known types, as their JSON is.

https://protobuf.dev/programming-guides/json/: 64-bit integers are texts there, bytes are base64.
"""

from __future__ import annotations

import base64
import math
import struct
from typing import TYPE_CHECKING, Any, Final

from google.protobuf.descriptor import FieldDescriptor

from catalog_gen.formats.tree import Field, Limits, Type

if TYPE_CHECKING:
    from collections.abc import Mapping


def _integer(words: str, bits: int, *, signed: bool) -> Type:
    low, high = (-(2 ** (bits - 1)), 2 ** (bits - 1) - 1) if signed else (0, 2**bits - 1)
    limits = Limits(minimum=low, maximum=high)
    if bits == 64:  # noqa: PLR2004 - JavaScript's numbers have 53
        return Type(kind="string", words=words, format="int64" if signed else "uint64", limits=limits)
    return Type(kind="integer", words=words, limits=limits)


SCALARS: Final[Mapping[int, Type]] = {
    FieldDescriptor.TYPE_DOUBLE: Type(kind="number", words="double"),
    FieldDescriptor.TYPE_FLOAT: Type(
        kind="number", words="float", limits=Limits(minimum=-3.4028234663852886e38, maximum=3.4028234663852886e38)
    ),
    FieldDescriptor.TYPE_INT32: _integer("int32", 32, signed=True),
    FieldDescriptor.TYPE_SINT32: _integer("sint32", 32, signed=True),
    FieldDescriptor.TYPE_SFIXED32: _integer("sfixed32", 32, signed=True),
    FieldDescriptor.TYPE_UINT32: _integer("uint32", 32, signed=False),
    FieldDescriptor.TYPE_FIXED32: _integer("fixed32", 32, signed=False),
    FieldDescriptor.TYPE_INT64: _integer("int64", 64, signed=True),
    FieldDescriptor.TYPE_SINT64: _integer("sint64", 64, signed=True),
    FieldDescriptor.TYPE_SFIXED64: _integer("sfixed64", 64, signed=True),
    FieldDescriptor.TYPE_UINT64: _integer("uint64", 64, signed=False),
    FieldDescriptor.TYPE_FIXED64: _integer("fixed64", 64, signed=False),
    FieldDescriptor.TYPE_BOOL: Type(kind="boolean", words="bool"),
    FieldDescriptor.TYPE_STRING: Type(kind="string", words="string"),
    FieldDescriptor.TYPE_BYTES: Type(kind="string", words="bytes", format="base64"),
}


def map_key(type_number: int) -> Type:
    """The keys of a map, which are texts in JSON whatever they are."""
    scalar = SCALARS[type_number]
    if scalar.kind == "boolean":
        return Type(kind="enum", words="bool", values=("true", "false"))
    if scalar.kind == "integer":
        return Type(kind="string", words=scalar.words, format="integer", limits=scalar.limits, examples=("1",))
    return scalar


def _known(name: str, kind: Any, **more: Any) -> Type:
    return Type(kind=kind, words=f"google.protobuf.{name}", **more)


_ANY: Final = Type(kind="any", words="any JSON value")

_DURATION: Final = _known(
    "Duration",
    "string",
    format="seconds",
    limits=Limits(pattern=r"^-?[0-9]+(\.[0-9]{1,9})?s$"),
    examples=("3.5s",),
    notes=("a duration in seconds with the letter s, such as 3.5s",),
)
_ANY_MESSAGE: Final = _known(
    "Any",
    "record",
    open=True,
    fields=(
        Field(
            name="@type",
            type=Type(kind="string", words="string"),
            required=True,
            doc="The type of the message that is embedded: type.googleapis.com/ and its full name.",
        ),
    ),
)

NULL: Final = "google.protobuf.NullValue"
"""An enum of one value, which is null where a field has it."""

NULL_INSIDE: Final = _known("NullValue", "enum", values=("NULL_VALUE",))
"""It as an element or in a map, where parsers take no null."""

WELL_KNOWN: Final[Mapping[str, Type]] = {
    "google.protobuf.Any": _ANY_MESSAGE,
    "google.protobuf.Duration": _DURATION,
    "google.protobuf.Empty": _known("Empty", "record"),
    "google.protobuf.FieldMask": _known(
        "FieldMask",
        "string",
        limits=Limits(pattern="^[^_]*$"),
        examples=("displayName,price",),
        notes=("paths of fields in lowerCamelCase, separated by commas",),
    ),
    "google.protobuf.ListValue": _known("ListValue", "array", items=_ANY),
    "google.protobuf.Struct": _known("Struct", "map", items=_ANY),
    "google.protobuf.Timestamp": _known("Timestamp", "string", format="date-time"),
    "google.protobuf.Value": _known("Value", "any"),
}

WRAPPERS: Final[Mapping[str, int]] = {
    "google.protobuf.BoolValue": FieldDescriptor.TYPE_BOOL,
    "google.protobuf.BytesValue": FieldDescriptor.TYPE_BYTES,
    "google.protobuf.DoubleValue": FieldDescriptor.TYPE_DOUBLE,
    "google.protobuf.FloatValue": FieldDescriptor.TYPE_FLOAT,
    "google.protobuf.Int32Value": FieldDescriptor.TYPE_INT32,
    "google.protobuf.Int64Value": FieldDescriptor.TYPE_INT64,
    "google.protobuf.StringValue": FieldDescriptor.TYPE_STRING,
    "google.protobuf.UInt32Value": FieldDescriptor.TYPE_UINT32,
    "google.protobuf.UInt64Value": FieldDescriptor.TYPE_UINT64,
}


def wrapper(full_name: str) -> Type:
    """What a wrapper holds, under the wrapper's name."""
    inner = SCALARS[WRAPPERS[full_name]]
    return Type(kind=inner.kind, words=full_name, format=inner.format, limits=inner.limits)


def nullable(type_: Type) -> Type:
    """A wrapper where it may be null: as a field of its own, not as an element."""
    null = Type(kind="null", words="null")
    return Type(kind="union", words=type_.words, branches=(type_, null))


def as_json(value: Any, type_number: int) -> Any:
    """A scalar value, as Python holds it, in ProtoJSON."""
    if isinstance(value, bytes):
        return base64.b64encode(value).decode()
    if isinstance(value, float):
        return _float_as_json(value, type_number)
    if isinstance(value, int) and SCALARS[type_number].kind == "string":
        return str(value)
    return value


def _float_as_json(value: float, type_number: int) -> Any:
    if math.isnan(value):
        return "NaN"
    if math.isinf(value):
        return "Infinity" if value > 0 else "-Infinity"
    if type_number != FieldDescriptor.TYPE_FLOAT:
        return value
    return next(short for digits in range(1, 18) if _as_float(short := float(f"{value:.{digits}g}")) == value)


def _as_float(value: float) -> float:
    try:
        return float(struct.unpack("<f", struct.pack("<f", value))[0])
    except OverflowError:
        return math.inf

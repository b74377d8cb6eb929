"""What a JSON payload says in a place that holds no others, as the Python value that fastavro writes.

Points in time, days and the like are ISO 8601 texts or the numbers that Avro writes; decimals are texts or numbers;
bytes are texts whose characters stand for one byte each.
"""

from __future__ import annotations

import decimal
import re
import struct
import uuid
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from catalog_gen.formats.avro import moments, scalars
from catalog_gen.formats.avro.scalars import NotValidError
from catalog_gen.formats.avro.wording import quoted, shown

if TYPE_CHECKING:
    from catalog_gen.formats.avro.logical import Logical
    from catalog_gen.formats.avro.schemas import Schema

_MOST_EXPONENT: Final = 5_000
_UNSIGNED: Final = 2**32
_DECIMAL: Final = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]{1,6})?")
_UUID: Final = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_DURATION: Final = re.compile(
    r"P(?=[0-9T])(?:([0-9]{1,9})Y)?(?:([0-9]{1,9})M)?(?:([0-9]{1,9})W)?(?:([0-9]{1,9})D)?"
    r"(?:T(?=[0-9])(?:([0-9]{1,9})H)?(?:([0-9]{1,9})M)?(?:([0-9]{1,9})(?:\.([0-9]{1,3})0*)?S)?)?"
)


def expected(schema: Schema) -> str:
    """What a payload may be, in words."""
    if schema.logical is None:
        return scalars.WORDS[schema.kind]
    match schema.logical.format:
        case "date-time":
            return "a point in time (an ISO 8601 text such as 2026-03-01T09:30:00Z, or a whole number)"
        case "local-date-time":
            return "a local point in time (an ISO 8601 text such as 2026-03-01T09:30:00, or a whole number)"
        case "date":
            return "a day (an ISO 8601 text such as 2026-03-01, or a whole number)"
        case "time":
            return "a time of day (an ISO 8601 text such as 09:30:00, or a whole number)"
        case "decimal":
            return "a decimal number, as text or number"
        case "uuid":
            return "a UUID as text"
    return "a duration as ISO 8601 text (P1DT2H), or its 12 bytes as text"


def python(schema: Schema, value: Any) -> Any:
    """The value that fastavro writes for a JSON payload.

    Raises:
        TypeError: the payload is of another JSON type than the schema.
        NotValidError: it is of the right one, but is no value of the schema.
    """
    logical = schema.logical
    if logical is not None and not (schema.kind in {"int", "long"} and scalars.is_kind(schema.kind, value)):
        return _logical_text(schema, logical, value)
    wrong = scalars.wrong_kind(schema.kind, value)
    if wrong:
        raise NotValidError(wrong) if scalars.is_kind(schema.kind, value) else TypeError(wrong)
    if logical is not None:
        moments.check_range(logical, value)
        return value
    if schema.kind == "enum" and value not in schema.symbols:
        raise NotValidError(f"{quoted(value)} is none of the symbols of {schema.short}")
    if schema.kind == "fixed":
        return scalars.fixed(schema, value)
    if schema.kind == "bytes":
        return scalars.octets(value)
    if schema.kind == "string":
        scalars.check_text(value)
    return value


# --- logical types


def _logical_text(schema: Schema, logical: Logical, value: Any) -> Any:
    if logical.format == "decimal" and isinstance(value, (int, float)) and not isinstance(value, bool):
        return _of_decimal(logical, value)
    if not isinstance(value, str):
        raise TypeError(f"{shown(value)} where {expected(schema)} is expected")
    match logical.format:
        case "decimal":
            return _of_decimal(logical, value)
        case "uuid":
            return _of_uuid(schema, value)
        case "date":
            return moments.date(value)
        case "time":
            return moments.time(logical, value)
        case "duration":
            return _of_duration(schema, value)
    return moments.moment(logical, value)


def _of_decimal(logical: Logical, value: Any) -> Any:
    found = _decimal(value)
    if logical.scale > _MOST_EXPONENT:
        raise NotValidError(f"a decimal of scale {logical.scale} is more than catalog-gen reckons with")
    if logical.name == "big-decimal":
        return _big_decimal(found)
    sign, digits, exponent = found.as_tuple()
    places = -exponent if isinstance(exponent, int) else 0
    while places > logical.scale and digits[-1] == 0 and len(digits) > 1:
        digits, places = digits[:-1], places - 1
    if not any(digits):
        digits, places = (0,), 0
    if places > logical.scale:
        raise NotValidError(f"{shown(value)} has {places} digits behind the point, the decimal has {logical.scale}")
    before, most = len(digits) - places, logical.precision - logical.scale
    if before > most:
        raise NotValidError(f"{shown(value)} has {before} digits before the point, the decimal has at most {most}")
    return Decimal((sign, (*digits, *[0] * (logical.scale - places)), -logical.scale))


def _decimal(value: Any) -> Decimal:
    text = value if isinstance(value, str) else repr(value)
    if not _DECIMAL.fullmatch(text):
        raise NotValidError(f"{shown(value)} is not a decimal number")
    found = Decimal(text)
    if abs(found.adjusted()) > _MOST_EXPONENT:
        raise NotValidError(f"{shown(value)} is too large or too small a number")
    return found


def _big_decimal(value: Decimal) -> bytes:
    """As Avro Java writes it: the unscaled number as bytes, then the scale, both in Avro's own encoding."""
    sign, digits, exponent = value.as_tuple()
    unscaled = int("".join(map(str, digits))) * (-1 if sign else 1)
    data = unscaled.to_bytes((unscaled.bit_length() + 8) // 8, "big", signed=True)
    return _zigzag(len(data)) + data + _zigzag(-exponent if isinstance(exponent, int) else 0)


def _zigzag(number: int) -> bytes:
    rest = number * 2 if number >= 0 else -number * 2 - 1
    found = bytearray()
    while rest >= 128:  # noqa: PLR2004 - seven bits each
        found.append(rest & 127 | 128)
        rest >>= 7
    return bytes([*found, rest])


def _of_uuid(schema: Schema, text: str) -> Any:
    if _UUID.fullmatch(text):
        found = uuid.UUID(text)
        return found.bytes if schema.kind == "fixed" else found
    if schema.kind == "fixed" and len(text) == schema.size:
        return scalars.fixed(schema, text)
    raise NotValidError(f"{quoted(text)} is not a UUID")


def _of_duration(schema: Schema, text: str) -> bytes:
    found = _DURATION.fullmatch(text)
    if found is None:
        if len(text) == schema.size:
            return scalars.fixed(schema, text)
        raise NotValidError(f"{quoted(text)} is not a duration as ISO 8601 writes it (P1DT2H), nor 12 bytes")
    years, months, weeks, days, hours, minutes, seconds = (int(part or 0) for part in found.groups()[:7])
    millis = ((hours * 60 + minutes) * 60 + seconds) * 1000 + int((found[8] or "").ljust(3, "0"))
    numbers = (years * 12 + months, weeks * 7 + days, millis)
    if max(numbers) >= _UNSIGNED:
        raise NotValidError(f"{quoted(text)} is longer than Avro's duration can be")
    return struct.pack("<III", *numbers)


def from_bytes(schema: Schema, text: Any) -> Any:
    """What bytes, given as the text of a default, are in a payload."""
    if schema.logical is None or not isinstance(text, str) or not scalars.is_bytes(text):
        return text
    data = text.encode("latin-1")
    if schema.logical.name == "decimal" and schema.logical.scale <= _MOST_EXPONENT:
        with decimal.localcontext(decimal.Context(prec=decimal.MAX_PREC, Emax=decimal.MAX_EMAX)):
            number = Decimal(int.from_bytes(data, "big", signed=True))
            return f"{number.scaleb(-schema.logical.scale):f}"
    if schema.logical.name == "uuid" and len(data) == schema.size:
        return str(uuid.UUID(bytes=data))
    return text

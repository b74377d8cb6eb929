"""Logical types: what they may stand on, and what they mean.

https://avro.apache.org/docs/1.12.0/specification/#logical-types
"""

from __future__ import annotations

import dataclasses
import math
from typing import TYPE_CHECKING, Any, Final

from catalog_gen.problems import nearest

if TYPE_CHECKING:
    from collections.abc import Mapping

UNITS: Final = {"millis": 1_000, "micros": 1_000_000, "nanos": 1_000_000_000}
"""How many of them are in a second."""

_NAMES: Final = {"millis": "milliseconds", "micros": "microseconds", "nanos": "nanoseconds"}


@dataclasses.dataclass(frozen=True, slots=True)
class Logical:
    """A logical type that holds; precision and scale are those of a decimal."""

    name: str
    precision: int = 0
    scale: int = 0

    @property
    def words(self) -> str:
        """As it stands behind the underlying type: `decimal 10,2`."""
        return f"decimal {self.precision},{self.scale}" if self.name == "decimal" else self.name

    @property
    def format(self) -> str:
        """The neutral word for it."""
        for start, word in _FORMATS.items():
            if self.name.startswith(start):
                return word
        return self.name

    @property
    def per_second(self) -> int:
        """How many units of a point in time are in a second."""
        return UNITS.get(self.name.rpartition("-")[2], 1)

    @property
    def note(self) -> str:
        """What the underlying value means, in words."""
        unit = _NAMES.get(self.name.rpartition("-")[2], "")
        match self.format:
            case "date-time":
                return f"{unit} since 1970-01-01 00:00 UTC"
            case "local-date-time":
                return f"{unit} since 1970-01-01 00:00, in a time zone that the data does not tell"
            case "time":
                return f"{unit} after midnight"
            case "date":
                return "days since 1970-01-01"
            case "decimal" if self.name == "decimal":
                return ""
            case "decimal":
                return "a decimal number that carries its own scale"
            case "duration":
                return "months, days and milliseconds, each a number of its own"
        return ""


_FORMATS: Final = {
    "timestamp-": "date-time",
    "local-timestamp-": "local-date-time",
    "time-": "time",
    "big-decimal": "decimal",
}

_BASES: Final[Mapping[str, tuple[str, ...]]] = {
    "decimal": ("bytes", "fixed"),
    "big-decimal": ("bytes",),
    "uuid": ("string", "fixed"),
    "date": ("int",),
    "time-millis": ("int",),
    "time-micros": ("long",),
    "timestamp-millis": ("long",),
    "timestamp-micros": ("long",),
    "timestamp-nanos": ("long",),
    "local-timestamp-millis": ("long",),
    "local-timestamp-micros": ("long",),
    "local-timestamp-nanos": ("long",),
    "duration": ("fixed",),
}

_MOST_DIGITS: Final = 2**31 - 1

_SIZES: Final = {"uuid": 16, "duration": 12}


def base_of(name: str) -> str:
    """The underlying type on which a logical type usually stands; empty for an unknown one."""
    return _BASES[name][0] if name in _BASES else ""


@dataclasses.dataclass(frozen=True, slots=True)
class Fault:
    """Why a logical type does not hold, at which attribute."""

    key: str
    message: str
    hint: str = ""


def logical(attributes: Mapping[str, Any], kind: str, size: int = 0) -> Logical | Fault | None:
    """The logical type that the attributes of a type give it, if any, or why programs ignore it."""
    name = attributes.get("logicalType")
    if "logicalType" not in attributes:
        return None
    if not isinstance(name, str):
        return Fault("logicalType", "logicalType is not a text, so it is ignored")
    if name not in _BASES:
        known = f'logical type "{name}" is none that Avro defines, so most programs ignore it'
        return Fault("logicalType", known, nearest(name, _BASES))
    if kind not in _BASES[name]:
        bases = " or ".join(_BASES[name])
        words = f'logical type "{name}" does not stand on {kind}, so it is ignored'
        return Fault("logicalType", words, f"it stands on {bases}")
    if kind == "fixed" and name in _SIZES and size != _SIZES[name]:
        words = f'logical type "{name}" needs a fixed of size {_SIZES[name]}, so it is ignored'
        return Fault("size", words)
    return _decimal(attributes, size if kind == "fixed" else None) if name == "decimal" else Logical(name)


def _decimal(attributes: Mapping[str, Any], size: int | None) -> Logical | Fault:
    ignored = "so the logical type is ignored"
    precision, scale = attributes.get("precision"), attributes.get("scale", 0)
    if precision is None:
        return Fault("logicalType", f"a decimal without precision, {ignored}", 'add "precision": how many digits')
    if not _is_whole(precision) or not 1 <= precision <= _MOST_DIGITS:
        return Fault("precision", f"the precision of a decimal is not a positive whole number, {ignored}")
    if not _is_whole(scale) or scale < 0:
        return Fault("scale", f"the scale of a decimal is not a whole number from 0, {ignored}")
    if scale > precision:
        return Fault("scale", f"the scale of the decimal is larger than its precision, {ignored}")
    most = None if size is None else max(0, math.floor((8 * size - 1) * math.log10(2)))
    if most is not None and precision > most:
        return Fault("precision", f"a fixed of size {size} holds {most} digits, not {precision}, {ignored}")
    return Logical("decimal", precision, scale)


def _is_whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)

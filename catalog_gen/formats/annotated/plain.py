"""Values of Python as JSON has them, in the way of pydantic."""

from __future__ import annotations

import datetime
import decimal
import enum
import math
import uuid
from pathlib import PurePath
from typing import Any


class NotPlainError(ValueError):
    """A value that JSON has nothing for."""


def plain(value: Any) -> Any:
    """The value as JSON, as `pydantic_core.to_jsonable_python` gives it; `NotPlainError` for anything else."""
    if isinstance(value, enum.Enum):
        return plain(value.value)
    if value is None or isinstance(value, bool | int):
        return value
    if isinstance(value, float):
        if not math.isfinite(value):
            raise NotPlainError(value)
        return value
    if isinstance(value, str):
        return str.__str__(value)
    if isinstance(value, bytes):
        try:
            return value.decode()
        except UnicodeDecodeError as error:
            raise NotPlainError(value) from error
    if isinstance(value, dict):
        return {_key(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    if isinstance(value, set | frozenset):
        return _in_order([plain(item) for item in value])
    return _of_library(value)


def _in_order(items: list[Any]) -> list[Any]:
    """The elements of a set, which has no order of its own."""
    try:
        return sorted(items)
    except TypeError:
        return sorted(items, key=repr)


def _key(value: Any) -> str:
    if isinstance(value, enum.Enum):
        return _key(value.value)
    if isinstance(value, bool):
        return "true" if value else "false"
    return "None" if value is None else str(plain(value))


def _of_library(value: Any) -> Any:
    if isinstance(value, datetime.datetime | datetime.time):
        text = value.isoformat()
        return f"{text.removesuffix('+00:00')}Z" if text.endswith("+00:00") else text
    if isinstance(value, datetime.date):
        return value.isoformat()
    if isinstance(value, datetime.timedelta):
        return duration(value)
    if isinstance(value, decimal.Decimal | uuid.UUID | PurePath):
        return value.as_posix() if isinstance(value, PurePath) else str(value)
    raise NotPlainError(value)


def duration(value: datetime.timedelta) -> str:
    """A span of time as ISO 8601 has it: `P1DT30S`, `-PT0.5S`."""
    sign = "-" if value < datetime.timedelta() else ""
    span = abs(value)
    hours, rest = divmod(span.seconds, 3600)
    minutes, seconds = divmod(rest, 60)
    fraction = f".{span.microseconds:06}".rstrip("0") if span.microseconds else ""
    years, days = divmod(span.days, 365)
    date = f"{years}Y" * bool(years) + f"{days}D" * bool(days)
    time = f"{hours}H" * bool(hours) + f"{minutes}M" * bool(minutes)
    time += f"{seconds}{fraction}S" * bool(seconds or fraction)
    return f"{sign}P{date}T{time}" if time else f"{sign}P{date or 'T0S'}"

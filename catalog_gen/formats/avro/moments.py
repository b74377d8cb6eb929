"""Days, times of day and points in time: ISO 8601 texts, or the numbers that Avro writes."""

from __future__ import annotations

import datetime
import re
from typing import TYPE_CHECKING, Final

from catalog_gen.formats.avro.scalars import NotValidError
from catalog_gen.formats.avro.wording import quoted

if TYPE_CHECKING:
    from catalog_gen.formats.avro.logical import Logical

_EPOCH: Final = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
_EPOCH_DAY: Final = datetime.date(1970, 1, 1).toordinal()
_DAY: Final = 86_400
_DATE: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_TIME: Final = re.compile(r"([0-9]{2}:[0-9]{2}(?::[0-9]{2})?)(?:\.([0-9]{1,9})0*)?")
_OFFSET: Final = re.compile(r"(?:[Zz]|[+-][0-9]{2}(?::?[0-9]{2})?)\Z")


def date(text: str) -> datetime.date:
    """The day; NotValidError if it is none."""
    try:
        return datetime.date.fromisoformat(text if _DATE.fullmatch(text) else "")
    except ValueError:
        raise NotValidError(f"{quoted(text)} is not a day as ISO 8601 writes it (2026-03-01)") from None


def _clock(logical: Logical, text: str, whole: str) -> tuple[datetime.time, int] | None:
    """Hours, minutes and seconds, and the units within the second; None if this is no time."""
    found = _TIME.fullmatch(text)
    if found is None:
        return None
    try:
        clock = datetime.time.fromisoformat(found[1])
    except ValueError:
        return None
    places = len(str(logical.per_second)) - 1
    digits = (found[2] or "").rstrip("0")
    if len(digits) > places:
        raise NotValidError(f"{quoted(whole)} is more precise than {logical.name}, which has {places} digits")
    return clock, int(digits.ljust(places, "0") or "0")


def time(logical: Logical, text: str) -> datetime.time:
    """The time of day; NotValidError if it is none."""
    found = _clock(logical, text, text)
    if found is None:
        raise NotValidError(f"{quoted(text)} is not a time of day as ISO 8601 writes it (09:30:00)")
    clock, units = found
    return clock.replace(microsecond=units * 1_000_000 // logical.per_second)


def moment(logical: Logical, text: str) -> datetime.datetime | int:
    """The date-time, local or not; nanoseconds as number, since Python has none."""
    example = "2026-03-01T09:30:00" + ("Z" if logical.format == "date-time" else "")
    offset = _OFFSET.search(text, 11)
    day, separator, rest = text[:10], text[10:11], text[11 : offset.start() if offset else None]
    found = _clock(logical, rest, text) if _DATE.fullmatch(day) and separator in {"T", "t"} else None
    if found is None:
        raise NotValidError(f"{quoted(text)} is not a point in time as ISO 8601 writes it ({example})")
    if logical.format == "date-time" and offset is None:
        raise NotValidError(f"{quoted(text)} does not say how far it is from UTC; write Z behind it for UTC")
    if logical.format == "local-date-time" and offset is not None:
        raise NotValidError(f"{quoted(text)} has an offset from UTC, a {logical.name} has none")
    clock, units = found
    try:
        when = datetime.datetime.combine(date(day), clock, datetime.UTC) - _delta(offset[0] if offset else "Z")
    except (OverflowError, ValueError):
        raise NotValidError(f"{quoted(text)} is no point in time that there is") from None
    if logical.per_second > 1_000_000:  # noqa: PLR2004 - microseconds are the most that Python has
        return int((when - _EPOCH).total_seconds()) * logical.per_second + units
    when = when.replace(microsecond=units * 1_000_000 // logical.per_second)
    return when if logical.format == "date-time" else when.replace(tzinfo=None)


def _delta(offset: str) -> datetime.timedelta:
    if offset in {"Z", "z"}:
        return datetime.timedelta()
    digits = offset[1:].replace(":", "").ljust(4, "0")
    hours, minutes = int(digits[:2]), int(digits[2:])
    if hours > 23 or minutes > 59:  # noqa: PLR2004 - a day has 24 hours
        raise ValueError(offset)
    delta = datetime.timedelta(hours=hours, minutes=minutes)
    return -delta if offset.startswith("-") else delta


def check_range(logical: Logical, value: int) -> None:
    """Refuse numbers that stand for no time of day, or for one beyond the years 1 to 9999."""
    if logical.format == "time":
        if not 0 <= value < _DAY * logical.per_second:
            raise NotValidError(f"{value} is no time of day in {logical.note}")
    elif logical.format == "date":
        if not 1 <= value + _EPOCH_DAY <= datetime.date.max.toordinal():
            raise NotValidError(f"{value} days from 1970-01-01 is beyond the years 1 to 9999")
    else:
        days = value // (_DAY * logical.per_second)
        if not 1 <= days + _EPOCH_DAY <= datetime.date.max.toordinal():
            raise NotValidError(f"{value} as {logical.note} is beyond the years 1 to 9999")

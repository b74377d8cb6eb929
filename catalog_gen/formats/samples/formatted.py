"""Texts that the format of a value wants."""

from __future__ import annotations

import base64
import datetime
from typing import TYPE_CHECKING, Final

from catalog_gen.formats.samples import instants, lexicon, named, numerals

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from catalog_gen.formats.samples.setting import Setting
    from catalog_gen.formats.tree import Type


def texts(type_: Type, setting: Setting) -> Iterator[str]:
    """What the format of the type wants, the likeliest first; nothing for a format that is not known."""
    make = _FORMATS.get(type_.format)
    if make is not None:
        yield from make(type_, setting)


def _day_and_clock(setting: Setting) -> tuple[str, str]:
    moment = instants.instant(setting)
    return f"{moment:%Y-%m-%d}", f"{moment:%H:%M:%S}"


def _days(setting: Setting) -> Iterator[str]:
    """The day, and others that patterns may want: the first and the last one of each month of its year."""
    moment = instants.instant(setting)
    yield f"{moment:%Y-%m-%d}"
    for month in (moment.month, *range(1, 13)):
        first = moment.replace(day=1, month=month)
        last = (first + datetime.timedelta(days=31)).replace(day=1) - datetime.timedelta(days=1)
        yield from (f"{first:%Y-%m-%d}", f"{last:%Y-%m-%d}")


def _date_time(type_: Type, setting: Setting) -> Iterator[str]:
    day, clock = _day_and_clock(setting)
    yield from (f"{day}T{clock}Z", f"{day}T{clock}.000Z", f"{day}T{clock}+00:00", f"{day}T{clock}")
    if type_.limits.pattern is not None:
        yield from (
            f"{each}T{time}{fraction}{zone}"
            for each in _days(setting)
            for time in (clock, "00:00:00")
            for zone in ("Z", "+00:00", "+01:00", "-05:00")
            for fraction in ("", ".000", ".000000", ".000000000", ".0", ".00")
        )


def _local_date_time(_: Type, setting: Setting) -> Iterator[str]:
    day, clock = _day_and_clock(setting)
    yield from (f"{day}T{clock}", f"{day}T{clock}.000")


def _date(type_: Type, setting: Setting) -> Iterator[str]:
    yield _day_and_clock(setting)[0]
    if type_.limits.pattern is not None:
        yield from _days(setting)


def _time(type_: Type, setting: Setting) -> Iterator[str]:
    """With its zone as RFC 3339 wants it; Avro's time of day has none."""
    if "time-mi" in type_.words:
        yield from _clock(type_, setting)
        return
    clock = _day_and_clock(setting)[1]
    yield from (f"{clock}Z", clock, f"{clock}.000")


def _clock(_: Type, setting: Setting) -> Iterator[str]:
    clock = _day_and_clock(setting)[1]
    yield from (clock, f"{clock}.000", f"{clock}Z")


def _duration(type_: Type, setting: Setting) -> Iterator[str]:
    """ISO 8601, or as Protobuf's JSON has it: https://protobuf.dev/programming-guides/json/."""
    seconds = "3600s" if "offset" in setting.name else "3.5s"
    spans = ("PT1H30M", "P1D", "PT1H30M5S")
    yield from (seconds, *spans) if "Duration" in type_.words else (*spans, seconds)


def _uuid(type_: Type, setting: Setting) -> Iterator[str]:
    """One of version 5; patterns may want another version."""
    found = named.uuid_of(setting)
    yield found
    if type_.limits.pattern is not None:
        yield from (f"{found[:14]}{version}{found[15:]}" for version in "41723678")


def _integer(type_: Type, setting: Setting) -> Iterator[str]:
    yield from map(str, numerals.integers(type_, setting))


def _email(_: Type, setting: Setting) -> Iterator[str]:
    yield from (named.turned(choice, setting) for choice in lexicon.choices(("email",))[0])


def _uri(_: Type, setting: Setting) -> Iterator[str]:
    yield from named.links(setting)


def _uri_template(_: Type, setting: Setting) -> Iterator[str]:
    for link in named.links(setting):
        base, slash, last = link.rpartition("/")
        yield f"{base}/{{id}}" if slash and last.isdigit() else f"{link}{{?id}}"


def _uri_reference(_: Type, setting: Setting) -> Iterator[str]:
    yield from (text for text in named.texts(setting) if text.startswith("/"))
    yield from (*named.links(setting), "/")


def _hostname(_: Type, setting: Setting) -> Iterator[str]:
    yield from (f"app-{setting.ordinal + 1}.example.com", "example.com")


def _ipv4(_: Type, setting: Setting) -> Iterator[str]:
    yield f"192.0.2.{setting.ordinal % 200 + 10}"


def _ipv6(_: Type, setting: Setting) -> Iterator[str]:
    yield f"2001:db8::{setting.ordinal % 200 + 10}"


def _base64(_: Type, __: Setting) -> Iterator[str]:
    yield from (base64.b64encode(data).decode() for data in (b"example", b"example data", b"abc", b""))


def _json_pointer(_: Type, setting: Setting) -> Iterator[str]:
    yield f"/{'-'.join(setting.thing)}/{setting.ordinal}"


def _always(*found: str) -> Callable[[Type, Setting], Iterator[str]]:
    return lambda _type, _setting: iter(found)


_FORMATS: Final[Mapping[str, Callable[[Type, Setting], Iterator[str]]]] = {
    **dict.fromkeys(("date-time", "timestamp", "datetime"), _date_time),
    "local-date-time": _local_date_time,
    **dict.fromkeys(("date", "full-date"), _date),
    **dict.fromkeys(("partial-time", "time-of-day", "local-time"), _clock),
    **dict.fromkeys(("time", "full-time"), _time),
    "duration": _duration,
    **dict.fromkeys(("uuid", "guid"), _uuid),
    "ulid": _always("01JPAB8C3D4E5F6G7H8J9KMNPQ"),
    "decimal": numerals.decimals,
    **dict.fromkeys(("int64", "uint64", "sint64", "fixed64", "sfixed64", "int32", "uint32", "integer"), _integer),
    **dict.fromkeys(("email", "idn-email"), _email),
    **dict.fromkeys(("uri", "url", "iri", "http-url", "https-url"), _uri),
    "uri-template": _uri_template,
    **dict.fromkeys(("uri-reference", "iri-reference"), _uri_reference),
    **dict.fromkeys(("hostname", "idn-hostname"), _hostname),
    **dict.fromkeys(("ipv4", "ip", "ip-address"), _ipv4),
    "ipv6": _ipv6,
    **dict.fromkeys(("base64", "byte", "binary", "base64url"), _base64),
    "json": _always('{"color": "blue"}', '{"color":"blue"}', "{}", '"blue"', "1"),
    "json-pointer": _json_pointer,
    "relative-json-pointer": _always("0/name", "0#"),
    "regex": _always("^[a-z]+$", ".*"),
    **dict.fromkeys(("field-mask", "fieldmask"), _always("name,status", "name")),
    "color": _always("#1e90ff", "blue"),
}

"""Formats: whether a text is an e-mail address, a date, ... as payload examples should have them.

From https://json-schema.org/draft/2020-12/json-schema-validation#name-defined-formats, checked without the packages
that the `jsonschema` library would need for some of them, and would do nothing without.
"""

from __future__ import annotations

import calendar
import ipaddress
import re
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_DATE: Final = re.compile(r"(\d{4})-(\d{2})-(\d{2})", re.ASCII)
_TIME: Final = re.compile(r"(\d{2}):(\d{2}):(\d{2})(?:\.\d+)?(?:[Zz]|([+-])(\d{2}):(\d{2}))", re.ASCII)
_DURATION: Final = re.compile(
    r"P(?:\d+W|(?=.)(?:\d+Y(?:\d+M(?:\d+D)?)?|\d+M(?:\d+D)?|\d+D)?"
    r"(?:T(?=.)(?:\d+H(?:\d+M(?:\d+S)?)?|\d+M(?:\d+S)?|\d+S))?)",
    re.ASCII,
)
_UUID: Final = re.compile(r"[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}")
_ATOM: Final = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LOCAL: Final = re.compile(rf'{_ATOM}(?:\.{_ATOM})*|"(?:[^"\\\x00-\x1f]|\\.)*"')
_LABEL: Final = re.compile(r"(?!-)[A-Za-z0-9-]{1,63}(?<!-)")
_WIDE_LABEL: Final = re.compile(r"(?!-)[\w-]{1,63}(?<!-)")
_REFERENCE: Final = re.compile(r"(?:[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=]|%[0-9A-Fa-f]{2})*")
_WIDE_REFERENCE: Final = re.compile(r"(?:[^\x00-\x20\x7f<>\"{}|\\^`%]|%[0-9A-Fa-f]{2})*")
_SCHEME: Final = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:")
_POINTER: Final = re.compile(r"(?:/(?:[^~/]|~[01])*)*")
_RELATIVE_POINTER: Final = re.compile(r"(?:0|[1-9]\d*)(?:#|(?:/(?:[^~/]|~[01])*)*)", re.ASCII)
_LEAP: Final = 60
_DAY: Final = 24 * 60


def _date(text: str) -> bool:
    found = _DATE.fullmatch(text)
    if found is None:
        return False
    year, month, day = map(int, found.groups())
    return 1 <= month <= 12 and 1 <= day <= calendar.monthrange(max(year, 1) if year else 4, month)[1]  # noqa: PLR2004


def _time(text: str) -> bool:
    found = _TIME.fullmatch(text)
    if found is None:
        return False
    hours, minutes, seconds = (int(found[place]) for place in (1, 2, 3))
    away = (int(found[5] or 0), int(found[6] or 0))
    if hours > 23 or minutes > 59 or seconds > _LEAP or away[0] > 23 or away[1] > 59:  # noqa: PLR2004
        return False
    offset = (away[0] * 60 + away[1]) * (-1 if found[4] == "-" else 1)
    return seconds < _LEAP or (hours * 60 + minutes - offset) % _DAY == _DAY - 1


def _date_time(text: str) -> bool:
    return len(text) > 11 and text[10] in "Tt" and _date(text[:10]) and _time(text[11:])  # noqa: PLR2004


def _email(text: str) -> bool:
    local, at, domain = text.rpartition("@")
    if not at or not _LOCAL.fullmatch(local):
        return False
    if domain.startswith("[") and domain.endswith("]"):
        address = domain[1:-1]
        return _ipv6(address[5:]) if address.startswith("IPv6:") else _ipv4(address)
    return _hostname(domain)


def _wide_email(text: str) -> bool:
    local, at, domain = text.rpartition("@")
    return bool(at and local) and all(_WIDE_LABEL.fullmatch(label) for label in domain.split("."))


def _hostname(text: str) -> bool:
    return len(text) < 254 and all(_LABEL.fullmatch(label) for label in text.split("."))  # noqa: PLR2004


def _wide_hostname(text: str) -> bool:
    return all(_WIDE_LABEL.fullmatch(label) for label in re.split("[.\u3002\uff0e\uff61]", text))


def _ipv4(text: str) -> bool:
    return re.fullmatch(r"(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?!$)|$)){4}", text, re.ASCII) is not None


def _ipv6(text: str) -> bool:
    try:
        return "%" not in text and bool(ipaddress.IPv6Address(text))
    except ValueError:
        return False


def _uri(text: str) -> bool:
    return _SCHEME.match(text) is not None and _uri_reference(text)


def _uri_reference(text: str) -> bool:
    return _REFERENCE.fullmatch(text) is not None and _brackets(text) and text.count("#") < 2  # noqa: PLR2004


def _iri(text: str) -> bool:
    return _SCHEME.match(text) is not None and _iri_reference(text)


def _iri_reference(text: str) -> bool:
    return _WIDE_REFERENCE.fullmatch(text) is not None and _brackets(text)


def _brackets(text: str) -> bool:
    """Square brackets stand around an IPv6 address only."""
    if "[" not in text and "]" not in text:
        return True
    found = re.match(
        r"(?:[^:/?#]*:)?//(?:[^@/?#\[\]]*@)?\[([0-9A-Fa-f:.]+|[vV][^\]]+)\](?::\d*)?(?:[/?#][^\[\]]*)?$", text
    )
    return found is not None


CHECKS: Final[Mapping[str, Callable[[str], bool]]] = {
    "date": _date,
    "time": _time,
    "date-time": _date_time,
    "duration": lambda text: _DURATION.fullmatch(text) is not None,
    "uuid": lambda text: _UUID.fullmatch(text) is not None,
    "email": _email,
    "idn-email": _wide_email,
    "hostname": _hostname,
    "idn-hostname": _wide_hostname,
    "ipv4": _ipv4,
    "ipv6": _ipv6,
    "ip-address": _ipv4,
    "host-name": _hostname,
    "uri": _uri,
    "uri-reference": _uri_reference,
    "iri": _iri,
    "iri-reference": _iri_reference,
    "json-pointer": lambda text: _POINTER.fullmatch(text) is not None,
    "relative-json-pointer": lambda text: _RELATIVE_POINTER.fullmatch(text) is not None,
}

EXAMPLES: Final[Mapping[str, str]] = {
    "date": "2024-05-17",
    "time": "09:30:00Z",
    "date-time": "2024-05-17T09:30:00Z",
    "duration": "P3DT4H",
    "uuid": "3f2b8c1e-5d4a-4e6f-9a7b-0c1d2e3f4a5b",
    "email": "ada@example.com",
    "hostname": "shop.example.com",
    "ipv4": "192.0.2.1",
    "ipv6": "2001:db8::1",
    "uri": "https://example.com/orders/1",
}


def fits(name: str, value: Any) -> bool:
    """Whether a value may stand where the format is wanted; formats are about texts, unknown ones fit everything."""
    check = CHECKS.get(name)
    return check is None or not isinstance(value, str) or check(value)

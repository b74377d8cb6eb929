r"""Texts that are of a format and match a pattern too: what the pattern says replaces a part of a text of the format.

`ada@example.com` and `@acme\.com$` make `ada@acme.com`.
"""

from __future__ import annotations

import datetime
import itertools
import re
from typing import TYPE_CHECKING, Final

from catalog_gen.formats.samples import matching, spelling

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from catalog_gen.formats.tree import Limits

_LONGEST: Final = 120
_TEXTS: Final = 3
_FURTHEST: Final = 10_000
_FILLERS: Final = ("1234567890", "abcdefghij", "ABCDEFGHIJ", " ")
_TRIED: Final = 400
_LABEL: Final = r"[A-Za-z0-9](?:[A-Za-z0-9-]*[A-Za-z0-9])?"
_HOST: Final = rf"{_LABEL}(?:\.{_LABEL})*"
_BYTE: Final = r"(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)"
_ADDRESS: Final = rf"{_BYTE}(?:\.{_BYTE}){{3}}"
_PATH: Final = r"(?:/(?!/)[\w.~%!$&'()*+,;=:@-]*)*(?:\?[\w.~%!$&'()*+,;=:@/?-]*)?(?:#[\w.~%!$&'()*+,;=:@/?-]*)?"
_EMAIL: Final = re.compile(rf"[\w!#$%&'*+/=?^`{{|}}~-]+(?:\.[\w!#$%&'*+/=?^`{{|}}~-]+)*@{_HOST}", re.ASCII)
_URI: Final = re.compile(rf"[A-Za-z][A-Za-z0-9+.-]*:(?://{_HOST}(?::\d{{1,5}})?{_PATH}|[\w.:;@%+-]+)", re.ASCII)
_HOSTNAME: Final = re.compile(_HOST)
_IPV4: Final = re.compile(_ADDRESS)
_UUID: Final = re.compile(r"[0-9A-Fa-f]{8}-(?:[0-9A-Fa-f]{4}-){3}[0-9A-Fa-f]{12}")
_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d")
_ZONE: Final = r"(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)"
_CLOCK: Final = r"(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?"
_TIME: Final = re.compile(_CLOCK + _ZONE)
_DATE_TIME: Final = re.compile(rf"(\d{{4}}-\d\d-\d\d)T{_CLOCK}{_ZONE}")


def is_of(format_: str, text: str) -> bool:
    """Whether a text is of the format, seen from afar; every text is of a format that is not known here."""
    known = _FORMATS.get(format_)
    return known is None or known(text)


def texts(format_: str, pattern: str, formatted: Iterable[str], spelt: Iterable[str]) -> Iterator[str]:
    """Texts that match the pattern and are of the format, made from some of the format and some that match."""
    if format_ not in _FORMATS:
        return
    wanted = [text for text in spelt if len(text) <= _LONGEST]
    yield from (text for text in wanted if is_of(format_, text))
    tried = 0
    for whole in [text for text in formatted if len(text) <= _LONGEST][:_TEXTS]:
        for part in sorted(wanted, key=len)[:_TEXTS]:
            for text in _grafts(whole, part):
                if is_of(format_, text):
                    tried += 1
                    if tried > _TRIED:
                        return
                    if matching.found(pattern, text):
                        yield text


def together(limits: Limits, patterns: tuple[str, ...]) -> Iterator[str]:
    """Texts that may match all of several patterns: what each one wants, one after the other, and as long as needed."""
    every = tuple(dict.fromkeys((*patterns, *([] if limits.pattern is None else [limits.pattern]))))
    least = limits.min_length or 0
    for pattern in every:
        yield from spelling.texts(pattern, least, limits.max_length)
    starts = [pattern for pattern in every if pattern.startswith("^") and not pattern.endswith("$")]
    ends = [pattern for pattern in every if pattern.endswith("$") and not pattern.startswith("^")]
    inner = [pattern for pattern in every if not pattern.startswith("^") and not pattern.endswith("$")]
    spelt = [sorted(spelling.texts(pattern), key=len)[:_TEXTS] for pattern in (*starts, *inner, *ends)]
    for parts in itertools.islice(itertools.product(*spelt), _TRIED):
        missing = max(least - sum(map(len, parts)), 0)
        middle = len(parts) - len(ends)
        for filler in _FILLERS[: len(_FILLERS) if missing else 1]:
            more = (filler * (missing // len(filler) + 1))[:missing] if missing <= _FURTHEST else ""
            yield "".join((*parts[:middle], more, *parts[middle:]))


def _grafts(whole: str, part: str) -> Iterator[str]:
    """The part behind, before and inside of as much as possible of the whole."""
    length = len(whole)
    yield from (whole[:end] + part for end in range(length, 0, -1))
    yield from (part + whole[start:] for start in range(length))
    for cut in range(length):
        yield from (whole[:start] + part + whole[start + cut :] for start in range(1, length - cut))


def _is_day(text: str) -> bool:
    if not _DAY.fullmatch(text):
        return False
    try:
        datetime.date.fromisoformat(text)
    except ValueError:
        return False
    return True


def _is_moment(text: str) -> bool:
    found = _DATE_TIME.fullmatch(text)
    return found is not None and _is_day(found[1])


def _whole(expression: re.Pattern[str]) -> Callable[[str], bool]:
    return lambda text: expression.fullmatch(text) is not None


_FORMATS: Final[Mapping[str, Callable[[str], bool]]] = {
    **dict.fromkeys(("email", "idn-email"), _whole(_EMAIL)),
    **dict.fromkeys(("uri", "url", "iri", "http-url", "https-url"), _whole(_URI)),
    **dict.fromkeys(("hostname", "idn-hostname"), _whole(_HOSTNAME)),
    **dict.fromkeys(("ipv4", "ip", "ip-address"), _whole(_IPV4)),
    **dict.fromkeys(("uuid", "guid"), _whole(_UUID)),
    **dict.fromkeys(("date", "full-date"), _is_day),
    **dict.fromkeys(("date-time", "timestamp", "datetime"), _is_moment),
    **dict.fromkeys(("time", "full-time"), _whole(_TIME)),
}

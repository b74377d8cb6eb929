"""Arguments against annotations: is this value what the field takes?

`checker(annotation)` compiles an annotation into a function that returns the clean value (tuples for
lists, plain texts for string enums) and yields what is wrong. Understood are the annotations that the
model uses: plain classes, None, Literal, Annotated with a rule of `rules`, unions, Sequence, Mapping.
"""

from __future__ import annotations

import collections.abc
import dataclasses
import datetime
import decimal
import enum
import functools
import math
import re
import types
import typing
import uuid
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from catalog_gen.model.rules import Fault
from catalog_gen.problems import a, nearest

if TYPE_CHECKING:
    from collections.abc import Callable


@dataclasses.dataclass(frozen=True, slots=True, eq=False)
class Unread:
    """Stands for a value that a reader could not know; `why` and `where` (a Place) tell the user once."""

    why: str
    where: object = None
    hint: str = ""
    said: bool = False

    def __getattr__(self, name: str) -> Unread:
        """Let code that the importing reader runs go on; whatever it takes from here is not known either."""
        if name.startswith("__"):
            raise AttributeError(name)
        return self


@dataclasses.dataclass(slots=True)
class Report:
    """What checking one value found: its faults, and the values that could not be read.

    Of a `private` value, words name the type only.
    """

    faults: list[Fault] = dataclasses.field(default_factory=list)
    unread: list[Unread] = dataclasses.field(default_factory=list)
    private: bool = False
    fits: bool = False
    """Whether the value is of the right type, and only a rule refuses it."""

    def inner(self) -> Report:
        """An empty report of a part of the value."""
        return Report(private=self.private)


DROPPED: Any = object()
"""What a checker returns for a value that is not to be used."""

if TYPE_CHECKING:
    Checker = Callable[[Any, Report], Any]


@functools.cache
def checker(annotation: Any) -> Checker:
    """The function that checks values against the annotation; faults come without keyword and place."""
    origin = typing.get_origin(annotation)
    if origin is typing.Annotated:
        return _ruled(*typing.get_args(annotation))
    if origin in (typing.Union, types.UnionType):
        return _union(annotation)
    if origin is collections.abc.Sequence:
        return _sequence(annotation)
    if origin is collections.abc.Mapping:
        return _mapping(annotation)
    if origin is typing.Literal:
        return _literal(typing.get_args(annotation))
    if annotation is Any:
        return _whatever
    return _anything if annotation is object else _instance(annotation)


def named(fault: Fault, keyword: str) -> Fault:
    """The fault with the keyword in front, where its words do not say it by themselves."""
    said = fault.message
    if said.startswith("takes "):
        said = f"{keyword} {said}" if fault.index is None else f"{keyword}[{fault.index}] {said}"
    elif said.startswith("["):
        said = f"{keyword}{said}"
    return dataclasses.replace(fault, keyword=keyword, message=said)


def words(annotation: Any) -> str:
    """What a field takes, in words for a message: `a list of users, teams or ids`."""
    origin = typing.get_origin(annotation)
    arguments = typing.get_args(annotation)
    if origin is typing.Annotated:
        return words(arguments[0])
    if origin in (typing.Union, types.UnionType):
        members = [member for member in arguments if member is not type(None)]
        plain = [member for member in members if not (member is int and float in members)]
        return _listing([words(member) for member in plain])
    if origin is collections.abc.Sequence:
        return f"a list ({_listing([words(member) for member in _members(arguments[0])])})"
    if origin is collections.abc.Mapping:
        return f"a dict ({words(arguments[0])}: {words(arguments[1])})"
    if origin is typing.Literal:
        return _choices(arguments)
    return _WORDS.get(annotation) or a(annotation.__name__)


_WORDS: dict[Any, str] = {
    str: "text",
    bool: "True or False",
    int: "a whole number",
    float: "a number",
    PurePath: "a path",
    datetime.date: "a date",
    object: "a value",
}


def shown(value: object) -> str:
    """A value in a message: short, without addresses in memory."""
    if isinstance(value, str):
        return f'the text "{value if len(value) <= _SHOWN else value[:_SHOWN] + "…"}"'
    if isinstance(value, int) and value.bit_length() > _MOST_BITS:
        return "a number of very many digits"
    if value is None or isinstance(value, bool | int | float):
        return repr(value)
    return _SHAPES.get(type(value)) or a(type(value).__name__)


def _kind(value: object) -> str:
    """The type of a value in a message that must not show it."""
    kinds = {str: "a text", bool: "a bool", int: "a number", float: "a number"}
    return kinds.get(type(value)) or shown(value)


_SHAPES: dict[Any, str] = {list: "a list", tuple: "a list", dict: "a dict", set: "a set", frozenset: "a set"}
_SHOWN = 60
_MOST_BITS = 256
_LONGEST_REFUSED = 1000  # a longer one is not used at all: no later stage has to cope with it
_SURROGATE = re.compile("[\ud800-\udfff]")


def _members(annotation: Any) -> tuple[Any, ...]:
    union = typing.get_origin(annotation) in (typing.Union, types.UnionType)
    return typing.get_args(annotation) if union else (annotation,)


def _listing(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} or {parts[-1]}"


def _choices(choices: tuple[Any, ...]) -> str:
    return _listing([f'"{choice}"' if isinstance(choice, str) else str(choice) for choice in choices])


def _plain(value: Any) -> Any:
    """The value of a string enum member; a plain str for a subclass of str."""
    if isinstance(value, enum.Enum) and isinstance(value.value, str):
        return str.__str__(value.value)
    return str.__str__(value) if isinstance(value, str) and type(value) is not str else value


def _wrong(annotation: Any, value: Any, report: Report, hint: str = "") -> Any:
    said = _kind(value) if report.private else shown(value)
    if not hint and not report.private and type(value) is str and len(value) <= _SHOWN:
        hint = next(filter(None, (_written(member, value) for member in _members(annotation))), "")
    report.faults.append(Fault("wrong-type", f"takes {words(annotation)}, not {said}", hint))
    return DROPPED


def _written(kind: Any, text: str) -> str:
    """How to write what the text stands for: `write Model("gpt-5")`, `write date(2026, 1, 31)`."""
    if kind is datetime.date:
        try:
            day = datetime.date.fromisoformat(text)
        except ValueError:
            day = datetime.date(2026, 1, 31)
        return f"write date({day.year}, {day.month}, {day.day})"
    written: Callable[[str], str] | None = getattr(kind, "written", None)
    return written(text) if written is not None else ""


def _instance(kind: type) -> Checker:
    def check(value: Any, report: Report) -> Any:
        if isinstance(value, Unread):
            report.unread.append(value)
            return DROPPED
        if kind is str:
            if type(value) is str and value.isascii():  # nearly all texts are, and the long way costs much
                return value
            value = _plain(value)
        if isinstance(value, kind) and not (kind is int and isinstance(value, bool)):
            return _number(value, report) if kind is float else _encodable(value, report)
        return _wrong(kind, value, report)

    return check


def _encodable(value: Any, report: Report) -> Any:
    """The value, unless it is text or a number that no file can hold."""
    if isinstance(value, str) and _SURROGATE.search(value):
        message = "takes text, but half of a surrogate pair is no character"
        hint = f"write the character itself, not {ascii(value)[:_SHOWN]}"
        report.faults.append(Fault("bad-value", message, hint))
        return DROPPED
    if isinstance(value, int) and value.bit_length() > _MOST_BITS:
        report.faults.append(Fault("bad-value", "takes numbers of at most 77 digits", "write it as text"))
        return DROPPED
    return value


def _number(value: Any, report: Report) -> Any:
    """A number that YAML, JSON and JavaScript have."""
    if isinstance(value, float) and not math.isfinite(value):
        report.faults.append(Fault("bad-value", f"takes a number, not {value!r}"))
        report.fits = True
        return DROPPED
    return value


def _literal(choices: tuple[Any, ...]) -> Checker:
    def check(value: Any, report: Report) -> Any:
        if isinstance(value, Unread):
            report.unread.append(value)
            return DROPPED
        value = _plain(value)
        if any(type(value) is type(choice) and value == choice for choice in choices):
            return value
        texts = [choice for choice in choices if isinstance(choice, str)]
        hint = nearest(value, texts) if isinstance(value, str) else ""
        report.faults.append(Fault("bad-value", f"takes {_choices(choices)}, not {shown(value)}", hint))
        return DROPPED

    return check


def _ruled(base: Any, *rules: Callable[[str], Fault | None]) -> Checker:
    inner = checker(base)

    def check(value: Any, report: Report) -> Any:
        clean = inner(value, report)
        faults = [fault for rule in rules if (fault := rule(clean))] if clean is not DROPPED else []
        report.faults += faults
        report.fits = bool(faults)
        return DROPPED if faults and len(clean) > _LONGEST_REFUSED else clean

    return check


def _union(annotation: Any) -> Checker:
    members = [member for member in typing.get_args(annotation) if member is not type(None)]
    optional = len(members) < len(typing.get_args(annotation))
    checkers = [checker(member) for member in members]
    if len(checkers) == 1:
        return _optional(checkers[0])
    of_class = dict(zip(members, checkers, strict=True))

    def check(value: Any, report: Report) -> Any:
        if isinstance(value, Unread):
            report.unread.append(value)
            return DROPPED
        if value is None and optional:
            return None
        if type(value) in of_class:  # else what others say of it would be put into words first
            attempt = report.inner()
            clean = of_class[type(value)](value, attempt)
            if not attempt.faults:
                report.unread += attempt.unread
                return clean
        nearest_attempt: Report | None = None
        nearest_clean = DROPPED
        for check_member in checkers:
            attempt = report.inner()
            clean = check_member(value, attempt)
            if not attempt.faults:
                report.unread += attempt.unread
                return clean
            if nearest_attempt is None and not _is_of_another_type(attempt):
                nearest_attempt, nearest_clean = attempt, clean
        if nearest_attempt is None:
            return _wrong(annotation, value, report)
        report.faults += nearest_attempt.faults
        report.unread += nearest_attempt.unread
        return nearest_clean

    return check


def _optional(inner: Checker) -> Checker:
    """A union of one type with None."""

    def check(value: Any, report: Report) -> Any:
        if isinstance(value, Unread):
            report.unread.append(value)
            return DROPPED
        if value is None:
            return None
        fits = report.fits
        clean = inner(value, report)
        report.fits = fits
        return clean

    return check


def _is_of_another_type(attempt: Report) -> bool:
    """Whether the value is another type altogether, rather than the right one with a flaw inside."""
    return not attempt.fits and any(
        fault.code in {"wrong-type", "bad-value"} and fault.index is None for fault in attempt.faults
    )


def _sequence(annotation: Any) -> Checker:
    inner = checker(typing.get_args(annotation)[0])

    def check(value: Any, report: Report) -> Any:
        if isinstance(value, Unread):
            report.unread.append(value)
            return DROPPED
        if not isinstance(value, list | tuple):
            return _wrong(annotation, value, report, "write [...]" if report.private else _in_brackets(value))
        return tuple(clean for clean in _elements(value, inner, report) if clean is not DROPPED)

    return check


def _in_brackets(value: Any) -> str:
    if isinstance(value, str):
        return f'write ["{value}"]'
    return "a set has no order, write a list" if isinstance(value, set | frozenset) else "write [...]"


def _elements(values: Any, inner: Checker, report: Report) -> typing.Iterator[Any]:
    element = report.inner()
    for index, value in enumerate(values):
        yield inner(value, element)
        if element.faults or element.unread:  # else it serves for the next one as well
            report.unread += element.unread
            report.faults += [
                dataclasses.replace(fault, index=index if fault.index is None else fault.index)
                for fault in element.faults
            ]
            element = report.inner()


def _mapping(annotation: Any) -> Checker:
    key_checker, value_checker = (checker(argument) for argument in typing.get_args(annotation))

    def check(value: Any, report: Report) -> Any:
        if isinstance(value, Unread):
            report.unread.append(value)
            return DROPPED
        if not isinstance(value, dict):
            return _wrong(annotation, value, report)
        clean = {}
        for key, item in value.items():
            entry = report.inner()
            pair = key_checker(key, entry), value_checker(item, entry)
            report.unread += entry.unread
            report.faults += [_of_entry(key, fault) for fault in entry.faults]
            if DROPPED not in pair:
                clean[pair[0]] = pair[1]
        return clean

    return check


def _of_entry(key: object, fault: Fault) -> Fault:
    """The fault with the key that it is about in front: `["prod"] takes text, not 3`."""
    if not isinstance(key, str):
        return fault
    separator = "" if fault.message.startswith("[") else " " if fault.message.startswith("takes ") else ": "
    return dataclasses.replace(fault, message=f'["{key}"]{separator}{fault.message}')


_DATA = (str, bool, int, float, bytes, datetime.date, datetime.time, decimal.Decimal, uuid.UUID)


def _whatever(value: Any, report: Report) -> Any:
    """A value that only the type itself can judge."""
    if isinstance(value, Unread):
        report.unread.append(value)
        return DROPPED
    return value


def _anything(value: Any, report: Report) -> Any:
    """Plain data of any shape (payloads, extensions): no objects, no sets."""
    if isinstance(value, Unread):
        report.unread.append(value)
        return DROPPED
    if isinstance(value, dict):
        pairs = {key: _anything(item, report) for key, item in value.items() if _is_key(key, report)}
        return {key: item for key, item in pairs.items() if item is not DROPPED}
    if isinstance(value, list | tuple):
        return [clean for item in value if (clean := _anything(item, report)) is not DROPPED]
    value = _plain(value)
    if value is None or isinstance(value, _DATA):
        return _encodable(value, report)
    report.faults.append(Fault("wrong-type", f"takes plain data, not {shown(value)}"))
    return DROPPED


def _is_key(key: object, report: Report) -> bool:
    if isinstance(key, str):
        return _encodable(key, report) is not DROPPED
    report.faults.append(Fault("wrong-type", f"takes plain data with texts as keys, not {shown(key)}"))
    return False

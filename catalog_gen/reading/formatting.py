"""f-strings, and what `str`, `repr` and `format` make of known values."""

from __future__ import annotations

import datetime
import decimal
import enum
import re
import uuid
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from catalog_gen.model.checking import Unread
from catalog_gen.reading import iterating
from catalog_gen.reading.signals import WIDTH, Unknown, long_number, wide_text

if TYPE_CHECKING:
    import ast

    from catalog_gen.reading.frames import Frame

_PLAIN = (str, bytes, int, float, complex, type(None), range)
_DATES = (datetime.date, datetime.time, datetime.timedelta, datetime.tzinfo)
_EXACT = (*_PLAIN, *_DATES, decimal.Decimal, uuid.UUID)
_LOCAL_DIRECTIVE = re.compile(r"%[^YmdHMSfjyuVG%]")
_REPR, _ASCII = ord("r"), ord("a")


def joined(node: ast.JoinedStr, frame: Frame) -> Any:
    """The value of an f-string."""
    parts = []
    length = 0
    for part in node.values:
        value = frame.value(part)
        if isinstance(value, Unread):
            raise Unknown(value)
        parts.append(value)
        length += len(value)
        frame.work.budget.text(length)
    return "".join(parts)


def formatted(node: ast.FormattedValue, frame: Frame) -> Any:
    """The value of `{value!r:spec}` in an f-string."""
    value = frame.value(node.value)
    spec = "" if node.format_spec is None else frame.value(node.format_spec)
    if isinstance(spec, Unread):
        raise Unknown(spec)
    return format_value(converted(value, node.conversion, frame, node), spec, frame, node)


def converted(value: Any, conversion: int, frame: Frame, node: ast.expr) -> Any:
    """The value after `!s`, `!r` or `!a`; itself without one of them."""
    if conversion == -1:
        return value
    if conversion in (_REPR, _ASCII):
        printable(value, frame, node, nested=True)
        return repr(value) if conversion == _REPR else ascii(value)
    return text(value, frame, node)


def format_value(value: Any, spec: str, frame: Frame, node: ast.expr) -> str:
    """`format(value, spec)`."""
    check_width(spec)
    if not spec:
        return text(value, frame, node)
    if isinstance(value, datetime.date | datetime.time) and _LOCAL_DIRECTIVE.search(spec):
        raise Unknown(frame.unread(node, "depends on the language of the machine"))
    printable(value, frame, node)
    if isinstance(value, decimal.Decimal) and abs(value.adjusted()) > WIDTH:
        raise long_number()
    return format(value, spec)


def check_width(spec: str) -> None:
    """Refuse a width or precision that would make a huge text."""
    if any(len(number) > len(str(WIDTH)) or int(number) > WIDTH for number in re.findall(r"[0-9]+", spec)):
        raise wide_text()


def text(value: Any, frame: Frame, node: ast.expr) -> str:
    """`str(value)`."""
    if type(value) is str:
        return value
    if isinstance(value, enum.Enum) and (method := _own_text(value, frame)) is not None:
        result = frame.work.call(method, [value], {}, frame, node)
        if isinstance(result, Unread):
            raise Unknown(result)
        return str(result)
    printable(value, frame, node)
    frame.work.budget.spend(1)
    return str(frame.work.budget.sized(str(value)))


def printable(value: Any, frame: Frame, node: ast.expr, *, nested: bool = False) -> None:
    """Refuse what prints differently from run to run, or by code that is not run."""
    if isinstance(value, PurePath) and not nested:
        return
    if isinstance(value, enum.Enum):
        if _own_text(value, frame) is not None and nested:
            raise Unknown(frame.unread(node))
        return
    if isinstance(value, _EXACT):
        return
    items = [value]
    frame.work.budget.settled(value)
    while items:
        item = items.pop()
        if isinstance(item, set | frozenset) and len(item) > 1:
            raise Unknown(iterating.unordered(frame, node))
        if isinstance(item, dict):
            items += [*item.keys(), *item.values()]
        elif isinstance(item, list | tuple | set | frozenset):
            items += item
        elif not isinstance(item, _EXACT) or isinstance(item, enum.Enum):
            raise Unknown(frame.unread(node, "prints an object, which only running the code does"))


def _own_text(member: enum.Enum, frame: Frame) -> Any:
    """The `__str__` that the class of the member defines."""
    for cls in type(member).__mro__:
        found = frame.work.enum_methods.get(cls, {}).get("__str__")
        if found is not None:
            return found[1] if isinstance(found, tuple) else found
    return None

"""Operators, subscripts and changes of known values, within the budget."""

from __future__ import annotations

import ast
import dataclasses
import decimal
import enum
import operator
import re
from collections.abc import ItemsView, Iterator, ValuesView
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from catalog_gen.model.checking import Unread
from catalog_gen.reading import iterating
from catalog_gen.reading.signals import (
    BITS,
    CHARACTERS,
    WIDTH,
    Unknown,
    long_number,
    long_text,
    wide_text,
)
from catalog_gen.reading.standins import Class, Outside

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from catalog_gen.reading.frames import Frame

_BINARY: Mapping[type, Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
    ast.Pow: operator.pow,
    ast.LShift: operator.lshift,
    ast.RShift: operator.rshift,
    ast.BitOr: operator.or_,
    ast.BitAnd: operator.and_,
    ast.BitXor: operator.xor,
    ast.MatMult: operator.matmul,
}
_UNARY: Mapping[type, Callable[[Any], Any]] = {
    ast.UAdd: operator.pos,
    ast.USub: operator.neg,
    ast.Invert: operator.invert,
}
_COMPARISONS: Mapping[type, Callable[[Any, Any], Any]] = {
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.Is: operator.is_,
    ast.IsNot: operator.is_not,
}
_SEQUENCE = (str, bytes, list, tuple)
_CONVERSION = re.compile(r"%(\([^)]*\))?[#0 +-]*(\*|\d+)?(?:\.(\*|\d+))?")


def known(value: Any) -> Any:
    """The value; ends the evaluation where it could not be read."""
    if isinstance(value, Unread):
        raise Unknown(value)
    return value


def truth(value: Any, frame: Frame) -> bool:
    """Whether the value counts as true."""
    frame.work.budget.spend(1)
    return bool(known(value))


def binary(kind: ast.operator, left: Any, right: Any, frame: Frame, node: ast.expr) -> Any:
    """The value of `left kind right`."""
    for side in (left, right):
        if isinstance(kind, ast.BitOr) and isinstance(side, Outside) and not side.said:
            raise Unknown(dataclasses.replace(side, root="", node=node, frame=frame))  # perhaps a type: `X | None`
    known(left)
    known(right)
    if isinstance(left, type | Class) or isinstance(right, type | Class):
        return frame.unread(node, "is a type, not a value")
    _allow(type(kind), left, right, frame)
    return frame.work.budget.sized(_BINARY[type(kind)](left, right))


def _allow(kind: type, left: Any, right: Any, frame: Frame) -> None:
    """Estimate the size of a result before it is made."""
    budget = frame.work.budget
    if kind is ast.Mod and isinstance(left, str | bytes):
        _allow_formatting(left, right, frame)
    elif kind is ast.Add and isinstance(left, _SEQUENCE) and isinstance(right, _SEQUENCE):
        _allow_length(left, len(left) + len(right), frame)
    elif kind is ast.Mult:
        for sequence, times in ((left, right), (right, left)):
            if isinstance(sequence, _SEQUENCE) and isinstance(times, int):
                _allow_length(sequence, len(sequence) * max(times, 0), frame)
    elif isinstance(left, PurePath) and isinstance(right, PurePath | str):
        budget.text(len(str(left)) + len(str(right)))
    elif kind in (ast.BitOr, ast.BitAnd, ast.Sub, ast.BitXor) and isinstance(left, set | frozenset | dict):
        budget.settled(left, right)
    if isinstance(left, int) and isinstance(right, int):
        _allow_number(kind, left, right)
    elif isinstance(left, decimal.Decimal) or isinstance(right, decimal.Decimal):
        _allow_decimals(left, right)


def _allow_length(like: Any, length: int, frame: Frame) -> None:
    if isinstance(like, str | bytes):
        frame.work.budget.text(length)
    else:
        frame.work.budget.elements(length)


def _allow_number(kind: type, left: int, right: int) -> None:
    bits: dict[type, int] = {
        ast.Pow: left.bit_length() * max(right, 0),
        ast.LShift: left.bit_length() + max(right, 0),
        ast.Mult: left.bit_length() + right.bit_length(),
    }
    if bits.get(kind, 0) > BITS:
        raise long_number()


def _allow_decimals(*values: Any) -> None:
    for value in values:
        if isinstance(value, decimal.Decimal) and abs(value.adjusted()) > WIDTH:
            raise long_number()


def _allow_formatting(template: Any, values: Any, frame: Frame) -> None:
    """`template % values`, whose result can be far longer than both."""
    text = template if isinstance(template, str) else template.decode("latin-1")
    frame.work.budget.settled(values)
    conversions = list(_CONVERSION.finditer(text))
    items = list(values.values()) if isinstance(values, dict) else values if isinstance(values, tuple) else [values]
    longest = max((_printed_length(item) for item in items), default=0)
    for match in conversions:
        for width in (match[2], match[3]):
            sizes = [int(width)] if width and width != "*" and len(width) <= len(str(WIDTH)) else []
            sizes += [abs(item) for item in items if width == "*" and isinstance(item, int)]
            if (width and width != "*" and not sizes) or any(size > WIDTH for size in sizes):
                raise wide_text()
    if len(conversions) * longest > 10 * CHARACTERS:
        raise long_text()


def _printed_length(value: Any) -> int:
    return len(value) if isinstance(value, str | bytes) else 16 * len(value) if isinstance(value, list | dict) else 0


def unary(kind: ast.unaryop, value: Any, frame: Frame) -> Any:
    """The value of `not value`, `-value`, ..."""
    if isinstance(kind, ast.Not):
        return not truth(value, frame)
    if isinstance(value, decimal.Decimal):
        _allow_decimals(value)
    return _UNARY[type(kind)](value)


def compared(kind: ast.cmpop, left: Any, right: Any, frame: Frame) -> Any:
    """The value of one comparison."""
    known(left)
    known(right)
    if isinstance(kind, ast.In | ast.NotIn):
        return contains(right, left, frame) is isinstance(kind, ast.In)
    if not isinstance(kind, ast.Is | ast.IsNot):
        frame.work.budget.settled(left, right)
    return _COMPARISONS[type(kind)](left, right)


def contains(container: Any, value: Any, frame: Frame) -> bool:
    """The value of `value in container`."""
    budget = frame.work.budget
    budget.settled(container if isinstance(container, list | tuple) else value, value)
    if isinstance(container, str | bytes):
        budget.text(len(container))
    elif isinstance(container, Iterator | ValuesView | ItemsView):
        container = iterating.listed(container, frame, None)
    elif isinstance(container, range) and type(value) not in (int, bool):
        budget.elements(len(container))  # anything but a number is looked for one by one
    return value in container


def item(value: Any, index: Any, frame: Frame, node: ast.Subscript) -> Any:
    """The value of `value[index]`."""
    if isinstance(value, Unread):
        return value if value.said else frame.unread(node, root=value.root if isinstance(value, Outside) else "")
    if isinstance(value, Class) or (isinstance(value, type) and not issubclass(value, enum.Enum)):
        return frame.unread(node, "is a type, not a value")
    known(index)
    if isinstance(value, dict):
        frame.work.budget.settled(index)
    return frame.work.budget.sized(value[index])


def set_item(value: Any, index: Any, new: Any, frame: Frame) -> None:
    """`value[index] = new` on a list or dict."""
    budget = frame.work.budget
    if isinstance(value, dict):
        budget.key(value, index)
        budget.room(value)
    elif isinstance(index, slice):
        new = iterating.listed(new, frame, None)
        budget.elements(len(value) + len(new))
    value[index] = new


def add_to_set(value: set[Any], new: Any, frame: Frame) -> None:
    """`value.add(new)`."""
    frame.work.budget.key(value, known(new))
    frame.work.budget.room(value)
    value.add(new)


def update(value: dict[Any, Any], other: Any, frame: Frame) -> None:
    """`value.update(other)` with a dict, or with pairs."""
    pairs = other.items() if isinstance(other, dict) else iterating.listed(other, frame, None)
    for key, item_ in list(pairs):
        frame.work.budget.spend(1)
        set_item(value, known(key), item_, frame)

"""Going through known values, one step of the budget for each element.

Sets are refused: their order differs from run to run.
"""

from __future__ import annotations

import enum
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from catalog_gen.model.checking import Unread
from catalog_gen.reading.signals import Unknown

if TYPE_CHECKING:
    import ast

    from catalog_gen.reading.frames import Frame

_ITERABLES: tuple[type, ...] = (
    list,
    tuple,
    dict,
    set,
    frozenset,
    Iterator,
    enum.EnumType,
    type({}.keys()),
    type({}.values()),
    type({}.items()),
)
UNORDERED = "a set has no order that is the same in every run"
ORDER_HINT = "write a list, or go through sorted(...)"


def listed(value: Any, frame: Frame, node: ast.expr | None, *, ordered: bool = True) -> list[Any]:
    """The elements as a list."""
    return list(iterator(value, frame, node, ordered=ordered))


def is_iterable(value: Any) -> bool:
    """Whether there are elements to go through; a value that is not known could have some."""
    return isinstance(value, (*_ITERABLES, str, bytes, range, Unread))


def iterator(value: Any, frame: Frame, node: ast.expr | None, *, ordered: bool = True) -> Iterator[Any]:
    """The elements one by one; `ordered` says that their order matters."""
    if isinstance(value, Unread):
        raise Unknown(value)
    if ordered and isinstance(value, set | frozenset) and len(value) > 1:
        raise Unknown(unordered(frame, node))
    budget = frame.work.budget
    if isinstance(value, range | str | bytes):
        budget.elements(len(value))
    elif not isinstance(value, _ITERABLES):
        message = f"'{type(value).__name__}' object is not iterable"
        raise TypeError(message)
    return _counted(iter(value), frame)


def unordered(frame: Frame, node: ast.expr | None) -> Unread:
    """Stands for what depends on the order of a set."""
    if node is None:
        return Unread(UNORDERED, hint=ORDER_HINT)
    return frame.unread(node, f"is a set: {UNORDERED}", ORDER_HINT)


def _counted(elements: Iterator[Any], frame: Frame) -> Iterator[Any]:
    budget = frame.work.budget
    for number, element in enumerate(elements):
        budget.spend(1)
        if number % 1000 == 0:
            budget.elements(number)
        yield element

"""Assignment targets: names, tuples with stars, elements of lists and dicts."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Any

from catalog_gen.model.checking import Unread
from catalog_gen.model.declaring import Declared
from catalog_gen.reading import iterating, operating
from catalog_gen.reading.recording import WAYS_OUT
from catalog_gen.reading.signals import Failed, Signal

if TYPE_CHECKING:
    from catalog_gen.reading.frames import Frame


def assign(target: ast.expr, value: Any, frame: Frame) -> None:
    """`target = value`."""
    if isinstance(target, ast.Name):
        frame.names[target.id] = value
    elif isinstance(target, ast.Starred):
        assign(target.value, value, frame)
    elif isinstance(target, ast.Tuple | ast.List):
        _unpack(target, value, frame)
    elif isinstance(target, ast.Subscript):
        _assign_item(target, value, frame)
    elif isinstance(target, ast.Attribute):
        _assign_attribute(target, frame)


def _unpack(target: ast.Tuple | ast.List, value: Any, frame: Frame) -> None:
    if isinstance(value, Unread):
        for part in target.elts:
            assign(part, value, frame)
        return
    if not iterating.is_iterable(value):
        message = f"cannot unpack non-iterable {type(value).__name__} object"
        raise Failed(TypeError(message), frame.place(target))
    try:
        parts = _parts(target, iterating.listed(value, frame, target))
    except Signal:
        raise
    except Exception as error:
        raise Failed(error, frame.place(target)) from error
    for part, item in zip(target.elts, parts, strict=True):
        assign(part, item, frame)


def _parts(target: ast.Tuple | ast.List, values: list[Any]) -> list[Any]:
    """One value for each part of the target; a list for the part with the star."""
    wanted = len(target.elts)
    star = next((index for index, part in enumerate(target.elts) if isinstance(part, ast.Starred)), None)
    if star is None:
        _check_number(len(values), wanted)
        return values
    after = wanted - star - 1
    if len(values) < wanted - 1:
        message = f"not enough values to unpack (expected at least {wanted - 1}, got {len(values)})"
        raise ValueError(message)
    end = len(values) - after
    return [*values[:star], values[star:end], *values[end:]]


def _check_number(given: int, wanted: int) -> None:
    if given < wanted:
        message = f"not enough values to unpack (expected {wanted}, got {given})"
        raise ValueError(message)
    if given > wanted:
        message = f"too many values to unpack (expected {wanted})"
        raise ValueError(message)


def _assign_item(target: ast.Subscript, value: Any, frame: Frame) -> None:
    container = frame.value(target.value)
    index = frame.value(target.slice)
    if isinstance(container, Unread) or isinstance(index, Unread):
        refuse(target, container if isinstance(container, Unread) else index, frame)
        return
    try:
        operating.set_item(container, index, value, frame)
    except Signal:
        raise
    except Exception as error:
        raise Failed(error, frame.place(target)) from error


def _assign_attribute(target: ast.Attribute, frame: Frame) -> None:
    owner = frame.value(target.value)
    if isinstance(owner, Declared):
        message = f"cannot assign to field {target.attr!r}"
        raise Failed(dataclasses_error(message), frame.place(target))
    refuse(target, owner, frame)


def dataclasses_error(message: str) -> Exception:
    """What a frozen dataclass raises when a field is set."""
    import dataclasses

    return dataclasses.FrozenInstanceError(message)


def refuse(node: ast.AST, owner: Any, frame: Frame) -> None:
    """Report a change of something that is not known; quiet where that has been said."""
    if not (isinstance(owner, Unread) and owner.said):
        message = f"{frame.module.script.segment(node)} is changed; definitions are read, not run"
        frame.report("unreadable-statement", message, node, WAYS_OUT)

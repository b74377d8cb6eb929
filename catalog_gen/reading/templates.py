"""`str.format` and `str.format_map`, which can look into values as expressions do, and no further."""

from __future__ import annotations

import re
import string
from typing import TYPE_CHECKING, Any

from catalog_gen.model.checking import Unread
from catalog_gen.reading import attributes, formatting, operating
from catalog_gen.reading.signals import Unknown

if TYPE_CHECKING:
    import ast
    from collections.abc import Iterator, Sequence

    from catalog_gen.reading.frames import Frame
    from catalog_gen.reading.standins import Method

_FIELD = re.compile(r"([^.\[]*)((?:\.[^.\[]+|\[[^\]]+\])*)")
_STEP = re.compile(r"\.([^.\[]+)|\[([^\]]+)\]")
_NESTING = 2


def filled(method: Method, args: Sequence[Any], kwargs: dict[str, Any], frame: Frame, node: ast.expr) -> str:
    """The template with its fields replaced."""
    if method.name == "format_map":
        values = operating.known(args[0]) if args else None
        if not isinstance(values, dict) or len(args) != 1 or kwargs:
            raise Unknown(frame.unread(node))
        return _Filling((), values, frame, node).text(method.owner)
    return _Filling(args, kwargs, frame, node).text(method.owner)


class _Filling:
    """One call of `format`."""

    def __init__(self, args: Sequence[Any], kwargs: dict[Any, Any], frame: Frame, node: ast.expr) -> None:
        self._args = args
        self._kwargs = kwargs
        self._frame = frame
        self._node = node
        self._automatic = 0
        self._manual = False

    def text(self, template: str, nesting: int = _NESTING) -> str:
        if nesting == 0:
            message = "Max string recursion exceeded"
            raise ValueError(message)
        parts: list[str] = []
        length = 0
        for part in self._parts(template, nesting):
            self._frame.work.budget.spend(1)
            length += len(part)
            self._frame.work.budget.text(length)
            parts.append(part)
        return "".join(parts)

    def _parts(self, template: str, nesting: int) -> Iterator[str]:
        for literal, field, spec, conversion in string.Formatter().parse(template):
            yield literal
            if field is not None:
                value = self._value(field)
                code = ord(conversion) if conversion else -1
                value = formatting.converted(value, code, self._frame, self._node)
                filled = self.text(spec, nesting - 1) if spec and "{" in spec else spec or ""
                yield formatting.format_value(value, filled, self._frame, self._node)

    def _value(self, field: str) -> Any:
        match = _FIELD.fullmatch(field)
        if match is None:
            raise Unknown(self._frame.unread(self._node))
        value = self._first(match[1])
        for step in _STEP.finditer(match[2]):
            if step[1]:
                value = attributes.attribute(value, step[1], self._frame, self._node)
            else:
                index = int(step[2]) if step[2].isdecimal() and len(step[2]) < 10 else step[2]  # noqa: PLR2004
                value = self._item(value, index)
        if isinstance(value, Unread):
            raise Unknown(value)
        return value

    def _item(self, value: Any, index: Any) -> Any:
        if not isinstance(value, dict | list | tuple | str):
            raise Unknown(self._frame.unread(self._node))
        return value[index]

    def _first(self, name: str) -> Any:
        if name and not name.isdecimal():
            return self._kwargs[name]
        if self._manual if not name else self._automatic:
            one, other = ("manual field specification", "automatic field numbering")
            one, other = (one, other) if not name else (other, one)
            message = f"cannot switch from {one} to {other}"
            raise ValueError(message)
        if name:
            self._manual = True
            index = int(name[:10])
        else:
            index = self._automatic
            self._automatic += 1
        if index >= len(self._args):
            message = f"Replacement index {index} out of range for positional args tuple"
            raise IndexError(message)
        return self._args[index]

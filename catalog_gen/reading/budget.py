"""How much work reading a file may be.

No definition can hang or exhaust the reader: every step is counted, and every result that could be large
is estimated before it is made.
"""

from __future__ import annotations

import contextlib
import dataclasses
import datetime
import decimal
import enum
import sys
import uuid
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from catalog_gen.model.checking import Unread
from catalog_gen.model.declaring import Declared
from catalog_gen.reading.signals import (
    BITS,
    CHARACTERS,
    DEPTH,
    ELEMENTS,
    NESTING,
    ODD_KEYS,
    Unknown,
    long_list,
    long_number,
    long_text,
    odd_keys,
    out_of_steps,
    too_deep,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

STEPS = 200_000
"""Steps for any file; long files of plain definitions get more, by the size of their syntax tree."""

STEPS_PER_NODE = 3

_CHARACTERS_PER_STEP = 300
_ELEMENTS_PER_STEP = 10

SCALARS = (
    str,
    int,
    float,
    complex,
    bytes,
    type(None),
    Declared,
    decimal.Decimal,
    datetime.date,
    datetime.time,
    datetime.timedelta,
    datetime.tzinfo,
    uuid.UUID,
    PurePath,
    enum.Enum,
    range,
    type,
)


_ITERABLE = (list, tuple, set, frozenset)


@dataclasses.dataclass(slots=True)
class Budget:
    """What is left for the file that is being read."""

    steps: int = STEPS
    depth: int = 0

    def spend(self, steps: int) -> None:
        """Count steps; a computation in C counts by the size of what it goes through."""
        self.steps -= steps
        if self.steps < 0:
            raise out_of_steps()

    @contextlib.contextmanager
    def deeper(self, levels: int) -> Iterator[None]:
        """Count nested calls."""
        self.depth += levels
        try:
            if self.depth > DEPTH:
                raise too_deep()
            yield
        finally:
            self.depth -= levels

    @contextlib.contextmanager
    def paused(self) -> Iterator[None]:
        """Do what has to be done once for a statement, also when no steps are left."""
        left, self.steps = self.steps, sys.maxsize
        try:
            yield
        finally:
            self.steps = left

    def text(self, characters: int) -> None:
        """Allow for a text of this length."""
        if characters > CHARACTERS:
            raise long_text()
        self.spend(characters // _CHARACTERS_PER_STEP)

    def elements(self, number: int) -> None:
        """Allow for a list (or the like) of this length."""
        if number > ELEMENTS:
            raise long_list()
        self.spend(number // _ELEMENTS_PER_STEP)

    def room(self, container: Any) -> None:
        """Allow for one more element."""
        if len(container) >= ELEMENTS:
            raise long_list()

    def sized(self, value: Any) -> Any:
        """The value, whose size is fine."""
        if isinstance(value, str | bytes):
            self.text(len(value))
        elif isinstance(value, list | tuple | dict | set | frozenset):
            self.elements(len(value))
        elif isinstance(value, int) and value.bit_length() > BITS:
            raise long_number()
        return value

    def settled(self, *values: Any) -> None:
        """Allow for going through everything inside of the values, of which nothing may be unknown."""
        for value in self.walked(*values):
            if isinstance(value, Unread):
                raise Unknown(value)

    def walked(self, *values: Any) -> Iterator[Any]:
        """Everything inside of the values that is no plain scalar, as often as it is there."""
        stack = [(value, 0) for value in values if not isinstance(value, SCALARS)]
        total = characters = 0
        while stack:
            value, depth = stack.pop()
            yield value
            if depth > NESTING:
                raise too_deep()
            items = _items(value)
            total += len(items)
            self.elements(total)
            texts = 0
            for item in items:
                if type(item) is str:  # most are, and the next question is much slower
                    texts += len(item)
                elif not isinstance(item, SCALARS):
                    stack.append((item, depth + 1))
                elif isinstance(item, str | bytes):
                    texts += len(item)
            self.spend(texts // 100)
            characters += texts
            if characters > 10 * CHARACTERS:
                raise long_text()

    def key(self, container: Any, key: Any) -> None:
        """Allow for a key in a set or dict; many that are not texts or small numbers could collide on purpose."""
        if not isinstance(key, str) and not (isinstance(key, int) and abs(key) < 1 << 60):
            self.settled(key)
            if len(container) > ODD_KEYS:
                raise odd_keys()


def _items(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return [item for pair in value.items() for item in pair]
    return list(value) if isinstance(value, _ITERABLE) else []

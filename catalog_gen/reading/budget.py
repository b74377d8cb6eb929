"""How much work reading a file may be, and the signals that end an evaluation.

No definition can hang or exhaust the reader: every step is counted, and every result that could be large
is estimated before it is made.
"""

from __future__ import annotations

import contextlib
import dataclasses
import datetime
import decimal
import enum
import uuid
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from catalog_gen.model.checking import Unread
from catalog_gen.model.declaring import Declared

if TYPE_CHECKING:
    from collections.abc import Iterator

    from catalog_gen.problems import Place

STEPS = 300_000
"""Steps for any file; one more for each byte of it, so that long files of plain definitions are fine."""

DEPTH = 200
CHARACTERS = 1_000_000
ELEMENTS = 200_000
BITS = 65_536
ODD_KEYS = 2_000
WIDTH = 10_000
NESTING = 100
_CHARACTERS_PER_STEP = 1_000
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


class Signal(Exception):  # noqa: N818 - it ends an evaluation, which is no error of ours
    """Ends the evaluation of an expression or statement."""


class Exhausted(Signal):
    """The work would be too much; `place` is where, as soon as that is known."""

    def __init__(self, why: str, *, steps: bool = False) -> None:
        super().__init__(why)
        self.why = why
        self.steps = steps
        self.place: Place | None = None


class Failed(Signal):
    """Python would raise this exception here."""

    def __init__(self, error: BaseException, place: Place) -> None:
        super().__init__(error)
        self.error = error
        self.place = place


class Unknown(Signal):
    """The value of the expression is not known; `value` stands for it."""

    def __init__(self, value: Unread) -> None:
        super().__init__(value.why)
        self.value = value


@dataclasses.dataclass(slots=True)
class Budget:
    """What is left for the file that is being read."""

    steps: int = STEPS
    depth: int = 0

    def spend(self, steps: int) -> None:
        """Count steps; a computation in C counts by the size of what it goes through."""
        self.steps -= steps
        if self.steps < 0:
            raise Exhausted("reading this file would take too many steps", steps=True)

    @contextlib.contextmanager
    def deeper(self, levels: int) -> Iterator[None]:
        """Count nested calls."""
        self.depth += levels
        try:
            if self.depth > DEPTH:
                raise Exhausted("calls are nested too deeply")
            yield
        finally:
            self.depth -= levels

    def text(self, characters: int) -> None:
        """Allow for a text of this length."""
        if characters > CHARACTERS:
            raise Exhausted(f"a text of more than {CHARACTERS:,} characters")
        self.spend(characters // _CHARACTERS_PER_STEP)

    def elements(self, number: int) -> None:
        """Allow for a list (or the like) of this length."""
        if number > ELEMENTS:
            raise Exhausted(f"a list of more than {ELEMENTS:,} elements")
        self.spend(number // _ELEMENTS_PER_STEP)

    def room(self, container: Any) -> None:
        """Allow for one more element."""
        if len(container) >= ELEMENTS:
            raise Exhausted(f"a list of more than {ELEMENTS:,} elements")

    def sized(self, value: Any) -> Any:
        """The value, whose size is fine."""
        if isinstance(value, str | bytes):
            self.text(len(value))
        elif isinstance(value, list | tuple | dict | set | frozenset):
            self.elements(len(value))
        elif isinstance(value, int) and value.bit_length() > BITS:
            raise Exhausted("a number with too many digits")
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
                raise Exhausted("data that is nested too deeply")
            items = _items(value)
            total += len(items)
            self.elements(total)
            characters += sum(len(item) for item in items if isinstance(item, str | bytes))
            self.text(characters // 10)
            stack += [(item, depth + 1) for item in items if not isinstance(item, SCALARS)]

    def key(self, container: Any, key: Any) -> None:
        """Allow for a key in a set or dict; many that are not texts or small numbers could collide on purpose."""
        if not isinstance(key, str) and not (isinstance(key, int) and abs(key) < 1 << 60):
            self.settled(key)
            if len(container) > ODD_KEYS:
                raise Exhausted(f"more than {ODD_KEYS:,} keys that are neither texts nor small numbers")


def _items(value: Any) -> list[Any]:
    if isinstance(value, dict):
        return [item for pair in value.items() for item in pair]
    return list(value) if isinstance(value, list | tuple | set | frozenset) else []

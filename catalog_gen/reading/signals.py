"""What ends an evaluation early: too much work, an exception that Python would raise, a value that is not known."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from catalog_gen.model.checking import Unread
    from catalog_gen.problems import Place

DEPTH = 200
CHARACTERS = 1_000_000
ELEMENTS = 200_000
BITS = 4_096
ODD_KEYS = 2_000
WIDTH = 10_000
NESTING = 100


class Signal(Exception):  # noqa: N818 - it ends an evaluation, which is no error of ours
    """Ends the evaluation of an expression or statement."""


class Exhausted(Signal):
    """The work would be too much; `place` is where, as soon as that is known."""

    def __init__(self, why: str, *, steps: bool = False) -> None:
        super().__init__(why)
        self.why = why
        self.steps = steps
        self.place: Place | None = None


def out_of_steps() -> Exhausted:
    """No steps are left for the file."""
    return Exhausted("reading this file would take too many steps", steps=True)


def too_deep() -> Exhausted:
    """An expression, call or value that is nested too deeply."""
    return Exhausted("this is nested too deeply")


def long_text() -> Exhausted:
    """A text that would be too long."""
    return Exhausted(f"a text of more than {CHARACTERS:,} characters")


def wide_text() -> Exhausted:
    """A text that would be padded too much."""
    return Exhausted(f"a text with a width of more than {WIDTH:,} characters")


def long_list() -> Exhausted:
    """A list, dict or set that would be too long."""
    return Exhausted(f"a list of more than {ELEMENTS:,} elements")


def long_number() -> Exhausted:
    """A number that would have too many digits."""
    return Exhausted("a number with too many digits")


def odd_keys() -> Exhausted:
    """Keys that could all have one hash."""
    return Exhausted(f"more than {ODD_KEYS:,} keys that are neither texts nor small numbers")


def long_enum() -> Exhausted:
    """An enum with too many members."""
    return Exhausted("an enum with that many members")


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


class Stopped(Signal):
    """A `raise` that nothing caught: Python would not read on."""

    def __init__(self, failure: Failed) -> None:
        super().__init__(failure.error)
        self.failure = failure


class Break(Signal):
    """`break`."""


class Continue(Signal):
    """`continue`."""

"""The limits of a type, in words."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from catalog_gen.formats.tree import Limits, Type


@dataclasses.dataclass(frozen=True, slots=True)
class Rule:
    """A limit as a reader says it; `code` is what follows the words to the letter."""

    words: str
    code: str = ""


def rules(type_: Type) -> Iterator[Rule]:
    """What the limits of the type say, in the order in which one asks."""
    limits = type_.limits
    if type_.words.partition(" ")[0] in _GENERAL or (limits.minimum, limits.maximum) not in _NATURAL:
        yield from _numbers(limits)
    if limits.multiple_of is not None:
        yield Rule(f"multiple of {_number(limits.multiple_of)}")
    for low, high, noun in (
        (limits.min_length, limits.max_length, _UNITS.get(type_.kind, "character")),
        (limits.min_items, limits.max_items, "item"),
        (limits.min_properties, limits.max_properties, "key"),
    ):
        yield from _counted(low, high, noun)
    if limits.pattern is not None:
        yield Rule("pattern", limits.pattern)
    if limits.unique:
        yield Rule("unique items")
    if limits.precision is not None:
        behind = f", {limits.scale} of them after the point" if limits.scale else ""
        yield Rule(f"up to {_plural(limits.precision, 'digit')}{behind}")
    if type_.keys is not None:
        yield from (Rule(f"keys: {rule.words}", rule.code) for rule in rules(type_.keys))
        yield from (Rule("keys:", str(value)) for value in type_.keys.values[:1] if len(type_.keys.values) == 1)


_GENERAL: Final = frozenset({"integer", "number"})
_LARGEST_FLOAT: Final = 3.4028234663852886e38
_NATURAL: Final = frozenset(
    {
        *((-(2 ** (bits - 1)), 2 ** (bits - 1) - 1) for bits in (32, 64)),
        *((0, 2**bits - 1) for bits in (32, 64)),
        (-_LARGEST_FLOAT, _LARGEST_FLOAT),
    }
)
"""What a type like `int64` can hold anyway; nobody has to be told."""

_UNITS: Final = {"bytes": "byte"}


def _numbers(limits: Limits) -> Iterator[Rule]:
    low, high = limits.minimum, limits.maximum
    if low is not None and high is not None and limits.exclusive_minimum is limits.exclusive_maximum is None:
        yield Rule(f"exactly {_number(low)}" if low == high else f"{_number(low)} to {_number(high)}")
        return
    for words, bound in (
        ("at least", low),
        ("more than", limits.exclusive_minimum),
        ("at most", high),
        ("less than", limits.exclusive_maximum),
    ):
        if bound is not None:
            yield Rule(f"{words} {_number(bound)}")


def _counted(low: int | None, high: int | None, noun: str) -> Iterator[Rule]:
    if low is not None and low == high:
        yield Rule(f"exactly {_plural(low, noun)}")
    elif low and high is not None:
        yield Rule(f"{low} to {_plural(high, noun)}")
    elif low:
        yield Rule(f"at least {_plural(low, noun)}")
    elif high is not None:
        yield Rule(f"at most {_plural(high, noun)}")


def _plural(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _number(value: float) -> str:
    """The number as people write it: 1 for 1.0, 0.01, 1e+300."""
    whole = isinstance(value, float) and value.is_integer() and abs(value) < 1e15  # noqa: PLR2004 - exact below
    try:
        return str(int(value) if whole else value)
    except ValueError:  # more digits than Python writes
        return "a very large number" if value > 0 else "a very small number"

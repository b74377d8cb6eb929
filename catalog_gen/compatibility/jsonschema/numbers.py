"""A number of which several things are true, and others are not."""

from __future__ import annotations

import dataclasses
import math
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from catalog_gen.compatibility.jsonschema.formulas import as_float, exactly

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from catalog_gen.compatibility.jsonschema.formulas import Formula

_TRIED: Final = 2_000


@dataclasses.dataclass(slots=True)
class Wanted:
    """What is asked of the number; limits with whether they themselves are excluded."""

    low: Fraction | None = None
    low_excluded: bool = False
    high: Fraction | None = None
    high_excluded: bool = False
    of: list[Fraction] = dataclasses.field(default_factory=list)
    not_of: list[Fraction] = dataclasses.field(default_factory=list)
    spelt: set[bool] = dataclasses.field(default_factory=set)
    excluded: set[Fraction] = dataclasses.field(default_factory=set)

    def inside(self, number: Fraction) -> bool:
        """Whether it is between the limits and none of those that are excluded."""
        above = self.low is None or number > self.low or (number == self.low and not self.low_excluded)
        below = self.high is None or number < self.high or (number == self.high and not self.high_excluded)
        return above and below and number not in self.excluded

    def fits(self, number: Fraction) -> bool:
        """Whether it is what is asked for, but for how it is written."""
        return (
            self.inside(number)
            and all((number / each).denominator == 1 for each in self.of)
            and not any((number / each).denominator == 1 for each in self.not_of)
        )


def number(literals: Iterable[tuple[Formula, bool]]) -> tuple[float | None, bool]:
    """Such a number, or None; and whether that is certain."""
    wanted = _wanted(literals)
    if len(wanted.spelt) > 1:
        return None, True
    if True in wanted.spelt:
        wanted.of.append(Fraction(1))
    found, sure = _among_multiples(wanted) if wanted.of else _anywhere(wanted)
    if found is None:
        return None, sure
    if found.denominator == 1 and False not in wanted.spelt:
        return int(found), True
    written = as_float(found)
    return (written, True) if exactly(written) == found else (None, False)


def _wanted(literals: Iterable[tuple[Formula, bool]]) -> Wanted:
    wanted = Wanted()
    for formula, true in literals:
        match formula[0]:
            case "min" | "max":
                lower = (formula[0] == "min") == true
                excluded = formula[2] == true
                (_raise if lower else _lower)(wanted, formula[1], excluded=excluded)
            case "multiple":
                (wanted.of if true else wanted.not_of).append(formula[1])
            case "spelt":
                wanted.spelt.add(true)
            case "enum":
                wanted.excluded |= {each[1] for each in formula[1] if each[0] == "number"}
    return wanted


def _raise(wanted: Wanted, limit: Fraction, *, excluded: bool) -> None:
    if wanted.low is None or (limit, excluded) > (wanted.low, wanted.low_excluded):
        wanted.low, wanted.low_excluded = limit, excluded


def _lower(wanted: Wanted, limit: Fraction, *, excluded: bool) -> None:
    if wanted.high is None or (-limit, excluded) > (-wanted.high, wanted.high_excluded):
        wanted.high, wanted.high_excluded = limit, excluded


def _among_multiples(wanted: Wanted) -> tuple[Fraction | None, bool]:
    step = wanted.of[0]
    for other in wanted.of[1:]:
        step = Fraction(
            math.lcm(step.numerator * other.denominator, other.numerator * step.denominator),
            step.denominator * other.denominator,
        )
    if any((step / other).denominator == 1 for other in wanted.not_of):
        return None, True
    for tried, count in enumerate(_counts(wanted, step)):
        if wanted.fits(count * step):
            return count * step, True
        if tried > _TRIED:
            return None, False
    return None, True


def _counts(wanted: Wanted, step: Fraction) -> Iterator[int]:
    """Which multiples of the step lie between the limits, those near to what people write first."""
    if wanted.low is not None:
        count = math.ceil(wanted.low / step)
        while wanted.high is None or count * step <= wanted.high:
            yield count
            count += 1
    elif wanted.high is not None:
        count = math.floor(wanted.high / step)
        while True:
            yield count
            count -= 1
    else:
        yield 0
        count = 1
        while True:
            yield from (count, -count)
            count += 1


def _anywhere(wanted: Wanted) -> tuple[Fraction | None, bool]:
    """Between the limits lie numbers without end, or one, or none."""
    low, high = wanted.low, wanted.high
    if low is not None and high is not None:
        if low > high or (low == high and (wanted.low_excluded or wanted.high_excluded)):
            return None, True
        if low == high:
            return (low, True) if wanted.fits(low) else (None, True)
    for candidate in _candidates(low, high):
        if wanted.fits(candidate):
            return candidate, True
    return None, False


def _candidates(low: Fraction | None, high: Fraction | None) -> Iterator[Fraction]:
    half = Fraction(1, 2)
    if low is not None and high is not None:
        yield from (low, high)
        whole = math.ceil(low)
        yield from (Fraction(whole + more) for more in range(20) if whole + more <= high)
        for power in range(1, 40):
            yield low + (high - low) * half**power
            yield high - (high - low) * Fraction(1, 3) * half**power
        for tenth in range(1, 100):
            yield low + (high - low) * Fraction(tenth, 100)
        return
    start = low if low is not None else high if high is not None else Fraction(0)
    sign = -1 if low is None and high is not None else 1
    yield start
    for count in range(1, 200):
        yield start + sign * count
        yield start + sign * (count - half)
        yield start + sign * Fraction(count, 100)

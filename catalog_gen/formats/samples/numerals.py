"""Numbers that look real for their name and keep the limits, reckoned in decimals so that 19.99 stays 19.99."""

from __future__ import annotations

import dataclasses
import decimal
import itertools
import math
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from catalog_gen.formats.samples import figures, instants, lexicon
from catalog_gen.formats.samples.setting import number_of
from catalog_gen.formats.samples.words import one_of, vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from catalog_gen.formats.samples.setting import Setting
    from catalog_gen.formats.tree import Limits, Type

_IDS: Final = vocabulary("id ids number no key ref reference")
_MONEY: Final = vocabulary("price amount total cost subtotal fee tax discount balance refund paid net gross vat charge")
_MINOR: Final = vocabulary("cents minor pence units")
_UNITS: Final = vocabulary("ms millis milliseconds epoch unix s sec seconds us micros ns nano nanos utc")
_MORE: Final = 100
_CONTEXT: Final = decimal.Context(prec=400, Emax=999_999, Emin=-999_999, traps=[])


def integers(type_: Type, setting: Setting) -> Iterator[int]:
    """Integers within the limits, the likeliest first."""
    limits = type_.limits
    for value in _fitting(_wanted_integers(type_, setting), limits, Decimal(1)):
        yield int(value)


def floats(type_: Type, setting: Setting) -> Iterator[float]:
    """Numbers within the limits as JSON has them, the likeliest first."""
    seconds = list(_epochs(type_.words.lower(), setting, 1)) if _is_epoch(setting.name) else []
    wanted = (*seconds, *_digits(setting), *_wanted(setting), *_HALVES)
    for value in _fitting(wanted, type_.limits, None):
        number = float(value)
        if math.isfinite(number):
            yield number


def decimals(type_: Type, setting: Setting) -> Iterator[str]:
    """Decimals as text, with just as many digits behind the point as the scale says, within the precision."""
    limits = type_.limits
    scale = 2 if limits.scale is None else limits.scale
    whole = None if limits.precision is None else max(limits.precision - scale, 0)
    if not -100 <= scale <= 100:  # noqa: PLR2004 - beyond, nobody reads the digits
        return
    unit = Decimal(1).scaleb(-scale)
    for value in _fitting((*_wanted(setting), *_SMALL), limits, unit):
        if whole is None or not value or value.adjusted() < whole:
            text = f"{value:f}" if scale <= 0 else f"{value.quantize(unit, context=_CONTEXT):f}"
            yield text


_HALVES: Final = (Decimal("1.5"),)
_SMALL: Final = tuple(Decimal(text) for text in ("1", "0.5", "0.25", "0.1", "0.01", "0"))


def text_of(value: Any) -> Decimal | None:
    """A JSON number as an exact decimal: 0.1 is 0.1; None if it is no number."""
    if isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return None
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return Decimal(value) if isinstance(value, int) else Decimal(repr(value) if isinstance(value, float) else value)


def within(value: Decimal, limits: Limits) -> bool:
    """Whether the number keeps the limits."""
    bounds = (
        (limits.minimum, value.__ge__),
        (limits.maximum, value.__le__),
        (limits.exclusive_minimum, value.__gt__),
        (limits.exclusive_maximum, value.__lt__),
    )
    for bound, keeps in bounds:
        exact = text_of(bound)
        if exact is not None and not keeps(exact):
            return False
    step = text_of(limits.multiple_of)
    return not step or _CONTEXT.remainder(value, step) == 0


def _wanted_integers(type_: Type, setting: Setting) -> Iterator[Decimal]:
    """The integers that the name wants."""
    name = setting.name
    words = f"{type_.words} {type_.format}".lower()
    if type_.format in {"date-time", "local-date-time"} or "timestamp" in words or _is_epoch(name):
        yield from _epochs(words, setting)
    if type_.format == "date":
        yield Decimal((instants.instant(setting).date().toordinal()) - 719_163)
    if type_.format == "time":
        yield Decimal(34_867_000_000 if "micro" in words else 34_867_000)
    if name and name[-1] in _IDS and not figures.numbers(name[-2:]):
        thing = name[:-1] or setting.thing
        yield Decimal(number_of(thing, setting.ordinal))
    yield from _digits(setting)
    if len(name) > 1 and name[-1] in _MINOR:
        setting = dataclasses.replace(setting, name=name[:-1])
    money = not _MONEY.isdisjoint(name)
    yield from (value * 100 if money and value % 1 else value for value in _wanted(setting))


def _digits(setting: Setting) -> Iterator[Decimal]:
    """What the name wants as a text where that is all digits, if more of the name is known so: `zip_code`."""
    choices, length = lexicon.choices(setting.name)
    if length > figures.known(setting.name)[1]:
        for choice in choices:
            text = choice[setting.ordinal % len(choice)]
            if text.isascii() and text.isdigit() and not text.startswith("0"):
                yield Decimal(text)


def _is_epoch(name: tuple[str, ...]) -> bool:
    """Whether the name is that of a point in time, perhaps with its unit: `time_unix_nano`, `created_ms`."""
    end = len(name)
    while end > 1 and name[end - 1] in _UNITS:
        end -= 1
    base = one_of(name[:end])
    return instants.is_time(base) or (end < len(name) and base[-1].endswith("ed"))


def _epochs(words: str, setting: Setting, usual: int = 1000) -> Iterator[Decimal]:
    """Seconds, milli-, micro- or nanoseconds since 1970: those that the type or the name say, else the usual ones."""
    seconds = int(instants.instant(setting).timestamp())
    said = f"{words} {' '.join(setting.name)} {setting.doc[:500].lower()}"
    units = {"nano": 10**9, "micro": 10**6, "milli": 10**3, " ms": 10**3, " ns": 10**9, "second": 1, "epoch": 1}
    factor = next((factor for unit, factor in units.items() if unit in said), usual)
    for scale in dict.fromkeys((factor, 1000, 1)):
        yield Decimal(seconds * scale)


def _wanted(setting: Setting) -> tuple[Decimal, ...]:
    """The numbers that the name wants; that of the element's place first."""
    name = setting.name
    if len(name) > 1 and name[-1] == "micros":
        return tuple(value * 10**6 for value in _wanted(dataclasses.replace(setting, name=name[:-1])))
    found = figures.numbers((*setting.owner[-1:], *name)) if name else ()
    if not found and name and name[-1] in {"value", "amount", "x"}:
        found = figures.numbers(setting.owner)
    if not found and name[:1] in {("max",), ("maximum",)}:
        found = ("10", "20", "50")
    texts = found or (str(setting.ordinal + 1), "42", "7")
    turn = setting.ordinal % len(texts)
    return tuple(Decimal(text) for text in (*texts[turn:], *texts[:turn]))


def _fitting(wanted: Iterable[Decimal], limits: Limits, unit: Decimal | None) -> Iterator[Decimal]:
    """The wanted numbers that fit, then others within the limits; multiples of the unit, if one is given.

    What is a multiple in decimals but none to those who divide floats comes last: 19.99 / 0.01 is 1998.9999999999998.
    """
    step = text_of(limits.multiple_of)
    seen: set[Decimal] = set()
    doubtful: list[Decimal] = []
    for value in itertools.chain(wanted, _between(limits, unit or step)):
        for candidate in _rounded(value, step, unit):
            if candidate in seen:
                continue
            seen.add(candidate)
            if within(candidate, limits) and (unit is None or _CONTEXT.remainder(candidate, unit) == 0):
                if _divides(candidate, limits.multiple_of):
                    yield candidate
                else:
                    doubtful.append(candidate)
    yield from doubtful


def _divides(value: Decimal, step: float | None) -> bool:
    """Whether the value is a multiple of the step in floats too, as most validators reckon."""
    if not isinstance(step, float) or not step:
        return True
    try:
        return (float(value) / step).is_integer()
    except OverflowError:
        return True


def _rounded(value: Decimal, step: Decimal | None, unit: Decimal | None) -> list[Decimal]:
    """The multiples next to a value; zero last, which says the least."""
    if not step and unit is None:
        return [value]
    sizes = [size for size in (step, unit) if size]
    if step and step < 1:  # of 0.01, the multiples that floats hold exactly are near too
        sizes += [size for size in (Decimal("0.5"), Decimal(1)) if _CONTEXT.remainder(size, step) == 0]
    found = [
        _CONTEXT.multiply(_CONTEXT.divide(value, size).to_integral_value(rounding), size)
        for size in sizes
        for rounding in (decimal.ROUND_HALF_EVEN, decimal.ROUND_CEILING, decimal.ROUND_FLOOR)
    ]
    return sorted(found, key=lambda multiple: multiple == 0)


def _between(limits: Limits, step: Decimal | None) -> Iterator[Decimal]:
    """Numbers at, near and between the limits."""
    low = max((exact for bound in (limits.minimum, limits.exclusive_minimum) if (exact := text_of(bound)) is not None),
              default=None)  # fmt: skip
    high = min((exact for bound in (limits.maximum, limits.exclusive_maximum) if (exact := text_of(bound)) is not None),
               default=None)  # fmt: skip
    steps = (step or Decimal(1), Decimal("0.5"), Decimal("0.01"))
    if low is not None and high is not None:
        middle = (low + high) / 2
        yield from (middle.to_integral_value() if abs(middle) > 1 else middle, middle)
    for bound, sign in ((low, 1), (high, -1)):
        if bound is not None:
            yield from (bound, *(bound + sign * size for size in steps))
    yield from (Decimal(0), Decimal(1), Decimal("0.5"))
    start, size = (high, -1) if low is None and high is not None else (low or Decimal(0), 1)
    yield from (start + size * times * (step or Decimal(1)) for times in range(2, _MORE))

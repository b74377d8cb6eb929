"""The functions that definitions may call: builtins that go through values or call others back."""

from __future__ import annotations

import enum
import functools
import itertools
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from catalog_gen.reading import formatting, iterating, operating
from catalog_gen.reading.signals import (
    BITS,
    ELEMENTS,
    Unknown,
    long_list,
    long_number,
)
from catalog_gen.reading.standins import Builtin, Function, Partial

if TYPE_CHECKING:
    import ast
    from collections.abc import Callable, Iterable

    from catalog_gen.reading.frames import Frame

_LONGEST_NUMBER = 1_000
_MOST_MODULUS_BITS = 256
_NOTHING: Any = object()


def length(frame: Frame, node: ast.expr, value: Any) -> int:
    """`len`."""
    del frame, node
    return len(operating.known(value))


def listed(frame: Frame, node: ast.expr, values: Any = ()) -> list[Any]:
    """`list`."""
    return iterating.listed(values, frame, node)


def tupled(frame: Frame, node: ast.expr, values: Any = ()) -> tuple[Any, ...]:
    """`tuple`."""
    return tuple(iterating.listed(values, frame, node))


def mapped_to(frame: Frame, node: ast.expr, /, *args: Any, **kwargs: Any) -> dict[Any, Any]:
    """`dict`."""
    del node
    if len(args) > 1:
        message = f"dict expected at most 1 argument, got {len(args)}"
        raise TypeError(message)
    result: dict[Any, Any] = {}
    for values in args:
        operating.update(result, operating.known(values), frame)
    operating.update(result, kwargs, frame)
    return result


def unordered(frame: Frame, node: ast.expr, values: Any = ()) -> set[Any]:
    """`set`."""
    result: set[Any] = set()
    for value in iterating.iterator(values, frame, node, ordered=False):
        operating.add_to_set(result, value, frame)
    return result


def frozen(frame: Frame, node: ast.expr, values: Any = ()) -> frozenset[Any]:
    """`frozenset`."""
    return frozenset(unordered(frame, node, values))


def ordered(frame: Frame, node: ast.expr, values: Any, /, *, key: Any = None, reverse: Any = False) -> list[Any]:
    """`sorted`."""
    items = iterating.listed(values, frame, node, ordered=False)
    keys = _keys(items, key, frame, node)
    if key is not None and isinstance(values, set | frozenset) and any(keys.count(one) > 1 for one in keys):
        raise Unknown(iterating.unordered(frame, node))
    order = sorted(range(len(items)), key=keys.__getitem__, reverse=bool(operating.known(reverse)))
    return [items[index] for index in order]


def _keys(items: list[Any], key: Any, frame: Frame, node: ast.expr) -> list[Any]:
    keys = items if key is None else [frame.work.call(key, [item], {}, frame, node) for item in items]
    frame.work.budget.settled(keys)
    return keys


def smallest(frame: Frame, node: ast.expr, /, *values: Any, key: Any = None, default: Any = _NOTHING) -> Any:
    """`min`."""
    return _extreme(min, frame, node, values, key, default)


def largest(frame: Frame, node: ast.expr, /, *values: Any, key: Any = None, default: Any = _NOTHING) -> Any:
    """`max`."""
    return _extreme(max, frame, node, values, key, default)


def _extreme(
    choose: Callable[..., Any], frame: Frame, node: ast.expr, values: tuple[Any, ...], key: Any, default: Any
) -> Any:
    items = iterating.listed(values[0], frame, node, ordered=key is not None) if len(values) == 1 else list(values)
    if not items and default is not _NOTHING:
        return default
    if not items:
        return choose(items)
    keys = _keys(items, key, frame, node)
    return items[choose(range(len(items)), key=keys.__getitem__)]


def total(frame: Frame, node: ast.Call, values: Any, /, start: Any = 0) -> Any:
    """`sum`."""
    import ast

    if isinstance(start, str | bytes):
        kind = "strings [use ''.join(seq) instead]" if isinstance(start, str) else "bytes [use b''.join(seq) instead]"
        message = f"sum() can't sum {kind}"
        raise TypeError(message)
    for value in iterating.iterator(values, frame, node):
        start = operating.binary(ast.Add(), start, value, frame, node)
    return start


def some(frame: Frame, node: ast.expr, values: Any, /) -> bool:
    """`any`."""
    return any(operating.truth(value, frame) for value in iterating.iterator(values, frame, node, ordered=False))


def every(frame: Frame, node: ast.expr, values: Any, /) -> bool:
    """`all`."""
    return all(operating.truth(value, frame) for value in iterating.iterator(values, frame, node, ordered=False))


def numbered(frame: Frame, node: ast.expr, values: Any, start: int = 0) -> Iterator[Any]:
    """`enumerate`."""
    return enumerate(iterating.iterator(values, frame, node), operating.known(start))


def zipped(frame: Frame, node: ast.expr, /, *values: Any, strict: Any = False) -> Iterator[Any]:
    """`zip`."""
    columns = [iterating.iterator(value, frame, node) for value in values]
    return zip(*columns, strict=bool(operating.known(strict)))


def backwards(frame: Frame, node: ast.expr, values: Any, /) -> Iterator[Any]:
    """`reversed`."""
    if isinstance(operating.known(values), Iterator | set | frozenset):
        message = f"'{type(values).__name__}' object is not reversible"
        raise TypeError(message)
    return iter(iterating.listed(values, frame, node)[::-1])


def mapped(frame: Frame, node: ast.expr, function: Any, /, *values: Any) -> Iterator[Any]:
    """`map`: calls when its values are asked for, as Python does."""
    columns = [iterating.iterator(value, frame, node) for value in values]
    operating.known(function)
    return (frame.work.call(function, list(row), {}, frame, node) for row in zip(*columns, strict=False))


def filtered(frame: Frame, node: ast.expr, function: Any, values: Any, /) -> Iterator[Any]:
    """`filter`."""
    items = iterating.iterator(values, frame, node)
    operating.known(function)
    if function is None:
        return (item for item in items if operating.truth(item, frame))
    return (item for item in items if operating.truth(frame.work.call(function, [item], {}, frame, node), frame))


def following(frame: Frame, node: ast.expr, values: Any, default: Any = _NOTHING, /) -> Any:
    """`next`."""
    del node
    if not isinstance(operating.known(values), Iterator):
        message = f"'{type(values).__name__}' object is not an iterator"
        raise TypeError(message)
    frame.work.budget.spend(1)
    return next(values) if default is _NOTHING else next(values, default)


def iterated(frame: Frame, node: ast.expr, values: Any, /) -> Iterator[Any]:
    """`iter`."""
    return iterating.iterator(values, frame, node)


def text(frame: Frame, node: ast.expr, value: Any = "", /) -> str:
    """`str`."""
    return formatting.text(operating.known(value), frame, node)


def shown(frame: Frame, node: ast.expr, value: Any, /) -> str:
    """`repr`."""
    return str(formatting.converted(operating.known(value), ord("r"), frame, node))


def formatted(frame: Frame, node: ast.expr, value: Any, spec: Any = "", /) -> str:
    """`format`."""
    return formatting.format_value(operating.known(value), operating.known(spec), frame, node)


def whole(*args: Any, **kwargs: Any) -> int:
    """`int`, of numbers and texts that are not too long."""
    import decimal

    for value in args:
        if isinstance(value, str | bytes) and len(value) > _LONGEST_NUMBER:
            raise long_number()
        if isinstance(value, decimal.Decimal) and value.is_finite() and value.adjusted() > _LONGEST_NUMBER:
            raise long_number()
    return int(*args, **kwargs)


def power(base: Any, exponent: Any, modulus: Any = None) -> Any:
    """`pow`."""
    numbers = isinstance(base, int) and isinstance(exponent, int)
    if isinstance(modulus, int) and modulus.bit_length() > _MOST_MODULUS_BITS:
        raise long_number()
    if numbers and modulus is None and base.bit_length() * max(exponent, 0) > BITS:
        raise long_number()
    return pow(base, exponent, modulus)


def rounded(number: Any, ndigits: Any = None) -> Any:
    """`round`."""
    if isinstance(ndigits, int) and abs(ndigits) > _LONGEST_NUMBER:
        raise long_number()
    return round(number, ndigits)


def is_a(frame: Frame, node: ast.expr, value: Any, types: Any, /) -> bool:
    """`isinstance`, for types that are known."""
    operating.known(value)
    candidates = types if isinstance(types, tuple) else (types,)
    if not all(isinstance(candidate, type) for candidate in candidates):
        raise Unknown(frame.unread(node))
    return isinstance(value, types)


def chained(frame: Frame, node: ast.expr, /, *values: Any) -> Iterator[Any]:
    """`itertools.chain`."""
    return itertools.chain(*(iterating.listed(value, frame, node) for value in values))


def chained_from(frame: Frame, node: ast.expr, values: Any, /) -> Iterator[Any]:
    """`itertools.chain.from_iterable`."""
    return chained(frame, node, *iterating.listed(values, frame, node))


def products(frame: Frame, node: ast.expr, /, *values: Any, repeat: int = 1) -> Iterator[Any]:
    """`itertools.product`."""
    columns = [iterating.listed(value, frame, node) for value in values]
    repeat = operating.known(repeat)
    frame.work.budget.elements(len(columns) * repeat if isinstance(repeat, int) else 0)
    number = 1
    for column in columns * repeat:
        number *= len(column)
        if number > ELEMENTS:
            raise long_list()
    return itertools.product(*columns, repeat=repeat)


def repeated(frame: Frame, node: ast.expr, value: Any, times: Any = None, /) -> Any:
    """`itertools.repeat`, with a number of times."""
    if not isinstance(times, int):
        raise Unknown(frame.unread(node))
    frame.work.budget.elements(times)
    return itertools.repeat(value, times)


def partial(frame: Frame, node: ast.expr, function: Any, /, *args: Any, **kwargs: Any) -> Partial:
    """`functools.partial`."""
    del frame, node
    return Partial(operating.known(function), args, kwargs)


def reduced(frame: Frame, node: ast.expr, function: Any, values: Any, /, *start: Any) -> Any:
    """`functools.reduce`."""
    items: Iterable[Any] = iterating.listed(values, frame, node)
    return functools.reduce(lambda one, other: frame.work.call(function, [one, other], {}, frame, node), items, *start)


def second(frame: Frame, node: ast.expr, kind: Any, value: Any, /) -> Any:
    """`typing.cast`."""
    del frame, node, kind
    return value


def first(frame: Frame, node: ast.expr, value: Any, /) -> Any:
    """A decorator that changes nothing which a definition could see."""
    del frame, node
    return value


def cached(frame: Frame, node: ast.expr, function: Any = None, /, **options: Any) -> Any:
    """`functools.lru_cache`, with or without arguments."""
    del frame, node, options
    return function if isinstance(function, Function) else Builtin("lru_cache", first, framed=True)


def unique(frame: Frame, node: ast.expr, cls: Any, /) -> Any:
    """`enum.unique`."""
    del frame, node
    return enum.unique(cls) if isinstance(cls, type) and issubclass(cls, enum.Enum) else cls

"""Methods and properties of plain data that the static reader knows; everything else is not evaluated."""

from __future__ import annotations

import datetime
import decimal
import os.path
import re
import uuid
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from catalog_gen.reading import formatting, functions, iterating, operating
from catalog_gen.reading.signals import (
    CHARACTERS,
    WIDTH,
    Unknown,
    long_text,
    wide_text,
)
from catalog_gen.reading.standins import Method

if TYPE_CHECKING:
    import ast
    from collections.abc import Callable, Mapping, Sequence

    from catalog_gen.reading.frames import Frame


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_METHODS: Mapping[type, frozenset[str]] = {
    str: _words(
        "lower upper title capitalize casefold swapcase strip lstrip rstrip split rsplit splitlines partition"
        " rpartition removeprefix removesuffix startswith endswith count find rfind index rindex isalnum isalpha"
        " isascii isdecimal isdigit isidentifier islower isnumeric isprintable isspace istitle isupper replace join"
        " ljust rjust center zfill expandtabs encode format format_map"
    ),
    bytes: _words("decode hex startswith endswith"),
    list: _words("append extend insert remove pop clear index count sort reverse copy"),
    tuple: _words("index count"),
    range: _words("index count"),
    dict: _words("get keys values items update setdefault pop popitem clear copy"),
    set: _words(
        "add update discard remove clear copy union intersection difference symmetric_difference issubset issuperset"
        " isdisjoint"
    ),
    frozenset: _words("copy union intersection difference symmetric_difference issubset issuperset isdisjoint"),
    bool: _words("bit_length"),
    int: _words("bit_length"),
    float: _words("is_integer"),
    datetime.datetime: _words("isoformat replace weekday isoweekday date time toordinal strftime isocalendar"),
    datetime.date: _words("isoformat replace weekday isoweekday toordinal strftime isocalendar"),
    datetime.time: _words("isoformat replace strftime"),
    datetime.timedelta: _words("total_seconds"),
    decimal.Decimal: _words("quantize normalize copy_abs is_finite is_nan is_zero is_signed"),
    PurePath: _words(
        "with_suffix with_name with_stem joinpath as_posix relative_to is_absolute is_relative_to resolve absolute"
    ),
}
_PROPERTIES: Mapping[type, frozenset[str]] = {
    datetime.datetime: _words("year month day hour minute second microsecond tzinfo"),
    datetime.date: _words("year month day"),
    datetime.time: _words("hour minute second microsecond tzinfo"),
    datetime.timedelta: _words("days seconds microseconds"),
    uuid.UUID: _words("hex int urn version"),
    PurePath: _words("parent parents name stem suffix suffixes parts anchor root drive"),
    range: _words("start stop step"),
    int: _words("real imag numerator denominator"),
    float: _words("real imag"),
}
_OF_TYPES: Mapping[type, frozenset[str]] = {
    dict: _words("fromkeys"),
    str: _METHODS[str] - {"format", "format_map"},
    datetime.date: _words("fromisoformat"),
    datetime.datetime: _words("fromisoformat combine"),
    datetime.time: _words("fromisoformat"),
}
_SET_METHODS = _words("intersection difference symmetric_difference issubset issuperset isdisjoint")
_FILE_ACCESS = _words(
    "read_text read_bytes open exists is_file is_dir glob rglob iterdir stat write_text write_bytes walk mkdir touch"
)
_FILES = "name the file with description_path=, schema_path= or Example(path=...), or use build --import"
_CODECS = re.compile(r"utf-?8|utf_8|ascii|latin-?1|utf-?16(-[lb]e)?|utf-?32", re.IGNORECASE)


def of_type(cls: type, name: str) -> bool:
    """Whether the type itself has the method: `date.fromisoformat`, `str.upper`."""
    return name in _OF_TYPES.get(cls, ())


def attribute(value: Any, name: str, frame: Frame, node: ast.expr) -> Any:
    """A property or method of plain data; Python's own words where there is none of the name."""
    for cls in type(value).__mro__:
        if name in _PROPERTIES.get(cls, ()):
            found = getattr(value, name)
            return tuple(found) if name == "parents" else found
        if name in _METHODS.get(cls, ()):
            return Method(value, name)
    if isinstance(value, PurePath) and name in _FILE_ACCESS:
        return frame.unread(node, "reads a file", _FILES, root="builtins.open")
    if hasattr(value, name):
        return frame.unread(node)
    return getattr(value, name)


def call(method: Method, args: Sequence[Any], kwargs: dict[str, Any], frame: Frame, node: ast.expr) -> Any:
    """Call a method."""
    if isinstance(method.owner, type):
        return _call_of_type(method, args, kwargs, frame, node)
    for cls in type(method.owner).__mro__:
        code = _SPECIAL.get((cls, method.name))
        if code is not None:
            return code(method, frame, node, *args, **kwargs)
    return _plain(method, args, kwargs, frame)


def _plain(method: Method, args: Sequence[Any], kwargs: dict[str, Any], frame: Frame) -> Any:
    budget = frame.work.budget
    budget.settled(list(args), list(kwargs.values()))
    owner = method.owner
    if isinstance(owner, str | bytes):
        budget.text(len(owner))
    elif isinstance(owner, list | tuple | dict | set | frozenset):
        budget.spend(len(owner) // 50)
        if method.name in {"index", "count", "remove"} or isinstance(owner, set | frozenset):
            budget.settled(owner)
    return budget.sized(getattr(owner, method.name)(*args, **kwargs))


def _call_of_type(method: Method, args: Sequence[Any], kwargs: dict[str, Any], frame: Frame, node: ast.expr) -> Any:
    if method.owner is str and args and isinstance(operating.known(args[0]), str):
        return call(Method(args[0], method.name), args[1:], kwargs, frame, node)
    if method.owner is dict:
        default = args[1] if len(args) > 1 else None
        pairs = [(key, default) for key in iterating.listed(args[0], frame, node)]
        return functions.mapped_to(frame, node, pairs)
    frame.work.budget.settled(list(args), list(kwargs.values()))
    return getattr(method.owner, method.name)(*args, **kwargs)


def _append(method: Method, frame: Frame, node: ast.expr, value: Any, /) -> None:
    del node
    frame.work.budget.room(method.owner)
    method.owner.append(value)


def _insert(method: Method, frame: Frame, node: ast.expr, index: Any, value: Any, /) -> None:
    del node
    frame.work.budget.room(method.owner)
    frame.work.budget.spend(len(method.owner) // 1000)
    method.owner.insert(operating.known(index), value)


def _extend(method: Method, frame: Frame, node: ast.expr, values: Any, /) -> None:
    items = iterating.listed(values, frame, node)
    frame.work.budget.elements(len(method.owner) + len(items))
    method.owner.extend(items)


def _sort(method: Method, frame: Frame, node: ast.expr, /, *, key: Any = None, reverse: Any = False) -> None:
    method.owner[:] = functions.ordered(frame, node, method.owner, key=key, reverse=reverse)


def _copy(method: Method, frame: Frame, node: ast.expr, /) -> Any:
    del node
    frame.work.budget.elements(len(method.owner))
    return method.owner.copy()


def _update(method: Method, frame: Frame, node: ast.expr, /, *values: Any, **kwargs: Any) -> None:
    del node
    for value in (*values, kwargs):
        operating.update(method.owner, operating.known(value), frame)


def _get(method: Method, frame: Frame, node: ast.expr, key: Any, default: Any = None, /) -> Any:
    del node
    frame.work.budget.settled(key)
    return method.owner.get(key, default)


def _setdefault(method: Method, frame: Frame, node: ast.expr, key: Any, default: Any = None, /) -> Any:
    del node
    frame.work.budget.settled(key)
    if key not in method.owner:
        operating.set_item(method.owner, key, default, frame)
    return method.owner[key]


def _pop(method: Method, frame: Frame, node: ast.expr, /, *args: Any) -> Any:
    del node
    frame.work.budget.settled(list(args[:1]))
    return method.owner.pop(*args)


def _view(method: Method, frame: Frame, node: ast.expr, /) -> Any:
    del frame, node
    return getattr(method.owner, method.name)()


def _add(method: Method, frame: Frame, node: ast.expr, value: Any, /) -> None:
    del node
    operating.add_to_set(method.owner, value, frame)


def _add_all(method: Method, frame: Frame, node: ast.expr, /, *values: Any) -> None:
    for value in values:
        for item in iterating.iterator(value, frame, node, ordered=False):
            operating.add_to_set(method.owner, item, frame)


def _union(method: Method, frame: Frame, node: ast.expr, /, *values: Any) -> Any:
    result = set(method.owner)
    _add_all(Method(result, "update"), frame, node, *values)
    return result if isinstance(method.owner, set) else frozenset(result)


def _compared(method: Method, frame: Frame, node: ast.expr, /, *values: Any) -> Any:
    """A set against others, or against whatever has elements."""
    frame.work.budget.settled(method.owner)
    others = [functions.unordered(frame, node, value) for value in values]
    return getattr(method.owner, method.name)(*others)


def _found(method: Method, frame: Frame, node: ast.expr, value: Any, /) -> Any:
    """`range.index` and `range.count`, which look for anything but a number one by one."""
    del node
    frame.work.budget.settled(value)
    if type(value) not in (int, bool):
        frame.work.budget.elements(len(method.owner))
    return getattr(method.owner, method.name)(value)


def _join(method: Method, frame: Frame, node: ast.expr, values: Any, /) -> str:
    if not iterating.is_iterable(values):
        return str(method.owner.join(values))  # Python says what is wrong
    items = iterating.listed(values, frame, node)
    frame.work.budget.settled(items)
    size = sum(len(item) for item in items if isinstance(item, str)) + len(items) * len(method.owner)
    frame.work.budget.text(size)
    return str(method.owner.join(items))


def _replace(method: Method, frame: Frame, node: ast.expr, old: Any, new: Any, count: Any = -1, /) -> str:
    del node
    frame.work.budget.settled([old, new, count])
    if isinstance(old, str) and isinstance(new, str):
        times = method.owner.count(old)
        frame.work.budget.text(len(method.owner) + times * max(len(new) - len(old), 0))
    return str(method.owner.replace(old, new, count))


def _padded(method: Method, frame: Frame, node: ast.expr, /, *args: Any) -> str:
    del node
    frame.work.budget.settled(list(args))
    if any(isinstance(value, int) and abs(value) > WIDTH for value in args[:1]):
        raise wide_text()
    return str(frame.work.budget.sized(getattr(method.owner, method.name)(*args)))


def _expandtabs(method: Method, frame: Frame, node: ast.expr, tabsize: Any = 8) -> str:
    del node
    frame.work.budget.settled(tabsize)
    if isinstance(tabsize, int) and method.owner.count("\t") * tabsize > CHARACTERS:
        raise long_text()
    return str(method.owner.expandtabs(tabsize))


def _coded(method: Method, frame: Frame, node: ast.expr, encoding: Any = "utf-8", errors: Any = "strict") -> Any:
    frame.work.budget.settled([encoding, errors])
    if not isinstance(encoding, str) or not _CODECS.fullmatch(encoding):
        raise Unknown(frame.unread(node))
    return getattr(method.owner, method.name)(encoding, errors)


def _printed_date(method: Method, frame: Frame, node: ast.expr, spec: Any, /) -> Any:
    return formatting.format_value(method.owner, operating.known(spec), frame, node)


def _absolute(method: Method, frame: Frame, node: ast.expr, /, **kwargs: Any) -> Any:
    del kwargs
    if not method.owner.is_absolute():
        raise Unknown(frame.unread(node, "depends on the current folder", "start from Path(__file__)"))
    return type(method.owner)(os.path.normpath(method.owner))


_SPECIAL: Mapping[tuple[type, str], Callable[..., Any]] = {
    (list, "append"): _append,
    (list, "insert"): _insert,
    (list, "extend"): _extend,
    (list, "sort"): _sort,
    (list, "copy"): _copy,
    (list, "pop"): _pop,
    (dict, "update"): _update,
    (dict, "get"): _get,
    (dict, "setdefault"): _setdefault,
    (dict, "pop"): _pop,
    (dict, "copy"): _copy,
    **{(dict, name): _view for name in ("keys", "values", "items")},
    (set, "add"): _add,
    (set, "update"): _add_all,
    **{(cls, name): _compared for cls in (set, frozenset) for name in _SET_METHODS},
    **{(range, name): _found for name in ("index", "count")},
    (set, "union"): _union,
    (frozenset, "union"): _union,
    (str, "join"): _join,
    (str, "replace"): _replace,
    **{(str, name): _padded for name in ("ljust", "rjust", "center", "zfill")},
    (str, "expandtabs"): _expandtabs,
    (str, "encode"): _coded,
    (bytes, "decode"): _coded,
    **{(cls, "strftime"): _printed_date for cls in (datetime.date, datetime.datetime, datetime.time)},
    (PurePath, "resolve"): _absolute,
    (PurePath, "absolute"): _absolute,
}

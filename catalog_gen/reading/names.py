"""The builtin names that the static reader knows, and the types that it can call."""

from __future__ import annotations

import builtins
import datetime
import decimal
import enum
import uuid
from pathlib import Path, PurePath, PurePosixPath, PureWindowsPath
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from catalog_gen.reading import attributes, functions
from catalog_gen.reading.signals import long_text
from catalog_gen.reading.standins import Builtin

if TYPE_CHECKING:
    from collections.abc import Mapping

_FRAMED: Mapping[str, Any] = {
    "len": functions.length,
    "sorted": functions.ordered,
    "min": functions.smallest,
    "max": functions.largest,
    "sum": functions.total,
    "any": functions.some,
    "all": functions.every,
    "enumerate": functions.numbered,
    "zip": functions.zipped,
    "map": functions.mapped,
    "filter": functions.filtered,
    "reversed": functions.backwards,
    "iter": functions.iterated,
    "next": functions.following,
    "repr": functions.shown,
    "format": functions.formatted,
    "isinstance": functions.is_a,
    "getattr": attributes.field,
    "hasattr": attributes.has_field,
}
_PLAIN: Mapping[str, Any] = {
    "abs": abs,
    "round": functions.rounded,
    "divmod": divmod,
    "pow": functions.power,
    "ord": ord,
    "chr": chr,
    "hex": hex,
    "bin": bin,
    "oct": oct,
}
_TYPES = (str, int, float, bool, complex, list, tuple, dict, set, frozenset, range, bytes, object)

BUILTINS: Mapping[str, Any] = MappingProxyType(
    {
        **{name: Builtin(name, code, framed=True) for name, code in _FRAMED.items()},
        **{name: Builtin(name, code) for name, code in _PLAIN.items()},
        **{cls.__name__: cls for cls in _TYPES},
        **{
            name: value
            for name, value in vars(builtins).items()
            if isinstance(value, type) and issubclass(value, BaseException)
        },
        "Ellipsis": ...,
        "NotImplemented": NotImplemented,
        "__debug__": True,
    }
)


def _bytes(*args: Any, **kwargs: Any) -> bytes:
    if args and isinstance(args[0], int):
        raise long_text()
    return bytes(*args, **kwargs)


CONSTRUCTORS: Mapping[type, Builtin] = {
    str: Builtin("str", functions.text, framed=True),
    list: Builtin("list", functions.listed, framed=True),
    tuple: Builtin("tuple", functions.tupled, framed=True),
    dict: Builtin("dict", functions.mapped_to, framed=True),
    set: Builtin("set", functions.unordered, framed=True),
    frozenset: Builtin("frozenset", functions.frozen, framed=True),
    int: Builtin("int", functions.whole),
    float: Builtin("float", float),
    bool: Builtin("bool", bool),
    complex: Builtin("complex", complex),
    range: Builtin("range", range),
    bytes: Builtin("bytes", _bytes),
    # Definitions only describe paths; nothing that is evaluated may touch a file.
    Path: Builtin("Path", PurePath),
    PurePath: Builtin("PurePath", PurePath),
    PurePosixPath: Builtin("PurePosixPath", PurePosixPath),
    PureWindowsPath: Builtin("PureWindowsPath", PureWindowsPath),
    datetime.date: Builtin("date", datetime.date),
    datetime.datetime: Builtin("datetime", datetime.datetime),
    datetime.time: Builtin("time", datetime.time),
    datetime.timedelta: Builtin("timedelta", datetime.timedelta),
    datetime.timezone: Builtin("timezone", datetime.timezone),
    decimal.Decimal: Builtin("Decimal", decimal.Decimal),
    uuid.UUID: Builtin("UUID", uuid.UUID),
    enum.auto: Builtin("auto", enum.auto),
}

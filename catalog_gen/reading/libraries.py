"""What the static reader knows of modules outside of the project; everything else in them is `Outside`."""

from __future__ import annotations

import datetime
import decimal
import enum
import inspect
import os.path
import string
import textwrap
import uuid
from pathlib import Path, PurePath, PurePosixPath, PureWindowsPath
from typing import TYPE_CHECKING, Any

import catalog_gen
from catalog_gen import model
from catalog_gen.model.declaring import DeclaredType
from catalog_gen.reading import functions
from catalog_gen.reading.standins import Builtin, Library

if TYPE_CHECKING:
    from collections.abc import Mapping


def _framed(**codes: Any) -> dict[str, Any]:
    return {name: Builtin(name, code, framed=True) for name, code in codes.items()}


def _plain(**codes: Any) -> dict[str, Any]:
    return {name: Builtin(name, code) for name, code in codes.items()}


def _absolute(path: Any) -> str:
    if not os.path.isabs(path):  # noqa: PTH117 - of any path-like
        message = "a relative path depends on the current folder"
        raise ValueError(message)
    return str(os.path.normpath(path))


_DEFINED: Mapping[str, Any] = {
    name: value
    for module in (model, catalog_gen)
    for name, value in vars(module).items()
    if isinstance(value, DeclaredType) and name in catalog_gen.__all__
}

LIBRARIES: Mapping[str, Mapping[str, Any]] = {
    "catalog_gen": _DEFINED,
    "catalog_gen.model": _DEFINED,
    "builtins": {},
    "pathlib": {
        "Path": Path,
        "PurePath": PurePath,
        "PurePosixPath": PurePosixPath,
        "PureWindowsPath": PureWindowsPath,
    },
    "datetime": {
        "date": datetime.date,
        "datetime": datetime.datetime,
        "time": datetime.time,
        "timedelta": datetime.timedelta,
        "timezone": datetime.timezone,
        "UTC": datetime.UTC,
    },
    "decimal": {"Decimal": decimal.Decimal},
    "uuid": {"UUID": uuid.UUID},
    "enum": {
        "Enum": enum.Enum,
        "IntEnum": enum.IntEnum,
        "StrEnum": enum.StrEnum,
        "auto": enum.auto,
        **_framed(unique=functions.unique),
    },
    "typing": {"TYPE_CHECKING": False, **_framed(cast=functions.second, final=functions.first)},
    "typing_extensions": {"TYPE_CHECKING": False, **_framed(cast=functions.second, final=functions.first)},
    "textwrap": _plain(dedent=textwrap.dedent),
    "inspect": _plain(cleandoc=inspect.cleandoc),
    "itertools": {
        **_framed(product=functions.products, repeat=functions.repeated),
        "chain": Builtin("chain", functions.chained, framed=True, names=_framed(from_iterable=functions.chained_from)),
    },
    "functools": _framed(
        partial=functions.partial, reduce=functions.reduced, cache=functions.first, lru_cache=functions.cached
    ),
    "os": {"path": Library("os.path")},
    "os.path": _plain(
        dirname=os.path.dirname,
        basename=os.path.basename,
        join=os.path.join,
        splitext=os.path.splitext,
        normpath=os.path.normpath,
        abspath=_absolute,
        realpath=_absolute,
    ),
    "string": {
        name: getattr(string, name)
        for name in (
            "ascii_letters",
            "ascii_lowercase",
            "ascii_uppercase",
            "digits",
            "hexdigits",
            "punctuation",
        )
    },
}


def name(library: str, wanted: str) -> Any:
    """What the library has under a name, or None where that is not known."""
    return LIBRARIES.get(library, {}).get(wanted)


def exported(library: str) -> Mapping[str, Any]:
    """What `from library import *` binds."""
    return LIBRARIES.get(library, {})

"""Digests of values as deep as they go: two values with one fingerprint are the same to everybody who reads them.

What is not plain data has no fingerprint, and whoever depends on it is planned anew at each build.
"""

from __future__ import annotations

import dataclasses
import datetime
import decimal
import hashlib
import marshal
import operator
import uuid
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from catalog_gen.formats import SchemaFile
from catalog_gen.formats.tree import ABSENT
from catalog_gen.model.declaring import Origin
from catalog_gen.model.payloads import NOTHING
from catalog_gen.problems import Place

if TYPE_CHECKING:
    from collections.abc import Callable

_AS_THEY_ARE: Final = frozenset({str, bytes, int, float, bool, type(None)})
_SPELT: Final = (decimal.Decimal, datetime.date, datetime.time, datetime.timedelta, uuid.UUID)
"""Values of which `repr` says everything."""
_WITHOUT_REFERENCES: Final = 2
"""The version of marshal's format that depends on values only, not on which of them are one object."""


class NoFingerprintError(Exception):
    """A value that is not plain data, or that contains itself."""


class Fingerprints:
    """Fingerprints of values; `world` stands for everything that the build has read."""

    def __init__(self, world: str) -> None:
        self._world = world
        self._known: dict[int, tuple[Any, bytes | None]] = {}
        self._values: dict[type, Callable[[Any], tuple[Any, ...]]] = {}

    def of(self, value: Any) -> bytes:
        """The fingerprint of a value.

        Raises:
            NoFingerprintError: there is none.
        """
        try:
            return _digest(self._data(value))
        except RecursionError as error:
            raise NoFingerprintError from error

    def _data(self, value: Any) -> Any:
        """The value as plain data; each kind of value looks different in it."""
        kind = type(value)
        if kind in _AS_THEY_ARE:
            return value
        if kind is Place:
            return "place", value.path, value.line, value.column
        if kind is Origin:
            return self._origin(value)
        if kind is tuple or kind is list:
            return kind.__name__, *[one if type(one) in _AS_THEY_ARE else self._data(one) for one in value]
        if hasattr(kind, "__dataclass_fields__"):
            return "object", self._of_object(value, kind)
        if isinstance(value, Mapping):
            return "mapping", *[(self._data(key), self._data(one)) for key, one in value.items()]
        if isinstance(value, frozenset | set):
            return "set", *sorted(_digest(self._data(one)) for one in value)
        return _other(kind, value)

    def _origin(self, origin: Origin) -> Any:
        keywords = [(name, at.path, at.line, at.column) for name, at in origin.keywords.items()]
        elements = [(*name, at.path, at.line, at.column) for name, at in origin.elements.items()]
        given = [(name, giver.id, self._given(giver.says.origin, name)) for name, giver in origin.givers.items()]
        return "origin", self._data(origin.place), keywords, elements, sorted(origin.unread), given

    def _given(self, origin: Origin | None, name: str) -> Any:
        """Where defaults say something."""
        if origin is None:
            return None
        elements = [(key[1], self._data(at)) for key, at in origin.elements.items() if key[0] == name]
        return self._data(origin.at(name)), elements

    def _of_object(self, value: Any, kind: type) -> bytes:
        if id(value) not in self._known:
            self._known[id(value)] = value, None  # until it is known: then it contains itself
            data = self._schema(value) if kind is SchemaFile else self._fields(value, kind)
            self._known[id(value)] = value, _digest((kind.__module__, kind.__qualname__, data))
        found = self._known[id(value)][1]
        if found is None:
            raise NoFingerprintError(kind.__name__)
        return found

    def _fields(self, value: Any, kind: Any) -> list[Any]:
        if kind not in self._values:
            names = [field.name for field in dataclasses.fields(kind)]
            self._values[kind] = operator.attrgetter(*names, "__class__")  # a tuple, however many fields there are
        values = self._values[kind](value)[:-1]
        return [one if type(one) in _AS_THEY_ARE else self._data(one) for one in values]

    def _schema(self, file: SchemaFile) -> Any:
        """What a schema says follows from its own bytes and, if it takes something from others, from a text with all.

        Where there is no such text, any file may play a part in it.
        """
        own = (file.path, file.data, file.format)
        parsed = file.parsed
        if parsed is None:
            return own
        alone = file.format == "protobuf" or parsed.viewable == file.data.decode("utf-8", "replace")
        if alone and parsed.whole:
            return own, parsed.viewable
        said = self._data((parsed.tree, parsed.doc, parsed.name, parsed.viewable, parsed.whole))
        return own, said, self._world if parsed.viewable is None else ""


def _other(kind: type, value: Any) -> Any:
    if value is NOTHING or value is ABSENT:
        return ("nothing",)
    if isinstance(value, str):
        return "text", kind.__qualname__, str(value)
    if isinstance(value, _SPELT):
        return "spelt", kind.__qualname__, repr(value)
    raise NoFingerprintError(kind.__name__)


def _digest(data: Any) -> bytes:
    try:
        return hashlib.sha256(marshal.dumps(data, _WITHOUT_REFERENCES)).digest()[:16]
    except ValueError as error:  # nested too deeply, or half a surrogate pair
        raise NoFingerprintError from error

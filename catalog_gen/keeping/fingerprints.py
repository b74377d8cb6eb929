"""Digests of values as deep as they go: two values with one fingerprint are the same to everybody who reads them.

What is not plain data has no fingerprint, and whoever depends on it is planned anew at each build.
"""

from __future__ import annotations

import dataclasses
import datetime
import decimal
import hashlib
import uuid
from collections.abc import Mapping
from typing import Any, Final

from catalog_gen.formats import SchemaFile
from catalog_gen.model.payloads import NOTHING

_SPELT: Final = (decimal.Decimal, datetime.date, datetime.time, datetime.timedelta, uuid.UUID)
"""Values of which `repr` says everything."""


class NoFingerprintError(Exception):
    """A value that is not plain data, or that contains itself."""


class Fingerprints:
    """Fingerprints of values; `world` stands for everything that the build has read."""

    def __init__(self, world: str) -> None:
        self._world = world.encode()
        self._known: dict[int, tuple[Any, bytes | None]] = {}
        self._fields: dict[type, tuple[str, ...]] = {}

    def of(self, value: Any) -> bytes:
        """The fingerprint of a value.

        Raises:
            NoFingerprintError: there is none.
        """
        return _digest(self._encoded(value))

    def _encoded(self, value: Any) -> bytes:
        kind = type(value)
        if value is None or kind is bool or value is NOTHING:
            return b"%r" % value
        if kind is str:
            return _text(b"s", value)
        if kind is tuple or kind is list:
            return b"(%d:%s)" % (kind is list, b"".join(map(self._encoded, value)))
        if dataclasses.is_dataclass(value) and not isinstance(value, type):
            return b"@" + self._of_object(value, kind)
        if isinstance(value, Mapping):
            pairs = (self._encoded(key) + self._encoded(one) for key, one in value.items())
            return b"{%s}" % b"".join(pairs)
        if isinstance(value, frozenset | set):
            return b"<%s>" % b"".join(sorted(map(self._encoded, value)))
        return _plain(kind, value)

    def _of_object(self, value: Any, kind: type) -> bytes:
        if id(value) not in self._known:
            self._known[id(value)] = value, None  # until it is known; then it contains itself
            encoded = self._schema(value) if isinstance(value, SchemaFile) else self._values(value, kind)
            self._known[id(value)] = value, _digest(_text(b"o", f"{kind.__module__}.{kind.__qualname__}") + encoded)
        found = self._known[id(value)][1]
        if found is None:
            raise NoFingerprintError(kind.__name__)
        return found

    def _values(self, value: Any, kind: type) -> bytes:
        if kind not in self._fields:
            self._fields[kind] = tuple(field.name for field in dataclasses.fields(kind))
        values = ((number, getattr(value, name)) for number, name in enumerate(self._fields[kind]))
        return b"".join(b"%d=%s" % (number, self._encoded(one)) for number, one in values if one is not None)

    def _schema(self, file: SchemaFile) -> bytes:
        """What a schema says follows from its own bytes, unless it takes something from other files."""
        parsed = file.parsed
        encoded = self._encoded((file.path, file.data, file.format))
        if parsed is None:
            return encoded
        encoded += self._encoded((parsed.doc, parsed.name, parsed.viewable, parsed.whole))
        own = file.format == "protobuf" or parsed.viewable == file.data.decode("utf-8", "replace")
        return encoded if own and parsed.whole else encoded + self._world


def _plain(kind: type, value: Any) -> bytes:
    if kind is int or kind is float:
        return _text(b"n", repr(value))
    if isinstance(value, bytes):
        return b"b%d:%s" % (len(value), value)
    if isinstance(value, str):
        return _text(b"t", kind.__qualname__) + _text(b"s", str(value))
    if isinstance(value, _SPELT):
        return _text(b"r", f"{kind.__qualname__} {value!r}")
    raise NoFingerprintError(kind.__name__)


def _text(tag: bytes, value: str) -> bytes:
    data = value.encode("utf-8", "surrogatepass")
    return b"%s%d:%s" % (tag, len(data), data)


def _digest(data: bytes) -> bytes:
    return hashlib.sha256(data).digest()[:16]

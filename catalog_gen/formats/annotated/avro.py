"""Avro of a payload class, as people write it: https://avro.apache.org/docs/1.12.0/specification/."""

from __future__ import annotations

import datetime
import decimal
import enum
import re
import uuid
from typing import TYPE_CHECKING, Any

from catalog_gen.formats.annotated.plain import NotPlainError, plain
from catalog_gen.model.payloads import NOTHING, Shape
from catalog_gen.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from catalog_gen.model.payloads import Field, Named, Payload

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_OTHER = "write another annotation, or give the schema with schema_path="
_RESERVED = frozenset({"null", "boolean", "int", "long", "float", "double", "bytes", "string"})
_RESERVED |= {"record", "enum", "array", "map", "fixed", "union", "error"}
_EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)


def derived(payload: Payload) -> tuple[Any, tuple[Problem, ...]]:
    """The schema as JSON, and what Avro has nothing for, each at its annotation."""
    writer = _Writer(payload)
    schema = writer.written(payload.shape, payload.name) if payload.shape else None
    return schema, tuple(writer.problems)


class _Writer:
    """Writes shapes; what has a name is defined where it is met first."""

    def __init__(self, payload: Payload) -> None:
        self._payload = payload
        self.problems: dict[Problem, None] = {}
        self._names: dict[str, str] = {}
        self._taken = set(_RESERVED)
        self._open: set[str] = set()
        self._subject = payload.name

    def written(self, shape: Shape, name: str) -> Any:
        """The type; `name` is for an enum that has none of its own."""
        return _WRITERS[shape.kind](self, shape, name)

    def _refuse(self, shape: Shape, message: str, hint: str = _OTHER) -> Any:
        place = shape.place if shape.place.path else self._payload.place
        self.problems[Problem("unreadable-payload", message, place, self._subject, hint)] = None
        return "null"

    def _logical(self, base: str, logical: str) -> dict[str, str]:
        return {"type": base, "logicalType": logical}

    def scalar(self, shape: Shape, name: str) -> Any:
        del name
        if shape.kind == "string" and shape.format.startswith("uuid"):
            return self._logical("string", "uuid")
        return {"integer": "long", "number": "double"}.get(shape.kind, shape.kind)

    def of_any(self, shape: Shape, name: str) -> Any:
        del name
        return self._refuse(shape, "Avro has no type for any value at all")

    def of_time(self, shape: Shape, name: str) -> Any:
        del name
        if shape.kind == "timedelta":
            message = "Avro has no span of time that all its readers know"
            return self._refuse(shape, message, "write int (and say of what) or str")
        if shape.kind == "date":
            return self._logical("int", "date")
        return self._logical("long", "time-micros" if shape.kind == "time" else "timestamp-micros")

    def of_decimal(self, shape: Shape, name: str) -> Any:
        del name
        digits, places = shape.limits.get("max_digits"), shape.limits.get("decimal_places")
        if not isinstance(digits, int) or not isinstance(places, int):
            message = "Avro needs to know how many digits a Decimal has"
            hint = "write Annotated[Decimal, Field(max_digits=10, decimal_places=2)], with your own numbers"
            return self._refuse(shape, message, hint)
        if not 0 <= places <= digits or digits < 1:
            return self._refuse(shape, f"{digits} digits of which {places} are decimal places is no decimal of Avro")
        return {"type": "bytes", "logicalType": "decimal", "precision": digits, "scale": places}

    def literal(self, shape: Shape, name: str) -> Any:
        values = [value.value if isinstance(value, enum.Enum) else value for value in shape.values]
        known = [value for value in values if value is not None]
        written = self._values(shape, known, name) if known else "null"
        return ["null", written] if None in values and known else written

    def _values(self, shape: Shape, values: Sequence[Any], name: str) -> Any:
        """One of several values: an enum if Avro allows their names."""
        if all(isinstance(value, str) for value in values):
            if not all(_NAME.fullmatch(value) for value in values):
                return "string"
            return {"type": "enum", "name": self._named(name, name), "symbols": list(dict.fromkeys(values))}
        for kind, written in ((bool, "boolean"), (int, "long"), (float, "double")):
            if all(type(value) is kind or (kind is int and type(value) is int) for value in values):
                return written
        return self._refuse(shape, "Avro has no type for values of several types")

    def array(self, shape: Shape, name: str) -> Any:
        if not shape.inner:
            return self._refuse(shape, "Avro has no list of any values at all")
        return {"type": "array", "items": self.written(shape.inner[0], name)}

    def fixed(self, shape: Shape, name: str) -> Any:
        items = [self.written(one, name) for one in shape.inner]
        if not items or any(item not in (items[0], _name(items[0])) for item in items):
            return self._refuse(shape, "Avro has no tuple", "write a class with a field for each element")
        return {"type": "array", "items": items[0]}

    def mapping(self, shape: Shape, name: str) -> Any:
        if not shape.inner:
            return self._refuse(shape, "Avro has no map of any values at all")
        keys, values = shape.inner
        if not self._is_text(keys):
            return self._refuse(keys if keys.place.path else shape, "the keys of an Avro map are texts")
        return {"type": "map", "values": self.written(values, name)}

    def _is_text(self, shape: Shape) -> bool:
        if shape.kind == "reference":
            named = self._payload.named[shape.name]
            return all(isinstance(value, str) for value in named.values) and named.what == "enum"
        if shape.kind == "literal":
            return all(isinstance(value, str | enum.Enum) for value in shape.values)
        return shape.kind == "string"

    def nullable(self, shape: Shape, name: str) -> Any:
        return self._union(["null", *_branches(self.written(shape.inner[0], name))], shape)

    def union(self, shape: Shape, name: str) -> Any:
        numbered = len(shape.inner) > 1
        branches = [
            branch
            for index, one in enumerate(shape.inner)
            for branch in _branches(self.written(one, f"{name}{index + 1}" if numbered else name))
        ]
        return self._union(branches, shape)

    def _union(self, branches: list[Any], shape: Shape) -> Any:
        seen: dict[str, Any] = {}
        for branch in branches:
            kind = _kind(branch)
            if kind in seen and branch not in (seen[kind], _name(seen[kind])) and not self.problems:
                return self._refuse(shape, f"an Avro union cannot tell two branches of type {kind} apart")
            seen.setdefault(kind, branch)
        kinds = list(seen.values())
        return kinds[0] if len(kinds) == 1 else kinds

    def reference(self, shape: Shape, name: str) -> Any:
        named = self._payload.named[shape.name]
        if named.what == "alias":
            if shape.name in self._open:
                return self._refuse(shape, "Avro has no type without a name that holds itself")
            self._open.add(shape.name)
            try:
                return self.written(named.alias, name) if named.alias else "null"
            finally:
                self._open.discard(shape.name)
        if shape.name in self._names:
            return self._names[shape.name]
        if named.what == "enum":
            return self._enum(shape, named)
        return self._record(shape, named)

    def _enum(self, shape: Shape, named: Named) -> Any:
        texts = all(isinstance(value, str) and _NAME.fullmatch(value) for value in named.values)
        if not texts or not named.values:
            return self._values(shape, named.values, named.title) if named.values else self._refuse(shape, "no values")
        full = self._names[shape.name] = self._named(named.path, f"{named.module}.{named.path}")
        doc = {"doc": named.doc} if named.doc else {}
        return {"type": "enum", "name": full, **doc, "symbols": list(dict.fromkeys(map(str, map(plain, named.values))))}

    def _record(self, shape: Shape, named: Named) -> Any:
        full = self._names[shape.name] = self._named(named.path, f"{named.module}.{named.path}")
        outer, self._subject = self._subject, named.title
        schema = {"type": "record", "name": full} | ({"doc": named.doc} if named.doc else {})
        schema["fields"] = [self._field(field, full) for field in named.fields]  # type: ignore[assignment]
        self._subject = outer
        return schema

    def _field(self, field: Field, record: str) -> dict[str, Any]:
        if not _NAME.fullmatch(field.key):
            self._refuse(field.shape, f'"{field.key}" is no name that Avro allows for a field', "give it an alias")
        parts = [part for part in re.split(r"[^A-Za-z0-9]+", field.key) if part]
        kind = self.written(field.shape, record + "".join(part[:1].upper() + part[1:] for part in parts))
        doc = "\n".join(
            text for text in (str(field.shape.notes.get("description") or ""), self._choices(field)) if text
        )
        written: dict[str, Any] = {"name": field.key} | ({"doc": doc} if doc else {})
        if field.absent and (not isinstance(kind, list) or "null" not in kind):
            kind = self._union(["null", *_branches(kind)], field.shape)
        if isinstance(kind, list) and "null" in kind and field.default in (None, NOTHING):
            return {**written, "type": ["null", *(one for one in kind if one != "null")], "default": None}
        if field.default is NOTHING:
            return {**written, "type": kind}
        return {**written, "type": kind} | self._default(field, kind, written)

    def _default(self, field: Field, kind: Any, written: dict[str, Any]) -> dict[str, Any]:
        """The default, which in a union is one of the first branch."""
        del written
        for index, branch in enumerate(_branches(kind)):
            try:
                value = self._encoded(field.default, branch)
            except (NotPlainError, TypeError, ValueError, ArithmeticError):
                continue
            rest = [one for position, one in enumerate(_branches(kind)) if position != index]
            return {"type": [branch, *rest] if rest else branch, "default": value}
        return {}

    def _encoded(self, value: Any, kind: Any) -> Any:
        """A default as Avro writes defaults of the type."""
        name = _kind(kind)
        logical = kind.get("logicalType", "") if isinstance(kind, dict) else ""
        value = value.value if isinstance(value, enum.Enum) else value
        code = _ENCODERS.get(logical) or _ENCODERS.get(name)
        if code is not None:
            return code(value, kind)
        if name == "array" and isinstance(value, list | tuple):
            return [self._encoded(item, kind["items"]) for item in value]
        if name == "map" and isinstance(value, dict):
            return {str(plain(key)): self._encoded(item, kind["values"]) for key, item in value.items()}
        if isinstance(kind, dict) and kind["type"] == "enum" and value in kind["symbols"]:
            return value
        raise NotPlainError(value)

    def _choices(self, field: Field) -> str:
        """The possible values in words, where Avro has no enum for them."""
        shape = field.shape.inner[0] if field.shape.kind == "nullable" else field.shape
        named = self._payload.named.get(shape.name)
        values = named.values if named is not None and named.what == "enum" else shape.values
        if not values or all(isinstance(value, str) and _NAME.fullmatch(value) for value in map(_value, values)):
            return ""
        return f"One of {', '.join(repr(plain(value)) for value in values if value is not None)}."

    def _named(self, short: str, long: str) -> str:
        """A name of its own for a type."""
        for candidate in (short.rpartition(".")[2] if "[" not in short else short, long):
            name = re.sub(r"[^A-Za-z0-9]+", "_", candidate).strip("_")
            name = name if _NAME.fullmatch(name) else f"_{name}"
            if name not in self._taken:
                self._taken.add(name)
                return name
        number = 2
        while f"{name}_{number}" in self._taken:
            number += 1
        self._taken.add(f"{name}_{number}")
        return f"{name}_{number}"


def _value(value: Any) -> Any:
    return value.value if isinstance(value, enum.Enum) else value


def _branches(kind: Any) -> list[Any]:
    return kind if isinstance(kind, list) else [kind]


def _name(kind: Any) -> str | None:
    return kind.get("name") if isinstance(kind, dict) else None


def _kind(kind: Any) -> str:
    """What tells the branch of a union from the others: the name of a type that has one, else the type."""
    if isinstance(kind, dict):
        return str(kind.get("name") or kind["type"])
    return str(kind)


_WRITERS: Mapping[str, Callable[[_Writer, Shape, str], Any]] = {
    "any": _Writer.of_any,
    "null": _Writer.scalar,
    "boolean": _Writer.scalar,
    "integer": _Writer.scalar,
    "number": _Writer.scalar,
    "string": _Writer.scalar,
    "bytes": _Writer.scalar,
    "date": _Writer.of_time,
    "datetime": _Writer.of_time,
    "time": _Writer.of_time,
    "timedelta": _Writer.of_time,
    "decimal": _Writer.of_decimal,
    "literal": _Writer.literal,
    "list": _Writer.array,
    "set": _Writer.array,
    "tuple": _Writer.fixed,
    "dict": _Writer.mapping,
    "nullable": _Writer.nullable,
    "union": _Writer.union,
    "reference": _Writer.reference,
}


def _typed(*types: type) -> Callable[[Any, Any], Any]:
    def encoded(value: Any, kind: Any) -> Any:
        del kind
        if not isinstance(value, types) or (isinstance(value, bool) and bool not in types):
            raise NotPlainError(value)
        return plain(value)

    return encoded


def _days(value: Any, kind: Any) -> int:
    del kind
    if not isinstance(value, datetime.date) or isinstance(value, datetime.datetime):
        raise NotPlainError(value)
    return value.toordinal() - _EPOCH.toordinal()


def _micros(value: Any, kind: Any) -> int:
    del kind
    if not isinstance(value, datetime.datetime):
        raise NotPlainError(value)
    aware = value if value.tzinfo else value.replace(tzinfo=datetime.UTC)
    return (aware - _EPOCH) // datetime.timedelta(microseconds=1)


def _micros_of_day(value: Any, kind: Any) -> int:
    del kind
    if not isinstance(value, datetime.time):
        raise NotPlainError(value)
    return ((value.hour * 60 + value.minute) * 60 + value.second) * 1_000_000 + value.microsecond


def _decimal(value: Any, kind: Any) -> str:
    """Two's complement of the unscaled number, each byte as the character of that number."""
    number = decimal.Decimal(value) if isinstance(value, decimal.Decimal | int | str) else None
    if number is None or not number.is_finite() or abs(number.adjusted()) > kind["precision"]:
        raise NotPlainError(value)
    with decimal.localcontext(prec=max(kind["precision"] + 2, 28)):
        scaled = number.scaleb(kind["scale"])
        unscaled = int(scaled)
        if unscaled != scaled:
            raise NotPlainError(value)
    size = max((unscaled + (unscaled < 0)).bit_length() // 8 + 1, 1)
    return unscaled.to_bytes(size, "big", signed=True).decode("latin-1")


def _bytes(value: Any, kind: Any) -> str:
    del kind
    if not isinstance(value, bytes):
        raise NotPlainError(value)
    return value.decode("latin-1")


def _double(value: Any, kind: Any) -> Any:
    del kind
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise NotPlainError(value)
    return plain(float(value))


_ENCODERS: Mapping[str, Callable[[Any, Any], Any]] = {
    "date": _days,
    "timestamp-micros": _micros,
    "time-micros": _micros_of_day,
    "decimal": _decimal,
    "uuid": _typed(str, uuid.UUID),
    "null": _typed(type(None)),
    "boolean": _typed(bool),
    "long": _typed(int),
    "double": _double,
    "bytes": _bytes,
    "string": lambda value, _: plain(value) if isinstance(plain(value), str) else _typed(str)(value, _),
}

"""Values that hold no others: of which JSON type, and in which range, they are."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from catalog_gen.formats.avro.wording import shown

if TYPE_CHECKING:
    from catalog_gen.formats.avro.schemas import Kind, Schema


_LARGEST_FLOAT: Final = 3.4028235677973366e38  # what rounds to more is infinite


WORDS: Final = {
    "null": "null",
    "boolean": "true or false",
    "int": "a whole number",
    "long": "a whole number",
    "float": "a number",
    "double": "a number",
    "bytes": "a text",
    "string": "a text",
    "enum": "a text",
    "fixed": "a text",
    "array": "a list",
    "map": "an object",
    "record": "an object",
}


class NotValidError(ValueError):
    """A payload value of the right JSON type that says nothing of its Avro type; the message says why."""


def wrong_kind(kind: Kind, value: Any) -> str:
    """Why a JSON value cannot be of the type, by its kind and range; empty if it can."""
    fits = is_kind(kind, value)
    if not fits:
        return f"{shown(value)} where {WORDS[kind]} is expected"
    if kind in {"int", "long"}:
        bits = 31 if kind == "int" else 63
        if not -(2**bits) <= value < 2**bits:
            return f"{shown(value)} is beyond what {'an int' if kind == 'int' else 'a long'} holds ({bits + 1} bits)"
    if kind == "float" and abs(value) >= _LARGEST_FLOAT:
        return f"{shown(value)} is beyond what a float holds (about 3.4e38)"
    return ""


def is_kind(kind: Kind, value: Any) -> bool:
    """Whether a JSON value is of the JSON type that the kind has in payloads."""
    match kind:
        case "null":
            return value is None
        case "boolean":
            return isinstance(value, bool)
        case "int" | "long":
            return isinstance(value, int) and not isinstance(value, bool)
        case "float" | "double":
            return isinstance(value, (int, float)) and not isinstance(value, bool) and _is_finite(value)
        case "array":
            return isinstance(value, list)
        case "map" | "record":
            return isinstance(value, dict)
    return isinstance(value, str)


def _is_finite(value: float) -> bool:
    try:
        return float(value) - float(value) == 0
    except OverflowError:
        return False


def is_bytes(text: str) -> bool:
    """Whether each character of the text stands for one byte."""
    return all(char <= "\xff" for char in text)


def check_text(text: str) -> None:
    """Raise NotValidError for a text that cannot be written as UTF-8."""
    if not text.isascii() and any("\ud800" <= char <= "\udfff" for char in text):
        raise NotValidError("the text has one half of a surrogate pair, which stands for no character")


def octets(text: str) -> bytes:
    """The bytes for which a text stands; NotValidError if it stands for none."""
    if not is_bytes(text):
        raise NotValidError("the text has characters beyond U+00FF, which stand for no byte")
    return text.encode("latin-1")


def fixed(schema: Schema, text: str) -> bytes:
    """The bytes of a fixed; NotValidError if they are not as many as it has."""
    data = octets(text)
    if len(data) != schema.size:
        raise NotValidError(f"{counted(text)} where {schema.short} has exactly {schema.size}")
    return data


def counted(text: str) -> str:
    """How many bytes a text stands for, in words."""
    return f"{len(text)} byte{'' if len(text) == 1 else 's'}"

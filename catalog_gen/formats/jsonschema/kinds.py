"""The simpler kinds of types, and what all kinds have in common."""

from __future__ import annotations

import dataclasses
import re
from typing import TYPE_CHECKING, Any, Final

from catalog_gen.formats.jsonschema.shapes import values_of
from catalog_gen.formats.tree import Kind, Limits, Type

if TYPE_CHECKING:
    from catalog_gen.formats.jsonschema.shapes import Shape

_FORMATS: Final = {
    "idn-email": "email",
    "uri-reference": "uri-reference",
    "iri": "uri",
    "url": "uri",
    "idn-hostname": "hostname",
    "host-name": "hostname",
    "ip-address": "ipv4",
    "byte": "base64",
    "guid": "uuid",
    "datetime": "date-time",
}
OBJECT: Final = frozenset({"min_properties", "max_properties"})
ARRAY: Final = frozenset({"min_items", "max_items", "unique"})
STRING: Final = frozenset({"min_length", "max_length"})
NUMBER: Final = frozenset({"minimum", "maximum", "exclusive_minimum", "exclusive_maximum", "multiple_of"})
ANY: Final = Type(kind="any", words="any")
NEVER: Final = Type(kind="never", words="never")


_KINDS: Final[dict[str, Kind]] = {
    "integer": "integer",
    "number": "number",
    "boolean": "boolean",
    "null": "null",
}


def scalar(kind: str, shape: Shape) -> Type:
    """The type of a text, a number, a truth value or null."""
    if kind == "string":
        return _string(shape)
    if kind in {"integer", "number"}:
        format_ = format_of(shape)
        words = f"{kind} ({format_})" if format_ else kind
        return Type(kind=_KINDS[kind], words=words, format=format_, limits=limits_of(shape, NUMBER))
    return Type(kind=_KINDS[kind], words=kind)


def _string(shape: Shape) -> Type:
    format_ = format_of(shape)
    if not format_ and "base64" in shape.content:
        format_ = "base64"
    if not format_ and any("json" in each for each in shape.content):
        format_ = "json"
    told = ", ".join(dict.fromkeys([*shape.formats[:1], *shape.content]))
    limits = limits_of(shape, STRING, pattern=shape.patterns[0] if shape.patterns else None)
    return Type(kind="string", words=f"string ({told})" if told else "string", format=format_, limits=limits)


def enumeration(shape: Shape, doc: str, rules: tuple[str, ...]) -> Type:
    """The type of values that are listed."""
    values = tuple(values_of(shape))
    if not values:
        return dataclasses.replace(NEVER, doc=doc, notes=rules)
    examples = tuple(shape.examples)
    if values == (None,):
        return Type(kind="null", words="null", doc=doc, notes=rules, examples=examples)
    words = " | ".join(dict.fromkeys(word_of(value) for value in values))
    return Type(
        kind="enum", words=words, values=values, format=format_of(shape), doc=doc, notes=rules, examples=examples
    )


def either(found: list[Type]) -> Type:
    """One type, or the union of several."""
    distinct = [each for place, each in enumerate(found) if each not in found[:place]]
    if len(distinct) == 1:
        return distinct[0]
    words = " | ".join(dict.fromkeys(each.words for each in distinct))
    return Type(kind="union", words=words, branches=tuple(distinct))


def with_null(found: list[Type]) -> list[Type]:
    """The alternatives; of listed values and null, one list."""
    if [each.kind for each in found] not in (["enum", "null"], ["null", "enum"]) or any(each.notes for each in found):
        return found
    listed, null = sorted(found, key=lambda each: each.kind)
    values = listed.values if None in listed.values else (*listed.values, None)
    words = " | ".join(dict.fromkeys(word_of(value) for value in values))
    return [dataclasses.replace(listed, words=words, values=values, doc=listed.doc or null.doc)]


def inferred(shape: Shape) -> list[str]:
    """The kinds that the keywords speak of, where `type` is missing; for validation all kinds are allowed."""
    limits = shape.limits.keys()
    found = []
    closed_or_named = shape.properties or shape.required or shape.matching or shape.rest or shape.names
    if closed_or_named or limits & OBJECT or shape.dependents or shape.sealed:
        found.append("object")
    if shape.prefix or shape.items or shape.contains or limits & ARRAY:
        found.append("array")
    if shape.patterns or limits & STRING or shape.content or (shape.formats and not limits & NUMBER):
        found.append("string")
    if limits & NUMBER:
        found.append("number")
    return found


def format_of(shape: Shape) -> str:
    """The format as `Type.format` has it."""
    return _FORMATS.get(shape.formats[0], shape.formats[0]) if shape.formats else ""


def limits_of(shape: Shape, names: frozenset[str], *, pattern: str | None = None) -> Limits:
    """The limits that are of the kind."""
    return Limits(pattern=pattern, **{name: value for name, value in shape.limits.items() if name in names})


def doc_of(shape: Shape, name: str = "") -> str:
    """What is said about the value: its description, or a title that tells more than the name of its field."""
    return shape.doc.strip() or ("" if _letters(shape.title) == _letters(name) else shape.title.strip())


def _letters(text: str) -> str:
    return re.sub(r"[\W_]", "", text).lower()


def word_of(value: Any) -> str:
    """The JSON type of a value as JSON Schema calls it."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int) or (isinstance(value, float) and value.is_integer()):
        return "integer"
    return {str: "string", float: "number", dict: "object"}.get(type(value), "array")

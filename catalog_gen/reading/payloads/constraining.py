"""What is said about a type beside it: `Annotated[...]`, `Field(...)`, `annotated_types`, `msgspec.Meta`."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

from catalog_gen.model.payloads import Shape

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

LIMITS = (
    "gt",
    "ge",
    "lt",
    "le",
    "multiple_of",
    "min_length",
    "max_length",
    "pattern",
    "max_digits",
    "decimal_places",
)
OF_FIELD = frozenset(
    {*LIMITS, "title", "description", "examples", "deprecated", "discriminator", "json_schema_extra", "alias"}
    | {"serialization_alias", "validation_alias", "default", "default_factory", "exclude", "exclude_if"}
    | {"init", "init_var", "repr", "strict", "kw_only", "frozen", "allow_inf_nan", "coerce_numbers_to_str"}
    | {"union_mode", "fail_fast", "validate_default", "example"}
)
"""Arguments of pydantic's `Field` that are read, or that change nothing of what is written."""
_NOTES = ("title", "description", "examples", "example")
_POSITIONAL: Mapping[str, tuple[str, ...]] = {
    "pydantic.Field": ("default",),
    "annotated_types.Gt": ("gt",),
    "annotated_types.Ge": ("ge",),
    "annotated_types.Lt": ("lt",),
    "annotated_types.Le": ("le",),
    "annotated_types.MultipleOf": ("multiple_of",),
    "annotated_types.MinLen": ("min_length",),
    "annotated_types.MaxLen": ("max_length",),
    "annotated_types.Len": ("min_length", "max_length"),
    "annotated_types.Interval": (),
    "pydantic.StringConstraints": (),
    "pydantic.Discriminator": ("discriminator",),
    "pydantic.WithJsonSchema": ("json_schema", "mode"),
    "msgspec.Meta": (),
}
"""What counts, and the names of its positional arguments."""


def counts(name: str) -> bool:
    """Whether an element of `Annotated[...]` of this type says something about the schema."""
    return name in _POSITIONAL


def said(name: str, args: Sequence[Any], kwargs: Mapping[str, Any]) -> dict[str, Any]:
    """The arguments by name."""
    words = dict(zip(_POSITIONAL[name], args, strict=False)) | dict(kwargs)
    if name == "annotated_types.Len" and words.get("min_length") == 0:
        words.pop("min_length")
    if name == "annotated_types.MinLen" and words.get("min_length") == 0:
        words.pop("min_length")
    if name == "msgspec.Meta" and isinstance(extra := words.pop("extra_json_schema", None), dict):
        words["json_schema_extra"] = extra
    return words


def constrained(shape: Shape, words: Mapping[str, Any]) -> Shape:
    """The shape with what the words say about it."""
    if isinstance(schema := words.get("json_schema"), dict):
        shape = Shape("any", notes=schema, place=shape.place)
    limits = {name: words[name] for name in LIMITS if words.get(name) is not None}
    shape = _limited(shape, limits) if limits else shape
    if isinstance(words.get("discriminator"), str):
        shape = _discriminated(shape, words["discriminator"])
    notes = noted(words)
    return dataclasses.replace(shape, notes={**shape.notes, **notes}) if notes else shape


def noted(words: Mapping[str, Any]) -> dict[str, Any]:
    """The words that JSON Schema has as well."""
    notes = {name: words[name] for name in _NOTES if words.get(name) is not None}
    if words.get("deprecated"):
        notes["deprecated"] = True
    return notes | (words["json_schema_extra"] if isinstance(words.get("json_schema_extra"), dict) else {})


def _limited(shape: Shape, limits: Mapping[str, Any]) -> Shape:
    """Constraints of something that may be None are those of the rest."""
    if shape.kind == "nullable":
        return dataclasses.replace(shape, inner=(_limited(shape.inner[0], limits),))
    return dataclasses.replace(shape, limits={**shape.limits, **limits})


def _discriminated(shape: Shape, name: str) -> Shape:
    if shape.kind == "nullable":
        return dataclasses.replace(shape, inner=(_discriminated(shape.inner[0], name),))
    return dataclasses.replace(shape, discriminator=name) if shape.kind == "union" else shape


def _each_class_once(shapes: Sequence[Shape]) -> list[Shape]:
    """The branches of a union without classes that are there already, as `typing` has it."""
    seen: set[str] = set()
    result: list[Shape] = []
    for shape in shapes:
        plain = shape.kind == "reference" and not shape.notes and not shape.limits
        if not plain or shape.name not in seen:
            result.append(shape)
        seen |= {shape.name} if plain else set()
    return result


def union(shapes: Sequence[Shape]) -> Shape:
    """`A | B`; with None, what is left may be None."""
    flat: list[Shape] = []
    null = False
    for shape in shapes:
        inner = shape
        if inner.kind == "nullable" and not inner.notes:
            null, inner = True, inner.inner[0]
        if inner.kind == "null":
            null = True
        elif inner.kind == "union" and not inner.notes and not inner.limits and not inner.discriminator:
            flat += inner.inner
        else:
            flat.append(inner)
    flat = _each_class_once(flat)
    if not flat:
        return Shape("null")
    one = flat[0] if len(flat) == 1 else Shape("union", inner=tuple(flat))
    return Shape("nullable", inner=(one,)) if null else one

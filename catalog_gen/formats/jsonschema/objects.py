"""Objects: records with their fields, and maps."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from catalog_gen.formats.jsonschema import notes
from catalog_gen.formats.jsonschema.kinds import ANY, NEVER, OBJECT, doc_of, either, limits_of
from catalog_gen.formats.tree import ABSENT, Field, Limits, Type

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from catalog_gen.formats.jsonschema.merging import Shapes
    from catalog_gen.formats.jsonschema.shapes import Part, Shape

    Build = Callable[[list[Part]], Type]


def object_type(shape: Shape, groups: dict[str, str], build: Build, shapes: Shapes) -> Type:
    """A record or a map; fields of one of the `groups` exclude each other, `build` makes types of further parts."""
    limits = limits_of(shape, OBJECT)
    name = shape.title
    rest = None if shape.closed else _rest(shape, build)
    extra = _conditional(shape, shapes)
    named = {**shape.properties, **{key: [] for key in extra}, **{key: [] for key in shape.required}}
    if not named:
        keys = build(shape.names) if shape.names else None
        if shape.closed and not shape.matching:
            return Type(kind="record", words="object", name=name, limits=limits)
        if not keys and shape.matching and shape.closed:
            keys = Type(kind="string", words="string", limits=Limits(pattern=_one_of(list(shape.matching))))
        values = rest or _of_patterns(shape, build)
        return Type(kind="map", words="object", items=values, keys=keys, limits=limits)
    fields = []
    needed = _needed(shape, shapes)
    for key in named:
        field = _field(key, shape, groups, (extra.get(key, ()), needed.get(key, ())), (build, shapes))
        if field is not None and field.required and field.type.kind == "never":
            return NEVER
        if field is not None:
            fields.append(field)
    open_ = not shape.closed or bool(shape.matching)
    items = rest if rest is not None and rest.kind != "any" else None
    if shape.closed and shape.matching:
        items = _of_patterns(shape, build)
    return Type(kind="record", words="object", name=name, fields=tuple(fields), open=open_, items=items, limits=limits)


def _one_of(patterns: list[str]) -> str:
    """A pattern that matches what one of the patterns matches."""
    return patterns[0] if len(patterns) == 1 else "|".join(f"(?:{pattern})" for pattern in patterns)


def _rest(shape: Shape, build: Build) -> Type:
    parts = [part for part in shape.rest if not part.trivial]
    found = build(parts) if parts else ANY
    if shape.matching and not parts and not shape.properties:
        return _of_patterns(shape, build)
    return found


def _of_patterns(shape: Shape, build: Build) -> Type:
    found = [build(parts) for parts in shape.matching.values()]
    return either(found) if found else ANY


def _conditional(shape: Shape, shapes: Shapes) -> dict[str, list[tuple[Part, str]]]:
    """Properties that only `then`, `else` or a dependent schema describe, with the condition in words."""
    found: dict[str, list[tuple[Part, str]]] = {}
    for part, words in _consequences(shape):
        for name, parts in shapes.together([part]).properties.items():
            own = shape.properties.get(name)
            forbidden = own is None and any(each.schema is False for each in shape.of_unnamed(name))
            if not forbidden and all(_vague(each) for each in own or ()):
                found.setdefault(name, []).extend((each, words) for each in parts if each.schema is not False)
    return found


def _consequences(shape: Shape) -> Iterator[tuple[Part, str]]:
    """The schemas that hold under a condition, with the condition in words."""
    for rule in shape.conditions:
        when = notes.described(rule.when, "it", shape.required)
        for part, word in ((rule.then, "if"), (rule.otherwise, "unless")):
            if part is not None:
                yield part, f"{word} {when}"
    for name, needed in shape.dependents:
        if not isinstance(needed, tuple):
            yield needed, f"if `{name}` is there"


def _needed(shape: Shape, shapes: Shapes) -> dict[str, list[str]]:
    """When a property is required that is not required always, in words."""
    found: dict[str, list[str]] = {}
    asked = [(words, shapes.together([part]).required) for part, words in _consequences(shape)]
    asked += [(f"if `{name}` is there", dict.fromkeys(n)) for name, n in shape.dependents if isinstance(n, tuple)]
    for words, names in asked:
        for name in names:
            found.setdefault(name, []).append(words)
    return found


def _vague(part: Part) -> bool:
    """Whether a property says no more than that it is there, perhaps that it is an object."""
    schema = part.schema
    return part.trivial or (isinstance(schema, dict) and schema.get("type") == "object" and len(schema) == 1)


def _field(
    name: str,
    shape: Shape,
    groups: dict[str, str],
    conditions: tuple[Sequence[tuple[Part, str]], Sequence[str]],
    making: tuple[Build, Shapes],
) -> Field | None:
    """The field, or None where it can never be there.

    `conditions` are the schemas that describe it only sometimes, with when that is, and when it is required.
    """
    build, shapes = making
    conditional, needed = conditions
    parts = shape.properties.get(name) or (shape.of_unnamed(name) if name not in shape.properties else [])
    when = [] if name in shape.required else [f"required {words}" for words in needed]
    when += [f"of this type {words}" for _, words in conditional if words not in needed]
    why = notes.cut("; ".join(dict.fromkeys(when)))
    type_ = either([build([part]) for part, _ in conditional]) if conditional else build(parts)
    required = name in shape.required
    if type_.kind == "never" and not required:
        return None
    told = shapes.told([*parts, *(part for part, _ in conditional)])
    if not required and not why:
        why = f"one of {groups[name]}" if name in groups else "has a default" if told.default is not ABSENT else ""
    return Field(
        name=name,
        type=type_ if type_.kind == "reference" else dataclasses.replace(type_, doc="", examples=()),
        required=required,
        why=why,
        default=told.default,
        doc=doc_of(told, name),
        deprecated=told.deprecated,
        group=groups.get(name, ""),
        examples=tuple(told.examples),
    )

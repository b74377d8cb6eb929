"""What a JSON Schema plainly wants of a value, as decisions of a plan: keys, constants, what must not be there."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, Any, Final

from catalog_gen.formats.samples import scalars, words
from catalog_gen.formats.samples.setting import Setting
from catalog_gen.formats.tree import ABSENT, Limits, Type

if TYPE_CHECKING:
    from catalog_gen.formats.samples.plans import Path, Plan
    from catalog_gen.formats.tree import Kind

_DEEPEST: Final = 4
_KINDS: Final[dict[str, Kind]] = {
    "string": "string", "integer": "integer", "number": "number", "boolean": "boolean", "null": "null",
}  # fmt: skip
_NUMBERS: Final = {
    "minimum": "minimum", "maximum": "maximum", "exclusiveMinimum": "exclusive_minimum",
    "exclusiveMaximum": "exclusive_maximum", "multipleOf": "multiple_of",
}  # fmt: skip
_LENGTHS: Final = {"minLength": "min_length", "maxLength": "max_length"}


def followed(plan: Plan, path: Path, schema: Any, depth: int = 0) -> Plan:
    """The plan with what a schema wants of the value at the path, as far as it says so plainly."""
    if not isinstance(schema, dict) or depth > _DEEPEST:
        return plan
    for name in required(schema):
        plan = plan.keeping((*path, name)) if (*path, name) not in plan.kept else plan
    properties = schema.get("properties")
    for name, rule in properties.items() if isinstance(properties, dict) else ():
        inner = (*path, name)
        found = constants(rule)
        if rule is False:
            plan = plan.without(inner)
        elif found:
            plan = plan.with_value(inner, found[0])
        else:
            plan = followed(plan, inner, rule, depth + 1)
    for name in required(schema.get("not")):
        plan = plan.without((*path, name))
    for key in ("then", "allOf"):
        parts = schema.get(key)
        for part in parts if isinstance(parts, list) else [parts]:
            plan = followed(plan, path, part, depth + 1)
    return plan


def element(plan: Plan, path: Path, schema: Any, turn: int) -> Plan:
    """The plan with an element as the schema wants it; in a later turn another one, if there is one."""
    found = _values(schema, path, turn)
    if found:
        return plan.with_value(path, found[min(turn, len(found) - 1)])
    plan = followed(plan, path, schema)
    properties = schema.get("properties") if isinstance(schema, dict) else None
    for name, rule in properties.items() if isinstance(properties, dict) else ():
        inner = (*path, name)
        found = _values(rule, inner, turn)
        if inner in plan.kept and inner not in plan.values and found:
            plan = plan.with_value(inner, found[min(turn, len(found) - 1)])
    return plan


def constants(schema: Any) -> list[Any]:
    """The values that a schema lists."""
    if not isinstance(schema, dict):
        return []
    if "const" in schema:
        return [schema["const"]]
    values = schema.get("enum")
    return values if isinstance(values, list) else []


def required(schema: Any) -> list[str]:
    """The names that a schema requires."""
    names = schema.get("required") if isinstance(schema, dict) else None
    return [name for name in names if isinstance(name, str)] if isinstance(names, list) else []


def _values(schema: Any, path: Path, turn: int) -> list[Any]:
    """The first values that a schema lists, or of the one kind without parts that it names, up to a turn."""
    kind = schema.get("type") if isinstance(schema, dict) else None
    if constants(schema) or not isinstance(kind, str) or kind not in _KINDS:
        return constants(schema)
    limits: dict[str, Any] = {
        name: schema[keyword]
        for keyword, name in _NUMBERS.items()
        if isinstance(schema.get(keyword), int | float) and not isinstance(schema[keyword], bool)
    }
    limits |= {
        name: int(schema[keyword])
        for keyword, name in _LENGTHS.items()
        if isinstance(schema.get(keyword), int | float) and schema[keyword] == schema[keyword] // 1
    }
    pattern = schema.get("pattern")
    format_ = schema.get("format")
    type_ = Type(
        kind=_KINDS[kind],
        words=kind,
        format=format_ if isinstance(format_, str) else "",
        limits=Limits(**limits, pattern=pattern if isinstance(pattern, str) else None),
    )
    name = next((step for step in reversed(path) if isinstance(step, str)), "")
    setting = Setting(name=words.one_of(words.words(name)))
    return list(itertools.islice(scalars.candidates(type_, setting, ABSENT), turn + 1))

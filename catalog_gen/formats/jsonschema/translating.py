"""Schemas of several drafts in one: all become one of the newest, as only whole resources may have drafts of their own.

https://json-schema.org/draft/2020-12/json-schema-core#section-8.1.1; what changed from draft to draft:
https://json-schema.org/specification#migrating-from-older-drafts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from catalog_gen.formats.jsonschema import drafts, loading

if TYPE_CHECKING:
    from collections.abc import Callable

    from catalog_gen.formats.jsonschema.drafts import Draft, Steps

_NARROWING: Final = drafts.DRAFT2020.keywords.keys() - {
    "$schema", "$ref", "$defs", "definitions", "title", "description", "default", "examples", "deprecated",
    "readOnly", "writeOnly", "$comment", "format",
}  # fmt: skip


def uniform(value: Any, draft: Draft, pointer: Callable[[Steps], str]) -> Draft:
    """Make a schema whose references are pointers inside of it one of a single draft, which is returned."""
    parts = list(drafts.everywhere(draft, value))
    newest = max((current for _, _, current in parts), key=drafts.DRAFTS.index)
    if all(current is newest for _, _, current in parts):
        return newest
    names = {steps: _renamed(schema, current, newest) for steps, schema, current in parts if isinstance(schema, dict)}
    moved: list[tuple[dict[str, Any], str]] = []
    for _, schema, _ in parts:
        if isinstance(schema, dict) and isinstance(schema.get("$ref"), str) and schema["$ref"].startswith("#/"):
            steps = loading.pointed(value, schema["$ref"])
            new = tuple(names.get(steps[:place], {}).get(step, step) for place, step in enumerate(steps))
            moved += [(schema, pointer(new))] if new != steps else []
    for schema, text in moved:
        schema["$ref"] = text
    for steps, schema, current in reversed(parts):
        if isinstance(schema, dict):
            if current is not newest:
                _translate(schema, current, newest, names[steps])
            schema.pop("$schema", None)
    if isinstance(value, dict):
        rest = dict(value)
        value.clear()
        value |= {"$schema": newest.uri, **rest}
    return newest


def _renamed(schema: dict[str, Any], old: Draft, new: Draft) -> dict[str | int, str]:
    """Which keywords are called otherwise in the newer draft."""
    names: dict[str | int, str] = {}
    if old is not new and "prefixItems" in new.keywords and isinstance(schema.get("items"), list):
        names = {"items": "prefixItems", "additionalItems": "items"}
    if new.siblings and not old.siblings:
        names["dependencies"] = "dependentSchemas"
    return names


def _translate(schema: dict[str, Any], old: Draft, new: Draft, names: dict[str | int, str]) -> None:
    """Say in the newer draft what the schema says in the older one."""
    if not old.siblings and "$ref" in schema:
        ignored = _NARROWING
    else:
        ignored = (new.keywords.keys() - old.keywords.keys()) & _NARROWING
        ignored |= {"additionalItems"} if "items" not in names and "prefixItems" in new.keywords else set()
    for keyword in ignored & schema.keys():
        del schema[keyword]
    if old is drafts.DRAFT4:
        _limits(schema)
    dependencies = schema.pop("dependencies", {}) if "dependencies" in names else {}
    inside = {names.get(key, key): inner for key, inner in schema.items()}
    needed = {name: inner for name, inner in dependencies.items() if isinstance(inner, list)}
    schemas = {name: inner for name, inner in dependencies.items() if not isinstance(inner, list)}
    inside |= {"dependentRequired": needed} if needed else {}
    inside |= {"dependentSchemas": schemas} if schemas else {}
    schema.clear()
    schema |= inside


def _limits(schema: dict[str, Any]) -> None:
    """In draft-04, whether a limit is excluded; later, the excluded limit."""
    for flag, limit in (("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")):
        excluded = schema.pop(flag, None)
        if excluded is True and limit in schema:
            schema[flag] = schema.pop(limit)

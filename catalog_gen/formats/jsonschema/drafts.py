"""The drafts of JSON Schema: which keywords each knows, what stands in them, and where schemas stand in schemas.

From the metaschemas at https://json-schema.org/specification-links.
"""

from __future__ import annotations

import dataclasses
import re
from typing import TYPE_CHECKING, Any, Final

from catalog_gen.problems import nearest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

Steps = tuple[str | int, ...]
"""The keys and indexes that lead to a value in a document."""


@dataclasses.dataclass(frozen=True, slots=True, eq=False)
class Draft:
    """One draft; `keywords` tells by a word of `metaschemas` what each must hold."""

    name: str
    uri: str
    keywords: Mapping[str, str]
    id: str = "$id"
    definitions: str = "$defs"
    siblings: bool = True
    """Whether the keywords beside a `$ref` count."""


_COMMON: Final[Mapping[str, str]] = {
    "$schema": "text",
    "$ref": "text",
    "title": "text",
    "description": "text",
    "default": "any",
    "multipleOf": "positive",
    "maximum": "number",
    "exclusiveMaximum": "number",
    "minimum": "number",
    "exclusiveMinimum": "number",
    "maxLength": "count",
    "minLength": "count",
    "pattern": "regex",
    "additionalItems": "schema",
    "items": "items",
    "maxItems": "count",
    "minItems": "count",
    "uniqueItems": "flag",
    "maxProperties": "count",
    "minProperties": "count",
    "required": "names",
    "additionalProperties": "schema",
    "definitions": "schema-map",
    "properties": "schema-map",
    "patternProperties": "pattern-map",
    "dependencies": "dependencies",
    "enum": "list",
    "type": "types",
    "format": "text",
    "allOf": "schemas",
    "anyOf": "schemas",
    "oneOf": "schemas",
    "not": "schema",
}
_SINCE_6: Final[Mapping[str, str]] = {
    **_COMMON,
    "$id": "text",
    "examples": "list",
    "contains": "schema",
    "propertyNames": "schema",
    "const": "any",
}
_SINCE_7: Final[Mapping[str, str]] = {
    **_SINCE_6,
    "$comment": "text",
    "readOnly": "flag",
    "writeOnly": "flag",
    "contentMediaType": "text",
    "contentEncoding": "text",
    "if": "schema",
    "then": "schema",
    "else": "schema",
}
_SINCE_2019: Final[Mapping[str, str]] = {
    **_SINCE_7,
    "$id": "id",
    "$anchor": "anchor",
    "$defs": "schema-map",
    "$vocabulary": "vocabulary",
    "deprecated": "flag",
    "unevaluatedItems": "schema",
    "unevaluatedProperties": "schema",
    "dependentSchemas": "schema-map",
    "dependentRequired": "name-lists",
    "maxContains": "count",
    "minContains": "count",
    "contentSchema": "schema",
}

DRAFT4: Final = Draft(
    "draft-04",
    "http://json-schema.org/draft-04/schema#",
    {
        **_COMMON,
        "id": "text",
        "exclusiveMaximum": "flag",
        "exclusiveMinimum": "flag",
        "additionalItems": "flag-or-schema",
        "additionalProperties": "flag-or-schema",
        "required": "some-names",
        "enum": "some-values",
        **dict.fromkeys(("maxLength", "minLength", "maxItems", "minItems", "maxProperties", "minProperties"), "whole"),
    },
    id="id",
    definitions="definitions",
    siblings=False,
)
DRAFT6: Final = Draft(
    "draft-06", "http://json-schema.org/draft-06/schema#", _SINCE_6, definitions="definitions", siblings=False
)
DRAFT7: Final = Draft(
    "draft-07", "http://json-schema.org/draft-07/schema#", _SINCE_7, definitions="definitions", siblings=False
)
DRAFT2019: Final = Draft(
    "2019-09",
    "https://json-schema.org/draft/2019-09/schema",
    {**_SINCE_2019, "$recursiveRef": "text", "$recursiveAnchor": "flag"},
)
DRAFT2020: Final = Draft(
    "2020-12",
    "https://json-schema.org/draft/2020-12/schema",
    {
        **{keyword: holds for keyword, holds in _SINCE_2019.items() if keyword != "additionalItems"},
        "prefixItems": "schemas",
        "items": "schema",
        "$dynamicRef": "text",
        "$dynamicAnchor": "anchor",
    },
)
DRAFTS: Final = (DRAFT4, DRAFT6, DRAFT7, DRAFT2019, DRAFT2020)

_BY_URI: Final = {re.sub(r"^https?:", "", draft.uri).rstrip("#"): draft for draft in DRAFTS}
_SINCE_2019_ONLY: Final = frozenset(
    {
        "$defs",
        "prefixItems",
        "$anchor",
        "dependentRequired",
        "dependentSchemas",
        "unevaluatedItems",
        "unevaluatedProperties",
    }
)


def declared(uri: str) -> Draft | None:
    """The draft that a `$schema` names; with http or https, with or without the final `#`."""
    return _BY_URI.get(re.sub(r"^https?:", "", uri.strip()).rstrip("#"))


def of(schema: Any, default: Draft | None = None) -> Draft:
    """The draft of a schema: the one it names, else `default`, else the one whose keywords it uses, else 2020-12.

    Without a `$schema`, a text `id` that is a URI, or a yes/no `exclusiveMinimum`, is draft-04; `definitions` without
    any keyword of 2019-09 and later is draft-07, and so are tuples under `items`, which with such keywords are 2019-09.
    """
    named = schema.get("$schema") if isinstance(schema, dict) else None
    if isinstance(named, str):
        return declared(named) or default or _resembling(named)
    return default or _hinted(schema)


def _resembling(uri: str) -> Draft:
    """The nearest draft to a metaschema that is none of the official ones."""
    year = re.search(r"draft[-/]?0?([1-7])\b|(20(?:19|20))-", uri)
    if year is None:
        return DRAFT2020
    word = year[1] or year[2]
    return {"6": DRAFT6, "5": DRAFT4, "7": DRAFT7, "2019": DRAFT2019, "2020": DRAFT2020}.get(word, DRAFT4)


def _hinted(schema: Any) -> Draft:
    if not isinstance(schema, dict):
        return DRAFT2020
    parts = [part for _, part, _ in everywhere(DRAFT2019, schema) if isinstance(part, dict)]
    flags = any(isinstance(part.get(key), bool) for part in parts for key in ("exclusiveMinimum", "exclusiveMaximum"))
    if flags or (isinstance(schema.get("id"), str) and "$id" not in schema and ":" in schema["id"]):
        return DRAFT4
    tuples = any(isinstance(part.get("items"), list) for part in parts)
    if tuples and not any("prefixItems" in part for part in parts):
        return DRAFT2019 if any(_SINCE_2019_ONLY & part.keys() for part in parts) else DRAFT7
    old = "definitions" in schema or "dependencies" in schema
    return DRAFT7 if old and not _SINCE_2019_ONLY & schema.keys() else DRAFT2020


def children(draft: Draft, schema: Any) -> Iterator[tuple[Steps, Any]]:
    """The schemas directly inside of a schema, with the steps to each; wrong shapes are passed over."""
    if not isinstance(schema, dict):
        return
    for keyword, value in schema.items():
        holds = draft.keywords.get(keyword)
        if holds in _ONE and isinstance(value, dict | bool):
            yield (keyword,), value
        elif holds in _MAPS and isinstance(value, dict):
            yield from (((keyword, key), inner) for key, inner in value.items() if isinstance(inner, dict | bool))
        elif holds in _LISTS and isinstance(value, list):
            yield from (
                ((keyword, place), inner) for place, inner in enumerate(value) if isinstance(inner, dict | bool)
            )


_ONE: Final = frozenset({"schema", "flag-or-schema", "items"})
_MAPS: Final = frozenset({"schema-map", "pattern-map", "dependencies"})
_LISTS: Final = frozenset({"schemas", "items"})


def everywhere(draft: Draft, schema: Any, steps: Steps = ()) -> Iterator[tuple[Steps, Any, Draft]]:
    """The schema and all schemas inside of it, outer ones first, in the order of the text, each with its draft."""
    waiting: list[tuple[Steps, Any, Draft]] = [(steps, schema, draft)]
    while waiting:
        where, found, current = waiting.pop()
        yield where, found, current
        below = [
            (where + inside, inner, current if not isinstance(inner, dict) else of(inner, current))
            for inside, inner in children(current, found)
        ]
        waiting.extend(reversed(below))


def known_as(uri: str) -> str:
    """A hint with the official name that is meant, for a `$schema` that no draft has."""
    return nearest(uri, [draft.uri for draft in DRAFTS])

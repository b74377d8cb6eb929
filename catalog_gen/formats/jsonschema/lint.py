"""What a schema may say but hardly means: misspelt keywords, keywords of another draft, rules that nothing can meet."""

from __future__ import annotations

import difflib
import json
import re
from typing import TYPE_CHECKING, Any, Final

from catalog_gen.formats.jsonschema import drafts, metaschemas
from catalog_gen.formats.jsonschema.metaschemas import Fault
from catalog_gen.formats.jsonschema.shapes import ANNOTATIONS, is_of
from catalog_gen.formats.jsonschema.wording import joined, quoted, shown
from catalog_gen.problems import nearest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from catalog_gen.formats.jsonschema.drafts import Draft, Steps

_SUSPICIOUS: Final = "suspicious-schema"

_OTHERS: Final = frozenset(
    # OpenAPI, pydantic, generators of code and forms, editors
    [
        "nullable",
        "discriminator",
        "example",
        "xml",
        "externalDocs",
        "tsType",
        "tsEnumNames",
        "tsAdditionalProperties",
        "javaType",
        "javaName",
        "javaEnumNames",
        "javaInterfaces",
        "javaEnums",
        "existingJavaType",
        "extendsJavaClass",
        "goType",
        "goJSONSchema",
        "csharpType",
        "markdownDescription",
        "markdownEnumDescriptions",
        "enumDescriptions",
        "enumNames",
        "enumItemLabels",
        "deprecationMessage",
        "doNotSuggest",
        "suggestSortText",
        "errorMessage",
        "patternErrorMessage",
        "defaultSnippets",
        "allowComments",
        "allowTrailingCommas",
        "propertyOrder",
        "propertyOrdering",
        "options",
        "links",
        "media",
        "headerTemplate",
        "order",
        "scope",
        "env",
        "alias",
        "version",
        "versions",
        "name",
        "names",
        "label",
        "labels",
        "note",
        "notes",
        "comment",
        "comments",
        "unit",
        "units",
        "group",
        "tags",
        "meta",
        "metadata",
        "self",
        "avro",
        "connect",
        "field",
        "fields",
        "collectionFormat",
        "readonly",
        "intellij",
        "faker",
        "chance",
        "formatMinimum",
        "formatMaximum",
        "instanceof",
        "typeof",
        "transform",
        "contentSchema",
        "example_",
        "itemTitle",
    ]
)
_CHANGES_MEANING: Final[Mapping[str, str]] = {
    "const": "draft-06",
    "contains": "draft-06",
    "propertyNames": "draft-06",
    "$id": "draft-06",
    "if": "draft-07",
    "dependentRequired": "2019-09",
    "dependentSchemas": "2019-09",
    "unevaluatedProperties": "2019-09",
    "unevaluatedItems": "2019-09",
    "minContains": "2019-09",
    "maxContains": "2019-09",
    "$anchor": "2019-09",
    "prefixItems": "2020-12",
    "$dynamicRef": "2020-12",
}
_GONE: Final[Mapping[str, str]] = {
    "dependencies": "use `dependentRequired` or `dependentSchemas`",
    "additionalItems": "`items` behind `prefixItems` is its successor",
    "$recursiveRef": "`$dynamicRef` is its successor",
    "divisibleBy": "use `multipleOf`",
    "extends": "use `allOf`",
    "disallow": "use `not`",
}
_PAIRS: Final = (
    ("minimum", "maximum"),
    ("exclusiveMinimum", "exclusiveMaximum"),
    ("minLength", "maxLength"),
    ("minItems", "maxItems"),
    ("minProperties", "maxProperties"),
    ("minContains", "maxContains"),
)
_DOCUMENTS: Final = {
    "openapi": "an OpenAPI document",
    "swagger": "an OpenAPI document",
    "asyncapi": "an AsyncAPI document",
}
_ALL: Final = frozenset(keyword for draft in drafts.DRAFTS for keyword in draft.keywords)
_HARMLESS: Final = frozenset({"$ref", "type", "format"})
"""Beside a `$ref`, these nearly always say what the target says as well."""
_WITHOUT_DOLLAR: Final = frozenset({"ref", "defs", "anchor"})
_NEAR: Final = 0.8


def doubts(draft: Draft, schema: Any, *, sound: bool) -> Iterator[Fault]:
    """Everything suspicious in the schema, at any depth, that needs no other file to be seen.

    `sound` is whether the metaschema finds nothing wrong; rules are held against each other only then.
    """
    yield from _of_root(schema)
    for steps, found, current in drafts.everywhere(draft, schema):
        if isinstance(found, dict):
            yield from _of_metaschema(found, steps, current)
            yield from _keywords(current, found, steps)
            yield from _nullable(found, steps)
            if sound:
                yield from _values(current, found, steps)
                yield from _limits(found, steps)
                yield from _required(found, steps)


def _doubt(steps: Steps, message: str, hint: str = "", *, key: bool = False) -> Fault:
    return Fault(steps, message, hint, key=key, code=_SUSPICIOUS)


def _of_root(schema: Any) -> Iterator[Fault]:
    if not isinstance(schema, dict):
        return
    for keyword, what in _DOCUMENTS.items():
        if isinstance(schema.get(keyword), str) and "properties" not in schema:
            hint = "point to the schema of the message itself, in a file of its own"
            yield _doubt((keyword,), f"the file is {what}, which as a JSON Schema allows every payload", hint, key=True)
            return
    if schema and not schema.keys() & _ALL:
        hint = 'a schema has keywords such as "type" and "properties"; a payload goes into `examples=[Example(...)]`'
        yield _doubt((), "no keyword of JSON Schema is in it, so it allows every payload: is it an example?", hint)


def _of_metaschema(schema: Mapping[str, Any], steps: Steps, draft: Draft) -> Iterator[Fault]:
    named = schema.get("$schema")
    if isinstance(named, str) and drafts.declared(named) is None:
        hint = f'"$schema": "{draft.uri}"'
        yield _doubt(
            (*steps, "$schema"), f"{quoted(named)} is no draft of JSON Schema; it is read as {draft.name}", hint
        )


def _keywords(draft: Draft, schema: Mapping[str, Any], steps: Steps) -> Iterator[Fault]:
    if not draft.siblings and "$ref" in schema:
        ignored = [key for key in schema if key in draft.keywords and key not in ANNOTATIONS and key not in _HARMLESS]
        if ignored:
            names = joined([f"`{key}`" for key in ignored])
            hint = 'put the reference into "allOf": [{"$ref": ...}]'
            yield _doubt((*steps, ignored[0]), f"{draft.name} ignores {names} beside `$ref`", hint, key=True)
        return
    for key, value in schema.items():
        gone_since = key == "dependencies" and draft.siblings
        if (key in draft.keywords and not gone_since) or key in _OTHERS or key.startswith("x-"):
            continue
        since, gone = _CHANGES_MEANING.get(key), _GONE.get(key)
        if since is not None or gone is not None:
            if _means_something(draft, key, value):
                hint = gone or f'it came with {since}; name the draft with "$schema"'
                yield _doubt((*steps, key), f"`{key}` is not known in {draft.name}; it is ignored", hint, key=True)
        elif key not in _ALL and not key.startswith("$"):
            near = _meant(draft, key, value)
            if near:
                message = f"{quoted(key)} is no keyword of JSON Schema, so it is ignored"
                yield _doubt((*steps, key), message, f'did you mean "{near}"?', key=True)
    if "if" not in schema and "if" in draft.keywords:
        for key in ("then", "else"):
            if key in schema:
                yield _doubt((*steps, key), f"`{key}` without `if` is ignored", key=True)


def _nullable(schema: Mapping[str, Any], steps: Steps) -> Iterator[Fault]:
    """OpenAPI 3.0's word for null, which no validator of JSON Schema knows."""
    types = schema.get("type")
    names = [types] if isinstance(types, str) else types
    if schema.get("nullable") is not True or (isinstance(names, list) and "null" in names):
        return
    hint = 'write `"anyOf": [{...}, {"type": "null"}]`'
    if isinstance(names, list) and all(isinstance(name, str) for name in names):
        hint = f'write `"type": {json.dumps([*names, "null"])}`'
        hint += ", and null among the values of `enum`" if isinstance(schema.get("enum"), list) else ""
    message = "`nullable` is a word of OpenAPI 3.0: validators of JSON Schema ignore it and refuse null"
    yield _doubt((*steps, "nullable"), message, hint, key=True)


def _means_something(draft: Draft, key: str, value: Any) -> bool:
    if key == "$id":
        return isinstance(value, str) and draft is drafts.DRAFT4
    return key == "const" or not (value is True or value is None or value in ({}, []))


def _meant(draft: Draft, key: str, value: Any) -> str:
    """The keyword that was probably meant, if its value is one that the keyword may have."""
    dollar = f"${key}"
    if key in _WITHOUT_DOLLAR and dollar in draft.keywords:
        return "" if any(metaschemas.holds(draft.keywords[dollar], value)) else dollar
    plain = re.sub(r"[-_\s]", "", key).lower()
    for known in draft.keywords:
        if known.lower() == plain:
            return known
    long = [each for each in draft.keywords if len(each) > 3 and not each.startswith("$")]  # noqa: PLR2004
    for near in difflib.get_close_matches(key, long, n=1, cutoff=_NEAR):
        holds = draft.keywords[near]
        if holds == "any" or not any(metaschemas.holds(holds, value)):
            return near
    return ""


def _values(draft: Draft, schema: Mapping[str, Any], steps: Steps) -> Iterator[Fault]:
    types = schema.get("type")
    if types is None or (schema.get("nullable") is True and isinstance(types, str)):
        return
    names = joined([types] if isinstance(types, str) else [str(name) for name in types], "or")
    for place, value in enumerate(schema.get("enum", ())):
        if not is_of(value, types):
            message = f"{shown(value)} can never be valid: the type is {names}"
            yield _doubt((*steps, "enum", place), message)
    if "const" in schema and "const" in draft.keywords and not is_of(schema["const"], types):
        yield _doubt((*steps, "const"), f"{shown(schema['const'])} can never be valid: the type is {names}")


def _limits(schema: Mapping[str, Any], steps: Steps) -> Iterator[Fault]:
    for low, high in _PAIRS:
        least, most = _number(schema.get(low)), _number(schema.get(high))
        if least is not None and most is not None and (least > most or (low.startswith("excl") and least == most)):
            message = f"no value can be valid: `{low}` is {least}, but `{high}` is {most}"
            yield _doubt((*steps, low), message)
    for low, high in (("minimum", "exclusiveMaximum"), ("exclusiveMinimum", "maximum")):
        least, most = _number(schema.get(low)), _number(schema.get(high))
        if least is not None and most is not None and least >= most:
            yield _doubt((*steps, low), f"no value can be valid: `{low}` is {least}, but `{high}` is {most}")


def _number(value: Any) -> float | None:
    return value if isinstance(value, int | float) and not isinstance(value, bool) else None


def _required(schema: Mapping[str, Any], steps: Steps) -> Iterator[Fault]:
    """Names that are required, and forbidden by `additionalProperties`."""
    if schema.get("additionalProperties") is not False or "patternProperties" in schema:
        return
    known = schema.get("properties", {})
    for place, name in enumerate(schema.get("required", ())):
        if name not in known:
            message = f"{quoted(name)} is required, but `additionalProperties` forbids it: no value can be valid"
            yield _doubt((*steps, "required", place), message, nearest(name, known))


def given_values(draft: Draft, schema: Any) -> Iterator[tuple[Steps, Steps, Any]]:
    """The defaults and examples: the steps to each and to the schema that it should be valid under, and the value."""
    for steps, found, current in drafts.everywhere(draft, schema):
        if not isinstance(found, dict) or ("$ref" in found and not current.siblings):
            continue
        if "default" in found:
            yield (*steps, "default"), steps, found["default"]
        examples = found.get("examples") if "examples" in current.keywords else None
        for place, value in enumerate(examples if isinstance(examples, list) else ()):
            yield (*steps, "examples", place), steps, value

"""What each keyword does to readers, in both directions."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from jsonschema_pairs import DRAFT4, DRAFT7, compared, read, verdicts

from catalog_gen.compatibility import explaining
from catalog_gen.compatibility.jsonschema import KINDS, differences

if TYPE_CHECKING:
    from pathlib import Path

A, B = {"a": {"type": "integer"}}, {"a": {"type": "integer"}, "b": {"type": "string"}}
OPEN: dict[str, Any] = {"type": "object"}
CLOSED: dict[str, Any] = {"type": "object", "additionalProperties": False}
TEXT: dict[str, Any] = {"type": "string"}
LIST: dict[str, Any] = {"type": "array"}
CARD = {"type": "object", "required": ["kind"], "properties": {"kind": {"const": "card"}, "number": TEXT}}
CASH = {"type": "object", "required": ["kind"], "properties": {"kind": {"const": "cash"}}}
SHUT = {"type": "object", "additionalProperties": False, "required": ["x"], "properties": {"x": {"type": "integer"}}}

SAME, WIDER, NARROWER, OTHER = "same", "wider", "narrower", "other"
MEANT, PLACED = "something has a meaning now", "a place has a meaning now"
VERDICTS = {
    SAME: ("compatible", "compatible"),
    WIDER: ("compatible", "incompatible"),
    NARROWER: ("incompatible", "compatible"),
    OTHER: ("incompatible", "incompatible"),
    MEANT: ("unknown", "compatible"),
    PLACED: ("unknown", "incompatible"),
}

RULES: dict[str, tuple[Any, Any, str]] = {
    "a boolean schema": (True, False, NARROWER),
    "true is an empty object": (True, {}, SAME),
    "a type more": (TEXT, {"type": ["string", "null"]}, WIDER),
    "a type less": ({"type": ["string", "null"]}, TEXT, NARROWER),
    "another type": (TEXT, {"type": "boolean"}, OTHER),
    "integers are numbers": ({"type": "integer"}, {"type": "number"}, WIDER),
    "integers among several types": ({"type": ["integer", "string"]}, {"type": ["number", "string"]}, WIDER),
    "integer beside number says nothing": ({"type": ["integer", "number"]}, {"type": "number"}, SAME),
    "no type at all": (TEXT, {}, WIDER),
    "a property in an open object": ({**OPEN, "properties": A}, {**OPEN, "properties": B}, NARROWER),
    "a property in a closed object": ({**CLOSED, "properties": A}, {**CLOSED, "properties": B}, WIDER),
    "no property any more, open": ({**OPEN, "properties": B}, {**OPEN, "properties": A}, WIDER),
    "no property any more, closed": ({**CLOSED, "properties": B}, {**CLOSED, "properties": A}, NARROWER),
    "a property that may be anything, open": ({**OPEN}, {**OPEN, "properties": {"a": {}}}, MEANT),
    "a property that was allowed by what others are": (
        {**OPEN, "additionalProperties": TEXT},
        {**OPEN, "additionalProperties": TEXT, "properties": {"a": TEXT}},
        SAME,
    ),
    "a forbidden property, closed": (CLOSED, {**CLOSED, "properties": {"a": False}}, SAME),
    "closing": ({**OPEN, "properties": A}, {**CLOSED, "properties": A}, NARROWER),
    "closing and adding": ({**OPEN, "properties": A}, {**CLOSED, "properties": B}, NARROWER),
    "opening and removing": ({**CLOSED, "properties": B}, {**OPEN, "properties": A}, WIDER),
    "required, open": ({**OPEN, "properties": A}, {**OPEN, "properties": A, "required": ["a"]}, NARROWER),
    "required, closed": ({**CLOSED, "properties": A}, {**CLOSED, "properties": A, "required": ["a"]}, NARROWER),
    "a required property, open": ({**OPEN, "properties": A}, {**OPEN, "properties": B, "required": ["b"]}, NARROWER),
    "a required property, closed": ({**CLOSED, "properties": A}, {**CLOSED, "properties": B, "required": ["b"]}, OTHER),
    "other values of what is not named": (
        {**OPEN, "additionalProperties": TEXT},
        {**OPEN, "additionalProperties": {"type": ["string", "null"]}},
        WIDER,
    ),
    "a pattern for names": (CLOSED, {**CLOSED, "patternProperties": {"^x-": TEXT}}, WIDER),
    "a pattern for names that a property takes up": (
        {**CLOSED, "patternProperties": {"^x-": TEXT}},
        {**CLOSED, "properties": {"x-a": TEXT}, "patternProperties": {"^x-": TEXT}},
        SAME,
    ),
    "a pattern for names that says more": (
        {**OPEN, "patternProperties": {"^x-": TEXT}},
        {**OPEN, "patternProperties": {"^x-": TEXT, "^x-n-": {"type": "integer"}}},
        NARROWER,
    ),
    "patterns that mean the same": (
        {**OPEN, "patternProperties": {"^a+": TEXT}},
        {**OPEN, "patternProperties": {"^a": TEXT}},
        SAME,
    ),
    "rules for names": (OPEN, {**OPEN, "propertyNames": {"pattern": "^[a-z]+$"}}, NARROWER),
    "rules for names that all names keep": (OPEN, {**OPEN, "propertyNames": {"pattern": "a*"}}, SAME),
    "rules for names of a closed object": (
        {**CLOSED, "properties": A},
        {**CLOSED, "properties": A, "propertyNames": {"maxLength": 1}},
        SAME,
    ),
    "listed names": (OPEN, {**OPEN, "propertyNames": {"enum": ["a", "b"]}}, NARROWER),
    "more listed names": (
        {**OPEN, "propertyNames": {"enum": ["a"]}},
        {**OPEN, "propertyNames": {"enum": ["a", "b"]}},
        WIDER,
    ),
    "at least one property": (OPEN, {**OPEN, "minProperties": 1}, NARROWER),
    "at least one property, where one is required": (
        {**OPEN, "required": ["a"]},
        {**OPEN, "required": ["a"], "minProperties": 1},
        SAME,
    ),
    "at most so many properties": ({**OPEN, "maxProperties": 3}, {**OPEN, "maxProperties": 2}, NARROWER),
    "so many properties that a closed object never has": (
        {**CLOSED, "properties": B},
        {**CLOSED, "properties": B, "maxProperties": 2},
        SAME,
    ),
    "required with another one": (OPEN, {**OPEN, "dependentRequired": {"a": ["b"]}}, NARROWER),
    "required with another one that is required anyway": (
        {**OPEN, "required": ["b"]},
        {**OPEN, "required": ["b"], "dependentRequired": {"a": ["b"]}},
        SAME,
    ),
    "a schema with a property": (OPEN, {**OPEN, "dependentSchemas": {"a": {"required": ["b"]}}}, NARROWER),
    "unevaluated properties that nothing speaks of": (
        {**OPEN, "properties": A, "unevaluatedProperties": False},
        {**CLOSED, "properties": A},
        SAME,
    ),
    "unevaluated properties behind allOf": (
        {"allOf": [{**OPEN, "properties": A}], "properties": B, "unevaluatedProperties": False},
        {**CLOSED, "properties": B},
        SAME,
    ),
    "elements": ({**LIST, "items": TEXT}, {**LIST, "items": {"type": ["string", "null"]}}, WIDER),
    "elements that may be anything": ({**LIST, "items": TEXT}, LIST, WIDER),
    "a first element": (LIST, {**LIST, "prefixItems": [TEXT]}, NARROWER),
    "a first element of what all were": ({**LIST, "items": TEXT}, {**LIST, "prefixItems": [TEXT]}, PLACED),
    "no element behind": ({**LIST, "prefixItems": [TEXT]}, {**LIST, "prefixItems": [TEXT], "items": False}, NARROWER),
    "no element behind, by number": (
        {**LIST, "prefixItems": [TEXT], "maxItems": 1},
        {**LIST, "prefixItems": [TEXT], "items": False},
        SAME,
    ),
    "unevaluated elements": (
        {**LIST, "prefixItems": [TEXT], "unevaluatedItems": False},
        {**LIST, "prefixItems": [TEXT], "items": False},
        SAME,
    ),
    "something that is contained": (LIST, {**LIST, "contains": TEXT}, NARROWER),
    "something that is contained anyway": (
        {**LIST, "items": TEXT, "minItems": 1},
        {**LIST, "items": TEXT, "minItems": 1, "contains": TEXT},
        SAME,
    ),
    "more of what is contained": ({**LIST, "contains": TEXT}, {**LIST, "contains": TEXT, "minContains": 2}, NARROWER),
    "different elements": (LIST, {**LIST, "uniqueItems": True}, NARROWER),
    "different elements where there is one": (
        {**LIST, "maxItems": 1},
        {**LIST, "maxItems": 1, "uniqueItems": True},
        SAME,
    ),
    "more elements": ({**LIST, "minItems": 2}, {**LIST, "minItems": 1}, WIDER),
    "fewer elements": ({**LIST, "maxItems": 2}, {**LIST, "maxItems": 1}, NARROWER),
    "no limit": ({**LIST, "minItems": 0}, LIST, SAME),
    "a value more": ({"enum": ["A", "B"]}, {"enum": ["B", "A", "C"]}, WIDER),
    "the same values": ({"enum": ["A", 1]}, {"enum": [1.0, "A"]}, SAME),
    "a constant is an enum of one": ({"const": "A"}, {"enum": ["A"]}, SAME),
    "another constant": ({"const": "A"}, {"const": "B"}, OTHER),
    "all values of a type": ({"enum": [True, False]}, {"type": "boolean"}, SAME),
    "values outside of what is allowed": ({"type": "integer", "enum": [1, 2, "x"]}, {"enum": [1, 2]}, SAME),
    "a lower minimum": ({"minimum": 2}, {"minimum": 1}, WIDER),
    "a minimum that is excluded": ({"minimum": 1}, {"exclusiveMinimum": 1}, NARROWER),
    "whole numbers above": ({"type": "integer", "minimum": 1}, {"type": "integer", "exclusiveMinimum": 0}, SAME),
    "a higher maximum": ({"maximum": 1}, {"maximum": 1.5}, WIDER),
    "multiples of a multiple": ({"multipleOf": 4}, {"multipleOf": 2}, WIDER),
    "multiples that are none of each other": ({"multipleOf": 4}, {"multipleOf": 6}, OTHER),
    "cents": ({"multipleOf": 0.01}, {"multipleOf": 0.001}, WIDER),
    "whole numbers as multiples": ({"type": "integer"}, {"type": "number", "multipleOf": 1}, SAME),
    "a shorter text": ({"maxLength": 5}, {"maxLength": 4}, NARROWER),
    "a longer text": ({**TEXT, "minLength": 1}, {**TEXT, "minLength": 2}, NARROWER),
    "a pattern that does not match line ends": ({**TEXT, "minLength": 1}, {**TEXT, "pattern": "."}, NARROWER),
    "a pattern in a pattern": ({**TEXT, "pattern": "^[a-f]+$"}, {**TEXT, "pattern": "^[a-z]+$"}, WIDER),
    "patterns said in two ways": ({**TEXT, "pattern": "^(a|b)*$"}, {**TEXT, "pattern": "^[ab]*$"}, SAME),
    "values that match": ({"enum": ["ab", "ac"]}, {**TEXT, "pattern": "^a"}, WIDER),
    "a pattern and the length that it has": (
        {**TEXT, "pattern": "^[0-9]{3}$"},
        {**TEXT, "pattern": "^[0-9]{3}$", "maxLength": 3},
        SAME,
    ),
    "a format": (TEXT, {**TEXT, "format": "email"}, NARROWER),
    "a format that nobody checks": ({"type": "integer"}, {"type": "integer", "format": "int64"}, SAME),
    "no format any more": ({**TEXT, "format": "date"}, TEXT, WIDER),
    "an alternative more": ({"anyOf": [CARD]}, {"anyOf": [CARD, CASH]}, WIDER),
    "an alternative more that excludes the others": ({"oneOf": [CARD]}, {"oneOf": [CARD, CASH]}, WIDER),
    "an alternative less": ({"oneOf": [CASH, CARD]}, {"oneOf": [CARD]}, NARROWER),
    "an alternative more that overlaps": (
        {"oneOf": [{"type": "integer"}]},
        {"oneOf": [{"type": "integer"}, {"type": "number"}]},
        OTHER,
    ),
    "alternatives that exclude each other": ({"anyOf": [CARD, CASH]}, {"oneOf": [CASH, CARD]}, SAME),
    "alternatives apart by closed objects": (
        {"anyOf": [CARD, SHUT]},
        {"oneOf": [CARD, SHUT]},
        SAME,
    ),
    "alternatives of types": ({"anyOf": [TEXT, {"type": "null"}]}, {"type": ["string", "null"]}, SAME),
    "all of": ({"allOf": [{"minimum": 1}, {"maximum": 3}]}, {"minimum": 1, "maximum": 3}, SAME),
    "all of and another": ({"allOf": [OPEN]}, {"allOf": [OPEN, {"required": ["a"]}]}, NARROWER),
    "not of less": ({"not": TEXT}, {"not": {"enum": ["a"]}}, WIDER),
    "not not": ({"not": {"not": TEXT}}, TEXT, SAME),
    "a condition": (OPEN, {**OPEN, "if": {"required": ["a"]}, "then": {"required": ["b"]}}, NARROWER),
    "a condition is a dependency": (
        {**OPEN, "if": {"required": ["a"]}, "then": {"required": ["b"]}},
        {**OPEN, "dependentRequired": {"a": ["b"]}},
        SAME,
    ),
    "otherwise": (
        {"if": {"type": "string"}, "else": {"type": "integer"}},
        {"type": ["string", "integer"]},
        SAME,
    ),
    "a reference": ({"$ref": "#/$defs/A", "$defs": {"A": TEXT}}, TEXT, SAME),
    "nullable, as OpenAPI says it": ({"type": "string", "nullable": True}, {"type": ["string", "null"]}, SAME),
}


@pytest.mark.parametrize("name", RULES)
def test_a_keyword_does_to_readers_what_it_says(name: str, tmp_path: Path) -> None:
    old, new, expected = RULES[name]
    there, back = compared(tmp_path, old, new), compared(tmp_path, new, old)
    assert verdicts(there) == VERDICTS[expected], there.differences
    assert verdicts(back) == VERDICTS[expected][::-1], back.differences
    for comparison in (there, back):
        for difference in comparison.differences:
            assert difference.kind in KINDS
            for direction in difference.breaks | difference.undecided:
                assert explaining.why(difference, direction, "jsonschema"), (difference, direction)


def tree(value: Any, name: str = "Tree") -> dict[str, Any]:
    """Trees of values."""
    children = {"type": "array", "items": {"$ref": f"#/$defs/{name}"}}
    node = {"type": "object", "required": ["value"], "properties": {"value": value, "children": children}}
    return {"$ref": f"#/$defs/{name}", "$defs": {name: {**node, "additionalProperties": False}}}


def test_recursive_schemas_are_compared_to_the_bottom(tmp_path: Path) -> None:
    assert verdicts(compared(tmp_path, tree({"type": "integer"}), tree({"type": "number"}))) == VERDICTS[WIDER]
    assert verdicts(compared(tmp_path, tree({"type": "integer"}), tree(TEXT))) == VERDICTS[OTHER]


DRAFTS: dict[str, tuple[Any, Any, str, str, str]] = {
    "an excluded limit": ({"minimum": 1, "exclusiveMinimum": True}, {"exclusiveMinimum": 1}, DRAFT4, DRAFT7, SAME),
    "a tuple": ({"items": [TEXT], "additionalItems": False}, {"prefixItems": [TEXT], "items": False}, DRAFT7, "", SAME),
    "definitions": (
        {"$ref": "#/definitions/A", "definitions": {"A": TEXT}},
        {"$ref": "#/$defs/B", "$defs": {"B": TEXT}},
        DRAFT7,
        "",
        SAME,
    ),
    "dependencies": ({"dependencies": {"a": ["b"]}}, {"dependentRequired": {"a": ["b"]}}, DRAFT7, "", SAME),
    "a constant that draft 4 does not know": ({"const": 1}, {"const": 1}, DRAFT4, DRAFT7, NARROWER),
    "1.0 is no integer in draft 4": ({"type": "integer"}, {"type": "integer"}, DRAFT4, DRAFT7, WIDER),
    "what stands beside a reference": (
        {"$ref": "#/definitions/A", "maxLength": 3, "definitions": {"A": TEXT}},
        TEXT,
        DRAFT7,
        "",
        SAME,
    ),
}


@pytest.mark.parametrize("name", DRAFTS)
def test_schemas_of_different_drafts_are_compared_by_what_they_mean(name: str, tmp_path: Path) -> None:
    old, new, before, after, expected = DRAFTS[name]
    latest = "https://json-schema.org/draft/2020-12/schema"
    first, second = read(tmp_path, old, draft=before), read(tmp_path, new, draft=after or latest)
    for one, other, wanted in ((first, second, VERDICTS[expected]), (second, first, VERDICTS[expected][::-1])):
        found = list(differences(one, other))
        assert (
            tuple(
                "incompatible" if any(direction in each.breaks for each in found) else "compatible"
                for direction in ("backward", "forward")
            )
            == wanted
        )
        assert not any(each.undecided for each in found)


def dynamic(value: Any) -> dict[str, Any]:
    """Nodes whose children are nodes of the schema that one has come from."""
    node = {"$id": "node", "$dynamicAnchor": "node", "properties": {"child": {"$dynamicRef": "#node"}, "value": value}}
    strict = {"$id": "strict", "$dynamicAnchor": "node", "$ref": "node", "required": ["value"]}
    return {"$defs": {"node": node, "strict": strict}, "properties": {"root": {"$ref": "strict"}}}


UNDECIDED: dict[str, tuple[Any, Any, str]] = {
    "a dynamic reference": (dynamic(TEXT), dynamic({"type": "boolean"}), "dynamic reference"),
    "nothing was valid": (False, TEXT, "no value at all is valid under the old schema"),
    "unevaluated properties of alternatives": (
        {"anyOf": [{"properties": A}, {"properties": B}], "unevaluatedProperties": False},
        {"anyOf": [{"properties": A}, {"properties": {"b": TEXT}}], "unevaluatedProperties": False},
        "",
    ),
    "everything was spoken of, beside what depends on the payload": (
        {"additionalProperties": True, "dependentSchemas": {"a": False}, "unevaluatedProperties": False},
        {"dependentSchemas": {"a": False}, "unevaluatedProperties": False},
        "",
    ),
    "a condition spoke of elements": (
        {"if": {"prefixItems": [TEXT]}, "unevaluatedItems": False},
        {"unevaluatedItems": False, "if": True},
        "",
    ),
    "an alternative that asks nothing speaks of another property": (
        {"anyOf": [{"properties": {"a": True}}, {}], "unevaluatedProperties": False},
        {"anyOf": [{"properties": {"b": True}}, {}], "unevaluatedProperties": False},
        "",
    ),
    "what a reference in an alternative leads to speaks of more": (
        {"anyOf": [{"$ref": "#/$defs/x"}, {}], "$defs": {"x": True}, "unevaluatedProperties": False},
        {
            "anyOf": [{"$ref": "#/$defs/x"}, {}],
            "$defs": {"x": {"additionalProperties": True}},
            "unevaluatedProperties": False,
        },
        "",
    ),
    "formats that may be of each other": ({**TEXT, "format": "email"}, {**TEXT, "format": "idn-email"}, ""),
    "patterns that look around": ({**TEXT, "pattern": "^(?=a)[ab]$"}, {**TEXT, "pattern": "^a$"}, ""),
}


@pytest.mark.parametrize("name", UNDECIDED)
def test_what_cannot_be_decided_is_unknown_with_the_reason(name: str, tmp_path: Path) -> None:
    old, new, reason = UNDECIDED[name]
    comparison = compared(tmp_path, old, new)
    assert verdicts(comparison)[0] == "unknown", comparison.differences
    undecided = [difference for difference in comparison.differences if "backward" in difference.undecided]
    assert any(reason in difference.words for difference in undecided)

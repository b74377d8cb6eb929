"""Payloads for JSON Schemas whose rules a tree of fields cannot hold: repaired until they are valid."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft202012Validator

from catalog_gen.formats import jsonschema
from catalog_gen.formats.files import SchemaFiles
from catalog_gen.formats.samples import Sample, searching, synthesise
from catalog_gen.formats.samples.drawing import Drawing
from catalog_gen.sources import WorkingTree

if TYPE_CHECKING:
    from pathlib import Path


def sample(root: Path, **schema: Any) -> Sample:
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", "type": "object", **schema}
    data = json.dumps(schema).encode()
    parsed, problems = jsonschema.Reader(SchemaFiles(WorkingTree(root), [""])).read("s.json", data, "", "")
    assert parsed is not None, problems
    found = synthesise(parsed.tree, parsed.check, "OrderPlaced")
    if not found.failure:
        Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER).validate(found.payload)
    return found


TEXT = {"type": "string"}


@pytest.mark.parametrize(
    ("schema", "payload"),
    [
        pytest.param(
            {"properties": {"x": TEXT, "y": TEXT}, "oneOf": [{"required": ["x"]}, {"required": ["y"]}]},
            {"x": "Example x"},
            id="one of two keys",
        ),
        pytest.param(
            {"properties": {"z": {"type": "integer"}}, "if": {"required": ["z"]}, "then": {"required": ["w"]}},
            {"z": 1, "w": "Example w"},
            id="a key that another one wants",
        ),
        pytest.param(
            {
                "properties": {"status": {"enum": ["NEW", "PAID"]}},
                "if": {"properties": {"status": {"const": "NEW"}}},
                "then": {"required": ["by"]},
                "required": ["status"],
                "additionalProperties": False,
            },
            {"status": "PAID"},
            id="a value that wants a key that may not be",
        ),
        pytest.param(
            {"properties": {"a": TEXT, "b": TEXT}, "dependentRequired": {"a": ["c"]}},
            {"a": "Example a", "b": "Example b", "c": "Example c"},
            id="dependent required",
        ),
        pytest.param(
            {"properties": {"list": {"type": "array", "items": TEXT, "contains": {"const": "a"}}}},
            {"list": ["Example list", "a"]},
            id="contains",
        ),
        pytest.param(
            {"properties": {"a": {"type": "string", "not": {"enum": ["Example a"]}}}, "required": ["a"]},
            {"a": "a"},
            id="not this value",
        ),
        pytest.param(
            {"properties": {"a": TEXT, "b": TEXT}, "not": {"required": ["a", "b"]}},
            {"b": "Example b"},
            id="not both keys",
        ),
        pytest.param(
            {"properties": {"a": {"type": "integer", "not": {"multipleOf": 2}, "minimum": 10}}},
            {"a": 11},
            id="not even",
        ),
        pytest.param(
            {"properties": {"a": {"oneOf": [{"type": "number"}, {"type": "integer"}]}}},
            {"a": 1.5},
            id="a number that is no integer",
        ),
        pytest.param(
            {"properties": {"a": {"allOf": [{"type": "string", "pattern": "^A"}, {"pattern": "Z$"},
                                            {"pattern": r"\d{3}"}, {"minLength": 8}]}}, "required": ["a"]},
            {"a": "A123456Z"},
            id="several patterns",
        ),
        pytest.param(
            {"properties": {"a": {"type": "number", "multipleOf": 0.01}}, "required": ["a"]}, None, id="hundredths"
        ),
        *(
            pytest.param(
                {"required": ["to"], "properties": {"to": {
                    "type": "array", "items": {"type": "object"}, "minContains": 2, "maxContains": 2, "minItems": 4,
                    "contains": {"type": "object", "required": ["main"], "properties": {"main": {"const": True}}},
                    **most,
                }}},
                None,
                id=f"contains two {most}",
            )
            for most in ({}, {"maxItems": 4})
        ),
        pytest.param(
            {"required": ["to"], "properties": {"to": {
                "type": "array", "contains": {"type": "integer", "minimum": 5}, "minContains": 3,
                "uniqueItems": True}}},
            None,
            id="contains three numbers",
        ),
        pytest.param(
            {"required": ["to"], "properties": {"to": {
                "type": "array", "items": TEXT, "contains": {"type": "string", "pattern": "^x-"}}}},
            {"to": ["Example to", "x-example"]},
            id="contains a text",
        ),
        pytest.param({"minProperties": 2, "propertyNames": {"pattern": "^x-"}}, None, id="names of keys"),
        pytest.param(
            {"patternProperties": {"^x-[a-z]+$": {"type": "integer"}}, "additionalProperties": False,
             "minProperties": 1},
            None,
            id="keys by pattern",
        ),
        pytest.param(
            {"allOf": [{"properties": {"a": {"minimum": 5}}}, {"properties": {"a": {"type": "integer"}}}]},
            {"a": 42},
            id="all of",
        ),
        pytest.param(
            {"properties": {"a": {"anyOf": [{"type": "string", "format": "uuid"}, {"type": "null"}]}}},
            None,
            id="any of",
        ),
        pytest.param(
            {
                "properties": {"kind": {"enum": ["a", "b"]}},
                "required": ["kind"],
                "allOf": [
                    {
                        "if": {"properties": {"kind": {"const": kind}}},
                        "then": {"required": [key], "properties": {key: {"type": "integer"}}},
                    }
                    for kind, key in (("a", "x"), ("b", "y"))
                ],
            },
            None,
            id="alternatives by a discriminator",
        ),
    ],
)  # fmt: skip
def test_rules_between_fields_are_kept(tmp_path: Path, schema: dict[str, Any], payload: Any) -> None:
    found = sample(tmp_path, **schema)
    assert not found.failure
    assert payload is None or found.payload == payload


@pytest.mark.parametrize(
    ("schema", "words"),
    [
        (
            {"properties": {"next": {"$ref": "#"}}, "required": ["next"]},
            "no finite value exists",
        ),
        ({"properties": {"a": {"type": "integer", "minimum": 5, "maximum": 3}}, "required": ["a"]}, "a: no number"),
        ({"properties": {"a": {"const": 1, "not": {"const": 1}}}, "required": ["a"]}, "none that is valid was found"),
        (
            {"properties": {"a": {"type": "string", "pattern": "^(?=b)a$"}}, "required": ["a"]},
            "a: no text was found for the pattern",
        ),
    ],
)
def test_contradictions_are_told(tmp_path: Path, schema: dict[str, Any], words: str) -> None:
    assert words in sample(tmp_path, **schema).failure


def test_a_recursive_schema_is_shown_once(tmp_path: Path) -> None:
    found = sample(
        tmp_path, properties={"city": TEXT, "parts": {"type": "array", "items": {"$ref": "#"}}}, required=["city"]
    )
    assert found.payload == {"city": "Berlin", "parts": [{"city": "Berlin"}]}


def test_a_payload_that_is_readable_as_a_whole_is_drawn_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[Drawing] = []

    def counting(*arguments: Any) -> Drawing:
        drawn.append(Drawing(*arguments))
        return drawn[-1]

    monkeypatch.setattr(searching, "Drawing", counting)
    assert sample(tmp_path, properties={"x": TEXT}).payload == drawn[0].payload
    assert len(drawn) == 1

"""Reading JSON Schemas: what is said about mistakes, and what the tree holds."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from clock import within

from catalog_gen.formats import jsonschema
from catalog_gen.formats.files import SchemaFiles
from catalog_gen.formats.jsonschema import drafts
from catalog_gen.problems import Problem, text
from catalog_gen.sources import WorkingTree

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from catalog_gen.formats.tree import Field, Parsed, Type

DRAFT_7 = "http://json-schema.org/draft-07/schema#"
DRAFT_4 = "http://json-schema.org/draft-04/schema#"


class Schemas:
    """A project of schema files."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.reader = jsonschema.Reader(SchemaFiles(WorkingTree(root), [""]))

    def write(self, path: str, schema: Any) -> bytes:
        data = schema if isinstance(schema, bytes) else json.dumps(schema, indent=2).encode()
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(data)
        return data

    def read(self, schema: Any, path: str = "schema.json") -> tuple[Parsed | None, tuple[Problem, ...]]:
        return self.reader.read(path, self.write(path, schema), "", "")

    def parsed(self, schema: Any, path: str = "schema.json") -> Parsed:
        parsed, problems = self.read(schema, path)
        assert parsed is not None, problems
        return parsed

    def root_type(self, schema: Any) -> Type:
        return self.parsed(schema).tree.root

    def lines(self, schema: Any, path: str = "schema.json") -> list[str]:
        return [text(problem) for problem in self.read(schema, path)[1]]


@pytest.fixture
def schemas(tmp_path: Path) -> Schemas:
    return Schemas(tmp_path)


def field(type_: Type, name: str) -> Field:
    return next(each for each in type_.fields if each.name == name)


@pytest.mark.parametrize(
    ("schema", "words"),
    [
        ({"type": "strng"}, 'did you mean "string"?'),
        ({"type": "int"}, 'did you mean "integer"?'),
        ({"type": ["string", "string"]}, 'lists "string" twice'),
        ({"type": []}, "at least one type"),
        ({"properties": ["a"]}, "must be an object that has a schema for each name"),
        ({"properties": {"a": "string"}}, 'for "a", not "string" ({"type": "string"})'),
        ({"properties": {"a": {"required": True}}}, "lists the names of those that are required"),
        ({"required": "a"}, '(["a"])'),
        ({"minLength": -1}, "a whole number from 0, not -1"),
        ({"minLength": "3"}, "without the quotes"),
        ({"multipleOf": 0}, "greater than 0"),
        ({"pattern": "["}, "is no regular expression"),
        ({"patternProperties": {"(": {}}}, "has a key that is no regular expression"),
        ({"allOf": []}, "at least one schema"),
        ({"allOf": {}}, "must be a list of schemas"),
        ({"items": 5}, "must be a schema"),
        ({"$schema": "https://json-schema.org/draft/2020-12/schema", "items": [{}]}, "`prefixItems` lists the schemas"),
        ({"$schema": DRAFT_4, "exclusiveMinimum": True}, "needs `minimum` beside it"),
        ({"type": "record", "name": "A", "fields": []}, "looks like an Avro schema"),
    ],
)
def test_what_the_metaschema_refuses_is_a_located_bad_schema(schemas: Schemas, schema: Any, words: str) -> None:
    parsed, problems = schemas.read(schema)
    assert parsed is None
    assert any(problem.code == "bad-schema" and words in text(problem) for problem in problems)
    assert all(problem.place.line for problem in problems)


def test_all_mistakes_of_a_file_are_reported_in_one_run_at_their_places(schemas: Schemas) -> None:
    schema = b'{\n  "type": "strng",\n  "requried": ["a"],\n  "properties": {"a": {"$ref": "#/nowhere"}}\n}'
    assert schemas.lines(schema) == [
        "schema.json:2:11: `type` must be one of array, boolean, integer, null, number, object, string,"
        ' not "strng" (did you mean "string"?) [bad-schema]',
        'schema.json:3:3: "requried" is no keyword of JSON Schema, so it is ignored'
        ' (did you mean "required"?) [suspicious-schema]',
        'schema.json:4:32: `$ref` leads nowhere: schema.json has no "nowhere" [unresolved-reference]',
    ]


@pytest.mark.parametrize(
    ("schema", "name"),
    [
        ({"type": "object"}, "2020-12"),
        (True, "2020-12"),
        ({"$schema": "https://json-schema.org/draft-07/schema"}, "draft-07"),
        ({"$schema": "http://json-schema.org/draft-06/schema#"}, "draft-06"),
        ({"$schema": "https://json-schema.org/draft/2019-09/schema#"}, "2019-09"),
        ({"$schema": "http://json-schema.org/draft-03/schema#"}, "draft-04"),
        ({"$schema": "https://example.com/draft-07/my-schema"}, "draft-07"),
        ({"id": "http://example.com/a", "type": "object"}, "draft-04"),
        ({"properties": {"a": {"minimum": 1, "exclusiveMinimum": True}}}, "draft-04"),
        ({"definitions": {}}, "draft-07"),
        ({"items": [{}]}, "draft-07"),
        ({"definitions": {}, "$defs": {}}, "2020-12"),
        ({"properties": {"v": {"type": "array", "items": [{"type": "string"}]}}}, "draft-07"),
        ({"$defs": {"v": {"items": [{"type": "string"}]}}}, "2019-09"),
        ({"items": [{}], "prefixItems": [{}]}, "2020-12"),
    ],
)
def test_the_draft_is_the_named_one_or_the_one_that_the_keywords_speak_of(schema: Any, name: str) -> None:
    assert drafts.of(schema).name == name


@pytest.mark.parametrize("root", [5, "text", [], None])
def test_a_root_that_is_no_schema_is_refused(schemas: Schemas, root: Any) -> None:
    parsed, problems = schemas.read(root)
    assert parsed is None
    assert [problem.code for problem in problems] == ["bad-schema"]


def test_nesting_without_end_is_refused(schemas: Schemas) -> None:
    parsed, problems = schemas.read(b'{"items":' * 5000 + b"true" + b"}" * 5000)
    assert parsed is None
    assert "bad-schema" in {problem.code for problem in problems}


@pytest.mark.parametrize(
    ("misspelt", "value", "meant"),
    [
        ("additionalPropertie", False, "additionalProperties"),
        ("requried", ["a"], "required"),
        ("item", {}, "items"),
        ("descripton", "x", "description"),
        ("max_length", 3, "maxLength"),
        ("anyof", [{}], "anyOf"),
        ("propertys", {}, "properties"),
        ("ref", "#/$defs/a", "$ref"),
    ],
)
def test_a_misspelt_keyword_gets_a_suggestion(schemas: Schemas, misspelt: str, value: Any, meant: str) -> None:
    parsed, problems = schemas.read({"type": "object", misspelt: value})
    assert parsed is not None
    assert [(problem.code, problem.hint) for problem in problems] == [("suspicious-schema", f'did you mean "{meant}"?')]


@pytest.mark.parametrize(
    "schema",
    [
        {"properties": {"requried": {}, "item": {}}},
        {"const": {"requried": []}},
        {"enum": [{"item": 1}]},
        {"type": "object", "default": {"item": 1}},
        {"type": "object", "examples": [{"descripton": "x"}]},
        {"type": "string", "x-item": 1, "$custom": 1, "note": "x", "example": "x"},
        {"type": "object", "discriminator": {}, "tsType": "X", "markdownDescription": "x", "xml": {}},
        {"$schema": DRAFT_7, "type": "object", "defs": {"a": {}}},
        {"$schema": DRAFT_7, "type": "object", "$defs": {"a": {}}, "deprecated": True},
    ],
)
def test_names_and_values_and_keywords_of_others_are_not_taken_for_misspelt(schemas: Schemas, schema: Any) -> None:
    assert schemas.lines(schema) == []


@pytest.mark.parametrize(
    ("schema", "words"),
    [
        ({"$schema": DRAFT_7, "dependentRequired": {"a": ["b"]}}, "`dependentRequired` is not known in draft-07"),
        ({"$schema": DRAFT_4, "const": 1}, "`const` is not known in draft-04"),
        (
            {"$schema": "https://json-schema.org/draft/2020-12/schema", "dependencies": {"a": ["b"]}},
            "not known in 2020-12",
        ),
        ({"$schema": "https://example.com/meta", "type": "object"}, "is no draft of JSON Schema"),
        (
            {"$schema": DRAFT_7, "$ref": "#/definitions/a", "minLength": 1, "definitions": {"a": {}}},
            "ignores `minLength`",
        ),
        ({"then": {}}, "`then` without `if` is ignored"),
        ({"minimum": 3, "maximum": 2}, "`minimum` is 3, but `maximum` is 2"),
        ({"type": "string", "enum": ["a", 1]}, "1 can never be valid: the type is string"),
        ({"type": "string", "default": 5}, "the default 5 is not valid"),
        (
            {"properties": {"a": {"$ref": "#/$defs/b", "default": "x"}}, "$defs": {"b": {"type": "integer"}}},
            "the default",
        ),
        ({"type": "integer", "examples": [1, "x"]}, 'the example "x" is not valid'),
        ({"properties": {"a": {}}, "required": ["b"], "additionalProperties": False}, '"b" is required, but'),
        ({"allOf": [{"type": "string"}, {"type": "object"}]}, "one part wants string, another object"),
        (
            {"type": "object", "additionalProperties": False, "oneOf": [{"required": ["a"], "properties": {"a": {}}}]},
            "no alternative of `oneOf` goes with what stands beside it",
        ),
        ({"openapi": "3.1.0", "info": {}, "paths": {}}, "is an OpenAPI document"),
        ({"asyncapi": "3.0.0", "channels": {}}, "is an AsyncAPI document"),
        ({"order_id": "1", "amount": 5}, "is it an example?"),
        ({"pattern": r"^\p{Script=Greek}+$"}, "cannot be checked here"),
        ({"pattern": r"^(?:(a+)+)\1$"}, "may take forever"),
        ({"type": "string", "nullable": True}, "validators of JSON Schema ignore it"),
        ({"type": "string", "enum": ["a"], "nullable": True}, "validators of JSON Schema ignore it"),
    ],
)
def test_what_is_hardly_meant_is_suspicious(schemas: Schemas, schema: Any, words: str) -> None:
    parsed, problems = schemas.read(schema)
    assert parsed is not None
    assert [problem.code for problem in problems] == ["suspicious-schema"]
    assert words in problems[0].message


def test_records_have_their_fields_in_order_with_what_is_said_about_them(schemas: Schemas) -> None:
    root = schemas.root_type(
        {
            "title": "Order",
            "required": ["id"],
            "properties": {
                "id": {"type": "string", "format": "uuid", "description": "Who it is."},
                "note": {"type": ["string", "null"], "default": None, "deprecated": True},
                "count": {"type": "integer", "minimum": 1, "examples": [3]},
            },
            "additionalProperties": False,
        }
    )
    assert (root.kind, root.name, root.open) == ("record", "Order", False)
    assert [(each.name, each.type.words, each.required) for each in root.fields] == [
        ("id", "string (uuid)", True),
        ("note", "string | null", False),
        ("count", "integer", False),
    ]
    assert field(root, "id").doc == "Who it is."
    assert field(root, "note").default is None
    assert field(root, "note").deprecated
    assert (field(root, "note").why, field(root, "count").examples) == ("has a default", (3,))
    assert field(root, "count").type.limits.minimum == 1


@pytest.mark.parametrize(
    ("schema", "kind", "words"),
    [
        (True, "any", "any"),
        ({}, "any", "any"),
        (False, "never", "never"),
        ({"type": "object"}, "map", "object"),
        ({"type": "object", "additionalProperties": {"type": "string"}}, "map", "object"),
        ({"type": "array", "items": {"type": "string"}}, "array", "array<string>"),
        ({"prefixItems": [{"type": "string"}, {"type": "integer"}], "items": False}, "array", "[string, integer]"),
        ({"const": "a"}, "enum", "string"),
        ({"enum": ["a", None]}, "enum", "string | null"),
        ({"type": "string", "nullable": True}, "union", "string | null"),
        ({"anyOf": [{"type": "integer"}, {"type": "null"}]}, "union", "integer | null"),
        ({"minLength": 3}, "string", "string"),
        ({"allOf": [{"type": ["integer", "string"]}, {"type": "number"}]}, "integer", "integer"),
        ({"type": "string", "contentEncoding": "base64"}, "string", "string (base64)"),
    ],
)
def test_types_are_said_in_the_words_of_json_schema(schemas: Schemas, schema: Any, kind: str, words: str) -> None:
    found = schemas.root_type(schema)
    assert (found.kind, found.words) == (kind, words)


def test_parts_of_all_of_are_united(schemas: Schemas) -> None:
    root = schemas.root_type(
        {
            "allOf": [
                {"$ref": "#/$defs/base"},
                {"properties": {"b": {"type": "string"}, "a": {"maximum": 5}}, "required": ["b"]},
            ],
            "$defs": {
                "base": {"type": "object", "properties": {"a": {"type": "integer", "minimum": 1}}, "required": ["a"]}
            },
        }
    )
    assert [(each.name, each.required) for each in root.fields] == [("a", True), ("b", True)]
    assert (root.fields[0].type.limits.minimum, root.fields[0].type.limits.maximum) == (1, 5)


def test_alternatives_hold_what_stands_beside_them(schemas: Schemas) -> None:
    root = schemas.root_type(
        {
            "type": "object",
            "properties": {"id": {"type": "string"}},
            "required": ["id"],
            "oneOf": [
                {"title": "Card", "properties": {"number": {"type": "string"}}, "required": ["number"]},
                {"properties": {"kind": {"const": "bank"}}, "required": ["kind"]},
            ],
        }
    )
    assert root.words == "Card | kind: bank"
    assert [[each.name for each in branch.fields] for branch in root.branches] == [["id", "number"], ["id", "kind"]]


def test_alternatives_that_only_require_something_are_one_record_with_a_note(schemas: Schemas) -> None:
    root = schemas.root_type({"properties": {"a": {}, "b": {}}, "oneOf": [{"required": ["a"]}, {"required": ["b"]}]})
    assert [each.group for each in root.fields] == ["a, b", "a, b"]
    assert root.notes == ("exactly one of these is required: `a` or `b`",)


@pytest.mark.parametrize(
    ("rule", "note"),
    [
        (
            {"if": {"properties": {"a": {"const": 1}}, "required": ["a"]}, "then": {"required": ["b"]}},
            "if `a` is 1, `b` is required",
        ),
        (
            {"if": {"properties": {"a": {"const": 1}}}, "else": {"required": ["b"]}},
            "unless `a` is 1 or missing, `b` is required",
        ),
        ({"dependentRequired": {"a": ["b", "c"]}}, "if `a` is there, `b` and `c` are required"),
        ({"dependentSchemas": {"a": {"required": ["b"]}}}, "if `a` is there, `b` is required"),
        ({"not": {"required": ["a", "b"]}}, "it must not be so that `a` and `b` are there"),
    ],
)
def test_rules_between_properties_are_notes(schemas: Schemas, rule: Any, note: str) -> None:
    root = schemas.root_type({"type": "object", "properties": {"a": {}, "b": {}, "c": {}}, **rule})
    assert root.notes == (note,)


def test_what_contains_asks_is_a_note(schemas: Schemas) -> None:
    root = schemas.root_type({"type": "array", "contains": {"type": "integer"}, "maxContains": 2})
    assert root.notes == ("of the elements, at least 1 and at most 2 are so that the element is of type integer",)


def test_properties_of_then_are_fields_that_say_when(schemas: Schemas) -> None:
    rule = {
        "if": {"properties": {"a": {"const": 1}}, "required": ["a"]},
        "then": {"properties": {"b": {"type": "string"}}},
    }
    added = field(schemas.root_type({"properties": {"a": {}}, **rule}), "b")
    assert (added.type.words, added.required, added.why) == ("string", False, "of this type if `a` is 1")


def test_a_property_that_is_required_under_a_condition_says_when(schemas: Schemas) -> None:
    root = schemas.root_type(
        {
            "properties": {"kind": {"enum": ["card", "iban"]}, "secret": {"type": "string"}, "a": {}, "b": {}},
            "required": ["kind"],
            "if": {"properties": {"kind": {"const": "card"}}},
            "then": {"required": ["secret"]},
            "else": {"properties": {"note": {"type": "string"}}},
            "dependentRequired": {"a": ["b"]},
        }
    )
    assert field(root, "secret").why == 'required if `kind` is "card"'
    assert field(root, "note").why == 'of this type unless `kind` is "card"'
    assert field(root, "b").why == "required if `a` is there"
    assert field(root, "kind").why == ""


def test_what_patterns_for_keys_ask_is_told_for_each_of_them(schemas: Schemas) -> None:
    patterns = {"^x-": {"type": "integer"}, "^y-": {"type": "string"}}
    root = schemas.root_type({"type": "object", "patternProperties": patterns, "additionalProperties": False})
    assert root.notes == (
        "for every key that matches `^x-`, its value is of type integer",
        "for every key that matches `^y-`, its value is of type string",
    )
    assert root.keys is not None
    assert root.keys.limits.pattern == "(?:^x-)|(?:^y-)"


def test_a_listed_value_that_may_be_null_is_no_constant(schemas: Schemas) -> None:
    found = schemas.root_type({"oneOf": [{"enum": ["a"]}, {"type": "null"}]})
    assert (found.kind, found.words, found.values) == ("enum", "string | null", ("a", None))


def _merged_over_and_over() -> Iterator[tuple[str, Any]]:
    shared: dict[str, Any] = {"d0": {"type": "object", "properties": {"a": {"type": "string"}}}}
    for level in range(1, 40):
        shared[f"d{level}"] = {"allOf": [{"$ref": f"#/definitions/d{level - 1}"}] * 2}
    yield "shared", {"$ref": "#/definitions/d39", "definitions": shared}
    nested: dict[str, Any] = {"d0": {"type": "object"}}
    for level in range(1, 25):
        ways = [{"allOf": [{"$ref": f"#/definitions/d{level - 1}"}, {"required": [f"{way}{level}"]}]} for way in "bc"]
        nested[f"d{level}"] = {"oneOf": ways}
    yield "nested", {"$ref": "#/definitions/d24", "definitions": nested}
    ref, listed = {"$ref": "#/definitions/s"}, {"type": "array", "items": {"$ref": "#/definitions/s"}}
    names = ("items", "not", "if", "contains", "propertyNames", "additionalItems")
    own = {**dict.fromkeys(names, ref), **dict.fromkeys(("allOf", "oneOf", "anyOf"), listed)}
    extended = {"allOf": [{"$ref": DRAFT_7}, {"type": "object", "properties": own}]}
    yield "extended", {"$schema": DRAFT_7, "type": "object", "properties": {"a": ref}, "definitions": {"s": extended}}


@pytest.mark.parametrize(("name", "schema"), list(_merged_over_and_over()))
def test_what_is_merged_over_and_over_takes_no_time_without_end(schemas: Schemas, name: str, schema: Any) -> None:
    with within(2):
        check = schemas.parsed(schema).check
        wrong = check({"a": 1, "c1": 1})
    assert wrong, name


def test_a_schema_that_contains_itself_has_a_finite_tree(schemas: Schemas) -> None:
    parsed = schemas.parsed({"title": "Node", "type": "object", "properties": {"next": {"$ref": "#"}}})
    assert parsed.tree.root.fields[0].type.kind == "reference"
    assert parsed.tree.seen(parsed.tree.root.fields[0].type).kind == "record"


def test_recursion_through_merged_parts_is_finite(schemas: Schemas) -> None:
    node = {"type": "object", "properties": {"next": {"allOf": [{"$ref": "#/$defs/node"}, {"required": ["next"]}]}}}
    parsed = schemas.parsed({"$ref": "#/$defs/node", "$defs": {"node": node}})
    following = parsed.tree.seen(parsed.tree.root.fields[0].type)
    assert (following.fields[0].required, following.fields[0].type.kind) == (True, "reference")


def test_names_of_types_are_unique(schemas: Schemas) -> None:
    schema = {
        "properties": {"a": {"$ref": "#/$defs/item"}, "b": {"$ref": "#/definitions/item"}},
        "$defs": {"item": {"type": "string"}},
        "definitions": {"item": {"type": "integer"}},
    }
    assert list(schemas.parsed(schema).tree.types) == ["item", "item-2"]


def test_yaml_is_read_as_json_with_places(schemas: Schemas) -> None:
    data = b"type: object\nproperties:\n  yes: {const: 2020-01-01}\n  200: {type: intger}\n"
    assert schemas.lines(data, "schema.yaml") == [
        "schema.yaml:4:15: `type` must be one of array, boolean, integer, null, number, object, string,"
        ' not "intger" (did you mean "integer"?) [bad-schema]'
    ]
    parsed = schemas.parsed(b"type: object\nproperties:\n  yes: {const: 2020-01-01}\n  200: {type: integer}\n", "b.yml")
    assert [each.name for each in parsed.tree.root.fields] == ["yes", "200"]
    assert parsed.tree.root.fields[0].type.values == ("2020-01-01",)
    assert json.loads(parsed.viewable or "")["properties"]["200"] == {"type": "integer"}


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"a: &a [1, *a]\n", "an alias leads to what it stands in"),
        (b"a: 1\na: 2\n", "stands twice"),
        (b"a: .inf\n", "JSON has no number .inf"),
        (b"? [a]\n: 1\n", "a key is not a text"),
        (b"a: !!python/object:os.system x\n", "JSON has nothing for the tag"),
        (b"a: [\n", "not YAML"),
        (b"a: *b\n", "undefined alias"),
        (b"", "empty"),
        (b"---\na: 1\n---\nb: 1\n", "more than one YAML document"),
        (b"a:\n\tb: 1\n", "a tab stands where only spaces may"),
        (b"[" * 3000, "YAML"),
        (b"\x00", "not YAML"),
        (
            b"a: &a [1,1,1,1,1,1,1,1,1]\n"
            + b"".join(b"%c: &%c [%s]\n" % (c, c, b",".join([b"*%c" % (c - 1)] * 9)) for c in range(98, 107)),
            "too large",
        ),
    ],
)
def test_yaml_that_is_no_json_is_a_located_problem(schemas: Schemas, data: bytes, words: str) -> None:
    parsed, problems = schemas.read(data, "schema.yaml")
    assert parsed is None
    assert any(problem.code == "bad-schema" and words in problem.message for problem in problems), problems


def test_merge_keys_of_yaml_are_applied(schemas: Schemas) -> None:
    data = b"properties:\n  a: &a {type: string}\n  b: {<<: *a, maxLength: 3}\n"
    found = field(schemas.parsed(data, "schema.yaml").tree.root, "b")
    assert (found.type.kind, found.type.limits.max_length) == ("string", 3)


def test_reading_is_the_same_each_time(schemas: Schemas) -> None:
    schema = {"type": "object", "properties": {"a": {"anyOf": [{"type": "string"}, {"$ref": "#"}]}}}
    first, second = schemas.parsed(schema), Schemas(schemas.root).parsed(schema)
    assert first.tree == second.tree
    assert first.viewable == second.viewable

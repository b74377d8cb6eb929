"""References between JSON Schemas, and the bundle that needs none."""

from __future__ import annotations

import json
import random
from typing import TYPE_CHECKING, Any

import jsonschema as library
import pytest
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

from catalog_gen.formats import jsonschema
from catalog_gen.formats.files import SchemaFiles
from catalog_gen.problems import text
from catalog_gen.sources import WorkingTree

if TYPE_CHECKING:
    from pathlib import Path

    from catalog_gen.formats.tree import Parsed, Tree, Type

DRAFT_4 = "http://json-schema.org/draft-04/schema#"
DRAFT_7 = "http://json-schema.org/draft-07/schema#"
DRAFT_2019 = "https://json-schema.org/draft/2019-09/schema"
DRAFT_2020 = "https://json-schema.org/draft/2020-12/schema"


class Project:
    def __init__(self, root: Path) -> None:
        self.root = root

    def write(self, path: str, schema: Any) -> None:
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(schema if isinstance(schema, str) else json.dumps(schema, indent=2), encoding="utf-8")

    def reader(self) -> jsonschema.Reader:
        return jsonschema.Reader(SchemaFiles(WorkingTree(self.root), [""]))

    def read(self, path: str, reader: jsonschema.Reader | None = None) -> tuple[Parsed | None, list[str]]:
        parsed, problems = (reader or self.reader()).read(path, (self.root / path).read_bytes(), "", "")
        return parsed, [text(problem) for problem in problems]

    def parsed(self, path: str) -> Parsed:
        parsed, lines = self.read(path)
        assert parsed is not None, lines
        return parsed


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project(tmp_path)


def verdict(viewable: str | None, payload: Any) -> bool:
    """Whether the text on its own takes the payload."""
    assert viewable is not None
    schema = json.loads(viewable)
    validator: Any = library.validators.validator_for(schema)
    return bool(validator(schema, registry=Registry()).is_valid(payload))


@pytest.mark.parametrize(
    ("schema", "files"),
    [
        ({"$ref": "#/$defs/n", "$defs": {"n": {"type": "integer"}}}, {}),
        ({"$ref": "#/$defs/a~1b%20c~0", "$defs": {"a/b c~": {"type": "integer"}}}, {}),
        ({"$ref": "#num", "$defs": {"n": {"$anchor": "num", "type": "integer"}}}, {}),
        ({"$schema": DRAFT_7, "$ref": "#num", "definitions": {"n": {"$id": "#num", "type": "integer"}}}, {}),
        ({"$schema": DRAFT_4, "$ref": "#num", "definitions": {"n": {"id": "#num", "type": "integer"}}}, {}),
        ({"$ref": "#/components/schemas/n", "components": {"schemas": {"n": {"type": "integer"}}}}, {}),
        ({"$ref": "other.json"}, {"a/other.json": {"type": "integer"}}),
        ({"$ref": "../b/other.json#/definitions/n"}, {"b/other.json": {"definitions": {"n": {"type": "integer"}}}}),
        ({"$ref": "other.yaml#/$defs/n"}, {"a/other.yaml": "$defs:\n  n:\n    type: integer\n"}),
        ({"$ref": "https://x.org/n"}, {"c/any.json": {"$id": "https://x.org/n", "type": "integer"}}),
        (
            {"$ref": "https://x.org/n#"},
            {"c/any.json": {"$schema": DRAFT_4, "id": "https://x.org/n#", "type": "integer"}},
        ),
        ({"$id": "https://x.org/d/a", "$ref": "n"}, {"c/any.json": {"$id": "https://x.org/d/n", "type": "integer"}}),
        ({"$id": "ping$event", "$ref": "common/n"}, {"c/any.json": {"$id": "common/n", "type": "integer"}}),
        (
            {"$ref": "https://x.org/in"},
            {"c/any.json": {"$id": "https://x.org/out", "$defs": {"n": {"$id": "in", "type": "integer"}}}},
        ),
        ({"$ref": "other.json"}, {"a/other.json": {"$ref": "third.json"}, "a/third.json": {"type": "integer"}}),
        (
            {
                "$ref": "#/$defs/n",
                "$defs": {"n": {"$id": "https://x.org/n", "$ref": "#/$defs/m", "$defs": {"m": {"type": "integer"}}}},
            },
            {},
        ),
        ({"$dynamicRef": "#n", "$defs": {"n": {"$dynamicAnchor": "n", "type": "integer"}}}, {}),
    ],
)
def test_references_are_followed_and_bundled(project: Project, schema: Any, files: dict[str, Any]) -> None:
    for path, content in files.items():
        project.write(path, content)
    project.write("a/schema.json", {"$schema": DRAFT_2020, **schema})
    parsed = project.parsed("a/schema.json")
    assert parsed.tree.root.kind == "integer"
    assert (parsed.check(5), len(parsed.check("x"))) == ((), 1)
    assert (verdict(parsed.viewable, 5), verdict(parsed.viewable, "x")) == (True, False)


@pytest.mark.parametrize(
    ("reference", "line"),
    [
        (
            "#/definitions/Adress",
            '`$ref` leads nowhere: `definitions` of a.json has no "Adress" (did you mean "Address"?)',
        ),
        ("#/$defs/Address", '`$ref` leads nowhere: a.json has no "$defs" (did you mean "definitions"?)'),
        ("#nowhere", '`$ref` leads nowhere: no schema in a.json has the anchor "nowhere"'),
        ("missing.json", '`$ref` leads nowhere: there is no file "missing.json"'),
        ("https://x.org/s.json", "nothing is fetched from the network"),
        ("broken.json", "`$ref` leads nowhere: broken.json is not a valid schema (see the problems of that file)"),
        ("../../etc/passwd", "leads nowhere"),
        ("http://[", "leads nowhere"),
        ("common\\adress.json", 'is no URI, which has no backslash (write "common/adress.json")'),
    ],
)
def test_a_reference_that_leads_nowhere_is_reported_where_it_stands(
    project: Project, reference: str, line: str
) -> None:
    project.write("broken.json", "{")
    project.write("a.json", {"properties": {"x": {"$ref": reference}}, "definitions": {"Address": {}}})
    parsed, lines = project.read("a.json")
    assert parsed is None
    assert any(
        each.startswith("a.json:4:15: ") and line in each and "[unresolved-reference]" in each for each in lines
    ), lines


def test_a_target_that_is_no_schema_is_refused(project: Project) -> None:
    project.write("a.json", {"$ref": "#/title", "title": "text"})
    assert project.read("a.json")[1] == [
        'a.json:2:11: `$ref` leads nowhere: `title` of a.json is not a schema but "text" [bad-schema]'
    ]


@pytest.mark.parametrize(
    "schema",
    [
        {"$ref": "#"},
        {"$ref": "#/$defs/a", "$defs": {"a": {"$ref": "#/$defs/b"}, "b": {"$ref": "#/$defs/a"}}},
        {"allOf": [{"$ref": "#/$defs/a"}], "$defs": {"a": {"anyOf": [{"type": "null"}, {"$ref": "#"}]}}},
        {"if": {"type": "object"}, "then": {"$ref": "#"}},
        {"if": {"type": "object"}, "else": {"$ref": "#"}},
        {"dependentSchemas": {"a": {"$ref": "#"}}},
        {
            "$schema": "http://json-schema.org/draft-07/schema#",
            "dependencies": {"a": ["b"], "c": {"allOf": [{"$ref": "#"}]}},
        },
    ],
)
def test_a_circle_without_content_is_reported(project: Project, schema: Any) -> None:
    project.write("a.json", schema)
    parsed, lines = project.read("a.json")
    assert parsed is None
    assert len([line for line in lines if "leads in a circle without any content" in line]) == 1


def test_files_may_refer_to_each_other(project: Project) -> None:
    project.write("a.json", {"type": "object", "properties": {"b": {"$ref": "b.json"}}})
    project.write("b.json", {"type": "object", "properties": {"a": {"$ref": "a.json"}}, "required": ["a"]})
    parsed = project.parsed("a.json")
    assert parsed.check({"b": {"a": {}}}) == ()
    assert parsed.check({"b": {"a": {"b": {}}}})[0].spot == "b.a.b"


def test_problems_of_a_shared_file_are_reported_once(project: Project) -> None:
    project.write("common.json", {"definitions": {"n": {"type": "strng"}}})
    project.write("a.json", {"properties": {"n": {"$ref": "common.json"}}})
    project.write("b.json", {"properties": {"n": {"$ref": "common.json"}}})
    reader = project.reader()
    for path in ("a.json", "b.json"):
        parsed, lines = project.read(path, reader)
        assert parsed is None
        assert ["common.json is not a valid schema" in line for line in lines if line.startswith(path)] == [True]


def test_the_nearest_of_several_files_with_one_id_is_taken(project: Project) -> None:
    for folder, kind in (("one", "string"), ("two", "integer")):
        project.write(f"{folder}/n.json", {"$id": "https://x.org/n", "type": kind})
        project.write(f"{folder}/a.json", {"$ref": "https://x.org/n"})
    assert [project.parsed(f"{folder}/a.json").tree.root.kind for folder in ("one", "two")] == ["string", "integer"]


def test_official_metaschemas_are_known(project: Project) -> None:
    project.write(
        "a.json", {"$schema": DRAFT_7, "properties": {"schema": {"$ref": "http://json-schema.org/draft-07/schema#"}}}
    )
    parsed = project.parsed("a.json")
    assert parsed.check({"schema": {"type": "object"}}) == ()
    assert parsed.check({"schema": {"type": "objekt"}})


def test_dynamic_references_mean_the_outermost_schema(project: Project) -> None:
    tree = {
        "$id": "https://x.org/tree",
        "$dynamicAnchor": "node",
        "type": "object",
        "properties": {"data": True, "children": {"type": "array", "items": {"$dynamicRef": "#node"}}},
    }
    project.write("tree.json", {"$schema": DRAFT_2020, **tree})
    strict = {"$id": "https://x.org/strict", "$dynamicAnchor": "node", "$ref": "tree", "unevaluatedProperties": False}
    project.write("strict.json", {"$schema": DRAFT_2020, **strict})
    payload = {"children": [{"daat": 1}]}
    assert project.parsed("tree.json").check(payload) == ()
    assert [mismatch.spot for mismatch in project.parsed("strict.json").check(payload)] == ["children[0].daat"]


def test_a_file_without_references_is_shown_as_it_is(project: Project) -> None:
    written = '{ "type":"object",\n\t"properties": {"a": {"$ref": "#/$defs/b"}}, "$defs": {"b": {"type": "string"}}}'
    project.write("a.json", written)
    assert project.parsed("a.json").viewable == written


@pytest.mark.parametrize("schema", [True, False, {}])
def test_what_the_viewer_cannot_show_is_not_given_to_it(project: Project, schema: Any) -> None:
    project.write("a.json", schema)
    assert project.parsed("a.json").viewable is None


def test_a_root_of_alternatives_names_its_draft_for_the_viewer(project: Project) -> None:
    project.write("a.json", {"oneOf": [{"type": "string"}, {"type": "integer"}]})
    assert json.loads(project.parsed("a.json").viewable or "")["$schema"] == DRAFT_2020


def test_a_schema_that_contains_itself_has_an_end_in_the_viewer(project: Project) -> None:
    node = {"type": "object", "title": "Node", "properties": {"next": {"$ref": "#/$defs/node"}}}
    project.write(
        "a.json", {"type": "object", "properties": {"first": {"$ref": "#/$defs/node"}}, "$defs": {"node": node}}
    )
    shown = json.loads(project.parsed("a.json").viewable or "")
    assert shown["properties"]["first"] == {"$ref": "#/$defs/node"}
    assert shown["$defs"]["node"]["properties"]["next"] == {
        "type": "object",
        "title": "Node",
        "description": "Node, as above (it contains itself)",
    }


@pytest.mark.slow
def test_every_public_schema_is_understood(conformance: Path) -> None:
    """No crash, and a tree, for each; whatever is shown needs nothing from outside."""
    refused = []
    for name in ("cdevents", "octokit"):
        root = conformance / "jsonschema" / name
        reader = jsonschema.Reader(SchemaFiles(WorkingTree(root), [""]))
        for file in sorted(root.rglob("*.json")):
            parsed, problems = reader.read(file.relative_to(root).as_posix(), file.read_bytes(), "", "")
            if parsed is None:
                refused.append([text(problem) for problem in problems])
            elif parsed.viewable:
                assert all(ref.startswith("#/") for ref in references(json.loads(parsed.viewable)))
    assert refused == []


@pytest.mark.parametrize(("name", "step"), [("cdevents", 6), ("octokit", 12)])
def test_a_bundle_takes_the_payloads_that_the_files_take(conformance: Path, name: str, step: int) -> None:
    """The library over the files as they are, and over the bundle with nothing else, say the same."""
    root = conformance / "jsonschema" / name
    reader = jsonschema.Reader(SchemaFiles(WorkingTree(root), [""]))
    files = [file for file in sorted(root.rglob("*.json")) if "$id" in json.loads(file.read_text(encoding="utf-8"))]
    schemas = [json.loads(file.read_text(encoding="utf-8")) for file in files]
    registry: Any = Registry().with_resources(
        (schema["$id"], Resource.from_contents(schema, DRAFT202012)) for schema in schemas
    )
    chance = random.Random(1)  # noqa: S311 - no secret
    verdicts = []
    for file, schema in list(zip(files, schemas, strict=True))[::step]:
        parsed, _ = reader.read(file.relative_to(root).as_posix(), file.read_bytes(), "", "")
        assert parsed is not None
        files_as_they_are: Any = library.validators.validator_for(schema)(schema, registry=registry)
        for _ in range(6):
            payload = some_payload(parsed.tree, parsed.tree.root, chance, 0)
            verdicts.append(files_as_they_are.is_valid(payload))
            assert verdict(parsed.viewable, payload) == verdicts[-1]
    assert len(set(verdicts)) == 2


def some_payload(tree: Tree, type_: Type, chance: random.Random, depth: int) -> Any:
    """A value that is valid more often than not."""
    type_ = tree.seen(type_)
    if type_.examples:
        return type_.examples[0]
    if type_.kind == "record":
        kept = [each for each in type_.fields if each.required or (depth < 4 and chance.random() < 0.8)]
        kept = kept[:-1] if chance.random() < 0.03 else kept
        return {each.name: some_payload(tree, each.type, chance, depth + 1) for each in kept}
    if type_.kind == "union":
        return some_payload(tree, chance.choice(type_.branches), chance, depth + 1)
    if type_.kind == "array":
        return [some_payload(tree, type_.items, chance, depth + 1)] if type_.items and depth < 5 else []
    if type_.kind == "enum":
        return chance.choice(type_.values)
    scalars = {"string": FORMATS.get(type_.format, "text"), "integer": 7, "number": 0.5, "boolean": True, "map": {}}
    return scalars.get(type_.kind)


FORMATS = {"date-time": "2024-05-17T09:30:00Z", "uri": "https://example.com/a", "email": "ada@example.com"}


def references(value: Any) -> list[str]:
    if isinstance(value, dict):
        own = [value["$ref"]] if isinstance(value.get("$ref"), str) else []
        return own + [ref for inner in value.values() for ref in references(inner)]
    return [ref for inner in value for ref in references(inner)] if isinstance(value, list) else []


def test_parts_of_an_older_draft_are_bundled_as_what_they_say_in_the_newer_one(project: Project) -> None:
    old: dict[str, Any] = {
        "X": {"type": "number", "minimum": 5, "exclusiveMinimum": True},
        "Y": {"$ref": "#/definitions/Z", "maximum": 3},
        "Z": {"type": "integer", "const": 1},
        "T": {"type": "array", "items": [{"type": "string"}, {"type": "integer"}], "additionalItems": False},
        "D": {"dependencies": {"a": ["b"], "c": {"required": ["d"]}}},
        "U": {"$ref": "#/definitions/T/items/1"},
        "V": {"items": {"type": "string"}, "additionalItems": False},
    }
    project.write("old.json", {"$schema": DRAFT_4, "definitions": old})
    properties = {name: {"$ref": f"old.json#/definitions/{name}"} for name in old}
    project.write("a.json", {"$schema": DRAFT_2020, "properties": properties})
    parsed, _ = project.read("a.json")
    assert parsed is not None
    bundle = json.loads(parsed.viewable or "")
    library.Draft202012Validator.check_schema(bundle)
    assert all("$schema" not in part for part in bundle["$defs"].values())
    for payload, fine in [
        ({"X": 5.5, "Y": 10, "Z": 2, "T": ["a", 1], "U": 1, "V": ["a", "b"], "D": {"b": 1}}, True),
        ({"X": 5}, False),
        ({"Y": "x"}, False),
        ({"T": ["a", 1, 2]}, False),
        ({"T": [1]}, False),
        ({"U": "a"}, False),
        ({"D": {"a": 1}}, False),
        ({"D": {"c": 1}}, False),
    ]:
        assert (parsed.check(payload) == ()) == fine, payload
        assert library.Draft202012Validator(bundle).is_valid(payload) == fine, payload


def test_a_part_of_a_newer_draft_keeps_what_it_says(project: Project) -> None:
    words = {"prefixItems": [{"type": "string", "pattern": r"^\p{L}+$"}], "items": False}
    project.write("new.json", {"$schema": DRAFT_2020, "$defs": {"T": words}})
    project.write("a.json", {"$schema": DRAFT_7, "properties": {"n": {"$ref": "new.json#/$defs/T"}}})
    parsed, _ = project.read("a.json")
    assert parsed is not None
    assert parsed.check({"n": ["a"]}) == ()
    assert [each.spot for each in parsed.check({"n": ["1", 2]})] == ["n", "n[0]"]


def test_rules_hold_as_well_where_a_schema_contains_itself(project: Project) -> None:
    rule = {"type": "number", "multipleOf": 0.01}
    named = {"type": "string", "pattern": r"^\p{L}+$"}
    schema = {"$schema": DRAFT_7, "properties": {"price": rule, "name": named, "inside": {"$ref": "#"}}}
    project.write("a.json", schema)
    parsed, _ = project.read("a.json")
    assert parsed is not None
    assert parsed.check({"inside": {"price": 19.99, "name": "é"}}) == ()
    assert [each.spot for each in parsed.check({"inside": {"name": "1"}})] == ["inside.name"]


def test_where_a_schema_contains_itself_the_viewer_still_gets_its_kind_and_name(project: Project) -> None:
    endless = {"oneOf": [{"$ref": "#/$defs/more"}, {"type": "string"}]}
    properties = {"next": {"$ref": "#"}, "list": {"$ref": "#/$defs/more"}}
    project.write("tree.json", {"properties": properties, "$defs": {"more": {"items": endless}}})
    parsed, _ = project.read("tree.json")
    assert parsed is not None
    shown = json.loads(parsed.viewable or "")
    assert shown["properties"]["next"] == {
        "type": "object",
        "title": "tree",
        "description": "tree, as above (it contains itself)",
    }
    assert shown["$defs"]["more"]["items"]["oneOf"][0]["type"] == "array"

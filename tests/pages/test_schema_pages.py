from __future__ import annotations

import json
from typing import Any

import pytest
import yaml
from schema_pages import (
    SETTINGS,
    STRING,
    TRAPS,
    beside,
    blocks,
    entry,
    files,
    hostile,
    hostile_tree,
    page,
    plan,
    schema_file,
)

from catalog_gen.formats import SchemaFile
from catalog_gen.formats.tree import Field, Limits, Parsed, Tree, Type
from catalog_gen.model import Event, Example, Schema, Specification
from catalog_gen.resolving.catalog import ExampleFile, SchemaBeside, SpecificationFile


def record(*fields: Field, **more: Any) -> Type:
    return Type(kind="record", words="object", fields=fields, **more)


def field(name: str, type_: Type = STRING, **more: Any) -> Field:
    values: dict[str, Any] = {"name": name, "type": type_, "required": True}
    return Field(**values | more)


TREE = Tree(record(field("id"), field("total", doc="What is due.", default=1, required=False, why="has a default")))


def test_a_schema_is_shown_as_viewer_table_and_text() -> None:
    found = blocks(entry(schemas=(beside(tree=TREE, viewable="{}"),)))
    assert found["schema"] == "## Schema"
    assert found["schema/2"].startswith('<SchemaViewer file="schema.json" title="JSON Schema"')
    assert found["fields/2"].splitlines() == [
        "| Field | Type | Required | Description |",
        "| --- | --- | --- | --- |",
        "| `id` | `string` | yes |  |",
        "| `total` | `string` | no (has a default) | What is due.<br/>default `1` |",
    ]
    assert found["raw_schema/2"] == '<Schema file="schema.json" title="schema.json" lang="json" />'


def test_columns_without_content_are_left_out() -> None:
    found = blocks(entry(schemas=(beside(tree=Tree(record(field("id"), field("b")))),)))
    assert found["fields/2"].splitlines()[0] == "| Field | Type | Required |"
    alone = blocks(entry(schemas=(beside(tree=Tree(STRING)),)))
    assert alone["fields/2"].splitlines() == ["| Field | Type |", "| --- | --- |", "| `(value)` | `string` |"]


def test_everything_that_is_known_of_a_field_is_told() -> None:
    enum = Type(
        kind="enum",
        words="enum",
        values=("A", "B"),
        notes=("not on Mondays",),
        limits=Limits(min_length=1, max_length=3, pattern="^x|y$"),
    )
    tree = Tree(record(field("id", enum, key="ID", default=None, deprecated=True, doc="One.\n\nTwo.")))
    row = blocks(entry(schemas=(beside(tree=tree),)))["fields/2"].splitlines()[2]
    assert row == (
        "| `id` | `enum` | yes | **Deprecated.** One.<br/>Two.<br/>in JSON `ID`; default `null`; one of `A`, `B`; "
        '1 to 3 characters; pattern <code>{"^x\\u007cy$"}</code>; not on Mondays |'
    )


def test_a_type_that_is_used_again_is_referred_to() -> None:
    node = record(field("value"), field("next", Type(kind="reference", words="Node", name="Node")), name="Node")
    used = Type(kind="reference", words="Node", name="Node")
    tree = Tree(record(field("first", used), field("second", used)), {"Node": node})
    text = blocks(entry(schemas=(beside(tree=tree),)))["fields/2"]
    assert "| `first.next` | `Node` | yes | recursive: see `first` |" in text
    assert "| `second` | `Node` | yes | see `first` |" in text


def test_a_long_table_is_folded_and_a_very_long_one_says_what_is_missing() -> None:
    tree = Tree(record(*(field(f"f{number}") for number in range(1000))))
    found = blocks(entry(schemas=(beside(tree=tree),)))
    assert found["fields/2"].startswith("<details>\n<summary>120 rows, 880 more fields</summary>\n\n| Field")
    assert found["fields/2"].endswith("\n\n</details>")
    assert found["fields/3"] == (
        '880 more fields are not in this table: <Link href="/generated/events/OrderPlaced/schema.json">'
        "the schema file</Link> has everything."
    )


def test_a_very_long_doc_is_cut_and_the_page_says_so() -> None:
    tree = Tree(record(field("a", doc="word " * 6000)))
    found = blocks(entry(schemas=(beside(tree=tree),)))
    assert len(found["fields/2"]) < 600
    assert "word …" in found["fields/2"]
    assert found["fields/3"].startswith("Texts that end in … are cut: <Link")


def test_a_folded_table_is_one_block_whatever_stands_in_it() -> None:
    tree = hostile_tree()
    doubled = Tree(record(field("a", tree.root), field("b", tree.root)))
    found = blocks(entry(schemas=(beside(tree=doubled),)))
    assert found["fields/2"].endswith("</details>")
    assert "raw_schema" in found
    assert found["raw_schema"] == "## Raw schema (JSON Schema)"


def test_a_schema_that_nothing_is_known_of_stands_as_text_only() -> None:
    one = entry(schemas=(SchemaBeside(file=SchemaFile("s/order.xsd", b"<x/>", "other"), name="schema.xsd"),))
    found = blocks(one)
    assert "schema" not in found
    assert "fields" not in found
    assert found["raw_schema/2"] == '<Schema file="schema.xsd" title="schema.xsd" lang="txt" />'


def test_a_large_schema_is_linked_and_not_embedded() -> None:
    text = json.dumps({"a": "x" * 1_200_000})
    found = blocks(entry(schemas=(beside(text=text, tree=TREE, viewable=text),)))
    assert "schema/2" not in found
    assert found["raw_schema/2"] == (
        '<Link href="/generated/events/OrderPlaced/schema.json">schema.json</Link> has 1.2 MB, too much for this page.'
    )


def test_a_union_of_many_records_makes_a_small_page_fast() -> None:
    named = [record(*(field(f"f{n}", doc="d" * 300) for n in range(12)), name=f"a.R{number}") for number in range(280)]
    references = tuple(Type(kind="reference", words=type_.name, name=type_.name) for type_ in named)
    root = Type(kind="union", words=" | ".join(type_.name for type_ in named), branches=references)
    tree = Tree(root, {type_.name: type_ for type_ in named})
    text = page(entry(schemas=(beside(text="x" * 10**6, path="s/a.avsc", name="schema.avsc", tree=tree),)))
    assert len(text.encode()) < 300_000
    assert "3,520 more fields" in text.replace("3520", "3,520")


# --- the viewer


def test_the_viewer_shows_the_schema_file_if_it_can() -> None:
    found = files(entry(schemas=(beside(text="{\r\n}", tree=TREE, viewable="{\n}"),)))
    assert set(found) == {"schema.json"}


@pytest.mark.parametrize(
    ("name", "path", "viewable", "bundle"),
    [
        ("schema.avsc", "s/a.avsc", '{"type": "record"}', "schema.bundled.avsc"),
        ("schema-prod.json", "s/a.json", '{"a": 1}', "schema-prod.bundled.json"),
        ("schema.yaml", "s/a.yaml", '{"a": 1}', "schema.bundled.json"),
        ("schema.yml", "s/a.yml", "a: 1", "schema.bundled.yml"),
        ("schema.proto", "s/a.proto", 'syntax = "proto3";', "schema.bundled.proto"),
    ],
)
def test_what_the_viewer_cannot_show_as_it_is_is_bundled(name: str, path: str, viewable: str, bundle: str) -> None:
    one = entry(schemas=(beside(name, text="other", path=path, tree=TREE, viewable=viewable),))
    assert files(one) == {name: b"other", bundle: viewable.encode()}
    assert f'<SchemaViewer file="{bundle}"' in page(one)


def test_a_yaml_schema_that_says_the_same_needs_no_bundle() -> None:
    one = entry(schemas=(beside("schema.yaml", text="a: [1]\n", path="a.yaml", tree=TREE, viewable='{"a": [1]}'),))
    assert set(files(one)) == {"schema.yaml"}
    assert '<SchemaViewer file="schema.yaml"' in page(one)


def test_a_byte_order_mark_is_kept_from_the_viewer_only() -> None:
    one = entry(schemas=(beside(text="\ufeff{}", tree=TREE, viewable="\ufeff{}"),))
    assert files(one) == {"schema.json": b"\xef\xbb\xbf{}", "schema.bundled.json": b"{}"}


def test_a_bundle_never_takes_the_name_of_another_file() -> None:
    others = [
        beside("Schema.Bundled.json", declared=Schema("b.json")),
        beside("x.json", declared=Schema("c.json")),
    ]
    first = beside(tree=TREE, viewable='{"a": 1}', declared=Schema("a.json"))
    specification = SpecificationFile(Specification("x", type="asyncapi"), "schema.bundled-2.json", b"")
    found = files(entry(schemas=(first, *others), specifications=(specification,)))
    assert set(found) == {
        "schema.json",
        "schema.bundled-3.json",
        "Schema.Bundled.json",
        "x.json",
        "schema.bundled-2.json",
    }


A = {"$ref": "#/$defs/A"}


@pytest.mark.parametrize(
    ("schema", "shown"),
    [
        ({"properties": {"a": A}, "$defs": {"A": {"type": "string"}}}, True),
        ({"properties": {"a": A}, "$defs": {"A": {"properties": {"a": A}}}}, False),
        ({"properties": {"a": A}, "definitions": {"A": {"properties": {"a": A}}}}, True),
        ({"properties": {"a": A}, "$defs": {"A": {"type": "array", "items": A}}}, False),
        ({"oneOf": [A], "$defs": {"A": {"allOf": [A]}}}, False),
        ({"properties": {"a": {"additionalProperties": A}}, "$defs": {"A": A}}, True),
        ({"properties": {"a": {"$ref": "#"}}}, True),
        ({"properties": {"a": {"enum": [1, None, "b", [1]]}}}, True),
        ({"properties": {"a": {"enum": [{"b": 1}]}}}, False),
        ({"properties": {"a": {"const": [{"b": 1}]}}}, False),
        (True, True),
    ],
)
@pytest.mark.parametrize("path", ["s/a.json", "s/a.yaml"])
def test_the_viewer_is_given_nothing_that_would_end_the_build(schema: Any, shown: bool, path: str) -> None:  # noqa: FBT001
    written = json.dumps(schema) if path.endswith("json") else yaml.safe_dump(schema)
    one = entry(schemas=(beside(f"schema{path[3:]}", text=written, path=path, tree=TREE, viewable=written),))
    assert ("<SchemaViewer" in page(one)) == shown


# --- several schemas, headers


SEVERAL = (
    beside(tree=TREE, viewable="{}", declared=Schema("a.json", name="New", environments=["dev", "p"], default=True)),
    beside("schema-old.avsc", path="s/old.avsc", tree=TREE, declared=Schema("old.avsc")),
)


def test_several_schemas_are_listed_and_shown_one_after_the_other() -> None:
    text = page(entry(schemas=SEVERAL))
    assert "| Format | JSON Schema |" in text
    assert (
        '| New (default) | JSON Schema | `dev`, `p` | <Link href="/generated/events/OrderPlaced/schema.json">' in text
    )
    headings = [line for line in text.splitlines() if line.startswith("#")]
    assert headings[3:] == ["## Schemas", "### New", "### old.avsc"]
    assert text.count("<SchemaViewer") == 1
    assert text.count("<Schema ") == 2
    assert text.count("| Field |") == 2


def test_several_schemas_are_all_written_and_stand_in_the_front_matter() -> None:
    one = entry(schemas=SEVERAL)
    assert set(files(one)) == {"schema.json", "schema-old.avsc"}
    [planned] = plan(one).pages
    assert planned.metadata["schemaPath"] == "schema.json"
    assert planned.metadata["schemas"] == [
        {
            "file": "schema.json",
            "name": "New",
            "format": "jsonschema",
            "environments": ["dev", "p"],
            "default": True,
        },
        {"file": "schema-old.avsc", "format": "avro"},
    ]


def test_a_single_schema_needs_no_list_in_the_front_matter() -> None:
    [planned] = plan(entry(schemas=(beside(tree=TREE),))).pages
    assert (planned.metadata["schemaPath"], "schemas" in planned.metadata) == ("schema.json", False)


@pytest.mark.parametrize(
    ("declared", "names"),
    [
        ([Schema("a.json"), Schema("b.json")], ["a.json", "b.json"]),
        ([Schema("x/a.json", environments=["dev"]), Schema("y/a.json", environments=["prod"])], ["dev", "prod"]),
        ([Schema("x/a.json"), Schema("y/a.json")], ["schema-0.json", "schema-1.json"]),
        (
            [Schema("a.json", name="N"), Schema("b.json", name="N")],
            ["N (schema-0.json)", "N (schema-1.json)"],
        ),
    ],
)
def test_schemas_have_names_that_differ(declared: list[Schema], names: list[str]) -> None:
    schemas = tuple(
        beside(f"schema-{number}.json", path=str(one.path), declared=one) for number, one in enumerate(declared)
    )
    text = blocks(entry(schemas=schemas))
    headings = [block.removeprefix("### ") for block in text.values() if block.startswith("### ")]
    assert headings[1:] == [name.replace("_", "\\_") for name in names]


def test_headers_have_a_part_of_their_own() -> None:
    one = entry(headers=beside("headers.json", tree=TREE))
    found = blocks(one)
    assert found["headers"] == "## Headers"
    assert found["headers/fields"].startswith("| Field |")
    assert found["headers/raw"] == '<Schema file="headers.json" title="headers.json" lang="json" />'
    assert set(files(one)) == {"headers.json"}


# --- examples


def test_an_example_that_was_made_says_so() -> None:
    found = blocks(entry(examples=(ExampleFile(name="payload.json", text="{}\n"),)))
    assert found["example"] == "## Payload example"
    assert found["example/payload"] == "Made from the schema; the values are invented."
    assert found["example/payload/2"] == '```json title="Payload example"\n{}\n```'


def test_examples_are_written_as_files_with_what_to_call_them() -> None:
    examples = (
        ExampleFile(name="small.json", text="{}\n", declared=Example({}, name="Small: {one}", summary="A 's' one.")),
        ExampleFile(name="two.xml", text="<a/>", declared=Example(path="x.xml")),
    )
    one = entry(examples=examples)
    found = files(one)
    assert found["examples/small.json"] == b"{}\n"
    assert found["examples/two.xml"] == b"<a/>"
    assert yaml.safe_load(found["examples/examples.config.yaml"]) == {
        "small.json": {"name": "Small: {one}", "summary": "A 's' one."},
        "two.xml": {"name": "Payload example 2"},
    }
    assert '```xml title="Payload example 2"' in page(one)


def test_a_message_without_examples_has_no_folder_for_them() -> None:
    assert files(entry()) == {}


def test_a_long_example_is_folded() -> None:
    found = blocks(entry(examples=(ExampleFile(name="a.json", text="1\n" * 61, declared=Example(path="a.json")),)))
    assert found["example/a"].startswith("<details>\n<summary>examples/a.json, 61 lines</summary>\n\n```json")
    assert found["example/a"].endswith("```\n\n</details>")


def test_a_very_long_example_is_cut_on_the_page_and_whole_in_its_file() -> None:
    for text in ("1\n" * 100_000, "x" * 200_000):
        one = entry(examples=(ExampleFile(name="a.json", text=text, declared=Example(path="a.json")),))
        assert len(page(one)) < 50_000
        assert files(one)["examples/a.json"] == text.encode()
        assert 'href="/generated/events/OrderPlaced/examples/a.json">the file</Link> has all of it.' in page(one)


# --- traps


def test_no_trap_makes_a_text_that_the_viewer_scan_takes_for_a_component() -> None:
    text = page(entry(schemas=(beside(tree=hostile_tree(), viewable="{}"),)))
    assert text.count("<SchemaViewer") == 1
    assert text.count("<NodeGraph") == 1


def test_traps_do_not_shift_the_blocks() -> None:
    found = blocks(hostile())
    assert found["footer"] == "<Footer />"
    assert [name for name in found if name.startswith("history")] == []
    assert sum(block.startswith("<SchemaViewer") for block in found.values()) == len(TRAPS)


def test_what_no_file_can_hold_is_replaced() -> None:
    one = entry(examples=(ExampleFile(name="a.json", text='"\ud800\x00"'),), resource=Event("OrderPlaced"))
    assert files(one)["examples/a.json"].decode() == '"\ufffd\ufffd"'
    assert SETTINGS.eventcatalog == 3


def test_a_schema_file_stands_byte_for_byte() -> None:
    data = b"\xef\xbb\xbf{ \r\n}\n"
    parsed = Parsed(TREE, lambda _: (), viewable="{}")
    one = entry(schemas=(SchemaBeside(file=SchemaFile("a.json", data, "jsonschema", parsed), name="schema.json"),))
    assert files(one)["schema.json"] == data
    assert schema_file().data == b"{}"

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from catalog_gen.formats import SchemaFile, Schemas
from catalog_gen.formats.files import SchemaFiles
from catalog_gen.problems import in_order
from catalog_gen.sources import WorkingTree

if TYPE_CHECKING:
    from pathlib import Path

AVRO = b'{"type": "record", "name": "E", "doc": "Something happened.", "fields": []}'
PROTO = b'syntax = "proto3";\nmessage E {}\n'


@pytest.fixture
def schemas(tmp_path: Path) -> Schemas:
    """The schema files of an empty project."""
    return Schemas(SchemaFiles(WorkingTree(tmp_path), [""]))


@pytest.mark.parametrize(
    ("path", "data", "kind"),
    [
        ("a.avsc", AVRO, "avro"),
        ("a.AVSC", AVRO, "avro"),
        ("a.avro", AVRO, "avro"),
        ("a.avsc", b'"string"', "avro"),
        ("a.avsc", b'["null", "string"]', "avro"),
        ("a.avsc", b"\xef\xbb\xbf" + AVRO, "avro"),
        ("a.json", b'{"type": "object"}', "jsonschema"),
        ("a.schema.json", b"{}", "jsonschema"),
        ("a.json", b"true", "jsonschema"),
        ("a.yaml", b"type: object\n", "yaml"),
        ("a.yml", b"type: object\n", "yaml"),
        ("a.proto", PROTO, "protobuf"),
        ("a.xsd", b"<schema/>", "other"),
        ("a.b/c.graphql", b"type Query", "other"),
    ],
)
def test_a_schema_file_has_the_format_of_its_ending(schemas: Schemas, path: str, data: bytes, kind: str) -> None:
    schema, _ = schemas.read(path, data)
    assert schema is not None
    assert (schema.format, schema.data, schema.path) == (kind, data, path)
    assert (schema.tree is None) == (kind == "other")


@pytest.mark.parametrize(
    ("path", "data", "words", "line"),
    [
        ("a.avsc", b"Obj\x01\x04\x14avro.codec\xff", "the schema is a binary Avro file", 1),
        ("a.avsc", b'{\n"type": "\xff"}', "the schema is not UTF-8 text", 2),
        ("a.proto", b"// \xff", "the schema is not UTF-8 text", 1),
        (
            "a.json",
            b"version https://git-lfs.github.com/spec/v1\noid sha256:4d7\n",
            "this is a pointer of Git LFS, not the schema",
            1,
        ),
        ("a", AVRO, "the file's ending is none of a schema", 0),
        ("a.md", b"# Order", "the file's ending is none of a schema", 0),
        ("a.MDX", b"# Order", "the file's ending is none of a schema", 0),
    ],
)
def test_what_is_no_schema_text_is_refused(schemas: Schemas, path: str, data: bytes, words: str, line: int) -> None:
    schema, (problem,) = schemas.read(path, data)
    assert schema is None
    assert (problem.code, problem.message, problem.place.line) == ("bad-schema", words, line)


def test_the_format_can_be_another_than_that_of_the_ending(schemas: Schemas) -> None:
    schema, _ = schemas.read("a.json", AVRO, kind="avro")
    assert schema is not None
    assert (schema.format, schema.extension) == ("avro", ".avsc")


def test_a_file_is_read_once(schemas: Schemas) -> None:
    assert schemas.read("a.avsc", AVRO) is schemas.read("a.avsc", AVRO)


def test_a_file_of_one_format_is_not_taken_for_one_of_another(schemas: Schemas) -> None:
    assert schemas.read("a.json", AVRO)[0] is not schemas.read("a.json", AVRO, kind="avro")[0]


@pytest.mark.parametrize(
    ("path", "data", "doc"),
    [
        ("a.avsc", AVRO, "Something happened."),
        ("a.avsc", b'["string"]', ""),
        ("a.json", b'{"description": "A text.", "title": "T"}', "A text."),
        ("a.json", b"true", ""),
        ("a.yaml", b"description: A text\n", "A text"),
        ("a.proto", b'syntax = "proto3";\n\n// A text\n// in two lines.\nmessage E {}\n', "A text\nin two lines."),
        ("a.proto", b'syntax = "proto3";\n// A licence.\n\nmessage E {}\n', ""),
    ],
)
def test_the_doc_is_what_the_schema_says_about_itself(schemas: Schemas, path: str, data: bytes, doc: str) -> None:
    schema, _ = schemas.read(path, data)
    assert schema is not None
    assert schema.doc == doc


@pytest.mark.parametrize(
    ("data", "lines"), [(b"{}", 1), (b"{}\n", 1), (b"{\n}", 2), (b"{\r\n}\r\n", 2), (b"{\n\n}\n", 3)]
)
def test_a_line_end_at_the_end_begins_no_line(data: bytes, lines: int) -> None:
    assert SchemaFile("a.json", data, "jsonschema").lines == lines


def test_every_problem_of_a_file_is_told_in_one_run(schemas: Schemas) -> None:
    text = b'{"type": "record", "name": "a-b", "fields": [\n  {"name": "x", "type": "strin"},\n  {"name": "1"}\n]}'
    _, problems = schemas.read("a.avsc", text)
    assert [f"{problem.place.line}:{problem.place.column} {problem.code}" for problem in in_order(problems)] == [
        "1:28 bad-schema",
        "2:25 unresolved-reference",
        "3:3 bad-schema",
        "3:12 bad-schema",
    ]

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from catalog_gen import formats

if TYPE_CHECKING:
    from catalog_gen.problems import Problem

AVRO = b'{"type": "record", "name": "E", "doc": "Something happened.", "fields": []}'


def refused(path: str, data: bytes) -> Problem:
    schema, problems = formats.read(path, data)
    assert schema is None
    (problem,) = problems
    assert (problem.code, problem.place.path) == ("bad-schema", path)
    return problem


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
        ("a.proto", b'syntax = "proto3";\n', "protobuf"),
        ("a.xsd", b"<schema/>", "other"),
        ("a.b/c.graphql", b"type Query", "other"),
    ],
)
def test_a_schema_file_has_the_format_of_its_ending(path: str, data: bytes, kind: str) -> None:
    schema, problems = formats.read(path, data)
    assert problems == ()
    assert schema is not None
    assert (schema.format, schema.data, schema.path) == (kind, data, path)


@pytest.mark.parametrize(
    ("path", "data", "words", "line"),
    [
        pytest.param("a.avsc", b"", "not JSON", 1, id="empty"),
        pytest.param("a.avsc", b'{\n  "type":\n}', "not JSON", 3, id="not JSON"),
        pytest.param("a.json", b"{} {}", "not JSON", 1, id="two documents"),
        pytest.param("a.json", b"{'type': 'object'}", "not JSON", 1, id="Python"),
        pytest.param("a.json", b'{"default": NaN}', "NaN is no number in JSON", 0, id="NaN"),
        pytest.param("a.json", b'{"maximum": -Infinity}', "-Infinity is no number in JSON", 0, id="infinity"),
        pytest.param("a.json", b'{"maximum": ' + b"9" * 5000 + b"}", "not JSON", 0, id="number of 5000 digits"),
        pytest.param("a.json", b"[" * 100_000, "nested too deeply", 0, id="nested"),
        pytest.param("a.json", b"[]", "holds an array, which is not a JSON Schema", 1, id="array"),
        pytest.param("a.json", b'"x"', "holds a text, which is not a JSON Schema", 1, id="text"),
        pytest.param("a.json", b"null", "holds null, which is not a JSON Schema", 1, id="null"),
        pytest.param("a.avsc", b"3", "holds a number, which is not an Avro schema", 1, id="number"),
        pytest.param("a.avsc", b"true", "holds true or false, which is not an Avro schema", 1, id="bool"),
        pytest.param("a.avsc", b'{"name": "E"}', 'has no "type"', 1, id="no type"),
        pytest.param("a.avro", b"Obj\x01\x04\x14avro.codec\xff", "a binary Avro file", 1, id="Avro container"),
        pytest.param("a.avsc", b'{"doc":\n "\xff"}', "not UTF-8", 2, id="not UTF-8"),
        pytest.param("a.proto", b"\xff", "not UTF-8", 1, id="proto that is not UTF-8"),
        pytest.param("a", AVRO, "ending", 0, id="no ending"),
        pytest.param("a.md", b"# E", "ending", 0, id="Markdown"),
        pytest.param("a.mdx", b"# E", "ending", 0, id="MDX"),
        pytest.param("a.MD", b"# E", "ending", 0, id="Markdown in capitals"),
    ],
)
def test_a_file_that_is_not_what_its_ending_says_is_refused_where_it_breaks(
    path: str, data: bytes, words: str, line: int
) -> None:
    problem = refused(path, data)
    assert words in problem.message
    assert problem.place.line == line


@pytest.mark.parametrize(
    ("path", "text", "doc"),
    [
        ("a.avsc", AVRO.decode(), "Something happened."),
        ("a.avsc", '{"type": "record", "name": "E"}', ""),
        ("a.avsc", '["string"]', ""),
        ("a.json", '{"description": "A text.", "title": "T"}', "A text."),
        ("a.json", '{"title": "T"}', "T"),
        ("a.json", '{"description": " ", "title": "T"}', "T"),
        ("a.json", '{"description": 3, "title": "T"}', "T"),
        ("a.json", "true", ""),
        ("a.yaml", "description: A text\n", ""),
        ("a.proto", 'syntax = "proto3";\n\n// A text\n// in two lines.\nmessage E {}\n', "A text in two lines."),
        ("a.proto", "// A licence.\n\n// A text.\nmessage E {\n  // other\n}\n", "A text."),
        ("a.proto", "// A licence.\n\nmessage E {}\n", ""),
        ("a.proto", "// Nothing but a comment\n", ""),
    ],
)
def test_the_doc_is_what_the_schema_says_about_itself(path: str, text: str, doc: str) -> None:
    schema, _ = formats.read(path, text.encode())
    assert schema is not None
    assert schema.doc == doc


def test_half_of_a_character_in_the_doc_becomes_one_that_files_can_hold() -> None:
    schema, _ = formats.read("a.json", json.dumps({"description": "a\ud800b"}).encode())
    assert schema is not None
    assert schema.doc == "a?b"


@pytest.mark.parametrize(
    ("data", "lines"),
    [(b"{}", 1), (b"{}\n", 1), (b"{\n}", 2), (b"{\r\n}\r\n", 2), (b"{\n\n}\n", 3)],
)
def test_a_line_end_at_the_end_begins_no_line(data: bytes, lines: int) -> None:
    schema, _ = formats.read("a.json", data)
    assert schema is not None
    assert schema.lines == lines


@pytest.mark.parametrize(
    ("path", "extension"), [("a.schema.json", ".json"), ("b/A.AVSC", ".avsc"), ("a.proto", ".proto")]
)
def test_the_ending_is_the_last_one_in_lower_case(path: str, extension: str) -> None:
    assert formats.SchemaFile(path, b"", "other").extension == extension

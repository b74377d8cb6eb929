"""What is wrong with an Avro schema, in words, and where."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from catalog_gen.formats import avro
from catalog_gen.formats.files import SchemaFiles
from catalog_gen.problems import CODES, text
from catalog_gen.sources import WorkingTree

if TYPE_CHECKING:
    from pathlib import Path


def reported(root: Path, content: Any) -> list[str]:
    """`line:column message` of each problem; errors leave nothing of the schema, warnings all of it."""
    data = (content if isinstance(content, str) else json.dumps(content)).encode()
    (root / "a.avsc").write_bytes(data)
    parsed, problems = avro.Reader(SchemaFiles(WorkingTree(root), [""])).read("a.avsc", data, "", "")
    assert (parsed is None) == any(CODES[problem.code].severity == "error" for problem in problems)
    assert [problem for problem in problems if not problem.place.line] == []
    return [f"{problem.place.line}:{problem.place.column} {problem.message} [{problem.code}]" for problem in problems]


def in_record(type_: str) -> str:
    return f'{{"type": "record", "name": "R", "fields": [\n{{"name": "f", "type": {type_}}}]}}'


BAD = "[bad-schema]"


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("12", f"1:1 a type is expected, not 12 {BAD}"),
        ("null", f"1:1 a type is expected, not null {BAD}"),
        ("{}", f'1:1 the type has no "type" {BAD}'),
        ('{"protocol": "P", "types": []}', f"1:1 this is an Avro protocol, not a schema {BAD}"),
        ('{"type": ["null"]}', f'1:10 "type" is a list where a name is expected {BAD}'),
        ('{"type": {"type": "string"}}', f'1:10 "type" is an object where a name is expected {BAD}'),
        ('{"type": "Foo"}', '1:10 there is no type "Foo" [unresolved-reference]'),
        ('{"type": "a-b"}', f'1:10 "a-b" is no type that can stand in {{"type": ...}} {BAD}'),
        ('{"type": "Foo", "name": "F", "fields": []}',
         f'1:10 "Foo" is no type that can stand in {{"type": ...}} {BAD}'),
        ('{"type": "array"}', f'1:1 the array has no "items" {BAD}'),
        ('{"type": "map"}', f'1:1 the map has no "values" {BAD}'),
        ('{"type": "array", "items": 1}', f"1:28 a type is expected, not 1 {BAD}"),
        ('{"type": "record", "fields": []}', f'1:1 the record has no "name" {BAD}'),
        ('{"type": "record", "name": "R"}', f'1:1 the record "R" has no "fields" {BAD}'),
        ('{"type": "record", "name": "R", "fields": {}}',
         f'1:43 "fields" is an empty object where a list is expected {BAD}'),
        ('{"type": "record", "name": "R", "fields": ["f"]}', f'1:44 a field is expected, not "f" {BAD}'),
        ('{"type": "record", "name": "R", "fields": [{"type": "int"}]}', f'1:44 the field has no "name" {BAD}'),
        ('{"type": "record", "name": "R", "fields": [{"name": "f"}]}', f'1:44 the field "f" has no "type" {BAD}'),
        ('{"type": "record", "name": 1, "fields": []}',
         f'1:28 the "name" of the record is 1 where a text is expected {BAD}'),
        ('{"type": "record", "name": "a-b", "fields": []}', f'1:28 "a-b" cannot be the name of a record {BAD}'),
        ('{"type": "record", "name": "", "fields": []}', f'1:28 "" cannot be the name of a record {BAD}'),
        ('{"type": "record", "name": "a..b", "fields": []}', f'1:28 "a..b" cannot be the name of a record {BAD}'),
        ('{"type": "record", "name": "9a", "fields": []}', f'1:28 "9a" cannot be the name of a record {BAD}'),
        ('{"type": "record", "name": "string", "fields": []}',
         f'1:28 a type cannot be called "string", which is a type of Avro itself {BAD}'),
        ('{"type": "record", "name": "R", "namespace": "a.b-c", "fields": []}',
         f'1:46 "a.b-c" cannot be a namespace {BAD}'),
        ('{"type": "record", "name": "R", "namespace": 1, "fields": []}',
         f'1:46 "namespace" is 1 where a text is expected {BAD}'),
        ('{"type": "record", "name": "R", "aliases": "S", "fields": []}',
         f'1:44 "aliases" is "S" where a list of names is expected {BAD}'),
        ('{"type": "record", "name": "R", "aliases": [1], "fields": []}', f"1:45 an alias is a name, not 1 {BAD}"),
        ('{"type": "record", "name": "R", "aliases": ["1bad"], "fields": []}',
         f'1:45 "1bad" cannot be an alias of a record {BAD}'),
        ('{"type": "enum", "name": "E", "aliases": ["a.b.D", "a.b-c"], "symbols": ["A"]}',
         f'1:52 "a.b-c" cannot be an alias of an enum {BAD}'),
        ('{"type": "fixed", "name": "X", "aliases": ["", "Y"], "size": 1}',
         f'1:44 "" cannot be an alias of a fixed {BAD}'),
        ('{"type": "enum", "name": "E"}', f'1:1 the enum "E" has no "symbols" {BAD}'),
        ('{"type": "enum", "name": "E", "symbols": "A"}',
         f'1:42 "symbols" is "A" where a list of texts is expected {BAD}'),
        ('{"type": "enum", "name": "E", "symbols": ["A", "A"]}',
         f'1:48 the enum has the symbol "A" already, at 1:43 {BAD}'),
        ('{"type": "enum", "name": "E", "symbols": ["a b"]}', f'1:43 "a b" is no symbol that Avro allows {BAD}'),
        ('{"type": "enum", "name": "E", "symbols": [1]}', f"1:43 a symbol is a text, not 1 {BAD}"),
        ('{"type": "enum", "name": "E", "symbols": ["A"], "default": "B"}',
         f'1:60 the default "B" is none of the symbols {BAD}'),
        ('{"type": "fixed", "name": "X"}', f'1:1 the fixed "X" has no "size" {BAD}'),
        ('{"type": "fixed", "name": "X", "size": -1}',
         f'1:40 "size" is -1 where a whole number of bytes is expected {BAD}'),
        ('{"type": "fixed", "name": "X", "size": true}',
         f'1:40 "size" is true where a whole number of bytes is expected {BAD}'),
        ('["null", "null"]', f'1:10 the union has "null" twice; the first one is at 1:2 {BAD}'),
        ('["null", ["int"]]', f"1:10 a union directly in a union {BAD}"),
        ('["long", {"type": "long", "logicalType": "timestamp-millis"}]',
         f'1:10 the union has "long" twice; the first one is at 1:2 {BAD}'),
        ('[{"type": "array", "items": "int"}, {"type": "array", "items": "long"}]',
         f'1:37 the union has "array" twice; the first one is at 1:2 {BAD}'),
        (in_record('{"type": "fixed", "name": "R", "size": 1}'),
         f'2:49 the type "R" is defined twice; the first time at 1:28 {BAD}'),
        (in_record('"int", "order": "up"'),
         f'2:39 "order" is "up" where one of ascending, descending, ignore is expected {BAD}'),
        (in_record('"int"}, {"name": "f", "type": "int"'), f'2:40 the record has a field "f" already, at 2:10 {BAD}'),
        (in_record('"E"}, {"name": "g", "type": {"type": "enum", "name": "E", "symbols": []}').replace("[]", '["A"]'),
         f'2:23 the type "E" is used before it is defined, at 2:51 {BAD}'),
        (in_record('"int"').replace('"f"', '"a.b"'), f'2:10 "a.b" cannot be the name of a field {BAD}'),
    ],
)  # fmt: skip
def test_what_avro_refuses_is_an_error_at_its_place(tmp_path: Path, content: str, expected: str) -> None:
    assert reported(tmp_path, content) == [expected]


ODD = "[suspicious-schema]"


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("[]", f"1:1 the union has no types, so nothing can ever be a value of it {ODD}"),
        ('{"type": "enum", "name": "E", "symbols": []}',
         f"1:42 the enum has no symbols, so nothing can ever be a value of it {ODD}"),
        ('{"type": "record", "name": "größe", "fields": []}',
         f'1:28 "größe" as the name of a record has letters that Avro does not allow {ODD}'),
        ('{"type": "record", "name": "a.string", "fields": []}',
         f'1:28 the type has the name of a type of Avro itself, "a.string" {ODD}'),
        ('{"type": "record", "name": "R", "aliases": ["größe"], "fields": []}',
         f'1:45 "größe" as an alias of a record has letters that Avro does not allow {ODD}'),
        (in_record('"int", "aliases": ["g", "9-x"]'),
         f'2:47 "9-x" cannot be the name of a field, so it is the alias of nothing {ODD}'),
        (in_record('"int", "aliases": ["a.b"]'),
         f'2:42 "a.b" cannot be the name of a field, so it is the alias of nothing {ODD}'),
        ('{"type": "record", "name": "a.R", "namespace": "b", "fields": []}',
         f'1:35 "namespace" is ignored, since the name has one of its own: "a" {ODD}'),
        ('{"type": "record", "name": "a.R", "namespace": "b-c", "fields": []}',
         f'1:35 "namespace" is ignored, since the name has one of its own: "a" {ODD}'),
        ('{"type": "record", "name": "R", "namespace": null, "fields": []}',
         f'1:46 "namespace" is null, which programs take either for that of the type around or for none {ODD}'),
        ('{"type": "record", "name": "R", "doc": ["a"], "fields": []}',
         f'1:40 "doc" is a list where a text is expected {ODD}'),
        (in_record('"int", "logicalType": "date"'),
         f'2:30 "logicalType" stands beside the "type" of the field, where it is ignored {ODD}'),
        ('{"type": "string", "logicalType": "date"}',
         f'1:35 logical type "date" does not stand on string, so it is ignored {ODD}'),
        ('{"type": "string", "logicalType": "uid"}',
         f'1:35 logical type "uid" is none that Avro defines, so most programs ignore it {ODD}'),
        ('{"type": "string", "logicalType": 1}', f"1:35 logicalType is not a text, so it is ignored {ODD}"),
        ('{"type": "fixed", "name": "X", "size": 8, "logicalType": "duration"}',
         f'1:40 logical type "duration" needs a fixed of size 12, so it is ignored {ODD}'),
        ('{"type": "bytes", "logicalType": "decimal"}',
         f"1:34 a decimal without precision, so the logical type is ignored {ODD}"),
        ('{"type": "bytes", "logicalType": "decimal", "precision": 0}',
         f"1:58 the precision of a decimal is not a positive whole number, so the logical type is ignored {ODD}"),
        ('{"type": "bytes", "logicalType": "decimal", "precision": 2, "scale": -1}',
         f"1:70 the scale of a decimal is not a whole number from 0, so the logical type is ignored {ODD}"),
        ('{"type": "bytes", "logicalType": "decimal", "precision": 2, "scale": 3}',
         f"1:70 the scale of the decimal is larger than its precision, so the logical type is ignored {ODD}"),
        ('{"type": "fixed", "name": "X", "size": 2, "logicalType": "decimal", "precision": 5}',
         f"1:82 a fixed of size 2 holds 4 digits, not 5, so the logical type is ignored {ODD}"),
    ],
)  # fmt: skip
def test_what_programs_ignore_is_a_warning(tmp_path: Path, content: str, expected: str) -> None:
    assert reported(tmp_path, content) == [expected]


@pytest.mark.parametrize(
    ("type_", "default", "expected"),
    [
        ("int", "1", None),
        ("int", '"1"', ('"1" where a whole number is expected', BAD)),
        ("int", "1.5", ("1.5 where a whole number is expected", BAD)),
        ("int", "true", ("true where a whole number is expected", BAD)),
        ("int", "2147483648", ("2147483648 is beyond what an int holds (32 bits)", BAD)),
        ("long", "2147483648", None),
        ("double", "1", None),
        ("double", '"NaN"', ('"NaN" is a text, not a number', ODD)),
        ("double", '"x"', ('"x" where a number is expected', BAD)),
        ("bytes", '"\\u00ff"', None),
        ("bytes", '"\\u0100"', ("it has characters beyond U+00FF, which stand for no byte", ODD)),
        ("boolean", "null", ("null where true or false is expected", BAD)),
        ('{"type": "enum", "name": "E", "symbols": ["A"]}', '"B"', ('"B" is none of the symbols of E', ODD)),
        ('{"type": "fixed", "name": "X", "size": 2}', '"a"', ("it has 1 byte where X has 2", ODD)),
        ('{"type": "array", "items": "int"}', "{}", ("an empty object where a list is expected", BAD)),
        ('{"type": "record", "name": "S", "fields": [{"name": "x", "type": "int"}]}', '{"x": 1}', None),
        ('{"type": "record", "name": "S", "fields": [{"name": "x", "type": "int", "default": 1}]}', "{}", None),
        ('{"type": "record", "name": "S", "fields": [{"name": "x", "type": "int"}]}', "{}",
         ('the field "x" of S is missing', BAD)),
        ('{"type": "record", "name": "S", "fields": []}', "{}", None),
        ('["null", "int"]', "null", None),
        ('["null", "int"]', '"x"', ('"x" is of none of the types of the union (null, int)', BAD)),
        ('{"type": "map", "values": {"type": "bytes", "logicalType": "decimal", "precision": 4}}',
         '{"a": "\\u0001"}', None),
    ],
)  # fmt: skip
def test_a_default_must_fit_its_type(
    tmp_path: Path, type_: str, default: str, expected: tuple[str, str] | None
) -> None:
    type_ = type_ if type_[0] in "[{" else f'"{type_}"'
    found = reported(tmp_path, in_record(f'{type_},\n"default": {default}'))
    wanted = [f'3:12 the default of "f" does not fit: {expected[0]} {expected[1]}'] if expected else []
    assert found == wanted


def test_the_place_inside_of_a_default_is_told(tmp_path: Path) -> None:
    found = reported(tmp_path, in_record('{"type": "array", "items": "int"},\n"default": [1,\n "x"]'))
    assert found == [f'4:2 the default of "f" does not fit: "x" where a whole number is expected {BAD}']


def test_a_default_with_a_key_that_is_no_field_is_a_warning(tmp_path: Path) -> None:
    found = reported(tmp_path, in_record('{"type": "record", "name": "S", "fields": []},\n"default": {"x": 1}'))
    assert found == [f'3:18 the default of "f" does not fit: S has no such field {ODD}']


def test_a_default_of_a_later_branch_is_a_warning(tmp_path: Path) -> None:
    (found,) = reported(tmp_path, in_record('["string", "null"],\n"default": null'))
    assert found.startswith('3:12 the default of "f" is not of the first type of its union')
    assert found.endswith(ODD)


def test_a_default_that_holds_itself_is_no_default(tmp_path: Path) -> None:
    (found,) = reported(tmp_path, in_record('"R",\n"default": {}'))
    assert "it contains itself" in found


@pytest.mark.parametrize(
    ("content", "hint"),
    [
        ('{"type": "Record", "name": "R", "fields": []}', 'write "record", in small letters'),
        ('{"type": "ENUM", "name": "E", "symbols": []}', 'write "enum", in small letters'),
        ('{"type": "Int"}', 'write "int", in small letters'),
        ('"Long"', 'write "long", in small letters'),
        ('{"type": "Map", "values": "int"}', 'write "map", in small letters'),
        ('{"type": "class", "name": "R", "fields": []}', 'a record is written {"type": "record", ...}'),
        ('{"type": "object", "name": "R", "fields": []}', 'write {"type": "record", ...}'),
        ('{"type": "date"}', 'write {"type": "int", "logicalType": "date"}'),
        ('{"type": "strin"}', 'did you mean "string"?'),
    ],
)
def test_what_was_meant_by_a_type_that_there_is_not_is_told(tmp_path: Path, content: str, hint: str) -> None:
    _, problems = avro.Reader(SchemaFiles(WorkingTree(tmp_path), [""])).read("a.avsc", content.encode(), "", "")
    assert [problem.hint for problem in problems] == [hint]


@pytest.mark.parametrize(
    ("content", "written", "meant"),
    [
        (in_record('"int", "defualt": 3'), "defualt", "default"),
        (in_record('"int", "Default": 3'), "Default", "default"),
        (in_record('"int", "docs": "It."'), "docs", "doc"),
        (in_record('"int", "alias": ["g"]'), "alias", "aliases"),
        (in_record('{"type": "int", "loqicalType": "date"}'), "loqicalType", "logicalType"),
        (in_record('{"type": "int", "logical_type": "date"}'), "logical_type", "logicalType"),
        (in_record('"int", "logicaltype": "date"'), "logicaltype", "logicalType"),
        ('{"type": "bytes", "logicalType": "decimal", "precision": 4, "scael": 2}', "scael", "scale"),
        ('{"type": "record", "name": "R", "namspace": "a", "fields": []}', "namspace", "namespace"),
        ('{"type": "error", "name": "R", "dco": "It.", "fields": []}', "dco", "doc"),
        ('{"type": "enum", "name": "E", "symbols": ["A"], "defalt": "A"}', "defalt", "default"),
    ],
)
def test_an_attribute_that_nearly_is_one_of_avros_is_a_warning(
    tmp_path: Path, content: str, written: str, meant: str
) -> None:
    (tmp_path / "a.avsc").write_text(content)
    _, (problem,) = avro.Reader(SchemaFiles(WorkingTree(tmp_path), [""])).read("a.avsc", content.encode(), "", "")
    line = content.split("\n")[problem.place.line - 1]
    assert line[problem.place.column - 1 :].startswith(f'"{written}"')
    assert problem.message == f'"{written}" is no attribute of Avro, so programs ignore it'
    assert (problem.hint, problem.code) == (f'did you mean "{meant}"?', "suspicious-schema")


@pytest.mark.parametrize(
    "content",
    [
        in_record('"int", "default": 1, "defaults": 2, "doc": "It.", "docs": 3'),
        in_record('"int", "java-type": "x", "deprecated": "no", "comment": "x", "sort": 1, "ordered": true, "node": 1'),
        in_record('"int", "symbols": ["A"], "items": 1, "precision": 2, "tags": [], "nullable": true, "pii": true'),
        in_record('{"type": "string", "avro.java.string": "String", "sale": 1, "provision": 2, "sqlType": 1}'),
        '{"type": "record", "name": "R", "connect.name": "a", "names": [], "sizes": 1, "fields": []}',
        '{"type": "map", "values": "int", "value": 1, "default": {}, "": 1, "t": 2}',
    ],
)  # fmt: skip
def test_attributes_of_the_users_own_are_no_problem(tmp_path: Path, content: str) -> None:
    assert reported(tmp_path, content) == []


def test_all_problems_are_reported_in_one_run(tmp_path: Path) -> None:
    content = """{
  // comment
  "type": "record", "name": "R-1", "fields": [
    {"name": "a", "type": "integer"},
    {"name": "a", "type": ["null", "null"]},
    {"name": "b", "type": "int", "default": "x"},
  ]
}"""
    places = [line.partition(" ")[0] for line in reported(tmp_path, content)]
    assert sorted(places) == ["2:3", "3:29", "4:27", "5:14", "5:36", "6:45", "6:49"]


def test_what_is_no_text_is_a_problem(tmp_path: Path) -> None:
    parsed, problems = avro.Reader(SchemaFiles(WorkingTree(tmp_path), [""])).read("a.avsc", b"\xff\xfe", "", "")
    assert parsed is None
    assert [text(problem) for problem in problems] == ["a.avsc: the schema is not UTF-8 text [bad-schema]"]


def test_attributes_that_only_fastavro_knows_change_nothing(tmp_path: Path) -> None:
    content = {"type": "record", "name": "R", "fields": [], "__fastavro_parsed": True, "__named_schemas": {}}
    assert reported(tmp_path, content) == []


@pytest.mark.parametrize("type_", ["double", {"type": "double"}, {"type": "float", "x": 1}])
def test_a_whole_number_is_a_default_of_a_fraction(tmp_path: Path, type_: Any) -> None:
    assert reported(tmp_path, in_record(json.dumps(type_) + ', "default": 0')) == []

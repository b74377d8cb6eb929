from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from projects import Project

    from catalog_gen.resolving.catalog import Entry

AVRO = '{"type": "record", "name": "Placed", "fields": [{"name": "id", "type": "string"}]}'
JSON = '{"type": "object", "properties": {"id": {"type": "string"}}}'


def _entry(project: Project, version: str | None = None) -> Entry:
    entry = project.built().catalog.find("E", version)
    assert entry is not None
    return entry


def test_the_default_of_several_schemas_comes_first(project: Project) -> None:
    project.write("schemas/a.avsc", AVRO)
    project.write("schemas/b.json", JSON)
    project.define('e = Event("E", schemas=[Schema("a.avsc"), Schema("b.json", default=True)])')
    assert [schema.file.path for schema in _entry(project).schemas] == ["schemas/b.json", "schemas/a.avsc"]


def test_the_first_of_several_schemas_is_the_default_where_none_says_so(project: Project) -> None:
    project.write("schemas/a.avsc", AVRO)
    project.write("schemas/b.json", JSON)
    project.define('e = Event("E", schemas=[Schema("a.avsc"), Schema("b.json")])')
    schema = _entry(project).schema
    assert schema is not None
    assert schema.path == "schemas/a.avsc"


def test_schemas_lie_beside_the_page_under_names_that_differ(project: Project) -> None:
    project.write("schemas/a.avsc", AVRO)
    project.write("schemas/b.json", JSON)
    project.define(
        'e = Event("E", schemas=[Schema("a.avsc"), Schema("b.json", name="Web hook!"),'
        ' Schema("b.json", name="web-hook"),'
        ' Schema("b.json", environments=["dev", "test"]), Schema("a.avsc")])'
    )
    assert [schema.name for schema in _entry(project).schemas] == [
        "schema.avsc",
        "schema-web-hook.json",
        "schema-web-hook-2.json",
        "schema-dev-test.json",
        "schema-a.avsc",
    ]


def test_the_format_can_be_said_where_the_ending_does_not_tell(project: Project) -> None:
    project.write("schemas/a.json", AVRO)
    project.define('e = Event("E", schemas=[Schema("a.json", format="avro")])')
    (beside,) = _entry(project).schemas
    assert (beside.file.format, beside.name) == ("avro", "schema.avsc")


def test_a_message_says_its_schema_in_one_way(project: Project) -> None:
    project.write("schemas/a.avsc", AVRO)
    project.define('e = Event("E", schema_path="a.avsc", schemas=[Schema("a.avsc")])')
    assert any("schema_path and schemas are given" in line for line in project.problems())


def test_schemas_of_the_message_go_before_the_schema_path_of_defaults(project: Project) -> None:
    project.write("schemas/a.avsc", AVRO)
    project.define('e = Event("E", schemas=[Schema("a.avsc")], defaults=Defaults(schema_path="{id}.avsc"))')
    assert "schema-not-found" not in project.codes()


def test_two_default_schemas_are_reported_at_the_second(project: Project) -> None:
    project.write("schemas/a.avsc", AVRO)
    project.define('e = Event("E", schemas=[Schema("a.avsc", default=True), Schema("a.avsc", default=True)])')
    (problem,) = [problem for problem in project.built().problems if problem.code == "bad-value"]
    assert str(problem.place) == "schemas/definitions.py:2:57"


def test_a_header_schema_is_read_like_any_other(project: Project) -> None:
    project.write("schemas/headers.json", JSON)
    project.define('e = Event("E", headers_schema_path="headers.json")')
    headers = _entry(project).headers
    assert headers is not None
    assert headers.name == "headers.json"
    assert headers.file.tree is not None


def test_a_missing_header_schema_is_reported(project: Project) -> None:
    project.define('e = Event("E", headers_schema_path="headers.json")')
    assert "schema-not-found" in project.codes()


def test_an_older_version_may_have_had_several_schemas(project: Project) -> None:
    project.write("schemas/a.avsc", AVRO)
    project.write("schemas/b.json", JSON)
    project.define(
        'e = Event("E", version="2.0.0", schema_path="a.avsc",'
        ' previous=[Previous("1.0.0", schemas=[Schema("b.json"), Schema("a.avsc")])])'
    )
    assert [schema.name for schema in _entry(project, "1.0.0").schemas] == ["schema.json", "schema-a.avsc"]


def test_a_reference_into_another_file_is_followed(project: Project) -> None:
    project.write("schemas/money.avsc", '{"type": "record", "name": "Money", "fields": []}')
    project.write("schemas/a.avsc", '{"type": "record", "name": "A", "fields": [{"name": "total", "type": "Money"}]}')
    project.define('e = Event("E", schema_path="a.avsc")')
    schema = _entry(project).schema
    assert schema is not None
    assert schema.tree is not None
    assert "Money" in schema.tree.types


def test_what_lies_in_the_output_is_not_taken_for_a_schema(project: Project) -> None:
    """Definitions at the top of the project have the catalog below their folder, with copies of older schemas."""
    project.write("pyproject.toml", '[tool.catalog-gen]\ndefinitions = ["definitions.py"]\n')
    project.write("lib/money.avsc", '{"type": "record", "name": "Money", "fields": []}')
    project.write("output/events/X/schema.avsc", '{"type": "record", "name": "Money", "fields": [], "doc": "old"}')
    project.write("a.avsc", '{"type": "record", "name": "A", "fields": [{"name": "total", "type": "Money"}]}')
    project.define('e = Event("E", schema_path="a.avsc")', "definitions.py")
    assert _entry(project).schema is not None


def test_a_problem_of_a_schema_that_two_messages_share_is_told_once(project: Project) -> None:
    project.write("schemas/a.avsc", '{"type": "record", "name": "A"}')
    project.define('e = Event("E", schema_path="a.avsc")\nf = Event("F", schema_path="a.avsc")')
    assert project.codes().count("bad-schema") == 1


@pytest.mark.parametrize(
    ("key", "known"),
    [("id", True), ("customer.name", True), ("lines.sku", True), ("idd", False), ("customer.nam", False)],
)
def test_the_key_is_a_field_of_the_schema(project: Project, key: str, *, known: bool) -> None:
    project.write(
        "schemas/a.json",
        '{"type": "object", "properties": {"id": {"type": "string"}, "customer": {"type": "object", "properties":'
        ' {"name": {"type": "string"}}}, "lines": {"type": "array", "items": {"type": "object", "properties":'
        ' {"sku": {"type": "string"}}}}}}',
    )
    project.define(f'e = Event("E", schema_path="a.json", key="{key}")')
    assert ("unknown-field" not in project.codes()) is known


def test_an_unknown_key_names_the_field_that_was_meant(project: Project) -> None:
    project.write("schemas/a.avsc", AVRO)
    project.define('e = Event("E", schema_path="a.avsc", key="idd")')
    (line,) = [line for line in project.problems() if "unknown-field" in line]
    assert line == (
        'schemas/definitions.py:2:38: E 1.0.0: key names "idd", which the schema does not have (did you mean "id"?) '
        "[unknown-field]"
    )


def test_a_field_that_a_consumer_uses_is_a_field_of_the_message(project: Project) -> None:
    project.write("schemas/a.avsc", AVRO)
    project.define(
        'e = Event("E", schema_path="a.avsc")\n'
        's = Service("S", sends=[e], receives=[Receives("E", fields=["id", "no"])])'
    )
    (problem,) = [problem for problem in project.built().problems if problem.code == "unknown-field"]
    assert problem.message == 'fields names "no", which the schema of E 1.0.0 does not have'
    assert problem.subject == "S 1.0.0"

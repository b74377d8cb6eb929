from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from projects import Project

    from catalog_gen.problems import Problem
    from catalog_gen.resolving.catalog import ExampleFile

SCHEMA = """\
{
  "type": "object",
  "properties": {
    "id": {"type": "string"},
    "lines": {"type": "array", "items": {"type": "object", "properties": {"price": {"type": "number"}}}}
  },
  "required": ["id"]
}
"""


@pytest.fixture
def ordering(project: Project) -> Project:
    """A project with a schema of orders."""
    project.write("schemas/order.json", SCHEMA)
    return project


def _examples(project: Project, version: str | None = None) -> tuple[ExampleFile, ...]:
    entry = project.built().catalog.find("E", version)
    assert entry is not None
    return entry.examples


def _bad(project: Project) -> list[Problem]:
    return [problem for problem in project.built().problems if problem.code == "bad-example"]


def test_a_valid_example_is_taken_as_it_is(ordering: Project) -> None:
    ordering.define('e = Event("E", schema_path="order.json", examples=[Example({"id": "o-1"}, name="Small order")])')
    (example,) = _examples(ordering)
    assert (example.name, example.text) == ("small-order.json", '{\n  "id": "o-1"\n}\n')
    assert _bad(ordering) == []


def test_what_is_wrong_in_an_example_is_located_at_the_field(ordering: Project) -> None:
    ordering.define(
        'e = Event("E", schema_path="order.json", examples=[\n'
        '    Example({"id": "o-1", "lines": [\n'
        '        {"price": 1},\n'
        '        {"price": "2"},\n'
        "    ]}),\n"
        "])"
    )
    (problem,) = _bad(ordering)
    assert str(problem.place) == "schemas/definitions.py:5:10"
    assert problem.message.startswith("the example is not valid: lines[1].price: ")


def test_what_is_wrong_in_a_file_is_located_in_the_file(ordering: Project) -> None:
    ordering.write("schemas/big.json", '{\n  "id": "o-1",\n  "lines": [\n    {"price": true}\n  ]\n}\n')
    ordering.define('e = Event("E", schema_path="order.json", examples=[Example(path="big.json")])')
    (problem,) = _bad(ordering)
    assert str(problem.place) in {"schemas/big.json:4:6", "schemas/big.json:4:15"}


def test_an_example_that_is_no_json_is_reported_where_it_breaks(ordering: Project) -> None:
    ordering.write("schemas/big.json", '{\n  "id": "o-1",\n}\n')
    ordering.define('e = Event("E", schema_path="order.json", examples=[Example(path="big.json")])')
    (problem,) = _bad(ordering)
    assert problem.place.path == "schemas/big.json"
    assert problem.place.line in {2, 3}


def test_an_example_that_one_of_several_schemas_takes_is_valid(ordering: Project) -> None:
    ordering.write("schemas/other.json", '{"type": "object", "required": ["name"]}')
    ordering.define(
        'e = Event("E", schemas=[Schema("order.json"), Schema("other.json")], examples=[Example({"name": "x"})])'
    )
    assert _bad(ordering) == []


def test_every_reason_is_given(ordering: Project) -> None:
    lines = ", ".join('{"price": "x"}' for _ in range(9))
    ordering.define(f'e = Event("E", schema_path="order.json", examples=[Example({{"id": "1", "lines": [{lines}]}})])')
    assert len(_bad(ordering)) == 9


def test_examples_are_not_judged_by_the_other_schemas_where_one_is_broken(ordering: Project) -> None:
    ordering.write("schemas/broken.json", '{"type": "objec"}')
    ordering.define(
        'e = Event("E", schemas=[Schema("broken.json"), Schema("order.json")], examples=[Example({"x": 1})])'
    )
    codes = ordering.codes()
    assert "bad-schema" in codes
    assert "bad-example" not in codes
    assert "no-summary" not in codes


def test_other_formats_are_shown_and_not_checked(ordering: Project) -> None:
    ordering.write("schemas/order.xml", "<order/>")
    ordering.define('e = Event("E", schema_path="order.json", examples=[Example(path="order.xml")])')
    (example,) = _examples(ordering)
    assert (example.name, example.text, _bad(ordering)) == ("order.xml", "<order/>", [])


def test_examples_of_one_name_get_files_of_their_own(ordering: Project) -> None:
    ordering.write("schemas/Payload.json", '{"id": "1"}')
    ordering.define(
        'e = Event("E", schema_path="order.json",'
        ' examples=[Example({"id": "1"}), Example({"id": "2"}), Example(path="Payload.json")])'
    )
    assert [example.name for example in _examples(ordering)] == ["payload.json", "payload-2.json", "Payload-3.json"]


def test_without_an_example_one_is_made_that_is_valid(ordering: Project) -> None:
    ordering.define('e = Event("E", schema_path="order.json")')
    (example,) = _examples(ordering)
    entry = ordering.built().catalog.find("E")
    assert entry is not None
    assert entry.schema is not None
    assert example.declared is None
    assert entry.schema.mismatches(json.loads(example.text)) == ()


def test_no_examples_are_made_where_the_definition_says_that_there_are_none(ordering: Project) -> None:
    ordering.define('e = Event("E", schema_path="order.json", examples=[])')
    assert _examples(ordering) == ()


def test_a_schema_that_no_finite_value_fits_has_no_example_and_says_why(project: Project) -> None:
    project.write(
        "schemas/endless.avsc", '{"type": "record", "name": "Node", "fields": [{"name": "next", "type": "Node"}]}'
    )
    project.define('e = Event("E", schema_path="endless.avsc")')
    assert _examples(project) == ()
    (problem,) = [problem for problem in project.built().problems if problem.code == "no-example"]
    assert str(problem.place) == "schemas/definitions.py:2:16"


def test_the_example_of_an_older_version_fits_its_own_schema(ordering: Project) -> None:
    ordering.write("schemas/old.json", '{"type": "object", "properties": {"number": {"type": "integer"}}}')
    ordering.define(
        'e = Event("E", version="2.0.0", schema_path="order.json", examples=[Example({"id": "1"})],'
        ' previous=[Previous("1.0.0", schema_path="old.json")])'
    )
    (example,) = _examples(ordering, "1.0.0")
    assert list(json.loads(example.text)) == ["number"]


def test_dates_and_decimals_are_written_as_consumers_see_them(project: Project) -> None:
    project.define(
        "from datetime import date\nfrom decimal import Decimal\n"
        'e = Event("E", examples=[Example({"on": date(2026, 1, 2), "total": Decimal("1.20")})])'
    )
    (example,) = _examples(project)
    assert json.loads(example.text) == {"on": "2026-01-02", "total": "1.20"}


def test_an_example_that_two_versions_share_is_reported_once(ordering: Project) -> None:
    ordering.define(
        'e = Event("E", version="2.0.0", schema_path="order.json", examples=[Example({"id": 1})],'
        ' previous=[Previous("1.0.0")])'
    )
    assert len(_bad(ordering)) == 1


@pytest.mark.parametrize("example", ["Example(None)", "Example({'id': float('inf')})", "Example({'id': {1, 2}})"])
def test_a_refused_example_is_reported_once(ordering: Project, example: str) -> None:
    ordering.define(f'e = Event("E", schema_path="order.json", examples=[{example}])')
    codes = [code for code in ordering.codes() if code in {"bad-value", "bad-example", "wrong-type"}]
    assert len(codes) == 1

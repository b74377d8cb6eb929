from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from projects import Project

RECORD = '{"type": "record", "name": "E", "fields": []}'


@pytest.mark.parametrize(
    ("argument", "code", "words"),
    [
        ('schema_path="nothing.avsc"', "schema-not-found", 'there is no schema "schemas/nothing.avsc"'),
        ('schema_path="order.avcs"', "schema-not-found", 'did you mean "order.avsc"?'),
        ('schema_path="../../../etc/passwd"', "path-outside-project", "leads out of the project"),
        ('schema_path="/etc/passwd"', "path-outside-project", "leads out of the project"),
        ('schema_path=r"C:\\secret.avsc"', "path-outside-project", "leads out of the project"),
        ('schema_path="link.avsc"', "path-outside-project", "leads out of the project"),
        ('description_path="nothing.md"', "file-not-found", 'there is no file "schemas/nothing.md"'),
        (
            'examples=[Example(path="nothing.json")]',
            "file-not-found",
            'there is no file "schemas/nothing.json"',
        ),
        ('specifications=[Specification("api.yml", type="openapi")]', "file-not-found", "schemas/api.yml"),
    ],
)
def test_a_path_that_leads_nowhere_or_outside_is_reported(
    project: Project, argument: str, code: str, words: str
) -> None:
    project.write("schemas/order.avsc", RECORD)
    outside = project.root.parent / "outside.avsc"
    outside.write_text(RECORD)
    (project.root / "schemas/link.avsc").symlink_to(outside)
    project.define(f'e = Event("E", {argument})')
    assert [line for line in project.problems() if f"[{code}]" in line and words in line]


def test_a_path_made_from_the_place_of_the_file_is_understood(project: Project) -> None:
    project.write("schemas/deep/e.avsc", RECORD)
    project.define(
        'from pathlib import Path\nHERE = Path(__file__).parent\ne = Event("E", schema_path=HERE / "deep" / "e.avsc")'
    )
    schema = project.built().catalog.by_id["E"][0].schema
    assert schema is not None
    assert schema.path == "schemas/deep/e.avsc"


def test_a_schema_is_kept_byte_for_byte(project: Project) -> None:
    data = b'\xef\xbb\xbf{"type":\r\n"record", "name": "E", "fields": [], "big": 12345678901234567890.10}\r\n'
    project.write("schemas/e.avsc", data)
    project.define('e = Event("E", schema_path="e.avsc")')
    project.build()
    assert (project.root / "output/events/E/schema.avsc").read_bytes() == data


def test_a_broken_schema_is_reported_in_the_schema(project: Project) -> None:
    project.write("schemas/e.avsc", '{\n  "type": "record",\n}')
    project.define('e = Event("E", schema_path="e.avsc")')
    places = [str(problem.place) for problem in project.built().problems if problem.code == "bad-schema"]
    assert "schemas/e.avsc:2:19" in places  # the comma behind which nothing comes


def test_an_older_version_has_its_own_schema_and_everything_else_as_it_is_now(project: Project) -> None:
    project.write("schemas/e.avsc", RECORD)
    project.write("schemas/old.avsc", RECORD.replace("[]", "[ ]"))
    project.define(
        """
        e = Event("E", version="2.0.0", schema_path="e.avsc", summary="s", key="id", draft=True,
                  examples=[Example({"a": 1})],
                  previous=[Previous("1.1.0"), Previous("1.0.0", schema_path="old.avsc", deprecated=True)])
        """
    )
    new, middle, old = project.built().catalog.by_id["E"]
    assert new.schema is not None
    assert (middle.schema, len(middle.examples)) == (new.schema, 1)
    assert old.schema is not None
    assert old.schema.path == "schemas/old.avsc"
    assert [example.declared for example in old.examples] == [None]
    assert [getattr(entry.resource, "key", None) for entry in (middle, old)] == ["id", "id"]
    assert [bool(getattr(entry.resource, "draft", None)) for entry in (new, middle, old)] == [
        True,
        False,
        False,
    ]

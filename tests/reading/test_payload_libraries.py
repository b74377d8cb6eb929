from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from projects import Project


@pytest.mark.parametrize(
    ("body", "place", "words"),
    [
        ("@attr.s\nclass X:\n    a = attr.ib(type=str)", "4:9", "the field has no annotation"),
        (
            "@attr.define\nclass X:\n    a: int = attr.field()\n    @a.default\n    def _(self): return 3",
            "5:6",
            "a method gives the default",
        ),
        (
            'class X(msgspec.Struct, rename={"a": "b"}):\n    a: str',
            "2:32",
            "what rename does to each field is not read",
        ),
    ],
)
def test_what_only_the_library_of_a_class_understands_is_refused(
    project: Project, body: str, place: str, words: str
) -> None:
    project.write("schemas/model.py", f"import attr, msgspec\n{body}\n")
    project.define('from schemas.model import X\ne = Event("E", payload=X)')
    (problem,) = [problem for problem in project.built().problems if problem.code == "unreadable-payload"]
    assert (str(problem.place), words in problem.message) == (f"schemas/model.py:{place}", True)


def test_a_default_that_code_changes_before_it_is_sent_is_left_out(project: Project) -> None:
    project.define(
        "from datetime import timedelta\n"
        "from pydantic import BaseModel, ConfigDict\n"
        "class X(BaseModel):\n"
        '    model_config = ConfigDict(ser_json_timedelta="float")\n'
        "    ttl: timedelta = timedelta(seconds=4)\n"
        'e = Event("E", payload=X)'
    )
    built = project.built()
    entry = built.catalog.find("E")
    assert entry is not None
    assert entry.schema is not None
    assert b'"type": "number"' in entry.schema.data
    assert b"PT4S" not in entry.schema.data
    assert "suspicious-schema" not in [problem.code for problem in built.problems]

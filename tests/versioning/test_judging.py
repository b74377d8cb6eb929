from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from avro_versions import ID, LOOSE, NEEDED, NOTE, PRICE, PRICE_4, WIDER, declare, record, write
from projects import Project

from catalog_gen.problems import text

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def project(tmp_path: Path) -> Project:
    return Project(tmp_path)


def _codes(project: Project) -> list[str]:
    """The problems of versions, by code."""
    codes = ("breaking-change", "undecided-compatibility", "risky-change", "missing-bump", "unused-acceptance")
    return [problem.code for problem in project.built().problems if problem.code in codes]


@pytest.mark.parametrize(
    ("before", "now", "version", "level", "codes"),
    [
        # what older writers wrote has no amount
        (record(ID), record(ID, NEEDED), "1.0.1", "BACKWARD", ["breaking-change"]),
        (record(ID), record(ID, NEEDED), "1.1.0", "BACKWARD", ["breaking-change"]),
        (record(ID), record(ID, NEEDED), "2.0.0", "BACKWARD", []),
        (record(ID), record(ID, NEEDED), "1.0.1", "FORWARD", []),
        (record(ID), record(ID, NEEDED), "1.0.1", "FULL", ["breaking-change"]),
        (record(ID), record(ID, NEEDED), "1.0.1", "NONE", []),
        # older readers miss an amount
        (record(ID, NEEDED), record(ID), "1.0.1", "BACKWARD", []),
        (record(ID, NEEDED), record(ID), "1.0.1", "FORWARD", ["breaking-change"]),
        (record(ID, NEEDED), record(ID), "1.0.1", "FULL_TRANSITIVE", ["breaking-change"]),
        (record(ID), record(ID, NOTE), "1.0.1", "FULL", []),
        (record(ID, NEEDED), record(ID, WIDER), "1.0.1", "BACKWARD", []),
        (record(ID, NEEDED), record(ID, WIDER), "1.0.1", "FORWARD", ["breaking-change"]),
        (record(ID, PRICE), record(ID, PRICE_4), "1.0.1", "BACKWARD", ["risky-change"]),
        (record(ID, PRICE), record(ID, PRICE_4), "2.0.0", "BACKWARD", []),
        (record(ID, PRICE), record(ID, PRICE_4), "1.0.1", "NONE", []),
        (record(ID), record(ID), "1.0.1", "FULL", []),
        (record(ID), record(ID, doc="Another doc."), "1.0.1", "FULL", []),
    ],
)
def test_the_level_and_the_version_decide_what_is_wrong(
    project: Project, before: str, now: str, version: str, level: str, codes: list[str]
) -> None:
    declare(project, version, level=level)
    write(project, now, v1_0_0=before)
    assert _codes(project) == codes


def test_a_breaking_change_is_told_at_its_line_with_the_reason_and_the_command(project: Project) -> None:
    declare(project)
    write(project, record(ID, NEEDED), v1_0_0=record(ID))
    [problem] = [problem for problem in project.built().problems if problem.code == "breaking-change"]
    said = text(problem)
    assert said.startswith("schemas/e.avsc:5:")
    assert "E 1.0.1: " in said
    assert "`amount`" in said
    assert "not BACKWARD compatible with 1.0.0" in said
    assert said.endswith("catalog-gen bump E 2.0.0) [breaking-change]")


def test_nothing_is_written_while_a_change_breaks_its_level(project: Project) -> None:
    declare(project)
    write(project, record(ID, NEEDED), v1_0_0=record(ID))
    assert project.built().changes is None


def test_one_version_back_is_enough_unless_the_level_is_transitive(project: Project) -> None:
    write(project, record(ID, NEEDED), v1_0_0=record(ID), v1_0_1=record(ID, LOOSE))
    declare(project, "1.0.2", previous=("1.0.1", "1.0.0"))
    assert _codes(project) == []
    declare(project, "1.0.2", level="BACKWARD_TRANSITIVE", previous=("1.0.1", "1.0.0"))
    assert _codes(project) == ["breaking-change"]


def test_a_major_version_in_between_lets_a_transitive_level_go_on_from_there(project: Project) -> None:
    write(project, record(ID, NEEDED, NOTE), v1_0_0=record(ID), v2_0_0=record(ID, NEEDED))
    declare(project, "2.1.0", level="BACKWARD_TRANSITIVE", previous=("2.0.0", "1.0.0"))
    assert _codes(project) == []


def test_before_1_0_0_the_second_number_announces_what_breaks(project: Project) -> None:
    write(project, record(ID, NEEDED), v0_1_0=record(ID))
    declare(project, "0.1.1", previous=("0.1.0",))
    assert _codes(project) == ["breaking-change"]
    declare(project, "0.2.0", previous=("0.1.0",))
    assert _codes(project) == []


def test_the_policy_may_want_a_minor_version_for_what_breaks_nothing(project: Project) -> None:
    project.write("pyproject.toml", '[tool.catalog-gen.bumps]\ncompatible = "minor"\n')
    write(project, record(ID, NOTE), v1_0_0=record(ID))
    declare(project, "1.0.1")
    [problem] = [problem for problem in project.built().problems if problem.code == "missing-bump"]
    assert problem.hint == "catalog-gen bump E 1.1.0"
    declare(project, "1.1.0")
    assert _codes(project) == []


def test_the_policy_may_allow_no_breaking_change_at_all(project: Project) -> None:
    project.write("pyproject.toml", '[tool.catalog-gen.bumps]\nbreaking = "never"\n')
    write(project, record(ID, NEEDED), v1_0_0=record(ID))
    declare(project, "2.0.0")
    [problem] = [problem for problem in project.built().problems if problem.code == "breaking-change"]
    assert "catalog-gen bump" not in problem.hint


@pytest.mark.parametrize(
    ("acceptance", "codes"),
    [
        ('Accepted("breaking-change", because="b", until=date(2030, 1, 1))', []),
        ('Accepted("breaking-change", because="b", until=date(2030, 1, 1), version="1.0.0", field="amount")', []),
        (
            'Accepted("breaking-change", because="b", until=date(2030, 1, 1), version="0.9.0")',
            ["breaking-change", "unused-acceptance"],
        ),
        (
            'Accepted("breaking-change", because="b", until=date(2030, 1, 1), field="note")',
            ["breaking-change", "unused-acceptance"],
        ),
        (
            'Accepted("risky-change", because="b", until=date(2030, 1, 1))',
            ["breaking-change", "unused-acceptance"],
        ),
        ('Accepted("missing-bump", because="b", until=date(2030, 1, 1))', ["breaking-change"]),
    ],
)
def test_what_is_accepted_is_no_problem(project: Project, acceptance: str, codes: list[str]) -> None:
    declare(project, more=f"accepts=[{acceptance}]")
    write(project, record(ID, NEEDED), v1_0_0=record(ID))
    assert sorted(_codes(project)) == codes


def test_a_schema_that_cannot_be_read_is_one_problem(project: Project) -> None:
    declare(project)
    write(project, "{", v1_0_0=record(ID))
    codes = {problem.code for problem in project.built().problems}
    assert "bad-schema" in codes
    assert not codes & {"undecided-compatibility", "missing-bump", "breaking-change"}


def test_a_schema_that_is_gone_cannot_be_judged(project: Project) -> None:
    project.define(
        """
        crew = Team("crew", summary="s")
        e = Event("E", version="1.0.1", summary="s", owners=[crew], snippets=[], compatibility="BACKWARD",
                  previous=[Previous("1.0.0", schema_path="e-1.0.0.avsc")])
        s = Service("S", sends=[e], owners=[crew], summary="s")
        """
    )
    project.write("schemas/e-1.0.0.avsc", record(ID).encode())
    assert _codes(project) == ["undecided-compatibility"]


def test_versions_that_are_written_out_as_objects_are_compared_too(project: Project) -> None:
    project.define(
        """
        crew = Team("crew", summary="s")
        old = Event("E", version="1.0.0", schema_path="e-1.0.0.avsc", summary="s", owners=[crew], snippets=[])
        e = Event("E", version="1.0.1", schema_path="e.avsc", summary="s", owners=[crew], snippets=[],
                  compatibility="BACKWARD")
        s = Service("S", sends=[e], owners=[crew], summary="s")
        """
    )
    write(project, record(ID, NEEDED), v1_0_0=record(ID))
    assert _codes(project) == ["breaking-change"]


def test_a_version_in_the_archive_is_compared_from_the_build_on_that_archives_it(project: Project) -> None:
    write(project, record(ID))
    declare(project, "1.0.0", previous=())
    project.build()
    write(project, record(ID, NEEDED))
    declare(project, "1.0.1", previous=())
    assert _codes(project) == ["breaking-change"]
    declare(project, "2.0.0", previous=())
    assert _codes(project) == []


def test_what_the_archive_has_is_not_compared_where_the_definitions_give_that_version(project: Project) -> None:
    write(project, record(ID))
    declare(project, "1.0.0", previous=())
    project.build()
    write(project, record(ID, NEEDED), v1_0_0=record(ID, LOOSE))
    declare(project, "1.0.1")
    assert _codes(project) == []


def test_headers_are_compared_as_well(project: Project) -> None:
    for name, headers in (("h", {"required": ["a", "b"]}), ("h-1.0.0", {"required": ["a"]})):
        schema = {"type": "object", "properties": {"a": {"type": "string"}, "b": {"type": "string"}}, **headers}
        project.write(f"schemas/{name}.json", json.dumps(schema).encode())
    project.define(
        """
        crew = Team("crew", summary="s")
        e = Event("E", version="1.0.1", schema_path="e.avsc", summary="s", owners=[crew], snippets=[],
                  compatibility="BACKWARD", headers_schema_path="h.json",
                  previous=[Previous("1.0.0", headers_schema_path="h-1.0.0.json")])
        s = Service("S", sends=[e], owners=[crew], summary="s")
        """
    )
    write(project, record(ID))
    assert _codes(project) == ["breaking-change"]


@pytest.mark.parametrize(("now", "older"), [("1.0.1", "1.0"), ("2", "1.0.0"), ("latest", "1.0.0"), ("1.0.1", "v1")])
def test_what_is_no_version_is_compared_with_none(project: Project, now: str, older: str) -> None:
    declare(project, now, previous=(older,))
    write(project, record(ID, NEEDED))
    project.write(f"schemas/e-{older}.avsc", record(ID))
    found = {problem.code for problem in project.built().problems}
    assert "illegal-version" in found
    assert "breaking-change" not in found


def test_of_an_archived_schema_that_takes_what_is_gone_nobody_can_tell(project: Project) -> None:
    line = {"name": "line", "type": "Line"}
    project.write("schemas/Line.avsc", b'{"type": "record", "name": "Line", "fields": []}')
    write(project, record(ID, line))
    declare(project, "1.0.0", previous=())
    project.build()
    (project.root / "schemas/Line.avsc").unlink()
    write(project, record(ID))
    declare(project, "1.0.1", previous=())
    [problem] = [one for one in project.built().problems if one.code == "undecided-compatibility"]
    assert "the schema of 1.0.0 in the catalog cannot be read by itself" in problem.message

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

import pytest
from avro_versions import ID, LOOSE, NEEDED, NOTE, declare, record, write
from projects import Project
from repositories import commit, git

from catalog_gen import blaming, building
from catalog_gen.blaming import Blame

if TYPE_CHECKING:
    from pathlib import Path

    from catalog_gen.problems import Problem


@pytest.fixture
def started(tmp_path: Path) -> Project:
    """A project on a branch that has changed nothing: version 1.0.1 of an event, and 1.0.0 before it."""
    project = Project(tmp_path)
    write(project, record(ID, NOTE), v1_0_0=record(ID))
    declare(project)
    project.build()
    commit(project.root)
    git(project.root, "checkout", "-q", "-b", "change")
    return project


def _brought(project: Project, day: datetime.date | None = None) -> list[Problem]:
    """What the change has brought, but for the catalog not being built anew."""
    blame = blaming.blame("main", project.settings(), None, lambda _: None, day)
    assert isinstance(blame, Blame), blame
    return [problem for problem in blame.problems if problem.code != "stale-output"]


def test_a_change_of_nothing_brings_nothing(started: Project) -> None:
    assert _brought(started) == []


def test_a_schema_that_was_edited_without_a_new_version_names_the_version_it_needs(started: Project) -> None:
    write(started, record(ID, NOTE, LOOSE))
    [problem] = _brought(started)
    assert problem.code == "missing-bump"
    assert problem.place.path == "schemas/e.avsc"
    assert problem.place.line == 6
    assert problem.hint == "catalog-gen bump E 1.0.2 --base main"


def test_what_breaks_needs_a_major_version(started: Project) -> None:
    write(started, record(ID, NOTE, NEEDED))
    [problem] = _brought(started)
    assert problem.code == "missing-bump"
    assert problem.hint == "catalog-gen bump E 2.0.0 --base main"


@pytest.mark.parametrize("path", ["e.avsc", "e-1.0.0.avsc"])
@pytest.mark.parametrize(("text", "code"), [(None, "schema-not-found"), ("{", "bad-schema")])
def test_a_schema_that_cannot_be_read_any_more_is_that_problem_only(
    started: Project, path: str, text: str | None, code: str
) -> None:
    file = started.root / "schemas" / path
    file.unlink() if text is None else file.write_text(text)
    assert [problem.code for problem in _brought(started)] == [code]


def test_a_base_whose_schema_cannot_be_read_is_no_version_to_keep(tmp_path: Path) -> None:
    project = Project(tmp_path)
    write(project, "{", v1_0_0=record(ID))
    declare(project)
    commit(project.root)
    git(project.root, "checkout", "-q", "-b", "change")
    write(project, record(ID, NOTE), v1_0_0=record(ID))
    blame = blaming.blame("main", project.settings(), None, lambda _: None)
    assert isinstance(blame, Blame)
    assert [problem for problem in blame.problems if problem.code != "stale-output"] == []
    [note] = [note for note in blame.notes if "cannot be read" in note]
    assert note == "the base has schemas that cannot be read, so what was changed in E is not known"


def test_a_base_that_a_shell_would_take_apart_is_quoted_in_the_command(started: Project) -> None:
    write(started, record(ID, NOTE, LOOSE))
    blame = blaming.blame("main^{/^}", started.settings(), None, lambda _: None)
    assert isinstance(blame, Blame)
    [hint] = [problem.hint for problem in blame.problems if problem.code == "missing-bump"]
    assert hint == "catalog-gen bump E 1.0.2 --base 'main^{/^}'"


def test_all_that_was_edited_is_one_problem_of_the_gravest_difference(started: Project) -> None:
    write(started, record(ID, LOOSE, {"name": "needed", "type": "string"}))
    [problem] = _brought(started)
    assert "`needed`" in problem.message
    assert problem.message.endswith(", and 2 more changes: version 1.0.1 is out, so this needs another one")


def test_an_edited_class_is_shown_where_the_field_stands(tmp_path: Path) -> None:
    text = """
        from dataclasses import dataclass
        @dataclass
        class Order:
            id: str
            amount: int
        e = Event("E", payload=Order, summary="s", owners=["crew"])
        crew = Team("crew", summary="s")
        """
    project = Project(tmp_path)
    project.define(text)
    commit(project.root)
    git(project.root, "checkout", "-q", "-b", "change")
    project.define(text.replace("amount: int", "amount: str"))
    [problem] = [one for one in _brought(project) if one.code == "missing-bump"]
    lines = (project.root / problem.place.path).read_text().splitlines()
    assert lines[problem.place.line - 1].strip() == "amount: str"
    project.define(text.replace("            amount: int\n", ""))
    [problem] = [one for one in _brought(project) if one.code == "missing-bump"]
    assert (project.root / problem.place.path).is_file()


@pytest.mark.parametrize(
    "now",
    [
        'Schema("e.avsc", default=True), Schema("e.json", name="Hook")',
        'Schema("e.json", default=True), Schema("e.avsc")',
        'Schema("e.json", default=True, name="Webhook"), Schema("e.avsc", name="Avro")',
    ],
)
def test_schemas_that_get_other_names_or_another_order_have_not_changed(tmp_path: Path, now: str) -> None:
    text = """
        e = Event("E", schemas=[@], summary="s", owners=["crew"], compatibility="FULL")
        crew = Team("crew", summary="s")
        """
    project = Project(tmp_path)
    write(project, record(ID))
    project.write("schemas/e.json", '{"type": "object"}')
    project.define(text.replace("@", 'Schema("e.avsc", default=True), Schema("e.json", name="Webhook")'))
    commit(project.root)
    git(project.root, "checkout", "-q", "-b", "change")
    project.define(text.replace("@", now))
    assert [problem for problem in _brought(project) if problem.code == "missing-bump"] == []


def test_schemas_that_change_places_and_are_edited_are_compared_by_their_names(tmp_path: Path) -> None:
    text = """
        e = Event("E", schemas=[Schema("e.avsc", default=True), Schema("x.avsc", name="x")], summary="s",
                  owners=["crew"], compatibility="FULL")
        crew = Team("crew", summary="s")
        """
    project = Project(tmp_path)
    write(project, record(ID))
    project.write("schemas/x.avsc", record(NEEDED).encode())
    project.define(text)
    commit(project.root)
    git(project.root, "checkout", "-q", "-b", "change")
    write(project, record(NEEDED))
    project.write("schemas/x.avsc", record(ID, NOTE).encode())
    [problem] = [problem for problem in _brought(project) if problem.code == "missing-bump"]
    assert problem.hint.startswith("catalog-gen bump E 2.0.0 ")


def test_words_for_people_may_change_without_a_new_version(started: Project) -> None:
    write(started, record(ID, NOTE, doc="Said better."))
    assert _brought(started) == []


def test_another_layout_of_the_file_is_no_edit(started: Project) -> None:
    write(started, record(ID, NOTE).replace("\n", "\r\n").replace(": ", " :   "))
    assert _brought(started) == []


def test_a_new_version_may_have_another_schema(started: Project) -> None:
    write(started, record(ID, NOTE, LOOSE), v1_0_1=record(ID, NOTE))
    declare(started, "1.0.2", previous=("1.0.1", "1.0.0"))
    assert _brought(started) == []


def test_a_new_version_without_the_former_one_is_compared_with_that_of_the_base(started: Project) -> None:
    git(started.root, "rm", "-r", "-q", "--cached", "output")
    for file in sorted((started.root / "output").rglob("*"), reverse=True):
        file.unlink() if file.is_file() else file.rmdir()
    write(started, record(ID, NOTE, NEEDED))
    declare(started, "1.0.2", previous=("1.0.0",))
    found = _brought(started)
    assert {problem.code for problem in found} == {"breaking-change"}
    assert any("with 1.0.1" in problem.message for problem in found)
    assert all(
        problem.hint.endswith("catalog-gen bump E 2.0.0 --base main") for problem in found if "1.0.1" in problem.message
    )


def test_a_version_that_is_out_stays_as_it_was(started: Project) -> None:
    write(started, record(ID, NOTE), v1_0_0=record(ID, LOOSE))
    [problem] = _brought(started)
    assert problem.code == "rewritten-version"
    assert problem.subject == "E 1.0.0"
    assert problem.place.path == "schemas/e-1.0.0.avsc"
    assert problem.hint.endswith("catalog-gen bump E 1.0.2 --base main")


def test_an_older_version_without_a_file_of_its_own_is_rewritten_by_an_edit(tmp_path: Path) -> None:
    text = """
        e = Event("E", version="1.0.1", schema_path="e.avsc", summary="s", owners=["crew"],
                  previous=[Previous("1.0.0")])
        crew = Team("crew", summary="s")
        """
    project = Project(tmp_path)
    write(project, record(ID))
    project.define(text)
    commit(project.root)
    git(project.root, "checkout", "-q", "-b", "change")
    write(project, record(ID, LOOSE), v1_0_1=record(ID))
    brought = [one for one in _brought(project) if one.code in {"missing-bump", "rewritten-version"}]
    assert [problem.code for problem in brought] == ["missing-bump"]
    raised = text.replace('[Previous("1.0.0")', '[Previous("1.0.1", schema_path="e-1.0.1.avsc"), Previous("1.0.0")')
    project.define(raised.replace('version="1.0.1"', 'version="1.0.2"'))
    [problem] = [one for one in _brought(project) if one.code in {"missing-bump", "rewritten-version"}]
    assert (problem.code, problem.subject) == ("rewritten-version", "E 1.0.0")
    assert problem.hint == "give 1.0.0 a file of its own, with the schema as it was: Previous(schema_path=...)"


def test_the_version_that_was_current_in_the_base_stays_as_it_was(started: Project) -> None:
    write(started, record(ID, NOTE), v1_0_1=record(ID, LOOSE))
    declare(started, "1.0.2", previous=("1.0.1", "1.0.0"))
    assert [(problem.code, problem.subject) for problem in _brought(started)] == [("rewritten-version", "E 1.0.1")]


def test_drafts_change_as_they_like(tmp_path: Path) -> None:
    project = Project(tmp_path)
    write(project, record(ID))
    declare(project, "1.0.0", previous=(), more="draft=True")
    project.build()
    commit(project.root)
    git(project.root, "checkout", "-q", "-b", "change")
    write(project, record(ID, NEEDED))
    assert _brought(project) == []


def test_an_event_that_is_renamed_is_still_the_same(started: Project) -> None:
    write(started, record(ID, NOTE, NEEDED))
    text = (started.root / "schemas/definitions.py").read_text()
    renamed = text.replace('Event("E"', 'Event("F", formerly=["E"]')
    (started.root / "schemas/definitions.py").write_text(renamed)
    assert "missing-bump" in [problem.code for problem in _brought(started)]


@pytest.mark.parametrize("rule", ["missing-bump", "rewritten-version"])
def test_what_only_the_base_can_tell_can_be_accepted(started: Project, rule: str) -> None:
    if rule == "missing-bump":
        write(started, record(ID, NOTE, LOOSE))
    else:
        write(started, record(ID, NOTE), v1_0_0=record(ID, LOOSE))
    declare(started, more=f'accepts=[Accepted("{rule}", because="b", until=date(2030, 1, 1))]')
    assert _brought(started) == []


def test_an_acceptance_that_is_over_when_it_is_written_is_brought_by_the_change(started: Project) -> None:
    write(started, record(ID, NOTE, LOOSE))
    declare(started, more='accepts=[Accepted("missing-bump", because="b", until=date(2020, 1, 1))]')
    assert [problem.code for problem in _brought(started)] == ["expired-acceptance"]


def test_an_acceptance_that_has_ended_since_is_not_blamed_on_the_change(tmp_path: Path) -> None:
    project = Project(tmp_path)
    write(project, record(ID, NEEDED), v1_0_0=record(ID))
    declare(project, more='accepts=[Accepted("breaking-change", because="b", until=date(2090, 1, 1))]')
    project.build()
    commit(project.root)
    git(project.root, "checkout", "-q", "-b", "change")
    assert _brought(project, datetime.date(2091, 1, 1)) == []


def test_what_an_edit_breaks_is_told_once(started: Project) -> None:
    write(started, record(ID, NOTE, NEEDED))
    assert [problem.code for problem in _brought(started)] == ["missing-bump"]


def test_what_an_edit_breaks_is_told_where_the_missing_version_is_off(started: Project) -> None:
    started.write("pyproject.toml", '[tool.catalog-gen.problems]\nmissing-bump = "off"\n')
    write(started, record(ID, NOTE, NEEDED))
    assert [problem.code for problem in _brought(started)] == ["breaking-change"]


def test_a_clean_change_reads_the_base_without_building_it(started: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    built: list[str] = []
    original = building.build

    def build(*given: Any) -> building.Built:
        built.append("once")
        return original(*given)

    monkeypatch.setattr(building, "build", build)
    assert _brought(started) == []
    assert built == ["once"]


def test_what_is_gone_is_told_of_the_file_since_its_line_is_gone_too(started: Project) -> None:
    write(started, record(NOTE))
    [problem] = _brought(started)
    assert (problem.code, str(problem.place)) == ("missing-bump", "schemas/e.avsc")
    assert "`order_id` was removed" in problem.message


@pytest.mark.parametrize(("before", "now"), [("1.0", "1.0"), ("2", "2.0.0"), ("1.0.1", "x")])
def test_what_is_no_version_is_not_judged(started: Project, before: str, now: str) -> None:
    declare(started, before, previous=())
    commit(started.root)
    git(started.root, "branch", "-f", "main")
    declare(started, now, previous=())
    write(started, record(ID, NOTE, NEEDED))
    assert {problem.code for problem in _brought(started)} <= {"illegal-version"}

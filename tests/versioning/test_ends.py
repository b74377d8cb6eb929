from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from avro_versions import ID, NEEDED, declare, record, write
from commanding import run
from projects import Project
from repositories import commit

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def accepted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Project:
    """A project with an acceptance that ends on 2026-06-30, committed on the first of May."""
    monkeypatch.setenv("CATALOG_GEN_CACHE", str(tmp_path / "cache"))
    project = Project(tmp_path / "project")
    write(project, record(ID, NEEDED), v1_0_0=record(ID))
    declare(project, more='accepts=[Accepted("breaking-change", because="all know", until=date(2026, 6, 30))]')
    project.build()
    monkeypatch.setenv("GIT_COMMITTER_DATE", "2026-05-01T23:30:00+0000")
    return project


@pytest.mark.parametrize(("day", "code"), [("2026-06-30", 0), ("2026-07-01", 1)])
def test_an_acceptance_holds_up_to_its_last_day(accepted: Project, day: str, code: int) -> None:
    for _ in ("made", "known from before"):
        ran = run(accepted.root, "check", "--date", day)
        assert ran.code == code, ran.problems
        assert ("[expired-acceptance]" in ran.problems) == bool(code)


def test_an_end_is_told_with_its_reason_where_it_is_written(accepted: Project) -> None:
    said = run(accepted.root, "check", "--date", "2026-07-01").problems
    assert 'E 1.0.1: the acceptance of breaking-change ended on 2026-06-30 ("all know")' in said
    assert "schemas/definitions.py:" in said


@pytest.mark.parametrize(
    "written",
    [
        '"risky-change", because="b", until=__import__("datetime").date(2020, 1, 1)',
        '"risky-change", because=open("b"), until=date(2020, 1, 1)',
        '__import__("rules").risky, because="b", until=date(2020, 1, 1)',
    ],
)
def test_an_acceptance_that_cannot_be_read_is_that_problem_only(tmp_path: Path, written: str) -> None:
    project = Project(tmp_path)
    write(project, record(ID))
    declare(project, previous=(), more=f"accepts=[Accepted({written})]")
    commit(project.root)
    ran = run(project.root, "check")
    assert ran.code == 1
    assert "[unreadable-value]" in ran.problems
    assert "acceptance]" not in ran.problems


def test_an_end_may_be_written_as_a_time(accepted: Project) -> None:
    more = 'accepts=[Accepted("breaking-change", because="all know", until=datetime(2026, 6, 30, 12))]'
    declare(accepted, more=more)
    definitions = accepted.root / "schemas/definitions.py"
    definitions.write_text(definitions.read_text().replace("import date\n", "import date, datetime\n"))
    assert run(accepted.root, "check", "--date", "2026-06-30").code == 0
    assert "ended on 2026-06-30 (" in run(accepted.root, "check", "--date", "2026-07-01").problems


def test_the_day_is_that_of_the_last_commit(accepted: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    commit(accepted.root)
    assert run(accepted.root, "check").code == 0
    monkeypatch.setenv("GIT_COMMITTER_DATE", "2026-07-01T00:30:00+0000")
    commit(accepted.root)
    assert run(accepted.root, "check").code == 1


def test_without_a_commit_nothing_is_compared_and_that_is_said(accepted: Project) -> None:
    ran = run(accepted.root, "check")
    assert ran.code == 0
    assert "the end dates of Accepted were not compared" in ran.problems


def test_a_build_has_no_clock(accepted: Project) -> None:
    commit(accepted.root)
    assert run(accepted.root, "build").code == 0


def test_a_date_that_is_none_is_wrong_usage(accepted: Project) -> None:
    assert run(accepted.root, "check", "--date", "tomorrow").code == 2


@pytest.mark.parametrize("until", ["", ', until="2026-06-30"', ", until=None"])
def test_an_end_that_cannot_be_read_is_told_once(tmp_path: Path, until: str) -> None:
    project = Project(tmp_path)
    write(project, record(ID, NEEDED), v1_0_0=record(ID))
    declare(project, more=f'accepts=[Accepted("breaking-change", because="all know"{until})]')
    ran = run(project.root, "check", "--date", "2026-07-01")
    assert ran.code == 1
    assert "Accepted: until" in ran.problems
    assert "1 error in 1 file" in ran.problems

from __future__ import annotations

import dataclasses
import json
import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from projects import Project
from repositories import commit, git, repository

from catalog_gen import blaming, building
from catalog_gen.blaming import Blame
from catalog_gen.blaming.comparing import Found, brought, drift
from catalog_gen.output.changes import Changes
from catalog_gen.problems import Place, Problem, text

if TYPE_CHECKING:
    from pathlib import Path

FINE = """
crew = Team("crew", summary="s")
more = Team("more", summary="s")
e = Event("E", snippets=[], summary="s")
s = Service("S", sends=[e], owners=[crew], summary="s")
"""
OLD = "\n".join(f"old{number} = Event('Old{number}', owners=['nobody'], snippets=[])" for number in range(10))
"""Ten errors and twenty warnings."""


@pytest.fixture(scope="module")
def _started(tmp_path_factory: pytest.TempPathFactory) -> Path:
    project = Project(tmp_path_factory.mktemp("started"))
    project.define(FINE)
    project.build()
    return _branched(project).root


@pytest.fixture
def started(_started: Path, tmp_path: Path) -> Project:
    """A project in a repository, on a branch that has changed nothing yet."""
    shutil.copytree(_started, tmp_path, dirs_exist_ok=True)
    return Project(tmp_path)


def _branched(project: Project) -> Project:
    commit(project.root)
    git(project.root, "checkout", "-q", "-b", "change")
    return project


def _blame(project: Project, ref: str = "main", output: str | None = None) -> Blame:
    blame = blaming.blame(ref, project.settings(), output, lambda _: None)
    assert isinstance(blame, Blame), blame
    return blame


def _lines(blame: Blame) -> list[str]:
    return [text(problem) for problem in blame.problems]


def _page(project: Project, path: str) -> Path:
    return project.root / "output" / path


def _refusal(project: Project, ref: str) -> str:
    problem = blaming.blame(ref, project.settings(), None, lambda _: None)
    assert isinstance(problem, Problem), problem
    return text(problem)


# --- problems


def test_a_branch_that_changes_nothing_gets_none_of_the_problems_of_main(project: Project) -> None:
    project.define(OLD)
    blame = _blame(_branched(project))
    assert (blame.problems, blame.older) == ((), 30)


def test_a_branch_that_adds_one_problem_gets_exactly_that_one(project: Project) -> None:
    project.define(OLD)
    _branched(project)
    project.define("\n" + FINE + "t = Team('t', members=['who'], summary='s')", "schemas/new/definitions.py")
    blame = _blame(project)
    where = "schemas/new/definitions.py:6:24"
    assert _lines(blame) == [f'{where}: t: member "who" is not defined [unknown-owner]']
    assert blame.older == 30


def test_an_edit_that_moves_lines_is_not_blamed_for_what_stands_there(project: Project) -> None:
    project.define(OLD)
    _branched(project)
    project.define("# a comment\n\n" + FINE + OLD + "\n# and another")
    blame = _blame(project)
    assert (blame.problems, blame.older) == ((), 30)


def test_a_position_in_the_words_of_a_problem_does_not_make_it_another(project: Project) -> None:
    project.define("a = Event('E', summary='s')\nb = Event('E', summary='t')")
    _branched(project)
    project.define("# moved\na = Event('E', summary='s')\nb = Event('E', summary='t')")
    assert any("definitions.py:3:5" in problem.message for problem in project.built().problems)
    assert _blame(project).problems == ()


@pytest.mark.parametrize("is_committed", [True, False])
def test_a_definitions_file_with_another_name_is_the_same_file(project: Project, is_committed: bool) -> None:  # noqa: FBT001
    project.define(OLD, "schemas/old/definitions.py")
    _branched(project)
    (project.root / "schemas/new").mkdir()
    git(project.root, "mv", "schemas/old/definitions.py", "schemas/new/definitions.py")
    if is_committed:
        commit(project.root)
    blame = _blame(project)
    assert (blame.problems, blame.older) == ((), 30)


def test_one_old_problem_excuses_one_new_one_only(project: Project) -> None:
    project.define("a = Service('A', sends=['X'], owners=['nobody'], summary='s')")
    _branched(project)
    project.define("a = Service('A', sends=['X', 'X'], owners=['nobody'], summary='s')")
    blame = _blame(project)
    assert [problem.message for problem in blame.problems] == ['message "X" is not defined']
    assert blame.older == 2


def test_of_two_equal_problems_the_one_on_the_new_line_is_blamed() -> None:
    old, new = (Problem("no-owner", "m", Place("a.py", line), "E") for line in (7, 2))
    head = [Found(new, "a.py", "a new line"), Found(old, "a.py", "the old line")]
    assert brought(head, [Found(old, "a.py", "the old line")]) == [new]


def test_a_new_version_of_a_resource_takes_its_old_problems_along(project: Project) -> None:
    project.define("e = Event('E', owners=['nobody'])")
    _branched(project)
    project.define("e = Event('E', version='1.1.0', owners=['nobody'])")
    assert _blame(project).problems == ()


def test_other_advice_does_not_make_a_problem_new(project: Project) -> None:
    project.define("e = Event('E', owners=['crw'], summary='s')")
    _branched(project)
    project.define("e = Event('E', owners=['crw'], summary='s')\ncrew = Team('crew', summary='s')")
    assert "did you mean" in str(project.problems())
    assert _blame(project).problems == ()


def test_what_a_change_mends_is_not_mentioned(project: Project) -> None:
    project.define(OLD)
    _branched(project)
    project.define(FINE)
    blame = _blame(project)
    assert (blame.problems, blame.older) == ((), 0)


def test_warnings_that_a_change_makes_errors_are_of_that_change(project: Project) -> None:
    project.define("e = Event('E', summary='s', snippets=[])")
    _branched(project)
    project.write("pyproject.toml", '[tool.catalog-gen.problems]\nno-owner = "error"\n')
    blame = _blame(project)
    assert [problem.code for problem in blame.problems] == ["no-owner"]


def test_problems_that_are_off_count_for_nothing(project: Project) -> None:
    project.write("pyproject.toml", '[tool.catalog-gen.problems]\nno-owner = "off"\norphan-message = "off"\n')
    project.define("e = Event('E', summary='s', snippets=[])")
    blame = _blame(_branched(project))
    assert (blame.problems, blame.older) == ((), 0)


def test_the_base_is_where_the_branch_left_not_where_the_other_one_is_now(started: Project) -> None:
    git(started.root, "checkout", "-q", "main")
    started.define(FINE + OLD)
    commit(started.root)
    git(started.root, "checkout", "-q", "change")
    started.define(FINE + "t = Team('t', members=['who'], summary='s')")
    blame = _blame(started)
    assert [problem.code for problem in blame.problems] == ["unknown-owner"]
    assert blame.commit == git(started.root, "rev-parse", "main~1")


PLACES = st.builds(Place, st.sampled_from(["a.py", "b.py"]), st.integers(0, 3), st.integers(0, 3))
FOUND = st.builds(
    Found,
    st.builds(
        Problem,
        st.sampled_from(["no-owner", "unknown-owner"]),
        st.sampled_from(["m", "m at a.py:1:2", "m at a.py:3", "n"]),
        PLACES,
        st.sampled_from(["E 1.0.0", "E 1.1.0", "F 1.0.0", ""]),
        st.sampled_from(["", "h"]),
    ),
    st.sampled_from(["a.py", "b.py"]),
    st.sampled_from(["", "x", "y"]),
)
SEVERAL = st.lists(FOUND, max_size=8)


@settings(max_examples=40)
@given(SEVERAL, SEVERAL)
def test_each_problem_of_the_base_excuses_at_most_one(head: list[Found], base: list[Found]) -> None:
    new = brought(head, base)
    assert len(head) - len(base) <= len(new) <= len(head)
    assert brought(head, []) == [one.problem for one in head]
    assert brought(head, [*head, *base]) == brought(base, [*reversed(base), *head]) == []


# --- the output


STALE = FINE.replace('Team("crew", summary="s")', 'Team("crew", summary="main says this")')
WORSE = STALE.replace('"main says this"', '"and the change says that"')


def test_a_definition_that_was_changed_without_a_build_is_blamed(started: Project) -> None:
    started.define(WORSE)
    assert _lines(_blame(started)) == [
        'output/teams/crew.mdx: it is not what the definitions say (run "catalog-gen build") [stale-output]'
    ]


def test_a_definition_that_was_changed_and_built_is_fine(started: Project) -> None:
    started.define(WORSE)
    started.build()
    blame = _blame(started)
    assert (blame.problems, blame.older) == ((), 0)


@pytest.fixture
def drifted(started: Project) -> Project:
    """A project whose main has a page that is not what its definition says."""
    started.define(STALE)
    commit(started.root)
    git(started.root, "branch", "-f", "main")
    return started


def test_a_page_that_was_stale_on_main_already_is_old(drifted: Project) -> None:
    drifted.define(STALE + "t = Team('t', members=['who'], summary='s')")
    drifted.define(STALE + "# nothing")
    blame = _blame(drifted)
    assert (blame.problems, blame.older) == ((), 1)


def test_a_page_that_a_change_makes_more_stale_is_blamed(drifted: Project) -> None:
    drifted.define(WORSE)
    blame = _blame(drifted)
    assert [problem.place.path for problem in blame.problems] == ["output/teams/crew.mdx"]
    assert blame.older == 0


def test_a_stale_page_that_was_edited_by_hand_besides_is_blamed(drifted: Project) -> None:
    page = _page(drifted, "teams/crew.mdx")
    page.write_text(page.read_text() + "\nBy hand.\n")
    assert [problem.place.path for problem in _blame(drifted).problems] == ["output/teams/crew.mdx"]


def test_other_stale_pages_do_not_hide_behind_an_old_one(drifted: Project) -> None:
    drifted.define(STALE.replace('Team("more", summary="s")', 'Team("more", summary="t")'))
    blame = _blame(drifted)
    assert [problem.place.path for problem in blame.problems] == ["output/teams/more.mdx"]
    assert blame.older == 1


def test_line_ends_of_a_checkout_make_no_page_more_stale(drifted: Project) -> None:
    page = _page(drifted, "teams/crew.mdx")
    page.write_bytes(page.read_bytes().replace(b"\n", b"\r\n"))
    blame = _blame(drifted)
    assert (blame.problems, blame.older) == ((), 1)


def test_a_file_of_ours_that_a_change_deletes_is_blamed(started: Project) -> None:
    _page(started, "events/E/index.mdx").unlink()
    assert _lines(_blame(started)) == [
        'output/events/E/index.mdx: it is missing (run "catalog-gen build") [stale-output]'
    ]


def test_a_page_that_a_change_leaves_behind_is_blamed(started: Project) -> None:
    started.define(FINE.replace('"crew"', '"team"'))
    paths = [problem.place.path for problem in _blame(started).problems]
    assert "output/teams/crew.mdx" in paths


def test_a_hand_edit_that_hides_a_change_is_of_whoever_made_the_change(started: Project) -> None:
    page = _page(started, "teams/crew.mdx")
    page.write_text(page.read_text().replace("summary: s\n", "summary: by hand\n"))
    started.define(STALE)
    commit(started.root)
    git(started.root, "branch", "-f", "main")
    blame = _blame(started)
    assert (blame.problems, blame.older > 0) == ((), True)
    started.define(WORSE)
    assert any("a hand edit hides" in line for line in _lines(_blame(started)))


def test_an_output_that_is_not_committed_is_not_compared_and_that_is_said(project: Project) -> None:
    project.define(FINE)
    assert _blame(_branched(project)).notes == ("output has no record of a build, so it was not compared",)


def test_a_lost_record_is_the_same_however_many_pages_it_is_about(started: Project) -> None:
    for path in ("teams/crew.mdx", "teams/more.mdx"):
        page = _page(started, path)
        page.write_text(page.read_text() + "\nBy hand.\n")
    (started.root / "output/.catalog-gen/catalog.manifest").unlink()
    commit(started.root)
    git(started.root, "branch", "-f", "main")
    assert started.codes() == ["lost-record"]
    git(started.root, "checkout", "HEAD~1", "--", "output/teams/more.mdx")
    assert (_blame(started).problems, _blame(started).older) == ((), 1)


def test_the_update_of_a_program_counts_as_what_main_had(project: Project) -> None:
    project.define("\n".join(f"t{number} = Team('t{number}', summary='s')" for number in range(12)))
    project.build()
    record = project.root / "output/.catalog-gen/catalog.manifest"
    record.write_text(record.read_text().replace("catalog-gen 0.1.0:", "catalog-gen 0.0.9:"))
    project.define("\n".join(f"t{number} = Team('t{number}', summary='other')" for number in range(12)))
    _branched(project)
    blame = _blame(project)
    assert (blame.problems, blame.older) == ((), 1)
    project.define("\n".join(f"t{number} = Team('t{number}', summary='o{number // 11}')" for number in range(12)))
    assert len(_blame(project).problems) > 0


def test_errors_of_main_keep_the_output_from_being_compared_and_that_is_said(started: Project) -> None:
    started.define(FINE + OLD)
    commit(started.root)
    git(started.root, "branch", "-f", "main")
    assert _blame(started).notes == ("output was not compared, as there are errors",)


NOTHING = Changes({}, {}, (), {}, {}, 0, "", records_changed=False, held={}, recorded=True, written_by="")


@pytest.mark.parametrize(
    ("head", "base", "same", "is_old"),
    [
        ({"created": {"p": b"1"}}, {"created": {"p": b"1"}}, True, True),
        ({"created": {"p": b"1"}}, {"created": {"p": b"2"}}, True, False),
        ({"created": {"p": b"1"}}, {"updated": {"p": b"1"}}, False, False),
        ({"created": {"p": b"1"}}, {}, False, False),
        ({"updated": {"p": b"1"}}, {"updated": {"p": b"1"}}, True, True),
        ({"updated": {"p": b"1\r\n"}}, {"updated": {"p": b"1\n"}}, True, True),
        ({"updated": {"p": b"1"}}, {"updated": {"p": b"2"}}, True, False),
        ({"updated": {"p": b"1"}}, {"updated": {"p": b"1"}}, False, False),
        ({"updated": {"p": b"1"}}, {"created": {"p": b"1"}}, False, False),
        ({"updated": {"p": b"1"}}, {"updated": {"q": b"1"}}, True, False),
        ({"removed": ("p",)}, {"removed": ("p",)}, True, True),
        ({"removed": ("p",)}, {"removed": ("p",)}, False, False),
        ({"removed": ("p",)}, {}, True, False),
        ({"created": {"p": b"1"}}, {"created": {"p": b"1"}, "recorded": False}, True, False),
    ],
)
def test_drift_is_old_where_the_same_would_be_made_of_the_same(head: Any, base: Any, same: Any, is_old: Any) -> None:
    split = drift(dataclasses.replace(NOTHING, **head), dataclasses.replace(NOTHING, **base), lambda _: same)
    old, new = ([*part.created, *part.updated, *part.removed] for part in (split.older, split.brought))
    assert (old, new) == ((["p"], []) if is_old else ([], ["p"]))


# --- where it all is


def test_a_project_may_lie_in_a_folder_of_the_repository_and_its_output_beside_it(project: Project) -> None:
    top = project.root
    project.root = top / "docs/ü project"
    project.write("pyproject.toml", '[tool.catalog-gen]\noutput = "../../site/catalog"\ninherit-owners = true\n')
    project.define(FINE)
    project.build()
    project.define(STALE)
    repository(top)
    assert (_blame(project).problems, _blame(project).older) == ((), 1)
    project.define(WORSE)
    assert [problem.place.path for problem in _blame(project).problems] == ["../../site/catalog/teams/crew.mdx"]


def test_an_output_outside_of_the_repository_is_the_same_on_both_sides(project: Project) -> None:
    top = project.root
    project.root = top / "r"
    project.write("pyproject.toml", '[tool.catalog-gen]\noutput = "../site"\ninherit-owners = true\n')
    project.define(FINE)
    project.build()
    project.define(STALE)
    _branched(project)
    assert (_blame(project).problems, _blame(project).older) == ((), 1)
    project.define(WORSE)
    assert [problem.code for problem in _blame(project).problems] == ["stale-output"]


def test_the_output_may_be_the_project_itself(project: Project) -> None:
    project.write("pyproject.toml", '[tool.catalog-gen]\noutput = "."\ninherit-owners = true\n')
    project.define(FINE)
    project.build()
    project.define(STALE)
    project.write("data/large.bin", b"x" * 1000)
    _branched(project)
    assert (_blame(project).problems, _blame(project).older) == ((), 1)


def test_another_output_holds_on_both_sides(started: Project) -> None:
    started.define(WORSE)
    other = started.root / "other"
    (started.root / "output").rename(other)
    configured = dataclasses.replace(started.settings(), output="other")
    blame = blaming.blame("main", configured, "other", lambda _: None)
    assert isinstance(blame, Blame)
    assert [problem.place.path for problem in blame.problems] == ["other/teams/crew.mdx"]


def test_templates_of_the_team_are_those_of_each_side(project: Project) -> None:
    project.write("pyproject.toml", '[tool.catalog-gen]\ninherit-owners = true\ntemplates = "ours"\n')
    own = '{% extends "builtin/team.mdx.j2" %}'
    project.write("ours/team.mdx.j2", own)
    project.define(FINE)
    project.build()
    _branched(project)
    assert _blame(project).problems == ()
    project.write("ours/team.mdx.j2", own + "{% block overview %}Ours.{% endblock %}")
    assert {problem.code for problem in _blame(project).problems} == {"stale-output"}
    commit(project.root)
    git(project.root, "branch", "-f", "main")
    assert (_blame(project).problems, _blame(project).older > 0) == ((), True)


def test_a_worktree_is_compared_with_the_branch_of_its_repository(started: Project, tmp_path: Path) -> None:
    place = tmp_path.parent / f"{tmp_path.name}-worktree"
    git(started.root, "worktree", "add", "-q", "-b", "other", str(place))
    started.root = place
    started.define(WORSE)
    assert [problem.code for problem in _blame(started).problems] == ["stale-output"]


def test_nothing_is_left_on_disk(started: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    temporary = tmp_path.parent / f"{tmp_path.name}-temporary"
    temporary.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(temporary))
    started.define(WORSE)
    before = sorted(started.root.rglob("*"))
    assert _blame(started).problems
    assert sorted(started.root.rglob("*")) == before
    assert list(temporary.iterdir()) == []


def test_no_name_in_a_commit_leads_out_of_the_temporary_folder(
    started: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path.parent / f"{tmp_path.name}-places" / "temporary"
    place.mkdir(parents=True)
    monkeypatch.setattr("tempfile.tempdir", str(place))
    tree = f"100644 blob {git(started.root, 'rev-parse', 'HEAD:pyproject.toml')}\tteams"
    for name in ("..", "..", "..", "..", "teams"):
        tree = f"040000 tree {git(started.root, 'mktree', given=tree)}\t{name}"
    output = git(started.root, "mktree", given=tree)
    whole = git(started.root, "ls-tree", "HEAD").replace(git(started.root, "rev-parse", "HEAD:output"), output)
    hostile = git(started.root, "commit-tree", "-m", "m", git(started.root, "mktree", given=whole))
    for branch in ("main", "change"):
        git(started.root, "update-ref", f"refs/heads/{branch}", hostile)
    started.define(WORSE)
    assert [problem.place.path for problem in _blame(started).problems] == ["output/teams/crew.mdx"]
    assert [*place.parent.rglob("*")] == [place]


# --- a base that says little


@pytest.mark.parametrize("text", [None, "[tool.other]\n", "[tool.catalog-gen\n", "[tool.catalog-gen]\nouput = 1\n"])
def test_without_settings_in_the_base_everything_is_of_the_change(project: Project, text: str | None) -> None:
    wanted = (project.root / "pyproject.toml").read_bytes()
    (project.root / "pyproject.toml").unlink()
    project.define(OLD)
    if text is not None:
        project.write("pyproject.toml", text)
    _branched(project)
    project.write("pyproject.toml", wanted)
    blame = _blame(project)
    assert (len(blame.problems), blame.older) == (30, 0)
    assert blame.notes[0] == "the base counts as without problems, as it has no settings, or wrong ones"


def test_settings_may_move_to_another_file(project: Project) -> None:
    project.define(OLD)
    _branched(project)
    project.write("pyproject.toml", "[tool.other]\n")
    project.write("catalog-gen.toml", "inherit-owners = true\n")
    assert (_blame(project).problems, _blame(project).older) == ((), 30)


def test_a_base_that_asks_for_another_version_of_the_program_is_built_by_this_one(project: Project) -> None:
    project.write("pyproject.toml", '[tool.catalog-gen]\nrequired-version = "<0.1"\ninherit-owners = true\n')
    project.define(OLD)
    _branched(project)
    project.write("pyproject.toml", '[tool.catalog-gen]\nrequired-version = ">=0.1"\ninherit-owners = true\n')
    assert (_blame(project).problems, _blame(project).older) == ((), 30)


def test_roots_of_the_base_have_to_be_there_in_the_base_only(project: Project) -> None:
    project.write("pyproject.toml", '[tool.catalog-gen]\nroots = ["src/lib"]\ninherit-owners = true\n')
    project.write("src/lib/shared.py", "")
    project.define(OLD)
    _branched(project)
    git(project.root, "mv", "src/lib", "src/other")
    project.write("pyproject.toml", '[tool.catalog-gen]\nroots = ["src/other"]\ninherit-owners = true\n')
    assert (_blame(project).problems, _blame(project).older) == ((), 30)


def test_a_base_that_cannot_be_built_does_not_stand_in_the_way(
    started: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    started.define(OLD)
    whole, runs = building.build, []

    def build(*arguments: object, **options: object) -> object:
        runs.append(arguments)
        if len(runs) > 1:
            raise RecursionError
        return whole(*arguments, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(building, "build", build)
    blame = _blame(started)
    assert len(blame.problems) == 30
    assert blame.notes[0] == "the base counts as without problems, as it cannot be built (RecursionError)"


def test_nothing_of_the_base_is_run(project: Project, tmp_path: Path) -> None:
    project.write("pyproject.toml", '[tool.catalog-gen]\nreader = "import"\n')
    project.define(f"open({str(tmp_path / 'ran')!r}, 'w').write('x')\ne = Event('E', summary='s')")
    _branched(project)
    project.define("e = Event('E', summary='s')\nt = Team('t', members=['who'])")
    blame = _blame(project)
    assert not (tmp_path / "ran").exists()
    assert blame.notes[0] == "the base was read, not run"


# --- a base that git does not know


def test_an_unknown_branch_is_said_with_the_nearest_one(started: Project) -> None:
    assert _refusal(started, "mian") == (
        'pyproject.toml: git knows no branch, tag or commit "mian" (did you mean "main"?) [unknown-base]'
    )


def test_histories_that_share_nothing_have_no_base(started: Project) -> None:
    git(started.root, "checkout", "-q", "--orphan", "other")
    git(started.root, "commit", "-q", "-m", "another beginning")
    assert "main and this branch have no commit in common (name the branch" in _refusal(started, "main")


def test_a_project_outside_of_git_says_so(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(project.root.resolve().parent))
    assert "main: the project is not in a git repository" in _refusal(project, "main")


def _cloned(project: Project, *options: str) -> Project:
    """A clone of the branch, after both sides have gone on."""
    for branch in ("change", "main"):
        git(project.root, "checkout", "-q", branch)
        for number in range(3):
            git(project.root, "commit", "-q", "--allow-empty", "-m", f"{branch} {number}")
    clone = project.root.parent / f"{project.root.name}-clone"
    git(project.root, "clone", "-q", *options, "-b", "change", project.root.as_uri(), str(clone))
    project.root = clone
    return project


def test_a_shallow_clone_says_the_command_that_brings_what_is_missing(started: Project) -> None:
    clone = _cloned(started, "--depth=1")
    refusal = _refusal(clone, "origin/main")
    command = "git fetch --deepen=100 origin main:refs/remotes/origin/main"
    assert f'knows no branch, tag or commit "origin/main" ({command}; where a workflow checks out: ' in refusal
    git(clone.root, *command.split()[1:])
    assert _blame(clone, "origin/main").problems == ()


def test_a_shallow_clone_without_the_common_commit_says_the_command_that_brings_it(started: Project) -> None:
    clone = _cloned(started, "--depth=1", "--no-single-branch")
    refusal = _refusal(clone, "origin/main")
    command = "git fetch --deepen=100 origin main:refs/remotes/origin/main"
    assert f"no commit in common in this shallow clone ({command}; " in refusal
    git(clone.root, *command.split()[1:])
    assert _blame(clone, "origin/main").problems == ()


def test_a_branch_that_was_not_fetched_is_said_with_the_command_that_fetches_it(started: Project) -> None:
    clone = _cloned(started, "--single-branch")
    command = "git fetch origin main:refs/remotes/origin/main"
    assert f"({command})" in _refusal(clone, "origin/main")
    git(clone.root, *command.split()[1:])
    assert _blame(clone, "origin/main").problems == ()


def test_a_missing_object_is_said(started: Project) -> None:
    name = git(started.root, "rev-parse", "main:schemas/definitions.py")
    (started.root / ".git/objects" / name[:2] / name[2:]).unlink()
    started.define(WORSE)
    assert f"git has no object {name}, a file of that commit" in _refusal(started, "main")


# --- the command


def _run(project: Project, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "catalog_gen", "check", *arguments]
    environment = {**os.environ, "PYTHONUTF8": "1"}
    return subprocess.run(command, cwd=project.root, env=environment, capture_output=True, text=True, check=False)


def test_older_problems_are_one_note_and_no_reason_to_fail(project: Project) -> None:
    project.define(OLD)
    ran = _run(_branched(project), "--base", "main", "--strict")
    note = "no new problems; 30 older problems are not of this change (check without --base lists them)"
    assert (ran.returncode, ran.stdout) == (0, "")
    assert ran.stderr == f"{note}; output was not compared, as there are errors\n"


def test_new_problems_fail_and_machines_hear_of_the_others_what_they_need(drifted: Project) -> None:
    drifted.define(STALE.replace('Team("more", summary="s")', 'Team("more", summary="t")'))
    ran = _run(drifted, "--base", "main", "--format", "json")
    told = json.loads(ran.stdout)
    assert ran.returncode == 1
    assert [row["path"] for row in told["problems"]] == ["output/teams/more.mdx"]
    assert told["base"] == {"ref": "main", "commit": git(drifted.root, "rev-parse", "main"), "older": 1}
    assert ran.stderr == "1 error in 1 file; 1 older problem is not of this change (check without --base lists it)\n"


def test_an_unknown_base_is_bad_usage(started: Project) -> None:
    ran = _run(started, "--base", "nowhere", "--format", "github")
    assert ran.returncode == 2
    assert ran.stdout.startswith("::error file=pyproject.toml,title=unknown-base::")
    assert ran.stderr == "1 error in 1 file; nothing was compared\n"

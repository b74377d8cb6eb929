from __future__ import annotations

import dataclasses
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, cast

import pytest
from click.testing import CliRunner

from catalog_gen.cli import main
from catalog_gen.output import differences, manifest, staleness
from catalog_gen.problems import text

if TYPE_CHECKING:
    from pathlib import Path

    from click.testing import Result
    from projects import Project

CATALOG = """crew = Team("crew", summary="s")
e = Event("E", name="{name}", snippets=[], summary="s", description="{description}")
s = Service("S", sends=[e], owners=[crew], summary="s")
"""
PAGE = "output/events/E/index.mdx"


@pytest.fixture
def built(project: Project) -> Project:
    _define(project)
    project.build()
    return project


def _define(project: Project, name: str = "One", description: str = "First.") -> None:
    project.define(CATALOG.format(name=name, description=description))


def _stale(project: Project, program: str = "0.1.0") -> list[str]:
    changes = project.built().changes
    assert changes is not None
    settings = dataclasses.replace(project.settings(), program=program)
    return [text(problem) for problem in staleness.stale(changes, settings)]


def _edit(project: Project, before: str, after: str) -> None:
    page = project.root / PAGE
    assert before in page.read_text()
    page.write_text(page.read_text().replace(before, after))


def _run(project: Project, monkeypatch: pytest.MonkeyPatch, *arguments: str) -> Result:
    monkeypatch.chdir(project.root)
    return CliRunner().invoke(main, [*arguments])


# what is stale


def test_a_catalog_that_is_as_it_was_built_is_not_stale(built: Project) -> None:
    assert _stale(built) == []


def test_a_page_that_a_build_would_write_is_stale_and_the_command_is_named(built: Project) -> None:
    _define(built, description="Second.")
    assert _stale(built) == [
        'output/events/E/index.mdx: it is not what the definitions say (run "catalog-gen build") [stale-output]'
    ]


def test_a_file_of_ours_that_somebody_deleted_is_missing(built: Project) -> None:
    (built.root / "output/teams/crew.mdx").unlink()
    assert _stale(built) == ['output/teams/crew.mdx: it is missing (run "catalog-gen build") [stale-output]']


def test_a_page_whose_definition_is_gone_is_stale(built: Project) -> None:
    built.define('crew = Team("crew", summary="s")\n')
    message = 'nothing in the definitions asks for it any more (run "catalog-gen build")'
    assert f"output/events/E/index.mdx: {message} [stale-output]" in _stale(built)


def test_a_hand_edit_alone_is_not_stale(built: Project) -> None:
    _edit(built, "First.", "By hand.")
    assert _stale(built) == []


def test_a_hand_edit_that_hides_a_change_is_stale_until_a_build_has_said_so(built: Project) -> None:
    _edit(built, "First.", "First, by hand.")
    _define(built, description="First of all.")
    assert _stale(built) == [
        'output/events/E/index.mdx:14:1: E 1.0.0: a hand edit hides that "overview/2" (Overview: "First, by hand.") '
        "has changed, and no build has said so yet "
        '(run "catalog-gen build"; "catalog-gen build --overwrite E#overview" takes it) [stale-output]'
    ]
    built.build()
    assert _stale(built) == []


def test_without_a_record_nothing_is_stale(built: Project) -> None:
    manifest.path(built.root / "output", "catalog").unlink()
    (built.root / PAGE).unlink()
    assert _stale(built) == []


def test_another_version_of_the_program_that_rewrites_much_asks_for_a_commit_of_its_own(project: Project) -> None:
    events = "\n".join(
        f'e{n} = Event("E{n}", snippets=[], summary="s", owners=[crew], description="{{0}}")' for n in range(12)
    )
    project.define('crew = Team("crew", summary="s")\n' + events.replace("{0}", "one"))
    project.build()
    project.define('crew = Team("crew", summary="s")\n' + events.replace("{0}", "two"))
    assert len(_stale(project)) == 12
    assert _stale(project, "0.2.0") == [
        "output/.catalog-gen/catalog.manifest: catalog-gen 0.2.0 writes 12 files otherwise than 0.1.0 did "
        '(run "catalog-gen build", and commit that on its own) [stale-output]'
    ]


# what the commands say


def test_a_check_of_a_stale_catalog_fails(built: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    _define(built, description="Second.")
    ran = _run(built, monkeypatch, "check")
    assert ran.exit_code == 1
    assert ran.output.endswith("1 error in 1 file\n")


def test_a_build_says_once_what_a_hand_edit_holds_back_and_counts_it_from_then_on(
    built: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    _edit(built, "First.", "First, by hand.")
    _define(built, description="First of all.")
    ran = _run(built, monkeypatch, "build")
    assert ran.exit_code == 0
    said = (
        '"overview/2" (Overview: "First, by hand.") was edited by hand, so what the definition says now is not written'
    )
    assert said in ran.output
    again = _run(built, monkeypatch, "build")
    assert again.output == (
        "wrote 0, kept 4; 1 hand-edited block no longer follows the definitions (build --diff shows it)\n"
    )


def test_a_diff_shows_changes_and_what_is_held_back_and_writes_nothing(
    built: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    _edit(built, "First.", "First, by hand.")
    _define(built, name="Two", description="First of all.")
    before = (built.root / PAGE).read_text()
    ran = _run(built, monkeypatch, "build", "--diff")
    assert (built.root / PAGE).read_text() == before
    assert "-name: One\n+name: Two\n" in ran.stdout
    assert 'Held back: "overview/2" was edited by hand, output/events/E/index.mdx:14\n' in ran.stdout
    assert "-First, by hand.\n+First of all.\n" in ran.stdout


def test_overwriting_a_section_takes_the_generated_text_of_it_and_leaves_the_rest(
    built: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    _edit(built, "First.", "First, by hand.\n\nMine.")
    _edit(built, "<NodeGraph />", "<NodeGraph />\n\nAlso mine.")
    ran = _run(built, monkeypatch, "build", "--overwrite", "E#overview")
    assert ran.exit_code == 0
    assert "by hand" not in built.page("events/E/index.mdx")
    assert "\nMine." not in built.page("events/E/index.mdx")
    assert "Also mine." in built.page("events/E/index.mdx")


@pytest.mark.parametrize("wish", [("E",), ("--all",)])
def test_overwriting_a_page_makes_it_what_its_definition_says(
    built: Project, monkeypatch: pytest.MonkeyPatch, wish: tuple[str, ...]
) -> None:
    generated = built.page("events/E/index.mdx")
    _edit(built, "First.", "By hand.")
    assert _run(built, monkeypatch, "build", "--overwrite", *wish).exit_code == 0
    assert built.page("events/E/index.mdx") == generated


def test_overwriting_the_front_matter_keeps_keys_of_the_users(built: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    _edit(built, "name: One\n", "name: Mine\nx-mine: 1\n")
    assert _run(built, monkeypatch, "build", "--overwrite", "E#front-matter").exit_code == 0
    assert "name: One\nx-mine: 1\n" in built.page("events/E/index.mdx")


def test_a_page_written_by_hand_is_taken_over_on_request_and_keeps_its_text(
    project: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    project.write(PAGE, "---\nid: E\nname: Mine\nversion: 1.0.0\n---\n\n## Overview\n\nMy words.\n")
    _define(project)
    assert "catalog-gen build --adopt E" in _run(project, monkeypatch, "build").output
    assert _run(project, monkeypatch, "build", "--adopt", "E").exit_code == 0
    page = project.page("events/E/index.mdx")
    assert "name: Mine\n" in page
    assert "## Overview\n\nMy words.\n" in page
    assert "First." not in page
    assert "### At a glance" in page


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (("--overwrite",), "--overwrite needs an ID"),
        (("--overwrite", "F"), 'the definitions declare no "F"'),
        (("--adopt", "F"), 'the definitions declare no "F"'),
        (("E",), "ids are for --adopt"),
    ],
)
def test_a_wish_that_cannot_be_met_is_wrong_usage(
    built: Project, monkeypatch: pytest.MonkeyPatch, arguments: tuple[str, ...], message: str
) -> None:
    ran = _run(built, monkeypatch, "build", *arguments)
    assert ran.exit_code == 2
    assert message in ran.output


def test_a_section_that_there_is_not_is_a_problem_that_names_those_that_there_are(
    built: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    _edit(built, "First.", "By hand.")
    ran = _run(built, monkeypatch, "build", "--overwrite", "E#nowhere")
    assert ran.exit_code == 1
    assert (
        'there is no section "nowhere" (it has front-matter, overview, at-a-glance, architecture-diagram)' in ran.output
    )


# diffs


@pytest.mark.parametrize("after", ["a\nb\n", "a\nb", "", "\n", "a\x0cb\u2028c\n", "a\r\nb\r\n"])
@pytest.mark.parametrize("before", [None, "", "a\nc\n", "a\nb", "a\nb\n"])
def test_a_diff_is_a_patch_that_gives_the_new_text(tmp_path: Path, before: str | None, after: str) -> None:
    file = tmp_path / "output/page.mdx"
    file.parent.mkdir()
    changed = {"page.mdx": after.encode()}
    if before is not None:
        file.write_bytes(before.encode())
    created, updated = (changed, {}) if before is None else ({}, changed)
    changes = cast("Any", SimpleNamespace(created=created, updated=updated, removed=(), held={}))
    settings = cast("Any", SimpleNamespace(output_dir=file.parent, output="output"))
    patch = "".join(f"{line}\n" for line in differences.differences(changes, settings))
    assert _patched(before or "", patch) == after


def _patched(before: str, patch: str) -> str:
    """What a patch of one hunk makes of a text."""
    if not patch:
        return before
    head, hunk = patch.split("@@\n", 1)
    assert head.startswith("--- ")
    lines = hunk.replace("\n\\ No newline at end of file\n", "\0").replace("\n", "\n\1").replace("\0", "\1").split("\1")
    assert "".join(line[1:] for line in lines if line[:1] in {"-", " "}) == before
    return "".join(line[1:] for line in lines if line[:1] in {"+", " "})


def test_a_diff_of_a_new_file_has_no_line_more_than_the_file(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    project.define('crew = Team("crew", summary="s")')
    ran = _run(project, monkeypatch, "build", "--diff")
    added = [line for line in ran.stdout.splitlines() if line.startswith("+") and not line.startswith("+++")]
    project.build()
    assert (
        f"+++ output/teams/crew.mdx\n@@ -0,0 +1,{len(project.page('teams/crew.mdx').splitlines())} @@\n" in ran.stdout
    )
    assert added[-1] != "+"

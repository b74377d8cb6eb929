from __future__ import annotations

import contextlib
import json
import os
import pty
import subprocess
import sys
from typing import TYPE_CHECKING, NamedTuple

import click
import pytest
from click.testing import CliRunner

from catalog_gen.cli import COMMANDS, main

if TYPE_CHECKING:
    from pathlib import Path

    from projects import Project

FINE = """
    crew = Team("crew", summary="s")
    e = Event("E", snippets=[], summary="s")
    s = Service("S", sends=[e], owners=[crew], summary="s")
"""
ELSEWHERE = {"PYTHONUTF8": "1"}


class Ran(NamedTuple):
    """What a command came to."""

    returncode: int
    stdout: str
    stderr: str


def _run(project: Project, *arguments: str, cwd: Path | None = None) -> Ran:
    """The command in this process, which is eight times as fast."""
    with contextlib.chdir(cwd or project.root):
        ran = CliRunner().invoke(main, arguments)
    if ran.exception is not None and not isinstance(ran.exception, SystemExit):
        raise ran.exception
    return Ran(ran.exit_code, ran.stdout, ran.stderr)


def _start(project: Project, *arguments: str) -> Ran:
    """The command as users start it."""
    command = [sys.executable, "-m", "catalog_gen", *arguments]
    environment = {**os.environ, **ELSEWHERE}
    ran = subprocess.run(command, cwd=project.root, env=environment, capture_output=True, text=True, check=False)
    return Ran(ran.returncode, ran.stdout, ran.stderr)


def test_a_build_says_what_it_wrote_and_a_second_one_that_it_kept_it(project: Project) -> None:
    project.define(FINE)
    assert _start(project, "build") == (0, "", "wrote 4, kept 0\n")
    assert _start(project, "build") == (0, "", "wrote 0, kept 4\n")


def test_help_lists_each_command_with_the_first_sentence_of_its_own_text() -> None:
    ran = CliRunner().invoke(main, ["--help"], terminal_width=200)
    context = click.Context(main)
    own = {name: main.get_command(context, name) for name in COMMANDS}
    assert {name: command.help.splitlines()[0] for name, command in own.items() if command and command.help} == COMMANDS
    assert [line.split(maxsplit=1) for line in ran.output.splitlines()[-len(COMMANDS) :]] == [
        [name, text] for name, text in COMMANDS.items()
    ]


def test_an_unknown_command_is_bad_usage_and_the_nearest_one_is_named(project: Project) -> None:
    ran = _run(project, "biuld")
    assert ran.returncode == 2
    assert 'Error: there is no command "biuld"; did you mean "build"?' in ran.stderr


def test_errors_give_exit_1_and_nothing_is_written(project: Project) -> None:
    project.define('e = Event("E", owners=["nobody"], summary="s")')
    ran = _run(project, "build")
    assert ran.returncode == 1
    assert ran.stderr.splitlines()[-1] == "1 error in 1 file, 1 warning; nothing was written"
    assert not (project.root / "output").exists()


def test_warnings_alone_give_exit_0_and_strict_makes_them_errors(project: Project) -> None:
    project.define('e = Event("E", summary="s")')
    assert _run(project, "check").returncode == 0
    assert _run(project, "check", "--strict").returncode == 1


def test_a_severity_can_be_set_by_code(project: Project) -> None:
    settings = '[tool.catalog-gen.problems]\nno-owner = "error"\norphan-message = "off"\n'
    project.write("pyproject.toml", settings)
    project.define('e = Event("E", summary="s")')
    ran = _run(project, "check")
    assert ran.returncode == 1
    assert "no-owner" in ran.stderr
    assert "orphan-message" not in ran.stderr


@pytest.mark.parametrize("arguments", [["build", "--nonsense"], ["nonsense"], ["build", "--config", "nowhere.toml"]])
def test_wrong_usage_gives_exit_2(project: Project, arguments: list[str]) -> None:
    assert _run(project, *arguments).returncode == 2


@pytest.mark.parametrize("text", ["[tool.catalog-gen]\nouput = 'x'\n", "[tool.catalog-gen\n", "[tool.other]\n"])
def test_wrong_settings_give_exit_2(project: Project, text: str) -> None:
    project.write("pyproject.toml", text)
    ran = _run(project, "build")
    assert ran.returncode == 2
    assert ran.stderr.startswith("pyproject.toml")


def test_no_definitions_are_a_problem(project: Project) -> None:
    assert "[no-definitions]" in _run(project, "build").stderr


def test_a_dry_run_lists_and_writes_nothing(project: Project) -> None:
    project.define(FINE)
    ran = _run(project, "build", "--dry-run")
    assert ran.returncode == 0
    assert "create output/events/E/index.mdx" in ran.stdout.splitlines()
    assert ran.stderr == "would write 4, keep 0\n"
    assert not (project.root / "output").exists()


def test_a_dry_run_keeps_its_listing_out_of_what_machines_read(project: Project) -> None:
    project.define(FINE)
    ran = _run(project, "build", "--dry-run", "--format", "json")
    assert json.loads(ran.stdout) == {"problems": []}
    assert "create output/events/E/index.mdx" in ran.stderr.splitlines()


def test_a_dry_run_tells_updates_and_removals(project: Project) -> None:
    project.define(FINE)
    _run(project, "build")
    project.define('crew = Team("crew", summary="t")')
    lines = _run(project, "build", "--dry-run").stdout.splitlines()
    assert lines == [
        "update output/teams/crew.mdx",
        "remove output/events/E/index.mdx",
        "remove output/services/S/index.mdx",
    ]


def test_the_output_can_be_somewhere_else(project: Project, tmp_path_factory: pytest.TempPathFactory) -> None:
    project.define(FINE)
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    assert _run(project, "build", "--output", str(elsewhere)).returncode == 0
    assert (elsewhere / "events/E/index.mdx").exists()
    assert not (project.root / "output").exists()


def test_settings_can_be_named_from_anywhere(project: Project, tmp_path_factory: pytest.TempPathFactory) -> None:
    project.define(FINE)
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    assert _run(project, "build", "--config", str(project.root / "pyproject.toml"), cwd=elsewhere).returncode == 0
    assert (project.root / "output/events/E/index.mdx").exists()
    assert list(elsewhere.iterdir()) == []


def test_the_importing_reader_is_an_option(project: Project) -> None:
    project.define("import os\n" + 'e = Event("E", summary=os.environ["PYTHONUTF8"])')
    assert "[unreadable-value]" in _start(project, "build").stderr
    assert _start(project, "build", "--import").returncode == 0
    assert "summary: '1'" in project.page("events/E/index.mdx")


def test_problems_can_be_had_as_json(project: Project) -> None:
    project.define('e = Event("E", owners=["crw"], summary="s")\ncrew = Team("crew")')
    ran = _run(project, "check", "--format", "json")
    [found] = [row for row in json.loads(ran.stdout)["problems"] if row["code"] == "unknown-owner"]
    assert found == {
        "code": "unknown-owner",
        "severity": "error",
        "message": 'owner "crw" is not defined',
        "hint": 'did you mean "crew"?',
        "subject": "E 1.0.0",
        "path": "schemas/definitions.py",
        "line": 2,
        "column": 24,
    }


def test_problems_can_be_had_as_annotations_of_github(project: Project) -> None:
    project.define('e = Event("E", owners=["a"], summary="s")')
    lines = _run(project, "check", "--format", "github").stdout.splitlines()
    assert lines[-1] == (
        "::error file=schemas/definitions.py,line=2,col=24,title=unknown-owner::"
        'E 1.0.0: owner "a" is not defined [unknown-owner]'
    )


def test_beyond_ten_of_a_kind_only_the_number_is_shown(project: Project) -> None:
    project.define("es = [Event(f'E{n}', owners=[f'o{n}'], summary='s') for n in range(25)]")
    ran = _run(project, "check")
    assert ran.stderr.count("[unknown-owner]") == 11
    assert "and 15 more [unknown-owner]; --all lists them" in ran.stderr.splitlines()
    assert _run(project, "check", "--all").stderr.count("[unknown-owner]") == 25


def _on_a_terminal(project: Project, **environment: str) -> str:
    """What the command shows on a terminal."""
    leader, follower = pty.openpty()
    command = [sys.executable, "-m", "catalog_gen", "check"]
    with subprocess.Popen(
        command, cwd=project.root, env={**os.environ, **environment}, stdout=follower, stderr=follower
    ) as ran:
        os.close(follower)
        shown = b""
        try:
            while chunk := os.read(leader, 4096):
                shown += chunk
        except OSError:  # how a terminal ends
            pass
        os.close(leader)
        assert ran.wait() == 1
    return shown.decode()


def test_a_terminal_gets_colours_unless_it_asks_for_none(project: Project) -> None:
    project.define('e = Event("E", owners=["a"], summary="s")')
    assert "\x1b[31merror" in _on_a_terminal(project)
    assert "\x1b[31m" not in _on_a_terminal(project, NO_COLOR="1")


def test_a_pipe_gets_no_colours(project: Project) -> None:
    project.define('e = Event("E", owners=["a"], summary="s")')
    assert "\x1b" not in _run(project, "check").stderr


def test_the_last_line_counts_errors_and_files(project: Project) -> None:
    project.define('a = Event("A", owners=["x", "y"], summary="s")', "schemas/a/definitions.py")
    project.define('b = Event("B", owners=["x"], summary="s")', "schemas/b/definitions.py")
    last = _run(project, "build").stderr.splitlines()[-1]
    assert last == "3 errors in 2 files, 2 warnings; nothing was written"


def test_a_check_without_problems_says_so(project: Project) -> None:
    project.define(FINE)
    project.build()
    ran = _run(project, "check")
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "", "no problems\n")


def test_a_check_of_a_catalog_that_is_not_there_says_that_it_compared_nothing(project: Project) -> None:
    project.define(FINE)
    ran = _run(project, "check")
    message = "no problems; output has no record of a build, so it was not compared\n"
    assert (ran.returncode, ran.stderr) == (0, message)


def test_a_check_writes_nothing(project: Project) -> None:
    project.define(FINE)
    _run(project, "check")
    assert not (project.root / "output").exists()


def test_a_dry_run_with_errors_gives_exit_1_and_lists_nothing(project: Project) -> None:
    project.define('e = Event("E", owners=["nobody"], summary="s")')
    ran = _run(project, "build", "--dry-run")
    assert (ran.returncode, ran.stdout) == (1, "")


def test_strict_keeps_a_build_with_warnings_from_writing(project: Project) -> None:
    project.define('e = Event("E", snippets=[], summary="s")')
    ran = _run(project, "build", "--strict")
    assert ran.returncode == 1
    assert ran.stderr.splitlines()[-1] == "2 errors in 1 file; nothing was written"
    assert not (project.root / "output").exists()


def test_a_warning_is_told_from_an_error(project: Project) -> None:
    project.define('e = Event("E", owners=["a"], summary="s")')
    levels = {
        line.rpartition(" ")[2]: ": warning: " in line for line in _run(project, "check").stderr.splitlines()[:-1]
    }
    assert levels == {"[unknown-owner]": False, "[orphan-message]": True}


def test_exactly_ten_of_a_kind_are_all_shown(project: Project) -> None:
    project.define("es = [Event(f'E{n}', owners=[f'o{n}'], summary='s') for n in range(10)]")
    ran = _run(project, "check")
    assert ran.stderr.count("[unknown-owner]") == 10
    assert "more" not in ran.stderr


@pytest.mark.parametrize("style", ["json", "github"])
def test_machines_get_every_problem_on_stdout_and_only_the_last_line_on_stderr(project: Project, style: str) -> None:
    project.define("es = [Event(f'E{n}', owners=[f'o{n}'], summary='s') for n in range(12)]")
    ran = _run(project, "check", "--format", style)
    assert ran.stdout.count("unknown-owner]" if style == "github" else '"unknown-owner"') == 12
    assert ran.stderr == "12 errors in 1 file, 12 warnings\n"


def test_settings_that_are_wrong_can_be_had_as_json(project: Project) -> None:
    project.write("pyproject.toml", "[tool.catalog-gen]\nouput = 'x'\n")
    ran = _run(project, "check", "--format", "json")
    assert ran.returncode == 2
    assert [row["code"] for row in json.loads(ran.stdout)["problems"]] == ["unknown-setting"]


def test_settings_are_found_from_a_folder_below(project: Project) -> None:
    project.define(FINE)
    assert _run(project, "build", cwd=project.root / "schemas").returncode == 0
    assert (project.root / "output/events/E/index.mdx").exists()


def test_a_relative_output_is_relative_to_where_one_stands(project: Project) -> None:
    project.define(FINE)
    ran = _run(project, "build", "--output", "../docs", cwd=project.root / "schemas")
    assert ran.returncode == 0
    assert (project.root / "docs/events/E/index.mdx").exists()


def test_a_build_only_into_the_catalog_that_the_settings_name_is_a_build(project: Project) -> None:
    project.define(FINE)
    (project.root / "output").mkdir()
    ran = _run(project, "build", "--only-into", ".", cwd=project.root / "output")
    assert ran == (0, "", "wrote 4, kept 0\n")


@pytest.mark.parametrize("command", ["build", "check"])
def test_settings_that_write_another_catalog_are_refused_where_they_say_so(project: Project, command: str) -> None:
    project.define(FINE)
    project.write("pyproject.toml", '[tool.catalog-gen]\ninherit-owners = true\noutput = "docs"\n')
    other = project.write("shop/catalog/package.json", "{}").parent
    ran = _run(project, command, "--only-into", ".", cwd=other)
    assert ran.returncode == 2
    assert ran.stderr == (
        'pyproject.toml:3:1: the output is "docs", but the catalog that is generated is "shop/catalog"'
        ' (write output = "shop/catalog", or give this catalog settings of its own) [other-catalog]\n'
        "1 error in 1 file; nothing was read\n"
    )
    assert not (project.root / "docs").exists()


def test_an_output_that_only_the_command_line_names_is_the_one_that_counts(project: Project) -> None:
    project.define(FINE)
    ran = _run(project, "build", "--output", "docs", "--only-into", "docs")
    assert ran == (0, "", "wrote 4, kept 0\n")


def test_a_catalog_under_another_name_is_the_same(project: Project) -> None:
    project.define(FINE)
    (project.root / "output").mkdir()
    (project.root / "link").symlink_to("output", target_is_directory=True)
    assert _run(project, "build", "--only-into", "link").returncode == 0


@pytest.mark.parametrize("arguments", [["--version"], ["--help"], ["build", "--help"], ["check", "-h"]])
def test_help_and_version_are_results(project: Project, arguments: list[str]) -> None:
    ran = _run(project, *arguments)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout


@pytest.mark.parametrize(
    "text",
    ['e = Event("E", summary="\\ud800")', 'e = Event("E", version="1" * 5000)', "e = Event(", "e = Event('a\\0b')"],
    ids=["half of a character", "very long version", "syntax error", "null character"],
)
@pytest.mark.parametrize("reader", [[], ["--import"]], ids=["static", "importing"])
def test_nothing_in_a_definition_gives_a_traceback(project: Project, text: str, reader: list[str]) -> None:
    project.define(text)
    ran = _run(project, "build", *reader)
    assert ran.returncode == 1
    assert "Traceback" not in ran.stderr


def test_a_link_out_of_the_project_gives_no_traceback(project: Project) -> None:
    (project.root / "schemas").mkdir()
    (project.root / "schemas/definitions.py").symlink_to(sys.executable)
    ran = _run(project, "build")
    assert ran.returncode == 1
    assert "[unreadable-file]" in ran.stderr
    assert "Traceback" not in ran.stderr


def test_nobody_can_steer_the_terminal_with_a_definition(project: Project) -> None:
    project.define(r'e = Event("E\x1b[2J\n::error::", summary="s")')
    ran = _run(project, "check", "--format", "github")
    assert "\x1b" not in ran.stdout
    assert [line for line in ran.stdout.splitlines() if line.startswith("::error::")] == []

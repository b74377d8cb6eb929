from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from conftest import Project

FINE = """
    crew = Team("crew", summary="s")
    e = Event("E", summary="s")
    s = Service("S", sends=[e], owners=[crew], summary="s")
"""
ELSEWHERE = {"PYTHONUTF8": "1"}


def _run(project: Project, *arguments: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "catalog_gen", *arguments]
    environment = {**os.environ, **ELSEWHERE}
    folder = cwd or project.root
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=False)


def test_a_build_says_what_it_wrote_and_a_second_one_that_it_kept_it(project: Project) -> None:
    project.define(FINE)
    first = _run(project, "build")
    assert (first.returncode, first.stdout, first.stderr) == (0, "", "wrote 4, kept 0\n")
    assert _run(project, "build").stderr == "wrote 0, kept 4\n"


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
    assert "[unreadable-value]" in _run(project, "build").stderr
    assert _run(project, "build", "--import").returncode == 0
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

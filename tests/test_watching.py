from __future__ import annotations

import queue
import signal
import subprocess
import sys
import threading
from typing import TYPE_CHECKING

import pytest
from click.testing import CliRunner

from catalog_gen import watching
from catalog_gen.cli import main

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from projects import Project


@pytest.fixture
def edited(project: Project) -> Iterator[Callable[[], tuple[str, ...]]]:
    """Waits for the next edits of a project that has the folder `schemas` and is watched by now."""
    project.write("schemas/e.avsc", "{}")
    seen: queue.Queue[tuple[str, ...]] = queue.Queue()
    stopped = threading.Event()

    def watch() -> None:
        for paths in watching.edits(project.settings()):
            if stopped.is_set():
                return
            seen.put(paths)

    thread = threading.Thread(target=watch, daemon=True)
    thread.start()
    assert seen.get(timeout=20) == ()
    yield lambda: seen.get(timeout=20)
    stopped.set()
    project.write("end", "")
    thread.join(timeout=20)


def test_an_edit_is_told_with_its_path(project: Project, edited: Callable[[], tuple[str, ...]]) -> None:
    project.write("schemas/e.avsc", '{"type": "string"}')
    assert "schemas/e.avsc" in edited()


def test_what_is_in_the_output_hidden_or_an_editors_does_not_count(
    project: Project, edited: Callable[[], tuple[str, ...]]
) -> None:
    for path in ("output/events/E/index.mdx", ".git/index", "schemas/.e.avsc.swp", "schemas/e.avsc~", "schemas/x.tmp"):
        project.write(path, "x")
    project.write("schemas/last.avsc", "{}")
    told = edited()
    while "schemas/last.avsc" not in told:
        assert told == ()
        told = edited()
    assert set(told) == {"schemas/last.avsc"}


_WATCH = """
import signal, sys
from catalog_gen.cli import main
signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background jobs start without it
sys.argv = ["catalog-gen", "build", "--watch"]
main()
"""


@pytest.fixture
def following(project: Project) -> Iterator[subprocess.Popen[str]]:
    """A build that follows the edits of a project, and has said its first line."""
    project.define('crew = Team("crew", summary="s")\n')
    command = [sys.executable, "-c", _WATCH]
    with subprocess.Popen(command, cwd=project.root, stderr=subprocess.PIPE, text=True) as process:
        assert _line(process) == "watching: wrote 2, kept 0"
        yield process
        process.kill()


def _line(process: subprocess.Popen[str]) -> str:
    assert process.stderr is not None
    return process.stderr.readline().rstrip("\n")


def test_a_build_follows_edits_with_a_line_for_each_and_survives_a_broken_file(
    project: Project, following: subprocess.Popen[str]
) -> None:
    project.define('crew = Team("crew", summary="other")\n')
    assert _line(following) == "schemas/definitions.py: wrote 1, kept 1"
    project.define("crew = \n")
    assert "is not Python that can be parsed" in _line(following)
    assert _line(following) == "schemas/definitions.py: 1 error in 1 file; nothing was written"
    project.define('crew = Team("crew", summary="third")\n')
    assert _line(following) == "schemas/definitions.py: wrote 1, kept 1"
    following.send_signal(signal.SIGINT)
    assert following.wait(timeout=20) == 0


def test_watching_goes_with_no_other_way_of_building(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(project.root)
    ran = CliRunner().invoke(main, ["build", "--watch", "--dry-run"])
    assert (ran.exit_code, "--watch goes with no other way of building" in ran.output) == (2, True)


def test_a_new_folder_is_watched_as_well(project: Project, edited: Callable[[], tuple[str, ...]]) -> None:
    (project.root / "schemas/new").mkdir()
    while "schemas/new" not in edited():
        pass
    assert "schemas/new" in edited()  # once more, when it is watched: for what came into it until then
    project.write("schemas/new/f.avsc", "{}")
    assert "schemas/new/f.avsc" in edited()

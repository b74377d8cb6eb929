from __future__ import annotations

import contextlib
import errno
import signal
import subprocess
import sys
import threading
import time
from typing import TYPE_CHECKING, NoReturn

import pytest

from catalog_gen.output import locking, manifest

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from projects import Project

    from catalog_gen.settings import Settings

DEFINITIONS = """
    crew = Team("crew", summary="s")
    e = Event("E", snippets=[], summary="s")
    s = Service("S", sends=[e], owners=[crew], summary="s")
"""
BUILD = [sys.executable, "-m", "catalog_gen", "build"]
HOLD = """
import sys, pathlib
from catalog_gen import settings
from catalog_gen.output import locking
found, _ = settings.load(pathlib.Path.cwd(), None, "0.1.0")
with locking.held(found, lambda: print("waits", flush=True)):
    print("has it", flush=True)
    sys.stdin.read()
"""


def _lock(project: Project) -> Path:
    return project.root / "output" / manifest.FOLDER / locking.NAME


def _must_not_wait() -> NoReturn:
    raise AssertionError


@contextlib.contextmanager
def _another(project: Project) -> Iterator[subprocess.Popen[str]]:
    """Another process that has the lock until its input ends."""
    command = [sys.executable, "-c", HOLD]
    with subprocess.Popen(
        command, cwd=project.root, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as running:
        assert running.stdout is not None
        assert running.stdout.readline() == "has it\n"
        try:
            yield running
        finally:
            running.kill()


def _take(settings: Settings) -> None:
    with locking.held(settings, _must_not_wait) as problem:
        assert problem is None


def test_a_lock_that_is_given_back_leaves_nothing(project: Project) -> None:
    with locking.held(project.settings(), _must_not_wait):
        assert _lock(project).exists()
    assert not (project.root / "output").exists()


def test_folders_that_were_there_stay(project: Project) -> None:
    project.write("output/notes.md", "mine")
    _take(project.settings())
    assert list((project.root / "output").iterdir()) == [project.root / "output/notes.md"]


def test_who_comes_second_waits_and_is_told_once(project: Project) -> None:
    with _another(project) as running:
        told: list[float] = []
        threading.Timer(0.3, running.kill).start()
        with locking.held(project.settings(), lambda: told.append(time.perf_counter())) as problem:
            assert problem is None
            assert len(told) == 1


def test_a_lock_goes_with_a_process_that_is_killed(project: Project) -> None:
    with _another(project) as running:
        running.send_signal(signal.SIGKILL)
        running.wait()
        assert _lock(project).exists()
        _take(project.settings())
        assert not _lock(project).exists()


def test_a_build_that_does_not_end_is_a_problem(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(locking, "_ATTEMPTS", 2)
    with _another(project), locking.held(project.settings(), lambda: None) as problem:
        assert problem is not None
        assert problem.code == "not-writable"
        assert "another build of this catalog has been under way" in problem.message
        assert _lock(project).exists()


def test_where_there_can_be_no_lock_there_is_none(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    fcntl = pytest.importorskip("fcntl")

    def flock(*_: object) -> NoReturn:
        raise OSError(errno.ENOLCK, "No locks available")

    monkeypatch.setattr(fcntl, "flock", flock)
    _take(project.settings())


def test_an_output_that_is_a_file_cannot_be_locked(project: Project) -> None:
    settings = project.settings()
    project.write("output", "mine")
    _take(settings)


@pytest.mark.parametrize("link", ["output/.catalog-gen", "output/.catalog-gen/lock"])
def test_a_symbolic_link_does_not_lead_the_lock_out_of_the_catalog(project: Project, link: str) -> None:
    outside = project.root / "outside"
    outside.mkdir()
    path = project.root / link
    path.parent.mkdir(parents=True)
    path.symlink_to(outside if link.endswith("-gen") else outside / "lock")
    with locking.held(project.settings(), _must_not_wait):
        assert list(outside.iterdir()) == []


def test_never_do_two_have_it(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(locking, "_PAUSE", 0.0002)
    settings, counter = project.settings(), project.write("counter", "0")

    def count() -> None:
        for _ in range(25):
            with locking.held(settings, lambda: None) as problem:
                assert problem is None
                counter.write_text(str(int(counter.read_text()) + 1))

    threads = [threading.Thread(target=count) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert counter.read_text() == "100"


def test_a_build_says_that_it_waits(project: Project) -> None:
    project.define(DEFINITIONS)
    with (
        _another(project) as running,
        subprocess.Popen(BUILD, cwd=project.root, stderr=subprocess.PIPE, text=True) as build,
    ):
        assert build.stderr is not None
        assert build.stderr.readline() == "waiting for another build of this catalog\n"
        running.kill()
        assert build.stderr.read() == "wrote 4, kept 0\n"
    assert build.returncode == 0


@pytest.mark.parametrize("command", [["check"], ["build", "--dry-run"]])
def test_what_writes_nothing_does_not_wait(project: Project, command: list[str]) -> None:
    project.define(DEFINITIONS)
    with _another(project):
        ran = subprocess.run(
            [*BUILD[:-1], *command], cwd=project.root, capture_output=True, text=True, check=True, timeout=60
        )
    assert "waiting" not in ran.stderr


@pytest.mark.parametrize("times", [2, pytest.param(20, marks=pytest.mark.slow)])
def test_two_builds_started_together_come_to_what_one_comes_to(project: Project, times: int) -> None:
    project.define(DEFINITIONS)
    project.build()
    alone = _tree(project)
    for _ in range(times):
        for path in sorted((project.root / "output").rglob("*"), reverse=True):
            path.rmdir() if path.is_dir() else path.unlink()
        (project.root / "output").rmdir()
        builds = [subprocess.Popen(BUILD, cwd=project.root, stderr=subprocess.PIPE, text=True) for _ in range(2)]
        said = sorted(build.communicate()[1].splitlines()[-1] for build in builds)
        assert [build.returncode for build in builds] == [0, 0]
        assert said == ["wrote 0, kept 4", "wrote 4, kept 0"]
        assert _tree(project) == alone


def _tree(project: Project) -> dict[Path, bytes | None]:
    found = (project.root / "output").rglob("*")
    return {path: path.read_bytes() if path.is_file() else None for path in found}

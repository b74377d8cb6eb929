from __future__ import annotations

import contextlib
import dataclasses
import errno
import os
import shutil
import signal
import stat
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from projects import Project

from catalog_gen.output import manifest, writing

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from catalog_gen.output.changes import Changes
    from catalog_gen.problems import Problem

EVENT = """
    crew = Team("crew", summary="s")
    e = Event("E", snippets=[], summary="{0}")
    s = Service("S", sends=[e], owners=[crew], summary="{0}")
"""
GONE = '    old = Channel("old", owners=[crew], summary="s")\n'
COMMAND = [sys.executable, "-m", "catalog_gen", "build"]


@pytest.fixture(scope="module")
def edited(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Changes]:
    """A project that was built, and edited since; and what a build of it changes."""
    project = Project(tmp_path_factory.mktemp("edited"))
    project.define(EVENT.format("one") + GONE)
    project.build()
    project.define(EVENT.format("two"))
    return project.root, _changes(project)


@pytest.fixture
def built(edited: tuple[Path, Changes], tmp_path: Path) -> Project:
    """That project, to change things in."""
    shutil.copytree(edited[0], tmp_path, dirs_exist_ok=True)
    return Project(tmp_path)


@pytest.fixture
def changes(edited: tuple[Path, Changes]) -> Changes:
    """What a build of that project changes."""
    return edited[1]


def _changes(project: Project) -> Changes:
    changes = project.built().changes
    assert changes is not None
    return changes


def _apply(project: Project, changes: Changes | None = None) -> tuple[Problem, ...]:
    return writing.apply(changes or _changes(project), project.settings())


def _tree(project: Project) -> dict[str, bytes | None]:
    output = project.root / "output"
    found = output.rglob("*")
    return {path.relative_to(output).as_posix(): path.read_bytes() if path.is_file() else None for path in found}


def _own_files(project: Project) -> list[str]:
    return sorted(path.name for path in (project.root / "output" / manifest.FOLDER).iterdir())


# --- what is left


def test_after_a_build_nothing_but_the_record_is_left(built: Project) -> None:
    built.build()
    assert _own_files(built) == ["catalog.manifest"]


def test_no_temporary_file_ever_lies_beside_a_page(
    built: Project, changes: Changes, monkeypatch: pytest.MonkeyPatch
) -> None:
    written: list[Path] = []
    real = Path.write_bytes

    def write(path: Path, data: bytes) -> int:
        written.append(path)
        return real(path, data)

    monkeypatch.setattr(Path, "write_bytes", write)
    assert _apply(built, changes) == ()
    staging = built.root / "output" / manifest.FOLDER / writing.STAGING
    assert len(written) > 2
    assert all(path.is_relative_to(staging) for path in written)


def test_what_a_killed_build_staged_is_removed_by_one_that_has_nothing_to_write(built: Project) -> None:
    built.build()
    built.write("output/.catalog-gen/staging/x1/0", "half a pa")
    assert _changes(built).nothing
    built.build()
    assert _own_files(built) == ["catalog.manifest"]


def test_a_journal_that_was_left_goes_though_no_page_has_to_be_written(built: Project, changes: Changes) -> None:
    built.build()
    built.write("output/.catalog-gen/catalog.journal", changes.records)
    built.build()
    assert _own_files(built) == ["catalog.manifest"]
    assert _changes(built).nothing


def test_a_build_that_was_killed_before_its_record_was_written_is_completed_from_the_journal(built: Project) -> None:
    built.build()
    record = manifest.path(built.root / "output", "catalog")
    text = record.read_text()
    record.rename(manifest.journal(built.root / "output", "catalog"))
    built.build()
    assert _own_files(built) == ["catalog.manifest"]
    assert record.read_text() == text


def test_a_line_in_a_journal_that_is_no_record_is_no_problem(built: Project) -> None:
    built.write("output/.catalog-gen/catalog.journal", "nonsense\n")
    assert built.codes() == []
    built.build()
    assert _own_files(built) == ["catalog.manifest"]


def test_what_a_killed_build_was_about_to_write_belongs_to_its_catalog(built: Project) -> None:
    built.build()
    record = manifest.path(built.root / "output", "catalog")
    record.rename(manifest.journal(built.root / "output", "catalog"))
    built.write("pyproject.toml", '[tool.catalog-gen]\nname = "second"\ninherit-owners = true\n')
    assert set(built.codes()) == {"claimed-twice"}


# --- modes


def test_a_page_keeps_its_mode(built: Project) -> None:
    page = built.root / "output/events/E/index.mdx"
    page.chmod(0o640)
    built.build()
    assert "two" in page.read_text()
    assert stat.S_IMODE(page.stat().st_mode) == 0o640


def test_a_new_page_has_the_mode_that_the_umask_leaves(project: Project) -> None:
    project.define(EVENT.format("one"))
    before = os.umask(0o027)
    try:
        project.build()
    finally:
        os.umask(before)
    assert stat.S_IMODE((project.root / "output/events/E/index.mdx").stat().st_mode) == 0o640
    assert stat.S_IMODE((project.root / "output/events/E").stat().st_mode) == 0o750


# --- several file systems


def test_a_place_on_another_file_system_is_written_by_way_of_it(
    built: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    _another_file_system(built.root / "output/events", monkeypatch)
    page = built.root / "output/events/E/index.mdx"
    page.chmod(0o640)
    built.build()
    assert "two" in page.read_text()
    assert stat.S_IMODE(page.stat().st_mode) == 0o640
    assert [path.name for path in page.parent.iterdir()] == ["index.mdx"]


def test_what_a_killed_build_left_there_is_removed(built: Project, changes: Changes) -> None:
    left = built.write("output/events/E/.index.mdx.catalog-gen.tmp", "half a pa")
    built.write("output/.catalog-gen/catalog.journal", changes.records)
    built.build()
    assert not left.exists()


def _another_file_system(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = Path.replace

    def replace(path: Path, target: Path) -> Path:
        if target.is_relative_to(folder) and not path.is_relative_to(folder):
            raise OSError(errno.EXDEV, "Invalid cross-device link")
        return real(path, target)

    monkeypatch.setattr(Path, "replace", replace)


# --- failures


def _fail(monkeypatch: pytest.MonkeyPatch, name: str, at: int, code: int) -> None:
    """Let the nth call of this method of paths fail."""
    real, calls = getattr(Path, name), iter(range(1000))

    def failing(path: Path, *arguments: object, **keywords: object) -> object:
        if next(calls) == at:
            raise OSError(code, os.strerror(code))
        return real(path, *arguments, **keywords)

    monkeypatch.setattr(Path, name, failing)


@pytest.mark.parametrize(
    ("name", "at", "code", "place"),
    [
        ("write_bytes", 0, errno.ENOSPC, "events/E/index.mdx"),
        ("write_bytes", 1, errno.EDQUOT, "services/S/index.mdx"),
        ("write_bytes", 4, errno.ENOSPC, ".catalog-gen/catalog.journal"),
        ("mkdir", 0, errno.EROFS, ".catalog-gen/staging"),
        ("replace", 0, errno.EIO, ".catalog-gen/catalog.journal"),
        ("replace", 1, errno.EACCES, "events/E/index.mdx"),
        ("chmod", 0, errno.EPERM, "events/E/index.mdx"),
    ],
)
def test_a_write_that_fails_before_anything_is_replaced_leaves_everything_as_it_was(
    built: Project, changes: Changes, monkeypatch: pytest.MonkeyPatch, name: str, at: int, code: int, place: str
) -> None:
    before = _tree(built)
    _fail(monkeypatch, name, at, code)
    [problem] = _apply(built, changes)
    monkeypatch.undo()
    assert (problem.code, problem.place.path) == ("not-writable", f"output/{place}")
    assert problem.message == f"it cannot be written: {os.strerror(code)}"
    assert _tree(built) == before
    assert not writing.unfinished(built.settings())


def test_a_write_that_fails_leaves_no_folder_behind(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    project.define(EVENT.format("one"))
    changes = _changes(project)
    _fail(monkeypatch, "mkdir", 6, errno.EACCES)
    assert [problem.code for problem in _apply(project, changes)] == ["not-writable"]
    assert not (project.root / "output").exists()


def test_a_folder_without_write_permission_is_found_before_anything_is_replaced(
    built: Project, monkeypatch: pytest.MonkeyPatch
) -> None:
    real, shut = os.access, built.root / "output/teams"
    monkeypatch.setattr(os, "access", lambda path, mode: path != shut and real(path, mode))
    built.define(EVENT.format("two").replace('"crew", summary="s"', '"crew", summary="t"'))
    changes, before = _changes(built), _tree(built)
    [problem] = _apply(built, changes)
    assert (problem.place.path, problem.message) == ("output/teams", "it cannot be written: Permission denied")
    assert _tree(built) == before


@pytest.mark.parametrize(
    ("path", "reason"),
    [
        ("services/S", "Is a directory"),
        ("teams/" + "x" * 300 + ".mdx", "File name too long"),
        ("x" * 300 + "/index.mdx", "File name too long"),
        ("queries/" + "x" * 300 + ".mdx", "File name too long"),
        ("teams/crew.mdx/index.mdx", "File exists"),
    ],
)
def test_a_place_that_cannot_be_a_file_is_found_before_anything_is_replaced(
    built: Project, changes: Changes, path: str, reason: str
) -> None:
    before = _tree(built)
    changes = dataclasses.replace(changes, created={**changes.created, path: b"x"})
    [problem] = _apply(built, changes)
    assert f"output/{path}".startswith(problem.place.path)
    assert problem.message == f"it cannot be written: {reason}"
    assert _tree(built) == before


def test_what_is_removed_is_not_looked_for_outside_of_the_catalog(built: Project, changes: Changes) -> None:
    outside = built.root / "outside"
    assert changes.removed == ("channels/old/index.mdx",)
    (built.root / "output/channels").rename(outside)
    (built.root / "output/channels").symlink_to(outside)
    [problem] = _apply(built, changes)
    assert "a symbolic link leads out of the catalog" in problem.message
    assert (outside / "old/index.mdx").exists()


@pytest.mark.parametrize("link", [".catalog-gen", ".catalog-gen/staging"])
def test_nothing_is_staged_outside_of_the_catalog(project: Project, link: str) -> None:
    outside = project.write("outside/staging/mine", "mine").parent.parent
    project.define(EVENT.format("one"))
    path = project.root / "output" / link
    path.parent.mkdir(parents=True)
    path.symlink_to(outside if link == ".catalog-gen" else outside / "staging")
    assert [problem.code for problem in _apply(project)] == ["not-writable"]
    assert [file for file in outside.rglob("*") if file.is_file()] == [outside / "staging/mine"]


def test_a_failure_between_replacements_says_that_the_next_build_finishes_them(
    built: Project, changes: Changes, monkeypatch: pytest.MonkeyPatch
) -> None:
    _fail(monkeypatch, "replace", 2, errno.EACCES)
    [problem] = _apply(built, changes)
    monkeypatch.undo()
    assert problem.message == "it cannot be written: Permission denied; the catalog is half updated"
    assert problem.hint == "mend that and build again: that finishes it"
    assert _own_files(built) == ["catalog.journal", "catalog.manifest"]
    assert built.codes() == []
    built.define(EVENT.format("three"))
    built.build()
    assert _own_files(built) == ["catalog.manifest"]
    assert "three" in built.page("events/E/index.mdx")


# --- what systems really do


@contextlib.contextmanager
def _mounted(folder: Path, options: str) -> Iterator[Callable[[str], None]]:
    """A file system of its own on the folder; what comes out remounts it with other options."""
    folder.mkdir(exist_ok=True, parents=True)
    mount = shutil.which("mount")
    command = [mount or "mount", "-t", "tmpfs", "-o", options, "tmpfs", str(folder)]
    if not mount or subprocess.run(command, capture_output=True, check=False).returncode:
        pytest.skip("file systems cannot be mounted here")

    def remount(changed: str) -> None:
        subprocess.run(["mount", "-o", f"remount,{changed}", str(folder)], check=True)

    try:
        yield remount
    finally:
        subprocess.run(["umount", str(folder)], check=True)


def _run(project: Project, before: str = "", **environment: str) -> subprocess.CompletedProcess[str]:
    """Run the command, after some lines of Python."""
    program = f"import sys\nsys.argv = ['catalog-gen', 'build']\n{before}\nfrom catalog_gen.cli import main\nmain()"
    return subprocess.run(
        [sys.executable, "-c", program],
        cwd=project.root, env={**os.environ, **environment}, capture_output=True, text=True, check=False,
    )  # fmt: skip


@pytest.mark.slow
def test_a_full_disk_is_a_problem_and_nothing_is_replaced(project: Project) -> None:
    with _mounted(project.root / "output", "size=64k") as remount:
        project.define(EVENT.format("one"))
        project.build()
        project.define(EVENT.format("two") + "".join(f'    e{n} = Team("T{n}", summary="s")\n' for n in range(40)))
        before = _tree(project)
        ran = _run(project)
        assert ran.returncode == 1
        assert "it cannot be written: No space left on device [not-writable]" in ran.stderr
        assert ran.stderr.endswith("nothing was written\n")
        assert _tree(project) == before
        remount("size=1m")
        project.build()


def test_a_file_that_is_too_large_is_a_problem_and_nothing_is_replaced(built: Project) -> None:
    before = _tree(built)
    ran = _run(built, "import resource; resource.setrlimit(resource.RLIMIT_FSIZE, (1500, 1500))")
    assert ran.returncode == 1
    assert "it cannot be written: File too large [not-writable]" in ran.stderr
    assert _tree(built) == before


def test_a_read_only_output_is_a_problem_only_if_something_has_to_be_written(project: Project) -> None:
    with _mounted(project.root / "output", "size=1m") as remount:
        project.define(EVENT.format("one"))
        project.build()
        before = _tree(project)
        remount("ro")
        assert _run(project).stderr == "wrote 0, kept 4\n"
        project.define(EVENT.format("two"))
        ran = _run(project)
        assert ran.returncode == 1
        assert "output/.catalog-gen/staging: it cannot be written: Read-only file system [not-writable]" in ran.stderr
        assert _tree(project) == before


def test_a_folder_that_is_mounted_is_written_into(project: Project) -> None:
    with _mounted(project.root / "output/events", "size=1m"):
        project.define(EVENT.format("one"))
        project.build()
        project.define(EVENT.format("two"))
        project.build()
        assert "two" in project.page("events/E/index.mdx")
        assert [path.name for path in (project.root / "output/events/E").iterdir()] == ["index.mdx"]


_SIGNAL = """
import os, pathlib, signal
signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background jobs start without it
real, calls = pathlib.Path.replace, iter(range(100))
def replace(*arguments):
    if next(calls) == 2:
        os.kill(os.getpid(), {})
    return real(*arguments)
pathlib.Path.replace = replace
"""


@pytest.mark.parametrize(
    ("number", "code", "words"),
    [(signal.SIGINT, 130, "interrupted; build again to finish what was begun\n"), (signal.SIGTERM, -15, "")],
)
def test_a_build_that_is_interrupted_is_finished_by_the_next(
    built: Project, number: signal.Signals, code: int, words: str
) -> None:
    ran = _run(built, _SIGNAL.format(int(number)))
    assert (ran.returncode, ran.stderr) == (code, words)
    assert writing.unfinished(built.settings())
    assert _run(built).stderr == "wrote 2, kept 2, removed 1\n"
    assert _own_files(built) == ["catalog.manifest"]

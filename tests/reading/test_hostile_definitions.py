"""No definition hangs the reader, exhausts it, escapes it or makes it fail."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import hostile
import pytest
from clock import within
from snippets import DEFINITIONS, HEADER, codes, read, said

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[2]
QUIET = {"brackets", "some sums", "texts", "nested ifs", "and", "compare", "f-strings", "comprehensions", "wide tuple"}
BY_VERSION = {"elif", "lambdas", "conditionals", "decorators"}
EXPENSIVE = {"many effects", "calls on a long line", "unread on a long line of umlauts", "modular powers"}
EXPENSIVE |= {"skipped branches", "skipped comprehensions", "skipped functions", "failing unpacking", "many nears"}
QUIET_HANGS = {"many long ids", "many effects", "failing unpacking", "calls on a long line", "type tuples"}
QUIET_HANGS |= {"unread on a long line", "unread on a long line of umlauts"}


def _data(code: str | bytes) -> bytes:
    return code if isinstance(code, bytes) else (HEADER + code).encode()


@pytest.fixture
def no_trace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Iterator[None]:
    """What is read says nothing by itself and writes nothing."""
    monkeypatch.chdir(tmp_path)
    yield
    assert not list(tmp_path.iterdir())
    assert tuple(capfd.readouterr()) == ("", "")


@pytest.mark.usefixtures("no_trace")
@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=pytest.mark.slow) if name in EXPENSIVE else name for name in hostile.HANGS]
)
def test_work_without_end_is_a_located_problem_within_moments(name: str) -> None:
    with within(2):
        reading = read({DEFINITIONS: _data(hostile.HANGS[name])})
    assert "too-much-work" in codes(reading) or name in QUIET_HANGS
    assert all(problem.place.line for problem in reading.problems)


@pytest.mark.usefixtures("no_trace")
@pytest.mark.parametrize("name", hostile.DEPTHS)
def test_depth_without_end_is_a_located_problem(name: str) -> None:
    with within(2):
        reading = read({DEFINITIONS: _data(hostile.DEPTHS[name])})
    assert set(codes(reading)) <= {"too-much-work", "unreadable-file", "definition-failed"}
    assert bool(reading.problems) is (name not in QUIET) or name in BY_VERSION
    assert all(problem.place.line for problem in reading.problems)


@pytest.mark.usefixtures("no_trace")
@pytest.mark.parametrize("name", hostile.BYTES)
def test_any_bytes_are_read_or_refused(name: str) -> None:
    reading = read({DEFINITIONS: hostile.BYTES[name]})
    assert set(codes(reading)) <= {"unreadable-file", "too-much-work", "bad-value", "illegal-id", "wrong-type"}


@pytest.mark.usefixtures("no_trace")
@pytest.mark.parametrize("name", hostile.ESCAPES)
def test_nothing_is_run(name: str) -> None:
    reading = read({DEFINITIONS: _data(hostile.ESCAPES[name])})
    assert "__subclasses__" not in " ".join(problem.message for problem in reading.problems)
    for resource in reading.resources:
        texts = [resource.summary, *(getattr(resource, "owners", None) or ())]
        assert not any("<class" in str(text) or "object at" in str(text) for text in texts)


@pytest.mark.parametrize(("version", "code"), hostile.NEW_SYNTAX.items(), ids=str)
def test_syntax_of_newer_pythons(version: tuple[int, int], code: str) -> None:
    reading = read({DEFINITIONS: HEADER + code})
    if sys.version_info < version:
        assert codes(reading) == ["unreadable-file"]
    else:
        assert not reading.problems, said(reading)


PROGRAM = """
import json, pathlib, sys
from snippets import read
import hostile
tables = (hostile.DEPTHS, hostile.BYTES, hostile.ESCAPES)
codes = [*list(hostile.HANGS.values())[::5], *(code for table in tables for code in table.values())]
files = {f"s/{i}/definitions.py": code if isinstance(code, bytes) else ("from catalog_gen import *\\n" + code).encode()
         for i, code in enumerate(codes)}
print(json.dumps(len(read(files).problems)))
"""


@pytest.mark.slow
def test_many_of_them_in_one_project_leave_no_trace(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        cwd=tmp_path,
        env={"PYTHONPATH": f"{ROOT}:{ROOT / 'tests' / 'reading'}", "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert done.stderr == ""
    assert json.loads(done.stdout) > 100
    assert not list(tmp_path.iterdir())

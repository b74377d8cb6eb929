"""No definition hangs the reader, exhausts it, escapes it or makes it fail."""

from __future__ import annotations

import json
import subprocess
import sys
import time
from pathlib import Path

import hostile
import pytest
from snippets import DEFINITIONS, HEADER, codes, read, said

ROOT = Path(__file__).resolve().parents[2]
QUIET = {"brackets", "some sums", "texts", "nested ifs", "and", "compare", "f-strings", "comprehensions", "wide tuple"}
BY_VERSION = {"elif", "lambdas", "conditionals", "decorators"}
QUIET_HANGS = {"many long ids", "many effects", "failing unpacking", "calls on a long line", "type tuples"}
QUIET_HANGS |= {"unread on a long line", "unread on a long line of umlauts"}


def _data(code: str | bytes) -> bytes:
    return code if isinstance(code, bytes) else (HEADER + code).encode()


@pytest.mark.parametrize("name", hostile.HANGS)
def test_work_without_end_is_a_located_problem_within_moments(name: str) -> None:
    start = time.process_time()
    reading = read({DEFINITIONS: _data(hostile.HANGS[name])})
    assert time.process_time() - start < 2
    assert "too-much-work" in codes(reading) or name in QUIET_HANGS
    assert all(problem.place.line for problem in reading.problems)


@pytest.mark.parametrize("name", hostile.DEPTHS)
def test_depth_without_end_is_a_located_problem(name: str) -> None:
    start = time.process_time()
    reading = read({DEFINITIONS: _data(hostile.DEPTHS[name])})
    assert time.process_time() - start < 2
    assert set(codes(reading)) <= {"too-much-work", "unreadable-file", "definition-failed"}
    assert bool(reading.problems) is (name not in QUIET) or name in BY_VERSION
    assert all(problem.place.line for problem in reading.problems)


@pytest.mark.parametrize("name", hostile.BYTES)
def test_any_bytes_are_read_or_refused(name: str) -> None:
    reading = read({DEFINITIONS: hostile.BYTES[name]})
    assert set(codes(reading)) <= {"unreadable-file", "too-much-work", "bad-value", "illegal-id", "wrong-type"}


@pytest.mark.parametrize("name", hostile.ESCAPES)
def test_nothing_is_run(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    reading = read({DEFINITIONS: _data(hostile.ESCAPES[name])})
    assert not list(tmp_path.iterdir())
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
tables = (hostile.HANGS, hostile.DEPTHS, hostile.BYTES, hostile.ESCAPES)
codes = [code for table in tables for code in table.values()]
files = {f"s/{i}/definitions.py": code if isinstance(code, bytes) else ("from catalog_gen import *\\n" + code).encode()
         for i, code in enumerate(codes)}
print(json.dumps(len(read(files).problems)))
"""


def test_all_of_it_in_one_process_leaves_no_trace(tmp_path: Path) -> None:
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

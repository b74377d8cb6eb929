from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest
from projects import files_of

from catalog_gen.problems import text
from catalog_gen.project import writing
from catalog_gen.project.files import Addition, File, Plan


def _plan(*paths: str, additions: tuple[Addition, ...] = ()) -> Plan:
    return Plan(tuple(File(path, path.encode(), "why") for path in paths), additions)


def test_folders_are_made_on_the_way(tmp_path: Path) -> None:
    assert writing.apply(_plan("a/b/c", "d"), tmp_path / "new/er") is None
    assert files_of(tmp_path / "new/er") == {"a/b/c": b"a/b/c", "d": b"d"}


def test_an_addition_keeps_the_file_and_its_permissions(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(b"mine\n")
    (tmp_path / "x").chmod(0o640)
    assert writing.apply(_plan(additions=(Addition("x", b"mine\n", b"mine\nours\n", ""),)), tmp_path) is None
    assert (tmp_path / "x").read_bytes() == b"mine\nours\n"
    if os.name == "posix":
        assert (tmp_path / "x").stat().st_mode & 0o777 == 0o640


IN_THE_WAY = {
    "a file where a folder should be": ("b", "a file stands where a folder should be"),
    "a folder where a file should be": ("b/c/x", "something else is in its place"),
    "a file that came into being meanwhile": ("b/c", "something else is in its place"),
}


@pytest.mark.parametrize(("path", "words"), IN_THE_WAY.values(), ids=IN_THE_WAY)
def test_what_is_in_the_way_takes_everything_back(tmp_path: Path, path: str, words: str) -> None:
    (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
    (tmp_path / path).write_bytes(b"mine")
    problem = writing.apply(_plan("a/first", "b/c"), tmp_path)
    assert problem is not None
    assert (problem.code, problem.place.path) == ("not-writable", "b/c")
    assert words in text(problem)
    assert files_of(tmp_path) == {path: b"mine"}
    assert not (tmp_path / "a").exists()


def test_a_folder_that_cannot_be_written_to_leaves_no_trace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "x").write_bytes(b"mine\n")
    usual = Path.open

    def refuse(self: Path, *arguments: Any, **options: Any) -> Any:
        if self.name == "x":
            raise PermissionError(13, "Permission denied", str(self))
        return usual(self, *arguments, **options)

    monkeypatch.setattr(Path, "open", refuse)
    addition = Addition("x", b"mine\n", b"mine\nours\n", "")
    monkeypatch.setattr(Path, "read_bytes", lambda _: b"mine\n")
    problem = writing.apply(_plan("new/a", additions=(addition,)), tmp_path)
    assert problem is not None
    assert text(problem) == "x: it cannot be written: Permission denied (nothing was written) [not-writable]"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["x"]


def test_an_interrupted_run_leaves_no_trace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "x").write_bytes(b"mine\n")

    def interrupt(*_: Any) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(writing, "_extend", interrupt)
    addition = Addition("x", b"mine\n", b"mine\nours\n", "")
    with pytest.raises(KeyboardInterrupt):
        writing.apply(_plan("new/a", additions=(addition,)), tmp_path / "deep")
    assert files_of(tmp_path) == {"x": b"mine\n"}
    assert not (tmp_path / "deep").exists()


def test_a_file_that_changed_meanwhile_is_not_added_to(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(b"other\n")
    problem = writing.apply(_plan("a", additions=(Addition("x", b"mine\n", b"mine\nours\n", ""),)), tmp_path)
    assert problem is not None
    assert "it has changed meanwhile" in text(problem)
    assert files_of(tmp_path) == {"x": b"other\n"}

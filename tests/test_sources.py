from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from catalog_gen.sources import SKIPPED_FOLDERS, OutsideProjectError, WorkingTree, glob_pattern, joined

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(
    ("pattern", "path", "matches"),
    [
        ("schemas/**/definitions.py", "schemas/definitions.py", True),
        ("schemas/**/definitions.py", "schemas/a/definitions.py", True),
        ("schemas/**/definitions.py", "schemas/a/b/definitions.py", True),
        ("schemas/**/definitions.py", "schemas/a/my_definitions.py", False),
        ("schemas/**/definitions.py", "other/schemas/definitions.py", False),
        ("schemas/**/definitions.py", "schemas_2/definitions.py", False),
        ("**/*.py", "a.py", True),
        ("**/*.py", "a/b/c.py", True),
        ("**/*.py", "a/b/c.pyc", False),
        ("*.py", "a.py", True),
        ("*.py", "a/b.py", False),
        ("*/a.py", "x/a.py", True),
        ("*/a.py", "a.py", False),
        ("*/a.py", "x/y/a.py", False),
        ("a?.py", "ab.py", True),
        ("a?.py", "a.py", False),
        ("a?b.py", "a/b.py", False),
        ("schemas/**", "schemas/a/b.py", True),
        ("schemas/**", "schemas", False),
        ("**", "a/b", True),
        ("./schemas/a.py", "schemas/a.py", True),
        ("schemas//a.py", "schemas/a.py", True),
        ("a.py", "abpy", False),
        ("a+b(1).py", "a+b(1).py", True),
        ("[ab].py", "[ab].py", True),
        ("[ab].py", "a.py", False),
        ("A.py", "a.py", False),
        ("", "a.py", False),
        (".", "a.py", False),
    ],
)
def test_a_glob_pattern_matches_paths(pattern: str, path: str, matches: bool) -> None:  # noqa: FBT001
    assert bool(glob_pattern(pattern).fullmatch(path)) is matches


@pytest.mark.parametrize(
    ("folder", "path", "result"),
    [
        ("schemas", "a.avsc", "schemas/a.avsc"),
        ("", "a.avsc", "a.avsc"),
        ("schemas", "./a.avsc", "schemas/a.avsc"),
        ("schemas", "x/../a.avsc", "schemas/a.avsc"),
        ("schemas", "../a.avsc", "a.avsc"),
        ("schemas/stock", "../../other/a.avsc", "other/a.avsc"),
        ("schemas", "x//a.avsc", "schemas/x/a.avsc"),
        ("schemas", "x\\a.avsc", "schemas/x/a.avsc"),
        ("schemas", "..\\a.avsc", "a.avsc"),
        ("schemas", "..a/b", "schemas/..a/b"),
        ("schemas", "", "schemas"),
        ("schemas", "ab:c.json", "schemas/ab:c.json"),
    ],
)
def test_a_path_is_relative_to_the_folder_of_its_file(folder: str, path: str, result: str) -> None:
    assert joined(folder, path) == result


@pytest.mark.parametrize("folder", ["", "schemas", "schemas/stock"])
@pytest.mark.parametrize(
    "path",
    [
        "../../../a",
        "x/../../../../a",
        "/etc/passwd",
        "//server/share",
        "/../schemas/a",
        "\\etc\\passwd",
        "C:\\a.avsc",
        "c:/a.avsc",
        "c:a.avsc",
        "C:/../schemas/a",
        "..\\..\\..\\a",
    ],
)
def test_a_path_that_leads_out_of_the_project_is_refused(folder: str, path: str) -> None:
    with pytest.raises(OutsideProjectError):
        joined(folder, path)


def tree(root: Path, *paths: str) -> WorkingTree:
    for path in paths:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(path, encoding="utf-8")
    return WorkingTree(root)


def test_files_are_found_sorted_by_path(tmp_path: Path) -> None:
    source = tree(tmp_path, "b/z.py", "a.py", "b/a.py", "B.py", "b.txt")
    assert source.matching(("**/*.py",)) == ("B.py", "a.py", "b/a.py", "b/z.py")


def test_the_order_does_not_depend_on_the_file_system(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    paths = ["c/x.py", "a/x.py", "b.py", "a/b.py"]
    expected = tree(tmp_path, *paths).matching(("**/*.py",))
    walk = os.walk
    monkeypatch.setattr(
        os, "walk", lambda top: [(top, dirs[::-1], files[::-1]) for top, dirs, files in walk(top)][::-1]
    )
    assert WorkingTree(tmp_path).matching(("**/*.py",)) == expected == ("a/b.py", "a/x.py", "b.py", "c/x.py")


def test_a_file_that_two_patterns_match_is_found_once(tmp_path: Path) -> None:
    assert tree(tmp_path, "a.py").matching(("*.py", "**/*.py")) == ("a.py",)


@pytest.mark.parametrize("folder", [*sorted(SKIPPED_FOLDERS), ".venv", ".git"])
def test_folders_of_other_people_are_skipped_at_any_depth(tmp_path: Path, folder: str) -> None:
    source = tree(tmp_path, f"{folder}/a.py", f"x/{folder}/a.py", f"x/{folder}/y/a.py", "x/a.py")
    assert source.matching(("**/a.py",)) == ("x/a.py",)


def test_a_file_with_the_name_of_a_skipped_folder_is_found(tmp_path: Path) -> None:
    assert tree(tmp_path, "venv").matching(("*",)) == ("venv",)


def test_a_file_is_read_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(b"\xef\xbb\xbfx\r\n\x00\xff")
    assert WorkingTree(tmp_path).read("a") == b"\xef\xbb\xbfx\r\n\x00\xff"


def test_a_file_is_read_once_and_stays_as_it_was(tmp_path: Path) -> None:
    source = tree(tmp_path, "a")
    source.read("a")
    (tmp_path / "a").write_text("changed", encoding="utf-8")
    assert source.read("a") == b"a"


@pytest.mark.parametrize("path", ["missing", "folder", "file/below", "null\0", "x" * 300], ids=repr)
def test_what_is_no_file_cannot_be_read(tmp_path: Path, path: str) -> None:
    source = tree(tmp_path, "file", "folder/a")
    with pytest.raises(OSError):  # noqa: PT011 - which of its kinds depends on the system
        source.read(path)


@pytest.mark.parametrize(
    ("path", "there"), [("file", True), ("folder/a", True), ("folder", False), ("missing", False), ("null\0", False)]
)
def test_a_file_is_there_or_not(tmp_path: Path, path: str, there: bool) -> None:  # noqa: FBT001
    assert tree(tmp_path, "file", "folder/a").is_file(path) is there


def test_a_link_inside_of_the_project_is_followed(tmp_path: Path) -> None:
    source = tree(tmp_path, "real")
    (tmp_path / "link").symlink_to("real")
    assert source.read("link") == b"real"


@pytest.mark.parametrize(("target", "path"), [("../outside", "link"), ("..", "link/outside")], ids=["file", "folder"])
def test_a_link_that_leads_out_of_the_project_is_refused(tmp_path: Path, target: str, path: str) -> None:
    tree(tmp_path, "outside", "project/a")
    (tmp_path / "project" / "link").symlink_to(target)
    with pytest.raises(OutsideProjectError):
        WorkingTree(tmp_path / "project").read(path)


def test_a_folder_with_a_similar_name_is_outside(tmp_path: Path) -> None:
    tree(tmp_path, "project/a", "project-2/secret")
    (tmp_path / "project" / "link").symlink_to("../project-2/secret")
    with pytest.raises(OutsideProjectError):
        WorkingTree(tmp_path / "project").read("link")


def test_links_in_a_circle_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "a").symlink_to("b")
    (tmp_path / "b").symlink_to("a")
    with pytest.raises(OSError):  # noqa: PT011 - Python 3.11 says RuntimeError, later ones OSError
        WorkingTree(tmp_path).read("a")


def test_a_project_behind_a_link_is_the_project(tmp_path: Path) -> None:
    tree(tmp_path / "real", "a")
    (tmp_path / "link").symlink_to("real")
    assert WorkingTree(tmp_path / "link").read("a") == b"a"


def test_folders_that_link_back_are_not_walked_for_ever(tmp_path: Path) -> None:
    source = tree(tmp_path, "a/x.py")
    (tmp_path / "a" / "again").symlink_to("..")
    assert source.matching(("**/*.py",)) == ("a/x.py",)


def test_the_location_of_a_file_is_what_dunder_file_says(tmp_path: Path) -> None:
    assert WorkingTree(tmp_path).location("a/b.py") == str(tmp_path.resolve() / "a" / "b.py")


def test_a_path_that_is_too_long_is_no_file(tmp_path: Path) -> None:
    assert not WorkingTree(tmp_path).is_file("a" * 5000)

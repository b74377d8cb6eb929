"""Line ends that somebody turns around change nothing about whose a text is, nor do they hide what git has merged."""

from __future__ import annotations

import subprocess
from typing import TYPE_CHECKING

import pytest

from catalog_gen.output import merging
from catalog_gen.pages.rendering import Rendered

if TYPE_CHECKING:
    from pathlib import Path

    from projects import Project

PAGE = "events/E/index.mdx"
FORMER = "events/E/versioned/1.0.0/index.mdx"


def _define(project: Project, description: str) -> None:
    project.define(f"""
        crew = Team("crew", summary="s")
        e = Event("E", version="1.1.0", previous=[Previous("1.0.0")], snippets=[], summary="s", changes="{description}",
                  description="{description}")
        s = Service("S", sends=[e], owners=[crew], summary="s")
    """)


def _turn(page: Path, every: int = 1) -> None:
    """Give every nth line, and the first one, the line ends of Windows."""
    lines = page.read_bytes().splitlines()
    page.write_bytes(b"".join(line + (b"\n" if at % every else b"\r\n") for at, line in enumerate(lines)))


def _unix(page: Path) -> str:
    return page.read_bytes().decode().replace("\r\n", "\n")


@pytest.mark.parametrize("every", [1, 2, 3])
def test_what_is_ours_is_refreshed_whatever_the_line_ends_within_it(project: Project, every: int) -> None:
    _define(project, "The second words.")
    project.build()
    expected = project.page(PAGE), project.page(FORMER)
    _define(project, "The first words.")
    project.build()
    for path in (PAGE, FORMER):
        page = project.root / "output" / path
        page.write_bytes(page.read_bytes().replace(b"<Footer />", b"Mine.\n\n<Footer />"))
        _turn(page, every)
    _define(project, "The second words.")
    project.build()
    found = tuple(_unix(project.root / "output" / path).replace("Mine.\n\n", "") for path in (PAGE, FORMER))
    assert found == expected
    assert project.built().changes.nothing  # type: ignore[union-attr]


@pytest.mark.parametrize("every", [1, 2])
def test_what_is_written_by_hand_stays_whatever_its_line_ends(project: Project, every: int) -> None:
    _define(project, "The first words.")
    project.build()
    page = project.root / "output" / PAGE
    page.write_bytes(
        page.read_bytes().replace(b"## Overview", b"## Overview\n\n| Mine | Yours |\n| --- | --- |\n| 1 | 2 |")
    )
    _turn(page, every)
    _define(project, "The second words.")
    project.build()
    assert "## Overview\n\n| Mine | Yours |\n| --- | --- |\n| 1 | 2 |\n\nThe second words." in _unix(page)
    assert "The first words." not in _unix(page)


# --- one side of a merge turns them around


def _git(project: Project, *arguments: str) -> int:
    command = ("git", "-c", "user.name=t", "-c", "user.email=t@t", "-c", "core.autocrlf=false", *arguments)
    return subprocess.run(command, cwd=project.root, check=False, capture_output=True).returncode


def _branches(project: Project, left: str, right: str, every: int = 1) -> None:
    """Both sides say something, the left one with the line ends of Windows in the page of the older version."""
    _define(project, "The first words.")
    project.build()
    _git(project, "init", "-q", "-b", "main")
    _commit(project)
    _git(project, "checkout", "-q", "-b", "right")
    _define(project, right)
    project.build()
    _commit(project)
    _git(project, "checkout", "-q", "main")
    _define(project, left)
    project.build()
    _turn(project.root / "output" / FORMER, every)
    _commit(project)


def _commit(project: Project) -> None:
    _git(project, "add", "-A")
    assert _git(project, "commit", "-q", "-m", "c") == 0


@pytest.mark.parametrize("every", [1, 3])
def test_a_page_that_one_side_makes_anew_and_the_other_turns_around_merges_as_the_build_says(
    project: Project, every: int
) -> None:
    _branches(project, "The first words.", "The other words.", every)
    fresh = subprocess.run(
        ("git", "show", f"right:output/{FORMER}"), cwd=project.root, check=True, capture_output=True
    ).stdout.decode()
    assert _git(project, "merge", "-q", "right") != 0
    (problem,) = project.problems()
    assert "has other line ends" in problem
    assert "git merge -X ignore-cr-at-eol" in problem
    assert "keep the second side" in problem
    assert "by hand" not in problem
    assert _git(project, "merge", "--abort") == 0
    assert _git(project, "merge", "-q", "-X", "ignore-cr-at-eol", "right") == 0
    project.build()
    assert _unix(project.root / "output" / FORMER) == fresh
    assert project.built().changes.nothing  # type: ignore[union-attr]


def test_a_page_that_both_sides_make_anew_resolves_itself_although_one_turns_it_around(project: Project) -> None:
    _branches(project, "Words of the left.", "Words of the right.")
    assert _git(project, "merge", "-q", "right") != 0
    page = project.root / "output" / FORMER
    assert "<<<<<<<" in _unix(page)
    _define(project, "Words of both.")
    project.build()
    assert "Words of both." in _unix(page)
    assert not {"<<<<<<<", "Words of the left.", "Words of the right."} & set(_unix(page).splitlines())
    assert project.built().changes.nothing  # type: ignore[union-attr]


@pytest.mark.parametrize("label", ["", " HEAD"])
def test_marks_of_gits_may_have_the_line_ends_of_windows(label: str) -> None:
    marks = (f"<<<<<<<{label}", "one", f"|||||||{label}", "none", "=======", "two", f">>>>>>>{label}", "three", "")
    assert merging.conflict_sides("\r\n".join(marks)) == ("one\r\nthree\r\n", "two\r\nthree\r\n")


@pytest.mark.parametrize(("left", "right"), [(["Mine."], ["Yours."]), ([], ["Mine."]), (["Mine."], [])])
def test_a_conflict_of_words_is_none_of_line_ends_in_a_page_that_has_only_one_kind(
    left: list[str], right: list[str]
) -> None:
    page = Rendered("e.mdx", {"id": "E"}, (), "---\nid: E\n---\n\nText.\n")
    lines = ["---", "id: E", "---", "", "<<<<<<< HEAD", *left, "=======", *right, ">>>>>>> right", ""]
    with pytest.raises(merging.UnmergeableError, match="written by hand") as caught:
        merging.merge(page, "\r\n".join(lines), [], merging.Way())
    assert "ignore-cr-at-eol" not in caught.value.hint

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from catalog_gen.owning.codeowners import checking
from catalog_gen.owning.codeowners.parsing import parse
from catalog_gen.owning.codeowners.wanted import Wanted

if TYPE_CHECKING:
    from catalog_gen.owning.codeowners.patterns import Flavor

CREW = ("@crew",)
WANTED = Wanted(
    {"a/x.py": CREW, "a/y.json": CREW, "b.py": ("@ops",)},
    ("README.md", "a/x.py", "a/y.json", "b.py", "output/p.mdx", "output/q.mdx", "output/words.md"),
    "output",
    frozenset({"output/p.mdx", "output/q.mdx"}),
    "output",
)
OURS = {
    "github": ("# begin", "/a/ @crew", "/b.py @ops", "/output/", "# end"),
    "gitlab": ("# begin", "/a/ @crew", "/b.py @ops", "!/output/", "# end"),
}
MOVE = "move that line above line 2"


def _told(before: str, after: tuple[str, ...], flavor: Flavor = "github") -> list[tuple[str, int, str, str]]:
    """What is told of a file with a line, our lines 2 to 6 and some others."""
    text = "\n".join([before, *OURS[flavor], *after])
    found = checking.problems(parse(text, flavor), WANTED, "CODEOWNERS", range(2, 7))
    return [(one.code, one.place.line, one.message, one.hint) for one in found]


@pytest.mark.parametrize(
    ("line", "code", "decides"),
    [
        ("* @all", "missing-owners", "all of them"),
        ("*.py @all", "missing-owners", "2 of their files, for example a/x.py"),
        ("*.json @all", "missing-owners", "a/y.json"),
        ("/a/ @crew", "shadowed-line", "2 of their files, for example a/x.py"),
        ("*.mdx @docs", "missing-owners", "2 of their files, for example output/p.mdx"),
    ],
)
def test_a_line_behind_ours_that_takes_their_files_is_told_once(line: str, code: str, decides: str) -> None:
    pattern = line.split(maxsplit=1)[0]
    said = f"line 7 ({pattern}) comes after our lines 2-6 and decides about {decides}"
    assert _told("# theirs", (line,)) == [(code, 7, said, MOVE)]


def test_a_line_behind_ours_that_takes_nothing_from_them_is_fine() -> None:
    assert _told("* @all", ("/output/words.md @docs", "*.json @CREW")) == []


def test_each_line_that_takes_files_of_one_of_ours_is_told() -> None:
    assert [(code, line) for code, line, *_ in _told("", ("/a/x.py @all", "/a/y.json @docs"))] == [
        ("missing-owners", 7),
        ("missing-owners", 8),
    ]


def test_files_that_our_lines_do_not_give_to_whom_the_catalog_says_are_told_one_by_one() -> None:
    text = "# begin\n/a/ @old\n/b.py @ops\n/output/\n# end\n*.json @all"
    found = checking.problems(parse(text, "github"), WANTED, "CODEOWNERS", range(1, 6))
    assert [(one.message, one.place.line, one.hint) for one in found] == [
        ("a/x.py: CODEOWNERS says @old, the catalog @crew", 2, ""),
        ("a/y.json: CODEOWNERS says @all, the catalog @crew", 6, ""),
    ]


def test_a_line_in_front_of_ours_that_they_shadow_is_to_go_unless_it_is_about_other_files() -> None:
    shadowed = "has no effect: line 3 (/a/) comes later and wins"
    delete = "delete it; the definitions say whose the files of our lines are"
    assert _told("/a/x.py @all", ()) == [("shadowed-line", 1, f"/a/x.py {shadowed}", delete)]
    [everything] = _told("* @all", ("/README.md @docs",))
    assert everything[2:] == ("* has no effect: line 5 (/output/) and others come later and win", delete)
    [told] = _told("/output/words.md @docs", ())
    assert told[2:] == (
        "/output/words.md has no effect: line 5 (/output/) comes later and wins",
        "move this line below line 5",
    )


def test_gitlab_asks_in_each_section_so_that_others_overrule_nothing() -> None:
    assert _told("* @all", ("[Docs]", "* @docs", "!/output/"), "gitlab") == []
    [told] = _told("", ("* @all", "[Docs]", "README.md @docs"), "gitlab")
    assert told == (
        "missing-owners",
        7,
        "line 7 (*) comes after our lines 2-6 and decides about 3 of their files, for example a/x.py",
        MOVE,
    )


def test_for_gitlab_one_of_our_patterns_that_comes_again_is_told_at_the_other_line() -> None:
    said = "line 7 (/a/) comes after our lines 2-6 and decides about 2 of their files, for example a/x.py"
    assert _told("", ("/a/ @all",), "gitlab") == [("missing-owners", 7, said, MOVE)]
    again = ("shadowed-line", 3, "/a/ stands in line 7 again, which counts instead", "delete line 7")
    assert _told("", ("/a/ @crew",), "gitlab") == [again]


def test_for_gitlab_a_line_that_an_exclusion_or_an_earlier_one_outdoes_says_which() -> None:
    text = "!*.md\n/README.md @docs\n*.py @x\n/a/x.py @crew\n*.py @ops\n"
    wanted = Wanted({}, ("README.md", "a/x.py"))
    found = checking.problems(parse(text, "gitlab"), wanted, "CODEOWNERS")
    assert [(one.place.line, one.message, one.hint) for one in found] == [
        (2, "/README.md has no effect: line 1 (!*.md) leaves its files to nobody", "delete one of the two"),
        (3, "*.py stands in line 5 again, which counts instead", "delete it"),
        (
            5,
            "*.py has no effect: line 4 (/a/x.py) comes after line 3, which GitLab takes for this one, and wins",
            "delete line 3",
        ),
    ]

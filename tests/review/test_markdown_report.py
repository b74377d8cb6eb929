from __future__ import annotations

import itertools
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from comments import HOSTILE, LINKS, read, reworded
from hypothesis import given, settings
from hypothesis import strategies as st
from reviewed import EVERYTHING

from catalog_gen.review.changes import Review, Side
from catalog_gen.review.reports.markdown import markdown, marker

if TYPE_CHECKING:
    from collections.abc import Callable

GOLDEN = Path(__file__).parent / "comment.md"
COMMAND = "catalog-gen review --base origin/main"
EMPTY = Review(catalog="shop", folder="", base=Side("main", "1f0c9a7d"), head=Side("HEAD", "9be01d55"))


def test_the_comment_of_a_review_with_everything(*, update_golden: bool) -> None:
    comment = markdown(EVERYTHING, LINKS, COMMAND)
    if update_golden:
        GOLDEN.write_text(comment, encoding="utf-8", newline="\n")
    assert comment == GOLDEN.read_text(encoding="utf-8")
    assert read(comment).misdeeds == []


def test_a_change_that_does_nothing_to_the_catalog_has_no_comment() -> None:
    assert markdown(EMPTY, LINKS, COMMAND) == ""


def test_an_older_comment_says_that_nothing_changes_any_more() -> None:
    assert markdown(EMPTY, LINKS, COMMAND, always=True) == (
        "<!-- catalog-gen review of shop -->\nNo catalog changes any more.\n"
    )


def test_the_marker_stays_the_same_whatever_the_review_says() -> None:
    assert {markdown(each, LINKS, always=True).splitlines()[0] for each in (EMPTY, EVERYTHING)} == {
        marker("shop", EVERYTHING.folder),
        marker("shop", EMPTY.folder),
    }


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("shop", "shop"),
        ("a--b", "a-%2Db"),
        ("a-->b", "a-%2D%3Eb"),
        ("-a-", "%2Da%2D"),
        ("a\nb", "a%0Ab"),
        ("a%2Db", "a%252Db"),
    ],
)
def test_a_marker_is_an_html_comment_whatever_the_name(name: str, said: str) -> None:
    assert marker(name) == f"<!-- catalog-gen review of {said} -->"


BENIGN = read(markdown(EVERYTHING, LINKS, COMMAND)).skeleton


@pytest.mark.parametrize("shift", range(0, len(HOSTILE), 11))
def test_texts_of_others_are_read_and_do_nothing(shift: int) -> None:
    given_out = itertools.chain(HOSTILE[shift:], HOSTILE[:shift])
    chosen: dict[str, str] = {}
    endless = itertools.cycle(given_out)
    _is_harmless(lambda words: chosen.setdefault(words, next(endless)))


@settings(max_examples=10)
@given(st.lists(st.sampled_from([*HOSTILE, " ", "a", "1"]), min_size=1, max_size=4).map("".join))
def test_nor_do_mixtures_of_them(text: str) -> None:
    _is_harmless(lambda _: text)


def _is_harmless(text: Callable[[str], str]) -> None:
    def spoilt(words: str) -> str:
        return f"{text(words)}{words}{text(words)}"

    comment = markdown(reworded(EVERYTHING, spoilt), LINKS, spoilt(COMMAND))
    comment.encode()
    found = read(comment)
    assert found.misdeeds == []
    different = [pair for pair in itertools.zip_longest(found.skeleton, BENIGN) if pair[0] != pair[1]]
    assert different[:3] == []

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import pytest
from comments import LINKS, read, reworded
from hypothesis import given, settings
from hypothesis import strategies as st
from reviewed import EVERYTHING, SCHEMA

from catalog_gen.problems import Place, Problem
from catalog_gen.review.changes import Approval, Reason, Review, Subject
from catalog_gen.review.reports.limits import Block, fitted, size
from catalog_gen.review.reports.markdown import LONGEST, markdown

if TYPE_CHECKING:
    from collections.abc import Callable

COMMAND = "catalog-gen review --base origin/main"


def _block(entries: list[str], rank: int, more: str = "", unfolded: int | None = None, floor: int = 0) -> Block:
    return Block(
        rank=rank,
        number=len(entries),
        entry=lambda index: f"- {entries[index]}",
        shorter=lambda index: f"- {entries[index][:20]}",
        above="### Title" if rank else "",
        below="</details>" if rank > 1 else "",
        unfolded=unfolded,
        more=more,
        optional=not more,
        floor=floor,
    )


_BLOCKS = st.lists(
    st.builds(
        _block,
        st.lists(st.integers(1, 40).map(lambda length: "x" * length), max_size=12),
        st.integers(0, 3),
        st.sampled_from(["", "{} more"]),
        st.sampled_from([None, 3]),
        st.sampled_from([0, 50]),
    ),
    max_size=5,
)


def _ways(block: Block) -> list[Callable[[int], str]]:
    return [block.entry, *([block.shorter] if block.shorter else [])]


@settings(max_examples=50)
@given(_BLOCKS, st.integers(0, 600))
def test_blocks_never_take_more_than_the_room_and_keep_entries_whole(blocks: list[Block], room: int) -> None:
    text = fitted(blocks, room)
    assert size(text) <= room
    whole = {write(index) for block in blocks for write in _ways(block) for index in range(block.number)}
    assert [line for line in text.splitlines() if line.startswith("- ") and line not in whole] == []


def test_what_is_left_out_is_counted() -> None:
    assert fitted([_block(list("abcdefghijkl"), 0, "{} more")], 38) == "- a\n- b\n- c\n\n9 more"


def test_shorter_entries_come_before_fewer_ones() -> None:
    assert fitted([_block(["x" * 40, "y" * 40], 0)], 60) == f"- {'x' * 20}\n- {'y' * 20}"


def test_who_has_the_last_rank_is_left_out_first() -> None:
    assert fitted([_block(["a"], 2), _block(["b"], 0), _block(["c"], 3)], 40) == "### Title\n\n- a\n\n</details>\n\n- b"


def test_a_floor_keeps_room_for_those_below() -> None:
    many = [_block(["a"] * 1_000, 0, "{} more"), _block(["b"] * 1_000, 1, "{} more", floor=100)]
    assert "- b\n- b" in fitted(many, 500)
    assert "- b" not in fitted([many[0], _block(["b"] * 1_000, 1, "{} more")], 500)


def test_thousands_are_written_only_as_far_as_there_is_room() -> None:
    written: list[int] = []

    def write(index: int) -> str:
        written.append(index)
        return "- x"

    fitted([Block(rank=0, number=1_000_000, entry=write, more="{} more")], 300)
    assert len(written) < 300


def _many(number: int) -> Review:
    changes = [
        each
        for index in range(number)
        for each in (
            dataclasses.replace(SCHEMA, subject=Subject("event", f"Event{index}", "1.0.0"), problems=()),
            dataclasses.replace(EVERYTHING.changes[1], subject=Subject("service", f"Service{index}", "1.0.0")),
        )
    ]
    errors = [
        Problem("bad-value", "is bad", Place(f"a{index}.py", 1), f"Event{index} 1.0.0") for index in range(number)
    ]
    reasons = tuple(Reason(words=f"owns `Event{index}`", place=Place("a.py", index + 1)) for index in range(9))
    approvals = [Approval(any_of=(f"@acme/team{index}",), owners=("x",), because=reasons) for index in range(number)]
    return dataclasses.replace(
        EVERYTHING,
        changes=tuple(changes),
        problems=tuple((problem, "error") for problem in errors),
        approvals=tuple(approvals),
    )


@pytest.mark.parametrize("number", [4, 40, 3_000])
def test_a_comment_never_is_longer_than_a_site_takes(number: int) -> None:
    comment = markdown(_many(number), LINKS, COMMAND)
    assert LONGEST * 0.9 < size(comment) <= LONGEST or number == 4
    assert read(comment).misdeeds == []


def test_nor_is_one_of_long_hostile_texts_in_which_characters_count_twice() -> None:
    hostile = "@a$<`|\U0001f600" * 40
    long = reworded(_many(60), lambda words: words + hostile)
    comment = markdown(long, LINKS, COMMAND)
    assert LONGEST * 0.9 < size(comment) <= LONGEST
    assert read(comment).misdeeds == []


def _told(number: int) -> set[str]:
    comment = markdown(_many(number), LINKS, COMMAND)
    marks = {"graph": "```mermaid", "details": "Breaks backward", "owners": "| Before", "cut": "in the job log"}
    return {name for name, mark in marks.items() if mark in comment}


def test_the_graph_is_left_out_first_then_details_then_entries() -> None:
    assert _told(4) == {"graph", "details", "owners"}
    assert _told(22) == {"details", "owners", "cut"}
    assert _told(3_000) == {"cut"}


def test_all_approvals_and_errors_are_told_while_there_is_room_for_them() -> None:
    comment = markdown(_many(120), LINKS, COMMAND)
    assert [index for index in range(120) if f"**@acme/team{index}**" not in comment] == []
    assert [index for index in range(120) if f"`Event{index} 1.0.0`: is bad" not in comment] == []
    assert "in the job log" in comment

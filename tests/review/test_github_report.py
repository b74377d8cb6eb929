from __future__ import annotations

import dataclasses
import re
from typing import Any

import pytest
import sampled

from catalog_gen.problems import Place, Problem
from catalog_gen.review.changes import Change, Review, Subject
from catalog_gen.review.reports import github


def said(**values: Any) -> list[str]:
    return [*github.lines(sampled.review(**values))]


def bare(*changes: Change, **values: Any) -> Review:
    """A review with these changes only."""
    return dataclasses.replace(sampled.nothing(), changes=changes, **values)


def test_the_gravest_are_first_and_each_is_told_once() -> None:
    assert [re.findall(r"^::(\w+) .*title=([^:]+)::", line) for line in said()] == [
        [("error", "review/schema-changed")],
        [("warning", "no-owner")],
        [("notice", "Needs one approval per line")],
        [("notice", "review/removed")],
        [("notice", "review/unread")],
        [("notice", "review/owner-replaced")],
        [("notice", "review/added")],
    ]


def test_a_change_stands_on_its_line_with_whom_it_hits_and_the_command_that_mends_it() -> None:
    assert said()[0] == (
        "::error file=schemas/stock/inventory-adjusted.avsc,line=7,col=5,title=review/schema-changed::"
        "`InventoryAdjusted 1.0.1`: its schema has changed; `ReportingService 1.0.0` cannot decode what was sent "
        "before once it has the new schema; InventoryAdjusted 1.0.1: its schema has changed, but not its version "
        "(catalog-gen bump InventoryAdjusted 2.0.0 --base main) [missing-bump]"
    )


def test_of_many_who_are_hit_the_first_are_named_and_the_others_counted() -> None:
    [hit] = sampled.BREAKING.hits
    [line] = github.lines(bare(dataclasses.replace(sampled.BREAKING, hits=(hit,) * 1_000, problems=())))
    assert line.count("`ReportingService 1.0.0`") == 10
    assert line.endswith("; and 990 more")


def test_who_has_to_approve_is_one_notice() -> None:
    [line] = [line for line in said() if "approval" in line]
    assert line == (
        "::notice title=Needs one approval per line::@acme/mobile: owned `InventoryService` before this change%0A"
        "`data` (no handle is known): `ReportingService` reads `InventoryAdjusted`"
    )


def test_who_has_to_approve_is_said_where_there_are_no_other_notices() -> None:
    lines = said(changes=(sampled.BREAKING,), problems=(), unread=())
    assert [line.split()[0] for line in lines] == ["::error", "::warning", "::notice"]
    assert lines[-1].startswith("::notice title=Needs one approval per line::")


def test_paths_are_those_of_the_repository() -> None:
    assert said(folder="apps/shop")[0].startswith("::error file=apps/shop/schemas/stock/inventory-adjusted.avsc,line=7")
    outside = dataclasses.replace(sampled.ADDED, place=Place("../shared/definitions.py", 2, 1))
    [line] = github.lines(bare(outside, folder="apps/shop"))
    assert line.startswith("::notice file=apps/shared/definitions.py,line=2")


def test_what_is_gone_is_no_line_that_says_something_else_now() -> None:
    [line] = github.lines(bare(sampled.REMOVED, folder="apps"))
    assert line == (
        "::notice file=apps/schemas/old/definitions.py,title=review/removed::"
        "`OutOfStock 1.0.0`: it is gone (before: apps/schemas/old/definitions.py:33:1)"
    )


@pytest.mark.parametrize(
    ("gravity", "level"),
    [("breaking", "error"), ("undecided", "warning"), ("risky", "warning"), ("plain", "notice")],
)
def test_the_gravity_of_a_change_is_its_level(gravity: Any, level: str) -> None:
    [line] = github.lines(bare(dataclasses.replace(sampled.ADDED, gravity=gravity)))
    assert line.startswith(f"::{level} ")


ERROR = Problem("missing-bump", "no bump", Place(sampled.DEFINITIONS, 40, 3))
WARNING = Problem("undecided-compatibility", "who knows", Place(sampled.DEFINITIONS, 40, 3))


@pytest.mark.parametrize(
    ("problems", "level"),
    [
        ([(ERROR, "error")], "error"),
        ([(WARNING, "warning")], "warning"),
        ([(ERROR, "error"), (WARNING, "warning")], "error"),
    ],
    ids=["error", "warning", "both"],
)
def test_a_change_is_as_grave_as_its_problems_on_the_same_line_and_tells_all_of_them(problems: Any, level: str) -> None:
    change = dataclasses.replace(sampled.ADDED, problems=tuple(problem for problem, _ in problems))
    [line] = github.lines(bare(change, problems=tuple(problems)))
    assert line.startswith(f"::{level} file=schemas/stock/definitions.py,line=40")
    assert all(f"[{problem.code}]" in line for problem, _ in problems)


def test_a_problem_of_a_change_on_another_line_stands_there() -> None:
    problem = dataclasses.replace(ERROR, place=Place("other.py", 3, 4))
    change = dataclasses.replace(sampled.ADDED, problems=(problem,))
    assert [*github.lines(bare(change, problems=((problem, "error"),)))] == [
        "::error file=other.py,line=3,col=4,title=missing-bump::no bump [missing-bump]",
        "::notice file=schemas/stock/definitions.py,line=40,col=9,title=review/added::`StockDepleted 1.0.0`: it is new",
    ]


def test_a_resource_without_owner_is_a_warning_at_the_change_that_took_it() -> None:
    service, event = sampled.MOVED.subject, sampled.MOVED.followers[0]
    gone = dataclasses.replace(sampled.MOVED, kind="owner-removed", words="owner `mobile` is gone", after=())
    [line] = github.lines(bare(gone, ownerless=(event, service)))
    assert line.startswith("::warning file=schemas/stock/definitions.py,line=20")
    assert line.endswith("without owner now: `InventoryAdjusted` and `InventoryService`")


def test_a_resource_without_owner_is_told_also_where_no_change_is_about_it() -> None:
    [line] = github.lines(bare(ownerless=(Subject("event", "Lonely", "1.0.0"),)))
    assert line == "::warning title=review/ownerless::`Lonely 1.0.0`: an event that has no owner any more"


def test_where_nothing_has_changed_nothing_is_annotated() -> None:
    assert [*github.lines(sampled.nothing())] == []


def test_no_text_begins_a_command_of_its_own_or_shows_a_secret() -> None:
    for line in github.lines(sampled.hostile()):
        assert len(line.splitlines()) == 1
        assert re.match(r"::(error|warning|notice) (file=[^,:]+,)?(line=3,col=1,)?title=[^,:]+::", line)
        message = line.split("::", 2)[2]
        assert "ghp_" not in message
        assert re.sub(r"%(25|0A)", "", message).count("%") == 0
        assert message.isprintable()

from __future__ import annotations

import dataclasses
import re

import pytest
import sampled

from catalog_gen.compatibility.differences import Comparison, Difference
from catalog_gen.problems import Place
from catalog_gen.review.changes import Side
from catalog_gen.review.reports import text


def said(*given: object, command: str = "") -> list[str]:
    [review] = given or [sampled.review()]
    return [line for _, line in text.lines(review, command)]  # type: ignore[arg-type]


def below(title: str, lines: list[str]) -> list[str]:
    """The lines of a section."""
    rest = lines[lines.index(title) + 1 :]
    return rest[: rest.index("")]


def test_the_report_starts_with_the_headline_and_ends_with_what_was_compared_and_how_to_repeat_it() -> None:
    lines = said(command="catalog-gen review --base main")
    assert lines[0] == "Event catalog: 1 error to fix, 1 breaking change, 1 event without owner"
    assert lines[-4].startswith("Catalog `shop`: the working tree since it left `main` (`abcdef12`)")
    assert lines[-3].startswith("4 services and agents declare what they receive")
    assert lines[-2] == "30 older problems are not listed"
    assert lines[-1] == "again: catalog-gen review --base main"


def test_each_approval_is_a_line_with_its_reasons_below() -> None:
    assert below("Needs one approval per line", said()) == [
        "  @acme/mobile",
        "    schemas/stock/definitions.py:20:5: owned `InventoryService` before this change",
        "  `data` (no handle is known)",
        "    schemas/reporting/definitions.py:12:3: `ReportingService` reads `InventoryAdjusted`",
    ]


def test_one_of_several_handles_is_enough() -> None:
    approval = dataclasses.replace(sampled.review().approvals[0], any_of=("@acme/mobile", "@ann", "@bob"))
    lines = said(sampled.review(approvals=(approval,)))
    assert below("Needs one approval per line", lines)[0] == "  @acme/mobile, @ann or @bob"


def test_what_is_to_fix_stands_with_its_change_and_is_told_nowhere_else() -> None:
    lines = said()
    assert below("To fix", lines) == [
        "schemas/stock/inventory-adjusted.avsc:7:5: breaking: `InventoryAdjusted 1.0.1`: its schema has changed",
        "schemas/stock/inventory-adjusted.avsc:7:5: error: InventoryAdjusted 1.0.1: its schema has changed, but "
        "not its version (catalog-gen bump InventoryAdjusted 2.0.0 --base main) [missing-bump]",
    ]
    assert sum("[missing-bump]" in line for line in lines) == 1
    assert sum(line.endswith("its schema has changed") for line in lines) == 1


def test_what_is_good_to_know_is_grouped_with_places_first_and_followers_named() -> None:
    assert below("To know", said()) == [
        "  Owners",
        "schemas/stock/definitions.py:20:5: `InventoryService 1.0.0`: owner `full-stack` replaced `mobile`; "
        "2 events follow",
        "  `InventoryAdjusted` and `StockDepleted`",
        "  before: `mobile`; after: `full-stack`",
        "  Resources",
        "abcdef12:schemas/old/definitions.py:33:1: `OutOfStock 1.0.0`: it is gone",
        "schemas/stock/definitions.py:40:9: `StockDepleted 1.0.0`: it is new",
        "  Warnings",
        "schemas/stock/definitions.py:40:9: warning: StockDepleted 1.0.0: it has no owner [no-owner]",
    ]


def test_a_resource_without_owner_is_told_where_no_problem_tells_of_it() -> None:
    lines = said(sampled.review(problems=()))
    assert below("To know", lines)[:2] == [
        "  Without owner",
        "  `StockDepleted 1.0.0`: an event that has no owner any more",
    ]


def test_the_differences_of_a_schema_stand_with_the_way_out_and_with_whom_they_hit() -> None:
    lines = below("What it does to whom", said())
    assert lines[0] == "  `InventoryAdjusted 1.0.1` (BACKWARD)"
    assert lines[1].startswith("schemas/stock/inventory-adjusted.avsc:7:5: breaking backward: `reason` was added")
    assert "  instead: give the field a default" in lines
    assert lines[-1].startswith("schemas/reporting/definitions.py:12:3: `ReportingService 1.0.0` cannot decode")


def test_what_was_removed_from_a_schema_is_on_no_line_of_the_new_one() -> None:
    removed = Difference(kind="field-removed", path="a", words="`a` was removed", place=Place("a.avsc", 9, 3))
    change = dataclasses.replace(sampled.BREAKING, schemas=(("", Comparison("avro", (removed,))),))
    assert "a.avsc: compatible: `a` was removed" in said(sampled.review(changes=(change,)))


def test_sections_without_content_do_not_appear() -> None:
    lines = said(sampled.review(changes=(sampled.ADDED,), approvals=(), problems=(), ownerless=(), unread=()))
    assert [title for title in lines if title and not title.startswith(" ")][1:3] == [
        "To know",
        "schemas/stock/definitions.py:40:9: `StockDepleted 1.0.0`: it is new",
    ]
    assert "To fix" not in lines
    assert "What it does to whom" not in lines
    assert "Could not be read" not in lines


@pytest.mark.parametrize(
    ("base", "line"),
    [
        (Side("origin/main", "abcdef1234567890"), "no catalog changes since origin/main (abcdef12)"),
        (Side("abcdef12", "abcdef1234567890"), "no catalog changes since abcdef12"),
    ],
    ids=["branch", "commit"],
)
def test_nothing_is_one_line(base: Side, line: str) -> None:
    assert said(dataclasses.replace(sampled.nothing(), base=base), command="catalog-gen review") == [line]


def test_nothing_is_said_with_what_makes_it_less_certain() -> None:
    assert said(dataclasses.replace(sampled.nothing(), notes=("main has no settings",)))[1:] == ["main has no settings"]


def test_no_text_breaks_a_line_steers_the_terminal_or_orders_a_runner_to_do_something() -> None:
    for line in said(sampled.hostile(), command=sampled.HOSTILE):
        assert line.isprintable()
        assert not re.match(r"\s*::", line)
        assert "##[" not in line
        assert "ghp_" not in line

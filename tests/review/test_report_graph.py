from __future__ import annotations

import dataclasses

from reviewed import EVERYTHING, SCHEMA

from catalog_gen.problems import Place
from catalog_gen.review.changes import Hit, Review, Subject
from catalog_gen.review.reports.graph import graph


def _hit(kind: str, name: str, *owners: str) -> Hit:
    return Hit(kind=kind, consumer=Subject("service", name), place=Place("a.py", 1), owners=owners)


def _hitting(*hits: Hit) -> Review:
    return dataclasses.replace(EVERYTHING, changes=(dataclasses.replace(SCHEMA, hits=hits),))


def test_consumers_are_drawn_with_their_owners_and_how_they_are_hit() -> None:
    assert graph(_hitting(_hit("cannot-decode", "Billing", "finance", "ops"), _hit("unknown-use", "Shipping"))) == (
        "```mermaid\n"
        "graph LR\n"
        '  n0["InventoryAdjusted 2#46;0#46;0"]\n'
        '  n1["Billing<br/>finance#44; ops"]\n'
        '  n2["Shipping"]\n'
        '  n0 -->|"cannot decode"| n1\n'
        '  n0 -.->|"use unknown"| n2\n'
        "```"
    )


def test_the_worst_of_several_hits_is_drawn() -> None:
    drawn = graph(_hitting(_hit("unknown-use", "A"), _hit("cannot-decode", "A"), _hit("loses-field", "A")))
    assert [line.strip() for line in drawn.splitlines() if "|" in line] == ['n0 -->|"cannot decode"| n1']


def test_owners_are_drawn_whichever_change_knows_them() -> None:
    first = dataclasses.replace(SCHEMA, hits=(_hit("cannot-decode", "A", "a"),))
    second = dataclasses.replace(SCHEMA, subject=Subject("event", "Other"), hits=(_hit("cannot-decode", "A"),))
    assert '["A<br/>a"]' in graph(dataclasses.replace(EVERYTHING, changes=(first, second)))


def test_nothing_is_drawn_where_nobody_is_hit() -> None:
    assert graph(_hitting()) == ""


def test_more_than_25_nodes_are_not_drawn() -> None:
    hits = [_hit("cannot-decode", f"Service{number}") for number in range(25)]
    assert "n24" in graph(_hitting(*hits[:24]))
    assert graph(_hitting(*hits)) == ""

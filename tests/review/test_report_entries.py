from __future__ import annotations

import dataclasses

import pytest
from comments import read
from reviewed import EVERYTHING, NO_OWNER, PLACED, SCHEMA

from catalog_gen.problems import Place, Problem
from catalog_gen.review.changes import Approval, Change, Reason, Side, Subject, Unread
from catalog_gen.review.reports import wording
from catalog_gen.review.reports.entries import Entries
from catalog_gen.review.reports.links import Links
from catalog_gen.review.reports.markdown import markdown
from catalog_gen.review.reports.sections import News

ENTRIES = Entries(Links(""))
WHY = Reason(words="owns `A`", place=Place(""))


@pytest.mark.parametrize(
    ("handles", "said"),
    [
        (("@acme/data",), "**@acme/data**"),
        (("@acme/data", "@dboyne"), "**@acme/data** or **@dboyne**"),
        (("@acme/data", "@a_corp", "@group/sub/team.x"), "**@acme/data**, **@a_corp** or **@group/sub/team.x**"),
        (("acme/data",), "`acme/data`"),
        (("@",), "`@`"),
        (("@a b",), "`@a b`"),
        (("@a](https://x.example)",), "`@a](https://x.example)`"),
        (("@a*", "@<b>"), "`@a*` or `@<b>`"),
        (("@a\n",), "`@a\\u000a`"),
        (("@a/-b-",), "`@a/-b-`"),
    ],
)
def test_handles_are_alive_and_nothing_else_is(handles: tuple[str, ...], said: str) -> None:
    assert ENTRIES.approval(Approval(any_of=handles, owners=("x",), because=(WHY,))) == f"- {said}: owns `A`"


def test_owners_whose_handle_nobody_knows_are_named() -> None:
    assert ENTRIES.approval(Approval(any_of=(), owners=("data",), because=(WHY,))) == (
        "- `data` (no handle is known): owns `A`"
    )


def _because(number: int) -> Approval:
    reasons = tuple(Reason(words=f"owns `E{index}`", place=Place("a.py", index + 1)) for index in range(number))
    return Approval(any_of=("@a",), owners=("a",), because=reasons)


def test_several_reasons_stand_below_each_other() -> None:
    assert ENTRIES.approval(_because(2)) == "- **@a**:\n  - owns `E0` (`a.py:1`)\n  - owns `E1` (`a.py:2`)"


def test_more_than_five_reasons_are_folded_and_more_than_25_counted() -> None:
    lines = ENTRIES.approval(_because(40)).splitlines()
    assert len(lines) == 7
    assert lines[-1].startswith(
        "  <details><summary>35 more reasons</summary><ul><li>owns <code>E5</code></li><li>owns <code>E6</code></li>"
    )
    assert lines[-1].endswith("<li>and 15 more</li></ul></details>")


def test_in_short_one_reason_is_enough() -> None:
    assert dataclasses.replace(ENTRIES, short=True).approval(_because(3)) == "- **@a**: owns `E0`; and 2 more"


def test_a_warning_stands_below_the_change_that_brought_it() -> None:
    change = Change(kind="owner-removed", subject=PLACED, words="owner `a` was removed", place=Place("a.py", 3))
    assert ENTRIES.news(News(change=change, warnings=(NO_OWNER,))).splitlines() == [
        "- `OrderPlaced 1.3.0`: owner `a` was removed (`a.py:3`)",
        "  - Warning: has no owner (`schemas/stock/definitions.py:41`)<br>→ write owners=\\[...\\]",
    ]


def test_what_was_not_read_says_so_and_on_which_side() -> None:
    unread = Unread(subject="OrderPlaced", what="owners", place=Place("a.py", 4, 2), side="base")
    assert ENTRIES.unread(unread) == "- `OrderPlaced`: `owners` (before this change) (`a.py:4`)"


def test_each_change_is_told_once() -> None:
    comment = markdown(EVERYTHING)
    told = [change for change in EVERYTHING.changes if change != SCHEMA]
    assert [change.subject for change in told if comment.count(f"\n- `{change.subject}`: {change.words}") != 1] == []
    assert comment.count(f"\n- `{SCHEMA.subject}`: ") == 1


def test_the_working_tree_is_a_side_without_a_commit() -> None:
    comment = markdown(dataclasses.replace(EVERYTHING, head=Side("the working tree")))
    assert (
        "the working tree since it left `origin/main` (`1f0c9a7d`); definitions were read, no code was run" in comment
    )


def test_only_approvals_mention_somebody() -> None:
    texts = " ".join(read(markdown(EVERYTHING)).texts)
    assert "@" not in texts


def test_a_resource_that_lost_its_owners_is_told_of_by_that_change_only() -> None:
    change = Change(kind="owner-removed", subject=PLACED, words="`a` does not own it", place=Place(""), before=("a",))
    comment = markdown(dataclasses.replace(EVERYTHING, changes=(change,), problems=(), ownerless=(PLACED,)))
    assert comment.count("\n- `OrderPlaced 1.3.0`") == 1
    assert "1 event without owner" in comment


def test_what_could_not_be_read_is_told_of_once() -> None:
    problem = Problem("unreadable-value", "summary: x() is only known when the code runs", Place("a.py", 4), "A 1.0.0")
    unread = Unread(subject="A 1.0.0", what="summary", place=Place("a.py", 4), side="head")
    review = dataclasses.replace(EVERYTHING, problems=((problem, "error"),), unread=(unread,))
    assert "### Could not be read" not in markdown(review)
    assert "### Could not be read" in markdown(dataclasses.replace(review, problems=()))


def test_who_is_hit_for_sure_and_who_may_be() -> None:
    assert wording.whom(SCHEMA) == "hits `BillingService` and `ReportingService`; may hit `ShippingAgent`"
    many = tuple(dataclasses.replace(SCHEMA.hits[0], consumer=Subject("service", f"S{index}")) for index in range(9))
    assert wording.whom(dataclasses.replace(SCHEMA, hits=many)) == "hits `S0`, `S1`, `S2` and 6 more"

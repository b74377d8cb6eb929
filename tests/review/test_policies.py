from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import sampled

from catalog_gen.review.policies import POLICIES, violated

README = (Path(__file__).resolve().parents[2] / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("policy", "words"),
    [
        ("errors", "1 error"),
        ("breaking", "1 breaking change"),
        ("ownerless", "1 resource without owner"),
        ("ownership", "1 change of owners"),
        ("unread", "1 value that could not be read"),
        ("any", "7 findings"),
    ],
)
def test_a_policy_says_what_it_has_found(policy: str, words: str) -> None:
    assert violated(sampled.review(), {policy}) == (f"{words} ({policy})",)


@pytest.mark.parametrize(
    ("policy", "without"),
    [
        ("errors", {"problems": ((sampled.NO_OWNER, "warning"),)}),
        ("breaking", {"changes": (sampled.MOVED, sampled.REMOVED)}),
        ("undecided", {}),
        ("ownerless", {"ownerless": ()}),
        ("ownership", {"changes": (sampled.BREAKING,)}),
        ("unread", {"unread": ()}),
        ("any", {"changes": (), "problems": (), "unread": ()}),
    ],
)
def test_a_policy_holds_where_there_is_nothing_of_the_kind(policy: str, without: dict[str, Any]) -> None:
    assert violated(sampled.review(**without), {policy}) == ()


@pytest.mark.parametrize("policy", POLICIES)
def test_every_policy_holds_where_nothing_has_changed(policy: str) -> None:
    assert violated(sampled.nothing(), {policy}) == ()


def test_several_policies_are_told_in_the_order_of_the_table() -> None:
    assert violated(sampled.review(), {"unread", "undecided", "errors"}) == (
        "1 error (errors)",
        "1 value that could not be read (unread)",
    )


def test_the_readme_lists_every_policy() -> None:
    table = README.partition("| Policy | What it forbids |\n| --- | --- |\n")[2].partition("\n\n")[0]
    assert re.findall(r"^\| `([^`]+)` \| (.*) \|$", table, re.MULTILINE) == [*POLICIES.items()]

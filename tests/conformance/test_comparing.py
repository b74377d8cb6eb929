from __future__ import annotations

from typing import Any

import pytest
from comparing import MISSING, Equivalence, differences, unexplained


@pytest.mark.parametrize(
    ("theirs", "ours", "found"),
    [
        ({"a": 1}, {"a": 1}, []),
        ({"a": 1, "b": 2}, {"b": 2, "a": 1}, []),
        ({"a": 1}, {"a": True}, ["p a: 1 became True"]),
        ({"a": "1\n"}, {"a": "1"}, [r"p a: '1\n' became '1'"]),
        ({"a": 1}, {}, ["p a: 1 became nothing"]),
        ({}, {"a": None}, ["p a: nothing became None"]),
        ({"a": [1, 2]}, {"a": [2, 1]}, ["p a.0: 1 became 2", "p a.1: 2 became 1"]),
        ({"a": [1, 2]}, {"a": [1]}, ["p a: [1, 2] became [1]"]),
        ({"a": [{"b": 1}]}, {"a": [{"b": 2}]}, ["p a.0.b: 1 became 2"]),
    ],
)
def test_everything_but_the_order_of_keys_is_a_difference(theirs: Any, ours: Any, found: list[str]) -> None:
    assert list(map(str, differences("p", theirs, ours))) == found


def test_an_equivalence_that_nothing_needs_is_reported() -> None:
    added = Equivalence("we add it", lambda found: found.theirs is MISSING)
    assert unexplained(differences("p", {}, {"a": 1}), [added]) == []
    assert unexplained(differences("p", {"b": 1}, {"b": 2}), [added]) == ["p b: 1 became 2", "nothing needs: we add it"]

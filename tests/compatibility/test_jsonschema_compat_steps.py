"""How much work a comparison is: counted in steps, so that it is the same on every machine."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from jsonschema_pairs import compared, mutual, read, verdicts

from catalog_gen.compatibility.jsonschema import budget
from catalog_gen.compatibility.jsonschema.judging import Judge

if TYPE_CHECKING:
    from pathlib import Path


def test_twelve_sorts_of_nodes_in_each_other_are_decided_in_few_steps(tmp_path: Path) -> None:
    old, new = mutual(told_apart=True), mutual(told_apart=True, changed=range(12))
    judge = Judge(read(tmp_path, old), read(tmp_path, new))
    assert [judge.whole(writer).outcome for writer in (0, 1)] == ["holds", "fails"]
    assert sum(judge.steps) < budget.MOST / 2
    comparison = compared(tmp_path, old, new)
    assert [difference.kind for difference in comparison.differences] == ["property-added"] * 12


def test_sorts_that_nothing_tells_apart_are_given_up_after_a_known_number_of_steps(tmp_path: Path) -> None:
    old, new = mutual(told_apart=False), mutual(told_apart=False, changed=(3,))
    judge = Judge(read(tmp_path, old), read(tmp_path, new), most=3_000)
    judgements = [judge.whole(writer) for writer in (0, 1)]
    assert {(judgement.outcome, judgement.reason) for judgement in judgements} == {
        ("unknown", "that takes more than 3,000 steps to find out")
    }
    assert all(steps < 3_500 for steps in judge.steps)


def test_the_same_steps_are_taken_every_time(tmp_path: Path) -> None:
    old, new = mutual(told_apart=False), mutual(told_apart=False, changed=(3,))
    counts = []
    for _ in range(2):
        judge = Judge(read(tmp_path, old), read(tmp_path, new), most=500)
        judge.whole(0)
        counts.append(judge.steps)
    assert counts[0] == counts[1]


def test_unchanged_parts_take_no_steps(tmp_path: Path) -> None:
    schema = mutual(told_apart=False)
    judge = Judge(read(tmp_path, schema), read(tmp_path, schema))
    assert [judge.whole(writer).outcome for writer in (0, 1)] == ["holds", "holds"]
    assert sum(judge.steps) == 0


@pytest.mark.parametrize(
    "new",
    [
        {"minLength": 10**12},
        {"minItems": 10**12},
        {"minProperties": 10**12},
        {"contains": {}, "minContains": 10**12},
        {"contains": {"type": "null"}, "maxContains": 10**12},
        {"minimum": 1e300, "multipleOf": 1e-300},
        {"pattern": "^(a{1000}){1000}$"},
        {"enum": [1e308, -1e-308]},
    ],
)
def test_huge_numbers_take_no_more_room_than_others(new: dict[str, object], tmp_path: Path) -> None:
    there, back = compared(tmp_path, {}, new), compared(tmp_path, new, {})
    assert verdicts(there) == verdicts(back)[::-1]
    assert verdicts(there)[0] in {"incompatible", "unknown"}
    assert verdicts(there)[1] == "compatible"


def test_lists_of_many_values_are_compared_at_once(tmp_path: Path) -> None:
    old, new = {"enum": list(range(2_000))}, {"enum": list(range(1_999))}
    assert verdicts(compared(tmp_path, old, new)) == ("incompatible", "compatible")

"""Whatever happens to a catalog, no word written by hand is lost, and what nobody touched is fresh."""

from __future__ import annotations

import tempfile
from pathlib import Path

import hypothesis
import pytest
from histories import History, Step
from hypothesis import given, strategies
from projects import Project

_SEED = strategies.integers(0, 9999)
_COMMON = ["body", "body", "body", "body", "front", "front", "define", "define", "schema", "build"]
_RARE = ["bump", "rename", "remove", "add", "beside", "crlf", "layout", "overwrite", "lose", "copy", "client"]


def _steps(longest: int) -> strategies.SearchStrategy[list[Step]]:
    step = strategies.builds(Step, strategies.sampled_from([*_COMMON, *_COMMON, *_RARE]), _SEED)
    branch = strategies.lists(step, min_size=1, max_size=4).map(tuple)
    merge = strategies.builds(Step, strategies.just("merge"), _SEED, branch, branch)
    several = strategies.sampled_from([step] * 14 + [merge]).flatmap(lambda chosen: chosen)
    return strategies.lists(several, min_size=3, max_size=longest)


def _live(steps: list[Step]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        History(Project(Path(folder))).live(steps)


@hypothesis.settings(max_examples=100, derandomize=True, database=None)
@given(_steps(9))
def test_no_word_is_lost_and_what_nobody_touched_is_fresh(steps: list[Step]) -> None:
    _live(steps)


@pytest.mark.slow
@hypothesis.settings(max_examples=1000, derandomize=True, database=None)
@given(_steps(14))
def test_no_word_is_lost_in_long_histories(steps: list[Step]) -> None:
    _live(steps)

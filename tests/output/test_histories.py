"""Whatever happens to a catalog, no word written by hand is lost, and what nobody touched is fresh."""

from __future__ import annotations

import tempfile
from pathlib import Path
from random import Random

import hypothesis
import pytest
from histories import History, Step
from hypothesis import given, strategies
from projects import Project

_COMMON = ["body", "body", "body", "body", "front", "front", "define", "define", "schema", "build"]
_RARE = ["bump", "bump", "rename", "remove", "add", "beside", "crlf", "layout", "overwrite", "lose", "copy", "client"]
_MERGE = ["merge", "merge"]
_SEED = strategies.integers(0, 2**32)
"""Says what a step is as well, so that rare ones come as often as they should."""


def _step(seed: int) -> Step:
    return Step(Random(seed).choice([*_COMMON, *_COMMON, *_RARE]), seed)  # noqa: S311 - no secret


def _step_or_merge(seed: int) -> Step:
    random = Random(seed)  # noqa: S311
    if random.choice([*_COMMON, *_COMMON, *_RARE, *_MERGE]) != "merge":
        return _step(seed)
    branches = (tuple(_step(random.randrange(2**32)) for _ in range(random.randint(1, 4))) for _ in range(2))
    return Step("merge", seed, *branches)


def _steps(longest: int) -> strategies.SearchStrategy[list[Step]]:
    return strategies.lists(_SEED.map(_step_or_merge), min_size=3, max_size=longest)


def _live(histories: int, seed: int, longest: int) -> None:
    """Live through so many histories, always the same ones for a seed."""

    @hypothesis.seed(seed)
    @hypothesis.settings(max_examples=histories, database=None)
    @given(_steps(longest))
    def live(steps: list[Step]) -> None:
        with tempfile.TemporaryDirectory() as folder:
            History(Project(Path(folder))).live(steps)

    live()


@pytest.mark.parametrize("seed", [0, pytest.param(1, marks=pytest.mark.slow)])
def test_no_word_is_lost_and_what_nobody_touched_is_fresh(seed: int) -> None:
    _live(15, seed, 4)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(2))
def test_no_word_is_lost_in_long_histories(seed: int) -> None:
    _live(100, 100 + seed, 14)


FLAWS = {
    "a schema that comes on one side of a merge while the other side loses the manifest, and has no section": (
        *(4_294_967_295, 1757, 1757, 204),
    ),
    "a comment in a log that is archived, which is there but not where it is looked for": (
        *(91362850, 378548975, 48, 7606807, 19720094, 747634126, 36238691, 27558, 133374444, 86645, 283188),
        *(100000, 248),
    ),
}
"""What other draws of long histories have found and nobody has mended yet: no word is lost in either."""


@pytest.mark.slow
@pytest.mark.xfail(strict=True, raises=AssertionError, reason="a known flaw of merging")
@pytest.mark.parametrize("flaw", FLAWS)
def test_a_known_flaw_is_still_there(flaw: str, tmp_path: Path) -> None:
    History(Project(tmp_path)).live([_step_or_merge(seed) for seed in FLAWS[flaw]])

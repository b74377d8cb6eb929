from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog_gen.compatibility.differences import BACKWARD, BOTH, FORWARD, NEITHER, Comparison, Difference, Weight
from catalog_gen.resolving.ids import version_key
from catalog_gen.settings import Bump, Bumps
from catalog_gen.versioning import bumps

NUMBERS = st.integers(0, 99)
VERSIONS = st.builds("{}.{}.{}".format, NUMBERS, NUMBERS, NUMBERS)


@pytest.mark.parametrize(
    ("old", "new", "size"),
    [
        ("1.0.0", "1.0.0", "none"),
        ("1.0.0", "1.0.1", "patch"),
        ("1.0.9", "1.1.0", "minor"),
        ("1.9.9", "2.0.0", "major"),
        ("1.0.0", "3.2.1", "major"),
        ("1.2.0", "1.10.0", "minor"),
        ("2.0.0", "1.9.9", "none"),
        ("0.1.0", "0.1.1", "minor"),
        ("0.1.0", "0.2.0", "major"),
        ("0.9.0", "1.0.0", "major"),
    ],
)
def test_a_version_says_by_how_much_it_was_raised(old: str, new: str, size: Bump) -> None:
    assert bumps.made(old, new) == size


@pytest.mark.parametrize(
    ("version", "size", "next_version"),
    [
        ("1.2.3", "patch", "1.2.4"),
        ("1.2.3", "minor", "1.3.0"),
        ("1.2.3", "major", "2.0.0"),
        ("1.2.3", "never", "2.0.0"),
        ("0.2.3", "patch", "0.2.4"),
        ("0.2.3", "minor", "0.2.4"),
        ("0.2.3", "major", "0.3.0"),
    ],
)
def test_the_next_version_is_the_lowest_that_is_enough(version: str, size: Bump, next_version: str) -> None:
    assert bumps.raised(version, size) == next_version


@given(version=VERSIONS, size=st.sampled_from(["patch", "minor", "major"]))
def test_the_next_version_is_higher_and_enough(version: str, size: Bump) -> None:
    raised = bumps.raised(version, size)
    assert version_key(raised) > version_key(version)
    assert bumps.is_enough(bumps.made(version, raised), size)


def test_sizes_are_in_order_and_nothing_is_enough_for_never() -> None:
    for (first, low), (second, high) in itertools.combinations(enumerate(bumps.SIZES), 2):
        assert first < second
        assert bumps.is_enough(high, low)
        assert not bumps.is_enough(low, high)


def _changed(
    breaks: frozenset[str] = NEITHER, undecided: frozenset[str] = NEITHER, weight: Weight = "plain"
) -> Difference:
    return Difference(kind="k", path="a", words="w", breaks=breaks, undecided=undecided, weight=weight)  # type: ignore[arg-type]


POLICY = Bumps(breaking="major", compatible="minor", wording="patch")


@pytest.mark.parametrize(
    ("difference", "level", "size"),
    [
        (_changed(BACKWARD), "BACKWARD", "major"),
        (_changed(BACKWARD), "FORWARD", "minor"),
        (_changed(BACKWARD), "NONE", "minor"),
        (_changed(FORWARD), "FORWARD_TRANSITIVE", "major"),
        (_changed(FORWARD), "FULL", "major"),
        (_changed(BOTH), "BACKWARD_TRANSITIVE", "major"),
        (_changed(undecided=BOTH), "FULL", "minor"),
        (_changed(weight="risky"), "FULL", "minor"),
        (_changed(weight="wording"), "FULL", "patch"),
        (_changed(), "FULL", "minor"),
    ],
)
def test_the_level_decides_what_a_difference_wants(difference: Difference, level: str, size: Bump) -> None:
    assert bumps.wanted(difference, level, POLICY) == size  # type: ignore[arg-type]


def test_of_several_differences_the_gravest_decides() -> None:
    several = [Comparison("avro", (_changed(weight="wording"),)), Comparison("avro", (_changed(), _changed(BACKWARD)))]
    assert bumps.needed(several, "BACKWARD", POLICY) == "major"
    assert bumps.needed([], "BACKWARD", POLICY) == "none"

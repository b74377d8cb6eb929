"""By how much a version is raised, and by how much a change wants it to be.

Versions are semantic ones (https://semver.org): before 1.0.0, the second number stands for what breaks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from catalog_gen.compatibility import levels
from catalog_gen.resolving.ids import version_key

if TYPE_CHECKING:
    from collections.abc import Iterable

    from catalog_gen.compatibility.differences import Comparison, Difference
    from catalog_gen.model.values import Level
    from catalog_gen.settings import Bump, Bumps

SIZES: Final[tuple[Bump, ...]] = ("none", "patch", "minor", "major", "never")
"""From nothing to what no version makes right."""


def is_enough(made: Bump, needed: Bump) -> bool:
    """Whether a version was raised by as much as it needs."""
    return SIZES.index(made) >= SIZES.index(needed)


def made(old: str, new: str) -> Bump:
    """By how much the new version is above the old one; a version that is not above it is not raised."""
    before, after = version_key(old), version_key(new)
    if after <= before:
        return "none"
    changed = next(index for index, (one, other) in enumerate(zip(before, after, strict=True)) if one != other)
    return SIZES[3 - changed + (before[0] == after[0] == 0)]


def raised(version: str, bump: Bump) -> str:
    """The next version that is above this one by so much; for what `never` helps, the next major one."""
    major, minor, patch = version_key(version)
    if bump in {"major", "never"}:
        return f"{major + 1}.0.0" if major else f"0.{minor + 1}.0"
    if bump == "minor":
        return f"{major}.{minor + 1}.0" if major else f"0.{minor}.{patch + 1}"
    return f"{major}.{minor}.{patch + 1}"


def wanted(difference: Difference, level: Level, policy: Bumps) -> Bump:
    """What a difference wants under a level; one that nobody can decide counts as one that breaks nothing."""
    if difference.verdict(levels.directions(level)) == "incompatible":
        return policy.breaking
    return policy.wording if difference.severity == "wording" else policy.compatible


def needed(comparisons: Iterable[Comparison], level: Level, policy: Bumps) -> Bump:
    """What a version that has all of these differences needs."""
    found = [wanted(difference, level, policy) for comparison in comparisons for difference in comparison.differences]
    return max(found, key=SIZES.index, default="none")

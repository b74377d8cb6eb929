"""By how much a version is raised, and by how much a change wants it to be.

Versions are semantic ones (https://semver.org): before 1.0.0, the second number stands for what breaks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from catalog_gen.compatibility import levels
from catalog_gen.model import rules
from catalog_gen.resolving.ids import version_key

if TYPE_CHECKING:
    from collections.abc import Iterable

    from catalog_gen.compatibility.differences import Comparison, Difference
    from catalog_gen.model.values import Level
    from catalog_gen.settings import Bump, Bumps

SIZES: Final[tuple[Bump, ...]] = ("none", "patch", "minor", "major", "never")
"""From nothing to what no version makes right."""


def is_version(text: str | None) -> bool:
    """Whether it is one at all; others are reported as such, and nothing can be said of what they change."""
    return text is not None and rules.version(text) is None


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
    if _breaks(difference, level):
        return policy.breaking
    return policy.wording if difference.severity == "wording" else policy.compatible


def reason(comparisons: Iterable[Comparison], level: Level) -> str:
    """What has happened to the schemas in words, whatever a policy makes of it."""
    found = [difference for comparison in comparisons for difference in comparison.differences]
    if not found:
        return "its schema is the same"
    if any(_breaks(difference, level) for difference in found):
        return "readers of its schema would break"
    only_words = all(difference.severity == "wording" for difference in found)
    return "only words of its schema have changed" if only_words else "its schema has changed"


def _breaks(difference: Difference, level: Level) -> bool:
    return difference.verdict(levels.directions(level)) == "incompatible"


def needed(comparisons: Iterable[Comparison], level: Level, policy: Bumps) -> Bump:
    """What a version that has all of these differences needs."""
    found = [wanted(difference, level, policy) for comparison in comparisons for difference in comparison.differences]
    return max(found, key=SIZES.index, default="none")

"""What two versions of a schema differ in, as values; what a difference means to people is told in `explaining`."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Final, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable

    from catalog_gen.formats import Format
    from catalog_gen.problems import Place

Direction = Literal["backward", "forward"]
"""`backward`: who has the new schema reads what was written with the old one. `forward`: the other way round."""

Verdict = Literal["compatible", "incompatible", "unknown"]

Weight = Literal["risky", "plain", "wording"]
"""Of a difference that breaks nothing: `risky` where readers go on but may take a value for another one, `wording`
where only words for people changed."""

Severity = Literal["breaking", "undecided", "risky", "compatible", "wording"]
SEVERITIES: Final[tuple[Severity, ...]] = ("breaking", "undecided", "risky", "compatible", "wording")
"""The gravest first."""

DIRECTIONS: Final[tuple[Direction, ...]] = ("backward", "forward")

BACKWARD: Final[frozenset[Direction]] = frozenset({"backward"})
FORWARD: Final[frozenset[Direction]] = frozenset({"forward"})
BOTH: Final[frozenset[Direction]] = BACKWARD | FORWARD
NEITHER: Final[frozenset[Direction]] = frozenset()


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """One thing in which the new schema differs from the old one.

    - `kind` is a stable word for what happened, a key of the `KINDS` of its format.
    - `path` is where, as the field table of a page writes it: `items[].price`; empty for the payload as a whole.
    - `words` say what changed, as a sentence without its full stop, in the words of the format; Markdown code marks
      stand around what is taken from the schema.
    - `breaks` are the directions in which readers fail, `undecided` those in which nobody can tell.
    - `pointer` leads to the spot in the file of the new schema (of the old one where it is gone there), `place` says
      where that is for people.
    """

    kind: str
    path: str
    words: str
    breaks: frozenset[Direction] = NEITHER
    undecided: frozenset[Direction] = NEITHER
    weight: Weight = "plain"
    pointer: tuple[str | int, ...] = ()
    place: Place | None = None

    @property
    def severity(self) -> Severity:
        """How much it matters, whatever the level that was agreed upon."""
        if self.breaks:
            return "breaking"
        if self.undecided:
            return "undecided"
        return "compatible" if self.weight == "plain" else self.weight

    def verdict(self, directions: frozenset[Direction]) -> Verdict:
        """What it does to readers in these directions."""
        if self.breaks & directions:
            return "incompatible"
        return "unknown" if self.undecided & directions else "compatible"


@dataclasses.dataclass(frozen=True, slots=True)
class Comparison:
    """All differences of two schemas, in the order of the new one."""

    format: Format
    differences: tuple[Difference, ...] = ()

    @property
    def gravest_first(self) -> tuple[Difference, ...]:
        """The differences by how much they matter."""
        return tuple(sorted(self.differences, key=lambda difference: SEVERITIES.index(difference.severity)))

    def verdict(self, directions: frozenset[Direction]) -> Verdict:
        """Whether readers manage in all of these directions; what cannot be decided is `unknown`, never compatible."""
        return worst(difference.verdict(directions) for difference in self.differences)


def worst(verdicts: Iterable[Verdict]) -> Verdict:
    """The verdict on several changes that all have to be compatible."""
    found = set(verdicts)
    return "incompatible" if "incompatible" in found else "unknown" if "unknown" in found else "compatible"

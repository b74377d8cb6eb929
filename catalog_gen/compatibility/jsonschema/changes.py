"""One thing that is said in another way by the new schema."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from catalog_gen.compatibility.differences import NEITHER

if TYPE_CHECKING:
    from catalog_gen.compatibility.differences import Direction, Weight
    from catalog_gen.compatibility.jsonschema.judging import Side
    from catalog_gen.formats.jsonschema.drafts import Steps


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """See `Difference`; `may` are the directions in which it can break readers, `steps` lead through a bundle.

    `doubts` are the directions in which nobody can tell although all that was valid is: readers give a meaning to what
    had none, or another one. `rephrased` are changes that are only another way of saying the same where nothing that is
    valid changes.
    """

    kind: str
    path: str
    words: str
    may: frozenset[Direction] = NEITHER
    breaks: frozenset[Direction] = NEITHER
    undecided: frozenset[Direction] = NEITHER
    doubts: frozenset[Direction] = NEITHER
    weight: Weight = "plain"
    rephrased: bool = False
    keyword: str = ""
    side: Side = 1
    steps: Steps | None = None

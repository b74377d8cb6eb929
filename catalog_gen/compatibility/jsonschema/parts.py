"""What a value can be made of."""

from __future__ import annotations

import dataclasses
import itertools
from typing import TYPE_CHECKING, Any, Final

from catalog_gen.formats.tree import ABSENT

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from catalog_gen.compatibility.jsonschema.numbering import Goal

_COMBINATIONS: Final = 300


@dataclasses.dataclass(frozen=True, slots=True)
class Option:
    """Values that reach the goals, put together, are a value; where it is not `exact`, perhaps one that will not do."""

    needs: tuple[Goal, ...]
    build: Callable[[list[Any]], Any]
    exact: bool = True
    reason: str = ""
    """Why nobody knows, where that is so."""


def nobody_knows(reason: str) -> Option:
    """There may be a value."""
    return Option((), lambda _: ABSENT, exact=False, reason=reason)


def combinations(choices: Sequence[Sequence[Any]]) -> Iterator[tuple[Any, ...]] | None:
    """One of each; None if those are too many to be looked at."""
    count = 1
    for choice in choices:
        count *= len(choice)
        if count > _COMBINATIONS:
            return None
    return itertools.product(*choices)

"""Two pages as data: where they differ, and which differences are meant."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping


class _Missing:
    def __repr__(self) -> str:
        return "nothing"


MISSING = _Missing()


@dataclasses.dataclass(frozen=True, slots=True)
class Difference:
    """Where on which page something is otherwise, and what else their page says in that place."""

    page: str
    where: tuple[str | int, ...]
    theirs: Any
    ours: Any
    beside: Mapping[str, Any]

    def __str__(self) -> str:
        return f"{self.page} {'.'.join(map(str, self.where))}: {self.theirs!r} became {self.ours!r}"


@dataclasses.dataclass(frozen=True, slots=True)
class Equivalence:
    """Differences that say the same to EventCatalog, and why."""

    reason: str
    explains: Callable[[Difference], bool]


def differences(page: str, theirs: Any, ours: Any) -> Iterator[Difference]:
    """The innermost values that are not the same, with their types: `1` is no `True`."""
    return _differences(page, (), theirs, ours, {})


def _differences(
    page: str, where: tuple[str | int, ...], theirs: Any, ours: Any, beside: Mapping[str, Any]
) -> Iterator[Difference]:
    if isinstance(theirs, dict) and isinstance(ours, dict):
        for key in dict.fromkeys([*theirs, *ours]):
            yield from _differences(page, (*where, key), theirs.get(key, MISSING), ours.get(key, MISSING), theirs)
    elif isinstance(theirs, list) and isinstance(ours, list) and len(theirs) == len(ours):
        for index, (their, our) in enumerate(zip(theirs, ours, strict=True)):
            yield from _differences(page, (*where, index), their, our, beside)
    elif type(theirs) is not type(ours) or theirs != ours:
        yield Difference(page, where, theirs, ours, beside)


def unexplained(found: Iterable[Difference], equivalences: Iterable[Equivalence]) -> list[str]:
    """What no equivalence explains: differences, and equivalences that explain none."""
    wanted = list(found)
    unused = {one.reason for one in equivalences if not any(map(one.explains, wanted))}
    left = [str(one) for one in wanted if not any(equivalence.explains(one) for equivalence in equivalences)]
    return left + [f"nothing needs: {reason}" for reason in sorted(unused)]

"""Changes that have one reason, told once: what the defaults of a resource say to all that is in it."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from catalog_gen.compatibility import marking
from catalog_gen.resolving.catalog import MESSAGE_KINDS

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator

    from catalog_gen.review.changes import Change


def gathered(changes: Iterable[Change]) -> Iterator[Change]:
    """The changes; of those that say the same for the same reason, the one of whose defaults that is, or the first."""
    groups: dict[Hashable, list[Change]] = {}
    for change in changes:
        reason = (change.kind, change.words, change.place, change.is_gone)
        groups.setdefault(reason if change.given_by else id(change), []).append(change)
    for several in groups.values():
        first, *others = sorted(several, key=_rank)
        if not others and first.subject.id == first.given_by:
            yield first
            continue
        says = f", as the defaults of {marking.code(first.given_by)} say"
        is_own = first.given_by in {"", first.subject.id}
        yield dataclasses.replace(
            first,
            words=first.words if is_own else f"{first.words}{says}",
            followers=tuple(sorted({*first.followers, *(change.subject for change in others)})),
        )


def _rank(change: Change) -> tuple[bool, bool, str]:
    return (change.subject.id != change.given_by, change.subject.kind in MESSAGE_KINDS, change.subject.id)

"""Who has to approve: groups of which one is enough, each with its reasons, as the base knows them.

A change cannot appoint those who approve it: handles and memberships are those of the base, and an owner that only the
head knows is none of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from catalog_gen.compatibility import marking
from catalog_gen.resolving.catalog import OWNER_KINDS
from catalog_gen.resolving.handles import handles
from catalog_gen.review.changes import Approval, Reason
from catalog_gen.review.ownership import owner_ids

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from catalog_gen.resolving import Catalog
    from catalog_gen.review.changes import Change, Hit
    from catalog_gen.review.pairs import Pair, Pairs

_WITHOUT = frozenset({"added", "moved", "version-changed", "documentation-changed"})
"""Changes that take nothing from anybody."""
_OF_OWNERS = frozenset({"owner-renamed", "handle-changed", "members-changed"})

_ENDS = {
    "handle-changed": "has another handle",
    "members-changed": "has other members",
    "removed": "is removed",
    "owner-renamed": "is renamed",
}
_MOST = 3  # keywords that are named; of more, there is a number

_Wanted = tuple[tuple[str, ...], Reason]


def approvals(
    changes: Iterable[Change], concealed: Iterable[tuple[Pair, tuple[str, ...]]], base: Catalog, pairs: Pairs
) -> tuple[Approval, ...]:
    """The groups; those with the same handles are one, with the reasons of all.

    `concealed` are resources with keywords that cannot be read any more: whoever owned them has to look.
    """
    groups: dict[tuple[str, ...], tuple[dict[str, None], dict[str, Reason]]] = {}
    wanted = [one for change in changes for one in _wanted(change, base, pairs)]
    for owners, reason in (*wanted, *_of_concealed(concealed)):
        found = dict.fromkeys(handle for owner in owners for handle in handles(owner, base))
        key = tuple(sorted(found)) or tuple(f" {owner}" for owner in sorted(owners))
        members, reasons = groups.setdefault(key, ({}, {}))
        members |= dict.fromkeys(owners)
        reasons.setdefault(reason.words, reason)
    return tuple(
        Approval(
            any_of=tuple(handle for handle in key if not handle.startswith(" ")),
            owners=tuple(sorted(members)),
            because=tuple(reasons.values()),
        )
        for key, (members, reasons) in sorted(groups.items())
    )


def _wanted(change: Change, base: Catalog, pairs: Pairs) -> Iterator[_Wanted]:
    """The owners (ids of the base) of which one has to approve, and why."""
    was = pairs.was(change.subject.id)
    name = marking.code(change.subject.id)
    if change.kind in _OF_OWNERS or (change.kind == "removed" and change.subject.kind in OWNER_KINDS):
        yield (was,), _reason(_of_owner(change, was), change)
        for team in base.teams.get(was, ()):  # one without a handle is known by those of its members
            if not getattr(team.resource, "github", None):
                words = f"{marking.code(was)}, a member of {marking.code(team.id)}, {_ENDS[change.kind]}"
                yield (team.id,), _reason(words, change)
    elif change.theme == "ownership":
        yield from _moved(change, base, name)
    elif change.kind not in _WITHOUT and not _is_wording(change):
        for owners, more in _owning(change, base, pairs):
            ends = {
                "removed": f"owned {name}, removed here",
                "renamed": f"owned {marking.code(was)}, renamed to {name}",
                "hidden": f"owned {more}, which cannot be found any more",
            }
            yield owners, _reason(ends.get(change.kind, f"owns {more}"), change)
    for hit in change.hits:
        if hit.owners:
            yield hit.owners, Reason(words=_relies(hit, change), place=hit.place, is_gone=hit.is_gone)


def _owning(change: Change, base: Catalog, pairs: Pairs) -> Iterator[tuple[tuple[str, ...], str]]:
    """The owners of what has changed and of what follows, each group once, and what is theirs of it."""
    found: dict[tuple[str, ...], list[str]] = {}
    for one in (change.subject, *change.followers):
        entry = base.find(pairs.was(one.id))
        owners = ((entry.id,) if entry.kind in OWNER_KINDS else owner_ids(entry)) if entry is not None else ()
        if owners:
            found.setdefault(owners, []).append(one.id)
    for owners, ids in found.items():
        yield owners, marking.code(ids[0]) + (f" and {len(ids) - 1} more" if len(ids) > 1 else "")


def _of_concealed(concealed: Iterable[tuple[Pair, tuple[str, ...]]]) -> Iterator[_Wanted]:
    """The owners of what cannot be read any more."""
    for pair, keywords in concealed:
        owners = (pair.before.id,) if pair.before.kind in OWNER_KINDS else owner_ids(pair.before)
        if owners:
            names = marking.joined([marking.code(keyword) for keyword in keywords])
            names = f"{len(keywords)} arguments" if len(keywords) > _MOST else names
            verb = "is" if pair.before.kind in OWNER_KINDS else "owns"
            words = f"{verb} {marking.code(pair.after.id)}, whose {names} cannot be read any more"
            yield owners, Reason(words=words, place=pair.after.resource.at(keywords[0]))


def _of_owner(change: Change, was: str) -> str:
    """What has become of a team or user that owned something."""
    owned = f", and owned {_count(len(change.followers))}" if change.followers else ""
    return f"{marking.code(was)} {_ENDS[change.kind]}{owned}"


def _moved(change: Change, base: Catalog, name: str) -> Iterator[_Wanted]:
    """Owners before, and those that take over."""
    more = f" and {len(change.followers)} more" if change.followers else ""
    if change.before:
        yield change.before, _reason(f"owned {name}{more} before this change", change)
    new = tuple(owner for owner in change.after if owner not in change.before and base.find(owner) is not None)
    if new:
        yield new, _reason(f"owns {name}{more} from now on", change)


def _reason(words: str, change: Change) -> Reason:
    return Reason(words=words, place=change.place, is_gone=change.is_gone)


def _relies(hit: Hit, change: Change) -> str:
    verb = "uses" if change.subject.kind == "channel" else "sends" if hit.kind == "has-to-follow" else "reads"
    return f"{marking.code(hit.consumer.id)} {verb} {marking.code(change.subject.id)}"


def _is_wording(change: Change) -> bool:
    """Whether only words for people have changed in a schema."""
    found: Sequence[str] = [one.severity for _, comparison in change.schemas for one in comparison.differences]
    return bool(found) and set(found) == {"wording"}


def _count(number: int) -> str:
    return "1 resource" if number == 1 else f"{number} resources"

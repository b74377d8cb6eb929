"""Whose resources have become whose: owners, the handles and members of teams, and what follows them."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from catalog_gen.compatibility import marking
from catalog_gen.model import Documented, Resource
from catalog_gen.model.people import Owner
from catalog_gen.resolving.catalog import MESSAGE_KINDS
from catalog_gen.review.changes import Change, Subject

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from catalog_gen.problems import Place
    from catalog_gen.resolving import Catalog, Entry
    from catalog_gen.review.pairs import Pair, Pairs


def subject(entry: Entry) -> Subject:
    """How reports name a resource."""
    return Subject(entry.kind, entry.id, entry.version or "")


def owner_ids(entry: Entry) -> tuple[str, ...]:
    """The ids of the owners of a resource; also those that it names and that are not defined, which is a problem."""
    linked = [link.id for link in entry.owners]
    named = [] if entry.owners_from else [_id(one) for one in getattr(entry.resource, "owners", None) or ()]
    return tuple(dict.fromkeys([*linked, *named]))


def _id(owner: Documented | str) -> str:
    return owner if isinstance(owner, str) else owner.id


def _names_nobody(entry: Entry) -> bool:
    """Whether it names an owner that is not defined, so that nobody knows what is inherited from it."""
    return set(owner_ids(entry)) != {link.id for link in entry.owners}


def is_unread(pair: Pair, base: Catalog, head: Catalog, pairs: Pairs) -> bool:
    """Whether nobody knows the owners on a side, as they, or those that are inherited on one, could not be read."""
    if pair.before.owners_from and pairs.hides(pair.before.owners_from):
        return True
    if not pair.after.resource.gives("owners") and are_defaults_unread(_defaults_of(pair.before), head, pairs):
        return True
    givers = (pair.before.owners_from, pair.after.owners_from)
    entries = (pair.before, pair.after, *(catalog.find(giver) for giver in givers if giver for catalog in (base, head)))
    if not pair.after.resource.gives("owners") and any(entry is not None and _names_nobody(entry) for entry in entries):
        return True
    return any(entry is not None and "owners" in entry.resource.unread for entry in entries)


def are_defaults_unread(giver: str, head: Catalog, pairs: Pairs) -> bool:
    """Whether nobody knows what the defaults of a resource of the base say in the head; not without a `giver`."""
    if not giver:
        return False
    now = head.find(pairs.now(giver))
    if now is None or not isinstance(now.resource, Resource):
        return pairs.hides(giver)
    chain = now.resource.defaults.chain() if now.resource.defaults is not None else ()
    return "defaults" in now.resource.unread or any("base" in link.unread for link in chain)


def changes(pairs: Pairs, base: Catalog, head: Catalog) -> Iterator[Change]:
    """What has changed in whose resources are whose; what is inherited is told once, by what it is inherited from."""
    moved = [
        pair for pair in pairs.both if _before(pair, pairs) != _after(pair) and not is_unread(pair, base, head, pairs)
    ]
    own = {pair.after.id: pair for pair in moved}
    groups: dict[tuple[str | Place, frozenset[str], frozenset[str]], list[Pair]] = defaultdict(list)
    for pair in moved:
        reason = _reason(pair, own.get(_root(pair, own, pairs)), own, pairs)
        groups[reason, _before(pair, pairs), _after(pair)].append(pair)
    for several in groups.values():
        first, *others = sorted(several, key=lambda pair: _rank(pair, _root(pair, own, pairs)))
        yield _moved(first, pairs, [subject(pair.after) for pair in others])
    for pair in pairs.both:
        if isinstance(pair.after.resource, Owner):
            yield from _owner_changes(pair, base)


def _before(pair: Pair, pairs: Pairs) -> frozenset[str]:
    """The owners in the base, by the ids that they have in the head."""
    return frozenset(map(pairs.now, owner_ids(pair.before)))


def _after(pair: Pair) -> frozenset[str]:
    return frozenset(owner_ids(pair.after))


def _rank(pair: Pair, root: str) -> tuple[bool, bool, str]:
    return (pair.after.id != root, pair.after.kind in MESSAGE_KINDS, pair.after.id)


def _root(pair: Pair, moved: Mapping[str, Pair], pairs: Pairs) -> str:
    """The id of the resource from which its owners come in the end: by inheriting or by defaults; else its own."""
    seen: list[str] = []
    source = pair.after.id
    while source not in seen:
        seen.append(source)
        giver = moved.get(source)
        if giver is None or not _moves_alike(pair, giver, pairs):
            break
        source = _source(giver, pairs)
    return seen[-1]


def _reason(pair: Pair, root: Pair | None, moved: Mapping[str, Pair], pairs: Pairs) -> str | Place:
    """What is equal for those whose owners come from one place: the defaults that say them, or else one resource."""
    giving = root or pair
    return giving.after.resource.at("owners") if _defaults_of(giving.after) else _root(pair, moved, pairs)


def _source(pair: Pair, pairs: Pairs) -> str:
    """The id of the resource from which its owners come, or where it has none now, came."""
    for entry in (pair.after, pair.before):
        giver = entry.owners_from or _defaults_of(entry)
        if giver:
            return giver if entry is pair.after else pairs.now(giver)
        if entry.resource.gives("owners"):
            break
    return pair.after.id


def _defaults_of(entry: Entry) -> str:
    """The id of the resource whose defaults give it its owners."""
    origin = entry.resource.origin
    return origin.givers["owners"].id if origin and "owners" in origin.givers else ""


def _moves_alike(pair: Pair, giver: Pair, pairs: Pairs) -> bool:
    return _before(pair, pairs) == _before(giver, pairs) and _after(pair) == _after(giver)


def _moved(pair: Pair, pairs: Pairs, followers: Sequence[Subject]) -> Change:
    before, after = owner_ids(pair.before), owner_ids(pair.after)
    gone = [one for one in before if pairs.now(one) not in after]
    new = [one for one in after if one not in _before(pair, pairs)]
    if gone and new:
        kind = "owner-replaced"
        words = f"owner changed from {_several(gone)} to {_several(new)}"
    elif gone:
        kind = "owner-removed"
        words = (
            f"lost its owner{'s' * (len(gone) > 1)} {_several(gone)}"
            if after
            else f"lost its only owner, {_several(gone)}"
        )
        if len(gone) > 1 and not after:
            words = f"lost all of its owners, {_several(gone)}"
    else:
        kind = "owner-added"
        words = f"{_several(new)} {_are(new)} an owner too" if before else f"{_several(new)} {_are(new)} its owner now"
    giver, defaults = pair.after.owners_from, _defaults_of(pair.after)
    if giver:
        words += f", which it takes from {marking.code(giver)}"
    elif defaults not in {"", pair.after.id}:
        words += f", as the defaults of {marking.code(defaults)} say"
    place = pair.after.resource.at("owners")
    return Change(
        kind=kind,
        subject=subject(pair.after),
        words=words,
        place=place,
        before=before,
        after=after,
        followers=tuple(sorted(followers)),
    )


def _owner_changes(pair: Pair, base: Catalog) -> Iterator[Change]:
    """What has changed in a team or user itself, with all that they own in the base."""
    before, after = pair.before.resource, pair.after.resource
    assert isinstance(before, Owner)  # noqa: S101 - pairs are of one type
    assert isinstance(after, Owner)  # noqa: S101
    unread = before.unread | after.unread
    followers = tuple(sorted(subject(entry) for entry in base.owned.get(pair.before.id, ())))
    whom = Subject(pair.after.kind, pair.after.id)
    if pair.is_renamed or (pair.before.name != pair.after.name and not {"name"} & unread):
        old, new = (pair.before.id, pair.after.id) if pair.is_renamed else (pair.before.name, pair.after.name)
        words = f"renamed from {marking.code(old)} to {marking.code(new)}"
        place = after.at("id") if pair.is_renamed else after.at("name")
        yield Change(kind="owner-renamed", subject=whom, words=words, place=place, followers=followers)
    if before.github != after.github and "github" not in unread:
        old, new = (marking.code(one or "") for one in (before.github, after.github))
        words = f"handle changed from {old} to {new}"
        if not before.github or not after.github:
            words = f"handle {new} was added" if after.github else f"handle {old} was removed"
        yield Change(kind="handle-changed", subject=whom, words=words, place=after.at("github"), followers=followers)
    members = [tuple(link.id for link in one.links.get("members", ())) for one in (pair.before, pair.after)]
    if set(members[0]) != set(members[1]) and "members" not in unread:
        gone = [one for one in members[0] if one not in members[1]]
        new_ones = [one for one in members[1] if one not in members[0]]
        told = [f"{_several(new_ones)} joined"] if new_ones else []
        told += [f"{_several(gone)} left"] if gone else []
        yield Change(
            kind="members-changed",
            subject=whom,
            words=", ".join(told),
            place=after.at("members"),
            before=members[0],
            after=members[1],
            followers=followers,
        )


def _several(ids: Iterable[str]) -> str:
    return marking.joined([marking.code(one) for one in ids])


def _are(ids: Sequence[str]) -> str:
    return "is" if len(ids) == 1 else "are"

"""Who sends and receives what, over which way, and which fields of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from catalog_gen.compatibility import marking
from catalog_gen.model import Receives, Sends
from catalog_gen.resolving.catalog import MESSAGE_KINDS
from catalog_gen.review import impact
from catalog_gen.review.changes import Change
from catalog_gen.review.ownership import subject
from catalog_gen.review.sameness import same

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from catalog_gen.problems import Place
    from catalog_gen.resolving import Catalog, Entry
    from catalog_gen.resolving.catalog import Link
    from catalog_gen.review.pairs import Pair, Pairs


_OTHERWISE: Final = ("version", "to", "from_", "group", "triggers")
"""What a resource says of how it exchanges a message."""


def changes(pair: Pair, pairs: Pairs, head: Catalog) -> Iterator[Change]:
    """What a service, agent or domain sends and receives, over which way, and which fields of it.

    Messages that are new or gone are told by themselves.
    """
    told: list[str] = []
    place: Place | None = None
    for way in ("sends", "receives"):
        if not pair.before.links.get(way) and not pair.after.links.get(way):
            continue
        if way in pair.before.resource.unread | pair.after.resource.unread:
            continue
        old = {pairs.now(link.id): link for link in pair.before.links.get(way, ())}
        new = {link.id: link for link in pair.after.links.get(way, ())}
        for identifier in sorted(new.keys() - old.keys()):
            if identifier not in pairs.appeared:
                told.append(f"{way} {marking.code(identifier)} now")
                place = place or impact.declared_at(pair.after, way, new[identifier])
        told += [
            f"no longer {way} {marking.code(identifier)}"
            for identifier in sorted(old.keys() - new.keys())
            if identifier not in pairs.vanished
            and not _is_lost(identifier, way, head)
            and pairs.was(identifier) not in _named(pair.after, way)
        ]
        yield from _fields(pair, way, old, new)
        yield from _ways(pair, way, pairs)
    if told:
        yield Change(
            kind="exchange-changed",
            subject=subject(pair.after),
            words=marking.joined(told),
            place=place or pair.after.resource.at("receives" if any("receives" in one for one in told) else "sends"),
        )


def _named(entry: Entry, way: str) -> frozenset[str]:
    """The ids that a definition names, also those of which there is no message (any more), which is a problem."""
    listed = getattr(entry.resource, way, None) or ()
    messages = (item.message if isinstance(item, Receives | Sends) else item for item in listed)
    return frozenset(message if isinstance(message, str) else message.id for message in messages)


def _is_lost(identifier: str, way: str, head: Catalog) -> bool:
    """Whether the message says itself that nobody sends it, or takes it, any more."""
    message = head.find(identifier)
    produces = message is not None and (way == "sends") is (message.kind == "event")
    here, there = (head.senders, head.receivers) if way == "sends" else (head.receivers, head.senders)
    return produces and not here.get(identifier) and bool(there.get(identifier))


def _fields(pair: Pair, way: str, old: Mapping[str, Link], new: Mapping[str, Link]) -> Iterator[Change]:
    for identifier in sorted(old.keys() & new.keys()):
        before, after = (_declared(link) for link in (old[identifier], new[identifier]))
        if before == after:
            continue
        told = []
        more, less = [one for one in after if one not in before], [one for one in before if one not in after]
        of = marking.code(identifier)
        if more:
            told.append(f"declares {_several(more)} of {of} now")
        if less:
            told.append(f"no longer declares {_several(less)} of {of}")
        if not after:
            verb = "uses" if way == "receives" else "sends"
            told = [f"no longer declares which fields of {of} it {verb} (it declared {_several(less)})"]
        declared = new[identifier].declared
        place = (
            declared.at("fields")
            if isinstance(declared, Receives | Sends)
            else impact.declared_at(pair.after, way, new[identifier])
        )
        yield Change(kind="fields-changed", subject=subject(pair.after), words=marking.joined(told), place=place)


def _declared(link: Link) -> tuple[str, ...]:
    return tuple(sorted(link.declared.fields or ())) if isinstance(link.declared, Receives | Sends) else ()


def _ways(pair: Pair, way: str, pairs: Pairs) -> Iterator[Change]:
    """How messages are exchanged that are on both sides: in which version, over which channels, ..."""
    old, new = _links(pair.before, way), _links(pair.after, way)
    for identifier, links in sorted(new.items()):
        former = old.get(pairs.was(identifier), [])
        if not any(isinstance(link.declared, Receives | Sends) for link in (*former, *links)):
            continue
        names = [name for name in _OTHERWISE if not same(_values(former, name), _values(links, name), pairs.ids)]
        if former and names:
            said = marking.joined([marking.code(name) for name in names])
            declared = links[0].declared
            place = declared.at(names[0]) if isinstance(declared, Receives | Sends) else None
            yield Change(
                kind="delivery-changed",
                subject=subject(pair.after),
                words=f"{way} {marking.code(identifier)} otherwise: {said} {_have(names)} changed",
                place=place or impact.declared_at(pair.after, way, links[0]),
            )


def _links(entry: Entry, way: str) -> dict[str, list[Link]]:
    found: dict[str, list[Link]] = {}
    for link in entry.links.get(way, ()):
        found.setdefault(link.id, []).append(link)
    return found


def _values(links: Sequence[Link], name: str) -> list[object]:
    declared = [link.declared if isinstance(link.declared, Receives | Sends) else None for link in links]
    values = [getattr(one, name, None) for one in declared]
    return values if name == "version" else [value for value in values if value is not None]


def _have(names: Sequence[str]) -> str:
    return "has" if len(names) == 1 else "have"


def _several(names: Sequence[str]) -> str:
    return marking.joined([marking.code(name) for name in names])


def lost(pair: Pair, base: Catalog, head: Catalog, pairs: Pairs) -> Iterator[Change]:
    """A message that somebody still waits for (or sends), and that nobody sends (or takes) any more."""
    if pair.after.kind not in MESSAGE_KINDS:
        return
    by, of = ("senders", "receivers") if pair.after.kind == "event" else ("receivers", "senders")
    had, has = getattr(base, by).get(pair.before.id, ()), getattr(head, by).get(pair.after.id, ())
    if not had or has or not getattr(head, of).get(pair.after.id):
        return
    if any(_may_still(entry, by, head, pairs) for entry, _ in had):
        return
    way = "receives" if of == "receivers" else "sends"
    kind = "gets-nothing" if way == "receives" else "has-to-follow"
    hits = impact.in_order(one.hit(kind) for one in impact.relying(pair, way, base, head, pairs))
    verb = "sends" if by == "senders" else "takes"
    who = marking.joined([marking.code(entry.id) for entry, _ in had])
    yield Change(
        kind="producer-lost",
        subject=subject(pair.after),
        words=f"nobody {verb} it any more ({who} did)",
        place=pair.after.place(),
        gravity="breaking",
        hits=hits,
    )


def _may_still(entry: Entry, by: str, head: Catalog, pairs: Pairs) -> bool:
    """Whether a sender or receiver of the base may be one still, in something that cannot be read."""
    now = head.find(pairs.now(entry.id))
    way = "sends" if by == "senders" else "receives"
    return pairs.hides(entry.id) or (now is not None and way in now.resource.unread)

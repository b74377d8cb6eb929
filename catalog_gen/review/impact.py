"""Whom a change hits: consumers that cannot decode, lose a field that they declare, get nothing any more."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from catalog_gen.compatibility import levels
from catalog_gen.compatibility.differences import BACKWARD, BOTH, FORWARD
from catalog_gen.formats import naming
from catalog_gen.model import Receives, Sends
from catalog_gen.review.changes import HITS, Hit
from catalog_gen.review.ownership import owner_ids, subject

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from catalog_gen.compatibility.differences import Comparison, Difference, Direction
    from catalog_gen.model.values import Level
    from catalog_gen.problems import Place
    from catalog_gen.resolving import Catalog, Entry
    from catalog_gen.resolving.catalog import Link
    from catalog_gen.review.pairs import Pair, Pairs


def guarded(level: Level) -> frozenset[Direction]:
    """The directions in which a break is more than was agreed upon; with NONE nothing was, so it is both."""
    return levels.directions(level) or BOTH


@dataclasses.dataclass(frozen=True, slots=True)
class Relying:
    """Who relies on a message on both sides, and how it says so: in the base, and in the head."""

    before: Entry
    after: Entry
    link: Link
    place: Place

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields that it declared to use, before the change."""
        declared = self.link.declared
        return tuple(declared.fields or ()) if isinstance(declared, Receives | Sends) else ()

    def hit(self, kind: str, fields: Iterable[str] = (), directions: frozenset[Direction] = frozenset()) -> Hit:
        """How it is hit."""
        return Hit(
            kind=kind,
            consumer=subject(self.after),
            place=self.place,
            fields=tuple(fields),
            directions=directions,
            owners=owner_ids(self.before),
        )


def relying(pair: Pair, way: str, base: Catalog, head: Catalog, pairs: Pairs) -> tuple[Relying, ...]:
    """Who sends or receives the message before and after the change; who begins or ends to is not hit by it.

    Who says it in a way that cannot be read any more may do it still.
    """
    now = {entry.id: (entry, link) for entry, link in _linking(pair.after, way, head)}
    found = []
    for entry, link in _linking(pair.before, way, base):
        here = now.get(pairs.now(entry.id))
        after = head.find(pairs.now(entry.id))
        if here is not None:
            found.append(Relying(entry, here[0], link, declared_at(here[0], way, here[1])))
        elif after is not None and way in after.resource.unread:
            found.append(Relying(entry, after, link, after.resource.at(way)))
    return tuple(found)


def _linking(message: Entry, way: str, catalog: Catalog) -> Sequence[tuple[Entry, Link]]:
    return (catalog.receivers if way == "receives" else catalog.senders).get(message.id, ())


def declared_at(entry: Entry, way: str, link: Link) -> Place:
    """Where something says that it sends or receives a message."""
    declared = link.declared
    if isinstance(declared, Receives | Sends):
        return declared.at()
    listed = getattr(entry.resource, way, None) or ()
    index = next((index for index, item in enumerate(listed) if item is declared), None)
    return entry.resource.at(way, index)


def of_schemas(
    pair: Pair, compared: Sequence[tuple[str, Comparison]], level: Level, base: Catalog, head: Catalog, pairs: Pairs
) -> tuple[Hit, ...]:
    """Whom the change of a message's schemas hits, each consumer once and in the gravest way.

    Consumers have the old schema as long as nobody gave them the new one, so what breaks `forward` hits them under
    every level; what breaks `backward` does where the level does not allow it. Of a command or query, senders are hit
    by that as well: their messages are refused.
    """
    differences = [difference for _, comparison in compared for difference in comparison.differences]
    broken = frozenset(way for one in differences for way in one.breaks) & (guarded(level) | FORWARD)
    unsure = frozenset(way for one in differences for way in one.undecided) & guarded(level)
    lost = _lost(pair)
    consumers = relying(pair, "receives", base, head, pairs)
    hits = [_hit(one, broken, unsure, lost, differences, pair) for one in consumers]
    if pair.after.kind in {"command", "query"} and BACKWARD & broken:
        hits += [one.hit("has-to-follow", directions=BACKWARD) for one in relying(pair, "sends", base, head, pairs)]
    return in_order(hit for hit in hits if hit is not None)


def of_unread(pair: Pair, base: Catalog, head: Catalog, pairs: Pairs) -> tuple[Hit, ...]:
    """Whom it may hit that nobody can read a message's schemas any more."""
    return in_order(one.hit("undecided") for one in relying(pair, "receives", base, head, pairs))


def in_order(hits: Iterable[Hit]) -> tuple[Hit, ...]:
    """The gravest first."""
    kinds = [*HITS]
    return tuple(sorted(hits, key=lambda hit: (kinds.index(hit.kind), hit.consumer)))


def _hit(
    one: Relying,
    broken: frozenset[Direction],
    unsure: frozenset[Direction],
    lost: frozenset[str],
    differences: Sequence[Difference],
    pair: Pair,
) -> Hit | None:
    gone = [field for field in one.fields if _is_lost(field, pair)]
    if broken:
        return one.hit("cannot-decode", gone, broken)
    if gone:
        return one.hit("loses-field", gone)
    risky = [difference.path for difference in differences if difference.weight == "risky"]
    misread = [field for field in one.fields if any(_is_about(path, field) for path in risky)]
    if misread:
        return one.hit("misreads", misread)
    if not one.fields and (lost or risky):
        return one.hit("unknown-use", sorted(lost))
    return one.hit("undecided") if unsure else None


def _is_about(path: str, field: str) -> bool:
    """Whether something at a path of the schema is about a declared field: the same, around it, or in it."""
    steps, wanted = (text.replace("[]", "").split(".") for text in (path, field))
    shorter = min(len(steps), len(wanted))
    return not path or steps[:shorter] == wanted[:shorter]


def _lost(pair: Pair) -> frozenset[str]:
    """The fields that the payload had before and has not any more, those within lost ones left out."""
    old, new = pair.before.schema, pair.after.schema
    if old is None or old.tree is None:
        return frozenset()
    names = naming.names(old.tree)
    gone = [name for name in names if new is None or new.tree is None or not naming.has(new.tree, name)]
    return frozenset(name for name in gone if not any(name.startswith(f"{other}.") for other in gone))


def _is_lost(field: str, pair: Pair) -> bool:
    old, new = pair.before.schema, pair.after.schema
    had = old is not None and old.tree is not None and naming.has(old.tree, field)
    return had and (new is None or new.tree is None or not naming.has(new.tree, field))


def of_removal(message: Entry, base: Catalog, head: Catalog, pairs: Pairs) -> tuple[Hit, ...]:
    """Whom the removal of a message hits: who received it and is still there, or sent a command that nobody takes."""
    return in_order(_without(message, base, head, pairs))


def of_hiding(message: Entry, base: Catalog, head: Catalog, pairs: Pairs) -> tuple[Hit, ...]:
    """Whom it may hit that nobody can find a message."""
    return in_order(dataclasses.replace(hit, kind="undecided") for hit in _without(message, base, head, pairs))


def _without(message: Entry, base: Catalog, head: Catalog, pairs: Pairs) -> Iterator[Hit]:
    for way in ("receives",) if message.kind == "event" else ("receives", "sends"):
        for entry, link in _linking(message, way, base):
            now = head.find(pairs.now(entry.id))
            if now is not None:
                kind = "gets-nothing" if way == "receives" else "has-to-follow"
                place = declared_at(entry, way, link)
                yield Hit(kind=kind, consumer=subject(now), place=place, is_gone=True, owners=owner_ids(entry))


def of_channel(pair: Pair, base: Catalog, head: Catalog, pairs: Pairs) -> tuple[Hit, ...]:
    """Who sends or receives over a channel on both sides, and so has to follow where its address changes."""
    hits: dict[str, Hit] = {}
    now = {entry.id for entry, _, _ in head.routed.get(pair.after.id, ())}
    for entry, message, link in base.routed.get(pair.before.id, ()):
        after = head.find(pairs.now(entry.id))
        if after is not None and after.id in now and after.id not in hits:
            way = "sends" if any(one is link for one in entry.links.get("sends", ())) else "receives"
            place = next(
                (declared_at(after, way, one) for one in after.links.get(way, ()) if one.id == pairs.now(message.id)),
                after.place(),
            )
            hits[after.id] = Hit(kind="has-to-follow", consumer=subject(after), place=place, owners=owner_ids(entry))
    return in_order(hits.values())

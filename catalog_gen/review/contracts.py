"""What others rely on, and how it has changed: schemas, addresses, how messages travel, who exchanges them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from catalog_gen.compatibility import levels, marking
from catalog_gen.compatibility.differences import SEVERITIES
from catalog_gen.model import Receives
from catalog_gen.problems import Place
from catalog_gen.resolving.catalog import DOCUMENT_KINDS, MESSAGE_KINDS
from catalog_gen.review import impact
from catalog_gen.review.changes import Change
from catalog_gen.review.keywords import ADDRESS, AGREED, DELIVERY, ELSEWHERE
from catalog_gen.review.ownership import subject
from catalog_gen.review.sameness import differing
from catalog_gen.versioning import comparing, judging, past

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from catalog_gen.compatibility.differences import Comparison, Difference
    from catalog_gen.model.values import Level
    from catalog_gen.resolving import Catalog, Entry
    from catalog_gen.resolving.catalog import Link
    from catalog_gen.review.changes import Gravity, Hit
    from catalog_gen.review.pairs import Pair, Pairs


def changes(pair: Pair, base: Catalog, head: Catalog, pairs: Pairs) -> Iterator[Change]:
    """What has changed in a resource that is on both sides, but for whose it is."""
    if pair.after.kind in DOCUMENT_KINDS:
        if pair.before.description != pair.after.description:
            words = "its text has changed"
            yield Change(
                kind="documentation-changed", subject=subject(pair.after), words=words, place=pair.after.place()
            )
        return
    if pair.after.kind in MESSAGE_KINDS:
        yield from _of_message(pair, base, head, pairs)
    elif pair.before.version != pair.after.version and "version" not in pair.after.resource.unread:
        yield _raised(pair)
    different = _different(pair, pairs)
    of_address = [name for name in different if name in ADDRESS and pair.after.kind == "channel"]
    if of_address:
        yield _readdressed(pair, of_address, impact.of_channel(pair, base, head, pairs))
    for kind, fields in (
        ("delivery-changed", [name for name in different if name in DELIVERY]),
        ("level-changed", [name for name in different if name in AGREED]),
        ("documentation-changed", _documented(pair, different, of_address)),
    ):
        if fields:
            yield Change(kind=kind, subject=subject(pair.after), words=_said(fields, pair), place=_at(fields, pair))
    yield from _exchanged(pair, base, head, pairs)


def _different(pair: Pair, pairs: Pairs) -> tuple[str, ...]:
    return differing(pair.before.resource, pair.after.resource, pairs.ids)


def _documented(pair: Pair, different: Sequence[str], told: Sequence[str]) -> list[str]:
    """The arguments that only pages tell of; a text in a file counts as well."""
    silent = ELSEWHERE | DELIVERY | AGREED | {*told}
    if hasattr(pair.after.resource, "github"):
        silent |= {"name"}
    found = [name for name in different if name not in silent and not (name == "name" and pair.is_renamed)]
    if pair.before.description != pair.after.description and not {"description", "description_path"} & {*found}:
        found.append("description_path" if pair.after.resource.description_path else "description")
    return found


def _said(fields: Sequence[str], pair: Pair) -> str:
    """Which arguments have changed, with the values where these are short."""
    if len(fields) > 1:
        return f"{marking.joined([marking.code(name) for name in fields])} have changed"
    [name] = fields
    old, new = (_shown(getattr(one.resource, name, None)) for one in (pair.before, pair.after))
    if old is None or new is None:
        return f"{marking.code(name)} has changed"
    if not old:
        return f"{marking.code(name)} is {new} now"
    return f"{marking.code(name)} is {new or 'not given'} now, which was {old}"


def _shown(value: object) -> str | None:
    """A short value as code, empty for one that is not given; None where it takes more words than there is room."""
    if value is None:
        return ""
    if isinstance(value, bool | int):
        return marking.code(str(value))
    if isinstance(value, str) and len(value) <= _SHORT and "\n" not in value:
        return marking.code(value)
    return None


_SHORT = 60


def _at(fields: Sequence[str], pair: Pair) -> Place:
    return next((pair.after.resource.at(name) for name in fields if _gives(pair.after, name)), pair.after.place())


def _gives(entry: Entry, name: str) -> bool:
    return getattr(entry.resource, name, None) is not None


def _raised(pair: Pair) -> Change:
    words = f"version {_versions(pair)}"
    return Change(
        kind="version-changed", subject=subject(pair.after), words=words, place=pair.after.resource.at("version")
    )


def _versions(pair: Pair) -> str:
    return f"{marking.code(pair.before.version or '')} became {marking.code(pair.after.version or '')}"


def _of_message(pair: Pair, base: Catalog, head: Catalog, pairs: Pairs) -> Iterator[Change]:
    compared: comparing.Compared = ()
    if past.is_unread(pair.after) and not past.is_unread(pair.before) and pair.before.schemas:
        yield _unread(pair, impact.of_unread(pair, base, head, pairs))
    if not _is_closed(pair) and not past.is_unread(pair.before) and not past.is_unread(pair.after):
        found = comparing.schemas(past.of_entry(pair.before), past.of_entry(pair.after))
        compared = tuple((name, comparison) for name, comparison in found if comparison.differences)
    if compared:
        level = _agreed(pair)
        hits = impact.of_schemas(pair, compared, level, base, head, pairs)
        yield _edited(pair, compared, level, hits)
    elif pair.before.version != pair.after.version and "version" not in pair.after.resource.unread:
        yield _raised(pair)
    yield from _lost_producer(pair, base, head, pairs)


def _is_closed(pair: Pair) -> bool:
    """Whether nobody looked into the schemas, as they are the same."""
    old, new = ([schema.file for schema in one.schemas] for one in (pair.before, pair.after))
    unopened = not (pair.before.headers or pair.after.headers) and all(file.parsed is None for file in (*old, *new))
    return unopened and [(file.path, file.data) for file in old] == [(file.path, file.data) for file in new]


def _agreed(pair: Pair) -> Level:
    """The level that a change has to keep to: that of the head, and what the base has agreed upon before as well."""
    before, after = (judging.level_of(entry) for entry in (pair.before, pair.after))
    if not levels.directions(before) - levels.directions(after):
        return after
    return "FULL" if levels.directions(after) - levels.directions(before) else before


def _unread(pair: Pair, hits: tuple[Hit, ...]) -> Change:
    resource = pair.after.resource
    keyword = next((name for name in ("schema_path", "schemas", "payload") if resource.gives(name)), "")
    return Change(
        kind="schema-changed",
        subject=subject(pair.after),
        words="its schema cannot be read any more, so nobody can tell what has changed in it",
        place=resource.at(keyword),
        gravity="undecided",
        level=judging.level_of(pair.before),
        hits=hits,
    )


def _edited(pair: Pair, compared: Sequence[tuple[str, Comparison]], level: Level, hits: tuple[Hit, ...]) -> Change:
    differences = [one for _, comparison in compared for one in comparison.gravest_first]
    worst = min(differences, key=lambda one: (_rank(one, level), SEVERITIES.index(one.severity)))
    words = marking.sentence(worst)
    if len(differences) > 1:
        words += f", and {len(differences) - 1} more change{'s' if len(differences) > 2 else ''}"  # noqa: PLR2004
    if pair.before.version != pair.after.version:
        words += f"; version {_versions(pair)}"
    return Change(
        kind="schema-changed",
        subject=subject(pair.after),
        words=words,
        place=_spot(worst, pair.after),
        gravity=_gravity(differences, level, hits),
        schemas=tuple(compared),
        level=level,
        hits=hits,
    )


def _rank(difference: Difference, level: Level) -> int:
    return ["incompatible", "unknown", "compatible"].index(difference.verdict(impact.guarded(level)))


def _spot(difference: Difference, entry: Entry) -> Place:
    """Where the head says it; of what is gone there, only the file."""
    place = judging.place(difference, entry)
    return Place(place.path) if "-removed" in difference.kind else place


def _gravity(differences: Sequence[Difference], level: Level, hits: Sequence[Hit]) -> Gravity:
    verdicts = {difference.verdict(impact.guarded(level)) for difference in differences}
    kinds = {hit.kind for hit in hits}
    if "incompatible" in verdicts or "loses-field" in kinds:
        return "breaking"
    if "unknown" in verdicts:
        return "undecided"
    return "risky" if hits or any(one.weight == "risky" for one in differences) else "plain"


def _lost_producer(pair: Pair, base: Catalog, head: Catalog, pairs: Pairs) -> Iterator[Change]:
    """A message that somebody still waits for (or sends), and that nobody sends (or takes) any more."""
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
        words=f"nobody {verb} it any more, which {who} did",
        place=pair.after.place(),
        gravity="breaking",
        hits=hits,
    )


def _may_still(entry: Entry, by: str, head: Catalog, pairs: Pairs) -> bool:
    """Whether a sender or receiver of the base may be one still, in something that cannot be read."""
    now = head.find(pairs.now(entry.id))
    way = "sends" if by == "senders" else "receives"
    return pairs.hides(entry.id) or (now is not None and way in now.resource.unread)


def _readdressed(pair: Pair, fields: Sequence[str], hits: tuple[Hit, ...]) -> Change:
    old, new = (_address(one) for one in (pair.before, pair.after))
    words = f"its address is {marking.code(new)} now, which was {marking.code(old)}" if old != new else ""
    others = [name for name in fields if name != "address" or not words]
    if others:
        said = _said(others, pair)
        words = f"{words}; {said}" if words else said
    return Change(kind="address-changed", subject=subject(pair.after), words=words, place=_at(fields, pair), hits=hits)


def _address(entry: Entry) -> str:
    return getattr(entry.resource, "address", None) or entry.id


def _exchanged(pair: Pair, base: Catalog, head: Catalog, pairs: Pairs) -> Iterator[Change]:
    """What a service, agent or domain sends and receives, and which fields of it: where both sides have the message."""
    told: list[str] = []
    place: Place | None = None
    for way in ("sends", "receives"):
        if way in pair.before.resource.unread | pair.after.resource.unread:
            continue
        old = {pairs.now(link.id): link for link in pair.before.links.get(way, ())}
        new = {link.id: link for link in pair.after.links.get(way, ())}
        for identifier in sorted(new.keys() - old.keys()):
            if base.find(pairs.was(identifier)) is not None:
                told.append(f"it {way} {marking.code(identifier)} now")
                place = place or impact.declared_at(pair.after, way, new[identifier])
        told += [
            f"it {way} {marking.code(identifier)} no longer"
            for identifier in sorted(old.keys() - new.keys())
            if head.find(identifier) is not None and not _is_lost(identifier, way, head)
        ]
        yield from _fields(pair, way, old, new)
    if told:
        yield Change(
            kind="exchange-changed",
            subject=subject(pair.after),
            words=marking.joined(told),
            place=place or pair.after.resource.at("receives" if any("receives" in one for one in told) else "sends"),
        )


def _is_lost(identifier: str, way: str, head: Catalog) -> bool:
    """Whether the message says itself that nobody sends it, or takes it, any more."""
    message = head.find(identifier)
    produces = message is not None and (way == "sends") is (message.kind == "event")
    here, there = (head.senders, head.receivers) if way == "sends" else (head.receivers, head.senders)
    return produces and not here.get(identifier) and bool(there.get(identifier))


def _fields(pair: Pair, way: str, old: Mapping[str, Link], new: Mapping[str, Link]) -> Iterator[Change]:
    if way != "receives":
        return
    for identifier in sorted(old.keys() & new.keys()):
        before, after = (_declared(link) for link in (old[identifier], new[identifier]))
        if before == after:
            continue
        told = []
        more, less = [one for one in after if one not in before], [one for one in before if one not in after]
        of = marking.code(identifier)
        if more:
            told.append(f"it declares {_several(more)} of {of} now")
        if less:
            told.append(f"it declares {_several(less)} of {of} no longer")
        if not after:
            told = [f"it does not declare any more which fields of {of} it uses; {_several(less)} were declared"]
        declared = new[identifier].declared
        place = (
            declared.at("fields")
            if isinstance(declared, Receives)
            else impact.declared_at(pair.after, way, new[identifier])
        )
        yield Change(kind="fields-changed", subject=subject(pair.after), words=marking.joined(told), place=place)


def _declared(link: Link) -> tuple[str, ...]:
    return tuple(sorted(link.declared.fields or ())) if isinstance(link.declared, Receives) else ()


def _several(names: Sequence[str]) -> str:
    return marking.joined([marking.code(name) for name in names])

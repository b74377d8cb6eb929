"""How the schemas of messages have changed, and whom that hits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from catalog_gen.compatibility import levels, marking
from catalog_gen.compatibility.differences import SEVERITIES
from catalog_gen.problems import Place
from catalog_gen.review import impact
from catalog_gen.review.changes import Change
from catalog_gen.review.ownership import subject
from catalog_gen.versioning import comparing, judging, past

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from catalog_gen.compatibility.differences import Comparison, Difference
    from catalog_gen.model.values import Level
    from catalog_gen.resolving import Catalog, Entry
    from catalog_gen.review.changes import Gravity, Hit
    from catalog_gen.review.pairs import Pair, Pairs


def changes(pair: Pair, base: Catalog, head: Catalog, pairs: Pairs) -> Iterator[Change]:
    """What has changed in the schemas of a message; that its version is another one where they are the same."""
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
        yield raised(pair)


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
    named = [(name, one) for name, comparison in compared for one in comparison.gravest_first]
    differences = [one for _, one in named]
    name, worst = min(named, key=lambda each: (_rank(each[1], level), SEVERITIES.index(each[1].severity)))
    words = f"{f'schema {marking.code(name)}: ' if name else ''}{marking.sentence(worst)}"
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
    if "incompatible" in verdicts or any(hit.kind in {"cannot-decode", "loses-field"} for hit in hits):
        return "breaking"
    if "unknown" in verdicts:
        return "undecided"
    return "risky" if hits or any(one.weight == "risky" for one in differences) else "plain"


def raised(pair: Pair) -> Change:
    """That a resource has another version."""
    words = f"version {_versions(pair)}"
    return Change(
        kind="version-changed", subject=subject(pair.after), words=words, place=pair.after.resource.at("version")
    )


def _versions(pair: Pair) -> str:
    return f"{marking.code(pair.before.version or '')} became {marking.code(pair.after.version or '')}"

"""What two versions of a resource differ in: their schemas, and what they exchange."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from catalog_gen.compatibility import compare
from catalog_gen.compatibility.differences import BOTH, NEITHER, Comparison, Difference
from catalog_gen.formats import TITLES
from catalog_gen.resolving.catalog import Exchanged
from catalog_gen.versioning.past import Past, of_entry, of_past

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from catalog_gen.formats import SchemaFile, Schemas
    from catalog_gen.resolving.catalog import Entry

Compared = tuple[tuple[str, Comparison], ...]
"""Comparisons by the name of the schema, see `Since`."""


def schemas(old: Mapping[str, SchemaFile], new: Mapping[str, SchemaFile]) -> Compared:
    """The schemas that both versions have compared with each other, and which one of them only has."""
    return tuple(_pairs(old, new))


def _pairs(old: Mapping[str, SchemaFile], new: Mapping[str, SchemaFile]) -> Iterator[tuple[str, Comparison]]:
    former = _former(old, new)
    for name, file in new.items():
        if name in former:
            yield name, compare(old[former[name]], file)
        else:
            words = f"a schema was added ({TITLES[file.format]})"
            yield name, Comparison(file.format, (Difference(kind="schema-added", path="", words=words),))
    for name, file in old.items():
        if name not in former.values():
            words = f"the schema was removed ({TITLES[file.format]})"
            undecided = NEITHER if new and name else BOTH
            gone = Difference(kind="schema-removed", path="", words=words, undecided=undecided)
            yield name, Comparison(file.format, (gone,))


def _former(old: Mapping[str, SchemaFile], new: Mapping[str, SchemaFile]) -> dict[str, str]:
    """The old name of each new schema that was there: its own, unless schemas only got other names."""
    named = {name: name for name in new if name in old}
    found = {name: name for name in named if _text(old[name]) == _text(new[name])}
    for name in (name for name in new if name not in found):
        same = next((each for each in old if each not in found.values() and _text(old[each]) == _text(new[name])), None)
        if same is not None:
            found[name] = same
    taken = {*found.values()}
    found |= {name: name for name in named if name not in found and name not in taken}
    return found if named.keys() <= {*found.values()} and named.keys() <= found.keys() else named


def _text(file: SchemaFile) -> tuple[bytes, str]:
    """What a schema file says, and of which of its types."""
    return file.data, file.parsed.name if file.parsed else ""


def with_past(past: Past, entry: Entry, schemas_: Schemas) -> Compared:
    """The same for a version that only the catalog on disk has; of what cannot be read there, nobody can tell."""
    old, unread = of_past(past, entry, schemas_)
    new = of_entry(entry)
    words = f"the schema of {past.version} in the catalog cannot be read by itself"
    lost = Difference(kind="schema-unreadable", path="", words=words, undecided=BOTH)
    pairs = schemas(old, {name: file for name, file in new.items() if name not in unread})
    return (*((name, Comparison(new[name].format, (lost,))) for name in new if name in unread), *pairs)


def exchanged(old: Entry | Past, new: Entry) -> tuple[Exchanged, ...]:
    """The messages that one of the versions sends or receives, and the other one not, or in another version.

    Of a version that only the catalog on disk has, the versions of messages are not looked at: there is always one.
    """
    return (*_one_way("sends", old, new), *_one_way("receives", old, new))


def _one_way(way: Literal["sends", "receives"], old: Entry | Past, new: Entry) -> Iterator[Exchanged]:
    after = _versions(way, new)
    if isinstance(old, Past):
        before = {identifier: after.get(identifier, "") for identifier in sorted(old.exchanged.get(way, after))}
    else:
        before = _versions(way, old)
    for identifier in dict.fromkeys((*after, *before)):
        was, now = before.get(identifier), after.get(identifier)
        if was != now:
            yield Exchanged(way=way, id=identifier, before=was, after=now)


def _versions(way: str, entry: Entry) -> dict[str, str]:
    """The messages that go one way, with the versions that are named."""
    found: dict[str, list[str]] = {}
    for link in entry.links.get(way, ()):
        named = getattr(link.declared, "version", None) if not isinstance(link.declared, str) else None
        found.setdefault(link.id, []).append(named or "")
    return {identifier: ", ".join(filter(None, versions)) for identifier, versions in found.items()}

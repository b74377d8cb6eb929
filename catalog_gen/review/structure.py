"""Which resources there are, what they are called, and in which file they are declared."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from catalog_gen.compatibility import marking
from catalog_gen.model import Resource
from catalog_gen.problems import noun
from catalog_gen.resolving.catalog import DOCUMENT_KINDS, MESSAGE_KINDS, OWNER_KINDS
from catalog_gen.review import impact
from catalog_gen.review.changes import Change
from catalog_gen.review.ownership import owner_ids, subject
from catalog_gen.review.pairs import moved_files

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from catalog_gen.resolving import Catalog, Entry
    from catalog_gen.review.changes import Hit
    from catalog_gen.review.pairs import Pair, Pairs


def changes(pairs: Pairs, base: Catalog, head: Catalog) -> Iterator[Change]:
    """What is new, gone, called otherwise or declared elsewhere."""
    for entry in pairs.new:
        words = f"new {noun(entry.kind)}{_about(entry)}"
        yield Change(kind="added", subject=subject(entry), words=words, place=entry.place(), after=owner_ids(entry))
    for entry in pairs.gone:
        yield _removed(entry, base, head, pairs)
    yield from _hidden(base, head, pairs)
    for pair in pairs.both:
        if pair.is_renamed and pair.after.kind not in OWNER_KINDS:
            yield _renamed(pair)
    yield from _moved(pairs)


def _about(entry: Entry) -> str:
    """Whose something new is, and what it exchanges."""
    told = [f" of {_several(owner_ids(entry))}"] if owner_ids(entry) else []
    for way in ("sends", "receives"):
        ids = dict.fromkeys(link.id for link in entry.links.get(way, ()))
        if ids:
            told.append(f"{way} {_several([*ids])}")
    return ", ".join(told) if owner_ids(entry) else "".join(f", {one}" for one in told)


def _several(ids: Sequence[str]) -> str:
    """The first few of them."""
    more = len(ids) - _NAMED
    return marking.joined([*map(marking.code, ids[:_NAMED]), *([f"{more} more"] if more > 0 else [])])


_NAMED: Final = 3


def _removed(entry: Entry, base: Catalog, head: Catalog, pairs: Pairs) -> Change:
    hits = impact.of_removal(entry, base, head, pairs) if entry.kind in MESSAGE_KINDS else ()
    owned = base.owned.get(entry.id, ()) if entry.kind in OWNER_KINDS else ()
    return Change(
        kind="removed",
        subject=subject(entry),
        words=f"{noun(entry.kind)} removed",
        place=entry.place(),
        is_gone=True,
        gravity="breaking" if hits else "plain",
        before=owner_ids(entry),
        followers=tuple(sorted(map(subject, owned))),
        hits=hits,
    )


def _hidden(base: Catalog, head: Catalog, pairs: Pairs) -> Iterator[Change]:
    """What nobody can find: each message that somebody relies on, and all else of a file at once."""
    files: dict[str, list[Entry]] = defaultdict(list)
    for entry in pairs.hidden:
        hits = impact.of_hiding(entry, base, head, pairs) if entry.kind in MESSAGE_KINDS else ()
        if hits:
            yield _not_found(entry, (), hits)
        elif entry.kind not in DOCUMENT_KINDS:
            files[entry.resource.at().path].append(entry)
    for several in files.values():
        first, *others = sorted(several, key=lambda entry: (entry.kind in MESSAGE_KINDS, entry.id))
        yield _not_found(first, others, ())


def _not_found(entry: Entry, others: Iterable[Entry], hits: tuple[Hit, ...]) -> Change:
    return Change(
        kind="hidden",
        subject=subject(entry),
        words=f"{noun(entry.kind)} not found; what could not be read may declare it",
        place=entry.place(),
        is_gone=True,
        gravity="undecided",
        before=owner_ids(entry),
        followers=tuple(sorted(map(subject, others))),
        hits=hits,
    )


def _renamed(pair: Pair) -> Change:
    words = f"renamed from {marking.code(pair.before.id)} to {marking.code(pair.after.id)}"
    resource = pair.after.resource
    if isinstance(resource, Resource) and pair.before.id not in (resource.formerly or ()):
        hint = f"formerly=[{_quoted(pair.before.id)}]"
        words += f", without {marking.code(hint)}, so its page begins anew and its old text is left behind"
    return Change(kind="renamed", subject=subject(pair.after), words=words, place=resource.at("id"))


def _quoted(text: str) -> str:
    return f'"{text}"'


def _moved(pairs: Pairs) -> Iterator[Change]:
    """What is declared in another file, told once for all that went from one file to another one.

    A file that as a whole has another name is no change of what is in it.
    """
    renamed = moved_files(pairs.both)
    ways: dict[tuple[str, str], list[Pair]] = {}
    for pair in pairs.both:
        old, new = (one.resource.at().path for one in (pair.before, pair.after))
        if renamed.get(old, old) != new and pair.after.kind not in DOCUMENT_KINDS:
            ways.setdefault((old, new), []).append(pair)
    for (old, _), moved in ways.items():
        first, *others = sorted(moved, key=lambda pair: (pair.after.kind in MESSAGE_KINDS, pair.after.id))
        yield Change(
            kind="moved",
            subject=subject(first.after),
            words=f"moved from {marking.code(old)} to {marking.code(first.after.resource.at().path)}",
            place=first.after.resource.at(),
            followers=tuple(sorted(subject(pair.after) for pair in others)),
        )

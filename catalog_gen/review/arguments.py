"""Which arguments of a resource have changed, in words, and who says them: the resource, or the defaults of another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from catalog_gen.compatibility import marking
from catalog_gen.review.changes import Change
from catalog_gen.review.keywords import AGREED, DELIVERY, ELSEWHERE
from catalog_gen.review.ownership import are_defaults_unread, subject
from catalog_gen.review.sameness import same

if TYPE_CHECKING:
    from collections.abc import Hashable, Iterable, Iterator, Sequence

    from catalog_gen.model import Previous
    from catalog_gen.problems import Place
    from catalog_gen.resolving import Catalog, Entry
    from catalog_gen.review.changes import Hit
    from catalog_gen.review.pairs import Pair, Pairs

_SHORT: Final = 60
_TEXTS: Final = frozenset({"description", "description_path"})


def told(kind: str, names: Iterable[str], pair: Pair, pairs: Pairs, head: Catalog) -> Iterator[Change]:
    """One change for what the resource says itself, and one for each other whose defaults say it."""
    by_giver: dict[str, list[str]] = {}
    for name in names:
        if not _gives(pair.after, name) and are_defaults_unread(
            _given_by_defaults(pair.before).get(name, ""), head, pairs
        ):
            continue
        by_giver.setdefault(giver(name, pair, pairs), []).append(name)
    for given_by, several in by_giver.items():
        is_gone = bool(given_by) and not any(_gives(pair.after, name) for name in several)
        yield Change(
            kind=kind,
            subject=subject(pair.after),
            words=_said(several, pair),
            place=pair.before.resource.at(several[0]) if is_gone else _at(several, pair),
            is_gone=is_gone,
            given_by=given_by,
        )


def giver(name: str, pair: Pair, pairs: Pairs) -> str:
    """The id of the resource whose defaults give an argument, or gave it where nobody does now; empty if it is own."""
    if name in _given_by_defaults(pair.after):
        return _given_by_defaults(pair.after)[name]
    if not _gives(pair.after, name) and name in _given_by_defaults(pair.before):
        return pairs.now(_given_by_defaults(pair.before)[name])
    return ""


def _given_by_defaults(entry: Entry) -> dict[str, str]:
    origin = entry.resource.origin
    return {field: giver.id for field, giver in origin.givers.items()} if origin else {}


def documented(pair: Pair, different: Sequence[str]) -> list[str]:
    """The arguments that only pages tell of; a text or a content in a file counts as well."""
    silent = ELSEWHERE | DELIVERY | AGREED | _TEXTS
    if hasattr(pair.after.resource, "github"):
        silent |= {"name"}
    if pair.is_renamed:
        silent |= {"name"}
    if pair.before.version != pair.after.version:
        silent |= {"changes", "date"} if pair.after.kind != "adr" else {"changes"}
        silent |= {"previous"} if _keeps(pair) else frozenset()
    found = [name for name in different if name not in silent]
    if pair.before.description != pair.after.description:
        found.append("description_path" if pair.after.resource.description_path else "description")
    found += [name for name, contents in _CONTENTS.items()
              if name not in found and contents(pair.before) != contents(pair.after)]  # fmt: skip
    return found


def applied_otherwise(pair: Pair) -> bool:
    """Whether the same schemas are said to be for something else: under which names, in which environments."""
    old, new = ([*(getattr(one.resource, "schemas", None) or ())] for one in (pair.before, pair.after))
    names = ("name", "environments", "default", "message")
    before, after = ([[getattr(one, name) for name in names] for one in several] for several in (old, new))
    return len(old) == len(new) and not same(before, after)


def _keeps(pair: Pair) -> bool:
    """Whether the older versions are those of the base and the one that was current there."""
    old, new = ([*(getattr(one.resource, "previous", None) or ())] for one in (pair.before, pair.after))
    kept: list[Previous] = [one for one in new if one.version != pair.before.version]
    return same(old, kept)


def _examples(entry: Entry) -> list[Hashable]:
    return [(one.name, one.text) for one in entry.examples if one.declared is not None and one.declared.path]


def _specifications(entry: Entry) -> list[Hashable]:
    return [(one.path, one.data) for one in entry.specifications]


def _contracts(entry: Entry) -> list[Hashable]:
    return [(one.name, one.data) for one in entry.contracts]


_CONTENTS: Final = {"examples": _examples, "specifications": _specifications, "outputs": _contracts}
"""The arguments that name files, and what is in these."""


def _said(names: Sequence[str], pair: Pair) -> str:
    """Which arguments have changed, with the values where these are short."""
    if len(names) > 1:
        return f"{marking.joined([marking.code(name) for name in names])} have changed"
    [name] = names
    old, new = (_shown(getattr(one.resource, name, None)) for one in (pair.before, pair.after))
    if old is None or new is None or old == new:
        return f"{marking.code(name)} has changed"
    if not old:
        return f"{marking.code(name)} is {new} now"
    if not new:
        return f"{marking.code(name)} was removed (it was {old})"
    return f"{marking.code(name)} changed from {old} to {new}"


def _shown(value: object) -> str | None:
    """A short value as code, empty for one that is not given; None where it takes more words than there is room."""
    if value is None:
        return ""
    if isinstance(value, bool | int):
        return marking.code(str(value))
    if isinstance(value, str) and len(value) <= _SHORT and "\n" not in value:
        return marking.code(value)
    return None


def _at(names: Sequence[str], pair: Pair) -> Place:
    return next((pair.after.resource.at(name) for name in names if _gives(pair.after, name)), pair.after.place())


def _gives(entry: Entry, name: str) -> bool:
    return getattr(entry.resource, name, None) is not None


def readdressed(pair: Pair, names: Sequence[str], hits: tuple[Hit, ...]) -> Change:
    """That a channel has another address, and whom that hits."""
    old, new = (_address(one) for one in (pair.before, pair.after))
    words = f"address changed from {marking.code(old)} to {marking.code(new)}" if old != new else ""
    others = [name for name in names if name != "address" or not words]
    if others:
        said = _said(others, pair)
        words = f"{words}; {said}" if words else said
    return Change(kind="address-changed", subject=subject(pair.after), words=words, place=_at(names, pair), hits=hits)


def _address(entry: Entry) -> str:
    return getattr(entry.resource, "address", None) or entry.id

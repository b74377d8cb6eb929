"""What a resource says of itself, and how that has changed: all but which there are and whose they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from catalog_gen.compatibility import marking
from catalog_gen.resolving.catalog import DOCUMENT_KINDS, MESSAGE_KINDS
from catalog_gen.review import arguments, exchanges, impact, older, schemas
from catalog_gen.review.changes import Change
from catalog_gen.review.keywords import ADDRESS, AGREED, DELIVERY
from catalog_gen.review.ownership import subject
from catalog_gen.review.sameness import differing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from catalog_gen.resolving import Catalog
    from catalog_gen.review.pairs import Pair, Pairs


def changes(pair: Pair, base: Catalog, head: Catalog, pairs: Pairs) -> Iterator[Change]:
    """What has changed in a resource that is on both sides, but for whose it is."""
    if pair.after.kind in DOCUMENT_KINDS:
        yield from _of_document(pair, pairs)
        return
    yield from exchanges.lost(pair, base, head, pairs)
    yield from older.changes(pair, base, head, pairs)
    if pair.is_the_same:
        return
    is_applied_otherwise = arguments.applied_otherwise(pair)
    if pair.after.kind in MESSAGE_KINDS:
        of_schemas = tuple(schemas.changes(pair, base, head, pairs))
        yield from of_schemas
        is_applied_otherwise = is_applied_otherwise and not any(one.kind == "schema-changed" for one in of_schemas)
    elif pair.before.version != pair.after.version and "version" not in pair.after.resource.unread:
        yield schemas.raised(pair)
    different = differing(pair.before.resource, pair.after.resource, pairs.ids)
    of_address = [name for name in different if name in ADDRESS and pair.after.kind == "channel"]
    if of_address:
        yield arguments.readdressed(pair, of_address, impact.of_channel(pair, base, head, pairs))
    delivered = [name for name in different if name in DELIVERY or (name == "schemas" and is_applied_otherwise)]
    yield from arguments.told("delivery-changed", delivered, pair, pairs, head)
    yield from arguments.told("level-changed", [name for name in different if name in AGREED], pair, pairs, head)
    documented = arguments.documented(pair, [name for name in different if name not in of_address])
    yield from arguments.told("documentation-changed", documented, pair, pairs, head)
    yield from exchanges.changes(pair, pairs, head)


def _of_document(pair: Pair, pairs: Pairs) -> Iterator[Change]:
    """A page that is no resource of its own."""
    old, new = (entry.document or entry.resource for entry in (pair.before, pair.after))
    names = [name for name in differing(old, new, pairs.ids) if name not in _OF_DOCUMENTS]
    if pair.before.description != pair.after.description:
        words = "its text has changed"
    elif names:
        said = marking.joined([marking.code(name) for name in names])
        words = f"{said} {'has' if len(names) == 1 else 'have'} changed"
    else:
        return
    place = new.at(names[0]) if names else pair.after.place()
    yield Change(kind="documentation-changed", subject=subject(pair.after), words=words, place=place)


_OF_DOCUMENTS = frozenset({"description", "description_path", "owners", "formerly"})
"""What the text tells, or a change of another kind."""

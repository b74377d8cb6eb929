"""Older versions that are objects of their own: what has changed in them, and which are gone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from catalog_gen.compatibility import marking
from catalog_gen.review.changes import Change
from catalog_gen.review.keywords import SCHEMA
from catalog_gen.review.ownership import subject
from catalog_gen.review.sameness import differing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from catalog_gen.resolving import Catalog
    from catalog_gen.review.pairs import Pair, Pairs

_SILENT = SCHEMA | {"id", "version", "formerly", "defaults", "docs", "previous"}
"""Schemas of older versions that were edited are a problem of its own."""


def changes(pair: Pair, base: Catalog, head: Catalog, pairs: Pairs) -> Iterator[Change]:
    """What has become of the versions that the base has besides the current one, and of that one where it is older."""
    now = {entry.version: entry for entry in head.by_id.get(pair.after.id, ())}
    if pair.after.resource.unread & {"version", "previous"}:
        return
    for old in base.by_id.get(pair.before.id, ()):
        new = now.get(old.version)
        if new is None and old.version != pair.before.version:
            if old.previous is None:
                yield Change(
                    kind="documentation-changed",
                    subject=subject(old),
                    words="this older version is not told any more",
                    place=old.place(),
                    is_gone=True,
                )
        elif new is not None and new is not pair.after and old.previous is None and new.previous is None:
            names = [name for name in differing(old.resource, new.resource, pairs.ids) if name not in _SILENT]
            if names:
                said = marking.joined([marking.code(name) for name in names])
                yield Change(
                    kind="documentation-changed",
                    subject=subject(new),
                    words=f"{said} of this older version {'has' if len(names) == 1 else 'have'} changed",
                    place=new.resource.at(names[0]),
                )

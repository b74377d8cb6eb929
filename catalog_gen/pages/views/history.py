"""The versions of a resource, as its history."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from catalog_gen.model import Changes, Deprecated
from catalog_gen.pages.views.references import entry_reference

if TYPE_CHECKING:
    from catalog_gen.resolving import Catalog, Entry


@dataclasses.dataclass(frozen=True, slots=True)
class VersionRow:
    """One version in the history."""

    version: str
    href: str | None
    date: str
    status: str
    changes: str
    here: bool


def history(entry: Entry, catalog: Catalog) -> tuple[VersionRow, ...]:
    """All versions of a resource, the newest first; empty where there is nothing to tell."""
    rows = tuple(_version(other, entry) for other in catalog.by_id[entry.id])
    return rows if len(rows) > 1 or any(row.changes for row in rows) else ()


def _version(other: Entry, entry: Entry) -> VersionRow:
    date = getattr(other.resource, "date", None)
    return VersionRow(
        version=other.version or "",
        href=entry_reference(other).href,
        date=date.isoformat() if date else "",
        status=_status(other),
        changes=_changes(other),
        here=other is entry,
    )


def _changes(entry: Entry) -> str:
    said = getattr(entry.resource, "changes", None)
    return said.text if isinstance(said, Changes) else said or ""


def _status(entry: Entry) -> str:
    deprecated = getattr(entry.resource, "deprecated", None)
    if deprecated:
        since = deprecated.date if isinstance(deprecated, Deprecated) else None
        return f"deprecated, {since}" if since else "deprecated"
    if getattr(entry.resource, "draft", None):
        return "draft"
    return "current" if entry.current else ""

"""Versions that the definitions leave behind: whether a page on disk is one, and its way into the archive."""

from __future__ import annotations

from typing import TYPE_CHECKING

from catalog_gen.output import archives, manifest
from catalog_gen.output.comparison import is_same
from catalog_gen.output.wishes import LOSS
from catalog_gen.problems import Problem

if TYPE_CHECKING:
    from catalog_gen.output.comparison import Comparison
    from catalog_gen.pages.planning import Page


def is_refused_version(found: Comparison, page: Page, before: str, disk: bytes) -> bool:
    """Archive the version that the page on disk has; True where that is newer, or cannot be archived.

    Where a build was killed, or two branches came together, both versions are known: then the lower one may be
    what is wanted, and of the other the archive may not be complete.
    """
    version = page.entry.version
    known = found.existing.records.get(before, {}).get(f"{manifest.KEY}version", frozenset())
    if version is None or known == {manifest.value_digest(version)}:
        return False
    there = archives.version_on_disk(disk.decode("utf-8", "replace"))
    if there is None or manifest.value_digest(there) not in known:
        return False
    is_refused = manifest.value_digest(version) not in known and not found.wishes.overwrites(page.entry.id)
    if is_refused and archives.is_newer(there, version):
        message = f"the catalog has version {there} already, which is newer than {version}"
        way_back = f'"catalog-gen build --overwrite {page.entry.id}"'
        hint = f"give it a newer version; {way_back} goes back, but {LOSS} by that"
        found.problems.append(
            Problem("version-downgrade", message, page.entry.place("version"), page.entry.subject, hint)
        )
        return True
    if archives.is_newer(version, there) and page.entry.current and found.settings.archive:
        return not _archive(found, page, before, there)
    return False


def has_left(found: Comparison, path: str, before: str, disk: bytes) -> bool:
    """Whether a changelog was about a version that is archived now, or by a killed build, with all its words."""
    if before in found.archived and before == path:
        found.left[path] = (found.archived[path], manifest.digest(disk))
    return before in found.archived or found.has_moved(before, disk)


def _archive(found: Comparison, page: Page, before: str, version: str) -> bool:
    """Copy what belongs to that version, unless it is there already, and never over another file.

    False where git has left a conflict in it: no side is certain to be what that version was, so the new version
    waits until the conflict is gone.
    """
    index = archives.index_of(page.path.removesuffix("/index.mdx"), version)
    if index in found.wanted:
        return True
    archive = archives.archive(page, before, version, found.output, found.existing.records)
    there = {path: disk for path in archive.files if (disk := found.disk(path)) is not None}
    kept = [path for path, disk in there.items() if not is_same(disk, archive.files[path])]
    if index in kept:
        if index not in found.existing.records:
            _not_archived(found, index, before, version)
        return True
    for path in archive.conflicts:
        message = f"git has left a conflict here, so version {version} cannot be archived"
        hint = f"resolve it, or build once with version {version} before you raise it"
        found.problem("merge-conflict", archive.sources[path], message, hint)
    if archive.conflicts:
        return False
    for path in kept:
        _not_archived(found, path, archive.sources[path], version)
    for link in archive.links:
        message = f"this symbolic link is not archived with version {version}"
        found.problem("kept-file", link, message, "copy it yourself if that version needs it")
    for path, data in archive.files.items():
        if path not in there:
            found.create(path, data)
        if path not in kept:
            found.archived[archive.sources[path]] = path
    found.records |= {path: names for path, names in archive.records.items() if path not in kept}
    return True


def _not_archived(found: Comparison, path: str, source: str, version: str) -> None:
    message = f"this file is there already, so it stays, and {source} is not archived as that of version {version}"
    found.problem("kept-file", path, message, "copy from git what it lacks")

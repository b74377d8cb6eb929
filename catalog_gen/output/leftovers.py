"""What lies in the catalog beside that: what goes along with pages that move, and what no definition asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from catalog_gen.output import archives, manifest
from catalog_gen.output.moves import identity_of

if TYPE_CHECKING:
    from catalog_gen.output.comparison import Comparison


def carry(found: Comparison) -> None:
    """Take along what lies beside pages that move: files of the user's, and archived versions."""
    for link in found.moved.links:
        message = "the page beside it has moved, but this symbolic link stays"
        found.problem("kept-file", link, message, "move it yourself, or delete it")
    ids = {page.rpartition("/")[0]: page for page in found.moved.pages}
    for now, before in found.moved.files.items():
        disk = found.disk(before)
        if disk is None or found.disk(now) is not None:
            continue
        if now in found.records:  # it is written anew; an old copy that says the same goes
            found.moves |= {before: (now, manifest.digest(disk))} if found.created.get(now) == disk else {}
            continue
        folder = next(folder for folder in ids if now.startswith(f"{folder}/"))
        data = archives.renamed(disk, folder.rpartition("/")[2]) if now.endswith("/index.mdx") else disk
        found.create(now, data)
        found.moves[before] = (now, manifest.digest(disk))
        if before in found.existing.records:
            found.records[now] = archives.marked(found.existing.records[before], data)


def prune(found: Comparison) -> None:
    """Decide about the files of ours that no definition asks for any more."""
    left = set(found.existing.records) - set(found.records) - set(found.existing.claimed) - set(found.moves)
    kept: set[str] = set()
    for path in sorted(left, key=lambda path: (not path.endswith("/index.mdx"), path)):  # pages come first
        disk = found.disk(path)
        if disk is None or (path.startswith("components/") and not found.is_ours(path, disk)):
            continue
        if _is_archived(found, path):
            found.records[path] = archives.marked(found.existing.records[path], disk)
        elif found.is_ours(path, disk) and _page_of(found, path) in kept:
            found.records[path] = manifest.kept(found.existing.records[path])
        elif found.is_ours(path, disk) or found.has_moved(path, disk):
            found.removed.append(path)
        elif path in found.archived:
            found.moves[path] = (found.archived[path], manifest.digest(disk))
        else:
            kept.add(path)
            found.records[path] = manifest.kept(found.existing.records[path])
            message = "its definition is gone, but somebody changed this file, so it stays"
            found.problem("kept-file", path, message, f"delete it yourself if it is not needed{_heir(found, path)}")


def _heir(found: Comparison, path: str) -> str:
    """For a hint: the new page that may be what a page has become, where none of its former ids was found."""
    gone = identity_of(path)
    for heir in found.without_past:
        now = identity_of(heir)
        if gone and now and now._replace(id=gone.id) == gone:
            folder = f"{found.settings.output}/{heir.removesuffix('/index.mdx')}"
            return f'; if {now.id} was called so: delete {folder}, add "{gone.id}" to its formerly, and build again'
    return ""


def _page_of(found: Comparison, path: str) -> str:
    """The page of ours beside which a file lies; itself for a page."""
    above = path.rpartition("/")[0]
    while above and f"{above}/index.mdx" not in found.existing.records:
        above = above.rpartition("/")[0]
    return f"{above}/index.mdx"


def _is_archived(found: Comparison, path: str) -> bool:
    """Whether it is of a version that was left behind, of a resource that lives.

    A version whose declaration is gone was left behind as well, whether it was an archive before that or not.
    """
    current = archives.current_of(path)
    if current is None:
        return False
    folder, version = current
    if found.versions.get(folder, version) == version:
        return False
    index = archives.index_of(folder, version)
    is_undeclared = index not in found.wanted and (found.output / index).is_file()
    return manifest.ARCHIVE in found.existing.records[path] or (found.settings.archive and is_undeclared)

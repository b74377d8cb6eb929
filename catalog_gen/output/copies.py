"""Files that are written as they are: schemas, examples, what else lies beside pages; no place for hand edits."""

from __future__ import annotations

from typing import TYPE_CHECKING

from catalog_gen.output import manifest, merging
from catalog_gen.output.comparison import is_same

if TYPE_CHECKING:
    from catalog_gen.output.comparison import Comparison
    from catalog_gen.pages.planning import File


def copy(found: Comparison, file: File) -> None:
    """Decide about one file that is written as it is."""
    if not file.optional and found.is_claimed(file.path):
        return
    found.records[file.path] = manifest.file(file.data)
    disk = found.disk(file.path)
    if disk is None:
        found.create(file.path, file.data)
    elif is_same(disk, file.data):
        found.unchanged += 1
    elif found.is_ours(file.path, disk) or _is_given_up(found, file, disk):
        found.updated[file.path] = file.data
    elif file.optional:
        del found.records[file.path]
    elif file.path in found.existing.records or file.path in _unrecorded_files(found, file):
        message = f"this copy was changed by hand; it is made from {file.source}"
        hint = 'make the change there, delete this copy, and run "catalog-gen build"'
        found.problem("edited-copy", file.path, message, hint)
    else:
        found.foreign(file.path, file.owner)


def _unrecorded_files(found: Comparison, file: File) -> tuple[str, ...]:
    folders = {path.removesuffix("index.mdx") for path in found.unrecorded}
    return (file.path,) if any(file.path.startswith(folder) for folder in folders) else ()


def _is_given_up(found: Comparison, file: File, disk: bytes) -> bool:
    """Whether the user says so, or git has left a conflict between two copies that were both ours."""
    recorded = file.path in found.existing.records or file.path in _unrecorded_files(found, file)
    if found.wishes.overwrites(file.owner, ours=recorded):
        return True
    sides = len(found.existing.records.get(file.path, {}).get(manifest.WHOLE, ()))
    return sides > 1 and merging.conflict_sides(disk.decode("utf-8", "replace")) is not None

"""Versions that the definitions have left behind: the page as it stood, copied with its files before it changes."""

from __future__ import annotations

import dataclasses
import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from catalog_gen.output import manifest, merging, splicing
from catalog_gen.output.moves import VERSIONED, links_beside, own_files

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from catalog_gen.output.manifest import Names, Records
    from catalog_gen.pages.planning import Page


@dataclasses.dataclass(frozen=True, slots=True)
class Archive:
    """The files of a version that is left behind, by their new paths, with the paths that they have now; their records.

    `conflicts` are the new paths of those files of ours in which git has left a conflict; `links` are symbolic links
    beside the page, which are not archived.
    """

    files: Mapping[str, bytes]
    sources: Mapping[str, str]
    records: Mapping[str, Names]
    conflicts: tuple[str, ...]
    links: tuple[str, ...]


def version_on_disk(disk: str) -> str | None:
    """The version that a page on disk says it has; the newer one where git has left a conflict."""
    newest = None
    for side in merging.conflict_sides(disk) or (disk,):
        try:
            version = splicing.values(splicing.open_page(side).yaml).get("version")
        except splicing.UnspliceableError:
            continue
        if isinstance(version, str) and (newest is None or is_newer(version, newest)):
            newest = version
    return newest


def is_newer(one: str, other: str) -> bool:
    """Whether one version is newer than another; False where they cannot be compared."""
    numbers = [re.fullmatch(r"(\d{1,9})\.(\d{1,9})\.(\d{1,9})", version) for version in (one, other)]
    first, second = ([int(number) for number in found.groups()] if found else [] for found in numbers)
    return bool(first and second) and first > second


def archive(page: Page, before: str, version: str, output: Path, records: Records) -> Archive:
    """The page at the path `before`, which has that version, with its own files; ids follow the page's."""
    old, new = PurePosixPath(before).parent, PurePosixPath(page.path).parent / VERSIONED / version
    files: dict[str, bytes] = {}
    sources: dict[str, str] = {}
    kept: dict[str, Names] = {}
    for path in own_files(output, str(old), versions=False):
        place = (new / PurePosixPath(path).relative_to(old)).as_posix()
        data = (output / path).read_bytes()
        files[place] = renamed(data, page.entry.id) if path == before else data
        sources[place] = path
        if path in records:
            kept[place] = marked(records[path], files[place])
    conflicts = (place for place in kept if merging.conflict_sides(files[place].decode("utf-8", "replace")) is not None)
    return Archive(files, sources, kept, tuple(conflicts), tuple(links_beside(output, before, versions=False)))


def marked(names: Names, data: bytes) -> Names:
    """The records of an archived file."""
    names = {name: digests for name, digests in names.items() if name != manifest.KEPT}
    return {**names, manifest.ARCHIVE: frozenset({manifest.digest(data)})}


def renamed(data: bytes, identifier: str) -> bytes:
    """An archived page under the id that its resource has now; as it is where it cannot be changed."""
    try:
        document = splicing.open_page(data.decode("utf-8"))
        if splicing.values(document.yaml).get("id") in {identifier, None}:
            return data
        text = splicing.splice(document.yaml, {"id": identifier}, (), ("id",))
    except (splicing.UnspliceableError, UnicodeDecodeError):
        return data
    return f"{document.start}{text}{document.end}{document.body}".encode()


def index_of(folder: str, version: str) -> str:
    """The page of an older version of the page in that folder."""
    return f"{folder}/{VERSIONED}/{version}/index.mdx"


def current_of(path: str) -> tuple[str, str] | None:
    """The folder of the current page, and the version, of a file below `versioned/`."""
    found = re.fullmatch(rf"(.+)/{VERSIONED}/([^/]+)/.+", path)
    return (found[1], found[2]) if found else None

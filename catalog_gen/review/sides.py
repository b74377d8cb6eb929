"""Both sides of a pull request, read from git: nothing is checked out, and nothing of either side is run."""

from __future__ import annotations

import contextlib
import dataclasses
import functools
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from catalog_gen import catalogs
from catalog_gen.blaming.base import settings_of
from catalog_gen.blaming.comparing import unified
from catalog_gen.formats import Schemas
from catalog_gen.formats.files import SchemaFiles
from catalog_gen.git.commit import Commit
from catalog_gen.model import Resource
from catalog_gen.output import existing, manifest
from catalog_gen.problems import Place, Problem
from catalog_gen.reading import Reading
from catalog_gen.reading.remembering import Memory
from catalog_gen.resolving import Catalog, defaults, resolve
from catalog_gen.resolving.sharing import Shared
from catalog_gen.review import touching, unreading
from catalog_gen.review.touching import Touched
from catalog_gen.sources import OutsideProjectError, WorkingTree
from catalog_gen.versioning import followed

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from catalog_gen.git import Repository
    from catalog_gen.model import Documented
    from catalog_gen.resolving import Entry
    from catalog_gen.resolving.catalog import Known
    from catalog_gen.settings import Settings
    from catalog_gen.sources import Source


@dataclasses.dataclass(frozen=True, slots=True)
class Side:
    """What one side comes to: the catalog, and everything that is wrong with it."""

    settings: Settings
    source: Source
    reading: Reading
    catalog: Catalog
    problems: tuple[Problem, ...]

    def may_have(self, entry: Entry, other: Side) -> bool:
        """Whether something that could not be read, but can on the `other` side, may declare the resource."""
        texts = self.reading.unread_texts - other.reading.unread_texts
        kinds = self.reading.unread_kinds - other.reading.unread_kinds
        files = unreading.files(self.reading) - unreading.files(other.reading)
        return entry.id in texts or entry.kind in kinds or entry.resource.at().path in files


@dataclasses.dataclass(frozen=True, slots=True)
class Sides:
    """Both of them, and what the change between them can have an effect on."""

    base: Side
    head: Side
    touched: Touched
    notes: tuple[str, ...] = ()


def read(repository: Repository, base: str, head: str, settings: Settings) -> Sides | Problem:
    """The sides of a change from the commit `base` to the commit `head`, or to the working tree where that is empty.

    A problem where the settings of the head are not fine.
    """
    memory = Memory()
    after: _Read | None = _Read(settings, WorkingTree(settings.root), memory) if not head else None
    if after is None:
        after = _of_commit(repository, head, settings, memory)
    if after is None:
        return Problem(
            "bad-settings", f"{head[:7]} has no settings of this catalog, or wrong ones", Place(settings.path)
        )
    before = _of_commit(repository, base, settings, memory, after.source)
    notes = () if before else ("the base has no settings of this catalog, or wrong ones, so all of it counts as new",)
    shared = Shared()
    touched = _touched(before, after, shared)
    old = before.side(touched, shared) if before else _nothing(after)
    return Sides(old, after.side(touched, shared), touched, notes)


class _Read:
    """A side whose definitions are read, and not resolved yet."""

    def __init__(
        self, settings: Settings, source: WorkingTree | Commit, memory: Memory, other: Source | None = None
    ) -> None:
        self.given = settings
        self.settings = dataclasses.replace(settings, reader="static")
        self.source = source
        if isinstance(source, Commit):
            source.begin(path for path in self.schema_files if not _has_too(other, source, path))
            source.prefetch(source.matching(settings.definitions))
        self.reading: Reading = catalogs.read(self.settings, source, memory)

    @functools.cached_property
    def schema_files(self) -> tuple[str, ...]:
        """The files in which there may be schemas, without what the output keeps."""
        output = f"{self.settings.output_from_project}/"
        return tuple(path for path in self.source.matching(touching.SCHEMA_FILES) if not path.startswith(output))

    def side(self, touched: Touched, shared: Shared) -> Side:
        """The side with its catalog."""
        known, unreadable = self._handwritten()
        folders = catalogs.folders(self.settings, self.source)
        catalog, wrong = resolve(self.reading, self.settings, self.source, folders, known, touched.opens, shared)
        in_versions = self._in_versions(catalog, folders, touched)
        problems = (*self.reading.problems, *unreadable, *wrong, *in_versions)
        return Side(self.given, self.source, self.reading, catalog, problems)

    def _in_versions(self, catalog: Catalog, folders: tuple[str, ...], touched: Touched) -> tuple[Problem, ...]:
        """What is wrong with versions that follow on each other, as far as their schemas were looked into."""
        opened = {
            entry.id
            for entry in catalog.entries
            if entry.id in touched.ids or any(schema.file.path in touched.files for schema in entry.schemas)
        }
        entries = tuple(entry for entry in catalog.entries if entry.id in opened)
        schemas = Schemas(SchemaFiles(self.source, folders, self.settings.output_from_project))
        _, problems = followed(dataclasses.replace(catalog, entries=entries), {}, schemas, self.settings.bumps)
        return problems

    def _handwritten(self) -> tuple[Mapping[str, Known], tuple[Problem, ...]]:
        """The resources of pages in the output that somebody wrote by hand, as they are on this side."""
        output, shown = self.settings.output_dir.resolve(), self.settings.output
        record = manifest.path(output, self.settings.name).relative_to(output).as_posix()
        if isinstance(self.source, WorkingTree):
            ours = _recorded(_content(output / record))
            found, unread = existing.handwritten(
                existing.pages(output), ours, shown, lambda path: _content(output / path)
            )
            return existing.known(found), unread
        files = self.source.beside(output)
        if files is None:
            return {}, ()
        ours = _recorded(files.content(record))
        fresh = [path for path in files.paths if path not in ours]
        found, unread = existing.handwritten(fresh, ours, shown, files.content)
        return existing.known(found), unread


def _has_too(other: Source | None, source: Commit, path: str) -> bool:
    """Whether another commit has the same in a file."""
    return isinstance(other, Commit) and other.name(path) == source.name(path)


def _recorded(text: bytes) -> frozenset[str]:
    """The files that builds have written."""
    return frozenset(line.partition("\t")[0] for line in text.decode("utf-8", "replace").splitlines())


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""


def _of_commit(
    repository: Repository, commit: str, settings: Settings, memory: Memory, other: Source | None = None
) -> _Read | None:
    source = Commit(repository, commit, settings.root)
    with tempfile.TemporaryDirectory(prefix="catalog-gen-") as folder:
        found = settings_of(source, settings, Path(folder))
    return _Read(dataclasses.replace(found, root=settings.root), source, memory, other) if found else None


def _nothing(after: _Read) -> Side:
    """A side before there was a catalog."""
    return Side(after.given, after.source, Reading((), ()), Catalog(()), ())


def _touched(before: _Read | None, after: _Read, shared: Shared) -> Touched:
    old = _with_defaults(before.reading, shared) if before else []
    ids = touching.resources(old, _with_defaults(after.reading, shared))
    for side in (after, before):
        if side is not None and isinstance(side.source, Commit):
            side.source.end()
    if before is not None and isinstance(before.source, Commit) and isinstance(after.source, Commit):
        before.source.take(before.schema_files, after.source)
    changed = dict(_changed(before, after)) if before else {}
    others = [path for path in after.schema_files if path not in changed]
    return Touched(ids, frozenset(changed) | touching.files(changed, others, after.source))


def _with_defaults(reading: Reading, shared: Shared) -> list[Documented]:
    """The resources of a side with what they take from defaults."""
    home = defaults.homes(reading.resources)
    return [
        defaults.applied(one, home, shared.applied)[0] if isinstance(one, Resource) else one
        for one in reading.resources
    ]


def _changed(before: _Read, after: _Read) -> Iterator[tuple[str, tuple[bytes | None, bytes | None]]]:
    """The schema files that are not the same on both sides, with both contents."""
    old, new = frozenset(before.schema_files), frozenset(after.schema_files)
    paths = sorted(old | new)
    if isinstance(before.source, Commit) and isinstance(after.source, Commit):
        paths = [path for path in paths if before.source.name(path) != after.source.name(path)]
    for path in paths:
        contents = _content_of(before.source, path, old), _content_of(after.source, path, new)
        old_text, new_text = (unified(content) if content is not None else None for content in contents)
        if old_text != new_text:
            yield path, contents


def _content_of(source: Source, path: str, known: frozenset[str]) -> bytes | None:
    with contextlib.suppress(OSError, OutsideProjectError):
        return source.read(path) if path in known else None
    return None

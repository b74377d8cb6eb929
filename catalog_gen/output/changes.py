"""What has to change on disk: compared first, so that a second build writes nothing.

A file is ours if its digest is recorded, or if it equals what we would write. Pages are merged with what was
written into them by hand; a copy of a schema or an example is no place for that, and a file of somebody else's
is never replaced.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Final

from catalog_gen.output import archives, manifest, merging, sections
from catalog_gen.output.merging import UnmergeableError, Way
from catalog_gen.output.moves import Moves, identity_of, moves
from catalog_gen.output.wishes import LOSS, NO_WISHES, Wishes
from catalog_gen.problems import Place, Problem

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from catalog_gen.output.bodies import Held, TakenOver
    from catalog_gen.output.existing import Existing
    from catalog_gen.output.manifest import Names
    from catalog_gen.pages.planning import File, Page, Plan
    from catalog_gen.pages.rendering import Rendered
    from catalog_gen.resolving import Entry
    from catalog_gen.settings import Settings


@dataclasses.dataclass(frozen=True, slots=True)
class HeldBack:
    """What hand edits hold back in the page of a resource."""

    entry: Entry
    held: tuple[Held, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Changes:
    """What to write and what to remove, by path; `records` is the manifest after that.

    `moved` are those of the removed files whose text is at another place then: that place, and their digest. `left` are
    those of the updated ones whose text before is in an archive then, in the same way.
    `held` are the pages in which hand edits hold something back. `recorded`: an earlier build has left a record, and
    `written_by` is the version of the program that it had.
    """

    created: Mapping[str, bytes]
    updated: Mapping[str, bytes]
    removed: tuple[str, ...]
    moved: Mapping[str, tuple[str, str]]
    left: Mapping[str, tuple[str, str]]
    unchanged: int
    records: str
    records_changed: bool
    held: Mapping[str, HeldBack]
    recorded: bool
    written_by: str

    @property
    def nothing(self) -> bool:
        """Whether everything is as it should be."""
        return not (self.created or self.updated or self.removed or self.records_changed)

    @property
    def journal(self) -> str:
        """What the journal says while this is being written: the records to come, and what is being moved."""
        both = sorted({**self.moved, **self.left}.items())
        moved = ((old, f"{manifest.MOVED}{new}", digest) for old, (new, digest) in both)
        return self.records + "".join(f"{manifest.line(*record)}\n" for record in moved)


NO_PAGES: Final[Mapping[str, Sequence[str]]] = {}


def compare(
    plan: Plan,
    rendered: Sequence[Rendered],
    existing: Existing,
    settings: Settings,
    wishes: Wishes = NO_WISHES,
    kept: Mapping[str, Sequence[str]] = NO_PAGES,
) -> tuple[Changes, tuple[Problem, ...]]:
    """The way from what is on disk to what should be there, and what stands in it.

    `kept` are pages that are known to be as they should be, with the files beside them.
    """
    moved = moves(plan.pages, existing, settings, wishes)
    existing = existing.taking([*(page.path for page in plan.pages), *(file.path for file in plan.files)])
    comparing = _Comparing(existing, settings, wishes, moved, frozenset(page.path for page in plan.pages))
    texts = {page.path: page for page in rendered}
    for page in sorted(plan.pages, key=lambda page: page.entry.kind == "changelog"):  # they follow what is archived
        if page.path in kept:
            comparing.keep(page, kept[page.path])
        elif page.path in texts:
            comparing.page(page, texts[page.path])
    for file in plan.files:
        comparing.file(file)
    comparing.carry()
    comparing.prune()
    return comparing.changes(), tuple(comparing.problems)


class _Comparing:
    """One comparison while it goes through the paths."""

    def __init__(
        self, existing: Existing, settings: Settings, wishes: Wishes, moved: Moves, wanted: frozenset[str]
    ) -> None:
        self._existing = existing
        self._settings = settings
        self._output = settings.output_dir
        self._wishes = wishes
        self._moved = moved
        self._wanted = wanted
        self._records: dict[str, Names] = {}
        self._created: dict[str, bytes] = {}
        self._updated: dict[str, bytes] = {}
        self._removed: list[str] = []
        self._moves: dict[str, tuple[str, str]] = {}
        self._left: dict[str, tuple[str, str]] = {}
        self._held: dict[str, HeldBack] = {}
        self._versions: dict[str, str] = {}
        self._unrecorded: list[str] = []
        self._without_past: list[str] = []
        self._archived: dict[str, str] = {}
        self._unchanged = 0
        self.problems: list[Problem] = []

    # --- pages

    def keep(self, page: Page, files: Sequence[str]) -> None:
        """Leave a page as it is, and the files beside it."""
        for path in (page.path, *files):
            self._records[path] = self._existing.records[path]
            self._unchanged += 1
        self._versions[page.path.removesuffix("/index.mdx")] = page.entry.version or ""

    def page(self, page: Page, rendered: Rendered) -> None:
        """Decide about one page."""
        path, data = page.path, rendered.text.encode()
        if self._is_claimed(path):
            return
        self._records[path] = manifest.page(rendered)
        self._versions[path.removesuffix("/index.mdx")] = page.entry.version or ""
        before = self._moved.pages.get(path, path)
        disk = self._disk(before)
        if disk is None:
            self._create(path, data)
            if page.entry.current and getattr(page.entry.resource, "formerly", None):
                self._without_past.append(path)
            return
        if before != path:
            self._moves[before] = (path, manifest.digest(disk))
        elif _is_same(disk, data):
            self._unchanged += 1
            return
        if page.entry.kind == "changelog" and self._has_left(path, before, disk):
            self._place(path, before, data, disk)
        elif not self._is_refused_version(page, before, disk):
            self._place(path, before, self._merged(page, rendered, before, disk), disk)

    def _has_left(self, path: str, before: str, disk: bytes) -> bool:
        """Whether a changelog was about a version that is archived now, or by a killed build, with all its words."""
        if before in self._archived and before == path:
            self._left[path] = (self._archived[path], manifest.digest(disk))
        return before in self._archived or self._has_moved(before, disk)

    def _merged(self, page: Page, rendered: Rendered, before: str, disk: bytes) -> bytes:
        """What becomes of a page that is there and differs; as it is where something stands in the way."""
        recorded = before in self._existing.records
        if self._wishes.overwrites(page.entry.id, ours=recorded) or self._is_ours(before, disk):
            return rendered.text.encode()
        states = [state[before] for state in self._existing.states if before in state]
        if recorded and not states:  # another catalog has left it to us
            states = [self._existing.records[before]]
        taken_over = "" if states else self._taken_over(page, rendered, disk)
        if taken_over is None:
            self._foreign(page.path, page.entry.id)
            return disk
        if taken_over == "unrecorded" and self._wishes.overwrites(page.entry.id):
            return rendered.text.encode()
        way = Way(taken_over, self._wishes.sections(page.entry.id))
        try:
            merged = merging.merge(rendered, disk.decode("utf-8"), states, way)
        except UnicodeDecodeError:
            message = "this page was changed by hand, and is not UTF-8 text any more"
            hint = f'save it as UTF-8, or run "catalog-gen build --overwrite {page.entry.id}": {LOSS} by that'
            self._problem("unmergeable-page", before, message, hint)
        except UnmergeableError as error:
            place = Place(f"{self._settings.output}/{before}", error.line, error.column)
            hint = error.hint.format(overwrite=f"catalog-gen build --overwrite {page.entry.id}")
            self.problems.append(Problem(error.code, error.reason, place, page.entry.subject, hint))
        except sections.UnknownSectionError as error:
            self.problems.append(_no_section(page, error))
        else:
            self._records[page.path] = merged.records
            if merged.held:
                self._held[page.path] = HeldBack(page.entry, merged.held)
            return merged.text.encode()
        return disk

    def _taken_over(self, page: Page, rendered: Rendered, disk: bytes) -> TakenOver | None:
        """Why a page without record may be merged; None where it may not."""
        if self._wishes.adopts(page.entry.id) or self._wishes.sections(page.entry.id):
            return "adopted"
        if not self._existing.states and merging.is_mostly(rendered, disk.decode("utf-8", "replace")):
            self._unrecorded.append(page.path)
            return "unrecorded"
        return None

    def _is_refused_version(self, page: Page, before: str, disk: bytes) -> bool:
        """Archive the version that the page on disk has; True where that is newer, or cannot be archived.

        Where a build was killed, or two branches came together, both versions are known: then the lower one may be
        what is wanted, and of the other the archive may not be complete.
        """
        version = page.entry.version
        known = self._existing.records.get(before, {}).get(f"{manifest.KEY}version", frozenset())
        if version is None or known == {manifest.value_digest(version)}:
            return False
        there = archives.version_on_disk(disk.decode("utf-8", "replace"))
        if there is None or manifest.value_digest(there) not in known:
            return False
        is_refused = manifest.value_digest(version) not in known and not self._wishes.overwrites(page.entry.id)
        if is_refused and archives.is_newer(there, version):
            message = f"the catalog has version {there} already, which is newer than {version}"
            way_back = f'"catalog-gen build --overwrite {page.entry.id}"'
            hint = f"give it a newer version; {way_back} goes back, but {LOSS} by that"
            self.problems.append(
                Problem("version-downgrade", message, page.entry.place("version"), page.entry.subject, hint)
            )
            return True
        if archives.is_newer(version, there) and page.entry.current and self._settings.archive:
            return not self._archive(page, before, there)
        return False

    def _archive(self, page: Page, before: str, version: str) -> bool:
        """Copy what belongs to that version, unless it is there already, and never over another file.

        False where git has left a conflict in it: no side is certain to be what that version was, so the new version
        waits until the conflict is gone.
        """
        index = archives.index_of(page.path.removesuffix("/index.mdx"), version)
        if index in self._wanted:
            return True
        archive = archives.archive(page, before, version, self._output, self._existing.records)
        there = {path: disk for path in archive.files if (disk := self._disk(path)) is not None}
        kept = [path for path, disk in there.items() if not _is_same(disk, archive.files[path])]
        if index in kept:
            if index not in self._existing.records:
                self._not_archived(index, before, version)
            return True
        for path in archive.conflicts:
            message = f"git has left a conflict here, so version {version} cannot be archived"
            hint = f"resolve it, or build once with version {version} before you raise it"
            self._problem("merge-conflict", archive.sources[path], message, hint)
        if archive.conflicts:
            return False
        for path in kept:
            self._not_archived(path, archive.sources[path], version)
        for link in archive.links:
            message = f"this symbolic link is not archived with version {version}"
            self._problem("kept-file", link, message, "copy it yourself if that version needs it")
        for path, data in archive.files.items():
            if path not in there:
                self._create(path, data)
            if path not in kept:
                self._archived[archive.sources[path]] = path
        self._records |= {path: names for path, names in archive.records.items() if path not in kept}
        return True

    def _not_archived(self, path: str, source: str, version: str) -> None:
        message = f"this file is there already, so it stays, and {source} is not archived as that of version {version}"
        self._problem("kept-file", path, message, "copy from git what it lacks")

    # --- other files

    def file(self, file: File) -> None:
        """Decide about one file that is written as it is."""
        if not file.optional and self._is_claimed(file.path):
            return
        self._records[file.path] = manifest.file(file.data)
        disk = self._disk(file.path)
        if disk is None:
            self._create(file.path, file.data)
        elif _is_same(disk, file.data):
            self._unchanged += 1
        elif self._is_ours(file.path, disk) or self._is_given_up(file, disk):
            self._updated[file.path] = file.data
        elif file.optional:
            del self._records[file.path]
        elif file.path in self._existing.records or file.path in self._unrecorded_files(file):
            message = f"this copy was changed by hand; it is made from {file.source}"
            hint = 'make the change there, delete this copy, and run "catalog-gen build"'
            self._problem("edited-copy", file.path, message, hint)
        else:
            self._foreign(file.path, file.owner)

    def _unrecorded_files(self, file: File) -> tuple[str, ...]:
        folders = {path.removesuffix("index.mdx") for path in self._unrecorded}
        return (file.path,) if any(file.path.startswith(folder) for folder in folders) else ()

    def _is_given_up(self, file: File, disk: bytes) -> bool:
        """Whether the user says so, or git has left a conflict between two copies that were both ours."""
        recorded = file.path in self._existing.records or file.path in self._unrecorded_files(file)
        if self._wishes.overwrites(file.owner, ours=recorded):
            return True
        sides = len(self._existing.records.get(file.path, {}).get(manifest.WHOLE, ()))
        return sides > 1 and merging.conflict_sides(disk.decode("utf-8", "replace")) is not None

    def carry(self) -> None:
        """Take along what lies beside pages that move: files of the user's, and archived versions."""
        for link in self._moved.links:
            message = "the page beside it has moved, but this symbolic link stays"
            self._problem("kept-file", link, message, "move it yourself, or delete it")
        ids = {page.rpartition("/")[0]: page for page in self._moved.pages}
        for now, before in self._moved.files.items():
            disk = self._disk(before)
            if disk is None or self._disk(now) is not None:
                continue
            if now in self._records:  # it is written anew; an old copy that says the same goes
                self._moves |= {before: (now, manifest.digest(disk))} if self._created.get(now) == disk else {}
                continue
            folder = next(folder for folder in ids if now.startswith(f"{folder}/"))
            data = archives.renamed(disk, folder.rpartition("/")[2]) if now.endswith("/index.mdx") else disk
            self._create(now, data)
            self._moves[before] = (now, manifest.digest(disk))
            if before in self._existing.records:
                self._records[now] = archives.marked(self._existing.records[before], data)

    # --- what is left over

    def prune(self) -> None:
        """Decide about the files of ours that no definition asks for any more."""
        left = set(self._existing.records) - set(self._records) - set(self._existing.claimed) - set(self._moves)
        kept: set[str] = set()
        for path in sorted(left, key=lambda path: (not path.endswith("/index.mdx"), path)):  # pages come first
            disk = self._disk(path)
            if disk is None or (path.startswith("components/") and not self._is_ours(path, disk)):
                continue
            if self._is_archived(path):
                self._records[path] = archives.marked(self._existing.records[path], disk)
            elif self._is_ours(path, disk) and self._page_of(path) in kept:
                self._records[path] = manifest.kept(self._existing.records[path])
            elif self._is_ours(path, disk) or self._has_moved(path, disk):
                self._removed.append(path)
            elif path in self._archived:
                self._moves[path] = (self._archived[path], manifest.digest(disk))
            else:
                kept.add(path)
                self._records[path] = manifest.kept(self._existing.records[path])
                message = "its definition is gone, but somebody changed this file, so it stays"
                self._problem("kept-file", path, message, f"delete it yourself if it is not needed{self._heir(path)}")

    def _heir(self, path: str) -> str:
        """For a hint: the new page that may be what a page has become, where none of its former ids was found."""
        gone = identity_of(path)
        for heir in self._without_past:
            now = identity_of(heir)
            if gone and now and now._replace(id=gone.id) == gone:
                folder = f"{self._settings.output}/{heir.removesuffix('/index.mdx')}"
                return f'; if {now.id} was called so: delete {folder}, add "{gone.id}" to its formerly, and build again'
        return ""

    def _page_of(self, path: str) -> str:
        """The page of ours beside which a file lies; itself for a page."""
        above = path.rpartition("/")[0]
        while above and f"{above}/index.mdx" not in self._existing.records:
            above = above.rpartition("/")[0]
        return f"{above}/index.mdx"

    def _is_archived(self, path: str) -> bool:
        """Whether it is of a version that was left behind, of a resource that lives.

        A version whose declaration is gone was left behind as well, whether it was an archive before that or not.
        """
        current = archives.current_of(path)
        if current is None:
            return False
        folder, version = current
        if self._versions.get(folder, version) == version:
            return False
        index = archives.index_of(folder, version)
        is_undeclared = index not in self._wanted and (self._output / index).is_file()
        return manifest.ARCHIVE in self._existing.records[path] or (self._settings.archive and is_undeclared)

    def changes(self) -> Changes:
        """The outcome."""
        if self._unrecorded:
            self._problem(
                "lost-record",
                f"{manifest.FOLDER}/{self._settings.name}.manifest",
                "the record of what was written is missing; what differs in pages that are mostly ours counts as "
                "written by hand",
                'restore it with git if you can; "catalog-gen build --diff" shows what is held back',
            )
        after = manifest.dump(self._records, self._settings.program)
        removed = {*self._removed, *self._moves}
        assert not removed & {*self._created, *self._updated}, removed  # noqa: S101 - or a file that was written would go
        return Changes(
            self._created,
            self._updated,
            tuple(sorted(removed)),
            self._moves,
            self._left,
            self._unchanged,
            after,
            records_changed=manifest.without_header(self._existing.manifest) != manifest.without_header(after),
            held=self._held,
            recorded=bool(self._existing.states),
            written_by=manifest.written_by(self._existing.manifest),
        )

    def _place(self, path: str, before: str, data: bytes, disk: bytes) -> None:
        if before != path:
            self._created[path] = data
        elif data == disk:
            self._unchanged += 1
        else:
            self._updated[path] = data

    def _create(self, path: str, data: bytes) -> None:
        """Note a new file, unless its place is blocked."""
        obstacle = self._obstacle(path)
        if obstacle:
            self._problem("not-writable", obstacle, "a file stands where a folder is needed", "move it away")
        else:
            self._created[path] = data

    def _disk(self, path: str) -> bytes | None:
        try:
            return (self._output / path).read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as error:
            message = f"it cannot be read: {error.strerror}"
            self._problem("not-writable", path, message, "give yourself the right to read it, or move it away")
            return None

    def _obstacle(self, path: str) -> str:
        """The part of the path that is a file, where it should be a folder."""
        parts = path.split("/")
        above = ("/".join(parts[:length]) for length in range(1, len(parts)))
        return next((folder for folder in above if (self._output / folder).is_file()), "")

    def _is_ours(self, path: str, data: bytes) -> bool:
        return manifest.file_digest(data) in self._existing.records.get(path, {}).get(manifest.WHOLE, frozenset())

    def _has_moved(self, path: str, data: bytes) -> bool:
        """Whether a killed build has put the text of the file elsewhere already."""
        return any(
            manifest.digest(data) in digests and (self._output / name.removeprefix(manifest.MOVED)).is_file()
            for name, digests in self._existing.records.get(path, {}).items()
            if name.startswith(manifest.MOVED)
        )

    def _is_claimed(self, path: str) -> bool:
        if path not in self._existing.claimed:
            return False
        other = self._existing.claimed[path]
        message = f'the catalogs "{self._settings.name}" and "{other}" would both write this file'
        hint = f'declare it in one of them only; where it is gone from the other one, build that of "{other}" first'
        self._problem("claimed-twice", path, message, hint)
        return True

    def _foreign(self, path: str, identifier: str) -> None:
        message = "this file was not written by catalog-gen, and the definitions would replace it"
        hint = f'"catalog-gen build --adopt {identifier}" takes the page over and keeps its text'
        if not path.endswith(".mdx"):
            hint = "move it away, or rename the resource"
        self._problem("foreign-file", path, message, hint)

    def _problem(self, code: str, path: str, message: str, hint: str = "") -> None:
        self.problems.append(Problem(code, message, Place(f"{self._settings.output}/{path}"), hint=hint))


def _is_same(disk: bytes, wanted: bytes) -> bool:
    """Whether a file is as it would be written; git may have given it the line ends of another system."""
    return disk == wanted or (b"\r\n" not in wanted and disk.replace(b"\r\n", b"\n") == wanted)


def _no_section(page: Page, error: sections.UnknownSectionError) -> Problem:
    hint = f"it has {', '.join([sections.FRONT_MATTER, *error.known])}"
    return Problem(
        "unknown-section", f'there is no section "{error.section}"', page.entry.place(), page.entry.subject, hint
    )

"""What has to change on disk: compared first, so that a second build writes nothing.

A file is ours if its digest is recorded, or if it equals what we would write. Until hand edits are merged,
a page of ours that somebody changed is refused, and so is a file of somebody else's in our place.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from catalog_gen.output import manifest
from catalog_gen.pages.layout import COLLECTIONS
from catalog_gen.problems import Place, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from catalog_gen.output.existing import Existing
    from catalog_gen.pages.planning import File, Page
    from catalog_gen.pages.rendering import Rendered
    from catalog_gen.settings import Settings


@dataclasses.dataclass(frozen=True, slots=True)
class Changes:
    """What to write and what to remove, by path; `records` is the manifest after that."""

    created: Mapping[str, bytes]
    updated: Mapping[str, bytes]
    removed: tuple[str, ...]
    unchanged: int
    records: str
    records_changed: bool

    @property
    def nothing(self) -> bool:
        """Whether everything is as it should be."""
        return not (self.created or self.updated or self.removed or self.records_changed)


@dataclasses.dataclass(frozen=True, slots=True)
class _Wanted:
    path: str
    data: bytes
    records: Mapping[str, frozenset[str]]
    optional: bool = False


def compare(
    rendered: Sequence[Rendered], files: Sequence[File], existing: Existing, settings: Settings
) -> tuple[Changes, tuple[Problem, ...]]:
    """The way from what is on disk to what should be there, and what stands in it."""
    comparing = _Comparing(existing, settings)
    for page in rendered:
        comparing.add(_Wanted(page.path, page.text.encode(), manifest.page(page)))
    for file in files:
        comparing.add(_Wanted(file.path, file.data, manifest.file(file.data), file.optional))
    comparing.prune()
    return comparing.changes(), tuple(comparing.problems)


class _Comparing:
    """One comparison while it goes through the paths."""

    def __init__(self, existing: Existing, settings: Settings) -> None:
        self._existing = existing
        self._settings = settings
        self._records: dict[str, Mapping[str, frozenset[str]]] = {}
        self._created: dict[str, bytes] = {}
        self._updated: dict[str, bytes] = {}
        self._removed: list[str] = []
        self._unchanged = 0
        self.problems: list[Problem] = []

    def add(self, wanted: _Wanted) -> None:
        """Decide about one file."""
        path = wanted.path
        if path in self._existing.claimed and not wanted.optional:
            other = self._existing.claimed[path]
            message = f'the catalogs "{self._settings.name}" and "{other}" would both write this file'
            self._problem("claimed-twice", path, message, "declare it in one of them only")
            return
        self._records[path] = wanted.records
        disk = self._disk(path)
        if disk is None and self._obstacle(path):
            self._problem(
                "not-writable", self._obstacle(path), "a file stands where a folder is needed", "move it away"
            )
        elif disk is None:
            self._created[path] = wanted.data
        elif disk == wanted.data:
            self._unchanged += 1
        elif self._is_ours(path, disk):
            self._updated[path] = wanted.data
        elif wanted.optional:
            del self._records[path]
        else:
            self._refuse(path)

    def prune(self) -> None:
        """Decide about the files of ours that no definition asks for any more."""
        places = {_identity(path): path for path in self._records}
        for path in sorted(set(self._existing.records) - set(self._records) - set(self._existing.claimed)):
            disk = self._disk(path)
            moved = places.get(_identity(path))
            if disk is not None and moved and not self._is_ours(path, disk):
                message = f"this file was changed by hand, and its place is {self._settings.output}/{moved} now"
                self._problem("edited-page", path, message, "take the change back, or move the file there yourself")
            elif disk is not None and self._is_ours(path, disk):
                self._removed.append(path)
            elif disk is not None and not path.startswith("components/"):
                self._records[path] = self._existing.records[path]
                message = "its definition is gone, but somebody changed this file, so it stays"
                self._problem("kept-file", path, message, "delete it yourself if it is not needed")

    def changes(self) -> Changes:
        """The outcome."""
        before = manifest.dump(self._existing.records) if self._existing.records else ""
        after = manifest.dump(self._records)
        return Changes(
            self._created,
            self._updated,
            tuple(self._removed),
            self._unchanged,
            after,
            records_changed=before != after,
        )

    def _disk(self, path: str) -> bytes | None:
        try:
            data = (self._settings.output_dir / path).read_bytes()
            return data.replace(b"\r\n", b"\n") if path.endswith(".mdx") else data
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as error:
            self._problem("not-writable", path, f"it cannot be read: {error.strerror}")
            return None

    def _obstacle(self, path: str) -> str:
        """The part of the path that is a file, where it should be a folder."""
        parts = path.split("/")
        above = ("/".join(parts[:length]) for length in range(1, len(parts)))
        return next((folder for folder in above if (self._settings.output_dir / folder).is_file()), "")

    def _is_ours(self, path: str, data: bytes) -> bool:
        recorded = self._existing.records.get(path, {}).get(manifest.WHOLE, frozenset())
        return manifest.digest(data) in recorded

    def _refuse(self, path: str) -> None:
        if path in self._existing.records:
            message = "this file was changed by hand since it was written"
            self._problem("edited-page", path, message, "move the change into the definition, then delete the file")
        else:
            message = "this file was not written by catalog-gen, and the definitions would replace it"
            self._problem("foreign-file", path, message, "move it away, or rename the resource")

    def _problem(self, code: str, path: str, message: str, hint: str = "") -> None:
        self.problems.append(Problem(code, message, Place(f"{self._settings.output}/{path}"), hint=hint))


def _identity(path: str) -> str:
    """What a page is about, wherever it lies: `events/OrderPlaced/versioned/1.0.0/index.mdx`."""
    parts = path.split("/")
    collections = [index for index, part in enumerate(parts[:-1]) if part in COLLECTIONS.values()]
    return "/".join(parts[collections[-1] :]) if collections else path


def conflicts(pages: Sequence[Page], existing: Existing, settings: Settings) -> Iterator[Problem]:
    """Resources that a page written by hand declares as well, somewhere else in the output."""
    by_id = {page.id: page for page in existing.handwritten}
    for page in pages:
        other = by_id.get(page.entry.id)
        if other is None or other.path == page.path:
            continue
        if other.kind != page.entry.kind or other.version == page.entry.version:
            message = f'id "{other.id}" is already taken by a page written by hand, {settings.output}/{other.path}'
            yield Problem("duplicate-id", message, page.entry.place("id"), page.entry.subject)


def guard(pages: Sequence[Page], settings: Settings) -> Iterator[Problem]:
    """EventCatalog rewrites pages with `channels` unless its migration is switched off.

    https://www.eventcatalog.dev/docs/development/guides/channels
    """
    if not any(page.metadata.get("channels") for page in pages):
        return
    variable = "EVENTCATALOG_DISABLE_CHANNEL_MIGRATION"
    path = settings.output_dir / ".env"
    lines = path.read_text(encoding="utf-8", errors="replace").splitlines() if path.is_file() else []
    values = [
        line.partition("=")[2].strip().strip("\"'") for line in lines if line.partition("=")[0].strip() == variable
    ]
    if not any(value.lower() in {"1", "true", "yes"} for value in values):
        message = "EventCatalog would rewrite the pages that carry channels, because its migration is not switched off"
        place = Place(f"{settings.output}/.env")
        yield Problem("unguarded-channels", message, place, hint=f"add the line {variable}=true to this file")

"""A comparison of what is on disk with what should be there, while it goes through the paths."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from catalog_gen.output import manifest
from catalog_gen.problems import Place, Problem

if TYPE_CHECKING:
    from pathlib import Path

    from catalog_gen.output.bodies import Held
    from catalog_gen.output.existing import Existing
    from catalog_gen.output.manifest import Names
    from catalog_gen.output.moves import Moves
    from catalog_gen.output.wishes import Wishes
    from catalog_gen.resolving import Entry
    from catalog_gen.settings import Settings


@dataclasses.dataclass(frozen=True, slots=True)
class HeldBack:
    """What hand edits hold back in the page of a resource."""

    entry: Entry
    held: tuple[Held, ...]


@dataclasses.dataclass(slots=True)
class Comparison:
    """What is compared, and what was found so far.

    `wanted` are the paths of all pages that the definitions ask for. `records` will be the manifest, `moves` and `left`
    are what `Changes` says of moved and left files, `versions` those of pages by folder. `archived` says where files
    have gone with their version. `unrecorded` are pages that are taken for ours without a record; `without_past` are
    new ones, although their resource was called otherwise before.
    """

    existing: Existing
    settings: Settings
    wishes: Wishes
    moved: Moves
    wanted: frozenset[str]
    records: dict[str, Names] = dataclasses.field(default_factory=dict)
    created: dict[str, bytes] = dataclasses.field(default_factory=dict)
    updated: dict[str, bytes] = dataclasses.field(default_factory=dict)
    removed: list[str] = dataclasses.field(default_factory=list)
    moves: dict[str, tuple[str, str]] = dataclasses.field(default_factory=dict)
    left: dict[str, tuple[str, str]] = dataclasses.field(default_factory=dict)
    held: dict[str, HeldBack] = dataclasses.field(default_factory=dict)
    versions: dict[str, str] = dataclasses.field(default_factory=dict)
    unrecorded: list[str] = dataclasses.field(default_factory=list)
    without_past: list[str] = dataclasses.field(default_factory=list)
    archived: dict[str, str] = dataclasses.field(default_factory=dict)
    unchanged: int = 0
    problems: list[Problem] = dataclasses.field(default_factory=list)

    @property
    def output(self) -> Path:
        """The folder of the catalog."""
        return self.settings.output_dir

    def disk(self, path: str) -> bytes | None:
        """The content of a file of the catalog; None where it is missing, or cannot be read, which is a problem."""
        try:
            return (self.output / path).read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            return None
        except OSError as error:
            message = f"it cannot be read: {error.strerror}"
            self.problem("not-writable", path, message, "give yourself the right to read it, or move it away")
            return None

    def create(self, path: str, data: bytes) -> None:
        """Note a new file, unless its place is blocked."""
        obstacle = self._obstacle(path)
        if obstacle:
            self.problem("not-writable", obstacle, "a file stands where a folder is needed", "move it away")
        else:
            self.created[path] = data

    def place(self, path: str, before: str, data: bytes, disk: bytes) -> None:
        """Note what becomes of a page that was there, at this path or before at another one."""
        if before != path:
            self.created[path] = data
        elif data == disk:
            self.unchanged += 1
        else:
            self.updated[path] = data

    def is_ours(self, path: str, data: bytes) -> bool:
        """Whether a file is as we have written it."""
        return manifest.file_digest(data) in self.existing.records.get(path, {}).get(manifest.WHOLE, frozenset())

    def has_moved(self, path: str, data: bytes) -> bool:
        """Whether a killed build has put the text of the file elsewhere already."""
        return any(
            manifest.digest(data) in digests and (self.output / name.removeprefix(manifest.MOVED)).is_file()
            for name, digests in self.existing.records.get(path, {}).items()
            if name.startswith(manifest.MOVED)
        )

    def is_claimed(self, path: str) -> bool:
        """Whether the file is another catalog's, which is a problem."""
        if path not in self.existing.claimed:
            return False
        other = self.existing.claimed[path]
        message = f'the catalogs "{self.settings.name}" and "{other}" would both write this file'
        hint = f'declare it in one of them only; where it is gone from the other one, build that of "{other}" first'
        self.problem("claimed-twice", path, message, hint)
        return True

    def foreign(self, path: str, identifier: str) -> None:
        """Note that a file of somebody else's stands where one of ours should be."""
        message = "this file was not written by catalog-gen, and the definitions would replace it"
        hint = f'"catalog-gen build --adopt {identifier}" takes the page over and keeps its text'
        if not path.endswith(".mdx"):
            hint = "move it away, or rename the resource"
        self.problem("foreign-file", path, message, hint)

    def problem(self, code: str, path: str, message: str, hint: str = "") -> None:
        """Note a problem with a file of the catalog."""
        self.problems.append(Problem(code, message, Place(f"{self.settings.output}/{path}"), hint=hint))

    def _obstacle(self, path: str) -> str:
        """The part of the path that is a file, where it should be a folder."""
        parts = path.split("/")
        above = ("/".join(parts[:length]) for length in range(1, len(parts)))
        return next((folder for folder in above if (self.output / folder).is_file()), "")


def is_same(disk: bytes, wanted: bytes) -> bool:
    """Whether a file is as it would be written; git may have given it the line ends of another system."""
    return disk == wanted or (b"\r\n" not in wanted and disk.replace(b"\r\n", b"\n") == wanted)

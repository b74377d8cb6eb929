"""What a commit comes to when it is built by this program, without checking it out.

Definitions and schemas are read from git. Of the rest of the commit, what a build looks at on disk is written into a
temporary folder that is laid out like the repository: the settings, the output, a team's own templates.
"""

from __future__ import annotations

import contextlib
import dataclasses
import os
import tempfile
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from catalog_gen import catalogs
from catalog_gen import settings as configuration
from catalog_gen.git import GitError
from catalog_gen.git.commit import Commit
from catalog_gen.output import manifest
from catalog_gen.pages.layout import COLLECTIONS
from catalog_gen.sources import OutsideProjectError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from catalog_gen.building import Built
    from catalog_gen.git import Repository
    from catalog_gen.resolving import Catalog
    from catalog_gen.settings import Settings

_SETTINGS = (configuration.NAME, "pyproject.toml")
_PARTS_OF_OUTPUT = frozenset({*COLLECTIONS.values(), "subdomains"})
_TOP_OF_OUTPUT = frozenset({manifest.FOLDER, "components", ".env", "eventcatalog.config.js"})


@dataclasses.dataclass(frozen=True, slots=True)
class Base:
    """A commit and what it comes to; nothing where it cannot be built, and why.

    The catalog is what its definitions declare, also where nothing was built of it.
    """

    commit: str
    source: Commit
    settings: Settings | None = None
    catalog: Catalog | None = None
    built: Built | None = None
    why_not: str = ""


@contextlib.contextmanager
def base(
    repository: Repository, commit: str, settings: Settings, output: str | None, *, whole: bool = True
) -> Iterator[Base]:
    """Build a commit of the project of these `settings`, into `output` if not into that of its own settings.

    What it comes to has its output on disk until the end of the `with` statement. Unless the `whole` is asked for, only
    the definitions are read.
    """
    with tempfile.TemporaryDirectory(prefix="catalog-gen-") as temporary:
        yield _Copy(repository, commit, settings, Path(temporary).resolve()).built(output, whole=whole)


def settings_of(source: Commit, head: Settings, folder: Path) -> Settings | None:
    """The settings of a commit of the project of `head`; None where there are none, or wrong ones.

    They are read in a folder, in which those folders are made that they name.
    """
    for name in dict.fromkeys((head.path, *_SETTINGS)):
        if not source.is_file(name):
            continue
        file = folder / name
        file.write_bytes(source.read(name))
        named, _ = configuration.load(folder, file, head.program)
        if named is None:
            continue
        for inside in filter(None, (*named.roots, named.templates)):  # they have to be there
            if any(path.startswith(f"{PurePosixPath(inside)}/") for path in source.paths):
                (folder / inside).mkdir(parents=True, exist_ok=True)
        found, problems = configuration.load(folder, file, head.program)
        return None if any(problem.code != "wrong-program-version" for problem in problems) else found
    return None


class _Copy:
    """The parts of a commit on disk, below a temporary folder."""

    def __init__(self, repository: Repository, commit: str, settings: Settings, temporary: Path) -> None:
        self._repository = repository
        self._commit = commit
        self._head = settings
        self._temporary = temporary
        self._root = temporary / settings.root.relative_to(repository.top)

    def built(self, output: str | None, *, whole: bool) -> Base:
        """What a build of the commit comes to."""
        from catalog_gen import building

        source = Commit(self._repository, self._commit, self._head.root)
        try:
            settings = self._settings(source, output, whole=whole)
            if settings is None:
                return Base(self._commit, source, why_not="it has no settings, or wrong ones")
            if not whole:
                known = catalogs.resolved(settings, source, lambda _: None)
                return Base(self._commit, source, settings, known.catalog)
            built = building.build(settings, source, lambda _: None)
            return Base(self._commit, source, settings, built.catalog, built)
        except GitError:
            raise
        except Exception as error:  # noqa: BLE001 - whatever it is, it must not stand in the way of the head
            return Base(self._commit, source, why_not=f"it cannot be built ({type(error).__name__})")

    def _settings(self, source: Commit, output: str | None, *, whole: bool) -> Settings | None:
        """The settings of the commit, with what they point to in the copy."""
        self._root.mkdir(parents=True, exist_ok=True)
        found = settings_of(source, self._head, self._root)
        if found is None:
            return None
        templates = self._folder(found.templates, lambda _: True) if found.templates is not None else None
        kept = output or found.output
        kept = self._folder(kept, _is_of_output) if whole else kept  # else it is not in the copy
        return dataclasses.replace(found, output=kept, templates=templates, reader="static")

    def _folder(self, named: str, is_wanted: Callable[[str], bool]) -> str:
        """Where in the copy a folder of the settings is; where it lies outside of the repository, it is as it is."""
        real = (self._head.root / named).resolve()
        if not real.is_relative_to(self._repository.top):
            return str(real)
        there = self._temporary / real.relative_to(self._repository.top)
        there.mkdir(parents=True, exist_ok=True)
        files = Commit(self._repository, self._commit, real)
        recorded = frozenset(_recorded(files))
        wanted = (path for path in files.paths if (is_wanted(path) or path in recorded) and _is_harmless(path))
        made: set[str] = set()
        for path, data in files.contents(wanted):
            parent = f"{there}/{path.rpartition('/')[0]}"
            if parent not in made:
                made.add(parent)
                Path(parent).mkdir(parents=True, exist_ok=True)
            with open(f"{there}/{path}", "wb", buffering=0) as file:  # noqa: PTH123 - for thousands of files
                file.write(data)
        return Path(os.path.relpath(there, self._root)).as_posix()


def _is_of_output(path: str) -> bool:
    """Whether a build may look at a file of the output, which may be a folder with much else in it."""
    parts = path.split("/")
    return parts[0] in _TOP_OF_OUTPUT or not _PARTS_OF_OUTPUT.isdisjoint(parts[:-1])


def _recorded(files: Commit) -> Iterator[str]:
    """The files that builds have written."""
    for path in files.paths:
        if path.startswith(f"{manifest.FOLDER}/") and path.endswith(".manifest"):
            with contextlib.suppress(OSError, OutsideProjectError):
                lines = files.read(path).decode("utf-8", "replace").splitlines()
                yield from (line.partition("\t")[0] for line in lines)


def _is_harmless(path: str) -> bool:
    """Whether writing to the path stays below the folder: git itself would not make the others either."""
    parts = path.split("/")
    strange = os.name == "nt" and any("\\" in part or ":" in part for part in parts)
    return not strange and not {"", ".", "..", ".git"} & set(parts)

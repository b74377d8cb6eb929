"""What is there already where a project is to be."""

from __future__ import annotations

import dataclasses
import os
import stat
from pathlib import Path
from typing import TYPE_CHECKING

from catalog_gen import settings as configuration
from catalog_gen.project.files import There
from catalog_gen.project.lacking import CONFIG
from catalog_gen.sources import SKIPPED_FOLDERS, WorkingTree

if TYPE_CHECKING:
    from collections.abc import Iterable

    from catalog_gen.problems import Problem
    from catalog_gen.settings import Settings

OWNERS = (".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS")
"""Where GitHub looks for the owners of code, in its order."""


@dataclasses.dataclass(frozen=True, slots=True)
class Above:
    """A project in which the folder is: its settings file as seen from here, and the folder as seen from there."""

    path: str
    way: str
    patterns: tuple[str, ...] = ()


@dataclasses.dataclass(frozen=True, slots=True)
class Ground:
    """A folder and what is around it.

    `settings` are those of the folder itself, with what is wrong in `problems`; `above` is a project that it is in.
    `catalogs` are the EventCatalog projects in it, "." for the folder itself. `repository` is the way up to the root
    of its git repository ("." where it is that, or where there is none), `below` the way back, `on_github` whether
    that root has a folder `.github`, and `owners` the path of its CODEOWNERS. `definitions` are the files that
    settings, or habit, make definitions files.
    """

    settings: Settings | None = None
    problems: tuple[Problem, ...] = ()
    above: Above | None = None
    catalogs: tuple[str, ...] = ()
    repository: str = "."
    below: str = ""
    on_github: bool = False
    owners: str = OWNERS[0]
    definitions: tuple[str, ...] = ()


def around(root: Path, version: str) -> Ground:
    """The ground of a folder that may not exist yet; `version` is that of this program."""
    own = configuration.nearest_file(root)
    above: Above | None = None
    settings: Settings | None = None
    problems: tuple[Problem, ...] = ()
    if own is not None and own.parent == root:
        settings, problems = configuration.load(root, own, version)
    elif own is not None:
        other = configuration.load(root, own, version)[0]
        above = Above(_way(own, root), _way(root, own.parent), other.definitions if other else ())
    repository = _repository(root)
    patterns = settings.definitions if settings else configuration.DEFINITIONS
    return Ground(
        settings=settings,
        problems=problems,
        above=above,
        catalogs=tuple(_catalogs(root)),
        repository=_way(repository, root),
        below=_way(root, repository),
        on_github=(repository / ".github").is_dir(),
        owners=next((name for name in OWNERS if (repository / name).is_file()), OWNERS[0]),
        definitions=WorkingTree(root).matching(patterns),
    )


def _way(to: Path, start: Path) -> str:
    return Path(os.path.relpath(to, start)).as_posix()


def look(root: Path, paths: Iterable[str]) -> There:
    """What stands at the paths, seen from the folder."""
    files: dict[str, bytes] = {}
    blocked: set[str] = set()
    for path in paths:
        place = Path(os.path.normpath(root / path))  # a way up leads nowhere from a folder that does not exist yet
        try:
            mode = place.stat().st_mode
            if stat.S_ISREG(mode):
                files[path] = place.read_bytes()
            else:
                blocked.add(path)
        except OSError:
            if os.path.lexists(place):
                blocked.add(path)
    return There(files, frozenset(blocked))


def _catalogs(root: Path) -> list[str]:
    try:
        with os.scandir(root) as found:
            names = sorted(entry.name for entry in found if entry.is_dir())
    except OSError:
        return []
    inside = [name for name in names if not name.startswith(".") and name not in SKIPPED_FOLDERS]
    return [folder for folder in (".", *inside) if (root / folder / CONFIG).is_file()]


def _repository(root: Path) -> Path:
    return next((folder for folder in (root, *root.parents) if (folder / ".git").exists()), root)

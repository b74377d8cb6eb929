"""Which inputs of a catalog have just been edited, for builds that follow the edits."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from catalog_gen.sources import SKIPPED_FOLDERS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from catalog_gen.settings import Settings


_MILLISECONDS = 500


def edits(settings: Settings) -> Iterator[tuple[str, ...]]:
    """The files below the project that were edited, relative to it, each time that some were; it never ends.

    The first answer has no file and means that from now on nothing is missed.

    Folders are watched one by one, without those of the output and of other people's files, so that an output with
    half a million installed files costs nothing. Needs the extra `watch` (ImportError without it).
    """
    from watchfiles import watch

    new: set[Path] | None = None
    while True:
        for changes in watch(*_folders(settings), recursive=False, yield_on_timeout=True, rust_timeout=_MILLISECONDS):
            paths = {path for _, changed in changes if _counts(path := Path(changed), settings)}
            touched = sorted(path.relative_to(settings.root).as_posix() for path in paths | (new or set()))
            if touched or new is None:
                yield tuple(touched)
            new = {path for path in paths if path.is_dir()}
            if new:
                break  # to watch them as well; what came into them until then is looked at right after


def _folders(settings: Settings) -> list[Path]:
    found = []
    for folder, folders, _ in os.walk(settings.root):
        folders[:] = [name for name in folders if _counts(Path(folder, name), settings)]
        found.append(Path(folder))
    return found


def _counts(path: Path, settings: Settings) -> bool:
    """Whether it may be an input: nothing in the output, hidden, of other people, or left by an editor."""
    if path.name in SKIPPED_FOLDERS or path.name.startswith(".") or path.name.endswith(("~", ".swp", ".tmp")):
        return False
    return path.is_relative_to(settings.root) and path != Path(os.path.normpath(settings.output_dir))

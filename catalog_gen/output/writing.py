"""Putting changes on disk: every file is staged first, then all are moved to their places, the record last."""

from __future__ import annotations

import contextlib
import os
from typing import TYPE_CHECKING

from catalog_gen.output import manifest
from catalog_gen.problems import Place, Problem

if TYPE_CHECKING:
    from pathlib import Path

    from catalog_gen.output.changes import Changes
    from catalog_gen.settings import Settings


def apply(changes: Changes, settings: Settings) -> tuple[Problem, ...]:
    """Write what has changed; where that fails nothing is replaced, and the problem says why."""
    if changes.nothing:
        return ()
    output = settings.output_dir
    record = manifest.path(output, settings.name).relative_to(output).as_posix()
    contents = {**changes.created, **changes.updated, record: changes.records.encode()}
    staging = _Staging(output)
    try:
        for path, data in contents.items():
            staging.add(path, data)
        staging.move()
        for path in changes.removed:
            _remove(output, path)
    except OSError as error:
        staging.clear()
        place = Place(f"{settings.output}/{staging.last}" if staging.last else settings.output)
        return (Problem("not-writable", f"it cannot be written: {error.strerror or error}", place),)
    return ()


class _Staging:
    """Files that are written beside their places, and then moved there."""

    def __init__(self, output: Path) -> None:
        self._output = output
        self._real = output.resolve()
        self._staged: dict[Path, Path] = {}
        self._folders: list[Path] = []
        self.last = ""

    def add(self, path: str, data: bytes) -> None:
        """Write a file under a temporary name in its folder."""
        self.last = path
        target = self._output / path
        self._make(target.parent)
        if not target.parent.resolve().is_relative_to(self._real) or target.is_symlink():
            message = "a symbolic link leads out of the catalog"
            raise OSError(message)
        temporary = target.with_name(f".{target.name}.{os.getpid()}.tmp")
        self._staged[temporary] = target
        temporary.write_bytes(data)

    def move(self) -> None:
        """Put all staged files in their places, each in one step."""
        for temporary, target in list(self._staged.items()):
            self.last = target.relative_to(self._output).as_posix()
            temporary.replace(target)
            del self._staged[temporary]

    def clear(self) -> None:
        """Take back what was staged and not moved."""
        for temporary in self._staged:
            with contextlib.suppress(OSError):
                temporary.unlink()
        for folder in reversed(self._folders):
            with contextlib.suppress(OSError):
                folder.rmdir()

    def _make(self, folder: Path) -> None:
        missing = []
        while not folder.is_dir():
            missing.append(folder)
            folder = folder.parent
        for one in reversed(missing):
            one.mkdir(exist_ok=True)
            self._folders.append(one)


def _remove(output: Path, path: str) -> None:
    """Remove a file of ours, and the folders that are empty without it."""
    target = output / path
    target.unlink(missing_ok=True)
    for folder in target.parents:
        if folder == output or not folder.is_dir() or any(folder.iterdir()):
            break
        folder.rmdir()

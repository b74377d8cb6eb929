"""Putting a bump on disk: file by file, each whole, the definitions last."""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from catalog_gen.problems import Place, Problem

if TYPE_CHECKING:
    from collections.abc import Callable

    from catalog_gen.bumping import Bump

_WRITABLE = 0o222


def apply(bump: Bump, root: Path) -> Problem | None:
    """Write everything below `root`, or nothing: where something fails, what was written before goes again."""
    undo: list[Callable[[], object]] = []
    path = bump.path
    try:
        if (root / path).read_bytes() != bump.before:
            message = "it has changed meanwhile"
            return Problem("not-writable", message, Place(path), bump.entry.subject, "run the command again")
        for path, data in (*sorted(bump.files.items()), (bump.path, bump.after)):
            _write(root / path, data, undo)
    except OSError as error:
        _take_back(undo)
        message = f"it cannot be written: {error.strerror or error}"
        return Problem("not-writable", message, Place(path), bump.entry.subject, "nothing was written")
    except BaseException:
        _take_back(undo)
        raise
    return None


def _write(named: Path, data: bytes, undo: list[Callable[[], object]]) -> None:
    """The file, or what a link leads to, in one step; its permissions stay."""
    path = named.resolve()
    if path.exists() and not path.stat().st_mode & _WRITABLE:
        raise PermissionError(errno.EACCES, "it is read-only")
    for folder in reversed([each for each in (path.parent, *path.parent.parents) if not each.exists()]):
        folder.mkdir()
        undo.append(folder.rmdir)
    handle, temporary = tempfile.mkstemp(prefix=f".{path.name}.", suffix=".tmp", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        if path.exists():
            before = path.read_bytes()
            shutil.copymode(path, temporary)
            undo.append(lambda: path.write_bytes(before))
        else:
            Path(temporary).chmod(0o666 & ~_mask())
            undo.append(path.unlink)
        Path(temporary).replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(temporary).unlink()
        raise


def _mask() -> int:
    """Which permissions new files do not get; asking for it is setting it."""
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _take_back(undo: list[Callable[[], object]]) -> None:
    for step in reversed(undo):
        with contextlib.suppress(OSError):
            step()

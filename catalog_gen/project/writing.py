"""Putting a plan on disk: all of it, or nothing."""

from __future__ import annotations

import contextlib
import errno
import os
from pathlib import Path
from typing import TYPE_CHECKING

from catalog_gen.problems import Place, Problem

if TYPE_CHECKING:
    from collections.abc import Callable

    from catalog_gen.project.files import Addition, Plan


def apply(plan: Plan, root: Path) -> Problem | None:
    """Write what is planned below `root`, which is made if it is not there.

    Nothing is overwritten, also not what came into being since the plan was made. Where something fails, everything
    that was written before goes again, folders too, and the problem says where it was.
    """
    undo: list[Callable[[], None]] = []
    place = "."
    try:
        _folder(root, undo)
        for file in plan.files:
            place = file.path
            _folder((root / file.path).parent, undo)
            _create(root / file.path, file.data, undo)
        for addition in plan.additions:
            place = addition.path
            _extend(root / addition.path, addition, undo)
    except OSError as error:
        _take_back(undo)
        return Problem("not-writable", f"it cannot be written: {_reason(error)}", Place(place), hint=_hint(error, root))
    except BaseException:
        _take_back(undo)
        raise
    return None


def _folder(folder: Path, undo: list[Callable[[], None]]) -> None:
    """Make a folder and those above it."""
    missing = []
    while not folder.is_dir():
        if os.path.lexists(folder):
            raise NotADirectoryError(errno.ENOTDIR, "", str(folder))
        missing.append(folder)
        folder = folder.parent
    for one in reversed(missing):
        one.mkdir()
        undo.append(one.rmdir)


def _create(path: Path, data: bytes, undo: list[Callable[[], None]]) -> None:
    with path.open("xb") as file:
        undo.append(path.unlink)
        file.write(data)


def _extend(path: Path, addition: Addition, undo: list[Callable[[], None]]) -> None:
    """Add at the end: the file stays the same one, with its permissions, or what a link leads to."""
    if path.read_bytes() != addition.before:
        message = "it has changed meanwhile"
        raise OSError(message)
    with path.open("r+b") as file:
        undo.append(lambda: os.truncate(path, len(addition.before)))
        file.seek(len(addition.before))
        file.write(addition.after[len(addition.before) :])


def _take_back(undo: list[Callable[[], None]]) -> None:
    for step in reversed(undo):
        with contextlib.suppress(OSError):
            step()


def _reason(error: OSError) -> str:
    if isinstance(error, FileExistsError):
        return "something else is in its place"
    if isinstance(error, NotADirectoryError):
        return "a file stands where a folder should be"
    return error.strerror or str(error)


def _hint(error: OSError, root: Path) -> str:
    """The path that the system complains about, where it says more than the place of the problem."""
    named = error.filename
    if not isinstance(named, str | bytes) or isinstance(error, PermissionError):
        return "nothing was written"
    shown = Path(os.path.relpath(os.fsdecode(named), root)).as_posix()
    return f"it is about {shown}; nothing was written"

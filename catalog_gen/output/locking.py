"""One build at a time in an output folder: a lock that goes when its holder does, however that ends.

It is a lock of the operating system on `<output>/.catalog-gen/lock`. The file itself means nothing: a holder
removes it, and one that was left by a killed build is taken over.
"""

from __future__ import annotations

import contextlib
import os
import stat
import sys
import threading
from typing import TYPE_CHECKING

from catalog_gen.output import manifest
from catalog_gen.problems import Place, Problem

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from catalog_gen.settings import Settings

NAME = "lock"
_PAUSE = 0.1
_ATTEMPTS = 6000
"""Ten minutes; counted, since nothing here reads a clock."""
_RACES = 100


@contextlib.contextmanager
def held(settings: Settings, waiting: Callable[[], None]) -> Iterator[Problem | None]:
    """Keep other builds out of the output; while one is in it, wait, after `waiting` was called once.

    Yields the problem where the other build does not end. Where there can be no lock (a read-only output, a
    file system without locks) there is none: a build that has nothing to write needs none.
    """
    lock = _Lock(settings.output_dir)
    try:
        if lock.take(waiting):
            yield None
        else:
            message = f"another build of this catalog has been under way for {_ATTEMPTS * _PAUSE / 60:.0f} minutes"
            yield Problem("not-writable", message, Place(settings.output), hint="end it, or wait for it")
    finally:
        lock.release()


class _Lock:
    """The lock of one output folder."""

    def __init__(self, output: Path) -> None:
        self._output = output
        self._folder = output / manifest.FOLDER
        self._path = self._folder / NAME
        self._made: list[Path] = []
        self._file: int | None = None

    def take(self, waiting: Callable[[], None]) -> bool:
        """Take the lock, if there can be one; False if another build keeps it to the end of our patience."""
        for attempt in range(_ATTEMPTS):
            try:
                if self._taken():
                    return True
            except OSError:
                return True
            if attempt == 0:
                waiting()
            threading.Event().wait(_PAUSE)
        return False

    def _taken(self) -> bool:
        """Try once; a lock on a file that its holder has removed meanwhile keeps nobody out, so it does not count."""
        for _ in range(_RACES):
            try:
                self._make()
                file = os.open(self._path, os.O_RDWR | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0), 0o666)
            except FileNotFoundError:  # a holder has just removed a folder
                continue
            try:
                if not _locked(file):
                    os.close(file)
                    return False
                if _is_at(file, self._path):
                    self._file = file
                    return True
            except OSError:
                os.close(file)
                raise
            os.close(file)
        return False

    def _make(self) -> None:
        """Make the folders of the lock, unless a symbolic link would lead out of the catalog."""
        missing = [folder for folder in (self._folder, *self._folder.parents) if not folder.exists()]
        for folder in reversed(missing):
            try:
                folder.mkdir()
            except FileExistsError:  # made by somebody else just now, and perhaps gone again
                if not stat.S_ISDIR(folder.lstat().st_mode):
                    raise
            else:
                self._made.append(folder)
        if not self._folder.resolve().is_relative_to(self._output.resolve()):
            message = "a symbolic link leads out of the catalog"
            raise OSError(message)

    def release(self) -> None:
        """Give the lock back, and remove its file and what was made for it if nothing else came."""
        if self._file is not None:
            _remove(self._file, self._path)
        for folder in dict.fromkeys((self._folder, *reversed(self._made))):
            with contextlib.suppress(OSError):
                folder.rmdir()


def _is_at(file: int, path: Path) -> bool:
    try:
        return os.path.samestat(os.fstat(file), path.stat())
    except FileNotFoundError:
        return False


if sys.platform == "win32":

    def _locked(file: int) -> bool:
        """Whether the file could be locked; the lock ends with the process."""
        try:
            msvcrt.locking(file, msvcrt.LK_NBLCK, 1)
        except PermissionError:
            return False
        return True

    def _remove(file: int, path: Path) -> None:
        """Give the lock back; an open file cannot be removed, and whoever opens it in between keeps it."""
        os.close(file)
        with contextlib.suppress(OSError):
            path.unlink()

else:

    def _locked(file: int) -> bool:
        """Whether the file could be locked; the lock ends with the process."""
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True

    def _remove(file: int, path: Path) -> None:
        """Remove the file while its lock is held: whoever waits for it sees that, and makes a new one."""
        with contextlib.suppress(OSError):
            path.unlink()
        os.close(file)

"""Where files come from. Every stage reads through a `Source`, so that a git ref can take the place of the disk.

Paths are POSIX paths relative to the project (the folder of the settings file); nothing outside of it is read.
"""

from __future__ import annotations

import errno
import functools
import os
import re
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SKIPPED_FOLDERS = frozenset({"node_modules", "__pycache__", "site-packages", "venv"})
"""Folders that hold other people's files; so do those whose name starts with a dot."""


class OutsideProjectError(ValueError):
    """A path that leads out of the project, directly or through a symbolic link."""


class Source(Protocol):
    """Files below one folder, all of them as they were at one moment."""

    def read(self, path: str) -> bytes:
        """The content of a file; FileNotFoundError or another OSError where there is none."""

    def is_file(self, path: str) -> bool:
        """Whether there is such a file."""

    def matching(self, patterns: tuple[str, ...]) -> tuple[str, ...]:
        """The files whose path matches one of the glob patterns (`**` is any number of folders), sorted."""

    def location(self, path: str) -> str:
        """What `__file__` says in that file."""


PLAIN_PATH = re.compile(r"(?:[A-Za-z0-9_-][\w.-]*/)*[A-Za-z0-9_-][\w.-]*", re.ASCII)
"""Paths without detours, nor anything else that could mean more than it says."""


def joined(folder: str, path: str) -> str:
    """A path written in a file of `folder`, relative to the project.

    Raises:
        OutsideProjectError: it leads out of the project.
    """
    if PLAIN_PATH.fullmatch(path):  # nearly all are, and the long way costs much for thousands of them
        return f"{folder}/{path}" if folder else path
    written = path.replace("\\", "/")
    if written.startswith("/") or re.match(r"[A-Za-z]:", written):
        raise OutsideProjectError(path)
    parts: list[str] = []
    for part in PurePosixPath(folder, written).parts:
        if part == "..":
            if not parts:
                raise OutsideProjectError(path)
            parts.pop()
        else:
            parts.append(part)
    return "/".join(parts)


class WorkingTree:
    """The files on disk below `root`; each is read once."""

    def __init__(self, root: Path) -> None:
        self._root = root.resolve()
        self._read: dict[str, bytes] = {}
        self._folders: dict[str, Path] = {}

    def read(self, path: str) -> bytes:
        """See `Source`. A symbolic link that leads out of the project is refused."""
        if path not in self._read:
            real = self._real(path)
            if not real.is_relative_to(self._root):
                raise OutsideProjectError(path)
            self._read[path] = real.read_bytes()
        return self._read[path]

    def _real(self, path: str) -> Path:
        """Where a file is once links are followed; those of its folder are followed once for all files in it."""
        folder, _, name = path.rpartition("/")
        try:
            if name in {"", "..", "."} or "\0" in name or (self._root / path).is_symlink():
                return (self._root / path).resolve()
            if folder not in self._folders:
                self._folders[folder] = (self._root / folder).resolve()
            return self._folders[folder] / name
        except (RuntimeError, ValueError) as error:  # a circle of links; a null character
            raise OSError(errno.ELOOP, str(error)) from error

    def is_file(self, path: str) -> bool:
        """See `Source`."""
        try:
            return path in self._read or self._real(path).is_file()
        except OSError:  # a path that is longer than the system allows
            return False

    def matching(self, patterns: tuple[str, ...]) -> tuple[str, ...]:
        """See `Source`."""
        wanted = [glob_pattern(pattern) for pattern in patterns]
        return tuple(sorted(path for path in self._files if any(regex.fullmatch(path) for regex in wanted)))

    def location(self, path: str) -> str:
        """See `Source`."""
        return str(self._root / path)

    @functools.cached_property
    def _files(self) -> list[str]:
        return list(files_below(self._root, lambda name: name.startswith(".") or name in SKIPPED_FOLDERS))


def files_below(top: Path, skips: Callable[[str], bool]) -> Iterator[str]:
    """The files below a folder, relative to it; not those below links, nor below folders whose name it `skips`."""
    start = f"{top}{os.sep}"
    folders = [""]
    while folders:
        inside = folders.pop()
        try:
            with os.scandir(start + inside) as found:
                entries = list(found)
        except OSError:
            continue
        for entry in entries:
            if entry.is_symlink():
                yield from () if os.path.isdir(entry.path) else (inside + entry.name,)  # noqa: PTH112 - it never raises
            elif not entry.is_dir():
                yield inside + entry.name
            elif not skips(entry.name):
                folders.append(f"{inside}{entry.name}/")


def glob_pattern(pattern: str) -> re.Pattern[str]:
    """A glob pattern as a regular expression: `**` stands for any number of folders, `*` and `?` stay inside one."""
    *folders, last = PurePosixPath(pattern).parts or (pattern,)
    start = "".join("(?:[^/]+/)*" if part == "**" else f"{_segment(part)}/" for part in folders)
    return re.compile(start + (".*" if last == "**" else _segment(last)))


def _segment(part: str) -> str:
    return "".join({"*": "[^/]*", "?": "[^/]"}.get(character) or re.escape(character) for character in part)

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

    from catalog_gen.git import Blob, Repository

SKIPPED_FOLDERS = frozenset({"node_modules", "__pycache__", "site-packages", "venv"})
"""Folders that hold other people's files; so do those whose name starts with a dot."""
_MOST_LINKS = 40


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


def joined(folder: str, path: str) -> str:
    """A path written in a file of `folder`, relative to the project.

    Raises:
        OutsideProjectError: it leads out of the project.
    """
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
            return path in self._read or (self._root / path).is_file()
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


class Commit:
    """A `Source`: the files of a commit below a folder of the repository.

    It answers as `WorkingTree` does where that commit is checked out. Of what a symbolic link finds outside of the
    folder, the disk says whether it is a file; it is never read.
    """

    def __init__(self, repository: Repository, commit: str, root: Path) -> None:
        self._repository = repository
        self._root = root.resolve()
        self._files = repository.files(commit, self._root)
        self._read: dict[str, bytes] = {}

    @property
    def paths(self) -> tuple[str, ...]:
        """Every file, also in folders that definitions never look at."""
        return tuple(self._files)

    def read(self, path: str) -> bytes:
        """See `Source`. A symbolic link that leads out of the folder is refused."""
        if path not in self._read:
            real = self._inside(self._real(path))
            if real is None:
                raise OutsideProjectError(path)
            self._read[path] = self._repository.content(self._blob(real))
        return self._read[path]

    def is_file(self, path: str) -> bool:
        """See `Source`."""
        try:
            real = self._real(path)
            inside = self._inside(real)
            return real.is_file() if inside is None else inside in self._files
        except (OSError, ValueError):  # a circle of links; a null character
            return False

    def matching(self, patterns: tuple[str, ...]) -> tuple[str, ...]:
        """See `Source`."""
        wanted = [glob_pattern(pattern) for pattern in patterns]
        return tuple(sorted(path for path in self._listed if any(regex.fullmatch(path) for regex in wanted)))

    def location(self, path: str) -> str:
        """See `Source`."""
        return str(self._root / path)

    @functools.cached_property
    def _listed(self) -> tuple[str, ...]:
        """The files outside of other people's folders; a link to a folder is none."""
        return tuple(
            path
            for path, blob in self._files.items()
            if not any(name.startswith(".") or name in SKIPPED_FOLDERS for name in path.split("/")[:-1])
            and not (blob.is_link and self._leads_to_folder(path))
        )

    def _leads_to_folder(self, path: str) -> bool:
        try:
            real = self._real(path)
        except OSError:
            return False
        inside = self._inside(real)
        return real.is_dir() if inside is None else inside in self._folders

    @functools.cached_property
    def _folders(self) -> frozenset[str]:
        parents = {str(folder) for path in self._files for folder in PurePosixPath(path).parents}
        return frozenset("" if folder == "." else folder for folder in parents)

    def _blob(self, path: str) -> Blob:
        """The file at a path without links; an OSError, as the disk would give it, where there is none."""
        if path in self._files:
            return self._files[path]
        above = (str(folder) for folder in PurePosixPath(path).parents)
        if path in self._folders:
            number = errno.EISDIR
        else:
            number = errno.ENOTDIR if any(folder in self._files for folder in above) else errno.ENOENT
        raise OSError(number, os.strerror(number), path)

    def _inside(self, real: Path) -> str | None:
        if not real.is_relative_to(self._root):
            return None
        path = real.relative_to(self._root).as_posix()
        return "" if path == "." else path

    def _real(self, path: str) -> Path:
        """Where a path leads once links are followed, as a place on disk."""
        if path in self._files and not self._files[path].is_link:
            return self._root / path
        done, waiting, links = list(self._root.parts), _turned(path), 0
        while waiting:
            part = waiting.pop()
            if part == "..":
                done = done[:-1] or done
                continue
            if part.startswith("/"):
                done = [self._root.anchor]
                continue
            done.append(part)
            link = self._files.get(self._inside(Path(*done)) or "")
            if link is not None and link.is_link:
                links += 1
                if links > _MOST_LINKS:
                    raise OSError(errno.ELOOP, os.strerror(errno.ELOOP), path)
                done.pop()
                waiting += _turned(os.fsdecode(self._repository.content(link)))
        return Path(*done)


def glob_pattern(pattern: str) -> re.Pattern[str]:
    """A glob pattern as a regular expression: `**` stands for any number of folders, `*` and `?` stay inside one."""
    *folders, last = PurePosixPath(pattern).parts or (pattern,)
    start = "".join("(?:[^/]+/)*" if part == "**" else f"{_segment(part)}/" for part in folders)
    return re.compile(start + (".*" if last == "**" else _segment(last)))


def _segment(part: str) -> str:
    return "".join({"*": "[^/]*", "?": "[^/]"}.get(character) or re.escape(character) for character in part)


def _turned(path: str) -> list[str]:
    """The parts of a path, the first one last."""
    return [*reversed(PurePosixPath(path).parts)]

"""The files of a commit as a `Source`."""

from __future__ import annotations

import contextlib
import errno
import functools
import itertools
import os
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from catalog_gen.sources import PLAIN_PATH, SKIPPED_FOLDERS, OutsideProjectError, glob_pattern

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from catalog_gen.git import Begun, Blob, Repository

_MOST_LINKS = 40


class Commit:
    """A `Source`: the files of a commit below a folder of the repository.

    It answers as `WorkingTree` does where that commit is checked out. Of what a symbolic link finds outside of the
    folder, the disk says whether it is a file; it is never read.
    """

    def __init__(self, repository: Repository, commit: str, root: Path) -> None:
        self._repository = repository
        self._commit = commit
        self._root = root.resolve()
        self._files = repository.files(commit, self._root)
        self._read: dict[str, bytes] = {}
        self._begun: tuple[tuple[str, ...], Begun] | None = None

    @property
    def paths(self) -> tuple[str, ...]:
        """Every file, also in folders that definitions never look at."""
        return tuple(self._files)

    def beside(self, folder: Path) -> Commit | None:
        """The same commit below another folder; None where that is outside of the repository."""
        inside = folder.is_relative_to(self._repository.top)
        return Commit(self._repository, self._commit, folder) if inside else None

    def content(self, path: str) -> bytes:
        """The content of a file, empty where there is none."""
        with contextlib.suppress(OSError, OutsideProjectError):
            return self.read(path)
        return b""

    def read(self, path: str) -> bytes:
        """See `Source`. A symbolic link that leads out of the folder is refused."""
        if path not in self._read:
            self._read[path] = self._repository.content(self._blob(path))
        return self._read[path]

    def begin(self, paths: Iterable[str]) -> None:
        """Let git read many files while something else is done, until `end`; links are left out."""
        wanted = [path for path in paths if path in self._files and not self._files[path].is_link]
        if wanted:
            self._begun = tuple(wanted), self._repository.begin([self._files[path] for path in wanted])

    def end(self) -> None:
        """Have what was begun, if anything: `read` then has those files."""
        if self._begun is not None:
            paths, begun = self._begun
            self._begun = None
            self._read |= zip(paths, begun.contents(), strict=True)

    def contents(self, paths: Iterable[str]) -> Iterator[tuple[str, bytes]]:
        """Many files with their paths; links that lead nowhere, or out of the folder, are left out."""
        found: dict[str, Blob] = {}
        for path in paths:
            with contextlib.suppress(OSError, OutsideProjectError):
                found[path] = self._blob(path)
        yield from zip(found, self._repository.contents([*found.values()]), strict=True)

    def prefetch(self, paths: Iterable[str]) -> None:
        """Read many files at once, which is much faster than one by one; `read` then has them."""
        self._read |= dict(self.contents(path for path in paths if path not in self._read))

    def take(self, paths: Iterable[str], other: Commit) -> None:
        """Take over what another commit of the repository has read of the same contents."""
        for path in paths:
            blob = self._files.get(path)
            if blob is not None and blob == other._files.get(path) and path in other._read and not blob.is_link:
                self._read[path] = other._read[path]

    def name(self, path: str) -> str:
        """The name that git has for the content of a file, equal where the content is; empty where there is none."""
        try:
            return self._blob(path).name
        except (OSError, OutsideProjectError):
            return ""

    def is_file(self, path: str) -> bool:
        """See `Source`."""
        if path in self._files and not self._files[path].is_link:
            return True
        if PLAIN_PATH.fullmatch(path) and not self._crosses_link(path):  # the long way takes very much longer
            return False
        try:
            real = self._real(path)
            inside = self._inside(real)
            return real.is_file() if inside is None else inside in self._files
        except (OSError, ValueError):  # a circle of links; a null character
            return False

    def _crosses_link(self, path: str) -> bool:
        """Whether a plain path is that of a link, or of something below one."""
        above = itertools.accumulate(path.split("/"), "{}/{}".format)
        return bool(self._links) and not self._links.isdisjoint(above)

    @functools.cached_property
    def _links(self) -> frozenset[str]:
        return frozenset(path for path, blob in self._files.items() if blob.is_link)

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
        """The file that a path leads to; an OSError, as the disk would give it, where there is none."""
        if path in self._files and not self._files[path].is_link:
            return self._files[path]
        real = self._inside(self._real(path))
        if real is None:
            raise OutsideProjectError(path)
        if real in self._files:
            return self._files[real]
        above = (str(folder) for folder in PurePosixPath(real).parents)
        if real in self._folders:
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


def _turned(path: str) -> list[str]:
    """The parts of a path, the first one last."""
    return [*reversed(PurePosixPath(path).parts)]

"""Putting changes on disk so that a build may be killed at any moment, and the next one finishes what it began.

Every file is staged first, in `<output>/.catalog-gen/staging/`. Then the journal is written, which says what the
manifest will say. Only then is each file moved to its place in one step, what is gone is removed, the manifest
is replaced, and the journal goes. So a text of ours is at any moment known by the manifest or by the journal.

Nothing is forced to the disk: what a killed process has written stays written.
"""

from __future__ import annotations

import contextlib
import errno
import os
import shutil
import stat
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from catalog_gen.output import manifest
from catalog_gen.problems import Place, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable

    from catalog_gen.output.changes import Changes
    from catalog_gen.settings import Settings

STAGING = "staging"


def apply(changes: Changes, settings: Settings) -> tuple[Problem, ...]:
    """Write what has changed, and end what a killed build left.

    Where that fails nothing is replaced, and the problem says why; a failure that only showed when files were being
    replaced leaves the catalog `unfinished`, and its problem says that.
    """
    writing = _Writing(changes, settings)
    try:
        writing.run()
    except OSError as error:
        message, hint = f"it cannot be written: {error.strerror or error}", ""
        if unfinished(settings):
            message += "; the catalog is half updated"
            hint = "mend that and build again: that finishes it"
        return (Problem("not-writable", message, Place(f"{settings.output}/{writing.place}"), hint=hint),)
    return ()


def unfinished(settings: Settings) -> bool:
    """Whether a build began to replace files and did not end."""
    return os.path.lexists(manifest.journal(settings.output_dir, settings.name))


class _Writing:
    """One way through the steps."""

    def __init__(self, changes: Changes, settings: Settings) -> None:
        self._changes = changes
        self._unfinished = unfinished(settings)
        self._begun = False
        self._output = settings.output_dir
        self._inside = _Inside(self._output)
        self._manifest = manifest.path(self._output, settings.name)
        self._journal = manifest.journal(self._output, settings.name)
        self._staging = self._output / manifest.FOLDER / STAGING
        self._staged: dict[Path, Path] = {}
        self._made: list[Path] = []
        self._last = self._output

    @property
    def place(self) -> str:
        """The path in the output that the last step was about."""
        return Path(os.path.relpath(self._last, self._output)).as_posix()

    def run(self) -> None:
        """Write everything; on failure, take back what can be taken back."""
        if not (self._unfinished or not self._changes.nothing or os.path.lexists(self._staging)):
            return
        self._last = self._staging
        self._inside.check(self._staging)
        try:
            shutil.rmtree(self._staging, ignore_errors=True)
            if self._unfinished or not self._changes.nothing:
                self._write()
        except OSError:
            self._take_back()
            raise

    def _write(self) -> None:
        left = self._left() if self._unfinished else ""
        targets = {self._output / path: data for path, data in self._contents().items()}
        removed = [self._output / path for path in self._changes.removed]
        for target in (*targets, *removed, self._manifest):
            self._last = target
            self._inside.check(target.parent)
        self._stage({**targets, self._manifest: self._changes.records.encode(), self._journal: self._coming(left)})
        self._last = self._journal
        self._staged.pop(self._journal).replace(self._journal)
        self._prepare(targets, removed)
        for target in targets:
            self._replace(target)
        for target in removed:
            self._remove(target)
        if left:
            self._prune_what_was_begun()
        self._replace(self._manifest)
        self._last = self._journal
        self._journal.unlink()
        shutil.rmtree(self._staging, ignore_errors=True)

    def _contents(self) -> dict[str, bytes]:
        return {**self._changes.created, **self._changes.updated}

    def _left(self) -> str:
        """The journal that killed builds left; their temporary files beside pages go."""
        self._last = self._journal
        journal = _read(self._journal)
        for path in _paths(journal):
            target = self._output / path
            self._inside.check(target.parent)
            with contextlib.suppress(FileNotFoundError, NotADirectoryError):
                _beside(target).unlink()
        return journal

    def _coming(self, left: str) -> bytes:
        """The journal: what is to come, after what killed builds left, whose files may lie there until we end."""
        coming = self._changes.journal
        return (left if coming in left else f"{left.rstrip()}\n{coming}".lstrip()).encode()

    def _prune_what_was_begun(self) -> None:
        """Remove the empty folders of files that killed builds have made or removed."""
        before = _read(self._manifest) if self._manifest.exists() else ""
        for path in _paths(before) | _paths(_read(self._journal)):
            _prune(self._output / path, self._output)

    def _stage(self, contents: dict[Path, bytes]) -> None:
        """Write all files in a folder of our own; numbered, since their names can be of any length."""
        self._last = self._staging
        self._make(self._staging)
        folder = Path(tempfile.mkdtemp(dir=self._staging))
        for number, (target, data) in enumerate(contents.items()):
            self._last = target
            self._staged[target] = folder / str(number)
            self._staged[target].write_bytes(data)

    def _prepare(self, targets: Iterable[Path], removed: Iterable[Path]) -> None:
        """Make the folders, and find out before anything is replaced whether everything can be."""
        for folder in dict.fromkeys(target.parent for target in targets):
            self._last = folder
            self._make(folder)
        for target in (*targets, self._manifest):
            self._last = target
            mode = _mode(target)
            if mode is not None:
                self._staged[target].chmod(mode)
        for folder in dict.fromkeys(target.parent for target in (*targets, *removed)):
            self._last = folder
            if folder.is_dir() and not os.access(folder, os.W_OK | os.X_OK):
                raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    def _replace(self, target: Path) -> None:
        """Move a staged file to its place in one step; where the place is on another file system, by way of it."""
        self._last = target
        staged = self._staged[target]
        try:
            staged.replace(target)
        except OSError as error:
            if error.errno != errno.EXDEV:
                raise
            self._replace_by_copy(staged, target)
        self._begun = True

    def _replace_by_copy(self, staged: Path, target: Path) -> None:
        beside = _beside(target)
        try:
            shutil.copy(staged, beside)
            beside.replace(target)
        except OSError:
            with contextlib.suppress(OSError):
                beside.unlink()
            raise

    def _remove(self, target: Path) -> None:
        """Remove a file of ours, and the folders that are empty without it."""
        self._last = target
        target.unlink(missing_ok=True)
        self._begun = True
        _prune(target, self._output)

    def _take_back(self) -> None:
        """Remove what was staged and made, and the journal unless it is needed to go on from here."""
        shutil.rmtree(self._staging, ignore_errors=True)
        if not self._begun and not self._unfinished:
            with contextlib.suppress(OSError):
                self._journal.unlink()
        for folder in reversed(self._made):
            with contextlib.suppress(OSError):
                folder.rmdir()

    def _make(self, folder: Path) -> None:
        missing = []
        while not folder.is_dir():
            missing.append(folder)
            folder = folder.parent
        for one in reversed(missing):
            one.mkdir(exist_ok=True)
            self._made.append(one)


class _Inside:
    """Whether folders are in the catalog, also after symbolic links."""

    def __init__(self, output: Path) -> None:
        self._output = output
        self._real = output.resolve()
        self._checked = {output}

    def check(self, folder: Path) -> None:
        """Raise for a folder that a symbolic link leads out, or its own path."""
        if folder in self._checked:
            return
        if not folder.is_relative_to(self._output) or ".." in folder.relative_to(self._output).parts:
            raise OSError(_OUTSIDE)
        self.check(folder.parent)
        if folder.is_symlink() and not folder.resolve().is_relative_to(self._real):
            raise OSError(_LEADS_OUT)
        self._checked.add(folder)


_OUTSIDE = "its path leads out of the catalog"
_LEADS_OUT = "a symbolic link leads out of the catalog"


def _mode(target: Path) -> int | None:
    """The mode bits of the file that is there; None without one. Raises if it cannot be replaced by a file."""
    try:
        mode = target.lstat().st_mode
    except FileNotFoundError:
        return None
    if stat.S_ISLNK(mode):
        raise OSError(_LEADS_OUT)
    if stat.S_ISDIR(mode):
        raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
    return stat.S_IMODE(mode)


def _beside(target: Path) -> Path:
    return target.with_name(f".{target.name}.catalog-gen.tmp")


def _read(record: Path) -> str:
    return record.read_text(encoding="utf-8", errors="replace")


def _paths(records: str) -> set[str]:
    return set(manifest.parse(records, "")[0])


def _prune(target: Path, output: Path) -> None:
    """Remove the folders above that are empty."""
    for folder in target.parents:
        if folder == output:
            return
        try:
            folder.rmdir()
        except FileNotFoundError:
            continue
        except OSError:
            return

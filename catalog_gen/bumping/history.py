"""The files of the older version: copies in a folder `history/` beside those that the definition names."""

from __future__ import annotations

import posixpath
import re
from pathlib import PurePath
from typing import TYPE_CHECKING

from catalog_gen.problems import Place, Problem
from catalog_gen.resolving.defaults import path_for, placeholders
from catalog_gen.sources import OutsideProjectError, joined

if TYPE_CHECKING:
    from catalog_gen.bumping.sides import Side
    from catalog_gen.formats import SchemaFile
    from catalog_gen.formats.files import SchemaFiles
    from catalog_gen.model.declaring import Declared
    from catalog_gen.model.values import FilePath

FOLDER = "history"
_ENDING = re.compile(r"(\.schema)?\.[^.]+\Z")


class History:
    """What is written besides the definitions file, and what is to be said of it.

    `files` are new contents by path; `told` are the words for each; `problems` keep the files from being written.
    `fresh` is whether a file of the new version is there already.
    """

    def __init__(self, old: Side, now: Side, version: str, old_files: SchemaFiles) -> None:
        self._old = old
        self._now = now
        self._version = version
        self._old_files = old_files
        self.files: dict[str, bytes] = {}
        self.told: dict[str, str] = {}
        self.notes: list[str] = []
        self.problems: list[Problem] = []
        self.fresh = False

    def schema(self, file: SchemaFile, beside: str, stem: str = "") -> str:
        """The path of the copy of a schema, self-contained; `beside` is the file that it is a copy of.

        What lies in the working tree under `beside` is taken where it differs by line ends only. Where the name is
        that of another content, as resources that share a schema have versions of their own, it is the resource's.
        """
        usual = stem or _stem(beside, self._old.entry.version)
        own = f"{self.kebab()}-{self._old.entry.version}"
        return self._schema(file, beside, usual, own if own != usual else "")

    def _schema(self, file: SchemaFile, beside: str, name: str, otherwise: str) -> str:
        from catalog_gen.formats.standalone import standalone

        try:
            alone = standalone(file, self._old_files, name)
        except ValueError as error:
            self._problem(f"{file.path} takes types from other files, and cannot be kept without them: {error}")
            return beside
        folder = posixpath.join(posixpath.dirname(beside), FOLDER)
        whole = alone.data == file.data
        ending = _ending(beside) if whole and _ending(beside).endswith(alone.ending) else alone.ending
        data = self._as_it_lies(beside, file.data) if whole else alone.data
        path = posixpath.join(folder, f"{name}{ending}")
        if otherwise and self._is_taken(path, data):
            return self._schema(file, beside, otherwise, "")
        for other, content in alone.beside.items():
            self._keep(posixpath.join(folder, other), content, f"a copy of what {posixpath.basename(beside)} imports")
        taken = f", with what it takes from {', '.join(alone.taken)}" if alone.taken and not alone.beside else ""
        return self._keep(path, data, f"{self._from(file.path)}{taken}")

    def copy(self, path: str, beside: str) -> str:
        """The path of the copy of any other file."""
        data = self._as_it_lies(beside, self._old.source.read(path))
        name = f"{_stem(beside, self._old.entry.version)}{_ending(beside)}"
        return self._keep(posixpath.join(posixpath.dirname(beside), FOLDER, name), data, self._from(path))

    def parted(self, path: str, old: bytes, holder: Declared, field: str) -> None:
        """A file whose path has the version in it: it stays what it was, and the new version has one of its own."""
        self.move(holder, field, old)
        lies = self._now.source.read(path) if self._now.source.is_file(path) else old
        if not _alike(lies, old):
            self._write(path, old, f"again what {self._old.entry.version} is")

    def move(self, holder: Declared, field: str, old: bytes | None = None) -> None:
        """The file that the new version has where the path has the version in it: what the current one is.

        That one is not removed, even if no version has it any more.
        """
        source = self._now.source
        path = self.path(holder, field, self._now, self._now.entry.version)
        after = self.path(holder, field, self._now, self._version)
        if path is None or after is None:
            return
        lies = source.read(path) if source.is_file(path) else old
        is_out = self._now.entry.version == self._old.entry.version
        if source.is_file(after) and (after != path or not is_out):
            self.fresh = True
            if after != path:
                self.notes.append(f"{after} is there already, and stays as it is")
        elif after != path and lies is not None:
            self._write(after, lies, f"what {path} {'has become' if old and not _alike(lies, old) else 'is'}")
        if after != path and not is_out and source.is_file(path):
            self.notes.append(f"nothing needs {path} any more")

    def path(self, holder: Declared, field: str, side: Side, version: str | None) -> str | None:
        """The path that a field names for a version; None where it cannot be told without looking."""
        place = holder.at(field)
        text = as_text(getattr(holder, field))
        folder = posixpath.dirname(place.path)
        try:
            return joined(folder, path_for(side.entry.resource, text, version))
        except OutsideProjectError:
            return None

    def kebab(self) -> str:
        """What files are called after the resource."""
        return placeholders(self._now.entry.resource)["kebab_id"]

    def same(self, path: str, before: bytes) -> bool:
        """Whether a file of the working tree has that content, line ends aside."""
        return self._now.source.is_file(path) and _alike(self._now.source.read(path), before)

    def _as_it_lies(self, path: str, data: bytes) -> bytes:
        lies = self._now.source.read(path) if self._now.source.is_file(path) else b""
        return lies if _alike(lies, data) else data

    def _is_taken(self, path: str, data: bytes) -> bool:
        """Whether something else is there, or will be."""
        known = self._known(path)
        return known is not None and not _alike(known, data)

    def _known(self, path: str) -> bytes | None:
        lies = self._now.source.is_file(path)
        return self.files.get(path, self._now.source.read(path) if lies else None)

    def _keep(self, path: str, data: bytes, words: str) -> str:
        there = self._now.source.is_file(path)
        if self._known(path) is None:
            self._write(path, data, words)
        elif self._is_taken(path, data):
            where = Place(path) if there else self._now.entry.place()
            self._problem(f'"{path}" is there already, with another content', where, "move it away, or write by hand")
        elif there:
            self.notes.append(f"{path} is there already, with the same content")
        return path

    def _write(self, path: str, data: bytes, words: str) -> None:
        self.files[path] = data
        self.told[path] = words

    def _from(self, path: str) -> str:
        derived = re.fullmatch(r"(.+):\d+:(\w+)\.\w+", path)
        return f"the schema of the class {derived[2]} of {derived[1]}" if derived else f"a copy of {path}"

    def _problem(self, message: str, place: Place | None = None, hint: str = "") -> None:
        entry = self._now.entry
        self.problems.append(Problem("cannot-bump", message, place or entry.place(), entry.subject, hint))


def as_text(path: FilePath | None) -> str:
    """A path of a definition with slashes."""
    return path.as_posix() if isinstance(path, PurePath) else path or ""


def has_version(path: FilePath | None) -> bool:
    """Whether another version has another path."""
    return "{version}" in as_text(path)


def _alike(one: bytes, other: bytes) -> bool:
    return one.replace(b"\r\n", b"\n") == other.replace(b"\r\n", b"\n")


def _ending(path: str) -> str:
    found = _ENDING.search(posixpath.basename(path))
    return found[0] if found else ""


def stem_of(path: str) -> str:
    """The name of a file without its folder and ending."""
    return posixpath.basename(path).removesuffix(_ending(path))


def _stem(path: str, version: str | None) -> str:
    stem = stem_of(path)
    return stem if stem.endswith(f"-{version}") else f"{stem}-{version}"

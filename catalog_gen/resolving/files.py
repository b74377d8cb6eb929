"""The files that definitions name, found and read once: descriptions, specifications, and whatever others ask for."""

from __future__ import annotations

import glob
import posixpath
import re
from pathlib import PurePath, PurePosixPath
from typing import TYPE_CHECKING

from catalog_gen.model import DataProduct, Output
from catalog_gen.problems import Place, Problem, nearest
from catalog_gen.resolving.catalog import ContractFile, SpecificationFile
from catalog_gen.resolving.defaults import path_for
from catalog_gen.resolving.ids import subject_of
from catalog_gen.sources import OutsideProjectError, Source, joined

if TYPE_CHECKING:
    from collections.abc import Iterator

    from catalog_gen.model import Documented, Previous, ResourceDoc
    from catalog_gen.model.declaring import Declared
    from catalog_gen.model.values import FilePath


class Files:
    """Reads what definitions name; what is missing or wrong is collected as problems."""

    def __init__(self, source: Source, output: str) -> None:
        """The files of the project; below the folder `output` are copies."""
        self._source = source
        self._output = f"{output}/"
        self.problems: list[Problem] = []

    def read(self, path: str) -> bytes:
        """The content of a file that was found."""
        return self._source.read(path)

    def has(self, path: str, content: bytes) -> bool:
        """Whether there is a file with that content."""
        try:
            return self._source.is_file(path) and self._source.read(path) == content
        except (OSError, OutsideProjectError):
            return False

    def found(
        self, holder: Declared, field: str, resource: Documented, noun: str, version: str | None = None
    ) -> str | None:
        """The path, relative to the project, that `field` of `holder` names; None where there is no such file.

        `noun` is what the file should be; a missing schema is a `schema-not-found`, all else a `file-not-found`.
        """
        place = holder.at(field)
        try:
            found = self.located(holder, field, resource, version)
            if self._source.is_file(found):
                self._source.read(found)
                return found
        except OutsideProjectError:
            path = path_for(resource, _text(getattr(holder, field)), version)
            message = f'{field} "{path}" leads out of the project'
            self._problem("path-outside-project", message, place, resource, "copy the file into the project")
            return None
        except OSError as error:
            self._problem("file-not-found", f'"{found}" cannot be read: {error.strerror}', place, resource)
            return None
        code = "schema-not-found" if noun == "schema" else "file-not-found"
        self._problem(code, f'there is no {noun} "{found}"', place, resource, self._meant(found))
        return None

    def located(self, holder: Declared, field: str, resource: Documented, version: str | None = None) -> str:
        """The path, relative to the project, that `field` of `holder` says, whether or not there is such a file.

        Raises:
            OutsideProjectError: it leads out of the project.
        """
        path = path_for(resource, _text(getattr(holder, field)), version)
        folder = posixpath.dirname(holder.at(field).path)
        return joined(folder, self._relative(path, folder))

    def text(self, path: str, place: Place, resource: Documented) -> str | None:
        """The content of a file that was found, as text."""
        try:
            return self._source.read(path).decode("utf-8-sig")
        except UnicodeDecodeError:
            self._problem("file-not-found", f'"{path}" is not UTF-8 text', place, resource)
            return None

    def description(self, resource: Documented, previous: Previous | None) -> str:
        """The text of a description, or of the Markdown file that has it."""
        says = previous is not None and (previous.gives("description") or previous.gives("description_path"))
        holder: Documented | Previous = previous if previous is not None and says else resource
        return self.text_of(holder, resource, previous.version if previous else None)

    def text_of(
        self, holder: Documented | Previous | ResourceDoc, resource: Documented, version: str | None = None
    ) -> str:
        """The description that something of a resource gives, or that is in the Markdown file it names."""
        if holder.description is not None or holder.description_path is None:
            return holder.description or ""
        path = self.found(holder, "description_path", resource, "file", version)
        return (self.text(path, holder.at("description_path"), resource) or "") if path else ""

    def contracts(self, resource: Documented) -> tuple[ContractFile, ...]:
        """The contracts of a data product, each under the name of its file."""
        outputs = resource.outputs if isinstance(resource, DataProduct) else None
        declared = [output.contract for output in outputs or () if isinstance(output, Output) and output.contract]
        found = [(contract, self.found(contract, "path", resource, "file")) for contract in declared]
        return tuple(
            ContractFile(contract, PurePosixPath(path).name, self._source.read(path))
            for contract, path in found
            if path is not None
        )

    def specifications(self, resource: Documented) -> tuple[SpecificationFile, ...]:
        """The specifications, with the bytes of those that are files of the project."""
        return tuple(self._specifications(resource))

    def _specifications(self, resource: Documented) -> Iterator[SpecificationFile]:
        for specification in getattr(resource, "specifications", None) or ():
            path = _text(specification.path)
            if re.match(r"https?://", path):
                yield SpecificationFile(specification, path)
            elif found := self.found(specification, "path", resource, "file"):
                yield SpecificationFile(specification, PurePosixPath(found).name, self._source.read(found))

    def _relative(self, path: str, folder: str) -> str:
        """An absolute path that was made from `__file__`, relative to the folder of that file."""
        if _PLAIN_START.match(path) or not PurePath(path).is_absolute():
            return path
        root = self._source.location("").rstrip("/\\")
        if not PurePath(path).is_relative_to(root):
            return path
        depth = len(PurePosixPath(folder).parts)
        return "../" * depth + PurePath(path).relative_to(root).as_posix()

    def _meant(self, path: str) -> str:
        folder = PurePosixPath(path).parent
        beside = self._source.matching((str(folder / "*"),))
        near = nearest(PurePosixPath(path).name, [PurePosixPath(other).name for other in beside])
        return near or self._elsewhere(path)

    def _elsewhere(self, path: str) -> str:
        """Where a file of that name is, for a path that was not written as seen from the definitions file."""
        pattern = f"**/{glob.escape(PurePosixPath(path).name)}"
        found = [other for other in self._source.matching((pattern,)) if not other.startswith(self._output)]
        return f"there is {found[0]}; paths are relative to the definitions file" if found else ""

    def _problem(self, code: str, message: str, place: Place, resource: Documented, hint: str = "") -> None:
        self.problems.append(Problem(code, message, place, subject_of(resource), hint))


_PLAIN_START = re.compile(r"[\w.{}-]+(?:/|\Z)")
"""How a path begins that is absolute on no system; to ask `PurePath` takes long for thousands of them."""


def _text(path: FilePath) -> str:
    return path.as_posix() if isinstance(path, PurePath) else path

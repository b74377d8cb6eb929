"""Schema files: Avro, JSON Schema (as JSON or YAML) and Protobuf, read into one neutral tree."""

from __future__ import annotations

import dataclasses
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, Literal, Protocol

from catalog_gen.problems import Place, Problem, nearest

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from catalog_gen.formats.files import SchemaFiles
    from catalog_gen.formats.tree import Mismatch, Parsed, Tree

Format = Literal["avro", "jsonschema", "protobuf", "yaml", "other"]

_FORMATS: Mapping[str, Format] = {
    ".avsc": "avro",
    ".avro": "avro",
    ".json": "jsonschema",
    ".yaml": "yaml",
    ".yml": "yaml",
    ".proto": "protobuf",
}

_ENDINGS: Mapping[Format, str] = {"avro": ".avsc", "jsonschema": ".json", "protobuf": ".proto"}

TITLES: Mapping[Format, str] = {
    "avro": "Avro",
    "jsonschema": "JSON Schema",
    "protobuf": "Protobuf",
    "yaml": "JSON Schema (YAML)",
    "other": "schema",
}


@dataclasses.dataclass(frozen=True, slots=True, eq=False)
class SchemaFile:
    """A schema file as it is, byte for byte, and what it says; nothing is known of the contents of an `other` one."""

    path: str
    data: bytes
    format: Format
    parsed: Parsed | None = None

    @property
    def extension(self) -> str:
        """The ending, with its dot, in lower case and of the format, as EventCatalog's viewers want it."""
        ending = _ending(self.path)
        return ending if format_of(self.path) == self.format else _ENDINGS.get(self.format, ending)

    @property
    def lines(self) -> int:
        """How many lines the file has."""
        return len(self.data.splitlines())

    @property
    def doc(self) -> str:
        """What the schema says about itself, in plain text."""
        return self.parsed.doc if self.parsed else ""

    @property
    def tree(self) -> Tree | None:
        """The neutral field tree."""
        return self.parsed.tree if self.parsed else None

    @property
    def viewable(self) -> str | None:
        """What EventCatalog's schema viewer can show completely, see `Parsed`."""
        return self.parsed.viewable if self.parsed else None

    def mismatches(self, payload: Any) -> tuple[Mismatch, ...]:
        """Why a JSON payload is not valid under the schema."""
        return self.parsed.check(payload) if self.parsed else ()


Read = tuple["Parsed | None", tuple[Problem, ...]]


class FormatReader(Protocol):
    """How a format is read; each lives as long as one build and may remember what it has seen."""

    def read(self, path: str, data: bytes, message: str, hint: str) -> Read:
        """What the schema file says, or why not, as located problems.

        `message` is the type that is the payload, where a file has several (None of the formats but Protobuf has
        more than one root): it must be there. `hint` is the id of the message, tried where `message` is empty.
        """


class Schemas:
    """The schema files of one build; each is read once."""

    def __init__(self, files: SchemaFiles) -> None:
        self._files = files
        self._readers: dict[Format, FormatReader] = {}
        self._read: dict[tuple[str, ...], tuple[SchemaFile | None, tuple[Problem, ...]]] = {}

    def read(
        self, path: str, data: bytes, *, kind: Format | None = None, message: str = "", hint: str = ""
    ) -> tuple[SchemaFile | None, tuple[Problem, ...]]:
        """The schema in the file, and every problem of it; None if an error makes it useless.

        The format is that of the file's ending unless `kind` says another; see `FormatReader` for the rest.
        """
        kind = kind or format_of(path)
        key = (path, kind, message, hint) if kind == "protobuf" else (path, kind)
        if key not in self._read:
            self._read[key] = self._fresh(path, data, kind, message, hint)
        return self._read[key]

    def _fresh(
        self, path: str, data: bytes, kind: Format, message: str, hint: str
    ) -> tuple[SchemaFile | None, tuple[Problem, ...]]:
        problem = _not_text(path, data, kind)
        if problem is not None:
            return None, (problem,)
        if kind == "other":
            return SchemaFile(path, data, kind), tuple(_misspelt(path))
        known: Format = "jsonschema" if kind == "yaml" else kind
        if known not in self._readers:
            self._readers[known] = _reader(known, self._files)
        parsed, problems = self._readers[known].read(path, data, message, hint)
        return (SchemaFile(path, data, kind, parsed) if parsed else None), problems


def _reader(kind: Format, files: SchemaFiles) -> FormatReader:
    """The reader of a format, with the libraries that it needs."""
    if kind == "avro":
        from catalog_gen.formats import avro

        return avro.Reader(files)
    if kind == "protobuf":
        from catalog_gen.formats import protobuf

        return protobuf.Reader(files)
    from catalog_gen.formats import jsonschema

    return jsonschema.Reader(files)


def format_of(path: str) -> Format:
    """The format that the ending of the file stands for."""
    return _FORMATS.get(_ending(path), "other")


def _ending(path: str) -> str:
    """The ending of a file with its dot, in lower case, as pathlib finds it."""
    name = path.rpartition("/")[2]
    dot = name.rfind(".")
    return name[dot:].lower() if 0 < dot < len(name) - 1 else ""


def _misspelt(path: str) -> Iterator[Problem]:
    """A word on an ending that is nearly one of ours; files of other formats are shown as they are."""
    ending = PurePosixPath(path).suffix.lower()
    hint = nearest(ending, _FORMATS)
    if hint:
        message = f'what ends in "{ending}" is shown as it is, without looking into it'
        yield Problem("suspicious-schema", message, Place(path), hint=hint)


_LFS = b"version https://git-lfs.github.com/spec/"


def _not_text(path: str, data: bytes, kind: Format) -> Problem | None:
    if kind == "other" and PurePosixPath(path).suffix.lower() in {"", ".md", ".mdx"}:
        hint = "for example .avsc, .json or .proto"
        return Problem("bad-schema", "the file's ending is none of a schema", Place(path), hint=hint)
    if data.startswith(_LFS):
        hint = "git lfs pull; of a file in a commit: git cat-file --filters REF:FILE"
        return Problem("bad-schema", "this is a pointer of Git LFS, not the schema", Place(path, 1), hint=hint)
    try:
        data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        binary = "a binary Avro file" if data.startswith(b"Obj\x01") else "not UTF-8 text"
        place = Place(path, data.count(b"\n", 0, error.start) + 1)
        return Problem("bad-schema", f"the schema is {binary}", place, hint="the schema as text is expected")
    return None

"""First definitions for schemas that a team already has.

`read` takes glob patterns and gives definitions files, beside the schemas: one for each folder, since people of one
folder tend to be of one team, and owners of code go by folders. Folders that have a single message each (a folder for
each event) share the file of the folder above.

A schema that cannot be read, or that is no message, gets no definition and is reported: of two hundred files three that
are broken should not keep the others from being in the catalog, and nothing that is written says anything about
them. Only what would make all of them wrong (an extra that is not installed) refuses everything.
"""

from __future__ import annotations

import dataclasses
import re
from collections import defaultdict
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from catalog_gen.formats import Format, Schemas, format_of
from catalog_gen.formats.files import SchemaFiles
from catalog_gen.problems import CODES, Problem
from catalog_gen.project.files import File
from catalog_gen.project.schemas import naming, python
from catalog_gen.project.schemas.candidates import SKIPPED, Found, skipped, union

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from catalog_gen.project.schemas.naming import Message
    from catalog_gen.sources import Source

ENDINGS = (".avsc", ".avro", ".json", ".yaml", ".yml", ".proto")
NAME = "definitions.py"

_PLACEHOLDER = re.compile(r"\{(id|kebab_id|snake_id|version)\}")
"""What definitions read as something to fill in, wherever it stands in a path."""


@dataclasses.dataclass(frozen=True, slots=True)
class Definitions:
    """The files to write, the ids in each, and what finds them: the settings `definitions` and `roots`.

    `shared` are the schemas of types that others use; `problems` says why others have no definition.
    """

    files: tuple[File, ...] = ()
    ids: Mapping[str, tuple[str, ...]] = dataclasses.field(default_factory=dict)
    patterns: tuple[str, ...] = ()
    roots: tuple[str, ...] = ()
    shared: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()
    protobuf: bool = False

    @property
    def missing_extra(self) -> tuple[Problem, ...]:
        """Why nothing can be read at all."""
        return tuple(problem for problem in self.problems if problem.code == "missing-extra")


def paths(patterns: Iterable[str], source: Source, output: str) -> tuple[str, ...]:
    """The schema files that the patterns mean, without copies of schemas in the output; a folder is all below it."""
    wanted = [pattern.replace("\\", "/").removeprefix("./").rstrip("/") or "." for pattern in patterns]
    below = [f"{pattern}/**".removeprefix("./") for pattern in wanted]
    inside = f"{output}/"
    found = source.matching((*wanted, *below))
    return tuple(path for path in found if not path.startswith(inside) and format_of(path) != "other")


def bases(patterns: Iterable[str]) -> tuple[str, ...]:
    """The folders that the patterns start from, without those below others; "" is the project."""
    folders = []
    for pattern in patterns:
        parts = PurePosixPath(pattern.replace("\\", "/").removeprefix("./")).parts
        fixed = []
        for part in parts:
            if "*" in part or "?" in part:
                break
            fixed.append(part)
        is_file = len(fixed) == len(parts) and PurePosixPath(pattern).suffix.lower() in ENDINGS
        folders.append("/".join(fixed[:-1] if is_file else fixed).removeprefix("."))
    return tuple(sorted(folder for folder in set(folders) if not any(_is_above(other, folder) for other in folders)))


def _is_above(folder: str, other: str) -> bool:
    return folder != other and (not folder or other.startswith(f"{folder}/"))


def read(files: Sequence[str], tops: Sequence[str], source: Source, output: str) -> Definitions:
    """Definitions for schema files below the folders `tops`."""
    schemas = SchemaFiles(source, tops, output)
    by_format: dict[Format, dict[str, bytes]] = defaultdict(dict)
    problems: list[Problem] = []
    reader = Schemas(schemas)
    for path in files:
        data, problem = _content(path, source)
        if data is None:
            problems.append(problem)
            continue
        kind = format_of(path)
        parsed, why = reader.read(path, data) if kind != "protobuf" else (True, ())
        if parsed is None:
            problems += why
        else:
            by_format["jsonschema" if kind == "yaml" else kind][path] = data
    everything = union(_found(kind, contents, schemas) for kind, contents in by_format.items())
    problems += everything.problems
    messages, unnamed = naming.named(everything.candidates)
    homes = _homes(messages, tops)
    written = [File(path, python.definitions(_seen_from(path, inside)), _why(inside)) for path, inside in homes]
    return Definitions(
        files=tuple(written),
        ids={path: tuple(message.id for message in inside) for path, inside in homes},
        patterns=tuple(_patterns(tops, [path for path, _ in homes], source)),
        roots=tuple(top or "." for top in tops),
        shared=everything.shared,
        problems=tuple(
            one for one in (*problems, *unnamed) if CODES[one.code].severity == "error" or one.code == SKIPPED
        ),
        protobuf="protobuf" in by_format,
    )


def _content(path: str, source: Source) -> tuple[bytes | None, Problem]:
    """The content of a file, or why a definition cannot have it."""
    unfit = skipped(path, "no definition can name this file", "rename it")
    if "\\" in path or not path.isprintable() or _PLACEHOLDER.search(path):
        return None, unfit
    try:
        data = source.read(path)
    except (OSError, ValueError) as error:
        return None, skipped(path, f"it cannot be read: {getattr(error, 'strerror', None) or 'it leads elsewhere'}")
    if format_of(path) in {"jsonschema", "yaml"}:
        from catalog_gen.project.schemas import jsonschema

        other = jsonschema.unfit(path, data)
        if other is not None:
            return None, other
    return data, unfit


def _found(kind: Format, contents: Mapping[str, bytes], files: SchemaFiles) -> Found:
    """What the files of one format have, found with its libraries."""
    if kind == "avro":
        from catalog_gen.project.schemas import avro

        return avro.found(contents, files)
    if kind == "protobuf":
        from catalog_gen.project.schemas import protobuf

        return protobuf.found(contents, files)
    from catalog_gen.project.schemas import jsonschema

    return jsonschema.found(contents, files)


def _homes(messages: Sequence[Message], tops: Sequence[str]) -> list[tuple[str, list[Message]]]:
    """Which definitions file has which messages."""
    by_folder: dict[str, list[Message]] = defaultdict(list)
    for message in messages:
        by_folder[_folder(message.candidate.path)].append(message)
    alone = defaultdict(list)
    for folder, inside in by_folder.items():
        if len(inside) == 1 and folder not in tops:
            alone[_folder(folder)].append(folder)
    for above, folders in alone.items():
        if len(folders) > 1 or above in by_folder:
            by_folder[above] = [*by_folder.get(above, []), *(by_folder.pop(folder)[0] for folder in folders)]
    return [(f"{folder}/{NAME}".removeprefix("/"), by_folder[folder]) for folder in sorted(by_folder)]


def _folder(path: str) -> str:
    return path.rpartition("/")[0]


def _seen_from(path: str, messages: Sequence[Message]) -> list[tuple[Message, str]]:
    folder = _folder(path)
    start = len(folder) + 1 if folder else 0
    return [(message, message.candidate.path[start:]) for message in messages]


def _why(messages: Sequence[Message]) -> str:
    return "1 event" if len(messages) == 1 else f"{len(messages)} events"


def _patterns(tops: Sequence[str], written: Sequence[str], source: Source) -> Iterator[str]:
    """A pattern for each folder; the files themselves where it would find files of other people's as well."""
    for top in tops:
        pattern = f"{top}/**/{NAME}".removeprefix("/")
        below = [path for path in written if not top or path.startswith(f"{top}/")]
        others = [path for path in source.matching((pattern,)) if b"catalog_gen" not in _bytes(path, source)]
        if others:
            yield from below
        elif below:
            yield pattern


def _bytes(path: str, source: Source) -> bytes:
    try:
        return source.read(path)
    except (OSError, ValueError):
        return b""

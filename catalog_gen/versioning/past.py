"""Versions that definitions do not give any more: what is left of them are the files beside their page."""

from __future__ import annotations

import dataclasses
import functools
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from catalog_gen.formats import format_of
from catalog_gen.model import Message

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from catalog_gen.formats import SchemaFile, Schemas
    from catalog_gen.resolving.catalog import Entry, SchemaBeside


@dataclasses.dataclass(frozen=True, slots=True)
class Past:
    """A version that the catalog on disk keeps: the content of its schema files, by their paths as problems show them.

    Of what is no message, the ids of the messages that it `sends` and `receives`, by these words; without a word,
    nobody knows.
    """

    version: str
    files: Mapping[str, bytes] = dataclasses.field(default_factory=dict)
    exchanged: Mapping[str, frozenset[str]] = dataclasses.field(default_factory=dict)


def is_unread(version: Entry | Past) -> bool:
    """Whether a schema of the version could not be read, which is a problem already."""
    if isinstance(version, Past) or not isinstance(version.resource, Message):
        return False
    resource = version.resource
    if not {"schema_path", "schemas", "payload", "headers_schema_path"}.isdisjoint(resource.unread):
        return True
    wanted = (
        len(resource.schemas)
        if resource.schemas is not None
        else int(resource.schema_path is not None or resource.payload is not None)
    )
    headers = resource.headers_schema_path is not None
    return len(version.schemas) < wanted or (headers and version.headers is None)


def of_entry(entry: Entry) -> dict[str, SchemaFile]:
    """The schemas of a declared version by name, see `Since`."""
    beside: Iterable[SchemaBeside] = (*entry.schemas, *([entry.headers] if entry.headers else ()))
    return {_name(schema.name): schema.file for schema in beside}


def of_past(past: Past, entry: Entry, schemas: Schemas) -> tuple[dict[str, SchemaFile], frozenset[str]]:
    """The schemas of a version on disk by name, and the names of those that cannot be read there.

    They are read in the format that those of the `entry`, a later version, have for the same ending, since the ending
    alone does not tell.
    """
    found: dict[str, SchemaFile] = {}
    unread: set[str] = set()
    for path, data in past.files.items():
        name = _name(PurePosixPath(path).name)
        later = of_entry(entry).get(name)
        kind = later.format if later is not None and later.extension == PurePosixPath(path).suffix else format_of(path)
        message = later.parsed.name if later is not None and later.parsed and kind == "protobuf" else ""
        file, _ = schemas.read(path, data, kind=kind, hint=message or entry.id)
        if file is not None:
            found[name] = file
        else:
            unread.add(name)
    return found, frozenset(unread)


@functools.lru_cache(maxsize=1000)
def _name(file: str) -> str:
    """`schema.avsc` is the default one, `schema-eu.avsc` is `eu`, `headers.json` is `headers`."""
    stem = PurePosixPath(file).stem
    return "" if stem == "schema" else stem.removeprefix("schema-")

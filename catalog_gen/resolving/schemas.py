"""The schemas of messages: from a file, from several, or derived from a payload class."""

from __future__ import annotations

import dataclasses
import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Literal

from catalog_gen.formats import SchemaFile
from catalog_gen.model import Documented, Message
from catalog_gen.model.payloads import Payload
from catalog_gen.resolving.catalog import SchemaBeside
from catalog_gen.resolving.ids import subject_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from catalog_gen.formats import Format, Schemas
    from catalog_gen.model import Previous, Schema
    from catalog_gen.model.declaring import Declared
    from catalog_gen.problems import Problem
    from catalog_gen.resolving.files import Files

    Opens = Callable[[str, str], bool]


def schemas_of_all(identifier: str, path: str) -> bool:  # noqa: ARG001 - what every `Opens` takes
    """Looks into every schema."""
    return True


class SchemaFinder:
    """Finds what messages say about their schemas; what is wrong is collected, once per file.

    What `opens` refuses, by the id of the message and the path of the file, is as a file of a format that nobody knows.
    """

    def __init__(self, files: Files, schemas: Schemas, opens: Opens = schemas_of_all) -> None:
        self._files = files
        self._schemas = schemas
        self._opens = opens
        self._problems: dict[Problem, None] = {}
        self.opened: set[str] = set()
        """The ids of the messages whose schemas were looked into, which may have told of problems."""

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What is wrong with the schemas that were asked for."""
        return tuple(self._problems)

    def payload(self, resource: Documented, previous: Previous | None, version: str | None) -> tuple[SchemaBeside, ...]:
        """The schemas of a message's payload in that version, the default one first."""
        if not isinstance(resource, Message):
            return ()
        says = previous is not None and (previous.gives("schema_path") or previous.gives("schemas"))
        holder: Message | Previous = previous if previous is not None and says else resource
        if holder.schemas is not None:
            return tuple(_named(self._several(holder.schemas, resource, version)))
        if holder is resource and isinstance(resource.payload, Payload):
            derived = self._derived(resource.payload, resource)
            return (SchemaBeside(file=derived, name=f"schema{derived.extension}"),) if derived else ()
        if holder.schema_path is None:
            return ()
        kind = resource.schema_format
        found = self._file(holder, "schema_path", resource, version, kind=kind)
        return (SchemaBeside(file=found, name=f"schema{found.extension}"),) if found else ()

    def headers(self, resource: Documented, previous: Previous | None, version: str | None) -> SchemaBeside | None:
        """The schema of a message's headers in that version."""
        if not isinstance(resource, Message):
            return None
        holder: Message | Previous = (
            previous if previous is not None and previous.gives("headers_schema_path") else resource
        )
        if holder.headers_schema_path is None:
            return None
        found = self._file(holder, "headers_schema_path", resource, version, hint=f"{resource.id}Headers")
        return SchemaBeside(file=found, name=f"headers{found.extension}") if found else None

    def _several(
        self, schemas: Iterable[Schema], resource: Message, version: str | None
    ) -> Iterator[tuple[Schema, SchemaFile]]:
        for schema in sorted(schemas, key=lambda schema: not schema.default):
            found = self._file(schema, "path", resource, version, kind=schema.format, message=schema.message or "")
            if found is not None:
                yield schema, found

    def _file(
        self,
        holder: Declared,
        field: str,
        resource: Message,
        version: str | None,
        *,
        kind: Format | None = None,
        message: str = "",
        hint: str = "",
    ) -> SchemaFile | None:
        path = self._files.found(holder, field, resource, "schema", version)
        if path is None:
            return None
        data = self._files.read(path)
        if not self._opens(resource.id, path):
            return SchemaFile(path, data, "other")
        self.opened.add(resource.id)
        found, problems = self._schemas.read(path, data, kind=kind, message=message, hint=hint or resource.id)
        self._problems |= dict.fromkeys(problems)
        return found

    def _derived(self, payload: Payload, resource: Message) -> SchemaFile | None:
        """The schema of a class. What is wrong with it has no place of its own but that of the class."""
        from catalog_gen.formats import annotated

        if not self._opens(resource.id, payload.place.path):
            return SchemaFile(payload.place.path, b"", "other")
        self.opened.add(resource.id)
        kind: Literal["avro", "jsonschema"] = "avro" if resource.schema_format == "avro" else "jsonschema"
        data, problems = annotated.schema(payload, kind)
        self._problems |= dict.fromkeys(problems)
        if data is None:
            return None
        path = f"{payload.place.path}:{payload.place.line}:{payload.name}{'.avsc' if kind == 'avro' else '.json'}"
        found, unfit = self._schemas.read(path, data)
        subject = subject_of(resource)
        self._problems |= {
            dataclasses.replace(problem, place=payload.place, subject=subject): None for problem in unfit
        }
        return found


def _named(found: Iterable[tuple[Schema, SchemaFile]]) -> Iterator[SchemaBeside]:
    """Schemas with file names that differ, also where upper and lower case do not."""
    taken: set[str] = set()
    for schema, file in found:
        name = f"schema{file.extension}"
        if taken:
            words = schema.name or "-".join(schema.environments or ()) or PurePosixPath(file.path).stem
            slug = re.sub(r"[^a-z0-9]+", "-", words.lower()).strip("-") or "other"
            name = f"schema-{slug}{file.extension}"
            number = 2
            while name in taken:
                name = f"schema-{slug}-{number}{file.extension}"
                number += 1
        taken.add(name)
        yield SchemaBeside(file=file, name=name, declared=schema)

"""A schema as it can be kept: the same meaning, whatever becomes of the files from which it takes something."""

from __future__ import annotations

import dataclasses
import json
import posixpath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from catalog_gen.formats import SchemaFile
    from catalog_gen.formats.files import SchemaFiles


@dataclasses.dataclass(frozen=True, slots=True)
class Standalone:
    """The content of one file, or of several that lie beside each other.

    `data` is that of the schema, which is called as it is asked for, with the `ending`; `beside` are others by name,
    which take the place of the files of the project that they are the values of in `taken`.
    """

    data: bytes
    ending: str
    beside: Mapping[str, bytes] = dataclasses.field(default_factory=dict)
    taken: tuple[str, ...] = ()


def standalone(file: SchemaFile, files: SchemaFiles, stem: str) -> Standalone:
    """The schema, byte for byte where it takes nothing from other files, else with what it takes.

    Avro and JSON Schema can hold everything in one file. A .proto file cannot, as each file has its own package: what
    it imports comes along under names that begin with the `stem`, so that no other import finds it. ValueError where
    none of that can be written.
    """
    if file.parsed is None:
        return Standalone(file.data, file.extension)
    if file.format == "avro":
        return _avro(file)
    if file.format == "protobuf":
        return _protobuf(file, files, stem)
    return _jsonschema(file, files)


def _avro(file: SchemaFile) -> Standalone:
    from catalog_gen.formats.avro import Avro, bundling

    assert isinstance(file.parsed, Avro)  # noqa: S101 - its reader makes nothing else
    linked = file.parsed.linked
    if linked.complete:
        return Standalone(file.data, file.extension)
    others = {schema.place().path for schema in linked.types.values()} - {file.path}
    try:
        text = bundling.text(linked)
    except RecursionError as error:
        raise ValueError("the schema is nested too deeply") from error
    return Standalone(f"{text}\n".encode(), file.extension, taken=tuple(sorted(others)))


def _jsonschema(file: SchemaFile, files: SchemaFiles) -> Standalone:
    from catalog_gen.formats.jsonschema import bundling
    from catalog_gen.formats.jsonschema.references import References

    references = References(files)
    root, _ = references.load(file.path, file.data)
    bundle = bundling.bundled(root, references)[0] if root is not None else None
    if bundle is None:
        raise ValueError("the schema cannot be read on its own")
    if bundle.own:
        return Standalone(file.data, file.extension)
    others = {other.path for other in bundle.files} - {file.path}
    value = bundle.value
    if isinstance(value, dict) and "$schema" not in value:
        value = {"$schema": bundle.draft.uri, **value}
    text = json.dumps(value, indent=2, ensure_ascii=False)
    if any("\ud800" <= character <= "\udfff" for character in text):
        text = json.dumps(value, indent=2)
    return Standalone(f"{text}\n".encode(), ".json", taken=tuple(sorted(others)))


def _protobuf(file: SchemaFile, files: SchemaFiles, stem: str) -> Standalone:
    from catalog_gen.formats.protobuf.imports import Imports, renamed

    unit = Imports(files).unit(file.path, file.data)
    if len(unit.paths) == 1:
        return Standalone(file.data, file.extension)
    names: dict[str, str] = {}
    for path in unit.paths[1:]:
        name, number = f"{stem}-{posixpath.basename(path)}", 2
        while name in names.values():
            name, number = f"{stem}-{number}-{posixpath.basename(path)}", number + 1
        names[path] = name
    texts = [renamed(unit, number, names) for number in range(len(unit.paths))]
    beside = {names[path]: text.encode() for path, text in zip(unit.paths[1:], texts[1:], strict=True)}
    return Standalone(texts[0].encode(), file.extension, beside, unit.paths[1:])

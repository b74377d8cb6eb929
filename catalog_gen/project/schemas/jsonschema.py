"""Which JSON Schemas are messages: those of objects that no other file refers to."""

from __future__ import annotations

import contextlib
import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, Final

from catalog_gen.formats.jsonschema import loading
from catalog_gen.formats.jsonschema.references import References, Unresolved
from catalog_gen.model import rules
from catalog_gen.problems import a
from catalog_gen.project.schemas.candidates import Candidate, Found, skipped, version_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from catalog_gen.formats.files import SchemaFiles
    from catalog_gen.formats.jsonschema.loading import Loaded
    from catalog_gen.problems import Problem

_SAYING: Final = {"properties", "$ref", "allOf", "anyOf", "oneOf", "additionalProperties", "patternProperties", "if"}
_PARTS: Final = {"$defs", "definitions"}
_SCALARS: Final = {"string", "number", "integer", "boolean", "null"}
_OTHERS: Final = {
    "openapi": "an OpenAPI document",
    "swagger": "an OpenAPI document",
    "asyncapi": "an AsyncAPI document",
}
_MOST_WORDS: Final = 4


def unfit(path: str, data: bytes) -> Problem | None:
    """Why a file is none that could be the JSON Schema of a message; what cannot be parsed is left to its reader."""
    try:
        value = loading.plain(path, data)
    except (ValueError, RecursionError):
        return None
    other = next((what for key, what in _OTHERS.items() if isinstance(value, dict) and key in value), "")
    if other:
        return skipped(path, f"it is {other}")
    return None if isinstance(value, dict) and _is_schema(value) else skipped(path, "it is no JSON Schema")


def _is_schema(value: Mapping[str, Any]) -> bool:
    says = value.get("$schema")
    if isinstance(says, str):
        return "json-schema.org" in says
    kinds = value.get("type")
    of_objects = kinds == "object" or (isinstance(kinds, list) and "object" in kinds)
    return of_objects or bool((_SAYING | _PARTS) & value.keys())


def found(contents: Mapping[str, bytes], files: SchemaFiles) -> Found:
    """What the files, which are sound, have; all of them are JSON Schemas."""
    references = References(files)
    loaded = {path: references.load(path, data)[0] for path, data in contents.items()}
    known = {path: file for path, file in loaded.items() if file is not None and isinstance(file.value, dict)}
    used = {path for file in known.values() for path in _led_to(file, references)}
    candidates, shared, problems = [], [], []
    for path, file in known.items():
        if path in used or not (file.value.keys() - _PARTS - {"$schema", "$id", "id", "title", "description"}):
            shared.append(path)
        elif kinds := _scalars(file.value):
            problems.append(skipped(path, f"it is the schema of {a(kinds)}, not of an object"))
        else:
            version = version_in(file.value.get("version"))
            candidates.append(Candidate(path=path, data=contents[path], name=_name(file), version=version))
    return Found(tuple(candidates), tuple(shared), tuple(problems))


def _scalars(value: Mapping[str, Any]) -> str:
    """The types of a schema in words, if all of them are scalars."""
    kinds = value.get("type", ())
    kinds = [kinds] if isinstance(kinds, str) else kinds
    return " or ".join(kinds) if _SCALARS.issuperset(kinds) else ""


def _led_to(file: Loaded, references: References) -> Iterator[str]:
    """The other files to which a file refers."""
    for each in [reference for found in file.references.values() for reference in found]:
        with contextlib.suppress(Unresolved):
            path = references.target(file, each).file.path
            if path != file.path:
                yield path


def _name(file: Loaded) -> str:
    """The title if it reads as a name, else what the file is called."""
    title = file.value.get("title")
    words = title.split() if isinstance(title, str) else []
    name = _joined(words) if 0 < len(words) <= _MOST_WORDS else ""
    if name and rules.identifier(name) is None:
        return name
    stem = re.sub(r"\.(schema|json|yaml|yml)$", "", PurePosixPath(file.path).stem)
    return _joined(re.split(r"[^\w.]+|_", stem))


def _joined(words: list[str]) -> str:
    """`["order", "placed"]` gives `OrderPlaced`; a single word that has capitals stays as it is."""
    return "".join(word[:1].upper() + word[1:] for word in words)

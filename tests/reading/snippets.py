"""Projects in memory, read by either reader, and a full dump of what came out."""

from __future__ import annotations

import textwrap
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from catalog_gen.formats import annotated
from catalog_gen.model import declaring
from catalog_gen.model.declaring import Declared
from catalog_gen.model.payloads import Payload
from catalog_gen.problems import text
from catalog_gen.reading import Reading, importing, static
from catalog_gen.sources import glob_pattern

if TYPE_CHECKING:
    from collections.abc import Mapping

DEFINITIONS = "schemas/definitions.py"
HEADER = "from catalog_gen import *\n"


class Memory:
    """A `Source` whose files are a dict."""

    def __init__(self, files: Mapping[str, str | bytes]) -> None:
        self._files = {
            path: content if isinstance(content, bytes) else textwrap.dedent(content).lstrip("\n").encode()
            for path, content in files.items()
        }

    def read(self, path: str) -> bytes:
        if path not in self._files:
            raise FileNotFoundError(2, "No such file or directory", path)
        return self._files[path]

    def is_file(self, path: str) -> bool:
        return path in self._files

    def matching(self, patterns: tuple[str, ...]) -> tuple[str, ...]:
        wanted = [glob_pattern(pattern) for pattern in patterns]
        return tuple(sorted(path for path in self._files if any(regex.fullmatch(path) for regex in wanted)))

    def location(self, path: str) -> str:
        return f"/memory/{path}"


def definitions_of(files: Mapping[str, str | bytes]) -> tuple[list[str], list[str]]:
    """The definitions files among the files, and their import roots."""
    found = sorted(path for path in files if path.endswith("definitions.py"))
    return found, ["", *dict.fromkeys(path.rpartition("/")[0] for path in found)]


def _files(code: str | Mapping[str, str | bytes]) -> Mapping[str, str | bytes]:
    return code if not isinstance(code, str) else {DEFINITIONS: HEADER + textwrap.dedent(code).lstrip("\n")}


def read(code: str | Mapping[str, str | bytes]) -> Reading:
    """What the static reader says; a text becomes a definitions file that imports everything."""
    files = _files(code)
    return static.read(Memory(files), *definitions_of(files))


def run(code: str | Mapping[str, str | bytes]) -> Reading:
    """What the importing reader says."""
    files = _files(code)
    return importing.read(Memory(files), *definitions_of(files))


def ids(reading: Reading) -> list[str]:
    return [resource.id for resource in reading.resources]


def said(reading: Reading) -> list[str]:
    """The problems as lines, with short paths."""
    return [text(problem).replace(DEFINITIONS, "d.py") for problem in reading.problems]


def codes(reading: Reading) -> list[str]:
    return [problem.code for problem in reading.problems]


def dump(reading: Reading) -> list[Any]:
    """Everything there is to know about the resources: classes, fields, places."""
    seen: set[int] = set()
    return [_dumped(resource, seen) for resource in reading.resources]


def _dumped(value: Any, seen: set[int]) -> Any:
    if isinstance(value, Declared):
        assert value.origin is not None
        if id(value) in seen:
            return f"the {type(value).__name__} of {value.origin.place}"
        seen.add(id(value))
        fields = {name: _dumped(getattr(value, name), seen) for name in declaring.fields(type(value))}
        origin = value.origin
        places = [origin.place, sorted(origin.keywords.items()), sorted(origin.elements.items())]
        return type(value).__name__, fields, places, sorted(origin.unread)
    if isinstance(value, list | tuple):
        return [_dumped(item, seen) for item in value]
    if isinstance(value, dict):
        return {key: _dumped(item, seen) for key, item in value.items()}
    if isinstance(value, Payload):
        schemas = [annotated.schema(value, "jsonschema"), annotated.schema(value, "avro")]
        said = [(data, [(problem.code, problem.message) for problem in problems]) for data, problems in schemas]
        return value.name, value.place, value.doc, said
    return ("path", str(value)) if isinstance(value, PurePath) else (type(value).__name__, value)

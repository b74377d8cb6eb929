"""Schema files: which format they have and what they say about themselves."""

from __future__ import annotations

import dataclasses
import json
import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Literal

from catalog_gen.problems import Place, Problem

if TYPE_CHECKING:
    from collections.abc import Mapping

Format = Literal["avro", "jsonschema", "protobuf", "yaml", "other"]

_FORMATS: Mapping[str, Format] = {
    ".avsc": "avro",
    ".avro": "avro",
    ".json": "jsonschema",
    ".yaml": "yaml",
    ".yml": "yaml",
    ".proto": "protobuf",
}

TITLES: Mapping[Format, str] = {
    "avro": "Avro",
    "jsonschema": "JSON Schema",
    "protobuf": "Protobuf",
    "yaml": "JSON Schema (YAML)",
    "other": "schema",
}


@dataclasses.dataclass(frozen=True, slots=True)
class SchemaFile:
    """A schema file as it is, byte for byte; `doc` is what the schema says about itself, in plain text."""

    path: str
    data: bytes
    format: Format
    doc: str = ""

    @property
    def extension(self) -> str:
        """The ending, with its dot, in lower case as EventCatalog's viewers want it."""
        return PurePosixPath(self.path).suffix.lower()

    @property
    def lines(self) -> int:
        """How many lines the file has."""
        return len(self.data.splitlines())


def read(path: str, data: bytes) -> tuple[SchemaFile | None, tuple[Problem, ...]]:
    """The schema in the file; where it is not what its ending says, a located `bad-schema` problem instead."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        binary = "a binary Avro file" if data.startswith(b"Obj\x01") else "not UTF-8 text"
        line = data.count(b"\n", 0, error.start) + 1
        return None, (_bad(path, f"the schema is {binary}", "the schema as text is expected", line),)
    kind = _FORMATS.get(PurePosixPath(path).suffix.lower(), "other")
    if PurePosixPath(path).suffix.lower() in {"", ".md", ".mdx"}:
        return None, (_bad(path, "the file's ending is none of a schema", "for example .avsc, .json or .proto"),)
    if kind in {"avro", "jsonschema"}:
        return _json(path, data, text, kind)
    doc = _proto_comment(text) if kind == "protobuf" else ""
    return SchemaFile(path, data, kind, doc), ()


def _bad(path: str, message: str, hint: str = "", line: int = 0, column: int = 0) -> Problem:
    return Problem("bad-schema", message, Place(path, line, column), hint=hint)


def _json(path: str, data: bytes, text: str, kind: Format) -> tuple[SchemaFile | None, tuple[Problem, ...]]:
    try:
        document = json.loads(text, parse_constant=_no_number)
    except json.JSONDecodeError as error:
        return None, (_bad(path, f"the schema is not JSON: {error.msg}", "", error.lineno, error.colno),)
    except ValueError as error:  # NaN and Infinity, and numbers of thousands of digits
        return None, (_bad(path, f"the schema is not JSON: {str(error).partition(':')[0]}"),)
    except RecursionError:
        return None, (_bad(path, "the schema is nested too deeply"),)
    shapes = (dict, list, str) if kind == "avro" else (dict, bool)
    if not isinstance(document, shapes):
        noun = "an Avro schema" if kind == "avro" else "a JSON Schema"
        return None, (_bad(path, f"the file holds {_SHAPES[type(document)]}, which is not {noun}", "", 1, 1),)
    if kind == "avro" and isinstance(document, dict) and "type" not in document:
        return None, (_bad(path, 'the Avro schema has no "type"', "", 1, 1),)
    return SchemaFile(path, data, kind, _doc(document)), ()


_SHAPES = {
    dict: "an object",
    list: "an array",
    str: "a text",
    int: "a number",
    float: "a number",
    bool: "true or false",
    type(None): "null",
}


def _no_number(constant: str) -> None:
    message = f"{constant} is no number in JSON"
    raise ValueError(message)


def _doc(document: object) -> str:
    if not isinstance(document, dict):
        return ""
    texts = (document.get(key) for key in ("doc", "description", "title"))
    found = next((text for text in texts if isinstance(text, str) and text.strip()), "")
    return found.encode("utf-8", "replace").decode("utf-8")


def _proto_comment(text: str) -> str:
    """The comment above the first message."""
    lines = text.splitlines()
    first = next((number for number, line in enumerate(lines) if re.match(r"\s*message\s", line)), 0)
    comment: list[str] = []
    for line in reversed(lines[:first]):
        if not line.strip().startswith("//"):
            break
        comment.insert(0, line.strip().removeprefix("//").strip())
    return " ".join(comment)

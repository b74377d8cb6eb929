"""What EventCatalog's schema viewer is given to show, so that it neither stays blank nor breaks the build.

It takes the format from the file's ending, exactly as written, and reads a JSON or YAML schema by unfolding every
reference (`SchemaViewer/schema-viewer-utils.ts` and `SchemaExplorer/JSONSchemaViewer.tsx` below
https://github.com/event-catalog/eventcatalog/tree/main/packages/core/eventcatalog/src/components).
"""

from __future__ import annotations

import dataclasses
import json
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from catalog_gen.formats import SchemaFile
    from catalog_gen.resolving import Entry
    from catalog_gen.resolving.catalog import SchemaBeside

LARGEST: Final = 100_000
"""So many bytes of a schema go on a page; the viewer alone puts them there twice more."""

_UNFOLDED: Final = 20_000
"""So many subschemas the viewer may unfold: references in a circle it follows without end."""


@dataclasses.dataclass(frozen=True, slots=True)
class Shown:
    """The file that the viewer shows; `text` is its content if it is not the schema file itself."""

    name: str
    text: str | None = None


def viewers(entry: Entry) -> Mapping[str, Shown]:
    """By the name of a schema file beside the page: what the viewer shows of it, where it can show it."""
    taken = {beside.name.lower() for beside in (*entry.schemas, *([entry.headers] if entry.headers else ()))}
    taken |= {specification.path.lower() for specification in entry.specifications}
    shown: dict[str, Shown] = {}
    for beside in entry.schemas:
        text = beside.file.viewable
        if text is None or len(text) > LARGEST or not _is_borne(beside.file, text):
            continue
        if _is_own(beside.file, text):
            shown[beside.name] = Shown(beside.name)
        else:
            name = _bundle_name(beside, text, taken)
            taken.add(name.lower())
            shown[beside.name] = Shown(name, text.removeprefix("\ufeff"))
    return shown


def complete(entry: Entry, shown: Mapping[str, Shown]) -> Mapping[str, str]:
    """By the name of a schema file: the file beside the page that has it with everything that it refers to, if any."""
    found = {}
    for beside in entry.schemas:
        text = beside.file.viewable
        if beside.name in shown:
            found[beside.name] = shown[beside.name].name
        elif _is_whole(beside.file) if text is None else _is_own(beside.file, text):
            found[beside.name] = beside.name
    return found


def _is_whole(file: SchemaFile) -> bool:
    return file.parsed is None or file.parsed.whole


def _is_own(file: SchemaFile, text: str) -> bool:
    """Whether the text is that of the file; a byte order mark is more than the viewer can read."""
    if file.data.startswith(b"\xef\xbb\xbf"):
        return False
    own = file.data.decode("utf-8", "replace").replace("\r\n", "\n")
    return own == text.replace("\r\n", "\n") or (
        file.format == "yaml" and (document := _loaded(text)) is not None and _loaded_yaml(own) == document
    )


def _bundle_name(beside: SchemaBeside, text: str, taken: set[str]) -> str:
    path = PurePosixPath(beside.name)
    ending = ".json" if beside.file.format == "yaml" and _loaded(text) is not None else path.suffix
    name, number = f"{path.stem}.bundled{ending}", 2
    while name.lower() in taken:
        name, number = f"{path.stem}.bundled-{number}{ending}", number + 1
    return name


def _loaded(text: str) -> Any:
    """The JSON document, None where it is none."""
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _is_borne(file: SchemaFile, text: str) -> bool:
    """Whether the viewer gets through a JSON schema; it does through every other format.

    Neither references in a circle nor an object among the values of `enum` or `const` may be in its way.
    """
    if file.format not in {"jsonschema", "yaml"}:
        return True
    root = _loaded(text.removeprefix("\ufeff"))
    if root is None and file.format == "yaml":
        root = _loaded_yaml(text)
    count, waiting = 0, [root]
    while waiting:
        schema = waiting.pop()
        count += 1
        if count > _UNFOLDED or (isinstance(schema, dict) and _holds_object([schema.get("const"), schema.get("enum")])):
            return False
        waiting += _unfolded(schema, root)
    return True


def _holds_object(value: Any) -> bool:
    return isinstance(value, dict) or (isinstance(value, list) and any(map(_holds_object, value)))


def _loaded_yaml(text: str) -> Any:
    import yaml

    try:
        return yaml.load(text, yaml.CSafeLoader)
    except (yaml.YAMLError, ValueError, RecursionError):
        return None


_DEFINITIONS: Final = ("#/definitions/", "#/$defs/", "#/components/schemas/")


def _unfolded(schema: Any, root: Any) -> Iterator[Any]:
    """The subschemas that the viewer goes on with, see `processSchema`."""
    if not isinstance(schema, dict):
        return
    reference = schema.get("$ref")
    if reference:
        yield _definition(str(reference), root)
    elif schema.get("allOf"):
        yield from _listed(schema["allOf"])
    else:
        yield from _listed(schema.get("oneOf") or schema.get("anyOf") or ())
        properties = schema.get("properties")
        yield from properties.values() if isinstance(properties, dict) else ()
        yield schema.get("items")


def _definition(reference: str, root: Any) -> Any:
    found = root
    for prefix in _DEFINITIONS:
        if reference.startswith(prefix):
            for key in (*prefix.strip("#/").split("/"), reference.removeprefix(prefix)):
                found = found.get(key) if isinstance(found, dict) else None
            return found
    return None


def _listed(value: Any) -> Any:
    return value if isinstance(value, list) else ()

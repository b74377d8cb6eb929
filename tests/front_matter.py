"""Front matter of whole catalogs against what EventCatalog's own schemas say."""

from __future__ import annotations

import functools
import json
from typing import TYPE_CHECKING, Any, Final

import globs
import yaml
from jsonschema import Draft202012Validator

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_RELEASES: Final = {3: "3.48.4", 4: "4.7.5"}


@functools.cache
def schemas(version: int, conformance: Path) -> Any:
    """EventCatalog's schemas by collection, as JSON Schema."""
    reference = conformance.parent / "reference" / f"frontmatter-{_RELEASES[version]}.json"
    return json.loads(reference.read_text(encoding="utf-8"))["schemas"]


def pages(catalog: Path, version: int) -> Iterator[tuple[str, Path]]:
    """The pages of a catalog, and the files that name folders of documents, each with its collection."""
    for path in sorted([*catalog.rglob("*.mdx"), *catalog.rglob("category.json")]):
        [collection] = globs.collections(path.relative_to(catalog).as_posix(), version)
        yield collection, path


def read(path: Path) -> Any:
    """The front matter of a page; of a JSON file all of it."""
    if path.suffix == ".json":
        return json.loads(path.read_text(encoding="utf-8"))
    return yaml.safe_load(path.read_text(encoding="utf-8").split("\n---\n")[0].removeprefix("---\n"))


def unknown(value: Any, schema: Any, root: Any, path: str = "") -> Iterator[str]:
    """The keys of the value, however deep, that the schema does not name."""
    alternatives = _alternatives(schema, root)
    if isinstance(value, list):
        items = [one["items"] for one in alternatives if "items" in one]
        for inner in value:
            yield from unknown(inner, {"anyOf": items}, root, f"{path}[]")
    elif isinstance(value, dict):
        named = any("properties" in one for one in alternatives)
        for key, inner in value.items():
            known = [found for one in alternatives for found in _of_key(one, key, named=named)]
            if known:
                yield from unknown(inner, {"anyOf": known}, root, f"{path}.{key}")
            elif path or not key.startswith("x-"):
                yield f"{path}.{key}"


def _of_key(schema: Any, key: str, *, named: bool) -> list[Any]:
    """The schema of a key; of a mapping with keys of any name it is that of all of its values."""
    if not named:
        return [schema.get("additionalProperties") or {}]
    return [schema["properties"][key]] if key in schema.get("properties", ()) else []


def _alternatives(schema: Any, root: Any) -> list[Any]:
    if "$ref" in schema:
        return _alternatives(root["$defs"][schema["$ref"].rpartition("/")[2]], root)
    alternatives = [*schema.get("anyOf", ()), *schema.get("oneOf", ())]
    return [found for one in alternatives for found in _alternatives(one, root)] if alternatives else [schema]


def problems(catalog: Path, version: int, conformance: Path) -> list[str]:
    """What EventCatalog would refuse or not read in the front matter of a catalog; one line for each."""
    known = schemas(version, conformance)
    found = []
    for collection, path in pages(catalog, version):
        metadata, schema = read(path), known[collection]
        found += [f"{path}: {error.message}" for error in Draft202012Validator(schema).iter_errors(_plain(metadata))]
        # people have a summary for the linter; EventCatalog itself has no such key for users and strips it
        strange = set(unknown(metadata, schema, schema)) - ({".summary"} if collection == "users" else set())
        found += [f"{path}: {key} is not known" for key in sorted(strange)]
    return found


def _plain(value: Any) -> Any:
    """The value with dates as JSON Schema knows them, which has none."""
    return json.loads(json.dumps(value, default=str))

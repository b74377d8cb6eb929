"""What definitions mean, as plain values that can be compared: without places, and without what is declared inside."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from catalog_gen.model import Documented
from catalog_gen.model.declaring import Declared, fields
from catalog_gen.model.payloads import Payload

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from catalog_gen.formats import SchemaFile
    from catalog_gen.resolving import Entry
    from catalog_gen.resolving.catalog import Link


def meant(value: Any) -> Any:
    """A value of a definition; a resource inside of another one is its id."""
    if isinstance(value, Documented):
        return (value.kind, value.id)
    if isinstance(value, Payload):
        return ("class", value.name)
    if isinstance(value, Declared):
        return (type(value).__name__, *((field, meant(getattr(value, field))) for field in fields(type(value))))
    if isinstance(value, dict):
        return ("dict", *((meant(key), meant(item)) for key, item in value.items()))
    if isinstance(value, list | tuple):
        return ("list", *(meant(item) for item in value))
    return repr(value)


def is_same_schema(one: SchemaFile, other: SchemaFile) -> bool:
    """Whether two files say the same, wherever they lie."""
    if one.parsed is None or other.parsed is None:
        return one.data.replace(b"\r\n", b"\n") == other.data.replace(b"\r\n", b"\n")
    return one.parsed.tree == other.parsed.tree


def of_entry(entry: Entry, without: Iterable[str] = (), versions: dict[str, str] | None = None) -> dict[str, Any]:
    """Everything that an entry says, but for some fields of its resource.

    `versions` are ids of resources that have another version now, which changes nothing for those that refer to them.
    """
    resource = entry.resource
    skipped = {*without, "id"}
    said = {field: meant(getattr(resource, field)) for field in fields(type(resource)) if field not in skipped}
    return {
        **said,
        "its name": entry.name,
        "its summary": entry.summary,
        "its text": entry.description,
        "its owners": [link.id for link in entry.owners],
        "its links": {
            way: [_linked(link, versions or {}) for link in links] for way, links in entry.links.items() if links
        },
        "its schemas": [(schema.name, schema.file.data) for schema in entry.schemas],
        "its headers": entry.headers.file.data if entry.headers else None,
        "its examples": [(example.name, example.text) for example in entry.examples],
        "its files": [(file.path, file.data) for file in entry.specifications],
    }


def linked(entry: Entry) -> Iterator[str]:
    """The ids of what an entry refers to."""
    waiting = [link for links in entry.links.values() for link in links]
    while waiting:
        link = waiting.pop()
        waiting += [*link.channels, *link.triggers]
        yield link.id


def _linked(link: Link, versions: dict[str, str]) -> Any:
    version = versions.get(link.id, link.version) if link.version is not None else None
    inner = [_linked(one, versions) for one in (*link.channels, *link.triggers)]
    return (link.id, version, link.kind, inner)

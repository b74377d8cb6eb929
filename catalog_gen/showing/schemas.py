"""What is known of the schemas of a message: the file, the format, the fields, and how payloads are written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from catalog_gen.formats import TITLES, rows
from catalog_gen.model import Message
from catalog_gen.model.payloads import Payload
from catalog_gen.problems import Place
from catalog_gen.showing.items import Detail, Item
from catalog_gen.showing.origins import Whence, of_field

if TYPE_CHECKING:
    from collections.abc import Iterator

    from catalog_gen.formats import SchemaFile
    from catalog_gen.resolving import Catalog, Entry
    from catalog_gen.resolving.catalog import SchemaBeside
    from catalog_gen.settings import Settings

_MOST: Final = 20
"""So many fields stand in the terminal; all that a page shows are in the data."""

_LONGEST: Final = 60


def payload(entry: Entry, _catalog: Catalog, settings: Settings) -> Iterator[Item]:
    """The schemas of the payload, the default one first."""
    for beside in entry.schemas:
        derived = _derived(entry) if beside.declared is None else None
        if derived is not None:
            text, whence = f"class {derived.name}", of_field(entry, "payload", settings)
        else:
            text = beside.file.path
            declared = beside.declared
            whence = Whence("definition", declared.at("path")) if declared else of_field(entry, "schema_path", settings)
        yield _schema(beside, text, whence, derived)


def headers(entry: Entry, _catalog: Catalog, settings: Settings) -> Iterator[Item]:
    """The schema of the headers."""
    if entry.headers is not None:
        whence = of_field(entry, "headers_schema_path", settings)
        yield _schema(entry.headers, entry.headers.file.path, whence, None)


def wire_format(entry: Entry, catalog: Catalog, settings: Settings) -> Iterator[Item]:
    """How payloads are written: as the message or its channel says, else as the schema and the channel suggest."""
    resource = entry.resource
    declared: Any = getattr(resource, "wire_format", None)
    if declared is not None:
        yield Item(declared, declared, of_field(entry, "wire_format", settings))
        return
    if not isinstance(resource, Message):
        return
    from catalog_gen.snippets.traveling import traveling
    from catalog_gen.snippets.ways import Ways

    ways = Ways(catalog)
    found: dict[str, tuple[Whence, dict[str, None]]] = {}
    for way in ways.of(entry):
        if way.channel is not None and getattr(way.channel_resource, "wire_format", None) is not None:
            said = of_field(way.channel, "wire_format", settings)
            whence = Whence("definition", said.place, of=way.channel.id)
        elif entry.schema is not None:
            whence = Whence("schema", Place(entry.schema.path), by="as its schema suggests")
        else:
            whence = Whence("default")
        _, over = found.setdefault(traveling(way, ways, catalog).wire, (whence, {}))
        over |= {way.channel.id: None} if way.channel else {}
    for wire, (whence, over) in found.items():
        text = f"{wire} over {', '.join(over)}" if over and len(found) > 1 else wire
        yield Item(text, wire, whence)


def _derived(entry: Entry) -> Payload | None:
    """The class from which the schema is derived, if it is."""
    resource = entry.resource
    return resource.payload if isinstance(resource, Message) and isinstance(resource.payload, Payload) else None


def _schema(beside: SchemaBeside, text: str, whence: Whence, derived: Payload | None) -> Item:
    said = beside.declared
    notes = [TITLES[beside.file.format]]
    notes += [said.name] if said and said.name else []
    notes += [f"in {', '.join(said.environments)}"] if said and said.environments else []
    listed, more = _fields(beside.file)
    value: dict[str, Any] = {
        "file": derived.place.path if derived else beside.file.path,
        "format": beside.file.format,
        "name": said.name if said else None,
        "environments": list(said.environments or ()) if said else [],
        "fields": listed,
        "more_fields": more,
    }
    return Item(f"{text} ({', '.join(notes)})", value, whence, tuple(_details(listed, more)))


def _fields(file: SchemaFile) -> tuple[list[dict[str, Any]], int]:
    if file.tree is None:
        return [], 0
    found = rows.rows(file.tree)
    return [{"path": row.path, "type": row.type, "required": row.required} for row in found.rows], found.more


def _details(listed: list[dict[str, Any]], more: int) -> Iterator[Detail]:
    for row in listed[:_MOST]:
        required = {True: "required", False: "optional", None: ""}[row["required"]]
        type_ = row["type"] if len(row["type"]) <= _LONGEST else f"{row['type'][: _LONGEST - 1]}…"
        yield Detail((row["path"], type_, required))
    left = more + max(len(listed) - _MOST, 0)
    if left:
        yield Detail((f"and {left:,} more",))

"""Everything that the catalog has of one resource, as facts with their origins.

Fields of the model become facts by themselves, and so do links in both directions; only what is more than the value
of a field has a function here.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any, Final

from catalog_gen.masking import masked
from catalog_gen.model import Channel
from catalog_gen.model.declaring import fields
from catalog_gen.pages import metadata
from catalog_gen.pages.layout import page_path
from catalog_gen.pages.plain import KEYS
from catalog_gen.problems import Place
from catalog_gen.resolving.links import KINDS
from catalog_gen.showing import links, schemas, values
from catalog_gen.showing.items import Detail, Fact, Item
from catalog_gen.showing.origins import Whence, of_field

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from catalog_gen.resolving import Catalog, Entry, Known
    from catalog_gen.settings import Settings

    Items = Iterator[Item]

_FIRST: Final = (
    *("name", "summary", "description", "version", "draft", "deprecated", "hidden"),
    *("role", "slack", "ms_teams", "email", "on_call", "github", "members", "owners", "badges"),
    *("address", "protocols", "parameters", "delivery_guarantee", "channels", "operation", "key"),
    *("wire_format", "content_type", "headers", "envelope", "schema", "headers_schema", "compatibility", "examples"),
)
"""What a reader looks for first, in this order; other fields follow in the order of the model."""

_LAST: Final = ("sends", "receives", *links.REFERRING, "changes", "date", "page")

_TOLD_OTHERWISE: Final = frozenset(
    {
        *("id", "defaults", "previous", "description_path", "environments"),
        *("schema_path", "schemas", "payload", "schema_format", "headers_schema_path"),
    }
)
"""Fields that are part of another fact."""

_PROSE: Final = frozenset({"summary", "description", "changes"})


def facts(entry: Entry, catalog: Catalog, settings: Settings) -> tuple[Fact, ...]:
    """The facts of a declared resource in one version; those without a value are left out."""
    own = [field for field in fields(type(entry.resource)) if field not in _TOLD_OTHERWISE]
    derived = [*_OWN_WAYS, *links.REFERRING]
    names = dict.fromkeys((*_FIRST, *own, *derived))
    ordered = (*(name for name in names if name not in _LAST), *_LAST)
    told = {name: tuple(_items(name, entry, catalog, settings)) for name in ordered if name in {*own, *derived}}
    unread = entry.resource.origin.unread if entry.resource.origin else frozenset()
    told |= {name: (_unread(entry, name, settings),) for name, items in told.items() if name in unread and not items}
    return tuple(_fact(name, items) for name, items in told.items() if items)


def _unread(entry: Entry, field: str, settings: Settings) -> Item:
    """A field that was given, but not so that it could be read; the problem says why."""
    return Item("could not be read", None, of_field(entry, field, settings))


def facts_of_known(known: Known, catalog: Catalog, settings: Settings, page: str | None) -> tuple[Fact, ...]:
    """The facts of what is not declared: a page written by hand at `page`, or an id of the setting `external`."""
    by_hand = Whence("output", Place(f"{settings.output}/{page}"), by="written by hand") if page else None
    whence = by_hand or Whence("settings", Place(settings.path), of="external")
    found = {
        "name": (Item(known.name, known.name, whence),) if known.name else (),
        "version": tuple(Item(version, version, whence) for version in known.versions),
        **{name: tuple(links.referring(name, known.id, None, catalog, settings)) for name in links.REFERRING},
        "page": (_page(page, settings, whence),) if page else (),
    }
    return tuple(_fact(name, items) for name, items in found.items() if items)


def _fact(name: str, items: tuple[Item, ...]) -> Fact:
    return Fact(name, links.TITLES.get(name) or values.title(name), items)


def _items(name: str, entry: Entry, catalog: Catalog, settings: Settings) -> Items:
    if name in _OWN_WAYS:
        yield from _OWN_WAYS[name](entry, catalog, settings)
    elif name in links.REFERRING:
        yield from links.referring(name, entry.id, entry.version, catalog, settings)
    elif name in entry.links and name in KINDS:  # other links stand inside of what the field says
        yield from links.links(entry, name, catalog, settings)
    else:
        yield from _field(name, entry, settings)


def _field(name: str, entry: Entry, settings: Settings) -> Items:
    """A field as the definition has it: an item for each element of a list, a detail for each key of a mapping.

    A list without elements says that there are none, which is more than to say nothing.
    """
    value = getattr(entry.resource, name)
    if isinstance(value, list | tuple) and not value:
        yield Item("none", [], of_field(entry, name, settings))
    elif isinstance(value, list | tuple):
        for index, element in enumerate(value):
            yield _item(name, element, of_field(entry, name, settings, index))
    elif isinstance(value, dict):
        details = tuple(Detail((str(key), values.words(item, str(key)))) for key, item in value.items())
        if details:
            yield Item("", values.plain(value, name), of_field(entry, name, settings), details)
    elif value is not None:
        yield _item(name, value, of_field(entry, name, settings))


def _item(name: str, value: Any, whence: Whence) -> Item:
    if name in _PROSE:
        return _prose(value, whence)
    return Item(values.prose(values.words(value, name)), values.plain(value, name), whence)


def _prose(text: str, whence: Whence) -> Item:
    return Item(values.prose(text), masked(text), whence)


def _name(entry: Entry, _catalog: Catalog, settings: Settings) -> Items:
    said = next((field for field in ("name", "title") if _gives(entry, field)), "")
    by_id = Whence("id", entry.place("id"), by="the id" if entry.name == entry.id else "")
    yield Item(entry.name, masked(entry.name), of_field(entry, said, settings) if said else by_id)


def _gives(entry: Entry, field: str) -> bool:
    """Whether the definition says it: of the resource, its older version, or the document."""
    declared = (entry.resource, entry.previous, entry.document)
    return any(getattr(one, field, None) is not None for one in declared)


def _summary(entry: Entry, _catalog: Catalog, settings: Settings) -> Items:
    if not entry.summary:
        return
    if entry.resource.summary is not None:
        whence = of_field(entry, "summary", settings)
    elif entry.description.strip():
        whence = dataclasses.replace(_of_description(entry, settings), source="description")
    else:
        whence = Whence("schema", Place(entry.schemas[0].file.path))
    yield _prose(entry.summary, whence)


def _description(entry: Entry, _catalog: Catalog, settings: Settings) -> Items:
    """Its first paragraph; the data have all of it."""
    text = entry.description.strip()
    if text:
        first, _, more = text.partition("\n\n")
        shown = f"{values.prose(first)}{' …' if more else ''}"
        yield Item(shown, masked(entry.description), _of_description(entry, settings))


def _of_description(entry: Entry, settings: Settings) -> Whence:
    field = "description" if entry.resource.description is not None else "description_path"
    return of_field(entry, field, settings)


def _versions(entry: Entry, catalog: Catalog, settings: Settings) -> Items:
    """All versions, the newest first; what is said of the one that is shown."""
    for other in catalog.by_id[entry.id]:
        if other.version is None:
            continue
        said = other.previous is not None or getattr(other.resource, "version", None) is not None
        whence = of_field(other, "version", settings) if said else Whence("default")
        several = len(catalog.by_id[entry.id]) > 1
        here = " (shown)" if several and other is entry else ""
        yield Item(other.version + here, other.version, whence)


def _address(entry: Entry, _catalog: Catalog, settings: Settings) -> Items:
    """A channel's address, and what it amounts to in each environment."""
    if isinstance(entry.resource, Channel):
        yield links.address(entry, entry.resource, settings)


def _examples(entry: Entry, _catalog: Catalog, settings: Settings) -> Items:
    """The names of payload examples and of their files."""
    given = getattr(entry.resource, "examples", None) or ()
    for example in entry.examples:
        declared = example.declared
        if declared is None:
            schema = entry.schemas[0].file.path if entry.schemas else ""
            yield Item(example.name, {"file": example.name}, Whence("made", Place(schema)))
            continue
        index = next((number for number, item in enumerate(given) if item is declared), None)
        name = f"{declared.name} ({example.name})" if declared.name else example.name
        value = {"file": example.name, **({"name": masked(declared.name)} if declared.name else {})}
        yield Item(name, value, of_field(entry, "examples", settings, index))


def _edit_url(entry: Entry, catalog: Catalog, settings: Settings) -> Items:
    own = getattr(entry.resource, "edit_url", None)
    url = metadata.metadata(entry, catalog, settings).get(KEYS["edit_url"])
    if url is not None:
        setting = Whence("settings", Place(settings.path), of="edit-url")
        yield Item(url, masked(url), setting if own is None else of_field(entry, "edit_url", settings))


def _page_of(entry: Entry, catalog: Catalog, settings: Settings) -> Items:
    path = page_path(entry, catalog, settings.layout)
    yield _page(path, settings, Whence("output", by="where a build writes it"))


def _page(path: str, settings: Settings, whence: Whence) -> Item:
    exists = (settings.output_dir / path).is_file()
    shown = f"{settings.output}/{path}"
    return Item(shown if exists else f"{shown} (not written yet)", {"path": shown, "exists": exists}, whence)


_OWN_WAYS: Final[Mapping[str, Callable[[Entry, Catalog, Settings], Items]]] = {
    "name": _name,
    "summary": _summary,
    "description": _description,
    "version": _versions,
    "owners": links.owners,
    "address": _address,
    "channels": links.channels,
    "wire_format": schemas.wire_format,
    "schema": schemas.payload,
    "headers_schema": schemas.headers,
    "examples": _examples,
    "edit_url": _edit_url,
    "page": _page_of,
}
"""The facts that are more than a field of the definition."""

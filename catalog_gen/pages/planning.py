"""From a `Catalog` to the pages and files that it needs: which path, which template, which content."""

from __future__ import annotations

import dataclasses
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from catalog_gen.model import Channel, Message, Service, Team, User
from catalog_gen.pages import layout, views
from catalog_gen.pages.metadata import metadata
from catalog_gen.pages.templates import folder as templates_folder

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from catalog_gen.resolving import Catalog, Entry
    from catalog_gen.settings import Settings

FOOTER = "components/footer.astro"


@dataclasses.dataclass(frozen=True, slots=True)
class Page:
    """A page to render: its path in the catalog, its front matter, its template and what that sees."""

    path: str
    entry: Entry
    metadata: Mapping[str, Any]
    template: str
    context: Mapping[str, Any]


@dataclasses.dataclass(frozen=True, slots=True)
class File:
    """A file to write as it is. An `optional` one is only written where there is none yet."""

    path: str
    data: bytes
    optional: bool = False


@dataclasses.dataclass(frozen=True, slots=True)
class Plan:
    """Everything that the catalog consists of, by path."""

    pages: tuple[Page, ...]
    files: tuple[File, ...]


def plan(catalog: Catalog, settings: Settings) -> Plan:
    """The pages of all entries, and the files beside them."""
    pages = tuple(_page(entry, catalog, settings) for entry in catalog.entries)
    files = [file for page in pages for file in _files(page)]
    footer = File(FOOTER, (templates_folder() / "project" / FOOTER).read_bytes(), optional=True)
    return Plan(
        tuple(sorted(pages, key=lambda page: page.path)),
        tuple(sorted([*files, footer], key=lambda file: file.path)),
    )


def _page(entry: Entry, catalog: Catalog, settings: Settings) -> Page:
    path = layout.page_path(entry, catalog, settings.layout)
    return Page(
        path,
        entry,
        metadata(entry, catalog, settings),
        f"{entry.kind}.mdx.j2",
        _context(entry, catalog, path),
    )


def _files(page: Page) -> Iterator[File]:
    beside = PurePosixPath(page.path).parent
    if page.entry.schema is not None:
        yield File(str(beside / f"schema{page.entry.schema.extension}"), page.entry.schema.data)
    for specification in page.entry.specifications:
        if specification.data is not None:
            yield File(str(beside / specification.path), specification.data)


def _context(entry: Entry, catalog: Catalog, path: str) -> dict[str, Any]:
    """What the template sees: the same names for all kinds, and those of its own kind."""
    resource = entry.resource
    common: dict[str, Any] = {
        "id": entry.id,
        "kind": entry.kind,
        "name": entry.name,
        "version": entry.version,
        "summary": entry.summary,
        "description": entry.description,
        "owners": views.owners(entry, catalog),
        "domains": [views.entry_reference(domain) for domain in catalog.domains.get(entry.id, ())],
        "repository": getattr(resource, "repository", None),
        "history": views.history(entry, catalog) if entry.version else (),
        "specifications": entry.specifications,
        "has_attachments": bool(getattr(resource, "attachments", None)),
    }
    if isinstance(resource, Message):
        return common | _message(resource, entry, catalog, path)
    if isinstance(resource, Channel):
        return common | _channel(resource, entry, catalog)
    if isinstance(resource, Team | User):
        return common | _owner(resource, entry, catalog)
    return common | _party(entry, catalog)


def _message(resource: Message, entry: Entry, catalog: Catalog, path: str) -> dict[str, Any]:
    return {
        "channels": views.channels(catalog.channels_of(entry), catalog),
        "key": resource.key,
        "compatibility": resource.compatibility,
        "operation": resource.operation,
        "producers": views.parties(catalog.senders.get(entry.id, ()), entry.version),
        "consumers": views.parties(catalog.receivers.get(entry.id, ()), entry.version),
        "schema": views.schema(entry, path),
        "examples": tuple(views.examples(entry)),
    }


def _channel(resource: Channel, entry: Entry, catalog: Catalog) -> dict[str, Any]:
    return {
        "protocols": resource.protocols or (),
        "addresses": views.addresses(resource),
        "delivery_guarantee": resource.delivery_guarantee,
        "parameters": {name: views.parameter(value) for name, value in (resource.parameters or {}).items()},
        "routes": [views.reference(link, catalog) for link in entry.links.get("routes", ())],
        "messages": views.routed_messages(entry, catalog),
    }


def _owner(resource: Team | User, entry: Entry, catalog: Catalog) -> dict[str, Any]:
    return {
        "role": resource.role if isinstance(resource, User) else None,
        "contacts": views.contacts(entry),
        "members": [views.reference(link, catalog) for link in entry.links.get("members", ())],
        "teams": [views.entry_reference(team) for team in catalog.teams.get(entry.id, ())],
        "owned": [views.entry_reference(owned) for owned in catalog.owned.get(entry.id, ())],
    }


def _party(entry: Entry, catalog: Catalog) -> dict[str, Any]:
    """A service or a domain: what it sends and receives, and what it consists of."""
    pointing = ("services", "domains", "agents", "systems", "entities", "data_products", "flows")
    stores = ("writes_to", "reads_from")
    return {
        "sends": views.message_rows(entry.links.get("sends", ()), catalog),
        "receives": views.message_rows(entry.links.get("receives", ()), catalog),
        "messages": views.domain_messages(entry, catalog) if entry.kind == "domain" else (),
        "external": isinstance(entry.resource, Service) and bool(entry.resource.external_system),
    } | {
        ("subdomains" if field == "domains" else field): [
            views.reference(link, catalog) for link in entry.links.get(field, ())
        ]
        for field in (*pointing, *stores)
        if field != "domains" or entry.kind == "domain"
    }

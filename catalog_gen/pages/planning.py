"""From a `Catalog` to the pages and files that it needs: which path, which template, which content."""

from __future__ import annotations

import dataclasses
import json
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

from catalog_gen import packaged
from catalog_gen.model import Channel, Message, Team, User
from catalog_gen.pages import documents, frontmatter, layout, mdx, viewing
from catalog_gen.pages.metadata import metadata
from catalog_gen.pages.plain import present
from catalog_gen.pages.views import (
    channels,
    decisions,
    examples,
    flows,
    history,
    messages,
    people,
    references,
    related,
    schemas,
    since,
    snippets,
    structure,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from catalog_gen.pages.viewing import Shown
    from catalog_gen.resolving import Catalog, Entry
    from catalog_gen.resolving.catalog import ExampleFile
    from catalog_gen.settings import Settings
    from catalog_gen.snippets.making import Snippets

FOOTER = "components/footer.astro"


@dataclasses.dataclass(frozen=True, slots=True)
class Page:
    """A page to render: its path in the catalog, its front matter, its template and what that sees."""

    path: str
    entry: Entry
    metadata: Mapping[str, Any]
    template: str
    context: Mapping[str, Any]
    viewers: Mapping[str, Shown] = dataclasses.field(default_factory=dict)
    """By schema file: what the schema viewer shows of it."""


@dataclasses.dataclass(frozen=True, slots=True)
class File:
    """A file to write as it is: for the page of which resource, and what it is made from.

    An `optional` one is only written where there is none yet.
    """

    path: str
    data: bytes
    owner: str = ""
    source: str = ""
    optional: bool = False


@dataclasses.dataclass(frozen=True, slots=True)
class Plan:
    """Everything that the catalog consists of, by path."""

    pages: tuple[Page, ...]
    files: tuple[File, ...]


def plan(catalog: Catalog, settings: Settings, made: Snippets) -> Plan:
    """The pages of all entries, with the snippets that are `made` for them, and the files beside them."""
    pages = [page(entry, catalog, settings, made) for entry in catalog.entries]
    return in_order(pages, [file for one in pages for file in files(one)])


def in_order(pages: Iterable[Page], files: Iterable[File]) -> Plan:
    """The plan of these pages and files, and of what every catalog has."""
    footer = File(FOOTER, (packaged.templates() / "project" / FOOTER).read_bytes(), optional=True)
    return Plan(
        tuple(sorted(pages, key=lambda one: one.path)),
        tuple(sorted([*files, footer], key=lambda file: file.path)),
    )


def page(entry: Entry, catalog: Catalog, settings: Settings, made: Snippets) -> Page:
    """The page of one entry."""
    path = layout.page_path(entry, catalog, settings.layout)
    viewers = viewing.viewers(entry)
    context = _context(entry, catalog, path, viewers) | {"target": settings.eventcatalog}
    if isinstance(entry.resource, Message):
        context |= snippets.sections(entry, made.of(entry, viewing.complete(entry, viewers)), catalog)
    return Page(path, entry, metadata(entry, catalog, settings), f"{entry.kind}.mdx.j2", context, viewers)


def files(page: Page) -> Iterator[File]:
    """The files beside a page."""
    beside = PurePosixPath(page.path).parent
    entry = page.entry
    if entry.part_of is not None:
        return
    declared = str(entry.place())
    for schema in (*entry.schemas, *([entry.headers] if entry.headers else ())):
        yield File(str(beside / schema.name), schema.file.data, entry.id, schema.file.path)
    for shown in page.viewers.values():
        if shown.text is not None:
            yield File(str(beside / shown.name), mdx.printable(shown.text).encode(), entry.id, declared)
    for example in entry.examples:
        data = mdx.printable(example.text).encode()
        yield File(str(beside / examples.FOLDER / example.name), data, entry.id, _source(example, declared))
    if entry.examples:
        data = frontmatter.dump(examples.config(entry, _usage(page))).encode()
        yield File(str(beside / examples.CONFIG), data, entry.id, declared)
    for specification in entry.specifications:
        if specification.data is not None:
            path = str(beside / specification.path)
            yield File(path, specification.data, entry.id, str(specification.declared.at("path")))
    for contract in entry.contracts:
        yield File(str(beside / contract.name), contract.data, entry.id, str(contract.declared.at("path")))
    for category in documents.categories(entry) if entry.current else ():
        path = str(beside / layout.DOCUMENTS / category.id / "category.json")
        said = present({"label": category.label, "position": category.position})
        text = json.dumps(said, ensure_ascii=False, indent=2)
        yield File(path, f"{text}\n".encode(), entry.id, str(category.at()))


def _source(example: ExampleFile, declared: str) -> str:
    """Where an example stands: in a file of its own, in the definition, or nowhere, being made from the schema."""
    return str(example.declared.at()) if example.declared else declared


def _usage(page: Page) -> str:
    """The first program of the page that sends its example."""
    producing = page.context.get("producing")
    return producing.snippets[0].code if producing else ""


def _context(entry: Entry, catalog: Catalog, path: str, viewers: Mapping[str, Shown]) -> dict[str, Any]:
    """What the template sees: the same names for all kinds, and those of its own kind."""
    resource = entry.resource
    common: dict[str, Any] = {
        "id": entry.id,
        "kind": entry.kind,
        "name": entry.name,
        "version": entry.version,
        "summary": entry.summary,
        "description": entry.description,
        "owners": people.owners(entry, catalog),
        "domains": related.around(entry, catalog, "domain"),
        "systems_around": related.around(entry, catalog, "system"),
        "decisions": decisions.decisions(entry, catalog),
        "diagrams": related.linked(entry, "diagrams", catalog),
        "groups": structure.groups(entry, catalog),
        "documents": structure.documents(entry, catalog),
        "repository": getattr(resource, "repository", None),
        "history": history.history(entry, catalog) if entry.version else (),
        "specifications": entry.specifications,
        "has_attachments": bool(getattr(resource, "attachments", None)),
    }
    if entry.kind == "changelog":
        return common | {"log": since.log(entry.part_of, catalog) if entry.part_of else None}
    if isinstance(resource, Message):
        return common | _message(resource, entry, catalog) | _payload(entry, path, viewers)
    if isinstance(resource, Channel):
        return common | _channel(resource, entry, catalog)
    if isinstance(resource, Team | User):
        return common | _owner(resource, entry, catalog)
    return common | structure.facts(entry, catalog, path)


def _message(resource: Message, entry: Entry, catalog: Catalog) -> dict[str, Any]:
    return {
        "channels": channels.channels(catalog.channels_of(entry), catalog),
        "key": resource.key,
        "compatibility": resource.compatibility,
        "kept": since.kept(entry),
        "operation": resource.operation,
        "producers": messages.parties(catalog.senders.get(entry.id, ()), entry.version),
        "consumers": messages.parties(catalog.receivers.get(entry.id, ()), entry.version),
        "flows": flows.flows(entry, catalog),
    }


def _payload(entry: Entry, path: str, viewers: Mapping[str, Shown]) -> dict[str, Any]:
    shown = schemas.payload(entry, path, viewers)
    return {
        "schema": shown[0] if shown else None,
        "schemas": shown,
        "headers": schemas.headers(entry, path),
        "examples": examples.examples(entry, path),
        "reply": examples.reply(entry),
        "paragraphs": schemas.paragraphs(entry),
    }


def _channel(resource: Channel, entry: Entry, catalog: Catalog) -> dict[str, Any]:
    return {
        "protocols": resource.protocols or (),
        "addresses": channels.addresses(resource),
        "delivery_guarantee": resource.delivery_guarantee,
        "parameters": {name: channels.parameter(value) for name, value in (resource.parameters or {}).items()},
        "routes": [references.reference(link, catalog) for link in entry.links.get("routes", ())],
        "messages": messages.routed_messages(entry, catalog),
    }


def _owner(resource: Team | User, entry: Entry, catalog: Catalog) -> dict[str, Any]:
    return {
        "role": resource.role if isinstance(resource, User) else None,
        "contacts": people.contacts(entry),
        "members": related.linked(entry, "members", catalog),
        "teams": [references.entry_reference(team) for team in catalog.teams.get(entry.id, ())],
        "owned": [references.entry_reference(owned) for owned in catalog.owned.get(entry.id, ())],
        "made": decisions.decisions(entry, catalog, "decision_makers"),
    }

"""Domains, systems, services and agents; and what is told of resources of all kinds."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from catalog_gen.model import Adr, Agent, Container, DataProduct, DocCategory, Domain, Entity, Flow, Service, System
from catalog_gen.pages.views import decisions, entities, flows, messages, stores, systems
from catalog_gen.pages.views.references import Reference, entry_reference, reference
from catalog_gen.pages.views.related import linked, pointing
from catalog_gen.resolving import documents as written

if TYPE_CHECKING:
    from catalog_gen.model import Term
    from catalog_gen.resolving import Catalog, Entry


@dataclasses.dataclass(frozen=True, slots=True)
class ToolRow:
    """What an agent can use."""

    label: str
    href: str
    kind: str
    description: str


@dataclasses.dataclass(frozen=True, slots=True)
class TermView:
    """A word of a domain's language, and the page that explains it."""

    reference: Reference
    summary: str
    description: str


@dataclasses.dataclass(frozen=True, slots=True)
class GroupView:
    """A list of resources that belong together."""

    title: str
    items: tuple[Reference, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class DocumentView:
    """A document of a resource, and the folder that it stands in."""

    title: str
    category: str
    summary: str


def groups(entry: Entry, catalog: Catalog) -> tuple[GroupView, ...]:
    """The lists of resources that a page shows, without those in which nothing is."""
    by_item = {id(link.declared): link for link in entry.links.get("resource_groups", ())}
    by_id = {link.id: link for link in entry.links.get("resource_groups", ())}
    found = []
    for group in getattr(entry.resource, "resource_groups", None) or ():
        links = [
            by_item.get(id(item)) or by_id.get(item if isinstance(item, str) else item.id) for item in group.items or ()
        ]
        items = tuple(reference(link, catalog) for link in links if link)
        found.append(GroupView(group.title or group.id or "Related", items))
    return tuple(group for group in found if group.items)


def documents(entry: Entry, catalog: Catalog) -> tuple[DocumentView, ...]:
    """The documents of a resource; they belong to its current version."""
    declared = (getattr(entry.resource, "docs", None) or ()) if entry.current else ()
    categories = [one.category for one in reversed(declared) if isinstance(one.category, DocCategory)]
    labels = {category.id: category.label for category in categories}
    found = ((one, catalog.find(written.document_id(entry, one))) for one in declared)
    return tuple(
        DocumentView(page.name, labels.get(one.folder) or one.folder, page.summary)
        for one, page in found
        if page is not None and not one.hidden
    )


def facts(entry: Entry, catalog: Catalog, page: str) -> dict[str, Any]:
    """What the templates of these kinds can print, beside what is said of all; `page` is the path of the page."""
    resource = entry.resource
    if isinstance(resource, Service):
        return _party(entry, catalog) | {
            "external": bool(resource.external_system),
            "entities": linked(entry, "entities", catalog),
        }
    if isinstance(resource, Agent):
        return _party(entry, catalog) | {"model": resource.model, "tools": _tools(resource)}
    if isinstance(resource, Domain):
        return _domain(entry, catalog)
    if isinstance(resource, System):
        return _members(entry, catalog) | {
            "scope": resource.scope or "internal",
            "messages": messages.inner_messages(entry, catalog),
            "relations": systems.relations(entry, catalog),
            "actors": systems.actors(resource),
        }
    if isinstance(resource, Flow):
        return {"steps": flows.told(entry, catalog)}
    if isinstance(resource, Entity):
        return entities.of_entity(resource, entry, catalog)
    if isinstance(resource, Container):
        return stores.of_store(resource, entry, catalog) | {"flows": flows.flows(entry, catalog)}
    if isinstance(resource, DataProduct):
        return stores.of_product(entry, catalog, page) | {"flows": flows.flows(entry, catalog)}
    if entry.kind == "language" and entry.part_of is not None:
        return {"language": _language(entry.part_of)}
    if isinstance(resource, Adr):
        return decisions.of_decision(resource, entry, catalog)
    return {"shown_by": [entry_reference(other) for other in pointing(entry, catalog, "diagrams")]}


def _party(entry: Entry, catalog: Catalog) -> dict[str, Any]:
    """What services and agents have in common."""
    return {
        "sends": messages.message_rows(entry.links.get("sends", ()), catalog),
        "receives": messages.message_rows(entry.links.get("receives", ()), catalog),
        "stores": stores.used(entry, catalog),
        "flows": flows.flows(entry, catalog),
    }


def _tools(agent: Agent) -> tuple[ToolRow, ...]:
    return tuple(ToolRow(tool.name, tool.url or "", tool.type, tool.description or "") for tool in agent.tools or ())


def _members(entry: Entry, catalog: Catalog) -> dict[str, Any]:
    fields = ("services", "agents", "systems", "entities", "data_products", "flows", "containers")
    return {field: linked(entry, field, catalog) for field in fields}


def _domain(entry: Entry, catalog: Catalog) -> dict[str, Any]:
    return _members(entry, catalog) | {
        "sends": messages.message_rows(entry.links.get("sends", ()), catalog),
        "receives": messages.message_rows(entry.links.get("receives", ()), catalog),
        "subdomains": linked(entry, "domains", catalog),
        "messages": messages.inner_messages(entry, catalog),
        "language": _language(entry) if entry.current else (),
        "language_href": f"/docs/domains/{entry.id}/language",
    }


def _language(domain: Entry) -> tuple[TermView, ...]:
    terms = (domain.resource.ubiquitous_language or ()) if isinstance(domain.resource, Domain) else ()
    return tuple(_term(term, domain) for term in terms)


def _term(term: Term, domain: Entry) -> TermView:
    hidden = getattr(domain.resource, "hidden", None)
    href = None if hidden else f"/docs/domains/{domain.id}/language/{quote(term.id, safe='')}"
    return TermView(Reference(term.name or term.id, href, "term"), term.summary or "", term.description or "")

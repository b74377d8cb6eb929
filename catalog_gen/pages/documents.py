"""The front matter of pages that are no resources: documents, the language of a domain, changelogs.

https://www.eventcatalog.dev/docs/development/customization/custom-documentation/introduction
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

from catalog_gen.model import Changes, CustomDoc, DocCategory, Domain, Resource
from catalog_gen.pages.plain import data
from catalog_gen.resolving.shelving import DOCUMENTED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from catalog_gen.model import Term
    from catalog_gen.resolving import Entry


def metadata(entry: Entry) -> dict[str, Any]:
    """The front matter of such a page: plain data, without keys that have no value."""
    ways = {"doc": _doc, "resource-doc": _resource_doc, "language": _language, "changelog": _changelog}
    return {key: value for key, value in ways[entry.kind](entry).items() if value is not None}


def _doc(entry: Entry) -> dict[str, Any]:
    document = entry.resource
    assert isinstance(document, CustomDoc)  # noqa: S101 - only those are of this kind
    placed = document.label is not None or document.order is not None
    sidebar = {"label": document.label or entry.name, "order": document.order or 0} if placed else None
    return {
        "title": entry.name,
        "summary": entry.summary,
        "slug": document.slug,
        "sidebar": sidebar,
        "owners": [link.id for link in entry.owners] or None,
        "badges": data(document.badges),
    }


def _resource_doc(entry: Entry) -> dict[str, Any]:
    document = entry.document
    assert document is not None  # noqa: S101 - only those are of this kind
    return {
        "title": entry.name,
        "summary": entry.summary or None,
        "order": document.order,
        "slug": document.slug,
        "hidden": document.hidden,
        "badges": data(document.badges),
    }


def _language(entry: Entry) -> dict[str, Any]:
    domain = entry.part_of.resource if entry.part_of else None
    terms = domain.ubiquitous_language if isinstance(domain, Domain) else None
    return {"dictionary": [data(_named(term)) for term in terms or ()]}


def _named(term: Term) -> Term:
    """EventCatalog requires a name."""
    return dataclasses.replace(term, name=term.name or term.id)


def _changelog(entry: Entry) -> dict[str, Any]:
    """The date is one of YAML, not a text; there is always a key, so that the page has front matter."""
    resource = entry.part_of.resource if entry.part_of else None
    assert isinstance(resource, Resource)  # noqa: S101 - only those have versions
    badges = resource.changes.badges if isinstance(resource.changes, Changes) else None
    return {"createdAt": resource.date, "badges": data(badges) or (None if resource.date else [])}


def categories(entry: Entry) -> Iterator[DocCategory]:
    """The folders of a resource's documents that say how they are called, each once."""
    documents = (entry.resource.docs or ()) if isinstance(entry.resource, Resource) and entry.kind in DOCUMENTED else ()
    said = [document.category for document in documents if isinstance(document.category, DocCategory)]
    yield from {category.id: category for category in reversed(said)}.values()

"""Who can have documents, and that each of them has an address of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from catalog_gen.model import CustomDoc, Resource
from catalog_gen.problems import Problem
from catalog_gen.resolving.catalog import MESSAGE_KINDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from catalog_gen.model import ResourceDoc
    from catalog_gen.resolving.catalog import Entry

DOCUMENTED: Final = MESSAGE_KINDS | {
    *("agent", "service", "domain", "flow", "container", "channel", "entity", "data-product"),
}
"""The kinds of resources of which EventCatalog shows documents; those of systems it does not find.

https://www.eventcatalog.dev/docs/development/guides/resource-docs
"""

_WORDS: Final = {"adr": "decisions", "diagram": "diagrams", "system": "systems"}


def problems(entries: Iterable[Entry]) -> Iterator[Problem]:
    """What would be lost of the documents of all resources."""
    addresses: dict[str, ResourceDoc | CustomDoc] = {}
    for entry in entries:
        documents = (entry.resource.docs or ()) if entry.current and isinstance(entry.resource, Resource) else ()
        if documents and entry.kind not in DOCUMENTED:
            message = f"EventCatalog shows no documents of {_WORDS[entry.kind]}"
            hint = "they are left out; write them into description=, or as CustomDoc(...)"
            yield Problem("not-in-target", message, entry.resource.at("docs"), entry.subject, hint)
            continue
        for document in (*documents, *([entry.resource] if isinstance(entry.resource, CustomDoc) else ())):
            if document.slug and addresses.setdefault(document.slug.lower(), document) is not document:
                other = addresses[document.slug.lower()]
                message = f'the address "{document.slug}" already belongs to "{other.id}" at {other.at("slug")}'
                yield Problem("duplicate-id", message, document.at("slug"), entry.subject, "leave slug= out")

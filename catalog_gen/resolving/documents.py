"""The pages that a resource has besides its own: its documents, the language of a domain, the log of a version.

They are entries of the catalog with an id of their own below that of the resource: `OrderService/docs/runbook`,
`Ordering/language`, `OrderPlaced/changelog`, `OrderPlaced@1.0.0/changelog`; a page of `docs/` is `docs/runbooks/kafka`.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Final, cast

from catalog_gen.model import Changes, CustomDoc, Documented, Domain, Resource, rules
from catalog_gen.model.declaring import make, placed
from catalog_gen.problems import Problem
from catalog_gen.resolving.catalog import MESSAGE_KINDS, Entry
from catalog_gen.resolving.links import linked
from catalog_gen.resolving.shelving import DOCUMENTED
from catalog_gen.resolving.texts import first_sentence, in_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from catalog_gen.model import ResourceDoc
    from catalog_gen.model.declaring import Declared
    from catalog_gen.resolving.files import Files
    from catalog_gen.resolving.ids import Index

LOGGED: Final = MESSAGE_KINDS | {"agent", "service", "domain", "system", "flow", "container"}
"""The kinds of resources of which EventCatalog shows a changelog.

https://www.eventcatalog.dev/docs/development/guides/resources/changelogs
"""


def document_id(entry: Entry, document: ResourceDoc) -> str:
    """The id of a resource's document."""
    return "/".join([entry.id, "docs", *filter(None, [document.folder]), document.id])


def of_resource(entry: Entry, files: Files) -> Iterator[Entry]:
    """The further pages of a resource in one version."""
    resource = entry.resource
    if not isinstance(resource, Resource):
        return
    if entry.current and entry.kind in DOCUMENTED:
        yield from (_document(entry, document, files) for document in resource.docs or ())
    if entry.current and isinstance(resource, Domain) and resource.ubiquitous_language:
        yield _beside(entry, "language", f"{entry.id}/language")
    if resource.changes and entry.kind in LOGGED:
        yield log(entry)


def log(entry: Entry) -> Entry:
    """The log of a resource in one version."""
    name = f"{entry.id}/changelog" if entry.current else f"{entry.id}@{entry.version}/changelog"
    changes = entry.resource.changes if isinstance(entry.resource, Resource) else None
    said = changes.text if isinstance(changes, Changes) else changes or ""
    return dataclasses.replace(_beside(entry, "changelog", name), description=said)


def _beside(entry: Entry, kind: str, identifier: str) -> Entry:
    declared = entry.previous or entry.resource
    return Entry(
        resource=_named(identifier, declared),
        kind=kind,
        id=identifier,
        version=None,
        name=entry.name,
        summary="",
        description="",
        part_of=entry,
    )


def _document(entry: Entry, document: ResourceDoc, files: Files) -> Entry:
    text = files.text_of(document, entry.resource)
    name = document_id(entry, document)
    return Entry(
        resource=_named(name, document),
        kind="resource-doc",
        id=name,
        version=None,
        name=document.title or _title(document.id),
        summary=document.summary or first_sentence(text),
        description=text,
        document=document,
        part_of=entry,
    )


def _named(identifier: str, declared: Declared) -> Documented:
    """What stands for such a page among the resources: a name, and the place of what declares it."""
    return cast("Documented", placed(make(Documented, {"id": identifier}), declared.origin))


def of_catalog(
    documents: Iterable[CustomDoc], ids: Index, files: Files
) -> tuple[tuple[Entry, ...], tuple[Problem, ...]]:
    """The pages of `docs/`, each name once whatever the case of its letters, and what is wrong with them."""
    entries: dict[str, Entry] = {}
    problems: list[Problem] = []
    documents = sorted(documents, key=lambda document: document.at())
    folders: dict[str, CustomDoc] = {}
    for document in documents:
        problems += _other_case(document, folders)
        name = document.id.lower()
        if name in entries:
            problems.append(_taken(document, cast("CustomDoc", entries[name].resource)))
            continue
        found = linked(document, ids)
        problems += found.problems
        text = files.text_of(document, document)
        title = document.title or _title(document.id)
        entries[name] = Entry(
            resource=document,
            kind="doc",
            id=f"docs/{document.id}",
            version=None,
            name=title,
            summary=document.summary or first_sentence(text) or title,
            description=text,
            owners=found.links.get("owners", ()),
            links=found.links,
        )
    problems += _former(documents)
    return tuple(entries.values()), tuple(problems)


_ONE_FOLDER: Final = "they would share a folder on Windows and macOS"


def _taken(document: CustomDoc, other: CustomDoc) -> Problem:
    if document.id == other.id:
        message = f'the document "{document.id}" is already declared at {other.at()}'
        return Problem("duplicate-id", message, document.at("id"), document.id)
    message = f'the document "{document.id}" differs from "{other.id}" ({other.at()}) by upper and lower case only'
    hint = "they would be one file on Windows and macOS, and have one address"
    return Problem("case-collision", message, document.at("id"), document.id, hint)


def _other_case(document: CustomDoc, folders: dict[str, CustomDoc]) -> Iterator[Problem]:
    """Folders of documents that differ by case only; each is told of once."""
    parts = document.id.split("/")[:-1]
    for depth in range(1, len(parts) + 1):
        folder = "/".join(parts[:depth])
        first = folders.setdefault(folder.lower(), document)
        other = "/".join(first.id.split("/")[:depth])
        if other != folder:
            message = f'the folder "{folder}" differs from "{other}" ({first.at()}) by upper and lower case only'
            yield Problem("case-collision", message, document.at("id"), document.id, _ONE_FOLDER)
            return


def _former(documents: Iterable[CustomDoc]) -> Iterator[Problem]:
    """Former ids that somebody has, or that two documents claim."""
    there = {document.id for document in documents}
    claimed: dict[str, CustomDoc] = {}
    for document in documents:
        for index, old in enumerate(document.formerly or ()):
            other = claimed.setdefault(old, document)
            if old in there:
                message = f'the former id "{old}" still belongs to a document'
                yield Problem("duplicate-id", message, document.at("formerly", index), document.id)
            elif other is not document:
                message = f'"{other.id}" ({other.at()}) was formerly called "{old}", too'
                hint = "the page of the old id can move to one of them only"
                yield Problem("duplicate-id", message, document.at("formerly", index), document.id, hint)


def _title(name: str) -> str:
    """A file's name in words, without the number that only sorts it: `guides/01-first-steps` is `First steps`."""
    return in_words(rules.unnumbered(name.rpartition("/")[2]))

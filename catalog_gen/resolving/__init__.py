"""From declared resources to a `Catalog`: ids, versions, defaults, links, owners, texts and files, once."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

from catalog_gen.formats import Schemas
from catalog_gen.formats.files import SchemaFiles
from catalog_gen.model import Adr, CustomDoc, Documented, Message, Resource
from catalog_gen.model.declaring import Origin, placed, with_values
from catalog_gen.resolving import beside, checks, defaults, links, owners, payload_fields, shelving, targeting, texts
from catalog_gen.resolving import documents as further
from catalog_gen.resolving.catalog import Catalog, Entry, Known
from catalog_gen.resolving.examples import Examples
from catalog_gen.resolving.files import Files
from catalog_gen.resolving.ids import Index, index, version_key, version_of
from catalog_gen.resolving.schemas import SchemaFinder, schemas_of_all
from catalog_gen.resolving.sharing import Made, Shared

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from catalog_gen.model import Previous
    from catalog_gen.problems import Problem
    from catalog_gen.reading import Reading
    from catalog_gen.resolving.catalog import Link
    from catalog_gen.resolving.schemas import Opens
    from catalog_gen.settings import Settings
    from catalog_gen.sources import Source

__all__ = ["Catalog", "Entry", "Known", "resolve"]


def resolve(
    reading: Reading,
    settings: Settings,
    source: Source,
    folders: Sequence[str],
    handwritten: Mapping[str, Known],
    opens: Opens = schemas_of_all,
    shared: Shared | None = None,
) -> tuple[Catalog, tuple[Problem, ...]]:
    """The catalog that the definitions describe, and everything that is wrong with it.

    `folders` are those in which schemas find what they refer to; `handwritten` are the resources of pages that
    somebody wrote into the output by hand. Of the schemas of messages, only those are looked into that it `opens`;
    unless these are all, no examples are made. What another catalog of some of the same objects has in common with it
    is `shared`; both look into the same schemas then.
    """
    shared = Shared() if shared is None else shared
    known = {identifier: Known(identifier) for identifier in settings.external} | dict(handwritten)
    declared = [resource for resource in reading.resources if not isinstance(resource, CustomDoc)]
    ids, problems = index(declared, known, reading.unread_texts, reading.unread_kinds)
    resources, found = _with_defaults(ids, settings, shared)
    content = _Content(settings, source, folders, opens)
    shared.begin(ids)
    made = [_made(resource, ids, content, shared) for resource in resources]
    dropped = [links.linked(resource, ids) for resource in ids.dropped]
    used_elsewhere = {link.id for linked in dropped for link in linked.messages}
    catalog = _catalog(_routed(entry for each in made for entry in each.entries), ids.known)
    inherited, ambiguities = owners.inherited(catalog) if settings.inherit_owners else (catalog.entries, ())
    whole = Catalog(inherited, ids.known)
    catalog, beyond = targeting.fitted(whole, settings.eventcatalog)
    documents = (document for document in reading.resources if isinstance(document, CustomDoc))
    pages, misnamed = further.of_catalog(documents, ids, content.files)
    besides = [page for entry in catalog.entries for page in further.of_resource(entry, content.files)]
    if besides or pages:
        catalog = _catalog([*catalog.entries, *besides, *pages], ids.known)
    return catalog, (
        *problems,
        *found,
        *(problem for linked in (*(each.linked for each in made), *dropped) for problem in linked.problems),
        *content.problems,
        *ambiguities,
        *payload_fields.problems(catalog),
        *misnamed,
        *beside.problems(catalog.entries),
        *shelving.problems(catalog.entries),
        *beyond,
        *checks.references(whole),
        *checks.problems(catalog, ids, used_elsewhere),
    )


class _Content:
    """What the files say that definitions name."""

    def __init__(self, settings: Settings, source: Source, folders: Sequence[str], opens: Opens) -> None:
        output = settings.output_from_project
        self.files = Files(source, output)
        self.schemas = SchemaFinder(self.files, Schemas(SchemaFiles(source, folders, output)), opens)
        self.examples = Examples(self.files, source, makes=opens is schemas_of_all)

    @property
    def problems(self) -> Iterator[Problem]:
        """Everything that is wrong in those files."""
        yield from self.files.problems
        yield from self.schemas.problems
        yield from self.examples.problems


def _with_defaults(ids: Index, settings: Settings, shared: Shared) -> tuple[list[Documented], list[Problem]]:
    declared = [resource for found in ids.declared.values() for resource in found]
    home = defaults.homes(declared)
    problems: list[Problem] = []
    resources: list[Documented] = []
    for resource in declared:
        if isinstance(resource, Resource):
            applied, contradictions = defaults.applied(resource, home, shared.applied)
            problems += contradictions
            resources.append(_with_level(applied, settings, shared))
        else:
            resources.append(resource)
    return resources, problems


def _with_level(resource: Resource, settings: Settings, shared: Shared) -> Resource:
    level = settings.compatibility
    if level is None or not isinstance(resource, Message) or resource.gives("compatibility"):
        return resource
    if (resource, level) not in shared.levelled:
        shared.levelled[resource, level] = with_values(resource, compatibility=level)
    return shared.levelled[resource, level]


def _made(resource: Documented, ids: Index, content: _Content, shared: Shared) -> Made:
    """What a resource comes to."""
    known = shared.find(resource, content.files)
    if known is not None:
        return known
    wrong = len(content.files.problems)
    linked = links.linked(resource, ids)
    made = Made(resource, linked, tuple(_entries(resource, linked.links, ids, content)))
    is_fine = not linked.problems and len(content.files.problems) == wrong
    if is_fine and resource.id not in content.schemas.opened:
        shared.keep(made)
    return made


def _entries(
    resource: Documented, linked: Mapping[str, tuple[Link, ...]], ids: Index, content: _Content
) -> Iterator[Entry]:
    newest = ids.versions(resource.id)[:1]
    version = version_of(resource)
    yield _entry(resource, None, version, linked, content, current=version is None or (version,) == newest)
    for previous in getattr(resource, "previous", None) or ():
        older = _as_it_was(resource, previous)
        yield _entry(older, previous, previous.version, linked, content, current=False)


_INHERITED_BY_PREVIOUS = frozenset(
    {
        "name",
        "summary",
        "description",
        "description_path",
        "badges",
        "schema_path",
        "schemas",
        "headers_schema_path",
        "deprecated",
        "hidden",
    }
)


def _as_it_was(resource: Any, previous: Previous) -> Any:
    """The resource as that previous version of it: what `previous` says, and everything else as it is now."""
    changes: dict[str, Any] = {"version": previous.version, "previous": None, "draft": previous.draft}
    changes |= {"changes": previous.changes, "date": previous.date}
    changes |= {field: getattr(previous, field) for field in _INHERITED_BY_PREVIOUS if previous.gives(field)}
    if previous.description is not None or previous.description_path is not None:
        changes |= {"description": previous.description, "description_path": previous.description_path}
    if isinstance(resource, Message):
        changes |= _schemas_as_they_were(resource, previous)
    else:
        changes = {field: value for field, value in changes.items() if field not in _OF_MESSAGES}
    if isinstance(resource, Adr) and previous.date is None:
        del changes["date"]  # the day of the decision
    origin = resource.origin or Origin(resource.at())
    return placed(with_values(resource, **changes), origin)


_OF_MESSAGES = ("schema_path", "schemas", "headers_schema_path")


def _schemas_as_they_were(resource: Message, previous: Previous) -> dict[str, Any]:
    """What the older version has of schemas and examples; an example is taken over only together with its schema."""
    other = {field: getattr(previous, field) for field in ("schema_path", "schemas")}
    if previous.gives("schema_path") or previous.gives("schemas"):
        return {**other, "payload": None, "schema_format": None, "examples": previous.examples}
    return {"examples": previous.examples if previous.examples is not None else resource.examples}


def _entry(
    resource: Documented,
    previous: Previous | None,
    version: str | None,
    linked: Mapping[str, tuple[Link, ...]],
    content: _Content,
    *,
    current: bool,
) -> Entry:
    schemas = content.schemas.payload(resource, previous, version)
    description = content.files.description(resource, previous)
    return Entry(
        resource=resource,
        kind=resource.kind,
        id=resource.id,
        version=version,
        name=texts.name(resource),
        summary=texts.summary(resource, description, schemas[0].file.doc if schemas else ""),
        description=description,
        current=current,
        owners=linked.get("owners", ()),
        links=linked,
        schemas=schemas,
        headers=content.schemas.headers(resource, previous, version),
        examples=content.examples.of(resource, schemas),
        specifications=content.files.specifications(resource),
        previous=previous,
        contracts=content.files.contracts(resource),
    )


def _routed(entries: Iterable[Entry]) -> Iterator[Entry]:
    """The entries, with every message that is sent or received on its way over channels."""
    entries = list(entries)
    own = {entry.id: entry.links.get("channels", ()) for entry in reversed(entries) if entry.current}
    for entry in entries:
        ways = {
            field: tuple(links.with_message_channels(link, own) for link in entry.links[field])
            for field in ("sends", "receives")
            if field in entry.links
        }
        yield dataclasses.replace(entry, links={**entry.links, **ways}) if ways else entry


def _catalog(entries: Iterable[Entry], known: Mapping[str, Known]) -> Catalog:
    newest_first = sorted(entries, key=lambda entry: version_key(entry.version), reverse=True)
    return Catalog(tuple(sorted(newest_first, key=lambda entry: entry.id)), known)

"""Front matter as data: what an entry says, under the keys that EventCatalog knows.

Keys without a value are left out, since EventCatalog refuses null (https://www.eventcatalog.dev/docs/api).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from catalog_gen.model import (
    Adr,
    Channel,
    Deprecated,
    Entity,
    Flow,
    Items,
    Owner,
    System,
)
from catalog_gen.pages import documents, pointers, steps
from catalog_gen.pages.plain import KEYS, data, present
from catalog_gen.resolving.catalog import DOCUMENT_KINDS, MESSAGE_KINDS
from catalog_gen.resolving.links import KINDS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from catalog_gen.model import Property
    from catalog_gen.resolving import Catalog, Entry
    from catalog_gen.resolving.catalog import SchemaBeside
    from catalog_gen.settings import Settings

_ORDER = (
    "id",
    "name",
    "version",
    "summary",
    "scope",
    "status",
    "date",
    "decision_makers",
    "applies_to",
    "supersedes",
    "superseded_by",
    "amends",
    "amended_by",
    "related",
    "role",
    "email",
    "avatar_url",
    "slack",
    "ms_teams",
    "members",
    "owners",
    "address",
    "protocols",
    "delivery_guarantee",
    "parameters",
    "routes",
    "channels",
    "badges",
    "schema_path",
    "schemas",
    "operation",
    "container_type",
    "technology",
    "purpose",
    "authoritative",
    "access_mode",
    "classification",
    "residency",
    "retention",
    "aggregate_root",
    "identifier",
    "properties",
    "steps",
    "model",
    "tools",
    "domains",
    "systems",
    "services",
    "agents",
    "entities",
    "data_products",
    "containers",
    "flows",
    "relationships",
    "actors",
    "inputs",
    "outputs",
    "sends",
    "receives",
    "writes_to",
    "reads_from",
    "external_system",
    "specifications",
    "draft",
    "deprecated",
    "hidden",
    "repository",
    "edit_url",
    "attachments",
    "diagrams",
    "resource_groups",
    "sidebar",
    "styles",
    "visualiser",
    "details_panel",
    "read_only",
    "source",
)
"""All fields that become front matter, in the order in which a reader looks for them."""


def metadata(entry: Entry, catalog: Catalog, settings: Settings) -> dict[str, Any]:
    """The front matter of an entry's page: plain data, in the order of the page."""
    if entry.kind in DOCUMENT_KINDS:
        return documents.metadata(entry)
    values = {KEYS.get(field, field): _field(entry, field, catalog, settings) for field in _ORDER}
    values |= getattr(entry.resource, "extensions", None) or {}
    return {
        key: value for key, value in values.items() if value is not None and (value not in ([], {}) or key == "steps")
    }


def _field(entry: Entry, field: str, catalog: Catalog, settings: Settings) -> Any:
    """The value of one key: by its own function, as links, or as the definition has it."""
    if field in _OWN_WAYS:
        return _OWN_WAYS[field](entry, catalog, settings)
    if field in KINDS:
        return [pointers.pointer(link) for link in entry.links.get(field, ())]
    return data(getattr(entry.resource, field, None))


def _summary(entry: Entry, _catalog: Catalog, _settings: Settings) -> str | None:
    """Teams and users have one, too: EventCatalog's linter asks for it."""
    return entry.summary or getattr(entry.resource, "role", None)


def _address(entry: Entry, _catalog: Catalog, _settings: Settings) -> str | None:
    """EventCatalog shows the address of a channel only where it is written down, also if it equals the id."""
    return (entry.resource.address or entry.id) if isinstance(entry.resource, Channel) else None


def _owners(entry: Entry, _catalog: Catalog, _settings: Settings) -> list[str]:
    return [link.id for link in entry.owners]


def _parameters(entry: Entry, _catalog: Catalog, _settings: Settings) -> dict[str, Any]:
    """EventCatalog does not know which field of a payload a parameter is taken from."""
    parameters = data(getattr(entry.resource, "parameters", None)) or {}
    return {name: {key: value for key, value in said.items() if key != "field"} for name, said in parameters.items()}


def _channels(entry: Entry, _catalog: Catalog, settings: Settings) -> list[dict[str, Any]]:
    return [pointers.pointer(link) for link in entry.links.get("channels", ())] if settings.message_channels else []


def _sends(entry: Entry, _catalog: Catalog, _settings: Settings) -> list[dict[str, Any]]:
    return [pointers.message(link, "to") for link in entry.links.get("sends", ())]


def _receives(entry: Entry, _catalog: Catalog, _settings: Settings) -> list[dict[str, Any]]:
    return [pointers.message(link, "from") for link in entry.links.get("receives", ())]


def _date(entry: Entry, _catalog: Catalog, _settings: Settings) -> str | None:
    """The day of a decision; of everything else it is that of the version, which is for its changelog."""
    return data(entry.resource.date) if isinstance(entry.resource, Adr) else None


def _applies_to(entry: Entry, _catalog: Catalog, _settings: Settings) -> list[dict[str, Any]]:
    return [pointers.pointer(link) | {"type": link.kind} for link in entry.links.get("applies_to", ())]


def _ids(field: str) -> Callable[[Entry, Catalog, Settings], list[str]]:
    return lambda entry, _catalog, _settings: [link.id for link in entry.links.get(field, ())]


def _relationships(entry: Entry, _catalog: Catalog, _settings: Settings) -> list[dict[str, Any]]:
    links = entry.links.get("relationships", ())
    return [present(pointers.pointer(link) | {"label": getattr(link.declared, "label", None)}) for link in links]


def _actors(entry: Entry, _catalog: Catalog, _settings: Settings) -> list[dict[str, Any]]:
    """EventCatalog knows no summary of those who work with a system."""
    actors = (entry.resource.actors or ()) if isinstance(entry.resource, System) else ()
    return [present(data(actor) | {"summary": None}) for actor in actors]


def _outputs(entry: Entry, _catalog: Catalog, _settings: Settings) -> list[dict[str, Any]]:
    names = {id(file.declared): file.name for file in entry.contracts}
    return [pointers.output(link, names) for link in entry.links.get("outputs", ())]


def _steps(entry: Entry, catalog: Catalog, _settings: Settings) -> list[dict[str, Any]] | None:
    """A flow without steps still has the key, without which EventCatalog refuses it."""
    return steps.steps(entry, catalog) if isinstance(entry.resource, Flow) else None


def _properties(entry: Entry, _catalog: Catalog, _settings: Settings) -> list[dict[str, Any]]:
    return [_property(item) for item in getattr(entry.resource, "properties", None) or ()]


def _property(item: Property) -> dict[str, Any]:
    target, inside = item.references, item.items
    written: dict[str, Any] = data(item) | {
        "references": target.id if isinstance(target, Entity) else target,
        "items": _items(inside) if isinstance(inside, Items) else inside and {"type": inside},
        "properties": [_property(one) for one in item.properties] if item.properties else None,
    }
    return present(written)


def _items(items: Items) -> dict[str, Any]:
    return present({"type": items.type, "properties": [_property(one) for one in items.properties or ()] or None})


def _schema_path(entry: Entry, _catalog: Catalog, _settings: Settings) -> str | None:
    """Emitted beside `schemas` too: the linter and the fields explorer read nothing else."""
    return entry.schemas[0].name if entry.schemas else None


def _schemas(entry: Entry, _catalog: Catalog, _settings: Settings) -> list[dict[str, Any]]:
    """EventCatalog knows several schemas from 3.45 on; of a single one `schemaPath` says everything."""
    if not any(beside.declared for beside in entry.schemas):
        return []
    return [_schema(beside) | ({"default": True} if not number else {}) for number, beside in enumerate(entry.schemas)]


def _schema(beside: SchemaBeside) -> dict[str, Any]:
    declared = beside.declared
    known = beside.file.format != "other"
    return present(
        {
            "file": beside.name,
            "name": declared.name if declared else None,
            "format": beside.file.format if known else None,
            "environments": data(declared.environments or None) if declared else None,
        }
    )


def _specifications(entry: Entry, _catalog: Catalog, _settings: Settings) -> list[dict[str, Any]]:
    """Of other kinds EventCatalog shows a link to a page that it does not make; the page itself names the file."""
    shown = entry.specifications if entry.kind in _SPECIFIED else ()
    return [_specification(file.declared, file.path) for file in shown]


_SPECIFIED = MESSAGE_KINDS | {"service", "domain"}


def _deprecated(entry: Entry, _catalog: Catalog, _settings: Settings) -> Any:
    """Something deprecated without words is still deprecated."""
    deprecated = getattr(entry.resource, "deprecated", None)
    return (data(deprecated) or True) if isinstance(deprecated, Deprecated) else deprecated


def _details_panel(entry: Entry, _catalog: Catalog, _settings: Settings) -> dict[str, Any]:
    sections = getattr(entry.resource, "details_panel", None) or {}
    return {KEYS.get(name, name): {"visible": on} for name, on in sections.items()}


def _resource_groups(entry: Entry, catalog: Catalog, _settings: Settings) -> list[dict[str, Any]]:
    return [pointers.group(group, catalog) for group in getattr(entry.resource, "resource_groups", None) or ()]


def _edit_url(entry: Entry, _catalog: Catalog, settings: Settings) -> str | None:
    own: str | None = getattr(entry.resource, "edit_url", None)
    if own is not None or settings.edit_url is None or isinstance(entry.resource, Owner):
        return own
    place = entry.resource.at()
    if "{path}" in settings.edit_url:
        return settings.edit_url.replace("{path}", place.path).replace("{line}", str(place.line))
    return f"{settings.edit_url.rstrip('/')}/{place.path}"


_OWN_WAYS: Mapping[str, Callable[[Entry, Catalog, Settings], Any]] = {
    "id": lambda entry, _catalog, _settings: entry.id,
    "name": lambda entry, _catalog, _settings: entry.name,
    "version": lambda entry, _catalog, _settings: entry.version,
    "summary": _summary,
    "address": _address,
    "owners": _owners,
    "members": _ids("members"),
    "decision_makers": _ids("decision_makers"),
    "applies_to": _applies_to,
    "date": _date,
    "properties": _properties,
    "steps": _steps,
    "relationships": _relationships,
    "actors": _actors,
    "outputs": _outputs,
    "parameters": _parameters,
    "channels": _channels,
    "sends": _sends,
    "receives": _receives,
    "schema_path": _schema_path,
    "schemas": _schemas,
    "specifications": _specifications,
    "deprecated": _deprecated,
    "details_panel": _details_panel,
    "resource_groups": _resource_groups,
    "edit_url": _edit_url,
}
"""The fields that are more than the definition's own value."""


def _specification(declared: Any, path: str) -> dict[str, Any]:
    return present({"type": declared.type, "path": path, "name": declared.name, "headers": data(declared.headers)})

"""Front matter as data: what an entry says, under the keys that EventCatalog knows.

Keys without a value are left out, since EventCatalog refuses null (https://www.eventcatalog.dev/docs/api).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from catalog_gen.model import Channel, Deprecated, Owner, Receives, ResourceGroup, Route, Sends
from catalog_gen.pages.plain import KEYS, data, present
from catalog_gen.resolving.catalog import OWNER_KINDS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from catalog_gen.resolving import Catalog, Entry
    from catalog_gen.resolving.catalog import Link, SchemaBeside
    from catalog_gen.settings import Settings

_ORDER = (
    "id",
    "name",
    "version",
    "summary",
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
    "domains",
    "systems",
    "services",
    "agents",
    "entities",
    "data_products",
    "flows",
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

_FOUR_ONLY_SECTIONS = frozenset({"systems", "triggers", "triggered_by"})


def metadata(entry: Entry, catalog: Catalog, settings: Settings) -> dict[str, Any]:
    """The front matter of an entry's page: plain data, in the order of the page."""
    values = {KEYS.get(field, field): _field(entry, field, catalog, settings) for field in _ORDER}
    values |= getattr(entry.resource, "extensions", None) or {}
    return {key: value for key, value in values.items() if value is not None and value not in ([], {})}


def _field(entry: Entry, field: str, catalog: Catalog, settings: Settings) -> Any:
    """The value of one key: by its own function, as links, or as the definition has it."""
    if field in _OWN_WAYS:
        return _OWN_WAYS[field](entry, catalog, settings)
    if field in entry.links:
        return [_pointer(link) for link in entry.links[field]]
    return data(getattr(entry.resource, field, None))


def _summary(entry: Entry, _catalog: Catalog, _settings: Settings) -> str | None:
    """Teams and users have one, too: EventCatalog's linter asks for it."""
    return entry.summary or getattr(entry.resource, "role", None)


def _address(entry: Entry, _catalog: Catalog, _settings: Settings) -> str | None:
    """EventCatalog shows the address of a channel only where it is written down, also if it equals the id."""
    return (entry.resource.address or entry.id) if isinstance(entry.resource, Channel) else None


def _owners(entry: Entry, _catalog: Catalog, _settings: Settings) -> list[str]:
    return [link.id for link in entry.owners]


def _members(entry: Entry, _catalog: Catalog, _settings: Settings) -> list[str]:
    return [link.id for link in entry.links.get("members", ())]


def _parameters(entry: Entry, _catalog: Catalog, _settings: Settings) -> dict[str, Any]:
    """EventCatalog does not know which field of a payload a parameter is taken from."""
    parameters = data(getattr(entry.resource, "parameters", None)) or {}
    return {name: {key: value for key, value in said.items() if key != "field"} for name, said in parameters.items()}


def _channels(entry: Entry, _catalog: Catalog, settings: Settings) -> list[dict[str, Any]]:
    return [_pointer(link) for link in entry.links.get("channels", ())] if settings.message_channels else []


def _systems(entry: Entry, _catalog: Catalog, settings: Settings) -> list[dict[str, Any]]:
    return [] if _is_three(settings) else [_pointer(link) for link in entry.links.get("systems", ())]


def _sends(entry: Entry, _catalog: Catalog, _settings: Settings) -> list[dict[str, Any]]:
    return [_message_pointer(link, "to", three=True) for link in entry.links.get("sends", ())]


def _receives(entry: Entry, _catalog: Catalog, settings: Settings) -> list[dict[str, Any]]:
    three = _is_three(settings)
    return [_message_pointer(link, "from", three=three) for link in entry.links.get("receives", ())]


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
    return [_specification(file.declared, file.path) for file in entry.specifications]


def _deprecated(entry: Entry, _catalog: Catalog, _settings: Settings) -> Any:
    """Something deprecated without words is still deprecated."""
    deprecated = getattr(entry.resource, "deprecated", None)
    return (data(deprecated) or True) if isinstance(deprecated, Deprecated) else deprecated


def _details_panel(entry: Entry, _catalog: Catalog, settings: Settings) -> dict[str, Any]:
    sections = getattr(entry.resource, "details_panel", None) or {}
    hidden = _FOUR_ONLY_SECTIONS if _is_three(settings) else frozenset()
    return {KEYS.get(name, name): {"visible": on} for name, on in sections.items() if name not in hidden}


def _resource_groups(entry: Entry, catalog: Catalog, _settings: Settings) -> list[dict[str, Any]]:
    return [_group(group, catalog) for group in getattr(entry.resource, "resource_groups", None) or ()]


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
    "members": _members,
    "parameters": _parameters,
    "channels": _channels,
    "systems": _systems,
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


def _is_three(settings: Settings) -> bool:
    return settings.eventcatalog == 3  # noqa: PLR2004 - EventCatalog's major version


def _pointer(link: Link) -> dict[str, Any]:
    """A link as EventCatalog writes it: id, exact version, and the parameters of a route."""
    pointer: dict[str, Any] = {"id": link.id, "version": link.version}
    if isinstance(link.declared, Route):
        pointer |= {"parameters": data(link.declared.parameters)}
    return {key: value for key, value in pointer.items() if value}


def _way(link: Link) -> dict[str, Any]:
    """The channel that a message takes; only here EventCatalog knows a delivery mode."""
    mode = link.declared.delivery_mode if isinstance(link.declared, Route) else None
    return present(_pointer(link) | {"delivery_mode": mode})


def _message_pointer(link: Link, way: str, *, three: bool) -> dict[str, Any]:
    """A message that is sent or received: its channels, and the fields, group and triggers that were declared."""
    pointer = _pointer(link)
    if isinstance(link.declared, Sends | Receives):
        pointer |= {"fields": data(link.declared.fields), "group": link.declared.group}
    pointer[way] = [_way(channel) for channel in link.channels]
    if not three:
        pointer["triggers"] = [_trigger(trigger) for trigger in link.triggers]
    return {key: value for key, value in pointer.items() if value}


def _trigger(link: Link) -> dict[str, Any]:
    return present(_pointer(link) | {"condition": getattr(link.declared, "condition", None)})


def _specification(declared: Any, path: str) -> dict[str, Any]:
    return present({"type": declared.type, "path": path, "name": declared.name, "headers": data(declared.headers)})


def _group(group: ResourceGroup, catalog: Catalog) -> dict[str, Any]:
    items = [_group_item(item, catalog) for item in group.items or ()]
    return present(
        {"id": group.id, "title": group.title, "items": items, "limit": group.limit, "sidebar": group.sidebar}
    )


def _group_item(item: Any, catalog: Catalog) -> dict[str, Any]:
    identifier = item if isinstance(item, str) else item.id
    entry = catalog.find(identifier)
    known = catalog.known.get(identifier)
    kind = entry.kind if entry else (known.kind if known else None) or getattr(item, "kind", None)
    version = entry.version if entry else None
    return present({"id": identifier, "version": version if kind not in OWNER_KINDS else None, "type": kind})

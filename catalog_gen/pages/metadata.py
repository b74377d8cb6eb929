"""Front matter as data: what an entry says, under the keys that EventCatalog knows.

The one table of EventCatalog's camelCase keys is here. Keys without a value are left out, since
EventCatalog refuses null (https://www.eventcatalog.dev/docs/api).
"""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from catalog_gen.model import Badge, Deprecated, Draft, Owner, Receives, ResourceGroup, Route, Sends, Styles
from catalog_gen.model.checking import Unread
from catalog_gen.model.declaring import Declared, fields
from catalog_gen.resolving.catalog import OWNER_KINDS

if TYPE_CHECKING:
    from catalog_gen.resolving import Catalog, Entry
    from catalog_gen.resolving.catalog import Link
    from catalog_gen.settings import Settings

_KEYS: Mapping[str, str] = {
    "avatar_url": "avatarUrl",
    "background_color": "backgroundColor",
    "data_products": "data-products",
    "delivery_guarantee": "deliveryGuarantee",
    "details_panel": "detailsPanel",
    "edit_url": "editUrl",
    "external_system": "externalSystem",
    "from_": "from",
    "ms_teams": "msTeamsDirectMessageUrl",
    "parent_domains": "parentDomains",
    "read_only": "readOnly",
    "reads_from": "readsFrom",
    "resource_groups": "resourceGroups",
    "schema_path": "schemaPath",
    "slack": "slackDirectMessageUrl",
    "status_codes": "statusCodes",
    "text_color": "textColor",
    "triggered_by": "triggeredBy",
    "ubiquitous_language": "ubiquitousLanguage",
    "writes_to": "writesTo",
}

_ORDER = tuple(
    "id name version summary role email avatar_url slack ms_teams members owners address protocols delivery_guarantee"
    " parameters routes channels badges schema_path operation domains systems services agents entities data_products"
    " flows sends receives writes_to reads_from external_system specifications draft deprecated hidden repository"
    " edit_url attachments diagrams resource_groups sidebar styles visualiser details_panel read_only source".split()
)
"""All fields that become front matter, in the order in which a reader looks for them."""

_FOUR_ONLY = frozenset({"systems"})
_FOUR_ONLY_SECTIONS = frozenset({"systems", "triggers", "triggered_by"})


def metadata(entry: Entry, catalog: Catalog, settings: Settings) -> dict[str, Any]:
    """The front matter of an entry's page: plain data, in the order of the page."""
    values = {_KEYS.get(field, field): _field(entry, field, catalog, settings) for field in _ORDER}
    values |= getattr(entry.resource, "extensions", None) or {}
    return {key: value for key, value in values.items() if value is not None and value not in ([], {})}


def _field(entry: Entry, field: str, catalog: Catalog, settings: Settings) -> Any:
    three = settings.eventcatalog == 3  # noqa: PLR2004 - EventCatalog's major version
    if three and field in _FOUR_ONLY:
        return None
    match field:
        case "id" | "name" | "version":
            return getattr(entry, field)
        case "summary":
            return entry.summary or None
        case "owners":
            return [link.id for link in entry.owners]
        case "members":
            return [link.id for link in entry.links.get(field, ())]
        case "schema_path":
            return f"schema{entry.schema.extension}" if entry.schema else None
        case "specifications":
            return [_specification(file.declared, file.path) for file in entry.specifications]
        case "edit_url":
            return _edit_url(entry, settings)
        case "channels" if not settings.message_channels:
            return None
        case "details_panel":
            return _panel(getattr(entry.resource, field, None) or {}, three=three)
        case "resource_groups":
            return [_group(group, catalog) for group in getattr(entry.resource, field, None) or ()]
        case "sends" | "receives":
            return [_message_pointer(link, field, three=three) for link in entry.links.get(field, ())]
        case "deprecated":
            deprecated = getattr(entry.resource, field, None)
            return _data(deprecated) or (True if isinstance(deprecated, Deprecated) else deprecated)
    if field in entry.links:
        return [_pointer(link) for link in entry.links[field]]
    return _data(getattr(entry.resource, field, None))


def _pointer(link: Link) -> dict[str, Any]:
    """A link as EventCatalog writes it: id, exact version, and what a route says beside."""
    pointer: dict[str, Any] = {"id": link.id, "version": link.version}
    if isinstance(link.declared, Route):
        pointer |= {"parameters": _data(link.declared.parameters), "delivery_mode": link.declared.delivery_mode}
    return {key: value for key, value in pointer.items() if value}


def _message_pointer(link: Link, field: str, *, three: bool) -> dict[str, Any]:
    """A message that is sent or received: its channels, and the fields, group and triggers that were declared."""
    pointer = _pointer(link)
    if isinstance(link.declared, Sends | Receives):
        pointer |= {"fields": _data(link.declared.fields), "group": link.declared.group}
    pointer["to" if field == "sends" else "from"] = [_pointer(channel) for channel in link.channels]
    if not three:
        pointer["triggers"] = [_trigger(trigger) for trigger in link.triggers]
    return {key: value for key, value in pointer.items() if value}


def _trigger(link: Link) -> dict[str, Any]:
    return _present(_pointer(link) | {"condition": getattr(link.declared, "condition", None)})


def _data(value: Any) -> Any:
    """A value of the model as plain data."""
    if isinstance(value, Badge):
        return _badge(value)
    if isinstance(value, Styles):
        node = _present({"color": value.node_color, "label": value.node_label})
        return _present({"icon": value.icon, "node": node or None})
    if isinstance(value, Draft):
        return _present({"title": value.title, "message": value.message})
    if isinstance(value, Declared):
        return _present({_KEYS.get(name, name): _data(getattr(value, name)) for name in fields(type(value))})
    if isinstance(value, Mapping):
        return {key: _data(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_data(item) for item in value]
    if isinstance(value, datetime.date):
        return value.isoformat()
    return None if isinstance(value, Unread) else value


def _badge(badge: Badge) -> dict[str, Any]:
    return _present(
        {
            "content": badge.content,
            "backgroundColor": badge.background_color or badge.color,
            "textColor": badge.text_color or badge.color,
            "icon": badge.icon,
            "url": badge.url,
        }
    )


def _specification(declared: Any, path: str) -> dict[str, Any]:
    return _present({"type": declared.type, "path": path, "name": declared.name, "headers": _data(declared.headers)})


def _panel(sections: Mapping[str, bool], *, three: bool) -> dict[str, Any]:
    shown = {name: on for name, on in sections.items() if not (three and name in _FOUR_ONLY_SECTIONS)}
    return {_KEYS.get(name, name): {"visible": on} for name, on in shown.items()}


def _group(group: ResourceGroup, catalog: Catalog) -> dict[str, Any]:
    items = [_group_item(item, catalog) for item in group.items or ()]
    return _present(
        {"id": group.id, "title": group.title, "items": items, "limit": group.limit, "sidebar": group.sidebar}
    )


def _group_item(item: Any, catalog: Catalog) -> dict[str, Any]:
    identifier = item if isinstance(item, str) else item.id
    entry = catalog.find(identifier)
    known = catalog.known.get(identifier)
    kind = entry.kind if entry else (known.kind if known else None) or getattr(item, "kind", None)
    version = entry.version if entry else None
    return _present({"id": identifier, "version": version if kind not in OWNER_KINDS else None, "type": kind})


def _edit_url(entry: Entry, settings: Settings) -> str | None:
    own: str | None = getattr(entry.resource, "edit_url", None)
    if own is not None or settings.edit_url is None or isinstance(entry.resource, Owner):
        return own
    place = entry.resource.at()
    if "{path}" in settings.edit_url:
        return settings.edit_url.replace("{path}", place.path).replace("{line}", str(place.line))
    return f"{settings.edit_url.rstrip('/')}/{place.path}"


def _present(values: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value is not None}

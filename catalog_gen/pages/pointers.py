"""Links as EventCatalog writes them: an id, an exact version, and what the definition says about the link."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from catalog_gen.model import Output, Receives, Route, Sends
from catalog_gen.pages.plain import data, present
from catalog_gen.resolving.catalog import OWNER_KINDS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from catalog_gen.model import ResourceGroup
    from catalog_gen.resolving import Catalog
    from catalog_gen.resolving.catalog import Link


def pointer(link: Link) -> dict[str, Any]:
    """A link as EventCatalog writes it: id, exact version, and the parameters of a route."""
    written: dict[str, Any] = {"id": link.id, "version": link.version}
    if isinstance(link.declared, Route):
        written |= {"parameters": data(link.declared.parameters)}
    return {key: value for key, value in written.items() if value}


def _way(link: Link) -> dict[str, Any]:
    """The channel that a message takes; only here EventCatalog knows a delivery mode."""
    mode = link.declared.delivery_mode if isinstance(link.declared, Route) else None
    return present(pointer(link) | {"delivery_mode": mode})


def message(link: Link, way: str) -> dict[str, Any]:
    """A message that is sent or received: its channels, and the fields, group and triggers that were declared."""
    written = pointer(link)
    if isinstance(link.declared, Sends | Receives):
        written |= {"fields": data(link.declared.fields), "group": link.declared.group}
    written[way] = [_way(channel) for channel in link.channels]
    written["triggers"] = [_trigger(trigger) for trigger in link.triggers]
    return {key: value for key, value in written.items() if value}


def _trigger(link: Link) -> dict[str, Any]:
    return present(pointer(link) | {"condition": getattr(link.declared, "condition", None)})


def output(link: Link, names: Mapping[int, str]) -> dict[str, Any]:
    """What a data product gives to others; `names` are those of the contracts' files, by contract."""
    contract = link.declared.contract if isinstance(link.declared, Output) else None
    said = data(contract) | {"path": names.get(id(contract))} if contract else None
    return present(pointer(link) | {"contract": said})


def group(declared: ResourceGroup, catalog: Catalog) -> dict[str, Any]:
    """A list of resources that a page shows together; each with its type, which EventCatalog asks for."""
    items = [_group_item(item, catalog) for item in declared.items or ()]
    return present(
        {
            "id": declared.id,
            "title": declared.title,
            "items": items,
            "limit": declared.limit,
            "sidebar": declared.sidebar,
        }
    )


def _group_item(item: Any, catalog: Catalog) -> dict[str, Any]:
    identifier = item if isinstance(item, str) else item.id
    entry = catalog.find(identifier, getattr(item, "version", None)) or catalog.find(identifier)
    known = catalog.known.get(identifier)
    kind = entry.kind if entry else (known.kind if known else None) or getattr(item, "kind", None)
    version = entry.version if entry else None
    return present({"id": identifier, "version": version if kind not in OWNER_KINDS else None, "type": kind})

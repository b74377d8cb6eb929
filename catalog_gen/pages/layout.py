"""Where a resource's page is: its folder in the catalog, and its address on the site.

https://www.eventcatalog.dev/docs/development/getting-started/project-structure
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal
from urllib.parse import quote

if TYPE_CHECKING:
    from collections.abc import Mapping

    from catalog_gen.resolving import Catalog, Entry

Layout = Literal["flat", "nested"]

COLLECTIONS: Mapping[str, str] = {
    "adr": "adrs",
    "agent": "agents",
    "channel": "channels",
    "command": "commands",
    "container": "containers",
    "data-product": "data-products",
    "diagram": "diagrams",
    "domain": "domains",
    "entity": "entities",
    "event": "events",
    "flow": "flows",
    "query": "queries",
    "service": "services",
    "system": "systems",
    "team": "teams",
    "user": "users",
}
"""The folder and the part of the address that each kind has."""


def page_path(entry: Entry, catalog: Catalog, layout: Layout) -> str:
    """The path of a page below the catalog's folder."""
    if entry.version is None:
        return f"{COLLECTIONS[entry.kind]}/{entry.id}.mdx"
    return f"{folder(entry, catalog, layout)}/index.mdx"


def folder(entry: Entry, catalog: Catalog, layout: Layout) -> str:
    """The folder of a versioned resource: older versions lie in `versioned/<version>` of the current one."""
    home = _nested(entry, catalog) if layout == "nested" else ""
    own = f"{home}{COLLECTIONS[entry.kind]}/{entry.id}"
    return own if entry.current else f"{own}/versioned/{entry.version}"


def _nested(entry: Entry, catalog: Catalog) -> str:
    """The folder around a resource: its only producer, its only domain; empty where it has none or several."""
    if entry.kind == "domain":
        parents = catalog.domains.get(entry.id, ())
        top = len(parents) == 1 and not catalog.domains.get(parents[0].id)
        return f"domains/{parents[0].id}/sub" if top else ""
    if entry.kind == "service":
        domains = catalog.domains.get(entry.id, ())
        deep = len(domains) == 1 and _depth(domains[0], catalog) < _DEEPEST
        return f"{_nested(domains[0], catalog)}domains/{domains[0].id}/" if deep else ""
    if entry.kind in {"event", "command", "query"}:
        producers = {sender.id: sender for sender, _ in catalog.senders.get(entry.id, ())}
        only = next(iter(producers.values())) if len(producers) == 1 else None
        if only is not None and only.kind == "service":
            return f"{_nested(only, catalog)}services/{only.id}/"
    return ""


_DEEPEST = 3


def _depth(domain: Entry, catalog: Catalog) -> int:
    """1 for a top-level domain, 2 for its subdomain; deeper ones lie flat, where EventCatalog finds them."""
    return 2 if _nested(domain, catalog) else 1


def address(kind: str, identifier: str, version: str | None) -> str:
    """The address of a page on the site, from its root."""
    parts = [COLLECTIONS[kind], identifier, *([version] if version else [])]
    return "/docs/" + "/".join(quote(part, safe="") for part in parts)


def file_address(page: str, name: str) -> str:
    """The address at which EventCatalog serves a file that lies beside a page.

    It copies such files to `/generated`, from the deepest collection folder of the path on.
    """
    parts = page.split("/")[:-1]
    published = ("agents", "events", "commands", "services", "domains", "flows", "queries", "channels")
    start = max(position for position, part in enumerate(parts) if part in published)
    return "/generated/" + "/".join(quote(part, safe="") for part in [*parts[start:], *name.split("/")])

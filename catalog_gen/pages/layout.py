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


_BESIDE: Mapping[str, str] = {"language": "ubiquitous-language.mdx", "changelog": "changelog.mdx"}
"""The files of further pages in the folder of their resource."""

FILES = frozenset({"index.mdx", *_BESIDE.values()})
"""What the pages in the folder of a resource are called."""

DOCUMENTS = "docs"


def page_path(entry: Entry, catalog: Catalog, layout: Layout) -> str:
    """The path of a page below the catalog's folder."""
    if entry.part_of is not None:
        inside = _BESIDE.get(entry.kind) or f"{entry.id.removeprefix(f'{entry.part_of.id}/')}.mdx"
        return f"{folder(entry.part_of, catalog, layout)}/{inside}"
    if entry.kind == "doc":
        return f"{entry.id}.mdx"
    if entry.version is None:
        return f"{COLLECTIONS[entry.kind]}/{entry.id}.mdx"
    return f"{folder(entry, catalog, layout)}/index.mdx"


def folder(entry: Entry, catalog: Catalog, layout: Layout) -> str:
    """The folder of a versioned resource: older versions lie in `versioned/<version>` of the current one."""
    home = _nested(entry, catalog) if layout == "nested" else ""
    own = f"{home}{COLLECTIONS[entry.kind]}/{entry.id}"
    return own if entry.current else f"{own}/versioned/{entry.version}"


def _nested(entry: Entry, catalog: Catalog) -> str:
    """The folder around a resource: its only producer, its only system or domain; empty where EventCatalog finds none.

    It looks for services in domains, their subdomains and the systems of domains, not deeper; for subdomains one level
    down. Systems that are in no domain have nothing in their folder, since of files in there none would be published.
    """
    if entry.kind in {"event", "command", "query"}:
        producers = {sender.id: sender for sender, _ in catalog.senders.get(entry.id, ())}
        only = next(iter(producers.values())) if len(producers) == 1 else None
        if only is not None and only.kind in {"service", "agent"}:
            return f"{_nested(only, catalog)}{COLLECTIONS[only.kind]}/{only.id}/"
        return ""
    homes = catalog.homes.get(entry.id, ())
    if len(homes) != 1 or entry.kind not in _MEMBERS:
        return ""
    home = homes[0]
    if entry.kind == "domain":
        return "" if home.kind != "domain" or catalog.homes.get(home.id) else f"domains/{home.id}/sub"
    above = _nested(home, catalog)
    if home.kind == "domain":
        return f"{above}domains/{home.id}/"
    too_deep = entry.kind == "service" and "/subdomains/" in above
    return f"{above}systems/{home.id}/" if above and not too_deep else ""


_MEMBERS = frozenset({"domain", "system", "service", "agent", "entity", "flow", "data-product", "container"})


def address(kind: str, identifier: str, version: str | None) -> str:
    """The address of a page on the site, from its root; diagrams are not among the other pages."""
    parts = [COLLECTIONS[kind], identifier, *([version] if version else [])]
    return ("/" if kind == "diagram" else "/docs/") + "/".join(quote(part, safe="") for part in parts)


_PUBLISHED = frozenset({"agents", "events", "commands", "services", "domains", "flows", "queries", "channels"})


def publishes_files(page: str) -> bool:
    """Whether EventCatalog serves the files that lie beside a page: it looks at the first folder of the path."""
    return page.partition("/")[0] in _PUBLISHED


def file_address(page: str, name: str) -> str:
    """The address at which EventCatalog serves a file that lies beside a page.

    It copies such files to `/generated`, from the deepest collection folder of the path on; only where
    `publishes_files` says so.
    """
    parts = page.split("/")[:-1]
    start = max(position for position, part in enumerate(parts) if part in _PUBLISHED)
    return "/generated/" + "/".join(quote(part, safe="") for part in [*parts[start:], *name.split("/")])

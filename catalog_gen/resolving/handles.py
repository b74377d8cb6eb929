"""By which names GitHub and GitLab know the owners of resources."""

from __future__ import annotations

from typing import TYPE_CHECKING

from catalog_gen.model import Team
from catalog_gen.model.people import Owner

if TYPE_CHECKING:
    from catalog_gen.resolving.catalog import Catalog


def handles(owner: str, catalog: Catalog) -> tuple[str, ...]:
    """The handles of a user or team by its id, as `@name` or `@organisation/team`.

    A team without one is known by those of its members. Who is not declared, or has none, has none.
    """
    entry = catalog.find(owner)
    if entry is None or not isinstance(entry.resource, Owner):
        return ()
    if entry.resource.github:
        return (entry.resource.github,)
    if not isinstance(entry.resource, Team):
        return ()
    found = (handle for member in entry.links.get("members", ()) for handle in handles(member.id, catalog))
    return tuple(dict.fromkeys(found))

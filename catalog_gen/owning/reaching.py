"""By which names a CODEOWNERS file can ask an owner for a review: handles, else email addresses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from catalog_gen.model import Team
from catalog_gen.model.people import Owner
from catalog_gen.resolving.handles import handles

if TYPE_CHECKING:
    from catalog_gen.resolving.catalog import Catalog


def names(owner: str, catalog: Catalog) -> tuple[str, ...]:
    """The handle or the address of an owner by its id; of a team without handle, those of its members.

    Nothing for who has neither, and for who is not declared.
    """
    found = catalog.find(owner)
    if found is None or not isinstance(found.resource, Owner):
        return ()
    if not found.resource.github and isinstance(found.resource, Team):
        members = (name for link in found.links.get("members", ()) for name in names(link.id, catalog))
        return tuple(dict.fromkeys(members))
    return handles(owner, catalog) or ((found.resource.email,) if found.resource.email else ())

"""Teams and users, as owners and on pages of their own."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from catalog_gen.model import Team, User
from catalog_gen.pages.views.references import Reference, reference

if TYPE_CHECKING:
    from catalog_gen.resolving import Catalog, Entry


@dataclasses.dataclass(frozen=True, slots=True)
class Contact:
    """A way to reach somebody."""

    label: str
    href: str


@dataclasses.dataclass(frozen=True, slots=True)
class OwnerView:
    """A team or user that owns something, and how to reach them."""

    reference: Reference
    contacts: tuple[Contact, ...] = ()
    inherited_from: str = ""


def owners(entry: Entry, catalog: Catalog) -> tuple[OwnerView, ...]:
    """Who owns the resource."""
    return tuple(
        OwnerView(reference(link, catalog), contacts(owner), entry.owners_from)
        for link in entry.owners
        for owner in [catalog.find(link.id)]
    )


def contacts(owner: Entry | None) -> tuple[Contact, ...]:
    """How to reach a team or user."""
    declared = owner.resource if owner else None
    if not isinstance(declared, Team | User):
        return ()
    github = f"https://github.com/{_github_path(declared.github)}" if declared.github else None
    ways = {
        "Slack": declared.slack,
        "Microsoft Teams": declared.ms_teams,
        "Email": f"mailto:{declared.email}" if declared.email else None,
        "On call": declared.on_call if isinstance(declared, Team) else None,
        "GitHub": github,
    }
    return tuple(Contact(label, href) for label, href in ways.items() if href)


def _github_path(handle: str) -> str:
    organisation, _, team = handle.removeprefix("@").partition("/")
    return f"orgs/{organisation}/teams/{team}" if team else organisation

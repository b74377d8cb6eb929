"""Which version comes next."""

from __future__ import annotations

from typing import TYPE_CHECKING

from catalog_gen.bumping.meaning import linked, meant, of_entry
from catalog_gen.model import Message
from catalog_gen.model.rules import version as strict
from catalog_gen.problems import Problem
from catalog_gen.resolving.ids import version_key
from catalog_gen.versioning import bumps, comparing, judging, past

if TYPE_CHECKING:
    from catalog_gen.resolving import Catalog, Entry
    from catalog_gen.settings import Settings


def wanted(old: Entry, now: Entry, settings: Settings) -> tuple[str, str]:
    """The version that the change needs under the policy of the settings, and in words why.

    What a message differs in is its schemas; for every other resource, anything that its definition says otherwise
    counts as something new.
    """
    if isinstance(now.resource, Message):
        compared = [comparison for _, comparison in comparing.schemas(past.of_entry(old), past.of_entry(now))]
        needed = bumps.needed(compared, judging.level_of(now), settings.bumps)
        why = bumps.reason(compared, judging.level_of(now)) if old.schemas or now.schemas else "it has no schema"
    else:
        same = dict.fromkeys((*linked(old), *linked(now)), "")
        one, other = (of_entry(each, ("version", "previous"), same) for each in (old, now))
        is_other = meant(one) != meant(other)
        needed = settings.bumps.compatible if is_other else "none"
        why = "its definition has changed" if is_other else "nothing in it has changed"
    return bumps.raised(old.version or "", "patch" if needed == "none" else needed), why


def is_kept(old: Entry, now: Entry, catalog: Catalog) -> bool:
    """Whether the definitions have the older version already."""
    return catalog.find(now.id, old.version) is not None


def refused(version: str, old: Entry, now: Entry, catalog: Catalog) -> Problem | None:
    """Why it cannot be the next version after the old one, if so."""
    fault = strict(version)
    there = {each.version for each in catalog.by_id[now.id] if each is not now or each.version == old.version}
    hint = ""
    if fault is not None:
        message, hint = f'"{version}" is no version', "versions are MAJOR.MINOR.PATCH, for example 2.0.0"
    elif version in there:
        message = f"{version} is there already"
    elif version_key(version) <= version_key(old.version):
        message = f"{version} is not higher than {old.version}"
    elif version == now.version and is_kept(old, now, catalog):
        message = f"{version} is there already, and {old.version} is kept"
    else:
        return None
    return Problem("cannot-bump", message, now.resource.at("version"), now.subject, hint)

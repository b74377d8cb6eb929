"""A version that is not out yet, and gets another number: what came before it is kept already."""

from __future__ import annotations

from typing import TYPE_CHECKING

from catalog_gen import catalogs
from catalog_gen import problems as wrong
from catalog_gen.bumping import history, meaning, splicing, verifying
from catalog_gen.bumping.overlay import Overlay
from catalog_gen.bumping.texts import Text, UneditableError
from catalog_gen.problems import Problem
from catalog_gen.resolving.ids import version_key

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from catalog_gen.bumping.history import History
    from catalog_gen.bumping.sides import Side
    from catalog_gen.catalogs import Resolved
    from catalog_gen.resolving import Entry


def is_out(old: Side, now: Side) -> bool:
    """Whether the current version is the one that the older side has, too, so that it is to be kept."""
    return version_key(old.entry.version) >= version_key(now.entry.version)


def move(now: Side, files: History) -> None:
    """Give the version a copy of each file whose path has the version in it, where the new number looks for it."""
    resource = now.entry.resource
    several = (*(getattr(resource, "schemas", None) or ()), *(getattr(resource, "examples", None) or ()))
    fields = ("schema_path", "headers_schema_path", "description_path")
    for holder, field in (*((resource, field) for field in fields), *((each, "path") for each in several)):
        if history.has_version(getattr(holder, field, None)):
            files.move(holder, field)


def edited(now: Side, known: Resolved, version: str, files: Mapping[str, bytes]) -> tuple[bytes, bytes] | Problem:
    """The definitions file before and after the version was written into it, proven; or why it cannot be.

    `files` are those that there will be besides.
    """
    place = now.entry.resource.at()
    before = now.source.read(place.path)
    try:
        found = splicing.definition(Text.of(before), (place.line, place.column - 1))
        after = splicing.with_version(found, version).data
    except UneditableError as error:
        return _refused(str(error), now.entry, version)
    will = catalogs.resolved(now.settings, Overlay(now.source, {**files, place.path: after}), lambda _: None)
    fault = next(_faults(known, will, now, version), "")
    if fault:
        return _refused(f"the edited definition would not say what is meant: {fault}", now.entry, version)
    return before, after


def _refused(why: str, entry: Entry, version: str) -> Problem:
    return Problem("cannot-bump", why, entry.resource.at(), entry.subject, f'write by hand: version="{version}"')


def _faults(before: Resolved, after: Resolved, now: Side, version: str) -> Iterator[str]:
    """What would be wrong, or another thing, besides the number."""
    for problem in verifying.brought(before, after, now.settings):
        if problem.code not in verifying.OF_VERSIONS:
            yield wrong.text(problem)
    own = (now.entry.id, now.entry.version)
    there, will = ({(each.id, each.version): each for each in one.catalog.entries if each.part_of is None}
                   for one in (before, after))  # fmt: skip
    if {key for key in there if key != own} | {(now.entry.id, version)} != set(will):
        yield "other versions would appear or vanish"
        return
    for key, entry in there.items():
        other = will[(now.entry.id, version) if key == own else key]
        told = ("version", "previous") if key[0] == now.entry.id else ()
        one, two = (meaning.of_entry(each, told, {now.entry.id: version}) for each in (entry, other))
        changed = [field for field, value in one.items() if two.get(field) != value]
        if changed:
            yield f"{entry.subject} would change, too ({', '.join(changed)})"

"""Proof before anything is written: the edited files say what was meant, and nothing else has changed."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from catalog_gen import problems as wrong
from catalog_gen.bumping import meaning
from catalog_gen.model import Message, Previous
from catalog_gen.model.declaring import fields

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from catalog_gen.catalogs import Resolved
    from catalog_gen.problems import Problem
    from catalog_gen.resolving import Entry
    from catalog_gen.settings import Settings

OF_VERSIONS = frozenset(
    {"breaking-change", "undecided-compatibility", "risky-change", "missing-bump", "unused-acceptance"}
)
"""Problems that say what a new version is, not that it cannot be one."""

_OF_ALL_VERSIONS = frozenset(
    {
        "id",
        "previous",
        "formerly",
        "defaults",
        "owners",
        "payload",
        "schema_format",
        "compatibility",
        "accepts",
        "snippets",
    }
)
"""What is said of the resource rather than of a version, or is seen in its schemas."""

_PASSING = re.compile(r"(:\d+){1,2}(?!\w)| \d+\.\d+\.\d+\b")
"""Positions and versions, which change although the mistake is the same."""


def faults(
    before: Resolved, after: Resolved, sides: tuple[Entry, Entry], version: str, settings: Settings, *, fresh: bool
) -> Iterator[str]:
    """What is not as it should be after the edits; nothing where all is well.

    `sides` are the resource as its older version was, and as it is now; `version` is the new one, which has `fresh`
    files if the author has put them where it looks for them.
    """
    old, entry = sides
    for problem in brought(before, after, settings):
        if problem.code not in OF_VERSIONS:
            yield wrong.text(problem)
    now = next((each for each in after.catalog.by_id.get(entry.id, ()) if each.current), None)
    kept = after.catalog.find(entry.id, old.version)
    if now is None or now.version != version:
        yield f"{entry.id} would not have the version {version}"
        return
    if kept is None or kept.previous is None:
        yield f"{entry.id} would have no previous version {old.version}"
        return
    yield from _kept(kept, old)
    yield from _others(before, after, entry, (old.version or "", version), fresh=fresh)


def brought(before: Resolved, after: Resolved, settings: Settings) -> list[Problem]:
    """The errors that were not there before, wherever they stand."""
    known = Counter(_like(problem) for problem in before.problems)
    found = []
    for problem in after.problems:
        if known[_like(problem)]:
            known[_like(problem)] -= 1
        elif wrong.severity(problem, settings.problems) == "error":
            found.append(problem)
    return found


def _like(problem: Problem) -> tuple[str, ...]:
    subject = problem.subject.partition(" ")[0]
    return problem.code, problem.place.path, subject, _PASSING.sub("", problem.message)


def _kept(kept: Entry, old: Entry) -> Iterator[str]:
    """Where the older version would not be what it was."""
    schemas = [schema.file for schema in kept.schemas], [schema.file for schema in old.schemas]
    if len(schemas[0]) != len(schemas[1]) or not all(map(meaning.is_same_schema, *schemas)):
        yield f"{kept.subject} would not have the schema that it had"
    if [schema.name.rpartition(".")[0] for schema in kept.schemas] != [
        schema.name.rpartition(".")[0] for schema in old.schemas
    ]:
        yield f"the schemas of {kept.subject} would be called otherwise"
    if kept.headers and old.headers and not meaning.is_same_schema(kept.headers.file, old.headers.file):
        yield f"{kept.subject} would not have the schema of headers that it had"


def differing(kept: Entry, old: Entry) -> list[str]:
    """What else of the page of the older version is not as it was."""
    found = [name for name in ("name", "summary", "description") if getattr(kept, name) != getattr(old, name)]
    found += [
        field
        for field in ("badges", "draft", "deprecated", "hidden", "changes")
        if meaning.meant(getattr(kept.resource, field, None)) != meaning.meant(getattr(old.resource, field, None))
    ]
    found += _beyond_words(kept, old)
    if isinstance(old.resource, Message) and old.resource.examples is not None:
        texts = [[example.text for example in entry.examples] for entry in (kept, old)]
        found += ["examples"] if texts[0] != texts[1] else []
    return found


def _beyond_words(kept: Entry, old: Entry) -> list[str]:
    """What a `Previous` has no words for, so that the page of the older version says what the new one says."""
    found = [
        name
        for name in fields(type(old.resource))
        if name not in {*fields(Previous), *_OF_ALL_VERSIONS}
        and meaning.meant(getattr(kept.resource, name, None)) != meaning.meant(getattr(old.resource, name))
    ]
    return [*found, "headers_schema_path"] if kept.headers and not old.headers else found


def _others(
    before: Resolved, after: Resolved, entry: Entry, versions: tuple[str, str], *, fresh: bool
) -> Iterator[str]:
    """Whatever else would change."""
    identifier = entry.id
    old, new = versions
    own = {identifier}
    there = {(entry.id, entry.version): entry for entry in _resources(before.catalog.entries)}
    will = {(entry.id, entry.version): entry for entry in _resources(after.catalog.entries)}
    meant = {(identifier, old), (identifier, new), (identifier, entry.version)}
    added = [key for key in will if key not in there and key not in meant]
    gone = [key for key in there if key not in will and key not in meant]
    for name, version in [*added, *gone]:
        yield f"{name} {version or ''} would {'appear' if (name, version) in will else 'vanish'}"
    for key, each in there.items():
        if key in will and key[0] not in own:
            one, other = (meaning.of_entry(which, (), {identifier: new}) for which in (each, will[key]))
            changed = [field for field, value in one.items() if other.get(field) != value]
            if changed:
                yield f"{each.subject} would change, too ({', '.join(changed)})"
    before_, after_ = there.get((identifier, entry.version)), will.get((identifier, new))
    if before_ is not None and after_ is not None:
        yield from _own(before_, after_, fresh=fresh)


def _own(before: Entry, after: Entry, *, fresh: bool) -> Iterator[str]:
    """What else would be another thing for the resource itself."""
    told = ("version", "previous", "changes", "date")
    one, other = (meaning.of_entry(each, told) for each in (before, after))
    changed = [field for field, value in one.items() if other.get(field) != value]
    changed = [field for field in changed if not (fresh and field.startswith("its "))]
    if changed:
        yield f"{after.subject} would differ from {before.version} in more than its version ({', '.join(changed)})"


def _resources(entries: Iterable[Entry]) -> Iterator[Entry]:
    return (entry for entry in entries if entry.document is None and entry.part_of is None)

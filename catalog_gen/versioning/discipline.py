"""What a change does to versions that are out: edited without a new version, or written anew."""

from __future__ import annotations

from typing import TYPE_CHECKING

from catalog_gen.compatibility import marking
from catalog_gen.model import Resource
from catalog_gen.problems import Place, Problem
from catalog_gen.resolving.catalog import MESSAGE_KINDS
from catalog_gen.resolving.ids import version_key
from catalog_gen.versioning import bumps, comparing, judging, past
from catalog_gen.versioning.accepting import Acceptances

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from catalog_gen.compatibility.differences import Difference
    from catalog_gen.resolving import Catalog, Entry
    from catalog_gen.settings import Bump, Bumps


def problems(base: Catalog, head: Catalog, policy: Bumps) -> Iterator[Problem]:
    """What is wrong with the versions of the head, given those of the commit that it started from.

    `missing-bump` where a version that is out was edited, `rewritten-version` where one that is not the current one any
    more was; and what `judging` finds of a new version whose predecessor the definitions do not give. Drafts are not
    out. A version with a schema that could not be read has a problem already, and so has what is no version.
    """
    for entry in head.current:
        if entry.kind in MESSAGE_KINDS:
            former = _former(entry, base)
            if former is not None and all(bumps.is_version(each.version) for each in (former, entry)):
                yield from _Change(former, entry, head, policy).problems(base)


def unjudged(base: Catalog, head: Catalog) -> Iterator[Entry]:
    """The messages whose schemas may have been changed: nobody knows, as those of the base cannot be read."""
    for entry in head.current:
        if entry.kind in MESSAGE_KINDS and not past.is_unread(entry):
            former = _former(entry, base)
            if former is not None and past.is_unread(former):
                yield entry


def _former(entry: Entry, base: Catalog) -> Entry | None:
    """The same message in the base, under whatever id."""
    ids = (entry.id, *((entry.resource.formerly or ()) if isinstance(entry.resource, Resource) else ()))
    found = (base.find(identifier) for identifier in ids)
    return next((each for each in found if each is not None and each.kind in MESSAGE_KINDS), None)


class _Change:
    """A message in both."""

    def __init__(self, before: Entry, now: Entry, head: Catalog, policy: Bumps) -> None:
        self._before = before
        self._now = now
        self._head = head
        self._policy = policy
        self._acceptances = Acceptances(now)

    def problems(self, base: Catalog) -> Iterator[Problem]:
        """Everything that is wrong with it. What an edit does to versions with the same file is told by one problem."""
        edited: tuple[Problem, ...] = ()
        if past.is_unread(self._before) or past.is_unread(self._now):
            pass
        elif self._before.version == self._now.version:
            edited = tuple(self._edited())
            yield from edited
        elif self._is_raised and self._head.find(self._now.id, self._before.version) is None:
            compared = comparing.schemas(past.of_entry(self._before), past.of_entry(self._now))
            older = self._before.version or ""
            yield from judging.problems(self._now, older, compared, self._policy, self._acceptances)
        for old in base.by_id[self._before.id]:
            new = self._head.find(self._now.id, old.version)
            if new is not None and new is not self._now and not past.is_unread(old) and not past.is_unread(new):
                if edited and _has_files_of(self._now, new):
                    continue
                yield from self._rewritten(old, new)

    @property
    def _is_raised(self) -> bool:
        return version_key(self._now.version) > version_key(self._before.version)

    def _edited(self) -> Iterator[Problem]:
        """The current version, where it is out and its schema was changed: one problem, with all that was changed."""
        version = self._now.version or ""
        found = _worst_first(self._before, self._now, self._policy)
        found = [one for one in found if not self._acceptances.has("missing-bump", version, one[0].path)]
        if not found or getattr(self._before.resource, "draft", None):
            return
        difference, bump = found[0]
        message = f"{marking.sentence(difference)}{_more(found)}: version {version} is out, so this needs another one"
        place = _spot(difference, self._now)
        raised = judging.command(self._now, bumps.raised(version, bump))
        hint = "take the change back" if bump == "never" else raised
        yield Problem("missing-bump", message, place, self._now.subject, hint)

    def _rewritten(self, old: Entry, new: Entry) -> Iterator[Problem]:
        found = _worst_first(old, new, self._policy)
        version = new.version or ""
        found = [one for one in found if not self._acceptances.has("rewritten-version", version, one[0].path)]
        if not found or getattr(old.resource, "draft", None):
            return
        difference, bump = found[0]
        message = (
            f"{marking.sentence(difference)}{_more(found)}: version {version} is out, so its schema stays as it was"
        )
        place = _spot(difference, new)
        next_one = bumps.raised(self._now.version or "", "patch" if bump == "none" else bump)
        hint = f"restore it, and change the current version instead: {judging.command(self._now, next_one)}"
        if _has_files_of(self._now, new):
            hint = f"give {version} a file of its own, with the schema as it was: Previous(schema_path=...)"
        yield Problem("rewritten-version", message, place, new.subject, hint)


def _more(found: Sequence[object]) -> str:
    """That the first one is not the only one."""
    others = len(found) - 1
    return f", and {others} more change{'s' if others > 1 else ''}" if others else ""


def _spot(difference: Difference, entry: Entry) -> Place:
    """Where the head says it; of what is gone there, only the file."""
    place = judging.place(difference, entry)
    return Place(place.path) if difference.kind.endswith("-removed") else place


def _has_files_of(now: Entry, older: Entry) -> bool:
    """Whether an older version takes its schemas from the current one, as it names none of its own."""
    mine, theirs = ({file.path for file in past.of_entry(one).values()} for one in (now, older))
    return bool(theirs) and theirs <= mine


def _worst_first(old: Entry, new: Entry, policy: Bumps) -> list[tuple[Difference, Bump]]:
    """The differences that want another version, the ones that want most of it first."""
    if old.schemas is new.schemas and old.headers is new.headers:
        return []
    level = judging.level_of(new)
    compared = comparing.schemas(past.of_entry(old), past.of_entry(new))
    found = [
        (difference, bumps.wanted(difference, level, policy))
        for _, comparison in compared
        for difference in comparison.differences
    ]
    sizes = [one for one in found if one[1] != "none"]
    return sorted(sizes, key=lambda one: -bumps.SIZES.index(one[1]))

"""What a pull request does to the catalog: who owns what it changes, who is hit, who has to approve.

Both sides are read from git, statically: nothing is checked out, and nothing of either side is run.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from catalog_gen import problems as wrong
from catalog_gen.blaming.commits import base_commit
from catalog_gen.git import GitError, Repository
from catalog_gen.problems import Place, Problem
from catalog_gen.review import approving, brought, configuration, contracts, ownership, sides, structure, unreading
from catalog_gen.review.changes import KINDS, Change, Review, Side
from catalog_gen.review.gathering import gathered
from catalog_gen.review.pairs import moved_files, paired

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from catalog_gen.problems import Severity
    from catalog_gen.resolving import Catalog, Entry
    from catalog_gen.review.changes import Subject
    from catalog_gen.review.pairs import Pairs
    from catalog_gen.review.sides import Sides
    from catalog_gen.settings import Settings

    Progress = Callable[[str], None]


def review(ref: str, head: str | None, settings: Settings, progress: Progress) -> Review | Problem:
    """Review the change from the commit at which `head` (a ref, or the working tree where it is None) left `ref`.

    A problem where git does not know one of them, or where the head has no settings.
    """
    try:
        with Repository(settings.root) as repository:
            return _Reviewing(repository, ref, head, settings, progress).review()
    except GitError as error:
        return Problem("unknown-base", f"{ref}: {error.reason}", Place(settings.path), hint=error.hint)


class _Reviewing:
    """One review."""

    def __init__(
        self, repository: Repository, ref: str, head: str | None, settings: Settings, progress: Progress
    ) -> None:
        self._repository = repository
        self._ref = ref
        self._head = head
        self._settings = settings
        self._progress = progress

    def review(self) -> Review | Problem:
        """The outcome."""
        place = Place(self._settings.path)
        commit = self._repository.commit(self._head) if self._head is not None else ""
        if commit is None:
            return unknown_commit(self._repository, self._head or "", place)
        base = base_commit(self._repository, self._ref, place, commit or "HEAD")
        if isinstance(base, Problem):
            return base
        self._progress("reading both sides")
        found = sides.read(self._repository, base, commit, self._settings)
        if isinstance(found, Problem):
            return found
        self._progress("comparing")
        return self._compared(found, Side(self._ref, base), Side(self._head or "the working tree", commit))

    def _compared(self, found: Sides, base: Side, head: Side) -> Review:
        pairs = _readable(paired(found.base.catalog, found.head.catalog), found)
        changes = tuple(sorted(gathered(_changes(pairs, found)), key=_order))
        renames = {**moved_files(pairs.both), **self._renames(found, base, head)}
        problems, older = brought.problems(found, self._ref, renames)
        catalog = found.head.catalog
        return Review(
            catalog=found.head.settings.name,
            folder=self._folder,
            base=base,
            head=head,
            changes=brought.attached(changes, problems),
            approvals=approving.approvals(changes, unreading.concealed(pairs), found.base.catalog, pairs),
            problems=problems,
            ownerless=_ownerless(changes, problems, catalog),
            unread=unreading.unread(found),
            older=older,
            consumers=sum(1 for entry in catalog.current if entry.links.get("receives")),
            notes=(*found.notes, *_reader_notes(found)),
        )

    @property
    def _folder(self) -> str:
        folder = self._settings.root.resolve().relative_to(self._repository.top).as_posix()
        return "" if folder == "." else folder

    def _renames(self, found: Sides, base: Side, head: Side) -> Mapping[str, str]:
        """The files below the project that have another path, as problems call them."""
        if not found.base.problems:
            return {}
        root = self._settings.root.resolve()
        moved = self._repository.renames(base.commit, [root], head.commit)
        inside = ((old, new) for old, new in moved.items() if old.is_relative_to(root) and new.is_relative_to(root))
        return {old.relative_to(root).as_posix(): new.relative_to(root).as_posix() for old, new in inside}


def _changes(pairs: Pairs, found: Sides) -> Iterator[Change]:
    base, head = found.base.catalog, found.head.catalog
    yield from structure.changes(pairs, base, head)
    yield from ownership.changes(pairs, base, head)
    for pair in pairs.both:
        yield from contracts.changes(pair, base, head, pairs)
    if not found.notes:  # else there are no settings in the base
        yield from configuration.changes(found.base, found.head)


def _order(change: Change) -> tuple[object, ...]:
    """By what it is about, then by place; the order does not depend on how the change was found."""
    gravities, kinds = ["breaking", "undecided", "risky", "plain"], [*KINDS]
    rank = gravities.index(change.gravity), kinds.index(change.kind)
    return (*rank, change.place, change.subject, change.words)


def _readable(pairs: Pairs, found: Sides) -> Pairs:
    """With what may be there all the same, in something that could not be read, set apart."""
    hidden = tuple(
        entry
        for entry in pairs.gone
        if found.head.may_have(entry, found.base) or _is_exchanged_unread(entry, pairs, found)
    )
    ids = {entry.id for entry in hidden}
    return dataclasses.replace(
        pairs,
        gone=tuple(entry for entry in pairs.gone if entry.id not in ids),
        new=tuple(entry for entry in pairs.new if not found.base.may_have(entry, found.head)),
        hidden=hidden,
    )


def _is_exchanged_unread(message: Entry, pairs: Pairs, found: Sides) -> bool:
    """Whether who sent or received a message in the base does so in a way that cannot be read any more."""
    base, head = found.base.catalog, found.head.catalog
    for way, linking in (("sends", base.senders), ("receives", base.receivers)):
        for entry, _ in linking.get(message.id, ()):
            now = head.find(pairs.now(entry.id))
            if now is not None and way in now.resource.unread - entry.resource.unread:
                return True
    return False


def _ownerless(
    changes: Iterable[Change], problems: Iterable[tuple[Problem, Severity]], head: Catalog
) -> tuple[Subject, ...]:
    """The resources that have no owner since this change."""
    found: set[Subject] = set()
    for change in changes:
        if change.kind == "owner-removed" and not change.after:
            found.update((change.subject, *change.followers))
    ids = {problem.subject.partition(" ")[0] for problem, _ in problems if problem.code == "no-owner"}
    found.update(ownership.subject(entry) for entry in map(head.find, ids) if entry is not None)
    return tuple(sorted(found))


def _reader_notes(found: Sides) -> Iterator[str]:
    """That definitions which are meant to be run were read."""
    if found.head.settings.reader == "import":
        yield "the settings have definitions run, which a review never does: what only running them tells is not known"


def unknown_commit(repository: Repository, ref: str, place: Place) -> Problem:
    """That git does not know a ref."""
    hint = wrong.nearest(ref, repository.branches)
    return Problem("unknown-base", f'git knows no branch, tag or commit "{ref}"', place, hint=hint)

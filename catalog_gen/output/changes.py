"""What has to change on disk: compared first, so that a second build writes nothing.

A file is ours if its digest is recorded, or if it equals what we would write. Pages are merged with what was
written into them by hand; a copy of a schema or an example is no place for that, and a file of somebody else's
is never replaced.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Final

from catalog_gen.output import copies, leftovers, manifest, refreshing
from catalog_gen.output.comparison import Comparison
from catalog_gen.output.moves import moves
from catalog_gen.output.wishes import NO_WISHES, Wishes

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from catalog_gen.output.comparison import HeldBack
    from catalog_gen.output.existing import Existing
    from catalog_gen.pages.planning import Plan
    from catalog_gen.pages.rendering import Rendered
    from catalog_gen.problems import Problem
    from catalog_gen.settings import Settings


@dataclasses.dataclass(frozen=True, slots=True)
class Changes:
    """What to write and what to remove, by path; `records` is the manifest after that.

    `moved` are those of the removed files whose text is at another place then: that place, and their digest. `left` are
    those of the updated ones whose text before is in an archive then, in the same way.
    `held` are the pages in which hand edits hold something back. `recorded`: an earlier build has left a record, and
    `written_by` is the version of the program that it had.
    """

    created: Mapping[str, bytes]
    updated: Mapping[str, bytes]
    removed: tuple[str, ...]
    moved: Mapping[str, tuple[str, str]]
    left: Mapping[str, tuple[str, str]]
    unchanged: int
    records: str
    records_changed: bool
    held: Mapping[str, HeldBack]
    recorded: bool
    written_by: str

    @property
    def nothing(self) -> bool:
        """Whether everything is as it should be."""
        return not (self.created or self.updated or self.removed or self.records_changed)

    @property
    def journal(self) -> str:
        """What the journal says while this is being written: the records to come, and what is being moved."""
        both = sorted({**self.moved, **self.left}.items())
        moved = ((old, f"{manifest.MOVED}{new}", digest) for old, (new, digest) in both)
        return self.records + "".join(f"{manifest.line(*record)}\n" for record in moved)


NO_PAGES: Final[Mapping[str, Sequence[str]]] = {}


def compare(
    plan: Plan,
    rendered: Sequence[Rendered],
    existing: Existing,
    settings: Settings,
    wishes: Wishes = NO_WISHES,
    kept: Mapping[str, Sequence[str]] = NO_PAGES,
) -> tuple[Changes, tuple[Problem, ...]]:
    """The way from what is on disk to what should be there, and what stands in it.

    `kept` are pages that are known to be as they should be, with the files beside them.
    """
    moved = moves(plan.pages, existing, settings, wishes)
    existing = existing.taking([*(page.path for page in plan.pages), *(file.path for file in plan.files)])
    found = Comparison(existing, settings, wishes, moved, frozenset(page.path for page in plan.pages))
    texts = {page.path: page for page in rendered}
    for page in sorted(plan.pages, key=lambda page: page.entry.kind == "changelog"):  # they follow what is archived
        if page.path in kept:
            refreshing.keep(found, page, kept[page.path])
        elif page.path in texts:
            refreshing.refresh(found, page, texts[page.path])
    for file in plan.files:
        copies.copy(found, file)
    leftovers.carry(found)
    leftovers.prune(found)
    return _outcome(found), tuple(found.problems)


def _outcome(found: Comparison) -> Changes:
    """What has been found, as changes."""
    if found.unrecorded:
        found.problem(
            "lost-record",
            f"{manifest.FOLDER}/{found.settings.name}.manifest",
            "the record of what was written is missing; what differs in pages that are mostly ours counts as "
            "written by hand",
            'restore it with git if you can; "catalog-gen build --diff" shows what is held back',
        )
    after = manifest.dump(found.records, found.settings.program)
    removed = {*found.removed, *found.moves}
    assert not removed & {*found.created, *found.updated}, removed  # noqa: S101 - or a file that was written would go
    return Changes(
        found.created,
        found.updated,
        tuple(sorted(removed)),
        found.moves,
        found.left,
        found.unchanged,
        after,
        records_changed=manifest.without_header(found.existing.manifest) != manifest.without_header(after),
        held=found.held,
        recorded=bool(found.existing.states),
        written_by=manifest.written_by(found.existing.manifest),
    )

"""The whole way from definitions to changes on disk, as one sentence: read, resolve, plan, render, compare."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from catalog_gen import catalogs, keeping
from catalog_gen import problems as wrong
from catalog_gen.caching import Outcome, Settled, surroundings
from catalog_gen.output import changes, manifest, neighbours, staleness
from catalog_gen.output.wishes import Wishes
from catalog_gen.pages import rendering
from catalog_gen.versioning.accepting import endings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from catalog_gen.caching import Cache
    from catalog_gen.keeping import Planned
    from catalog_gen.output.changes import Changes
    from catalog_gen.pages.rendering import Rendered
    from catalog_gen.problems import Problem
    from catalog_gen.resolving import Catalog
    from catalog_gen.settings import Settings
    from catalog_gen.sources import Source
    from catalog_gen.versioning.accepting import Ending

    Progress = Callable[[str], None]


NO_WISHES = Wishes()


@dataclasses.dataclass(frozen=True, slots=True)
class Built:
    """The catalog, everything that is wrong, and what a build would change (None while an error stands)."""

    catalog: Catalog
    problems: tuple[Problem, ...]
    changes: Changes | None
    ends: tuple[Ending, ...] = ()
    planned: Planned | None = None
    rendered: tuple[Rendered, ...] = ()


def build(
    settings: Settings, source: Source, progress: Progress, wishes: Wishes = NO_WISHES, cache: Cache | None = None
) -> Built:
    """Everything that a build does before it writes; `progress` hears which stage begins.

    What the `cache` knows to be as it should be is not made again.
    """
    known = catalogs.resolved(settings, source, progress)
    catalog, there, found = known.catalog, known.existing, known.problems
    ends = endings(catalog)
    if _stops(found, settings):
        return Built(catalog, wrong.in_order(found), None, ends)
    planned = keeping.plan(catalog, settings, there, cache)
    if _stops(planned.problems, settings):
        return Built(catalog, wrong.in_order((*found, *planned.problems)), None, ends)
    plan = planned.plan
    fresh = [page for page in plan.pages if page.path not in planned.kept]
    progress(f"rendering {len(fresh)} pages")
    rendered, in_templates = rendering.render(fresh, settings)
    progress("comparing")
    changed, on_disk = changes.compare(plan, rendered, there, settings, wishes, planned.kept)
    found = (
        *found,
        *planned.problems,
        *in_templates,
        *on_disk,
        *neighbours.conflicts(plan.pages, there, settings, wishes),
        *neighbours.guard(plan.pages, settings),
    )
    return Built(catalog, wrong.in_order(found), None if _stops(found, settings) else changed, ends, planned, rendered)


_OF_ONE_BUILD = frozenset({"held-back", "kept-file", "lost-record"})
"""Problems that come with a change on disk; the next build may say others."""


def remember(built: Built, settings: Settings, cache: Cache) -> None:
    """Let the cache know what there is to know for the next build, once this one has written."""
    changed = built.changes
    if changed is None or built.planned is None:
        return
    if not changed.nothing:
        own = manifest.path(settings.output_dir, settings.name).relative_to(settings.output_dir).as_posix()
        gone = dict.fromkeys(changed.removed)
        cache.wrote({**gone, **changed.created, **changed.updated, own: changed.records.encode()})
    cache.remember(_settled(built))
    keeping.remember(built.planned, built.rendered, changed, cache)


def _settled(built: Built) -> Settled | None:
    """What the next build comes to if nothing changes after this one has written; None where that is not certain.

    It is where nothing had to be written, and where all that was written is as it was rendered.
    """
    changed = built.changes
    if changed is None or any(held.news for back in changed.held.values() for held in back.held):
        return None
    recorded = surroundings.recorded(changed.records)
    if changed.nothing:
        outcome = Outcome(built.problems, changed.unchanged, staleness.drifted(changed), built.ends)
        return Settled(outcome, recorded) if changed.recorded else None
    if any(problem.code in _OF_ONE_BUILD for problem in built.problems) or not _is_as_rendered(changed):
        return None
    kept = changed.unchanged + len(changed.created) + len(changed.updated)
    return Settled(Outcome(built.problems, kept, drifted=0, ends=built.ends), recorded)


def _is_as_rendered(changed: Changes) -> bool:
    """Whether nothing that is written has words in it that are not ours, nor is a copy of what was there."""
    if changed.held or changed.moved:
        return False
    lines = frozenset(changed.records.splitlines())
    archived = {line.partition("\t")[0] for line in lines if f"\t{manifest.ARCHIVE}\t" in line}
    return archived.isdisjoint(changed.created) and all(
        manifest.line(path, manifest.WHOLE, manifest.digest(data)) in lines
        for path, data in {**changed.created, **changed.updated}.items()
    )


def _stops(found: Iterable[Problem], settings: Settings) -> bool:
    return any(wrong.severity(problem, settings.problems) == "error" for problem in found)

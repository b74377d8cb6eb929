"""The whole way from definitions to changes on disk, as one sentence: read, resolve, plan, render, compare."""

from __future__ import annotations

import dataclasses
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from catalog_gen import problems as wrong
from catalog_gen.output import changes, existing
from catalog_gen.output.wishes import Wishes
from catalog_gen.pages import planning, rendering
from catalog_gen.problems import Place, Problem
from catalog_gen.resolving import resolve
from catalog_gen.snippets.making import Snippets

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from catalog_gen.output.changes import Changes
    from catalog_gen.reading import Reading
    from catalog_gen.resolving import Catalog
    from catalog_gen.settings import Settings
    from catalog_gen.sources import Source

    Progress = Callable[[str], None]


NO_WISHES = Wishes()


@dataclasses.dataclass(frozen=True, slots=True)
class Built:
    """The catalog, everything that is wrong, and what a build would change (None while an error stands)."""

    catalog: Catalog
    problems: tuple[Problem, ...]
    changes: Changes | None


def build(settings: Settings, source: Source, progress: Progress, wishes: Wishes = NO_WISHES) -> Built:
    """Everything that a build does before it writes; `progress` hears which stage begins."""
    progress("reading definitions")
    reading = read(settings, source)
    there, in_output = existing.look(settings)
    progress("resolving")
    catalog, in_catalog = resolve(reading, settings, source, _folders(settings, source), there.known)
    found = (*reading.problems, *in_output, *in_catalog)
    if _stops(found, settings):
        return Built(catalog, wrong.in_order(found), None)
    snippets = Snippets(catalog, settings)
    plan = planning.plan(catalog, settings, snippets)
    if _stops(snippets.problems, settings):
        return Built(catalog, wrong.in_order((*found, *snippets.problems)), None)
    progress(f"rendering {len(plan.pages)} pages")
    rendered, in_templates = rendering.render(plan.pages, settings)
    progress("comparing")
    changed, on_disk = changes.compare(plan, rendered, there, settings, wishes)
    found = (
        *found,
        *snippets.problems,
        *in_templates,
        *on_disk,
        *changes.conflicts(plan.pages, there, settings),
        *changes.guard(plan.pages, settings),
    )
    return Built(catalog, wrong.in_order(found), None if _stops(found, settings) else changed)


def read(settings: Settings, source: Source) -> Reading:
    """What the definitions files declare, by the reader of the settings."""
    from catalog_gen.reading import Reading, importing, static

    files = source.matching(settings.definitions)
    if not files:
        message = f"no file matches definitions = {list(settings.definitions)}"
        problem = Problem("no-definitions", message, Place(settings.path))
        return Reading(resources=(), problems=(problem,), unread_texts=frozenset(), unread_kinds=frozenset())
    reads = importing.read if settings.reader == "import" else static.read
    reading = reads(source, files, tuple(dict.fromkeys(["", *_folders(settings, source)])))
    if not reading.resources and not reading.problems:
        message = f"the {len(files)} files that match definitions declare no resource"
        empty = Problem(
            "no-definitions", message, Place(files[0]), hint='for example: order_placed = Event("OrderPlaced")'
        )
        return dataclasses.replace(reading, problems=(empty,))
    return reading


def _folders(settings: Settings, source: Source) -> tuple[str, ...]:
    """The folders of the definitions files and the `roots`, relative to the project."""
    parents = [str(PurePosixPath(path).parent) for path in source.matching(settings.definitions)]
    roots = [root.strip("/") for root in settings.roots]
    return tuple(dict.fromkeys("" if folder == "." else folder for folder in (*parents, *roots)))


def _stops(found: Iterable[Problem], settings: Settings) -> bool:
    return any(wrong.severity(problem, settings.problems) == "error" for problem in found)

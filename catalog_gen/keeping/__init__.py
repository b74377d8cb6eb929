"""Pages that need not be made again: everything they were planned from is as it was, and so are their files.

A page is kept if all that was looked up while it was planned means the same as then (`watching`), if program,
settings, templates and records are the same, and if its files are on disk as they were rendered. Pages in which
somebody has written are never kept.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

from catalog_gen.caching.program import digest_of
from catalog_gen.keeping.fingerprints import Fingerprints
from catalog_gen.keeping.watching import Watch
from catalog_gen.output import manifest
from catalog_gen.pages import planning
from catalog_gen.pages.planning import Page
from catalog_gen.problems import Place, Problem
from catalog_gen.snippets.making import Snippets

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from catalog_gen.caching import Cache
    from catalog_gen.output.changes import Changes
    from catalog_gen.output.existing import Existing
    from catalog_gen.pages.planning import File, Plan
    from catalog_gen.pages.rendering import Rendered
    from catalog_gen.resolving import Catalog, Entry
    from catalog_gen.settings import Settings


@dataclasses.dataclass(frozen=True, slots=True)
class Kept:
    """What is known of a page from the build that made it: its files with their digests, the page's own one first.

    `meaning` is what the notes stood for; `channels` says whether its front matter has any.
    """

    notes: tuple[str, ...]
    meaning: str
    files: Mapping[str, str]
    problems: tuple[Problem, ...]
    channels: bool

    @property
    def path(self) -> str:
        """The path of the page."""
        return next(iter(self.files))


@dataclasses.dataclass(frozen=True, slots=True)
class Planned:
    """A plan, and which of its pages are `kept`: those are in it without content, the files beside them are not.

    `made` is what there is to know about all pages next time, with the digests that their files have then.
    """

    plan: Plan
    problems: tuple[Problem, ...]
    kept: Mapping[str, tuple[str, ...]] = dataclasses.field(default_factory=dict)
    made: Mapping[str, Kept] = dataclasses.field(default_factory=dict)


def plan(catalog: Catalog, settings: Settings, existing: Existing, cache: Cache | None) -> Planned:
    """The plan of the catalog; with a cache, only what has changed is planned."""
    if cache is None or not cache.is_in_use:
        snippets = Snippets(catalog, settings)
        return Planned(planning.plan(catalog, settings, snippets), snippets.problems)
    return _Planning(catalog, settings, existing, cache).planned()


class _Planning:
    """Planning page by page, each with a watch on what it looks up."""

    def __init__(self, catalog: Catalog, settings: Settings, existing: Existing, cache: Cache) -> None:
        self._watch = Watch(catalog, Fingerprints(cache.world))
        self._catalog = catalog
        self._settings = settings
        self._existing = existing
        self._cache = cache
        self._snippets = Snippets(self._watch.catalog, settings)

    def planned(self) -> Planned:
        """The whole plan."""
        known = _read(self._cache.pages()) if self._are_records_as_left() else {}
        problems = [*self._snippets.problems]
        pages: list[Page] = []
        files: list[File] = []
        kept: dict[str, tuple[str, ...]] = {}
        made: dict[str, Kept] = {}
        for entry in self._catalog.entries:
            name = f"{entry.kind} {entry.subject}"
            page = known.get(name)
            if page is not None and self._is_as_left(page):
                pages.append(_stub(entry, page))
                kept[page.path] = tuple(page.files)[1:]
            else:
                fresh, page = self._fresh(entry)
                pages.append(fresh)
                files += planning.files(fresh)
            problems += page.problems
            made[name] = page
        return Planned(planning.in_order(pages, files), tuple(dict.fromkeys(problems)), kept, made)

    def _are_records_as_left(self) -> bool:
        path = manifest.path(self._settings.output_dir, self._settings.name).relative_to(self._settings.output_dir)
        return self._cache.has({path.as_posix(): digest_of(self._existing.manifest)})

    def _is_as_left(self, page: Kept) -> bool:
        return (
            self._watch.meaning(page.notes) == page.meaning != ""
            and self._cache.has(page.files)
            and page.files.keys() <= self._existing.records.keys()
        )

    def _fresh(self, entry: Entry) -> tuple[Page, Kept]:
        snippets = self._snippets.apart()
        with self._watch.noting() as notes:
            self._watch.note("entry", entry.id)
            page = planning.page(entry, self._watch.catalog, self._settings, snippets)
        files = {page.path: ""} | {file.path: digest_of(file.data) for file in planning.files(page)}
        meaning = self._watch.meaning(notes)
        return page, Kept(tuple(notes), meaning, files, snippets.problems, bool(page.metadata.get("channels")))


def _stub(entry: Entry, known: Kept) -> Page:
    return Page(known.path, entry, {"channels": known.channels}, template="", context={})


def remember(planned: Planned, rendered: Sequence[Rendered], changed: Changes, cache: Cache) -> None:
    """Keep what is known of the pages that are on disk as they were rendered, once everything is written."""
    texts = {page.path: page for page in rendered}
    lines = (line for line in changed.records.splitlines() if line.partition("\t")[0] in changed.updated)
    records = manifest.parse("\n".join(lines), "")[0]
    pages: dict[str, Any] = {}
    for name, page in planned.made.items():
        text = texts.get(page.path)
        files = {**page.files, page.path: digest_of(text.text.encode())} if text else page.files
        merged = text is not None and page.path in records and records[page.path] != manifest.page(text)
        if page.meaning and not merged and page.path not in changed.held and cache.has(files):
            pages[name] = dataclasses.asdict(dataclasses.replace(page, files=files))
    cache.remember_pages(pages)


def _read(known: Mapping[str, Any]) -> Mapping[str, Kept]:
    """What was remembered; nothing where that is none of ours."""
    try:
        return {name: _kept(**page) for name, page in known.items()}
    except (TypeError, ValueError, KeyError, AttributeError):
        return {}


def _kept(notes: list[str], meaning: str, files: dict[str, str], problems: list[Any], channels: bool) -> Kept:  # noqa: FBT001 - as it was saved
    texts = (*notes, meaning, *files, *files.values())
    if not files or not all(isinstance(text, str) for text in texts):
        raise ValueError(files)
    found = tuple(Problem(**{**problem, "place": Place(**problem["place"])}) for problem in problems)
    return Kept(tuple(notes), meaning, files, found, channels)

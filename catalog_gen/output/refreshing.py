"""Pages that the definitions ask for: new, merged with what was written into them by hand, or left as they are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from catalog_gen.output import leaving, manifest, merging, sections
from catalog_gen.output.comparison import HeldBack, is_same
from catalog_gen.output.merging import UnmergeableError, Way
from catalog_gen.output.wishes import LOSS
from catalog_gen.problems import Place, Problem

if TYPE_CHECKING:
    from collections.abc import Sequence

    from catalog_gen.output.bodies import TakenOver
    from catalog_gen.output.comparison import Comparison
    from catalog_gen.pages.planning import Page
    from catalog_gen.pages.rendering import Rendered


def keep(found: Comparison, page: Page, files: Sequence[str]) -> None:
    """Leave a page as it is, and the files beside it."""
    for path in (page.path, *files):
        found.records[path] = found.existing.records[path]
        found.unchanged += 1
    found.versions[page.path.removesuffix("/index.mdx")] = page.entry.version or ""


def refresh(found: Comparison, page: Page, rendered: Rendered) -> None:
    """Decide about one page."""
    path, data = page.path, rendered.text.encode()
    if found.is_claimed(path):
        return
    found.records[path] = manifest.page(rendered)
    found.versions[path.removesuffix("/index.mdx")] = page.entry.version or ""
    before = found.moved.pages.get(path, path)
    disk = found.disk(before)
    if disk is None:
        found.create(path, data)
        if page.entry.current and getattr(page.entry.resource, "formerly", None):
            found.without_past.append(path)
        return
    if before != path:
        found.moves[before] = (path, manifest.digest(disk))
    elif is_same(disk, data):
        found.unchanged += 1
        return
    if page.entry.kind == "changelog" and leaving.has_left(found, path, before, disk):
        found.place(path, before, data, disk)
    elif not leaving.is_refused_version(found, page, before, disk):
        found.place(path, before, _merged(found, page, rendered, before, disk), disk)


def _merged(found: Comparison, page: Page, rendered: Rendered, before: str, disk: bytes) -> bytes:
    """What becomes of a page that is there and differs; as it is where something stands in the way."""
    recorded = before in found.existing.records
    if found.wishes.overwrites(page.entry.id, ours=recorded) or found.is_ours(before, disk):
        return rendered.text.encode()
    states = [state[before] for state in found.existing.states if before in state]
    if recorded and not states:  # another catalog has left it to us
        states = [found.existing.records[before]]
    taken_over = "" if states else _taken_over(found, page, rendered, disk)
    if taken_over is None:
        found.foreign(page.path, page.entry.id)
        return disk
    if taken_over == "unrecorded" and found.wishes.overwrites(page.entry.id):
        return rendered.text.encode()
    way = Way(taken_over, found.wishes.sections(page.entry.id))
    try:
        merged = merging.merge(rendered, disk.decode("utf-8"), states, way)
    except UnicodeDecodeError:
        message = "this page was changed by hand, and is not UTF-8 text any more"
        hint = f'save it as UTF-8, or run "catalog-gen build --overwrite {page.entry.id}": {LOSS} by that'
        found.problem("unmergeable-page", before, message, hint)
    except UnmergeableError as error:
        place = Place(f"{found.settings.output}/{before}", error.line, error.column)
        hint = error.hint.format(overwrite=f"catalog-gen build --overwrite {page.entry.id}")
        found.problems.append(Problem(error.code, error.reason, place, page.entry.subject, hint))
    except sections.UnknownSectionError as error:
        found.problems.append(_no_section(page, error))
    else:
        found.records[page.path] = merged.records
        if merged.held:
            found.held[page.path] = HeldBack(page.entry, merged.held)
        return merged.text.encode()
    return disk


def _taken_over(found: Comparison, page: Page, rendered: Rendered, disk: bytes) -> TakenOver | None:
    """Why a page without record may be merged; None where it may not."""
    if found.wishes.adopts(page.entry.id) or found.wishes.sections(page.entry.id):
        return "adopted"
    if not found.existing.states and merging.is_mostly(rendered, disk.decode("utf-8", "replace")):
        found.unrecorded.append(page.path)
        return "unrecorded"
    return None


def _no_section(page: Page, error: sections.UnknownSectionError) -> Problem:
    hint = f"it has {', '.join([sections.FRONT_MATTER, *error.known])}"
    return Problem(
        "unknown-section", f'there is no section "{error.section}"', page.entry.place(), page.entry.subject, hint
    )

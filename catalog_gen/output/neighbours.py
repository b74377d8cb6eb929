"""What stands in the output that the pages to write cannot live with: other pages of their ids, a missing guard."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from catalog_gen.output.wishes import NO_WISHES, Wishes
from catalog_gen.problems import Place, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from catalog_gen.output.existing import Existing, Handwritten
    from catalog_gen.pages.planning import Page
    from catalog_gen.settings import Settings


def conflicts(
    pages: Sequence[Page], existing: Existing, settings: Settings, wishes: Wishes = NO_WISHES
) -> Iterator[Problem]:
    """Resources that a page written by hand declares as well, somewhere else in the output."""
    places = {page.path for page in pages}  # what stands there becomes ours, or is a problem of its own
    by_id: dict[str, list[Handwritten]] = defaultdict(list)
    for one in existing.handwritten:
        by_id[one.id] += [one] if one.path not in places else []
    for page in pages:
        entry = page.entry
        others = [one for one in by_id[entry.id] if one.kind != entry.kind or one.version == entry.version]
        is_there = (settings.output_dir / page.path).exists()
        for other in others:
            if other.kind == entry.kind and wishes.adopts(other.id) and not is_there and len(others) == 1:
                continue
            message = f'id "{other.id}" is already taken by a page written by hand, {settings.output}/{other.path}'
            hint = "rename one of them"
            if other.kind == entry.kind:
                kept = page.path if is_there else next((one.path for one in others if one is not other), "")
                hint = _adopting(page, other, kept, settings)
            yield Problem("duplicate-id", message, entry.place("id"), entry.subject, hint)


def _adopting(page: Page, other: Handwritten, kept: str, settings: Settings) -> str:
    """How a page written by hand becomes ours; where there is another one, `kept`, somebody has to merge the two."""
    if not kept:
        return f'"catalog-gen build --adopt {other.id}" takes it over, at {settings.output}/{page.path}'
    mine, its = f"{settings.output}/{other.path}", f"{settings.output}/{kept}"
    return f"merge the text of {mine} into {its} by hand, and delete {mine}"


def guard(pages: Sequence[Page], settings: Settings) -> Iterator[Problem]:
    """What EventCatalog would do to these pages, or fail to do, the way that its own files are now."""
    yield from _channels(pages, settings)
    yield from _changelogs(pages, settings)
    yield from _other_version(settings)


def _channels(pages: Sequence[Page], settings: Settings) -> Iterator[Problem]:
    """EventCatalog rewrites pages with `channels` unless its migration is switched off.

    https://www.eventcatalog.dev/docs/development/guides/channels
    """
    if not any(page.metadata.get("channels") for page in pages):
        return
    variable = "EVENTCATALOG_DISABLE_CHANNEL_MIGRATION"
    path = settings.output_dir / ".env"
    lines = path.read_text(encoding="utf-8", errors="replace").splitlines() if path.is_file() else []
    values = [
        line.partition("=")[2].strip().strip("\"'") for line in lines if line.partition("=")[0].strip() == variable
    ]
    if not any(value.lower() in {"1", "true", "yes"} for value in values):
        message = "EventCatalog would rewrite the pages that carry channels, because its migration is not switched off"
        place = Place(f"{settings.output}/.env")
        yield Problem("unguarded-channels", message, place, hint=f"add the line {variable}=true to this file")


_ENABLED = re.compile(r"\bchangelog\s*:\s*\{[^{}]*\benabled\s*:\s*true\b")
_COMMENT = re.compile(r"(?<!:)//[^\n]*|/\*.*?\*/", re.DOTALL)


def _changelogs(pages: Sequence[Page], settings: Settings) -> Iterator[Problem]:
    """The page of a changelog knows no agents in EventCatalog 3 (`changelog/index.astro` gives them no badge)."""
    agent = next((page.entry for page in pages if page.entry.kind == "agent"), None)
    path = settings.output_dir / "eventcatalog.config.js"
    if agent is None or settings.eventcatalog > 3 or not path.is_file():  # noqa: PLR2004 - the version that fails
        return
    said = _COMMENT.sub(
        lambda match: re.sub(r"[^\n]", " ", match[0]), path.read_text(encoding="utf-8", errors="replace")
    )
    if found := _ENABLED.search(said):
        place = Place(f"{settings.output}/eventcatalog.config.js", said.count("\n", 0, found.start()) + 1)
        message = f"EventCatalog 3 fails to build changelogs where there is an agent, here {agent.id}"
        yield Problem("agent-changelogs", message, place, hint="write changelog: { enabled: false }")


_CORE = re.compile(r'"@eventcatalog/core"\s*:\s*"[\^~>=v\s]*(\d+)[^"]*"')


def _other_version(settings: Settings) -> Iterator[Problem]:
    """The catalog's package.json names another EventCatalog than the pages are made for."""
    path = settings.output_dir / "package.json"
    text = path.read_text(encoding="utf-8", errors="replace") if path.is_file() else ""
    found = _CORE.search(text)
    if found is None or int(found[1]) == settings.eventcatalog:
        return
    line = text.count("\n", 0, found.start()) + 1
    message = f"this catalog runs on EventCatalog {found[1]}, but its pages are made for {settings.eventcatalog}"
    is_known = found[1] in {"3", "4"}
    hint = f"set eventcatalog = {found[1]} in {settings.path}" if is_known else "there are pages for 3 and for 4"
    yield Problem("other-eventcatalog", message, Place(f"{settings.output}/package.json", line), hint=hint)

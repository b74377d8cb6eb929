"""What a catalog on disk lacks to be what the definitions say, as problems; each names the command that mends it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from catalog_gen.output import manifest, sections
from catalog_gen.output.wishes import LOSS
from catalog_gen.problems import Place, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from catalog_gen.output.bodies import Held
    from catalog_gen.output.changes import Changes
    from catalog_gen.output.comparison import HeldBack
    from catalog_gen.settings import Settings

_WORDS = 5
_LENGTH = 40
"""How much of a block a message shows."""
MANY = 10
"""Rewritten files beyond which an update of the program asks for a commit of its own."""


def stale(changes: Changes, settings: Settings) -> Iterator[Problem]:
    """Files that a build would write or remove, and hand edits that hide a change which no build has offered.

    Nothing where no build has left a record: the catalog is not committed then, or not built yet.
    """
    if not changes.recorded:
        return
    if is_update(changes, settings):
        count = len(changes.created) + len(changes.updated) + len(changes.removed)
        message = f"catalog-gen {settings.program} writes {count} files otherwise than {changes.written_by} did"
        hint = 'run "catalog-gen build", and commit that on its own'
        place = _place(f"{manifest.FOLDER}/{settings.name}.manifest", settings)
        yield Problem("stale-output", message, place, hint=hint)
    else:
        yield from _stale_files(changes, settings)
    for path, back in changes.held.items():
        for held in back.held:
            if held.news:
                message = f"a hand edit hides that {_found(held)} has changed, and no build has said so yet"
                hint = f'run "catalog-gen build"; {_way_out(back, held)}'
                yield Problem("stale-output", message, _place(path, settings, held.line), back.entry.subject, hint)


def is_update(changes: Changes, settings: Settings) -> bool:
    """Whether another version of the program wrote the catalog, and this one would rewrite much of it."""
    others = changes.written_by not in {"", settings.program}
    return others and len(changes.updated) > MANY


def held_back(changes: Changes, settings: Settings) -> Iterator[Problem]:
    """What a build does not write because of a hand edit, and has not offered before."""
    for path, back in changes.held.items():
        for held in back.held:
            if held.news:
                how = "was edited" if held.line else "was deleted"
                message = f"{_found(held)} {how} by hand, so what the definition says now is not written"
                hint = f"build --diff shows it; {_way_out(back, held)}"
                yield Problem("held-back", message, _place(path, settings, held.line), back.entry.subject, hint)


def drifted(changes: Changes) -> int:
    """How many hand-edited blocks and keys no longer follow the definitions."""
    return sum(held.drifted for back in changes.held.values() for held in back.held)


def said(held: Held) -> str:
    """How a block or key is called."""
    return f'"{held.name.removeprefix(manifest.KEY)}"'


def _found(held: Held) -> str:
    """A block with the heading above it and its first words, so that it is found without its name."""
    first = next(filter(None, (line.strip() for line in (held.found or held.text).split("\n"))), "")
    if not held.section or held.name.startswith(manifest.KEY) or not first:
        return said(held)
    words = first.split(" ")
    shown = " ".join(words[:_WORDS])[:_LENGTH]
    heading = held.section.replace("-", " ").capitalize()
    shown = shown if shown == first else f"{shown.rstrip(',;:.')}…"
    return f'{said(held)} ({heading}: "{shown}")'


def _way_out(back: HeldBack, held: Held) -> str:
    is_key = held.name.startswith(manifest.KEY)
    section = sections.FRONT_MATTER if is_key else held.section
    if not section:
        return f'"catalog-gen build --overwrite {back.entry.id}" takes it with the whole page: {LOSS}'
    return f'"catalog-gen build --overwrite {back.entry.id}#{section}" takes it'


def _stale_files(changes: Changes, settings: Settings) -> Iterator[Problem]:
    ways = (
        (changes.created, "it is missing"),
        (changes.updated, "it is not what the definitions say"),
        (changes.removed, "nothing in the definitions asks for it any more"),
    )
    for paths, message in ways:
        for path in paths:
            yield Problem("stale-output", message, _place(path, settings), hint='run "catalog-gen build"')


def _place(path: str, settings: Settings, line: int = 0) -> Place:
    return Place(f"{settings.output}/{path}", line, 1 if line else 0)

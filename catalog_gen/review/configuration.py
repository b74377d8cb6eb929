"""The settings by which a catalog is read and judged: a branch that changes them changes what the review says."""

from __future__ import annotations

import dataclasses
import re
from typing import TYPE_CHECKING, Final

from catalog_gen.compatibility import marking
from catalog_gen.problems import Place
from catalog_gen.review.changes import Change, Subject
from catalog_gen.sources import OutsideProjectError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from catalog_gen.review.sides import Side

_OF_PAGES: Final = frozenset({"templates", "layout", "snippets", "message_channels", "edit_url", "archive"})
"""Settings that say what pages look like, and nothing of what they tell."""
_OURS: Final = frozenset({"root", "path", "program"})


def changes(base: Side, head: Side) -> Iterator[Change]:
    """Which settings have changed, told once."""
    names = [field.name for field in dataclasses.fields(head.settings) if field.name not in _OF_PAGES | _OURS]
    different = [name for name in names if getattr(base.settings, name) != getattr(head.settings, name)]
    if different:
        keys = [name.replace("_", "-") for name in different]
        said = marking.joined([marking.code(key) for key in keys])
        yield Change(
            kind="settings-changed",
            subject=Subject("settings", head.settings.path),
            words=f"{said} {'has' if len(keys) == 1 else 'have'} changed",
            place=_place(head, keys[0]),
            gravity="risky",
        )


def _place(side: Side, key: str) -> Place:
    """The line of the settings file that says a key, or begins its table; the file where none does."""
    try:
        text = side.source.read(side.settings.path).decode("utf-8", "replace")
    except (OSError, OutsideProjectError):
        return Place(side.settings.path)
    said = re.compile(rf"""\s*(?:["']?{re.escape(key)}["']?\s*=|\[[^\]]*\b{re.escape(key)}\b)""")
    line = next((number for number, line in enumerate(text.splitlines(), 1) if said.match(line)), 0)
    return Place(side.settings.path, line)

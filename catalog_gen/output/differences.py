"""What a build would change, as text for people: unified diffs, and what hand edits hold back."""

from __future__ import annotations

import difflib
from typing import TYPE_CHECKING

from catalog_gen.output.staleness import said

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from catalog_gen.output.bodies import Held
    from catalog_gen.output.changes import Changes
    from catalog_gen.settings import Settings

_NOTHING = "/dev/null"


def differences(changes: Changes, settings: Settings) -> Iterator[str]:
    """The lines of the diffs, file by file, without line ends."""
    for path in sorted({*changes.created, *changes.updated, *changes.removed}):
        before = b"" if path in changes.created else (settings.output_dir / path).read_bytes()
        after = changes.created.get(path, changes.updated.get(path, b""))
        shown = f"{settings.output}/{path}"
        old, new = (_NOTHING if path in changes.created else shown), (_NOTHING if path in changes.removed else shown)
        yield from _file(before, after, old, new)
    for path, back in sorted(changes.held.items()):
        for held in back.held:
            if held.drifted:
                yield from _held(held, f"{settings.output}/{path}")


def _file(before: bytes, after: bytes, old: str, new: str) -> Iterator[str]:
    try:
        texts = before.decode("utf-8"), after.decode("utf-8")
    except UnicodeDecodeError:
        yield f"Binary files {old} and {new} differ"
        return
    yield from _unified(_lines_of_file(texts[0]), _lines_of_file(texts[1]), old, new)


def _held(held: Held, path: str) -> Iterator[str]:
    where = f"{path}:{held.line}" if held.line else path
    how = "edited" if held.line else "deleted"
    yield f"Held back: {said(held)} was {how} by hand, {where}"
    yield from _unified(_lines(held.found), _lines(held.text), f"{path} (by hand)", f"{path} (by definition)")


def _unified(before: Sequence[str], after: Sequence[str], old: str, new: str) -> Iterator[str]:
    yield from difflib.unified_diff(before, after, old, new, lineterm="")


def _lines(text: str) -> list[str]:
    """The lines as tools for patches count them: no other character than a line feed ends one."""
    return text.removesuffix("\n").split("\n") if text else []


def _lines_of_file(text: str) -> list[str]:
    """The same, with the mark that a patch needs where the last line has no end."""
    lines = _lines(text)
    if text and not text.endswith("\n"):
        lines[-1] += "\n\\ No newline at end of file"
    return lines

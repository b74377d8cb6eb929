"""The front matter of a page, merged key by key: a value of ours is refreshed, a value of the user's stays."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from catalog_gen.output import aligning, manifest, splicing
from catalog_gen.pages import frontmatter

if TYPE_CHECKING:
    from collections.abc import Mapping

    from catalog_gen.output.bodies import TakenOver
    from catalog_gen.output.manifest import Names

ALWAYS_OURS = ("id", "version", "schemaPath", "schemas")
"""What the catalog is held together by: a hand edit here is an error."""


@dataclasses.dataclass(frozen=True, slots=True)
class HeldKey:
    """A key that a hand edit holds back; see `bodies.Held`."""

    name: str
    value: object
    drifted: bool = False
    news: bool = False


@dataclasses.dataclass(frozen=True, slots=True)
class Keys:
    """Merged front matter as text, the records of its keys, what is held back, and hand edits where none may be."""

    text: str
    records: Names
    held: tuple[HeldKey, ...]
    refused: tuple[str, ...]


def merge(
    text: str, wanted: Mapping[str, object], recorded: Names, taken_over: TakenOver = "", *, moved: bool = False
) -> Keys:
    """The front matter on disk with every key fresh that is ours.

    `recorded` is by key, without the `@`; `moved`: the page comes from another id, so that its own is old.

    Raises:
        UnspliceableError: it is no YAML, or none of which single keys can be changed safely.
    """
    disk = splicing.values(text)
    new: dict[str, object] = {}
    held: list[HeldKey] = []
    refused: list[str] = []
    records = {f"{manifest.KEY}{key}": known for key, known in _away(recorded, wanted, disk).items()}
    for key, value in wanted.items():
        now = manifest.value_digest(frontmatter.plain(value))
        there = manifest.value_digest(disk[key]) if key in disk else None
        ours = aligning.digests(recorded, key)
        records[f"{manifest.KEY}{key}"] = frozenset({now})
        if there == now:
            continue
        if there in ours or (there is None and not ours) or (moved and key == "id"):
            new[key] = value
        elif key in ALWAYS_OURS:
            refused.append(key)
        else:
            base = frozenset({now}) if taken_over == "adopted" and not ours else recorded.get(key, frozenset())
            held.append(HeldKey(key, value, now not in base, now not in base | ours))
            records |= manifest.held(f"{manifest.KEY}{key}", base, now)
    gone = [key for key in disk if key not in wanted and _is_ours(key, disk, recorded)]
    refused += [key for key in ALWAYS_OURS if key in disk and key not in wanted and key not in gone]
    merged = splicing.splice(text, new, gone, list(wanted))
    return Keys(merged, {name: known for name, known in records.items() if known}, tuple(held), tuple(refused))


def _away(recorded: Names, wanted: Mapping[str, object], disk: Mapping[str, object]) -> Names:
    """Keys that are not asked for now and were edited or taken out by hand: they stay so if they come back."""
    return {
        key: known
        for key, known in recorded.items()
        if not key.startswith(manifest.OFFERED) and key not in wanted and not _is_ours(key, disk, recorded)
    }


def _is_ours(key: str, disk: Mapping[str, object], recorded: Names) -> bool:
    return key in disk and manifest.value_digest(disk[key]) in aligning.digests(recorded, key)

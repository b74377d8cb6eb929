"""The front matter of a page, merged key by key: a value of ours is refreshed, a value of the user's stays."""

from __future__ import annotations

import dataclasses
import json
import re
from typing import TYPE_CHECKING

from catalog_gen.output import aligning, manifest, splicing
from catalog_gen.pages import frontmatter

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from catalog_gen.output.bodies import TakenOver
    from catalog_gen.output.manifest import Names

ALWAYS_OURS = ("id", "version", "schemaPath", "schemas")
"""What the catalog is held together by: a hand edit here is an error."""
_BEFORE = "# before catalog-gen took this page over: "


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


def merge(text: str, wanted: Mapping[str, object], recorded: Names, taken_over: TakenOver = "") -> Keys:
    """The front matter on disk with every key fresh that is ours.

    `recorded` is by key, without the `@`.

    Raises:
        UnspliceableError: it is no YAML, or none of which single keys can be changed safely.
    """
    disk = splicing.values(text)
    new: dict[str, object] = {}
    held: list[HeldKey] = []
    refused: list[str] = []
    replaced: list[str] = []
    records = {f"{manifest.KEY}{key}": known for key, known in _away(recorded, wanted, disk).items()}
    for key, value in wanted.items():
        now = manifest.value_digest(frontmatter.plain(value))
        there = manifest.value_digest(disk[key]) if key in disk else None
        ours = aligning.digests(recorded, key)
        records[f"{manifest.KEY}{key}"] = frozenset({now})
        if there == now:
            continue
        if there in ours or (there is None and not ours):
            new[key] = value
        elif key in ALWAYS_OURS and taken_over == "adopted" and _may_be_replaced(key, disk.get(key), value):
            new[key] = value
            replaced += [key] if key in disk else []
        elif key in ALWAYS_OURS:
            refused.append(key)
        else:
            base = frozenset({now}) if taken_over == "adopted" and not ours else recorded.get(key, frozenset())
            held.append(HeldKey(key, value, now not in base, now not in base | ours))
            records |= manifest.held(f"{manifest.KEY}{key}", base, now)
    gone = [key for key in disk if key not in wanted and _is_ours(key, disk, recorded)]
    left = [key for key in ALWAYS_OURS if key in disk and key not in wanted and key not in gone]
    if taken_over == "adopted":
        replaced, gone = [*replaced, *left], [*gone, *left]
    else:
        refused += left
    merged = _comments(replaced, disk, text) + splicing.splice(text, new, gone, list(wanted))
    return Keys(merged, {name: known for name, known in records.items() if known}, tuple(held), tuple(refused))


def _may_be_replaced(key: str, there: object, wanted: object) -> bool:
    """Whether the value of a page written by hand makes room for ours: not another id, nor a newer version."""
    return key != "id" if key != "version" else _numbers(there) <= _numbers(wanted)


def _numbers(version: object) -> list[int]:
    """What versions are ordered by; people write 2 and 2.1 as well."""
    return [*(int(number[:15]) for number in re.findall(r"[0-9]+", str(version))), 0, 0, 0][:3]


def _comments(replaced: Iterable[str], disk: Mapping[str, object], text: str) -> str:
    """What replaced keys said before, as YAML comments: values of the user's are never lost."""
    end = "\r\n" if "\r\n" in text else "\n"
    return "".join(f"{_BEFORE}{key}: {_json(disk[key])}{end}" for key in replaced)


def _json(value: object) -> str:
    try:
        return json.dumps(value, default=str)
    except (TypeError, ValueError, RecursionError):  # keys of several types, a circle of aliases
        return ascii(value)


def _away(recorded: Names, wanted: Mapping[str, object], disk: Mapping[str, object]) -> Names:
    """Keys that are not asked for now and were edited or taken out by hand: they stay so if they come back."""
    return {
        key: known
        for key, known in recorded.items()
        if not key.startswith(manifest.OFFERED) and key not in wanted and not _is_ours(key, disk, recorded)
    }


def _is_ours(key: str, disk: Mapping[str, object], recorded: Names) -> bool:
    return key in disk and manifest.value_digest(disk[key]) in aligning.digests(recorded, key)

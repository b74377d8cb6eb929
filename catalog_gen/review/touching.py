"""Which resources and schema files a change can have an effect on: of all others, both sides say the same.

It is found before anything is resolved, so that only the schemas of those have to be looked into.
"""

from __future__ import annotations

import bisect
import contextlib
import dataclasses
import itertools
import json
import posixpath
import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from catalog_gen.model.declaring import values
from catalog_gen.model.messages import Receives, Sends
from catalog_gen.review.sameness import same
from catalog_gen.sources import OutsideProjectError

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from catalog_gen.model import Documented
    from catalog_gen.sources import Source

SCHEMA_FILES = tuple(f"**/*.{ending}" for ending in ("avsc", "avro", "json", "yaml", "yml", "proto"))
"""The files that schemas stand in, and those that they refer to."""

_ID = re.compile(rb"\$?id[\"']?:\s*[\"']?([^\"'\s]+)")
_WITH_PATHS = ("schema_path", "schemas", "headers_schema_path", "previous")
_NAMED_TYPES = ("record", "error", "enum", "fixed")


@dataclasses.dataclass(frozen=True, slots=True)
class Touched:
    """The ids of resources, and the paths of schema files."""

    ids: frozenset[str]
    files: frozenset[str]

    def opens(self, identifier: str, path: str) -> bool:
        """Whether the schema in a file, of the message with that id, is to be looked into."""
        return identifier in self.ids or path in self.files


def resources(base: Sequence[Documented], head: Sequence[Documented]) -> frozenset[str]:
    """The ids of the resources that the sides declare differently, and of those whose schema says whether they may.

    The resources are those with what they take from defaults.
    """
    before, after = _by_id(base), _by_id(head)
    found: set[str] = set()
    for identifier in before.keys() | after.keys():
        old, new = before.get(identifier, ()), after.get(identifier, ())
        if len(old) == len(new) and all(map(_is_same, old, new)):
            continue
        found.add(identifier)
        for resource in (*old, *new):
            found.update(_named_by(resource))
    return frozenset(found)


def _by_id(declared: Sequence[Documented]) -> Mapping[str, tuple[Documented, ...]]:
    """The objects of each id, sorted by version."""
    found: dict[str, list[Documented]] = {}
    for resource in declared:
        found.setdefault(resource.id, []).append(resource)
    return {
        identifier: tuple(sorted(several, key=lambda one: str(getattr(one, "version", None) or "")))
        for identifier, several in found.items()
    }


def _is_same(one: Documented, other: Documented) -> bool:
    return one is other or (
        type(one) is type(other)
        and one.unread == other.unread
        and all(value is now or same(value, now) for value, now in zip(values(one), values(other), strict=True))
        and all(_folder(one, field) == _folder(other, field) for field in _WITH_PATHS)
    )


def _folder(resource: Documented, field: str) -> str:
    """Where the paths start that a field names: beside the definitions file that says them."""
    return posixpath.dirname(resource.at(field).path)


def _named_by(resource: Documented) -> Iterator[str]:
    """The ids of the messages of which a resource names fields."""
    for way in ("sends", "receives"):
        for item in getattr(resource, way, None) or ():
            if isinstance(item, Sends | Receives) and item.fields:
                yield item.message if isinstance(item.message, str) else item.message.id


Contents = tuple[bytes | None, bytes | None]
"""What is in a file before and after; None where it is not there."""


def files(changed: Mapping[str, Contents], others: Iterable[str], source: Source) -> frozenset[str]:
    """Those of the `others` that may say something else because the `changed` files do.

    A file that has a word in it by which something that changed is referred to (a file name, the name of a type, an
    `$id`) may refer to that, so it counts, and so do those that refer to it.
    """
    words = {word for path, contents in changed.items() for word in _words(path, contents)}
    found: set[str] = set()
    waiting = dict(_readable(others, source)) if words else {}
    while words:
        fresh = having([word.encode() for word in sorted(words)], waiting)
        found.update(fresh)
        waiting = {path: content for path, content in waiting.items() if path not in fresh}
        words = {word for path, content in fresh.items() for word in _words(path, (None, content))} - words
    return frozenset(found)


def _readable(paths: Iterable[str], source: Source) -> Iterator[tuple[str, bytes]]:
    """The files with their contents, but for links that lead nowhere, or out of the project."""
    for path in paths:
        with contextlib.suppress(OSError, OutsideProjectError):
            yield path, source.read(path)


def having(words: Iterable[bytes], waiting: Mapping[str, bytes]) -> dict[str, bytes]:
    """Those of the contents in which one of the words stands, not as a part of a longer one.

    All of them are looked through at once, which is much faster than one by one.
    """
    paths = [*waiting]
    starts = [0, *itertools.accumulate(len(content) + 1 for content in waiting.values())]
    everything = b"\0".join([b"", *waiting.values(), b""])
    found = (bisect.bisect_right(starts, spot - 1) - 1 for word in words for spot in _spots(word, everything))
    return {path: waiting[path] for path in dict.fromkeys(paths[index] for index in found)}


def _spots(word: bytes, text: bytes) -> Iterator[int]:
    """Where a word stands in a text that neither begins nor ends with it."""
    spot = text.find(word)
    while spot != -1:
        if not _is_of_word(text[spot - 1]) and not _is_of_word(text[spot + len(word)]):
            yield spot
        spot = text.find(word, spot + 1)


def _is_of_word(character: int) -> bool:
    return chr(character).isalnum() or character == ord("_")


def _words(path: str, contents: Contents) -> Iterator[str]:
    """The words by which other files refer to a file, or to a type in it that is not the same before and after."""
    yield PurePosixPath(path).name
    before, after = (_said(content) for content in contents)
    yield from before.ids | after.ids
    for name in before.types.keys() | after.types.keys():
        if before.types.get(name) != after.types.get(name):
            yield _last(name)


@dataclasses.dataclass(frozen=True, slots=True)
class _Said:
    """What a schema file declares: the last parts of ids, and types by their full names."""

    ids: frozenset[str] = frozenset()
    types: Mapping[str, object] = dataclasses.field(default_factory=dict)


def _said(content: bytes | None) -> _Said:
    if content is None:
        return _Said()
    try:
        document = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError):
        return _Said(frozenset(_last(found.decode("utf-8", "replace")) for found in _ID.findall(content)))
    ids: set[str] = set()
    types: dict[str, object] = {}
    waiting: list[tuple[object, str]] = [(document, "")]
    while waiting:
        value, namespace = waiting.pop()
        if isinstance(value, list):
            waiting += [(item, namespace) for item in value]
        elif isinstance(value, dict):
            identifier, name = value.get("$id", value.get("id")), value.get("name")
            if isinstance(identifier, str) and _last(identifier):
                ids.add(_last(identifier))
            if isinstance(name, str) and value.get("type") in _NAMED_TYPES:
                said = value.get("namespace")
                namespace = name.rpartition(".")[0] or (said if isinstance(said, str) else namespace)
                types[f"{namespace}.{_last(name)}"] = value
            waiting += [(item, namespace) for item in value.values()]
    return _Said(frozenset(ids), types)


def _last(name: str) -> str:
    """The last part of a full name or an address."""
    return re.split(r"[./]", name.rstrip("#/"))[-1] if "/" not in name else name.rstrip("#/").rpartition("/")[2]

"""The versions that definitions do not give any more, as the catalog on disk keeps them: in the archive, or soon."""

from __future__ import annotations

import dataclasses
import re
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from catalog_gen.model import Resource
from catalog_gen.output import archives, manifest
from catalog_gen.output.existing import metadata
from catalog_gen.resolving.catalog import MESSAGE_KINDS
from catalog_gen.resolving.ids import version_key
from catalog_gen.versioning.past import Past

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from catalog_gen.output.existing import Existing
    from catalog_gen.resolving import Catalog, Entry
    from catalog_gen.settings import Settings

_SCHEMA = re.compile(
    r"(?P<page>(?:.*/)?(?:events|commands|queries)/(?P<id>[^/]+))(?:/versioned/(?P<version>[^/]+))?"
    r"/(?:schema(?:-[^/.]+)?|headers)\.(?:avsc|avro|json|yaml|yml|proto)"
)


_PARTY = re.compile(
    r"(?P<page>(?:.*/)?(?:services|agents|domains|subdomains)/(?P<id>[^/]+))(?:/versioned/(?P<version>[^/]+))?/index\.mdx"
)
_PARTIES = frozenset({"service", "agent", "domain"})


def past(catalog: Catalog, existing: Existing, settings: Settings) -> dict[str, tuple[Past, ...]]:
    """By the id of a message, service, agent or domain: the versions that are, or are about to be, in the archive only.

    The page of a version that a definition has just left behind still stands where the new one goes.
    """
    looking = _Looking(catalog, existing, settings)
    found: dict[str, dict[str, Past]] = defaultdict(dict)
    messages, parties = dict(_ids(catalog, MESSAGE_KINDS)), dict(_ids(catalog, _PARTIES))
    for path in existing.records:
        for pattern, entries in ((_SCHEMA, messages), (_PARTY, parties)):
            seen = pattern.fullmatch(path)
            entry = entries.get(seen["id"]) if seen else None
            if seen is None or entry is None:
                continue
            version = seen["version"] or looking.left_behind(f"{seen['page']}/index.mdx", entry)
            if version is not None and catalog.find(entry.id, version) is None:
                known = found[entry.id].get(version, Past(version))
                more = looking.added(known, path, is_page=pattern is _PARTY)
                found[entry.id] |= {version: more} if more is not None else {}
    return {
        identifier: tuple(versions[version] for version in sorted(versions, key=version_key))
        for identifier, versions in found.items()
    }


def _ids(catalog: Catalog, kinds: frozenset[str]) -> Iterable[tuple[str, Entry]]:
    """The resources of these kinds by the ids that they have or had."""
    found = [entry for entry in catalog.current if entry.kind in kinds]
    for entry in found:
        former = entry.resource.formerly if isinstance(entry.resource, Resource) else None
        yield from ((identifier, entry) for identifier in former or ())
    yield from ((entry.id, entry) for entry in found)


class _Looking:
    """Looks at the pages and files of older versions on disk."""

    def __init__(self, catalog: Catalog, existing: Existing, settings: Settings) -> None:
        self._catalog = catalog
        self._existing = existing
        self._settings = settings
        self._left: dict[str, str | None] = {}

    def left_behind(self, page: str, entry: Entry) -> str | None:
        """The version of a current page on disk, where it is an older one that goes into the archive."""
        if page not in self._left:
            self._left[page] = _left_behind(page, entry, self._existing, self._settings)
        return self._left[page]

    def added(self, known: Past, path: str, *, is_page: bool) -> Past | None:
        """What is known of a version, and what a file of it adds to that; None where the file is gone."""
        if is_page:
            return dataclasses.replace(known, exchanged=dict(self._exchanged(path)))
        content = _content(path, self._settings)
        if content is None:
            return None
        return dataclasses.replace(known, files={**known.files, f"{self._settings.output}/{path}": content})

    def _exchanged(self, path: str) -> Iterator[tuple[str, frozenset[str]]]:
        """What the front matter of a page says of messages, where that is what we have written."""
        said, records = metadata(self._settings.output_dir / path), self._existing.records[path]
        for way in ("sends", "receives"):
            recorded = records.get(f"{manifest.KEY}{way}", frozenset())
            if way not in said and not recorded:
                yield way, frozenset()
            elif way in said and manifest.value_digest(said[way]) in recorded:
                yield way, _pointed(said[way])


def _pointed(pointers: Any) -> frozenset[str]:
    """The ids in a list of pointers in front matter."""
    listed = pointers if isinstance(pointers, list) else []
    ids = (pointer.get("id") for pointer in listed if isinstance(pointer, dict))
    return frozenset(identifier for identifier in ids if isinstance(identifier, str))


def _left_behind(page: str, entry: Entry, existing: Existing, settings: Settings) -> str | None:
    """The version of a current page on disk, where it is an older one that goes into the archive."""
    known: Mapping[str, frozenset[str]] = existing.records.get(page, {})
    digests = known.get(f"{manifest.KEY}version", frozenset())
    if not settings.archive or entry.version is None or digests == {manifest.value_digest(entry.version)}:
        return None
    disk = _content(page, settings)
    version = archives.version_on_disk(disk.decode("utf-8", "replace")) if disk is not None else None
    return version if version is not None and archives.is_newer(entry.version, version) else None


def _content(path: str, settings: Settings) -> bytes | None:
    try:
        return (settings.output_dir / path).read_bytes()
    except OSError:
        return None

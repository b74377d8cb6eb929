"""The versions that definitions do not give any more, as the catalog on disk keeps them: in the archive, or soon."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING

from catalog_gen.model import Resource
from catalog_gen.output import archives, manifest
from catalog_gen.resolving.catalog import MESSAGE_KINDS
from catalog_gen.resolving.ids import version_key
from catalog_gen.versioning.past import Past

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from catalog_gen.output.existing import Existing
    from catalog_gen.resolving import Catalog, Entry
    from catalog_gen.settings import Settings

_SCHEMA = re.compile(
    r"(?P<page>(?:.*/)?(?:events|commands|queries)/(?P<id>[^/]+))(?:/versioned/(?P<version>[^/]+))?"
    r"/(?:schema(?:-[^/.]+)?|headers)\.(?:avsc|avro|json|yaml|yml|proto)"
)


def past(catalog: Catalog, existing: Existing, settings: Settings) -> dict[str, tuple[Past, ...]]:
    """By the id of a message: the versions with their schemas that are, or are about to be, in the archive only.

    The page of a version that a definition has just left behind still stands where the new one goes.
    """
    ids = dict(_ids(catalog))
    found: dict[str, dict[str, dict[str, bytes]]] = defaultdict(lambda: defaultdict(dict))
    left: dict[str, str | None] = {}
    for path in existing.records:
        seen = _SCHEMA.fullmatch(path)
        entry = ids.get(seen["id"]) if seen else None
        if seen is None or entry is None:
            continue
        version = seen["version"]
        if version is None:
            page = f"{seen['page']}/index.mdx"
            if page not in left:
                left[page] = _left_behind(page, entry, existing, settings)
            version = left[page]
        if version is not None and catalog.find(entry.id, version) is None:
            content = _content(path, settings)
            if content is not None:
                found[entry.id][version][f"{settings.output}/{path}"] = content
    return {
        identifier: tuple(Past(version, versions[version]) for version in sorted(versions, key=version_key))
        for identifier, versions in found.items()
    }


def _ids(catalog: Catalog) -> Iterable[tuple[str, Entry]]:
    """The messages by the ids that they have or had."""
    messages = [entry for entry in catalog.current if entry.kind in MESSAGE_KINDS]
    for entry in messages:
        former = entry.resource.formerly if isinstance(entry.resource, Resource) else None
        yield from ((identifier, entry) for identifier in former or ())
    yield from ((entry.id, entry) for entry in messages)


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

"""What the definitions of a project come to: read, and resolved to a catalog. Nothing here knows of pages to write."""

from __future__ import annotations

import dataclasses
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from catalog_gen.formats import Schemas
from catalog_gen.formats.files import SchemaFiles
from catalog_gen.output import existing
from catalog_gen.problems import Place, Problem
from catalog_gen.resolving import resolve
from catalog_gen.versioning import followed

if TYPE_CHECKING:
    from collections.abc import Callable

    from catalog_gen.output.existing import Existing
    from catalog_gen.reading import Reading
    from catalog_gen.reading.remembering import Memory
    from catalog_gen.resolving import Catalog
    from catalog_gen.settings import Settings
    from catalog_gen.sources import Source

    Progress = Callable[[str], None]


@dataclasses.dataclass(frozen=True, slots=True)
class Resolved:
    """What the definitions come to beside the output that there is, and everything that is wrong so far."""

    catalog: Catalog
    existing: Existing
    problems: tuple[Problem, ...]


def resolved(settings: Settings, source: Source, progress: Progress) -> Resolved:
    """The catalog as far as it can be read; nothing of it is checked that only pages need."""
    from catalog_gen.output import past

    progress("reading definitions")
    reading = read(settings, source)
    there, in_output = existing.look(settings)
    progress("resolving")
    below = folders(settings, source)
    catalog, in_catalog = resolve(reading, settings, source, below, there.known)
    schemas = Schemas(SchemaFiles(source, below, settings.output_from_project))
    catalog, in_versions = followed(catalog, past.past(catalog, there, settings), schemas, settings.bumps)
    return Resolved(catalog, there, (*reading.problems, *in_output, *in_catalog, *in_versions))


def declared(settings: Settings, source: Source, progress: Progress) -> Resolved:
    """The same without a look into the schemas, for questions that they have no part in; it is much faster."""
    progress("reading definitions")
    reading = read(settings, source)
    there, in_output = existing.look(settings)
    progress("resolving")
    catalog, in_catalog = resolve(
        reading, settings, source, folders(settings, source), there.known, lambda _identifier, _path: False
    )
    return Resolved(catalog, there, (*reading.problems, *in_output, *in_catalog))


def read(settings: Settings, source: Source, memory: Memory | None = None) -> Reading:
    """What the definitions files declare, by the reader of the settings; only the static one has a `memory`."""
    from catalog_gen.reading import Reading, static

    files = source.matching(settings.definitions)
    if not files:
        message = f"no file matches definitions = {list(settings.definitions)}"
        problem = Problem("no-definitions", message, Place(settings.path))
        return Reading(resources=(), problems=(problem,), unread_texts=frozenset(), unread_kinds=frozenset())
    around = tuple(dict.fromkeys(["", *folders(settings, source)]))
    if settings.reader == "import":
        from catalog_gen.reading import importing

        reading = importing.read(source, files, around)
    else:
        reading = static.read(source, files, around, memory)
    if not reading.resources and not reading.problems:
        message = f"the {len(files)} files that match definitions declare no resource"
        empty = Problem(
            "no-definitions", message, Place(files[0]), hint='for example: order_placed = Event("OrderPlaced")'
        )
        return dataclasses.replace(reading, problems=(empty,))
    return reading


def folders(settings: Settings, source: Source) -> tuple[str, ...]:
    """The folders of the definitions files and the `roots`, relative to the project."""
    parents = [str(PurePosixPath(path).parent) for path in source.matching(settings.definitions)]
    roots = [root.strip("/") for root in settings.roots]
    return tuple(dict.fromkeys("" if folder == "." else folder for folder in (*parents, *roots)))

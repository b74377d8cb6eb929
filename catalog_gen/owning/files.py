"""The files that resources are made of: definitions, schemas, examples, texts, and what else definitions name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from catalog_gen.model import DataProduct, Message, Output
from catalog_gen.model.payloads import Payload
from catalog_gen.resolving.catalog import OWNER_KINDS
from catalog_gen.resolving.files import Files
from catalog_gen.sources import OutsideProjectError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from catalog_gen.model.declaring import Declared
    from catalog_gen.resolving.catalog import Catalog, Entry
    from catalog_gen.settings import Settings
    from catalog_gen.sources import Source


def files(catalog: Catalog, source: Source, settings: Settings) -> Mapping[str, tuple[Entry, ...]]:
    """By path in the project: the resources that are made of the file, in all their versions, by place.

    People are left out, since nobody owns them. A file that is not there is left out, too.
    """
    finding = _Finding(Files(source, settings.output_from_project), source)
    found: dict[str, dict[int, Entry]] = {}
    for entry in catalog.entries:
        if entry.kind not in OWNER_KINDS:
            for path in finding.of(entry):
                found.setdefault(path, {})[id(entry)] = entry
    return {
        path: tuple(sorted(entries.values(), key=lambda entry: (entry.place(), entry.id)))
        for path, entries in sorted(found.items())
    }


class _Finding:
    """Looks up the paths that definitions name."""

    def __init__(self, named: Files, source: Source) -> None:
        self._named = named
        self._source = source

    def of(self, entry: Entry) -> Iterator[str]:
        """The paths of the files of a resource in one version."""
        yield from (place.path for place in (entry.place(), entry.resource.at()) if place.path)
        payload = entry.resource.payload if isinstance(entry.resource, Message) else None
        if isinstance(payload, Payload) and not entry.previous:
            yield payload.place.path
        schemas = [*entry.schemas, *([entry.headers] if entry.headers else ())]
        yield from (beside.file.path for beside in schemas if self._source.is_file(beside.file.path))
        for holder, field in _naming(entry):
            path = self._path(holder, field, entry)
            if path is not None:
                yield path

    def _path(self, holder: Declared, field: str, entry: Entry) -> str | None:
        try:
            path = self._named.located(holder, field, (entry.part_of or entry).resource, entry.version)
        except OutsideProjectError:
            return None
        return path if self._source.is_file(path) else None


def _naming(entry: Entry) -> Iterator[tuple[Declared, str]]:
    """What names a file besides schemas, with the keyword that does."""
    holder = entry.document or (entry.previous if entry.previous and _tells(entry.previous) else entry.resource)
    if getattr(holder, "description_path", None) is not None:
        yield holder, "description_path"
    given = (example.declared for example in entry.examples)
    yield from ((example, "path") for example in given if example is not None and example.path is not None)
    yield from ((one.declared, "path") for one in entry.specifications if one.data is not None)
    if isinstance(entry.resource, DataProduct):
        outputs = (output for output in entry.resource.outputs or () if isinstance(output, Output))
        yield from ((output.contract, "path") for output in outputs if output.contract is not None)


def _tells(previous: Declared) -> bool:
    return previous.gives("description") or previous.gives("description_path")

"""The schemas of a message as they stand on its page."""

from __future__ import annotations

import dataclasses
import itertools
import re
from collections import Counter
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final

from catalog_gen import formats
from catalog_gen.pages import layout, viewing
from catalog_gen.pages.views import fields

if TYPE_CHECKING:
    from collections.abc import Mapping

    from catalog_gen.formats import Format
    from catalog_gen.formats.tree import Tree
    from catalog_gen.pages.viewing import Shown
    from catalog_gen.pages.views.fields import FieldTable
    from catalog_gen.resolving import Entry
    from catalog_gen.resolving.catalog import SchemaBeside

LONG_SCHEMA: Final = 40
"""From how many lines on a raw schema is folded."""

_LONG_DOC: Final = 2_000

_LANGUAGES: Mapping[Format, str] = {"avro": "json", "jsonschema": "json", "protobuf": "proto", "yaml": "yaml"}


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class SchemaView:
    """A schema file beside a page: what it is called, where it is served, and what is shown of it.

    `name` tells it from the others of the message; `viewer` is the file that EventCatalog's schema viewer shows,
    empty where that would stay blank.
    """

    name: str
    file: str
    format: str
    title: str
    href: str
    lines: int
    size: int
    language: str
    environments: tuple[str, ...] = ()
    default: bool = False
    viewer: str = ""
    fields: FieldTable | None = None
    readable: bool = False
    """Whether payloads show texts where the table names a type that is none: times, dates and decimals of Avro."""

    @property
    def long(self) -> bool:
        """Whether the raw text is folded."""
        return self.lines > LONG_SCHEMA

    @property
    def embedded(self) -> bool:
        """Whether the raw text stands on the page."""
        return self.size <= viewing.LARGEST

    @property
    def weight(self) -> str:
        """The size in words."""
        return f"{self.size / 1e6:.1f} MB" if self.size >= 1e6 else f"{self.size / 1e3:.0f} kB"  # noqa: PLR2004


def payload(entry: Entry, page: str, viewers: Mapping[str, Shown]) -> tuple[SchemaView, ...]:
    """The schemas of a message's payload, the default one first."""
    names = _names(entry.schemas)
    return tuple(
        dataclasses.replace(
            _view(beside, page),
            name=names[number],
            default=number == 0,
            viewer=viewers[beside.name].name if beside.name in viewers else "",
        )
        for number, beside in enumerate(entry.schemas)
    )


def paragraphs(entry: Entry) -> tuple[str, ...]:
    """What the schema says about itself, as plain text, where the definition says nothing: at most an overview."""
    doc = entry.schema.doc if entry.schema and entry.resource.summary is None else ""
    texts = [" ".join(part.split()) for part in re.split(r"\n\s*\n", doc)]
    long = itertools.accumulate(len(text) for text in texts)
    return tuple(
        _cut(text) for text, so_far in zip(texts, long, strict=True) if text and so_far - len(text) < _LONG_DOC
    )


def _cut(text: str) -> str:
    return text if len(text) <= _LONG_DOC else f"{text[:_LONG_DOC].rstrip()}…"


def headers(entry: Entry, page: str) -> SchemaView | None:
    """The schema of a message's headers."""
    return _view(entry.headers, page) if entry.headers else None


def _view(beside: SchemaBeside, page: str) -> SchemaView:
    file = beside.file
    return SchemaView(
        name=beside.name,
        file=beside.name,
        format=file.format,
        title=formats.TITLES[file.format],
        href=layout.file_address(page, beside.name),
        lines=file.lines,
        size=len(file.data),
        language=_LANGUAGES.get(file.format, "txt"),
        environments=tuple(beside.declared.environments or ()) if beside.declared else (),
        fields=fields.table(file.tree),
        readable=file.format == "avro" and file.tree is not None and _has_logical_types(file.tree),
    )


def _has_logical_types(tree: Tree) -> bool:
    waiting, seen = [tree.root, *tree.types.values()], set[int]()
    while waiting:
        type_ = waiting.pop()
        if type_.kind == "string" and type_.format and not type_.words.startswith("string"):
            return True
        if id(type_) not in seen:
            seen.add(id(type_))
            waiting += [
                *type_.branches,
                *(field.type for field in type_.fields),
                *([type_.items] if type_.items else []),
            ]
    return False


def _names(schemas: tuple[SchemaBeside, ...]) -> list[str]:
    """What the schemas are called: as declared, else as the file, the environments or the file here tell them apart."""
    declared = [beside.declared.name if beside.declared else None for beside in schemas]
    for way in (
        [PurePosixPath(beside.file.path).name for beside in schemas],
        [", ".join(beside.declared.environments or ()) if beside.declared else "" for beside in schemas],
    ):
        names = [name or other for name, other in zip(declared, way, strict=True)]
        if all(names) and max(Counter(names).values(), default=1) == 1:
            return names
    return [f"{name} ({beside.name})" if name else beside.name for name, beside in zip(declared, schemas, strict=True)]

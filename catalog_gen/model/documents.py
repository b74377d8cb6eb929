"""What people write about the catalog's resources: decisions, diagrams, terms, documents."""

from __future__ import annotations

import dataclasses
import datetime
from collections.abc import Iterator, Sequence
from typing import Annotated, ClassVar, Literal

from catalog_gen.model import rules
from catalog_gen.model.declaring import Declared
from catalog_gen.model.documented import Documented
from catalog_gen.model.people import Owner, Team, User
from catalog_gen.model.resources import Pointer, Resource
from catalog_gen.model.rules import Fault
from catalog_gen.model.sending import Name, SomeText
from catalog_gen.model.values import Badge, FilePath, Number

Slug = Annotated[str, rules.slug]


@dataclasses.dataclass(frozen=True, slots=True, eq=False)
class Diagram(Resource):
    """A drawing (Mermaid, PlantUML, an image) on a page of its own; the drawing stands in the description."""

    kind: ClassVar[str] = "diagram"


@dataclasses.dataclass(frozen=True, slots=True, eq=False)
class Adr(Resource):
    """An architecture decision record: what was decided when, by whom, and for what.

    `date` is the day of the decision; context, decision and consequences stand in the description.
    """

    mandatory: ClassVar[tuple[str, ...]] = ("id", "status", "date")
    kind: ClassVar[str] = "adr"
    panel: ClassVar[tuple[str, ...]] = (
        "status",
        "date",
        "decision_makers",
        "applies_to",
        "relationships",
        "owners",
        "repository",
        "changelog",
    )

    status: Literal["proposed", "accepted", "rejected", "deprecated", "superseded"] = dataclasses.field(kw_only=True)
    date: datetime.date = dataclasses.field(kw_only=True)
    decision_makers: Sequence[User | Team | str] | None = dataclasses.field(default=None, kw_only=True)
    applies_to: Sequence[Resource | Owner | Pointer | str] | None = dataclasses.field(default=None, kw_only=True)
    supersedes: Sequence[Adr | Pointer | str] | None = dataclasses.field(default=None, kw_only=True)
    superseded_by: Sequence[Adr | Pointer | str] | None = dataclasses.field(default=None, kw_only=True)
    amends: Sequence[Adr | Pointer | str] | None = dataclasses.field(default=None, kw_only=True)
    amended_by: Sequence[Adr | Pointer | str] | None = dataclasses.field(default=None, kw_only=True)
    related: Sequence[Adr | Pointer | str] | None = dataclasses.field(default=None, kw_only=True)


@dataclasses.dataclass(frozen=True, slots=True, eq=False)
class Term(Declared):
    """A word of a domain's language and what it means there; `icon` is the name of a Lucide icon.

    `id` is a part of the address of its page; `name` is what is shown where that cannot be the word itself.
    """

    positional: ClassVar[tuple[str, ...]] = ("id",)
    mandatory: ClassVar[tuple[str, ...]] = ("id",)

    id: Name
    name: SomeText | None = dataclasses.field(default=None, kw_only=True)
    summary: str | None = dataclasses.field(default=None, kw_only=True)
    description: str | None = dataclasses.field(default=None, kw_only=True)
    icon: str | None = dataclasses.field(default=None, kw_only=True)

    def faults(self) -> Iterator[Fault]:
        """A word that EventCatalog can make an address of."""
        if self.id.strip() and (fault := rules.term(self.id)):
            yield dataclasses.replace(fault, keyword="id")


@dataclasses.dataclass(frozen=True, slots=True, eq=False)
class DocCategory(Declared):
    """A folder of documents: how the sidebar calls it, and where in the list it stands."""

    positional: ClassVar[tuple[str, ...]] = ("id",)
    mandatory: ClassVar[tuple[str, ...]] = ("id",)

    id: str
    label: SomeText | None = dataclasses.field(default=None, kw_only=True)
    position: Number | None = dataclasses.field(default=None, kw_only=True)

    def faults(self) -> Iterator[Fault]:
        """A name that EventCatalog does not take for something else."""
        if fault := rules.document(self.id):
            yield dataclasses.replace(fault, keyword="id")


@dataclasses.dataclass(frozen=True, slots=True, eq=False)
class ResourceDoc(Declared):
    """A document of a resource: a runbook, a guide. EventCatalog shows those with a Scale licence.

    `category` is its folder; "pages" unless given.
    """

    positional: ClassVar[tuple[str, ...]] = ("id",)
    mandatory: ClassVar[tuple[str, ...]] = ("id",)

    id: str
    title: SomeText | None = dataclasses.field(default=None, kw_only=True)
    summary: str | None = dataclasses.field(default=None, kw_only=True)
    description: str | None = dataclasses.field(default=None, kw_only=True)
    description_path: FilePath | None = dataclasses.field(default=None, kw_only=True)
    category: DocCategory | str | None = dataclasses.field(default=None, kw_only=True)
    order: Number | None = dataclasses.field(default=None, kw_only=True)
    badges: Sequence[Badge] | None = dataclasses.field(default=None, kw_only=True)
    slug: Slug | None = dataclasses.field(default=None, kw_only=True)
    hidden: bool | None = dataclasses.field(default=None, kw_only=True)

    @property
    def folder(self) -> str:
        """Its folder below the `docs/` of the resource; empty for none."""
        return self.category.id if isinstance(self.category, DocCategory) else self.category or ""

    def faults(self) -> Iterator[Fault]:
        """Legal names of file and folder, and one text."""
        if fault := rules.document(self.id):
            yield dataclasses.replace(fault, keyword="id")
        if isinstance(self.category, str) and (fault := rules.document(self.category, "category")):
            yield dataclasses.replace(fault, keyword="category")
        yield from _one_text(self)

    @staticmethod
    def contradictions(documents: Sequence[ResourceDoc]) -> Iterator[Fault]:
        """What is wrong with several documents of one resource: two in one place, a category described in two ways.

        A file system that does not tell upper from lower case is thought of. Of two documents whose names differ by the
        number in front, EventCatalog shows one.
        """
        places: dict[str, ResourceDoc] = {}
        folders: dict[str, ResourceDoc] = {}
        for index, document in enumerate(documents):
            other = places.setdefault(f"{document.folder}/{rules.unnumbered(document.id)}".lower(), document)
            first = folders.setdefault(document.folder.lower(), document)
            if other is not document:
                message = f'there are two documents "{document.id}"' + (
                    f' in "{document.folder}"' if document.folder else ""
                )
                hint = "give one of them another id or category="
                if rules.unnumbered(other.id) != other.id and other.id != document.id:
                    message, hint = f'"{document.id}" and "{other.id}" are one document', "the number only sorts them"
                yield Fault("duplicate-id", message, hint, "docs", index)
            elif first.folder != document.folder:
                message = f'category "{document.folder}" differs from "{first.folder}" by upper and lower case only'
                yield Fault("case-collision", message, "they would share a folder on Windows and macOS", "docs", index)
            elif not _agree(first.category, document.category):
                message = f'category "{document.folder}" is described in two ways'
                yield Fault("bad-value", message, "use one DocCategory object for all of them", "docs", index)
            if isinstance(document.category, DocCategory) and not isinstance(first.category, DocCategory):
                folders[document.folder.lower()] = document


@dataclasses.dataclass(frozen=True, slots=True, eq=False)
class CustomDoc(Documented):
    """A page of documentation beside the resources, in `docs/`; its id is its path there, with folders.

    EventCatalog shows those with a Starter or Scale licence.
    """

    kind: ClassVar[str] = "doc"

    title: SomeText | None = dataclasses.field(default=None, kw_only=True)
    slug: Slug | None = dataclasses.field(default=None, kw_only=True)
    label: SomeText | None = dataclasses.field(default=None, kw_only=True)
    order: Number | None = dataclasses.field(default=None, kw_only=True)
    owners: Sequence[User | Team | str] | None = dataclasses.field(default=None, kw_only=True)
    badges: Sequence[Badge] | None = dataclasses.field(default=None, kw_only=True)
    formerly: Sequence[str] | None = dataclasses.field(default=None, kw_only=True)

    def faults(self) -> Iterator[Fault]:
        """Legal names of file and folders, and one text."""
        yield from (dataclasses.replace(fault, keyword="id") for fault in _faults_of_path(self.id))
        yield from _one_text(self)


def _one_text(document: ResourceDoc | CustomDoc) -> Iterator[Fault]:
    if document.description is not None and document.description_path is not None:
        message = "description and description_path are both given"
        yield Fault("bad-value", message, "keep one of the two", keyword="description_path")


def _faults_of_path(path: str) -> Iterator[Fault]:
    parts = path.split("/")
    if "" in parts and path:
        words = f'id "{path}" has an empty part between its slashes'
        yield Fault("illegal-id", words, f'write "{"/".join(filter(None, parts)) or "name"}"')
        return
    for part in parts:
        if fault := rules.document(part):
            yield fault
            return
    if "." in path:
        message = f'id "{path}" has a dot, and EventCatalog finds no such document for its navigation'
        yield Fault("illegal-id", message, f'write "{path.replace(".", "-")}"')


def _agree(one: DocCategory | str | None, other: DocCategory | str | None) -> bool:
    """Whether two mentions of a category say the same; its name alone says nothing."""
    if not isinstance(one, DocCategory) or not isinstance(other, DocCategory):
        return True
    return one is other or (one.label, one.position) == (other.label, other.position)

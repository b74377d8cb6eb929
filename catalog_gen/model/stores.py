"""Where data is kept, and what is made of it for others: containers and data products."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from typing import ClassVar, Literal

from catalog_gen.model.declaring import Declared
from catalog_gen.model.resources import Pointer, Resource
from catalog_gen.model.sending import Name
from catalog_gen.model.values import FilePath, Version


@dataclasses.dataclass(frozen=True, slots=True, eq=False)
class Container(Resource):
    """A data store: a database, a cache, a bucket. EventCatalog calls it a container, as C4 does."""

    mandatory: ClassVar[tuple[str, ...]] = ("id", "container_type")
    kind: ClassVar[str] = "container"
    panel: ClassVar[tuple[str, ...]] = (
        "versions",
        "repository",
        "owners",
        "changelog",
        "attachments",
        "services",
        "flows",
    )

    container_type: Literal[
        "database", "cache", "objectStore", "searchIndex", "dataWarehouse", "dataLake", "externalSaaS", "other"
    ] = dataclasses.field(kw_only=True)
    technology: str | None = dataclasses.field(default=None, kw_only=True)
    purpose: str | None = dataclasses.field(default=None, kw_only=True)
    authoritative: bool | None = dataclasses.field(default=None, kw_only=True)
    access_mode: Literal["read", "write", "readWrite", "appendOnly"] | None = dataclasses.field(
        default=None, kw_only=True
    )
    classification: Literal["public", "internal", "confidential", "regulated"] | None = dataclasses.field(
        default=None, kw_only=True
    )
    residency: str | None = dataclasses.field(default=None, kw_only=True)
    retention: str | None = dataclasses.field(default=None, kw_only=True)


@dataclasses.dataclass(frozen=True, slots=True, eq=False)
class Contract(Declared):
    """The file that promises what an output of a data product looks like; copied beside the page."""

    positional: ClassVar[tuple[str, ...]] = ("path",)
    mandatory: ClassVar[tuple[str, ...]] = ("path", "name")

    path: FilePath
    name: Name = dataclasses.field(kw_only=True)
    type: str | None = dataclasses.field(default=None, kw_only=True)


@dataclasses.dataclass(frozen=True, slots=True, eq=False)
class Output(Declared):
    """What a data product gives to others, with the contract for it."""

    positional: ClassVar[tuple[str, ...]] = ("resource",)
    mandatory: ClassVar[tuple[str, ...]] = ("resource",)

    resource: Resource | str
    version: Version | None = dataclasses.field(default=None, kw_only=True)
    contract: Contract | None = dataclasses.field(default=None, kw_only=True)


@dataclasses.dataclass(frozen=True, slots=True, eq=False)
class DataProduct(Resource):
    """Data that is made for others to use: from which sources, and what comes out."""

    kind: ClassVar[str] = "data-product"
    panel: ClassVar[tuple[str, ...]] = (
        "domains",
        "inputs",
        "outputs",
        "versions",
        "repository",
        "owners",
        "changelog",
        "flows",
    )

    inputs: Sequence[Resource | Pointer | str] | None = dataclasses.field(default=None, kw_only=True)
    outputs: Sequence[Output | Resource | Pointer | str] | None = dataclasses.field(default=None, kw_only=True)

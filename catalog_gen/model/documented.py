"""What has a page of its own: resources, teams and users, documents."""

from __future__ import annotations

import dataclasses
from typing import ClassVar

from catalog_gen.model.declaring import Declared
from catalog_gen.model.values import FilePath


@dataclasses.dataclass(frozen=True, slots=True, eq=False)
class Documented(Declared):
    """The base of everything that gets a page: an id to know it by, and a text."""

    positional: ClassVar[tuple[str, ...]] = ("id",)
    mandatory: ClassVar[tuple[str, ...]] = ("id",)
    kind: ClassVar[str] = ""

    id: str
    summary: str | None = dataclasses.field(default=None, kw_only=True)
    description: str | None = dataclasses.field(default=None, kw_only=True)
    description_path: FilePath | None = dataclasses.field(default=None, kw_only=True)

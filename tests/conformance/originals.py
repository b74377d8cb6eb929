"""The pages of a catalog, whoever wrote them: their front matter as data."""

from __future__ import annotations

import dataclasses
import re
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any

import yaml

from catalog_gen.pages.layout import COLLECTIONS

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

KINDS = {collection: kind for kind, collection in COLLECTIONS.items()}
BESIDE = {"ubiquitous-language.mdx": "language", "changelog.mdx": "changelog"}
_FRONT_MATTER = re.compile(r"---\r?\n(.*?)^---\s*$", re.DOTALL | re.MULTILINE)


@dataclasses.dataclass(frozen=True, slots=True)
class Original:
    """A page: its path, its kind, what it is called among those of its kind, and its front matter.

    What belongs to a resource is called after that: its id and version, and the path of a document below its `docs`.
    """

    path: str
    kind: str
    key: tuple[str, ...]
    said: Mapping[str, Any]

    @property
    def folder(self) -> str:
        """Where its files lie."""
        return str(PurePosixPath(self.path).parent)


def pages(root: Path) -> list[Original]:
    """All pages of a catalog, in the order of their paths."""
    paths = sorted(path.relative_to(root).as_posix() for path in root.rglob("*.mdx"))
    found = {path: front_matter((root / path).read_text(encoding="utf-8")) for path in paths}
    return [_page(path, said, found) for path, said in found.items()]


def front_matter(text: str) -> dict[str, Any]:
    """The front matter of a page as a YAML parser reads it."""
    match = _FRONT_MATTER.match(text)
    assert match, text[:100]
    said: dict[str, Any] = yaml.load(match[1], Loader=yaml.CSafeLoader)
    return said


def _page(path: str, said: dict[str, Any], found: Mapping[str, dict[str, Any]]) -> Original:
    """A page with its kind, which is the last folder of its path that is called after one."""
    pure = PurePosixPath(path)
    if pure.parts[0] == "docs":
        return Original(path, "doc", (str(pure.with_suffix("")),), said)
    if pure.name in BESIDE:
        return Original(path, BESIDE[pure.name], _key(found[str(pure.with_name("index.mdx"))]), said)
    home, of_resource, document = path.rpartition("/docs/")
    if of_resource:
        key = (*_key(found[f"{home}/index.mdx"]), document.removesuffix(".mdx"))
        return Original(path, "resource-doc", key, said)
    kind = next(KINDS[part] for part in reversed(pure.parts) if part in KINDS)
    return Original(path, kind, _key(said), said)


def _key(said: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(said[key] for key in ("id", "version") if key in said)

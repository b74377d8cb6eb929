"""The catalog of a golden case, translated back: what every keyword says is still there."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import translating
from comparing import differences
from originals import pages

if TYPE_CHECKING:
    from projects import Project

EVERYTHING = Path(__file__).resolve().parents[1] / "golden" / "everything"


def test_what_every_keyword_says_comes_back_from_its_page(project: Project) -> None:
    originals = pages(EVERYTHING / "output")
    settings = (EVERYTHING / "catalog-gen.toml").read_text(encoding="utf-8")
    project.write("pyproject.toml", f"[tool.catalog-gen]\n{settings}")
    shutil.copytree(EVERYTHING / "output", project.root / "original", ignore=shutil.ignore_patterns("*.mdx"))
    project.define(translating.definitions(originals, "../original"))
    project.build()
    ours = {(page.kind, page.key): page for page in pages(project.root / "output")}
    assert sorted(ours) == sorted((page.kind, page.key) for page in originals)
    found = [one for page in originals for one in differences(page.path, page.said, ours[page.kind, page.key].said)]
    assert list(map(str, found)) == []

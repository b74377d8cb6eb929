"""Repositories with a branch to review."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING

from repositories import commit, git, repository

from catalog_gen import review, settings
from catalog_gen.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from catalog_gen.review.changes import Review

SETTINGS = "[tool.catalog-gen]\ninherit-owners = true\n"
NAMES = "from catalog_gen import *\n"


def written(files: Mapping[str, str | bytes | None]) -> dict[str, str | bytes]:
    """The files as they are written: definitions import the names, the common indentation of texts goes."""
    found: dict[str, str | bytes] = {}
    for path, content in files.items():
        if isinstance(content, str):
            text = textwrap.dedent(content).lstrip("\n")
            found[path] = NAMES + text if path.endswith("definitions.py") else text
        elif content is not None:
            found[path] = content
    return found


class Branch:
    """A repository whose main has `files`, and a branch `change` that is checked out."""

    def __init__(self, folder: Path, files: Mapping[str, str | bytes], inside: str = "") -> None:
        self.top = folder
        self.root = folder / inside
        prefix = f"{inside}/" if inside else ""
        given = {"pyproject.toml": SETTINGS, **written(files)}
        repository(folder, {f"{prefix}{path}": content for path, content in given.items()})
        git(folder, "checkout", "-q", "-b", "change")

    def change(self, files: Mapping[str, str | bytes | None], *, commits: bool = True) -> None:
        """Write files, or remove those that are None, and commit."""
        for path, content in written(files).items():
            file = self.root / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content.encode() if isinstance(content, str) else content)
        for path in (path for path, content in files.items() if content is None):
            (self.root / path).unlink()
        if commits:
            commit(self.top)

    def review(self, head: str | None = "change", base: str = "main") -> Review:
        """The review of the branch, which there must be."""
        found = self.reviewed(head, base)
        assert not isinstance(found, Problem), found
        return found

    def reviewed(self, head: str | None = "change", base: str = "main") -> Review | Problem:
        """The review, or why there is none."""
        loaded, problems = settings.load(self.root, None, "0.1.0")
        assert loaded is not None, problems
        return review.review(base, head, loaded, lambda _: None)


def lines(found: Review) -> list[str]:
    """The changes, a line each: gravity, kind, subject and place."""
    return [f"{one.gravity} {one.kind} {one.subject} {one.place}" for one in found.changes]


def approvals(found: Review) -> dict[str, list[str]]:
    """The reasons by the handles of those of whom one has to approve."""
    return {" or ".join(one.any_of or one.owners): [reason.words for reason in one.because] for one in found.approvals}

"""Where a project and a CODEOWNERS file are in their repository, and by whose rules the file is read."""

from __future__ import annotations

import dataclasses
import os
import re
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from catalog_gen.git import GitError, Repository

if TYPE_CHECKING:
    from catalog_gen.owning.codeowners.patterns import Flavor
    from catalog_gen.settings import Settings


@dataclasses.dataclass(frozen=True, slots=True)
class Around:
    """A repository: where its `top` is, what git tracks, where it is fetched from, and where the project is in it.

    `folder` is the project and `output` its catalog, from the top; the output is empty where it lies elsewhere.
    `up` leads from the project to the top.
    """

    top: Path
    tracked: tuple[str, ...]
    addresses: tuple[str, ...]
    folder: str
    output: str

    @property
    def up(self) -> str:
        """What stands in front of a path of the repository, seen from the project."""
        return "../" * len(PurePosixPath(self.folder).parts)

    def inside(self, file: Path) -> str | None:
        """The path of a file from the top; None where it is not in the repository."""
        return _below(file, self.top)

    def shown(self, path: str) -> str:
        """A path from the top as problems show it: from the project."""
        below = f"{self.folder}/" if self.folder else ""
        return path.removeprefix(below) if path.startswith(below) else self.up + path


def around(settings: Settings) -> Around:
    """The repository of a project.

    Raises:
        GitError: there is none, or git does not tell.
    """
    with Repository(settings.root) as repository:
        top = repository.top
        folder = _below(settings.root, top)
        if folder is None:
            raise GitError("the project is not in a git repository")
        output = _below(settings.output_dir, top)
        return Around(top, repository.tracked, repository.addresses, folder, output or "")


def _below(path: Path, top: Path) -> str | None:
    """The path from the top, "" for the top itself; None outside of it. A last part that is a link is not followed."""
    real = path.parent.resolve() / path.name if path.name not in {"", ".."} else path.resolve()
    if not real.is_relative_to(top):
        return None
    below = Path(os.path.normpath(real)).relative_to(top).as_posix()
    return "" if below == "." else below


def flavor(path: str, around: Around) -> Flavor:
    """By whose rules the CODEOWNERS file at that path is read; an empty path is one that is not known yet.

    The folder says it (`.github`, `.gitlab`), else the first address to fetch from that has a name in it, else a
    `.gitlab-ci.yml`; else it is GitHub.
    """
    folder = path.rpartition("/")[0]
    if folder in {".github", ".gitlab"}:
        return "gitlab" if folder == ".gitlab" else "github"
    named = (re.search(r"git(?:hub|lab)", address, re.IGNORECASE) for address in around.addresses)
    name = next((found[0].lower() for found in named if found), "")
    if name:
        return "gitlab" if name == "gitlab" else "github"
    return "gitlab" if ".gitlab-ci.yml" in around.tracked else "github"

"""Projects to try things on."""

from __future__ import annotations

import shutil
import textwrap
from typing import TYPE_CHECKING

from catalog_gen import building, settings
from catalog_gen.output import writing
from catalog_gen.problems import text
from catalog_gen.sources import WorkingTree

if TYPE_CHECKING:
    from pathlib import Path

    from catalog_gen.building import Built
    from catalog_gen.settings import Settings

SETTINGS = """
    [tool.catalog-gen]
    inherit-owners = true
"""


def files_of(folder: Path) -> dict[str, bytes]:
    """Everything below a folder, by its path in it."""
    return {str(file.relative_to(folder)): file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def restore(folder: Path, files: dict[str, bytes]) -> None:
    """Make a folder what `files_of` said of it."""
    shutil.rmtree(folder, ignore_errors=True)
    for path, data in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(data)


class Project:
    """A project in a folder of its own, with definitions written by a test."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.write("pyproject.toml", SETTINGS)

    def write(self, path: str, content: str | bytes) -> Path:
        """Put a file there; the common indentation of a text goes."""
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        data = content if isinstance(content, bytes) else textwrap.dedent(content).lstrip("\n").encode()
        file.write_bytes(data)
        return file

    def define(self, text: str, path: str = "schemas/definitions.py") -> Path:
        """Write a definitions file; the names of catalog_gen are imported."""
        return self.write(path, "from catalog_gen import *\n" + textwrap.dedent(text).lstrip("\n"))

    def settings(self) -> Settings:
        """The project's settings, which are expected to be fine."""
        found, problems = settings.load(self.root, None, "0.1.0")
        assert found is not None, problems
        assert not problems, problems
        return found

    def built(self) -> Built:
        """What a build comes to."""
        loaded = self.settings()
        return building.build(loaded, WorkingTree(loaded.root), lambda _: None)

    def build(self) -> Built:
        """Build and write; there must be no error."""
        built = self.built()
        assert built.changes is not None, self.problems(built)
        assert writing.apply(built.changes, self.settings()) == ()
        return built

    def problems(self, built: Built | None = None) -> list[str]:
        """All problems as lines of text."""
        return [text(problem) for problem in (built or self.built()).problems]

    def codes(self) -> list[str]:
        """The codes of all problems."""
        return [problem.code for problem in self.built().problems]

    def page(self, path: str) -> str:
        """The text of a written page."""
        return (self.root / "output" / path).read_text(encoding="utf-8")

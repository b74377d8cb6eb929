"""Folders of public schemas as projects: every schema file is the schema of one event."""

from __future__ import annotations

import dataclasses
import shutil
import time
from typing import TYPE_CHECKING

from catalog_gen import building
from catalog_gen.problems import severity, text
from catalog_gen.sources import WorkingTree

if TYPE_CHECKING:
    from pathlib import Path

    from projects import Project

    from catalog_gen.building import Built
    from catalog_gen.resolving.catalog import Entry

ENDINGS = (".avsc", ".json", ".proto")


@dataclasses.dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a folder of schemas: the entries of those that were accepted, by path, and why others were not."""

    accepted: dict[str, Entry]
    rejected: dict[str, tuple[str, ...]]
    built: Built
    seconds: float


def folders(conformance: Path) -> dict[str, Path]:
    """The public projects that have schemas, by name."""
    return {
        f"{kind}/{folder.name}": folder
        for kind in ("avro", "jsonschema", "proto")
        for folder in sorted((conformance / kind).iterdir())
        if folder.is_dir()
    }


def documented(project: Project, folder: Path) -> Outcome:
    """Write a catalog of all schemas of the folder that have no error, and say which had one."""
    shutil.copytree(folder, project.root / "schemas", dirs_exist_ok=True)
    paths = sorted(path for path in (project.root / "schemas").rglob("*") if path.suffix in ENDINGS)
    names = {f"E{number:04d}": str(path.relative_to(project.root / "schemas")) for number, path in enumerate(paths)}
    start = time.process_time()
    first = _built(project, names)
    read = {entry.id for entry in first.catalog.entries if entry.schema is not None}
    rejected = {
        path: tuple(text(problem) for problem in first.problems if problem.place.path == f"schemas/{path}")
        for name, path in names.items()
        if name not in read
    }
    built = _built(project, {name: path for name, path in names.items() if name in read})
    seconds = time.process_time() - start
    accepted = {names[entry.id]: entry for entry in built.catalog.entries}
    return Outcome(accepted, rejected, built, seconds)


def errors(built: Built) -> list[str]:
    """The problems that are more than warnings."""
    return [text(problem) for problem in built.problems if severity(problem, {}) == "error"]


def _built(project: Project, names: dict[str, str]) -> Built:
    lines = [f'{name} = Event("{name}", schema_path={path!r})' for name, path in names.items()]
    project.define("\n".join(lines))
    settings = project.settings()
    return building.build(settings, WorkingTree(settings.root), lambda _: None)

"""Whole projects and the catalogs they give: `tests/golden/<case>/` with `output/` and `problems.txt`."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from catalog_gen import building, settings
from catalog_gen.output import manifest, writing
from catalog_gen.problems import text
from catalog_gen.sources import WorkingTree

if TYPE_CHECKING:
    from catalog_gen.building import Built
    from catalog_gen.settings import Settings

GOLDEN = Path(__file__).parent / "golden"
CASES = sorted(path.name for path in GOLDEN.iterdir() if path.is_dir())


def _settings(root: Path) -> Settings:
    found, problems = settings.load(root, None, "0.1.0")
    assert found is not None
    assert not problems, problems
    return found


def _build(root: Path) -> Built:
    loaded = _settings(root)
    built = building.build(loaded, WorkingTree(root), lambda _: None)
    if built.changes is not None:
        assert writing.apply(built.changes, loaded) == ()
    (root / "problems.txt").write_text("".join(f"{text(problem)}\n" for problem in built.problems), encoding="utf-8")
    return built


def _without_generated(root: Path) -> None:
    """Remove what the build writes, and nothing that belongs to the case's own output by hand."""
    loaded = _settings(root)
    record = manifest.path(loaded.output_dir, loaded.name)
    if record.exists():
        records, _ = manifest.parse(record.read_text(encoding="utf-8"), "")
        for path in records:
            (loaded.output_dir / path).unlink()
        record.unlink()


def _tree(root: Path) -> dict[str, str]:
    files = (path for path in sorted(root.rglob("*")) if path.is_file() and "__pycache__" not in path.parts)
    return {path.relative_to(root).as_posix(): path.read_bytes().decode() for path in files}


@pytest.mark.parametrize("case", CASES)
def test_a_project_gives_the_catalog_that_was_looked_at(case: str, tmp_path: Path, *, update_golden: bool) -> None:
    root = GOLDEN / case
    if update_golden:
        _without_generated(root)
        _build(root)
    copy = tmp_path / case
    shutil.copytree(root, copy)
    _without_generated(copy)
    _build(copy)
    assert _tree(copy) == _tree(root)


@pytest.mark.parametrize("case", CASES)
def test_the_importing_reader_finds_the_same_catalog_and_the_same_problems(case: str, tmp_path: Path) -> None:
    copy = tmp_path / case
    shutil.copytree(GOLDEN / case, copy)
    config = copy / "catalog-gen.toml"
    config.write_text(f'reader = "import"\n{config.read_text()}')
    _without_generated(copy)
    _build(copy)
    config.write_text(config.read_text().removeprefix('reader = "import"\n'))
    assert _tree(copy) == _tree(GOLDEN / case)


def test_the_catalog_of_the_sample_is_current() -> None:
    loaded = _settings(GOLDEN.parents[1])
    built = building.build(loaded, WorkingTree(loaded.root), lambda _: None)
    assert [text(problem) for problem in built.problems] == []
    assert built.changes is not None
    assert built.changes.nothing, (
        built.changes.created.keys(),
        built.changes.updated.keys(),
        built.changes.removed,
    )

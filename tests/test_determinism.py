from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
OTHERWISE = {
    "PYTHONHASHSEED": "4711",
    "TZ": "Pacific/Kiritimati",
    "LC_ALL": "C",
    "LANG": "C",
    "PYTHONUTF8": "0",
}


def _build(root: Path, environment: dict[str, str]) -> str:
    command = [sys.executable, "-m", "catalog_gen", "build"]
    ran = subprocess.run(
        command, cwd=root, env={**os.environ, **environment}, capture_output=True, encoding="utf-8", check=False
    )
    assert ran.returncode == 0, ran.stderr
    return ran.stderr


def _tree(root: Path) -> dict[str, bytes]:
    return {str(path.relative_to(root)): path.read_bytes() for path in sorted(root.rglob("*")) if path.is_file()}


def _copy(target: Path) -> Path:
    """The sample, at another path and without what is generated in it but the files written by hand."""
    shutil.copytree(ROOT / "schemas", target / "schemas")
    shutil.copy(ROOT / "pyproject.toml", target)
    (target / "output").mkdir()
    shutil.copy(ROOT / "output" / ".env", target / "output")
    return target


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """The sample, built at another path, from files in another order, with other settings of the system."""
    folder = _copy(tmp_path_factory.mktemp("tree") / "distinctive-folder-nâme")
    for path in sorted((folder / "schemas").iterdir(), reverse=True):
        path.rename(path.with_name(f"{path.name}-"))
        path.with_name(f"{path.name}-").rename(path)
    _build(folder, OTHERWISE)
    return _tree(folder / "output")


def test_the_same_definitions_give_the_same_bytes_everywhere(elsewhere: dict[str, bytes]) -> None:
    committed = _tree(ROOT / "output")
    assert len(elsewhere) > 90
    assert {path: committed.get(path) for path in elsewhere} == elsewhere


def test_no_file_of_the_output_knows_where_it_was_made(elsewhere: dict[str, bytes]) -> None:
    assert [path for path, data in elsewhere.items() if b"distinctive-folder" in data] == []


@pytest.mark.slow
def test_python_without_docstrings_and_bytecode_writes_the_same(tmp_path: Path, elsewhere: dict[str, bytes]) -> None:
    folder = _copy(tmp_path / "shop")
    _build(folder, {"PYTHONDONTWRITEBYTECODE": "1", "PYTHONOPTIMIZE": "2"})
    assert _tree(folder / "output") == elsewhere

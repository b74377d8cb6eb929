from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
ENVIRONMENTS = {
    "hash seed and time zone": {"PYTHONHASHSEED": "4711", "TZ": "Pacific/Kiritimati"},
    "locale": {"LC_ALL": "C", "LANG": "C", "PYTHONUTF8": "0"},
    "no bytecode": {"PYTHONDONTWRITEBYTECODE": "1", "PYTHONOPTIMIZE": "2"},
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


@pytest.mark.parametrize(
    "change",
    [pytest.param(change, marks=[pytest.mark.slow] if change == "no bytecode" else []) for change in ENVIRONMENTS],
)
def test_the_same_definitions_give_the_same_bytes_everywhere(change: str, tmp_path: Path) -> None:
    folder = _copy(tmp_path / "an other plâce")
    _build(folder, ENVIRONMENTS[change])
    built = _tree(folder / "output")
    committed = _tree(ROOT / "output")
    assert len(built) > 90
    assert {path: committed.get(path) for path in built} == built


def test_no_file_of_the_output_knows_where_it_was_made(tmp_path: Path) -> None:
    folder = _copy(tmp_path / "distinctive-folder-name")
    _build(folder, {})
    assert [path for path, data in _tree(folder / "output").items() if b"distinctive-folder-name" in data] == []


def test_the_order_of_files_on_disk_does_not_matter(tmp_path: Path) -> None:
    folder = _copy(tmp_path / "shop")
    for path in sorted((folder / "schemas").iterdir(), reverse=True):
        path.rename(path.with_name(f"{path.name}-"))
        path.with_name(f"{path.name}-").rename(path)
    _build(folder, {})
    assert (
        _tree(folder / "output")["events/OrderPlaced/index.mdx"]
        == (ROOT / "output/events/OrderPlaced/index.mdx").read_bytes()
    )

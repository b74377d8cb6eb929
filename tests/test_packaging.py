from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
import tarfile
import venv
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PLUGIN = {f"catalog_gen/plugin/{name}" for name in ("index.mjs", "index.d.ts", "package.json", "README.md")}
TEMPLATES = sorted(path.relative_to(ROOT).as_posix() for path in (ROOT / "templates").rglob("*") if path.is_file())
ALONE = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
"""The environment without a path to this checkout."""


@pytest.fixture(scope="module")
def dist(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(folder), str(ROOT)]
    ran = subprocess.run(command, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout + ran.stderr
    return folder


def _wheel(dist: Path) -> Path:
    return next(dist.glob("*.whl"))


def test_the_wheel_holds_the_package_and_its_templates_and_nothing_else(dist: Path) -> None:
    names = zipfile.ZipFile(_wheel(dist)).namelist()
    assert {name for name in names if "/templates/" in name} == {f"catalog_gen/{path}" for path in TEMPLATES}
    assert {"catalog_gen/py.typed", *PLUGIN} <= set(names)
    assert {name.split("/")[0] for name in names} == {"catalog_gen", "catalog_gen-0.1.0.dist-info"}


def test_the_sdist_holds_all_that_the_wheel_is_made_from(dist: Path) -> None:
    with tarfile.open(next(dist.glob("*.tar.gz"))) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    assert {*TEMPLATES, *PLUGIN} <= names
    assert {"pyproject.toml", "README.md", "LICENSE", "CHANGELOG.md", "catalog_gen/cli/__init__.py"} <= names


def test_the_installed_wheel_builds_a_catalog_somewhere_else(dist: Path, tmp_path: Path) -> None:
    home = tmp_path / "venv"
    venv.create(home)
    site = next(home.glob("lib/python*/site-packages"))
    (site / "borrowed.pth").write_text(sysconfig.get_path("purelib"))
    with zipfile.ZipFile(_wheel(dist)) as archive:
        archive.extractall(site)  # noqa: S202 - our own wheel
    project = tmp_path / "project"
    (project / "schemas").mkdir(parents=True)
    (project / "catalog-gen.toml").write_text("")
    (project / "schemas/definitions.py").write_text(
        'from catalog_gen import Event\ne = Event("Happened", summary="s")\n'
    )
    python = home / "bin" / "python"
    where = [str(python), "-c", "import catalog_gen; print(catalog_gen.__file__)"]
    assert str(site) in subprocess.run(where, capture_output=True, text=True, check=True, cwd=project).stdout
    ran = subprocess.run(
        [str(python), "-m", "catalog_gen", "build"], cwd=project, capture_output=True, text=True, check=False
    )
    assert ran.returncode == 0, ran.stderr
    assert "## Overview" in (project / "output/events/Happened/index.mdx").read_text()
    assert (project / "output/components/footer.astro").exists()


@pytest.mark.slow
def test_the_installed_command_says_its_version(dist: Path, tmp_path: Path) -> None:
    home = tmp_path / "venv"
    venv.create(home)
    site = next(home.glob("lib/python*/site-packages"))
    (site / "borrowed.pth").write_text(sysconfig.get_path("purelib"))
    install = [sys.executable, "-m", "pip", "--python", str(home / "bin" / "python"), "install", "--quiet"]
    options = ["--no-deps", "--no-index", "--no-compile", "--disable-pip-version-check"]
    subprocess.run([*install, *options, str(_wheel(dist))], cwd=tmp_path, env=ALONE, check=True)
    ran = subprocess.run(
        [str(home / "bin" / "catalog-gen"), "--version"],
        cwd=tmp_path,
        env=ALONE,
        capture_output=True,
        text=True,
        check=True,
    )
    assert ran.stdout == "catalog-gen, version 0.1.0\n"


@pytest.mark.slow
def test_the_wheel_from_the_sdist_is_the_wheel_from_the_checkout(dist: Path, tmp_path: Path) -> None:
    """`build` makes the wheel from the sdist, so everything is in there; here it is made without."""
    command = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(tmp_path), str(ROOT)]
    subprocess.run(command, capture_output=True, check=True)
    direct, by_sdist = (sorted(zipfile.ZipFile(_wheel(folder)).namelist()) for folder in (tmp_path, dist))
    assert direct == by_sdist

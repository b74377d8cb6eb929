"""The way of somebody new, as the README says it: install, init, build, generate, and the page in a browser.

Only `npm install` is not there, which fetches 1.3 GB: the project lies below the workspace's node_modules, where what
its package.json names is found. That this is so, and in those versions, is the first test.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import sysconfig
import venv
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from serving import served

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = [pytest.mark.build, pytest.mark.browser]

ROOT = Path(__file__).resolve().parents[2]
EVENT = "/docs/events/OrderPlaced/1.0.0/"


class Newcomer:
    """A shell in which the program is installed as a wheel, and nothing of this checkout is there."""

    def __init__(self, home: Path, folder: Path, environment: dict[str, str]) -> None:
        self.folder = folder
        self._environment = {
            **{name: value for name, value in environment.items() if name != "PYTHONPATH"},
            "PATH": os.pathsep.join([str(home / "bin"), environment["PATH"]]),
            "VIRTUAL_ENV": str(home),
        }

    def run(self, *command: str, within: str = ".") -> subprocess.CompletedProcess[str]:
        """Run a command, which has to succeed, in a folder of the project."""
        ran = subprocess.run(
            command,
            cwd=self.folder / within,
            env=self._environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            check=False,
        )
        assert ran.returncode == 0, f"{command}: {ran.stdout[-4000:]}"
        return ran


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A virtual environment with a wheel of this checkout; what that depends on is borrowed."""
    folder = tmp_path_factory.mktemp("home")
    made = [sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", str(folder / "dist"), str(ROOT)]
    subprocess.run(made, check=True, capture_output=True)
    venv.create(folder / "venv")
    site = next((folder / "venv").glob("lib/python*/site-packages"))
    (site / "borrowed.pth").write_text(sysconfig.get_path("purelib"))
    python = str(folder / "venv/bin/python")
    pip = [sys.executable, "-m", "pip", "--python", python, "install", "--quiet", "--disable-pip-version-check"]
    wheel = str(next((folder / "dist").glob("*.whl")))
    alone = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    subprocess.run([*pip, "--no-deps", "--no-index", "--force-reinstall", wheel], check=True, env=alone, cwd=folder)
    return folder / "venv"


@pytest.fixture(scope="module")
def newcomer(home: Path, scratch: Path, node_environment: dict[str, str]) -> Newcomer:
    """In the project, after the commands of the README up to the site."""
    shell = Newcomer(home, scratch, node_environment)
    shell.run("catalog-gen", "init", "acme-shop")
    shell.folder = scratch / "acme-shop"
    assert shell.run("catalog-gen", "build").stdout == "wrote 9, kept 0\n"
    shell.run("npm", "run", "generate", within="catalog")
    shell.run("npm", "run", "build", within="catalog")
    return shell


def test_the_workspace_has_what_the_package_names(newcomer: Newcomer, node_workspace: Path) -> None:
    package = json.loads((newcomer.folder / "catalog/package.json").read_text(encoding="utf-8"))
    for name, version in {**package["dependencies"], **package["devDependencies"], **package["overrides"]}.items():
        installed = json.loads((node_workspace / f"node_modules/{name}/package.json").read_text(encoding="utf-8"))
        assert installed["version"] == version


def test_the_program_is_the_installed_one(newcomer: Newcomer, home: Path) -> None:
    where = newcomer.run("python", "-c", "import catalog_gen; print(catalog_gen.__file__)").stdout
    assert where.startswith(str(home))


def test_generating_again_keeps_every_page(newcomer: Newcomer) -> None:
    assert "wrote 0, kept 9" in newcomer.run("npm", "run", "generate", within="catalog").stdout


def test_the_build_leaves_the_project_as_it_was(newcomer: Newcomer) -> None:
    assert newcomer.run("catalog-gen", "check", "--strict").stdout == "no problems\n"
    assert newcomer.run("catalog-gen", "init").stdout == "everything is there already; nothing was written\n"


def test_the_linter_finds_nothing(newcomer: Newcomer) -> None:
    newcomer.run("npm", "run", "lint", within="catalog")


def test_the_page_of_the_event_is_in_the_browser(
    newcomer: Newcomer, chromium: str, run_node: Callable[..., subprocess.CompletedProcess[str]]
) -> None:
    collect = {
        "heading": "#doc-page-header",
        "owners": "#sidebar a[href^='/docs/teams/']",
        "nodes": "#content .react-flow__node",
    }
    wait = ["#content .react-flow__node", "[id$='SchemaViewer-client']", "#sidebar a"]
    with served(newcomer.folder / "catalog/dist") as site:
        wish = {"chromium": chromium, "site": site, "pages": [{"path": EVENT, "wait": wait, "collect": collect}]}
        looked = run_node("browse.mjs", stdin=json.dumps(wish))
    assert looked.returncode == 0, looked.stderr
    [seen] = json.loads(looked.stdout)
    shown = {name: [element["text"] for element in found] for name, found in seen["found"].items()}
    assert (seen["status"], seen["troubles"]) == (200, [])
    assert shown["heading"] == ["Order placed"]
    assert shown["owners"] == ["Orders crew"]
    assert any(text.startswith("SERVICE\nOrder service") for text in shown["nodes"])

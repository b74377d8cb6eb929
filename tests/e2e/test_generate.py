"""The plugin in the real `eventcatalog generate`: pages come into being, mistakes end it with an exit code."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tarfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from projects import files_of

from catalog_gen import plugin

if TYPE_CHECKING:
    from collections.abc import Callable

pytestmark = pytest.mark.node

PROGRAM = [sys.executable, "-m", "catalog_gen"]
FINE = """
from catalog_gen import Event, Service
sold = Event("Sold", summary="Something was sold.", snippets=[])
shop = Service("Shop", sends=[sold], summary="Sells.")
"""
LATER = """
export default async () => console.log("the later generator ran");
"""


class Catalog:
    """A project with definitions and settings, and in it a folder for EventCatalog."""

    def __init__(self, project: Path, environment: dict[str, str], *, folder: str = "catalog") -> None:
        self.project = project
        self.folder = project / folder
        self.environment = {name: value for name, value in environment.items() if name != "VIRTUAL_ENV"}
        self.write("catalog-gen.toml", f"output = {json.dumps(folder, ensure_ascii=False)}\n")
        self.write("schemas/definitions.py", FINE)
        self.write(f"{folder}/package.json", _package(type="module"))
        self.write(f"{folder}/{plugin.FILE}", plugin.module().decode())
        self.write(f"{folder}/later.mjs", LATER)
        self.configure({"program": PROGRAM})

    def write(self, path: str, text: str) -> Path:
        """Put a file into the project."""
        file = self.project / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")
        return file

    def configure(self, options: object = None, entry: str = json.dumps(plugin.ENTRY), before: str = "") -> None:
        """Name the generator, and a later one, in eventcatalog.config.js; the entry is JavaScript."""
        ours = f"[{entry}]" if options is None else f"[{entry}, {json.dumps(options)}]"
        generators = f'[{ours}, ["file://<rootDir>/later.mjs"]]'
        text = f"{before}\nexport default {{ cId: 'test', title: 'Test', generators: {generators} }};\n"
        self.write(f"{self.folder.name}/eventcatalog.config.js", text)

    def generate(self, *command: str | Path, cwd: Path | None = None, **more: str) -> subprocess.CompletedProcess[str]:
        """Run `eventcatalog generate` there; the lines of both streams as they came."""
        return subprocess.run(
            [*(command or ("eventcatalog",)), "generate"],
            cwd=cwd or self.folder,
            env=self.environment | more,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
            check=False,
        )

    @property
    def page(self) -> Path:
        """The page that a successful run writes."""
        return self.folder / "events" / "Sold" / "index.mdx"


def _package(**more: str) -> str:
    return json.dumps({"name": "catalog", "dependencies": {"@eventcatalog/core": "3.48.4"}} | more)


def _assert_failed(ran: subprocess.CompletedProcess[str], code: int) -> None:
    """It has ended with this code after all generators, and shows no stack of ours."""
    assert ran.returncode == code, ran.stdout
    assert "the later generator ran" in ran.stdout
    assert re.findall(r"^ +at .*|.*\bnode:internal\b.*|.*Unhandled.*", ran.stdout, re.MULTILINE) == []


@pytest.fixture
def make(scratch: Path, node_environment: dict[str, str], tmp_path: Path) -> Callable[..., Catalog]:
    """Makes a catalog below the Node workspace, in a folder of this name."""

    def made(name: str = "project", **more: str) -> Catalog:
        return Catalog(scratch / "generate" / tmp_path.name / name, node_environment, **more)

    return made


@pytest.fixture
def catalog(make: Callable[..., Catalog]) -> Catalog:
    """A usual one."""
    return make()


def test_generating_writes_the_pages_with_the_program_of_the_virtual_environment(catalog: Catalog) -> None:
    program = catalog.write(".venv/bin/catalog-gen", f'#!/bin/sh\nexec "{sys.executable}" -m catalog_gen "$@"\n')
    program.chmod(0o755)
    catalog.write(".git/HEAD", "")
    catalog.configure()
    ran = catalog.generate()
    assert ran.returncode == 0, ran.stdout
    assert "the later generator ran" in ran.stdout
    assert re.search(r"^\d warnings; wrote \d+, kept 0$", ran.stdout, re.MULTILINE)
    assert catalog.page.is_file()
    before = files_of(catalog.folder)
    assert "wrote 0, kept" in catalog.generate().stdout
    assert files_of(catalog.folder) == before


@pytest.mark.parametrize(
    ("name", "kind", "entry", "before"),
    [
        ("module", {"type": "module"}, '"<rootDir>/catalog-gen.mjs"', ""),
        ("commonjs", {"type": "commonjs"}, '"<rootDir>/catalog-gen.mjs"', ""),
        ("untyped", {}, '"./catalog-gen.mjs"', ""),
        ("a b (ä, 値)", {}, '"file://<rootDir>/catalog-gen.mjs"', ""),
        ("a b (ä, 値)", {"type": "module"}, '"./catalog-gen.mjs"', ""),
        ("c#?, 100%", {"type": "module"}, 'new URL("./catalog-gen.mjs", import.meta.url).href', ""),
        (
            "c#?, 100%",
            {},
            'pathToFileURL("catalog-gen.mjs").href',
            'import { pathToFileURL } from "node:url";',
        ),
    ],
)
def test_the_placed_file_works_in_every_kind_of_project_and_folder(
    make: Callable[..., Catalog], name: str, kind: dict[str, str], entry: str, before: str
) -> None:
    catalog = make(name)
    catalog.write("catalog/package.json", _package(**kind))
    catalog.configure({"program": PROGRAM, "config": "../catalog-gen.toml"}, entry, before)
    catalog.write("catalog/later.mjs", LATER)
    ran = catalog.generate()
    assert catalog.page.is_file(), ran.stdout
    assert ran.returncode == 0


def test_a_broken_definition_is_located_and_the_catalog_stays_as_it_is(catalog: Catalog) -> None:
    assert catalog.generate().returncode == 0
    before = files_of(catalog.folder)
    catalog.write("schemas/stock/definitions.py", FINE.replace("Shop", "Stock").replace("snippets=[]", "ownres=[]"))
    ran = catalog.generate()
    _assert_failed(ran, 1)
    assert re.search(r"^schemas/stock/definitions\.py:3:\d+: .*\[unknown-keyword\]$", ran.stdout, re.MULTILINE)
    assert 'catalog-gen: "build" ended with exit code 1; mend what it reports above' in ran.stdout
    assert files_of(catalog.folder) == before


def test_strict_fails_on_warnings_and_check_writes_nothing(catalog: Catalog) -> None:
    catalog.configure({"program": PROGRAM, "check": True, "strict": True})
    before = files_of(catalog.folder)
    ran = catalog.generate()
    _assert_failed(ran, 1)
    assert '"check" ended with exit code 1' in ran.stdout
    assert files_of(catalog.folder) == before


def test_a_program_that_is_not_there_is_said_with_where_it_was_looked_for(catalog: Catalog) -> None:
    catalog.configure({"program": ["../.venv/bin/catalog-gen"]})
    ran = catalog.generate()
    _assert_failed(ran, 127)
    assert f"\n  {catalog.project}/.venv/bin/catalog-gen\n" in ran.stdout
    assert "pip install catalog-gen" in ran.stdout


def test_a_misspelt_option_is_said_with_its_entry(catalog: Catalog) -> None:
    catalog.configure({"progam": PROGRAM, "strict": "yes"})
    before = files_of(catalog.folder)
    ran = catalog.generate()
    _assert_failed(ran, 2)
    assert 'catalog-gen: in eventcatalog.config.js, generators: [["catalog-gen.mjs", { progam: ' in ran.stdout
    assert '\n  there is no option "progam" (did you mean "program"?)\n' in ran.stdout
    assert "\n  \"strict\" is to be true or false, not 'yes'\n" in ran.stdout
    assert files_of(catalog.folder) == before


def test_ctrl_c_ends_eventcatalog_and_the_program(catalog: Catalog) -> None:
    patient = "import time; print('started', flush=True); time.sleep(60)"
    catalog.configure({"program": [sys.executable, "-c", patient]})
    running = subprocess.Popen(
        ["eventcatalog", "generate"],
        cwd=catalog.folder,
        env=catalog.environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        start_new_session=True,
    )
    assert running.stdout is not None
    assert running.stdout.readline() == "started\n"
    os.killpg(running.pid, signal.SIGINT)
    said, traceback = running.communicate(timeout=30)
    assert running.returncode == 130
    assert "later" not in said
    assert traceback.splitlines()[-1] == "KeyboardInterrupt"


def test_settings_that_write_another_catalog_are_refused_unless_the_output_is_named(catalog: Catalog) -> None:
    catalog.write("catalog-gen.toml", 'output = "elsewhere"\n')
    ran = catalog.generate()
    _assert_failed(ran, 2)
    assert (
        'catalog-gen.toml:1:1: the output is "elsewhere", but the catalog that is generated is "catalog"' in ran.stdout
    )
    assert not (catalog.project / "elsewhere").exists()
    catalog.configure({"program": PROGRAM, "output": "."})
    assert catalog.generate().returncode == 0
    assert catalog.page.is_file()


def test_the_catalog_may_be_named_from_elsewhere(catalog: Catalog) -> None:
    elsewhere = catalog.write("elsewhere/readme.txt", "").parent
    ran = catalog.generate(cwd=elsewhere, PROJECT_DIR=str(catalog.folder))
    assert ran.returncode == 0, ran.stdout
    assert catalog.page.is_file()
    assert [file.name for file in elsewhere.iterdir()] == ["readme.txt"]


def test_the_npm_package_is_found_beside_eventcatalog(catalog: Catalog, node_workspace: Path) -> None:
    """Core looks for generators from where it really lies, so here it has a place of its own."""
    package = plugin_package(catalog, node_workspace)
    with tarfile.open(package) as archive:
        names = {name.removeprefix("package/") for name in archive.getnames()}
    assert names == {"package.json", "index.mjs", "index.d.ts", "README.md"}
    npm: list[str | Path] = [
        node_workspace / "bin" / "npm",
        "install",
        "--offline",
        "--no-audit",
        "--no-fund",
        "--no-save",
        package,
    ]
    catalog.write("package.json", "{}")
    subprocess.run(npm, cwd=catalog.project, env=catalog.environment, check=True, capture_output=True)
    core = catalog.project / "node_modules" / "@eventcatalog" / "core"
    shutil.copytree(node_workspace / "node_modules" / "@eventcatalog" / "core", core)
    own = [node_workspace / "bin" / "node", core / "bin" / "eventcatalog.js"]

    (catalog.folder / plugin.FILE).unlink()
    name = json.dumps("eventcatalog-generator-catalog-gen")
    catalog.configure({"program": PROGRAM}, name)
    ran = catalog.generate(*own)
    assert ran.returncode == 0, ran.stdout
    assert catalog.page.is_file()
    catalog.configure({"programme": PROGRAM}, name)
    ran = catalog.generate(*own)
    _assert_failed(ran, 2)
    assert 'generators: [["eventcatalog-generator-catalog-gen", { programme: ' in ran.stdout


def plugin_package(catalog: Catalog, node_workspace: Path) -> Path:
    """The tarball that `npm pack` makes of the folder, which stays as it is."""
    folder = catalog.project / "packed"
    folder.mkdir()
    source = Path(plugin.__file__).parent
    command: list[str | Path] = [
        node_workspace / "bin" / "npm",
        "pack",
        source,
        "--pack-destination",
        folder,
        "--offline",
    ]
    subprocess.run(command, cwd=catalog.project, env=catalog.environment, check=True, capture_output=True)
    [package] = folder.iterdir()
    return package

"""What the end-to-end tests stand on: the Node workspace, EventCatalog's programs, one real build.

What is missing skips a test, with a hint; with CI=true or CATALOG_GEN_REQUIRE_E2E=1 it fails it.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import frontmatter
import pytest
import workspace
from workspace import unavailable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

HERE = Path(__file__).parent
REPOSITORY = HERE.parents[1]
LEFT_BEHIND = ("node_modules", "dist", ".eventcatalog-core", ".eventcatalog", ".astro")


@pytest.fixture(scope="session")
def node_workspace() -> Path:
    """The folder with bin/node, bin/npm and node_modules that .ci/workspace makes."""
    folder = workspace.folder()
    (folder / "run").mkdir(exist_ok=True)
    return folder


@pytest.fixture(scope="session")
def node_environment(node_workspace: Path) -> dict[str, str]:
    """This process's environment, EventCatalog's programs first on the path, nothing that calls home."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("EVENTCATALOG_")}
    programs = [node_workspace / "bin", node_workspace / "node_modules" / ".bin"]
    return kept | {
        "PATH": os.pathsep.join([*map(str, programs), os.environ.get("PATH", os.defpath)]),
        "ASTRO_TELEMETRY_DISABLED": "1",
        "NO_UPDATE_NOTIFIER": "1",
        "NO_COLOR": "1",
    }


@pytest.fixture(scope="session")
def scratch(node_workspace: Path) -> Iterator[Path]:
    """A folder below the workspace, so that node_modules is found above it and no tool walks through it."""
    with tempfile.TemporaryDirectory(prefix="e2e-", dir=node_workspace / "run") as folder:
        yield Path(folder)


@pytest.fixture(scope="session")
def run_node(
    node_workspace: Path, node_environment: dict[str, str], scratch: Path
) -> Callable[..., subprocess.CompletedProcess[str]]:
    """Runs a script of this folder: run_node("check_pages.mjs", "catalog", stdin="...")."""

    def run(script: str, *arguments: str | Path, stdin: str = "") -> subprocess.CompletedProcess[str]:
        shutil.copy(HERE / script, scratch)  # a module's imports are looked up from where it stands
        command = [node_workspace / "bin" / "node", scratch / script, *arguments]
        return subprocess.run(
            command, input=stdin, env=node_environment, capture_output=True, encoding="utf-8", check=False
        )

    return run


@pytest.fixture(scope="session")
def catalog_copy(scratch: Path) -> Callable[[Path, str], Path]:
    """Copies a catalog into the workspace, without what EventCatalog may have left in it."""

    def copy(catalog: Path, name: str) -> Path:
        if not catalog.is_dir():
            unavailable(f"{catalog} does not exist; `catalog-gen build` writes it")
        return shutil.copytree(catalog, scratch / name, ignore=shutil.ignore_patterns(*LEFT_BEHIND))

    return copy


@pytest.fixture(scope="session")
def sample() -> Path:
    """The sample's generated catalog."""
    return REPOSITORY / "output"


@pytest.fixture(scope="session")
def sample_pages(sample: Path) -> dict[str, str]:
    """Where EventCatalog shows each page: "events/Sold/index.mdx" at "docs/events/Sold/1.0.0"."""
    shown = {}
    for page in sorted([*sample.glob("**/index.mdx"), *sample.glob("users/*.mdx"), *sample.glob("teams/*.mdx")]):
        name = page.relative_to(sample)
        metadata = frontmatter.load(str(page)).metadata
        if name.name == "index.mdx":
            kind = name.parts[-5] if name.parts[-3] == "versioned" else name.parts[-3]
            address = f"{kind}/{metadata['id']}/{metadata['version']}"
        else:
            kind = name.parts[0]
            address = f"{kind}/{metadata['id']}"
        shown[name.as_posix()] = address if kind == "diagrams" else f"docs/{address}"
    return shown


@pytest.fixture(scope="session")
def built_catalog(sample: Path, catalog_copy: Callable[[Path, str], Path]) -> Path:
    """The copy of the sample that is built."""
    return catalog_copy(sample, "site")


@pytest.fixture(scope="session")
def eventcatalog_build(built_catalog: Path, node_environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """One real `eventcatalog build` of the sample: about two minutes and 5 GB, so once per session."""
    return subprocess.run(
        ["eventcatalog", "build"],
        cwd=built_catalog,
        env=node_environment,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        encoding="utf-8",
        check=False,
    )


@pytest.fixture(scope="session")
def built_site(built_catalog: Path, eventcatalog_build: subprocess.CompletedProcess[str]) -> Path:
    """The folder with the built site."""
    if eventcatalog_build.returncode != 0:
        lines = eventcatalog_build.stdout.splitlines()
        told = [line for line in lines if "[ERROR]" in line][:5] or lines[-10:]
        pytest.fail("\n".join(["eventcatalog build failed:", *told]), pytrace=False)
    return built_catalog / "dist"


@pytest.fixture(scope="session")
def chromium() -> str:
    """The browser: Debian's chromium, or the program that CATALOG_GEN_CHROMIUM names."""
    names = [os.environ.get("CATALOG_GEN_CHROMIUM"), "chromium", "chromium-browser", "google-chrome"]
    found = next((path for name in names if name and (path := shutil.which(name))), None)
    return found or unavailable("no Chromium: `apt-get install chromium`, or set CATALOG_GEN_CHROMIUM")


@pytest.fixture(scope="session")
def digests() -> Callable[[Path], dict[str, str]]:
    """The digest of every file below a folder, by its path there, without what EventCatalog leaves."""

    def read(folder: Path) -> dict[str, str]:
        files = [file for file in folder.rglob("*") if file.is_file()]
        names = {file.relative_to(folder): file for file in files}
        return {
            name.as_posix(): hashlib.sha256(file.read_bytes()).hexdigest()
            for name, file in names.items()
            if not set(name.parts) & set(LEFT_BEHIND)
        }

    return read

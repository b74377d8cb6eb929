"""The Node workspace that .ci/workspace makes.

What is missing skips a test, or fails it where skipping would be a lie.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import NoReturn

import pytest


def unavailable(what: str) -> NoReturn:
    """Skip, with a hint; with CI=true or CATALOG_GEN_REQUIRE_E2E=1 fail."""
    if os.environ.get("CI") == "true" or os.environ.get("CATALOG_GEN_REQUIRE_E2E") == "1":
        pytest.fail(what)
    pytest.skip(what)


def folder() -> Path:
    """The folder with bin/node, bin/npm, node_modules and snippets/node_modules."""
    named = os.environ.get("CATALOG_GEN_NODE_WORKSPACE")
    if not named:
        unavailable("CATALOG_GEN_NODE_WORKSPACE is not set: `.ci/workspace DIR` makes it, then set it to DIR")
    workspace = Path(named).resolve()
    parts = ("bin/node", "bin/npm", "node_modules", "snippets/node_modules")
    absent = [name for name in parts if not (workspace / name).exists()]
    if absent:
        unavailable(f"{workspace} has no {', '.join(absent)}; `.ci/workspace {named}` makes it")
    return workspace


def node() -> Path:
    """The program."""
    return folder() / "bin" / "node"


def give_packages(programs: Path) -> None:
    """Let the programs in a folder import what tests/snippets/package.json names."""
    link = programs / "node_modules"
    if not link.exists():
        link.symlink_to(folder() / "snippets" / "node_modules", target_is_directory=True)

"""The program, as the action installs it."""

from __future__ import annotations

import os
import sys
import sysconfig
import time
from pathlib import Path

from composite import Run
from pull_request import HOSTILE

_LONGEST = 300
"""Seconds that pip may take."""
_PYTHON = """#!/bin/sh
'{python}' "$@" || exit
for site in venv/lib/python*/site-packages; do
  if [ -d "$site" ]; then echo '{packages}' >"$site/borrowed.pth"; fi
done
"""


def installed(base: Path) -> Path:
    """A folder with the program in `venv`, installed once for all processes that run these tests.

    `base` is the temporary folder of this process; the others' are beside it.
    """
    temp = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / "installed"
    done = temp / "done"
    try:
        temp.mkdir()
    except FileExistsError:
        until = time.monotonic() + _LONGEST
        while not done.exists():
            assert time.monotonic() < until, "another process does not get it installed"
            time.sleep(0.1)
    else:
        done.with_suffix(".new").write_text(str(_install(temp)))
        done.with_suffix(".new").replace(done)
    return Path(done.read_text())


def _install(temp: Path) -> Path:
    """Where the program is, installed by the action's own step in a hostile workspace."""
    workspace = temp / "workspace"
    workspace.mkdir()
    pwned = temp / "pwned"
    for name in ("venv", "pip", "sitecustomize", "encodings", "json"):
        (workspace / f"{name}.py").write_text(HOSTILE.format(pwned=str(pwned)))
    folders: list[Path] = []

    def _review(folder: Path) -> dict[str, str]:
        folders.append(folder)
        return {}

    steps = {"fetch": lambda _: {"needed": "true"}, "review": _review}
    done = Run(workspace, temp / "runner", {}, _borrowing(temp / "bin"), steps)(
        base="main", head="topic", comment="false", python_version=""
    )
    assert done.code == 0, done.log
    assert "catalog-gen, version " in done.log
    assert not pwned.exists()
    return folders[0]


def _borrowing(folder: Path) -> dict[str, str]:
    """Variables with which new virtual environments have the dependencies of this one, so that pip brings none.

    That it does bring them is known from the first command of the README.
    """
    folder.mkdir()
    python = folder / "python3"
    python.write_text(_PYTHON.format(python=sys.executable, packages=sysconfig.get_path("purelib")))
    python.chmod(0o755)
    path = f"{folder}{os.pathsep}{os.environ['PATH']}"
    return {"PATH": path, "PIP_NO_DEPS": "1", "PIP_NO_BUILD_ISOLATION": "0"}

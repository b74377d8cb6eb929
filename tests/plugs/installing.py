"""The program, as the action installs it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from composite import Run
from pull_request import HOSTILE

if TYPE_CHECKING:
    from pathlib import Path


def installed(temp: Path) -> Path:
    """A folder with the program in `venv`, as the action's own step installs it, in a hostile workspace."""
    workspace = temp / "workspace"
    workspace.mkdir()
    pwned = temp / "pwned"
    for name in ("venv", "pip", "sitecustomize", "encodings", "json"):
        (workspace / f"{name}.py").write_text(HOSTILE.format(pwned=str(pwned)))
    folders: list[Path] = []

    def _review(folder: Path) -> dict[str, str]:
        folders.append(folder)
        return {}

    run = Run(workspace, temp / "runner", {}, {}, {"fetch": lambda _: {"needed": "true"}, "review": _review})
    done = run(base="main", head="topic", comment="false", python_version="")
    assert done.code == 0, done.log
    assert "catalog-gen, version " in done.log
    assert not pwned.exists()
    return folders[0]

"""Git repositories to try things on, whatever git is set up to do on this machine."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

_ALONE = {
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_AUTHOR_NAME": "A",
    "GIT_AUTHOR_EMAIL": "a@example.com",
    "GIT_COMMITTER_NAME": "A",
    "GIT_COMMITTER_EMAIL": "a@example.com",
    "LC_ALL": "C",
}
_QUICKLY = ("-c", "protocol.file.allow=always", "-c", "gc.auto=0", "-c", "maintenance.auto=false")


def git(folder: Path, *arguments: str, given: str = "") -> str:
    """What git says, also to what it is given; it must not fail."""
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith("GIT_") or name == "GIT_COMMITTER_DATE"
    } | _ALONE
    ran = subprocess.run(
        ["git", *_QUICKLY, *arguments],
        cwd=folder,
        env=environment,
        input=given,
        capture_output=True,
        text=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr
    return ran.stdout.strip()


def repository(folder: Path, files: Mapping[str, str | bytes] | None = None) -> Path:
    """A new repository with one commit of these files, on the branch main."""
    folder.mkdir(parents=True, exist_ok=True)
    for path, content in (files or {}).items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content.encode() if isinstance(content, str) else content)
    commit(folder)
    return folder


def commit(folder: Path) -> None:
    """Commit everything that is there, in a new repository if there is none."""
    if not (folder / ".git").exists():
        git(folder, "init", "-q", "--template=", "-b", "main")
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "--allow-empty", "-m", "m")

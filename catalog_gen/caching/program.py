"""What the program is, to the last byte: another one may come to something else from the same inputs."""

from __future__ import annotations

import hashlib
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


def digest_of(data: bytes | str) -> str:
    """A short name of a content."""
    return hashlib.sha256(data.encode("utf-8", "surrogatepass") if isinstance(data, str) else data).hexdigest()[:32]


_DESCRIPTIONS = frozenset({".dist-info", ".egg-info", ".egg-link", ".pth"})


def digest() -> str:
    """Which program this is: its own files, Python, and the versions of what is installed beside it."""
    package = Path(__file__).resolve().parents[1]
    folders = [package, *([] if (package / "templates").is_dir() else [package.parent / "templates"])]
    own = (line for folder in folders for line in _files(folder, len(str(folder))))
    return digest_of("\n".join([sys.version, sys.platform, *own, *_installed()]))


def _files(folder: Path | str, start: int) -> Iterator[str]:
    with os.scandir(folder) as entries:
        for entry in sorted(entries, key=lambda entry: entry.name):
            if entry.is_dir():
                yield from _files(entry.path, start) if entry.name != "__pycache__" else ()
            else:
                yield f"{entry.path[start:]} {digest_of(Path(entry.path).read_bytes())}"


def _installed() -> Iterator[str]:
    """The names of the folders in which installers describe what they installed: they have the versions."""
    for folder in sys.path:
        if folder.endswith("-packages") and Path(folder).is_dir():
            yield from sorted(file.name for file in Path(folder).iterdir() if file.suffix in _DESCRIPTIONS)

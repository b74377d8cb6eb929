"""Where caches are, and how they are kept: JSON behind its own digest, so that nothing in them can be run."""

from __future__ import annotations

import contextlib
import json
import os
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

from catalog_gen.caching.program import digest_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from catalog_gen.settings import Settings

VARIABLE = "CATALOG_GEN_CACHE"


def home(environment: Mapping[str, str], platform: str) -> Path | None:
    """The folder of all caches: as the variable says, else where the platform has them; None without a home."""
    if environment.get(VARIABLE):
        return Path(environment[VARIABLE]).absolute()
    variable, usual = {"win32": ("LOCALAPPDATA", "~/AppData/Local"), "darwin": ("", "~/Library/Caches")}.get(
        platform, ("XDG_CACHE_HOME", "~/.cache")
    )
    named = environment.get(variable, "")
    try:
        caches = Path(named) if Path(named).is_absolute() else Path(usual).expanduser()
    except RuntimeError:
        return None
    return caches / "catalog-gen"


def folder(settings: Settings, home: Path) -> Path | None:
    """The folder of a catalog's cache; None if that would be in the catalog itself."""
    if home.resolve().is_relative_to(settings.output_dir.resolve()):
        return None
    return home / digest_of(f"{settings.root / settings.path}\n{settings.output_dir}")


def load(path: Path) -> dict[str, Any]:
    """What was saved; nothing where it cannot be read or was changed."""
    try:
        digest, _, text = path.read_bytes().partition(b"\n")
        known = json.loads(text) if digest_of(text) == digest.decode() else {}
    except (OSError, ValueError, RecursionError):
        return {}
    return known if isinstance(known, dict) else {}


def save(path: Path, known: Mapping[str, Any]) -> None:
    """Replace what was saved, in one step; where that cannot be, leave it."""
    text = json.dumps(known, separators=(",", ":")).encode()
    temporary = ""
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        handle, temporary = tempfile.mkstemp(dir=path.parent)
        with os.fdopen(handle, "wb") as file:
            file.write(digest_of(text).encode() + b"\n" + text)
        Path(temporary).replace(path)
    except OSError:
        with contextlib.suppress(OSError):
            Path(temporary).unlink()

"""The files that ship with the program."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path


def templates() -> Path:
    """Where our templates are: in the package once installed, beside it in a checkout."""
    packed = Path(str(files("catalog_gen"))) / "templates"
    return packed if packed.is_dir() else Path(__file__).resolve().parents[1] / "templates"

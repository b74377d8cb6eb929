"""Programs and packages that may be there or not."""

from __future__ import annotations

import importlib.util
import shutil
from pathlib import Path

SYSTEM = "/usr/sbin:/usr/local/sbin:/sbin"
"""Where Debian puts servers; not on everybody's PATH."""


def program(name: str) -> Path | None:
    """The path of an installed program."""
    found = shutil.which(name) or shutil.which(name, path=SYSTEM)
    return Path(found) if found else None


def package_folder(name: str) -> Path | None:
    """The folder of an installed package, which is not imported."""
    found = importlib.util.find_spec(name)
    return Path(found.origin).parent if found and found.origin else None


def no_program(name: str, package: str = "") -> str | None:
    """What to install where a program of Debian is missing."""
    return None if program(name) else f"{package or name} (apt-get install {package or name})"


def no_package(name: str, package: str = "") -> str | None:
    """What to install where a Python package is missing."""
    return None if package_folder(name) else f"{package or name} (pip install {package or name})"

"""The command line in this process, which is eight times as fast as starting it."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, NamedTuple

from click.testing import CliRunner

from catalog_gen.cli import main

if TYPE_CHECKING:
    from pathlib import Path


class Ran(NamedTuple):
    """What a command came to."""

    code: int
    said: str
    problems: str


def run(folder: Path, *arguments: str) -> Ran:
    """The command in a folder."""
    with contextlib.chdir(folder):
        ran = CliRunner().invoke(main, arguments)
    if ran.exception is not None and not isinstance(ran.exception, SystemExit):
        raise ran.exception
    return Ran(ran.exit_code, ran.stdout, ran.stderr)

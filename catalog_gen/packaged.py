"""The files that ship with the program, and what is made of them."""

from __future__ import annotations

import functools
from pathlib import Path
from typing import TYPE_CHECKING

import jinja2

if TYPE_CHECKING:
    from types import CodeType

    from jinja2.bccache import Bucket


def templates() -> Path:
    """Where our templates are: in the package once installed, beside it in a checkout."""
    package = Path(__file__).resolve().parent
    packed = package / "templates"
    return packed if packed.is_dir() else package.parent / "templates"


@functools.cache
def compiled(language: str) -> Compiled:
    """The templates that this process has compiled for environments that print this language."""
    del language
    return Compiled()


class Compiled(jinja2.BytecodeCache):
    """What Jinja made of templates, for the next catalog of the process: compiling takes longer than rendering."""

    def __init__(self) -> None:
        self._code: dict[tuple[str, str], CodeType | None] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give the code, if the template has had this text before."""
        bucket.code = self._code.get((bucket.key, bucket.checksum))

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the code."""
        self._code[bucket.key, bucket.checksum] = bucket.code

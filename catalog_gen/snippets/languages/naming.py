"""The names that a program uses for variables, functions, types and modules."""

from __future__ import annotations

import ast
import re
from typing import Final


def python(code: str) -> frozenset[str]:
    """The names in a program in Python: no attributes, and no keywords of calls."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(code)):
        match node:
            case ast.Name(id=name) | ast.arg(arg=name):
                found.add(name)
            case ast.alias(name=name, asname=renamed):
                found.add(renamed or name.split(".")[0])
            case _:
                found.add(getattr(node, "name", None) or "")  # of functions, classes, exceptions
    return frozenset(found - {""})


_TEXT: Final = re.compile(r'"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`|//[^\n]*|/\*.*?\*/', re.DOTALL)
_WORD: Final = re.compile(r"(?<![\w$.])(?:\.\.\.)?([A-Za-z_$][\w$]*+)(?!\s*:)", re.ASCII)


def typescript(code: str) -> frozenset[str]:
    """The words of a program in TypeScript, but for those in texts and comments, behind dots and in front of colons.

    What stands in front of colons only is the key of objects.
    """
    return frozenset(_WORD.findall(_TEXT.sub('""', code)))

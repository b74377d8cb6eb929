"""The names that a program uses for variables, functions, types and modules."""

from __future__ import annotations

import re
from typing import Final

from catalog_gen.snippets.languages import statements


def python(code: str) -> frozenset[str]:
    """The names in a program in Python: no attributes, and no keywords of calls."""
    return frozenset().union(*(names.used | names.bound for names in statements.program(code).names))


_TEXT: Final = re.compile(r'"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`|//[^\n]*|/\*.*?\*/', re.DOTALL)
_WORD: Final = re.compile(r"(?<![\w$.])(?:\.\.\.)?([A-Za-z_$][\w$]*+)(?!\s*:)", re.ASCII)


def typescript(code: str) -> frozenset[str]:
    """The words of a program in TypeScript, but for those in texts and comments, behind dots and in front of colons.

    What stands in front of colons only is the key of objects.
    """
    return frozenset(_WORD.findall(_TEXT.sub('""', code)))

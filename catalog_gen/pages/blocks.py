"""A page's body as the list of its top-level blocks.

Blocks are what stands between blank lines, except that fences, and components or HTML elements with
what is inside of them, stay together.
"""

from __future__ import annotations

import re

_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})")
_TAG = re.compile(r"<(/?)([A-Za-z][\w.]*)(?:\"[^\"]*\"|'[^']*'|\{[^}]*\}|[^>\"'{])*?(/?)>")


def split(text: str) -> tuple[str, ...]:
    """The blocks in their order, without the blank lines between them."""
    blocks: list[list[str]] = [[]]
    fence, depth = "", 0
    for line in text.split("\n"):
        if not line.strip() and not fence and depth == 0:
            blocks.append([])
            continue
        blocks[-1].append(line)
        if fence:
            fence = "" if _closes(line, fence) else fence
        elif opening := _FENCE.match(line):
            fence = opening[1]
        elif line.lstrip().startswith("<") or depth:
            depth = max(0, depth + _depth_change(line))
    return tuple("\n".join(lines) for lines in blocks if lines)


def _closes(line: str, fence: str) -> bool:
    stripped = line.strip()
    return len(stripped) >= len(fence) and set(stripped) == {fence[0]}


# What is no tag, whatever stands in it: escaped characters, code, string expressions as `mdx.string` writes them.
_NO_TAG = re.compile(r"""\\.|(`+)(?!`).*?(?<!`)\1(?!`)|\{"[^"]*"\}""")


def _depth_change(line: str) -> int:
    without_code = _NO_TAG.sub("", line)
    return sum(
        0 if tag[3] else -1 if tag[1] else 1 for tag in _TAG.finditer(without_code) if tag[2] not in {"br", "hr"}
    )

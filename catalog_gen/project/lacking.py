"""What an EventCatalog project that is there lacks, and people have to add to files of theirs by hand."""

from __future__ import annotations

import json
import re
from typing import Any

from catalog_gen import plugin

CONFIG = "eventcatalog.config.js"
"""What makes a folder an EventCatalog project."""

CORE = "3.48.4"
OVERRIDE = '"@scalar/api-reference-react": "0.9.36"'
"""That of EventCatalog's own lock file; newer ones want packages that some registries do not have."""

GENERATOR = f"['{plugin.ENTRY}', {{}}]"
"""Our entry among the `generators` of the configuration."""


def in_config(config: str) -> str:
    """What to add to a configuration so that it runs our plugin; empty where it does.

    It is a program, so this goes by how people write it; comments count for nothing.
    """
    code = re.sub(r"/\*.*?\*/|^\s*//[^\n]*", _lines_of, config, flags=re.DOTALL | re.MULTILINE)
    if plugin.FILE in code:
        return ""
    for number, line in enumerate(code.splitlines(), 1):
        if re.search(r"""(?<![\w.])generators["']?\s*[:=]""", line):
            return f"add to the `generators` in line {number}:\n{GENERATOR},"
    return f"add to what it exports:\ngenerators: [{GENERATOR}],"


def _lines_of(comment: re.Match[str]) -> str:
    return "\n" * comment[0].count("\n")


def in_package(package: bytes) -> str:
    """What a package.json may lack for EventCatalog 3 to be installed; empty where it has everything."""
    try:
        said: Any = json.loads(package)
        core = str(said["dependencies"]["@eventcatalog/core"])
        overrides = str(said.get("overrides", ""))
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError):
        return f"it does not name EventCatalog; `npm install @eventcatalog/core@{CORE}` in its folder adds it"
    if re.match(r"[\^~]?3\.", core) and "@scalar/api-reference" not in overrides:
        return f'if `npm install` finds no version of @scalar/api-reference, add:\n"overrides": {{ {OVERRIDE} }},'
    return ""

"""The generator that EventCatalog runs as `eventcatalog generate`: an ES module that starts this program.

The folder is also an npm package, `npm pack` makes it. `index.mjs` needs nothing beside it, so a catalog can have it as
a file of its own.
"""

from __future__ import annotations

from importlib import resources

FILE = "catalog-gen.mjs"
"""What the module is called in a catalog: with this ending it is an ES module whatever `type` a package.json says."""

ENTRY = f"file://<rootDir>/{FILE}"
"""How eventcatalog.config.js names it under `generators`: as an address, since Node on Windows imports no paths."""


def module() -> bytes:
    """The module, as it is to lie in a catalog."""
    return resources.files(__name__).joinpath("index.mjs").read_bytes()

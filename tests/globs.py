"""Where EventCatalog looks for what: the patterns of its collections, and which of them find a path.

https://github.com/event-catalog/eventcatalog: packages/core/eventcatalog/src/content.config.ts at 3.48.4 and 4.7.5,
without those of `federated/`, which are for catalogs that come from elsewhere.
"""

from __future__ import annotations

import functools
import re
from typing import Final

_INDEX: Final = "index.(md|mdx)"


def _versions(*folders: str) -> tuple[str, ...]:
    """A folder's own page and those of its older versions."""
    return tuple(f"{folder}/{version}{_INDEX}" for folder in folders for version in ("", "versioned/*/"))


def _docs(*folders: str) -> tuple[str, ...]:
    return tuple(f"{folder}/docs/{path}" for folder in folders for path in ("**/*.@(md|mdx)", "*.@(md|mdx)"))


def _categories(*folders: str) -> tuple[str, ...]:
    return tuple(f"{folder}/docs/**/{name}.json" for folder in folders for name in ("category", "_category_"))


_WITH_DOCS: Final = "{agents,events,commands,queries,services,flows,containers,channels,entities,data-products}"
_WITH_DOCS_OF_FOUR: Final = _WITH_DOCS.replace("}", ",systems}")
_INSIDE_SYSTEMS: Final = (
    *("agents", "services", "events", "commands", "queries", "flows", "channels", "entities", "containers"),
    *("diagrams", "data-products", "adrs", "docs"),
)

_THREE: Final = {
    "adrs": _versions("**/adrs/*"),
    "agents": _versions("**/agents/*"),
    "changelogs": ("**/changelog.(md|mdx)",),
    "channels": _versions("**/channels/**"),
    "commands": _versions("**/commands/*"),
    "containers": _versions("**/containers/**"),
    "customPages": ("docs/*.(md|mdx)", "docs/**/*.@(md|mdx)"),
    "data-products": _versions("**/data-products/*"),
    "diagrams": _versions("**/diagrams/**"),
    "domains": _versions("domains/*", "domains/*/subdomains/*"),
    "entities": _versions("**/entities/*"),
    "events": _versions("**/events/*"),
    "flows": _versions("**/flows/**"),
    "pages": ("**/pages/*.(md|mdx)",),
    "queries": _versions("**/queries/*"),
    "resourceDocCategories": (
        *_categories(f"{_WITH_DOCS}/**", f"{_WITH_DOCS}/**/versioned/*", "domains/**"),
        "domains/**/docs/category.json",
        "domains/**/docs/_category_.json",
    ),
    "resourceDocs": _docs(f"{_WITH_DOCS}/**", f"{_WITH_DOCS}/**/versioned/*", "domains/**"),
    "services": _versions("domains/*/services/*", "domains/*/subdomains/*/services/*", "services/*"),
    "teams": ("teams/*.(md|mdx)",),
    "ubiquitousLanguages": (
        "domains/*/ubiquitous-language.(md|mdx)",
        "domains/*/subdomains/*/ubiquitous-language.(md|mdx)",
    ),
    "users": ("users/*.(md|mdx)",),
}
_FOUR: Final = _THREE | {
    "resourceDocCategories": (
        *_categories(f"{_WITH_DOCS_OF_FOUR}/**", f"{_WITH_DOCS_OF_FOUR}/**/versioned/*", "domains/**"),
        "domains/**/docs/category.json",
        "domains/**/docs/_category_.json",
    ),
    "resourceDocs": _docs(f"{_WITH_DOCS_OF_FOUR}/**", f"{_WITH_DOCS_OF_FOUR}/**/versioned/*", "domains/**"),
    "services": (*_THREE["services"], *_versions("systems/*/services/*", "domains/*/systems/*/services/*")),
    "systems": (*_versions("**/systems/**"), *(f"!**/systems/**/{folder}/**" for folder in _INSIDE_SYSTEMS)),
}

PATTERNS: Final = {3: _THREE, 4: _FOUR}
"""By major version of EventCatalog and collection: what it loads; patterns with an exclamation mark take out."""


def collections(path: str, version: int) -> list[str]:
    """The collections that load the file, where EventCatalog has that major version."""
    return [name for name, patterns in PATTERNS[version].items() if _loads(patterns, path)]


def _loads(patterns: tuple[str, ...], path: str) -> bool:
    wanted = [pattern for pattern in patterns if not pattern.startswith("!")]
    without = [pattern[1:] for pattern in patterns if pattern.startswith("!")]
    return any(_expression(one).fullmatch(path) for one in wanted) and not any(
        _expression(one).fullmatch(path) for one in without
    )


@functools.cache
def _expression(pattern: str) -> re.Pattern[str]:
    """A pattern of picomatch as a regular expression: what of its language occurs here."""
    translated = re.escape(pattern)
    for written, meaning in (
        (r"\*\*/", r"(?:(?!\.)[^/]+/)*"),
        (r"/\*\*", r"(?:/(?!\.)[^/]+)*"),
        (r"\*", r"(?!\.)[^/]*"),
        (r"@\(", r"("),
        (r"\(", r"("),
        (r"\)", r")"),
        (r"\|", r"|"),
    ):
        translated = translated.replace(written, meaning)
    braces = re.sub(r"\\\{(.*?)\\\}", lambda found: f"(?:{found[1].replace(',', '|')})", translated)
    return re.compile(braces)

"""Values of a front matter: how they are written, how they read then, and whether two are the same."""

from __future__ import annotations

import hashlib
from typing import Any

import yaml

from catalog_gen.pages import frontmatter


def lines(value: object) -> list[str]:
    """What follows the colon of a key with this value, line by line: the rest of its line first."""
    if value is None:
        return [" null"]
    return frontmatter.dump({"k": value}).removeprefix("k:").removesuffix("\n").split("\n")


def item_lines(value: object) -> list[str]:
    """The value as an item of a list, line by line."""
    return frontmatter.dump({"k": [value]}).removeprefix("k:\n").removesuffix("\n").split("\n")


def key(name: str) -> str:
    """The key with its colon."""
    return frontmatter.dump({name: 0}).removesuffix(" 0\n")


def read_back(value: object) -> Any:
    """What a reader of the written value gets."""
    return yaml.load(frontmatter.dump({"k": value}), Loader=yaml.CSafeLoader)["k"]


def quoted(text: str, quote: str) -> str | None:
    """The text in the given quotes on one line; None where not all readers would read it alike."""
    if quote == '"':
        return str(
            yaml.dump(text, Dumper=yaml.CSafeDumper, default_style='"', allow_unicode=True, width=2**31 - 1)
        ).removesuffix("\n")
    if not text.isprintable():
        return None
    return "'" + text.replace("'", "''") + "'"


def digest(value: object) -> str:
    """Equal for values that are the same to every reader of JSON; what is shared is looked at once."""
    return _digest(value, {})


def _digest(value: object, known: dict[int, str]) -> str:
    if id(value) in known:
        return known[id(value)]
    if isinstance(value, dict):
        pairs = sorted((_digest(name, known), _digest(inner, known)) for name, inner in value.items())
        shown = f"map {pairs}"
    elif isinstance(value, list | tuple):
        shown = f"list {[_digest(item, known) for item in value]}"
    elif isinstance(value, set | frozenset):
        shown = f"set {sorted(_digest(item, known) for item in value)}"
    else:
        return f"{type(value).__name__} {value!r}"
    known[id(value)] = found = hashlib.sha256(shown.encode(errors="surrogatepass")).hexdigest()
    return found

"""Metadata in, YAML front matter out that every reader of a catalog understands alike.

EventCatalog itself reads it with js-yaml 4 (Astro) and js-yaml 3 (gray-matter), other tools with `yaml` 2 or
PyYAML; they disagree about bare scalars like `1e3`, `08` or `12:30`
(https://yaml.org/spec/1.2.2/#103-core-schema against https://yaml.org/type/).
Keys are written as they come: camel case and order are the caller's. None and sets are refused.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Mapping
from typing import Final

import frontmatter
import yaml
from frontmatter.default_handlers import YAMLHandler

from catalog_gen.pages import mdx

_ONE_LINE: Final = 2**31 - 1  # the C emitter overflows on infinity
_NUMBER_LIKE: Final = re.compile(r"[-+.\d]")
_INVISIBLE: Final = re.compile("[\x85\xa0\u2028\u2029\ufeff]")  # line ends or spaces to some readers only
_BLOCK: Final = re.compile(r"\S(?:[^\n]*\S)?(?:\n+(?:[ ]*\S(?:[^\n]*\S)?))+\n?")


def dump(metadata: Mapping[str, object]) -> str:
    """Metadata as YAML with a final newline, without the `---` lines."""
    if any(value is None for value in metadata.values()):  # EventCatalog refuses null; inside of `x-` values it is free
        message = "front matter cannot hold NoneType: leave the key out"
        raise TypeError(message)
    return str(
        yaml.dump(
            plain(metadata),
            Dumper=_Dumper,
            allow_unicode=True,
            default_flow_style=False,
            sort_keys=False,
            width=_ONE_LINE,
        )
    )


def page(metadata: Mapping[str, object], body: str) -> str:
    """Render the text of a page: front matter, body, one final newline."""
    post = frontmatter.Post(body)
    post.metadata = dict(metadata)
    return frontmatter.dumps(post, handler=_Handler())


class _Handler(YAMLHandler):
    """Dumps as this module does, and leaves the body's first indentation alone."""

    def export(self, metadata: dict[str, object], **_kwargs: object) -> str:
        return dump(metadata)

    def format(self, post: frontmatter.Post, **_kwargs: object) -> str:
        body = post.content.strip("\n")
        return f"---\n{self.export(post.metadata)}---\n" + (f"\n{body}\n" if body else "")


class _Dumper(yaml.CSafeDumper):
    """Quotes what any reader could take for something else than text."""

    def ignore_aliases(self, data: object) -> bool:  # noqa: ARG002
        return True


def _text(dumper: yaml.CSafeDumper, text: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=_style(text))


_Dumper.add_representer(str, _text)


def _style(text: str) -> str | None:
    """The style of a scalar; None lets PyYAML choose, which quotes what YAML 1.1 reads as another type."""
    if _INVISIBLE.search(text):
        return '"'
    if "\n" in text:
        return "|" if _BLOCK.fullmatch(text) and "\t" not in text else '"'
    return "'" if _NUMBER_LIKE.match(text) else None


def plain(value: object) -> object:
    """The value in YAML's own types, as readers will see it; TypeError for what front matter cannot hold."""
    if isinstance(value, str):
        return mdx.printable(str.__str__(value))
    if isinstance(value, bool | float | dt.date):
        return value
    if isinstance(value, int):
        return int(value)
    if isinstance(value, list | tuple):
        return [None if item is None else plain(item) for item in value]
    if isinstance(value, Mapping) and all(isinstance(key, str) for key in value):
        return {plain(key): None if item is None else plain(item) for key, item in value.items()}
    message = f"front matter cannot hold {type(value).__name__}: {value!r}"
    raise TypeError(message)

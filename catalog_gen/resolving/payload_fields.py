"""Fields of payloads that definitions name: the key of a message, and what consumers use of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from catalog_gen.formats import naming
from catalog_gen.model import Message, Receives, Sends
from catalog_gen.problems import Problem, nearest

if TYPE_CHECKING:
    from collections.abc import Iterator

    from catalog_gen.formats.tree import Tree
    from catalog_gen.resolving.catalog import Catalog, Entry, Link


def problems(catalog: Catalog) -> Iterator[Problem]:
    """Every named field that the schema of its message does not have."""
    for entry in catalog.current:
        if isinstance(entry.resource, Message) and entry.resource.key and (tree := _tree(entry)):
            yield from _unknown(tree, entry.resource.key, "key", entry, entry)
        for way in ("sends", "receives"):
            for link in entry.links.get(way, ()):
                yield from _used(entry, link, catalog)


def _used(entry: Entry, link: Link, catalog: Catalog) -> Iterator[Problem]:
    if not isinstance(link.declared, Sends | Receives) or not link.declared.fields:
        return
    message = catalog.find(link.id, link.version)
    tree = _tree(message) if message else None
    if message is None or tree is None:
        return
    for index, field in enumerate(link.declared.fields):
        for problem in _unknown(tree, field, "fields", entry, message):
            place = link.declared.at("fields", index)
            yield Problem(problem.code, problem.message, place, entry.subject, problem.hint)


def _tree(entry: Entry) -> Tree | None:
    return entry.schema.tree if entry.schema else None


def _unknown(tree: Tree, path: str, keyword: str, entry: Entry, message: Entry) -> Iterator[Problem]:
    if not naming.has(tree, path):
        whose = "the schema" if message is entry else f"the schema of {message.subject}"
        text = f'{keyword} names "{path}", which {whose} does not have'
        yield Problem(
            "unknown-field", text, entry.resource.at(keyword), entry.subject, nearest(path, naming.names(tree))
        )

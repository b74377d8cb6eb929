"""What is said about a value, before and now: it narrows nothing, but readers may go by it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from catalog_gen.compatibility import marking
from catalog_gen.compatibility.jsonschema import wording
from catalog_gen.compatibility.jsonschema.changes import Change
from catalog_gen.formats.jsonschema.shapes import same
from catalog_gen.formats.tree import ABSENT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from catalog_gen.formats.jsonschema.shapes import Shape


def changes(path: str, old: Shape, new: Shape) -> Iterator[Change]:
    """Everything that changed of two shapes that were told."""
    subject = wording.subject(path)
    yield from _default(path, subject, old, new)
    flags = (
        ("deprecated", "deprecated", old.deprecated, new.deprecated),
        ("readOnly", "read-only", old.read_only, new.read_only),
        ("writeOnly", "write-only", old.write_only, new.write_only),
    )
    for keyword, word, before, after in flags:
        if before != after:
            words = f"{subject} is {word} now" if after else f"{subject} is no longer {word}"
            kind = {"deprecated": "deprecation-changed"}.get(keyword, "access-changed")
            yield Change(kind=kind, path=path, words=words, keyword=keyword)
    if old.content != new.content:
        words = f"{subject} holds {wording.names(new.content) if new.content else 'plain text'} now"
        words += f"; before, {wording.names(old.content)}" if old.content else ""
        yield Change(kind="content-changed", path=path, words=words, weight="risky", keyword="contentMediaType")
    for keyword, word, was, now in (
        ("title", "title", old.title, new.title),
        ("description", "description", old.doc, new.doc),
    ):
        if was.strip() != now.strip():
            happened = "is another one" if was and now else "was added" if now else "was removed"
            words = f"the {word} of {subject} {happened}"
            yield Change(kind="description-changed", path=path, words=words, weight="wording", keyword=keyword)
    if len(old.examples) != len(new.examples) or not all(map(same, old.examples, new.examples)):
        words = f"the examples of {subject} are others"
        yield Change(kind="examples-changed", path=path, words=words, weight="wording", keyword="examples")


def _default(path: str, subject: str, old: Shape, new: Shape) -> Iterator[Change]:
    before, after = old.default, new.default
    if before is after or (before is not ABSENT and after is not ABSENT and same(before, after)):
        return
    if before is ABSENT:
        words = f"{subject} has the default {marking.value(after)} now"
    elif after is ABSENT:
        words = f"{subject} no longer has the default {marking.value(before)}"
    else:
        words = f"the default of {subject} is {marking.value(after)} now; it was {marking.value(before)}"
    yield Change(kind="default-changed", path=path, words=words, weight="risky", keyword="default")

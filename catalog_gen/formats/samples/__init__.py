"""Example payloads made from a schema: always the same, real-looking, valid, and finite."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

from catalog_gen.formats.samples.searching import Search

if TYPE_CHECKING:
    from catalog_gen.formats.tree import Check, Tree


@dataclasses.dataclass(frozen=True, slots=True)
class Sample:
    """A payload as JSON data; or, where none was found, why in words that fit after "no example: "."""

    payload: Any = None
    failure: str = ""


def synthesise(tree: Tree, check: Check, name: str = "") -> Sample:
    """A payload for the schema that `check` finds valid; `name` is the id of the message."""
    search = Search(tree, check, name)
    try:
        search.run()
    except RecursionError:
        return Sample(failure="the schema is nested too deeply")
    return Sample(failure=search.failure) if search.failure else Sample(search.payload)

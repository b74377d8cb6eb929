"""Whether who has one version of a schema can read what was written with another one."""

from __future__ import annotations

import functools
import importlib
from typing import TYPE_CHECKING

from catalog_gen.compatibility.differences import BOTH, Comparison, Difference
from catalog_gen.formats import TITLES

if TYPE_CHECKING:
    from catalog_gen.formats import Format, SchemaFile


@functools.lru_cache(maxsize=256)
def compare(old: SchemaFile, new: SchemaFile) -> Comparison:
    """Everything in which the new schema differs from the old one; both were read without an error.

    Schemas of formats of which nothing is known are the same, or nobody can tell.
    """
    before, after = _format(old), _format(new)
    if before != after:
        words = f"the format changed from {TITLES[before]} to {TITLES[after]}"
        return Comparison(after, (Difference(kind="schema-language-changed", path="", words=words, breaks=BOTH),))
    if old is new:
        return Comparison(after)
    if old.parsed is None or new.parsed is None:
        if old.data == new.data:
            return Comparison(after)
        words = "the file changed"
        return Comparison(after, (Difference(kind="unknown-format", path="", words=words, undecided=BOTH),))
    compared = importlib.import_module(f"catalog_gen.compatibility.{after}")
    try:
        return Comparison(after, tuple(compared.differences(old.parsed, new.parsed)))
    except RecursionError:
        words = "the schemas are nested too deeply to be compared"
        return Comparison(after, (Difference(kind="too-deep", path="", words=words, undecided=BOTH),))


def _format(file: SchemaFile) -> Format:
    return "jsonschema" if file.format == "yaml" else file.format

"""Avro schemas: JSON text in `.avsc` or `.avro`, with the types of other files that they refer to by full name."""

from __future__ import annotations

import dataclasses
import re
from typing import TYPE_CHECKING, Any

from catalog_gen.formats.avro import bundling, finding, linking, trees
from catalog_gen.formats.avro.payloads import Payloads
from catalog_gen.formats.tree import Mismatch, Parsed
from catalog_gen.problems import Place, Problem

if TYPE_CHECKING:
    from collections.abc import Callable

    from catalog_gen.formats import Read
    from catalog_gen.formats.avro.schemas import Linked, Loaded
    from catalog_gen.formats.files import SchemaFiles


@dataclasses.dataclass(frozen=True, slots=True, eq=False)
class Avro(Parsed):
    """An Avro schema that was understood.

    `linked` is the schema with all types, for `typed.typed`; `bare` is JSON that fastavro parses without other files.
    """

    linked: Linked = dataclasses.field(kw_only=True)
    bare: Any = dataclasses.field(kw_only=True)


class Reader:
    """Reads the Avro files of one build; each file is parsed once, also where several others refer to it."""

    def __init__(self, files: SchemaFiles) -> None:
        self._library = finding.Library(files)

    def read(self, path: str, data: bytes, message: str, hint: str) -> Read:
        """The schema, or why not: `bad-schema`, `unresolved-reference`, and `suspicious-schema` for what is ignored.

        A file has one root, so `message` and `hint` say nothing here.
        """
        del message, hint
        file = self._library.loaded(path, data)
        if file is None:
            return None, (Problem("bad-schema", "the schema is not UTF-8 text", Place(path)),)
        linked, problems = linking.link(file, self._library)
        if linked is None:
            return None, problems
        bare = bundling.bare(linked)
        refused = _refused_by_fastavro(linked, bare)
        if refused is not None:
            return None, (*problems, refused)
        return _parsed(file, linked, bare), problems


def _parsed(file: Loaded, linked: Linked, bare: Any) -> Avro:
    root = linked.seen(linked.root)
    return Avro(
        tree=trees.tree_of(linked),
        check=_check(linked),
        doc=root.doc,
        name=root.short,
        viewable=_viewable(file, linked),
        whole=linked.complete,
        linked=linked,
        bare=bare,
    )


def _check(linked: Linked) -> Callable[[Any], tuple[Mismatch, ...]]:
    return lambda payload: Payloads(linked).mismatches(linked.root, payload)


def _viewable(file: Loaded, linked: Linked) -> str | None:
    """What EventCatalog's viewer shows completely: records whose types all stand in the text, none of them an error.

    None also where types of other files make it nested more deeply than Python's JSON can write.
    """
    if linked.seen(linked.root).kind != "record":
        return None
    plain = all(schema.json["type"] != "error" for schema in linked.types.values())
    if linked.complete and plain:
        return file.text
    try:
        return bundling.text(linked)
    except RecursionError:
        return None


def _refused_by_fastavro(linked: Linked, bare: Any) -> Problem | None:
    """What fastavro, with which Python programs write, does not take of a schema that is right by the rules."""
    from fastavro import parse_schema

    try:
        parse_schema(bare)
    except RecursionError:
        return Problem("bad-schema", "the schema is nested too deeply", linked.root.place(), hint=_NAME_THEM)
    except Exception as error:  # noqa: BLE001 - it has no common base for what it raises
        place = next(
            (linked.types[name].place() for name in re.findall(r"[\w.]+", str(error)) if name in linked.types), None
        )
        return Problem("bad-schema", f"fastavro refuses the schema: {error}", place or linked.root.place())
    return None


_NAME_THEM = "define the inner types once and refer to them by name"

"""Protobuf: .proto files as protoc understands them, and their payloads as ProtoJSON.

https://protobuf.dev/programming-guides/json/
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from catalog_gen.formats.protobuf import protoc
from catalog_gen.formats.tree import Parsed
from catalog_gen.problems import Place, Problem

if TYPE_CHECKING:
    from google.protobuf.descriptor import Descriptor

    from catalog_gen.formats import Read
    from catalog_gen.formats.files import SchemaFiles
    from catalog_gen.formats.protobuf.descriptors import Compiled


@dataclasses.dataclass(frozen=True, slots=True, eq=False)
class Protobuf(Parsed):
    """A .proto file that was understood, and the message of it that is the payload.

    `certain` says whether that message was asked for, or is the only one that can be meant; if not, it is the first of
    several.
    """

    compiled: Compiled = dataclasses.field(kw_only=True)
    root: Descriptor = dataclasses.field(kw_only=True)
    certain: bool = dataclasses.field(kw_only=True)


class Reader:
    """Reads .proto files; imports are found among the files of the project, and nowhere else."""

    def __init__(self, files: SchemaFiles) -> None:
        from catalog_gen.formats.protobuf.imports import Imports

        self._imports = Imports(files)
        self._compiled: dict[tuple[str, bytes], tuple[Compiled | None, tuple[Problem, ...]]] = {}

    def read(self, path: str, data: bytes, message: str, hint: str) -> Read:
        """The message of the file that is the payload, see `payload.chosen`; or every problem of the file."""
        if not protoc.is_installed():
            words = "reading Protobuf needs protoc, which is not installed"
            return None, (Problem("missing-extra", words, Place(path), hint='pip install "catalog-gen[protobuf]"'),)
        compiled, problems = self.compiled(path, data)
        if compiled is None:
            return None, problems
        from catalog_gen.formats.protobuf import payload

        chosen, more = payload.chosen(compiled, message, hint)
        if chosen is None:
            return None, (*problems, *more)
        return _parsed(compiled, chosen, certain=not more), (*problems, *more)

    def compiled(self, path: str, data: bytes) -> tuple[Compiled | None, tuple[Problem, ...]]:
        """All that protoc says of the file; it is there."""
        key = (path, data)
        if key not in self._compiled:
            self._compiled[key] = self._fresh(path, data)
        return self._compiled[key]

    def _fresh(self, path: str, data: bytes) -> tuple[Compiled | None, tuple[Problem, ...]]:
        from catalog_gen.formats.protobuf import complaints, descriptors

        try:
            unit = self._imports.unit(path, data)
        except UnicodeDecodeError:
            return None, (Problem("bad-schema", "the schema is not UTF-8 text", Place(path)),)
        outcome = protoc.compiled(unit.given, "~0~")
        if outcome.crashed:
            return None, (*unit.problems, Problem("bad-schema", "protoc crashed on the file", Place(path)))
        failed = outcome.descriptors is None
        problems = complaints.problems(outcome.said, unit, failed=failed)
        if outcome.descriptors is None or unit.problems:
            return None, problems
        compiled, more = descriptors.compiled(outcome.descriptors, unit)
        return compiled, (*problems, *more)


def _parsed(compiled: Compiled, root: Descriptor, *, certain: bool) -> Protobuf:
    """The message with everything that it refers to."""
    from catalog_gen.formats.protobuf import checking, reading, viewing

    return Protobuf(
        tree=reading.tree(compiled, root),
        check=checking.check(compiled.pool, root),
        doc=compiled.docs.get(root.full_name, ""),
        name=root.name,
        viewable=viewing.viewable(compiled, root),
        compiled=compiled,
        root=root,
        certain=certain,
    )

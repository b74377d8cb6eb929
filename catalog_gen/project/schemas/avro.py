"""Which Avro files are messages: those with a record at the top that no other file uses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from catalog_gen.formats.avro.finding import Library
from catalog_gen.problems import a
from catalog_gen.project.schemas.candidates import Candidate, Found, skipped, version_in

if TYPE_CHECKING:
    from collections.abc import Mapping

    from catalog_gen.formats.avro.schemas import Loaded
    from catalog_gen.formats.files import SchemaFiles

_SEVERAL = "its top is a union, so it is not clear which type is the message"


def found(contents: Mapping[str, bytes], files: SchemaFiles) -> Found:
    """What the files, which are sound, have; all of them are Avro."""
    library = Library(files)
    loaded = {path: library.loaded(path, data) for path, data in contents.items()}
    roots = {path: file for path, file in loaded.items() if file is not None and file.root is not None}
    used = {reference.name for file in roots.values() for reference in file.references}
    candidates, shared, problems = [], [], []
    for path, file in roots.items():
        root = file.root
        assert root is not None  # noqa: S101 - looked at above
        if used & set(file.definitions) or root.kind in {"enum", "fixed"}:
            shared.append(path)
        elif root.kind == "record":
            candidates.append(_candidate(path, contents[path], file))
        elif root.kind == "union":
            hint = "put the record of the message into a file of its own"
            problems.append(skipped(path, _SEVERAL, hint))
        else:
            problems.append(skipped(path, f"its top is no record but {a(root.kind)}"))
    return Found(tuple(candidates), tuple(shared), tuple(problems))


def _candidate(path: str, data: bytes, file: Loaded) -> Candidate:
    root = file.root
    assert root is not None  # noqa: S101 - the caller has looked
    *namespace, name = root.name.split(".")
    version = version_in(root.json.get("version"))
    return Candidate(path=path, data=data, name=name, namespace=tuple(namespace), version=version)

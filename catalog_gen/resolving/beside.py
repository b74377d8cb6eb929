"""The files that lie beside a page under their own names: each name once, and none that means something else."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

from catalog_gen.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from catalog_gen.model.declaring import Declared
    from catalog_gen.resolving.catalog import Entry

_PAGES: Final = frozenset(
    f"{name}{ending}" for name in ("index", "changelog", "ubiquitous-language") for ending in (".mdx", ".md")
)
"""Files that EventCatalog takes for pages, wherever they lie."""

_FOLDERS: Final = frozenset({"docs", "examples", "versioned"})


def problems(entries: Iterable[Entry]) -> tuple[Problem, ...]:
    """What would overwrite another file of the same page, or would be taken for a page; once for all versions."""
    found = [problem for entry in entries for problem in (*_shared_names(entry), *_shared_addresses(entry))]
    return tuple({(problem.place, problem.message): problem for problem in reversed(found)}.values())


def _shared_names(entry: Entry) -> Iterator[Problem]:
    schemas = (*entry.schemas, *([entry.headers] if entry.headers else ()))
    taken = {beside.name.lower(): (beside.name, beside.file.data) for beside in schemas}
    for declared, name, data in _named_files(entry):
        if name.lower() in _PAGES | _FOLDERS:
            message = f'EventCatalog would not take a file called "{name}" for what it is'
            yield _problem(entry, declared, message)
        elif taken.setdefault(name.lower(), (name, data)) != (name, data):
            message = f'another file beside the page is called "{taken[name.lower()][0]}"'
            yield _problem(entry, declared, message)


def _named_files(entry: Entry) -> Iterator[tuple[Declared, str, bytes]]:
    for specification in entry.specifications:
        if specification.data is not None:
            yield specification.declared, specification.path, specification.data
    for contract in entry.contracts:
        yield contract.declared, contract.name, contract.data


def _shared_addresses(entry: Entry) -> Iterator[Problem]:
    """Specifications of one type: EventCatalog shows each at the name of its file without the ending."""
    taken: dict[tuple[str, str], str] = {}
    for specification in entry.specifications:
        path = urlsplit(specification.path).path if specification.data is None else specification.path
        key = (specification.declared.type, PurePosixPath(path).stem.lower())
        other = taken.setdefault(key, specification.path)
        if other != specification.path:
            message = f'EventCatalog would show it at the address of "{other}"'
            hint = "rename one of the files; of one from the web, write a copy with another name into the project"
            yield _problem(entry, specification.declared, message, hint)


def _problem(entry: Entry, declared: Declared, message: str, hint: str = "rename the file") -> Problem:
    return Problem("bad-value", message, declared.at("path"), entry.subject, hint)

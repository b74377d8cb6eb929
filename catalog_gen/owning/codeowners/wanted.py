"""What the catalog wants a CODEOWNERS file to say: whose each file is that resources are made of."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from catalog_gen.output.manifest import FOLDER as RECORDS
from catalog_gen.owning import reaching
from catalog_gen.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from catalog_gen.owning.codeowners.around import Around
    from catalog_gen.resolving.catalog import Catalog, Entry


@dataclasses.dataclass(frozen=True, slots=True)
class Wanted:
    """Whose files are, by their path from the top of the repository.

    `there` are all files of the repository: the tracked ones, and those that have owners here. Those that are
    `generated` need nobody's approval; `nobodys` is the folder that they are in, empty where git has none of them.
    `output` is that folder in any case.
    """

    owners: Mapping[str, tuple[str, ...]]
    there: tuple[str, ...]
    nobodys: str = ""
    generated: frozenset[str] = frozenset()
    output: str = ""

    def of(self, path: str) -> tuple[str, ...] | None:
        """Who is to be asked about a file: nobody, if that is empty; None where the catalog has no say."""
        return self.owners.get(path, () if path in self.generated else None)

    def covers(self, path: str) -> bool:
        """Whether the line for the generated files is about this path."""
        return bool(self.nobodys) and f"{path}/".startswith(f"{self.nobodys}/")


def wanted(
    files: Mapping[str, Sequence[Entry]], catalog: Catalog, around: Around, generated: Iterable[str]
) -> tuple[Wanted, tuple[Problem, ...]]:
    """What the catalog wants, and what stands in its way.

    `files` are those that resources are made of, by path in the project; `generated` those that were written by this
    program, by path in the output.
    """
    before = f"{around.folder}/" if around.folder else ""
    people = _People(catalog)
    owners: dict[str, tuple[str, ...]] = {}
    problems: list[Problem] = []
    for path, entries in files.items():
        groups: dict[frozenset[str], tuple[tuple[str, ...], Entry]] = {}
        for entry in entries:
            if names := people.of(entry):
                groups.setdefault(frozenset(names), (names, entry))
        if groups:
            owners[before + path] = tuple(dict.fromkeys(name for names, _ in groups.values() for name in names))
        if len(groups) > 1:
            problems.append(_mixed(path, *[*groups.values()][:2]))
    there = tuple(sorted({*around.tracked, *owners}))
    ours = _generated(around, generated) if not any(_is_in(path, around.output) for path in owners) else frozenset()
    found = Wanted(owners, there, around.output if ours else "", ours, around.output)
    return found, (*problems, *people.problems)


def _generated(around: Around, generated: Iterable[str]) -> frozenset[str]:
    """The tracked files that this program wrote, with its records of them."""
    paths = {f"{around.output}/{path}" for path in generated}
    records = f"{around.output}/{RECORDS}"
    tracked = (path for path in around.tracked if path in paths or _is_in(path, records))
    return frozenset(tracked) if around.output else frozenset()


def _is_in(path: str, folder: str) -> bool:
    return path.startswith(f"{folder}/")


class _People:
    """The names of owners, each looked up once; who has none is told once."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog
        self._names: dict[str, tuple[str, ...]] = {}
        self.problems: list[Problem] = []

    def of(self, entry: Entry) -> tuple[str, ...]:
        """The names of the owners of a resource; a further page has those of the resource that it belongs to."""
        resource = entry.part_of or entry
        found = (name for link in resource.owners for name in self._of(link.id, resource))
        return tuple(dict.fromkeys(found))

    def _of(self, owner: str, entry: Entry) -> tuple[str, ...]:
        if owner not in self._names:
            self._names[owner] = reaching.names(owner, self._catalog)
            if not self._names[owner]:
                self.problems.append(_unreachable(owner, entry, self._catalog))
        return self._names[owner]


def _unreachable(owner: str, entry: Entry, catalog: Catalog) -> Problem:
    found = catalog.find(owner)
    if found is None:
        message = f'the owner "{owner}" is not declared, so that CODEOWNERS cannot name it'
        return Problem("no-handle", message, entry.place("owners"), entry.subject, "declare it with github=")
    of_team = "neither the team nor any member has github="
    which = of_team if found.kind == "team" else "the user has no github= or email="
    return Problem("no-handle", f"{which}, so that CODEOWNERS cannot name it", found.place(), owner, "add github=")


def _mixed(path: str, one: tuple[tuple[str, ...], Entry], other: tuple[tuple[str, ...], Entry]) -> Problem:
    """A word on a file whose resources have different owners, at the second one of them."""
    (mine, first), (theirs, second) = one, other
    message = (
        f"{path} has resources of different owners: {first.subject} of {' '.join(mine)}, "
        f"{second.subject} of {' '.join(theirs)}; CODEOWNERS names all of them, and each one may approve"
    )
    return Problem("mixed-owners", message, second.place(), second.subject, "split the file")

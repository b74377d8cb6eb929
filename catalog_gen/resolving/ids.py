"""Who is called what: declared resources by id and version, and what is known beyond them."""

from __future__ import annotations

import dataclasses
import functools
import re
from collections import defaultdict
from typing import TYPE_CHECKING

from catalog_gen.model import Documented, Resource
from catalog_gen.problems import Problem, a, noun

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from catalog_gen.resolving.catalog import Known

FIRST_VERSION = "1.0.0"


def version_of(resource: Documented) -> str | None:
    """The version of a resource; teams and users have none."""
    return (resource.version or FIRST_VERSION) if isinstance(resource, Resource) else None


@functools.lru_cache(maxsize=10_000)
def version_key(version: str | None) -> tuple[int, ...]:
    """For sorting versions by number; what is no version (and reported as such) comes last."""
    return tuple(int(number) for number in re.findall(r"[0-9]+", version or "")[:3])


def announces_a_break(old: str, new: str) -> bool:
    """Whether the new version has another major number; before 1.0.0, the second number is the one that counts.

    https://semver.org/#spec-item-4
    """
    before, after = version_key(old), version_key(new)
    return before[:1] != after[:1] or (before[:1] == (0,) and before[:2] != after[:2])


def subject_of(resource: Documented) -> str:
    """How problems name a resource: `InventoryAdjusted 1.0.1`."""
    return f"{resource.id} {version_of(resource)}" if isinstance(resource, Resource) else resource.id


@dataclasses.dataclass(frozen=True, slots=True)
class Index:
    """All ids. `unread_texts` and `unread_kinds` say what may be declared where reading broke off."""

    declared: Mapping[str, tuple[Documented, ...]]
    """By id, the newest version first."""
    known: Mapping[str, Known]
    renamed: Mapping[str, str]
    """Former ids, and what the resource is called now."""
    unread_texts: frozenset[str] = frozenset()
    unread_kinds: frozenset[str] = frozenset()
    dropped: tuple[Documented, ...] = ()
    """What is not in the catalog because its id was taken; its links are there all the same."""

    def may_exist(self, identifier: str, kinds: frozenset[str]) -> bool:
        """Whether the resource may be declared in what could not be read."""
        return identifier in self.unread_texts or bool(kinds & self.unread_kinds)

    def kind(self, identifier: str) -> str | None:
        """The kind of the resource with this id; None where nothing is known of it."""
        if identifier in self.declared:
            return self.declared[identifier][0].kind
        return self.known[identifier].kind if identifier in self.known else None

    def of_kind(self, kinds: frozenset[str]) -> Iterator[str]:
        """The ids that a reference to one of the kinds can name."""
        yield from (identifier for identifier in self.declared if self.kind(identifier) in kinds)
        yield from (identifier for identifier, known in self.known.items() if known.kind in kinds)

    def versions(self, identifier: str) -> tuple[str, ...]:
        """The versions of a resource, those of `Previous` included, the newest first."""
        if identifier not in self.declared:
            return self.known[identifier].versions if identifier in self.known else ()
        versions = {version for resource in self.declared[identifier] for version in _versions(resource)}
        return tuple(sorted(versions, key=version_key, reverse=True))


def _versions(resource: Documented) -> Iterator[str]:
    if isinstance(resource, Resource):
        yield resource.version or FIRST_VERSION
        yield from (previous.version for previous in resource.previous or ())


def index(
    resources: Iterable[Documented],
    known: Mapping[str, Known],
    unread_texts: frozenset[str] = frozenset(),
    unread_kinds: frozenset[str] = frozenset(),
) -> tuple[Index, tuple[Problem, ...]]:
    """Resources by id; ids that are taken twice are problems, and the first one keeps the id."""
    declared: dict[str, list[Documented]] = defaultdict(list)
    dropped: list[Documented] = []
    problems: list[Problem] = []
    for resource in sorted(resources, key=lambda resource: resource.at()):
        taken = _taken(resource, declared)
        if taken is None:
            declared[resource.id].append(resource)
        else:
            dropped.append(resource)
            problems.append(taken)
    problems += _written_twice(declared)
    problems += _case_collisions(declared, known)
    newest_first = {
        identifier: tuple(sorted(found, key=lambda resource: version_key(version_of(resource)), reverse=True))
        for identifier, found in declared.items()
    }
    renamed = {old: found[0].id for found in newest_first.values() for old in getattr(found[0], "formerly", None) or ()}
    result = Index(newest_first, known, renamed, unread_texts, unread_kinds, tuple(dropped))
    return result, (*problems, *_former_ids_in_use(newest_first), *_version_orders(newest_first))


def _taken(resource: Documented, declared: Mapping[str, list[Documented]]) -> Problem | None:
    """The problem where the id, or this version of it, is taken already."""
    for other in declared.get(resource.id, ()):
        if other.kind != resource.kind or version_of(other) == version_of(resource):
            what = f"{noun(other.kind)} {subject_of(other)}"
            message = f'id "{resource.id}" is already taken by the {what} at {other.at()}'
            hint = "ids are unique across all types; several versions of one resource need different version="
            return Problem("duplicate-id", message, resource.at("id"), subject_of(resource), hint)
    return None


def _written_twice(declared: Mapping[str, list[Documented]]) -> Iterator[Problem]:
    """Versions that stand in `previous` although they are declared as objects (or as previous ones) elsewhere."""
    for found in declared.values():
        seen = {version_of(resource): resource.at() for resource in found}
        for resource in found:
            for previous in getattr(resource, "previous", None) or ():
                if previous.version in seen and previous.version != version_of(resource):
                    message = f"version {previous.version} is also declared at {seen[previous.version]}"
                    hint = "say it once: as an object of its own, or in previous="
                    yield Problem("duplicate-id", message, previous.at(), subject_of(resource), hint)
                seen.setdefault(previous.version, previous.at())


def _case_collisions(declared: Mapping[str, list[Documented]], known: Mapping[str, Known]) -> Iterator[Problem]:
    elsewhere = {identifier.lower(): identifier for identifier in known}
    for identifier, found in declared.items():
        other_id = elsewhere.get(identifier.lower(), identifier)
        if other_id != identifier:
            message = f'id "{identifier}" differs from "{other_id}", which is not declared here, by case only'
            hint = "they would share a folder on Windows and macOS"
            yield Problem("case-collision", message, found[0].at("id"), subject_of(found[0]), hint)
    first: dict[str, Documented] = {}
    for found in declared.values():
        for resource in found:
            other = first.setdefault(resource.id.lower(), resource)
            if other.id != resource.id:
                message = f'id "{resource.id}" differs from "{other.id}" ({other.at()}) by upper and lower case only'
                hint = "they would share a folder on Windows and macOS"
                yield Problem("case-collision", message, resource.at("id"), subject_of(resource), hint)


def _former_ids_in_use(declared: Mapping[str, tuple[Documented, ...]]) -> Iterator[Problem]:
    claimed: dict[str, Documented] = {}
    for found in declared.values():
        for position, old in enumerate(getattr(found[0], "formerly", None) or ()):
            place = found[0].at("formerly", position)
            other = claimed.setdefault(old, found[0])
            if old in declared:
                message = f'the former id "{old}" still belongs to {a(noun(declared[old][0].kind))}'
                yield Problem("duplicate-id", message, place, subject_of(found[0]))
            elif other is not found[0]:
                message = f'{subject_of(other)} ({other.at()}) was formerly called "{old}", too'
                hint = "the page of the old id can move to one of them only"
                yield Problem("duplicate-id", message, place, subject_of(found[0]), hint)


def _version_orders(declared: Mapping[str, tuple[Documented, ...]]) -> Iterator[Problem]:
    for found in declared.values():
        for resource in found:
            if isinstance(resource, Resource):
                yield from _version_order(resource)


def _version_order(resource: Resource) -> Iterator[Problem]:
    current = resource.version or FIRST_VERSION
    for previous in resource.previous or ():
        if version_key(previous.version) >= version_key(current):
            message = f"the previous version {previous.version} is not older than {current}"
            yield Problem("version-order", message, previous.at("version"), subject_of(resource))

"""Ids for messages: the name of the type; where several share that, with as much in front as tells them apart."""

from __future__ import annotations

import dataclasses
import re
from collections import defaultdict
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from catalog_gen.model import rules
from catalog_gen.project.schemas.candidates import skipped

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from catalog_gen.problems import Problem
    from catalog_gen.project.schemas.candidates import Candidate


@dataclasses.dataclass(frozen=True, slots=True)
class Message:
    """A message with its id."""

    id: str
    candidate: Candidate


def named(candidates: Iterable[Candidate]) -> tuple[tuple[Message, ...], tuple[Problem, ...]]:
    """The candidates with ids that differ, also where upper and lower case do not, and those that get none.

    `com.acme.orders.Created` and `com.acme.bills.Created` become `orders.Created` and `bills.Created`; a name without
    namespace takes its folders. Two schemas of one full name are one message in two states or copies: of copies the
    first one is taken, of states none, since nothing says which is the current one.
    """
    groups: dict[str, list[Candidate]] = defaultdict(list)
    for candidate in candidates:
        groups[candidate.name.lower()].append(candidate)
    taken = {name for name, group in groups.items() if len(group) == 1}
    messages: list[Message] = []
    problems: list[Problem] = []
    for name, group in groups.items():
        several, left_out = _apart(group)
        problems += left_out
        ids = {0: group[0].name} if len(group) == 1 else _told_apart(several, taken - {name})
        for index, candidate in enumerate(several):
            identifier = ids.get(index, "")
            fault = rules.identifier(identifier or candidate.name)
            if fault is not None or not identifier:
                why = fault.message if fault else f'another message has the id "{candidate.name}" already'
                problems.append(skipped(candidate.path, why, "give it an id in a definition by hand"))
                continue
            taken.add(identifier.lower())
            messages.append(Message(identifier, candidate))
    return tuple(sorted(messages, key=lambda message: (message.candidate.path, message.id))), tuple(problems)


def _apart(group: Sequence[Candidate]) -> tuple[list[Candidate], list[Problem]]:
    """Those of a group that are different messages."""
    same: dict[tuple[str, ...], list[Candidate]] = defaultdict(list)
    for candidate in sorted(group, key=lambda candidate: candidate.path):
        same[_way(candidate)].append(candidate)
    kept: list[Candidate] = []
    problems: list[Problem] = []
    for first, *others in same.values():
        full = ".".join((*first.namespace, first.name))
        if all(other.data == first.data for other in others):
            kept.append(first)
            problems += [skipped(other.path, f"it is a copy of {first.path}") for other in others]
            continue
        hint = 'write the current one by hand, and the others as previous=[Previous("1.0.0", schema_path=...)]'
        for one in (first, *others):
            another = others[0] if one is first else first
            problems.append(skipped(one.path, f"{full} is also in {another.path}, and says something else there", hint))
    return kept, problems


def _way(candidate: Candidate) -> tuple[str, ...]:
    """What leads to a name: its namespace, else its folders, in the letters that an id may have."""
    parts = candidate.namespace or PurePosixPath(candidate.path).parent.parts
    clean = (re.sub(r"[^A-Za-z0-9_-]+", "-", part).strip("-_") for part in parts)
    return (*(part for part in clean if part), candidate.name)


def _told_apart(group: Sequence[Candidate], taken: set[str]) -> Mapping[int, str]:
    """The shortest ends of their ways that differ, by position in the group."""
    ways = [_way(candidate) for candidate in group]
    ids: dict[int, str] = {}
    if len(ways) == 1 and group[0].name.lower() not in taken:
        return {0: group[0].name}
    for length in range(2, max(map(len, ways), default=0) + 1):
        ends = [".".join(way[-length:]) for way in ways]
        lower = [end.lower() for end in ends]
        for index, end in enumerate(ends):
            if index not in ids and lower.count(end.lower()) == 1 and end.lower() not in taken:
                ids[index] = end
    return ids

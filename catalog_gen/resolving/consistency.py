"""Whether what resources say agrees: decisions with those that supersede them, the steps of a flow with each other."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Final

from catalog_gen.model import Adr, Flow
from catalog_gen.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from catalog_gen.model import Step
    from catalog_gen.resolving.catalog import Catalog, Entry, Link

_TO_OTHERS: Final = {
    "relationships": "a system has no relationship with itself",
    "supersedes": "a decision does not supersede itself",
    "superseded_by": "a decision is not superseded by itself",
    "amends": "a decision does not amend itself",
    "amended_by": "a decision is not amended by itself",
    "related": "a decision is not related to itself",
}
"""The fields that name others of the same type, and what is wrong where they name the resource that has them."""

_STANDING: Final = frozenset({"proposed", "accepted"})
_MADE: Final = frozenset({"accepted", "deprecated", "superseded"})
"""The status of a decision that holds or may come to hold, and of one that has been made."""

_NAMED: Final = 3  # so many steps are named in a problem


def problems(entry: Entry, catalog: Catalog) -> Iterator[Problem]:
    """What does not agree in or with this entry."""
    yield from _itself(entry)
    if isinstance(entry.resource, Adr):
        yield from _superseded(entry, entry.resource, catalog)
    if isinstance(entry.resource, Flow):
        yield from _flow(entry, entry.resource)


def _itself(entry: Entry) -> Iterator[Problem]:
    if entry.links.keys().isdisjoint(_TO_OTHERS):
        return
    for field, message in _TO_OTHERS.items():
        if any(link.id == entry.id and link.version == entry.version for link in entry.links.get(field, ())):
            yield Problem("bad-value", message, entry.place(field), entry.subject, "take it out")


def _superseded(entry: Entry, decision: Adr, catalog: Catalog) -> Iterator[Problem]:
    """A decision whose status says that it holds, although another one that was made supersedes it."""
    if decision.status not in _STANDING:
        return
    for other in _superseding(entry, catalog):
        if isinstance(other.resource, Adr) and other.resource.status in _MADE and other.id != entry.id:
            message = f'{other.id} supersedes this decision, whose status is "{decision.status}"'
            hint = 'write status="superseded"'
            yield Problem("stale-decision", message, entry.place("status"), entry.subject, hint)
            return


def _superseding(entry: Entry, catalog: Catalog) -> Iterator[Entry]:
    """The decisions that supersede it, whichever of the two says so."""
    for link in entry.links.get("superseded_by", ()):
        if (other := catalog.find(link.id, link.version)) is not None:
            yield other
    for other, field, link in catalog.pointing.get(entry.id, ()):
        if field == "supersedes" and _means(link, entry):
            yield other


def _means(link: Link, entry: Entry) -> bool:
    return link.version is None or link.version == entry.version


def _flow(entry: Entry, flow: Flow) -> Iterator[Problem]:
    steps = flow.steps or ()
    if "steps" in flow.unread or flow.misspelt or any(step.unread for step in steps):
        return
    if not steps:
        hint = "write steps=[Step(...), ...]"
        yield Problem("unfinished-flow", "this flow has no steps", entry.place("steps"), entry.subject, hint)
    if apart := list(_apart(steps)):
        names = [f'"{step.id}"' for step in apart[:_NAMED]]
        names += [f"{len(apart) - _NAMED} more"] * (len(apart) > _NAMED)
        listed = names[0] if len(names) == 1 else f"s {', '.join(names[:-1])} and {names[-1]}"
        message = f"nothing connects step{' ' * (len(names) == 1)}{listed} with the first one"
        hint = "write next_step= in the steps that come before"
        yield Problem("unfinished-flow", message, apart[0].at("id"), entry.subject, hint)


def _apart(steps: Sequence[Step]) -> Iterator[Step]:
    """The first step of each part of a flow that no arrow connects, in either direction, with the parts before it."""
    beside: dict[str, list[str]] = defaultdict(list)
    for step in steps:
        for wanted, _ in step.led_to():
            beside[str(step.id)].append(wanted)
            beside[wanted].append(str(step.id))
    seen: set[str] = set()
    for step in steps:
        if str(step.id) not in seen:
            if seen:
                yield step
            waiting = [str(step.id)]
            while waiting:
                if (identifier := waiting.pop()) not in seen:
                    seen.add(identifier)
                    waiting += beside[identifier]

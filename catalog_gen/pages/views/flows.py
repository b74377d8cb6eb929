"""Flows in words, and the flows that something is a part of."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

from catalog_gen.model import Custom, ExternalSystem, Flow, NextStep, Step
from catalog_gen.pages import steps
from catalog_gen.pages.views.references import Reference, entry_reference, reference
from catalog_gen.pages.views.related import linked, once, pointing

if TYPE_CHECKING:
    from collections.abc import Mapping

    from catalog_gen.resolving import Catalog, Entry


@dataclasses.dataclass(frozen=True, slots=True)
class Following:
    """A step that comes then, and the words on the way to it."""

    number: int
    title: str
    words: str


@dataclasses.dataclass(frozen=True, slots=True)
class StepView:
    """A step of a flow as it is told: its number and title, what it is, what comes then.

    `reference` is the resource that it is; `named` says that the resource is called like the step. `other` is the name
    of somebody or something else that is not, `label` and `href` are a link to a page of theirs, `facts` what is said
    of a node that is nothing of the catalog beside its summary.
    """

    number: int
    title: str
    what: str
    reference: Reference | None
    named: bool
    summary: str
    following: tuple[Following, ...]
    other: str = ""
    label: str = ""
    href: str = ""
    facts: tuple[tuple[str, str], ...] = ()


def flows(entry: Entry, catalog: Catalog) -> list[Reference]:
    """The flows that a resource lists, then those in which it has a step."""
    return once([*linked(entry, "flows", catalog), *map(entry_reference, pointing(entry, catalog, "steps"))])


def told(entry: Entry, catalog: Catalog) -> tuple[StepView, ...]:
    """The steps of a flow, in the order in which they are declared."""
    declared = (entry.resource.steps or ()) if isinstance(entry.resource, Flow) else ()
    titles = {
        str(step.id): (number, steps.title(step, steps.target(step, entry), catalog))
        for number, step in enumerate(declared, 1)
    }
    return tuple(_told(step, entry, catalog, titles) for step in declared)


def _told(step: Step, entry: Entry, catalog: Catalog, titles: Mapping[str, tuple[int, str]]) -> StepView:
    link = steps.target(step, entry)
    number, title = titles[str(step.id)]
    target = reference(link, catalog) if link else None
    elsewhere = _elsewhere(step)
    following = (one if isinstance(one, NextStep) else NextStep(one) for one in step.following)
    return StepView(
        number=number,
        title=title,
        what=_what(step, target),
        reference=target,
        named=target is not None and target.name == title,
        summary=_summary(step),
        following=tuple(Following(*titles[str(one.id)], one.label or "") for one in following if str(one.id) in titles),
        other="" if (named := steps.name(step)) == title else named,
        label=title if elsewhere else "",
        href=elsewhere,
        facts=tuple((name, str(value)) for name, value in ((step.custom and step.custom.properties) or {}).items()),
    )


def _what(step: Step, target: Reference | None) -> str:
    """What a step is, in a reader's words."""
    if target is not None and target.noun:
        return target.noun
    if step.custom is not None:
        return step.custom.type or ""
    others = {"actor": "person", "external_system": "external system", "message": "message"}
    return next((words for field, words in others.items() if step.gives(field)), "")


def _summary(step: Step) -> str:
    """What happens: as the step says, or what it is."""
    inside = (step, step.actor, step.custom, step.external_system)
    return next((one.summary for one in inside if one is not None and not isinstance(one, str) and one.summary), "")


def _elsewhere(step: Step) -> str:
    """The address of what somebody else tells about it."""
    others = (step.custom, step.external_system)
    return next((one.url for one in others if isinstance(one, Custom | ExternalSystem) and one.url), "")

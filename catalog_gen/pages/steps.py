"""The steps of a flow, as EventCatalog writes them and as a reader follows them.

https://www.eventcatalog.dev/docs/development/guides/flows/creating-flows
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from catalog_gen.model import Actor, ExternalSystem, Flow, NextStep, Step
from catalog_gen.pages.plain import KEYS, data, present

if TYPE_CHECKING:
    from catalog_gen.model.flows import StepId
    from catalog_gen.resolving import Catalog, Entry
    from catalog_gen.resolving.catalog import Link


def steps(entry: Entry, catalog: Catalog) -> list[dict[str, Any]]:
    """The steps of a flow as plain data."""
    return [_step(step, target(step, entry), catalog) for step in _declared(entry)]


def target(step: Step, entry: Entry) -> Link | None:
    """The resource that a step is."""
    return next((link for link in entry.links.get("steps", ()) if link.declared is step), None)


def title(step: Step, link: Link | None, catalog: Catalog) -> str:
    """What a step is called: its title, or the name of what it is."""
    if step.title is not None:
        return step.title
    if link is not None:
        entry = catalog.find(link.id, link.version)
        known = catalog.known.get(link.id)
        return entry.name if entry else (known.name if known else "") or link.id
    return name(step)


def name(step: Step) -> str:
    """What somebody or something is called that is no resource; empty for a step that is none of that."""
    if step.actor is not None:
        return actor_name(step.actor)
    if step.custom is not None:
        return step.custom.title
    return step.external_system.name if isinstance(step.external_system, ExternalSystem) else step.external_system or ""


def actor_name(actor: Actor | str) -> str:
    """What an actor is called."""
    return actor.name or actor.id if isinstance(actor, Actor) else actor


def _declared(entry: Entry) -> tuple[Step, ...]:
    return tuple(entry.resource.steps or ()) if isinstance(entry.resource, Flow) else ()


def _step(step: Step, link: Link | None, catalog: Catalog) -> dict[str, Any]:
    pointer = present({"id": link.id, "version": link.version}) if link else None
    kind = next((field for field in Step.targets if getattr(step, field) is not None), "")
    actor, external = step.actor, step.external_system
    summary = actor.summary if isinstance(actor, Actor) else None
    return present(
        {
            "id": step.id,
            "title": title(step, link, catalog),
            "type": step.type,
            "summary": step.summary,
            KEYS.get(kind, kind): pointer,
            "actor": present({"name": actor_name(actor), "summary": summary}) if actor is not None else None,
            "custom": data(step.custom),
            "externalSystem": data(external)
            if isinstance(external, ExternalSystem)
            else external and {"name": external},
            **_following(step),
        }
    )


def _following(step: Step) -> dict[str, Any]:
    """What comes then; to a number in a list EventCatalog draws no arrow (`utils/node-graphs/flows-node-graph.ts`)."""
    if step.next_step is not None:
        return {"next_step": data(step.next_step)}
    return {"next_steps": [_listed(following) for following in step.next_steps or ()] or None}


def _listed(following: NextStep | StepId) -> Any:
    return {"id": following} if isinstance(following, int) else data(following)

"""What the catalog is made of besides messages: what is part of what, what stores and uses what, what was decided."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

from catalog_gen.model import (
    Adr,
    Agent,
    Container,
    DataProduct,
    Domain,
    Entity,
    Flow,
    Items,
    Output,
    Service,
    Step,
    System,
)
from catalog_gen.model.flows import NextStep
from catalog_gen.pages import steps
from catalog_gen.pages.views import messages, people
from catalog_gen.pages.views.references import Reference, entry_reference, reference
from catalog_gen.resolving.catalog import DOCUMENT_KINDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from catalog_gen.model import Property, Term
    from catalog_gen.resolving import Catalog, Entry
    from catalog_gen.resolving.catalog import Link


@dataclasses.dataclass(frozen=True, slots=True)
class Related:
    """A resource, and in which words it is related."""

    reference: Reference
    words: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class StepView:
    """A step of a flow as it is told: its number and title, the resource that it is, what comes then."""

    number: int
    title: str
    reference: Reference | None
    kind: str
    summary: str
    following: tuple[tuple[str, str], ...]
    """The titles of the steps that come then, each with the words on the way."""


@dataclasses.dataclass(frozen=True, slots=True)
class PropertyRow:
    """A property of an entity in its table; `path` leads to it where it is inside of another one."""

    path: str
    type: str
    required: str
    description: str
    enum: tuple[str, ...]
    reference: Reference | None


@dataclasses.dataclass(frozen=True, slots=True)
class OutputRow:
    """What a data product gives to others, with the file that promises how it looks."""

    reference: Reference
    contract: str
    file: str
    type: str


@dataclasses.dataclass(frozen=True, slots=True)
class ToolRow:
    """What an agent can use."""

    label: str
    href: str
    kind: str
    description: str


@dataclasses.dataclass(frozen=True, slots=True)
class TermView:
    """A word of a domain's language."""

    name: str
    summary: str
    description: str


def around(entry: Entry, catalog: Catalog, kind: str) -> tuple[Reference, ...]:
    """The domains (or systems) that something is part of: for what is in a system, also the domain around that."""
    found: dict[str, Entry] = {}
    waiting = [*catalog.homes.get(entry.id, ())]
    while waiting:
        home = waiting.pop(0)
        if home.kind == "system":
            waiting += catalog.homes.get(home.id, ())
        if home.kind == kind:
            found.setdefault(home.id, home)
    return tuple(entry_reference(home) for home in found.values())


def decisions(entry: Entry, catalog: Catalog) -> tuple[Related, ...]:
    """The decisions that were made for a resource, with their status."""
    if entry.kind in DOCUMENT_KINDS:
        return ()
    return tuple(
        Related(entry_reference(adr), adr.resource.status)
        for adr, field, _ in catalog.pointing.get(entry.id, ())
        if field == "applies_to" and isinstance(adr.resource, Adr)
    )


def facts(entry: Entry, catalog: Catalog) -> dict[str, Any]:
    """What the templates of all kinds without an anatomy of their own in code can print, by the kind of the entry."""
    return {
        **_links(entry, catalog),
        "sends": messages.message_rows(entry.links.get("sends", ()), catalog),
        "receives": messages.message_rows(entry.links.get("receives", ()), catalog),
        **_of_kind(entry, catalog),
    }


_LISTED = (
    *("services", "agents", "systems", "entities", "data_products", "flows", "containers"),
    *("writes_to", "reads_from", "inputs", "applies_to", "decision_makers"),
    *("supersedes", "superseded_by", "amends", "amended_by", "related"),
)


def _links(entry: Entry, catalog: Catalog) -> dict[str, list[Reference]]:
    return {field: [reference(link, catalog) for link in entry.links.get(field, ())] for field in _LISTED}


def _of_kind(entry: Entry, catalog: Catalog) -> dict[str, Any]:
    resource = entry.resource
    if isinstance(resource, Service):
        return {"external": bool(resource.external_system), "in_flows": flows(entry, catalog)}
    if isinstance(resource, Agent):
        tools = tuple(
            ToolRow(tool.name, tool.url or "", tool.type, tool.description or "") for tool in resource.tools or ()
        )
        return {"model": resource.model, "tools": tools, "in_flows": flows(entry, catalog)}
    if isinstance(resource, Domain):
        subdomains = [reference(link, catalog) for link in entry.links.get("domains", ())]
        language = tuple(map(_term, resource.ubiquitous_language or ()))
        return {
            "subdomains": subdomains,
            "messages": messages.domain_messages(entry, catalog) if entry.kind == "domain" else (),
            "language": language,
        }
    if isinstance(resource, System):
        return {"scope": resource.scope or "internal", **_neighbours(resource, entry, catalog)}
    if isinstance(resource, Flow):
        return {"steps": _steps(resource, entry, catalog)}
    if isinstance(resource, Entity):
        return _entity(resource, entry, catalog)
    if isinstance(resource, Container):
        return {**_store(resource), **_users(entry, catalog), "in_flows": flows(entry, catalog)}
    if isinstance(resource, DataProduct):
        return {"outputs": _outputs(entry, catalog), "in_flows": flows(entry, catalog)}
    if isinstance(resource, Adr):
        return _decision(resource, entry, catalog)
    return {"shown_by": [entry_reference(other) for other in _pointing(entry, catalog, "diagrams")]}


def _pointing(entry: Entry, catalog: Catalog, *fields: str) -> tuple[Entry, ...]:
    """Who points to a resource in one of the fields, each once."""
    pointing = catalog.pointing.get(entry.id, ())
    return tuple({other.id: other for other, field, _ in pointing if field in fields}.values())


def flows(entry: Entry, catalog: Catalog) -> tuple[Reference, ...]:
    """The flows that a resource has a step in."""
    return tuple(entry_reference(flow) for flow in _pointing(entry, catalog, "steps"))


def _neighbours(system: System, entry: Entry, catalog: Catalog) -> dict[str, Any]:
    out = [
        Related(reference(link, catalog), getattr(link.declared, "label", None) or "")
        for link in entry.links.get("relationships", ())
    ]
    back = [
        Related(entry_reference(other), getattr(link.declared, "label", None) or "")
        for other, field, link in catalog.pointing.get(entry.id, ())
        if field == "relationships"
    ]
    return {
        "relationships": out,
        "related_from": back,
        "actors": [(steps.actor_name(actor), actor) for actor in system.actors or ()],
    }


def _steps(flow: Flow, entry: Entry, catalog: Catalog) -> tuple[StepView, ...]:
    titles = {str(step.id): steps.title(step, steps.target(step, entry), catalog) for step in flow.steps or ()}
    return tuple(_step(number, step, entry, catalog, titles) for number, step in enumerate(flow.steps or (), 1))


def _step(number: int, step: Step, entry: Entry, catalog: Catalog, titles: dict[str, str]) -> StepView:
    link = steps.target(step, entry)
    kind = next((field for field in (*Step.targets, "actor", "custom", "external_system") if step.gives(field)), "")
    summaries = (step, step.actor, step.custom, step.external_system)
    summary = next((one.summary for one in summaries if not isinstance(one, str | None) and one.summary), "")
    following = (one if isinstance(one, NextStep) else NextStep(one) for one in step.following)
    return StepView(
        number,
        titles[str(step.id)],
        reference(link, catalog) if link else None,
        link.kind or kind if link else kind,
        summary,
        tuple((titles.get(str(one.id), str(one.id)), one.label or "") for one in following),
    )


def _entity(entity: Entity, entry: Entry, catalog: Catalog) -> dict[str, Any]:
    by_property = {id(link.declared): reference(link, catalog) for link in entry.links.get("properties", ())}
    ids = {id(link.declared): link for link in entry.links.get("properties", ())}
    names = {link.id: by_property[key] for key, link in ids.items()}
    pointing = [
        Related(entry_reference(other), getattr(link.declared, "name", ""))
        for other, field, link in catalog.pointing.get(entry.id, ())
        if field == "properties"
    ]
    return {
        "identifier": entity.identifier,
        "aggregate_root": bool(entity.aggregate_root),
        "properties": tuple(_rows(entity.properties or (), "", names)),
        "referenced_by": pointing,
        "used_by": [
            entry_reference(other) for other in _pointing(entry, catalog, "entities") if other.kind == "service"
        ],
    }


def _rows(declared: Sequence[Property], path: str, names: dict[str, Reference]) -> Iterator[PropertyRow]:
    for item in declared:
        target = item.references.id if isinstance(item.references, Entity) else item.references
        inside = item.items.type if isinstance(item.items, Items) else item.items
        yield PropertyRow(
            f"{path}{item.name}",
            f"{item.type} of {inside}" if inside else item.type,
            "" if item.required is None else "yes" if item.required else "no",
            item.description or "",
            tuple(item.enum or ()),
            names.get(target or ""),
        )
        yield from _rows(item.properties or (), f"{path}{item.name}.", names)
        if isinstance(item.items, Items):
            yield from _rows(item.items.properties or (), f"{path}{item.name}[].", names)


_IN_WORDS = {
    "objectStore": "object store",
    "searchIndex": "search index",
    "dataWarehouse": "data warehouse",
    "dataLake": "data lake",
    "externalSaaS": "external service",
    "readWrite": "read and write",
    "appendOnly": "append only",
}


def _store(store: Container) -> dict[str, Any]:
    access = store.access_mode or ""
    return {
        "container": store,
        "store": _IN_WORDS.get(store.container_type, store.container_type),
        "access": _IN_WORDS.get(access, access),
    }


def _users(entry: Entry, catalog: Catalog) -> dict[str, Any]:
    """Who writes to a store and who reads from it; data products do so by their outputs and inputs."""
    ways = {"writers": ("writes_to", "outputs"), "readers": ("reads_from", "inputs")}
    return {
        way: [entry_reference(other) for other in _pointing(entry, catalog, *fields)] for way, fields in ways.items()
    }


def _outputs(entry: Entry, catalog: Catalog) -> tuple[OutputRow, ...]:
    files = {id(file.declared): file.name for file in entry.contracts}
    return tuple(_output(link, files, catalog) for link in entry.links.get("outputs", ()))


def _output(link: Link, files: dict[int, str], catalog: Catalog) -> OutputRow:
    contract = link.declared.contract if isinstance(link.declared, Output) else None
    if contract is None:
        return OutputRow(reference(link, catalog), "", "", "")
    return OutputRow(reference(link, catalog), contract.name, files.get(id(contract), ""), contract.type or "")


def _decision(adr: Adr, entry: Entry, catalog: Catalog) -> dict[str, Any]:
    """What an ADR decides; the other side of what other ADRs say of it is here, too."""
    inverse = {"supersedes": "superseded_by", "superseded_by": "supersedes", "amends": "amended_by",
               "amended_by": "amends", "related": "related"}  # fmt: skip
    relations = {
        field: _once(
            [
                *(reference(link, catalog) for link in entry.links.get(field, ())),
                *(entry_reference(other) for other in _pointing(entry, catalog, opposite)),
            ]
        )
        for field, opposite in inverse.items()
    }
    makers = [
        people.OwnerView(reference(link, catalog), people.contacts(catalog.find(link.id)))
        for link in entry.links.get("decision_makers", ())
    ]
    return {
        "status": adr.status,
        "date": adr.date.isoformat() if adr.date else "",
        "decision_makers": makers,
        **relations,
    }


def _once(references: Iterable[Reference]) -> list[Reference]:
    return list({(one.href, one.name): one for one in references}.values())


def _term(term: Term) -> TermView:
    return TermView(term.name or term.id, term.summary or "", term.description or "")

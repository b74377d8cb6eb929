"""Definitions as data that can be changed at random, merged like a file under git, and written as Python."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from random import Random

    from projects import Project

Declarations: TypeAlias = "dict[str, dict[str, Any]]"
"""What is declared, by a name that stays when an id changes; `settings` stands among them."""


def first() -> Declarations:
    """Where every history starts: two events, their service, its domain, a channel, a team, a page of `docs/`."""
    return {
        "settings": {"layout": "flat"},
        "crew": {"summary": "The crew.", "name": "Crew"},
        "channel": {"summary": "Where events go."},
        "area": _resource("domain", "Area") | {"summary": "All of it.", "terms": {"thing": "A thing."}},
        "service": _resource("service", "Worker")
        | {"summary": "It does things.", "paragraphs": [], "name": None, "docs": {"runbook": _document("operations")}},
        "guide": _page("guides/start"),
        "a": event("EventA", 1) | {"paragraphs": [(0, 1, 0), (1, 2, 0), (0, 3, 0)], "changes": "It is there."},
        "b": event("EventB", 2) | {"fields": {}},
    }


def event(identifier: str, number: int) -> dict[str, Any]:
    """A new event."""
    return _resource("event", identifier) | {
        "name": f"Event number {number}",
        "summary": f"What {number} is for.",
        "paragraphs": [],
        "owners": None,
        "badges": [],
        "key": None,
        "channel": False,
        "received": False,
        "client": False,
        "examples": [],
        "fields": {"id": "The id.", "ref": ""},
    }


def _resource(kind: str, identifier: str) -> dict[str, Any]:
    """What everything with versions has; `logs` are the changes of the versions in `previous`."""
    return {
        "kind": kind,
        "id": identifier,
        "formerly": [],
        "version": (1, 0, 0),
        "previous": [],
        "changes": None,
        "logs": {},
        "docs": {},
    }


def _document(category: str | None) -> dict[str, Any]:
    return {"category": category, "labelled": True, "paragraphs": [(0, 7, 0), (1, 8, 0)]}


def _page(identifier: str) -> dict[str, Any]:
    return {"kind": "doc", "id": identifier, "formerly": [], "paragraphs": [(0, 5, 0), (0, 6, 0)]}


def page(number: int) -> dict[str, Any]:
    """A new page of `docs/`; some lie in a folder."""
    return _page(f"page-{number}" if number % 2 else f"guides/page-{number}")


def events(declared: Declarations) -> list[str]:
    """The names of the events."""
    return called(declared, "event")


def called(declared: Declarations, *kinds: str) -> list[str]:
    """The names of what is declared of these kinds."""
    return [name for name, values in declared.items() if values.get("kind") in kinds]


def ids(declared: Declarations) -> set[str]:
    """The ids that a wish can name, those of further pages too."""
    found = {"crew", "topic.a"}
    for values in declared.values():
        if values.get("kind") == "doc":
            found.add(f"docs/{values['id']}")
        elif "id" in values:
            found |= {values["id"], *(f"{values['id']}/docs/{_place(*one)}" for one in values["docs"].items())}
            found |= {f"{values['id']}/changelog"} if values["changes"] else set()
            found |= {f"{values['id']}/language"} if values.get("terms") else set()
    return found


def _place(name: str, document: Mapping[str, Any]) -> str:
    return "/".join(filter(None, [document["category"], name]))


def write(declared: Declarations, project: Project) -> None:
    """Put definitions, schema files and settings there."""
    layout = declared["settings"]["layout"]
    project.write("pyproject.toml", f'[tool.catalog-gen]\ninherit-owners = true\nlayout = "{layout}"\n')
    crew, channel, service, area = (declared[name] for name in ("crew", "channel", "service", "area"))
    names = events(declared)
    received = [name for name in names if declared[name]["received"]]
    lines = [
        f"crew = Team('crew', name={crew['name']!r}, summary={crew['summary']!r})",
        "ann = User('ann')",
        f"channel = Channel('topic.a', protocols=['kafka'], owners=[crew], summary={channel['summary']!r})",
        *(f"{name} = {_event(declared[name], name)}" for name in names),
        f"service = Service({service['id']!r}, owners=[crew], name={service['name']!r}, summary={service['summary']!r},"
        f" description={_description(service['paragraphs'])!r}, {', '.join(_versions(service))},"
        f" sends=[{', '.join(names)}], receives=[{', '.join(received)}])",
        f"area = Domain({area['id']!r}, owners=[crew], summary={area['summary']!r}, services=[service],"
        f" {', '.join(_versions(area))}, ubiquitous_language=[{', '.join(_terms(area['terms']))}])",
        *(f"{name} = {_custom(declared[name])}" for name in called(declared, "doc")),
    ]
    project.define("\n".join(lines) + "\n")
    for name in names:
        if declared[name]["fields"]:
            project.write(f"schemas/{name}.json", _schema(declared[name]["fields"]))


def _event(values: Mapping[str, Any], name: str) -> str:
    keywords: dict[str, object] = {
        "name": values["name"],
        "summary": values["summary"],
        "description": _description(values["paragraphs"]),
        "key": values["key"] if values["fields"] else None,
        "schema_path": f"{name}.json" if values["fields"] else None,
    }
    said = [f"{keyword}={value!r}" for keyword, value in keywords.items() if value is not None]
    said += _versions(values)
    if values["owners"] is not None:
        said.append(f"owners=[{', '.join(values['owners'])}]")
    if values["badges"]:
        said.append("badges=[" + ", ".join(f"Badge({text!r}, 'green')" for text in values["badges"]) + "]")
    if values["channel"]:
        said.append("channels=[channel]")
    if values["examples"] and values["fields"]:
        examples = (f"Example({{'id': 'id {one}'}}, name='example {one}')" for one in values["examples"])
        said.append(f"examples=[{', '.join(examples)}]")
    if not values["client"]:
        said.append("snippets=[]")
    return f"Event({values['id']!r}, {', '.join(said)})"


def _versions(values: Mapping[str, Any]) -> list[str]:
    """What is said alike of everything with versions."""
    said = [f"version={dotted(values['version'])!r}"]
    if values["formerly"]:
        said.append(f"formerly={values['formerly']!r}")
    if values["changes"]:
        said.append(f"changes={values['changes']!r}")
    if values["previous"]:
        logs = values["logs"]
        several = (f"Previous({dotted(one)!r}, changes={logs.get(one)!r})" for one in values["previous"])
        said.append(f"previous=[{', '.join(several)}]")
    if values["docs"]:
        said.append(f"docs=[{', '.join(_documents(values['docs']))}]")
    return said


def _documents(documents: Mapping[str, Mapping[str, Any]]) -> Iterator[str]:
    for name, document in documents.items():
        category = repr(document["category"])
        if document["category"] and document["labelled"]:
            category = f"DocCategory({category}, label={document['category'].upper()!r})"
        yield f"ResourceDoc({name!r}, category={category}, description={_description(document['paragraphs'])!r})"


def _terms(terms: Mapping[str, str]) -> Iterator[str]:
    yield from (f"Term({name!r}, summary={summary!r})" for name, summary in terms.items())


def _custom(values: Mapping[str, Any]) -> str:
    formerly = values["formerly"] or None
    return f"CustomDoc({values['id']!r}, formerly={formerly!r}, description={_description(values['paragraphs'])!r})"


def dotted(version: tuple[int, int, int]) -> str:
    """A version as it is written."""
    return ".".join(map(str, version))


_FORMS = (
    "Paragraph {0} says {1}.\nIt has two lines.",
    "- item {0}\n- says {1}",
    "```text\n## {0} is no heading\n\nsays {1}\n```",
    "| {0} | says |\n| --- | --- |\n| {0} | {1} |",
    "### Part {0} {1}",
    "Said twice.",
    "1. first {0}\n2. says {1}",
)


def _description(paragraphs: list[tuple[int, int, int]]) -> str | None:
    return "\n\n".join(_FORMS[form].format(f"p{number}", f"v{edition}") for form, number, edition in paragraphs) or None


def _schema(fields: Mapping[str, str]) -> str:
    properties = {field: {"type": "string"} | ({"description": text} if text else {}) for field, text in fields.items()}
    return json.dumps({"type": "object", "properties": properties, "required": ["id"]}, indent=1)


# --- changes


def change_event(values: dict[str, Any], random: Random, new: int) -> str:
    """Change one thing that is said of an event; `new` is a number that was never used."""
    short = ["name", "summary", "owners", "badges", "key", "channel", "received", "changes", "docs"]
    what = "paragraphs" if random.random() < 0.4 else random.choice(short)
    match what:
        case "name" | "summary":
            values[what] = f"Another {what} {new}"
        case "paragraphs":
            change_paragraphs(values["paragraphs"], random, new)
        case "owners":
            values[what] = random.choice([None, ["crew"], ["ann"], ["crew", "ann"]])
        case "badges":
            values[what] = random.choice([[], [f"badge {new}"], ["one", f"badge {new}"]])
        case "changes":
            change_log(values, random, new)
        case "docs":
            change_documents(values["docs"], random, new)
        case "key":
            values[what] = random.choice([None, "id", "ref"])
        case _:
            values[what] = not values[what]
    return what


def change_resource(values: dict[str, Any], random: Random, new: int) -> str:
    """Change one thing that is said of a service, a domain or a page of `docs/`."""
    several = ["paragraphs", "summary", "changes", "docs", "terms", "terms"]
    what = random.choice([one for one in several if one in values])
    match what:
        case "paragraphs":
            change_paragraphs(values[what], random, new)
        case "summary":
            values[what] = f"Another summary {new}"
        case "changes":
            change_log(values, random, new)
        case "docs":
            change_documents(values[what], random, new)
        case _:
            values[what] = random.choice([{}, {"thing": f"Thing {new}."}, values[what] | {f"term{new}": "A term."}])
    return f"{what} of {values['id']}: {values[what]}"


def change_log(values: dict[str, Any], random: Random, new: int) -> None:
    """Say something else of what a version brought, or nothing."""
    values["changes"] = random.choice([None, f"What {new} brought.", f"It brought {new}.\n\n- this\n- that"])


def change_documents(documents: dict[str, Any], random: Random, new: int) -> None:
    """Add a document, take one out, put it into another folder, write another text."""
    names = list(documents)
    name = random.choice(names) if names else ""
    match random.randrange(5) if names else 0:
        case 0:
            documents[f"notes-{new}"] = _document(random.choice([None, "operations", "flows"]))
        case 1:
            del documents[name]
        case 2:
            documents[name] = documents[name] | {"labelled": not documents[name]["labelled"]}
        case 3:
            documents[name] = documents[name] | {"category": random.choice([None, "operations", "flows"])}
        case _:
            paragraphs = list(documents[name]["paragraphs"])
            change_paragraphs(paragraphs, random, new)
            documents[name] = documents[name] | {"paragraphs": paragraphs}


def raise_version(values: dict[str, Any], random: Random, new: int) -> None:
    """Give something a new version; the one before it may be declared, and there may be a word on what is new."""
    major, minor, patch = old = values["version"]
    if random.random() < 0.4:
        values["previous"] = [*values["previous"], old]
        if random.random() < 0.6:
            values["logs"] = values["logs"] | {old: values["changes"]}
    values["version"] = (major, minor + 1, patch)
    if random.random() < 0.7:
        change_log(values, random, new)


def change_paragraphs(paragraphs: list[tuple[int, int, int]], random: Random, new: int) -> None:
    """Add, change, move or take out a part of a description."""
    at = random.randrange(len(paragraphs) + 1)
    if at == len(paragraphs) or random.random() < 0.4:
        paragraphs.insert(at, (random.randrange(len(_FORMS)), new, 0))
    elif random.random() < 0.5:
        form, number, edition = paragraphs[at]
        paragraphs[at] = form, number, edition + 1
    else:
        moved = paragraphs.pop(at)
        if random.random() < 0.3:
            paragraphs.insert(random.randrange(len(paragraphs) + 1), moved)


def change_schema(values: dict[str, Any], random: Random, new: int) -> None:
    """Add a field, explain one, take one out; or an example."""
    fields = values["fields"]
    match random.randrange(6):
        case 0 | 1:
            fields |= {"id": fields.get("id", ""), "ref": fields.get("ref", ""), f"field{new}": f"Field {new}."}
        case 2 if len(fields) > 2:
            del fields[list(fields)[-1]]
        case 3 if fields:
            fields[random.choice(list(fields))] = f"Explained {new}."
        case 4:
            values["fields"] = {} if fields else {"id": "The id.", "ref": ""}
        case _:
            values["examples"] = random.choice([[], [1], [1, 2], [2], [new]])


# --- merging


def merged(base: Declarations, left: Declarations, right: Declarations) -> Declarations:
    """What git, and somebody who knows what to do, would make of both sides."""
    result: Declarations = {}
    for name in {**left, **right}:
        sides = [side[name] for side in (left, right) if name in side]
        if len(sides) == 2:
            result[name] = _both(base.get(name, {}), *sides)
        elif name not in base or sides[0] != base[name]:
            result[name] = sides[0]
    return result


def _both(base: Mapping[str, Any], left: Mapping[str, Any], right: Mapping[str, Any]) -> dict[str, Any]:
    both = {key: right[key] if left[key] == base.get(key) else left[key] for key in left}
    if "id" in both:
        ids = [*left["formerly"], *right["formerly"], left["id"], right["id"]]
        both["formerly"] = [one for one in dict.fromkeys(ids) if one != both["id"]]
    if "version" in both:
        both["version"] = max(left["version"], right["version"])
        both["previous"] = [one for one in both["previous"] if one < both["version"]]
    return both

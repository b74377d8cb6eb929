"""Definitions as data that can be changed at random, merged like a file under git, and written as Python."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping
    from random import Random

    from projects import Project

Declarations: TypeAlias = "dict[str, dict[str, Any]]"
"""What is declared, by a name that stays when an id changes; `settings` stands among them."""


def first() -> Declarations:
    """Where every history starts: two events, their service, a channel and a team."""
    return {
        "settings": {"layout": "flat"},
        "crew": {"summary": "The crew.", "name": "Crew"},
        "channel": {"summary": "Where events go."},
        "service": {"summary": "It does things.", "paragraphs": [], "name": None},
        "a": event("EventA", 1) | {"paragraphs": [(0, 1, 0), (1, 2, 0), (0, 3, 0)]},
        "b": event("EventB", 2) | {"fields": {}},
    }


def event(identifier: str, number: int) -> dict[str, Any]:
    """A new event."""
    return {
        "id": identifier,
        "formerly": [],
        "version": (1, 0, 0),
        "previous": [],
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


def events(declared: Declarations) -> list[str]:
    """The names of the events."""
    return [name for name, values in declared.items() if "id" in values]


def write(declared: Declarations, project: Project) -> None:
    """Put definitions, schema files and settings there."""
    layout = declared["settings"]["layout"]
    project.write("pyproject.toml", f'[tool.catalog-gen]\ninherit-owners = true\nlayout = "{layout}"\n')
    crew, channel, service = (declared[name] for name in ("crew", "channel", "service"))
    names = events(declared)
    received = [name for name in names if declared[name]["received"]]
    lines = [
        f"crew = Team('crew', name={crew['name']!r}, summary={crew['summary']!r})",
        "ann = User('ann')",
        f"channel = Channel('topic.a', protocols=['kafka'], owners=[crew], summary={channel['summary']!r})",
        *(f"{name} = {_event(declared[name], name)}" for name in names),
        f"service = Service('Worker', owners=[crew], name={service['name']!r}, summary={service['summary']!r},"
        f" description={_description(service['paragraphs'])!r},"
        f" sends=[{', '.join(names)}], receives=[{', '.join(received)}])",
    ]
    project.define("\n".join(lines) + "\n")
    for name in names:
        if declared[name]["fields"]:
            project.write(f"schemas/{name}.json", _schema(declared[name]["fields"]))


def _event(values: Mapping[str, Any], name: str) -> str:
    keywords: dict[str, object] = {
        "version": dotted(values["version"]),
        "name": values["name"],
        "summary": values["summary"],
        "description": _description(values["paragraphs"]),
        "key": values["key"] if values["fields"] else None,
        "formerly": values["formerly"] or None,
        "schema_path": f"{name}.json" if values["fields"] else None,
    }
    said = [f"{keyword}={value!r}" for keyword, value in keywords.items() if value is not None]
    if values["owners"] is not None:
        said.append(f"owners=[{', '.join(values['owners'])}]")
    if values["badges"]:
        said.append("badges=[" + ", ".join(f"Badge({text!r}, 'green')" for text in values["badges"]) + "]")
    if values["channel"]:
        said.append("channels=[channel]")
    if values["previous"]:
        said.append("previous=[" + ", ".join(f"Previous({dotted(one)!r})" for one in values["previous"]) + "]")
    if values["examples"] and values["fields"]:
        examples = (f"Example({{'id': 'id {one}'}}, name='example {one}')" for one in values["examples"])
        said.append(f"examples=[{', '.join(examples)}]")
    if not values["client"]:
        said.append("snippets=[]")
    return f"Event({values['id']!r}, {', '.join(said)})"


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
    short = ["name", "summary", "owners", "badges", "key", "channel", "received"]
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
        case "key":
            values[what] = random.choice([None, "id", "ref"])
        case _:
            values[what] = not values[what]
    return what


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
        both["version"] = max(left["version"], right["version"])
        both["previous"] = [one for one in both["previous"] if one < both["version"]]
    return both

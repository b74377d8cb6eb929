"""The words of a catalog, as a module that definitions import: they are its authors', so none of them stand here."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from originals import Original


def module(pages: Iterable[Original]) -> str:
    """Python source with tables of what the pages say in words, by ids and keys, and nothing else of them."""
    tables: dict[str, dict[str, Any]] = {name: {} for name in TABLES}
    for page in pages:
        for name, words in TABLES.items():
            if found := words(page):
                tables[name][_name(page)] = found
    return "".join(f"{name} = {table!r}\n" for name, table in tables.items())


def _name(page: Original) -> str:
    """What a page is called in the tables: its id, with the version if it is an older one."""
    if page.kind == "doc":
        return page.key[0].removeprefix("docs/")
    return " ".join(page.key) if "/versioned/" in page.path else page.key[0]


def _some(said: Mapping[str, Any], *keys: str) -> dict[str, Any]:
    return {key: said[key] for key in keys if key in said}


def _resource(page: Original) -> dict[str, Any]:
    return {} if page.kind in {"doc", "language"} else _some(page.said, "name", "summary", "purpose")


def _contacts(page: Original) -> dict[str, Any]:
    return _some(page.said, "role", "email", "avatarUrl", "slackDirectMessageUrl", "msTeamsDirectMessageUrl")


def _document(page: Original) -> dict[str, Any]:
    return _some(page.said, "title", "summary") if page.kind == "doc" else {}


def _properties(page: Original) -> dict[str, str]:
    """The descriptions by the names of properties, those inside of others with both names."""
    found: dict[str, str] = {}
    for item in page.said.get("properties", ()):
        items = item.get("items", {})
        inside = item.get("properties") or (items.get("properties") if isinstance(items, dict) else None) or ()
        found |= {item["name"]: item["description"]}
        found |= {f"{item['name']}.{inner['name']}": inner["description"] for inner in inside}
    return found


def _labels(page: Original) -> dict[str, str]:
    return {item["id"]: item["label"] for item in page.said.get("relationships", ())}


def _actors(page: Original) -> dict[str, Any]:
    return {item["id"]: _some(item, "name", "label") for item in page.said.get("actors", ())}


def _steps(page: Original) -> dict[str, str]:
    return {step["id"]: step["title"] for step in page.said.get("steps", ())}


def _nodes(page: Original) -> dict[str, Any]:
    """What the actors and drawn nodes of a flow say; the id of an actor is the name."""
    steps = page.said.get("steps", ())
    actors = {
        step["id"]: {"id": step["actor"]["name"], **_some(step["actor"], "summary")}
        for step in steps
        if "actor" in step
    }
    drawn = {step["id"]: _some(step["custom"], "title", "summary", "properties") for step in steps if "custom" in step}
    return actors | drawn


def _arrows(page: Original) -> dict[str, dict[str, str]]:
    """The words on the arrows, by the steps at their two ends."""
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for step in page.said.get("steps", ()):
        for following in [*step.get("next_steps", ()), *([step["next_step"]] if "next_step" in step else ())]:
            found[step["id"]][following["id"]] = following["label"]
    return dict(found)


def _conditions(page: Original) -> dict[str, dict[str, list[str]]]:
    """Why a message sets off others: the reasons by the two messages."""
    found: dict[str, dict[str, list[str]]] = {}
    for received in page.said.get("receives", ()):
        for trigger in received.get("triggers", ()):
            found.setdefault(received["id"], {}).setdefault(trigger["id"], []).append(trigger["condition"])
    return found


def _terms(page: Original) -> dict[str, Any]:
    return {term["id"]: _some(term, "summary", "description") for term in page.said.get("dictionary", ())}


TABLES = {
    "RESOURCES": _resource,
    "CONTACTS": _contacts,
    "DOCUMENTS": _document,
    "PROPERTIES": _properties,
    "LABELS": _labels,
    "ACTORS": _actors,
    "STEPS": _steps,
    "NODES": _nodes,
    "ARROWS": _arrows,
    "CONDITIONS": _conditions,
    "TERMS": _terms,
}

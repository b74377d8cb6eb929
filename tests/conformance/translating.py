"""Front matter as Python: the definition that somebody could have written in the place of a page.

It says what each page says, one by one, in one file; nobody would write it like that, but it tells whether a catalog
can be said at all.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import catalog_gen
from catalog_gen.model import Documented
from catalog_gen.pages.plain import KEYS

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from originals import Original

TYPES = {cls.kind: name for name in catalog_gen.__all__ if issubclass(cls := getattr(catalog_gen, name), Documented)}
FIELDS = {key: field for field, key in KEYS.items()}

VALUES = {
    "actors": "Actor",
    "attachments": "Attachment",
    "badges": "Badge",
    "channels": "Route",
    "contract": "Contract",
    "custom": "Custom",
    "deprecated": "Deprecated",
    "dictionary": "Term",
    "draft": "Draft",
    "externalSystem": "ExternalSystem",
    "from": "Route",
    "items": "Items",
    "menu": "MenuItem",
    "model": "Model",
    "next_step": "NextStep",
    "next_steps": "NextStep",
    "operation": "Operation",
    "outputs": "Output",
    "properties": "Property",
    "receives": "Receives",
    "relationships": "Relationship",
    "repository": "Repository",
    "resourceGroups": "ResourceGroup",
    "routes": "Route",
    "schemas": "Schema",
    "sends": "Sends",
    "sidebar": "Sidebar",
    "source": "Source",
    "specifications": "Specification",
    "steps": "Step",
    "to": "Route",
    "tools": "Tool",
    "triggers": "Trigger",
}
"""What mappings are by their key; others that have an id are pointers."""

NAMED = {
    ("Output", "id"): "resource",
    ("Receives", "id"): "message",
    ("Relationship", "id"): "system",
    ("Route", "id"): "channel",
    ("Schema", "file"): "path",
    ("Sends", "id"): "message",
    ("Trigger", "id"): "message",
}
"""Keys that are arguments of another name."""

FILES = {(message, "schemaPath") for message in ("Event", "Command", "Query")}
FILES |= {("Specification", "path"), ("Contract", "path"), ("Schema", "file")}


def definitions(pages: Iterable[Original], files: str) -> str:
    """A module that declares what the pages say; the files beside a page lie in its folder below `files`."""
    of_kind: dict[str, list[Original]] = {}
    for page in pages:
        of_kind.setdefault(page.kind, []).append(page)
    said = [*of_kind.pop("language", ()), *of_kind.pop("changelog", ()), *of_kind.pop("resource-doc", ())]
    calls = [_resource(page, said, files) for each in of_kind.values() for page in each]
    head = ["import datetime", "from catalog_gen import *"]
    return "\n".join([*head, *(f"page_{number} = {call}" for number, call in enumerate(calls))]) + "\n"


def _resource(page: Original, others: Iterable[Original], files: str) -> str:
    """The call that declares a page, with what the other pages of the same resource say."""
    extensions = {key: value for key, value in page.said.items() if key.startswith("x-")}
    values = {key: value for key, value in page.said.items() if key not in extensions}
    arguments = list(_arguments(TYPES[page.kind], values, f"{files}/{page.folder}"))
    if page.kind == "doc":
        arguments.insert(0, repr(page.key[0].removeprefix("docs/")))
    if extensions:
        arguments.append(f"extensions={extensions!r}")
    beside = [other for other in others if other.key[: len(page.key)] == page.key]
    arguments += [argument for other in beside for argument in _said_beside(other)]
    if documents := ", ".join(_document(other) for other in beside if other.kind == "resource-doc"):
        arguments.append(f"docs=[{documents}]")
    return f"{TYPES[page.kind]}({', '.join(arguments)})"


def _said_beside(page: Original) -> Iterator[str]:
    """What the language of a domain or the log of a version add to a resource."""
    if page.kind == "language":
        yield f"ubiquitous_language={_value('dictionary', page.said['dictionary'], '')}"
    if page.kind == "changelog":
        yield f"changes=Changes('New.', badges={_value('badges', page.said.get('badges', []), '')})"
        yield f"date={page.said.get('createdAt')!r}"


def _document(page: Original) -> str:
    folder, _, name = page.key[-1].rpartition("/")
    return f"ResourceDoc({', '.join([repr(name), f'category={folder!r}', *_arguments('ResourceDoc', page.said, '')])})"


def _arguments(cls: str, values: Mapping[str, Any], folder: str) -> Iterator[str]:
    """The arguments of a call; what could come by position is named, too."""
    for key, value in values.items():
        field = NAMED.get((cls, key)) or FIELDS.get(key) or key
        if (cls, key) in FILES and "://" not in value:
            yield f"{field}={f'{folder}/{value}'!r}"
        elif (cls, key) == ("CustomDoc", "sidebar"):
            yield from _arguments(cls, value, folder)
        elif key != "schemaPath" or "schemas" not in values:
            yield f"{field}={_value(key, value, folder)}"


def _value(key: str, value: Any, folder: str) -> str:
    if isinstance(value, list):
        return f"[{', '.join(_value(key, item, folder) for item in value)}]"
    if not isinstance(value, dict):
        return repr(value)
    if key in OTHERWISE:
        return OTHERWISE[key](value)
    if "id" in value and (key not in VALUES or (key == "items" and "type" in value)):
        return _pointer(key, value)
    if key in VALUES and not (key == "properties" and "name" not in value):
        return f"{VALUES[key]}({', '.join(_arguments(VALUES[key], value, folder))})"
    return repr(value)


def _pointer(key: str, value: Mapping[str, Any]) -> str:
    """A resource by its id; those of a group have no other version than the current one."""
    version = f", version={value['version']!r}" if "version" in value else ""
    return repr(value["id"]) if key == "items" else f"Pointer({value['id']!r}{version})"


def _actor(value: Mapping[str, Any]) -> str:
    """Who takes part in a flow; those who work with a system have an id."""
    return f"Actor({', '.join(_arguments('Actor', {'id': value['name'], **value}, ''))})"


def _styles(value: Mapping[str, Any]) -> str:
    node = value.get("node", {})
    said = {"icon": value.get("icon"), "node_color": node.get("color"), "node_label": node.get("label")}
    return f"Styles({', '.join(f'{key}={one!r}' for key, one in said.items() if one is not None)})"


def _panel(value: Mapping[str, Any]) -> str:
    return repr({FIELDS.get(section, section): said["visible"] for section, said in value.items()})


OTHERWISE = {"actor": _actor, "detailsPanel": _panel, "styles": _styles}
"""Mappings that definitions say in another form."""

"""The schema as EventCatalog's viewer can show it.

The viewer (SchemaExplorer/JSONSchemaViewer.tsx of EventCatalog 3 and 4) follows references to `#/definitions/<name>`
and `#/$defs/<name>` only, follows them without end where a schema contains itself, and shows no structure where the
root has none of `properties`, `$schema` and `type`.
"""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import unquote

from catalog_gen.formats.jsonschema.bundling import copied, pointer

if TYPE_CHECKING:
    from collections.abc import Iterator

    from catalog_gen.formats.jsonschema.bundling import Bundle

_MOST: Final = 20_000
"""So many schemas the viewer is given, references written out; the browser becomes slow beyond."""
_PLAIN: Final = re.compile(r"#/(definitions|\$defs)/([^/~%]+)")
_SURROGATE: Final = re.compile("[\ud800-\udfff]")
_SEEN: Final = frozenset({"properties", "$schema", "type"})


def viewable(bundle: Bundle, text: str | None, name: str) -> str | None:
    """The file's own text (None where that is not JSON), or one with the same meaning that the viewer can show.

    None where it would stay blank. `name` is what the schema as a whole is called. Where a schema contains itself, the
    text says so instead of showing it again.
    """
    if not isinstance(bundle.value, dict) or not bundle.value:
        return None
    if bundle.own and text is not None and bundle.value.keys() & _SEEN and _is_simple(bundle.value):
        return text
    view = _View(bundle, name)
    value = view.value()
    if view.size(value) > _MOST:
        return None
    if not value.keys() & _SEEN:
        value = {"$schema": bundle.draft.uri, **value}
    written = json.dumps(value, indent=2, ensure_ascii=False) + "\n"
    return written if _SURROGATE.search(written) is None else json.dumps(value, indent=2) + "\n"


def _shown(schema: Any) -> Iterator[tuple[dict[str, Any], str | int, Any]]:
    """The schemas directly inside that the viewer goes into: their holder, key and value."""
    for keyword in ("allOf", "oneOf", "anyOf"):
        parts = schema.get(keyword)
        if isinstance(parts, list):
            yield from ((parts, place, part) for place, part in enumerate(parts))  # type: ignore[misc]
    properties = schema.get("properties")
    if isinstance(properties, dict):
        yield from ((properties, name, part) for name, part in properties.items())
    if isinstance(schema.get("items"), dict):
        yield schema, "items", schema["items"]


def _is_simple(root: dict[str, Any]) -> bool:
    """Whether the viewer finds every reference, and an end."""
    passed: dict[int, bool] = {}
    size = 0

    def walk(schema: Any) -> bool:
        nonlocal size
        if not isinstance(schema, dict):
            return True
        if id(schema) in passed:
            return not passed[id(schema)]
        size += 1
        passed[id(schema)] = True
        fine = True
        if isinstance(schema.get("$ref"), str):
            target = _named(root, schema["$ref"])
            fine = target is not None and walk(target)
        fine = fine and all(walk(inner) for _, _, inner in _shown(schema))
        passed[id(schema)] = False
        return fine

    return walk(root) and _size(root, root, {}) <= _MOST


def _named(root: dict[str, Any], ref: str) -> Any:
    found = _PLAIN.fullmatch(ref)
    container = root.get(found[1]) if found else None
    return container.get(found[2]) if found and isinstance(container, dict) else None


def _size(root: dict[str, Any], schema: Any, known: dict[int, int]) -> int:
    """How many schemas the viewer makes of one."""
    if not isinstance(schema, dict):
        return 1
    if id(schema) not in known:
        known[id(schema)] = 0
        target = _named(root, schema["$ref"]) if isinstance(schema.get("$ref"), str) else None
        inside = [target] if target is not None else [inner for _, _, inner in _shown(schema)]
        known[id(schema)] = min(1 + sum(_size(root, inner, known) for inner in inside), _MOST + 1)
    return known[id(schema)]


class _View:
    """A copy in which every reference has a plain name, and none leads back to where it stands."""

    def __init__(self, bundle: Bundle, name: str) -> None:
        self._name_of_all = name
        self._root: dict[str, Any] = copied(bundle.value)
        self._container = bundle.draft.definitions
        self._names: dict[str, str] = {}
        self._state: dict[str, bool] = {}
        self._walked: set[int] = set()

    def value(self) -> dict[str, Any]:
        self._state["#"] = True
        self._walk(self._root)
        return self._root

    def size(self, value: dict[str, Any]) -> int:
        return _size(value, value, {})

    def _walk(self, schema: Any) -> None:
        if not isinstance(schema, dict) or id(schema) in self._walked:
            return
        self._walked.add(id(schema))
        if isinstance(schema.get("$ref"), str):
            self._follow(schema)
        for holder, key, inner in list(_shown(schema)):
            if isinstance(inner, bool):
                holder[key] = {} if inner else {"not": {}}  # type: ignore[index]
            else:
                self._walk(inner)

    def _follow(self, schema: dict[str, Any]) -> None:
        ref = schema["$ref"]
        target = self._target(ref)
        if not isinstance(target, dict):
            return
        name = self._name(ref, target)
        if self._state.get(ref):
            given = target.get("title")
            title = given if isinstance(given, str) else self._name_of_all if target is self._root else name
            types = self._types(target, set())
            kind = {"type": types} if types else {}
            siblings = {key: value for key, value in schema.items() if key in {"description", "title"}}
            schema.clear()
            schema |= {**kind, "title": title, "description": f"{title}, as above (it contains itself)", **siblings}
            return
        if ref not in self._state:
            self._state[ref] = True
            self._walk(target)
            self._state[ref] = False
        if _named(self._root, ref) is None:
            schema["$ref"] = pointer((self._container, name))
            self._root.setdefault(self._container, {}).setdefault(name, target)

    def _types(self, schema: Any, passed: set[int]) -> Any:
        """The `type` of a schema, its own or that of what it consists of; None where that is not known."""
        if not isinstance(schema, dict) or id(schema) in passed:
            return None
        passed.add(id(schema))
        if "type" in schema:
            return schema["type"]
        inside = [self._target(schema["$ref"])] if isinstance(schema.get("$ref"), str) else []
        all_of = schema.get("allOf")
        inside += all_of if isinstance(all_of, list) else []
        found = next((types for part in inside if (types := self._types(part, passed))), None)
        if found is None and (keyword := next((each for each in ("oneOf", "anyOf") if schema.get(each)), "")):
            each = [self._types(part, set(passed)) for part in schema[keyword]]
            if all(each):
                names = [name for types in each for name in ([types] if isinstance(types, str) else types)]
                found = list(dict.fromkeys(names))
                found = found[0] if len(found) == 1 else found
        return found or ("object" if "properties" in schema else "array" if "items" in schema else None)

    def _target(self, ref: str) -> Any:
        value: Any = self._root
        for step in (unquote(part).replace("~1", "/").replace("~0", "~") for part in ref[1:].split("/")[1:]):
            if isinstance(value, dict):
                value = value.get(step)
            elif isinstance(value, list) and step.isdigit() and int(step) < len(value):
                value = value[int(step)]
            else:
                return None
        return value

    def _name(self, ref: str, target: dict[str, Any]) -> str:
        """A name for what has no plain one."""
        if ref not in self._names:
            last = unquote(ref.rpartition("/")[2])
            title = target.get("title")
            wanted = re.sub(
                r"[^A-Za-z0-9_.-]+", "-", last if not last.isdigit() and last != "#" else str(title or "part")
            )
            taken = {*self._names.values(), *self._root.get(self._container, {})}
            name, number = wanted or "part", 2
            while name in taken:
                name, number = f"{wanted}-{number}", number + 1
            self._names[ref] = name
        return self._names[ref]

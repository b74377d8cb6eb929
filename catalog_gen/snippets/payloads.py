"""The page's example as the value that a client's serializer takes, and the ways to the fields inside it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from catalog_gen.formats import SchemaFile
    from catalog_gen.formats.tree import Tree, Type
    from catalog_gen.resolving import Entry

Steps = tuple[str | int, ...]


class NoPayloadError(Exception):
    """There is nothing to send; the words say why."""


def wire_format(entry: Entry) -> str:
    """How the payload of a message is written: as it declares, else as its schema suggests."""
    resource: Any = entry.resource
    if resource.wire_format is not None:
        return str(resource.wire_format)
    kind = entry.schema.format if entry.schema else "other"
    if kind == "avro":
        return "confluent-avro" if resource.registry_subject else "avro"
    return "protobuf" if kind == "protobuf" else "json"


def suits(wire: str, schema: SchemaFile | None) -> bool:
    """Whether a payload under that schema can be written in that format: every one has JSON."""
    needed = {"avro": "avro", "confluent-avro": "avro", "protobuf": "protobuf"}.get(wire)
    return needed is None or (schema is not None and schema.format == needed)


def value(entry: Entry, wire: str) -> Any:
    """The example of the page as a Python value: with datetimes, Decimals, bytes, ... where Avro is written.

    Raises:
        NoPayloadError: there is no example, or none that can be written.
    """
    if not entry.examples:
        raise NoPayloadError("it has no payload example")
    example = entry.examples[0]
    if example.payload is None and example.text.strip() != "null":
        raise NoPayloadError(f"its example {example.name} is not JSON")
    if wire not in {"avro", "confluent-avro"}:
        return example.payload
    from catalog_gen.formats.avro import Avro, typed

    parsed = entry.schema.parsed if entry.schema else None
    if not isinstance(parsed, Avro):
        raise NoPayloadError("its schema is not Avro")
    try:
        return typed.typed(parsed.linked, example.payload)
    except typed.InvalidPayloadError as error:
        raise NoPayloadError(f"its example is not valid: {error}") from error


def steps(tree: Tree | None, payload: Any, path: str) -> Steps | None:
    """The keys and indexes that lead to a dotted field path in the payload; None where nothing is there.

    Of arrays the first element is taken. In Avro's tuple notation of unions, the value is behind the branch's name.
    """
    names = [name for name in path.replace("[]", "").split(".") if name]
    return _steps(tree, tree.root if tree else None, payload, names)


def _steps(tree: Tree | None, type_: Type | None, payload: Any, names: list[str]) -> Steps | None:
    if isinstance(payload, tuple):
        return _behind(1, _steps(tree, type_, payload[1], names))
    if not names:
        return ()
    if isinstance(payload, list) and payload:
        return _behind(0, _steps(tree, type_, payload[0], names))
    if not isinstance(payload, dict):
        return None
    for length in range(1, len(names) + 1):
        name = ".".join(names[:length])
        for key, inner in _fields(tree, type_, name):
            if key in payload:
                found = _steps(tree, inner, payload[key], names[length:])
                if found is not None:
                    return (key, *found)
    return None


def _behind(step: str | int, found: Steps | None) -> Steps | None:
    return None if found is None else (step, *found)


def _fields(tree: Tree | None, type_: Type | None, name: str) -> list[tuple[str, Type | None]]:
    """The keys that payloads may have for a field of that name, with the types behind them; the name at least."""
    found: list[tuple[str, Type | None]] = []
    waiting = [type_] if tree is not None and type_ is not None else []
    passed: set[int] = set()
    while waiting and tree is not None:
        seen = tree.seen(waiting.pop())
        if id(seen) in passed:
            continue
        passed.add(id(seen))
        found += [(field.payload_key, field.type) for field in seen.fields if name in {field.name, field.key}]
        waiting += [*seen.branches, *([seen.items] if seen.kind == "array" and seen.items else [])]
    return [*found, (name, None)]


def at(payload: Any, path: Steps) -> Any:
    """What the steps lead to."""
    for step in path:
        payload = payload[step]
    return payload

"""The page's example as the value that a client's serializer takes, and the ways to the fields inside it."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

    from catalog_gen.formats.tree import Tree, Type
    from catalog_gen.resolving import Entry
    from catalog_gen.resolving.catalog import SchemaBeside
    from catalog_gen.snippets.ways import Way

Steps = tuple[str | int, ...]


@dataclasses.dataclass(frozen=True, slots=True)
class Payload:
    """What clients serialize: the page's example as their value, and the schema under which it is written, if any."""

    value: Any
    schema: SchemaBeside | None


class NoPayloadError(Exception):
    """There is nothing to send; the words say why, `keyword` where, `hint` what to do."""

    def __init__(self, words: str, keyword: str = "", hint: str = "") -> None:
        super().__init__(words)
        self.keyword = keyword
        self.hint = hint


WITHOUT_BODY: Final = frozenset({"GET", "DELETE"})
"""The methods of HTTP whose requests carry the payload in path and query."""

_NEEDED: Final = {"avro": "avro", "confluent-avro": "avro", "protobuf": "protobuf"}


def wire_format(way: Way) -> str:
    """How the payload of a message is written: as it or its channel declares, else as its schema suggests."""
    declared = way.resource.wire_format or getattr(way.channel_resource, "wire_format", None)
    if declared is not None:
        return str(declared)
    if way.protocol == "http" and way.method in WITHOUT_BODY:
        return "json"
    kind = way.message.schema.format if way.message.schema else "other"
    if kind == "avro":
        return "confluent-avro" if way.resource.registry_subject else "avro"
    return "protobuf" if kind == "protobuf" else "json"


def schema(entry: Entry, wire: str) -> SchemaBeside | None:
    """The schema under which payloads are written in that format: the first that suits; as JSON any can be written.

    None where no schema suits, or there is none.
    """
    needed = _NEEDED.get(wire)
    suiting = (beside for beside in entry.schemas if needed is None or beside.file.format == needed)
    return next(suiting, None)


def suits(wire: str, beside: SchemaBeside | None) -> bool:
    """Whether payloads can be written in that format with that schema."""
    return beside is not None or wire not in _NEEDED


def payload(entry: Entry, wire: str) -> Payload:
    """What a message sends in that format.

    Raises:
        NoPayloadError: there is no example, or none that can be written.
    """
    beside = schema(entry, wire)
    return Payload(_value(entry, wire, beside), beside)


def _value(entry: Entry, wire: str, beside: SchemaBeside | None) -> Any:
    """The example of the page as a Python value: with datetimes, Decimals, bytes, ... where Avro is written."""
    if not entry.examples:
        raise NoPayloadError("it has no payload example")
    example = entry.examples[0]
    if example.payload is None and example.text.strip() != "null":
        raise NoPayloadError(f"its example {example.name} is not JSON")
    if wire not in {"avro", "confluent-avro"}:
        return example.payload
    from catalog_gen.formats.avro import Avro, typed

    parsed = beside.file.parsed if beside else None
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


def is_nullable(tree: Tree, path: Steps) -> bool:
    """Whether the schema lets null stand where the steps lead."""
    types = _leaves(tree, [tree.root])
    for step in path:
        types = _leaves(tree, [inner for type_ in types for inner in _inside(type_, step)])
    return any(type_.kind == "null" or None in type_.values for type_ in types)


def _leaves(tree: Tree, waiting: list[Type]) -> list[Type]:
    """The types behind references and unions."""
    found: dict[int, Type] = {}
    while waiting:
        seen = tree.seen(waiting.pop())
        if id(seen) not in found:
            found[id(seen)] = seen
            waiting += seen.branches
    return list(found.values())


def _inside(type_: Type, step: str | int) -> Iterator[Type]:
    """The types of what is at the key or index; behind the name of a branch, it is the type itself."""
    if isinstance(step, int):
        yield from (*type_.prefix, *([type_.items] if type_.items else [])) if type_.kind == "array" else (type_,)
    else:
        known = [field.type for field in type_.fields if step in {field.name, field.payload_key}]
        yield from known or ([type_.items] if type_.items and type_.kind in {"map", "record"} else [])


def at(payload: Any, path: Steps) -> Any:
    """What the steps lead to."""
    for step in path:
        payload = payload[step]
    return payload

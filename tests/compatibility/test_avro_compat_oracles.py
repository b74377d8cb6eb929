"""Verdicts on random pairs of schemas, against the `avro` package and against what fastavro reads."""

from __future__ import annotations

import copy
import io
import json
import random
from pathlib import Path
from typing import TYPE_CHECKING, Any

import avro.compatibility
import avro.errors
import avro.schema
import fastavro
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog_gen.compatibility import compare
from catalog_gen.compatibility.differences import BACKWARD, FORWARD
from catalog_gen.compatibility.explaining import kinds, why
from catalog_gen.formats import Schemas
from catalog_gen.formats.avro import Avro
from catalog_gen.formats.files import SchemaFiles
from catalog_gen.sources import WorkingTree

if TYPE_CHECKING:
    from catalog_gen.compatibility.differences import Comparison
    from catalog_gen.formats import SchemaFile
    from catalog_gen.formats.avro.schemas import Linked, Schema

Json = Any
Node = dict[str, Any]

PRIMITIVES = ["null", "boolean", "int", "long", "float", "double", "bytes", "string"]
LOGICAL = [
    {"type": "long", "logicalType": "timestamp-millis"},
    {"type": "long", "logicalType": "timestamp-micros"},
    {"type": "int", "logicalType": "date"},
    {"type": "bytes", "logicalType": "decimal", "precision": 4, "scale": 2},
    {"type": "bytes", "logicalType": "decimal", "precision": 4, "scale": 1},
]
NAMES = ["A", "B", "C", "D"]
FIELDS = ["f", "g", "h", "i"]
SYMBOLS = ["P", "Q", "R", "S"]
SPACES = [{"x": "a", "y": "b.c"}, {"x": "", "y": ""}, {"x": "b.c", "y": "b.c"}]


class Maker:
    """Makes types as graphs of nodes, and changes them; `written` makes schemas of them."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.named: list[Node] = []

    def type(self, depth: int = 3, *, union: bool = True) -> Node:
        chance = self.chance
        kind = chance.choice(["primitive"] * 4 + ["record", "enum", "fixed", "array", "map", "union", "known"])
        if depth == 0 or kind == "primitive":
            return (
                {"kind": chance.choice(PRIMITIVES)}
                if chance.random() < 0.9
                else {"kind": "logical", "json": chance.choice(LOGICAL)}
            )
        if kind in ("array", "map"):
            return {"kind": kind, "items": self.type(depth - 1)}
        if kind == "union" and union:
            return {
                "kind": "union",
                "branches": [self.type(depth - 1, union=False) for _ in range(chance.randint(1, 4))],
            }
        if kind == "known" and self.named:
            return chance.choice(self.named)
        return self.define(chance.choice(["record", "record", "enum", "fixed"]), depth)

    def define(self, kind: str, depth: int) -> Node:
        chance = self.chance
        node: Node = {"kind": kind, "name": chance.choice(NAMES), "space": chance.choice("xxy"), "aliases": []}
        self.named.append(node)
        if kind == "record":
            names = chance.sample(FIELDS, chance.randint(0, 3))
            node["fields"] = [self.field(name, depth) for name in names]
        elif kind == "enum":
            node["symbols"] = chance.sample(SYMBOLS, chance.randint(1, 3))
            node["default"] = chance.random() < 0.3
        else:
            node["size"] = chance.randint(1, 2)
        return node

    def field(self, name: str, depth: int) -> Node:
        return {"name": name, "type": self.type(depth - 1), "default": self.chance.random() < 0.4, "aliases": []}

    def changed(self, root: Node) -> Node:
        """A copy with a few changes."""
        root = copy.deepcopy(root)
        for _ in range(self.chance.choice([0, 1, 1, 2, 3])):
            holders = list(nodes(root))
            node = self.chance.choice(holders)
            self.change(node)
        return root

    def change(self, node: Node) -> None:  # noqa: C901, PLR0912 - a list of changes
        chance, kind = self.chance, node["kind"]
        if "name" in node and chance.random() < 0.3:
            old = {key: node[key] for key in ("name", "space")}
            node.update(chance.choice([{"name": chance.choice(NAMES)}, {"space": chance.choice("xy")}]))
            if chance.random() < 0.6:
                node["aliases"] = [*node["aliases"], (old["name"], old["space"], chance.random() < 0.5)]
        elif kind == "record" and node["fields"] and chance.random() < 0.8:
            field = chance.choice(node["fields"])
            match chance.randint(0, 5):
                case 0:
                    node["fields"].remove(field)
                case 1:
                    field["default"] = not field["default"]
                case 2:
                    field["type"] = Maker(chance).type(1)
                case 3:
                    chance.shuffle(node["fields"])
                case 4:
                    field["aliases"] = [*field["aliases"], chance.choice(FIELDS)]
                case 5:
                    field["aliases"] = [*field["aliases"], field["name"]]
                    field["name"] = chance.choice(FIELDS)
        elif kind == "record":
            node["fields"].append(self.field(chance.choice(FIELDS), 1))
        elif kind == "enum":
            node["symbols"] = chance.sample(SYMBOLS, chance.randint(1, 4))
            node["default"] = chance.random() < 0.4
        elif kind == "fixed":
            node["size"] = chance.randint(1, 2)
        elif kind == "union":
            chance.shuffle(node["branches"])
            node["branches"] = [*node["branches"][chance.randint(0, 1) :], self.type(1, union=False)]
        else:
            fresh = self.type(1)
            old = dict(node)
            if chance.random() < 0.3 and kind != "null" and fresh["kind"] != "union":
                fresh = {"kind": "union", "branches": [{"kind": "null"}, old]}
            if not any("name" in inner for inner in nodes(fresh)) or fresh.get("branches"):
                node.clear()
                node.update(fresh)


def nodes(root: Node) -> list[Node]:
    found: dict[int, Node] = {}
    stack = [root]
    while stack:
        node = stack.pop()
        if id(node) in found:
            continue
        found[id(node)] = node
        stack += [field["type"] for field in node.get("fields", [])] + node.get("branches", [])
        stack += [node["items"]] if "items" in node else []
    return list(found.values())


class UnwritableError(Exception):
    """Two types have one name."""


class Writer:
    """Writes a graph of nodes as a schema."""

    def __init__(self, spaces: dict[str, str], chance: random.Random) -> None:
        self.spaces = spaces
        self.chance = chance
        self.done: dict[str, Node] = {}

    def full(self, name: str, space: str) -> str:
        return f"{self.spaces[space]}.{name}".lstrip(".")

    def type(self, node: Node) -> Json:
        kind = node["kind"]
        if kind in PRIMITIVES:
            return kind
        if kind == "logical":
            return node["json"]
        if kind in ("array", "map"):
            return {"type": kind, "items" if kind == "array" else "values": self.type(node["items"])}
        if kind == "union":
            return self.union(node)
        full = self.full(node["name"], node["space"])
        if full in self.done:
            if self.done[full] is not node:
                raise UnwritableError
            return full
        self.done[full] = node
        found: Json = {"type": kind, "name": node["name"], "namespace": self.spaces[node["space"]]}
        if node["aliases"]:
            found["aliases"] = [name if short else self.full(name, space) for name, space, short in node["aliases"]]
        if kind == "enum":
            found["symbols"] = node["symbols"]
            if node["default"]:
                found["default"] = node["symbols"][0]
        elif kind == "fixed":
            found["size"] = node["size"]
        else:
            found["fields"] = self.fields(node)
        return found

    def union(self, node: Node) -> Json:
        branches, seen = [], set()
        for branch in node["branches"]:
            kind = branch["json"]["type"] if branch["kind"] == "logical" else branch["kind"]
            key = self.full(branch["name"], branch["space"]) if "name" in branch else kind
            if key not in seen and kind != "union":
                seen.add(key)
                branches.append(self.type(branch))
        return branches

    def fields(self, node: Node) -> Json:
        found = {}
        for field in node["fields"]:
            if field["name"] in found:
                continue
            one: Json = {"name": field["name"], "type": self.type(field["type"])}
            if field["aliases"]:
                one["aliases"] = field["aliases"]
            if field["default"] and (default := self.default(field["type"], 0)) is not NONE:
                one["default"] = default
            found[field["name"]] = one
        return list(found.values())

    def default(self, node: Node, depth: int) -> Json:
        kind = node["kind"]
        if kind == "union":
            return self.default(node["branches"][0], depth) if node["branches"] else NONE
        if kind == "record":
            if depth == 2:
                return NONE
            fields = {field["name"]: self.default(field["type"], depth + 1) for field in node["fields"][::-1]}
            return NONE if NONE in fields.values() else fields
        plain = {"null": None, "boolean": True, "int": 1, "long": 1, "float": 1.5, "double": 1.5, "string": "s"}
        if kind in plain:
            return plain[kind]
        if kind == "logical":
            return 1 if node["json"]["type"] in ("int", "long") else "\u0001"
        return {"array": [], "map": {}, "bytes": "b"}.get(
            kind, "b" * node.get("size", 0) or node.get("symbols", " ")[0]
        )


NONE: Any = object()


def pair(seed: int) -> tuple[Json, Json] | None:
    """An old schema and a changed one; None where they would not be schemas."""
    chance = random.Random(seed)  # noqa: S311 - nothing is secret
    maker = Maker(chance)
    old = maker.define("record", 3) if chance.random() < 0.8 else maker.type()
    new = maker.changed(old) if chance.random() < 0.9 else Maker(chance).type()
    spaces = chance.choice(SPACES)
    others = spaces if chance.random() < 0.8 else chance.choice(SPACES)
    try:
        return Writer(spaces, chance).type(old), Writer(others, chance).type(new)
    except UnwritableError:
        return None


def read(schema: Json, path: str) -> SchemaFile | None:
    files = SchemaFiles(WorkingTree(NOWHERE), [""])
    return Schemas(files).read(path, json.dumps(schema).encode(), kind="avro")[0]


NOWHERE = Path(__file__).parent / "no-such-folder"


def compared(seed: int) -> tuple[tuple[Json, Json], tuple[SchemaFile, SchemaFile], Comparison] | None:
    schemas = pair(seed)
    if schemas is None:
        return None
    old, new = read(schemas[0], "old.avsc"), read(schemas[1], "new.avsc")
    return (schemas, (old, new), compare(old, new)) if old and new else None


def by_avro(reader: Json, writer: Json) -> str:
    """The verdict of the `avro` package."""
    read, written = (avro.schema.parse(json.dumps(schema)) for schema in (reader, writer))
    checker = avro.compatibility.ReaderWriterCompatibilityChecker()  # type: ignore[no-untyped-call]
    return str(checker.get_compatibility(read, written).compatibility.value)


def in_full(schema: Json, namespace: str = "") -> Json:
    """The schema with full names for aliases of types."""
    if isinstance(schema, list):
        return [in_full(branch, namespace) for branch in schema]
    if not isinstance(schema, dict):
        return schema
    found = dict(schema)
    namespace = found.get("namespace", namespace)
    if "name" in found and found["type"] in ("record", "enum", "fixed") and namespace:
        full = [alias if "." in alias else f"{namespace}.{alias}" for alias in found.get("aliases", [])]
        found["aliases"] = full
    for key in ("type", "items", "values"):
        if isinstance(found.get(key), (dict, list)):
            found[key] = in_full(found[key], namespace)
    if "fields" in found:
        found["fields"] = [{**field, "type": in_full(field["type"], namespace)} for field in found["fields"]]
    return found


DISAGREEMENTS: list[tuple[str, Json, Json, str]] = [
    (
        # "Aliases of a type may be relative to its namespace": the package compares the text of the alias
        # https://avro.apache.org/docs/1.12.0/specification/#aliases
        "a short alias in a namespace",
        {"type": "fixed", "name": "B", "namespace": "n", "aliases": ["A"], "size": 1},
        {"type": "fixed", "name": "A", "namespace": "n", "size": 1},
        "compatible",
    ),
    (
        # the same, the other way round: "A" is n.A here, and not the A without a namespace
        "a short alias that means another namespace",
        {"type": "fixed", "name": "B", "namespace": "n", "aliases": ["A"], "size": 1},
        {"type": "fixed", "name": "A", "size": 1},
        "incompatible",
    ),
    (
        # the specification does not say which of several fields a reader takes; Avro Java refuses to choose,
        # the package takes the one of the same name
        "two fields for one",
        {"type": "record", "name": "R", "fields": [{"name": "f", "type": "int", "aliases": ["g"]}]},
        {"type": "record", "name": "R", "fields": [{"name": "f", "type": "int"}, {"name": "g", "type": "int"}]},
        "incompatible",
    ),
]
"""All that the `avro` package judges differently from Avro Java, and the verdict that is right."""


@pytest.mark.parametrize(
    ("reader", "writer", "right"), [row[1:] for row in DISAGREEMENTS], ids=[r[0] for r in DISAGREEMENTS]
)
def test_a_disagreement_with_the_avro_package_is_known(reader: Json, writer: Json, right: str) -> None:
    old, new = read(writer, "old.avsc"), read(reader, "new.avsc")
    assert old
    assert new
    assert compare(old, new).verdict(BACKWARD) == right
    assert by_avro(reader, writer) != right


def test_the_avro_package_cannot_compare_errors() -> None:
    """An error is a record, says https://avro.apache.org/docs/1.12.0/specification/#errors."""
    error = {"type": "error", "name": "E", "fields": [{"name": "f", "type": "int"}]}
    old = new = read(error, "e.avsc")
    assert old
    assert new
    assert compare(old, new).differences == ()
    with pytest.raises(avro.errors.AvroException):
        by_avro(error, error)


def check_verdicts(seed: int) -> None:
    found = compared(seed)
    if found is None:
        return
    (old, new), files, comparison = found
    backward, forward = comparison.verdict(BACKWARD), comparison.verdict(FORWARD)
    if not any(difference.kind == "ambiguous-alias" for difference in comparison.differences):
        old, new = in_full(old), in_full(new)
        assert (backward, forward) == (by_avro(new, old), by_avro(old, new))
    back = compare(files[1], files[0])
    assert (back.verdict(FORWARD), back.verdict(BACKWARD)) == (backward, forward)
    assert compare(files[0], files[0]).differences == ()
    for difference in comparison.differences:
        assert difference.kind in kinds("avro")
        assert all(why(difference, direction, "avro") for direction in difference.breaks)
        assert difference.words
        assert difference.place is not None
        assert difference.place.path in {"old.avsc", "new.avsc"}


@settings(max_examples=100)
@given(st.integers(0, 2**32))
def test_verdicts_are_those_of_the_avro_package(seed: int) -> None:
    check_verdicts(seed)


@pytest.mark.slow
def test_many_verdicts_are_those_of_the_avro_package() -> None:
    for seed in range(4000):
        check_verdicts(seed)


def value(linked: Linked, schema: Schema, chance: random.Random, depth: int = 0) -> Any:
    """Some value of the type, as fastavro writes it; IndexError or RecursionError where none can be."""
    seen = linked.seen(schema)
    if seen.kind == "union":
        branches = [linked.seen(branch) for branch in seen.branches]
        branch = min(branches, key=lambda each: each.kind == "record") if depth > 5 else chance.choice(branches)
        inner = value(linked, branch, chance, depth + 1)
        return None if branch.kind == "null" else (branch.name or branch.kind, inner)
    if seen.kind == "record":
        return {field.name: value(linked, field.type, chance, depth + 1) for field in seen.fields}
    if seen.items is not None:
        inner = [] if depth > 5 else [value(linked, seen.items, chance, depth + 1)]
        return inner if seen.kind == "array" else dict(zip("k", inner, strict=False))
    if seen.kind == "enum":
        return chance.choice(seen.symbols)
    if seen.kind == "fixed":
        return b"x" * seen.size
    return {"int": 3, "long": 4, "float": 0.5, "double": 0.5, "bytes": b"t", "string": "t", "boolean": True}.get(
        seen.kind
    )


def plain(json: Json) -> Json:
    """The schema without logical types, of which no reader makes compatibility depend."""
    if isinstance(json, list):
        return [plain(part) for part in json]
    if not isinstance(json, dict):
        return json
    left = {key: part for key, part in json.items() if key not in ("logicalType", "precision", "scale")}
    return {key: part if key == "default" else plain(part) for key, part in left.items()}


@pytest.mark.slow
def test_what_is_compatible_is_read_by_fastavro() -> None:
    """It has disagreed with no verdict; text is ASCII, as bytes of anything else cannot be read as a string."""
    read = 0
    for seed in range(3000):
        found = compared(seed)
        if found is None or found[2].verdict(BACKWARD) != "compatible":
            continue
        old, new = (file.parsed for file in found[1])
        assert isinstance(old, Avro)
        assert isinstance(new, Avro)
        try:
            data = value(old.linked, old.linked.root, random.Random(seed))  # noqa: S311 - nothing is secret
        except (IndexError, ValueError, RecursionError):
            continue  # a type that contains itself in any case, or an empty union: there is no data
        writer, reader = fastavro.parse_schema(plain(old.bare)), fastavro.parse_schema(plain(new.bare))
        buffer = io.BytesIO()
        fastavro.schemaless_writer(buffer, writer, data)
        buffer.seek(0)
        fastavro.schemaless_reader(buffer, writer, reader)
        read += 1
    assert read > 1000

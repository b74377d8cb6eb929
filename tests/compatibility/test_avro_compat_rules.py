"""What is told of each change of an Avro schema: its kind, where it is, whom it breaks, in which words."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from catalog_gen.compatibility import compare, marking
from catalog_gen.compatibility.avro import wording
from catalog_gen.compatibility.avro.kinds import KINDS
from catalog_gen.compatibility.avro.unchanged import unchanged
from catalog_gen.formats import Schemas
from catalog_gen.formats.avro import Avro
from catalog_gen.formats.files import SchemaFiles
from catalog_gen.sources import WorkingTree

if TYPE_CHECKING:
    from pathlib import Path

    from catalog_gen.compatibility.differences import Comparison

Json = Any

BACK, FORTH, BOTH, NONE = "backward", "forward", "backward forward", ""


def record(*fields: Json, **more: Json) -> Json:
    return {"type": "record", "name": "R", "fields": list(fields), **more}


def field(type_: Json, name: str = "f", **more: Json) -> Json:
    return {"name": name, "type": type_, **more}


def enum(*symbols: str, **more: Json) -> Json:
    return {"type": "enum", "name": "E", "symbols": list(symbols), **more}


def fixed(size: int = 2, **more: Json) -> Json:
    return {"type": "fixed", "name": "F", "size": size, **more}


def logical(base: str, name: str, **more: Json) -> Json:
    return {"type": base, "logicalType": name, **more}


def decimal(precision: int, scale: int) -> Json:
    return logical("bytes", "decimal", precision=precision, scale=scale)


A = record(field("int"), name="A")
B = record(field("int", "g"), name="B")

RULES: list[tuple[Json, Json, list[tuple[str, str, str, str]]]] = [
    # fields
    (record(), record(field("int")), [("field-added", "f", BACK, "`f` was added without a default (`int`)")]),
    (
        record(),
        record(field("string", default="")),
        [("field-added", "f", NONE, '`f` was added (`string`, default `""`)')],
    ),
    (
        record(field("int")),
        record(),
        [("field-removed", "f", FORTH, "`f` was removed (it was `int` and had no default)")],
    ),
    (record(field("int", default=1)), record(), [("field-removed", "f", NONE, "`f` was removed (it was `int`)")]),
    (
        record(field("int")),
        record(field("int", "g", aliases=["f"])),
        [("field-renamed", "g", FORTH, "`f` was renamed to `g`, with its old name as an alias")],
    ),
    (
        record(field("int", aliases=["g"])),
        record(field("int", "g")),
        [("field-renamed", "g", BACK, "`f` was renamed to `g`")],
    ),
    (
        record(field("int"), field("int", "g")),
        record(field("int", "g"), field("int")),
        [("fields-reordered", "", NONE, "the fields of `R` stand in another order")],
    ),
    (
        record(field("int")),
        record(field("int", default=1)),
        [("default-added", "f", NONE, "`f` has the default `1` now")],
    ),
    (
        record(field("int", default=1)),
        record(field("int", default=2)),
        [("default-changed", "f", NONE, "the default of `f` is `2` instead of `1`")],
    ),
    (
        record(field("int", default=1)),
        record(field("int")),
        [("default-removed", "f", NONE, "`f` has no default any more (it was `1`)")],
    ),
    (
        record(field("int", doc="x")),
        record(field("int", doc="y")),
        [("doc-changed", "f", NONE, "the doc of `f` was reworded")],
    ),
    (
        record(field("int")),
        record(field("int", aliases=["z"])),
        [("alias-added", "f", NONE, "`f` gained the alias `z`")],
    ),
    (
        record(field("int", aliases=["z"])),
        record(field("int")),
        [("alias-removed", "f", NONE, "`f` lost the alias `z`")],
    ),
    (
        record(field("int")),
        record(field("int", order="ignore")),
        [("sorting-changed", "f", NONE, "`f` does not count when records are sorted")],
    ),
    # types
    (
        record(field("int")),
        record(field("long")),
        [("type-widened", "f", FORTH, "`f` was widened from `int` to `long`")],
    ),
    (
        record(field("long")),
        record(field("int")),
        [("type-narrowed", "f", BACK, "`f` was narrowed from `long` to `int`")],
    ),
    (
        record(field("string")),
        record(field("int")),
        [("type-changed", "f", BOTH, "`f` changed from `string` to `int`")],
    ),
    (
        record(field("string")),
        record(field("bytes")),
        [("type-changed", "f", NONE, "`f` changed from `string` to `bytes`")],
    ),
    (record(field("int")), record(field(["null", "int"])), [("branch-added", "f", FORTH, "`f` may be `null` now")]),
    (
        record(field(["null", "int"])),
        record(field("int")),
        [("branch-removed", "f", BACK, "`f` may no longer be `null`")],
    ),
    (
        record(field(["null", "int"])),
        record(field(["null", "long"])),
        [("type-widened", "f", FORTH, "`f` was widened from `int` to `long`")],
    ),
    (
        record(field(["null", A])),
        record(field(["null", A, B])),
        [("branch-added", "f", FORTH, "`f` may be `B` now")],
    ),
    (
        record(field([A, B])),
        record(field([record(field("string"), name="A"), B])),
        [("type-changed", "f (A).f", BOTH, "`f (A).f` changed from `int` to `string`")],
    ),
    (
        record(field({"type": "array", "items": A})),
        record(field({"type": "array", "items": record(field("long"), name="A")})),
        [("type-widened", "f[].f", FORTH, "`f[].f` was widened from `int` to `long`")],
    ),
    (
        record(field({"type": "map", "values": "int"})),
        record(field({"type": "map", "values": "string"})),
        [("type-changed", "f.*", BOTH, "`f.*` changed from `int` to `string`")],
    ),
    (record(field(A)), record(field(B)), [("type-changed", "f", BOTH, "`f` changed from `A` to `B`")]),
    # names of types
    (A, {**A, "name": "Z"}, [("type-renamed", "", BOTH, "the record `A` was renamed to `Z`")]),
    (
        A,
        {**A, "name": "Z", "aliases": ["A"]},
        [("type-renamed", "", FORTH, "the record `A` was renamed to `Z`, with its old name as an alias")],
    ),
    (
        record(field(A), namespace="a"),
        record(field(A), namespace="b"),
        [("namespace-changed", "", NONE, "`R` and 1 more type were moved from the namespace `a` to `b`")],
    ),
    # enums
    (enum("A"), enum("A", "B"), [("symbol-added", "", FORTH, "`E` gained the symbol `B`")]),
    (enum("A", "B"), enum("A"), [("symbol-removed", "", BACK, "`E` lost the symbol `B`")]),
    (
        enum("A", default="A"),
        enum("A", "B", default="A"),
        [("symbol-added", "", NONE, "`E` gained the symbol `B`, which readers with the old schema take for `A`")],
    ),
    (
        enum("A", "B"),
        enum("A", "C"),
        [
            ("symbol-added", "", FORTH, "`E` gained the symbol `C`"),
            ("symbol-removed", "", BACK, "`E` lost the symbol `B`"),
        ],
    ),
    (
        enum("A", "B"),
        enum("B", "A"),
        [("symbols-reordered", "", NONE, "the symbols of `E` stand in another order, by which they are sorted")],
    ),
    (enum("A"), enum("A", default="A"), [("enum-default-added", "", NONE, "`E` takes unknown symbols for `A` now")]),
    # what bytes mean
    (fixed(2), fixed(16), [("size-changed", "", BOTH, "`F` has 16 bytes instead of 2")]),
    (
        record(field(decimal(8, 2))),
        record(field(decimal(8, 4))),
        [
            (
                "scale-changed",
                "f",
                NONE,
                "`f` is `decimal 8,4` instead of `decimal 8,2`: old data looks 100 times too small",
            )
        ],
    ),
    (
        record(field(decimal(8, 2))),
        record(field(decimal(9, 2))),
        [("precision-changed", "f", NONE, "`f` is `decimal 9,2` instead of `decimal 8,2`")],
    ),
    (
        record(field(logical("long", "timestamp-millis"))),
        record(field(logical("long", "timestamp-micros"))),
        [
            (
                "unit-changed",
                "f",
                NONE,
                "`f` is `timestamp-micros` instead of `timestamp-millis`: old data looks 1,000 times too small",
            )
        ],
    ),
    # aliases that cross each other
    (
        record(field("int"), field("int", "g", default=1)),
        record(field("int", aliases=["g"]), field("int", "g", default=1)),
        [
            ("alias-added", "f", NONE, "`f` gained the alias `g`"),
            ("ambiguous-alias", "f", BACK, "`f` of `R` could be read from `f` and `g`"),
        ],
    ),
]

SAME: list[tuple[Json, Json]] = [
    (record(field(A), namespace="n"), {"name": "n.R", "type": "record", "fields": [field({**A, "namespace": "n"})]}),
    ("int", {"type": "int"}),
    (record(field("double", default=1)), record(field("double", default=1.0))),
    (record(field(A), field("A", "g")), record(field(A), field("A", "g"), custom="x")),
]


def differ(tmp_path: Path, old: Json, new: Json) -> Comparison:
    schemas = Schemas(SchemaFiles(WorkingTree(tmp_path), [""]))
    before, problems = schemas.read("old.avsc", json.dumps(old).encode())
    after, others = schemas.read("new.avsc", json.dumps(new).encode())
    assert before, problems
    assert after, others
    return compare(before, after)


@pytest.mark.parametrize(("old", "new", "expected"), RULES, ids=[f"{n} {row[2][-1][0]}" for n, row in enumerate(RULES)])
def test_a_change_is_told(tmp_path: Path, old: Json, new: Json, expected: list[tuple[str, ...]]) -> None:
    found = [(d.kind, d.path, " ".join(sorted(d.breaks)), d.words) for d in differ(tmp_path, old, new).differences]
    assert found == expected
    assert {kind for kind, *_ in found} <= KINDS.keys()


@pytest.mark.parametrize(("old", "new"), SAME)
def test_what_is_only_written_otherwise_is_no_difference(tmp_path: Path, old: Json, new: Json) -> None:
    assert differ(tmp_path, old, new).differences == ()


def test_a_difference_leads_to_the_new_file_or_to_the_old_one_where_it_is_gone(tmp_path: Path) -> None:
    both = differ(tmp_path, record(field("int"), field("int", "x")), record(field("long"))).differences
    assert [(d.pointer, d.place and d.place.path) for d in both] == [
        (("fields", 0, "type"), "new.avsc"),
        (("fields", 1), "old.avsc"),
    ]


def test_a_difference_in_a_type_of_another_file_leads_there(tmp_path: Path) -> None:
    for folder, type_ in (("old", "int"), ("new", "string")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "a.avsc").write_text(json.dumps(record(field(type_), name="A")))
    schemas = Schemas(SchemaFiles(WorkingTree(tmp_path), [""]))
    data = json.dumps(record(field("A"))).encode()
    old, new = schemas.read("old/r.avsc", data)[0], schemas.read("new/r.avsc", data)[0]
    assert old
    assert new
    (difference,) = compare(old, new).differences
    assert difference.path == "f.f"
    assert difference.place
    assert difference.place.path == "new/a.avsc"


def test_a_recursive_type_is_compared_once(tmp_path: Path) -> None:
    old = record(field("int"), field(["null", "R"], "next"), field({"type": "array", "items": "R"}, "all"))
    new = record(field("long"), field(["null", "R"], "next"), field({"type": "array", "items": "R"}, "all"))
    assert [difference.path for difference in differ(tmp_path, old, new).differences] == ["f"]


@pytest.mark.slow
def test_a_long_chain_of_types_is_no_limit(tmp_path: Path) -> None:
    def chain(last: str) -> Json:
        types = [field(record(field(last), name="R0"), "a0")]
        types += [field(record(field(["null", f"R{n - 1}"]), name=f"R{n}"), f"a{n}") for n in range(1, 1100)]
        return record(*types, name="All")

    assert [difference.path for difference in differ(tmp_path, chain("int"), chain("string")).differences] == ["a0.f"]


@pytest.mark.parametrize(
    ("text", "code"), [("a", "`a`"), ("a`b", "``a`b``"), ("`", "`` ` ``"), ("a\nb", "`a\\u000ab`"), ("", "` `")]
)
def test_code_holds_every_text(text: str, code: str) -> None:
    assert marking.code(text) == code


def test_long_lists_and_values_are_cut_with_a_count() -> None:
    assert wording.listed([f"S{n}" for n in range(20)]).endswith("`S7` and 12 more")
    assert marking.value("x" * 100).endswith("…` (102 characters)")


def test_types_that_say_the_same_with_all_they_lead_to_are_not_looked_into(tmp_path: Path) -> None:
    def named(name: str, *fields: Json) -> Json:
        return {"type": "record", "name": name, "fields": [*fields]}

    def schema(type_: str) -> Json:
        leaf = named("Leaf", {"name": "a", "type": type_})
        branch = named("Branch", {"name": "leaf", "type": leaf})
        alone = named("Alone", {"name": "a", "type": "int", "order": "ignore"})
        circle = named("Circle", {"name": "next", "type": ["null", "Circle"]})
        parts = {"branch": branch, "alone": alone, "circle": circle}
        return named("Root", *({"name": name, "type": part} for name, part in parts.items()))

    schemas = Schemas(SchemaFiles(WorkingTree(tmp_path), [""]))
    old, new = (schemas.read(f"{type_}.avsc", json.dumps(schema(type_)).encode())[0] for type_ in ("int", "long"))
    assert old
    assert new
    assert isinstance(old.parsed, Avro)
    assert isinstance(new.parsed, Avro)
    assert unchanged(old.parsed.linked, new.parsed.linked) == {"Alone"}
    assert unchanged(old.parsed.linked, old.parsed.linked) == {"Alone", "Leaf", "Branch"}

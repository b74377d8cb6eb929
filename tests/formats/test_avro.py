"""What Avro schemas say: trees, references into other files, texts for the viewer."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import fastavro
import pytest
from clock import within
from fastavro.schema import to_parsing_canonical_form

from catalog_gen.formats import avro
from catalog_gen.formats.files import SchemaFiles
from catalog_gen.formats.tree import ABSENT
from catalog_gen.problems import text
from catalog_gen.sources import WorkingTree

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from catalog_gen.formats.tree import Field, Type
    from catalog_gen.problems import Problem


def read(root: Path, files: Mapping[str, Any], main: str = "main.avsc") -> tuple[avro.Avro | None, tuple[Problem, ...]]:
    for path, content in files.items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(content if isinstance(content, str) else json.dumps(content, indent=1), encoding="utf-8")
    reader = avro.Reader(SchemaFiles(WorkingTree(root), [""]))
    parsed, problems = reader.read(main, (root / main).read_bytes(), "", "")
    assert parsed is None or isinstance(parsed, avro.Avro)
    return parsed, problems


def fine(root: Path, files: Mapping[str, Any], main: str = "main.avsc") -> avro.Avro:
    parsed, problems = read(root, files, main)
    assert parsed is not None, problems
    assert problems == ()
    return parsed


def record(*fields: dict[str, Any], name: str = "R", **more: Any) -> dict[str, Any]:
    return {"type": "record", "name": name, **more, "fields": list(fields)}


def field(type_: Any, name: str = "f", **more: Any) -> dict[str, Any]:
    return {"name": name, "type": type_, **more}


def only_field(root: Path, type_: Any, **more: Any) -> Field:
    parsed = fine(root, {"main.avsc": record(field(type_, **more))})
    (found,) = parsed.tree.seen(parsed.tree.root).fields
    return found


# --- types in words


@pytest.mark.parametrize(
    ("type_", "words"),
    [
        ("string", "string"),
        ({"type": "string"}, "string"),
        (["null", "string"], "null | string"),
        ({"type": "array", "items": "string"}, "array<string>"),
        ({"type": "map", "values": ["null", "long"]}, "map<null | long>"),
        ({"type": "bytes", "logicalType": "decimal", "precision": 10, "scale": 2}, "bytes (decimal 10,2)"),
        ({"type": "bytes", "logicalType": "decimal", "precision": 4}, "bytes (decimal 4,0)"),
        ({"type": "long", "logicalType": "timestamp-millis"}, "long (timestamp-millis)"),
        ({"type": "fixed", "name": "Md5", "size": 16}, "fixed(16)"),
        ({"type": "enum", "name": "x.Suit", "symbols": ["A"]}, "Suit"),
        ({"type": "array", "items": {"type": "record", "name": "x.Line", "fields": []}}, "array<Line>"),
    ],
)
def test_types_are_worded_as_avro_people_say_them(tmp_path: Path, type_: Any, words: str) -> None:
    assert only_field(tmp_path, type_).type.words == words


def test_equal_short_names_are_written_in_full(tmp_path: Path) -> None:
    one, other = record(name="a.Money"), record(name="b.Money")
    parsed = fine(tmp_path, {"main.avsc": record(field(one), field(["null", other], "g"))})
    assert [found.type.words for found in parsed.tree.root.fields] == ["a.Money", "null | b.Money"]


@pytest.mark.parametrize(
    ("logical", "base", "word", "note"),
    [
        ("timestamp-millis", "long", "date-time", "milliseconds since 1970-01-01 00:00 UTC"),
        ("timestamp-micros", "long", "date-time", "microseconds since 1970-01-01 00:00 UTC"),
        ("timestamp-nanos", "long", "date-time", "nanoseconds since 1970-01-01 00:00 UTC"),
        ("local-timestamp-millis", "long", "local-date-time", "milliseconds since 1970-01-01 00:00, in a time zone"),
        ("time-millis", "int", "time", "milliseconds after midnight"),
        ("time-micros", "long", "time", "microseconds after midnight"),
        ("date", "int", "date", "days since 1970-01-01"),
        ("uuid", "string", "uuid", ""),
        ("big-decimal", "bytes", "decimal", "a decimal number that carries its own scale"),
    ],
)
def test_logical_types_are_explained(tmp_path: Path, logical: str, base: str, word: str, note: str) -> None:
    type_ = only_field(tmp_path, {"type": base, "logicalType": logical}).type
    assert type_.format == word
    assert " ".join(type_.notes).startswith(note)


def test_a_decimal_has_its_precision_and_scale(tmp_path: Path) -> None:
    limits = only_field(tmp_path, {"type": "bytes", "logicalType": "decimal", "precision": 10, "scale": 2}).type.limits
    assert (limits.precision, limits.scale) == (10, 2)


# --- fields


@pytest.mark.parametrize(
    ("type_", "more", "expected"),
    [
        ("int", {}, (True, "")),
        ("int", {"default": 1}, (False, "has a default")),
        (["null", "int"], {}, (True, "may be null")),
        (["null", "int"], {"default": None}, (False, "has a default")),
    ],
)
def test_a_field_is_required_unless_it_has_a_default(
    tmp_path: Path, type_: Any, more: dict[str, Any], expected: tuple[bool, str]
) -> None:
    found = only_field(tmp_path, type_, **more)
    assert (found.required, found.why) == expected


@pytest.mark.parametrize(
    ("type_", "default", "shown"),
    [
        ("int", 1, 1),
        (["null", "int"], None, None),
        ("bytes", "\u00ff", "\u00ff"),
        ({"type": "bytes", "logicalType": "decimal", "precision": 10, "scale": 2}, "\u0004\u00d2", "12.34"),
        ({"type": "bytes", "logicalType": "decimal", "precision": 10, "scale": 2}, "\u00ff", "-0.01"),
        (
            {"type": "array", "items": {"type": "bytes", "logicalType": "decimal", "precision": 9}},
            ["\u0001"],
            ["1"],
        ),
    ],
)
def test_a_default_is_shown_as_it_is_in_a_payload(tmp_path: Path, type_: Any, default: Any, shown: Any) -> None:
    assert only_field(tmp_path, type_, default=default).default == shown


def test_no_default_is_not_null(tmp_path: Path) -> None:
    assert only_field(tmp_path, ["null", "int"]).default is ABSENT


def test_docs_aliases_and_deprecation_are_kept(tmp_path: Path) -> None:
    found = only_field(tmp_path, "int", doc="The `f` of <it>", aliases=["old"], deprecated=True)
    assert found.doc == "The `f` of <it>"
    assert found.type.notes == ('also called "old"',)
    assert found.deprecated


def test_a_type_stands_once_and_is_referred_to(tmp_path: Path) -> None:
    node = record(field("int", "value"), field(["null", "Node"], "next"), name="Node", namespace="x")
    parsed = fine(tmp_path, {"main.avsc": node})
    assert list(parsed.tree.types) == ["x.Node"]
    assert parsed.tree.root is parsed.tree.types["x.Node"]
    next_ = parsed.tree.root.fields[1].type
    assert [(branch.kind, branch.name) for branch in next_.branches] == [("null", ""), ("reference", "x.Node")]


def test_the_namespace_is_inherited_from_the_type_around(tmp_path: Path) -> None:
    inner = record(field({"type": "enum", "name": "E", "symbols": ["A"]}), name="other.Inner")
    main = record(field(inner), field({"type": "fixed", "name": "X", "size": 1}, "g"), namespace="shop")
    assert list(fine(tmp_path, {"main.avsc": main}).tree.types) == ["shop.R", "other.Inner", "other.E", "shop.X"]


@pytest.mark.parametrize(
    ("root", "kind", "name"),
    [
        ("string", "string", ""),
        ({"type": "array", "items": "int"}, "array", ""),
        ({"type": "map", "values": "int"}, "map", ""),
        ({"type": "enum", "name": "x.E", "symbols": ["A"]}, "enum", "E"),
        (["null", record(name="A"), record(name="B")], "union", ""),
        ({"type": "error", "name": "Oops", "fields": []}, "record", "Oops"),
    ],
)
def test_every_type_can_be_the_root(tmp_path: Path, root: Any, kind: str, name: str) -> None:
    parsed = fine(tmp_path, {"main.avsc": root if isinstance(root, (dict, list)) else json.dumps(root)})
    assert (parsed.tree.root.kind, parsed.name) == (kind, name)


# --- other files

MONEY = record(field("string", "currency"), name="Money", namespace="shop")


def test_a_type_of_another_file_is_found_by_its_full_name(tmp_path: Path) -> None:
    parsed = fine(tmp_path, {"main.avsc": record(field("Money"), namespace="shop"), "types/any.avsc": MONEY})
    assert list(parsed.tree.types) == ["shop.R", "shop.Money"]


@pytest.mark.parametrize("other", [{}, {"X.avsc": record(name="c.X")}])
def test_a_name_that_stands_in_an_object_is_a_reference_that_not_every_program_reads(
    tmp_path: Path, other: Mapping[str, Any]
) -> None:
    first = "X" if other else record(name="X")
    main = json.dumps(record(field(first, "a"), field({"type": "X", "doc": "It."}, "b"), name="B", namespace="c"))
    column = main.rindex('"X"') + 1
    parsed, (problem,) = read(tmp_path, {"main.avsc": main, **other})
    assert parsed is not None
    assert [f.type.name for f in parsed.tree.seen(parsed.tree.root).fields] == ["c.X", "c.X"]
    assert parsed.check({"a": {}, "b": {}}) == ()
    fastavro.parse_schema(parsed.bare)
    assert text(problem) == (
        f'main.avsc:1:{column}: not every program reads {{"type": "X"}}: '
        'Avro for Java does, fastavro does not (write the name alone: "X") [suspicious-schema]'
    )
    with pytest.raises(fastavro.schema.UnknownType):
        fastavro.parse_schema(record(field(record(name="X"), "a"), field({"type": "X"}, "b")))


def test_a_bundle_has_references_as_every_program_reads_them(tmp_path: Path) -> None:
    main = record(field({"type": "X"}, "a"), field({"type": "X"}, "b"))
    parsed, _ = read(tmp_path, {"main.avsc": main, "X.avsc": record(name="X")})
    assert parsed is not None
    assert json.loads(parsed.viewable or "") == record(field(record(name="X"), "a"), field("X", "b"))


def test_a_name_in_an_object_that_comes_before_its_definition_is_a_problem_at_the_name(tmp_path: Path) -> None:
    main = json.dumps(record(field({"type": "X"}, "a"), field(record(name="X"), "b")))
    parsed, problems = read(tmp_path, {"main.avsc": main})
    assert parsed is None
    assert (problems[0].place.line, problems[0].place.column) == (1, main.index('"X"') + 1)
    assert problems[0].message.startswith('the type "X" is used before it is defined')


def test_attributes_of_a_reference_are_ignored_and_it_is_said_of_its_logical_type(tmp_path: Path) -> None:
    fixed = {"type": "fixed", "name": "X", "size": 4}
    main = record(field(fixed, "a"), field({"type": "X", "logicalType": "decimal", "precision": 4}, "b"))
    _, problems = read(tmp_path, {"main.avsc": main})
    assert problems[0].message == 'logical type "decimal" does not stand on "X", so it is ignored'


def test_other_files_refer_on_and_back(tmp_path: Path) -> None:
    files = {
        "main.avsc": record(field("b.B"), name="A", namespace="a"),
        "b.avsc": record(field("c.C"), name="B", namespace="b"),
        "c.avro": record(field(["null", "a.A", "b.B"]), name="C", namespace="c"),
    }
    assert list(fine(tmp_path, files).tree.types) == ["a.A", "b.B", "c.C"]


def test_a_type_inside_of_another_file_is_found(tmp_path: Path) -> None:
    order = record(field(record(field("int", "n"), name="Line")), field("int", "m"), name="Order", namespace="shop")
    parsed = fine(tmp_path, {"main.avsc": record(field("shop.Line")), "order.avsc": order})
    assert list(parsed.tree.types) == ["R", "shop.Line"]


def money(type_: str) -> dict[str, Any]:
    return record(field(type_), name="Money")


@pytest.mark.parametrize(
    ("main", "types", "wanted"),
    [
        ("orders/main.avsc", {"orders/m.avsc": "int", "m.avsc": "long"}, "int"),
        ("orders/main.avsc", {"m.avsc": "int", "orders/history/m.avsc": "long"}, "int"),
        ("orders/main.avsc", {"common/m.avsc": "int", "common/history/m.avsc": "long"}, "int"),
        ("orders/history/main.avsc", {"orders/history/m.avsc": "int", "orders/m.avsc": "long"}, "int"),
        ("orders/history/main.avsc", {"orders/m.avsc": "int", "payments/m.avsc": "long"}, "int"),
    ],
)
def test_the_nearest_file_wins(tmp_path: Path, main: str, types: dict[str, str], wanted: str) -> None:
    files = {main: record(field("Money")), **{path: money(type_) for path, type_ in types.items()}}
    assert fine(tmp_path, files, main).tree.types["Money"].fields[0].type.words == wanted


def test_two_definitions_equally_near_are_a_problem_that_names_both(tmp_path: Path) -> None:
    files = {"main.avsc": record(field("Money")), "a/m.avsc": money("int"), "b/m.avsc": money("long")}
    parsed, problems = read(tmp_path, files)
    assert parsed is None
    assert [text(problem) for problem in problems] == [
        'main.avsc:7:12: the type "Money" is not clear: a/m.avsc and b/m.avsc define it differently '
        "(a schema can have only one of them) [unresolved-reference]"
    ]


def test_two_equal_definitions_are_one(tmp_path: Path) -> None:
    files = {"main.avsc": record(field("Money")), "a/m.avsc": money("int"), "b/m.avsc": money("int") | {"doc": "x"}}
    assert "Money" in fine(tmp_path, files).tree.types


def test_another_file_may_define_again_what_the_schema_has_already(tmp_path: Path) -> None:
    order = record(field(MONEY), name="Order", namespace="shop")
    main = record(field("Order"), field("Money", "g"), namespace="shop")
    parsed = fine(tmp_path, {"main.avsc": main, "order.avsc": order, "money.avsc": MONEY})
    assert list(parsed.tree.types) == ["shop.R", "shop.Order", "shop.Money"]


def test_another_file_may_not_define_it_differently(tmp_path: Path) -> None:
    order = record(field(MONEY), name="Order", namespace="shop")
    inline = record(field("long"), name="Money", namespace="shop")
    _, problems = read(tmp_path, {"main.avsc": record(field(inline), field("shop.Order", "g")), "order.avsc": order})
    assert [problem.code for problem in problems] == ["unresolved-reference"]
    assert 'main.avsc and order.avsc define its "shop.Money" differently' in problems[0].message


@pytest.mark.parametrize(
    ("reference", "hint"),
    [
        ("shop.Mony", 'did you mean "shop.Money"?'),
        ("Money", 'did you mean "shop.Money"?'),
        ("integer", 'write "int"'),
        ("String", 'write "string"'),
        ("strng", 'did you mean "string"?'),
        ("date", 'write {"type": "int", "logicalType": "date"}'),
        ("record", 'a record is written {"type": "record", ...}'),
        ("Unheard", "looked for in the .avsc and .avro files below the whole project"),
    ],
)
def test_an_unknown_type_is_reported_at_the_reference(tmp_path: Path, reference: str, hint: str) -> None:
    parsed, problems = read(tmp_path, {"main.avsc": record(field(reference)), "money.avsc": MONEY})
    assert parsed is None
    assert [text(problem) for problem in problems] == [
        f'main.avsc:7:12: there is no type "{reference}" ({hint}) [unresolved-reference]'
    ]


def test_what_is_in_no_namespace_is_not_seen_from_inside_of_one(tmp_path: Path) -> None:
    files = {"main.avsc": record(field("Money"), namespace="shop"), "m.avsc": money("int")}
    _, problems = read(tmp_path, files)
    assert [problem.hint for problem in problems] == [
        '"Money" is in no namespace, so it cannot be referred to from inside of one'
    ]


def test_many_unknown_types_do_not_take_long(tmp_path: Path) -> None:
    files = {f"t{n}.avsc": record(name=f"Type{n}") for n in range(200)}
    with within(5):  # 0.7 s on an idle machine
        _, problems = read(tmp_path, files | {"main.avsc": record(*(field(f"Tipe{n}", f"f{n}") for n in range(1000)))})
    assert len(problems) == 1000


def test_a_broken_other_file_is_reported_there_and_not_as_missing_here(tmp_path: Path) -> None:
    _, problems = read(tmp_path, {"main.avsc": record(field("Money")), "m.avsc": '{"name": "Money", "type": }'})
    assert [str(problem.place) for problem in problems] == ["m.avsc:1:27"]


def test_a_broken_file_that_nobody_needs_is_not_looked_at(tmp_path: Path) -> None:
    fine(tmp_path, {"main.avsc": record(field("Money")), "m.avsc": money("int"), "broken.avsc": "{"})


def test_a_reference_that_is_missing_in_another_file_is_reported_there(tmp_path: Path) -> None:
    files = {"main.avsc": record(field("Money")), "m.avsc": record(field("Currency"), name="Money")}
    _, problems = read(tmp_path, files)
    assert [str(problem.place) for problem in problems] == ["m.avsc:7:12"]


# --- what the viewer gets


def same_schema(parsed: avro.Avro) -> bool:
    """Whether the text for the viewer stands alone and means what the schema means."""
    assert parsed.viewable is not None
    alone = fastavro.parse_schema(json.loads(parsed.viewable))
    return to_parsing_canonical_form(alone) == to_parsing_canonical_form(fastavro.parse_schema(parsed.bare))


def test_a_record_that_needs_no_other_file_is_viewed_as_it_is(tmp_path: Path) -> None:
    content = '{"type": "record",\n   "name": "R", "fields": [ ]}\n'
    assert fine(tmp_path, {"main.avsc": content}).viewable == content


def test_types_of_other_files_are_bundled_where_they_are_used_first(tmp_path: Path) -> None:
    main = record(field("x.Money"), field("x.Money", "g"), namespace="shop", custom="kept")
    files = {
        "main.avsc": main,
        "money.avsc": record(field("Currency"), name="Money", namespace="x", note="kept"),
        "currency.avsc": {"type": "enum", "name": "x.Currency", "symbols": ["EUR"]},
    }
    parsed = fine(tmp_path, files)
    assert parsed.viewable is not None
    bundled = json.loads(parsed.viewable)
    assert list(bundled) == list(main)
    first, second = bundled["fields"]
    assert first["type"]["note"] == "kept"
    assert first["type"]["fields"][0]["type"]["symbols"] == ["EUR"]
    assert second["type"] == "x.Money"
    assert same_schema(parsed)


def test_a_bundled_type_keeps_its_own_namespace(tmp_path: Path) -> None:
    inner = record(field("Money"), name="Inner", namespace="")
    files = {"main.avsc": record(field(inner), name="shop.R"), "money.avsc": record(field("Cur"), name="Money")}
    files["cur.avsc"] = record(field(["null", "Money", "shop.R"]), name="Cur")
    parsed = fine(tmp_path, files)
    assert list(parsed.tree.types) == ["shop.R", "Inner", "Money", "Cur"]
    assert same_schema(parsed)


def test_a_definition_that_comes_too_late_in_a_bundle_becomes_a_name(tmp_path: Path) -> None:
    order = record(field("shop.Money"), name="Order", namespace="shop")
    main = record(field("Order"), field(MONEY | {"namespace": "shop"}, "g"), namespace="shop")
    parsed = fine(tmp_path, {"main.avsc": main, "order.avsc": order})
    assert same_schema(parsed)
    assert parsed.viewable is not None
    assert json.loads(parsed.viewable)["fields"][1]["type"] == "shop.Money"


def test_a_root_that_is_a_name_is_viewed_as_the_record_of_that_name(tmp_path: Path) -> None:
    parsed = fine(tmp_path, {"main.avsc": '"shop.Money"', "money.avsc": MONEY})
    assert parsed.name == "Money"
    assert parsed.viewable is not None
    assert json.loads(parsed.viewable) == MONEY


def test_an_error_is_viewed_as_the_record_that_it_is_on_the_wire(tmp_path: Path) -> None:
    parsed = fine(tmp_path, {"main.avsc": {"type": "error", "name": "Oops", "fields": [], "doc": "It broke"}})
    assert parsed.doc == "It broke"
    assert parsed.viewable is not None
    assert json.loads(parsed.viewable)["type"] == "record"


@pytest.mark.parametrize("root", ['"string"', '["null", "int"]', '{"type": "array", "items": "int"}'])
def test_what_the_viewer_cannot_show_is_not_given_to_it(tmp_path: Path, root: str) -> None:
    assert fine(tmp_path, {"main.avsc": root}).viewable is None


# --- size


def nested(levels: int, inner: str, start: str, end: str) -> str:
    return "".join(start.replace("#", str(level)) for level in range(levels)) + inner + end * levels


RECORDS = ('{"type":"record","name":"L#","fields":[{"name":"x","type":', "}]}")
OPTIONAL = ('["null",{"type":"record","name":"L#","fields":[{"name":"x","type":', "}]}]")


@pytest.mark.parametrize("levels", [26, 100, 200])
@pytest.mark.parametrize("shape", [RECORDS, OPTIONAL])
def test_deep_schemas_are_read_and_checked(tmp_path: Path, levels: int, shape: tuple[str, str]) -> None:
    parsed = fine(tmp_path, {"main.avsc": nested(levels, '"int"', *shape)})
    payload: Any = 1
    for _ in range(levels):
        payload = {"x": payload}
    assert parsed.check(payload) == ()
    assert len(parsed.tree.types) == levels


def test_a_schema_that_is_too_deep_is_a_problem(tmp_path: Path) -> None:
    parsed, problems = read(tmp_path, {"main.avsc": nested(5000, '"int"', *RECORDS)})
    assert parsed is None
    assert [problem.message for problem in problems] == ["nested deeper than 1000 levels"]


def test_a_large_schema_is_read_fast(tmp_path: Path) -> None:
    fields = [field(["null", {"type": "array", "items": "string"}], f"f{n}", doc="words " * 30) for n in range(14)]
    union: list[Any] = [record(*fields, name=f"R{n}", namespace="x") for n in range(280)]
    content = json.dumps([*union, json.loads(nested(26, '"int"', *OPTIONAL))[1]], indent=1)
    assert len(content) > 1_000_000
    with within(2):  # 0.4 s on an idle machine
        parsed = fine(tmp_path, {"main.avsc": content})
    assert len(parsed.tree.types) == 306


def test_a_tree_is_linear_in_its_schema(tmp_path: Path) -> None:
    parsed = fine(
        tmp_path, {"main.avsc": record(*(field("Money", f"f{n}") for n in range(50))), "m.avsc": money("int")}
    )

    def count(type_: Type) -> int:
        return 1 + sum(count(each.type) for each in type_.fields) + sum(count(branch) for branch in type_.branches)

    assert sum(count(type_) for type_ in parsed.tree.types.values()) == 53

"""What a .proto file says, as the neutral tree."""

from __future__ import annotations

import sys
import textwrap
from typing import TYPE_CHECKING

import pytest

from catalog_gen.formats import protobuf
from catalog_gen.formats.files import SchemaFiles
from catalog_gen.formats.tree import ABSENT, Field, Limits, Parsed, Type
from catalog_gen.problems import Problem, text
from catalog_gen.sources import WorkingTree

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Reads = Callable[..., tuple[Parsed | None, tuple[Problem, ...]]]


@pytest.fixture
def read(tmp_path: Path) -> Reads:
    """Reads `order.proto`, which has the given text."""

    def read(content: str, message: str = "", hint: str = "") -> tuple[Parsed | None, tuple[Problem, ...]]:
        path = tmp_path / "order.proto"
        path.write_text(textwrap.dedent(content))
        reader = protobuf.Reader(SchemaFiles(WorkingTree(tmp_path), [""]))
        return reader.read("order.proto", path.read_bytes(), message, hint)

    return read


def parsed(read: Reads, content: str, message: str = "", hint: str = "") -> Parsed:
    found, problems = read(content, message, hint)
    assert found is not None, problems
    return found


def fields(read: Reads, declared: str, syntax: str = 'syntax = "proto3";') -> dict[str, Field]:
    head = 'import "google/protobuf/wrappers.proto"; import "google/protobuf/struct.proto"; ' + "".join(
        f'import "google/protobuf/{name}.proto"; ' for name in ("any", "duration", "empty", "field_mask", "timestamp")
    )
    root = parsed(read, f"{syntax} {head} message Order {{ {declared} }} enum Kind {{ NONE = 0; BIG = 1; }}").tree.root
    return {field.name: field for field in root.fields}


@pytest.mark.parametrize(
    ("written", "kind", "words", "format_"),
    [
        ("double", "number", "double", ""),
        ("float", "number", "float", ""),
        ("int32", "integer", "int32", ""),
        ("fixed32", "integer", "fixed32", ""),
        ("int64", "string", "int64", "int64"),
        ("sfixed64", "string", "sfixed64", "int64"),
        ("uint64", "string", "uint64", "uint64"),
        ("bool", "boolean", "bool", ""),
        ("string", "string", "string", ""),
        ("bytes", "string", "bytes", "base64"),
        ("Kind", "reference", "Kind", ""),
        ("Order", "reference", "Order", ""),
        ("repeated string", "array", "repeated string", ""),
        ("map<string, int32>", "map", "map<string, int32>", ""),
        ("map<int64, Kind>", "map", "map<int64, Kind>", ""),
        ("google.protobuf.Any", "record", "google.protobuf.Any", ""),
        ("google.protobuf.Duration", "string", "google.protobuf.Duration", "seconds"),
        ("google.protobuf.Empty", "record", "google.protobuf.Empty", ""),
        ("google.protobuf.FieldMask", "string", "google.protobuf.FieldMask", ""),
        ("google.protobuf.ListValue", "array", "google.protobuf.ListValue", ""),
        ("google.protobuf.NullValue", "null", "google.protobuf.NullValue", ""),
        ("google.protobuf.Struct", "map", "google.protobuf.Struct", ""),
        ("google.protobuf.Timestamp", "string", "google.protobuf.Timestamp", "date-time"),
        ("google.protobuf.Value", "any", "google.protobuf.Value", ""),
        ("google.protobuf.StringValue", "union", "google.protobuf.StringValue", ""),
        ("repeated google.protobuf.BytesValue", "array", "repeated google.protobuf.BytesValue", ""),
    ],
)
def test_every_type_is_what_its_json_is(read: Reads, written: str, kind: str, words: str, format_: str) -> None:
    found = fields(read, f"{written} it = 1;")["it"].type
    assert (found.kind, found.words, found.format) == (kind, words, format_)


def test_integers_have_the_limits_of_their_size(read: Reads) -> None:
    found = fields(read, "int32 a = 1; uint64 b = 2;")
    assert found["a"].type.limits == Limits(minimum=-(2**31), maximum=2**31 - 1)
    assert found["b"].type.limits == Limits(minimum=0, maximum=2**64 - 1)


def test_a_wrapper_is_nullable_as_a_field_but_not_as_an_element(read: Reads) -> None:
    found = fields(read, "google.protobuf.Int32Value a = 1; repeated google.protobuf.Int32Value b = 2;")
    assert [branch.kind for branch in found["a"].type.branches] == ["integer", "null"]
    assert found["b"].type.items is not None
    assert found["b"].type.items.kind == "integer"


def test_the_keys_of_maps_are_texts_whatever_their_type(read: Reads) -> None:
    found = fields(read, "map<int32, string> a = 1; map<bool, string> b = 2;")
    assert found["a"].type.keys is not None
    assert found["a"].type.keys.kind == "string"
    assert found["b"].type.keys is not None
    assert found["b"].type.keys.values == ("true", "false")


@pytest.mark.parametrize(
    ("syntax", "written", "required", "why"),
    [
        ('syntax = "proto3";', "string it = 1;", False, 'absent means ""'),
        ('syntax = "proto3";', "int64 it = 1;", False, "absent means 0"),
        ('syntax = "proto3";', "bool it = 1;", False, "absent means false"),
        ('syntax = "proto3";', "Kind it = 1;", False, "absent means NONE"),
        ('syntax = "proto3";', "optional string it = 1;", False, ""),
        ('syntax = "proto3";', "Order it = 1;", False, ""),
        ('syntax = "proto3";', "repeated string it = 1;", False, "may be empty"),
        ('syntax = "proto3";', "oneof payment { string it = 1; string other = 2; }", False, "one of payment"),
        ('syntax = "proto2";', "required string it = 1;", True, ""),
        ('syntax = "proto2";', "optional string it = 1;", False, ""),
        ('syntax = "proto2";', "optional int32 it = 1 [default = 3];", False, "has a default"),
        ('edition = "2023";', "string it = 1;", False, ""),
        ('edition = "2023";', "string it = 1 [features.field_presence = IMPLICIT];", False, 'absent means ""'),
        ('edition = "2023";', "string it = 1 [features.field_presence = LEGACY_REQUIRED];", True, "LEGACY_REQUIRED"),
        ('edition = "2024";', "string it = 1;", False, ""),
    ],
)
def test_a_field_says_why_it_is_required_or_not(
    read: Reads, syntax: str, written: str, required: object, why: str
) -> None:
    found = fields(read, written, syntax)["it"]
    assert (found.required, found.why) == (required, why)


def test_members_of_a_oneof_share_a_group_and_optional_fields_do_not(read: Reads) -> None:
    found = fields(read, "oneof payment { string card = 1; string cash = 2; } optional string note = 3;")
    assert [found[name].group for name in ("card", "cash", "note")] == ["payment", "payment", ""]


@pytest.mark.parametrize(
    ("written", "default"),
    [
        ('string it = 1 [default = "a"];', "a"),
        ("int32 it = 1 [default = -5];", -5),
        ("int64 it = 1 [default = 5];", "5"),
        ("float it = 1 [default = 0.1];", 0.1),
        ("double it = 1 [default = -inf];", "-Infinity"),
        ("float it = 1 [default = nan];", "NaN"),
        ("float it = 1 [default = 3.4028235e38];", 3.4028235e38),
        ("bool it = 1 [default = true];", True),
        (r'bytes it = 1 [default = "\xff"];', "/w=="),
        ("Kind it = 1 [default = BIG];", "BIG"),
        ("string it = 1;", ABSENT),
    ],
)
def test_defaults_are_json(read: Reads, written: str, default: object) -> None:
    assert fields(read, f"optional {written}", 'syntax = "proto2";')["it"].default == default


def test_a_field_has_its_number_its_key_in_json_and_its_deprecation(read: Reads) -> None:
    found = fields(read, 'string order_id = 7; string b = 8 [json_name = "x-b", deprecated = true];')
    assert (found["order_id"].number, found["order_id"].payload_key) == (7, "orderId")
    assert (found["b"].key, found["b"].deprecated) == ("x-b", True)


def test_an_enum_has_its_names_and_says_what_is_known_of_them(read: Reads) -> None:
    content = """
        syntax = "proto3";
        message Order { State state = 1; }
        // How far it is.
        enum State {
          option allow_alias = true;
          reserved 4, 6 to max;
          UNKNOWN = 0;
          // It is paid.
          PAID = 1;
          BOUGHT = 1;
          LOST = 2 [deprecated = true];
        }
    """
    found = parsed(read, content).tree.types["State"]
    assert found.values == ("UNKNOWN", "PAID", "BOUGHT", "LOST")
    assert found.doc == "How far it is."
    assert found.notes == (
        "PAID (1): It is paid.",
        "BOUGHT (1): another name for PAID",
        "LOST (2): deprecated",
        "reserved: 4, 6 to max",
    )


def test_a_record_notes_what_is_reserved_and_open(read: Reads) -> None:
    content = """
        syntax = "proto2";
        message Order {
          option deprecated = true;
          reserved 4, 6 to 9;
          reserved "old";
          extensions 100 to max;
          oneof way {  // How it is paid.
            string card = 1;
          }
        }
        extend Order { optional string more = 100; }
    """
    assert parsed(read, content).tree.root.notes == (
        "deprecated",
        "way: How it is paid.",
        'reserved: 4, 6 to 9, "old"',
        "open for extensions: 100 to max",
        "extension [more] = 100",
    )


def test_recursion_is_a_reference_to_a_named_type(read: Reads) -> None:
    tree = parsed(read, 'syntax = "proto3"; package a; message Node { repeated Node nodes = 1; }').tree
    assert tree.root.fields[0].type.items == Type(kind="reference", words="Node", name="a.Node")
    assert tree.types == {"a.Node": tree.root}


def test_a_short_name_that_two_types_have_is_written_in_full(read: Reads) -> None:
    content = """
        syntax = "proto3";
        package shop;
        message Order { message Item {} Item item = 1; Other other = 2; }
        message Other { message Item {} Item item = 1; }
    """
    tree = parsed(read, content, "Order").tree
    assert [field.type.words for field in tree.root.fields] == ["shop.Order.Item", "Other"]
    assert list(tree.types) == ["shop.Order.Item", "shop.Other", "shop.Other.Item"]


def test_a_group_is_a_field_whose_type_is_declared_with_it(read: Reads) -> None:
    found = fields(read, "repeated group Item = 1 { optional string sku = 2; }", 'syntax = "proto2";')["item"]
    assert (found.type.words, found.payload_key) == ("repeated Item", "item")


@pytest.mark.parametrize(
    ("written", "doc"),
    [
        ("// One line.\n", "One line."),
        ("//One line.\n", "One line."),
        ("/// One line.\n/// Two.\n", "One line.\nTwo."),
        ("//! One line.\n", "One line."),
        ("/** One line. */\n", "One line."),
        ("/**\n * One.\n *\n *  - two\n */\n", "One.\n\n - two"),
        ("/* One.\n   Two. */\n", "One.\nTwo."),
        ("// First.\n//\n//   code\n// Last.\n", "First.\n\n  code\nLast."),
        ("// * a list\n// * of two\n", "* a list\n* of two"),
        ("// Ends with */ and <b>{x}</b> | `é` 🙂\n", "Ends with */ and <b>{x}</b> | `é` 🙂"),
        ("// Detached.\n\n// Leading.\n", "Leading."),
        ("// Detached.\n\n", ""),
        ("\n", ""),
    ],
)
def test_the_comment_before_a_message_is_its_doc(read: Reads, written: str, doc: str) -> None:
    found = parsed(read, f'syntax = "proto3";\n\n{written}message Order {{\n\n{written}string a = 1;\n}}\n')
    assert found.doc == found.tree.root.doc == found.tree.root.fields[0].doc == doc


def test_a_comment_behind_a_field_is_its_doc_if_there_is_none_before_it(read: Reads) -> None:
    found = fields(read, "\nstring a = 1;  // Behind.\n// Before.\nstring b = 2;  // Behind.\n")
    assert (found["a"].doc, found["b"].doc) == ("Behind.", "Before.")


_SEVERAL = """
    syntax = "proto3";
    package shop;
    message OrderPlaced { message Line {} repeated Line lines = 1; Money sum = 2; }
    message OrderLost {}
    message Money {}
"""


@pytest.mark.parametrize(
    ("message", "hint", "name"),
    [
        ("Money", "OrderLost", "Money"),
        ("shop.Money", "", "Money"),
        (".shop.Money", "", "Money"),
        ("OrderPlaced.Line", "", "Line"),
        ("", "OrderLost", "OrderLost"),
        ("", "shop.OrderLost", "OrderLost"),
        ("", "order-lost", "OrderLost"),
        ("", "order_LOST", "OrderLost"),
        ("", "Line", "Line"),
    ],
)
def test_the_payload_is_the_message_asked_for_or_called_like_the_event(
    read: Reads, message: str, hint: str, name: str
) -> None:
    found, problems = read(_SEVERAL, message, hint)
    assert found is not None
    assert (found.name, problems) == (name, ())


def test_the_payload_is_the_only_message_that_no_other_one_uses(read: Reads) -> None:
    content = 'syntax = "proto3"; message Money {} message Order { message Line { Money m = 1; } Order parent = 2; }'
    found, problems = read(content, "", "Something")
    assert found is not None
    assert (found.name, problems) == ("Order", ())


def test_where_several_messages_could_be_the_payload_the_first_one_is_taken_and_it_is_said(read: Reads) -> None:
    found, problems = read(_SEVERAL)
    assert found is not None
    assert found.name == "OrderPlaced"
    assert [text(problem) for problem in problems] == [
        "order.proto:4:1: the file has several messages (OrderPlaced, OrderLost, Money); OrderPlaced is taken, "
        'the first (say which one: schemas=[Schema("order.proto", message="Money")]) [suspicious-schema]'
    ]


def test_a_message_that_is_not_there_is_reported_with_the_nearest_one(read: Reads) -> None:
    found, problems = read(_SEVERAL, "OrderPlaced.Lines")
    assert found is None
    assert [text(problem) for problem in problems] == [
        'order.proto:4:1: the file has no message "OrderPlaced.Lines" (did you mean "OrderPlaced.Line"?) [bad-schema]'
    ]


def test_a_file_without_a_message_is_refused(read: Reads) -> None:
    found, problems = read('syntax = "proto3"; enum Kind { NONE = 0; }')
    assert found is None
    assert [text(problem) for problem in problems] == [
        "order.proto:1:1: the file has no message (a payload is a message; name the file that has it) [bad-schema]"
    ]


def test_a_problem_with_the_choice_of_the_message_stands_at_the_first_one_counted_in_characters(read: Reads) -> None:
    _, problems = read('syntax = "proto3";\n/* é🙂 */\tmessage A {}\nmessage B {}')
    assert [(problem.place.line, problem.place.column) for problem in problems] == [(2, 10)]


@pytest.mark.parametrize("hidden", ["grpc_tools", "google.protobuf"])
def test_without_the_extra_each_file_is_an_error_with_the_command(
    read: Reads, monkeypatch: pytest.MonkeyPatch, hidden: str
) -> None:
    monkeypatch.setitem(sys.modules, hidden, None)
    found, problems = read('syntax = "proto3"; message Order {}')
    assert found is None
    assert [(problem.code, problem.place.path, problem.hint) for problem in problems] == [
        ("missing-extra", "order.proto", 'pip install "catalog-gen[protobuf]"')
    ]

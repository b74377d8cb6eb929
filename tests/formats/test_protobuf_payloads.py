"""Whether a payload is valid: every reason at its spot, and protobuf's own parser agrees."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

import pytest
from google.protobuf import descriptor_pb2, descriptor_pool, json_format, message_factory
from google.protobuf.message import Error
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog_gen.formats import protobuf
from catalog_gen.formats.files import SchemaFiles
from catalog_gen.formats.protobuf import protoc
from catalog_gen.formats.samples import synthesise
from catalog_gen.sources import WorkingTree

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from catalog_gen.formats.tree import Mismatch, Parsed

SCHEMA = """
syntax = "proto3";
package shop;
import "google/protobuf/any.proto";
import "google/protobuf/duration.proto";
import "google/protobuf/field_mask.proto";
import "google/protobuf/struct.proto";
import "google/protobuf/timestamp.proto";
import "google/protobuf/wrappers.proto";
message Order {
  string order_id = 1;
  int32 count = 2;
  int64 total = 3;
  double weight = 4;
  bool paid = 5;
  bytes raw = 6;
  Kind kind = 7;
  repeated int32 numbers = 8;
  repeated Order parts = 9;
  map<string, Order> by_name = 10;
  map<int32, string> by_number = 11;
  map<bool, Kind> by_flag = 12;
  oneof payment { string card = 13; Order voucher = 14; }
  optional uint32 level = 15;
  google.protobuf.Timestamp at = 16;
  google.protobuf.Duration took = 17;
  google.protobuf.Struct more = 18;
  google.protobuf.Value value = 19;
  google.protobuf.ListValue list = 20;
  google.protobuf.Any any = 21;
  google.protobuf.StringValue note = 22;
  google.protobuf.FieldMask mask = 23;
  repeated google.protobuf.Value values = 24;
  google.protobuf.NullValue nothing = 25;
}
enum Kind { NONE = 0; BIG = 1; }
"""


def parsed(root: Path, content: str) -> Parsed:
    found, problems = protobuf.Reader(SchemaFiles(WorkingTree(root), [""])).read("a.proto", content.encode(), "", "")
    assert found is not None, problems
    return found


@pytest.fixture(scope="module")
def check(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Any], tuple[Mismatch, ...]]:
    return parsed(tmp_path_factory.mktemp("project"), SCHEMA).check


_ANY = "type.googleapis.com/"


@pytest.mark.parametrize(
    "payload",
    [
        {},
        {"orderId": "a", "count": 1, "total": "12", "weight": 1.5, "paid": True, "raw": "aGk=", "kind": "BIG"},
        {"order_id": "a", "kind": 1, "total": 12, "weight": "NaN", "count": "3", "raw": "aGk"},
        {"numbers": [1, 2], "parts": [{"parts": [{}]}], "byName": {"a": {}}, "byNumber": {"1": "x"}},
        {"byFlag": {"true": "BIG"}, "card": "x", "level": 0, "kind": 7},
        {"at": "2026-01-31T12:00:00Z", "took": "3.5s", "more": {"a": [None]}, "value": None, "list": [1, None]},
        {"any": {"@type": _ANY + "shop.Order", "orderId": "a"}, "note": "x", "mask": "orderId,count"},
        {"any": {"@type": _ANY + "google.protobuf.StringValue", "value": "x"}},
        {"any": {}, "values": [None, 1], "nothing": None},
        {"orderId": None, "parts": None, "card": None, "voucher": {}, "note": None},
    ],
)
def test_payloads_as_protojson_writes_them_are_valid(check: Callable[[Any], Any], payload: Any) -> None:
    before = copy.deepcopy(payload)
    assert check(payload) == ()
    assert str(payload) == str(before)


@pytest.mark.parametrize(
    ("payload", "spots"),
    [
        ([], [("", "[] is not an object, as Order is one")]),
        (None, [("", "null is not an object, as Order is one")]),
        ({"orderid": "a"}, [("orderid", 'Order has no field "orderid" (did you mean "orderId"?)')]),
        ({"orderId": 1, "count": "x"}, [("orderId", "1 is not a string"), ("count", '"x" is not an int32')]),
        ({"count": 2**31}, [("count", "2147483648 is not an int32")]),
        ({"count": True, "paid": 1}, [("count", "true is not an int32"), ("paid", "1 is not a bool")]),
        ({"level": -1}, [("level", "-1 is not an uint32")]),
        ({"weight": True}, [("weight", "true is not a double")]),
        ({"raw": "!"}, [("raw", '"!" is not bytes in base64')]),
        ({"kind": "BIGG"}, [("kind", '"BIGG" is not a value of Kind (did you mean "BIG"?)')]),
        ({"kind": 0.5}, [("kind", "0.5 is not a value of Kind")]),
        (
            {"numbers": [1, "x", None]},
            [("numbers[1]", '"x" is not an int32'), ("numbers[2]", "null cannot be an element")],
        ),
        ({"numbers": 1}, [("numbers", "1 is not an array, as repeated fields are")]),
        ({"parts": [{"parts": [{"count": []}]}]}, [("parts[0].parts[0].count", "[] is not an int32")]),
        ({"byName": []}, [("byName", "[] is not an object, as a map is one")]),
        ({"byName": {"a": {"count": "x"}}}, [("byName.a.count", '"x" is not an int32')]),
        (
            {"byNumber": {"a": 1}},
            [("byNumber.a", '"a" is not an int32, as the keys are'), ("byNumber.a", "1 is not a string")],
        ),
        ({"byFlag": {"yes": "BIG"}}, [("byFlag.yes", '"yes" is not a bool, as the keys are')]),
        ({"card": "x", "voucher": {}}, [("voucher", "only one of payment can be set, and card is")]),
        ({"orderId": "a", "order_id": "a"}, [("order_id", "order_id is given twice, also as orderId")]),
        ({"at": "today"}, [("at", '"today" is not a time such as 2026-01-31T12:00:00Z')]),
        ({"took": 3}, [("took", "3 is not a duration such as 3.5s")]),
        (
            {"any": {"@type": "x/shop.No"}},
            [("any.@type", '"x/shop.No" is not the type of a message that the schema knows')],
        ),
        ({"any": {"@type": "x/shop.Order", "count": []}}, [("any.count", "[] is not an int32")]),
        ({"note": 1}, [("note", "1 is not a google.protobuf.StringValue")]),
    ],
)
def test_every_reason_is_told_at_its_spot(
    check: Callable[[Any], tuple[Mismatch, ...]], payload: Any, spots: list[tuple[str, str]]
) -> None:
    assert [(each.spot, each.message) for each in check(payload)] == spots


def test_required_fields_are_missed_wherever_they_are(tmp_path: Path) -> None:
    content = 'syntax = "proto2"; message A { required string an_id = 1; repeated A more = 2; }'
    found = parsed(tmp_path, content).check({"more": [{"anId": "x"}, {}]})
    assert [(each.path, each.message, each.rule) for each in found] == [
        ((), "anId is required and missing", "required"),
        (("more", 1), "anId is required and missing", "required"),
    ]


_HEAD = 'import "google/protobuf/any.proto"; import "google/protobuf/struct.proto";'


@pytest.mark.parametrize(
    ("content", "example"),
    [
        ('syntax = "proto3"; message A { google.protobuf.Any x = 1; }', {"x": {"@type": "type.googleapis.com/A"}}),
        ('syntax = "proto3"; package p; message A { repeated google.protobuf.Any x = 1; } message B { A a = 1; }',
         {"a": {"x": [{"@type": "type.googleapis.com/p.A"}]}}),
        ('syntax = "proto3"; import "google/protobuf/wrappers.proto"; message A { google.protobuf.Any x = 1; }',
         {"x": {"@type": "type.googleapis.com/google.protobuf.StringValue", "value": "text"}}),
        ('syntax = "proto2"; message A { required google.protobuf.Any x = 1; }', {"x": {}}),
        ('syntax = "proto2"; message B { required int32 x = 1; } message A { optional google.protobuf.Any x = 1; }',
         None),
        ('syntax = "proto3"; message A { google.protobuf.NullValue x = 1; }', {"x": None}),
        ('syntax = "proto3"; message A { repeated google.protobuf.NullValue x = 1; }', {"x": ["NULL_VALUE"]}),
        ('syntax = "proto3"; message A { map<string, google.protobuf.NullValue> x = 1; }', None),
        ('syntax = "proto3"; message A { oneof o { google.protobuf.NullValue x = 1; } }', {"x": None}),
    ],
)  # fmt: skip
def test_examples_are_read_by_a_parser_that_knows_nothing_but_the_file(
    tmp_path: Path, content: str, example: Any
) -> None:
    content = content.replace(";", f"; {_HEAD}", 1)
    found = parsed(tmp_path, content)
    sample = synthesise(found.tree, found.check)
    assert sample.failure == ""
    assert example in (None, sample.payload)
    message = _messages(content)[found.name]
    json_format.ParseDict(copy.deepcopy(sample.payload), message[0](), descriptor_pool=message[1])


def test_null_is_no_value_in_a_map_of_nulls(tmp_path: Path) -> None:
    content = f'syntax = "proto3"; {_HEAD} message A {{ map<string, google.protobuf.NullValue> x = 1; }}'
    check = parsed(tmp_path, content).check
    assert check({"x": {"a": "NULL_VALUE"}}) == ()
    assert [(each.spot, each.message) for each in check({"x": {"a": None}})] == [
        ("x.a", "null is not a value of NullValue")
    ]


def test_a_message_that_the_file_does_not_import_cannot_be_embedded(tmp_path: Path) -> None:
    content = f'syntax = "proto3"; {_HEAD} message A {{ google.protobuf.Any x = 1; }}'
    payload = {"x": {"@type": "type.googleapis.com/google.protobuf.StringValue", "value": "x"}}
    assert [each.spot for each in parsed(tmp_path, content).check(payload)] == ["x.@type"]


def test_extensions_are_fields_in_brackets(tmp_path: Path) -> None:
    content = 'syntax = "proto2"; message A { extensions 5; } extend A { optional int32 more = 5; }'
    found = parsed(tmp_path, content)
    assert found.check({"[more]": 1}) == ()
    assert [each.spot for each in found.check({"[more]": "x"})] == ["[more]"]
    assert [each.spot for each in found.check({"[other]": 1})] == ["[other]"]


def _nested(key: str, times: int) -> dict[str, Any]:
    value: dict[str, Any] = {}
    for _ in range(times):
        value = {key: value}
    return value


def test_what_is_nested_too_deeply_is_said_to_be(check: Callable[[Any], tuple[Mismatch, ...]]) -> None:
    assert check(_nested("voucher", 90)) == ()
    for payload in (_nested("voucher", 150), {"more": _nested("a", 5000)}, {"value": _nested("a", 200)}):
        assert check(payload)


@pytest.mark.parametrize(
    "odd",
    ["\ud800", 10**5000, float("inf"), float("nan"), "\0", {1: 2}, (1,), object(), b"x"],
    ids=["surrogate", "huge", "infinity", "nan", "null", "number as key", "tuple", "object", "bytes"],
)
@pytest.mark.parametrize("key", ["orderId", "count", "total", "weight", "raw", "kind", "at", "value", "any", "byName"])
def test_odd_values_never_crash(check: Callable[[Any], tuple[Mismatch, ...]], key: str, odd: Any) -> None:
    for mismatch in check({key: odd}):
        assert mismatch.spot.startswith(key)
        assert mismatch.message


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**65), 2**65) | st.floats(allow_nan=False) | st.text(max_size=3),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=2), inner, max_size=2),
    max_leaves=4,
)
_GOOD: dict[str, st.SearchStrategy[Any]] = {
    "orderId": st.text(max_size=3),
    "count": st.integers(-(2**31), 2**31 - 1),
    "total": st.integers(-(2**63), 2**63 - 1).map(str),
    "weight": st.floats(allow_nan=False, allow_infinity=False) | st.sampled_from(["NaN", "Infinity"]),
    "paid": st.booleans(),
    "kind": st.sampled_from(["NONE", "BIG", 0, 5]),
    "numbers": st.lists(st.integers(0, 9), max_size=2),
    "byNumber": st.dictionaries(st.integers(0, 9).map(str), st.text(max_size=2), max_size=2),
    "byFlag": st.dictionaries(st.sampled_from(["true", "false"]), st.sampled_from(["NONE", "BIG"])),
    "card": st.text(max_size=2),
    "at": st.datetimes().map(lambda at: f"{at.isoformat(timespec='seconds')}Z"),
    "took": st.integers(0, 99).map(lambda seconds: f"{seconds}s"),
    "more": st.dictionaries(st.text(max_size=2), _JSON, max_size=2),
    "value": _JSON,
    "list": st.lists(_JSON, max_size=2),
    "note": st.text(max_size=2),
}
_PAYLOAD = st.recursive(
    st.fixed_dictionaries({}, optional=_GOOD),
    lambda inner: st.fixed_dictionaries(
        {},
        optional={
            **_GOOD,
            "parts": st.lists(inner, max_size=2),
            "byName": st.dictionaries(st.text(max_size=2), inner, max_size=2),
            "voucher": inner,
            **dict.fromkeys(("count", "parts", "at", "numbers", "byFlag", "took", "unknown", "paid"), _JSON),
        },
    ),
    max_leaves=3,
)


def _messages(content: str) -> dict[str, tuple[Any, Any]]:
    """The classes that protobuf itself makes of a file, each with the pool of all that the file knows."""
    data = protoc.compiled({"a.proto": content.encode()}, "a.proto").descriptors
    assert data is not None
    pool = descriptor_pool.DescriptorPool()
    for file in descriptor_pb2.FileDescriptorSet.FromString(data).file:
        pool.Add(file)
    found = pool.FindFileByName("a.proto").message_types_by_name
    return {name: (message_factory.GetMessageClass(message), pool) for name, message in found.items()}


@pytest.fixture(scope="module")
def oracle() -> Callable[[Any], bool]:
    """Protobuf's own parser."""
    order, pool = _messages(SCHEMA)["Order"]

    def accepts(payload: Any) -> bool:
        try:
            json_format.ParseDict(copy.deepcopy(payload), order(), descriptor_pool=pool)
        except (json_format.Error, Error, ValueError, TypeError, AttributeError, OverflowError):
            return False
        return True

    return accepts


_STRICTER = ("is not an object, as Order is one", "is not a value of Kind")


@pytest.mark.slow
@settings(max_examples=150, deadline=None)
@given(payload=_PAYLOAD)
def test_the_verdict_is_that_of_protobufs_own_parser(
    check: Callable[[Any], tuple[Mismatch, ...]], oracle: Callable[[Any], bool], payload: Any
) -> None:
    found = check(payload)
    if not found:
        assert oracle(payload)
    elif not any(each.message.endswith(_STRICTER) for each in found):
        assert not oracle(payload), found

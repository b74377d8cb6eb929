from __future__ import annotations

import datetime
import json
import re
import subprocess
import sys
import uuid
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from clock import within
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog_gen.formats.samples import Sample, blending, lexicon, synthesise
from catalog_gen.formats.tree import ABSENT, Field, Limits, Mismatch, Tree, Type

if TYPE_CHECKING:
    from collections.abc import Mapping


def text(**more: Any) -> Type:
    return Type(kind="string", words="string", **more)


def integer(**limits: Any) -> Type:
    return Type(kind="integer", words="integer", limits=Limits(**limits))


def number(**limits: Any) -> Type:
    return Type(kind="number", words="number", limits=Limits(**limits))


def record(*fields: Field, **more: Any) -> Type:
    return Type(kind="record", words="record", fields=fields, **more)


def array(items: Type, **limits: Any) -> Type:
    return Type(kind="array", words="array", items=items, limits=Limits(**limits))


def mapping(items: Type, keys: Type | None = None, **limits: Any) -> Type:
    return Type(kind="map", words="map", items=items, keys=keys, limits=Limits(**limits))


def union(*branches: Type) -> Type:
    return Type(kind="union", words="union", branches=branches)


def enum(*values: Any) -> Type:
    return Type(kind="enum", words="enum", values=values)


def reference(name: str) -> Type:
    return Type(kind="reference", words=name, name=name)


def field(name: str, type_: Type, *, required: bool = True, **more: Any) -> Field:
    return Field(name=name, type=type_, required=required, **more)


NULL = Type(kind="null", words="null")
ANY = Type(kind="any", words="any")
TEXT = text()


def fine(_: Any) -> tuple[Mismatch, ...]:
    return ()


def payload(root: Type, types: Mapping[str, Type] | None = None, event: str = "OrderPlaced") -> Any:
    sample = synthesise(Tree(root, types or {}), fine, event)
    assert not sample.failure
    return sample.payload


def value(type_: Type, name: str = "value", event: str = "OrderPlaced", **more: Any) -> Any:
    return payload(record(field(name, type_, **more)), event=event)[name]


def failure(root: Type, types: Mapping[str, Type] | None = None) -> str:
    return synthesise(Tree(root, types or {}), fine, "OrderPlaced").failure


@pytest.mark.parametrize(
    ("name", "found"),
    [
        ("email", "ada@example.com"),
        ("customerEmail", "ada@example.com"),
        ("first_name", "Ada"),
        ("LAST-NAME", "Lovelace"),
        ("billingPostalCode", "10115"),
        ("country", "DE"),
        ("currency", "EUR"),
        ("sku", "TSHIRT-BLUE-M"),
        ("status", "placed"),
        ("title", "Order placed"),
        ("eventType", "OrderPlaced"),
        ("specversion", "1.0"),
        ("source", "/order-service"),
        ("datacontenttype", "application/json"),
        ("clientIp", "192.0.2.10"),
        ("createdAt", "2026-03-14T09:26:53Z"),
        ("delivery_date", "2026-03-18"),
        ("imageUrl", "https://example.com/images/order.png"),
        ("comments_url", "https://example.com/orders/1001/comments"),
        ("traceId", "4bf92f3577b34da6a3ce929d0e0e4736"),
        ("spanId", "00f067aa0ba902b7"),
        ("iban", "DE89370400440532013000"),
        ("timezone", "Europe/Berlin"),
        ("pipelineName", "Example pipeline"),
        ("hashedEmail", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
        ("creditScore", "0.87"),
        ("height_mm", "30"),
        ("utc_offset", "+01:00"),
        ("enabled", "true"),
        ("is_disabled", "false"),
        ("airport", "BER"),
        ("passport_number", "C01X00T47"),
        ("date_of_birth", "1990-12-10"),
        ("geo", "52.520008,13.404954"),
        ("flux", "Example flux"),
    ],
)
def test_texts_look_real_for_their_name(name: str, found: str) -> None:
    assert value(TEXT, name) == found


@pytest.mark.parametrize(
    ("type_", "name", "found"),
    [
        (number(), "unit_price", 19.99),
        (number(), "total", 39.98),
        (integer(), "quantity", 2),
        (integer(), "amount_cents", 3998),
        (integer(), "amount_micros", 39_980_000),
        (integer(), "maxReplicas", 10),
        (number(), "latitude", 52.520008),
        (integer(), "port", 8080),
        (integer(minimum=100, maximum=200), "quantity", 150),
        (number(exclusive_minimum=0, exclusive_maximum=1), "price", 0.5),
        (integer(multiple_of=5), "quantity", 5),
        (number(multiple_of=0.1), "price", 20.0),
        (integer(exclusive_minimum=2), "quantity", 3),
        (number(minimum=1e300), "price", 1e300),
        (number(maximum=-0.25), "price", -0.25),
        (integer(), "minAge", 29),
        (integer(), "maxAge", 45),
        (number(), "timestamp", 1773480413.0),
        (integer(), "date_of_birth", 660816000000),
        (integer(), "year_of_birth", 1990),
        (integer(), "year_of_issue", 2026),
        (integer(), "number_of_nights", 3),
        (integer(), "phone", 15550100),
        (integer(), "zip_code", 10115),
        (integer(), "memory_mb", 512),
        (number(), "package_weight_kg", 1.25),
    ],
)
def test_numbers_look_real_for_their_name_within_the_limits(type_: Type, name: str, found: float) -> None:
    assert value(type_, name) == found


@pytest.mark.parametrize("step", [0.01, 0.001, 0.05, 0.1, 0.3])
@pytest.mark.parametrize("name", ["price", "total", "subtotal", "tax", "rate", "x"])
def test_a_multiple_is_one_in_decimals_and_in_floats(step: float, name: str) -> None:
    found = value(number(multiple_of=step, minimum=0), name)
    assert (found / step).is_integer()
    assert Decimal(repr(found)) % Decimal(repr(step)) == 0


def test_an_order_with_whole_multiples_still_adds_up() -> None:
    assert value(number(multiple_of=0.01), "unit_price") == 20.0
    assert value(number(multiple_of=0.01), "total") == 40.0


def test_a_point_has_a_latitude_and_a_longitude() -> None:
    assert value(array(number(), min_items=2), "geo") == [52.520008, 13.404954]
    assert value(array(number(), min_items=2), "coordinates") == [13.404954, 52.520008]


def test_the_number_of_a_card_is_that_of_a_card() -> None:
    assert value(record(field("number", TEXT)), "card") == {"number": "4242424242424242"}


@pytest.mark.parametrize(
    "items",
    [
        text(limits=Limits(pattern=r"^\d{1,2}[A-F]$")),
        text(limits=Limits(pattern=r"^[A-Z]{3}-\d{4}$")),
        record(field("seat", text(limits=Limits(pattern=r"^[A-Z]{3}-\d{4}$")))),
        integer(minimum=10, maximum=100),
    ],
)
@pytest.mark.parametrize("count", [2, 9])
def test_elements_that_must_differ_do(items: Type, count: int) -> None:
    found = value(array(items, min_items=count, unique=True), "seats")
    assert len({json.dumps(one) for one in found}) == count


def test_booleans_that_must_differ_do() -> None:
    assert value(array(Type(kind="boolean", words="boolean"), min_items=2, unique=True), "flags") == [True, False]


@pytest.mark.parametrize(
    ("format_", "pattern", "found"),
    [
        ("email", r"@acme\.com$", "ada@acme.com"),
        ("email", r"^[a-z.]+@acme\.com$", None),
        ("uri", r"\.pdf$", "https://example.com/orders/1001.pdf"),
        ("uri", r"^https://cdn\.", None),
        ("date-time", r"\.\d{3}[+-]\d{2}:\d{2}$", "2026-03-14T09:26:53.000+00:00"),
        ("date", "-01$", "2026-03-01"),
        ("date", r"^\d{4}-12-", "2026-12-01"),
        ("ipv4", r"^10\.", "10.0.2.10"),
        ("hostname", r"\.internal$", "app-1.example.com.internal"),
        ("uuid", "^........-....-4", None),
    ],
)
def test_a_text_keeps_its_format_and_its_pattern(format_: str, pattern: str, found: str | None) -> None:
    shown = value(text(format=format_, limits=Limits(pattern=pattern)), "thing")
    assert re.search(pattern, shown)
    assert blending.is_of(format_, shown)
    assert found is None or shown == found


@pytest.mark.parametrize(
    ("format_", "text_", "is_one"),
    [
        ("email", "a.b@example.com", True),
        ("email", "@acme.com", False),
        ("email", "a@b@acme.com", False),
        ("uri", "https://example.com/a/b?c=d#e", True),
        ("uri", ".pdf", False),
        ("date", "2026-02-30", False),
        ("date-time", "2026-03-14T09:26:53Z", True),
        ("date-time", "2026-03-14T25:26:53Z", False),
        ("ipv4", "10.300.0.1", False),
        ("hostname", "-a.example", False),
        ("uuid", "4f2a9c1e", False),
        ("unheard-of", "anything", True),
    ],
)
def test_texts_are_told_apart_by_their_format(format_: str, text_: str, *, is_one: bool) -> None:
    assert blending.is_of(format_, text_) == is_one


@pytest.mark.parametrize(
    ("format_", "found"),
    [
        ("date-time", "2026-03-14T09:26:53Z"),
        ("local-date-time", "2026-03-14T09:26:53"),
        ("date", "2026-03-14"),
        ("time", "09:26:53Z"),
        ("duration", "PT1H30M"),
        ("email", "ada@example.com"),
        ("hostname", "app-1.example.com"),
        ("ipv4", "192.0.2.10"),
        ("ipv6", "2001:db8::10"),
        ("uri", "https://example.com/orders/1001"),
        ("uri-template", "https://example.com/orders/{id}"),
        ("base64", "ZXhhbXBsZQ=="),
        ("json", '{"color": "blue"}'),
        ("json-pointer", "/order/0"),
        ("int64", "1"),
    ],
)
def test_texts_keep_their_format(format_: str, found: str) -> None:
    assert value(text(format=format_), "thing") == found


def test_a_duration_of_protobuf_is_in_seconds() -> None:
    type_ = Type(kind="string", words="google.protobuf.Duration", format="duration")
    assert value(type_, "timeout") == "3.5s"


def test_a_decimal_has_just_the_digits_of_its_scale_within_the_precision() -> None:
    assert value(text(format="decimal", limits=Limits(precision=10, scale=4)), "price") == "19.9900"
    assert value(text(format="decimal", limits=Limits(precision=3, scale=2)), "price") == "7.95"
    assert value(text(format="decimal", limits=Limits(precision=2, scale=2)), "price") == "0.50"
    assert value(text(format="decimal", limits=Limits(precision=3, scale=0)), "price") == "20"


def test_what_happens_later_has_a_later_time() -> None:
    names = ["birthDate", "created_at", "updated_at", "completed_at", "shippedAt", "delivered_at", "expires_at"]
    found = payload(record(*(field(name, text(format="date-time")) for name in names)))
    assert list(found.values()) == sorted(found.values())


def test_an_integer_that_is_a_time_has_the_unit_that_is_said() -> None:
    moment = datetime.datetime.fromisoformat("2026-03-14T09:26:53+00:00").timestamp()
    assert value(Type(kind="integer", words="long (timestamp-millis)"), "created_at") == moment * 1000
    assert value(Type(kind="integer", words="long (timestamp-micros)"), "created_at") == moment * 1_000_000
    assert value(integer(), "created_unix_nano") == moment * 10**9
    assert value(integer(maximum=2**31 - 1), "created_at") == moment


def test_an_id_is_that_of_the_thing_around_wherever_it_is_named() -> None:
    customer = record(field("id", TEXT))
    found = payload(record(field("id", TEXT), field("customer_id", TEXT), field("customer", customer)))
    assert found["customer"]["id"] == found["customer_id"]
    assert found["id"] != found["customer_id"]
    assert uuid.UUID(found["id"]).version == 5
    assert found["id"] == value(text(format="uuid"), "orderId")


def test_a_name_takes_after_the_thing_around() -> None:
    found = payload(record(*(field(thing, record(field("name", TEXT))) for thing in ("product", "customer", "team"))))
    assert [thing["name"] for thing in found.values()] == ["Blue T-shirt", "Ada Lovelace", "logistics"]


@pytest.mark.parametrize(
    ("name", "limits", "found"),
    [
        ("country", Limits(min_length=3, max_length=3), "DEU"),
        ("order_id", Limits(max_length=12), "order-90758"),
        ("order_id", Limits(max_length=5), "90758"),
        ("reason", Limits(max_length=10), "damaged"),
        ("checksum", Limits(min_length=32, max_length=32), "d41d8cd98f00b204e9800998ecf8427e"),
        ("first_name", Limits(max_length=2), "Al"),
        ("anything", Limits(max_length=0), ""),
    ],
)
def test_texts_are_chosen_by_their_length(name: str, limits: Limits, found: str) -> None:
    assert value(text(limits=limits), name) == found


@given(st.text(max_size=12), st.integers(0, 60), st.integers(0, 60))
def test_texts_keep_every_limit_of_length(name: str, least: int, more: int) -> None:
    found = value(text(limits=Limits(min_length=least, max_length=least + more)), name)
    assert least <= len(found) <= least + more


@given(
    st.integers(-(10**6), 10**6),
    st.integers(0, 10**6),
    st.integers(1, 50),
    st.sampled_from(["maximum", "exclusive_maximum"]),
    st.sampled_from(["price", "quantity", "id", "created_at", "x"]),
)
def test_integers_keep_every_limit_or_say_that_there_is_none(
    low: int, width: int, step: int, bound: str, name: str
) -> None:
    root = record(field(name, integer(minimum=low, multiple_of=step, **{bound: low + width})))
    end = low + width + (bound == "maximum")
    there_are = any(candidate % step == 0 for candidate in range(low, min(end, low + step)))
    sample = synthesise(Tree(root), fine, "X")
    assert bool(sample.failure) != there_are
    if there_are:
        found = sample.payload[name]
        assert isinstance(found, int)
        assert low <= found <= low + width
        assert found % step == 0


@given(st.decimals(-1000, 1000, places=3), st.decimals("0.01", 100, places=3))
def test_numbers_between_two_limits_are_found(low: Decimal, width: Decimal) -> None:
    low_, high = float(low), float(low + width)
    found = value(number(exclusive_minimum=low_, exclusive_maximum=high), "price")
    assert low_ < found < high


def test_examples_of_the_schema_come_first() -> None:
    assert value(text(examples=("from type",)), "email") == "from type"
    assert value(text(examples=("from type",)), "email", examples=("from field",)) == "from field"
    root = record(field("a", TEXT), examples=({"a": "whole"},))
    assert payload(root) == {"a": "whole"}


def test_an_example_that_does_not_fit_is_passed_over() -> None:
    assert value(integer(), "quantity", examples=("two", 7)) == 7
    assert value(text(limits=Limits(max_length=3)), "code", examples=("too long", "ok")) == "ok"


@pytest.mark.parametrize(
    ("type_", "name", "default", "found"),
    [
        (TEXT, "currency", "CHF", "CHF"),
        (TEXT, "name", "", "Example order"),
        (TEXT, "reason", "UNKNOWN", "Requested by the customer"),
        (integer(), "quantity", 0, 2),
        (integer(), "quantity", 9, 9),
        (Type(kind="boolean", words="boolean"), "active", False, False),
        (union(NULL, TEXT), "email", None, "ada@example.com"),
        (array(TEXT), "tags", [], ["new"]),
        (array(TEXT), "tags", ["a", "b"], ["a", "b"]),
        (enum("UNKNOWN", "OPEN"), "state", "UNKNOWN", "OPEN"),
        (TEXT, "created_at", "1970-01-01T00:00:00Z", "2026-03-14T09:26:53Z"),
    ],
)
def test_a_default_is_taken_where_it_says_something(type_: Type, name: str, default: Any, found: Any) -> None:
    assert value(type_, name, default=default) == found


def test_an_enum_shows_its_first_symbol_that_says_something() -> None:
    assert value(enum("STATUS_UNSPECIFIED", "STATUS_OPEN")) == "STATUS_OPEN"
    assert value(enum("unknown")) == "unknown"
    assert value(enum(3, 4)) == 3


def test_fields_that_may_be_missing_are_shown_too() -> None:
    root = record(field("a", TEXT), field("b", union(NULL, integer()), required=False, default=ABSENT))
    assert payload(root) == {"a": "Example a", "b": 1}


def test_fields_are_written_as_payloads_write_them_in_the_order_of_the_schema() -> None:
    root = record(field("z_name", TEXT, key="zName"), field("email", TEXT), field("sku", TEXT))
    assert list(payload(root)) == ["zName", "email", "sku"]


def test_of_a_group_one_member_is_set() -> None:
    group = [field(name, TEXT, required=False, group="payment") for name in ("card", "iban", "voucher")]
    assert list(payload(record(field("id", TEXT), *group))) == ["id", "card"]


def test_an_array_has_as_many_different_elements_as_it_needs() -> None:
    assert value(array(TEXT), "tags") == ["new"]
    assert value(array(TEXT, min_items=3), "emails") == ["ada@example.com", "grace@example.com", "alan@example.org"]
    found = value(array(enum("a", "b", "c"), min_items=3, unique=True))
    assert sorted(found) == ["a", "b", "c"]
    assert value(array(TEXT, max_items=0), "tags") == []


def test_a_tuple_has_an_element_of_each_type() -> None:
    type_ = Type(kind="array", words="tuple", prefix=(number(), enum("km")))
    assert value(type_, "distance") == [12.4, "km"]


def test_the_elements_of_one_order_have_one_currency() -> None:
    lines = array(record(field("sku", TEXT), field("currency", TEXT)), min_items=2)
    assert value(lines, "lines") == [
        {"sku": "TSHIRT-BLUE-M", "currency": "EUR"},
        {"sku": "MUG-WHITE", "currency": "EUR"},
    ]


def test_a_map_has_an_entry_with_a_key_that_looks_real() -> None:
    assert value(mapping(TEXT), "headers") == {"content-type": "application/json"}
    assert value(mapping(number()), "prices") == {"EUR": 19.99}
    assert value(mapping(integer(), keys=text(limits=Limits(pattern="^[a-z]{2}$"))), "counts") == {"ab": 3}
    assert len(value(mapping(TEXT, min_properties=7), "labels")) == 7
    assert value(mapping(TEXT, max_properties=0), "labels") == {}
    assert next(iter(value(mapping(TEXT, keys=Type(kind="integer", words="int32")), "names"))).isdigit()


def test_a_union_shows_its_first_branch_that_is_not_null() -> None:
    assert value(union(NULL, integer(), TEXT), "quantity") == 2
    assert value(union(NULL)) is None


def test_a_union_passes_over_a_branch_for_which_nothing_is_found() -> None:
    assert value(union(integer(minimum=5, maximum=3), TEXT), "email") == "ada@example.com"


def test_an_optional_field_for_which_nothing_is_found_is_left_out() -> None:
    assert payload(record(field("a", TEXT), field("b", integer(minimum=5, maximum=3), required=False))) == {
        "a": "Example a"
    }


def test_recursion_is_shown_once() -> None:
    node = record(field("label", TEXT), field("children", array(reference("Node"))))
    found = payload(reference("Node"), {"Node": node})
    assert found["children"][0]["children"] == []


def test_recursion_ends_where_a_union_has_a_flat_branch() -> None:
    types = {
        "Expr": union(reference("Add"), integer()),
        "Add": record(field("left", reference("Expr")), field("right", reference("Expr"))),
    }
    found = payload(reference("Expr"), types)
    assert found == {"left": 1, "right": 1}


def test_the_root_counts_as_the_type_that_it_is() -> None:
    node = record(field("label", TEXT), field("next", reference("Node"), required=False))
    assert payload(node, {"Node": node})["next"] == {"label": "Example next"}


@pytest.mark.parametrize(
    ("root", "types", "words"),
    [
        (
            reference("Node"),
            {"Node": record(field("label", TEXT), field("next", reference("Node")))},
            'no finite value exists: every "Node" contains another "Node" at next',
        ),
        (
            record(field("a", reference("A"))),
            {"A": record(field("b", reference("B"))), "B": array(reference("A"), min_items=1)},
            'no finite value exists: every "A" contains another "A" at b.[]',
        ),
        (record(field("a", enum())), {}, "a allows no value at all"),
        (Type(kind="never", words="never"), {}, "the schema allows no value at all"),
        (reference("A"), {"A": reference("A")}, 'no finite value exists: every "A" contains another "A"'),
        (
            record(field("a", record(field("b", text(limits=Limits(pattern="^[a-z]+$", max_length=0)))))),
            {},
            "a.b: no text was found for the pattern ^[a-z]+$",
        ),
        (record(field("a", integer(minimum=5, maximum=3))), {}, "a: no number is within its limits"),
        (
            record(field("a", array(text(limits=Limits(min_length=5, max_length=3)), min_items=1))),
            {},
            "a[0]: no text was found within its limits",
        ),
    ],
)
def test_why_there_is_no_example_is_said(root: Type, types: Mapping[str, Type], words: str) -> None:
    assert failure(root, types) == words


def test_what_is_never_valid_gives_no_payload_after_a_bounded_number_of_checks() -> None:
    calls = 0

    def check(_: Any) -> tuple[Mismatch, ...]:
        nonlocal calls
        calls += 1
        return (Mismatch(("a",), "is wrong", "strange"),)

    root = record(field("a", union(TEXT, integer()), required=False), field("b", array(TEXT), required=False))
    sample = synthesise(Tree(root), check, "X")
    assert sample == Sample(failure=f"none that is valid was found in {calls} attempts (the first one: a: is wrong)")
    assert calls <= 40


@given(st.integers(0, 30))
def test_no_payload_is_given_that_the_check_does_not_accept(accepted: int) -> None:
    calls = 0

    def check(found: Any) -> tuple[Mismatch, ...]:
        nonlocal calls
        calls += 1
        return () if calls > accepted else (Mismatch(("a",), "is wrong"), Mismatch(tuple(found)[:1], "no"))

    root = record(*(field(name, TEXT, required=False) for name in "abcdefgh"))
    sample = synthesise(Tree(root), check, "X")
    assert bool(sample.failure) == (calls <= accepted)


def test_a_large_schema_is_shown_as_far_as_it_stays_readable() -> None:
    inner = record(*(field(f"f{index}", TEXT, required=False) for index in range(20)))
    middle = record(*(field(f"m{index}", inner, required=False) for index in range(20)))
    found = payload(record(*(field(f"r{index}", middle, required=False) for index in range(20))))
    assert 20 <= json.dumps(found).count(":") <= 450
    assert list(found) == [f"r{index}" for index in range(20)]


def test_a_wide_schema_of_optional_fields_is_not_empty() -> None:
    found = payload(record(*(field(f"f{index}", TEXT, required=False) for index in range(900))))
    assert 190 <= len(found) <= 200


def test_what_must_be_there_is_there_however_large_it_is() -> None:
    found = payload(record(*(field(f"f{index}", TEXT) for index in range(900))))
    assert len(found) == 900


def test_a_payload_that_must_be_huge_is_not_made() -> None:
    inner = record(*(field(f"f{index}", TEXT) for index in range(100)))
    root = record(*(field(f"r{index}", inner) for index in range(100)))
    assert failure(root) == "the smallest one would have more than 5000 values"


def test_a_schema_that_is_nested_too_deeply_is_said_to_be() -> None:
    type_ = TEXT
    for _ in range(3000):
        type_ = array(type_, min_items=1)
    assert failure(type_) == "the schema is nested too deeply"


@pytest.mark.slow
def test_types_that_multiply_are_no_burden() -> None:
    types = {
        f"T{level}": record(*(field(f"f{index}", reference(f"T{level + 1}")) for index in range(4)))
        for level in range(12)
    } | {"T12": record(field("next", union(NULL, reference("T0"))))}
    with within(2):
        assert failure(reference("T0"), types).startswith("the smallest one would have more than")


def test_a_net_of_optional_types_is_shown_in_part() -> None:
    types = {
        f"R{index}": record(
            *(field(f"f{turn}", reference(f"R{(index * 7 + turn * 13) % 900}"), required=False) for turn in range(10))
        )
        for index in range(900)
    }
    found = payload(reference("R0"), types)
    assert 100 <= json.dumps(found).count("{}") <= 250


def test_keys_without_any_letters_are_no_trouble() -> None:
    names = ["", "_", "$", "1", "名前", "a b", "\ud800", "ID", "id_"]
    assert list(payload(record(*(field(name, TEXT) for name in names)), event="")) == names


SCALARS = st.sampled_from(
    [TEXT, integer(), number(), NULL, ANY, enum("a", "b"), text(format="date"), Type(kind="bytes", words="bytes")]
)
NAMES = st.sampled_from(["A", "B", "C"])


def _types(inner: st.SearchStrategy[Type]) -> st.SearchStrategy[Type]:
    drawn = st.tuples(inner, st.booleans(), st.sampled_from(["", "", "g"]))
    fields = st.lists(drawn, max_size=4).map(
        lambda found: [
            Field(name=f"f{index}", type=type_, required=required and not group, group=group)
            for index, (type_, required, group) in enumerate(found)
        ]
    )
    return (
        fields.map(lambda found: record(*found))
        | st.tuples(inner, st.none() | st.integers(0, 3)).map(lambda found: array(found[0], min_items=found[1]))
        | inner.map(mapping)
        | st.lists(inner, max_size=3).map(lambda found: union(*found))
    )


TYPES = st.recursive(SCALARS | NAMES.map(reference), _types, max_leaves=12)


@settings(max_examples=150, deadline=None)
@given(TYPES, st.fixed_dictionaries(dict.fromkeys("ABC", TYPES)))
def test_every_tree_has_a_payload_or_a_reason(root: Type, types: dict[str, Type]) -> None:
    sample = synthesise(Tree(root, types), fine, "X")
    if sample.failure:
        assert sample.failure.startswith(("no finite value", "the schema allows no", "none of the", "nothing")) or (
            "allows no value at all" in sample.failure
        )
    else:
        assert sample == synthesise(Tree(root, types), fine, "X")
        _assert_is_of(Tree(root, types), root, sample.payload)


def _assert_is_of(tree: Tree, type_: Type, found: Any) -> None:
    """That the value is one of the type, down to its last element."""
    assert _is_of(tree, type_, found), (type_, found)


def _is_of(tree: Tree, type_: Type, found: Any, unions: int = 0) -> bool:
    seen = tree.seen(type_)
    if seen.kind == "union":
        return unions < 20 and any(_is_of(tree, branch, found, unions + 1) for branch in seen.branches)
    if seen.kind == "record":
        fields = {one.name: one for one in seen.fields}
        needed = {one.name for one in seen.fields if one.required and not one.group}
        return (
            isinstance(found, dict)
            and needed <= set(found) <= set(fields)
            and all(_is_of(tree, fields[key].type, part) for key, part in found.items())
        )
    if seen.kind == "array":
        enough = len(found) >= (seen.limits.min_items or 0) if isinstance(found, list) else False
        return enough and seen.items is not None and all(_is_of(tree, seen.items, part) for part in found)
    if seen.kind == "map":
        return isinstance(found, dict) and all(_is_of(tree, seen.items or ANY, part) for part in found.values())
    classes: dict[str, tuple[type, ...]] = {"string": (str,), "bytes": (str,), "integer": (int,), "number": (float,)}
    if seen.kind == "enum":
        return found in seen.values
    return found is None if seen.kind == "null" else isinstance(found, classes.get(seen.kind, (object,)))


@pytest.mark.parametrize("event", ["OrderPlaced", "", "X", "order.placed.v2"])
def test_no_text_of_the_lexicon_shows_a_place_to_fill(event: str) -> None:
    names = [name for line in lexicon._TEXTS.strip().splitlines() for name in line.partition(": ")[0].split(", ")]
    found = payload(record(*(field(name, array(TEXT, min_items=3)) for name in names)), event=event)
    shown = {text for texts in found.values() for text in texts}
    assert {text for text in shown if "{" in text} <= {'{"color": "blue"}'}


def test_the_same_payload_comes_out_in_every_process() -> None:
    program = (
        "from catalog_gen.formats.samples import synthesise\n"
        "from catalog_gen.formats.tree import *\n"
        "names = ['id', 'sku', 'tags', 'x']\n"
        "text = Type(kind='string', words='')\n"
        "fields = tuple(Field(name=name, type=text, required=True) for name in names)\n"
        "print(synthesise(Tree(Type(kind='record', words='', fields=fields)), lambda _: (), 'OrderPlaced').payload)"
    )
    found = {
        subprocess.run(
            [sys.executable, "-c", program], env={"PYTHONHASHSEED": seed}, capture_output=True, check=True
        ).stdout
        for seed in ("0", "7")
    }
    assert len(found) == 1

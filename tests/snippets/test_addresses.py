from __future__ import annotations

from typing import Any

import pytest

from catalog_gen import Channel, Parameter, Route
from catalog_gen.snippets import addresses
from catalog_gen.snippets.code import Code
from catalog_gen.snippets.languages import LANGUAGES

ENV = {"env": Parameter(enum=["dev", "prod"], default="dev")}


def written(channel: Channel, declared: object = None, *, wildcard: str = "", produces: bool = True) -> list[str]:
    language = LANGUAGES["python"]
    field = (lambda name: Code(f'event["{name}"]')) if produces else None
    found = addresses.written(addresses.address(channel, declared), language, field, wildcard)
    return [*filter(None, str(found.constants).split("\n")), str(found.expression)]


CASES: list[tuple[str, Channel, object, list[str]]] = [
    ("the id is the address", Channel("orders.events"), None, ['"orders.events"']),
    ("unless one is given", Channel("orders", address="orders-v1"), None, ['"orders-v1"']),
    (
        "a parameter comes from the environment",
        Channel("orders.{env}", parameters=ENV),
        None,
        ['ENV = os.environ.get("ENV", "dev")', 'f"orders.{ENV}"'],
    ),
    (
        "without a default it has to be set",
        Channel("orders.{region}", parameters={"region": Parameter()}),
        None,
        ['REGION = os.environ["REGION"]', 'f"orders.{REGION}"'],
    ),
    (
        "the first of several values stands for the default",
        Channel("orders.{region}", parameters={"region": {"enum": ["eu", "us"]}}),
        None,
        ['REGION = os.environ.get("REGION", "eu")', 'f"orders.{REGION}"'],
    ),
    (
        "a variable that means something else is left alone",
        Channel("{path}.{user}", parameters={"path": {"default": "a"}, "user": {"default": "b"}}),
        None,
        [
            'CHANNEL_PATH = os.environ.get("CHANNEL_PATH", "a")',
            'CHANNEL_USER = os.environ.get("CHANNEL_USER", "b")',
            'f"{CHANNEL_PATH}.{CHANNEL_USER}"',
        ],
    ),
    (
        "what a route says is fixed",
        Channel("orders.{env}.{region}", parameters=ENV | {"region": Parameter()}),
        Route("x", parameters={"region": "eu"}),
        ['ENV = os.environ.get("ENV", "dev")', 'f"orders.{ENV}.eu"'],
    ),
    (
        "environments that do not follow the template",
        Channel("orders.{env}", parameters=ENV, environments={"prod": "eu.orders"}),
        None,
        ['ENV = os.environ.get("ENV", "dev")', '{"prod": "eu.orders"}.get(ENV, f"orders.{ENV}")'],
    ),
    (
        "a route that fixes such an environment has its address",
        Channel("orders.{env}", parameters=ENV, environments={"prod": "eu.orders"}),
        Route("x", parameters={"env": "prod"}),
        ['"eu.orders"'],
    ),
]


@pytest.mark.parametrize(
    ("channel", "declared", "lines"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_an_address_in_python(channel: Channel, declared: object, lines: list[str]) -> None:
    assert written(channel, declared) == lines


def test_signs_of_the_language_in_an_address_are_text() -> None:
    expression = written(Channel("a", address="a\"'\\{env}`$}{", parameters=ENV))[-1]
    assert eval(expression, {"ENV": "dev"}) == "a\"'\\dev`$}{"  # noqa: S307 - what we have written


FIELD: dict[str, Any] = {"order": Parameter(field="order_id")}


def test_a_part_that_a_field_says_is_taken_from_the_payload_and_left_open_by_consumers() -> None:
    channel = Channel("placed", address="orders/{order}/placed", parameters=FIELD)
    assert written(channel, wildcard="+") == ['order = event["order_id"]', 'f"orders/{order}/placed"']
    assert written(channel, wildcard="+", produces=False) == ['"orders/+/placed"']


def test_where_nothing_can_be_left_open_both_take_it_from_the_environment() -> None:
    channel = Channel("orders.{order}", parameters=FIELD)
    for produces in (True, False):
        assert written(channel, produces=produces) == ['ORDER = os.environ["ORDER"]', 'f"orders.{ORDER}"']

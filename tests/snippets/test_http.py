"""HTTP: where requests go, what is in path, query, headers and body, and what is answered."""

from __future__ import annotations

import contextlib
import json
import os
import re
import subprocess
import sys
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import httpx
import pagecode
import pytest
from brokers import Route, http
from brokers.waiting import until
from running import Programs, handled

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from projects import Project
    from running import Consumer

PARAMETERS = 'parameters={"env": {"default": "dev"}, "region": {"default": "eu"}}'

PLACES: list[tuple[str, str, str, str, str, str]] = [
    ("a path alone", 'address="orders"', "", '"http://localhost:8000"', '"/orders"', '"/orders"'),
    ("a slash at the end stays", 'address="/orders/"', "", '"http://localhost:8000"', '"/orders/"', '"/orders/"'),
    (
        "a whole address",
        'address="https://api.acme.com/v1/orders"',
        "",
        '"https://api.acme.com"',
        '"/v1/orders"',
        '"/v1/orders"',
    ),
    (
        "parameters come from the environment",
        'address="https://{env}.acme.com/{region}/orders", ' + PARAMETERS,
        "",
        'f"https://{ENV}.acme.com"',
        'f"/{REGION}/orders"',
        'f"/{REGION}/orders"',
    ),
    (
        "or are fields of the payload",
        'address="/orders/{id}", parameters={"id": {"field": "customer.id"}}',
        "",
        '"http://localhost:8000"',
        'f"/orders/{id}"',
        '"/orders/{id}"',
    ),
    (
        "the path of the operation follows that of the channel",
        'address="https://api.acme.com/v1"',
        'operation=Operation("PUT", "/orders/{customer.id}/{other}")',
        '"https://api.acme.com"',
        'f"/v1/orders/{customer_id}/{OTHER}"',
        '"/v1/orders/{customer_id}/{other}"',
    ),
    (
        "unless it has that already",
        'address="/orders"',
        'operation=Operation("PUT", "/orders/items")',
        '"http://localhost:8000"',
        '"/orders/items"',
        '"/orders/items"',
    ),
    (
        "a value with a slash needs a route that takes it",
        'address="/files"',
        'operation=Operation("PUT", "{file}")',
        '"http://localhost:8000"',
        'f"/files/{file}"',
        '"/files/{file:path}"',
    ),
    (
        "environments have other servers",
        'address="/orders", environments={"dev": "/orders", "prod": "https://acme.com/orders"}',
        "",
        "SERVER",
        '"/orders"',
        '"/orders"',
    ),
    (
        "or other paths",
        'address="/orders", environments={"dev": "/orders", "prod": "/v2/orders"}',
        "",
        '"http://localhost:8000"',
        '{"dev": "/orders", "prod": "/v2/orders"}.get(ENV, "/orders")',
        '{"dev": "/orders", "prod": "/v2/orders"}.get(ENV, "/orders")',
    ),
    (
        "characters without a meaning are what they are",
        'address="\\ue000x/{other}", parameters={"other": {}}',
        'operation=Operation("PUT", "/{customer.id}/\\ue001")',
        '"http://localhost:8000"',
        'f"/\\ue000x/{OTHER}/{customer_id}/\\ue001"',
        'f"/\\ue000x/{OTHER}/{{customer_id}}/\\ue001"',
    ),
    (
        "a field may be called as a variable of the program",
        'address="/{transport}/{client}/{file}", parameters={n: {"field": n} for n in ("transport", "client", "file")}',
        "",
        '"http://localhost:8000"',
        'f"/{transport_}/{client_}/{file}"',
        '"/{transport}/{client}/{file:path}"',
    ),
    (
        "what is escaped in an address is not in a route",
        'address="/a%20b/ä"',
        "",
        '"http://localhost:8000"',
        '"/a%20b/ä"',
        '"/a b/ä"',
    ),
]


@pytest.mark.parametrize(
    ("channel", "operation", "base", "path", "route"), [case[1:] for case in PLACES], ids=[case[0] for case in PLACES]
)
def test_requests_go_where_the_definition_says(
    project: Project, channel: str, operation: str, base: str, path: str, route: str
) -> None:
    payload = {"customer": {"id": "c"}, "file": "a/b", "transport": "t", "client": 1}
    page = defined(
        project, f'Command("Sent", examples=[Example({payload!r})], {operation or "key=None"}, channels=["c"])', channel
    )
    producer, consumer = (pagecode.program(page, role) for role in ("producer", "consumer"))
    assert f'BASE_URL = os.environ.get("API_URL", {base})' in producer or f'("API_URL", {base})' in producer
    sent = re.search(r"client\.\w+\(\n\s+(.*),\n", producer)
    answered = re.search(r"@app\.\w+\((.*)\)\n", consumer)
    assert sent is not None
    assert answered is not None
    assert [sent[1], answered[1]] == [path, route]


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("sig={id}", '"sig": event["id"]'),
        ("n={number}", '"n": str(event["number"])'),
        ("sig=a-{id}{env}{number}", '"sig": "a-" + event["id"] + ENV + str(event["number"])'),
        ("sig={env}&x=y", '"sig": f"{ENV}",\n            "x": "y"'),
    ],
)
def test_fields_of_a_payload_in_the_body_may_be_in_the_query(project: Project, query: str, code: str) -> None:
    event = 'Event("Sent", examples=[Example({"id": "i", "number": 1})], operation=Operation("POST", "/x?'
    page = defined(project, f'{event}{query}"), channels=["c"])', 'address="/c", parameters={"env": {}}')
    assert f"        params={{\n            {code},\n        }},\n" in pagecode.program(page, "producer")


@pytest.mark.parametrize(
    ("protocol", "channel", "sent"),
    [
        ("http", 'discriminator="event-type"', ['"event-type": "x",']),
        ("kafka", 'discriminator="event-type"', ['"event-type": "x",']),
        ("http", 'discriminator="EVENT-TYPE"', ['"EVENT-TYPE": "x",']),
        ("http", "", ['"Event-Type": "x",']),
    ],
)
def test_a_discriminator_is_the_declared_header_however_it_is_written(
    project: Project, protocol: str, channel: str, sent: list[str]
) -> None:
    event = 'Event("Sent", examples=[Example({"id": 1})], headers={"Event-Type": "x"}, channels=["c"])'
    page = defined(project, event, f'address="c", {channel}', protocol)
    producer, consumer = (pagecode.program(page, role) for role in ("producer", "consumer"))
    assert [line.strip() for line in producer.splitlines() if "event-type" in line.lower()] == sent
    assert (f'{sent[0].split(":")[0]}) != "x"' in consumer) == bool(channel)


def test_an_attribute_of_a_cloudevent_is_sent_once(project: Project) -> None:
    event = 'Event("Sent", examples=[Example({})], envelope=CloudEvents(), headers={"CE-Source": "x"}, channels=["c"])'
    producer = pagecode.program(defined(project, event, 'address="/c"'), "producer")
    assert [line.strip() for line in producer.splitlines() if "source" in line.lower()] == ['"ce-source": "x",']


def test_headers_are_visible_ascii(project: Project) -> None:
    headers = {"plain": "it's {x} 100%", "other": "Ärger 100%", "edge": " x"}
    envelope = 'CloudEvents("binary", type="com.\\"x\\"", source="/ä b")'
    keywords = f'headers={headers!r} | {{"field": Header(field="name")}}, envelope={envelope}'
    page = defined(
        project, f'Command("Sent", examples=[Example({{"name": "Ä"}})], {keywords}, channels=["c"])', 'address="/c"'
    )
    producer = pagecode.program(page, "producer")
    for name, code in {
        "plain": '"it\'s {x} 100%"',
        "other": '"%C3%84rger%20100%25"',
        "edge": '"%20x"',
        "field": 'quote(command["name"], safe="")',
        "ce-type": '"com.%22x%22"',
        "ce-source": '"/%C3%A4%20b"',
    }.items():
        assert f'"{name}": {code},\n' in producer


QUERY: dict[str, Any] = {
    "order_id": "o/1 &ä",
    "limit": 10,
    "price": 0.5,
    "active": True,
    "gone": None,
    "tags": ["a", "b & c"],
    "numbers": [1, 2],
    "none": [],
    "filter": {"a": [1, None]},
    'it\'s "q" \\ {b} </Tabs> ```': "</T>",
    "for": "x",
    "request": "r",
    "event": "e",
    "1st": 2,
}
REPLY = {"order_id": "o", "it's": ['"', None, 1.5]}


@pytest.mark.slow
def test_a_query_carries_its_fields_in_path_and_query_and_gets_the_reply(project: Project, tmp_path: Path) -> None:
    operation = 'Operation("GET", "/orders/{order_id}/{limit}")'
    text = f'Query("Sent", examples=[Example({QUERY!r})], operation={operation}, reply=Example({REPLY!r}))'
    page = defined(project, text)
    with served(page, tmp_path) as (broker, programs, consumer):
        asked = programs.run(programs.add("producer.py", pagecode.program(page, "producer")))
        assert asked.stdout == f"answer: {REPLY!r}\n", asked.stderr
        assert handled(consumer.text, "Sent:") == [QUERY]
        [exchange] = broker.exchanges(Route("http", "/orders/o%2F1%20%26%C3%A4/10", ""))
        assert (exchange.request.method, exchange.request.body, exchange.answer.status) == ("GET", b"", 200)


SCHEMA = {
    "type": "object",
    "properties": {
        "product_id": {"type": "string"},
        "since": {"type": ["string", "null"]},
        "until": {"type": ["string", "null"]},
        "warehouse": {"enum": ["ham", 'it\'s "q"']},
        "limit": {"type": "integer", "default": 5},
        "weight": {"type": "number"},
        "tags": {"type": "array", "items": {"$ref": "#/$defs/tag"}},
        "sizes": {"type": "array", "items": {"type": "integer"}, "default": [1, 2]},
        "filter": {"type": "object", "default": {"a": None}},
        "region": {"enum": ["eu", "us"]},
        "in stock": {"type": "boolean", "default": True},
        "never": False,
    },
    "$defs": {"tag": {"enum": ["a", "b"]}},
    "required": ["product_id", "weight", "since"],
}
ASKED = {"product_id": "p", "weight": 2, "warehouse": 'it\'s "q"', "other": 1, "since": None}
DEFAULTS = {"until": None, "limit": 5, "sizes": [1, 2], "filter": {"a": None}, "in stock": True}
ANSWERS: list[tuple[str, str, dict[str, Any] | None]] = [
    ("what is not required can be left out", "?weight=0.5", {"product_id": "p", "weight": 0.5, "since": None}),
    (
        "everything can be said",
        "?weight=1&since=s&warehouse=ham&limit=7&tags=a&tags=b&sizes=3&filter=[]&in+stock=0&other=2",
        {
            "product_id": "p",
            "weight": 1,
            "since": "s",
            "warehouse": "ham",
            "limit": 7,
            "tags": ["a", "b"],
            "sizes": [3],
            "filter": [],
            "in stock": False,
            "other": 2,
        },
    ),
    ("what is required has to be there", "?warehouse=ham", None),
    ("no value but those of the schema", "?weight=1&warehouse=lis", None),
    ("nor in lists", "?weight=1&tags=a&tags=c", None),
    ("types are those of the schema", "?weight=1&limit=many", None),
]


def test_the_schema_says_what_a_query_may_have(project: Project, tmp_path: Path) -> None:
    """More than the example has, and less."""
    project.write("schemas/stock.json", json.dumps(SCHEMA))
    operation = 'operation=Operation("GET", "/{region}/{product_id}")'
    page = defined(project, f'Query("Sent", schema_path="stock.json", examples=[Example({ASKED!r})], {operation})')
    wanted = []
    with served(page, tmp_path, {"REGION": "us"}) as (broker, programs, consumer):
        asked = programs.run(programs.add("producer.py", pagecode.program(page, "producer")))
        assert asked.returncode == 0, asked.stderr
        wanted.append(DEFAULTS | ASKED | {"region": "us"})
        for what, query, event in ANSWERS:
            answer = httpx.get(f"{broker.environment['API_URL']}/eu/p{query}", trust_env=False)
            assert answer.status_code == (422 if event is None else 200), (what, answer.text)
            wanted += [DEFAULTS | {"region": "eu"} | event] if event is not None else []
        assert handled(consumer.text, "Sent:") == wanted


def test_without_a_schema_a_query_has_what_the_example_has(project: Project) -> None:
    example = {"text": "a", "none": None, "empty": [], "list": [1]}
    page = defined(project, f'Query("Sent", examples=[Example({example!r})], operation=Operation("GET", "/a"))')
    assert argument_lines(page) == [
        "text: str,",
        "empty: Annotated[list[str], Query(default_factory=list)],",
        'list_: Annotated[list[int], Query(default_factory=list, alias="list")],',
        "none: str | None = None,",
    ]


TYPES: dict[str, tuple[Any, str]] = {
    "long_list": ({"enum": ["a" * 40, "b" * 40]}, "long_list: str | None = None,"),
    "mixed": ({"enum": ["a", 1]}, "mixed: str | None = None,"),
    "numbers": ({"enum": [1, 2]}, "numbers: int | None = None,"),
    "constant": ({"const": "a"}, 'constant: Literal["a"] | None = None,'),
    "either": ({"oneOf": [{"const": "a"}, {"const": "b"}]}, 'either: Literal["a", "b"] | None = None,'),
    "day": ({"type": "string", "format": "date", "default": "2026-01-01"}, 'day: str = "2026-01-01",'),
    "any": ({}, "any: str | None = None,"),
    "of_any": ({"type": "array"}, "of_any: Annotated[Json | None, Query()] = None,"),
    "of_objects": (
        {"type": "array", "items": {"type": "object"}},
        "of_objects: Annotated[Json | None, Query()] = None,",
    ),
    "either_kind": ({"type": ["integer", "boolean"]}, "either_kind: Annotated[Json | None, Query()] = None,"),
    "isJson": ({"type": "boolean"}, 'isjson: Annotated[bool | None, Query(alias="isJson")] = None,'),
}


def test_types_of_the_query_are_those_of_the_schema(project: Project) -> None:
    properties = {key: schema for key, (schema, _) in TYPES.items()}
    project.write("schemas/types.json", json.dumps({"type": "object", "properties": properties}))
    text = 'Query("Sent", schema_path="types.json", examples=[Example({})], operation=Operation("GET", "/a"))'
    assert argument_lines(defined(project, text)) == [line for _, line in TYPES.values()]


def argument_lines(page: str) -> list[str]:
    """The arguments of the function that answers, a line each; the program is as linters and formatters want it."""
    program = pagecode.program(page, "consumer")
    for command in (["check", "--select", "E4,E7,E9,F,I,UP,B"], ["format", "--check", "--line-length", "120"]):
        ruff = [sys.executable, "-m", "ruff", *command, "--isolated", "--no-cache", "--target-version", "py311", "-"]
        ran = subprocess.run(ruff, input=program, capture_output=True, text=True, check=False)
        assert ran.returncode == 0, ran.stdout + ran.stderr
    found = re.search(r"def receive\(\n(.*?)\) -> Response", program, re.DOTALL)
    assert found is not None
    return [line.strip() for line in found[1].splitlines()]


@pytest.mark.slow
def test_what_cannot_be_decoded_and_other_types_are_answered_without_being_handled(
    project: Project, tmp_path: Path
) -> None:
    text = 'Command("Sent", examples=[Example({"a": 1})], channels=["c"], headers={"X-Type": "zwei ä"})'
    page = defined(project, text, 'address="/c", discriminator="X-Type"')
    with served(page, tmp_path) as (broker, programs, consumer):
        route = Route("http", "/c", "")
        broker.publish(route, b"{", {"x-type": "zwei%20%C3%A4"})
        broker.publish(route, b"{", {"x-type": "other"})
        sent = programs.run(programs.add("producer.py", pagecode.program(page, "producer")))
        assert sent.returncode == 0, sent.stderr
        assert handled(consumer.text, "Sent:") == [{"a": 1}]
        assert "cannot decode the request" in consumer.text


def test_a_producer_says_what_is_wrong(project: Project, tmp_path: Path) -> None:
    page = defined(project, 'Command("Sent", examples=[Example({"a": 1})], channels=["c"])', 'address="/c"')
    with contextlib.closing(http.start("API_URL")) as broker:
        programs = Programs(tmp_path / "run", broker.environment)
        sent = programs.run(programs.add("producer.py", pagecode.program(page, "producer")))
    assert sent.returncode == 1
    assert "502 Bad Gateway" in sent.stderr


def defined(project: Project, message: str, channel: str = "", protocol: str = "http") -> str:
    """The page of a message, over HTTP unless another protocol is said."""
    over = f'c = Channel("c", protocols=["{protocol}"], {channel})' if channel else ""
    project.define(f"{over}\norders = Service('OrderService', sends=[{message}])\n")
    project.build()
    [page] = (project.root / "output").glob("*/Sent/index.mdx")
    return page.read_text(encoding="utf-8")


@contextlib.contextmanager
def served(
    page: str, folder: Path, environment: Mapping[str, str] = MappingProxyType({})
) -> Iterator[tuple[http.Http, Programs, Consumer]]:
    """The consumer of a page while it runs."""
    with contextlib.closing(http.start("API_URL")) as broker:
        programs = Programs(folder / "run", {**broker.environment, "PATH": os.environ["PATH"], **environment})
        with programs.running(programs.add("consumer.py", pagecode.program(page, "consumer"))) as consumer:
            until(lambda: broker.ready(Route("http", "/", "")), lambda: consumer.text, 60)
            yield broker, programs, consumer
            assert consumer.stop() == 0, consumer.text
            assert "Traceback" not in consumer.text

from __future__ import annotations

import re
import tomllib
from typing import TYPE_CHECKING, Any

import pagecode
import pytest

from catalog_gen import Channel, Parameter, Route, packaged
from catalog_gen.snippets import addresses
from catalog_gen.snippets.code import Code
from catalog_gen.snippets.languages import LANGUAGES

if TYPE_CHECKING:
    from projects import Project

ENV = {"env": Parameter(enum=["dev", "prod"], default="dev")}


def written(channel: Channel, declared: object = None, *, wildcard: str = "", produces: bool = True) -> list[str]:
    language = LANGUAGES["python"]
    field = (lambda name: Code(f'event["{name}"]')) if produces else None
    local = addresses.Locals(language, ())
    found = addresses.written(addresses.address(channel, declared), language, field, local, wildcard)
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
        "parameters that differ in signs alone are told apart by numbers",
        Channel("a", address="{a-b}.{a_b}.{A.B}.{a_b}", parameters={"A.B": {"default": "x"}}),
        None,
        [
            'A_B = os.environ["A_B"]',
            'A_B_2 = os.environ["A_B_2"]',
            'A_B_3 = os.environ.get("A_B_3", "x")',
            'f"{A_B}.{A_B_2}.{A_B_3}.{A_B_2}"',
        ],
    ),
    (
        "whoever fixes one of them",
        Channel("a", address="{a-b}.{a_b}"),
        Route("x", parameters={"a-b": "eu"}),
        ['A_B_2 = os.environ["A_B_2"]', 'f"eu.{A_B_2}"'],
    ),
    (
        "names without letters of variables",
        Channel("a", address="{ä}.{ö}.{_}.{}.{1st}"),
        None,
        [
            'PARAMETER = os.environ["PARAMETER"]',
            'PARAMETER_2 = os.environ["PARAMETER_2"]',
            'PARAMETER_3 = os.environ["PARAMETER_3"]',
            'PARAMETER_4 = os.environ["PARAMETER_4"]',
            'CHANNEL_1ST = os.environ["CHANNEL_1ST"]',
            'f"{PARAMETER}.{PARAMETER_2}.{PARAMETER_3}.{PARAMETER_4}.{CHANNEL_1ST}"',
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


def test_variables_that_programs_read_for_something_else_are_left_alone() -> None:
    channel = Channel("a", address="{kafka_url}.{Kafka-Url}.{channel_kafka_url}")
    found = addresses.variables(channel, ["{kafka.url}"], {"KAFKA_URL"})
    assert found == {
        "kafka_url": "CHANNEL_KAFKA_URL",
        "Kafka-Url": "CHANNEL_KAFKA_URL_2",
        "channel_kafka_url": "CHANNEL_KAFKA_URL_3",
        "kafka.url": "CHANNEL_KAFKA_URL_4",
    }


def test_constants_of_our_templates_are_left_alone() -> None:
    folder = packaged.templates() / "snippets"
    programs = [*folder.rglob("*.py.j2"), *folder.rglob("*.mts.j2")]
    texts = [path.read_text(encoding="utf-8") for path in programs]
    constants = {name for text in texts for name in re.findall(r"^(?:const )?([A-Z][A-Z0-9_]+) = ", text, re.MULTILINE)}
    assert "TOPIC" in constants
    channel = Channel("a", address="".join(f"{{{name}}}" for name in sorted(constants)))
    clients = [tomllib.loads(path.read_text(encoding="utf-8")) for path in folder.rglob("client.toml")]
    read = {name for client in clients for name in client.get("environment", ())}
    assert set(addresses.variables(channel, taken=read).values()) & constants == set()


LOCALS: list[tuple[str, str, set[str], dict[str, str]]] = [
    ("the plain name, if the program has none such", "python", {"event"}, {"order_id": "order_id", "list": "list"}),
    ("another one, if it has", "python", {"transport", "list"}, {"transport": "transport_", "list": "list_"}),
    ("or if it has that, too", "python", {"list", "list_"}, {"list": "list_2"}),
    ("or another field has it", "python", set(), {"a-b": "a_b", "a_b": "a_b_", "A.B": "a_b_2"}),
    ("keywords", "python", set(), {"for": "for_", "class": "class_"}),
    ("in TypeScript", "typescript", {"channel"}, {"channel": "channel_", "queue": "queue", "for": "_for"}),
]


@pytest.mark.parametrize(("language", "used", "names"), [case[1:] for case in LOCALS], ids=[case[0] for case in LOCALS])
def test_variables_for_fields(language: str, used: set[str], names: dict[str, str]) -> None:
    local = addresses.Locals(LANGUAGES[language], used)
    assert {name: str(local(name)) for name in names} == names


NAMES: list[tuple[str, str, set[str]]] = [
    ("python", "import a.b as c, d.e\nfrom f import g\n", {"c", "d", "g"}),
    ("python", "def a(b: c, *d) -> e:\n    f.no = g(no=1)\n", {*"abcdefg"}),
    ("python", "try:\n    a\nexcept b as c:\n    f'{d} no'\n", {*"abcd"}),
    ("typescript", "const a = b.no({ no: c, ...d }); // no", {"const", *"abcd"}),
    ("typescript", 'a("no \\" no", `no`) /* no\n */', {"a"}),
]


@pytest.mark.parametrize(("language", "code", "names"), NAMES)
def test_the_names_of_a_program(language: str, code: str, names: set[str]) -> None:
    assert LANGUAGES[language].names(code) == names


@pytest.mark.parametrize("client", ["aio-pika", "pika", "amqplib", "aiomqtt", "paho-mqtt", "nats-py"])
def test_no_part_of_an_address_takes_a_name_of_the_program(project: Project, client: str) -> None:
    """Every name that a program has is put into its address."""
    protocol = {"aiomqtt": "mqtt", "paho-mqtt": "mqtt", "nats-py": "nats"}.get(client, "amqp")
    language = LANGUAGES["typescript" if client == "amqplib" else "python"]
    names: list[str] = ["first"]
    for _ in range(2):
        separator = "/" if protocol == "mqtt" else "."
        address = separator.join(f"{{{name}}}" for name in names)
        at = f'address="{address}"' if protocol != "amqp" else 'address="x"'
        key = f'AmqpBinding(exchange="x", routing_key="{address}")'
        project.define(
            f"""
            fields = {{name: Parameter(field="id") for name in {names!r}}}
            c = Channel("c", {at}, protocols=["{protocol}"], parameters=fields, bindings=[{key}])
            e = Event("E", channels=[c], examples=[Example({{"id": "i"}})], snippets=["{client}"])
            orders = Service("Orders", sends=[e])
            """
        )
        project.build()
        page = (project.root / "output" / "events" / "E" / "index.mdx").read_text(encoding="utf-8")
        code = pagecode.program(page, "producer")
        used = language.names(code)
        if len(names) > 1:
            break
        program = used - {"first"}
        names += sorted(name for name in program if name == name.lower() and name.isidentifier())
    made = re.findall(r'^(?:const )?(\w+) = event(?:\["id"\]|\.id);?$', code, re.MULTILINE)
    assert len(made) == len(set(made)) == len(names)
    assert set(made) & program == set()

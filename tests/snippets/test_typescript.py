"""TypeScript: what literals and texts come to in Node, and whether the compiler takes every program of a page."""

from __future__ import annotations

import json
import subprocess
from typing import TYPE_CHECKING, Any

import pagecode
import pytest
import workspace
from hypothesis import given
from hypothesis import strategies as st
from projects import Project

from catalog_gen.snippets.code import Code
from catalog_gen.snippets.languages.typescript import TypeScript, is_rounded

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

TYPESCRIPT = TypeScript()

# --- how literals look


@pytest.mark.parametrize(
    ("value", "literal"),
    [
        ('it\'s "quoted"', '"it\'s \\"quoted\\""'),
        ("back\\slash", '"back\\\\slash"'),
        ("two\nlines\u2028", '"two\\nlines\\u2028"'),
        ("ä😀`${x}</script>", '"ä😀`${x}</script>"'),
        ("\x00\x7f\u200b\U000e0001", '"\\u0000\\u007f\\u200b\\udb40\\udc01"'),
        ("\ud800", '"\\ud800"'),
        ({}, "{}"),
        ([], "[]"),
        ({"a": [1, True, None, -0.5]}, "{ a: [1, true, null, -0.5] }"),
        ({"a-b": 1, "ä": 2, "": 3, "1": 4, "$a_1": 5}, '{ "a-b": 1, "ä": 2, "": 3, "1": 4, $a_1: 5 }'),
        ({"__proto__": None, "constructor": 1}, '{ ["__proto__"]: null, constructor: 1 }'),
        (1e22, "1e+22"),
        ({"x": Code("event.a")}, "{ x: event.a }"),
    ],
)
def test_literals_look_as_people_write_them(value: Any, literal: str) -> None:
    assert TYPESCRIPT.literal(value) == literal


def test_a_long_literal_is_broken_as_a_formatter_does_it() -> None:
    value = {"order-id": "o" * 40, "lines": [{"sku": "a" * 40, "quantity": 1}, {"sku": "b" * 50, "quantity": 2}]}
    assert str(TYPESCRIPT.literal(value)).split("\n") == [
        "{",
        f'  "order-id": "{"o" * 40}",',
        "  lines: [",
        f'    {{ sku: "{"a" * 40}", quantity: 1 }},',
        f'    {{ sku: "{"b" * 50}", quantity: 2 }},',
        "  ],",
        "}",
    ]


@pytest.mark.parametrize(
    ("value", "rounded"),
    [
        (2**53 - 1, False),
        (-(2**53) + 1, False),
        (2**53, True),
        ({"a": [{"b": -(10**30)}]}, True),
        (1e300, False),
        (True, False),
        ("9007199254740993", False),
    ],
)
def test_integers_that_a_double_does_not_hold_are_known(value: Any, rounded: bool) -> None:  # noqa: FBT001
    assert is_rounded(value) == rounded


@pytest.mark.parametrize(
    ("parts", "text"),
    [
        (["orders"], '"orders"'),
        (["orders.", Code("ENV")], "`orders.${ENV}`"),
        (["`\\${", Code("ENV"), '}$"\n'], '`\\`\\\\\\${${ENV}}$\\"\\n`'),
    ],
)
def test_texts_with_holes_are_templates(parts: list[str | Code], text: str) -> None:
    assert TYPESCRIPT.text(parts) == text


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("order-id", "order_id"),
        ("ENV", "ENV"),
        ("1st", "_1st"),
        ("ä", "value"),
        ("", "value"),
        ("class", "_class"),
        ("await", "_await"),
        ("JSON", "_JSON"),
        ("process", "_process"),
    ],
)
def test_names_are_free(text: str, name: str) -> None:
    assert TYPESCRIPT.identifier(text) == name


def test_a_variable_that_has_to_be_set_brings_its_check_along() -> None:
    code = f'import a from "a";\nimport b from "b";\n\nconst X = {TYPESCRIPT.variable("X", None)};\n'
    finished = TYPESCRIPT.finish(code).split("\n")
    assert finished[:5] == [
        'import a from "a";',
        'import b from "b";',
        "",
        "/** The environment variable, which has to be set. */",
        "function required(name: string): string {",
    ]
    assert finished[-3:] == ["", 'const X = required("X");', ""]


@pytest.mark.parametrize(
    "value", [TYPESCRIPT.literal('required("X")'), TYPESCRIPT.text(['required("X")', Code("ENV")])]
)
def test_a_text_that_looks_like_the_check_brings_nothing(value: Code) -> None:
    assert "function" not in TYPESCRIPT.finish(f"const x = {value};")


@given(st.text())
def test_a_comment_is_one_line_whatever_is_in_it(text: str) -> None:
    assert len(str(TYPESCRIPT.comment(text)).splitlines()) == 1


# --- what Node makes of them

_EVALUATE = """
const lines = require("node:readline").createInterface({ input: process.stdin });
lines.on("line", (line) => {
  let answer;
  try {
    answer = [JSON.stringify(new Function(`"use strict"; return (${JSON.parse(line)}\\n);`)()) ?? "null"];
  } catch (error) {
    answer = ["", String(error)];
  }
  console.log(JSON.stringify(answer));
});
"""


class Node:
    """One process for many expressions."""

    def __init__(self) -> None:
        self._process = subprocess.Popen(
            [workspace.node(), "-e", _EVALUATE], stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8"
        )

    def value(self, code: str) -> Any:
        """What the expression comes to, as JSON."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(code) + "\n")
        self._process.stdin.flush()
        text, *errors = json.loads(self._process.stdout.readline())
        assert not errors, (code, errors)
        return json.loads(text)

    def close(self) -> None:
        """End it."""
        self._process.communicate()


@pytest.fixture(scope="session")
def node() -> Iterator[Node]:
    process = Node()
    yield process
    process.close()


TEXTS = st.text(st.characters(exclude_categories=()))
NUMBERS = st.integers(-(2**53) + 1, 2**53 - 1) | st.floats(allow_nan=False, allow_infinity=False)
KEYS = TEXTS | st.sampled_from(["__proto__", "constructor", "toString", "a-b", "1", "01", "-1", "1e3", "class"])
VALUES = st.recursive(
    st.none() | st.booleans() | NUMBERS | TEXTS,
    lambda inner: st.lists(inner) | st.dictionaries(KEYS, inner),
    max_leaves=20,
)


def as_json(value: Any) -> str:
    """JSON of which nothing but the order of keys is left out; all numbers are doubles, as JavaScript has them."""
    return json.dumps(_plain(json.loads(json.dumps(value))), sort_keys=True)


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    return value if isinstance(value, bool | str | None) else float(value) + 0.0


@pytest.mark.node
@given(VALUES, st.integers(0, 60))
def test_a_literal_is_the_value(node: Node, value: Any, column: int) -> None:
    assert as_json(node.value(str(TYPESCRIPT.literal(value, column)))) == as_json(value)


@pytest.mark.node
@given(st.lists(TEXTS, min_size=1), TEXTS)
def test_a_text_with_holes_is_the_parts_and_the_values_of_variables(node: Node, parts: list[str], value: str) -> None:
    pieces = [piece for part in parts for piece in (part, Code("HOLE"))]
    found = node.value(f"((HOLE) => {TYPESCRIPT.text(pieces)})({TYPESCRIPT.literal(value)})")
    assert as_json(found) == as_json("".join(part + value for part in parts))


@pytest.mark.node
@given(TEXTS | st.sampled_from(["class", "eval", "arguments", "let", "await", "yield", "undefined", "$", "_"]))
def test_an_identifier_can_be_defined(node: Node, text: str) -> None:
    name = TYPESCRIPT.identifier(text)
    assert node.value(f"(() => {{ {TYPESCRIPT.definition(str(name), Code('1'))} return {name}; }})()") == 1


@pytest.mark.node
@given(st.lists(KEYS | st.integers(0, 1), min_size=1, max_size=4))
def test_a_path_leads_to_the_item(node: Node, steps: list[str | int]) -> None:
    value: Any = "here"
    for step in reversed(steps):
        value = {step: value} if isinstance(step, str) else ["no"] * step + [value]
    code = TYPESCRIPT.path("event", steps)
    assert node.value(f"((event) => {code})({TYPESCRIPT.literal(value)})") == "here"


@pytest.mark.node
@pytest.mark.parametrize(("environment", "found"), [("prod", "eu.orders"), ("dev", "orders.dev"), (None, "orders.x")])
def test_an_address_is_chosen_by_the_environment(node: Node, environment: str | None, found: str) -> None:
    name = Code("ENV")
    defined = TYPESCRIPT.definition("ENV", TYPESCRIPT.variable("CATALOG_GEN_TEST", "x"))
    address = TYPESCRIPT.choice(name, {"prod": "eu.orders", "__proto__": "no"}, TYPESCRIPT.text(["orders.", name]))
    unset = f"delete process.env.CATALOG_GEN_TEST; process.env.CATALOG_GEN_TEST = {json.dumps(environment)};"
    unset = unset if environment is not None else "delete process.env.CATALOG_GEN_TEST;"
    assert node.value(f"(() => {{ {unset} {defined} const TOPIC = {address}; return TOPIC; }})()") == found


# --- what the compiler says of pages

OPTIONS = {
    "target": "ES2022",
    "module": "NodeNext",
    "moduleResolution": "NodeNext",
    "strict": True,
    "noUnusedLocals": True,
    "skipLibCheck": True,
    "types": ["node"],
    "noEmit": True,
}

CHANNELS = r"""
from catalog_gen import *

HOSTILE = 'q" \' \\ ` ${x} {y} </Tabs> ``` \u2028 \x00 \x7f ä 😀 \r\n // /* required("X")'
PAYLOAD = {"id": "o-1", "a": {"it's": {"b": [{"c": 1.5}, "x"]}}, "n": None, "__proto__": "p", "none": [[], {}],
    HOSTILE: HOSTILE}
PARAMETERS = {"env": {"enum": ["dev", "prod"], "default": "dev"}, "tenant": {}}
BOTH = ["kafka", "amqp"]

alone = Channel("alone", protocols=BOTH)
nulls = Channel("nulls", protocols=BOTH)
numbers = Channel("numbers", protocols=BOTH)
one_binary = Channel("one.binary", protocols=BOTH)
one_structured = Channel("one.structured", protocols=BOTH)
questions = Channel("questions", protocols=["amqp"])
hostile = Channel("odd", address="o'\"`$\\{tenant}`\\", protocols=BOTH, parameters={"tenant": {"default": HOSTILE}})
told = Channel(
    "told.{env}.{tenant}", protocols=BOTH, parameters=PARAMETERS, environments={"prod": "eu.told"},
    discriminator="event-type", bindings=[AmqpBinding(exchange="told")],
)
dead = Channel("dead.{env}", protocols=BOTH, parameters=PARAMETERS, dead_letter="dead.{env}.{tenant}.dlq")
both = Channel(
    "two", protocols=BOTH, discriminator="__proto__", dead_letter="both.dlq",
    bindings=[KafkaBinding(group="g\"'", offset_reset="latest"), AmqpBinding(exchange="both", prefetch=1)],
)
names = Channel(
    "names.{json}.{process}.{a-b}.{a_b}.{topic}", protocols=BOTH,
    parameters={"json": {}, "process": {"default": "p"}, "a-b": {}, "a_b": {}, "topic": {}},
)
binary = Channel("events.binary", protocols=BOTH, bindings=[AmqpBinding(exchange="all")])
structured = Channel("events.structured", protocols=BOTH, bindings=[AmqpBinding(exchange="all")])
queue = Channel("queue", protocols=["amqp"], bindings=[AmqpBinding(exchange="", queue_type="classic")])
headers = Channel(
    "headers", protocols=["amqp"], discriminator="x-type", bindings=[AmqpBinding(exchange_type="headers")]
)
fields = Channel(
    "fields.{class}.{reply}.{event}", protocols=["amqp"], bindings=[AmqpBinding(exchange="fields")],
    parameters={"class": Parameter(field="id"), "reply": Parameter(field="n"), "event": Parameter(field="a.it's.b.c")},
)
"""

MESSAGES = [
    'Event("Plain", examples=[Example(PAYLOAD)], channels=[alone], key="id")',
    'Event("NullKey", examples=[Example(PAYLOAD)], channels=[nulls], key="n")',
    'Event("NestedKey", examples=[Example(PAYLOAD)], channels=[dead], key="a.it\'s.b.c")',
    'Event("Hostile", examples=[Example(PAYLOAD)], channels=[hostile], headers={"x-\'`!": HOSTILE, "__proto__": "p",'
    ' "f": Header(field="__proto__"), "u": Header(generate="uuid"), "h": Header(generate="hex"),'
    ' "n": Header(generate="now"), "d": Header(field="a.it\'s.b.c")})',
    'Event("Told", examples=[Example(PAYLOAD)], channels=[told], key="id")',
    'Event("OtherTold", examples=[Example([])], channels=[told])',
    'Event("Both", examples=[Example([PAYLOAD, {"id": 1}, "x"])], channels=[both], key="id")',
    'Event("OtherBoth", examples=[Example({})], channels=[both])',
    'Event("Names", examples=[Example("text")], channels=[names])',
    'Event("Number", examples=[Example(-1.5)], channels=[numbers])',
    'Event("Binary", examples=[Example(PAYLOAD)], channels=[binary], envelope=CloudEvents("binary", type=HOSTILE))',
    'Event("OtherBinary", examples=[Example(PAYLOAD)], channels=[binary], envelope=CloudEvents("binary"))',
    'Event("AloneBinary", examples=[Example(PAYLOAD)], channels=[one_binary], envelope=CloudEvents("binary"))',
    'Event("Structured", examples=[Example(PAYLOAD)], channels=[structured], envelope=CloudEvents("structured"))',
    'Event("OtherStructured", examples=[Example([1])], channels=[structured], envelope=CloudEvents("structured"))',
    'Event("AloneStructured", examples=[Example(True)], channels=[one_structured], envelope=CloudEvents("structured"))',
    'Event("Queued", examples=[Example({"long": ["x" * 50] * 200})], channels=[queue])',
    'Event("ByHeaders", examples=[Example(PAYLOAD)], channels=[headers])',
    'Event("ByFields", examples=[Example(PAYLOAD)], channels=[fields])',
    'Command("PlaceOrder", examples=[Example(PAYLOAD)], channels=[told])',
    'Query("GetOrder", examples=[Example(PAYLOAD)], channels=[told], reply=Example([PAYLOAD, PAYLOAD]))',
    'Query("GetNothing", examples=[Example({"event": 1})], channels=[questions])',
]

SETTINGS = """
[tool.catalog-gen.snippets.kafka]
config = { "security.protocol" = "SASL_SSL", "sasl.mechanism" = "SCRAM-SHA-512", "ssl.ca.location" = "ca.pem" }
env = { "sasl.username" = "KAFKA_USER", "sasl.password" = "KAFKA_PASSWORD", "ssl.key.password" = "KEY_PASSWORD" }

[tool.catalog-gen.snippets.kafkajs]
config = { "client.id" = "me", "linger.ms" = 5, connectionTimeout = 3000, enforceRequestTimeout = false }

[tool.catalog-gen.snippets.amqp]
config = { heartbeat = 30, socket_timeout = 10 }

[tool.catalog-gen.snippets.amqplib]
config = { keepAlive = true }
"""


def programs(root: Path, settings: str = "") -> dict[str, str]:
    """All programs of all pages, by a name for their file."""
    project = Project(root)
    project.write("pyproject.toml", f"[tool.catalog-gen]\n{settings}")
    ids = [message.split('"')[1] for message in MESSAGES]
    shown = [message.replace(", channels", ', snippets=["kafkajs", "amqplib"], channels') for message in MESSAGES]
    sends = ",\n        ".join(shown)
    project.write(
        "schemas/definitions.py",
        f'{CHANNELS}\norders = Service("Order-Service", sends=[\n        {sends}\n])\n'
        f'billing = Service("Billing-Service", receives={ids})\n',
    )
    project.build()
    pages = sorted(root.glob("output/**/index.mdx"))
    found = {
        f"{page.parent.name}-{index}-{program.role}.mts": program.text
        for page in pages
        for index, program in enumerate(pagecode.programs(page.read_text(encoding="utf-8")))
    }
    assert {name.split("-")[0] for name in found} == set(ids)
    return found


def compiled(folder: Path, found: dict[str, str], **more: Any) -> str:
    """What the compiler says about the programs, all at once."""
    folder.mkdir(exist_ok=True)
    workspace.give_packages(folder)
    (folder / "tsconfig.json").write_text(json.dumps({"compilerOptions": OPTIONS | more, "include": ["*.mts"]}))
    for name, text in found.items():
        (folder / name).write_text(text, encoding="utf-8")
    compiler = folder / "node_modules" / "typescript" / "bin" / "tsc"
    command = [str(workspace.node()), str(compiler), "--project", str(folder)]
    ran = subprocess.run(command, capture_output=True, encoding="utf-8", check=False)
    return ran.stdout + ran.stderr


@pytest.mark.node
def test_the_compiler_takes_every_program(tmp_path: Path) -> None:
    found = programs(tmp_path / "a") | {
        f"set-{name}": text for name, text in programs(tmp_path / "b", SETTINGS).items()
    }
    clients = ('from "kafkajs"', 'from "amqplib"')
    assert all(any(client in text for text in found.values()) for client in clients)
    assert compiled(tmp_path / "all", found) == ""


@pytest.mark.node
def test_the_compiler_would_refuse_an_argument_that_does_not_exist(tmp_path: Path) -> None:
    text = 'import { Kafka } from "kafkajs";\nnew Kafka({ brokers: [], valueSerializer: JSON.stringify });\n'
    assert "TS2353" in compiled(tmp_path / "wrong", {"wrong.mts": text})


def test_settings_of_the_team_are_in_the_programs(tmp_path: Path) -> None:
    found = programs(tmp_path / "a", SETTINGS)
    kafka = next(text for name, text in found.items() if name.startswith("Plain-") and "kafkajs" in text)
    assert kafka[kafka.index("new Kafka") : kafka.index("});")].split("\n")[1:-1] == [
        '  clientId: "me",',
        '  brokers: (process.env.KAFKA_BOOTSTRAP_SERVERS ?? "localhost:9092").split(","),',
        '  ssl: { ca: readFileSync("ca.pem"), passphrase: required("KEY_PASSWORD") },',
        "  sasl: {",
        '    mechanism: "scram-sha-512",',
        '    username: required("KAFKA_USER"),',
        '    password: required("KAFKA_PASSWORD"),',
        "  },",
        "  connectionTimeout: 3000,",
        "  enforceRequestTimeout: false,",
    ]
    amqp = next(text for name, text in found.items() if name.startswith("Plain-") and "amqplib" in text)
    assert amqp[amqp.index("connect(") : amqp.index("});")].split("\n")[1:-1] == [
        '  clientProperties: { connection_name: "Order-Service" },',
        "  keepAlive: true,",
    ]

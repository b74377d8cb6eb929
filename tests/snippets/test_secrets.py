"""Secrets in definitions and settings: each place is reported, no problem shows the value, nothing is written."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from catalog_gen import building, settings
from catalog_gen import problems as wrong
from catalog_gen.sources import WorkingTree

if TYPE_CHECKING:
    from projects import Project

    from catalog_gen.problems import Problem

KEY = "AKIA" + "ABCDEFGHIJKLMNOP"
URL = "amqp://me:hunter2@host/x"
SAS = "Endpoint=sb://bus.example.com/;SharedAccessKeyName=root;SharedAccessKey=hunter2abc="
EXAMPLES = "snippets=[], examples=[Example({})]"

WEB = "https://me:hunter2@host.example/x"
CUSTOM = 'Flow("F", steps=[Step(1, custom=Custom("x", {}))])'

# What is defined, and what follows the place of the problem.
DEFINITIONS = [
    (f'Channel("{KEY}")', f'"{KEY}"'),
    (f'Channel("a", address="{URL}")', "address="),
    (f'Channel("a", address="{KEY}")', "address="),
    (f'Channel("a", address="{SAS}")', "address="),
    ('Channel("a", address="me:hunter2@host.example.com")', "address="),
    ('Channel("a", address="/orders?api_key=hunter2")', "address="),
    ('Channel("a", address="amqp://u:{pw}@h/x", parameters={"pw": Parameter(default="hunter2")})', "address="),
    (f'Channel("a", environments={{"prod": "{URL}"}})', "environments="),
    (f'Channel("a", dead_letter="{URL}")', "dead_letter="),
    (f'Channel("a.{{p}}", parameters={{"p": Parameter(default="{KEY}")}})', "default="),
    (f'Channel("a.{{p}}", parameters={{"p": Parameter(enum=["{KEY}"])}})', "enum="),
    (f'Channel("a.{{p}}", parameters={{"p": Parameter(examples=["{KEY}"])}})', "examples="),
    (f'Channel("a.{{p}}", parameters={{"p": {{"default": "{KEY}"}}}})', "parameters="),
    (f'Channel("a", bindings=[KafkaBinding(group="{URL}")])', "group="),
    (f'Channel("a", bindings=[AmqpBinding(queue="{URL}")])', "queue="),
    (f'Channel("a", bindings=[AmqpBinding(exchange="{URL}")])', "exchange="),
    (f'Channel("a", bindings=[AmqpBinding(routing_key="{KEY}")])', "routing_key="),
    (f'Channel("a", bindings=[NatsBinding(stream="{KEY}")])', "stream="),
    (f'Channel("a", bindings=[MqttBinding(client_id="{KEY}")])', "client_id="),
    ('Channel("a", bindings=[SqsBinding(queue="https://me:hunter2@host/q")])', "queue="),
    (f'Event("A", {EXAMPLES}, bindings=[EventBridgeBinding(source="{URL}")])', "source="),
    (f'Event("A", {EXAMPLES}, envelope=CloudEvents(source="{URL}"))', "source="),
    (f'Event("{KEY}", {EXAMPLES})', f'"{KEY}"'),
    (f'Event("A", snippets=[], examples=[Example({{"key": "{KEY}"}})])', '{"key"'),
    (f'Event("A", snippets=[], examples=[Example({{"{KEY}": 1}}, name="one")])', f'{{"{KEY}"'),
    ('Event("A", snippets=[], examples=[Example(path="example.txt")])', "path="),
    ('Event("A", snippets=[], schema_path="default.json")', "schema_path="),
    ('Event("A", snippets=[], schemas=[Schema("default.json")])', "schemas="),
    ('Query("A", snippets=[], reply=Example({"url": "https://me:hunter2@host"}))', '{"url"'),
    ('Query("A", snippets=[], operation=Operation("GET", "https://me:hunter2@host/x"))', '"https://me'),
    ('Query("A", snippets=[], operation=Operation("GET", "/x?api_key=hunter2"))', '"/x?'),
    (f'Query("A", snippets=[], operation=Operation("GET", "/x?q={KEY}"))', '"/x?'),
    (f'Agent("A", tools=[Tool("x", type="mcp", url="{WEB}")])', "url="),
    (CUSTOM.format(f'url="{WEB}"'), "url="),
    (CUSTOM.format(f'menu=[MenuItem("l", "{WEB}")]'), f'"{WEB}"'),
    ('Flow("F", steps=[Step(1, external_system=ExternalSystem("x", url="https://h.example/?token=hunter2"))])', "url="),
    (f'Service("S", repository=Repository("{WEB}"))', f'"{WEB}"'),
    (f'Service("S", edit_url="{WEB}")', "edit_url="),
    (f'Service("S", badges=[Badge("x", "green", url="{WEB}")])', "url="),
    (f'Service("S", attachments=["https://host.example", "{WEB}"])', f'"{WEB}"'),
    (f'Service("S", attachments=[Attachment("{WEB}")])', f'"{WEB}"'),
    (f'Service("S", specifications=[Specification("{WEB}", type="openapi")])', f'"{WEB}"'),
    (f'Service("S", docs=[ResourceDoc("x", badges=[Badge("x", "green", url="{WEB}")])])', "url="),
    (f'CustomDoc("x", badges=[Badge("x", "green", url="{WEB}")])', "url="),
    (f'Team("other", slack="{WEB}")', "slack="),
    (f'Team("other", on_call="{WEB}")', "on_call="),
    ('User("other", avatar_url="https://host.example/a.png?secret=hunter2")', "avatar_url="),
    *(
        (f'Event("A", {EXAMPLES}, headers={{"{name}": "hunter2"}})', "headers=")
        for name in ("authorization", "password", "x-pass", "x-auth", "cookie", "X-Api-Key", "accessToken", "secrets")
    ),
    (f'Event("A", {EXAMPLES}, headers={{"x-auth": Header("Bearer hunter2")}})', "headers="),
    (f'Event("A", {EXAMPLES}, headers={{"link": "{URL}"}})', "headers="),
    (f'Event("A", {EXAMPLES}, headers={{"{KEY}": "1"}})', "headers="),
    (f'Channel("b", routes=[Route(channel, parameters={{"p": "{KEY}"}})])', "parameters="),
    (f'Event("A", {EXAMPLES}, channels=[Route(channel, parameters={{"p": "{KEY}"}})])', "parameters="),
    (f'Service("S", sends=[Sends(event, to=[Route(channel, parameters={{"p": "{KEY}"}})])])', "parameters="),
    (f'Service("S", receives=[Receives(event, from_=[Route(channel, parameters={{"p": "{URL}"}})])])', "parameters="),
]

SETTINGS = [
    *(
        f'config = {{"{name}" = "hunter2"}}'
        for name in (
            "sasl.password",
            "sasl_plain_password",
            "sasl.jaas.config",
            "ssl.key.pem",
            "ssl.keystore.pwd",
            "pass",
            "clientSecret",
            "aws_session_token",
            "basic.auth.user.info",
            "connectionString",
        )
    ),
    'config = {"sasl.oauthbearer.config" = "principal=admin secret=hunter2"}',
    'config = {"bootstrap.servers" = "h:9092,u:hunter2@h:9092"}',
    'config = {"schema.registry.url" = "https://u:hunter2@h"}',
    'config = {"sasl.password" = 12345678}',
    f'config = {{"client.rack" = "{KEY}"}}',
]

HARMLESS = [
    'Channel("a", address="https://{user}:{password}@host", parameters={"user": {}, "password": {}})',
    *(
        f'Channel("a", address="amqp://user:{word}@host/x")'
        for word in ("$PASSWORD", "${password}", "<password>", "***", "guest")
    ),
    'Channel("a", address="orders:v1@eu", bindings=[AmqpBinding(queue="secretary.work", routing_key="token.issued")])',
    'Channel("a", address="/orders?page_token=abc&token={token}", parameters={"token": {}})',
    'Channel("token.secrets", dead_letter="tokens.dead")',
    f'Event("A", {EXAMPLES}, envelope=CloudEvents(source="/secrets/service"))',
    'Event("A", snippets=[], examples=[Example({"password": "correct horse", "url": "https://host/a:b@c"})])',
    'Event("A", snippets=[], examples=[Example({"mail": "mailto:me@host.example.com", "note": "token=abc"})])',
    'Query("A", snippets=[], operation=Operation("GET", "/tokens/{token}"), reply=Example({"token": "abc"}))',
    *(
        f'Event("A", {EXAMPLES}, headers={{"{name}": "bob"}})'
        for name in (
            "trace-id",
            "token-type",
            "tokenizer",
            "secretary",
            "max-tokens",
            "auth-method",
            "author",
            "passenger",
            "compass",
            "next-page-token",
            "idempotency-key",
        )
    ),
    f'Event("A", {EXAMPLES}, headers={{"authorization": "Bearer <token>"}})',
    'Agent("A", tools=[Tool("token=abc", type="mcp", url="/docs?token=1")])',
    'Service("S", badges=[Badge("x", "green", url="#a:b@c.d")], repository=Repository("git@host:a/b"))',
    'Service("S", attachments=["https://host.example/password-rules?page-token=1"])',
    'Team("other", slack="slack://channel?team=T1&id=C1")',
    f'Event("A", {EXAMPLES}, headers={{"x-auth": Header(field="id")}})',
]

HARMLESS_SETTINGS = [
    '"ssl.ca.location" = "ca.pem"',
    '"ssl.ca.pem" = "-----BEGIN CERTIFICATE-----"',
    '"ssl.key.location" = "key.pem"',
    '"sasl.mechanism" = "PLAIN"',
    '"sasl.oauthbearer.token.endpoint.url" = "https://host/token"',
    '"basic.auth.credentials.source" = "USER_INFO"',
    '"token.lifetime.ms" = 3000',
    '"sasl.oauthbearer.config" = "principal=admin"',
    '"bootstrap.servers" = "a:9092,b:9092"',
    '"use.auth" = true',
    '"signature_version" = "s3v4"',
]


def found(project: Project) -> tuple[Problem, ...]:
    """What is wrong, by whatever stage; nothing is written where it is an error."""
    loaded, problems = settings.load(project.root, None, "0.1.0")
    if loaded is None or problems:
        return problems
    built = building.build(loaded, WorkingTree(loaded.root), lambda _: None)
    if any(problem.code == "literal-secret" for problem in built.problems):
        assert built.changes is None
    return built.problems


def formats(problems: tuple[Problem, ...]) -> str:
    """The problems as every format shows them."""
    lines = [line for problem in problems for line in (wrong.text(problem), wrong.github(problem, "error"))]
    return "\n".join([*lines, wrong.as_json([(problem, "error") for problem in problems])])


def define(project: Project, definition: str) -> list[str]:
    """A project with the definition; its lines."""
    project.write("schemas/default.json", json.dumps({"properties": {"a": {"default": KEY}}, "required": ["a"]}))
    project.write("schemas/example.txt", KEY)
    around = f"""
    team = Team("t", name="T")
    channel = Channel("c.{{p}}", parameters={{"p": {{}}}}, owners=[team], summary="S")
    event = Event("E", {EXAMPLES}, owners=[team], summary="S")
    """
    head = "from catalog_gen import *\n" + "\n".join(line.strip() for line in around.splitlines())
    ending = ', summary="S")' if definition.startswith(("Team", "User")) else ', owners=[team], summary="S")'
    path = project.write("schemas/definitions.py", f"{head}\nthing = {definition.strip()[:-1]}{ending}\n")
    return path.read_text().splitlines()


@pytest.mark.parametrize(("definition", "place"), DEFINITIONS)
def test_a_secret_in_a_definition_is_reported_where_it_stands(project: Project, definition: str, place: str) -> None:
    lines = define(project, definition)
    problems = [problem for problem in found(project) if problem.code == "literal-secret"]
    starts = [lines[problem.place.line - 1][problem.place.column - 1 :] for problem in problems]
    assert [start[: len(place)] for start in starts] == [place]


@pytest.mark.parametrize("definition", [definition for definition, _ in DEFINITIONS])
def test_no_problem_shows_a_secret(project: Project, definition: str) -> None:
    define(project, definition)
    shown = formats(found(project))
    assert "literal-secret" in shown
    assert "hunter2" not in shown
    assert KEY not in shown


@pytest.mark.parametrize(
    "definition",
    [
        f'Channel("a.{{p}}", parameters={{"p": Parameter(enum=["x"], default="{KEY}")}})',
        f'Channel("a.{{p}}", parameters={{"p": Parameter(enum=["x"], default="{URL}")}})',
        f'Event("A", channels=["{KEY}"])',
        f'Event("A", version="{KEY}")',
    ],
)
def test_problems_of_other_kinds_show_no_secret(project: Project, definition: str) -> None:
    define(project, definition)
    shown = formats(found(project))
    assert "***" in shown
    assert "hunter2" not in shown
    assert KEY not in shown


@pytest.mark.parametrize("said", SETTINGS)
def test_a_secret_in_settings_is_reported_without_its_value(project: Project, said: str) -> None:
    project.write("pyproject.toml", f"[tool.catalog-gen]\n[tool.catalog-gen.snippets.kafka]\n{said}\n")
    define(project, f'Event("A", {EXAMPLES})')
    problems = [problem for problem in found(project) if problem.code == "literal-secret"]
    assert [problem.place.line for problem in problems] == [2]
    assert not any(secret in formats(found(project)) for secret in ("hunter2", KEY, "12345678"))


@pytest.mark.parametrize("definition", HARMLESS)
def test_what_only_resembles_a_secret_is_none(project: Project, definition: str) -> None:
    define(project, definition)
    assert [wrong.text(problem) for problem in found(project) if problem.code == "literal-secret"] == []


@pytest.mark.parametrize("said", HARMLESS_SETTINGS)
def test_a_harmless_setting_is_no_secret(project: Project, said: str) -> None:
    project.write("pyproject.toml", f"[tool.catalog-gen]\nsnippets.kafka.config = {{{said}}}\n")
    define(project, f'Event("A", {EXAMPLES})')
    assert [wrong.text(problem) for problem in found(project) if problem.code == "literal-secret"] == []


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ('snippets = "hunter2"', "snippets takes a dict (text: a dict (text: a value)), not a text"),
        ('snippets.kafka = "hunter2"', 'snippets["kafka"] takes a dict (text: a value), not a text'),
        ('snippets.kafka.clients = "hunter2"', "snippets.kafka.clients takes a list (text), not a text"),
        (
            'snippets.kafka.config = "hunter2"',
            "snippets.kafka.config takes a dict (text: text, a number or True or False), not a text",
        ),
        ("snippets.kafka.env = {a = 12345678}", 'snippets.kafka.env["a"] takes text, not a number'),
        (
            'snippets.kafka.config = {"sasl.password" = ["hunter2"]}',
            'snippets.kafka.config["sasl.password"] takes text, a number or True or False, not a list',
        ),
        (
            'snippets.kafka.env = {a = "hunter2"}',
            "snippets.kafka.env takes names of environment variables, in capitals",
        ),
    ],
)
def test_what_is_wrong_below_snippets_is_said_without_the_value(project: Project, said: str, words: str) -> None:
    project.write("pyproject.toml", f"[tool.catalog-gen]\n{said}\n")
    problems = found(project)
    assert [problem.message for problem in problems] == [words]
    assert not any(secret in formats(problems) for secret in ("hunter2", "12345678"))

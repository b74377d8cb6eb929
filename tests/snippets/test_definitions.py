"""What definitions and settings say, and what pages and problems make of it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pagecode
import pytest

from catalog_gen import problems as wrong
from catalog_gen import settings as configuration
from catalog_gen.snippets.clients import Clients, protocol_of

if TYPE_CHECKING:
    from projects import Project

CODES = (
    "no-snippet",
    "no-discriminator",
    "unfit-headers",
    "literal-secret",
    "unknown-client",
    "bad-client",
    "unused-setting",
)


def found(project: Project) -> list[str]:
    """The problems that snippets have, without their places."""
    problems = [line.split(": ", 1)[1] for line in project.problems()]
    wanted = re.compile(rf"\[({'|'.join(CODES)}|bad-value|unknown-setting|bad-settings|template-error)\]$")
    return [line for line in problems if wanted.search(line)]


def one(project: Project, message: str, channel: str = 'protocols=["kafka"]') -> str:
    """The page of a message on a channel."""
    project.define(
        f"""
        channel = Channel("orders", {channel})
        service = Service("OrderService", sends=[{message}])
        """
    )
    project.build()
    kind = {"Event": "events", "Command": "commands", "Query": "queries"}[message.partition("(")[0]]
    return project.page(f"{kind}/OrderPlaced/index.mdx")


EXAMPLE = 'examples=[Example({"order_id": "o-1", "customer": {"id": "c-1"}, "lines": [{"sku": "a"}], "n": 17})]'


def test_a_message_without_a_channel_has_no_snippet_and_a_hint(project: Project) -> None:
    project.define(f'event = Event("OrderPlaced", {EXAMPLE})')
    assert found(project) == [
        "OrderPlaced 1.0.0: no snippet: it has no channel (write channels=[...], or snippets=[] if none is wanted)"
        " [no-snippet]"
    ]
    project.build()
    assert pagecode.programs(project.page("events/OrderPlaced/index.mdx")) == []


def test_whoever_wants_no_snippet_says_so(project: Project) -> None:
    project.define(f'event = Event("OrderPlaced", snippets=[], {EXAMPLE})')
    assert found(project) == []


@pytest.mark.parametrize(
    ("message", "channel", "reason"),
    [
        (f"channels=[channel], {EXAMPLE}", "", 'its channel "orders" names no protocol'),
        (f"channels=[channel], {EXAMPLE}", 'protocols=["pulsar"]', 'there is no client for the protocol "pulsar"'),
        ("channels=[channel]", 'protocols=["kafka"]', "it has no payload example"),
        (
            f'channels=[channel], key="gone", {EXAMPLE}',
            'protocols=["kafka"]',
            'its example has no single value in "gone"',
        ),
        (
            f'channels=[channel], key="customer", {EXAMPLE}',
            'protocols=["kafka"]',
            'its example has no single value in "customer"',
        ),
        (
            f'channels=[channel], snippets=["faststream-kafka"], envelope=CloudEvents("binary"), {EXAMPLE}',
            'protocols=["kafka"]',
            "",
        ),
    ],
)
def test_the_reason_why_there_is_no_snippet_is_said(project: Project, message: str, channel: str, reason: str) -> None:
    project.define(f'channel = Channel("orders", {channel})\nevent = Event("OrderPlaced", {message})')
    problems = [line for line in found(project) if "[no-snippet]" in line]
    assert all(reason in line for line in problems)
    assert bool(problems) == bool(reason)


@pytest.mark.parametrize(
    ("key", "code"),
    [
        ("order_id", 'event["order_id"]'),
        ("customer.id", 'event["customer"]["id"]'),
        ("lines[].sku", 'event["lines"][0]["sku"]'),
        ("lines.sku", 'event["lines"][0]["sku"]'),
        ("n", 'str(event["n"])'),
    ],
)
def test_a_key_is_taken_from_the_payload(project: Project, key: str, code: str) -> None:
    page = one(project, f'Event("OrderPlaced", channels=[channel], key="{key}", {EXAMPLE})')
    assert f"key={code}," in pagecode.program(page, "producer")


def test_consumers_are_called_after_the_service_that_consumes(project: Project) -> None:
    project.define(
        f"""
        channel = Channel("orders", protocols=["kafka"])
        event = Event("OrderPlaced", channels=[channel], {EXAMPLE})
        service = Service("OrderService", sends=[event])
        billing = Service("BillingService", receives=[event])
        """
    )
    project.build()
    page = project.page("events/OrderPlaced/index.mdx")
    assert '"group.id": "BillingService"' in pagecode.program(page, "consumer")
    assert '"client.id": "OrderService"' in pagecode.program(page, "producer")


def test_a_service_comes_before_its_domain_and_before_one_on_its_way_out(project: Project) -> None:
    project.define(
        f"""
        channel = Channel("orders", protocols=["kafka"])
        event = Event("OrderPlaced", channels=[channel], {EXAMPLE})
        domain = Domain("Billing", receives=[event])
        old = Service("ABilling", receives=[event], deprecated=True)
        service = Service("ZBilling", receives=[event])
        """
    )
    project.build()
    page = project.page("events/OrderPlaced/index.mdx")
    assert '"group.id": "ZBilling"' in pagecode.program(page, "consumer")


@pytest.mark.parametrize(
    ("definition", "reason"),
    [
        (
            f'event = Event("OrderPlaced", channels=["elsewhere"], {EXAMPLE})',
            'no snippet: its channel "elsewhere" is not declared here (declare it: Channel("elsewhere",'
            ' protocols=["kafka"]))',
        ),
        (
            'channel = Channel("orders", protocols=["amqp"])\n'
            f'event = Event("OrderPlaced", channels=[channel], snippets=["kafkajs"], {EXAMPLE})',
            "no snippet: none of its clients is for amqp",
        ),
        (
            'channel = Channel("orders", protocols=["kafka"])\n'
            f'event = Event("OrderPlaced", channels=[channel], snippets=["aiokafka", "kafkajs"], key="x", {EXAMPLE})',
            'no snippet: its example has no single value in "x" (choose a field that every message has once)',
        ),
    ],
)
def test_one_reason_is_said_once(project: Project, definition: str, reason: str) -> None:
    project.write("pyproject.toml", '[tool.catalog-gen]\nexternal = ["elsewhere"]\n')
    project.define(definition)
    assert found(project) == [f"OrderPlaced 1.0.0: {reason} [no-snippet]"]


def test_fewer_acknowledgements_than_all_go_without_idempotence(project: Project) -> None:
    settings = '[tool.catalog-gen.snippets.kafka]\nclients = ["confluent-kafka", "aiokafka"]\nconfig = {acks = 1}\n'
    project.write("pyproject.toml", settings)
    page = one(project, f'Event("OrderPlaced", channels=[channel], {EXAMPLE})')
    confluent = pagecode.program(page, "producer", "confluent-kafka")
    assert '"acks": 1' in confluent
    assert '"enable.idempotence": False' in confluent
    assert "enable_idempotence=False" in pagecode.program(page, "producer", "aiokafka")
    assert "acks" not in pagecode.program(page, "consumer", "confluent-kafka")


def test_nobody_is_shown_to_send_where_nobody_sends(project: Project) -> None:
    project.define(
        f"""
        topic = Channel("topic", protocols=["kafka"])
        queue = Channel("queue", protocols=["redis"])
        event = Event("OrderPlaced", {EXAMPLE})
        orders = Service("OrderService", sends=[Sends(event, to=[topic])])
        billing = Service("BillingService", receives=[Receives(event, from_=[queue])])
        """
    )
    project.build()
    programs = pagecode.programs(project.page("events/OrderPlaced/index.mdx"))
    assert [(each.role, "confluent_kafka" in each.text) for each in programs] == [
        ("producer", True),
        ("consumer", False),
    ]


def test_an_event_on_two_protocols_has_a_tab_for_each(project: Project) -> None:
    project.define(
        f"""
        topic = Channel("topic", protocols=["kafka"])
        queue = Channel("queue", protocols=["redis"])
        event = Event("OrderPlaced", channels=[topic, queue], {EXAMPLE})
        """
    )
    project.build()
    page = project.page("events/OrderPlaced/index.mdx")
    tabs = [(each.role, each.tab) for each in pagecode.programs(page)]
    names = ["Kafka: confluent-kafka", "Redis Streams: redis-py"]
    assert tabs == [(role, name) for role in ("producer", "consumer") for name in names]
    assert not re.search(r"^\s*[-*] ", page[page.index("<Tabs>") : page.rindex("</Tabs>")], re.MULTILINE)


@pytest.mark.parametrize(
    ("kind", "headings"),
    [
        ("Event", ["## Producing the event", "## Consuming the event"]),
        ("Command", ["## Sending the command", "## Handling the command"]),
        ("Query", ["## Asking the query", "## Answering the query"]),
    ],
)
def test_each_kind_has_its_own_words(project: Project, kind: str, headings: list[str]) -> None:
    page = one(project, f'{kind}("OrderPlaced", channels=[channel], {EXAMPLE})')
    assert [line for line in page.splitlines() if line in headings] == headings
    assert page.count('frame="terminal"') == 2


def test_the_install_line_and_the_environment_stand_above_the_code(project: Project) -> None:
    page = one(project, f'Event("OrderPlaced", channels=[channel], {EXAMPLE})')
    line = "Install it with `pip install confluent-kafka` (Python 3.11 or later). It reads `KAFKA_BOOTSTRAP_SERVERS`"
    assert f"{line} (else `localhost:9092`) from the environment." in page


def test_the_example_that_is_sent_tells_how_it_is_used(project: Project) -> None:
    page = one(project, f'Event("OrderPlaced", channels=[channel], {EXAMPLE})')
    config = (project.root / "output/events/OrderPlaced/examples/examples.config.yaml").read_text()
    import yaml

    assert yaml.safe_load(config)["payload.json"]["usage"] == pagecode.program(page, "producer")


TWO = """
    channel = Channel("orders", protocols=["kafka"]{channel})
    a = Event("OrderPlaced", channels=[channel], examples=[Example({{"a": 1}})]{message})
    b = Event("OrderGone", channels=[channel], examples=[Example({{"a": 1}})]{message})
"""


def test_several_messages_on_a_channel_need_a_discriminator(project: Project) -> None:
    project.define(TWO.format(channel="", message=""))
    assert found(project) == [
        "orders 1.0.0: the channel carries OrderGone, OrderPlaced, and nothing tells them apart, so pages show no"
        ' consumers (name the header that does: discriminator="event-type") [no-discriminator]'
    ]
    project.build()
    roles = [each.role for each in pagecode.programs(project.page("events/OrderPlaced/index.mdx"))]
    assert roles == ["producer"]


@pytest.mark.parametrize(
    ("binding", "ambiguous"),
    [
        ("", False),
        (', bindings=[AmqpBinding(exchange="orders")]', True),
        (', bindings=[AmqpBinding(exchange_type="fanout")]', True),
        (', bindings=[AmqpBinding(queue="work")]', True),
    ],
)
def test_in_rabbitmq_messages_are_apart_that_come_by_other_keys_into_other_queues(
    project: Project, binding: str, *, ambiguous: bool
) -> None:
    project.define(TWO.format(channel=binding, message="").replace("kafka", "amqp"))
    assert bool(found(project)) == ambiguous


@pytest.mark.parametrize(
    ("channel", "message", "sent", "asked"),
    [
        (
            ', discriminator="event-type"',
            "",
            '"event-type": "OrderPlaced"',
            'headers.get("event-type") != "OrderPlaced"',
        ),
        (
            ', discriminator=Discriminator("kind")',
            ', headers={"kind": "placed"}',
            '"kind": "placed"',
            'headers.get("kind") != "placed"',
        ),
        ("", ", envelope=CloudEvents()", '"ce_type": "OrderPlaced"', 'headers.get("ce_type") != "OrderPlaced"'),
        ("", ', envelope=CloudEvents("structured")', '"type": "OrderPlaced"', 'envelope.get("type") != "OrderPlaced"'),
    ],
)
def test_a_discriminator_is_sent_and_asked_for(
    project: Project, channel: str, message: str, sent: str, asked: str
) -> None:
    gone = message.replace("placed", "gone")
    first, second = TWO.format(channel=channel, message=message).split("    b = ")
    project.define(f"{first}    b = {second.replace(message, gone)}")
    assert found(project) == []
    project.build()
    page = project.page("events/OrderPlaced/index.mdx")
    assert sent in pagecode.program(page, "producer")
    assert asked in pagecode.program(page, "consumer")


def test_a_structured_cloud_event_among_others_needs_a_discriminator(project: Project) -> None:
    first, second = TWO.format(channel="", message=', envelope=CloudEvents("structured")').split("    b = ")
    project.define(f"{first}    b = {second.replace('structured', 'binary')}")
    assert "[no-discriminator]" in "".join(found(project))


@pytest.mark.parametrize(("kind", "name"), [("Event", "event"), ("Command", "command"), ("Query", "query")])
def test_programs_call_the_message_what_it_is(project: Project, kind: str, name: str) -> None:
    page = one(project, f'{kind}("OrderPlaced", channels=[channel], key="order_id", {EXAMPLE})')
    producer, consumer = pagecode.program(page, "producer"), pagecode.program(page, "consumer")
    assert f"\n{name} = {{" in producer
    assert f'key={name}["order_id"]' in producer
    assert f"def handle({name}: dict)" in consumer
    assert "event" not in consumer or name == "event"


def test_the_name_of_the_schema_tells_apart_only_what_has_one(project: Project) -> None:
    project.define(TWO.format(channel=", discriminator=Discriminator(schema_name=True)", message=""))
    assert len([line for line in found(project) if "which json does not carry" in line]) == 2


@pytest.mark.parametrize(
    ("header", "problem"),
    [
        ('Header(generate="uuid")', "so it has to be the same text in each"),
        ('"same"', 'is "same" in OrderGone, too; it tells them apart'),
    ],
)
def test_a_discriminator_that_tells_nothing_apart_is_an_error(project: Project, header: str, problem: str) -> None:
    message = f', headers={{"event-type": {header}}}'
    project.define(TWO.format(channel=', discriminator="event-type"', message=message))
    assert problem in "".join(found(project))
    assert project.built().changes is None


def test_where_the_schema_tells_messages_apart_each_has_its_own_subject(project: Project) -> None:
    project.write("schemas/e.avsc", '{"type": "record", "name": "Placed", "namespace": "acme", "fields": []}')
    channel = 'protocols=["kafka"], discriminator=Discriminator(schema_name=True)'
    page = one(project, 'Event("OrderPlaced", channels=[channel], schema_path="e.avsc")', channel)
    assert 'lambda context, record_name: "acme.Placed"' in pagecode.program(page, "producer")


def test_headers_have_to_be_what_their_schema_wants(project: Project) -> None:
    project.write("schemas/headers.json", '{"type": "object", "required": ["trace-id"]}')
    project.define(
        f"""
        channel = Channel("orders", protocols=["kafka"])
        event = Event("OrderPlaced", channels=[channel], headers_schema_path="headers.json", {EXAMPLE})
        """
    )
    [problem] = found(project)
    assert "the headers are not what schemas/headers.json says" in problem
    assert "trace-id" in problem


def test_the_wire_format_has_to_suit_the_schema(project: Project) -> None:
    project.define(
        f"""
        channel = Channel("orders", protocols=["kafka"])
        event = Event("OrderPlaced", channels=[channel], wire_format="avro", {EXAMPLE})
        """
    )
    assert found(project) == [
        "OrderPlaced 1.0.0: its schema is not one of which avro can be written (name a schema of Avro, or another"
        " wire_format) [bad-value]"
    ]


def test_a_teams_settings_stand_in_the_code(project: Project) -> None:
    settings = """
        [tool.catalog-gen]
        [tool.catalog-gen.snippets.kafka]
        clients = ["aiokafka", "confluent-kafka"]
        config = { "security.protocol" = "SASL_SSL" }
        env = { "sasl.password" = "KAFKA_PASSWORD" }
        """
    project.write("pyproject.toml", settings)
    page = one(project, f'Event("OrderPlaced", channels=[channel], {EXAMPLE})')
    confluent = pagecode.program(page, "producer", "confluent-kafka")
    assert '"security.protocol": "SASL_SSL",' in confluent
    assert '"sasl.password": os.environ["KAFKA_PASSWORD"],' in confluent
    aiokafka = pagecode.program(page, "consumer", "aiokafka")
    assert 'security_protocol="SASL_SSL",' in aiokafka
    assert 'sasl_plain_password=os.environ["KAFKA_PASSWORD"],' in aiokafka
    assert "`KAFKA_PASSWORD`" in page


@pytest.mark.parametrize(
    ("settings", "problem"),
    [
        (
            "snippets.kafak = {}",
            'snippets.kafak is no protocol and no client (did you mean "kafka"?) [unknown-setting]',
        ),
        (
            'snippets.kafka.clients = ["confluent"]',
            'snippets.kafka.clients: there is no client "confluent" for it (did you mean "confluent-kafka"?)'
            " [unknown-client]",
        ),
        (
            'snippets.kafka.env = {"sasl.password" = "hunter2!"}',
            "snippets.kafka.env takes names of environment variables",
        ),
        ("snippets.rabbitmq = {}", 'snippets.rabbitmq is no protocol and no client (write "amqp") [unknown-setting]'),
        (
            'snippets.kafka.config = {"sasl.password" = "hunter2"}',
            'snippets.kafka.config: "sasl.password" holds a secret, which every page would show (name an environment'
            ' variable instead: env = {"sasl.password" = "..."}) [literal-secret]',
        ),
        (
            'snippets.kafka = {clients = ["kafkajs"], config = {"linger.ms" = 5, "ssl" = true}}',
            'snippets.kafka: kafkajs is not given "linger.ms", its snippets do not know it (it takes',
        ),
        ("snippets.kafka.client = []", 'snippets.kafka has no "client" (did you mean "clients"?) [unknown-setting]'),
        ("snippets.kafka.config = {a = inf}", 'snippets.kafka.config["a"] takes a number, not inf [bad-settings]'),
        ('snippets.kafka.config = {"ssl.ca.location" = "ca.pem", "sasl.mechanism" = "PLAIN"}', ""),
    ],
)
def test_what_is_wrong_with_settings_is_said(project: Project, settings: str, problem: str) -> None:
    project.write("pyproject.toml", f"[tool.catalog-gen]\n{settings}\n")
    project.define(f'event = Event("OrderPlaced", snippets=[], {EXAMPLE})')
    loaded, problems = configuration.load(project.root, None, "0.1.0")
    lines = [wrong.text(each).partition(": ")[2] for each in problems] if loaded is None or problems else found(project)
    assert [line[: len(problem)] for line in lines] == ([problem] if problem else [])


def test_a_misspelt_client_of_a_message_is_an_error_at_its_place(project: Project) -> None:
    project.define(f'event = Event("OrderPlaced", snippets=["aiokafak"], {EXAMPLE})')
    assert 'there is no client "aiokafak" (did you mean "aiokafka"?) [unknown-client]' in "".join(found(project))


def test_our_own_entries_are_all_right() -> None:
    clients = Clients()
    assert clients.problems == []
    assert {client.protocol for client in clients.by_name.values() if client.default} == {
        client.protocol for client in clients.by_name.values()
    }


@pytest.mark.parametrize(
    ("name", "protocol"),
    [
        ("Kafka", "kafka"),
        ("Apache Kafka", "kafka"),
        ("RabbitMQ", "amqp"),
        ("HTTPS", "http"),
        ("AWS SNS", "sns"),
        ("x", "x"),
    ],
)
def test_protocols_have_many_names(name: str, protocol: str) -> None:
    assert protocol_of(name) == protocol


def test_a_large_example_is_folded_but_whole(project: Project) -> None:
    lines = [{"sku": f"sku-{number}", "text": "x" * 30} for number in range(200)]
    page = one(project, f'Event("OrderPlaced", channels=[channel], examples=[Example({{"lines": {lines!r}}})])')
    program = pagecode.program(page, "producer")
    assert len(program) > 10_000
    assert re.search(r"<summary>Produce the event in Python, \d+ lines</summary>", page)
    scope: dict[str, object] = {}
    exec(compile(program[program.index("event = {") : program.index("\n}\n") + 2], "event", "exec"), scope)  # noqa: S102
    assert scope["event"] == {"lines": lines}

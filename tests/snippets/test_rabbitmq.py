"""What is special about RabbitMQ: exchanges, queues, dead letters, and replies."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pagecode
import pairs
import pika
import pytest
from brokers import Route
from brokers.waiting import until
from running import Programs

if TYPE_CHECKING:
    from pathlib import Path

    from projects import Project
    from stages import Brokers

CLIENTS = ("pika", "aio-pika")
PAIRS = {pair.client.name: pair for pair in pairs.pairs() if pair.wire == "json" and not pair.envelope}
EXAMPLE = 'examples=[Example({"region": "eu", "n": 17})], snippets=["pika", "aio-pika"]'
EXCHANGE = "channel.exchange_declare(EXCHANGE"


def page(project: Project, channel: str, message: str = "") -> str:
    """The page of an event that travels over RabbitMQ."""
    project.define(
        f"""
        channel = Channel("orders.{{region}}", protocols=["amqp"], {channel})
        orders = Service("OrderService", sends=[Event("OrderPlaced", channels=[channel], {EXAMPLE}{message})])
        billing = Service("BillingService", receives=["OrderPlaced"])
        """
    )
    project.build()
    return project.page("events/OrderPlaced/index.mdx")


def program(text: str, role: str, client: str) -> str:
    """The program of that role for the client, whose name is a part of another one's."""
    [found] = [each.text for each in pagecode.programs(text) if (each.role, each.tab) == (role, client)]
    return found


FIELD = 'parameters={"region": Parameter(field="region", default="us")}'


@pytest.mark.parametrize(
    ("binding", "producer", "consumer"),
    [
        (
            'exchange="x"',
            ['region = event["region"]', 'ROUTING_KEY = f"orders.{region}"', f'{EXCHANGE}, exchange_type="topic"'],
            ['ROUTING_KEY = "orders.*"', "channel.queue_bind(QUEUE, EXCHANGE, ROUTING_KEY)"],
        ),
        (
            'exchange="x", exchange_type="direct"',
            ['ROUTING_KEY = f"orders.{REGION}"', f'{EXCHANGE}, exchange_type="direct"'],
            ['REGION = os.environ.get("REGION", "us")', 'ROUTING_KEY = f"orders.{REGION}"'],
        ),
        (
            'exchange="x.{region}"',
            ['region = event["region"]', 'EXCHANGE = f"x.{region}"'],
            ['REGION = os.environ.get("REGION", "us")', 'EXCHANGE = f"x.{REGION}"', 'ROUTING_KEY = "orders.*"'],
        ),
        (
            'exchange="x", exchange_type="headers"',
            [f'{EXCHANGE}, exchange_type="headers"'],
            ['arguments={"x-match": "all", "kind": "OrderPlaced"})'],
        ),
        (
            'queue="q", queue_type="classic", prefetch=3',
            ['EXCHANGE = f"orders.{region}"', 'ROUTING_KEY = "order.placed"'],
            ['QUEUE = "q"', '{"x-queue-type": "classic"}', "prefetch_count=3"],
        ),
    ],
)
def test_exchanges_and_queues_are_as_declared(
    project: Project, binding: str, producer: list[str], consumer: list[str]
) -> None:
    text = page(project, f'discriminator="kind", bindings=[AmqpBinding({binding})], {FIELD}')
    for lines, role in ((producer, "producer"), (consumer, "consumer")):
        code = program(text, role, "pika")
        assert [line for line in lines if line not in code] == []


def test_the_exchange_without_a_name_leads_to_the_queue_that_is_called_as_the_key(project: Project) -> None:
    text = page(project, f'bindings=[AmqpBinding(exchange="")], {FIELD}')
    for client in CLIENTS:
        consumer = program(text, "consumer", client)
        assert 'QUEUE = f"orders.{REGION}"' in consumer
        assert "EXCHANGE" not in consumer
        assert "exchange_declare" not in program(text, "producer", client)


def test_dead_letters_have_the_parameters_that_they_need(project: Project) -> None:
    parameters = '{"region": Parameter(field="region", default="us"), "lane": Parameter()}'
    text = page(project, f'dead_letter="dead.{{region}}.{{lane}}", parameters={parameters}')
    consumer = program(text, "consumer", "pika")
    assert 'LANE = os.environ["LANE"]' in consumer
    assert 'DEAD_LETTER = f"dead.{REGION}.{LANE}"' in consumer
    assert "`LANE`" in text


@pytest.mark.broker
@pytest.mark.parametrize("client", CLIENTS)
def test_poison_is_kept_among_the_dead_letters(client: str, project: Project, brokers: Brokers, tmp_path: Path) -> None:
    binding = f'bindings=[AmqpBinding(exchange="x.{client}", queue="q.{client}")]'
    text = page(project, f'dead_letter="dead.{client}", {binding}, {FIELD}')
    route = Route("amqp", "orders.eu", f"q.{client}", exchange=f"x.{client}")
    with brokers.of(PAIRS[client]) as broker:
        broker.prepare(route)
        programs = Programs(tmp_path, broker.environment)
        path = programs.add("consumer.py", program(text, "consumer", client))
        with programs.running(path) as consumer:
            until(lambda: broker.ready(route), lambda: consumer.text)
            broker.publish(route, b"\xff", {"message-id": "m-1", "a": "b"})
            consumer.wait_for("cannot decode the message m-1")
            assert consumer.stop() == 0, consumer.text
        assert broker.acknowledged(route)
        with pika.BlockingConnection(pika.URLParameters(broker.environment["AMQP_URL"])) as connection:
            _, properties, body = connection.channel().basic_get(f"dead.{client}")
        assert body == b"\xff"
        assert properties.headers["a"] == "b"


@pytest.mark.broker
@pytest.mark.parametrize("client", CLIENTS)
def test_an_event_that_no_queue_takes_is_an_error(
    client: str, project: Project, brokers: Brokers, tmp_path: Path
) -> None:
    text = page(project, f'bindings=[AmqpBinding(exchange="none.{client}")], {FIELD}')
    with brokers.of(PAIRS[client]) as broker:
        programs = Programs(tmp_path, broker.environment)
        ran = programs.run(programs.add("producer.py", program(text, "producer", client)))
    assert ran.returncode == 1
    assert "delivery failed" in ran.stderr
    assert "Traceback" not in ran.stderr


@pytest.mark.broker
@pytest.mark.parametrize("client", CLIENTS)
def test_a_query_is_answered(client: str, project: Project, brokers: Brokers, tmp_path: Path) -> None:
    """Nobody answers before the consumer is there; poison does not stop it."""
    project.define(
        f"""
        binding = AmqpBinding(exchange="ask.{client}", queue="a.{client}")
        channel = Channel("stock", protocols=["amqp"], bindings=[binding])
        reply = Example([{{"sku": "it's", "n": None}}])
        query = Query("CountStock", channels=[channel], reply=reply, {EXAMPLE})
        shop = Service("Shop", sends=[query])
        stock = Service("StockService", receives=[query])
        """
    )
    project.build()
    text = project.page("queries/CountStock/index.mdx")
    route = Route("amqp", "stock", f"a.{client}", exchange=f"ask.{client}")
    with brokers.of(PAIRS[client]) as broker:
        programs = Programs(tmp_path, broker.environment)
        asking = programs.add("producer.py", program(text, "producer", client))
        answering = programs.add("consumer.py", program(text, "consumer", client))
        assert programs.run(asking).returncode == 1
        with programs.running(answering) as consumer:
            until(lambda: broker.ready(route), lambda: consumer.text)
            broker.publish(route, b"\xff", {"reply-to": "nobody"})
            asked = programs.run(asking)
            assert asked.stdout == "reply: [{'sku': \"it's\", 'n': None}]\n", asked.stderr
            assert consumer.stop() == 0, consumer.text
        assert consumer.text.count("CountStock: {'region': 'eu', 'n': 17}") == 1

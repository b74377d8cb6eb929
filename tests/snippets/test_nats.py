"""What is special about NATS: streams, durable consumers, dead letters, and replies."""

from __future__ import annotations

import asyncio
import contextlib
from typing import TYPE_CHECKING, Any

import pagecode
import pytest
from brokers import Route
from brokers import nats as server
from brokers.waiting import until
from running import Programs
from workspace import unavailable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from projects import Project

pytestmark = pytest.mark.broker

EXAMPLE = 'examples=[Example({"region": "eu", "n": 17})]'
ROUTE = Route("nats", "orders.eu", "BillingService-OrderPlaced", stream="ORDERS")


@pytest.fixture
def broker() -> Iterator[server.Nats]:
    """A server of the test's own."""
    if missing := server.missing():
        unavailable(f"{missing} is missing: snippets of nats are not verified in this run")
    with contextlib.closing(server.start()) as running:
        yield running


@pytest.fixture
def page(project: Project) -> str:
    """The page of an event whose subject says where it is from."""
    project.define(
        f"""
        binding = NatsBinding(stream="ORDERS", ack_wait=20, max_deliver=4)
        channel = Channel(
            "orders.{{region}}",
            protocols=["nats"],
            parameters={{"region": Parameter(field="region"), "lane": Parameter()}},
            bindings=[binding],
            dead_letter="orders.dead.{{lane}}",
        )
        orders = Service("OrderService", sends=[Event("OrderPlaced", channels=[channel], {EXAMPLE})])
        billing = Service("BillingService", receives=["OrderPlaced"])
        """
    )
    project.build()
    return project.page("events/OrderPlaced/index.mdx")


@pytest.fixture
def programs(broker: server.Nats, page: str, tmp_path: Path) -> Programs:
    """Both programs of the page, in files."""
    found = Programs(tmp_path / "run", {**broker.environment, "LANE": "slow"})
    for role in ("producer", "consumer"):
        found.add(f"{role}.py", pagecode.program(page, role))
    return found


def stream(broker: server.Nats, **consumer: Any) -> None:
    """A stream that holds the dead letters, too; with a durable consumer where something is said about it."""

    async def create() -> None:
        import nats

        async with await nats.connect(broker.environment["NATS_URL"]) as connection:
            jetstream = connection.jetstream()
            await jetstream.add_stream(name="ORDERS", subjects=["orders.>"])
            if consumer:
                await jetstream.add_consumer("ORDERS", durable_name=ROUTE.consumer, **consumer)

    asyncio.run(create())


def test_dead_letters_may_be_in_the_same_stream(broker: server.Nats, programs: Programs) -> None:
    stream(broker)
    with programs.running(programs.folder / "consumer.py") as consumer:
        until(lambda: broker.ready(ROUTE), lambda: consumer.text)
        broker.publish(ROUTE, b"\xff", {"Nats-Msg-Id": "m-1", "a": "b"})
        produced = programs.run(programs.folder / "producer.py")
        assert produced.returncode == 0, produced.stderr
        consumer.wait_for("OrderPlaced: {'region': 'eu', 'n': 17}")
        assert consumer.stop() == 0, consumer.text
    assert "cannot decode the message 1" in consumer.text
    assert broker.acknowledged(ROUTE)
    [letter] = broker.received(Route("nats", "orders.dead.slow", "", stream="ORDERS"))
    assert (letter.value, letter.headers) == (b"\xff", {"a": "b"})


@pytest.mark.parametrize(
    "consumer",
    [
        {"filter_subject": "orders.us", "ack_wait": 20, "max_deliver": 4},
        {"filter_subject": "orders.*", "ack_wait": 10, "max_deliver": 4},
        {"filter_subject": "orders.*", "ack_wait": 20, "max_deliver": 4, "deliver_subject": "pushed"},
    ],
)
def test_a_durable_consumer_of_another_kind_is_an_error(
    consumer: dict[str, Any], broker: server.Nats, programs: Programs
) -> None:
    stream(broker, **consumer)
    ran = programs.run(programs.folder / "consumer.py")
    assert ran.returncode == 1
    assert ran.stderr.startswith("BillingService-OrderPlaced exists with another configuration: {'filter_subject'")
    assert "Traceback" not in ran.stderr


def test_a_durable_consumer_that_is_the_same_goes_on(broker: server.Nats, programs: Programs) -> None:
    stream(broker, filter_subject="orders.*", ack_wait=20, max_deliver=4)
    assert programs.run(programs.folder / "producer.py").returncode == 0
    with programs.running(programs.folder / "consumer.py") as consumer:
        consumer.wait_for("OrderPlaced:")
        assert consumer.stop() == 0, consumer.text


def test_without_a_stream_both_fail(broker: server.Nats, programs: Programs) -> None:
    consumed, produced = (programs.run(programs.folder / f"{role}.py") for role in ("consumer", "producer"))
    assert consumed.returncode == produced.returncode == 1
    assert "there is no stream for orders.*" in consumed.stderr
    assert "no response from stream" in produced.stderr
    assert broker.environment


def test_a_query_is_answered(broker: server.Nats, project: Project, tmp_path: Path) -> None:
    """Nobody answers before the consumer is there; poison does not stop it."""
    project.define(
        f"""
        channel = Channel("stock.{{region}}", protocols=["nats"], parameters={{"region": Parameter(field="region")}})
        query = Query("CountStock", channels=[channel], reply=Example([{{"sku": "it's", "n": None}}]), {EXAMPLE})
        shop = Service("Shop", sends=[query])
        stock = Service("StockService", receives=[query])
        """
    )
    project.build()
    text = project.page("queries/CountStock/index.mdx")
    programs = Programs(tmp_path / "run", broker.environment)
    asking = programs.add("producer.py", pagecode.program(text, "producer"))
    unanswered = programs.run(asking)
    assert unanswered.returncode == 1
    assert unanswered.stderr == "no reply: nats: no responders available for request\n"
    with programs.running(programs.add("consumer.py", pagecode.program(text, "consumer"))) as consumer:
        until(lambda: programs.run(asking).returncode == 0, lambda: consumer.text)
        ask(broker, b"\xff")
        asked = programs.run(asking)
        assert asked.stdout == "reply: [{'sku': \"it's\", 'n': None}]\n", asked.stderr
        assert consumer.stop() == 0, consumer.text
    assert consumer.text.count("cannot decode a message") == 1


def ask(broker: server.Nats, value: bytes) -> None:
    """Publish a request without waiting for a reply."""

    async def publish() -> None:
        import nats

        async with await nats.connect(broker.environment["NATS_URL"]) as connection:
            await connection.publish("stock.eu", value)

    asyncio.run(publish())

"""What goes wrong: brokers that refuse, payloads that cannot be read, messages of other types, wrong code."""

from __future__ import annotations

import re
import signal
from typing import TYPE_CHECKING, Any

import pairs
import pytest
import stages
from brokers import Route, kafka
from brokers.waiting import until
from running import handled
from test_pairs import IN_DEFAULT, marked, sent_and_handled

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from projects import Project
    from stages import Brokers, Stage

ONE = frozenset({"confluent-kafka"})
"""The client of the default suite; `.ci/run` tries what goes wrong with all of them."""

JSON = [pair for pair in pairs.pairs() if pair.wire == "json" and not pair.envelope]

ACKNOWLEDGING = {
    "kafka": r"^.*\bcommit(?:Offsets)?\(.*$",
    "amqp": r"^.*\b(?:basic_ack|ack)\(.*$",
    "nats": r"^.*\back(?:_sync)?\(.*$",
    "redis": r"^.*\bxack\(.*$",
    "mqtt": r"^.*\.ack\(.*$",
    "sns": r"^.*\bdelete_message\(.*$",
    "sqs": r"^.*\bdelete_message\(.*$",
    "eventbridge": r"^.*\bdelete_message\(.*$",
}
"""The line of a consumer that says that the message is done."""

IMPLICIT = {
    "faststream-kafka": (r"AckPolicy\.NACK_ON_ERROR", "AckPolicy.MANUAL"),
}
"""Clients that have no such line, and what makes them not say it."""


def acknowledging(pair: pairs.Pair) -> bool:
    return pair.client.protocol in ACKNOWLEDGING


@pytest.mark.parametrize("pair", [marked(pair, ONE) for pair in JSON if acknowledging(pair)])
def test_a_consumer_that_does_not_acknowledge_is_found_out(
    pair: pairs.Pair, project: Project, brokers: Brokers, tmp_path: Path
) -> None:
    defined = pairs.defined(project, pair, slug=f"{pair.slug}control")
    with stages.stage(defined, brokers, tmp_path / "run") as stage:
        text = stage.text("consumer")
        pattern, instead = IMPLICIT.get(pair.client.name, (ACKNOWLEDGING[pair.client.protocol], ""))
        without, count = re.subn(pattern, lambda found: _blank(found[0], instead), text, flags=re.MULTILINE)
        assert count, text
        _run(stage, without)
        assert len(stage.broker.received(stage.route)) == 1
        assert not stage.broker.acknowledged(stage.route)


def _blank(line: str, instead: str) -> str:
    """The replacement, or a statement that does nothing in the place of the line."""
    if instead:
        return instead
    indent = line[: len(line) - len(line.lstrip())]
    return "" if re.search(r";\s*(//.*)?$", line) else f"{indent}pass"


def _run(stage: Stage, consumer_text: str) -> None:
    path = stage.programs.add(f"consumer{stage.pair.client.language.ending}", consumer_text)
    with stage.programs.running(path) as consumer:
        until(lambda: stage.broker.ready(stage.route), lambda: consumer.text, 60)
        produced = stage.programs.run(stage.path("producer"))
        assert produced.returncode == 0, produced.stderr
        consumer.wait_for("OrderPlaced:")
        consumer.stop()


POISON = {
    "json": [b"\x00not json", b"", b'"\xff"', b"{"],
    "avro": [b"", b"\xff\xff\xff\xff\xff", b"\x02"],
    "confluent-avro": [b"", b"\x01\x00\x00\x00\x01x", b"\x00\x00\x00\x00\xff\x02", b"\x00\x00\x00\x00\x01\xff\xff"],
    "protobuf": [b"\xff\xff\xff", b"\x0a\x10x"],
}

POISONED = [pair for pair in pairs.pairs() if pair.client.protocol != "http" and not pair.envelope]


@pytest.mark.slow
@pytest.mark.parametrize("pair", [marked(pair, ONE) for pair in POISONED])
def test_poison_does_not_stop_a_consumer(pair: pairs.Pair, project: Project, brokers: Brokers, tmp_path: Path) -> None:
    defined = pairs.defined(project, pair, slug=f"{pair.slug}poison")
    with (
        stages.stage(defined, brokers, tmp_path / "run") as stage,
        stage.programs.running(stage.path("consumer")) as consumer,
    ):
        until(lambda: stage.broker.ready(stage.route), lambda: consumer.text, 60)
        for value in _possible(pair):
            stage.broker.publish(_behind_a_bus(stage.route), value)
        produced = stage.programs.run(stage.path("producer"))
        assert produced.returncode == 0, produced.stderr
        consumer.wait_for("OrderPlaced:")
        assert consumer.stop() == 0, consumer.text
        assert "Traceback" not in consumer.text


def _behind_a_bus(route: Route) -> Route:
    """Where poison can be put: a bus takes nothing but JSON, the queue of its consumer takes everything."""
    return Route("sqs", route.consumer, route.consumer) if route.protocol == "eventbridge" else route


def _possible(pair: pairs.Pair) -> list[bytes]:
    """The poison that the protocol can carry: the bodies of AWS are texts that are not empty."""
    texts = pair.client.protocol in {"sns", "sqs", "eventbridge"}
    return [value for value in POISON[pair.wire] if not texts or (value and value.isascii() and b"\x00" not in value)]


# HTTP has a URL for each, EventBridge a detail-type; MQTT has headers from version 5 on, see test_mqtt.py.
TELLING = [pair for pair in JSON if pair.client.protocol not in {"http", "eventbridge", "mqtt"}]


@pytest.mark.parametrize("pair", [marked(pair, ONE) for pair in TELLING])
def test_a_consumer_skips_messages_of_other_types_and_acknowledges_them(
    pair: pairs.Pair, project: Project, brokers: Brokers, tmp_path: Path
) -> None:
    discriminator = 'discriminator="event-type"'
    if pair.client.protocol == "amqp":
        discriminator += f', bindings=[AmqpBinding(exchange="told.{pair.slug}", routing_key="orders.all")]'
    defined = pairs.defined(project, pair, channel_extra=discriminator, slug=f"{pair.slug}told")
    with stages.stage(defined, brokers, tmp_path / "run") as stage:
        route = stage.route
        if pair.client.protocol == "amqp":
            import dataclasses

            route = dataclasses.replace(route, exchange=f"told.{pair.slug}", address="orders.all")
            stage.broker.prepare(route)
            stage = dataclasses.replace(stage, route=route)  # noqa: PLW2901 - the same stage, elsewhere
        with stage.programs.running(stage.path("consumer")) as consumer:
            until(lambda: stage.broker.ready(route), lambda: consumer.text, 60)
            stage.broker.publish(route, b'{"other": 1}', {"event-type": "OrderCancelled"})
            produced = stage.programs.run(stage.path("producer"))
            assert produced.returncode == 0, produced.stderr
            consumer.wait_for("OrderPlaced:")
            assert consumer.stop() == 0, consumer.text
            assert consumer.text.count("OrderPlaced:") == 1
            assert "other" not in consumer.text
        assert len(stage.broker.received(route)) == 2
        assert stage.broker.acknowledged(route)
        if pair.client.language.name == "python":
            assert handled(consumer.text, "OrderPlaced:") == [pair.payload]


@pytest.mark.parametrize("pair", [marked(pair, ONE) for pair in JSON if pair.client.protocol == "kafka"])
def test_a_producer_fails_where_the_broker_refuses(
    pair: pairs.Pair, project: Project, brokers: Brokers, tmp_path: Path
) -> None:
    defined = pairs.defined(project, pair)
    with stages.stage(defined, brokers, tmp_path / "run") as stage:
        assert isinstance(stage.broker, kafka.Kafka)
        stage.broker.push_errors(kafka.PRODUCE, *[kafka.TOPIC_AUTHORIZATION_FAILED] * 20)
        produced = stage.programs.run(stage.path("producer"))
        assert produced.returncode not in {0, -signal.SIGKILL}
        assert re.search("(?i)authori[sz]", produced.stdout + produced.stderr)


@pytest.mark.parametrize("pair", [marked(pair, ONE) for pair in JSON if pair.client.name in IN_DEFAULT])
def test_a_consumer_ends_on_interrupt_as_well(
    pair: pairs.Pair, project: Project, brokers: Brokers, tmp_path: Path
) -> None:
    defined = pairs.defined(project, pair, slug=f"{pair.slug}interrupt")
    with stages.stage(defined, brokers, tmp_path / "run") as stage:
        sent_and_handled(stage, signal.SIGINT)


SEED = """\
from kafka import KafkaConsumer
import json, os

consumer = KafkaConsumer(
    'inventory.adjusted',
    bootstrap_servers=[os.environ['KAFKA_BOOTSTRAP_SERVERS']],
    auto_offset_reset='earliest',
    enable_auto_commit=True,
    group_id='inventory_group',
    value_serializer=lambda v: json.dumps(v).encode('utf-8')
)
for message in consumer:
    print(f"OrderPlaced: {json.loads(message.value)}")
"""
"""The consumer of the page that this project started from: consumers have no `value_serializer`."""


@pytest.fixture
def kafka_python(project: Project, brokers: Brokers, tmp_path: Path) -> Iterator[Stage]:
    pair = next(pair for pair in JSON if pair.client.name == "kafka-python")
    with stages.stage(pairs.defined(project, pair), brokers, tmp_path / "run") as stage:
        yield stage


def test_the_consumer_of_the_seed_page_does_not_get_through(kafka_python: Stage) -> None:
    ran: Any = kafka_python.programs.run(kafka_python.programs.add("seed.py", SEED))
    assert ran.returncode == 1
    assert "value_serializer" in ran.stderr

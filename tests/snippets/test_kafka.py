"""What is special about Kafka: dead letters, headers that are no text, commits that fail, registries, settings."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING

import pagecode
import pairs
import pytest
import stages
from brokers import Route, kafka
from brokers.waiting import until
from running import handled
from test_definitions import EXAMPLE, found
from test_pairs import marked

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from brokers import Broker
    from pairs import Pair
    from projects import Project
    from running import Consumer
    from stages import Brokers, Stage

PYTHON = [pair for pair in pairs.pairs() if pair.client.protocol == "kafka" and pair.client.language.name == "python"]
JSON = [pair for pair in PYTHON if pair.wire == "json" and not pair.envelope]
CRASHING = [pair for pair in JSON if pair.client.name != "faststream-kafka"]
"""Clients that end where they cannot go on; FastStream tries again."""

COMMIT = 8
REBALANCE_IN_PROGRESS = 27
NOTHING = -1001
"""The offset of a group that has committed none."""
DEAD = Route("kafka", "orders.dead", "nobody")


@contextlib.contextmanager
def consuming(
    project: Project, pair: Pair, brokers: Brokers, folder: Path, channel: str = ""
) -> Iterator[tuple[Stage, kafka.Kafka, Consumer]]:
    """A consumer that runs, and what it runs on; dead letters have a topic."""
    with stages.stage(pairs.defined(project, pair, channel_extra=channel), brokers, folder) as stage:
        stage.broker.prepare(DEAD)
        with stage.programs.running(stage.path("consumer")) as consumer:
            yield stage, _kafka(stage.broker), consumer


def _kafka(broker: Broker) -> kafka.Kafka:
    assert isinstance(broker, kafka.Kafka)
    return broker


def publish(stage: Stage, value: bytes | None, headers: dict[str, str | bytes | None] | None = None) -> None:
    """Produce a message without a key."""
    from confluent_kafka import Producer

    producer = Producer({"bootstrap.servers": _kafka(stage.broker).bootstrap})
    producer.produce(stage.route.address, value, headers=headers)
    assert producer.flush(30) == 0


def produce(stage: Stage) -> None:
    """Run the producer of the page."""
    ran = stage.programs.run(stage.path("producer"))
    assert ran.returncode == 0, ran.stderr


@pytest.mark.slow
@pytest.mark.parametrize("pair", [marked(pair) for pair in JSON])
def test_what_cannot_be_read_is_a_dead_letter(pair: Pair, project: Project, brokers: Brokers, tmp_path: Path) -> None:
    poison: list[bytes | None] = [b"[" * 100_000, None, b"", b"\xff", b"1" * 5000]
    with consuming(project, pair, brokers, tmp_path / "run", 'dead_letter="orders.dead"') as (stage, broker, consumer):
        for value in poison:
            publish(stage, value, {"a": b"b"})
        produce(stage)
        consumer.wait_for("OrderPlaced:")
        until(lambda: broker.acknowledged(stage.route), lambda: consumer.text)
        assert consumer.stop() == 0, consumer.text
        letters = broker.received(DEAD)
        assert [letter.value for letter in letters] == [value or b"" for value in poison]
        assert {letter.headers["a"] for letter in letters} == {"b"}


@pytest.mark.slow
@pytest.mark.parametrize("pair", [marked(pair) for pair in CRASHING])
def test_headers_need_not_be_text(pair: Pair, project: Project, brokers: Brokers, tmp_path: Path) -> None:
    discriminator = 'discriminator="event-type"'
    with consuming(project, pair, brokers, tmp_path / "run", discriminator) as (stage, broker, consumer):
        publish(stage, b'{"n": 1}', {"event-type": b"\xff\xfe"})
        publish(stage, b'{"n": 2}', {"event-type": None})
        publish(stage, b'{"n": 3}', {"event-type": b"OrderPlaced", "trace": b"\xff\xfe", "none": None})
        consumer.wait_for("OrderPlaced:")
        until(lambda: broker.acknowledged(stage.route), lambda: consumer.text)
        assert consumer.stop() == 0, consumer.text
        assert handled(consumer.text, "OrderPlaced:") == [{"n": 3}]


@pytest.mark.parametrize("pair", [marked(pair) for pair in CRASHING])
def test_poison_is_not_committed_before_its_dead_letter_is_there(
    pair: Pair, project: Project, brokers: Brokers, tmp_path: Path
) -> None:
    with consuming(project, pair, brokers, tmp_path / "run", 'dead_letter="orders.dead"') as (stage, broker, consumer):
        produce(stage)
        consumer.wait_for("OrderPlaced:")
        until(lambda: broker.acknowledged(stage.route), lambda: consumer.text)
        publish(stage, b"poison")
        broker.push_errors(kafka.PRODUCE, *[kafka.TOPIC_AUTHORIZATION_FAILED] * 40)
        assert consumer.wait() == 1, consumer.text
        assert "uthorization" in consumer.text
        assert broker.committed(stage.route) == {0: 1}


@pytest.mark.slow
@pytest.mark.parametrize("pair", [marked(pair) for pair in JSON])
def test_a_commit_that_fails_does_not_end_a_consumer(
    pair: Pair, project: Project, brokers: Brokers, tmp_path: Path
) -> None:
    with consuming(project, pair, brokers, tmp_path / "run") as (stage, broker, consumer):
        produce(stage)
        consumer.wait_for("OrderPlaced:")
        until(lambda: broker.acknowledged(stage.route), lambda: consumer.text)
        broker.push_errors(COMMIT, REBALANCE_IN_PROGRESS)
        produce(stage)
        consumer.wait_for("OrderPlaced:", 2)
        produce(stage)
        consumer.wait_for("OrderPlaced:", 3)
        until(lambda: broker.acknowledged(stage.route), lambda: consumer.text)
        assert consumer.stop() == 0, consumer.text


@pytest.mark.parametrize("pair", [marked(pair) for pair in PYTHON if pair.wire == "confluent-avro"])
def test_an_absent_registry_is_no_poison(pair: Pair, project: Project, brokers: Brokers, tmp_path: Path) -> None:
    with stages.stage(pairs.defined(project, pair), brokers, tmp_path / "run") as stage:
        produce(stage)
        url = 'os.environ.get("SCHEMA_REGISTRY_URL", "http://localhost:8081")'
        text = stage.text("consumer")
        assert url in text
        away = stage.programs.add("consumer.py", text.replace(url, '"http://127.0.0.1:1"'))
        with stage.programs.running(away) as consumer:
            if pair.client.name == "faststream-kafka":
                until(lambda: consumer.text.count("ConnectError") > 1, lambda: consumer.text)
                assert consumer.stop() == 0
            else:
                assert consumer.wait() == 1
                assert "ConnectError" in consumer.text
        assert "cannot decode" not in consumer.text
        assert set(_kafka(stage.broker).committed(stage.route).values()) == {NOTHING}


SETTINGS = """
    [tool.catalog-gen.snippets.kafka]
    clients = ["confluent-kafka", "aiokafka", "kafka-python", "faststream-kafka"]

    [tool.catalog-gen.snippets.kafka.config]
    "security.protocol" = "SASL_SSL"
    "sasl.mechanisms" = "SCRAM-SHA-512"
    "ssl.ca.location" = "ca.pem"
    "acks" = 1
    "session.timeout.ms" = 6000

    [tool.catalog-gen.snippets.kafka.env]
    "sasl.username" = "KAFKA_USER"
    "sasl.password" = "KAFKA_PASSWORD"
"""


SASL = ['security_protocol="SASL_SSL",', 'sasl_mechanism="SCRAM-SHA-512",']
LOGIN = ['sasl_plain_username=os.environ["KAFKA_USER"],', 'sasl_plain_password=os.environ["KAFKA_PASSWORD"],']
CONTEXT = 'ssl_context=create_ssl_context(cafile="ca.pem"),'


@pytest.mark.parametrize(
    ("title", "lines", "of_producers", "of_consumers"),
    [
        (
            "confluent-kafka",
            [
                '"sasl.mechanisms": "SCRAM-SHA-512",',
                '"ssl.ca.location": "ca.pem",',
                '"sasl.username": os.environ["KAFKA_USER"],',
            ],
            '"acks": 1,',
            '"session.timeout.ms": 6000,',
        ),
        ("aiokafka", [*SASL, *LOGIN, CONTEXT], "acks=1,", "session_timeout_ms=6000,"),
        ("kafka-python", [*SASL, *LOGIN, 'ssl_cafile="ca.pem",'], "acks=1,", "session_timeout_ms=6000,"),
        (
            "FastStream",
            ["security=SASLScram512(", 'username=os.environ["KAFKA_USER"],', CONTEXT],
            "acks=1,",
            "session_timeout_ms=6000,",
        ),
    ],
)
def test_settings_are_in_the_words_of_the_client(
    project: Project, title: str, lines: list[str], of_producers: str, of_consumers: str
) -> None:
    """Those that only one role knows go to that one; dead letters are sent by a producer."""
    project.write("pyproject.toml", SETTINGS)
    project.define(
        f"""
        channel = Channel("orders", protocols=["kafka"], dead_letter="dead")
        event = Event("OrderPlaced", channels=[channel], {EXAMPLE})
        orders = Service("OrderService", sends=[event])
        billing = Service("BillingService", receives=[event])
        """
    )
    assert found(project) == []
    project.build()
    page = project.page("events/OrderPlaced/index.mdx")
    producer, consumer = (
        [line.strip() for line in pagecode.program(page, role, title).splitlines()] for role in ("producer", "consumer")
    )
    twice = 1 if title == "FastStream" else 2
    for line in lines:
        assert producer.count(line) == 1
        assert consumer.count(line) == twice
    assert producer.count(of_producers) == consumer.count(of_producers) == 1
    assert of_consumers not in producer
    assert consumer.count(of_consumers) == 1


@pytest.mark.parametrize("mechanism", ["GSSAPI", "OAUTHBEARER"])
def test_faststream_says_what_settings_cannot(project: Project, mechanism: str) -> None:
    project.write("pyproject.toml", SETTINGS.replace("SCRAM-SHA-512", mechanism))
    project.define(
        f'orders = Service("S", sends=[Event("E", channels=[Channel("c", protocols=["kafka"])], {EXAMPLE})])'
    )
    project.build()
    program = pagecode.program(project.page("events/E/index.mdx"), "producer", "FastStream")
    assert "# The broker needs security=..., an object from faststream.security." in program

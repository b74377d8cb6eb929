"""What the brokers are trusted with: they show what was published, and say "acknowledged" when it is and not before."""

from __future__ import annotations

import asyncio
import contextlib
import importlib
import json
import subprocess
import sys
import threading
import uuid
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Protocol

import httpx
import pytest
from workspace import unavailable

from brokers import Broker, Received, Route, http, kafka, nats, programs, registry
from brokers.ports import HOST, free_port
from brokers.processes import Folder, Server
from brokers.waiting import until
from brokers.webserver import Answer, Request, WebServer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

HEADERS = {"content-type": "application/json", "kind": "grüßend"}


class Consumer(Protocol):
    """Takes messages as a snippet would: connected and subscribed once made."""

    def take(self, count: int) -> list[bytes]: ...

    def acknowledge(self) -> None: ...

    def close(self) -> None: ...


class KafkaConsumer:
    def __init__(self, broker: Broker, route: Route) -> None:
        from confluent_kafka import Consumer as Client
        from confluent_kafka import TopicPartition

        bootstrap = broker.environment["KAFKA_BOOTSTRAP_SERVERS"]
        self._client = Client({"bootstrap.servers": bootstrap, "group.id": route.consumer, "enable.auto.commit": False})
        self._client.assign([TopicPartition(route.address, number, 0) for number in range(route.partitions)])
        self._taken: list[Any] = []

    def take(self, count: int) -> list[bytes]:
        self._taken = self._client.consume(count, timeout=10)
        return [message.value() or b"" for message in self._taken]

    def acknowledge(self) -> None:
        for message in self._taken:
            self._client.commit(message=message, asynchronous=False)

    def close(self) -> None:
        self._client.close()


class RedisConsumer:
    def __init__(self, broker: Broker, route: Route) -> None:
        import redis

        self._client: Any = redis.Redis.from_url(broker.environment["REDIS_URL"])
        self._route = route
        self._client.xgroup_create(route.address, route.consumer, id="0", mkstream=True)
        self._taken: list[tuple[bytes, dict[bytes, bytes]]] = []

    def take(self, count: int) -> list[bytes]:
        [(_, self._taken)] = self._client.xreadgroup(
            self._route.consumer, "one", {self._route.address: ">"}, count=count, block=10_000
        )
        return [fields[b"data"] for _, fields in self._taken]

    def acknowledge(self) -> None:
        self._client.xack(self._route.address, self._route.consumer, *(number for number, _ in self._taken))

    def close(self) -> None:
        self._client.close()


class MqttConsumer:
    def __init__(self, broker: Broker, route: Route) -> None:
        from paho.mqtt.client import Client
        from paho.mqtt.enums import CallbackAPIVersion

        self._taken: list[Any] = []
        self._arrived = threading.Semaphore(0)
        subscribed = threading.Event()
        self._client = Client(CallbackAPIVersion.VERSION2, route.consumer, clean_session=False, manual_ack=True)
        self._client.on_connect = lambda client, *_: client.subscribe(route.address, qos=1)
        self._client.on_subscribe = lambda *_: subscribed.set()
        self._client.on_message = self._message
        self._client.connect(HOST, int(broker.environment["MQTT_PORT"]))
        self._client.loop_start()
        assert subscribed.wait(10)

    def take(self, count: int) -> list[bytes]:
        assert all(self._arrived.acquire(timeout=10) for _ in range(count))
        return [message.payload for message in self._taken]

    def acknowledge(self) -> None:
        for message in self._taken:
            self._client.ack(message.mid, message.qos)

    def close(self) -> None:
        self._client.disconnect()
        self._client.loop_stop()

    def _message(self, _client: object, _data: object, message: Any) -> None:
        self._taken.append(message)
        self._arrived.release()


class SqsConsumer:
    def __init__(self, broker: Broker, route: Route) -> None:
        import boto3

        environment = broker.environment
        self._client: Any = boto3.client(
            "sqs",
            endpoint_url=environment["AWS_ENDPOINT_URL"],
            region_name=environment["AWS_DEFAULT_REGION"],
            aws_access_key_id=environment["AWS_ACCESS_KEY_ID"],
            aws_secret_access_key=environment["AWS_SECRET_ACCESS_KEY"],
        )
        self._url = self._client.get_queue_url(QueueName=route.consumer)["QueueUrl"]
        self._taken: list[dict[str, str]] = []

    def take(self, count: int) -> list[bytes]:
        answer = self._client.receive_message(QueueUrl=self._url, MaxNumberOfMessages=count, WaitTimeSeconds=5)
        self._taken = answer["Messages"]
        return [message["Body"].encode() for message in self._taken]

    def acknowledge(self) -> None:
        for message in self._taken:
            self._client.delete_message(QueueUrl=self._url, ReceiptHandle=message["ReceiptHandle"])

    def close(self) -> None:
        self._client.close()


class EventConsumer(SqsConsumer):
    def take(self, count: int) -> list[bytes]:
        return [json.dumps(json.loads(body)["detail"]).encode() for body in super().take(count)]


class AmqpConsumer:
    def __init__(self, broker: Broker, route: Route) -> None:
        import pika

        self._connection = pika.BlockingConnection(pika.URLParameters(broker.environment["AMQP_URL"]))
        self._channel: Any = self._connection.channel()
        self._channel.queue_declare(route.consumer, durable=True, arguments={"x-queue-type": "quorum"})
        self._channel.queue_bind(route.consumer, route.exchange, route.address)
        self._channel.basic_consume(route.consumer, self._message)
        self._taken: list[tuple[int, bytes]] = []

    def take(self, count: int) -> list[bytes]:
        def arrived() -> bool:
            self._connection.process_data_events(0.1)
            return len(self._taken) >= count

        until(arrived, "messages", 10)
        return [body for _, body in self._taken]

    def acknowledge(self) -> None:
        for tag, _ in self._taken:
            self._channel.basic_ack(tag)

    def close(self) -> None:
        self._connection.close()

    def _message(self, _channel: object, method: Any, _properties: object, body: bytes) -> None:
        self._taken.append((method.delivery_tag, body))


class NatsConsumer:
    def __init__(self, broker: Broker, route: Route) -> None:
        self._runner = asyncio.Runner()
        self._taken: list[Any] = []
        self._client, self._subscription = self._runner.run(self._subscribed(broker, route))

    async def _subscribed(self, broker: Broker, route: Route) -> tuple[Any, Any]:
        import nats

        client = await nats.connect(broker.environment["NATS_URL"])
        return client, await client.jetstream().pull_subscribe(route.address, durable=route.consumer)

    def take(self, count: int) -> list[bytes]:
        self._taken = self._runner.run(self._subscription.fetch(count, timeout=10))
        return [message.data for message in self._taken]

    def acknowledge(self) -> None:
        for message in self._taken:
            self._runner.run(message.ack_sync())

    def close(self) -> None:
        self._runner.run(self._client.close())
        self._runner.close()


@dataclass(frozen=True)
class Case:
    """A way of a message through a broker, and what of a message it carries."""

    broker: str
    route: Route
    consumer: Callable[[Broker, Route], Consumer]
    headers: Mapping[str, str] = field(default_factory=lambda: HEADERS)
    key: bytes | None = None

    def __str__(self) -> str:
        return f"{self.broker}-{self.route.protocol}{'-fifo' if 'fifo' in self.route.address else ''}"


CASES = (
    Case("kafka", Route("kafka", "orders.placed", "billing"), KafkaConsumer, key=b"k-1"),
    Case("redis", Route("redis", "orders.placed", "billing"), RedisConsumer),
    Case("amqtt", Route("mqtt", "orders/it's (7)/placed", "billing (1)"), MqttConsumer, headers={}),
    Case("aws", Route("sns", "orders", "billing"), SqsConsumer),
    Case("aws", Route("sns", "orders.fifo", "billing.fifo"), SqsConsumer, key=b"k-1"),
    Case("aws", Route("sqs", "shipping", "shipping"), SqsConsumer),
    Case("aws", Route("sqs", "shipping.fifo", "shipping.fifo"), SqsConsumer, key=b"k-1"),
    Case("aws", Route("eventbridge", "bus", "events", detail_type="Placed"), EventConsumer, headers={"source": "shop"}),
)
DEBIAN = (
    Case("rabbitmq", Route("amqp", "order.placed", "billing", exchange="orders"), AmqpConsumer),
    Case("nats", Route("nats", "orders.placed", "billing", stream="ORDERS"), NatsConsumer),
    Case("mosquitto", Route("mqtt", "orders/it's (7)/placed", "billing (1)"), MqttConsumer),
)


@pytest.fixture(scope="module", params=[*CASES, *(pytest.param(c, marks=pytest.mark.broker) for c in DEBIAN)], ids=str)
def case(request: pytest.FixtureRequest) -> Case:
    found: Case = request.param
    return found


@pytest.fixture(scope="module")
def running() -> Iterator[dict[str, Broker]]:
    """The brokers that this module has started."""
    started: dict[str, Broker] = {}
    yield started
    for broker in started.values():
        broker.close()


@pytest.fixture
def broker(case: Case, running: dict[str, Broker]) -> Broker:
    module = importlib.import_module(f"brokers.{case.broker}")
    if needed := module.missing():
        unavailable(f"needs {needed}")
    if case.broker not in running:
        running[case.broker] = module.start()
    return running[case.broker]


@pytest.fixture
def route(case: Case, broker: Broker) -> Route:
    """A route that no other test has."""
    unique = uuid.uuid4().hex[:8]
    consumer = f"{unique}-{case.route.consumer}"
    address = consumer if case.route.protocol == "sqs" else f"{unique}-{case.route.address}"
    stream = f"{unique}-{case.route.stream}" if case.route.stream else ""
    found = replace(case.route, address=address, consumer=consumer, stream=stream)
    broker.prepare(found)
    return found


def _publish_two(case: Case, broker: Broker, route: Route) -> list[bytes]:
    broker.publish(route, b'{"number": 1}', case.headers, case.key)
    broker.publish(route, b'{"number": 2}', case.headers, case.key)
    return [b'{"number": 1}', b'{"number": 2}']


def test_a_reader_finds_all_that_was_published_as_often_as_it_looks(case: Case, broker: Broker, route: Route) -> None:
    assert broker.received(route) == []
    values = _publish_two(case, broker, route)
    found = broker.received(route)
    assert [one.value for one in found] == values
    assert [one.key for one in found] == [case.key] * 2
    assert all(case.headers.items() <= one.headers.items() for one in found)
    assert broker.received(route) == found


def test_acknowledged_is_what_a_consumer_has_acknowledged(case: Case, broker: Broker, route: Route) -> None:
    assert not broker.acknowledged(route)
    with contextlib.closing(case.consumer(broker, route)) as consumer:
        until(lambda: broker.ready(route), "the consumer")
        values = _publish_two(case, broker, route)
        assert consumer.take(2) == values
        assert not broker.acknowledged(route)
        consumer.acknowledge()
    until(lambda: broker.acknowledged(route), "acknowledgement")
    broker.publish(route, b'{"number": 3}', case.headers, case.key)
    assert not broker.acknowledged(route)


def test_a_consumer_that_ends_without_acknowledging_is_seen(case: Case, broker: Broker, route: Route) -> None:
    with contextlib.closing(case.consumer(broker, route)) as consumer:
        values = _publish_two(case, broker, route)
        assert consumer.take(2) == values
    with pytest.raises(TimeoutError):
        until(lambda: broker.acknowledged(route), "acknowledgement", 0.3)


def test_a_consumer_is_ready_once_it_is_there(case: Case, broker: Broker, route: Route) -> None:
    keeps_everything = {"kafka", "sns", "sqs", "eventbridge"}
    assert broker.ready(route) == (route.protocol in keeps_everything)
    with contextlib.closing(case.consumer(broker, route)):
        until(lambda: broker.ready(route), "the consumer", 10)


def test_preparing_twice_is_fine(broker: Broker, route: Route) -> None:
    broker.prepare(route)
    assert broker.received(route) == []


# --- Kafka


@pytest.fixture
def cluster() -> Iterator[kafka.Kafka]:
    with contextlib.closing(kafka.start()) as found:
        yield found


KAFKA = Route("kafka", "orders", "billing", partitions=3)


def test_kafka_reads_all_partitions(cluster: kafka.Kafka) -> None:
    cluster.prepare(KAFKA)
    for number in range(20):
        cluster.publish(KAFKA, b"%d" % number, key=b"%d" % number)
    assert {one.value for one in cluster.received(KAFKA)} == {b"%d" % number for number in range(20)}


def test_kafka_answers_with_the_errors_that_were_pushed(cluster: kafka.Kafka) -> None:
    from confluent_kafka import KafkaError, Producer

    cluster.prepare(KAFKA)
    cluster.push_errors(kafka.PRODUCE, kafka.TOPIC_AUTHORIZATION_FAILED)
    failures: list[KafkaError | None] = []
    producer = Producer({"bootstrap.servers": cluster.bootstrap})
    producer.produce(KAFKA.address, b"x", on_delivery=lambda error, _: failures.append(error))
    producer.flush(10)
    assert [error and error.code() for error in failures] == [kafka.TOPIC_AUTHORIZATION_FAILED]
    cluster.publish(KAFKA, b"y")
    assert [one.value for one in cluster.received(KAFKA)] == [b"y"]


@pytest.mark.slow
def test_kafka_python_works_with_its_environment(cluster: kafka.Kafka) -> None:
    cluster.prepare(KAFKA)
    code = """if True:
        import os, kafka
        bootstrap = os.environ["KAFKA_BOOTSTRAP_SERVERS"]
        with kafka.KafkaProducer(bootstrap_servers=bootstrap) as producer:
            producer.send("orders", b"x", key=b"k", headers=[("kind", b"y")]).get(10)
        consumer = kafka.KafkaConsumer(
            "orders", bootstrap_servers=bootstrap, group_id="billing",
            auto_offset_reset="earliest", enable_auto_commit=False,
        )
        print(next(consumer).value)
        consumer.commit()
        consumer.close()
    """
    environment = cluster.environment_for("kafka-python")
    ran = subprocess.run(
        [sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=False, timeout=60
    )
    assert (ran.stdout, ran.returncode) == ("b'x'\n", 0), ran.stderr
    assert cluster.received(KAFKA) == [Received(b"x", b"k", {"kind": "y"})]
    assert cluster.acknowledged(KAFKA)
    assert 1 in cluster.committed(KAFKA).values()


# --- the registry of schemas

AVRO = {"type": "record", "name": "Order", "fields": [{"name": "id", "type": "string"}]}


@pytest.fixture
def schemas() -> Iterator[registry.Registry]:
    with contextlib.closing(registry.start()) as found:
        yield found


def test_avro_is_written_and_read_with_the_registry(schemas: registry.Registry) -> None:
    from confluent_kafka.schema_registry import SchemaRegistryClient
    from confluent_kafka.schema_registry.avro import AvroDeserializer, AvroSerializer
    from confluent_kafka.serialization import MessageField, SerializationContext

    number = schemas.register("orders-value", json.dumps(AVRO, indent=2))
    context = SerializationContext("orders", MessageField.VALUE)
    latest = {"auto.register.schemas": False, "use.latest.version": True}
    looked_up = {"auto.register.schemas": False}
    with SchemaRegistryClient({"url": schemas.url}) as client:
        written = AvroSerializer(client, conf=latest)({"id": "7"}, context)
        assert written == b"\0" + number.to_bytes(4, "big") + b"\x027"
        assert AvroSerializer(client, json.dumps(AVRO), conf=looked_up)({"id": "7"}, context) == written
    with SchemaRegistryClient({"url": schemas.url}) as client:
        assert AvroDeserializer(client)(written, context) == {"id": "7"}
        assert AvroSerializer(client, '"string"')("x", SerializationContext("other", MessageField.VALUE))
    assert schemas.subjects == {"orders-value": [1], "other-value": [2]}


def test_the_registry_answers_plain_requests(schemas: registry.Registry) -> None:
    schemas.register("a/b-value", json.dumps(AVRO))
    schemas.register("a/b-value", '"string"')

    def get(path: str) -> Any:
        return httpx.get(schemas.url + path).json()

    assert get("/subjects") == ["a/b-value"]
    assert get("/subjects/a%2Fb-value/versions") == [1, 2]
    latest = {"subject": "a/b-value", "version": 2, "id": 2, "schema": '"string"'}
    assert get("/subjects/a%2Fb-value/versions/latest") == latest
    assert get("/subjects/a%2Fb-value/versions/1/schema") == AVRO
    assert json.loads(get("/schemas/ids/1")["schema"]) == AVRO
    assert get("/subjects/other/versions/latest")["error_code"] == 40401


# --- HTTP


def test_http_records_requests_and_what_the_consumer_answered() -> None:
    route = Route("http", "https://shop.example/events", "billing")

    def answer(request: Request) -> Answer:
        return Answer(204 if request.body == b"good" else 400)

    with contextlib.closing(http.start("EVENTS_URL")) as broker:
        assert not broker.ready(route)
        broker.publish(route, b"nobody there")
        assert [one.answer.status for one in broker.exchanges(route)] == [502]

    with contextlib.closing(http.start("EVENTS_URL")) as broker:
        assert not broker.acknowledged(route)
        with contextlib.closing(WebServer(answer, int(broker.environment["PORT"]))):
            until(lambda: broker.ready(route), "the consumer")
            answered = httpx.post(
                broker.environment["EVENTS_URL"] + "/events", content=b"good", headers={"ce-type": "P"}
            )
            assert answered.status_code == 204
            [found] = broker.received(route)
            assert found.value == b"good"
            assert {"ce-type": "P", ":method": "POST", ":path": "/events"}.items() <= found.headers.items()
            assert broker.acknowledged(route)
            broker.publish(route, b"bad")
            assert not broker.acknowledged(route)
        assert broker.received(replace(route, address="/other")) == []


# --- EventBridge


@pytest.mark.parametrize("case", [CASES[-1]], ids=str, indirect=True)
def test_events_of_other_types_are_not_delivered(broker: Broker, route: Route) -> None:
    broker.publish(route, b"{}", {"detail-type": "Cancelled"})
    broker.publish(route, b'{"number": 1}')
    assert [one.value for one in broker.received(route)] == [b'{"number": 1}']


# --- what brokers stand on


def test_a_free_port_can_be_bound_and_is_given_once() -> None:
    ports = [free_port() for _ in range(20)]
    assert len(set(ports)) == 20
    for port in ports:
        with contextlib.closing(WebServer(lambda _: Answer(200), port)) as server:
            assert server.port == port


def test_a_server_that_ends_before_it_is_ready_shows_its_log() -> None:
    with contextlib.closing(Folder()) as folder:
        server = Server([sys.executable, "-c", "print('no such option')"], folder.path)
        with pytest.raises(RuntimeError, match="no such option"):
            server.wait(lambda: False)


def test_what_is_missing_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(programs, "SYSTEM", "")
    assert nats.missing() == "nats-server (apt-get install nats-server)"
    assert programs.no_package("no_such_package", "no-such") == "no-such (pip install no-such)"
    assert kafka.missing() is None

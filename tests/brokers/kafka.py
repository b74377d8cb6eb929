"""Kafka: the mock cluster in librdkafka, which the wheel of confluent-kafka brings, in this process."""

from __future__ import annotations

import ctypes
import os
import uuid
from pathlib import Path
from typing import TYPE_CHECKING, Any

from brokers import Broker, Received, Route
from brokers.programs import no_package, package_folder

if TYPE_CHECKING:
    from collections.abc import Mapping

    from confluent_kafka import Consumer, Message, TopicPartition

PRODUCE = 0
"""The number of the Produce API, for `push_errors`."""
TOPIC_AUTHORIZATION_FAILED = 29

_LEAVE_GROUP = 13
_TOPIC_ALREADY_EXISTS = 36
_SHIMS = Path(__file__).parent / "shims"
_SECONDS = 30.0

_POINTER, _TEXT, _INT, _SHORT, _SIZE = (
    ctypes.c_void_p,
    ctypes.c_char_p,
    ctypes.c_int,
    ctypes.c_int16,
    ctypes.c_size_t,
)
_FUNCTIONS: dict[str, tuple[Any, list[Any]]] = {
    "rd_kafka_conf_new": (_POINTER, []),
    "rd_kafka_conf_set": (_INT, [_POINTER, _TEXT, _TEXT, _TEXT, _SIZE]),
    "rd_kafka_new": (_POINTER, [_INT, _POINTER, _TEXT, _SIZE]),
    "rd_kafka_destroy": (None, [_POINTER]),
    "rd_kafka_mock_cluster_new": (_POINTER, [_POINTER, _INT]),
    "rd_kafka_mock_cluster_destroy": (None, [_POINTER]),
    "rd_kafka_mock_cluster_bootstraps": (_TEXT, [_POINTER]),
    "rd_kafka_mock_topic_create": (_INT, [_POINTER, _TEXT, _INT, _INT]),
    "rd_kafka_mock_set_apiversion": (_INT, [_POINTER, _SHORT, _SHORT, _SHORT]),
    "rd_kafka_mock_group_initial_rebalance_delay_ms": (None, [_POINTER, ctypes.c_int32]),
    "rd_kafka_mock_set_controller_id": (None, [_POINTER, ctypes.c_int32]),
    "rd_kafka_mock_push_request_errors_array": (None, [_POINTER, _SHORT, _SIZE, ctypes.POINTER(_INT)]),
}


def missing() -> str | None:
    """What has to be installed."""
    return no_package("confluent_kafka", "confluent-kafka")


def start() -> Kafka:
    """A cluster of one broker; about 10 ms, so that every test can have its own."""
    return Kafka()


class Kafka(Broker):
    """A mock cluster. Where a group had a member, the next one waits for the end of its session: use a new group."""

    def __init__(self) -> None:
        self._library = _library()
        self._client = self._handle()
        self._cluster = self._library.rd_kafka_mock_cluster_new(self._client, 1)
        # Groups gather at once, some clients need a controller, and answers to LeaveGroup v3 would be malformed.
        self._library.rd_kafka_mock_group_initial_rebalance_delay_ms(self._cluster, 0)
        self._library.rd_kafka_mock_set_controller_id(self._cluster, 1)
        self._library.rd_kafka_mock_set_apiversion(self._cluster, _LEAVE_GROUP, 0, 2)
        self.bootstrap = str(self._library.rd_kafka_mock_cluster_bootstraps(self._cluster).decode())
        self.environment = {"KAFKA_BOOTSTRAP_SERVERS": self.bootstrap}

    def environment_for(self, client: str) -> Mapping[str, str]:
        """The environment; kafka-python needs a sitecustomize, as it cannot read the mock's list of API versions."""
        if client != "kafka-python":
            return self.environment
        path = os.pathsep.join(filter(None, [str(_SHIMS / "kafka_python"), os.environ.get("PYTHONPATH")]))
        return {**self.environment, "PYTHONPATH": path}

    def prepare(self, route: Route) -> None:
        """Create the topic."""
        arguments = (self._cluster, route.address.encode(), route.partitions, 1)
        error = self._library.rd_kafka_mock_topic_create(*arguments)
        if error not in {0, _TOPIC_ALREADY_EXISTS}:
            raise RuntimeError(f"cannot create the topic {route.address}: error {error}")

    def ready(self, route: Route) -> bool:  # noqa: ARG002 - a new group starts at the earliest message
        """Always: consumers start at the earliest message."""
        return True

    def received(self, route: Route) -> list[Received]:
        """All messages of the topic, by time."""
        from confluent_kafka import TopicPartition

        reader = self._consumer(f"reader-{uuid.uuid4()}")
        try:
            ends = _ends(reader, route)
            reader.assign([TopicPartition(route.address, number, 0) for number in ends])
            found: list[Message] = []
            while len(found) < sum(ends.values()):
                batch = reader.consume(sum(ends.values()) - len(found), timeout=_SECONDS)
                if not batch:
                    raise TimeoutError(f"{len(found)} of {ends} messages after {_SECONDS} s")
                found += [message for message in batch if not message.error()]
        finally:
            reader.close()
        return [_received(message) for message in sorted(found, key=lambda message: message.timestamp()[1])]

    def committed(self, route: Route) -> dict[int, int]:
        """The offsets that the group has committed, by partition."""
        reader = self._consumer(route.consumer)
        try:
            return self._committed(reader, route, list(_ends(reader, route)))
        finally:
            reader.close()

    def acknowledged(self, route: Route) -> bool:
        """Whether the group's committed offsets are the ends of all partitions."""
        reader = self._consumer(route.consumer)
        try:
            ends = {number: end for number, end in _ends(reader, route).items() if end}
            return bool(ends) and self._committed(reader, route, list(ends)) == ends
        finally:
            reader.close()

    def publish(
        self, route: Route, value: bytes, headers: Mapping[str, str] | None = None, key: bytes | None = None
    ) -> None:
        """Produce one message."""
        from confluent_kafka import Producer

        producer = Producer({"bootstrap.servers": self.bootstrap})
        producer.produce(route.address, value, key, headers=[(k, v.encode()) for k, v in (headers or {}).items()])
        if producer.flush(_SECONDS):
            raise TimeoutError(f"no delivery to {route.address} after {_SECONDS} s")

    def push_errors(self, api: int, *codes: int) -> None:
        """Answer the next requests to an API with these errors, one after the other."""
        self._library.rd_kafka_mock_push_request_errors_array(
            self._cluster, api, len(codes), (ctypes.c_int * len(codes))(*codes)
        )

    def close(self) -> None:
        """Stop the cluster."""
        self._library.rd_kafka_mock_cluster_destroy(self._cluster)
        self._library.rd_kafka_destroy(self._client)

    def _handle(self) -> int:
        error = ctypes.create_string_buffer(512)
        configuration = self._library.rd_kafka_conf_new()
        self._library.rd_kafka_conf_set(configuration, b"log_level", b"3", error, len(error))
        client = self._library.rd_kafka_new(0, configuration, error, len(error))
        if not client:
            raise RuntimeError(error.value.decode())
        return int(client)

    def _consumer(self, group: str) -> Consumer:
        from confluent_kafka import Consumer

        return Consumer(
            {
                "bootstrap.servers": self.bootstrap,
                "group.id": group,
                "enable.auto.commit": False,
                "auto.offset.reset": "earliest",
                "fetch.wait.max.ms": 10,
            }
        )

    def _committed(self, reader: Consumer, route: Route, partitions: list[int]) -> dict[int, int]:
        from confluent_kafka import TopicPartition

        wanted = [TopicPartition(route.address, number) for number in partitions]
        found: list[TopicPartition] = reader.committed(wanted, timeout=_SECONDS)
        return {one.partition: one.offset for one in found}


def _library() -> ctypes.CDLL:
    import confluent_kafka  # noqa: F401 - loads the library, of which there must be one in a process

    folder = package_folder("confluent_kafka")
    assert folder is not None
    found = [*folder.parent.glob("confluent_kafka.libs/librdkafka*.so*"), *folder.glob(".dylibs/librdkafka*.dylib")]
    library = ctypes.CDLL(str(found[0]))
    for name, (result, arguments) in _FUNCTIONS.items():
        function = getattr(library, name)
        function.restype, function.argtypes = result, arguments
    return library


def _ends(reader: Consumer, route: Route) -> dict[int, int]:
    from confluent_kafka import TopicPartition

    partitions = reader.list_topics(route.address, timeout=_SECONDS).topics[route.address].partitions
    return {
        number: reader.get_watermark_offsets(TopicPartition(route.address, number), timeout=_SECONDS)[1]
        for number in sorted(partitions)
    }


def _received(message: Message) -> Received:
    pairs: Any = message.headers() or []
    headers = {name: (value or b"").decode() for name, value in pairs}
    return Received(message.value() or b"", message.key(), headers)

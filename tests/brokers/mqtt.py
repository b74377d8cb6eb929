"""MQTT: what amqtt and mosquitto have in common. Both log the packets of each client, which is how they are asked."""

from __future__ import annotations

import threading
import uuid
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from brokers import Broker, Received, Route
from brokers.ports import HOST, accepts, free_port
from brokers.processes import Folder, Server
from brokers.waiting import until

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from paho.mqtt.client import Client, MQTTMessage
    from paho.mqtt.properties import Properties

_SECONDS = 30.0
_BARRIER = "catalog-gen/barrier"


@dataclass(frozen=True)
class Event:
    """What happened between the broker and a client: it subscribed, was sent a message, acknowledged it, or went."""

    client: str
    kind: Literal["subscribed", "sent", "acknowledged", "gone"]
    packet: int = 0
    topic: str = ""


class Mqtt(Broker):
    """A broker whose log is read. `command` writes its configuration into a folder; `events` finds them in the log."""

    def __init__(
        self,
        version: Literal["3.1.1", "5"],
        command: Callable[[int, Path], list[str | Path]],
        events: Callable[[str], Iterator[Event]],
    ) -> None:
        self.version = version
        self._events = events
        self._port = free_port()
        self._readers: dict[str, _Reader] = {}
        self.environment = {"MQTT_HOST": HOST, "MQTT_PORT": str(self._port)}
        self._folder = Folder()
        server = Server(command(self._port, self._folder.path), self._folder.path)
        self._server = server.wait(lambda: accepts(self._port))

    def prepare(self, route: Route) -> None:
        """Subscribe a reader: MQTT keeps no messages."""
        if route.address not in self._readers:
            self._readers[route.address] = _Reader(self.version, self._port, route.address)

    def ready(self, route: Route) -> bool:
        """Whether the broker has confirmed a subscription of that client id, which has not gone since."""
        changes = [event.kind for event in self._of(route) if event.kind in {"subscribed", "gone"}]
        return changes[-1:] == ["subscribed"]

    def received(self, route: Route) -> list[Received]:
        """What the reader got since `prepare`; headers exist in MQTT 5 only."""
        return self._readers[route.address].received()

    def acknowledged(self, route: Route) -> bool:
        """Whether the client has acknowledged as many messages of the topic as the reader got, and none is open.

        A persistent session that is resumed would tell the same on mosquitto; amqtt 0.12 never delivers again.
        """
        open_packets: dict[int, str] = {}
        done = 0
        for event in self._of(route):
            if event.kind == "sent":
                open_packets[event.packet] = event.topic
            elif event.kind == "acknowledged":
                done += open_packets.pop(event.packet, None) == route.address
        return route.address not in open_packets.values() and done >= len(self.received(route)) > 0

    def publish(
        self, route: Route, value: bytes, headers: Mapping[str, str] | None = None, key: bytes | None = None
    ) -> None:
        """Publish with quality of service 1; there is no key, and there are no headers before MQTT 5."""
        assert key is None, "messages of MQTT have no key"
        assert self.version == "5" or not headers, "messages of MQTT 3.1.1 have no headers"
        client = _connect(self.version, self._port)
        try:
            properties = _properties(headers or {}) if self.version == "5" else None
            message = client.publish(route.address, value, qos=1, properties=properties)
            message.wait_for_publish(_SECONDS)
            assert message.is_published(), f"no delivery to {route.address} after {_SECONDS} s"
        finally:
            _disconnect(client)

    def close(self) -> None:
        """Stop the readers and the broker."""
        for reader in self._readers.values():
            reader.close()
        self._server.stop()
        self._folder.close()

    def _of(self, route: Route) -> list[Event]:
        return [event for event in self._events(self._server.text()) if event.client == route.consumer]


class _Reader:
    """Collects what is published to a topic, from when it is made."""

    def __init__(self, version: str, port: int, topic: str) -> None:
        self._found: list[Received] = []
        self._barriers: set[bytes] = set()
        self._subscribed = threading.Event()
        self._client = _connect(version, port, self._message, lambda *_: self._subscribed.set())
        self._client.subscribe([(topic, 1), (_BARRIER, 1)])
        until(self._subscribed.is_set, f"no subscription to {topic}")

    def received(self) -> list[Received]:
        """Everything that the broker took before now: a message of our own comes after it."""
        barrier = uuid.uuid4().hex.encode()
        self._client.publish(_BARRIER, barrier, qos=1)
        until(lambda: barrier in self._barriers, "the reader's own message does not arrive")
        return list(self._found)

    def close(self) -> None:
        """Disconnect."""
        _disconnect(self._client)

    def _message(self, _client: Client, _data: object, message: MQTTMessage) -> None:
        if message.topic == _BARRIER:
            self._barriers.add(bytes(message.payload))
        else:
            self._found.append(Received(bytes(message.payload), None, _headers(message.properties)))


def _connect(
    version: str,
    port: int,
    on_message: Callable[..., None] | None = None,
    on_subscribe: Callable[..., None] | None = None,
) -> Client:
    from paho.mqtt.client import Client
    from paho.mqtt.enums import CallbackAPIVersion, MQTTProtocolVersion

    protocol = MQTTProtocolVersion.MQTTv5 if version == "5" else MQTTProtocolVersion.MQTTv311
    client = Client(CallbackAPIVersion.VERSION2, f"reader-{uuid.uuid4().hex}", protocol=protocol)
    client.on_message, client.on_subscribe = on_message, on_subscribe
    connected = threading.Event()
    client.on_connect = lambda *_: connected.set()
    client.connect(HOST, port)
    client.loop_start()
    until(connected.is_set, "no connection to the MQTT broker")
    return client


def _disconnect(client: Client) -> None:
    client.disconnect()
    client.loop_stop()


def _properties(headers: Mapping[str, str]) -> Properties:
    from paho.mqtt.packettypes import PacketTypes
    from paho.mqtt.properties import Properties

    properties: Any = Properties(PacketTypes.PUBLISH)  # type: ignore[no-untyped-call]
    others = {name: value for name, value in headers.items() if name != "content-type"}
    if others:
        properties.UserProperty = list(others.items())
    if "content-type" in headers:
        properties.ContentType = headers["content-type"]
    found: Properties = properties
    return found


def _headers(properties: Any) -> dict[str, str]:
    headers = dict(getattr(properties, "UserProperty", ()))
    content_type = getattr(properties, "ContentType", None)
    return {**headers, **({"content-type": content_type} if content_type else {})}

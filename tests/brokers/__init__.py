"""Brokers that snippets are run against: each module starts one on loopback, says what is missing, reads and writes it.

`missing()` names what has to be installed, `start()` returns a `Broker` that accepts connections.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclasses.dataclass(frozen=True)
class Route:
    """Where messages go and who takes them, with everything filled in.

    `address` is the topic, routing key, subject, stream, queue, bus, path or URL; `consumer` the group, queue, durable
    or client id. The rest is for single protocols: AMQP, NATS, EventBridge, Redis Streams and Kafka.
    """

    protocol: str
    address: str
    consumer: str
    exchange: str = ""
    exchange_type: str = "topic"
    stream: str = ""
    detail_type: str = ""
    value_field: str = "data"
    partitions: int = 1


@dataclasses.dataclass(frozen=True)
class Received:
    """What an independent reader finds in a broker: bytes, key, and header names as on the wire."""

    value: bytes
    key: bytes | None = None
    headers: Mapping[str, str] = dataclasses.field(default_factory=dict)


class Broker(Protocol):
    """A broker that runs, with the environment that snippets need to find it."""

    environment: Mapping[str, str]

    def environment_for(self, client: str) -> Mapping[str, str]:  # noqa: ARG002 - only some clients need more
        """The environment for the processes of one client library."""
        return self.environment

    def prepare(self, route: Route) -> None:
        """Create what the route needs, before the consumer starts, so that an independent reader sees messages too."""

    def ready(self, route: Route) -> bool:
        """Whether the broker would deliver to the consumer what is published from now on."""

    def received(self, route: Route) -> list[Received]:
        """Everything published so far, read without taking anything from the consumer."""

    def acknowledged(self, route: Route) -> bool:
        """Whether something was published and all of it is acknowledged, in the broker's own view."""

    def publish(
        self, route: Route, value: bytes, headers: Mapping[str, str] | None = None, key: bytes | None = None
    ) -> None:
        """Publish any message, such as one that the consumer does not understand."""

    def close(self) -> None:
        """Stop the broker and remove what it left."""

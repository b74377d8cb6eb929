"""What a definition says about how a message travels: headers, envelope, discriminator, bindings of protocols.

Snippets are made from it. The words are those of AsyncAPI's bindings
(https://github.com/asyncapi/bindings) and of CloudEvents (https://cloudevents.io).
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from typing import Annotated, ClassVar, Literal

from catalog_gen.model import rules
from catalog_gen.model.declaring import Declared
from catalog_gen.model.rules import Fault

WireFormat = Literal["json", "avro", "confluent-avro", "protobuf"]
"""How a payload is written: `confluent-avro` is Avro behind the id of its schema in a registry."""

HeaderName = Annotated[str, rules.header_name]
SomeText = Annotated[str, rules.some_text]
Name = Annotated[str, rules.a_name]
"""A text that is not empty, where it cannot be left out."""
PythonModule = Annotated[str, rules.python_module]


@dataclasses.dataclass(frozen=True, slots=True, eq=False)
class Header(Declared):
    """The value of a header: a text, a field of the payload, or one that is new with every message.

    `uuid` is a UUID, `hex` are 32 hexadecimal digits (as traces have them), `now` the time in ISO 8601.
    """

    positional: ClassVar[tuple[str, ...]] = ("value",)

    value: str | None = None
    field: str | None = dataclasses.field(default=None, kw_only=True)
    generate: Literal["uuid", "hex", "now"] | None = dataclasses.field(default=None, kw_only=True)

    def faults(self) -> Iterator[Fault]:
        """Exactly one of the three."""
        if sum(self.gives(way) for way in ("value", "field", "generate")) != 1:
            hint = 'Header("text"), Header(field="order_id") or Header(generate="uuid")'
            yield Fault("bad-value", "a header has a value, a field or a generate, one of the three", hint)


Headers = Mapping[HeaderName, str | Header]


@dataclasses.dataclass(frozen=True, slots=True, eq=False)
class CloudEvents(Declared):
    """The message is a CloudEvent: its attributes in headers (binary), or around the payload (structured).

    `type` is the message's id and `source` the sender's id as a path unless given.
    """

    positional: ClassVar[tuple[str, ...]] = ("mode",)

    mode: Literal["binary", "structured"] | None = None
    type: SomeText | None = dataclasses.field(default=None, kw_only=True)
    source: SomeText | None = dataclasses.field(default=None, kw_only=True)


@dataclasses.dataclass(frozen=True, slots=True, eq=False)
class Discriminator(Declared):
    """How consumers of a channel tell its messages apart: by a header, or by the name of the schema in the registry.

    The header's value is what the message declares for it, else the id of the message.
    """

    positional: ClassVar[tuple[str, ...]] = ("header",)

    header: HeaderName | None = None
    schema_name: bool | None = dataclasses.field(default=None, kw_only=True)

    def faults(self) -> Iterator[Fault]:
        """One of the two."""
        if self.gives("header") == bool(self.schema_name):
            hint = 'Discriminator("event-type") or Discriminator(schema_name=True)'
            yield Fault("bad-value", "a discriminator is a header or the schema_name", hint)


@dataclasses.dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class KafkaBinding(Declared):
    """Kafka: the consumer group (the consumer's id unless given), and where a new group begins."""

    protocol: ClassVar[str] = "kafka"

    group: SomeText | None = None
    offset_reset: Literal["earliest", "latest"] | None = None


@dataclasses.dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class AmqpBinding(Declared):
    """RabbitMQ: exchange, routing key and queue.

    Without `exchange`, the channel's address names the exchange and the routing key is the message's id in dotted
    words; with it, the address is the routing key unless `routing_key` is given.
    """

    protocol: ClassVar[str] = "amqp"

    exchange: str | None = None
    exchange_type: Literal["topic", "direct", "fanout", "headers"] | None = None
    routing_key: str | None = None
    queue: SomeText | None = None
    queue_type: Literal["quorum", "classic"] | None = None
    prefetch: int | None = None


@dataclasses.dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class NatsBinding(Declared):
    """NATS JetStream: the stream with the subject, the durable consumer, redelivery (`ack_wait` in seconds)."""

    protocol: ClassVar[str] = "nats"

    stream: SomeText | None = None
    durable: SomeText | None = None
    ack_wait: int | None = None
    max_deliver: int | None = None


@dataclasses.dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class RedisBinding(Declared):
    """Redis Streams: the consumer group, about how many entries are kept, when an unfinished one is taken over (s)."""

    protocol: ClassVar[str] = "redis"

    group: SomeText | None = None
    max_length: int | None = None
    claim_after: int | None = None


@dataclasses.dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class MqttBinding(Declared):
    """MQTT: quality of service, retained messages, the version of the protocol, how long a session is kept (s)."""

    protocol: ClassVar[str] = "mqtt"

    qos: Literal[0, 1, 2] | None = None
    retain: bool | None = None
    version: Literal["3.1.1", "5"] | None = None
    client_id: SomeText | None = None
    session_expiry: int | None = None


@dataclasses.dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class SqsBinding(Declared):
    """AWS: the queue from which the consumer reads (for SNS and EventBridge, too), and its long polling (s)."""

    protocol: ClassVar[str] = "sqs"

    queue: SomeText | None = None
    wait_seconds: int | None = None


@dataclasses.dataclass(frozen=True, slots=True, eq=False, kw_only=True)
class EventBridgeBinding(Declared):
    """EventBridge: what the entry says it comes from, and what it is."""

    protocol: ClassVar[str] = "eventbridge"

    source: SomeText | None = None
    detail_type: SomeText | None = None


Binding = KafkaBinding | AmqpBinding | NatsBinding | RedisBinding | MqttBinding | SqsBinding | EventBridgeBinding

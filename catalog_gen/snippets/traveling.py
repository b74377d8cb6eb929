"""How a message travels on its way, in no language yet: names, headers, envelope, and what tells it from others."""

from __future__ import annotations

import dataclasses
import re
from typing import TYPE_CHECKING, Any, Final, Literal

from catalog_gen.model import Discriminator, Header
from catalog_gen.model.resources import identifier_words
from catalog_gen.snippets import payloads, web

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from catalog_gen.resolving import Catalog, Entry
    from catalog_gen.resolving.catalog import Link
    from catalog_gen.snippets.ways import Way, Ways

CONTENT_TYPES: Final = {
    "json": "application/json",
    "avro": "application/avro",
    "confluent-avro": "application/avro",
    "protobuf": "application/protobuf",
}
"""As the CloudEvents specification writes them (https://github.com/cloudevents/spec, bindings of Kafka and HTTP)."""

CLOUDEVENTS_JSON: Final = "application/cloudevents+json"

PREFIXES: Final = {"kafka": "ce_", "mqtt": ""}
"""What stands in front of an attribute of a CloudEvent in a header; `ce-` elsewhere."""


@dataclasses.dataclass(frozen=True, slots=True)
class Told:
    """How a consumer recognises the message.

    By a `header` (or attribute of the envelope) called `name`, by the `type` inside a structured CloudEvent, or by the
    `schema`'s name in the registry; `value` is what stands there.
    """

    by: Literal["header", "type", "schema"]
    value: str
    name: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class Party:
    """Who is at one end of the way: its id (empty where nobody is known), and its own link to the channel.

    `elsewhere` says that somebody is at this end of the message, but nobody on this way.
    """

    id: str
    link: Link | None = None
    elsewhere: bool = False


NOBODY: Final = Party("")


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Traveling:
    """Everything about a message on its way that code depends on; `headers` are in the order in which they are sent."""

    wire: str
    content_type: str
    headers: Mapping[str, Header]
    envelope: str = ""
    event_type: str = ""
    event_source: str = ""
    told: Told | None = None
    ambiguous: tuple[str, ...] = ()
    """The ids of messages that a consumer cannot tell from this one."""
    producer: Party = dataclasses.field(default_factory=lambda: NOBODY)
    consumer: Party = dataclasses.field(default_factory=lambda: NOBODY)
    binding: Mapping[str, Any] = dataclasses.field(default_factory=dict)


def traveling(way: Way, ways: Ways, catalog: Catalog) -> Traveling:
    """What the definitions say about a message on its way, with defaults for what they do not say."""
    producer = _party(catalog.senders.get(way.message.id, ()), way)
    consumer = _party(catalog.receivers.get(way.message.id, ()), way)
    wire = payloads.wire_format(way)
    if wire == "avro" and _by_schema(way):
        wire = "confluent-avro"
    envelope = way.resource.envelope
    mode = (envelope.mode or "binary") if envelope else ""
    kind = (envelope.type if envelope else None) or way.message.id
    source = (envelope.source if envelope else None) or f"/{producer.id or way.message.id}"
    content_type = way.resource.content_type or CONTENT_TYPES[wire]
    others = ways.beside(way)
    told = _told(way, mode, kind, alone=not others)
    if told and told.by == "type" and not all(_is_structured(other) for other in others):
        told = None  # what is no structured CloudEvent cannot be asked for its type
    headers = _headers(way, mode, kind, source, told)
    if way.protocol == "http":
        headers, told = web.encoded(headers), told and dataclasses.replace(told, value=web.text(told.name, told.value))
    ambiguous = () if told else tuple(sorted(other.message.id for other in ways.beside(way) if _same_spot(way, other)))
    return Traveling(
        wire=wire,
        content_type=CLOUDEVENTS_JSON if mode == "structured" else content_type,
        headers=headers,
        envelope=f"cloudevents-{mode}" if mode else "",
        event_type=kind,
        event_source=source,
        told=told,
        ambiguous=ambiguous,
        producer=producer,
        consumer=consumer,
        binding=_versioned(named(way, consumer.id, producer.id), headers),
    )


def _party(linking: Sequence[tuple[Entry, Link]], way: Way) -> Party:
    """Who is at that end of the way: a service before a domain, before others those that are not on their way out.

    Those that mean this version of the message come first of all.
    """
    if not linking:
        return NOBODY
    own = [pair for pair in linking if pair[1].version == way.message.version] or list(linking)
    own.sort(key=lambda pair: (pair[0].kind != "service", bool(getattr(pair[0].resource, "deprecated", None))))
    if way.channel is None:
        return Party(own[0][0].id)
    for entry, link in own:
        for channel in link.channels:
            if channel.id == way.channel.id:
                return Party(entry.id, channel)
    return Party(own[0][0].id, elsewhere=True)


def _is_structured(way: Way) -> bool:
    envelope = way.resource.envelope
    return envelope is not None and envelope.mode == "structured"


def _by_schema(way: Way) -> bool:
    discriminator = getattr(way.channel_resource, "discriminator", None)
    return isinstance(discriminator, Discriminator) and bool(discriminator.schema_name)


def _told(way: Way, mode: str, kind: str, *, alone: bool) -> Told | None:
    """What is declared for the channel; else the type of the CloudEvent, where other messages are on the channel."""
    discriminator = getattr(way.channel_resource, "discriminator", None)
    if _by_schema(way):
        beside = payloads.schema(way.message, "confluent-avro")
        root = beside.file.tree.root if beside and beside.file.tree else None
        return Told("schema", root.name if root else "")
    name = discriminator.header if isinstance(discriminator, Discriminator) else discriminator
    if name:
        return Told("header", discriminating(way, name), name)
    if alone or not mode:
        return None
    return Told("header", kind, f"{PREFIXES.get(way.protocol, 'ce-')}type") if mode == "binary" else Told("type", kind)


def _same(name: str, other: str) -> bool:
    """Whether two names are those of one header; HTTP does not tell small letters from capital ones, nor do people."""
    return name.lower() == other.lower()


def said(way: Way, name: str) -> str | Header | None:
    """What the message declares for that header."""
    headers = way.resource.headers or {}
    return headers.get(name) or next((header for other, header in headers.items() if _same(other, name)), None)


def discriminating(way: Way, name: str) -> str:
    """The value of the header that tells the messages of a channel apart: as declared, else the id of the message."""
    declared = said(way, name)
    if isinstance(declared, str):
        return declared
    return (declared.value if isinstance(declared, Header) else None) or way.message.id


def _headers(way: Way, mode: str, kind: str, source: str, told: Told | None) -> dict[str, Header]:
    """All that are sent; one that tells messages apart is called as the channel says, however the message writes it."""
    prefix = PREFIXES.get(way.protocol, "ce-")
    found: dict[str, Header] = {}
    if mode == "binary":
        texts = {"specversion": Header("1.0"), "id": Header(generate="uuid"), "type": Header(kind)}
        texts |= {"source": Header(source), "time": Header(generate="now")}
        found |= {f"{prefix}{name}": header for name, header in texts.items()}
    known = [*([told.name] if told and told.name not in found else []), *(found if way.protocol == "http" else ())]
    declared = {
        next((other for other in known if _same(name, other)), name): Header(value) if isinstance(value, str) else value
        for name, value in (way.resource.headers or {}).items()
    }
    if told and told.by == "header" and told.name not in declared:
        found[told.name] = Header(told.value)
    return found | {name: header for name, header in declared.items() if name.lower() != "content-type"}


def _versioned(binding: dict[str, Any], headers: Mapping[str, Header]) -> dict[str, Any]:
    """The binding with the version of MQTT: headers need 5, brokers without it are still around."""
    if binding.get("version", "") is None:
        return binding | {"version": "5" if headers else "3.1.1"}
    return binding


def _same_spot(way: Way, other: Way) -> bool:
    """Whether a consumer that listens where the one message is also gets the other."""
    return _spot(way) == _spot(other)


def _spot(way: Way) -> tuple[Any, ...]:
    if way.protocol == "amqp":
        binding = named(way, "")
        if way.binding().get("queue"):
            return (binding["queue"],)
        by_key = binding["exchange_type"] in {"topic", "direct"}
        return (binding["exchange"], binding["routing_key"] if by_key else "")
    if way.protocol == "eventbridge":
        return (named(way, "")["detail_type"],)
    if way.protocol == "http":
        operation = way.resource.operation
        return (operation.method, operation.path) if operation else ()
    return ()


def named(way: Way, consumer: str, producer: str = "") -> dict[str, Any]:
    """The bindings of the way's protocol with a value for everything: names from the consumer's and message's ids."""
    said = dict(way.binding())
    queue = way.binding("sqs").get("queue")
    reader = consumer or "my-service"
    defaults = dict(_DEFAULTS.get(way.protocol, {}))
    both = f"{reader}-{way.message.id}"
    address = (way.channel_resource.address or way.channel_resource.id) if way.channel_resource else ""
    match way.protocol:
        case "kafka" | "redis":
            defaults |= {"group": reader}
        case "amqp":
            exchange = said.get("exchange")
            dotted = ".".join(word.lower() for word in identifier_words(way.message.id))
            defaults |= {"exchange": address, "queue": f"{reader}.{way.message.id}"}
            defaults |= {"routing_key": address if exchange is not None else dotted}
        case "nats":
            defaults |= {"durable": re.sub(r"[^A-Za-z0-9_-]", "_", both)}
        case "mqtt":
            defaults["qos"] = _QOS.get(getattr(way.channel_resource, "delivery_guarantee", None) or "", 1)
            defaults |= {"client_id": both}
        case "sns" | "sqs" | "eventbridge":
            ending = ".fifo" if address.endswith(".fifo") else ""
            own = address if way.protocol == "sqs" else re.sub(r"[^A-Za-z0-9_-]", "-", both)[:75] + ending
            seconds = way.binding("sqs").get("wait_seconds", 20)
            defaults |= {"queue": queue or own, "wait_seconds": seconds}
            defaults |= {"source": producer or "my-service", "detail_type": way.message.id}
    return {**defaults, **said}


_QOS: Final = {"at-most-once": 0, "at-least-once": 1, "exactly-once": 2}
"""The quality of service of MQTT that keeps what a channel promises."""

_DEFAULTS: Final[dict[str, dict[str, Any]]] = {
    "kafka": {"offset_reset": "earliest"},
    "amqp": {"exchange_type": "topic", "queue_type": "quorum", "prefetch": 10},
    "nats": {"stream": None, "ack_wait": None, "max_deliver": None},
    "redis": {"max_length": 100_000, "claim_after": 60},
    "mqtt": {"qos": 1, "retain": False, "version": None, "session_expiry": 86_400},
}

"""All pairs of a client and a wire format, and a definition for each that uses what definitions can say."""

from __future__ import annotations

import dataclasses
import json
from typing import TYPE_CHECKING, Any

from catalog_gen.snippets.clients import Clients

if TYPE_CHECKING:
    from pathlib import Path

    from projects import Project

    from catalog_gen.snippets.clients import Client

AVRO = {
    "type": "record",
    "name": "OrderPlaced",
    "namespace": "com.acme.orders",
    "fields": [
        {"name": "order_id", "type": "string"},
        {
            "name": "customer",
            "type": {"type": "record", "name": "Customer", "fields": [{"name": "id", "type": "string"}]},
        },
        {"name": "total", "type": {"type": "bytes", "logicalType": "decimal", "precision": 9, "scale": 2}},
        {"name": "placed_at", "type": {"type": "long", "logicalType": "timestamp-micros"}},
        {"name": "day", "type": {"type": "int", "logicalType": "date"}},
        {"name": "trace", "type": {"type": "string", "logicalType": "uuid"}},
        {"name": "status", "type": {"type": "enum", "name": "Status", "symbols": ["NEW", "PAID"]}},
        {"name": "note", "type": ["null", "string"], "default": None},
        {"name": "checksum", "type": {"type": "fixed", "name": "Md5", "size": 4}},
        {"name": "paid_by", "type": ["null", "long", "Customer"], "default": None},
        {"name": "tags", "type": {"type": "map", "values": "int"}},
        {"name": "parts", "type": {"type": "array", "items": "OrderPlaced"}},
        {"name": "paid", "type": "boolean"},
        {"name": "weight", "type": "double"},
    ],
}
_PART: dict[str, Any] = {
    "order_id": 'o-17 "quoted" \\ {braces} </Tabs> ```',
    "customer": {"id": "c-ä€😀"},
    "total": "12.50",
    "placed_at": "2026-09-14T08:12:45.120000Z",
    "day": "2026-09-14",
    "trace": "0b1f6f0e-6d2c-4b52-9a55-6f6d3a1a9c01",
    "status": "PAID",
    "note": None,
    "checksum": "\x00\x7f\xff\n",
    "paid_by": {"id": "c-1"},
    "tags": {"a": 1, "it's": -2},
    "parts": [],
    "paid": True,
    "weight": 0.1,
}
AVRO_PAYLOAD = _PART | {"parts": [_PART | {"note": "'inner'", "paid_by": 17}]}

JSON_PAYLOAD: dict[str, Any] = {
    "order_id": 'o-17 "quoted" \\ {braces} </Tabs> ```',
    "customer": {"id": "c-ä€😀", "it's": None},
    "items": [{"sku": "a", "price": 12.5}, {"sku": "b", "price": 0.1}],
    "big": 9007199254740991,
    "paid": True,
    "note": "two\nlines\u2028and a tab\t",
}

PROTO = """\
syntax = "proto3";
package com.acme.orders;
import "google/protobuf/timestamp.proto";

// A customer has placed an order.
message OrderPlaced {
  enum Status { STATUS_UNSPECIFIED = 0; STATUS_PAID = 1; }
  message Customer { string id = 1; }
  string order_id = 1;
  Customer customer = 2;
  google.protobuf.Timestamp placed_at = 3;
  Status status = 4;
  repeated OrderPlaced parts = 5;
  map<string, int32> tags = 6;
  bytes raw = 7;
  double weight = 8;
  int64 total = 9;
  oneof payment { string card = 10; bool cash = 11; }
}
"""
PROTO_PAYLOAD: dict[str, Any] = {
    "orderId": 'o-17 "quoted" \\ {braces} </Tabs> ```',
    "customer": {"id": "c-ä€😀"},
    "placedAt": "2026-09-14T08:12:45.120Z",
    "status": "STATUS_PAID",
    "parts": [{"orderId": "o-18"}],
    "tags": {"a": 1},
    "raw": "AP8K",
    "weight": 0.1,
    "total": "9007199254740993",
    "cash": True,
}

PAYLOADS = {"json": JSON_PAYLOAD, "avro": AVRO_PAYLOAD, "confluent-avro": AVRO_PAYLOAD, "protobuf": PROTO_PAYLOAD}
SCHEMAS = {"avro": "order-placed.avsc", "confluent-avro": "order-placed.avsc", "protobuf": "order_placed.proto"}

DEBIAN = frozenset({"amqp", "nats"})
"""The protocols whose broker pip does not bring."""

WITH_HEADERS = frozenset({"kafka", "amqp", "nats", "redis", "http", "sns", "sqs", "mqtt"})


@dataclasses.dataclass(frozen=True)
class Pair:
    """A client, a wire format and an envelope (or none)."""

    client: Client
    wire: str
    envelope: str = ""

    @property
    def name(self) -> str:
        """As tests are called."""
        return "-".join(filter(None, (self.client.name, self.wire, self.envelope.removeprefix("cloudevents-"))))

    @property
    def slug(self) -> str:
        """As names of channels and services can have it."""
        return self.name.replace("-", "")

    @property
    def needs_debian(self) -> bool:
        """Whether its broker comes from Debian: RabbitMQ, NATS, and mosquitto for MQTT 5."""
        return self.client.protocol in DEBIAN or (self.client.protocol == "mqtt" and self.has_headers)

    @property
    def has_headers(self) -> bool:
        """Whether the message has headers of its own; MQTT has some from version 5 on."""
        if self.client.protocol == "mqtt":
            return self.envelope == "cloudevents-binary" or self.wire == "protobuf"
        return self.client.protocol in WITH_HEADERS

    @property
    def payload(self) -> Any:
        """What is sent, as JSON."""
        return PAYLOADS[self.wire]


def pairs() -> list[Pair]:
    """Every pair that the entries of the clients promise; envelopes are tried around JSON."""
    found = []
    for client in Clients().by_name.values():
        found += [Pair(client, wire) for wire in client.wire_formats]
        found += [Pair(client, "json", envelope) for envelope in client.envelopes if "json" in client.wire_formats]
    return found


@dataclasses.dataclass(frozen=True)
class Defined:
    """A project with one message for a pair."""

    project: Project
    pair: Pair
    slug: str
    address: str
    service: str

    @property
    def folder(self) -> Path:
        """Where the page is."""
        return self.project.root / "output" / "events" / "OrderPlaced"

    @property
    def page(self) -> str:
        """The page of the message."""
        return (self.folder / "index.mdx").read_text(encoding="utf-8")


def defined(project: Project, pair: Pair, extra: str = "", channel_extra: str = "", slug: str = "") -> Defined:
    """Write the definition for a pair and build the catalog."""
    slug = slug or pair.slug
    write_schemas(project)
    project.define(definition(pair, extra, channel_extra, slug))
    project.build()
    separator = _SEPARATORS.get(pair.client.protocol, ".")
    address = separator.join(["orders", "test", "eu", slug, "t1"])
    return Defined(project, pair, slug, address, f"Billing{slug}")


def write_schemas(project: Project) -> None:
    """The schema files that definitions name."""
    project.write("schemas/order-placed.avsc", json.dumps(AVRO))
    project.write("schemas/order_placed.proto", PROTO)


_SEPARATORS = {"mqtt": "/", "http": "/", "sns": "-", "sqs": "-", "eventbridge": "-"}


def definition(pair: Pair, extra: str, channel_extra: str, slug: str, message: str = "OrderPlaced") -> str:
    """A channel, a message and a service at each end, with three parameters in the address."""
    wire = pair.wire
    keywords = [f'channels=["{slug}"]', f'snippets=["{pair.client.name}"]', f"examples=[Example({pair.payload!r})]"]
    keywords += [] if "key=" in extra else ['key="customer.id"']
    if wire in SCHEMAS:
        keywords.append(f'schema_path="{SCHEMAS[wire]}"')
    if wire == "confluent-avro":
        keywords.append(f'registry_subject="{slug}-value"')
    if pair.has_headers:
        constant = '"it\'s {x}"'
        generated = 'Header(generate="now"), "trace": Header(generate="hex")'
        keywords.append(f'headers={{"order": Header(field="order_id"), "kind": {constant}, "sent-at": {generated}}}')
    if pair.envelope:
        mode = pair.envelope.removeprefix("cloudevents-")
        keywords.append(f'envelope=CloudEvents("{mode}", type="com.acme.OrderPlaced", source="/orders")')
    keywords += [extra] if extra else []
    separator = _SEPARATORS.get(pair.client.protocol, ".")
    template = separator.join(["orders", "{env}", "{region}", slug, "{tenant}"])
    parameters = '{"env": {"enum": ["dev", "prod"], "default": "dev"}, "region": {"default": "eu"}, "tenant": {}}'
    channel = f'address="{template}", protocols=["{pair.client.protocol}"], parameters={parameters}'
    return f"""
        channel_{slug} = Channel("{slug}", {channel}{", " + channel_extra if channel_extra else ""})
        orders_{slug} = Service("Orders{slug}", sends=[Event("{message}", {", ".join(keywords)})])
        billing_{slug} = Service("Billing{slug}", receives=["{message}"])
        """


ENVIRONMENT = {"ENV": "test", "TENANT": "t1"}
"""What the address needs; the region has a default."""

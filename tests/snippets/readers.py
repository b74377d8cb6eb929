"""What a message says, by implementations that the programs do not use: Apache's avro, protoc, the CloudEvents SDK."""

from __future__ import annotations

import io
import json
import struct
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pairs

if TYPE_CHECKING:
    from pathlib import Path

    from brokers import Received
    from pairs import Pair


def value(received: Received, pair: Pair, folder: Path) -> Any:
    """The payload of a message as data."""
    if pair.envelope == "cloudevents-structured":
        return _structured(received)
    data = received.value
    if pair.wire == "avro":
        return avro(data)
    if pair.wire == "confluent-avro":
        magic, _ = struct.unpack_from(">bI", data)
        assert magic == 0
        return avro(data[5:])
    if pair.wire == "protobuf":
        return protobuf(data, folder)
    return json.loads(data)


def avro(data: bytes) -> Any:
    """Avro as Apache's own library reads it."""
    from avro.io import BinaryDecoder, DatumReader
    from avro.schema import parse

    stream = io.BytesIO(data)
    found = DatumReader(parse(json.dumps(pairs.AVRO))).read(BinaryDecoder(stream))
    assert not stream.read(), "there is more than one value"
    return found


def protobuf(data: bytes, folder: Path) -> str:
    """Protobuf as protoc prints it."""
    arguments = ["--decode=com.acme.orders.OrderPlaced", "--proto_path=.", pairs.SCHEMAS["protobuf"]]
    ran = subprocess.run(
        [sys.executable, "-m", "grpc_tools.protoc", f"--proto_path={_google()}", *arguments],
        cwd=folder,
        input=data,
        capture_output=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr.decode()
    return ran.stdout.decode()


def _google() -> str:
    from importlib.resources import files

    return str(files("grpc_tools") / "_proto")


def compile_proto(folder: Path) -> None:
    """What a reader does with the schema of the page before the programs can run."""
    arguments = ["--proto_path=.", "--python_out=.", pairs.SCHEMAS["protobuf"]]
    ran = subprocess.run(
        [sys.executable, "-m", "grpc_tools.protoc", f"--proto_path={_google()}", *arguments],
        cwd=folder,
        capture_output=True,
        check=False,
    )
    assert ran.returncode == 0, ran.stderr.decode()


def expected(pair: Pair, folder: Path) -> Any:
    """What `value` gives for the example of the page."""
    if pair.wire in {"avro", "confluent-avro"}:
        from running import plain

        from catalog_gen.formats.avro import typed  # noqa: F401 - the types of values stand in the payload's schema

        return plain(_natives(pair.payload))
    if pair.wire == "protobuf":
        return protobuf(_message(pair.payload, folder), folder)
    return pair.payload


def _natives(payload: dict[str, Any]) -> dict[str, Any]:
    """The example with its texts as JSON normalises them: points in time in UTC, as `plain` writes them."""
    import datetime

    moment = datetime.datetime.fromisoformat(payload["placed_at"])
    return payload | {"placed_at": moment, "parts": [_natives(part) for part in payload["parts"]]}


def is_same_message(event: dict[str, Any], pair: Pair, folder: Path) -> bool:
    """Whether a consumer has all fields of the example, and of the others what their absence means."""
    has_all = all(event.get(key) == value for key, value in pair.payload.items() if key != "parts")
    return has_all and protobuf(_message(event, folder), folder) == expected(pair, folder)


def _message(payload: dict[str, Any], folder: Path) -> bytes:
    """The payload as Protobuf, encoded by protoc from its text format."""
    script = (
        "import sys, json; sys.path.insert(0, '.'); from order_placed_pb2 import OrderPlaced;"
        "from google.protobuf.json_format import ParseDict;"
        "sys.stdout.buffer.write(ParseDict(json.load(sys.stdin), OrderPlaced()).SerializeToString())"
    )
    ran = subprocess.run(
        [sys.executable, "-c", script], cwd=folder, input=json.dumps(payload).encode(), capture_output=True, check=True
    )
    return ran.stdout


def _structured(received: Received) -> Any:
    from cloudevents.core.bindings.http import HTTPMessage, from_http_event

    content_type = received.headers.get("content-type", "application/cloudevents+json")  # MQTT 3.1.1 has none
    event = from_http_event(HTTPMessage({"content-type": content_type}, received.value))
    _check(event)
    return event.get_data()


_ATTRIBUTES = ("specversion", "id", "type", "source", "time")


def check_binary(received: Received, pair: Pair) -> None:
    """Let the CloudEvents SDK read the attributes from the headers, as it does for the protocol."""
    from cloudevents.core.bindings import http, kafka, rabbitmq

    headers = dict(received.headers)
    if pair.client.protocol == "kafka":
        found = kafka.from_kafka_event(kafka.KafkaMessage(_encoded(headers), received.key, received.value))
    elif pair.client.protocol == "amqp":
        message = rabbitmq.RabbitMQMessage(headers, headers["content-type"], received.value)
        found = rabbitmq.from_rabbitmq_event(message)
    else:
        if pair.client.protocol == "mqtt":  # attributes have no prefix there, so any user property could be one
            headers |= {f"ce-{name}": headers[name] for name in _ATTRIBUTES}
        named = {name: text for name, text in headers.items() if name.startswith("ce-")}
        named["content-type"] = headers.get("content-type", "application/json")
        found = http.from_http_event(http.HTTPMessage(named, received.value))
    _check(found)


def _encoded(headers: dict[str, str]) -> dict[str, bytes]:
    return {name: text.encode() for name, text in headers.items()}


def _check(event: Any) -> None:
    assert event.get_type() == "com.acme.OrderPlaced"
    assert event.get_source() == "/orders"
    assert event.get_id()
    assert event.get_time().tzinfo is not None

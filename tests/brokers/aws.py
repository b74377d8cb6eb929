"""SNS, SQS and EventBridge: moto as a server. Whatever is published ends in queues, the consumer's and a reader's."""

from __future__ import annotations

import base64
import json
import os
import sys
import uuid
from pathlib import Path
from typing import TYPE_CHECKING, Any

from brokers import Broker, Received, Route
from brokers.ports import HOST, accepts, free_port
from brokers.processes import Folder, Server
from brokers.programs import no_package

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

REGION = "eu-west-1"
ACCOUNT = "123456789012"
FIFO = ".fifo"

_MAIN = "import sys; from moto.server import main; main(sys.argv[1:])"


def missing() -> str | None:
    """What has to be installed."""
    packages = {"moto": "moto[events,sns,sqs]", "flask": "flask", "flask_cors": "flask-cors", "boto3": "boto3"}
    return next(filter(None, (no_package(module, package) for module, package in packages.items())), None)


def start() -> Aws:
    """An empty account; a second or two, so share it and use names of your own."""
    return Aws()


class Aws(Broker):
    """An account in a region, with a record of all requests."""

    def __init__(self) -> None:
        port = free_port()
        self._folder = Folder()
        self._record = self._folder.path / "requests"
        self._clients: dict[str, Any] = {}
        self._taken: dict[str, list[dict[str, Any]]] = {}
        self.environment = {
            "AWS_ENDPOINT_URL": f"http://{HOST}:{port}",
            "AWS_ACCESS_KEY_ID": "testing",
            "AWS_SECRET_ACCESS_KEY": "testing",
            "AWS_DEFAULT_REGION": REGION,
            "AWS_REGION": REGION,
            "AWS_ACCOUNT_ID": ACCOUNT,
            "AWS_CONFIG_FILE": os.devnull,
            "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
            "AWS_EC2_METADATA_DISABLED": "true",
        }
        command: list[str | Path] = [Path(sys.executable), "-c", _MAIN, "-H", HOST, "-p", str(port)]
        recording = {"MOTO_ENABLE_RECORDING": "true", "MOTO_RECORDER_FILEPATH": str(self._record)}
        self._server = Server(command, self._folder.path, recording).wait(lambda: accepts(port))

    def prepare(self, route: Route) -> None:
        """Create the queues, and the topic or the bus and rule that lead to them."""
        self._queue(route.consumer, route)
        if route.protocol == "sns":
            self._queue(_mirror(route), route)
            topic = self._client("sns").create_topic(Name=route.address, Attributes=_fifo(route.address, "FifoTopic"))
            for queue in (route.consumer, _mirror(route)):
                self._client("sns").subscribe(
                    TopicArn=topic["TopicArn"],
                    Protocol="sqs",
                    Endpoint=_arn("sqs", queue),
                    Attributes={"RawMessageDelivery": "true"},
                )
        elif route.protocol == "eventbridge":
            self._queue(_mirror(route), route)
            self._rule(route)

    def ready(self, route: Route) -> bool:  # noqa: ARG002 - queues keep what comes before the consumer does
        """Always: `prepare` has made the consumer's queue."""
        return True

    def received(self, route: Route) -> list[Received]:
        """What the reader's queue got since `prepare`; for SQS alone, what was sent to the queue.

        The value of an event of EventBridge is its detail; the header fields are "detail-type", "source" and "id".
        """
        if route.protocol == "sqs":
            return [_received(message["MessageBody"], message) for message in self._sent(route.address)]
        return [self._unwrapped(route, message) for message in self._arrived(_mirror(route))]

    def acknowledged(self, route: Route) -> bool:
        """Whether all messages in the consumer's queue have been deleted."""
        names = [f"ApproximateNumberOfMessages{which}" for which in ("", "NotVisible", "Delayed")]
        found = self._client("sqs").get_queue_attributes(QueueUrl=self._url(route.consumer), AttributeNames=names)
        return not any(int(found["Attributes"][name]) for name in names) and bool(self.received(route))

    def publish(
        self, route: Route, value: bytes, headers: Mapping[str, str] | None = None, key: bytes | None = None
    ) -> None:
        """Send text, with the key as the group of a FIFO queue; to a bus, the detail of an event, which is JSON."""
        text, given = value.decode(), dict(headers or {})
        if route.protocol == "eventbridge":
            kind = given.get("detail-type") or route.detail_type or "tests"
            entry = {"EventBusName": route.address, "Source": given.get("source", "tests"), "DetailType": kind}
            answer = self._client("events").put_events(Entries=[{**entry, "Detail": text}])
            assert not answer["FailedEntryCount"], answer
            return
        group = {"MessageGroupId": (key or b"tests").decode(), "MessageDeduplicationId": str(uuid.uuid4())}
        attributes = {name: {"DataType": "String", "StringValue": header} for name, header in given.items()}
        more = {"MessageAttributes": attributes, **(group if route.address.endswith(FIFO) else {})}
        if route.protocol == "sns":
            self._client("sns").publish(TopicArn=_arn("sns", route.address), Message=text, **more)
        else:
            self._client("sqs").send_message(QueueUrl=self._url(route.address), MessageBody=text, **more)

    def close(self) -> None:
        """Stop the server."""
        for client in self._clients.values():
            client.close()
        self._server.stop()
        self._folder.close()

    def _client(self, service: str) -> Any:
        import boto3

        if service not in self._clients:
            self._clients[service] = boto3.client(
                service,
                endpoint_url=self.environment["AWS_ENDPOINT_URL"],
                region_name=REGION,
                aws_access_key_id="testing",
                aws_secret_access_key="testing",  # noqa: S106 - moto asks for any
            )
        return self._clients[service]

    def _queue(self, name: str, route: Route) -> None:
        attributes = _fifo(name, "FifoQueue")
        if attributes and route.protocol == "eventbridge":  # which sends no id to tell duplicates by
            attributes["ContentBasedDeduplication"] = "true"
        self._client("sqs").create_queue(QueueName=name, Attributes=attributes)

    def _url(self, name: str) -> str:
        return str(self._client("sqs").get_queue_url(QueueName=name)["QueueUrl"])

    def _rule(self, route: Route) -> None:
        events = self._client("events")
        if route.address not in {bus["Name"] for bus in events.list_event_buses()["EventBuses"]}:
            events.create_event_bus(Name=route.address)
        pattern = {"detail-type": [route.detail_type]} if route.detail_type else {"source": [{"prefix": ""}]}
        events.put_rule(Name=route.consumer, EventBusName=route.address, EventPattern=json.dumps(pattern))
        events.put_targets(
            Rule=route.consumer,
            EventBusName=route.address,
            Targets=[_target(name) for name in (route.consumer, _mirror(route))],
        )

    def _arrived(self, queue: str) -> list[dict[str, Any]]:
        """All messages that ever were in a reader's queue; a FIFO queue gives more once those before are deleted."""
        taken, url = self._taken.setdefault(queue, []), self._url(queue)
        while batch := self._receive(url):
            taken += batch
            for message in batch:
                self._client("sqs").delete_message(QueueUrl=url, ReceiptHandle=message["ReceiptHandle"])
        return taken

    def _receive(self, url: str) -> list[dict[str, Any]]:
        answer = self._client("sqs").receive_message(
            QueueUrl=url, MaxNumberOfMessages=10, MessageAttributeNames=["All"], MessageSystemAttributeNames=["All"]
        )
        return list(answer.get("Messages", []))

    def _sent(self, queue: str) -> Iterator[dict[str, Any]]:
        """What the record has of messages sent to a queue."""
        for line in self._record.read_text(encoding="utf-8").splitlines():
            request = json.loads(line)
            action = request["headers"].get("X-Amz-Target", "").removeprefix("AmazonSQS.")
            if action not in {"SendMessage", "SendMessageBatch"}:
                continue
            body = request["body"]
            document = json.loads(base64.b64decode(body) if request["body_encoded"] else body)
            if document["QueueUrl"].rpartition("/")[2] == queue:
                yield from document.get("Entries", [document])

    def _unwrapped(self, route: Route, message: dict[str, Any]) -> Received:
        if route.protocol == "sns":
            return _received(message["Body"], {**message, **message.get("Attributes", {})})
        event = json.loads(message["Body"])
        headers = {name: event[name] for name in ("detail-type", "source", "id")}
        return Received(json.dumps(event["detail"], ensure_ascii=False).encode(), None, headers)


def _mirror(route: Route) -> str:
    stem = f"{route.address}-{route.consumer}".replace(FIFO, "")
    return f"{stem[:60]}-reader{FIFO if route.consumer.endswith(FIFO) else ''}"


def _fifo(name: str, attribute: str) -> dict[str, str]:
    return {attribute: "true"} if name.endswith(FIFO) else {}


def _arn(service: str, name: str) -> str:
    return f"arn:aws:{service}:{REGION}:{ACCOUNT}:{name}"


def _target(queue: str) -> dict[str, Any]:
    group = {"SqsParameters": {"MessageGroupId": "events"}} if queue.endswith(FIFO) else {}
    return {"Id": queue, "Arn": _arn("sqs", queue), **group}


def _received(body: str, message: Mapping[str, Any]) -> Received:
    attributes = message.get("MessageAttributes") or {}
    group = message.get("MessageGroupId")
    return Received(
        body.encode(), group.encode() if group else None, {name: _text(one) for name, one in attributes.items()}
    )


def _text(attribute: Mapping[str, Any]) -> str:
    if "StringValue" in attribute:
        return str(attribute["StringValue"])
    value = attribute["BinaryValue"]
    return (base64.b64decode(value) if isinstance(value, str) else value).decode()

"""RabbitMQ: Debian's rabbitmq-server with a home, a port mapper and a data folder of its own."""

from __future__ import annotations

import contextlib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from brokers import Broker, Received, Route
from brokers.ports import HOST, accepts, free_port
from brokers.processes import Folder, Server
from brokers.programs import no_program, program

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from pika.adapters.blocking_connection import BlockingChannel

_PROGRAM = Path("/usr/lib/rabbitmq/bin/rabbitmq-server")
"""The one in /usr/sbin insists on the user rabbitmq."""

_PROPERTIES = {
    "content-type": "content_type",
    "type": "type",
    "message-id": "message_id",
    "correlation-id": "correlation_id",
    "reply-to": "reply_to",
}
"""What is a property of AMQP rather than a header."""


def missing() -> str | None:
    """What has to be installed."""
    there = _PROGRAM.exists() and program("epmd")
    return None if there else no_program("rabbitmq-server") or f"{_PROGRAM} and epmd (apt-get install rabbitmq-server)"


def start() -> RabbitMQ:
    """An empty server; 3 to 8 seconds, so share it and use names of your own."""
    return RabbitMQ()


class RabbitMQ(Broker):
    """A server whose nodes and port mapper are reached on loopback only."""

    def __init__(self) -> None:
        assert missing() is None, missing()
        port, mapper = free_port(), free_port()
        self.environment = {"AMQP_URL": f"amqp://guest:guest@{HOST}:{port}/%2F"}
        self._folder = Folder()
        environment = _environment(self._folder.path, port, mapper)
        # Started by us, for RabbitMQ would leave it behind.
        epmd = [program("epmd") or "epmd", "-port", str(mapper), "-address", HOST]
        self._mapper = Server(epmd, self._folder.path, environment).wait(lambda: accepts(mapper))
        try:
            self._server = Server([_PROGRAM], self._folder.path, environment).wait(self._answers)
        except BaseException:
            self._mapper.stop()
            raise

    def prepare(self, route: Route) -> None:
        """Declare the exchange, and a queue for the reader; the consumer's queue is the consumer's business."""
        with self._channel() as channel:
            channel.exchange_declare(route.exchange, exchange_type=route.exchange_type, durable=True)
            channel.queue_declare(_mirror(route), durable=True)
            channel.queue_bind(_mirror(route), route.exchange, route.address)

    def ready(self, route: Route) -> bool:
        """Whether somebody consumes from the queue."""
        return self._counts(route.consumer)[1] > 0

    def received(self, route: Route) -> list[Received]:
        """Everything in the reader's queue since `prepare`, which stays there."""
        with self._channel() as channel:
            found: list[Received] = []
            while True:
                method, properties, body = channel.basic_get(_mirror(route))
                if method is None:  # all are taken; closing the channel gives them back
                    return found
                found.append(Received(body, None, _headers(properties)))

    def acknowledged(self, route: Route) -> bool:
        """Whether the queue is empty and has no consumer any more, as that might hold messages."""
        waiting, consumers = self._counts(route.consumer)
        return waiting == 0 and consumers == 0 and self._counts(_mirror(route))[0] > 0

    def publish(
        self, route: Route, value: bytes, headers: Mapping[str, str] | None = None, key: bytes | None = None
    ) -> None:
        """Publish with a confirmation; there is no key."""
        import pika

        assert key is None, "messages of AMQP have no key"
        given = dict(headers or {})
        own = {name: given.pop(header) for header, name in _PROPERTIES.items() if header in given}
        properties = pika.BasicProperties(headers=given or None, delivery_mode=2, **own)
        with self._channel() as channel:
            channel.confirm_delivery()
            channel.basic_publish(route.exchange, route.address, value, properties)

    def close(self) -> None:
        """Stop the server and its port mapper."""
        self._server.stop()
        self._mapper.stop()
        self._folder.close()

    def _answers(self) -> bool:
        from pika.exceptions import AMQPConnectionError

        try:
            with self._channel():
                return True
        except AMQPConnectionError:
            return False

    @contextlib.contextmanager
    def _channel(self) -> Iterator[BlockingChannel]:
        import pika

        with pika.BlockingConnection(pika.URLParameters(self.environment["AMQP_URL"])) as connection:
            yield connection.channel()

    def _counts(self, queue: str) -> tuple[int, int]:
        """How many messages wait, and how many consumers there are; none of both, and -1, without a queue."""
        from pika.exceptions import ChannelClosedByBroker

        try:
            with self._channel() as channel:
                declared = channel.queue_declare(queue, passive=True).method
        except ChannelClosedByBroker:
            return -1, 0
        return declared.message_count, declared.consumer_count


def _environment(folder: Path, port: int, mapper: int) -> dict[str, str]:
    (folder / "enabled_plugins").write_text("[].", encoding="utf-8")
    (folder / "home").mkdir()
    return {
        "HOME": str(folder / "home"),
        "RABBITMQ_NODENAME": f"snippets{port}@localhost",
        "RABBITMQ_NODE_IP_ADDRESS": HOST,
        "RABBITMQ_NODE_PORT": str(port),
        "RABBITMQ_DIST_PORT": str(free_port()),
        "RABBITMQ_MNESIA_BASE": str(folder / "mnesia"),
        "RABBITMQ_LOG_BASE": str(folder / "log"),
        "RABBITMQ_LOGS": "-",
        "RABBITMQ_ENABLED_PLUGINS_FILE": str(folder / "enabled_plugins"),
        "RABBITMQ_PID_FILE": str(folder / "pid"),
        "RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS": "-kernel inet_dist_use_interface {127,0,0,1} -start_epmd false"
        " +sbwt none +sbwtdcpu none +sbwtdio none",
        "ERL_EPMD_ADDRESS": HOST,
        "ERL_EPMD_PORT": str(mapper),
    }


def _mirror(route: Route) -> str:
    return f"{route.exchange}/{route.address}/reader"


def _headers(properties: Any) -> dict[str, str]:
    own = {header: getattr(properties, name) for header, name in _PROPERTIES.items()}
    return {name: _text(value) for name, value in {**(properties.headers or {}), **own}.items() if value is not None}


def _text(value: object) -> str:
    return value.decode() if isinstance(value, bytes) else str(value)

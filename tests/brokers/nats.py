"""NATS with JetStream: Debian's nats-server."""

from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING, TypeVar

from brokers import Broker, Received, Route
from brokers.ports import HOST, accepts, free_port
from brokers.processes import Folder, Server
from brokers.programs import no_program, program

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping
    from pathlib import Path

    from nats.js import JetStreamContext
    from nats.js.api import ConsumerInfo

T = TypeVar("T")

_SECONDS = 30.0


def missing() -> str | None:
    """What has to be installed."""
    return no_program("nats-server")


def start() -> Nats:
    """An empty server; about 50 ms."""
    return Nats()


class Nats(Broker):
    """A server with JetStream in a folder of its own."""

    def __init__(self) -> None:
        path = program("nats-server")
        assert path is not None, missing()
        port = free_port()
        self.environment = {"NATS_URL": f"nats://{HOST}:{port}"}
        self._folder = Folder()
        command: list[str | Path] = [path, "-a", HOST, "-p", str(port), "-js", "-sd", self._folder.path]
        self._server = Server(command, self._folder.path).wait(lambda: accepts(port))

    def prepare(self, route: Route) -> None:
        """Create the stream, or add the subject to it; without a name it is that of the subject."""

        async def create(jetstream: JetStreamContext) -> None:
            from nats.js.errors import NotFoundError

            try:
                configuration = (await jetstream.stream_info(_stream(route))).config
            except NotFoundError:
                await jetstream.add_stream(name=_stream(route), subjects=[route.address])
                return
            subjects = configuration.subjects or []
            if route.address not in subjects:
                await jetstream.update_stream(configuration.evolve(subjects=[*subjects, route.address]))

        self._run(create)

    def ready(self, route: Route) -> bool:
        """Whether the durable consumer exists."""
        return self._run(lambda jetstream: _consumer(jetstream, route)) is not None

    def received(self, route: Route) -> list[Received]:
        """All messages of the stream with that subject, by a consumer of its own."""
        return [one for _, one in self._stored(route)]

    def acknowledged(self, route: Route) -> bool:
        """Whether the durable consumer has nothing pending and has acknowledged the last message."""
        stored = self._stored(route)
        consumer = self._run(lambda jetstream: _consumer(jetstream, route))
        if consumer is None or consumer.ack_floor is None or not stored:
            return False
        floor = consumer.ack_floor.stream_seq
        return consumer.num_pending == 0 and consumer.num_ack_pending == 0 and floor >= stored[-1][0]

    def publish(
        self, route: Route, value: bytes, headers: Mapping[str, str] | None = None, key: bytes | None = None
    ) -> None:
        """Publish to the stream; there is no key."""
        assert key is None, "messages of NATS have no key"
        self._run(lambda jetstream: jetstream.publish(route.address, value, headers=dict(headers or {})))

    def close(self) -> None:
        """Stop the server."""
        self._server.stop()
        self._folder.close()

    def _stored(self, route: Route) -> list[tuple[int, Received]]:
        """The messages of the subject and their sequence numbers, by a consumer of its own."""

        async def read(jetstream: JetStreamContext) -> list[tuple[int, Received]]:
            from nats.js.api import AckPolicy, ConsumerConfig

            configuration = ConsumerConfig(ack_policy=AckPolicy.NONE, inactive_threshold=_SECONDS)
            reader = await jetstream.pull_subscribe(route.address, stream=_stream(route), config=configuration)
            information = await reader.consumer_info()
            found: list[tuple[int, Received]] = []
            while len(found) < (information.num_pending or 0):
                batch = await reader.fetch(100, timeout=_SECONDS)
                found += [(one.metadata.sequence.stream, Received(one.data, None, one.headers or {})) for one in batch]
            await jetstream.delete_consumer(_stream(route), information.name)
            return found

        return self._run(read)

    def _run(self, work: Callable[[JetStreamContext], Awaitable[T]]) -> T:
        async def connected() -> T:
            import nats

            connection = await nats.connect(self.environment["NATS_URL"], allow_reconnect=False)
            try:
                return await work(connection.jetstream())
            finally:
                await connection.close()

        return asyncio.run(connected())


async def _consumer(jetstream: JetStreamContext, route: Route) -> ConsumerInfo | None:
    from nats.js.errors import NotFoundError

    try:
        found: ConsumerInfo = await jetstream.consumer_info(_stream(route), route.consumer)
    except NotFoundError:
        return None
    return found


def _stream(route: Route) -> str:
    return route.stream or re.sub(r"[^A-Za-z0-9]+", "_", route.address).upper()

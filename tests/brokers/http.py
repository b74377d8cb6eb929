"""HTTP: no broker, but a recording proxy between the producer and the consumer, which is the server."""

from __future__ import annotations

import http.client
import threading
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from brokers import Broker, Received, Route
from brokers.ports import HOST, accepts, free_port
from brokers.webserver import Answer, Request, WebServer

if TYPE_CHECKING:
    from collections.abc import Mapping

_SECONDS = 30
_HOP_BY_HOP = {"connection", "keep-alive", "transfer-encoding", "content-length", "date", "server"}


def missing() -> str | None:
    """Nothing."""
    return None


def start(url_variable: str = "BASE_URL", port_variable: str = "PORT") -> Http:
    """A proxy; the consumer serves on the port of one variable, the producer sends to the URL of the other."""
    return Http(url_variable, port_variable)


@dataclass(frozen=True)
class Exchange:
    """A request and what the consumer answered."""

    request: Request
    answer: Answer


class Http(Broker):
    """A proxy to a consumer that may not be there yet; then it answers 502."""

    def __init__(self, url_variable: str, port_variable: str) -> None:
        self.port = free_port()
        self._lock = threading.Lock()
        self._exchanges: list[Exchange] = []
        self._proxy = WebServer(self._forward)
        self.environment = {url_variable: self._proxy.url, port_variable: str(self.port)}

    def prepare(self, route: Route) -> None:
        """Nothing."""

    def ready(self, route: Route) -> bool:  # noqa: ARG002 - it serves all routes or none
        """Whether the consumer accepts connections."""
        return accepts(self.port)

    def exchanges(self, route: Route) -> list[Exchange]:
        """The requests to the route's path, which may be given as a URL, and their answers."""
        path = urlsplit(route.address).path or "/"
        with self._lock:
            return [one for one in self._exchanges if urlsplit(one.request.target).path == path]

    def received(self, route: Route) -> list[Received]:
        """The requests to the path; headers in lower case, and ":method" and ":path" as if they were headers."""
        requests = [one.request for one in self.exchanges(route)]
        return [
            Received(one.body, None, {**one.headers, ":method": one.method, ":path": one.target}) for one in requests
        ]

    def acknowledged(self, route: Route) -> bool:
        """Whether all requests were answered with 2xx."""
        statuses = [one.answer.status for one in self.exchanges(route)]
        return bool(statuses) and all(200 <= status < 300 for status in statuses)

    def publish(
        self, route: Route, value: bytes, headers: Mapping[str, str] | None = None, key: bytes | None = None
    ) -> None:
        """Post; the answer is in `exchanges`."""
        assert key is None, "requests have no key"
        _send(self._proxy.port, Request("POST", urlsplit(route.address).path or "/", dict(headers or {}), value))

    def close(self) -> None:
        """Stop the proxy."""
        self._proxy.close()

    def _forward(self, request: Request) -> Answer:
        try:
            answer = _send(self.port, request)
        except OSError as error:
            answer = Answer(502, str(error).encode())
        with self._lock:
            self._exchanges.append(Exchange(request, answer))
        kept = {name: value for name, value in answer.headers.items() if name.lower() not in _HOP_BY_HOP}
        return Answer(answer.status, answer.body, kept)


def _send(port: int, request: Request) -> Answer:
    connection = http.client.HTTPConnection(HOST, port, timeout=_SECONDS)
    headers = {name: value for name, value in request.headers.items() if name.lower() not in _HOP_BY_HOP}
    try:
        connection.request(request.method, request.target, request.body, headers)
        response = connection.getresponse()
        return Answer(response.status, response.read(), dict(response.getheaders()))
    finally:
        connection.close()

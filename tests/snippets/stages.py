"""A stage for a pair: its broker, its route, and what the processes need in their folder."""

from __future__ import annotations

import contextlib
import dataclasses
import importlib
import json
from typing import TYPE_CHECKING, Any

import pagecode
import pairs
import readers
from brokers import Route, registry
from running import Programs
from workspace import unavailable

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from brokers import Broker
    from pairs import Defined, Pair

_MODULES = {"amqp": "rabbitmq", "sns": "aws", "sqs": "aws", "eventbridge": "aws"}
_OWN = frozenset({"kafka", "http"})
"""Brokers that start in no time: every test has its own."""


@dataclasses.dataclass(frozen=True)
class Stage:
    """Everything that a pair is run on."""

    defined: Defined
    broker: Broker
    route: Route
    programs: Programs

    @property
    def pair(self) -> Pair:
        """Which client writes what."""
        return self.defined.pair

    def path(self, role: str) -> Path:
        """The program of that role as the page has it, in a file."""
        return self.programs.add(f"{role}{self.pair.client.language.ending}", self.text(role))

    def text(self, role: str) -> str:
        """The program of that role as the page has it."""
        return pagecode.program(self.defined.page, role)


def module_of(pair: Pair) -> str:
    """The module of the pair's broker."""
    if pair.client.protocol == "mqtt":
        return "mosquitto" if pair.has_headers else "amqtt"
    return _MODULES.get(pair.client.protocol, pair.client.protocol)


class Brokers:
    """The brokers of one test session, started when they are first asked for."""

    def __init__(self) -> None:
        self._running: dict[str, Broker] = {}
        self._stack = contextlib.ExitStack()

    @contextlib.contextmanager
    def of(self, pair: Pair) -> Iterator[Broker]:
        """A broker for the pair; skips, or fails where that must not be, if what it needs is not installed."""
        name = module_of(pair)
        module = importlib.import_module(f"brokers.{name}")
        missing = module.missing()
        if missing:
            unavailable(f"{missing} is missing: snippets of {pair.client.protocol} are not verified in this run")
        if name in _OWN:
            broker = module.start("API_URL") if name == "http" else module.start()
            with contextlib.closing(broker):
                yield broker
            return
        if name not in self._running:
            self._running[name] = self._stack.enter_context(contextlib.closing(module.start()))
        yield self._running[name]

    def close(self) -> None:
        """Stop all of them."""
        self._stack.close()


@contextlib.contextmanager
def stage(defined: Defined, brokers: Brokers, folder: Path) -> Iterator[Stage]:
    """The stage for a definition: topic, queues and files are there."""
    pair = defined.pair
    with brokers.of(pair) as broker, contextlib.ExitStack() as stack:
        environment: dict[str, str] = {**broker.environment_for(pair.client.name), **pairs.ENVIRONMENT}
        if pair.wire == "confluent-avro":
            server = stack.enter_context(contextlib.closing(registry.start()))
            server.register(f"{defined.slug}-value", json.dumps(pairs.AVRO))
            environment |= server.environment
        programs = Programs(folder, environment)
        _put_schema(defined, programs)
        route = route_of(defined)
        broker.prepare(route)
        yield Stage(defined, broker, route, programs)


def _put_schema(defined: Defined, programs: Programs) -> None:
    for file in defined.folder.glob("schema*.avsc"):
        programs.beside(file)
    for file in defined.folder.glob("schema*.proto"):
        programs.beside(file, pairs.SCHEMAS["protobuf"])
        readers.compile_proto(programs.folder)


def route_of(defined: Defined) -> Route:
    """Where the message goes by the rules of the README: names of consumers come from the service's id."""
    protocol, service, address = defined.pair.client.protocol, defined.service, defined.address
    both = f"{service}-OrderPlaced"
    special: Mapping[str, dict[str, Any]] = {
        "amqp": {"address": "order.placed", "exchange": address, "consumer": f"{service}.OrderPlaced"},
        "nats": {"consumer": both, "stream": f"S{defined.slug}"},
        "mqtt": {"consumer": both},
        "sns": {"consumer": both},
        "sqs": {"consumer": address},
        "eventbridge": {"consumer": both, "detail_type": "OrderPlaced"},
        "http": {"address": f"/{address}"},
    }
    return Route(**{"protocol": protocol, "address": address, "consumer": service} | special.get(protocol, {}))

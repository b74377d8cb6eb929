"""Programs that send and receive a message, as sections of its page."""

from __future__ import annotations

import dataclasses
from collections import Counter
from typing import TYPE_CHECKING, Any, Final

from catalog_gen.pages.views.references import entry_reference

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from catalog_gen.pages.views.references import Reference
    from catalog_gen.resolving import Catalog, Entry
    from catalog_gen.snippets.making import Snippet

LONG_SNIPPET: Final = 150
"""From how many lines on a program is folded."""

_PROTOCOLS: Final = {
    "amqp": "RabbitMQ",
    "eventbridge": "EventBridge",
    "http": "HTTP",
    "kafka": "Kafka",
    "mqtt": "MQTT",
    "nats": "NATS JetStream",
    "redis": "Redis Streams",
    "sns": "SNS",
    "sqs": "SQS",
}

_DOING: Final[Mapping[str, tuple[str, str]]] = {
    "event": ("Produce", "Consume"),
    "command": ("Send", "Handle"),
    "query": ("Ask", "Answer"),
}
"""What is done with each kind of message at its two ends."""

_SENTENCES: Final = {
    "Produce": "This program sends the payload example of this page",
    "Send": "This program sends the payload example of this page",
    "Ask": "This program asks with the payload example of this page",
    "Consume": "This program receives the event",
    "Handle": "This program receives the command",
    "Answer": "This program answers the query",
}


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class SnippetView:
    """A program with what it takes to run it; `tab` tells it from the others of its section."""

    tab: str
    title: str
    install: str
    environment: tuple[tuple[str, str], ...]
    schema_file: str
    proto: str
    language: str
    code: str
    lines: int

    @property
    def long(self) -> bool:
        """Whether it is folded."""
        return self.lines > LONG_SNIPPET


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """The programs of one end, as tabs where there are several.

    `party` is the service that they stand for; `named` is the name in them that others
    replace by that of their own service.
    """

    heading: str
    sentence: str
    party: Reference | None
    named: str
    snippets: tuple[SnippetView, ...]


def sections(entry: Entry, made: Sequence[Snippet], catalog: Catalog) -> dict[str, Any]:
    """What the page says about `producing` and `consuming`; None where there is nothing."""
    return {
        "producing": _section(entry, [snippet for snippet in made if snippet.role == "producer"], catalog, 0),
        "consuming": _section(entry, [snippet for snippet in made if snippet.role == "consumer"], catalog, 1),
    }


def _section(entry: Entry, made: Sequence[Snippet], catalog: Catalog, end: int) -> Section | None:
    if not made:
        return None
    verb = _DOING[entry.kind][end]
    clients = Counter(snippet.client.name for snippet in made)
    protocols = {snippet.client.protocol for snippet in made}
    party = catalog.find(made[0].party) if made[0].party else None
    return Section(
        heading=f"{_gerund(verb)} the {entry.kind}",
        sentence=f"{_SENTENCES[verb]} over {_listed(sorted(_protocol(name) for name in protocols))}",
        party=entry_reference(party) if party else None,
        named=_named(made),
        snippets=tuple(
            _view(
                snippet,
                f"{verb} the {entry.kind}",
                several=clients[snippet.client.name] > 1,
                mixed=len(protocols) > 1,
            )
            for snippet in made
        ),
    )


def _named(made: Sequence[Snippet]) -> str:
    """The name of the service as programs have it; empty where none says it."""
    name = made[0].party or "my-service"
    return name if any(name in snippet.code for snippet in made) else ""


def _view(snippet: Snippet, doing: str, *, several: bool, mixed: bool) -> SnippetView:
    client = snippet.client
    name = f"{_protocol(client.protocol)}: {client.title}" if mixed else client.title
    quoted = " ".join(f'"{package}"' if "[" in package else package for package in snippet.packages)
    return SnippetView(
        tab=f"{name}, {snippet.channel}" if several else name,
        title=f"{doing} in {client.language.title}",
        install=f"{client.language.install} {quoted}" if quoted else "",
        environment=snippet.environment,
        schema_file=snippet.schema_file,
        proto=snippet.proto,
        language=client.language.name,
        code=snippet.code,
        lines=snippet.code.count("\n"),
    )


def _protocol(name: str) -> str:
    return _PROTOCOLS.get(name, name)


def _gerund(verb: str) -> str:
    return f"{verb.removesuffix('e')}ing"


def _listed(names: Sequence[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} or {names[-1]}"

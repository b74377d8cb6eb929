"""Programs that send and receive a message, as sections of its page."""

from __future__ import annotations

import dataclasses
import re
from collections import Counter
from typing import TYPE_CHECKING, Any, Final

from catalog_gen.pages.views.references import entry_reference

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from catalog_gen.pages.views.references import Reference
    from catalog_gen.resolving import Catalog, Entry
    from catalog_gen.snippets.clients import Client
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


_FIRST: Final = frozenset({"amqp", "http", "mqtt"})
"""Protocols in which a message is refused or lost where nobody is there to take it."""


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class SnippetView:
    """A program of a client with what it takes to run it; `tab` tells it from the others of its section.

    `sentence` says what it does, `party` is the service that it stands for, and `named` the name in it that others
    replace by that of their own service. `after_consumer` says that the other program has to be there first.
    """

    client: str
    tab: str
    sentence: str
    party: Reference | None
    named: str
    after_consumer: bool
    title: str
    install: str
    runtime: str
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
    """The programs of one end, as tabs where there are several."""

    heading: str
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
    mixed = len({snippet.client.protocol for snippet in made}) > 1
    names = {(_title(client, mixed=mixed), client.name) for client in (snippet.client for snippet in made)}
    titles = Counter(title for title, _ in names)
    return Section(
        heading=f"{_gerund(verb)} the {entry.kind}",
        snippets=tuple(
            _view(snippet, entry, verb, catalog, _tab(snippet, clients, titles, mixed=mixed)) for snippet in made
        ),
    )


def _tab(snippet: Snippet, clients: Mapping[str, int], titles: Mapping[str, int], *, mixed: bool) -> str:
    """The client, with its protocol, its name and the channel where they tell it from another one."""
    client = snippet.client
    title = _title(client, mixed=mixed)
    named = f"{title} ({client.name})" if titles[title] > 1 else title
    return f"{named}, {snippet.channel}" if clients[client.name] > 1 else named


def _title(client: Client, *, mixed: bool) -> str:
    return f"{_protocol(client)}: {client.title}" if mixed else client.title


def _view(snippet: Snippet, entry: Entry, verb: str, catalog: Catalog, tab: str) -> SnippetView:
    client = snippet.client
    party = catalog.find(snippet.party) if snippet.party else None
    name = snippet.party or "my-service"
    packages = " ".join(package if _PLAIN.fullmatch(package) else f'"{package}"' for package in snippet.packages)
    return SnippetView(
        client=client.name,
        tab=tab,
        sentence=f"{_SENTENCES[verb]} over {_protocol(client)}",
        party=entry_reference(party) if party else None,
        named=name if name in snippet.code else "",
        after_consumer=snippet.role == "producer" and client.protocol in _FIRST,
        title=f"{verb} the {entry.kind} in {client.language.title}",
        install=f"{client.language.install} {packages}" if packages else "",
        runtime=client.language.runtime,
        environment=snippet.environment,
        schema_file=snippet.schema_file,
        proto=snippet.proto,
        language=client.language.name,
        code=snippet.code,
        lines=snippet.code.count("\n"),
    )


_PLAIN: Final = re.compile(r"[A-Za-z0-9@/._-]+")


def _protocol(client: Client) -> str:
    return _PROTOCOLS.get(client.protocol, client.protocol_title)


def _gerund(verb: str) -> str:
    return f"{verb.removesuffix('e')}ing"

"""From messages to snippets: for each way and client a producer and a consumer, or the reason why there is none."""

from __future__ import annotations

import copy
import dataclasses
from typing import TYPE_CHECKING

from catalog_gen.model import Message
from catalog_gen.problems import Problem
from catalog_gen.snippets import contradictions, headers, payloads, secrets, ways
from catalog_gen.snippets.clients import Clients
from catalog_gen.snippets.contents import Contents, Task
from catalog_gen.snippets.payloads import NoPayloadError
from catalog_gen.snippets.rendering import BrokenSnippetError, Renderer
from catalog_gen.snippets.traveling import traveling

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from catalog_gen.resolving import Catalog, Entry
    from catalog_gen.settings import Settings
    from catalog_gen.snippets.clients import Client
    from catalog_gen.snippets.payloads import Payload
    from catalog_gen.snippets.traveling import Traveling
    from catalog_gen.snippets.ways import Way


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Snippet:
    """A program as a page shows it, and what it takes to run it.

    `environment` are the variables that it reads, with what stands for one that is not set (empty: it has to be set).
    `channel` is the id of the channel, empty where there is none; `party` the service that it stands for. `schema_file`
    is the file of the page that it needs beside it, `proto` what that is called where protoc makes a module of it.
    """

    role: str
    client: Client
    channel: str
    code: str
    packages: tuple[str, ...]
    environment: tuple[tuple[str, str], ...]
    schema_file: str = ""
    proto: str = ""
    party: str = ""


class Snippets:
    """Makes the snippets of a catalog's messages; what is wrong is collected."""

    def __init__(self, catalog: Catalog, settings: Settings) -> None:
        own = settings.root / settings.templates if settings.templates else None
        shown = settings.templates or "templates"
        self._catalog = catalog
        self._settings = settings
        self._clients = Clients(own, shown)
        self._renderer = Renderer(own, shown)
        self._ways = ways.Ways(catalog)
        self._problems: dict[Problem, None] = dict.fromkeys(self._clients.problems)
        self._problems |= dict.fromkeys(secrets.problems(catalog, settings))
        self._problems |= dict.fromkeys(ways.unknown_settings(settings, self._clients))

    @property
    def problems(self) -> tuple[Problem, ...]:
        """Everything that is wrong, as far as snippets were made."""
        return tuple(self._problems)

    def apart(self) -> Snippets:
        """The same, which collects problems of its own."""
        other = copy.copy(self)
        other._problems = {}  # noqa: SLF001 - its own class
        return other

    def of(self, entry: Entry, complete: Mapping[str, str]) -> tuple[Snippet, ...]:
        """The snippets of a message, producers before consumers of the same way and client.

        `complete` says by the name of a schema beside the page which file has it with everything that it refers to.
        """
        if not isinstance(entry.resource, Message) or entry.resource.snippets == ():
            return ()
        self._problems |= dict.fromkeys(ways.unknown_clients(entry, self._clients))
        found = self._ways.of(entry)
        if not found:
            self._none(entry, *self._why_no_way(entry))
        elif entry.resource.snippets and not any(ways.shown(way, self._clients, self._settings) for way in found):
            names = ", ".join(sorted({way.protocol for way in found}))
            self._none(entry, f"none of its clients is for {names}", keyword="snippets")
        return tuple(snippet for way in found for snippet in self._of_way(way, complete))

    def _why_no_way(self, entry: Entry) -> tuple[str, str]:
        links = self._catalog.channels_of(entry)
        if not links:
            return "it has no channel", "write channels=[...], or snippets=[] if none is wanted"
        name = links[0].id
        if self._catalog.find(name) is None:
            return f'its channel "{name}" is not declared here', f'declare it: Channel("{name}", protocols=["kafka"])'
        return f'its channel "{name}" names no protocol', 'write protocols=["kafka"] there'

    def _of_way(self, way: Way, complete: Mapping[str, str]) -> Iterator[Snippet]:
        chosen = ways.shown(way, self._clients, self._settings)
        if not chosen:
            if not self._clients.of(way.protocol):
                hint = "add a client of your own (README, Snippets), or write snippets=[]"
                self._none(way.message, f'there is no client for the protocol "{way.protocol}"', hint)
            return
        known = traveling(way, self._ways, self._catalog)
        payload = self._payload(way, known)
        if payload is None:
            return
        able = [client for client in chosen if not lacking(client, known)]
        for client in chosen:
            if client in able:
                yield from self._of_client(way, known, payload, client, complete)
            elif way.resource.snippets is not None or not able:
                self._none(way.message, f"{self._clients.called(client)} has no snippet for {lacking(client, known)}")

    def _payload(self, way: Way, known: Traveling) -> Payload | None:
        """What is sent, if it can be written as the message says; what cannot be is reported once for all clients."""
        entry = way.message
        contradictory = tuple(contradictions.problems(way, known))
        for problem in contradictory:
            self._problem(problem, entry)
        if contradictory:
            return None
        try:
            payload = payloads.payload(entry, known.wire)
        except NoPayloadError as reason:
            hint = "give one: examples=[Example({...})]" if not entry.examples else ""
            self._none(entry, str(reason), hint)
            return None
        for problem in (*headers.unfit(way, known), *headers.unclear(way, known, self._ways.beside(way))):
            self._problem(problem, entry)
        if known.ambiguous:
            self._ambiguous(way, known)
        return payload

    def _ambiguous(self, way: Way, known: Traveling) -> None:
        if way.channel is None or not way.message.current:
            return
        ids = sorted({way.message.id, *known.ambiguous})
        message = f"the channel carries {', '.join(ids)}, and nothing tells them apart, so pages show no consumers"
        hint = 'name the header that does: discriminator="event-type"'
        self._problems[Problem("no-discriminator", message, way.channel.place(), way.channel.subject, hint)] = None

    def _of_client(
        self, way: Way, known: Traveling, payload: Payload, client: Client, complete: Mapping[str, str]
    ) -> Iterator[Snippet]:
        file = complete.get(payload.schema.name, "") if payload.schema else ""
        made = known.wire == "protobuf" and way.resource.python_module
        if known.wire in {"avro", "protobuf"} and not file and not made:
            words = "its schema takes types from other files, and no file of the page has all of them"
            self._none(way.message, words, "define them in one file")
            return
        for role in ("producer", "consumer"):
            task = Task(way=way, traveling=known, client=client, role=role, payload=payload, schema_file=file)
            if task.party.elsewhere or (known.ambiguous and not task.produces):
                continue
            try:
                yield self._snippet(task)
            except NoPayloadError as reason:
                self._none(way.message, str(reason), reason.hint, reason.keyword)
            except BrokenSnippetError as mistake:
                self._problems[mistake.problem] = None

    def _snippet(self, task: Task) -> Snippet:
        contents = Contents(task, self._settings)
        code = self._renderer.render(task.client, task.role, contents.context)
        if contents.locals:  # now it is known which names they cannot have
            contents = Contents(task, self._settings, task.client.language.names(code))
            code = self._renderer.render(task.client, task.role, contents.context)
        is_protobuf = task.traveling.wire == "protobuf"
        return Snippet(
            role=task.role,
            client=task.client,
            channel=task.way.channel.id if task.way.channel else "",
            code=code,
            packages=task.client.packages_for(task.role, task.traveling.wire),
            environment=tuple(contents.variables(code)),
            schema_file=task.schema_file if is_protobuf or f'"{task.schema_file}"' in code else "",
            proto=contents.proto if is_protobuf and task.schema_file else "",
            party=task.party.id,
        )

    def _none(self, entry: Entry, why: str, hint: str = "", keyword: str = "") -> None:
        self._problem(Problem("no-snippet", f"no snippet: {why}", entry.place(keyword), entry.subject, hint), entry)

    def _problem(self, problem: Problem, entry: Entry) -> None:
        if entry.current:
            self._problems[problem] = None


def lacking(client: Client, known: Traveling) -> str:
    """The wire format or envelope that a client has no templates for; empty where it has all that is needed."""
    if known.wire not in client.wire_formats:
        return known.wire
    return known.envelope if known.envelope and known.envelope not in client.envelopes else ""

"""What the templates of a client see: a message on its way as values, which become literals, and as code."""

from __future__ import annotations

import dataclasses
import functools
import keyword
import re
from typing import TYPE_CHECKING, Any, Final

from catalog_gen.resolving import examples
from catalog_gen.snippets import addresses, aws, endpoints, payloads, web
from catalog_gen.snippets.code import Code
from catalog_gen.snippets.languages.typescript import is_rounded
from catalog_gen.snippets.payloads import NoPayloadError
from catalog_gen.snippets.rendering import noun

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping

    from catalog_gen.model import Header
    from catalog_gen.resolving.catalog import SchemaBeside
    from catalog_gen.settings import Settings
    from catalog_gen.snippets.clients import Client
    from catalog_gen.snippets.payloads import Payload
    from catalog_gen.snippets.traveling import Party, Traveling
    from catalog_gen.snippets.ways import Way


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """One program to write: who does what with which message, and what is known about it.

    `schema_file` is the file beside the page that has the schema with everything that it refers to.
    """

    way: Way
    traveling: Traveling
    client: Client
    role: str
    payload: Payload
    schema_file: str = ""

    @property
    def schema(self) -> SchemaBeside | None:
        """The schema under which the payload is written."""
        return self.payload.schema

    @property
    def produces(self) -> bool:
        """Whether it sends."""
        return self.role == "producer"

    @property
    def party(self) -> Party:
        """Whose program it is."""
        return self.traveling.producer if self.produces else self.traveling.consumer

    @property
    def declared(self) -> object:
        """What leads to the channel: the `Route` of the service, or of the message."""
        link = self.party.link or self.way.link
        return link.declared if link else None


@dataclasses.dataclass(frozen=True, slots=True)
class Key:
    """The key of a message: as it is in the payload, as text, and as bytes; in Kafka, each may be null."""

    value: Code
    text: Code
    bytes: Code


class Contents:
    """The context of one program's template.

    `used` are the names in the program without the variables of its `locals`, once they are known.

    Raises:
        NoPayloadError: something that the program needs is not there.
    """

    def __init__(self, task: Task, settings: Settings, used: Collection[str] | None = None) -> None:
        self.locals = addresses.Locals(task.client.language, used)
        self._task = task
        self._settings = settings
        self._language = task.client.language
        self._payload = task.payload.value
        reply = getattr(task.way.resource, "reply", None)
        self._reply = examples.plain(reply.payload) if reply else {}
        self._variables = self._named()
        if self._language.name == "typescript" and is_rounded([self._payload, self._reply]):
            raise NoPayloadError("JavaScript would round a number of its example")

    @property
    def context(self) -> dict[str, Any]:
        """By name, see `templates/snippets/README.md` for what there is."""
        task, traveling, entry = self._task, self._task.traveling, self._task.way.message
        resource = task.way.resource
        return {
            "id": entry.id,
            "kind": entry.kind,
            "label": f"{entry.id}:",
            "payload": self._language.literal(self._payload, len(f"{noun(entry.kind)} = ")),
            "payload_type": self._language.type_name(self._payload),
            "wire": traveling.wire,
            "envelope": traveling.envelope,
            "event_type": traveling.event_type,
            "event_source": traveling.event_source,
            "content_type": traveling.content_type,
            "data_content_type": resource.content_type or "application/json",
            "headers": tuple(self._headers(traveling.headers)) if task.produces else (),
            "told": traveling.told,
            "key": self._key(resource.key) if resource.key and task.produces else None,
            "producer": traveling.producer.id or "my-service",
            "consumer": traveling.consumer.id or "my-service",
            "binding": traveling.binding,
            **self._addresses(),
            "env": {
                name: self._language.variable(name, default or None)
                for name, default in task.client.environment.items()
            },
            "config": self._config(task.role),
            "producer_config": self._config("producer"),
            "schema_file": task.schema_file,
            "subject": resource.registry_subject or self._record_name(),
            **self._generated(),
            "proto_names": self._has_proto_names(),
            "asks": entry.kind == "query",
            "reply": self._language.literal(self._reply, 11),
            **(self._requests() if task.way.protocol == "http" else {}),
        }

    @property
    def proto(self) -> str:
        """The file of which protoc makes the module that the program imports."""
        return f"{self._module.removesuffix('_pb2').replace('.', '/')}.proto"

    @property
    def _module(self) -> str:
        """The module that protoc makes."""
        message = self._task.way.message
        kept = message.version if message.previous is not None else None
        return self._task.way.resource.python_module or _module(self._task.schema, kept)

    def _generated(self) -> dict[str, Any]:
        """Code of Protobuf: the import of the module that protoc makes, and the message in it."""
        package, _, name = self._module.rpartition(".")
        known = name if name.endswith("_pb2") else f"{name}_pb2"  # no other name of a program ends so
        imported = f"{name} as {known}" if known != name else name
        return {
            "module": Code(f"from {package} import {imported}" if package else f"import {imported}"),
            "record": _record(self._task.schema, known),
        }

    def variables(self, code: str) -> Iterator[tuple[str, str]]:
        """The environment variables that the program reads, with what stands for one that is not set."""
        known = dict(self._task.client.environment) | _WELL_KNOWN
        way = self._task.way
        if way.channel_resource is not None:
            others = (self._task.traveling.binding.get(name) for name in ("exchange", "routing_key", "queue"))
            for text in dict.fromkeys((None, way.channel_resource.dead_letter, *others)):
                known |= {hole.variable: hole.default or "" for hole in self._at(text).holes}
        if way.protocol == "http":
            known |= self._endpoint().variables()
        for said in (self._settings.snippets.get(name) for name in (way.protocol, self._task.client.name)):
            known |= dict.fromkeys((said.env if said else {}).values(), "")
        for name, default in known.items():
            if name in code and _reads(name).search(code):
                yield name, default

    def _path(self, path: str) -> tuple[Code, Any]:
        """Where a field is in the variable `event`, and its value in the example."""
        steps = self._steps(path)
        if steps is None or isinstance(payloads.at(self._payload, steps), dict | list):
            hint = "choose a field that every message has once"
            raise NoPayloadError(f'its example has no single value in "{path}"', self._keyword(path), hint)
        return self._language.path(noun(self._task.way.message.kind), steps), payloads.at(self._payload, steps)

    def _steps(self, path: str) -> payloads.Steps | None:
        schema = self._task.schema
        return payloads.steps(schema.file.tree if schema else None, self._payload, path)

    def _found(self, path: str) -> tuple[payloads.Steps, Any] | None:
        steps = self._steps(path)
        return None if steps is None else (steps, payloads.at(self._payload, steps))

    def _keyword(self, path: str) -> str:
        """The keyword of the definition that names the field."""
        return "key" if path == self._task.way.resource.key else "headers"

    def _text_of(self, path: str) -> Code:
        code, value = self._path(path)
        if value is None:
            raise NoPayloadError(f'its example has null in "{path}", where a text is needed')
        return self._language.as_text(code, type(value))

    def _key(self, path: str) -> Key | None:
        """None where the example has null and the protocol knows no key that is null."""
        code, value = self._path(path)
        kafka = self._task.way.protocol == "kafka"
        if value is None and not kafka:
            return None
        kind, language = type(value), self._language
        text, data = language.as_text(code, kind), language.as_bytes(code, kind)
        if kafka and (value is None or self._is_nullable(path)):
            text, data = (each if each == code else language.unless_null(code, each) for each in (text, data))
        return Key(code, text, data)

    def _is_nullable(self, path: str) -> bool:
        schema, steps = self._task.schema, self._steps(path)
        tree = schema.file.tree if schema else None
        return tree is not None and steps is not None and payloads.is_nullable(tree, steps)

    def _headers(self, headers: Mapping[str, Header]) -> Iterator[tuple[str, Code]]:
        """Names with the code that makes their value, a text."""
        for name, header in headers.items():
            if header.field is not None:
                code = self._text_of(header.field)
                raw = self._task.way.protocol == "http" and not web.is_plain(name, str(self._path(header.field)[1]))
                yield name, self._language.in_path(code) if raw else code
            elif header.generate is not None:
                yield name, self._language.generated(header.generate)
            else:
                yield name, self._language.literal(header.value or "")

    def _addresses(self) -> dict[str, Any]:
        """Where messages go, where those that cannot be decoded go, and the constants that these addresses need."""
        way, produces = self._task.way, self._task.produces
        if way.channel_resource is None or way.protocol == "http":
            return {"constants": Code(), "address": Code(), "dead_letter": None}
        wildcard = self._wildcard()
        main = self._at(self._text())
        known = {hole.variable for hole in main.holes if produces or not (hole.field and wildcard)}
        written = [self._written(main, wildcard)]
        found: dict[str, Any] = {"address": written[0].expression, "dead_letter": None}
        if way.protocol == "amqp":
            exchange = self._whole(way.binding().get("exchange"), known)
            found |= {"exchange": exchange.expression, "exchange_constants": exchange.constants}
        if way.channel_resource.dead_letter is not None and not produces:
            written.append(self._whole(way.channel_resource.dead_letter, known))
            found["dead_letter"] = written[1].expression
        if way.protocol in aws.PROTOCOLS:
            dead_letter = self._at(way.channel_resource.dead_letter) if len(written) > 1 else None
            aws.check(way.protocol, self._task.traveling, self._payload)
            found |= aws.forms(main, dead_letter)
        return found | {"constants": Code("\n".join(each.constants for each in written if each.constants))}

    def _at(self, text: str | None) -> addresses.Address:
        """The address of the channel, or another text with its parameters."""
        way = self._task.way
        assert way.channel_resource is not None  # noqa: S101 - asked for only where there is one
        return addresses.address(way.channel_resource, self._task.declared, text, self._variables)

    def _named(self) -> dict[str, str]:
        """The environment variables of all parameters on the way, none of which programs read for something else."""
        way, client = self._task.way, self._task.client
        channel, operation = way.channel_resource, way.resource.operation
        texts = [operation.path if operation else None]
        texts += [channel.dead_letter, *(channel.environments or {}).values()] if channel else []
        texts += [way.binding().get(name) for name in ("exchange", "routing_key", "queue")]
        texts.append(way.binding("sqs").get("queue"))
        said = [self._settings.snippets.get(name) for name in (way.protocol, client.name)]
        taken = {*client.environment, *(name for each in said if each for name in each.env.values())}
        return addresses.variables(channel, filter(None, texts), taken)

    def _text(self) -> str | None:
        """What stands for the address of the channel in this program; None where it is that address."""
        way = self._task.way
        if way.protocol in aws.PROTOCOLS:
            return aws.queue(way, self._task.traveling.binding["queue"], produces=self._task.produces)
        return self._routing_key() if way.protocol == "amqp" else None

    def _routing_key(self) -> str | None:
        """The routing key of AMQP; None where it is the address of the channel, as the exchange is another one."""
        said = self._task.way.binding()
        default = self._task.traveling.binding["routing_key"] if said.get("exchange") is None else None
        key: str | None = said.get("routing_key", default)
        return key

    def _wildcard(self) -> str:
        """What consumers write where an address is open; in AMQP, topic exchanges alone know it."""
        binding = self._task.traveling.binding
        if self._task.way.protocol == "amqp" and not (binding["exchange"] and binding["exchange_type"] == "topic"):
            return ""
        return self._task.client.wildcard

    def _whole(self, text: str | None, known: set[str]) -> addresses.Written:
        """An address of which consumers, too, have to know every part; its constants become known."""
        address = self._at(text)
        written = self._written(address, self._wildcard() if self._task.produces else "", frozenset(known))
        known |= {hole.variable for hole in address.holes}
        return written

    def _written(
        self, address: addresses.Address, wildcard: str, before: frozenset[str] = frozenset()
    ) -> addresses.Written:
        field = self._text_of if self._task.produces else None
        return addresses.written(address, self._language, field, self.locals, wildcard, before)

    def _has_proto_names(self) -> bool:
        """Whether the example calls fields as the .proto file does, not as ProtoJSON (`order_id`, not `orderId`)."""
        tree = self._task.schema.file.tree if self._task.schema else None
        fields = tree.root.fields if tree is not None and isinstance(self._payload, dict) else ()
        return any(field.key and field.name in self._payload for field in fields)

    def _record_name(self) -> str | None:
        """The subject of the registry where none is declared: the name of the record; in Kafka the topic says it.

        A topic that tells its messages apart by their schemas has several, so there each has its own subject, too.
        """
        traveling, beside = self._task.traveling, self._task.schema
        by_schema = traveling.told is not None and traveling.told.by == "schema"
        by_topic = self._task.way.protocol == "kafka" and not by_schema
        if by_topic or traveling.wire != "confluent-avro" or beside is None or beside.file.tree is None:
            return None
        return beside.file.tree.root.name

    def _config(self, role: str) -> tuple[tuple[str, Code], ...]:
        """What the team's settings say for the protocol, and before that for the client, in the client's own words."""
        client = self._task.client
        found: dict[str, Code] = {}
        for name in (client.protocol, client.name):
            said = self._settings.snippets.get(name)
            for key, value in (said.config if said else {}).items():
                found[client.setting(key)] = self._language.literal(value)
            for key, variable in (said.env if said else {}).items():
                found[client.setting(key)] = self._language.variable(variable, None)
        acks, idempotence = client.setting("acks"), client.setting("enable.idempotence")
        if client.protocol == "kafka" and str(found.get(acks, "-1")).strip('"') not in {"all", "-1"}:
            found.setdefault(idempotence, self._language.literal(value=False))  # which asks for all acknowledgements
        return tuple((name, value) for name, value in found.items() if client.takes_as(role, name))

    def _endpoint(self) -> endpoints.Endpoint:
        return endpoints.Endpoint(self._task.way, self._task.declared, self._found, self._variables)

    def _requests(self) -> dict[str, Any]:
        """What is special about HTTP."""
        way, traveling = self._task.way, self._task.traveling
        bodiless = way.method in payloads.WITHOUT_BODY and traveling.envelope != "cloudevents-structured"
        in_query = bodiless and traveling.wire == "json" and isinstance(self._payload, dict)
        return endpoints.http(
            way,
            self._endpoint(),
            produces=self._task.produces,
            language=self._language,
            text_of=self._text_of,
            local=self.locals,
            query_payload=self._payload if in_query else None,
        )


@functools.lru_cache(1024)
def _reads(name: str) -> re.Pattern[str]:
    """Where a program reads the environment variable."""
    called = re.escape(name)
    return re.compile(rf'(?:environ(?:\.get\(|\[)|required\()"{called}"|process\.env\.{called}\b')


def _module(beside: SchemaBeside | None, kept: str | None = None) -> str:
    """What protoc calls the module of a .proto file; that of a version that is `kept` was called without its number."""
    name = beside.file.path.rpartition("/")[2].removesuffix(".proto") if beside else ""
    name = name.removesuffix(f"-{kept}")
    plain = re.sub(r"\W", "_", name)
    plain = plain if plain.isidentifier() else "_" + re.sub(r"\W", "_", plain, flags=re.ASCII)
    return f"{plain}_pb2"


_WELL_KNOWN: Final = {"SCHEMA_REGISTRY_URL": "http://localhost:8081"}
"""What the shared parts of templates read."""

_PACKAGE: Final = re.compile(rb"(?:^|;)\s*package\s+([\w.]+)\s*;", re.MULTILINE)


def _record(beside: SchemaBeside | None, module: str) -> Code:
    """The payload's message in the module of its .proto file: `order_pb2.OrderPlaced`, `order_pb2.Outer.Inner`."""
    if beside is None or beside.file.tree is None or beside.file.format != "protobuf":
        return Code()
    package = _PACKAGE.search(beside.file.data)
    name = beside.file.tree.root.name
    code = module
    for part in (name.removeprefix(f"{package[1].decode()}.") if package else name).split("."):
        code = f'getattr({code}, "{part}")' if keyword.iskeyword(part) else f"{code}.{part}"
    return Code(code)

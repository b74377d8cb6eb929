"""The clients for which there are snippets: one folder each, with an entry `client.toml` and two templates.

Ours lie in `templates/snippets/`; a team's own lie in `snippets/` of its templates folder, where a client of the same
name takes the place of ours.
"""

from __future__ import annotations

import dataclasses
import re
import tomllib
from typing import TYPE_CHECKING, Any, Final

from catalog_gen import packaged
from catalog_gen.problems import Place, Problem, nearest
from catalog_gen.snippets.languages import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from catalog_gen.snippets.languages import Language

WIRE_FORMATS: Final = ("json", "avro", "confluent-avro", "protobuf")
ENVELOPES: Final = ("cloudevents-binary", "cloudevents-structured")
_ROLES: Final = ("producer", "consumer")


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Client:
    """A client library (or a program) with which messages are sent and received.

    `title` is how tabs call it; `protocol` is one of the names that `protocol_of` gives, `protocol_title` what its
    entry calls it; `install` are the packages of each role, `packages` those that a wire format needs besides.
    `environment` are the variables that its templates read, with what stands for one that is not set (empty: it has to
    be set). `config` says how names of settings are written in code: `properties` as they are, `keywords` as names of
    Python; `renamed` are those that the client calls otherwise, `takes` those that it knows what to do with (empty:
    any), besides `producer_only` and `consumer_only`, which the other role must not get. `wildcard` stands for a part
    of an address that consumers leave open; empty where there is none.
    """

    name: str
    title: str
    protocol: str
    protocol_title: str = ""
    language: Language
    default: bool = False
    wire_formats: tuple[str, ...] = ("json",)
    envelopes: tuple[str, ...] = ()
    install: tuple[str, ...] = ()
    consumer_install: tuple[str, ...] = ()
    packages: Mapping[str, tuple[str, ...]] = dataclasses.field(default_factory=dict)
    environment: Mapping[str, str] = dataclasses.field(default_factory=dict)
    config: str = ""
    renamed: Mapping[str, str] = dataclasses.field(default_factory=dict)
    takes: tuple[str, ...] = ()
    producer_only: tuple[str, ...] = ()
    consumer_only: tuple[str, ...] = ()
    wildcard: str = ""

    def setting(self, name: str) -> str:
        """What the client calls a setting of the team's."""
        renamed = self.renamed.get(name, name)
        return str(self.language.identifier(renamed)) if self.config == "keywords" else renamed

    @property
    def known_settings(self) -> tuple[str, ...]:
        """The settings that it knows what to do with, as it calls them; none where it knows any."""
        return tuple(sorted({*self.takes, *self.producer_only, *self.consumer_only})) if self.takes else ()

    def takes_as(self, role: str, setting: str) -> bool:
        """Whether a program of that role is given a setting, which is called as the client calls it."""
        of_others = self.consumer_only if role == "producer" else self.producer_only
        return setting not in of_others and (not self.takes or setting in self.known_settings)

    def template(self, role: str) -> str:
        """The name of the template of a role, `producer` or `consumer`."""
        return f"{self.name}/{role}{self.language.ending}.j2"

    def packages_for(self, role: str, wire_format: str) -> tuple[str, ...]:
        """What has to be installed for that role and wire format."""
        own = (self.consumer_install or self.install) if role == "consumer" else self.install
        extra = self.packages.get(wire_format, _PACKAGES.get((self.language.name, wire_format), ()))
        names = {re.split(r"[\[<>=!~;\s]", package)[0]: package for package in (*own, *extra)}
        return tuple(names.values())


_PACKAGES: Final[Mapping[tuple[str, str], tuple[str, ...]]] = {
    ("python", "avro"): ("fastavro",),
    ("python", "confluent-avro"): ("fastavro", "httpx"),
    ("python", "protobuf"): ("protobuf", "grpcio-tools"),
}
"""What reading and writing a wire format needs, unless the client brings its own."""

PROTOCOLS: Final[Mapping[str, str]] = {
    "amqp": "amqp",
    "amqps": "amqp",
    "apachekafka": "kafka",
    "awseventbridge": "eventbridge",
    "awssns": "sns",
    "awssqs": "sqs",
    "eventbridge": "eventbridge",
    "http": "http",
    "https": "http",
    "jetstream": "nats",
    "kafka": "kafka",
    "kafkasecure": "kafka",
    "mqtt": "mqtt",
    "mqtt5": "mqtt",
    "mqtts": "mqtt",
    "nats": "nats",
    "natsjetstream": "nats",
    "rabbitmq": "amqp",
    "redis": "redis",
    "redisstreams": "redis",
    "rediss": "redis",
    "rest": "http",
    "securemqtt": "mqtt",
    "sns": "sns",
    "sqs": "sqs",
    "webhook": "http",
}
"""Protocols as channels name them, in small letters without signs, and what the entries of clients call them."""


def protocol_of(name: str) -> str:
    """The protocol that a channel names, as the entries of clients call it."""
    plain = re.sub(r"[^a-z0-9]", "", name.lower())
    return PROTOCOLS.get(plain, name.lower())


class Clients:
    """All clients by name, in the order of their names, and what is wrong with their entries."""

    def __init__(self, own: Path | None = None, shown: str = "templates") -> None:
        self.problems: list[Problem] = []
        self.by_name: dict[str, Client] = {}
        self.broken: set[str] = set()
        for folder, path in _entries(packaged.templates(), ""):
            self._add(folder, path)
        for folder, path in _entries(own, f"{shown}/") if own is not None else ():
            self._add(folder, path)

    def of(self, protocol: str) -> tuple[Client, ...]:
        """The clients of a protocol, those that are shown by default first."""
        found = (client for client in self.by_name.values() if client.protocol == protocol)
        return tuple(sorted(found, key=lambda client: (not client.default, client.name)))

    def called(self, client: Client) -> str:
        """The title of a client, or its name where others have the same title."""
        titles = [each.title for each in self.by_name.values()]
        return client.name if titles.count(client.title) > 1 else client.title

    def _add(self, file: Path, shown: str) -> None:
        reading = _Reading(shown)
        client = reading.client(file)
        self.problems += reading.problems
        if client is not None:
            self.by_name[client.name] = client
        else:
            self.broken.add(file.parent.name)


def _entries(folder: Path, shown: str) -> Iterator[tuple[Path, str]]:
    for file in sorted((folder / "snippets").glob("*/client.toml")):
        yield file, f"{shown}snippets/{file.parent.name}/client.toml"


_TEXTS: Final = ("title", "protocol", "language", "config", "wildcard")
_LISTS: Final = (
    "wire-formats",
    "envelopes",
    "install",
    "consumer-install",
    "takes",
    "producer-only",
    "consumer-only",
)
_TABLES: Final = ("packages", "environment", "renamed")
_EMPTY: Final = ("config", "wildcard")
_CONFIGS: Final = ("properties", "keywords", "")
_PACKAGE_LISTS: Final = ("install", "consumer-install")
_PACKAGE: Final = re.compile(r"[A-Za-z0-9@][A-Za-z0-9@/._+:,;<>=!~^*()\[\]#&?%' -]*(?<! )")
"""A package with its version, as it stands between quotes behind `pip install`."""
_KEYS: Final = (*_TEXTS, *_LISTS, *_TABLES, "default")


class _Reading:
    """One entry while it is read."""

    def __init__(self, shown: str) -> None:
        self._place = Place(shown)
        self.problems: list[Problem] = []

    def client(self, file: Path) -> Client | None:
        try:
            table = tomllib.loads(file.read_bytes().decode("utf-8-sig"))
        except OSError as error:
            self._wrong(f"the entry of the client cannot be read: {error.strerror}")
            return None
        except UnicodeDecodeError:
            self._wrong("the entry of the client cannot be read: it is not UTF-8")
            return None
        except ValueError as error:
            self._wrong(f"the entry of the client cannot be read: {error}")
            return None
        values = {key.replace("-", "_"): value for key, value in table.items() if self._is_fine(key, value)}
        if any(key in table and key not in values for key in ("language", "protocol")):
            return None
        language = LANGUAGES.get(values.pop("language", ""))
        if language is None or not values.get("protocol"):
            self._wrong(f"the entry of a client needs a protocol and a language ({', '.join(LANGUAGES)})")
            return None
        for role in _ROLES:
            if not (file.parent / f"{role}{language.ending}.j2").is_file():
                self._wrong(f"there is no template {role}{language.ending}.j2 beside it")
        if self.problems:
            return None
        packages = {key: tuple(names) for key, names in values.pop("packages", {}).items()}
        lists = {key: tuple(value) for key, value in values.items() if isinstance(value, list)}
        name, protocol = file.parent.name, values.pop("protocol")
        return Client(
            **{"title": name} | values | lists,
            name=name,
            protocol=protocol_of(protocol),
            protocol_title=protocol,
            language=language,
            packages=packages,
        )

    def _is_fine(self, key: str, value: Any) -> bool:
        if key not in _KEYS:
            self._wrong(f'the entry of a client has no "{key}"', nearest(key, _KEYS) or f"it has {', '.join(_KEYS)}")
            return False
        kind = bool if key == "default" else str if key in _TEXTS else list if key in _LISTS else dict
        parts = value if isinstance(value, list) else value.values() if isinstance(value, dict) else ()
        if not isinstance(value, kind) or not all(map(_is_texts if key == "packages" else _is_text, parts)):
            self._wrong(f"{key} is not what it has to be: see the entries of the clients that come with catalog-gen")
            return False
        return self._is_sensible(key, value)

    def _is_sensible(self, key: str, value: Any) -> bool:
        """Whether a value of the right type is one that pages can show."""
        found = len(self.problems)
        if isinstance(value, str) and not (value.isprintable() and value.strip() == value and (value or key in _EMPTY)):
            self._wrong(f"{key} has to be a text in one line, without blanks around it")
        for part in _allowed(key) and value:
            if part not in _allowed(key):
                self._wrong(f'{key} has no "{part}"', nearest(part, _allowed(key)))
        if key == "config" and value not in _CONFIGS:
            self._wrong(f'config has no "{value}"', nearest(value, _CONFIGS) or f"it has {', '.join(_CONFIGS)}")
        lists = value.values() if key == "packages" else [value] if key in _PACKAGE_LISTS else ()
        for name in (name for names in lists for name in names if not _PACKAGE.fullmatch(name)):
            self._wrong(f'{key}: "{name}" is no package that can be installed')
        return len(self.problems) == found

    def _wrong(self, message: str, hint: str = "") -> None:
        self.problems.append(Problem("bad-client", message, self._place, hint=hint))


def _allowed(key: str) -> tuple[str, ...]:
    return ENVELOPES if key == "envelopes" else WIRE_FORMATS if key in {"wire-formats", "packages"} else ()


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _is_texts(value: Any) -> bool:
    return isinstance(value, list) and all(map(_is_text, value))

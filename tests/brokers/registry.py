"""A stub of the Confluent Schema Registry: as much of its REST API as serializers and plain HTTP need."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote, urlsplit

from brokers.webserver import Answer, Request, WebServer

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


class Refused(Exception):  # noqa: N818 - an answer rather than an error of ours
    """What the registry answers instead, with its own error code."""

    def __init__(self, code: int, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True)
class Schema:
    """A registered schema."""

    text: str
    kind: str = "AVRO"
    references: tuple[dict[str, Any], ...] = ()

    def meaning(self) -> object:
        """What makes it the same as another one: not its white space."""
        text = self.text if self.kind == "PROTOBUF" else json.loads(self.text)
        return text, self.kind, self.references

    def document(self) -> dict[str, Any]:
        """As it is answered; Avro goes without saying."""
        kind = {} if self.kind == "AVRO" else {"schemaType": self.kind}
        references = {"references": list(self.references)} if self.references else {}
        return {"schema": self.text, **kind, **references}


def start() -> Registry:
    """An empty registry."""
    return Registry()


class Registry:
    """Schemas by id, and the ids of each subject's versions."""

    def __init__(self) -> None:
        self.schemas: dict[int, Schema] = {}
        self.subjects: dict[str, list[int]] = {}
        self._server = WebServer(self._answer)
        self.url = self._server.url
        self.environment = {"SCHEMA_REGISTRY_URL": self.url}

    def register(self, subject: str, text: str, kind: str = "AVRO", references: Sequence[dict[str, Any]] = ()) -> int:
        """Register a schema, or find it where it is registered; gives its id."""
        schema = Schema(text, kind, tuple(references))
        number = self._id(schema) or len(self.schemas) + 1
        self.schemas.setdefault(number, schema)
        versions = self.subjects.setdefault(subject, [])
        if number not in versions:
            versions.append(number)
        return number

    def close(self) -> None:
        """Stop."""
        self._server.close()

    def _id(self, schema: Schema) -> int | None:
        try:
            meaning = schema.meaning()
        except ValueError as error:
            raise Refused(42201, f"invalid schema: {error}") from error
        return next((number for number, one in self.schemas.items() if one.meaning() == meaning), None)

    def _answer(self, request: Request) -> Answer:
        path = urlsplit(request.target).path
        try:
            found = self._found(request, path)
        except Refused as refused:
            return _json(refused.code // 100, {"error_code": refused.code, "message": str(refused)})
        return Answer(200, found.encode(), _TYPE) if isinstance(found, str) else _json(200, found)

    def _found(self, request: Request, path: str) -> Any:
        for method, pattern, handle in _RESOURCES:
            if method == request.method and (match := re.fullmatch(pattern, path)):
                words = [unquote(word) for word in match.groups()]
                return handle(self, *words, *([json.loads(request.body)] if method == "POST" else []))
        raise Refused(40400, f"HTTP 404 Not Found: {request.method} {path}")

    def _by_id(self, number: str) -> Schema:
        if int(number) not in self.schemas:
            raise Refused(40403, f"Schema {number} not found")
        return self.schemas[int(number)]

    def _versions(self, subject: str) -> list[int]:
        if subject not in self.subjects:
            raise Refused(40401, f"Subject '{subject}' not found.")
        return self.subjects[subject]

    def _version(self, subject: str, version: str) -> dict[str, Any]:
        versions = self._versions(subject)
        number = len(versions) if version in {"latest", "-1"} else int(version)
        if not 0 < number <= len(versions):
            raise Refused(40402, f"Version {version} not found.")
        found = versions[number - 1]
        return {"subject": subject, "version": number, "id": found, **self.schemas[found].document()}

    def _post(self, subject: str, posted: dict[str, Any]) -> dict[str, Any]:
        kind = posted.get("schemaType") or "AVRO"
        return {"id": self.register(subject, posted["schema"], kind, posted.get("references") or ())}

    def _lookup(self, subject: str, posted: dict[str, Any]) -> dict[str, Any]:
        versions = self._versions(subject)
        references = tuple(posted.get("references") or ())
        number = self._id(Schema(posted["schema"], posted.get("schemaType") or "AVRO", references))
        if number not in versions:
            raise Refused(40403, "Schema not found")
        return self._version(subject, str(versions.index(number) + 1))


_TYPE = {"Content-Type": "application/vnd.schemaregistry.v1+json"}
_VERSION = r"/subjects/([^/]+)/versions/(latest|-1|\d+)"
_RESOURCES: tuple[tuple[str, str, Callable[..., Any]], ...] = (
    ("GET", r"/subjects", lambda registry: sorted(registry.subjects)),
    ("GET", r"/schemas/ids/(\d+)", lambda registry, number: registry._by_id(number).document()),
    ("GET", r"/schemas/ids/(\d+)/schema", lambda registry, number: registry._by_id(number).text),
    ("GET", r"/subjects/([^/]+)/versions", lambda registry, name: [*range(1, len(registry._versions(name)) + 1)]),
    ("GET", _VERSION, Registry._version),
    ("GET", _VERSION + "/schema", lambda registry, name, version: registry._version(name, version)["schema"]),
    ("POST", r"/subjects/([^/]+)/versions", Registry._post),
    ("POST", r"/subjects/([^/]+)", Registry._lookup),
)


def _json(status: int, found: Any) -> Answer:
    return Answer(status, json.dumps(found).encode(), _TYPE)

"""Where requests of HTTP go: a server, a path, and what is in the query."""

from __future__ import annotations

import dataclasses
import re
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import parse_qsl, unquote

from catalog_gen.model import Parameter, Route
from catalog_gen.snippets import addresses, payloads
from catalog_gen.snippets.code import Code
from catalog_gen.snippets.fields import Fields

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from catalog_gen.snippets.addresses import Hole
    from catalog_gen.snippets.languages import Language
    from catalog_gen.snippets.payloads import Steps
    from catalog_gen.snippets.ways import Way

URL_VARIABLE: Final = "API_URL"
LOCAL: Final = "http://localhost:8000"
_PARAMETER: Final = re.compile(r"\{([^{}]+)\}")
_PRIVATE: Final = range(0xE000, 0xF900)
"""Characters that have no meaning of their own: those that no text has stand for parameters."""
_PARTS: Final = re.compile(r"(?P<base>[^/?#]*://[^/?#]*)?(?P<path>[^?#]*)(?:\?(?P<query>[^#]*))?(?:#.*)?", re.DOTALL)


@dataclasses.dataclass(frozen=True, slots=True)
class _Place:
    """An address in its parts; characters out of Unicode's private area stand for what is not fixed."""

    base: str
    path: str
    query: str


class Endpoint:
    """Where the requests of one way go.

    Parts in braces are parameters of the channel, which come from the environment, or else fields of the payload.
    `find` finds a field of the payload in the example: how it is reached, and its value.
    """

    def __init__(
        self,
        way: Way,
        declared: object,
        find: Callable[[str], tuple[Steps, Any] | None],
        variables: Mapping[str, str],
    ) -> None:
        self.find = find
        self._variables = variables
        channel = way.channel_resource
        self._known: Mapping[str, Any] = (channel.parameters if channel else None) or {}
        self._fixed = dict(declared.parameters or {}) if isinstance(declared, Route) else {}
        operation = (way.resource.operation.path if way.resource.operation else None) or ""
        address = addresses.address(channel, declared, named=variables) if channel else None
        general = _plain(address, (channel.address or channel.id) if channel else "")
        others = address.environments if address else {}
        written = {*operation, *general, *"".join(others.values()), *"".join(self._fixed.values())}
        self._free = (chr(number) for number in _PRIVATE if chr(number) not in written)
        self._slots: dict[str, str] = {}
        self.environment = address.environment if address else None
        self.general = self._joined(general, operation)
        self.others = {name: self._joined(text, operation) for name, text in others.items()}

    def _joined(self, text: str, operation: str) -> _Place:
        """The address of the channel with the path of the operation behind it, unless it has that already."""
        base, path, query = self._split(text)
        _, more, more_query = self._split(operation)
        if more:
            behind = more.lstrip("/")
            inside = f"{behind}/".startswith(f"{path.strip('/')}/")
            path = behind if inside else f"{path.rstrip('/')}/{behind}"
        return _Place(base, f"/{path.lstrip('/')}", "&".join(filter(None, (query, more_query))))

    def _split(self, text: str) -> tuple[str, str, str]:
        for found in _PARAMETER.findall(text):
            if found in self._fixed:
                text = text.replace(f"{{{found}}}", self._fixed[found])
            else:
                if found not in self._slots:
                    self._slots[found] = next(self._free)
                text = text.replace(f"{{{found}}}", self._slots[found])
        parts = _PARTS.fullmatch(text)
        assert parts is not None  # noqa: S101 - every text is one
        return parts["base"] or "", parts["path"], parts["query"] or ""

    def names(self, text: str) -> Iterator[str]:
        """The parameters in a text."""
        by_slot = self._by_slot()
        yield from dict.fromkeys(by_slot[slot] for slot in text if slot in by_slot)

    def field(self, name: str) -> str | None:
        """The field of the payload that a parameter is; None for those that come from the environment."""
        known = self._parameter(name)
        if known is not None and known.field:
            return known.field
        chosen = known is not None and (known.default is not None or bool(known.enum))
        return name if not chosen and self.find(name) is not None else None

    def key(self, name: str) -> str:
        """The key in the payload of what a parameter is; empty if that is inside of another value."""
        field = self.field(name) or name
        found = self.find(field)
        steps = found[0] if found else (field,)
        return str(steps[0]) if len(steps) == 1 else ""

    def is_open(self, name: str) -> bool:
        """Whether who answers takes any value: for fields, and for parameters of which nothing is known."""
        return self.field(name) is not None or name not in self._known

    def hole(self, name: str) -> Hole:
        """The parameter as a variable of the environment."""
        return addresses.hole(name, self._parameter(name) or Parameter(), self._variables[name])

    def _parameter(self, name: str) -> Parameter | None:
        known = self._known.get(name)
        return Parameter(**known) if isinstance(known, dict) else known

    def holes(self) -> tuple[Hole, ...]:
        """The variables of the environment."""
        names = [name for name in self._slots if self.field(name) is None]
        return (*([self.environment] if self.environment else []), *map(self.hole, names))

    def variables(self) -> dict[str, str]:
        """The variables of the environment with what stands for those that are not set."""
        found = {hole.variable: hole.default or "" for hole in self.holes()}
        chosen = self.others.get((self.environment.default or "") if self.environment else "", self.general)
        base = "".join(self.text(chosen.base, lambda name: self.hole(name).default or f"{{{name}}}"))
        return {URL_VARIABLE: base or LOCAL, **found}

    def _by_slot(self) -> dict[str, str]:
        return {slot: name for name, slot in self._slots.items()}

    def text(
        self, text: str, written: Callable[[str], str | Code], fixed: Callable[[str], str] = str
    ) -> list[str | Code]:
        """A text with its parameters as they are written."""
        parts: list[str | Code] = []
        by_slot = self._by_slot()
        position = 0
        for place, character in enumerate(text):
            if character in by_slot:
                parts += [fixed(text[position:place]), written(by_slot[character])]
                position = place + 1
        return addresses.merged([*parts, fixed(text[position:])])


def _plain(address: addresses.Address | None, template: str) -> str:
    """The text of the address, which a `Route` may have fixed."""
    if address is None:
        return ""
    fixed = all(isinstance(part, str) for part in address.parts)
    return "".join(map(str, address.parts)) if fixed else template


def http(
    way: Way,
    endpoint: Endpoint,
    *,
    produces: bool,
    language: Language,
    text_of: Callable[[str], Code],
    local: Callable[[str], Code],
    query_payload: dict[str, Any] | None,
) -> dict[str, Any]:
    """`base_url` and `path` for requests, `route` for who answers them, `method`, and what goes into the query.

    `query_payload` is the payload where it is not in the body.
    """
    writing = _Writing(endpoint, language, text_of, local, produces=produces)
    places = [endpoint.general, *endpoint.others.values()]
    in_path = list(dict.fromkeys(name for place in places for name in endpoint.names(place.path)))
    schema = payloads.schema(way.message, "json") if query_payload is not None else None
    fields = Fields(query_payload or {}, schema.file.tree if schema else None, language)
    paths = {endpoint.key(name): name for name in in_path if endpoint.is_open(name)}
    path = writing.choice("path", writing.path)
    route = writing.choice("path", writing.route)
    base, constants = writing.choice("base", writing.base), writing.constants(of_server=produces)
    if produces and writing.differs("base"):
        constants = Code(f"{constants}\n{language.definition('SERVER', base)}")
        base = language.identifier("SERVER")
    return {
        "base_url": language.variable(URL_VARIABLE, base),
        "base_constants": constants,
        "path": path,
        "path_constants": Code("\n".join(writing.fields(in_path) if produces else ())),
        "route": route,
        "method": way.method,
        "in_query": query_payload is not None,
        "query": tuple(writing.query(endpoint.general.query, in_query=query_payload is not None)),
        "fields": tuple((fields.sent if produces else fields.received)(paths, local)),
        "status": next((int(code) for code in _statuses(way) if re.fullmatch("2[0-9][0-9]", code)), None),
    }


def _statuses(way: Way) -> tuple[str, ...]:
    operation = way.resource.operation
    return tuple(map(str, (operation.status_codes if operation else None) or ()))


class _Writing:
    """The parts of an endpoint as code."""

    def __init__(
        self,
        endpoint: Endpoint,
        language: Language,
        text_of: Callable[[str], Code],
        local: Callable[[str], Code],
        *,
        produces: bool,
    ) -> None:
        self._endpoint = endpoint
        self._language = language
        self._text_of = text_of
        self._local = local
        self._produces = produces

    def differs(self, part: str) -> bool:
        """Whether a part of the address is another one in another environment."""
        general = getattr(self._endpoint.general, part)
        return any(getattr(place, part) != general for place in self._endpoint.others.values())

    def choice(self, part: str, write: Callable[[str], Code]) -> Code:
        """A part of the address, which may be another one in another environment."""
        general = getattr(self._endpoint.general, part)
        others = {name: getattr(place, part) for name, place in self._endpoint.others.items()}
        if self._endpoint.environment is None or not self.differs(part):
            return write(general)
        name = self._language.identifier(self._endpoint.environment.variable)
        return self._language.choice(name, {case: write(text) for case, text in others.items()}, write(general))

    def base(self, text: str) -> Code:
        """A server; the local one where the address names none."""
        return self._language.text(self._endpoint.text(text or LOCAL, self._constant))

    def path(self, text: str) -> Code:
        """A path as requests have it."""
        return self._language.text(self._endpoint.text(text, self._value))

    def route(self, text: str) -> Code:
        """A path as who answers says it, with names in braces for what is not fixed."""
        return self._language.text(self._endpoint.text(text, self._placeholder, unquote))

    def query(self, text: str, *, in_query: bool) -> Iterator[tuple[str, Code]]:
        """What the address has in its query; fields of the payload are not said twice."""
        for name, value in parse_qsl(text, keep_blank_values=True):
            fields = [each for each in self._endpoint.names(value) if self._endpoint.field(each) is not None]
            if not (fields and in_query):
                yield name, self._joined(self._endpoint.text(value, self._argument), of_payload=bool(fields))

    def _joined(self, parts: list[str | Code], *, of_payload: bool) -> Code:
        """A text of parts; what comes from the payload is an expression, which is put to the texts beside it."""
        if not of_payload:
            return self._language.text(parts)
        return Code(" + ".join(part if isinstance(part, Code) else self._language.literal(part) for part in parts))

    def constants(self, *, of_server: bool) -> Code:
        """What comes from the environment."""
        endpoint = self._endpoint
        places = [endpoint.general, *endpoint.others.values()]
        texts = [place.path + (place.base + place.query if of_server else "") for place in places]
        names = dict.fromkeys(name for text in texts for name in endpoint.names(text))
        holes = [endpoint.hole(name) for name in names if self._is_constant(name)]
        differs = self.differs("path") or (of_server and self.differs("base"))
        if endpoint.environment is not None and differs:
            holes.insert(0, endpoint.environment)
        return Code("\n".join({hole.variable: self._definition(hole) for hole in holes}.values()))

    def fields(self, names: list[str]) -> Iterator[Code]:
        """What comes from the payload into the path."""
        for name in names:
            field = self._endpoint.field(name)
            if field is not None:
                value = self._language.in_path(self._text_of(field))
                yield self._language.definition(str(self._local(name)), value)

    def _is_constant(self, name: str) -> bool:
        return self._endpoint.field(name) is None if self._produces else not self._endpoint.is_open(name)

    def _definition(self, hole: Hole) -> Code:
        name = str(self._language.identifier(hole.variable))
        return self._language.definition(name, self._language.variable(hole.variable, hole.default))

    def _constant(self, name: str) -> Code:
        return self._language.identifier(self._endpoint.hole(name).variable)

    def _value(self, name: str) -> Code:
        return self._constant(name) if self._endpoint.field(name) is None else self._local(name)

    def _argument(self, name: str) -> Code:
        field = self._endpoint.field(name)
        return self._constant(name) if field is None else self._text_of(field)

    def _placeholder(self, name: str) -> str | Code:
        if not self._endpoint.is_open(name):
            return self._constant(name)
        found = self._endpoint.find(self._endpoint.field(name) or name)
        anything = ":path" if found and "/" in str(found[1]) else ""
        return f"{{{self._local(name)}{anything}}}"

"""The address of a channel as code: fixed parts, and those that come from the environment or from the payload."""

from __future__ import annotations

import dataclasses
import re
from typing import TYPE_CHECKING, Any, Final

from catalog_gen.model import Parameter, Route
from catalog_gen.snippets.code import Code

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from catalog_gen.model import Channel
    from catalog_gen.snippets.languages import Language

ENVIRONMENTS: Final = ("env", "environment", "stage")
"""The parameters that name the environment, which `environments` of a channel are about."""

_PARAMETER: Final = re.compile(r"\{([^{}]*)\}")
# Variables that mean something else on a machine, and names that templates give to their own constants.
_TAKEN: Final = frozenset(
    "PATH HOME USER SHELL LANG TERM TZ PWD TMPDIR HOST HOSTNAME PORT EDITOR PAGER PYTHONPATH LOGNAME DISPLAY MAIL UID"
    " TOPIC EXCHANGE ROUTING_KEY QUEUE SUBJECT STREAM GROUP DURABLE BUS URL API_URL BASE_URL SCHEMA REGISTRY"
    " DEAD_LETTER NODE_ENV CONSUMER CLIENT_ID DETAIL_TYPE SERVER SOURCE RUNNING REGION_NAME UTC UUID".split()
)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Hole:
    """A part of an address that is only known when the program runs.

    `variable` is the name of the environment variable and of the constant; `field` the one of the payload that says it.
    """

    name: str
    variable: str
    default: str | None = None
    field: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class Address:
    """Where a channel is: its parts, and by environment the addresses that do not follow them."""

    parts: tuple[str | Hole, ...]
    environments: Mapping[str, str] = dataclasses.field(default_factory=dict)
    environment: Hole | None = None

    @property
    def holes(self) -> tuple[Hole, ...]:
        """The parts that are not fixed, each once."""
        found = [*([self.environment] if self.environment else []), *(p for p in self.parts if isinstance(p, Hole))]
        return tuple({hole.name: hole for hole in found}.values())

    @property
    def default(self) -> str | None:
        """The address where nothing is set in the environment; None where something has to be."""
        known = dict(self.environments)
        if self.environment and self.environment.default in known:
            return known[self.environment.default or ""]
        texts = [part if isinstance(part, str) else part.default for part in self.parts]
        return None if None in texts else "".join(text or "" for text in texts)


def address(channel: Channel, declared: object, text: str | None = None) -> Address:
    """The address of a channel on the way that is declared; or another text with the channel's parameters.

    A parameter that a `Route` gives is fixed.
    """
    template = text if text is not None else channel.address or channel.id
    fixed = dict(declared.parameters or {}) if isinstance(declared, Route) else {}
    known = {name: _parameter(value) for name, value in (channel.parameters or {}).items()}
    parts = tuple(_parts(template, known, fixed))
    own = dict(channel.environments or {}) if text is None else {}
    chosen = next((name for name in ENVIRONMENTS if name in fixed), None)
    if own and chosen is not None:
        exact = own.get(fixed[chosen])
        return Address((exact,) if exact is not None else parts)
    name = next((name for name in ENVIRONMENTS if name in known), "env")
    return Address(parts, own, hole(name, known.get(name, Parameter(default=_first(own)))) if own else None)


def _first(environments: Mapping[str, str]) -> str | None:
    return next(iter(environments), None)


def _parameter(value: Parameter | Mapping[str, Any]) -> Parameter:
    return value if isinstance(value, Parameter) else Parameter(**value)


def _parts(template: str, known: Mapping[str, Parameter], fixed: Mapping[str, str]) -> Iterator[str | Hole]:
    position = 0
    for found in _PARAMETER.finditer(template):
        if found.start() > position:
            yield template[position : found.start()]
        name = found[1]
        yield fixed[name] if name in fixed else hole(name, known.get(name, Parameter()))
        position = found.end()
    if position < len(template):
        yield template[position:]


def hole(name: str, parameter: Parameter) -> Hole:
    """A parameter as a part that comes from the environment."""
    variable = re.sub(r"[^A-Z0-9_]", "_", name.upper()) or "_"
    default = parameter.default or next(iter(parameter.enum or ()), None)
    return Hole(
        name=name,
        variable=f"CHANNEL_{variable}" if variable in _TAKEN else variable,
        default=default,
        field=parameter.field or "",
    )


@dataclasses.dataclass(frozen=True, slots=True)
class Written:
    """An address in a language: the constants that it needs, and itself as an expression."""

    constants: Code
    expression: Code


_LOCALS: Final = frozenset(
    "ack aio_pika aiomqtt app asyncio body boto3 channel client command connection date datetime delivery encode"
    " envelope event exchange fastavro handle headers httpx info io json key main message method mqtt msg nats nc"
    " os parameters params path pika print producer properties query queue quote receive reply request response"
    " route schema signal str struct sys time timedelta timezone topic uuid4 uvicorn value wait".split()
)


def local(language: Language, name: str) -> Code:
    """The name of a variable for a part of an address, none that templates use themselves."""
    plain = language.identifier(name.lower())
    return Code(f"{plain}_") if str(plain) in _LOCALS else plain


def written(
    address: Address,
    language: Language,
    field: Callable[[str], Code] | None,
    wildcard: str = "",
    before: frozenset[str] = frozenset(),
) -> Written:
    """The address as code.

    `field` writes what is in a field of the payload, for producers; where there is a `wildcard`, consumers have None
    and leave these parts open. Without a wildcard, they come from the environment like all others. `before` are
    constants that stand in the program already.
    """
    constants: list[Code] = []
    names: dict[str, Code] = {}
    defined = set(before)
    for hole in address.holes:
        open_part = bool(hole.field and wildcard)
        if open_part and field is None:
            continue
        name = local(language, hole.name) if open_part else language.identifier(hole.variable)
        names[hole.name] = name
        if hole.variable not in defined:
            defined.add(hole.variable)
            known = field(hole.field) if open_part and field else language.variable(hole.variable, hole.default)
            constants.append(language.definition(str(name), known))
    text = language.text(merged([_part(part, names, wildcard) for part in address.parts]))
    if address.environments and address.environment:
        text = language.choice(names[address.environment.name], dict(address.environments), text)
    return Written(Code("\n".join(constants)), text)


def _part(part: str | Hole, names: Mapping[str, Code], wildcard: str) -> str | Code:
    if isinstance(part, str):
        return part
    return names.get(part.name, wildcard)


def merged(parts: list[str | Code]) -> list[str | Code]:
    """The parts with texts that follow each other put together."""
    found: list[str | Code] = []
    for part in filter(None, parts):
        if found and not isinstance(part, Code) and not isinstance(found[-1], Code):
            found[-1] = found[-1] + part
        else:
            found.append(part)
    return found

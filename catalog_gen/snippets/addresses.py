"""The address of a channel as code: fixed parts, and those that come from the environment or from the payload."""

from __future__ import annotations

import dataclasses
import itertools
import re
from typing import TYPE_CHECKING, Any, Final

from catalog_gen.model import Parameter, Route
from catalog_gen.snippets.code import Code

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

    from catalog_gen.model import Channel
    from catalog_gen.snippets.languages import Language

ENVIRONMENTS: Final = ("env", "environment", "stage")
"""The parameters that name the environment, which `environments` of a channel are about."""

_PARAMETER: Final = re.compile(r"\{([^{}]*)\}")
# Variables that mean something else on a machine, and names that templates give to their own constants (which a test
# compares with the templates).
_TAKEN: Final = frozenset(
    "PATH HOME USER SHELL LANG TERM TZ PWD TMPDIR HOST HOSTNAME PORT EDITOR PAGER PYTHONPATH LOGNAME DISPLAY MAIL UID"
    " TOPIC EXCHANGE ROUTING_KEY QUEUE SUBJECT STREAM GROUP DURABLE BUS URL API_URL BASE_URL SCHEMA REGISTRY"
    " SCHEMA_REGISTRY_URL REGISTERED REPLIES DEAD_LETTER NODE_ENV CONSUMER CLIENT_ID DETAIL_TYPE SERVER SOURCE RUNNING"
    " REGION_NAME UTC UUID JSON".split()
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


def variables(channel: Channel | None, texts: Iterable[str] = (), taken: Collection[str] = ()) -> dict[str, str]:
    """The environment variable of each parameter of a channel and of other texts on its way, another one for each.

    `taken` are variables that programs read anyway. Names that differ in signs alone are told apart by numbers, in
    the order in which they stand there; they do not depend on who sends and who receives.
    """
    known = (channel.parameters if channel else None) or {}
    all_texts = [*([channel.address or channel.id] if channel else []), *texts]
    said = [name for text in all_texts for name in _PARAMETER.findall(text)]
    names = dict.fromkeys([*said, *known, *([_environment(known)] if channel and channel.environments else [])])
    found: dict[str, str] = {}
    for name in names:
        plain = re.sub(r"[^A-Z0-9_]", "_", name.upper())
        if not plain.strip("_"):
            plain = "PARAMETER"
        if plain in _TAKEN or plain in taken or plain[0].isdigit():
            plain = f"CHANNEL_{plain}"
        used = {variable.strip("_") for variable in found.values()} | {*taken}
        found[name] = next(each for each in _numbered(plain) if each.strip("_") not in used)
    return found


def _numbered(name: str) -> Iterator[str]:
    """The name, then the name with a number: `a`, `a_2`, `a_3`, ..."""
    yield name
    yield from (f"{name}_{number}" for number in itertools.count(2))


def _environment(known: Mapping[str, Any]) -> str:
    """The name of the parameter that `environments` of a channel are about."""
    return next((name for name in ENVIRONMENTS if name in known), "env")


def address(
    channel: Channel, declared: object, text: str | None = None, named: Mapping[str, str] | None = None
) -> Address:
    """The address of a channel on the way that is declared; or another text with the channel's parameters.

    A parameter that a `Route` gives is fixed. `named` are the `variables` of the way.
    """
    named = variables(channel, [text or ""]) if named is None else named
    template = text if text is not None else channel.address or channel.id
    fixed = dict(declared.parameters or {}) if isinstance(declared, Route) else {}
    known = {name: _parameter(value) for name, value in (channel.parameters or {}).items()}
    parts = tuple(_parts(template, known, fixed, named))
    own = dict(channel.environments or {}) if text is None else {}
    chosen = next((name for name in ENVIRONMENTS if name in fixed), None)
    if own and chosen is not None:
        exact = own.get(fixed[chosen])
        return Address((exact,) if exact is not None else parts)
    if not own:
        return Address(parts)
    name = _environment(known)
    return Address(parts, own, hole(name, known.get(name, Parameter(default=_first(own))), named[name]))


def _first(environments: Mapping[str, str]) -> str | None:
    return next(iter(environments), None)


def _parameter(value: Parameter | Mapping[str, Any]) -> Parameter:
    return value if isinstance(value, Parameter) else Parameter(**value)


def _parts(
    template: str, known: Mapping[str, Parameter], fixed: Mapping[str, str], named: Mapping[str, str]
) -> Iterator[str | Hole]:
    position = 0
    for found in _PARAMETER.finditer(template):
        if found.start() > position:
            yield template[position : found.start()]
        name = found[1]
        yield fixed[name] if name in fixed else hole(name, known.get(name, Parameter()), named[name])
        position = found.end()
    if position < len(template):
        yield template[position:]


def hole(name: str, parameter: Parameter, variable: str) -> Hole:
    """A parameter as a part that comes from the environment."""
    default = parameter.default or next(iter(parameter.enum or ()), None)
    return Hole(name=name, variable=variable, default=default, field=parameter.field or "")


@dataclasses.dataclass(frozen=True, slots=True)
class Written:
    """An address in a language: the constants that it needs, and itself as an expression."""

    constants: Code
    expression: Code


class Locals:
    """The variables of one program for fields of the payload, each another one, none that it uses for something else.

    `used` are the names in the program (`Language.names`). Without them, as long as they are not known, the variables
    are such that no program uses them.
    """

    def __init__(self, language: Language, used: Collection[str] | None = None) -> None:
        self._language = language
        self._used = used
        self._names: dict[str, Code] = {}

    def __bool__(self) -> bool:
        """Whether there are any."""
        return bool(self._names)

    def __call__(self, name: str) -> Code:
        """The variable for a parameter or field of that name."""
        if name not in self._names:
            self._names[name] = self._new(name)
        return self._names[name]

    def _new(self, name: str) -> Code:
        if self._used is None:
            return Code(f"_unnamed_{len(self._names)}")
        plain = str(self._language.identifier(name.lower()))
        taken = {*self._used, *map(str, self._names.values())}
        first, *others = itertools.islice(_numbered(plain), len(taken) + 1)
        return Code(next(each for each in (first, f"{plain}_", *others) if each not in taken))


def written(
    address: Address,
    language: Language,
    field: Callable[[str], Code] | None,
    local: Callable[[str], Code],
    wildcard: str = "",
    before: frozenset[str] = frozenset(),
) -> Written:
    """The address as code.

    `field` writes what is in a field of the payload, for producers; where there is a `wildcard`, consumers have None
    and leave these parts open. Without a wildcard, they come from the environment like all others. `local` names their
    variables (`Locals`); `before` are constants that stand in the program already.
    """
    constants: list[Code] = []
    names: dict[str, Code] = {}
    defined = set(before)
    for hole in address.holes:
        open_part = bool(hole.field and wildcard)
        if open_part and field is None:
            continue
        name = local(hole.name) if open_part else language.identifier(hole.variable)
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

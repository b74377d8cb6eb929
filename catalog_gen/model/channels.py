"""Channels, and the ways over them."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from typing import ClassVar, Literal

from catalog_gen.model.declaring import Declared, fields
from catalog_gen.model.resources import Protocols, Resource
from catalog_gen.model.rules import Fault
from catalog_gen.model.sending import Binding, Discriminator, HeaderName, SomeText, WireFormat
from catalog_gen.model.values import Parameter, Version
from catalog_gen.problems import nearest


@dataclasses.dataclass(frozen=True, slots=True, eq=False)
class Channel(Resource):
    """Where messages travel: a topic, queue, stream or path. The address is the id unless given."""

    kind: ClassVar[str] = "channel"
    parameters_in_id: ClassVar[bool] = True
    panel: ClassVar[tuple[str, ...]] = (
        "producers",
        "consumers",
        "messages",
        "protocols",
        "parameters",
        "versions",
        "repository",
        "owners",
        "changelog",
        "attachments",
    )

    address: str | None = dataclasses.field(default=None, kw_only=True)
    protocols: Protocols | None = dataclasses.field(default=None, kw_only=True)
    parameters: Mapping[str, Parameter | Mapping[str, object]] | None = dataclasses.field(default=None, kw_only=True)
    environments: Mapping[str, str] | None = dataclasses.field(default=None, kw_only=True)
    delivery_guarantee: Literal["at-most-once", "at-least-once", "exactly-once"] | None = dataclasses.field(
        default=None, kw_only=True
    )
    routes: Sequence[Channel | Route | str] | None = dataclasses.field(default=None, kw_only=True)
    wire_format: WireFormat | None = dataclasses.field(default=None, kw_only=True)
    discriminator: Discriminator | HeaderName | None = dataclasses.field(default=None, kw_only=True)
    dead_letter: SomeText | None = dataclasses.field(default=None, kw_only=True)
    """The address to which consumers send what they cannot decode."""
    bindings: Sequence[Binding] | None = dataclasses.field(default=None, kw_only=True)

    def faults(self) -> Iterator[Fault]:
        """Also: parameters as EventCatalog takes them, which is texts only."""
        yield from Resource.faults(self)
        for name, parameter in (self.parameters or {}).items():
            if isinstance(parameter, Mapping):
                yield from _parameter_faults(name, parameter)
            yield from _default_faults(name, parameter)
        for index, route in enumerate(self.routes or ()):
            if isinstance(route, Route) and route.delivery_mode is not None:
                message = "delivery_mode belongs to a message on its way, not to the route between two channels"
                yield Fault("bad-value", message, "write it in to=[...] or from_=[...]", "routes", index)


def _default_faults(name: str, parameter: Parameter | Mapping[str, object]) -> Iterator[Fault]:
    values = parameter if isinstance(parameter, Mapping) else {"enum": parameter.enum, "default": parameter.default}
    enum, default = values.get("enum"), values.get("default")
    if isinstance(enum, list | tuple) and enum and isinstance(default, str) and default not in enum:
        message = f'parameter "{name}": the default "{default}" is none of its values'
        yield Fault("bad-value", message, nearest(str(default), map(str, enum)), keyword="parameters")


def _parameter_faults(name: str, parameter: Mapping[str, object]) -> Iterator[Fault]:
    for key, value in parameter.items():
        if key not in fields(Parameter):
            hint = nearest(key, fields(Parameter))
            yield Fault("unknown-keyword", f'parameter "{name}" has no "{key}"', hint, keyword="parameters")
        elif key in {"enum", "examples"}:
            if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
                message = f'parameter "{name}": {key} takes a list of texts'
                yield Fault("wrong-type", message, 'write ["dev", "prod"]', keyword="parameters")
        elif not isinstance(value, str):
            message = f'parameter "{name}": {key} takes text, not {value!r}'
            yield Fault("wrong-type", message, f'write "{value}"', keyword="parameters")


@dataclasses.dataclass(frozen=True, slots=True, eq=False)
class Route(Declared):
    """The way over a channel: which one, with which parameters, pushed or pulled."""

    positional: ClassVar[tuple[str, ...]] = ("channel",)
    mandatory: ClassVar[tuple[str, ...]] = ("channel",)

    channel: Channel | str
    version: Version | None = dataclasses.field(default=None, kw_only=True)
    parameters: Mapping[str, str] | None = dataclasses.field(default=None, kw_only=True)
    delivery_mode: Literal["push", "pull", "push-pull"] | None = dataclasses.field(default=None, kw_only=True)

"""Channels: what they are called where, and what they take."""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING, Any

from catalog_gen.model import Channel, Parameter
from catalog_gen.pages.views.references import Reference, entry_reference, reference

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from catalog_gen.resolving import Catalog
    from catalog_gen.resolving.catalog import Link

_ENVIRONMENT_NAMES = ("env", "environment", "stage")


@dataclasses.dataclass(frozen=True, slots=True)
class Address:
    """What a channel is called in one environment (empty: everywhere)."""

    environment: str
    address: str


@dataclasses.dataclass(frozen=True, slots=True)
class ChannelView:
    """A channel as it is shown on the page of a message."""

    reference: Reference
    protocols: tuple[str, ...] = ()
    addresses: tuple[Address, ...] = ()


def addresses(channel: Channel) -> tuple[Address, ...]:
    """The channel's address, and what it amounts to in each environment that is known."""
    template = channel.address or channel.id
    declared = {name: parameter(value) for name, value in (channel.parameters or {}).items()}
    named: dict[str, str] = {}
    for name in _ENVIRONMENT_NAMES:
        if name in declared:
            named = {value: _filled(template, {name: value}, declared) for value in declared[name].enum or ()}
            break
    named |= channel.environments or {}
    return (Address("", template), *(Address(name, address) for name, address in named.items()))


def parameter(value: Parameter | Mapping[str, Any]) -> Parameter:
    """A channel parameter, however it was written."""
    return value if isinstance(value, Parameter) else Parameter(**value)


def _filled(template: str, chosen: Mapping[str, str], declared: Mapping[str, Parameter]) -> str:
    for name, spec in declared.items():
        value = chosen.get(name, spec.default)
        template = template if value is None else template.replace(f"{{{name}}}", value)
    return template


def channels(links: Iterable[Link], catalog: Catalog) -> tuple[ChannelView, ...]:
    """The channels of a message."""
    return tuple(_channel(link, catalog) for link in links)


def _channel(link: Link, catalog: Catalog) -> ChannelView:
    entry = catalog.find(link.id, link.version)
    if entry is None or not isinstance(entry.resource, Channel):
        return ChannelView(reference(link, catalog))
    protocols = tuple(entry.resource.protocols or ())
    return ChannelView(entry_reference(entry), protocols, addresses(entry.resource))

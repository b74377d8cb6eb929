"""What resources take from `Defaults`: own keyword, own defaults, service, system, domain; the nearest wins whole."""

from __future__ import annotations

import dataclasses
import functools
import re
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from catalog_gen.model import Agent, Defaults, Documented, Domain, Message, Receives, Resource, Sends, Service, System
from catalog_gen.model.declaring import Origin, fields, placed, with_values
from catalog_gen.model.resources import Giver, identifier_words
from catalog_gen.problems import Problem
from catalog_gen.resolving.ids import FIRST_VERSION, subject_of
from catalog_gen.resolving.nesting import MEMBERS, nearest

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

_DEFAULTED = frozenset(fields(Defaults)) - {"base"}
_PLACEHOLDER = re.compile(r"\{([^{}]*)\}")


@dataclasses.dataclass(frozen=True, slots=True)
class Homes:
    """Inside which services (or agents) a message object is declared, and inside which domains and systems all else."""

    parties: Mapping[int, tuple[Service | Agent | Domain, ...]]
    around: Mapping[str, tuple[Domain | System, ...]]


def homes(resources: Iterable[Documented]) -> Homes:
    """Where resources are at home.

    An event belongs to the services that send it, commands and queries to those that receive them; where
    there is none, to those at the other end; where no service has it, to the domains that do. Messages count by
    object, everything else also by id.
    """
    resources = list(resources)
    parties = {**_having(resources, (Domain,)), **_having(resources, (Service, Agent))}
    listed: dict[str, dict[str, None]] = defaultdict(dict)
    holders: dict[str, Domain | System] = {}
    for resource in resources:
        if isinstance(resource, Domain | System):
            newest = holders.setdefault(resource.id, resource)  # of several versions, the one that counts
            for member in (item for field in MEMBERS for item in getattr(newest, field, None) or ()):
                listed[member if isinstance(member, str) else member.id][newest.id] = None
    near = nearest({identifier: tuple(found) for identifier, found in listed.items()})
    return Homes(parties, {name: tuple(holders[home] for home in found) for name, found in near.items()})


def _having(
    resources: Iterable[Documented], kinds: tuple[type, ...]
) -> dict[int, tuple[Service | Agent | Domain, ...]]:
    """By message object: those of the kinds that it belongs to."""
    senders: dict[int, list[Service | Agent | Domain]] = defaultdict(list)
    receivers: dict[int, list[Service | Agent | Domain]] = defaultdict(list)
    messages: dict[int, Message] = {}
    for resource in resources:
        if isinstance(resource, Service | Agent | Domain) and isinstance(resource, kinds):
            for way, exchanged in ((senders, resource.sends), (receivers, resource.receives)):
                for message in _messages(exchanged or ()):
                    messages[id(message)] = message
                    way[id(message)].append(resource)
    return {
        key: tuple((senders if message.kind == "event" else receivers).get(key) or senders.get(key) or receivers[key])
        for key, message in messages.items()
    }


def _messages(listed: Iterable[Message | Sends | Receives | str]) -> Iterator[Message]:
    for item in listed:
        message = item.message if isinstance(item, Sends | Receives) else item
        if isinstance(message, Message):
            yield message


Applied = dict[tuple[object, ...], tuple[Resource, tuple[Problem, ...]]]
"""What resources are with their defaults, and where these contradict, by what decides on it.

That is equal for the same objects at the same places.
"""


def applied(resource: Resource, home: Homes, known: Applied) -> tuple[Resource, tuple[Problem, ...]]:
    """The resource with everything that its defaults and those around it say, and where they contradict.

    What is `known` is not found out again, and what is found out is known then.
    """
    levels = _levels(resource, home)
    reasons = (resource, *(tuple((giver.id, giver.says) for giver in level) for level in levels))
    if reasons not in known:
        known[reasons] = _applied(resource, levels)
    return known[reasons]


def _applied(resource: Resource, levels: list[list[Giver]]) -> tuple[Resource, tuple[Problem, ...]]:
    if not levels:
        return resource, ()
    changes: dict[str, Any] = {}
    givers: dict[str, Giver] = {}
    problems: list[Problem] = []
    said = frozenset[str]().union(*(_given(giver.says) for level in levels for giver in level))
    for field in _in_order(said, type(resource)):
        if resource.gives(field) or _says_otherwise(resource, field):
            continue
        giver, others = _giver(field, levels)
        if giver is None:
            continue
        if others:
            problems.append(_ambiguous(resource, field, giver, others))
        changes[field] = _filled(resource, field, giver.says, problems)
        givers[field] = giver
    return placed(with_values(resource, **changes), _origin(resource, givers, changes)), tuple(problems)


@functools.lru_cache(maxsize=1000)
def _given(defaults: Defaults) -> frozenset[str]:
    """What defaults say something for, with those that they stand on."""
    return frozenset(field for link in defaults.chain() for field in _DEFAULTED if link.gives(field))


@functools.lru_cache(maxsize=1000)
def _in_order(names: frozenset[str], cls: type) -> tuple[str, ...]:
    """Those of the names that are arguments of the type, in its order."""
    return tuple(field for field in fields(cls) if field in names)


def _says_otherwise(resource: Resource, field: str) -> bool:
    """Whether the resource says in another way what the field would say."""
    if field == "schema_path" and isinstance(resource, Message):
        return resource.gives("schemas") or resource.gives("payload")
    return False


def _origin(resource: Resource, givers: Mapping[str, Giver], changes: Mapping[str, Any]) -> Origin:
    """Where the resource was declared, and for fields from defaults where those were."""
    own = resource.origin or Origin(resource.at())
    lost = {field for field in givers if changes[field] is None}
    return Origin(own.place, own.keywords, own.elements, own.unread | lost, givers)


def _levels(resource: Resource, home: Homes) -> list[list[Giver]]:
    """Chains of defaults, the nearest level first; several at one level are equally near."""
    parties = home.parties.get(id(resource), ())
    levels = [_chains([resource]), _chains(parties)]
    seen: set[str] = set()
    around = _around([party.id for party in parties] or [resource.id], home, seen)
    while around:
        levels.append(_chains(around))
        around = _around([holder.id for holder in around], home, seen)
    return [level for level in levels if level]


def _around(identifiers: list[str], home: Homes, seen: set[str]) -> list[Domain | System]:
    """What is around them, without what was around something nearer."""
    found = {holder.id: holder for identifier in identifiers for holder in home.around.get(identifier, ())}
    near = [holder for holder in found.values() if holder.id not in seen]
    seen.update(found)
    return near


def _chains(resources: Iterable[Resource]) -> list[Giver]:
    return [Giver(resource.id, resource.defaults) for resource in resources if resource.defaults is not None]


def _giver(field: str, levels: list[list[Giver]]) -> tuple[Giver | None, list[Giver]]:
    """Whose defaults decide the field, and others as near as they are that say something else."""
    for level in levels:
        givers = [giver for chain in level if (giver := _first(field, chain)) is not None]
        if givers:
            value = getattr(givers[0].says, field)
            return givers[0], [giver for giver in givers[1:] if getattr(giver.says, field) != value]
    return None, []


def _first(field: str, chain: Giver) -> Giver | None:
    if chain.says.gives(field):
        return chain
    return next((Giver(chain.id, link) for link in chain.says.chain() if link.gives(field)), None)


def _ambiguous(resource: Resource, field: str, giver: Giver, others: list[Giver]) -> Problem:
    where = " and ".join(str(other.says.at(field)) for other in (giver, *others))
    message = f"{field} could come from several defaults that differ: {where}"
    return Problem("ambiguous-defaults", message, resource.at(), subject_of(resource), f"write {field}= yourself")


def _filled(resource: Resource, field: str, giver: Defaults, problems: list[Problem]) -> Any:
    """The value for the field; in paths, `{id}` and its kin stand for the resource's own."""
    value = getattr(giver, field)
    if field == "details_panel" and value:
        return {section: shown for section, shown in value.items() if section in resource.panel}
    if not field.endswith("_path") or value is None:
        return value
    known = placeholders(resource)
    for name in _PLACEHOLDER.findall(str(value)):
        if name not in known:
            message = f'{field} uses "{{{name}}}", which does not exist'
            hint = f"there are {', '.join(f'{{{key}}}' for key in known)}"
            problems.append(Problem("bad-value", message, giver.at(field), "Defaults", hint))
            return None
    return str(value)


def placeholders(resource: Documented, version: str | None = None) -> dict[str, str]:
    """What paths in defaults may use."""
    words = [word.lower() for word in identifier_words(resource.id)]
    return {
        "id": resource.id,
        "kebab_id": "-".join(words),
        "snake_id": "_".join(words),
        "version": version or getattr(resource, "version", None) or FIRST_VERSION,
    }


def path_for(resource: Documented, path: str, version: str | None) -> str:
    """The path with its placeholders replaced; unknown ones (reported before) stay."""
    if "{" not in path:
        return path
    known = placeholders(resource, version)
    return _PLACEHOLDER.sub(lambda found: known.get(found[1], found[0]), path)

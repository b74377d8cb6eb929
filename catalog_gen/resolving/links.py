"""From what a definition names to what it means: objects and ids become links to exact versions."""

from __future__ import annotations

import dataclasses
import functools
from typing import TYPE_CHECKING, Any, Final

from catalog_gen.model import (
    Documented,
    Entity,
    Flow,
    Items,
    Output,
    Pointer,
    Property,
    Receives,
    Relationship,
    Resource,
    Route,
    Sends,
    Step,
    Trigger,
)
from catalog_gen.model.declaring import fields
from catalog_gen.problems import Problem, a, nearest, noun
from catalog_gen.resolving.catalog import MESSAGE_KINDS, OWNER_KINDS, Link
from catalog_gen.resolving.ids import subject_of, version_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from catalog_gen.model.declaring import Declared
    from catalog_gen.resolving.ids import Index

_CHANNEL = frozenset({"channel"})
_ADR = frozenset({"adr"})
_DATA = MESSAGE_KINDS | {"service", "container", "channel", "data-product"}
_GROUPED = MESSAGE_KINDS | OWNER_KINDS | {"agent", "service", "flow", "channel", "domain", "container"}
_DECIDED_ON = _GROUPED | {"system", "entity", "diagram", "data-product"}

KINDS: Mapping[str, frozenset[str]] = {
    "owners": OWNER_KINDS,
    "members": frozenset({"user"}),
    "channels": _CHANNEL,
    "routes": _CHANNEL,
    "to": _CHANNEL,
    "from_": _CHANNEL,
    "sends": MESSAGE_KINDS,
    "receives": MESSAGE_KINDS,
    "triggers": MESSAGE_KINDS,
    "services": frozenset({"service"}),
    "domains": frozenset({"domain"}),
    "agents": frozenset({"agent"}),
    "systems": frozenset({"system"}),
    "entities": frozenset({"entity"}),
    "data_products": frozenset({"data-product"}),
    "flows": frozenset({"flow"}),
    "containers": frozenset({"container"}),
    "writes_to": frozenset({"container"}),
    "reads_from": frozenset({"container"}),
    "diagrams": frozenset({"diagram"}),
    "relationships": frozenset({"system"}),
    "inputs": _DATA,
    "outputs": _DATA,
    "decision_makers": OWNER_KINDS,
    "applies_to": _DECIDED_ON,
    "items": _GROUPED,
    "supersedes": _ADR,
    "superseded_by": _ADR,
    "amends": _ADR,
    "amended_by": _ADR,
    "related": _ADR,
    "message": MESSAGE_KINDS,
    "agent": frozenset({"agent"}),
    "service": frozenset({"service"}),
    "flow": frozenset({"flow"}),
    "container": frozenset({"container"}),
    "data_product": frozenset({"data-product"}),
    "references": frozenset({"entity"}),
}
"""The fields that point to resources, and to which kinds."""

_TYPED = frozenset({"applies_to", "items"})
"""Fields of which EventCatalog wants to be told the type of what they point to."""

_CODES = (
    dict.fromkeys(("owners", "members", "decision_makers"), "unknown-owner")
    | dict.fromkeys(("channels", "routes", "to", "from_"), "unknown-channel")
    | dict.fromkeys(("sends", "receives", "triggers", "message"), "unknown-message")
)

_FEW = 3  # so many kinds are named in a problem
_NOUNS = {"unknown-owner": "owner", "unknown-channel": "channel", "unknown-message": "message"}


@dataclasses.dataclass(frozen=True, slots=True)
class Linked:
    """The links of one resource by field, and what was wrong with them.

    `passed_over` are the ids of which nothing is said although there is no link, as nobody knows what they are.
    """

    links: Mapping[str, tuple[Link, ...]]
    problems: tuple[Problem, ...]
    passed_over: frozenset[str] = frozenset()

    @property
    def messages(self) -> tuple[Link, ...]:
        """What it sends and receives."""
        return (*self.links.get("sends", ()), *self.links.get("receives", ()))


def linked(resource: Documented, ids: Index) -> Linked:
    """All links of a resource, with its fields as they are after defaults.

    Those of `steps`, `properties` and `resource_groups` are links, too: `declared` is then the `Step` or `Property`, or
    what stands in the group.
    """
    linking = _Linking(resource, ids)
    links = {field: linking.field(resource, field) for field in _lists(type(resource)) if getattr(resource, field)}
    links |= {field: found for field, found in _inside(resource, linking) if found}
    return Linked(links, tuple(linking.problems), frozenset(linking.passed_over))


@functools.cache
def _lists(cls: type) -> tuple[str, ...]:
    """The fields of a resource that are lists of others."""
    return tuple(field for field in fields(cls) if field in KINDS)


def _inside(resource: Documented, linking: _Linking) -> Iterator[tuple[str, tuple[Link, ...]]]:
    """The links that stand deeper: in the steps of a flow, the properties of an entity, the groups of a page."""
    if isinstance(resource, Flow):
        pairs = ((step, field) for step in resource.steps or () for field in Step.targets)
        yield "steps", linking.singles(pairs)
    if isinstance(resource, Entity):
        declared = [*properties(resource.properties)]
        pointing = linking.singles((item, "references") for item in declared)
        yield "properties", (*pointing, *linking.contents(item for item in declared if item.references is None))
    groups = resource.resource_groups if isinstance(resource, Resource) else None
    yield "resource_groups", tuple(link for group in groups or () for link in linking.field(group, "items"))


def properties(declared: Iterable[Property] | None) -> Iterator[Property]:
    """The properties of an entity with all that are in them."""
    for item in declared or ():
        yield item
        yield from properties(item.properties)
        if isinstance(item.items, Items):
            yield from properties(item.items.properties)


_SAYING_MORE: Final = (Sends, Receives, Route, Relationship, Output, Trigger)
_EXCHANGING: Final = (Sends, Receives, Trigger)


class _Linking:
    """One resource while its links are followed."""

    def __init__(self, resource: Documented, ids: Index) -> None:
        self._subject = subject_of(resource)
        self._ids = ids
        self.problems: list[Problem] = []
        self.passed_over: set[str] = set()

    def field(self, holder: Declared, field: str) -> tuple[Link, ...]:
        """The links of one field of the resource, or of a `Sends`, `Receives` in it."""
        references = getattr(holder, field) or ()
        found = (self._link(holder, field, index, item) for index, item in enumerate(references))
        once: dict[object, Link] = {}
        for link in found:
            if link is not None:
                says_more = isinstance(link.declared, _SAYING_MORE)
                once.setdefault(id(link.declared) if says_more else (link.id, link.version), link)
        return tuple(once.values())

    def singles(self, pairs: Iterable[tuple[Declared, str]]) -> tuple[Link, ...]:
        """The links of fields that point to one resource each; the holder is what declares them."""
        given = ((holder, field, getattr(holder, field)) for holder, field in pairs)
        found = ((holder, self._link(holder, field, None, item)) for holder, field, item in given if item is not None)
        return tuple(dataclasses.replace(link, declared=holder) for holder, link in found if link is not None)

    def contents(self, declared: Iterable[Property]) -> Iterator[Link]:
        """The links of lists that consist of another entity; the type of their items need not be one."""
        for item in declared:
            inside = item.items.type if isinstance(item.items, Items) else item.items
            if item.type != "array" or inside is None:
                continue
            self.passed_over.add(inside)
            if self._ids.kind(inside) == "entity":
                link = self._link(item, "references", None, inside)
                if link is not None:
                    yield dataclasses.replace(link, declared=item)

    def _link(self, holder: Declared, field: str, index: int | None, item: Any) -> Link | None:
        target, version = _target(item)
        identifier = target if isinstance(target, str) else target.id
        if not self._exists(holder, field, index, identifier):
            return None
        exact = self._version(holder, field, index, identifier, version)
        return Link(
            id=identifier,
            version=exact,
            kind=self._ids.kind(identifier),
            declared=item,
            channels=self._channels(item),
            triggers=self.field(item, "triggers") if isinstance(item, Receives) else (),
        )

    def _channels(self, item: Any) -> tuple[Link, ...]:
        """The way a message takes: the one the service says, or the message's own."""
        if isinstance(item, Sends) and item.to is not None:
            return self.field(item, "to")
        if isinstance(item, Receives) and item.from_ is not None:
            return self.field(item, "from_")
        return ()

    def _exists(self, holder: Declared, field: str, index: int | None, identifier: str) -> bool:
        kinds = KINDS[field]
        kind = self._ids.kind(identifier)
        if kind is None and field in _TYPED and identifier in self._ids.known:
            message = f'nothing tells what "{identifier}" is, but EventCatalog asks for its type here'
            hint = "declare it, or write a page for it by hand"
            self._problem("unknown-resource", holder, field, index, message, hint)
            return False
        if kind in kinds or (kind is None and identifier in self._ids.known):
            return True
        if kind is not None:
            wanted = [a(noun(kind)) for kind in sorted(kinds)]
            instead = f", not {' or '.join(wanted)}" if len(kinds) <= _FEW else f", which {field} cannot name"
            hint = f"only {', '.join(wanted[:-1])} or {wanted[-1]}" if len(kinds) > _FEW else ""
            self._problem("wrong-kind", holder, field, index, f'"{identifier}" is {a(noun(kind))}{instead}', hint)
        elif not self._ids.may_exist(identifier, kinds):
            code = _CODES.get(field, "unknown-resource")
            called = "member" if field == "members" else _NOUNS.get(code) or _called(kinds)
            self._problem(
                code,
                holder,
                field,
                index,
                f'{called} "{identifier}" is not defined',
                self._meant(identifier, kinds),
            )
        else:
            self.passed_over.add(identifier)
        return False

    def _meant(self, identifier: str, kinds: frozenset[str]) -> str:
        if identifier in self._ids.renamed:
            return f'it is called "{self._ids.renamed[identifier]}" now'
        return nearest(identifier, self._ids.of_kind(kinds))

    def _version(
        self, holder: Declared, field: str, index: int | None, identifier: str, wanted: str | None
    ) -> str | None:
        versions = self._ids.versions(identifier)
        if wanted is None or not versions or wanted in versions:
            return wanted or (versions[0] if versions else None)
        message = f'"{identifier}" has no version {wanted}'
        self._problem("unknown-version", holder, field, index, message, f"there is {', '.join(versions)}")
        return None

    def _problem(
        self, code: str, holder: Declared, field: str, index: int | None, message: str, hint: str = ""
    ) -> None:
        self.problems.append(Problem(code, message, holder.at(field, index), self._subject, hint))


def _called(kinds: frozenset[str]) -> str:
    return noun(min(kinds)) if len(kinds) == 1 else "resource"


def _target(item: Any) -> tuple[Documented | str, str | None]:
    """Whom a reference means, and the version it asks for."""
    target: Documented | str
    if isinstance(item, str):
        return item, None
    if isinstance(item, _EXCHANGING):
        target, version = item.message, item.version
    elif isinstance(item, Route):
        target, version = item.channel, item.version
    elif isinstance(item, Relationship):
        target, version = item.system, item.version
    elif isinstance(item, Output):
        target, version = item.resource, item.version
    elif isinstance(item, Pointer):
        target, version = item.id, item.version
    else:
        target, version = item, None
    if version is None and isinstance(target, Resource):
        version = version_of(target)
    return target, version


def with_message_channels(link: Link, messages: Mapping[str, tuple[Link, ...]]) -> Link:
    """The link to a message with the message's own channels, unless the service says which ones to use."""
    says = getattr(link.declared, "to", None) if isinstance(link.declared, Sends) else None
    says = getattr(link.declared, "from_", None) if isinstance(link.declared, Receives) else says
    return link if says is not None else dataclasses.replace(link, channels=messages.get(link.id, ()))

"""Flows: what happens step by step, across services, people and systems."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping, Sequence
from typing import ClassVar, Literal

from catalog_gen.model.declaring import Declared
from catalog_gen.model.messages import Message
from catalog_gen.model.parties import Agent, Service
from catalog_gen.model.resources import Pointer, Resource
from catalog_gen.model.rules import Fault
from catalog_gen.model.sending import Name, SomeText
from catalog_gen.model.stores import Container, DataProduct
from catalog_gen.model.values import Number, Url
from catalog_gen.problems import Place, nearest

StepId = int | Name
"""EventCatalog makes texts of ids: `1` and `"1"` are the same step."""


@dataclasses.dataclass(frozen=True, slots=True, eq=False)
class Actor(Declared):
    """A person, or a group of them, who takes part in a flow or works with a system.

    A flow shows `name` (the id unless given) and `summary`; a system also `label`, which says what they do with it,
    and `direction`, which is "inbound" where they use it and "outbound" where it turns to them.
    """

    positional: ClassVar[tuple[str, ...]] = ("id",)
    mandatory: ClassVar[tuple[str, ...]] = ("id",)

    id: Name
    name: str | None = dataclasses.field(default=None, kw_only=True)
    summary: str | None = dataclasses.field(default=None, kw_only=True)
    label: str | None = dataclasses.field(default=None, kw_only=True)
    direction: Literal["inbound", "outbound"] | None = dataclasses.field(default=None, kw_only=True)


@dataclasses.dataclass(frozen=True, slots=True, eq=False)
class ExternalSystem(Declared):
    """A system of somebody else that a flow passes through."""

    positional: ClassVar[tuple[str, ...]] = ("name",)
    mandatory: ClassVar[tuple[str, ...]] = ("name",)

    name: Name
    summary: str | None = dataclasses.field(default=None, kw_only=True)
    url: Url | None = dataclasses.field(default=None, kw_only=True)


@dataclasses.dataclass(frozen=True, slots=True, eq=False)
class MenuItem(Declared):
    """A line in the menu of a node that you draw yourself."""

    positional: ClassVar[tuple[str, ...]] = ("label", "url")
    mandatory: ClassVar[tuple[str, ...]] = ("label",)

    label: Name
    url: Url | None = None


@dataclasses.dataclass(frozen=True, slots=True, eq=False)
class Custom(Declared):
    """A node of a flow that is nothing of the catalog: a decision, an outcome; `icon` is the name of a Heroicon."""

    positional: ClassVar[tuple[str, ...]] = ("title",)
    mandatory: ClassVar[tuple[str, ...]] = ("title",)

    title: Name
    icon: str | None = dataclasses.field(default=None, kw_only=True)
    type: str | None = dataclasses.field(default=None, kw_only=True)
    summary: str | None = dataclasses.field(default=None, kw_only=True)
    url: Url | None = dataclasses.field(default=None, kw_only=True)
    color: str | None = dataclasses.field(default=None, kw_only=True)
    properties: Mapping[str, str | Number] | None = dataclasses.field(default=None, kw_only=True)
    height: Number | None = dataclasses.field(default=None, kw_only=True)
    menu: Sequence[MenuItem] | None = dataclasses.field(default=None, kw_only=True)


@dataclasses.dataclass(frozen=True, slots=True, eq=False)
class NextStep(Declared):
    """The step that comes then, and the words on the arrow to it."""

    positional: ClassVar[tuple[str, ...]] = ("id", "label")
    mandatory: ClassVar[tuple[str, ...]] = ("id",)

    id: StepId
    label: str | None = None

    def faults(self) -> Iterator[Fault]:
        """An id that EventCatalog draws an arrow to."""
        yield from _no_zero("id", self.id)


@dataclasses.dataclass(frozen=True, slots=True, eq=False)
class Step(Declared):
    """One step of a flow: its id in the flow, what of the catalog it is, and what comes then.

    `title` is the name of what the step is, unless given.
    """

    positional: ClassVar[tuple[str, ...]] = ("id", "title")
    mandatory: ClassVar[tuple[str, ...]] = ("id",)
    targets: ClassVar[tuple[str, ...]] = ("message", "agent", "service", "flow", "container", "data_product")
    """The fields that say which resource the step is."""

    id: StepId
    title: SomeText | None = None
    type: Literal["node", "message", "agent", "user", "actor"] | None = dataclasses.field(default=None, kw_only=True)
    summary: str | None = dataclasses.field(default=None, kw_only=True)
    message: Message | Pointer | str | None = dataclasses.field(default=None, kw_only=True)
    agent: Agent | Pointer | str | None = dataclasses.field(default=None, kw_only=True)
    service: Service | Pointer | str | None = dataclasses.field(default=None, kw_only=True)
    flow: Flow | Pointer | str | None = dataclasses.field(default=None, kw_only=True)
    container: Container | Pointer | str | None = dataclasses.field(default=None, kw_only=True)
    data_product: DataProduct | Pointer | str | None = dataclasses.field(default=None, kw_only=True)
    actor: Actor | SomeText | None = dataclasses.field(default=None, kw_only=True)
    custom: Custom | None = dataclasses.field(default=None, kw_only=True)
    external_system: ExternalSystem | SomeText | None = dataclasses.field(default=None, kw_only=True)
    next_step: NextStep | StepId | None = dataclasses.field(default=None, kw_only=True)
    next_steps: Sequence[NextStep | StepId] | None = dataclasses.field(default=None, kw_only=True)

    def faults(self) -> Iterator[Fault]:
        """At most one of the things that a step can be, and one way to say what comes then."""
        yield from _no_zero("id", self.id)
        yield from _no_zero("next_step", self.next_step)
        for index, following in enumerate(self.next_steps or ()):
            yield from _no_zero("next_steps", following, index)
        said = [name for name in (*self.targets, "actor", "custom") if self.gives(name)]
        if len(said) > 1:
            message = f"{' and '.join(said)} are given; a step is one of them"
            yield Fault("bad-value", message, "make two steps of it", keyword=said[-1])
        if self.gives("next_step") and self.gives("next_steps"):
            message = "next_step and next_steps are both given"
            yield Fault("bad-value", message, "write all of them into next_steps=[...]", keyword="next_steps")
        if not any(self.gives(name) for name in (*said, "external_system", "title")) and not self.misspelt:
            message = f'step "{self.id}" says neither what it is nor a title'
            hint = "write title=, message=, service=, actor=, custom=, ..."
            yield Fault("bad-value", message, hint, keyword="id")

    @property
    def following(self) -> tuple[NextStep | StepId, ...]:
        """What comes after it."""
        return tuple(self.next_steps or ()) if self.next_step is None else (self.next_step,)

    def led_to(self) -> Iterator[tuple[str, Place | None]]:
        """The ids of what comes after it, as texts, and where they stand, if that is known."""
        field = "next_steps" if self.next_step is None else "next_step"
        for index, following in enumerate(self.following):
            place = self.at(field, index) if self.origin and field in self.origin.keywords else None
            yield str(following.id if isinstance(following, NextStep) else following), place


def _no_zero(keyword: str, value: NextStep | StepId | None, index: int | None = None) -> Iterator[Fault]:
    """JavaScript takes the number 0 for nothing, so that there is no arrow to such a step."""
    if value == 0:
        message = "EventCatalog draws no arrow to the number 0"
        yield Fault("bad-value", message, 'begin with 1, or write "0"', keyword, index)


@dataclasses.dataclass(frozen=True, slots=True, eq=False)
class Flow(Resource):
    """What happens step by step when somebody wants something."""

    kind: ClassVar[str] = "flow"
    mandatory: ClassVar[tuple[str, ...]] = ("id",)
    panel: ClassVar[tuple[str, ...]] = ("owners", "versions", "changelog")

    steps: Sequence[Step] | None = dataclasses.field(default=None, kw_only=True)

    def faults(self) -> Iterator[Fault]:
        """Also: each step once, and the steps that come next are there."""
        yield from Resource.faults(self)
        steps = self.steps or ()
        known = dict.fromkeys(str(step.id) for step in steps)
        seen: set[str] = set()
        for index, step in enumerate(steps):
            if str(step.id) in seen:
                hint = "each step of a flow has an id of its own"
                yield Fault("duplicate-id", f'there are two steps "{step.id}"', hint, "steps", index)
            seen.add(str(step.id))
        if "steps" in self.unread:
            return
        for index, step in enumerate(steps):
            for wanted, place in step.led_to():
                if wanted not in known:
                    message = f'step "{step.id}" leads to "{wanted}", which is no step of this flow'
                    yield Fault("bad-value", message, nearest(wanted, known), "steps", index, place)

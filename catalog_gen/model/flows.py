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
from catalog_gen.model.sending import SomeText
from catalog_gen.model.stores import Container, DataProduct
from catalog_gen.model.values import Url
from catalog_gen.problems import nearest

StepId = int | str


@dataclasses.dataclass(frozen=True, slots=True, eq=False)
class Actor(Declared):
    """A person, or a group of them, who takes part in a flow or works with a system.

    A flow shows `name` (the id unless given) and `summary`; a system also `label`, which says what they do with it,
    and `direction`, which is "inbound" where they use it and "outbound" where it turns to them.
    """

    positional: ClassVar[tuple[str, ...]] = ("id",)
    mandatory: ClassVar[tuple[str, ...]] = ("id",)

    id: SomeText
    name: str | None = dataclasses.field(default=None, kw_only=True)
    summary: str | None = dataclasses.field(default=None, kw_only=True)
    label: str | None = dataclasses.field(default=None, kw_only=True)
    direction: Literal["inbound", "outbound"] | None = dataclasses.field(default=None, kw_only=True)


@dataclasses.dataclass(frozen=True, slots=True, eq=False)
class ExternalSystem(Declared):
    """A system of somebody else that a flow passes through."""

    positional: ClassVar[tuple[str, ...]] = ("name",)
    mandatory: ClassVar[tuple[str, ...]] = ("name",)

    name: SomeText
    summary: str | None = dataclasses.field(default=None, kw_only=True)
    url: Url | None = dataclasses.field(default=None, kw_only=True)


@dataclasses.dataclass(frozen=True, slots=True, eq=False)
class MenuItem(Declared):
    """A line in the menu of a node that you draw yourself."""

    positional: ClassVar[tuple[str, ...]] = ("label", "url")
    mandatory: ClassVar[tuple[str, ...]] = ("label",)

    label: SomeText
    url: Url | None = None


@dataclasses.dataclass(frozen=True, slots=True, eq=False)
class Custom(Declared):
    """A node of a flow that is nothing of the catalog: a decision, an outcome; `icon` is the name of a Heroicon."""

    positional: ClassVar[tuple[str, ...]] = ("title",)
    mandatory: ClassVar[tuple[str, ...]] = ("title",)

    title: SomeText
    icon: str | None = dataclasses.field(default=None, kw_only=True)
    type: str | None = dataclasses.field(default=None, kw_only=True)
    summary: str | None = dataclasses.field(default=None, kw_only=True)
    url: Url | None = dataclasses.field(default=None, kw_only=True)
    color: str | None = dataclasses.field(default=None, kw_only=True)
    properties: Mapping[str, str | int | float] | None = dataclasses.field(default=None, kw_only=True)
    height: int | None = dataclasses.field(default=None, kw_only=True)
    menu: Sequence[MenuItem] | None = dataclasses.field(default=None, kw_only=True)


@dataclasses.dataclass(frozen=True, slots=True, eq=False)
class NextStep(Declared):
    """The step that comes then, and the words on the arrow to it."""

    positional: ClassVar[tuple[str, ...]] = ("id", "label")
    mandatory: ClassVar[tuple[str, ...]] = ("id",)

    id: StepId
    label: str | None = None


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
        said = [name for name in (*self.targets, "actor", "custom") if self.gives(name)]
        if len(said) > 1:
            message = f"{' and '.join(said)} are given; a step is one of them"
            yield Fault("bad-value", message, "make two steps of it", keyword=said[-1])
        if self.gives("next_step") and self.gives("next_steps"):
            message = "next_step and next_steps are both given"
            yield Fault("bad-value", message, "write all of them into next_steps=[...]", keyword="next_steps")
        if not said and not self.gives("external_system") and not self.gives("title"):
            message = f'step "{self.id}" says neither what it is nor a title'
            hint = "write title=, message=, service=, actor=, custom=, ..."
            yield Fault("bad-value", message, hint, keyword="id")

    @property
    def following(self) -> tuple[NextStep | StepId, ...]:
        """What comes after it."""
        return tuple(self.next_steps or ()) if self.next_step is None else (self.next_step,)


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
        known = [step.id for step in steps]
        for index, step in enumerate(steps):
            if str(step.id) in {str(other) for other in known[:index]}:
                hint = "each step of a flow has an id of its own"
                yield Fault("duplicate-id", f'there are two steps "{step.id}"', hint, "steps", index)
        if self.origin and "steps" in self.origin.unread:
            return
        for index, step in enumerate(steps):
            for following in step.following:
                wanted = following.id if isinstance(following, NextStep) else following
                if wanted not in known:
                    hint = nearest(str(wanted), [str(other) for other in known])
                    message = f'step "{step.id}" leads to "{wanted}", which is no step of this flow'
                    yield Fault("bad-value", message, hint, "steps", index)

"""The static reader's payloads: a class, or a type written at the call, becomes plain data."""

from __future__ import annotations

import ast
import enum
from typing import TYPE_CHECKING, Any

from catalog_gen.model.payloads import Payload, Shape
from catalog_gen.problems import Place, Problem
from catalog_gen.reading.budget import STEPS, Budget
from catalog_gen.reading.payloads import describing, vocabulary
from catalog_gen.reading.payloads.annotations import Annotations
from catalog_gen.reading.payloads.scopes import Scope
from catalog_gen.reading.recording import WAYS_OUT
from catalog_gen.reading.signals import Exhausted, Failed, Stopped, too_deep
from catalog_gen.reading.standins import Class, Outside

if TYPE_CHECKING:
    from catalog_gen.reading.frames import Work
    from catalog_gen.reading.recording import Claim

_STEPS = STEPS
_TYPES = (ast.Subscript, ast.BinOp)


def is_type(value: Any) -> bool:
    """Whether the value of `payload=` is a class or another type, as far as the static reader can tell."""
    if isinstance(value, Outside):
        if isinstance(value.node, ast.Call):
            return vocabulary.name_of(value) in {*vocabulary.CONSTRAINED, "typing.NewType()", "typing.TypeAliasType()"}
        if vocabulary.bare(vocabulary.name_of(value)) is not None:
            return True
        return not value.said and value.frame is not None and _is_generic(value)
    return isinstance(value, Class | type)


def _is_generic(value: Outside) -> bool:
    """Whether an expression such as `Envelope[OrderPlaced]` or `Placed | Cancelled` means a type."""
    node: Any = value.node
    if type(node).__name__ == "TypeAlias":
        return True
    while isinstance(node, _TYPES):
        node = node.value if isinstance(node, ast.Subscript) else node.left
    if node is value.node or not isinstance(node, ast.Name | ast.Attribute) or value.frame is None:
        return False
    try:
        head = value.frame.value(node)
    except (Failed, Stopped):
        return False
    name = vocabulary.name_of(head)
    known = name.startswith("typing.") or vocabulary.bare(name) is not None or name in vocabulary.TRANSPARENT
    return isinstance(head, Class | type) or (isinstance(head, Outside) and known)


def instance_of(value: Any) -> str:
    """The class of which the value of `payload=` is an object; empty where it is none."""
    if not isinstance(value, Outside) or not isinstance(value.node, ast.Call) or value.frame is None:
        return ""
    try:
        made = value.frame.value(value.node.func)
    except (Failed, Stopped):
        return ""
    return made.name if isinstance(made, Class) else ""


def payload(work: Work, claim: Claim) -> Payload:
    """What the class says; whatever is wrong with it stands in the payload."""
    annotations = Annotations(work)
    outer, work.budget = work.budget, Budget(_STEPS)
    name, place = _name(claim.value), _place(claim, work)
    shape: Shape | None = None
    try:
        shape = _shape(annotations, claim)
        _describe(annotations, claim)
    except (Exhausted, RecursionError) as signal:
        why = signal.why if isinstance(signal, Exhausted) else too_deep().why
        problem = Problem("too-much-work", f"payload: {why}", claim.place, claim.subject, WAYS_OUT)
        annotations.problems = {problem: None}
    except (Failed, Stopped) as signal:
        error = signal.failure.error if isinstance(signal, Stopped) else signal.error
        message = f"payload: {type(error).__name__}: {error}"
        annotations.problems[Problem("unreadable-payload", message, claim.place, claim.subject, WAYS_OUT)] = None
    finally:
        work.budget = outer
    root = annotations.named.get(shape.name) if shape is not None else None
    doc = root.doc if root else ""
    problems = tuple(sorted(annotations.problems, key=lambda problem: (problem.place, problem.message)))
    return Payload(root.title if root else name, place, doc, shape, annotations.named, None, problems)


def _shape(annotations: Annotations, claim: Claim) -> Shape:
    value = claim.value
    if isinstance(value, Class):
        return annotations.reference(value, ())
    if isinstance(value, type) and issubclass(value, enum.Enum) and value in annotations.work.enum_places:
        node, frame = annotations.work.enum_places[value]
        return annotations.meaning(value, node, Scope(frame, claim.subject))  # type: ignore[arg-type]
    if isinstance(value, Outside) and isinstance(value.node, ast.AST) and value.frame is not None:
        return annotations.shape(value.node, Scope(value.frame, claim.subject))
    shape = vocabulary.bare(vocabulary.name_of(value))
    if shape is None:
        message = f"payload: no schema can be derived of {_name(value)}"
        problem = Problem("unreadable-payload", message, claim.place, claim.subject, describing.MAKE_IT)
        annotations.problems[problem] = None
    return shape or Shape("any")


def _describe(annotations: Annotations, claim: Claim) -> None:
    """Every class that has been mentioned, one after the other: chains of classes may be of any length."""
    position = 0
    while position < len(annotations.waiting):
        key, cls, arguments, handed = annotations.waiting[position]
        position += 1
        annotations.work.budget.spend(1)
        annotations.named[key] = describing.described(cls, arguments, annotations, handed)
    for cls, node, scope in annotations.users:
        if cls in annotations.no_data:
            annotations.refuse(node, scope, f"{cls.name} is no class with fields", describing.MAKE_IT)
    if isinstance(claim.value, Class) and claim.value in annotations.no_data:
        message = f"payload: no schema can be derived of {claim.value.name}, which is no class with fields"
        problem = Problem("unreadable-payload", message, claim.place, claim.subject, describing.MAKE_IT)
        annotations.problems[problem] = None


def _name(value: Any) -> str:
    if isinstance(value, Outside) and value.node is not None and value.frame is not None:
        return value.frame.module.script.segment(value.node)
    return getattr(value, "name", "") or getattr(value, "__name__", "") or "payload"


def _place(claim: Claim, work: Work) -> Place:
    """Where the class stands; for a type that is written at the call, the class that it is of, else the call."""
    value = claim.value
    if isinstance(value, Class):
        return value.place
    if isinstance(value, type) and value in work.enum_places:
        node, frame = work.enum_places[value]
        return frame.place(node)
    if isinstance(value, Outside) and isinstance(value.node, ast.Subscript) and value.frame is not None:
        try:
            head = value.frame.value(value.node.value)
        except (Failed, Stopped):
            return claim.place
        return head.place if isinstance(head, Class) else claim.place
    return claim.place

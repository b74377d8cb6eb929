"""The importing reader's payloads: real classes, asked of their own library where they have one.

What runs here is the user's code or a library's, which may raise anything: that is a located problem.
"""

from __future__ import annotations

import ast
import sys
import typing
from typing import TYPE_CHECKING, Any

from catalog_gen.model.payloads import Payload
from catalog_gen.problems import Place, Problem
from catalog_gen.reading.payloads import objects
from catalog_gen.reading.payloads.describing import MAKE_IT
from catalog_gen.reading.payloads.hints import Hints, NoDataError, UnfitError, generic, is_pydantic
from catalog_gen.reading.statements import failure

if TYPE_CHECKING:
    from catalog_gen.model.payloads import Shape
    from catalog_gen.reading.recording import Claim

_HINT = "write another annotation, or give the schema with schema_path="


def is_type(value: Any) -> bool:
    """Whether the value of `payload=` is a class or another type."""
    if isinstance(value, type) or typing.get_origin(value) is not None:
        return True
    return type(value).__name__ in {"UnionType", "NewType", "TypeAliasType"}


def payload(claim: Claim) -> Payload:
    """What the class says; whatever is wrong with it stands in the payload."""
    hints = Hints(place_of, objects.described)
    shape: Shape | None = None
    schema: dict[str, Any] | None = None
    problems: list[Problem] = []
    try:
        shape = hints.shape(claim.value)
        hints.describe()
    except Exception as error:  # noqa: BLE001 - see above
        problems.append(_problem(error, claim))
    if is_pydantic(_class(claim.value)) or hints.mentions_pydantic:
        try:
            schema = _asked(claim.value)
        except Exception as error:  # noqa: BLE001 - see above
            problems = [_problem(error, claim)]
    root = hints.named.get(shape.name) if shape is not None else None
    place = place_of(_class(claim.value)) or claim.place
    name = root.title if root else str(getattr(claim.value, "__name__", "payload"))
    return Payload(name, place, root.doc if root else "", shape, hints.named, schema, tuple(problems))


def _class(value: Any) -> Any:
    return generic(value) if isinstance(value, type) else typing.get_origin(value)


def _asked(value: Any) -> dict[str, Any]:
    """The JSON Schema that pydantic gives for what is written."""
    import warnings

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        if isinstance(value, type) and hasattr(value, "model_json_schema"):
            found = value.model_json_schema(mode="serialization", by_alias=True)
        else:
            pydantic: Any = sys.modules["pydantic"]
            found = pydantic.TypeAdapter(value).json_schema(mode="serialization", by_alias=True)
    return dict(found)


def _problem(error: Exception, claim: Claim) -> Problem:
    if isinstance(error, NoDataError) and error.value is claim.value:
        name = error.value.__name__
        message = f"payload: no schema can be derived of {name}, which is no class with fields"
        return Problem("unreadable-payload", message, claim.place, claim.subject, MAKE_IT)
    if isinstance(error, UnfitError):
        return Problem("unreadable-payload", f"payload: {error}", claim.place, claim.subject, _HINT)
    return Problem("unreadable-payload", f"payload: {failure(error)}", claim.place, claim.subject, _HINT)


def place_of(cls: Any, field: str = "") -> Place | None:
    """Where the class statement stands, of a class of the project, or the annotation of one of its own fields."""
    module = sys.modules.get(getattr(cls, "__module__", None) or "")
    try:
        loaded, _ = object.__getattribute__(module, "__catalog_gen__")
    except AttributeError:
        return None
    nodes: list[ast.stmt] = loaded.script.tree.body
    found: ast.ClassDef | None = None
    for name in cls.__qualname__.split("[")[0].split("."):
        inside = [node for root in nodes for node in _statements(root)]
        found = next((one for one in reversed(inside) if isinstance(one, ast.ClassDef) and one.name == name), None)
        if found is None:
            return None
        nodes = found.body
    if found is None or not field:
        return loaded.script.place(found) if found is not None else None
    own = (node for node in found.body if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name))
    return next((loaded.script.place(one.annotation) for one in own if one.target.id == field), None)  # type: ignore[union-attr]


def _statements(root: ast.stmt) -> list[ast.AST]:
    """The statement and those that it holds at the same level, as `if` and `try` do."""
    if isinstance(root, ast.If | ast.Try):
        return [
            node for inner in ast.iter_child_nodes(root) if isinstance(inner, ast.stmt) for node in _statements(inner)
        ]
    return [root]

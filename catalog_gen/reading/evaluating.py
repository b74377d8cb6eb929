"""The value of an expression, over the syntax tree.

Whatever cannot be known becomes an `Unread`; whatever Python would refuse ends in `Failed`, at the expression
where Python would fail.
"""

from __future__ import annotations

import ast
import builtins
from typing import TYPE_CHECKING, Any

from catalog_gen.model.checking import Unread
from catalog_gen.reading import (
    attributes,
    calling,
    comprehending,
    formatting,
    iterating,
    operating,
    skipping,
)
from catalog_gen.reading.names import BUILTINS
from catalog_gen.reading.signals import DEPTH, Exhausted, Failed, Signal, Unknown, too_deep
from catalog_gen.reading.standins import Function

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from catalog_gen.reading.frames import Frame


def evaluate(node: ast.expr, frame: Frame) -> Any:
    """The value of the expression."""
    budget = frame.work.budget
    budget.depth += 1
    try:
        budget.spend(1)
        if budget.depth > DEPTH:
            raise too_deep()  # noqa: TRY301 - the budget says the same elsewhere
        code = _EVALUATORS.get(type(node))
        return frame.unread(node) if code is None else code(node, frame)
    except Unknown as signal:
        return signal.value
    except Exhausted as signal:
        signal.place = signal.place or frame.place(node)
        raise
    except Signal:
        raise
    except (RecursionError, MemoryError) as error:
        raise _exhausted(frame, node) from error
    except Exception as error:
        raise Failed(error, frame.place(node)) from error
    finally:
        budget.depth -= 1


def _exhausted(frame: Frame, node: ast.expr) -> Exhausted:
    signal = too_deep()
    signal.place = frame.place(node)
    return signal


def lookup(name: str, frame: Frame, node: ast.expr) -> Any:
    """The value of a name: local, of the module, or built in."""
    scope: Frame | None = frame
    while scope is not None:
        if name in scope.names and not (scope.kind == "class" and scope is not frame):
            return scope.names[name]
        scope = scope.outer
    if frame.module.has(name):
        return frame.module.names[name]
    if name in BUILTINS:
        return BUILTINS[name]
    if hasattr(builtins, name):
        return frame.unread(node, root=f"builtins.{name}")
    if frame.module.star is not None:
        return frame.module.star
    if frame.module.state == "broken":
        return Unread(f"{name} stands in code that was not read", frame.place(node), said=True)
    message = f"name '{name}' is not defined"
    raise NameError(message, name=name)


def _constant(node: ast.Constant, frame: Frame) -> Any:
    return frame.work.budget.sized(node.value) if isinstance(node.value, int) else node.value


def _name(node: ast.Name, frame: Frame) -> Any:
    return lookup(node.id, frame, node)


def _list(node: ast.List, frame: Frame) -> Any:
    return _elements(node.elts, frame)


def _tuple(node: ast.Tuple, frame: Frame) -> Any:
    return tuple(_elements(node.elts, frame))


def _set(node: ast.Set, frame: Frame) -> Any:
    result: set[Any] = set()
    for item in _elements(node.elts, frame):
        operating.add_to_set(result, item, frame)
    return result


def _elements(nodes: list[ast.expr], frame: Frame) -> list[Any]:
    """The values of a display's elements, with those that a star spreads."""
    result: list[Any] = []
    for node in nodes:
        if isinstance(node, ast.Starred):
            result += _spread(evaluate(node.value, frame), frame, node.value)
            frame.work.budget.elements(len(result))
        else:
            result.append(evaluate(node, frame))
    return result


def _spread(value: Any, frame: Frame, node: ast.expr) -> list[Any]:
    if not iterating.is_iterable(value):
        message = f"Value after * must be an iterable, not {type(value).__name__}"
        raise TypeError(message)
    return iterating.listed(value, frame, node)


def _dict(node: ast.Dict, frame: Frame) -> Any:
    result: dict[Any, Any] = {}
    for key, value in zip(node.keys, node.values, strict=True):
        if key is None:
            operating.update(result, operating.known(evaluate(value, frame)), frame)
        else:
            name = operating.known(evaluate(key, frame))
            operating.set_item(result, name, evaluate(value, frame), frame)
    return result


def _conditional(node: ast.IfExp, frame: Frame) -> Any:
    test = evaluate(node.test, frame)
    if isinstance(test, Unread):
        return skipping.skipped([node.body, node.orelse], test, frame, node.test)
    return evaluate(node.body if operating.truth(test, frame) else node.orelse, frame)


def _junction(node: ast.BoolOp, frame: Frame) -> Any:
    wanted = isinstance(node.op, ast.Or)
    value: Any = None
    for index, operand in enumerate(node.values):
        value = evaluate(operand, frame)
        if isinstance(value, Unread):
            return skipping.skipped(node.values[index + 1 :], value, frame, operand)
        if operating.truth(value, frame) is wanted:
            return value
    return value


def _binary(node: ast.BinOp, frame: Frame) -> Any:
    """Long chains such as `"a" + "b" + ...` lean to the left, so the way down there is a loop."""
    chain = [node]
    while isinstance(chain[-1].left, ast.BinOp):
        chain.append(chain[-1].left)
        frame.work.budget.spend(1)
    value = evaluate(chain[-1].left, frame)
    for link in reversed(chain):
        value = operating.binary(link.op, value, evaluate(link.right, frame), frame, link)
    return value


def _unary(node: ast.UnaryOp, frame: Frame) -> Any:
    value = operating.known(evaluate(node.operand, frame))
    return operating.unary(node.op, value, frame)


def _comparison(node: ast.Compare, frame: Frame) -> Any:
    left = evaluate(node.left, frame)
    result: Any = True
    for operator, right_node in zip(node.ops, node.comparators, strict=True):
        right = evaluate(right_node, frame)
        result = operating.compared(operator, left, right, frame)
        if not result:
            return result
        left = right
    return result


def _subscript(node: ast.Subscript, frame: Frame) -> Any:
    value = evaluate(node.value, frame)
    index = evaluate(node.slice, frame)
    return operating.item(value, index, frame, node)


def _slice(node: ast.Slice, frame: Frame) -> Any:
    parts = [None if part is None else evaluate(part, frame) for part in (node.lower, node.upper, node.step)]
    return slice(*(operating.known(part) for part in parts))


def _attribute(node: ast.Attribute, frame: Frame) -> Any:
    return attributes.attribute(evaluate(node.value, frame), node.attr, frame, node)


def _lambda(node: ast.Lambda, frame: Frame) -> Any:
    return function("<lambda>", node, frame)


def function(name: str, node: ast.FunctionDef | ast.Lambda, frame: Frame) -> Function:
    """A function with the values of its defaults, as they are where it is defined."""
    arguments = node.args
    defaults = tuple(evaluate(default, frame) for default in arguments.defaults)
    named = zip(arguments.kwonlyargs, arguments.kw_defaults, strict=True)
    keyword_defaults = {argument.arg: evaluate(value, frame) for argument, value in named if value is not None}
    return Function(name, node, frame, defaults, keyword_defaults)


def _walrus(node: ast.NamedExpr, frame: Frame) -> Any:
    value = evaluate(node.value, frame)
    scope = frame
    while scope.kind == "comprehension" and scope.outer is not None:
        scope = scope.outer
    scope.names[node.target.id] = value
    return value


_EVALUATORS: Mapping[type, Callable[[Any, Frame], Any]] = {
    ast.Constant: _constant,
    ast.Name: _name,
    ast.Attribute: _attribute,
    ast.Call: calling.evaluate_call,
    ast.List: _list,
    ast.Tuple: _tuple,
    ast.Set: _set,
    ast.Dict: _dict,
    ast.JoinedStr: formatting.joined,
    ast.FormattedValue: formatting.formatted,
    ast.BinOp: _binary,
    ast.UnaryOp: _unary,
    ast.BoolOp: _junction,
    ast.Compare: _comparison,
    ast.IfExp: _conditional,
    ast.Subscript: _subscript,
    ast.Slice: _slice,
    ast.Lambda: _lambda,
    ast.NamedExpr: _walrus,
    ast.ListComp: comprehending.as_list,
    ast.SetComp: comprehending.as_set,
    ast.DictComp: comprehending.as_dict,
    ast.GeneratorExp: comprehending.as_iterator,
}

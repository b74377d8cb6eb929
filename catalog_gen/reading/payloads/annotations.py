"""Annotations over the syntax tree: what type they mean, without running anything."""

from __future__ import annotations

import ast
import dataclasses
import enum
import sys
from typing import TYPE_CHECKING, Any

from catalog_gen.model.checking import Unread
from catalog_gen.model.payloads import Named, Shape
from catalog_gen.problems import Problem
from catalog_gen.reading.frames import Frame, bound_names
from catalog_gen.reading.payloads import bodies, constraining, looking, showing, vocabulary
from catalog_gen.reading.payloads.scopes import Argument, Missing, Scope, parsed, qualified
from catalog_gen.reading.signals import Failed, too_deep
from catalog_gen.reading.standins import Class, Function, Outside, Partial

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from catalog_gen.reading.frames import Work
    from catalog_gen.reading.payloads.configuring import Config

WAYS_OUT = "write another annotation, or use build --import"
_LONGEST_NAME = 2_000


class Annotations:
    """The types of one payload: `named` grows while they are read, `waiting` are classes to describe."""

    def __init__(self, work: Work) -> None:
        self.work = work
        self.named: dict[str, Named] = dict(vocabulary.ALIASES)
        self.waiting: list[tuple[str, Class, tuple[Argument, ...], Config | None]] = []
        self.handed: Config | None = None
        """What the class that is being described hands down to classes without settings of their own."""
        self.problems: dict[Problem, None] = {}
        self.no_data: set[Class] = set()
        self.users: list[tuple[Class, ast.AST, Scope]] = []
        self._asked: set[str] = set()
        self._open: list[ast.AST] = []
        self._for_types: dict[str, dict[str, Any]] = {}

    def shape(self, node: ast.AST, scope: Scope) -> Shape:
        """What the annotation means."""
        budget = self.work.budget
        budget.spend(1)
        with budget.deeper(2):
            code = _READERS.get(type(node))
            shape = code(self, node, scope) if code else self.refuse(node, scope)
            return shape if shape.place.path else shape.at(self.place(node, scope))

    def refuse(self, node: ast.AST, scope: Scope, why: str = "", hint: str = WAYS_OUT) -> Shape:
        """Say that no schema can be derived of it."""
        script = scope.frame.module.script
        text = f"{node.name}()" if isinstance(node, ast.FunctionDef) else script.segment(scope.text or node)
        text = text.partition(":")[0] if isinstance(node, ast.stmt) else text
        message = f"no schema can be derived of {text}" + (f": {why}" if why else "")
        self.problems[Problem("unreadable-payload", message, self.place(node, scope), scope.subject, hint)] = None
        return Shape("any")

    def place(self, node: ast.AST, scope: Scope) -> Any:
        """Where the annotation stands."""
        return scope.frame.place(scope.text or node)

    def value(self, node: ast.expr, scope: Scope) -> Any:
        """What a name or another expression is, also one that is there for type checkers only."""
        try:
            value = scope.frame.value(node)
            if isinstance(node, ast.Name) and value is scope.frame.module.star and value is not None:
                return looking.starred(node, scope) or value
        except Failed as signal:
            if (
                isinstance(signal.error, NameError)
                and (found := looking.for_type_checkers(node, scope, self._for_types)) is not None
            ):
                return found
            return Missing(str(signal.error))
        return value

    def name(self, node: ast.expr, scope: Scope) -> str:
        """The dotted name of what the expression means; empty where it is nothing of a library."""
        return vocabulary.name_of(self.value(node, scope))

    def spoken(self, node: ast.expr, scope: Scope) -> tuple[str, ast.Call, Scope] | None:
        """A call of something in a library, also behind a name: its dotted name, its node, and where that stands."""
        if isinstance(node, ast.Call) and (name := self.name(node.func, scope)):
            if looking.is_renamed(node.func, name, scope):
                self.refuse(node, scope, "which arguments it passes on is only known when the code runs")
            return name, node, scope
        if isinstance(node, ast.Name | ast.Attribute | ast.Call | ast.IfExp):
            value = self.value(node, scope)
            if isinstance(value, Outside) and isinstance(value.node, ast.Call) and value.frame is not None:
                inner = dataclasses.replace(scope, frame=value.frame, text=None)
                return self.spoken(value.node, inner) if value.node is not node else None
        return None

    def words(self, node: ast.expr, scope: Scope) -> dict[str, Any]:
        """What an element of `Annotated[...]`, or a default, says about the schema."""
        found = self.spoken(node, scope)
        if found is None or not constraining.counts(found[0]):
            self._refuse_marker(node, scope, found[0] if found else "")
            return {}
        name, call, scope = found
        args, kwargs = self.arguments(call, scope, ignored=_IGNORED if name == "pydantic.Field" else frozenset())
        for keyword in call.keywords if name == "pydantic.Field" else ():
            if keyword.arg is not None and keyword.arg not in constraining.OF_FIELD:
                self.refuse(keyword.value, scope, f"{keyword.arg} is no argument of Field that is read")
        return constraining.said(name, args, kwargs)

    def refuse_helper(self, node: ast.expr, value: Any, scope: Scope) -> None:
        """Refuse a call of a function of the project that cannot be followed to what it returns."""
        if not isinstance(node, ast.Call) or not isinstance(value, Unread | Missing):
            return
        if isinstance(self.value(node.func, scope), Function | Partial) and getattr(value, "node", node) is node:
            self.refuse(node, scope, "what the function makes is only known when the code runs")

    def _refuse_marker(self, node: ast.expr, scope: Scope, name: str) -> None:
        """Refuse an element of `Annotated[...]` that changes the schema by code."""
        if isinstance(node, ast.Starred):
            self.refuse(node, scope, "what it unpacks is only known when the code runs")
            return
        value = self.value(node, scope)
        self.refuse_helper(node, value, scope)
        if isinstance(value, Outside) and isinstance(value.node, ast.Call) and value.frame is not None:
            value = self.value(value.node.func, dataclasses.replace(scope, frame=value.frame, text=None))
        if isinstance(value, Class) and (hook := bodies.hook_of(value)):
            self.refuse(node, scope, f"{value.name}.{hook} decides what is written")
        name = name or vocabulary.name_of(value)
        if name.startswith("pydantic.") and name not in vocabulary.WITHOUT_EFFECT:
            self.refuse(node, scope, f"what {name.rpartition('.')[2]} makes of a type is only known when the code runs")

    def arguments(
        self, call: ast.Call, scope: Scope, ignored: frozenset[str] = frozenset(), types: int = 0
    ) -> tuple[list[Any], dict[str, Any]]:
        """The values of a call's arguments, the first `types` of which are types; refused where one is not known."""
        args: list[Any] = []
        for argument in call.args[types:]:
            args.append(self.value(argument, scope))
            if isinstance(argument, ast.Starred) or ("default" not in ignored and self._is_secret(args[-1])):
                self.refuse(argument, scope, "its value is only known when the code runs")
        kwargs: dict[str, Any] = {}
        for keyword in call.keywords:
            value = self.value(keyword.value, scope)
            if keyword.arg is None and isinstance(value, dict) and not self._is_secret(value):
                kwargs |= value
            elif keyword.arg is None or (keyword.arg not in ignored and self._is_secret(value)):
                self.refuse(keyword.value, scope, "its value is only known when the code runs")
            else:
                kwargs[keyword.arg] = value
        return args, kwargs

    def _is_secret(self, value: Any) -> bool:
        if isinstance(value, dict | list | tuple):
            return any(isinstance(item, Unread | Missing) for item in self.work.budget.walked(value)) or any(
                isinstance(item, Unread) for item in (value.values() if isinstance(value, dict) else value)
            )
        return isinstance(value, Unread | Missing) or callable(value) or type(value).__name__ == "function"

    def meaning(self, value: Any, node: ast.expr, scope: Scope) -> Shape:
        """The type that a value is, as the value of an annotation."""
        if value is None:
            return Shape("null")
        if isinstance(value, Missing):
            return self.refuse(node, scope, value.why)
        if isinstance(value, str):
            return self._forward(value, node, scope)
        if isinstance(value, Class):
            self.users.append((value, node, scope))
            return self.reference(value, ())
        if isinstance(value, type) and issubclass(value, enum.Enum) and value.__members__:
            return self._enum(value, node, scope)
        return self._of_library(value, node, scope)

    def _of_library(self, value: Any, node: ast.expr, scope: Scope) -> Shape:
        if id(value) in scope.bound:
            return scope.bound[id(value)].shape
        name = vocabulary.name_of(value)
        if name == vocabulary.TYPE_VARIABLE:
            return self._free(value, scope)
        if (shape := vocabulary.bare(name)) is not None:
            return shape
        if isinstance(value, Outside) and isinstance(value.node, ast.AST) and value.frame is not None:
            if value.node is not node:
                return self._alias(value.node, value.frame, node, scope)
        elif isinstance(value, Unread) and value.said:
            return Shape("any")  # what is wrong with it has been reported
        return self.refuse(node, scope, _outside(name))

    def _alias(self, node: ast.AST, frame: Frame, used: ast.AST, scope: Scope) -> Shape:
        """What stands elsewhere under a name."""
        if any(one is node for one in self._open):
            return self.refuse(used, scope, "it refers to itself")
        self._open.append(node)
        try:
            return self.shape(node, Scope(frame, scope.subject, scope.bound))
        finally:
            self._open.pop()

    def _free(self, value: Any, scope: Scope) -> Shape:
        """A type parameter that nothing was given for: its default, its bound, or anything."""
        node, frame = getattr(value, "node", None), getattr(value, "frame", None)
        if not isinstance(node, ast.Call) or frame is None:
            return Shape("any")
        given = {keyword.arg: keyword.value for keyword in node.keywords}
        inner = Scope(frame, scope.subject)
        for word in ("default", "bound"):
            if word in given:
                return self.shape(given[word], inner)
        if len(node.args) > 1:
            return constraining.union([self.shape(one, inner) for one in node.args[1:]])
        return Shape("any")

    def reference(self, cls: Class, arguments: tuple[Argument, ...]) -> Shape:
        """A class, which is described later."""
        unique = f"[{', '.join(argument.unique for argument in arguments)}]" if arguments else ""
        if len(unique) > _LONGEST_NAME:
            raise too_deep()
        key = f"{cls.place}:{cls.name}{unique}"
        if key not in self._asked:
            self._asked.add(key)
            self.waiting.append((key, cls, arguments, self.handed))
        return Shape("reference", name=key)

    def _enum(self, cls: type[enum.Enum], node: ast.expr, scope: Scope) -> Shape:
        statement, frame = self.work.enum_places.get(cls, (None, None))
        if statement is None or frame is None:
            return self.refuse(node, scope)
        place = frame.place(statement)
        key = f"{place}:{cls.__name__}"
        if key not in self.named:
            hidden = [name for name, known in self.work.enum_methods.get(cls, {}).items() if isinstance(known, Unread)]
            hidden = [name for name in hidden if not name.startswith("_") and _assigns(statement, name)]
            if hidden:
                self.refuse(node, scope, f"the value of {cls.__name__}.{hidden[0]} is only known when the code runs")
            values = [member.value for member in cls]
            self.work.budget.elements(len(values))
            self.named[key] = Named(
                what="enum",
                title=cls.__name__,
                path=qualified(cls.__name__, frame.outer),
                module=frame.module.name,
                doc=ast.get_docstring(statement) or "",
                values=tuple(values),
                symbols=tuple(member.name for member in cls),
                place=place,
            )
        return Shape("reference", name=key)

    def _forward(self, text: str, node: ast.AST, scope: Scope) -> Shape:
        """An annotation that is written as text."""
        inner = parsed(text)
        anchor = scope.text or node
        if inner is None:
            return self.refuse(anchor, scope, "the text is no annotation")
        if any(one is node for one in self._open):
            return self.refuse(anchor, scope, "it refers to itself")
        self._open.append(node)
        try:
            return self.shape(inner, dataclasses.replace(scope, text=anchor))  # type: ignore[arg-type]
        finally:
            self._open.pop()

    # one reader for each kind of node

    def constant(self, node: ast.Constant, scope: Scope) -> Shape:
        """`None`, or an annotation that is written as text."""
        if node.value is None:
            return Shape("null")
        return self._forward(node.value, node, scope) if isinstance(node.value, str) else self.refuse(node, scope)

    def named_type(self, node: ast.Name | ast.Attribute, scope: Scope) -> Shape:
        """`int`, `models.Order`."""
        return self.meaning(self.value(node, scope), node, scope)

    def either(self, node: ast.BinOp, scope: Scope) -> Shape:
        """`A | B`."""
        if not isinstance(node.op, ast.BitOr):
            return self.refuse(node, scope)
        parts: list[ast.expr] = []
        left: ast.expr = node
        while isinstance(left, ast.BinOp) and isinstance(left.op, ast.BitOr):
            parts.append(left.right)
            left = left.left
        return constraining.union([self.shape(part, scope) for part in (left, *reversed(parts))])

    def made_type(self, node: ast.Call, scope: Scope) -> Shape:
        """`conint(gt=3)`, and an alias behind its name: `NewType(...)`."""
        name = f"{self.name(node.func, scope)}()"
        if name == "typing.NewType()" and len(node.args) > 1:
            return self.shape(node.args[1], scope)
        if name == "typing.TypeAliasType()" and len(node.args) > 1 and isinstance(node.args[0], ast.Constant):
            return self._named_alias(str(node.args[0].value), node, node.args[1], scope)
        if name in vocabulary.CONSTRAINED:
            return self._constrained(vocabulary.CONSTRAINED[name], node, scope)
        return self.refuse(node, scope)

    def _constrained(self, base: str, node: ast.Call, scope: Scope) -> Shape:
        shape = vocabulary.bare(base) or Shape("any")
        args, kwargs = self.arguments(node, scope, ignored=frozenset({"item_type"}), types=1)
        if base in {"list", "set", "frozenset"}:
            item = next((one.value for one in node.keywords if one.arg == "item_type"), None)
            item = node.args[0] if node.args else item
            shape = dataclasses.replace(shape, inner=(self.shape(item, scope),)) if item is not None else shape
        del args
        return constraining.constrained(shape, {name: value for name, value in kwargs.items() if name != "item_type"})

    def type_statement(self, node: Any, scope: Scope) -> Shape:
        """`type Name = ...` (Python 3.12)."""
        return self._named_alias(node.name.id, node, node.value, scope)

    def _named_alias(self, name: str, node: ast.AST, meant: ast.expr, scope: Scope) -> Shape:
        """`type Name = ...` (Python 3.12), which is a definition of its own."""
        place = scope.frame.place(node)
        key = f"{place}:{name}"
        if key not in self._asked:
            self._asked.add(key)
            outer, self._open = self._open, []
            alias = self.shape(meant, scope)
            self._open = outer
            module = scope.frame.module.name
            self.named[key] = Named(what="alias", title=name, path=name, module=module, alias=alias, place=place)
        return Shape("reference", name=key)

    def subscript(self, node: ast.Subscript, scope: Scope) -> Shape:
        """`list[int]`."""
        head = self.value(node.value, scope)
        nodes = list(node.slice.elts) if isinstance(node.slice, ast.Tuple) else [node.slice]
        if isinstance(head, Missing):
            return self.refuse(node, scope, head.why)
        if isinstance(head, Class):
            self.users.append((head, node, scope))
            return self.reference(head, tuple(self.argument(one, scope) for one in nodes))
        name = vocabulary.name_of(head)
        code = _GENERICS.get(name)
        if code is not None:
            return code(self, nodes, node, scope)
        if name in vocabulary.TRANSPARENT:
            return self.shape(nodes[0], scope)
        if name in vocabulary.LISTS or name in vocabulary.SETS:
            kind: Any = "list" if name in vocabulary.LISTS else "set"
            return Shape(kind, inner=(self.shape(nodes[0], scope),))
        if name in vocabulary.DICTS and len(nodes) > 1:
            return Shape("dict", inner=(self.shape(nodes[0], scope), self.shape(nodes[1], scope)))
        if name in vocabulary.PATTERNS:
            return vocabulary.TYPES[name]
        if name in vocabulary.COUNTERS:
            return Shape("dict", inner=(self.shape(nodes[0], scope), Shape("integer")))
        return self.refuse(node, scope, _outside(name))

    def tuple(self, nodes: Sequence[ast.expr], node: ast.expr, scope: Scope) -> Shape:
        """`tuple[int, ...]`, `tuple[int, str]`."""
        del node
        if len(nodes) == 2 and isinstance(nodes[1], ast.Constant) and nodes[1].value is ...:  # noqa: PLR2004
            return Shape("list", inner=(self.shape(nodes[0], scope),))
        return Shape("tuple", inner=tuple(self.shape(one, scope) for one in nodes))

    def union(self, nodes: Sequence[ast.expr], node: ast.expr, scope: Scope) -> Shape:
        """`Union[A, B]`."""
        del node
        return constraining.union([self.shape(one, scope) for one in nodes])

    def optional(self, nodes: Sequence[ast.expr], node: ast.expr, scope: Scope) -> Shape:
        """`Optional[A]`."""
        del node
        return constraining.union([self.shape(nodes[0], scope), Shape("null")])

    def annotated(self, nodes: Sequence[ast.expr], node: ast.expr, scope: Scope) -> Shape:
        """`Annotated[A, ...]`."""
        del node
        shape = self.shape(nodes[0], scope)
        written: Shape | None = None
        for one in nodes[1:]:
            if (made := self.serialised(one, scope, shape)) is not None:
                written = made
            else:
                shape = constraining.constrained(shape, self.words(one, scope))
        return shape if written is None else dataclasses.replace(written, notes={**shape.notes, **written.notes})

    def serialised(self, node: ast.expr, scope: Scope, before: Shape) -> Shape | None:
        """What `PlainSerializer(..., return_type=X)` makes of a type."""
        found = self.spoken(node, scope)
        if found is None or found[0] not in {"pydantic.PlainSerializer", "pydantic.WrapSerializer"}:
            return None
        _, call, scope = found
        given = dict(zip(("func", "return_type", "when_used"), call.args, strict=False))
        given |= {keyword.arg: keyword.value for keyword in call.keywords if keyword.arg}
        if any(isinstance(one, ast.Starred) for one in call.args) or any(one.arg is None for one in call.keywords):
            return self.refuse(node, scope, "what it makes is only known when the code runs")
        shape = self._returned(given, scope)
        return shape if shape is None else self.unless_none(shape, before, given.get("when_used"), scope)

    def _returned(self, given: Mapping[str, ast.expr], scope: Scope) -> Shape | None:
        """What a serializer returns: its `return_type`, else what its function says; None where neither says it."""
        if "return_type" in given:
            return self.shape(given["return_type"], scope)
        function = given.get("func")
        value = self.value(function, scope) if function is not None else None
        if isinstance(value, Function):
            returns = getattr(value.node, "returns", None)
            return None if returns is None else self.shape(returns, Scope(value.frame, scope.subject))
        if function is not None and vocabulary.bare(vocabulary.name_of(value)) is not None:
            return self.shape(function, scope)
        return self.refuse(function, scope, "what it returns is not said: give return_type=") if function else None

    def unless_none(self, shape: Shape, before: Shape, used: ast.expr | None, scope: Scope) -> Shape:
        """What a serializer writes of a value that may be None, which some serializers are not asked for."""
        when = self.value(used, scope) if used is not None else "always"
        if when in ("always", "json"):
            return shape
        if when not in ("unless-none", "json-unless-none") or before.kind in {"reference", "any", "union", "literal"}:
            return self.refuse(used, scope, "whether it writes None is not known") if used is not None else shape
        null = dataclasses.replace(Shape("null"), place=shape.place)
        return Shape("union", inner=(null, shape)) if before.kind == "nullable" else shape

    def literal(self, nodes: Sequence[ast.expr], node: ast.expr, scope: Scope) -> Shape:
        """`Literal["a", 1]`."""
        del node
        values: list[Any] = []
        for one in nodes:
            value = one.value if isinstance(one, ast.Constant) else self.value(one, scope)
            if isinstance(value, Outside):
                inner = self.shape(one, scope)
                values += inner.values
                if inner.kind != "literal":
                    self.refuse(one, scope)
            elif isinstance(value, str | bytes | int | enum.Enum) or value is None:
                values.append(value)
            else:
                self.refuse(one, scope)
        unique = {(type(value), value): value for value in values}
        return Shape("literal", values=tuple(unique.values()))

    def argument(self, node: ast.expr, scope: Scope) -> Argument:
        """An argument of a generic class."""
        return Argument(self.shape(node, scope), *showing.shown(node, scope, self))


_READERS: Mapping[type, Callable[[Annotations, Any, Scope], Shape]] = {
    ast.Constant: Annotations.constant,
    ast.Name: Annotations.named_type,
    ast.Attribute: Annotations.named_type,
    ast.BinOp: Annotations.either,
    ast.Subscript: Annotations.subscript,
    ast.Call: Annotations.made_type,
    **({ast.TypeAlias: Annotations.type_statement} if hasattr(ast, "TypeAlias") else {}),
}
_GENERICS: Mapping[str, Callable[[Annotations, Sequence[ast.expr], ast.expr, Scope], Shape]] = {
    "tuple": Annotations.tuple,
    "typing.Union": Annotations.union,
    "typing.Optional": Annotations.optional,
    "typing.Annotated": Annotations.annotated,
    "typing.Literal": Annotations.literal,
}
_IGNORED = frozenset(
    {"default", "default_factory", "validation_alias", "init", "repr", "strict", "kw_only", "frozen", "exclude_if"}
)
"""Arguments of `Field` whose value need not be known."""


def _outside(name: str) -> str:
    if not name or "." not in name:
        return ""
    if name.partition(".")[0] in sys.stdlib_module_names | {"pydantic", "msgspec", "attrs"}:
        return "it has no counterpart in schemas"
    return f"what {name.rpartition('.')[2]} (from {name.rpartition('.')[0]}) is, is only known when the code runs"


def _assigns(statement: ast.ClassDef, name: str) -> bool:
    nodes = [node for node in statement.body if isinstance(node, ast.Assign | ast.AnnAssign)]
    return name in bound_names(nodes)

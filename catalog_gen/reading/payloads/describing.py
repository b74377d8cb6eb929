"""Class statements as data: their fields, from the annotations in the syntax tree."""

from __future__ import annotations

import ast
import dataclasses
from typing import TYPE_CHECKING, Any

from catalog_gen.model.checking import Unread
from catalog_gen.model.payloads import NOTHING, Field, Named, Shape
from catalog_gen.reading.payloads import ancestry, bodies, configuring, constraining, vocabulary
from catalog_gen.reading.payloads.configuring import Config
from catalog_gen.reading.payloads.scopes import Argument, Missing, Scope, parsed, qualified

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from catalog_gen.reading.payloads.ancestry import Ancestor, Ancestry
    from catalog_gen.reading.payloads.annotations import Annotations
    from catalog_gen.reading.standins import Class

_DECORATORS = {
    "dataclasses.dataclass": "dataclass",
    "pydantic.dataclasses.dataclass": "pydantic dataclass",
    "attrs.define": "attrs",
    "attrs.frozen": "attrs",
    "attrs.mutable": "attrs",
    "attrs.dataclass": "attrs",
    "attrs.s": "attrs",
    "attrs.attrs": "attrs",
}
_FIELDS = {
    "dataclasses.field",
    "attrs.field",
    "attrs.ib",
    "attrs.attrib",
    "msgspec.field",
    "msgspec._core.field",
}
MAKE_IT = "make it a dataclass, a pydantic model or a TypedDict, or use build --import"
_EFFECTS = {"pydantic.model_serializer": "a model_serializer decides what is written"}


def described(
    cls: Class, arguments: Sequence[Argument], annotations: Annotations, handed: Config | None = None
) -> Named:
    """What the class says; `handed` are the settings of the class that mentioned it first."""
    subject = cls.name
    line = ancestry.of(cls, arguments, annotations, subject)
    reader = _Class(cls, line, annotations)
    return reader.named(arguments, handed)


@dataclasses.dataclass(slots=True)
class _Said:
    """A field while it is put together."""

    name: str
    shape: Shape
    words: dict[str, Any]
    default: Any = NOTHING
    required: bool = True
    kept: bool = True
    """Whether it is more than what `__post_init__` is handed."""


class _Class:
    def __init__(self, cls: Class, line: Ancestry, annotations: Annotations) -> None:
        self._cls = cls
        self._line = line
        self._annotations = annotations
        self._scope = line.line[0].scope
        self._decorators = {id(one.cls): list(self._decorated(one)) for one in line.line}
        self._kind = self._kind_of()
        self._config = Config()

    def named(self, arguments: Sequence[Argument], handed: Config | None) -> Named:
        """The class with its fields."""
        cls, node = self._cls, self._cls.node
        shown = f"[{', '.join(one.shown for one in arguments)}]" if arguments else ""
        short = f"[{','.join(one.shown for one in arguments)}]" if arguments else ""
        long = f"[{','.join(one.unique for one in arguments)}]" if arguments else ""
        name = qualified(cls.name, cls.frame)
        module = self._scope.frame.module.name
        self._config = self._settings(handed)
        what: Any = "named tuple" if self._kind == "named tuple" else "class"
        fields, alias = self._fields(), None
        if self._is_root():
            what, alias = "alias", next((field.shape for field in fields if field.name == "root"), Shape("any"))
            fields = ()
        notes = dict(self._config.notes)
        if any(name == "typing.deprecated" for name, _ in self._decorators[id(cls)]):
            notes.setdefault("deprecated", True)
        return Named(
            what=what,
            title=cls.name + (shown if self._kind == "model" else ""),
            path=f"{name}{short}",
            unique=f"{module}.{name}{long}",
            module=module,
            doc="" if node is None or what == "named tuple" else ast.get_docstring(node) or "",
            fields=fields,
            alias=alias,
            open=self._config.open,
            notes=notes,
            config={
                **self._config.words,
                **({"root": True} if alias else {}),
                **({"parametrised": True} if arguments and self._kind == "model" else {}),
            },
            place=cls.place,
        )

    def _settings(self, handed: Config | None) -> Config:
        """The settings of the class. Those of pydantic's go on to plain classes inside that have none of their own.

        https://docs.pydantic.dev/latest/concepts/config/#configuration-propagation
        """
        own = configuring.merged(self._line, self._kind, self._annotations)
        plain = self._kind in {"dataclass", "typed dict", "named tuple"}
        if plain and handed is not None and own.is_default:
            own = dataclasses.replace(handed, notes={})
        passes_on = plain or self._kind in {"model", "pydantic dataclass"}
        self._annotations.handed = own if passes_on and not own.is_default else None
        return own

    def _is_root(self) -> bool:
        return "pydantic.RootModel" in self._line.libraries

    def _kind_of(self) -> str:
        for name in self._line.libraries:
            if name in ancestry.KINDS:
                return ancestry.KINDS[name]
        for one in self._line.line:
            for name, _ in self._decorators[id(one.cls)]:
                if name in _DECORATORS:
                    return _DECORATORS[name]
        return ""

    def _decorated(self, one: Ancestor) -> Iterator[tuple[str, ast.expr]]:
        scope = ancestry.outer_scope(one.scope)
        for node in one.cls.node.decorator_list if one.cls.node else []:
            yield self._annotations.name(node.func if isinstance(node, ast.Call) else node, scope), node

    def _fields(self) -> tuple[Field, ...]:
        for base, scope in self._line.unknown:
            why = "what it inherits from there is only known when the code runs"
            self._annotations.refuse(base, scope, why)
        for one in self._line.line:
            bodies.refuse_code(one.cls, one.body, one.scope, self._kind, self._annotations)
        if not self._kind:
            if not self._line.unknown:
                self._annotations.no_data.add(self._cls)
            return ()
        said: dict[str, _Said] = {}
        if self._line.root is not None:
            node, scope = self._line.root
            said["root"] = _Said("root", self._annotations.shape(node, scope), {})
        for one in reversed(self._line.line):
            if self._gives_fields(one):
                self._own_fields(one, said)
        fields = [self._field(one) for one in said.values() if one.kept and one.words.get("exclude") is not True]
        if self._kind in {"model", "pydantic dataclass"}:
            fields = self._serialised(fields + self._computed())
        return tuple(fields)

    def _gives_fields(self, one: Ancestor) -> bool:
        """Whether the annotations of a class in the line are fields: of dataclasses, only where it is one itself."""
        names = [name for name, _ in self._decorators[id(one.cls)]]
        return not self._kind.endswith(("dataclass", "attrs")) or any(name in _DECORATORS for name in names)

    def _own_fields(self, one: Ancestor, said: dict[str, _Said]) -> None:
        node, body = one.cls.node, one.body
        total = all(self._is_total(keyword, one) for keyword in (node.keywords if node else []))
        for index, statement in enumerate(body):
            if isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
                field = self._said(statement, statement.target.id, one, total=total)
                if field is None:
                    said.pop(statement.target.id, None)
                    continue
                if self._config.words.get("use_attribute_docstrings") and index + 1 < len(body):
                    doc = _text(body[index + 1])
                    field.words |= {"description": doc} if doc and not field.words.get("description") else {}
                before = said.get(field.name)
                inherits = self._kind.endswith("dataclass") and before is not None and before.default is not NOTHING
                if before is not None and inherits and field.required:  # found as an attribute of the class
                    field.required, field.default = False, before.default
                said[field.name] = field

    def _is_total(self, keyword: ast.keyword, one: Ancestor) -> bool:
        """Whether a keyword of a TypedDict leaves its fields required."""
        if keyword.arg not in {"total", "closed", "extra_items"} or self._kind != "typed dict":
            return True
        scope = ancestry.outer_scope(one.scope)
        value = self._annotations.value(keyword.value, scope)
        if keyword.arg != "total" and value is not False:
            self._annotations.refuse(keyword.value, scope, f"{keyword.arg} of a TypedDict is not read")
        elif not isinstance(value, bool):
            self._annotations.refuse(keyword.value, scope, "its value is only known when the code runs")
        return keyword.arg != "total" or value is not False

    def _said(self, statement: ast.AnnAssign, name: str, one: Ancestor, *, total: bool) -> _Said | None:
        if name == "__pydantic_extra__" and self._kind == "model":
            self._annotations.refuse(statement.annotation, one.scope, "types of further keys are not read")
        if name.startswith("_") and self._kind in {"model", "named tuple"}:
            return None
        if name == "model_config" and self._kind == "model":
            return None
        annotation, scope, words, about = self._peeled(statement.annotation, one.scope)
        if "typing.Final" in words and self._kind == "model" and isinstance(statement.value, ast.Constant):
            return None  # pydantic makes a class variable of it
        if "typing.ClassVar" in words or "dataclasses.KW_ONLY" in words:
            return None
        if "dataclasses.InitVar" in words and self._kind.endswith("dataclass"):
            return self._handed_over(statement, name, one)
        shape = self._annotations.shape(annotation, scope)
        said: dict[str, Any] = {}
        written: Shape | None = None
        for element, where in about:
            made = self._annotations.serialised(element, where, shape)
            written = made or written
            said |= self._annotations.words(element, where)
        field = _Said(name, written or shape, said)
        if self._kind == "typed dict":
            field.required = ("typing.Required" in words or total) and "typing.NotRequired" not in words
        elif statement.value is not None:
            self._default(statement.value, one, field)
        if "default" in field.words or field.words.get("default_factory") is not None:
            self._given(field)
        if field.words.get("init") is False and field.required and self._kind != "attrs":
            return None
        field.kept = not (field.words.get("init_var") and self._kind.endswith("dataclass"))
        limits = constraining.LIMITS if written else ()  # those of the type that is no longer written
        kept = {word: value for word, value in field.words.items() if word not in limits}
        field.shape = constraining.constrained(field.shape, kept)
        return field

    def _handed_over(self, statement: ast.AnnAssign, name: str, one: Ancestor) -> _Said:
        """An `InitVar`, of any type, whose default is still that of a field that comes after it."""
        field = _Said(name, Shape("any"), {}, kept=False)
        if statement.value is not None:
            field.words["default"] = self._annotations.value(statement.value, one.scope)
            self._given(field)
        return field

    def _peeled(
        self, node: ast.expr, scope: Scope
    ) -> tuple[ast.expr, Scope, frozenset[str], list[tuple[ast.expr, Scope]]]:
        """The annotation without what is around it, and that: `Required[...]`, `Annotated[...]`, aliases of those."""
        words: set[str] = set()
        about: list[tuple[ast.expr, Scope]] = []
        for _ in range(50):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                inner = parsed(node.value)
                if inner is None:
                    break
                node, scope = inner, dataclasses.replace(scope, text=scope.text or node)
                continue
            head = node.value if isinstance(node, ast.Subscript) else node
            if not isinstance(head, ast.Name | ast.Attribute):
                break
            value = self._annotations.value(head, scope)
            name = vocabulary.name_of(value)
            if name in vocabulary.TRANSPARENT | {"dataclasses.KW_ONLY"} and not name.startswith("pydantic."):
                words.add(name)
                if not isinstance(node, ast.Subscript):
                    break
                node = node.slice
            elif name == "typing.Annotated" and isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Tuple):
                about = [(one, scope) for one in node.slice.elts[1:]] + about
                node = node.slice.elts[0]
            elif head is node and _is_subscript(value) and id(value) not in scope.bound:
                node, scope = value.node, Scope(value.frame, scope.subject, scope.bound)
            else:
                break
        return node, scope, frozenset(words), about

    def _default(self, node: ast.expr, one: Ancestor, field: _Said) -> None:
        """What stands behind the `=`."""
        found = self._annotations.spoken(node, one.scope)
        if found is not None and constraining.counts(found[0]):
            field.words |= self._annotations.words(node, one.scope)
            return
        if found is not None and found[0] in _FIELDS:
            self._dataclass_field(found[1], found[2], field)
            return
        if isinstance(node, ast.Constant) and node.value is ... and self._kind in {"model", "pydantic dataclass"}:
            return
        field.words["default"] = value = self._annotations.value(node, one.scope)
        self._annotations.refuse_helper(node, value, one.scope)

    def _dataclass_field(self, call: ast.Call, scope: Scope, field: _Said) -> None:
        for keyword in call.keywords:
            if keyword.arg in {"default", "init"}:
                value = self._annotations.value(keyword.value, scope)
                if not (isinstance(keyword.value, ast.Name) and keyword.value.id == "MISSING"):
                    field.words[keyword.arg] = value
            elif keyword.arg in {"default_factory", "factory"}:
                field.words["default_factory"] = True
            elif keyword.arg == "metadata":
                metadata = self._annotations.value(keyword.value, scope)
                known = ("title", "description", "examples", "deprecated")
                if isinstance(metadata, dict) and self._kind != "attrs":
                    field.words |= {name: metadata[name] for name in known if name in metadata}
            elif keyword.arg in {"name", "alias"} and self._kind == "struct":
                field.words["serialization_alias"] = self._annotations.value(keyword.value, scope)

    def _given(self, field: _Said) -> None:
        """A field that payloads may leave out, with the default as far as it is known."""
        default = field.words.get("default", NOTHING)
        if default is ... and field.words.get("default_factory") is None:
            return
        field.required = False
        unknown = isinstance(default, Unread | Missing) or default is NOTHING or default is ...
        if not unknown and isinstance(default, dict | list | tuple | set | frozenset):
            unknown = not self._is_known(default)
        field.default = NOTHING if unknown else default

    def _is_known(self, value: Any) -> bool:
        from catalog_gen.reading.signals import Signal

        try:
            self._annotations.work.budget.settled(value)
        except Signal:
            return False
        return True

    def _field(self, field: _Said) -> Field:
        return Field(
            name=field.name,
            key=self._key(field.name, field.words),
            shape=field.shape,
            required=field.required,
            default=field.default,
            absent=self._kind == "typed dict" and not field.required,
        )

    def _key(self, name: str, words: dict[str, Any]) -> str:
        """The name in payloads: the field's alias, else what the generator of the class makes of it."""
        for word in ("serialization_alias", "alias"):
            if isinstance(words.get(word), str):
                return str(words[word])
        return self._config.key(name)

    def _serialised(self, fields: list[Field]) -> list[Field]:
        """With the types that a `field_serializer` says it returns."""
        returned: dict[str, tuple[ast.expr, Scope, ast.expr | None]] = {}
        for function, name, call, scope in self._methods({"pydantic.field_serializer"}):
            del name
            given = {keyword.arg: keyword.value for keyword in call.keywords} if call else {}
            node = given.get("return_type", function.returns)
            for one in self._serialised_names(call, scope) if call else ():
                if node is not None:
                    returned[one] = (node, scope, given.get("when_used"))
        result = []
        for field in fields:
            found = returned.get(field.name) or returned.get("*")
            if found is not None:
                node, scope, used = found
                shape = self._annotations.shape(node, scope)
                shape = self._annotations.unless_none(shape, field.shape, used, scope)
                notes = {**shape.notes, **field.shape.notes}
                field = dataclasses.replace(field, shape=dataclasses.replace(shape, notes=notes))  # noqa: PLW2901
            result.append(field)
        for function, name, _, scope in self._methods(set(_EFFECTS)):
            self._annotations.refuse(function, scope, _EFFECTS[name])
        return result

    def _serialised_names(self, call: ast.Call, scope: Scope) -> Iterator[str]:
        """The fields that a `field_serializer` is for."""
        for argument in call.args:
            node = argument.value if isinstance(argument, ast.Starred) else argument
            value = self._annotations.value(node, scope)
            values = value if isinstance(argument, ast.Starred) and isinstance(value, list | tuple) else (value,)
            for one in values:
                if isinstance(one, str):
                    yield one
                else:
                    self._annotations.refuse(node, scope, "which fields it is for is only known when the code runs")

    def _computed(self) -> list[Field]:
        fields: dict[str, Field] = {}
        for function, _, call, scope in self._methods({"pydantic.computed_field"}):
            words = self._annotations.arguments(call, scope)[1] if call else {}
            if function.returns is None and "return_type" not in words:
                self._annotations.refuse(function, scope, "the method does not say what it returns")
                continue
            node = next((one.value for one in call.keywords if one.arg == "return_type"), None) if call else None
            shape = self._annotations.shape(node or function.returns, scope)  # type: ignore[arg-type]
            words = {"description": ast.get_docstring(function), **words}
            shape = constraining.constrained(shape, {word: value for word, value in words.items() if value})
            fields[function.name] = Field(
                name=function.name, key=self._key(function.name, words), shape=shape, computed=True
            )
        return list(fields.values())

    def _methods(self, wanted: set[str]) -> Iterator[tuple[ast.FunctionDef, str, ast.Call | None, Scope]]:
        """The methods with one of the decorators, those of ancestors first."""
        for one in reversed(self._line.line):
            for statement in one.body:
                for node in statement.decorator_list if isinstance(statement, ast.FunctionDef) else []:
                    call = node if isinstance(node, ast.Call) else None
                    name = self._annotations.name(call.func if call else node, one.scope)
                    if name in wanted and isinstance(statement, ast.FunctionDef):
                        yield statement, name, call, one.scope


def _is_subscript(value: Any) -> bool:
    return isinstance(getattr(value, "node", None), ast.Subscript) and getattr(value, "frame", None) is not None


def _text(statement: ast.stmt) -> str:
    import inspect

    value = statement.value if isinstance(statement, ast.Expr) else None
    return inspect.cleandoc(value.value) if isinstance(value, ast.Constant) and isinstance(value.value, str) else ""

"""What a class says about all its fields: `model_config`, `class Config`, keywords of the class statement."""

from __future__ import annotations

import ast
import dataclasses
import re
from typing import TYPE_CHECKING, Any

from catalog_gen.reading.payloads import ancestry, vocabulary
from catalog_gen.reading.signals import Exhausted
from catalog_gen.reading.standins import Class, Function, Outside

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from catalog_gen.reading.payloads.ancestry import Ancestor, Ancestry
    from catalog_gen.reading.payloads.annotations import Annotations
    from catalog_gen.reading.payloads.scopes import Scope

_KNOWN = frozenset(
    {
        "title",
        "extra",
        "alias_generator",
        "json_schema_extra",
        "use_attribute_docstrings",
        "str_min_length",
        "str_max_length",
        "ser_json_timedelta",
        "ser_json_bytes",
        "json_schema_serialization_defaults_required",
        "model_title_generator",
        "field_title_generator",
    }
)
_CODE = {"model_title_generator", "field_title_generator"}


_Setting = tuple[str, Any, ast.AST, "Scope"]
"""Name, value, and where it stands."""


@dataclasses.dataclass(frozen=True, slots=True)
class Config:
    """The settings of a class, and how it makes the keys of payloads."""

    words: Mapping[str, Any] = dataclasses.field(default_factory=dict)
    notes: Mapping[str, Any] = dataclasses.field(default_factory=dict)
    open: bool | None = None
    key: Callable[[str], str] = str

    @property
    def is_default(self) -> bool:
        """Whether it changes nothing."""
        return not self.words and self.open is None and self.key is str


def to_pascal(snake: str) -> str:
    """`order_id` gives `OrderId`, as `pydantic.alias_generators` has it."""
    return re.sub("([0-9A-Za-z])_(?=[0-9A-Z])", lambda match: match[1], snake.title())


def to_camel(snake: str) -> str:
    """`order_id` gives `orderId`."""
    if re.match("^[a-z]+[A-Za-z0-9]*$", snake) and not re.search(r"\d[a-z]", snake):
        return snake
    return re.sub("(^_*[A-Z])", lambda match: match[1].lower(), to_pascal(snake))


def to_snake(camel: str) -> str:
    """`orderId` gives `order_id`."""
    text = re.sub(r"([A-Z]+)([A-Z][a-z])", r"\1_\2", camel)
    for before, after in (("[a-z]", "[A-Z]"), ("[0-9]", "[A-Z]"), ("[a-z]", "[0-9]")):
        text = re.sub(f"({before})({after})", r"\1_\2", text)
    return text.replace("-", "_").lower()


_GENERATORS: Mapping[str, Callable[[str], str]] = {
    "pydantic.alias_generators.to_camel": to_camel,
    "pydantic.alias_generators.to_pascal": to_pascal,
    "pydantic.alias_generators.to_snake": to_snake,
}
_RENAMES: Mapping[str, Callable[[str], str]] = {
    "lower": str.lower,
    "upper": str.upper,
    "camel": lambda name: _joined(name, "", first=str),
    "pascal": lambda name: _joined(name, "", first=str.capitalize),
    "kebab": lambda name: name.strip("_").replace("_", "-"),
}
"""What `rename=` of msgspec does: https://jcristharif.com/msgspec/structs.html#renaming-fields"""


def _joined(name: str, separator: str, first: Callable[[str], str]) -> str:
    parts = [part for part in name.split("_") if part]
    return separator.join([*(first(part) for part in parts[:1]), *(part.capitalize() for part in parts[1:])])


def merged(line: Ancestry, kind: str, annotations: Annotations) -> Config:
    """The settings of a class, on top of those that it inherits."""
    return _read(_inherited(line, kind, annotations), kind, annotations)


def _inherited(line: Ancestry, kind: str, annotations: Annotations) -> dict[str, tuple[Any, ast.AST, Scope]]:
    """The settings by name, those of each base over those of the bases before it, as pydantic has it for models."""
    found: dict[int, dict[str, tuple[Any, ast.AST, Scope]]] = {}
    given: dict[str, tuple[Any, ast.AST, Scope]] = {}
    for one in reversed(line.line):  # a class comes after all that it inherits from
        given = {} if kind == "model" else given
        for base in one.bases if kind == "model" else ():
            given |= found.get(id(base), {})
        given |= {name: (value, node, scope) for name, value, node, scope in _given(one, kind, annotations)}
        found[id(one.cls)] = given
    return given


def _given(one: Ancestor, kind: str, annotations: Annotations) -> Iterator[_Setting]:
    """Each setting that the class itself makes."""
    node = one.cls.node
    if node is None:
        return
    yield from _in_body(one, kind, annotations)
    outer = ancestry.outer_scope(one.scope)
    for decorator in node.decorator_list:
        if isinstance(decorator, ast.Call):
            yield from _in_decorator(decorator, outer, annotations)
    if kind in {"model", "struct"}:
        for keyword in node.keywords:
            if keyword.arg:
                yield keyword.arg, annotations.value(keyword.value, outer), keyword.value, outer
            else:
                yield from _settings(keyword.value, outer, annotations)


def _in_body(one: Ancestor, kind: str, annotations: Annotations) -> Iterator[_Setting]:
    wanted = "model_config" if kind == "model" else "__pydantic_config__"
    for statement in one.body:
        if isinstance(statement, ast.Assign | ast.AnnAssign) and _target(statement) == wanted and statement.value:
            yield from _settings(statement.value, one.scope, annotations)
        elif isinstance(statement, ast.ClassDef) and statement.name == "Config" and kind == "model":
            inner = one.cls.names.get("Config")
            if isinstance(inner, Class):
                yield from ((name, value, statement, one.scope) for name, value in inner.names.items())


def _in_decorator(decorator: ast.Call, outer: Scope, annotations: Annotations) -> Iterator[_Setting]:
    name = annotations.name(decorator.func, outer)
    if name == "pydantic.dataclasses.dataclass":
        for keyword in decorator.keywords:
            if keyword.arg == "config":
                yield from _settings(keyword.value, outer, annotations)
    elif name == "pydantic.with_config":
        for argument in decorator.args:
            yield from _settings(argument, outer, annotations)
        yield from _settings(decorator, outer, annotations)


def _target(statement: ast.stmt) -> str | None:
    if isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
        return statement.target.id
    if isinstance(statement, ast.Assign) and len(statement.targets) == 1:
        target = statement.targets[0]
        return target.id if isinstance(target, ast.Name) else None
    return None


_MAKERS = frozenset({"pydantic.ConfigDict", "pydantic_settings.SettingsConfigDict", "pydantic.with_config", "dict"})


def _settings(node: ast.expr, scope: Scope, annotations: Annotations) -> Iterator[_Setting]:
    """The settings in `ConfigDict(...)`, a dict, or something that stands for one; refused where they are not known."""
    annotations.work.budget.spend(1)
    with annotations.work.budget.deeper(2):
        call = annotations.spoken(node, scope)
        if call is not None and call[0] in _MAKERS:
            yield from _in_call(call[1], call[2], annotations, positional=call[0] != "pydantic.with_config")
        elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr):
            yield from _settings(node.left, scope, annotations)
            yield from _settings(node.right, scope, annotations)
        elif isinstance(node, ast.Dict):
            yield from _in_dict(node, scope, annotations)
        else:
            yield from _elsewhere(node, scope, annotations)


def _in_call(call: ast.Call, scope: Scope, annotations: Annotations, *, positional: bool) -> Iterator[_Setting]:
    for argument in call.args if positional else ():
        yield from _settings(argument, scope, annotations)
    for keyword in call.keywords:
        if keyword.arg is not None:
            yield keyword.arg, annotations.value(keyword.value, scope), keyword.value, scope
        else:
            yield from _settings(keyword.value, scope, annotations)


def _in_dict(node: ast.Dict, scope: Scope, annotations: Annotations) -> Iterator[_Setting]:
    for key, value in zip(node.keys, node.values, strict=True):
        name = annotations.value(key, scope) if key is not None else None
        if key is None:
            yield from _settings(value, scope, annotations)
        elif isinstance(name, str):
            yield name, annotations.value(value, scope), value, scope
        else:
            annotations.refuse(key, scope, "which setting it is, is only known when the code runs")


def _elsewhere(node: ast.expr, scope: Scope, annotations: Annotations) -> Iterator[_Setting]:
    """The settings behind a name, and those of another class."""
    if isinstance(node, ast.Attribute) and node.attr == "model_config":
        cls = annotations.value(node.value, scope)
        if isinstance(cls, Class):
            found = _inherited(ancestry.of(cls, (), annotations, scope.subject), "model", annotations)
            yield from ((name, *setting) for name, setting in found.items())
            return
    value = annotations.value(node, scope)
    if isinstance(value, dict):
        yield from ((name, item, node, scope) for name, item in value.items())
    elif isinstance(value, Class):
        yield from ((name, item, node, scope) for name, item in value.names.items())
    elif isinstance(value, Outside) and isinstance(value.node, ast.expr) and value.frame and value.node is not node:
        yield from _settings(value.node, dataclasses.replace(scope, frame=value.frame, text=None), annotations)
    elif value is not None:
        annotations.refuse(node, scope, "the settings of the class are only known when the code runs")


def _read(given: Mapping[str, tuple[Any, ast.AST, Scope]], kind: str, annotations: Annotations) -> Config:
    words: dict[str, Any] = {}
    notes: dict[str, Any] = {}
    key: Callable[[str], str] = str
    for name, (value, node, scope) in given.items():
        if name == "alias_generator" and value is not None:
            key = _generator(value, node, scope, annotations)
        elif name == "rename" and kind == "struct":
            if value is not None and not (isinstance(value, str) and value in _RENAMES):
                annotations.refuse(node, scope, "what rename does to each field is not read")
            key = _RENAMES.get(value, str) if isinstance(value, str) else key
        elif name in {"tag", "tag_field", "array_like"} and kind == "struct" and value:
            annotations.refuse(node, scope, f"{name} changes what is written")
        elif name not in _KNOWN or value is None:
            continue
        elif name in _CODE or isinstance(value, Outside | Function):
            annotations.refuse(node, scope, f"{name} is only known when the code runs")
        elif name == "title":
            notes["title"] = value
        elif name == "json_schema_extra" and isinstance(value, dict):
            notes |= value
        else:
            words[name] = value
    forbid = kind == "struct" and given.get("forbid_unknown_fields", (False,))[0] is True
    extra = {"allow": True, "forbid": False}.get(words.pop("extra", ""), False if forbid else None)
    return Config(words, notes, extra, key)


def _generator(value: Any, node: ast.AST, scope: Scope, annotations: Annotations) -> Callable[[str], str]:
    """The function behind `alias_generator`."""
    name = vocabulary.name_of(value)
    if name in _GENERATORS:
        return _GENERATORS[name]
    if isinstance(value, Outside) and isinstance(value.node, ast.Call) and value.frame is not None:
        inner = dataclasses.replace(scope, frame=value.frame)
        call = value.node
        if annotations.name(call.func, inner).endswith(".AliasGenerator"):
            for word in ("serialization_alias", "alias"):
                for keyword in call.keywords:
                    if keyword.arg == word:
                        found = annotations.value(keyword.value, inner)
                        return _generator(found, keyword.value, inner, annotations)
            return str
    if isinstance(value, Function):
        function, where = value, node

        def called(name: str) -> str:
            result = _called(function, name, where, scope)
            if not isinstance(result, str):
                annotations.refuse(where, scope, "what it makes of a name is only known when the code runs")
            return result if isinstance(result, str) else name

        return called
    annotations.refuse(node, scope, "what it makes of a name is only known when the code runs")
    return str


def _called(function: Function, name: str, node: Any, scope: Scope) -> Any:
    try:
        return scope.frame.work.call(function, [name], {}, scope.frame, node)
    except Exhausted:
        raise
    except Exception:  # noqa: BLE001 - Python would raise it, whatever it is
        return None

"""Type hints of running code: what type they mean, in the same shapes as annotations of the syntax tree."""

from __future__ import annotations

import enum
import inspect
import sys
import typing
from typing import TYPE_CHECKING, Any

from catalog_gen.model.payloads import NO_PLACE, Named, Shape
from catalog_gen.reading.payloads import constraining, vocabulary

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from catalog_gen.problems import Place

_DEEPEST = 150


class UnfitError(TypeError):
    """A type of which no schema can be derived."""


class NoDataError(UnfitError):
    """A class that has no fields."""

    def __init__(self, value: Any) -> None:
        super().__init__(f"no schema can be derived of {shown(value)}, which is no class with fields")
        self.value = value


class Hints:
    """The types of one payload: `named` grows while they are read, classes wait to be described."""

    def __init__(
        self, place_of: Callable[..., Place | None], described: Callable[[Any, tuple[Any, ...], Hints], Named]
    ) -> None:
        self.named: dict[str, Named] = dict(vocabulary.ALIASES)
        self.mentions_pydantic = False
        self._place_of = place_of
        self._described = described
        self._waiting: list[tuple[str, Any, tuple[Any, ...]]] = []
        self._asked: set[str] = set()
        self._depth = 0

    def describe(self) -> None:
        """Every class that has been mentioned."""
        position = 0
        while position < len(self._waiting):
            key, cls, arguments = self._waiting[position]
            position += 1
            self.named[key] = self._described(cls, arguments, self)

    def shape(self, hint: Any, bound: Mapping[Any, Any] | None = None) -> Shape:
        """What the hint means; `bound` are the arguments of type parameters."""
        self._depth += 1
        try:
            if self._depth > _DEEPEST:
                message = "the annotation is nested too deeply"
                raise UnfitError(message)
            return self._shape(hint, bound or {})
        finally:
            self._depth -= 1

    def _shape(self, hint: Any, bound: Mapping[Any, Any]) -> Shape:
        if hint is None or hint is type(None):
            return Shape("null")
        if isinstance(hint, typing.TypeVar):
            return self._parameter(hint, bound)
        if type(hint).__name__ == "NewType":
            return self.shape(hint.__supertype__, bound)
        if type(hint).__name__ == "TypeAliasType":
            return self._alias(hint)
        origin, arguments = typing.get_origin(hint), typing.get_args(hint)
        if origin is not None:
            return self._generic(hint, origin, arguments, bound)
        if isinstance(hint, type) and issubclass(hint, enum.Enum):
            return self._enum(hint)
        name = _name(hint)
        self._note(hint)
        if (shape := vocabulary.bare(name)) is not None:
            return shape
        if isinstance(hint, type):
            return self._reference(hint, ())
        message = f"no schema can be derived of {shown(hint)}"
        raise UnfitError(message)

    def _note(self, hint: Any) -> None:
        top = str(getattr(hint, "__module__", "")).split(".")[0]
        self.mentions_pydantic = self.mentions_pydantic or top == "pydantic" or is_pydantic(hint)

    def _parameter(self, hint: Any, bound: Mapping[Any, Any]) -> Shape:
        if hint in bound:
            return self.shape(bound[hint])
        default = getattr(hint, "__default__", None)
        if default is not None and type(default).__name__ not in {"NoDefaultType", "NoDefault"}:
            return self.shape(default)
        if hint.__bound__ is not None:
            return self.shape(hint.__bound__)
        if hint.__constraints__:
            return constraining.union([self.shape(one) for one in hint.__constraints__])
        return Shape("any")

    def _alias(self, hint: Any) -> Shape:
        if f"{hint.__name__}" == "JsonValue":
            return Shape("reference", name="JsonValue")
        module = getattr(hint, "__module__", "") or ""
        key = f"{module}.{hint.__name__}"
        if key not in self._asked:
            self._asked.add(key)
            alias = self.shape(hint.__value__)
            self.named[key] = Named(what="alias", title=hint.__name__, path=hint.__name__, module=module, alias=alias)
        return Shape("reference", name=key)

    def _generic(self, hint: Any, origin: Any, arguments: tuple[Any, ...], bound: Mapping[Any, Any]) -> Shape:
        name = _name(origin)
        empty = name == "tuple" and type(hint).__name__ in {"GenericAlias", "_GenericAlias"}  # tuple[()]
        if not arguments and not empty and (shape := vocabulary.bare(name)) is not None:
            return shape
        if name in {"typing.Union", "types.UnionType"}:
            return constraining.union([self.shape(one, bound) for one in arguments])
        if name == "typing.Literal":
            return Shape("literal", values=arguments)
        if name == "typing.Annotated":
            return self.about(self.shape(arguments[0], bound), arguments[1:])
        if name == "tuple":
            return self._tuple(arguments, bound)
        if name in vocabulary.TRANSPARENT:
            return self.shape(arguments[0], bound)
        if name in vocabulary.LISTS or name in vocabulary.SETS:
            kind: Any = "list" if name in vocabulary.LISTS else "set"
            return Shape(kind, inner=(self.shape(arguments[0], bound),))
        if name in vocabulary.DICTS:
            return Shape("dict", inner=(self.shape(arguments[0], bound), self.shape(arguments[1], bound)))
        if name in vocabulary.PATTERNS:
            return vocabulary.TYPES[name]
        if name in vocabulary.COUNTERS:
            return Shape("dict", inner=(self.shape(arguments[0], bound), Shape("integer")))
        if isinstance(origin, type):
            self._note(origin)
            return self._reference(origin, tuple(_filled(one, bound) for one in arguments))
        message = f"no schema can be derived of {shown(hint)}"
        raise UnfitError(message)

    def _tuple(self, arguments: tuple[Any, ...], bound: Mapping[Any, Any]) -> Shape:
        if len(arguments) == 2 and arguments[1] is ...:  # noqa: PLR2004
            return Shape("list", inner=(self.shape(arguments[0], bound),))
        return Shape("tuple", inner=tuple(self.shape(one, bound) for one in arguments))

    def about(self, shape: Shape, elements: Sequence[Any]) -> Shape:
        """The shape with what stands beside it in `Annotated[...]`."""
        for element in elements:
            returns = getattr(element, "return_type", None)
            if type(element).__name__ in {"PlainSerializer", "WrapSerializer"} and _is_given(returns):
                shape = self.shape(returns)
            else:
                self._note(type(element))
                shape = constraining.constrained(shape, words(element))
                shape = _of_pydantic(shape, element)
        return shape

    def _reference(self, cls: Any, arguments: tuple[Any, ...]) -> Shape:
        key = f"{id(cls)}{shown_all(arguments)}"
        if key not in self._asked:
            self._asked.add(key)
            self._waiting.append((key, cls, arguments))
        return Shape("reference", name=key)

    def _enum(self, cls: type[enum.Enum]) -> Shape:
        key = str(id(cls))
        if key not in self.named:
            doc = cls.__dict__.get("__doc__")
            self.named[key] = Named(
                what="enum",
                title=cls.__name__,
                path=cls.__qualname__,
                module=cls.__module__,
                doc=inspect.cleandoc(doc) if isinstance(doc, str) else "",
                values=tuple(member.value for member in cls),
                symbols=tuple(member.name for member in cls),
                place=self.place(cls),
            )
        return Shape("reference", name=key)

    def place(self, cls: Any) -> Place:
        """Where the class stands."""
        return self._place_of(generic(cls)) or NO_PLACE

    def place_of_field(self, cls: Any, name: str) -> Place:
        """Where the annotation of a field stands, in the class or one that it inherits from."""
        lines = (self._place_of(generic(one), name) for one in cls.__mro__)
        return next((place for place in lines if place is not None), NO_PLACE)


def words(element: Any) -> dict[str, Any]:
    """What an object in `Annotated[...]` says, by the names that `constraining` knows."""
    kind = _name(type(element))
    if kind == "pydantic.FieldInfo":
        return field_words(element)
    known = {name: getattr(element, name, None) for name in constraining.LIMITS}
    if kind in {"msgspec.Meta", "msgspec._core.Meta"}:
        notes = {name: getattr(element, name, None) for name in ("title", "description", "examples")}
        return {**known, **notes, "json_schema_extra": getattr(element, "extra_json_schema", None)}
    module = type(element).__module__.split(".")[0]
    if module not in {"annotated_types", "pydantic"}:
        return {}
    if isinstance(element, type) or callable(getattr(element, "func", None)):
        return {}
    if known.get("min_length") == 0:
        known["min_length"] = None
    if _name(type(element)) == "pydantic.Discriminator":
        known["discriminator"] = getattr(element, "discriminator", None)
    return known


def field_words(info: Any) -> dict[str, Any]:
    """What pydantic's `Field(...)` says."""
    found: dict[str, Any] = {}
    for element in info.metadata:
        found |= {name: value for name, value in words(element).items() if value is not None}
    for name in ("title", "description", "examples", "deprecated", "exclude", "discriminator", "json_schema_extra"):
        found[name] = getattr(info, name, None)
    found["serialization_alias"] = info.serialization_alias or info.alias
    if _is_given(info.default):
        found["default"] = info.default
    if info.default_factory is not None:
        found["default_factory"] = info.default_factory
    return {name: value for name, value in found.items() if value is not None or name == "default"}


def is_pydantic(value: Any) -> bool:
    """Whether pydantic knows the class as its own."""
    if not isinstance(value, type):
        return False
    pydantic = sys.modules.get("pydantic")
    base = getattr(pydantic, "BaseModel", None)
    known = isinstance(base, type) and issubclass(value, base)
    return known or "__pydantic_validator__" in value.__dict__ or hasattr(value, "__is_pydantic_dataclass__")


def generic(cls: Any) -> Any:
    """The class as it is written: of a parametrised model of pydantic, the generic one."""
    origin = (getattr(cls, "__pydantic_generic_metadata__", None) or {}).get("origin")
    return origin if isinstance(origin, type) else cls


def _is_given(value: Any) -> bool:
    return type(value).__name__ not in {"PydanticUndefinedType", "NoneType"} or value is None


def _of_pydantic(shape: Shape, element: Any) -> Shape:
    """The formats of pydantic's own annotated types."""
    if type(element).__name__ == "UuidVersion":
        return Shape("string", f"uuid{element.uuid_version}", limits=shape.limits, notes=shape.notes)
    return shape


def _filled(hint: Any, bound: Mapping[Any, Any]) -> Any:
    return bound.get(hint, hint) if isinstance(hint, typing.TypeVar) else hint


def _name(value: Any) -> str:
    """The dotted name of a type or of a special form of `typing`."""
    if isinstance(value, type):
        return vocabulary.name_of(value)
    name = getattr(value, "_name", None) or getattr(value, "__name__", None) or ""
    return vocabulary.spelled(f"{getattr(value, '__module__', '')}.{name}")


def shown(value: Any) -> str:
    """A type as pydantic shows it."""
    if value is ...:
        return "..."
    if value is type(None) or value is None:
        return "NoneType"
    origin = typing.get_origin(value)
    if origin is not None:
        arguments = typing.get_args(value)
        name = _name(origin)
        if name in {"typing.Union", "types.UnionType"}:
            return f"Union[{', '.join(map(shown, arguments))}]"
        if name == "typing.Literal":
            return f"Literal[{', '.join(map(repr, arguments))}]"
        head = getattr(value, "__qualname__", None) or getattr(value, "_name", None) or name.rpartition(".")[2]
        return f"{head}[{', '.join(map(shown, arguments))}]"
    if isinstance(value, type):
        return value.__qualname__
    return repr(value).replace("typing_extensions.", "").replace("typing.", "")


def shown_all(arguments: Sequence[Any]) -> str:
    """The arguments of a generic class in brackets; nothing where there are none."""
    return f"[{', '.join(map(shown, arguments))}]" if arguments else ""

"""Classes of running code as data: dataclasses, pydantic models, TypedDicts, named tuples, attrs, msgspec."""

from __future__ import annotations

import dataclasses
import inspect
import sys
import typing
from typing import TYPE_CHECKING, Any

from catalog_gen.model.payloads import NOTHING, Field, Named, Shape
from catalog_gen.reading.payloads import constraining, hints

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from catalog_gen.reading.payloads.hints import Hints

_METADATA = ("title", "description", "examples", "deprecated")


def described(cls: Any, arguments: tuple[Any, ...], reader: Hints) -> Named:
    """What the class says, parametrised by the arguments."""
    config: dict[str, Any] = dict(getattr(cls, "model_config", None) or getattr(cls, "__pydantic_config__", None) or {})
    fields = [_placed(field, cls, reader) for field in _fields(cls, arguments, reader)]
    fields = [dataclasses.replace(field, key=_generated(field, config)) for field in fields]
    what: Any = "named tuple" if _is_named_tuple(cls) else "class"
    shown = hints.shown_all(arguments).replace(", ", ",")
    extras: dict[Any, bool] = {"allow": True, "forbid": False}
    extra = extras.get(config.get("extra"), _forbids(cls))
    alias: Shape | None = None
    if getattr(cls, "__pydantic_root_model__", False):
        what, alias, fields = "alias", fields[0].shape if fields else Shape("any"), []
    notes = {"title": config["title"]} if config.get("title") else {}
    notes |= config["json_schema_extra"] if isinstance(config.get("json_schema_extra"), dict) else {}
    if "__deprecated__" in cls.__dict__:
        notes.setdefault("deprecated", True)
    return Named(
        what=what,
        title=cls.__name__,
        path=f"{cls.__qualname__}{shown}",
        unique=f"{cls.__module__}.{cls.__qualname__}{shown}",
        module=cls.__module__,
        doc="" if what == "named tuple" else _doc(hints.generic(cls)),
        fields=tuple(fields),
        alias=alias,
        open=extra,
        notes=notes,
        config={
            **{name: value for name, value in config.items() if isinstance(value, str | int | bool)},
            **({"parametrised": True} if hints.generic(cls) is not cls else {}),
        },
        place=reader.place(cls),
    )


def _generated(field: Field, config: Mapping[str, Any]) -> str:
    """The key that `alias_generator` makes, where the field has no alias (of models, pydantic has done it)."""
    generator = config.get("alias_generator")
    generator = getattr(generator, "serialization_alias", None) or getattr(generator, "alias", None) or generator
    return str(generator(field.name)) if callable(generator) and field.key == field.name else field.key


def _placed(field: Field, cls: Any, reader: Hints) -> Field:
    """The field, every type of which knows where its annotation stands."""
    place = reader.place_of_field(cls, field.name)

    def everywhere(shape: Shape) -> Shape:
        return dataclasses.replace(shape, place=place, inner=tuple(map(everywhere, shape.inner)))

    return dataclasses.replace(field, shape=everywhere(field.shape)) if place.path else field


def _doc(cls: Any) -> str:
    doc = cls.__dict__.get("__doc__")
    generated = hasattr(cls, "__dataclass_fields__") and isinstance(doc, str) and doc.startswith(f"{cls.__name__}(")
    return inspect.cleandoc(doc) if isinstance(doc, str) and not generated else ""


def _forbids(cls: Any) -> bool | None:
    config = getattr(cls, "__struct_config__", None)
    return False if getattr(config, "forbid_unknown_fields", False) else None


def _is_named_tuple(cls: Any) -> bool:
    return issubclass(cls, tuple) and hasattr(cls, "_field_defaults")


def _fields(cls: Any, arguments: tuple[Any, ...], reader: Hints) -> Iterator[Field]:
    bound = _bound(cls, arguments)
    if hints.is_pydantic(cls) and hasattr(cls, "model_fields"):
        if not getattr(cls, "__pydantic_complete__", True):
            cls.model_rebuild(raise_errors=False)
        yield from _of_model(cls, cls.model_fields, reader)
    elif hints.is_pydantic(cls) and hasattr(cls, "__pydantic_fields__"):
        yield from _of_model(cls, cls.__pydantic_fields__, reader)
    elif dataclasses.is_dataclass(cls):
        yield from _of_dataclass(cls, bound, reader)
    elif typing.is_typeddict(cls) or type(cls).__name__ == "_TypedDictMeta":
        yield from _of_typed_dict(cls, bound, reader)
    elif _is_named_tuple(cls):
        yield from _of_named_tuple(cls, bound, reader)
    elif hasattr(cls, "__struct_fields__"):
        yield from _of_struct(cls, bound, reader)
    elif hasattr(cls, "__attrs_attrs__"):
        yield from _of_attrs(cls, bound, reader)
    else:
        raise hints.NoDataError(cls)


def _bound(cls: Any, arguments: tuple[Any, ...]) -> dict[Any, Any]:
    """What type parameters stand for, those of generic bases too."""
    bound: dict[Any, Any] = dict(zip(getattr(cls, "__parameters__", ()), arguments, strict=False))
    for base in getattr(cls, "__orig_bases__", ()):
        origin = typing.get_origin(base)
        if isinstance(origin, type):
            given = tuple(bound.get(one, one) for one in typing.get_args(base))
            inherited = _bound(origin, given)
            bound = {**inherited, **bound}
    return bound


def _hints(cls: Any) -> Mapping[str, Any]:
    if sys.version_info < (3, 14) and typing.is_typeddict(cls):
        import typing_extensions

        return typing_extensions.get_type_hints(cls, include_extras=True)
    return typing.get_type_hints(cls, include_extras=True)


def _made(name: str, hint: Any, words: dict[str, Any], reader: Hints, bound: Mapping[Any, Any]) -> Field:
    hint, elements = _peeled(hint)
    shape = reader.about(reader.shape(hint, bound), elements)
    said: dict[str, Any] = {}
    for element in elements:
        said |= hints.words(element)
    said = {word: value for word, value in said.items() if value is not None or word == "default"} | words
    shape = constraining.constrained(shape, said)
    optional = "default" in said or said.get("default_factory") is not None
    default = said.get("default", NOTHING) if said.get("default_factory") is None else NOTHING
    alias = said.get("serialization_alias") or said.get("alias")
    return Field(
        name=name,
        key=alias if isinstance(alias, str) else name,
        shape=shape,
        required=not optional,
        default=default,
    )


def _peeled(hint: Any) -> tuple[Any, list[Any]]:
    """The hint without `Required[...]` and the like, and what `Annotated[...]` says around it."""
    from catalog_gen.reading.payloads import vocabulary

    elements: list[Any] = []
    while True:
        if isinstance(hint, dataclasses.InitVar):
            hint = hint.type
            continue
        origin = typing.get_origin(hint)
        if origin is typing.Annotated:
            elements = list(hint.__metadata__) + elements
            hint = hint.__origin__
        elif origin is not None and hints._name(origin) in vocabulary.TRANSPARENT:  # noqa: SLF001
            hint = typing.get_args(hint)[0]
        else:
            return hint, elements


def _of_model(cls: Any, infos: Mapping[str, Any], reader: Hints) -> Iterator[Field]:
    reader.mentions_pydantic = True
    returned = dict(_serialised(cls))
    for name, info in infos.items():
        words = hints.field_words(info)
        if words.get("exclude") is True or (getattr(info, "init", None) is False and info.is_required()):
            continue
        if getattr(info, "init_var", None) and dataclasses.is_dataclass(cls):
            continue
        hint = returned.get(name, returned.get("*", info.annotation))
        shape = reader.about(reader.shape(hint), info.metadata)
        notes = constraining.noted(words)
        limits = {"discriminator": words["discriminator"]} if isinstance(words.get("discriminator"), str) else {}
        shape = constraining.constrained(shape, {**notes, **limits})
        factory = words.get("default_factory") is not None
        yield Field(
            name=name,
            key=words.get("serialization_alias") or name,
            shape=shape,
            required="default" not in words and not factory,
            default=NOTHING if factory else words.get("default", NOTHING),
        )
    computed = getattr(getattr(cls, "__pydantic_decorators__", None), "computed_fields", {})
    for name, decorator in computed.items():
        info = decorator.info
        words = {word: getattr(info, word, None) for word in ("title", "description", "deprecated")}
        shape = constraining.constrained(reader.shape(info.return_type), words)
        yield Field(name=name, key=info.alias or name, shape=shape, computed=True)


def _serialised(cls: Any) -> Iterator[tuple[str, Any]]:
    """What `field_serializer`s say that they return."""
    decorators = getattr(getattr(cls, "__pydantic_decorators__", None), "field_serializers", {})
    for decorator in decorators.values():
        function = getattr(decorator.func, "__func__", decorator.func)
        returned = typing.get_type_hints(function, include_extras=True).get("return", NOTHING)
        for name in decorator.info.fields if returned is not NOTHING else ():
            yield name, returned


def _of_dataclass(cls: Any, bound: Mapping[Any, Any], reader: Hints) -> Iterator[Field]:
    known = _hints(cls)
    for name, field in cls.__dataclass_fields__.items():
        kind = str(getattr(field, "_field_type", ""))
        if "CLASSVAR" in kind or "INITVAR" in kind or name not in known or getattr(field.default, "init_var", None):
            continue
        words = {word: field.metadata[word] for word in _METADATA if word in field.metadata}
        if type(field.default).__name__ == "FieldInfo":
            words |= hints.field_words(field.default)
        elif field.default is not dataclasses.MISSING:
            words["default"] = field.default
        elif field.default_factory is not dataclasses.MISSING:
            words["default_factory"] = field.default_factory
        if not field.init and not {"default", "default_factory"} & set(words):
            continue
        made = _made(name, known[name], words, reader, bound)
        if words.get("exclude") is not True:
            yield made


def _of_typed_dict(cls: Any, bound: Mapping[Any, Any], reader: Hints) -> Iterator[Field]:
    for name, hint in _hints(cls).items():
        required = name in cls.__required_keys__
        inner = hint
        while (origin := typing.get_origin(inner)) is not None:
            word = hints._name(origin)  # noqa: SLF001
            if word in {"typing.Required", "typing.NotRequired"}:
                required = word == "typing.Required"
            if word not in {"typing.Required", "typing.NotRequired", "typing.ReadOnly", "typing.Annotated"}:
                break
            inner = typing.get_args(inner)[0]
        made = _made(name, hint, {}, reader, bound)
        yield dataclasses.replace(made, required=required, absent=not required)


def _of_named_tuple(cls: Any, bound: Mapping[Any, Any], reader: Hints) -> Iterator[Field]:
    known = _hints(cls)
    for name in cls._fields:
        words = {"default": cls._field_defaults[name]} if name in cls._field_defaults else {}
        yield _made(name, known.get(name, typing.Any), words, reader, bound)


def _of_struct(cls: Any, bound: Mapping[Any, Any], reader: Hints) -> Iterator[Field]:
    if cls.__struct_config__.tag is not None or cls.__struct_config__.array_like:
        message = f"{cls.__name__} is written with a tag or as an array, which is not known here"
        raise hints.UnfitError(message)
    known = _hints(cls)
    msgspec: Any = sys.modules["msgspec"]
    for field in msgspec.structs.fields(cls):
        words: dict[str, Any] = {"serialization_alias": field.encode_name}
        if field.default is not msgspec.NODEFAULT:
            words["default"] = field.default
        elif field.default_factory is not msgspec.NODEFAULT:
            words["default_factory"] = field.default_factory
        yield _made(field.name, known[field.name], words, reader, bound)


def _of_attrs(cls: Any, bound: Mapping[Any, Any], reader: Hints) -> Iterator[Field]:
    known = _hints(cls)
    for field in cls.__attrs_attrs__:
        words: dict[str, Any] = {}
        if type(field.default).__name__ == "Factory":
            words["default_factory"] = True
        elif "NOTHING" not in repr(field.default):
            words["default"] = field.default
        yield _made(field.name, known.get(field.name, typing.Any), words, reader, bound)

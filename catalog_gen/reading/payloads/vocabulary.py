"""The types of Python, pydantic and msgspec that a schema has words for, by their dotted names.

What pydantic writes for each: https://docs.pydantic.dev/latest/api/standard_library_types/,
https://docs.pydantic.dev/latest/api/types/ and https://docs.pydantic.dev/latest/api/networks/
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from catalog_gen.model.payloads import Named, Shape
from catalog_gen.reading.standins import Outside

if TYPE_CHECKING:
    from collections.abc import Mapping

TYPE_VARIABLE = "typing.TypeVar()"

_SAME = {
    "attr.": "attrs.",
    "attr._make.": "attrs.",
    "attr._next_gen.": "attrs.",
    "collections.abc.": "typing.",
    "pydantic.fields.": "pydantic.",
    "pydantic.functional_serializers.": "pydantic.",
    "pydantic.functional_validators.": "pydantic.",
    "pydantic.main.": "pydantic.",
    "pydantic.config.": "pydantic.",
    "pydantic.types.": "pydantic.",
    "pydantic.networks.": "pydantic.",
    "pydantic.root_model.": "pydantic.",
    "pydantic_settings.main.": "pydantic_settings.",
    "typing_extensions.": "typing.",
    "warnings.deprecated": "typing.deprecated",
}
_BUILTIN = {
    "typing.List": "list",
    "typing.Dict": "dict",
    "typing.Set": "set",
    "typing.FrozenSet": "frozenset",
    "typing.Tuple": "tuple",
    "typing.Text": "str",
}


def name_of(value: Any) -> str:
    """The dotted name of a type or function, in one spelling; empty where it has none."""
    if isinstance(value, Outside):
        name = value.root
    elif isinstance(value, type):
        name = f"{value.__module__}.{value.__qualname__}"
    else:
        name = getattr(value, "name", "") if type(value).__name__ == "builtin_function_or_method" else ""
    return spelled(name)


def spelled(name: str) -> str:
    """A dotted name in one spelling, whatever module it was imported from."""
    for longer in sorted(_SAME, key=len, reverse=True):
        if name.startswith(longer):
            name = _SAME[longer] + name.removeprefix(longer)
            break
    name = _BUILTIN.get(name, name)
    return name.removeprefix("builtins.").removeprefix("pathlib._local.")


def _text(*formats: str) -> dict[str, Shape]:
    return {f"pydantic.{name}": Shape("string", kind) for name, _, kind in (one.partition("=") for one in formats)}


def _url(kind: str, *names: str, longest: int | None = None) -> dict[str, Shape]:
    limits = {"min_length": 1} | ({"max_length": longest} if longest else {})
    return {f"pydantic.{name}": Shape("string", kind, limits=limits) for name in names}


_SECRET = Shape("string", "password", notes={"writeOnly": True})

TYPES: Mapping[str, Shape] = {
    "str": Shape("string"),
    "int": Shape("integer"),
    "float": Shape("number"),
    "bool": Shape("boolean"),
    "bytes": Shape("bytes"),
    "complex": Shape("string"),
    "object": Shape("any"),
    "typing.Any": Shape("any"),
    "NoneType": Shape("null"),
    "typing.AnyStr": Shape("union", inner=(Shape("bytes"), Shape("string"))),
    "datetime.date": Shape("date"),
    "datetime.datetime": Shape("datetime"),
    "datetime.time": Shape("time"),
    "datetime.timedelta": Shape("timedelta"),
    "decimal.Decimal": Shape("decimal"),
    "uuid.UUID": Shape("string", "uuid"),
    "re.Pattern": Shape("string", "regex"),
    "typing.Pattern": Shape("string", "regex"),
    **{f"pathlib.{name}": Shape("string", "path") for name in ("Path", "PurePath", "PosixPath", "PurePosixPath")},
    **{f"ipaddress.{name}": Shape("string", name[:4].lower()) for name in ("IPv4Address", "IPv6Address")},
    **{
        f"ipaddress.{name}": Shape("string", name.lower())
        for name in ("IPv4Interface", "IPv6Interface", "IPv4Network", "IPv6Network")
    },
    **{f"pydantic.Strict{name}": Shape(kind) for name, kind in (("Str", "string"), ("Int", "integer"))},  # type: ignore[arg-type]
    "pydantic.StrictFloat": Shape("number"),
    "pydantic.FiniteFloat": Shape("number"),
    "pydantic.StrictBool": Shape("boolean"),
    "pydantic.StrictBytes": Shape("bytes"),
    **{f"pydantic.{name}": Shape("datetime") for name in ("AwareDatetime", "NaiveDatetime")},
    **{f"pydantic.{name}": Shape("datetime") for name in ("PastDatetime", "FutureDatetime")},
    **{f"pydantic.{name}": Shape("date") for name in ("PastDate", "FutureDate")},
    **{
        f"pydantic.{name}{number}": Shape(kind, limits={word: 0})  # type: ignore[arg-type]
        for number, kind in (("Int", "integer"), ("Float", "number"))
        for name, word in (("Positive", "gt"), ("Negative", "lt"), ("NonNegative", "ge"), ("NonPositive", "le"))
    },
    **{f"pydantic.UUID{number}": Shape("string", f"uuid{number}") for number in (1, 3, 4, 5, 6, 7, 8)},
    **_text("EmailStr=email", "NameEmail=name-email", "IPvAnyAddress=ipvanyaddress"),
    **_text("IPvAnyInterface=ipvanyinterface", "IPvAnyNetwork=ipvanynetwork", "Base64Str=base64"),
    **_text("Base64UrlStr=base64url", "FilePath=file-path", "NewPath=path"),
    **_text("DirectoryPath=directory-path"),
    **_url("uri", "HttpUrl", "WebsocketUrl", longest=2083),
    **_url("uri", "AnyUrl", "AnyHttpUrl", "FileUrl", "AnyWebsocketUrl", "FtpUrl", "KafkaDsn", "RedisDsn", "AmqpDsn"),
    **_url("uri", "MySQLDsn", "MariaDBDsn", "ClickHouseDsn", "SnowflakeDsn"),
    **_url("multi-host-uri", "PostgresDsn", "CockroachDsn", "MongoDsn", "NatsDsn"),
    "pydantic.Base64Bytes": Shape("bytes", "base64"),
    "pydantic.Base64UrlBytes": Shape("bytes", "base64url"),
    "pydantic.SecretStr": _SECRET,
    "pydantic.SecretBytes": _SECRET,
    "pydantic.ByteSize": Shape("integer", limits={"ge": 0}),
    "pydantic.Json": Shape("any"),
    "pydantic.JsonValue": Shape("reference", name="JsonValue"),
    "pydantic.ImportString": Shape("string"),
}
"""Types that take no arguments."""

ALIASES: Mapping[str, Named] = {
    "JsonValue": Named(what="alias", title="JsonValue", path="JsonValue", module="pydantic", alias=Shape("any"))
}
"""Types of libraries that are definitions of their own."""

LISTS = frozenset(
    {"list", "collections.deque"}
    | {f"typing.{name}" for name in ("Sequence", "MutableSequence", "Iterable", "Deque", "Generator")}
)
SETS = frozenset({"set", "frozenset", "typing.AbstractSet", "typing.MutableSet", "typing.Set"})
DICTS = frozenset(
    {"dict", "collections.defaultdict", "collections.OrderedDict"}
    | {f"typing.{name}" for name in ("Mapping", "MutableMapping", "DefaultDict", "OrderedDict")}
)
PATTERNS = frozenset({"re.Pattern", "typing.Pattern"})
COUNTERS = frozenset({"collections.Counter", "typing.Counter"})
TRANSPARENT = frozenset(
    {f"typing.{name}" for name in ("Required", "NotRequired", "ReadOnly", "Final", "ClassVar")}
    | {"dataclasses.InitVar", "pydantic.Json", "pydantic.Secret", "pydantic.InstanceOf", "pydantic.SkipValidation"}
)
"""Generic types that are written as what they hold."""

CONSTRAINED: Mapping[str, str] = {
    "pydantic.conint()": "int",
    "pydantic.confloat()": "float",
    "pydantic.constr()": "str",
    "pydantic.conbytes()": "bytes",
    "pydantic.condecimal()": "decimal.Decimal",
    "pydantic.condate()": "datetime.date",
    "pydantic.conlist()": "list",
    "pydantic.conset()": "set",
    "pydantic.confrozenset()": "frozenset",
}
"""Functions of pydantic that make types, and what those are made of."""

WITHOUT_EFFECT = frozenset(
    {f"pydantic.{name}" for name in ("AfterValidator", "BeforeValidator", "WrapValidator", "Strict", "AllowInfNan")}
    | {
        f"pydantic.{name}"
        for name in ("FailFast", "SkipValidation", "PlainSerializer", "WrapSerializer", "AliasChoices")
    }
)
"""What may stand in `Annotated[...]` and says nothing about what is written, or is read by itself."""

_OTHERS = frozenset(
    {
        *(f"typing.{name}" for name in ("Optional", "Union", "Literal", "Annotated", "Generic", "Protocol")),
        *(f"typing.{name}" for name in ("TypedDict", "NamedTuple", "NewType", "TypeVar", "TypeAliasType")),
        *("typing.TypeAlias", "typing.deprecated"),
        *("dataclasses.dataclass", "dataclasses.field", "dataclasses.KW_ONLY", "pydantic.dataclasses.dataclass"),
        *(f"pydantic.{name}" for name in ("BaseModel", "RootModel", "Field", "ConfigDict", "AliasGenerator")),
        *(f"pydantic.{name}" for name in ("StringConstraints", "Discriminator", "PlainSerializer", "WithJsonSchema")),
        *(f"pydantic.{name}" for name in ("computed_field", "field_serializer", "model_serializer", "with_config")),
    }
)


def is_known(name: str) -> bool:
    """Whether the name is one that means something here, for `from library import *`."""
    groups = (TYPES, LISTS, SETS, DICTS, COUNTERS, TRANSPARENT, _OTHERS)
    return f"{name}()" in CONSTRAINED or any(name in group for group in groups)


def bare(name: str) -> Shape | None:
    """The shape of a type that is named without arguments; None where it is not known."""
    if name in TYPES:
        return TYPES[name]
    anything = Shape("any")
    if name in LISTS or name == "tuple":
        return Shape("list", inner=(anything,))
    if name in SETS:
        return Shape("set", inner=(anything,))
    return Shape("dict") if name in DICTS else None

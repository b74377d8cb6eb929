"""Models whose schema pydantic knows, as source code: what both readers are compared with."""

from __future__ import annotations

import json
import sys
import textwrap
import types
import typing
import warnings
from typing import Any

import pydantic
from snippets import Memory

from catalog_gen.formats import annotated
from catalog_gen.problems import text
from catalog_gen.reading import importing, static

DIALECT = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
IMPORTS = """\
import collections, dataclasses, datetime as dt, decimal, enum, pathlib, typing, uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import KW_ONLY, InitVar, dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum, IntEnum, StrEnum
from typing import Annotated, Any, ClassVar, Final, Generic, Literal, NamedTuple, NewType, Optional, TypeVar, Union
from typing import AnyStr, DefaultDict, Deque, Dict, FrozenSet, Generator, List, Pattern, Set, Tuple
from uuid import UUID
import annotated_types as at
import pydantic as p
from pydantic import BaseModel, ConfigDict, Field, RootModel, StringConstraints, computed_field, field_serializer
from pydantic import conint, constr, confloat, condecimal, conlist, conset, conbytes, PlainSerializer, Discriminator
from pydantic import AliasGenerator, AfterValidator, PrivateAttr, WithJsonSchema, field_validator, model_validator
from pydantic.alias_generators import to_camel, to_pascal, to_snake
from pydantic.dataclasses import dataclass as pydantic_dataclass
from typing_extensions import NotRequired, ReadOnly, Required, TypeAliasType, TypedDict, deprecated
T = TypeVar("T")
U = TypeVar("U", bound=str)
"""
MODELS = "app/models.py"
DEFINITIONS = "schemas/definitions.py"


def source(code: str) -> str:
    return IMPORTS + textwrap.dedent(code).strip("\n") + "\n"


def files(code: str, payload: str, more: str = "") -> dict[str, str | bytes]:
    definitions = f"from catalog_gen import Event\nfrom app.models import *\ne = Event('E', payload={payload}{more})\n"
    return {MODELS: source(code), DEFINITIONS: definitions}


def derived(reader: Any, code: str, payload: str, format: Any = "jsonschema") -> Any:  # noqa: A002
    """The schema that a reader derives, or the problems as lines."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return _derived(reader, code, payload, format)


def _derived(reader: Any, code: str, payload: str, format: Any) -> Any:  # noqa: A002
    reading = reader.read(Memory(files(code, payload)), [DEFINITIONS], ["", "schemas"])
    event = next(one for one in reading.resources if one.id == "E")
    if reading.problems:
        return [text(problem) for problem in reading.problems]
    data, problems = annotated.schema(event.payload, format)
    return [text(problem) for problem in problems] if data is None else json.loads(data)


def read_statically(code: str, payload: str = "X", format: Any = "jsonschema") -> Any:  # noqa: A002
    return derived(static, code, payload, format)


def run(code: str, payload: str = "X", format: Any = "jsonschema") -> Any:  # noqa: A002
    forget_types()
    return derived(importing, code, payload, format)


def forget_types() -> None:
    """Let `typing` build its types anew: it takes Optional[Union[A, B]] for Optional[Union[B, A]], seen before."""
    for clean in typing._cleanups:  # type: ignore[attr-defined]
        clean()


def by_pydantic(code: str, payload: str = "X") -> Any:
    """What pydantic itself says."""
    module = types.ModuleType("app.models")
    kept = sys.modules.get("app.models")
    forget_types()
    sys.modules["app.models"] = module
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            exec(compile(source(code), MODELS, "exec"), vars(module))  # noqa: S102
            value = eval(payload, vars(module))  # noqa: S307
            return {**DIALECT, **pydantic.TypeAdapter(value).json_schema(mode="serialization")}
    finally:
        sys.modules.pop("app.models")
        if kept is not None:
            sys.modules["app.models"] = kept


CLASSES = """
class Color(Enum):
    RED = 1
    OTHER = "x"
class Status(str, Enum):
    "What became of it."
    OPEN = "open"
    DONE = "done"
class Level(IntEnum):
    LOW = 1
    HIGH = 2
class Kind(StrEnum):
    A = enum.auto()
    B = "b"
class Pair(NamedTuple):
    "not said"
    left: int
    right: str = "x"
class Line(BaseModel):
    "A line."
    sku: str
    number: int = 1
@dataclass
class Point:
    x: int
    tags: list[str] = field(default_factory=list)
class Address(TypedDict, total=False):
    "Where."
    street: Required[str]
    zip: NotRequired[Annotated[str, Field(description="Code.")]]
    point: ReadOnly[Point]
class Box(BaseModel, Generic[T]):
    "Around it."
    content: T
    spare: Optional[T] = None
@dataclass
class Holder(Generic[T]):
    held: T
class Cat(BaseModel):
    kind: Literal["cat"]
class Dog(BaseModel):
    kind: Literal["dog", "wolf"] = "dog"
Short = Annotated[str, Field(max_length=5, description="Short.")]
Alias = list[Line]
Named = TypeAliasType("Named", list[int])
OrderId = NewType("OrderId", UUID)
LATER = "Line"
"""

ANNOTATIONS = """
str | int | float | bool | bytes | None | Any | object | date | datetime | time | timedelta | UUID | Decimal
pathlib.Path | complex | dt.datetime | Color | Status | Level | Kind | Pair | Line | Point | Address | Short | Alias
Named | OrderId | 'Line' | list['Line'] | 'list[Line]' | "Optional['Line']" | LATER | Optional[Named]
list | List | list[int] | List[str] | set | set[int] | Set[int] | frozenset[str] | FrozenSet[int] | Sequence[int]
typing.Sequence[Line] | Iterable[int] | tuple | Tuple | tuple[int, ...] | tuple[int, str] | tuple[()] | Deque[int]
Generator[int, None, None] | collections.deque[int] | collections.OrderedDict[str, int] | typing.Counter[str]
dict | Dict | dict[str, int] | Mapping[str, int] | dict[int, str] | dict[UUID, int] | dict[Status, int]
dict[Literal['a', 'b'], int] | dict[Short, int] | dict[date, int] | dict[str, Any] | dict[str, list[Line]]
dict[Annotated[str, Field(pattern='^x')], int] | Dict[str, Dict[str, int]] | DefaultDict[str, int] | list[Any]
Optional[int] | Optional[Line] | Optional[Any] | Union[int, str] | Union[int, None, str] | Union[int, str, int]
Union[Line, Point] | Optional[Union[int, str]] | Union[Optional[int], str] | list[Optional[Line]] | Union[int]
Literal['a', 'b'] | Literal['a'] | Literal[1, 'a'] | Literal[None, 'a'] | Literal[Color.RED] | Literal[True]
Literal[1, 2] | Literal[Literal['a'], 'b'] | Optional[Literal['a']] | Literal[b'x'] | Literal[-1, 1]
p.AwareDatetime | p.NaiveDatetime | p.PastDate | p.FutureDatetime | p.PositiveInt | p.NegativeFloat | p.StrictStr
p.NonNegativeFloat | p.NonPositiveInt | p.FiniteFloat | p.EmailStr | p.NameEmail | p.HttpUrl | p.AnyUrl | p.FileUrl
p.WebsocketUrl | p.PostgresDsn | p.KafkaDsn | p.RedisDsn | p.MongoDsn | p.IPvAnyAddress | p.SecretStr | p.SecretBytes
p.Json | p.Json[list[int]] | p.UUID1 | p.UUID4 | p.UUID5 | p.UUID7 | p.Base64Bytes | p.Base64Str | p.FilePath
p.ByteSize | p.JsonValue | p.Base64UrlStr | p.IPvAnyNetwork | p.StrictBool | p.DirectoryPath | p.NewPath
conint(gt=1, le=5) | constr(min_length=1, max_length=3, pattern='a') | confloat(multiple_of=0.5) | condecimal(gt=1)
conlist(int, min_length=1, max_length=4) | conset(int, min_length=1) | conbytes(min_length=2) | conlist(Line)
Annotated[int, at.Gt(1)] | Annotated[int, at.Ge(1), at.Lt(4)] | Annotated[str, at.MinLen(1)] | Annotated[str, at.Len(1, 3)]
Annotated[list[int], at.MaxLen(3)] | Annotated[int, at.Interval(gt=1, le=4)] | Annotated[int, at.MultipleOf(3)]
Annotated[str, StringConstraints(min_length=1, pattern='^a$', to_upper=True)] | Annotated[dict[str, int], at.MinLen(1)]
Annotated[int, 'a note'] | Annotated[Decimal, Field(max_digits=5, decimal_places=2)] | Annotated[Decimal, Field(gt=0)]
Annotated[datetime, Field(gt=datetime(2020, 1, 1))] | Annotated[Optional[int], Field(gt=3)] | Annotated[float, Field(gt=1)]
Annotated[Union[int, float], Field(gt=3)] | Annotated[bytes, Field(max_length=3)] | Annotated[set[int], Field(min_length=1)]
Annotated[int, Field(description='d', title='t', examples=[1], deprecated=True, json_schema_extra={'x': 1})]
list[Annotated[int, Field(description='el', gt=2)]] | Optional[Annotated[str, Field(description='in')]]
Annotated[Point, Field(description='ref')] | Annotated[Color, Field(title='T')] | Annotated[int, AfterValidator(abs)]
Annotated[int, PlainSerializer(str, return_type=str)] | Annotated[Union[Cat, Dog], Field(discriminator='kind')]
Annotated[Union[Cat, Dog], Discriminator('kind')] | list[Annotated[Union[Cat, Dog], Field(discriminator='kind')]]
Annotated[object, WithJsonSchema({'type': 'string', 'format': 'odd'})] | Pattern | typing.Pattern[str] | AnyStr
Box[int] | Box[Line] | Box[Optional[Line]] | Box[list[int]] | Box[Union[int, Line]] | Box[Box[int]] | Box
Box[dict[str, Line]] | Box[Literal['a']] | Box[datetime] | Box[List[int]] | Holder[int] | list[Holder[Line]] | Holder
"""


def annotation_texts() -> list[str]:
    return [one.strip() for one in ANNOTATIONS.replace("\n", " | ").split(" | ") if one.strip()]


WHOLE = {
    "an alias": 'class X(BaseModel):\n  a: int = Field(alias="b c")\n  d: int = Field(3, serialization_alias="D", title="T")',
    "only for reading": 'class X(BaseModel):\n  a: int = Field(validation_alias="b")',
    "defaults": """
        class X(BaseModel):
            a: int = 1
            b: Decimal = Decimal("1.50")
            c: datetime = datetime(2020, 1, 2, 3, 4, tzinfo=dt.timezone.utc)
            d: timedelta = timedelta(days=400, seconds=30.5)
            e: Optional[UUID] = None
            f: bytes = b"x"
            g: set[int] = {3}
            h: pathlib.Path = pathlib.Path("a/b")
            i: float = 1
            j: Color = Color.RED
            k: dict[str, Color] = {"a": Color.OTHER}
            l: time = time(1, 2, 3)
            m: list[str] = Field(default_factory=list)
            n: int = Field(default=4)
            o: int = Field(...)
            q: str = ...
            r: UUID = UUID(int=5)
            s: tuple[int, int] = (1, 2)
            t: date = date(2020, 1, 1)
            u: Annotated[int, Field(default_factory=int)]
            v: str = "a" + "b" * 2
        """,
    "what is no field": """
        class X(BaseModel):
            a: int
            c: ClassVar[int] = 3
            d: "ClassVar[list[int]]" = []
            _e: int = 4
            _f: int = PrivateAttr(5)
            h: int = Field(exclude=True)
            def method(self) -> int: return 1
            @field_validator("a")
            @classmethod
            def check(cls, value): return value
            @model_validator(mode="after")
            def whole(self): return self
            class Inner(BaseModel):
                x: int
            inner: Inner
        """,
    "settings of the class": """
        class X(BaseModel):
            model_config = ConfigDict(title="A title", extra="forbid", alias_generator=to_camel, use_enum_values=True,
                                      json_schema_extra={"examples": [{"a": 1}]}, str_max_length=7, str_min_length=1)
            order_id: int
            status: Status = Status.OPEN
            text_1a: str
            path: pathlib.Path
            short: Annotated[str, Field(max_length=3)]
            number: Decimal
            explicit_one: int = Field(alias="explicit")
        """,
    "inherited settings": """
        class Base(BaseModel):
            model_config = ConfigDict(alias_generator=to_camel, extra="allow")
            base_field: int
        class X(Base):
            "Doc."
            model_config = ConfigDict(title="Mine")
            own_field: int
        """,
    "old settings": 'class X(BaseModel):\n  class Config:\n    title = "old"\n    extra = "allow"\n  a: int',
    "settings in the statement": 'class X(BaseModel, extra="forbid", title="T"):\n  a: int',
    "aliases": """
        class X(BaseModel):
            model_config = ConfigDict(alias_generator=AliasGenerator(serialization_alias=to_pascal))
            order_id: int
        """,
    "aliases by a function": """
        def upper(name): return name.upper()
        class X(BaseModel):
            model_config = ConfigDict(alias_generator=upper)
            order_id: int
        """,
    "aliases by a lambda": 'class X(BaseModel):\n  model_config = {"alias_generator": lambda name: "x-" + name}\n  a: int',
    "snake case": "class X(BaseModel):\n  model_config = ConfigDict(alias_generator=to_snake)\n  orderID: int\n  HTTPCode2: int",
    "texts behind fields": """
        class X(BaseModel):
            model_config = ConfigDict(use_attribute_docstrings=True)
            a: int
            "What a is."
            b: int = Field(description="said")
            "not this"
        """,
    "always written": """
        class X(BaseModel):
            model_config = ConfigDict(json_schema_serialization_defaults_required=True, ser_json_timedelta="float",
                                      ser_json_bytes="base64")
            a: int = 3
            b: timedelta
            c: bytes
        """,
    "inheritance": """
        class A(BaseModel):
            "not inherited"
            a: int
            b: str = "x"
        class B(A):
            b: int = 5
            c: Optional[A] = None
        class X(B):
            a: Literal[1]
            d: int
        """,
    "several bases": """
        class Id(BaseModel):
            id: UUID
        class Stamped(BaseModel):
            at: datetime
            id: str
        class Mixin:
            def hello(self): ...
        class X(Mixin, Id, Stamped):
            z: int
        """,
    "a diamond": """
        class A(BaseModel):
            a: int
        class B(A):
            a: str
        class C(A):
            a: float
            c: int
        class X(B, C):
            x: int
        """,
    "a generic base": "class X(Box[int]):\n    z: int",
    "a generic base of a generic class": "class Y(Box[T], Generic[T]):\n    y: T\nclass X(Y[Line]):\n    z: int",
    "two parameters": """
        class Two(BaseModel, Generic[T, U]):
            a: T
            b: U
            c: dict[str, T]
        class X(BaseModel):
            a: Two[int, str]
            b: Two
        """,
    "recursion": 'class X(BaseModel):\n  kids: list["X"] = []\n  parent: Optional["X"] = None',
    "mutual recursion": """
        class Y(BaseModel):
            x: "Optional[X]" = None
        class X(BaseModel):
            y: Y
        """,
    "a root model": 'class X(RootModel[list[Line]]):\n    "All lines."',
    "a root model with a field": "class X(RootModel):\n    root: dict[str, Line]",
    "a root model inside": "class R(RootModel[int]):\n    pass\nclass X(BaseModel):\n    r: R\n    s: list[R]",
    "computed": """
        class X(BaseModel):
            a: int
            @computed_field
            @property
            def total(self) -> int:
                "All of it."
                return 1
            @computed_field(alias="lines", title="T", description="d")
            def rest(self) -> list[Line]: ...
        """,
    "serialised otherwise": """
        class X(BaseModel):
            a: datetime = Field(description="seconds")
            b: datetime
            c: int
            @field_serializer("a", "b")
            def seconds(self, value) -> int: return 1
            @field_serializer("c")
            def same(self, value): return value
        """,
    "branches told apart": """
        class X(BaseModel):
            pet: Union[Cat, Dog] = Field(discriminator="kind")
            maybe: Optional[Union[Cat, Dog]] = Field(None, discriminator="kind")
        """,
    "limits and a default": """
        class X(BaseModel):
            a: Optional[int] = Field(None, gt=3, description="d")
            b: str = Field("x", pattern="^x", min_length=1, examples=["xy"])
            c: list[Line] = Field(min_length=1)
            d: Short = "a"
            e: Short = Field("b", description="other")
            f: int = Field(3, deprecated="use a")
        """,
    "two classes of one name": """
        class A:
            class Item(BaseModel):
                a: int
        class B:
            class Item(BaseModel):
                b: int
        class X(BaseModel):
            a: A.Item
            b: B.Item
        """,
    "names like types": """
        class X(BaseModel):
            date: Optional[dt.date] = None
            int: str = "x"
            list: bool = False
        """,
    "a dataclass": """
        @dataclass
        class X:
            "Doc."
            a: int
            b: int = field(default=3, metadata={"description": "m", "title": "B!"})
            c: "Annotated[int, Field(gt=3, description='c')]" = 5
            d: int = Field(default=4, title="D!")
            e: int = field(init=False, default=9)
            f: int = field(init=False)
            g: ClassVar[int] = 3
            h: InitVar[int] = 3
            _: KW_ONLY
            i: list[int] = field(default_factory=list)
            _j: int = 4
            k: Line = field(kw_only=True)
        """,
    "a dataclass with what only its making needs": """
        Count = InitVar[int]
        @dataclass
        class X:
            a: int
            b: InitVar[Optional[Line]] = None
            c: "InitVar[int]" = 3
            d: InitVar = 3
            e: Count = field(default=3)
            f: int = Field(3, init_var=True)
            g: InitVar[Annotated[int, Field(gt=1)]] = field(kw_only=True)
            h: int = 4
        """,
    "a pydantic dataclass with what only its making needs": """
        @pydantic_dataclass
        class X:
            a: int
            b: InitVar[int]
            c: InitVar[int] = Field(3, alias="cc")
            d: int = Field(3, init_var=True)
        """,
    "a dataclass that takes fields back": """
        @dataclass
        class A:
            a: int = 3
            b: int = 3
            c: int = 3
            d: int = 3
            e: InitVar[int] = 3
            f: InitVar[int] = 3
        @dataclass
        class X(A):
            b: ClassVar[int] = 4
            c: InitVar[int] = 4
            d: int = field(init=False)
            e: int = 4
            f: int
        """,
    "a model that takes fields back": """
        class A(BaseModel):
            a: int = 3
            b: int = 3
            c: int = 3
        class X(A):
            b: ClassVar[int] = 4
            c: Final[int] = 4
            d: int = Field(3, init_var=True)
        """,
    "decimals are no texts of a length": """
        class X(BaseModel):
            model_config = ConfigDict(str_max_length=3)
            a: dict[Decimal, list[Decimal]]
            b: Union[Decimal, str]
        """,
    "out of use": """
        @deprecated("no")
        class A(BaseModel):
            a: int
        @deprecated("no")
        @dataclass
        class B:
            b: int
        @deprecated("no")
        class C(BaseModel):
            model_config = ConfigDict(json_schema_extra={"deprecated": False})
            c: int
        class X(A):
            a: A
            b: B
            c: C
        """,
    "a dataclass of a dataclass": """
        @dataclass
        class A:
            a: int
            b: int = 3
        @dataclass(slots=True)
        class B(A):
            a: str = "x"
        class Plain(B):
            ignored: int = 4
        @dataclass
        class X(Plain):
            c: Optional["X"] = None
        """,
    "a dataclass of pydantic": """
        @pydantic_dataclass(config=ConfigDict(extra="forbid", title="T"))
        class X:
            "Doc."
            a: int = Field(gt=3)
            b: list[int] = Field(default_factory=list)
            c: Optional[Line] = None
        """,
    "a typed dict": """
        class A(TypedDict):
            a: int
        class B(A, total=False):
            b: Annotated[str, Field(description="d")]
        class X(B):
            "Doc."
            c: NotRequired[Annotated[int, Field(gt=1)]]
            d: Required[Line]
            e: Optional["X"]
        """,
    "a typed dict with settings": """
        class X(TypedDict):
            __pydantic_config__ = ConfigDict(extra="forbid", alias_generator=to_camel)
            order_id: int
        """,
    "a named tuple": "class X(NamedTuple):\n    a: int\n    b: Optional[Line] = None",
    "no fields": "class X(BaseModel):\n    pass",
    "a text of many lines": 'class X(BaseModel):\n    """\n    First.\n\n        Indented\n    """\n    a: int',
}

PAYLOADS = (
    *("Line", "Point", "Address", "Status", "Pair", "Box[int]", "Box[Line]", "Holder[Line]", "list[Line]", "Alias"),
    *("Line | Point", "Union[Line, Point]", "Optional[Line]", "Named", "dict[str, Line]", "OrderId"),
    *("Annotated[Union[Cat, Dog], Field(discriminator='kind')]", "Box[Box[Address]]", "list[Holder[Line]]"),
)
"""What `payload=` may be besides a class."""

"""The static reader derives what pydantic itself says; the importing reader gives the same."""

from __future__ import annotations

import json
import textwrap
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from payload_models import CLASSES, PAYLOADS, WHOLE, annotation_texts, by_pydantic, read_statically, run, source

ANNOTATED = annotation_texts()


def same(one: Any, other: Any) -> None:
    assert json.dumps(one, indent=1) == json.dumps(other, indent=1)


@pytest.mark.parametrize("annotation", ANNOTATED)
def test_a_field_of_a_model_is_what_pydantic_says(annotation: str) -> None:
    code = f"{CLASSES}\nclass X(BaseModel):\n    first_field: {annotation}\n"
    same(read_statically(code), by_pydantic(code))


@pytest.mark.parametrize("annotation", ANNOTATED[::2])
def test_a_field_of_a_dataclass_is_what_pydantic_says(annotation: str) -> None:
    code = f"{CLASSES}\n@dataclass\nclass X:\n    first_field: {annotation}\n"
    same(read_statically(code), by_pydantic(code))


@pytest.mark.parametrize("annotation", ANNOTATED[::4])
def test_a_key_of_a_typed_dict_is_what_pydantic_says(annotation: str) -> None:
    code = f"{CLASSES}\nclass X(TypedDict):\n    first_field: {annotation}\n"
    same(read_statically(code), by_pydantic(code))


@pytest.mark.parametrize("name", WHOLE)
def test_a_whole_class_is_what_pydantic_says(name: str) -> None:
    code = CLASSES + textwrap.dedent(WHOLE[name])
    same(read_statically(code), by_pydantic(code))


@pytest.mark.parametrize("name", WHOLE)
def test_postponed_annotations_mean_the_same(name: str) -> None:
    lines = CLASSES + textwrap.dedent(WHOLE[name])
    same(read_statically(f"from __future__ import annotations\n{lines}"), read_statically(lines))


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_type_that_is_written_at_the_call_is_what_pydantic_says(payload: str) -> None:
    code = f"{CLASSES}\nX = {payload}\n"
    same(read_statically(code), by_pydantic(code))
    same(read_statically(CLASSES, payload), by_pydantic(code))
    same(run(CLASSES, payload), by_pydantic(code))


READ = {
    "settings handed down to plain classes": """
        @dataclass
        class Inner:
            zip_code: str
        @dataclass
        class Address:
            street_name: str
            inner_part: Inner
        class Extra(TypedDict):
            some_key: int
        class X(BaseModel):
            model_config = ConfigDict(alias_generator=to_camel, extra="forbid")
            home_address: Address
            more_of_it: Extra
        """,
    "a length of a union": """
        class X(BaseModel):
            a: Union[int, str] = Field(min_length=2, max_length=3)
            b: Literal["a", "b"] = Field(max_length=2)
        """,
    "a TypedDict that a constant makes partial": """
        TOTAL = False
        class T(TypedDict, total=TOTAL):
            a: int
        class X(BaseModel):
            t: T
        """,
    "a default that is inherited": """
        @dataclass
        class A:
            a: int = 3
            b: list[int] = field(default_factory=list)
        @dataclass
        class D(A):
            a: float
        class X(BaseModel):
            d: D
        """,
    "an example in the way of FastAPI": """
        class X(BaseModel):
            a: str = Field(example="abc")
        """,
    "settings of another class and more": """
        class A(BaseModel):
            model_config = ConfigDict(title="T")
        class X(A):
            model_config = A.model_config | ConfigDict(extra="forbid")
            a: int
        """,
    "settings of another class in a dict": """
        class A(BaseModel):
            model_config = ConfigDict(title="T")
        class X(BaseModel):
            model_config = {**A.model_config, "extra": "forbid"}
            a: int
        """,
    "settings of a function": """
        def make(**kw): return ConfigDict(extra="forbid", **kw)
        class X(BaseModel):
            model_config = make(alias_generator=to_camel)
            a_b: int
        """,
    "settings of a dict and more": """
        BASE = ConfigDict(extra="forbid")
        class X(BaseModel):
            model_config = BASE | {"title": "T"}
            a_b: int
        """,
    "for type checkers only": """
        class X(BaseModel):
            a: int
            if TYPE_CHECKING:
                b: str
            else:
                b: int
        """,
    "a function that makes a field": """
        def money(**kw): return Field(ge=0, **kw)
        class X(BaseModel):
            a: int = money(description="d")
        """,
    "a function that makes a field of a dataclass": """
        def opt(default=None, **md): return field(default=default, metadata=md)
        @dataclass
        class X:
            a: str = opt("x", description="d")
        """,
    "a return type": """
        class X(BaseModel):
            a: datetime
            @field_serializer("a", return_type=int)
            def s(self, v): return 1
        """,
    "names of fields": """
        NAME = "a"
        class X(BaseModel):
            a: datetime
            b: datetime
            c: datetime
            @field_serializer(NAME)
            def s(self, v) -> int: return 1
            @field_serializer(*("b", "c"))
            def s2(self, v) -> int: return 1
        """,
    "what a function returns": """
        def ser(v) -> int: return 1
        class X(BaseModel):
            a: Annotated[datetime, PlainSerializer(ser)]
        """,
    "a type as a serializer": """
        class X(BaseModel):
            a: Annotated[Decimal, PlainSerializer(float)]
        """,
    "a return type by position": """
        class X(BaseModel):
            a: Annotated[datetime, PlainSerializer(str, str)]
        """,
    "a serializer that is not asked for None": """
        class X(BaseModel):
            a: Annotated[Optional[datetime], PlainSerializer(lambda v: 1, return_type=int, when_used="json-unless-none")]
        """,
    "a method that is not asked for None": """
        class X(BaseModel):
            a: Optional[datetime]
            @field_serializer("a", when_used="unless-none")
            def s(self, v) -> int: return 1
        """,
    "a computed field": """
        class X(BaseModel):
            @computed_field
            @property
            def a(self) -> datetime: ...
            @field_serializer("a")
            def s(self, v) -> int: return 1
        """,
    "limits of what is not written": """
        class X(BaseModel):
            a: Annotated[float, PlainSerializer(float, return_type=float)] = Field(gt=0)
            b: Annotated[float, Field(gt=0), PlainSerializer(float, return_type=float)]
        """,
}
REFUSED = {
    "a schema of its own": (
        """
        @dataclass
        class X:
            a: int
            @classmethod
            def __get_pydantic_core_schema__(cls, source, handler): return handler(int)
        """,
        ["5:5"],
    ),
    "markers of the project": (
        """
        class M:
            def __get_pydantic_core_schema__(self, source, handler): return handler(str)
        class X(BaseModel):
            a: Annotated[int, M()]
            b: list[Annotated[int, M]]
        """,
        ["4:23", "5:28"],
    ),
    "a marker of pydantic": (
        """
        class X(BaseModel):
            a: Annotated[int, GetPydanticSchema(lambda t, h: h(str))]
        """,
        ["2:23"],
    ),
    "a JSON Schema of its own": (
        """
        class Y(BaseModel):
            z: int
            @classmethod
            def __get_pydantic_json_schema__(cls, core, handler): return {"type": "string"}
        class X(BaseModel):
            a: Y
        """,
        ["4:5"],
    ),
    "fields below try": (
        """
        class X(BaseModel):
            a: int
            try:
                b: str
            except Exception:
                pass
        """,
        ["3:5"],
    ),
    "fields below an unknown condition": (
        """
        class X(BaseModel):
            a: int
            if os.environ.get("A"):
                b: str
            else:
                c: int
        """,
        ["3:8"],
    ),
    "arguments elsewhere": (
        """
        Req = partial(Field, ..., min_length=1)
        class X(BaseModel):
            a: str = Req()
            b: str = Req(max_length=3)
        """,
        ["3:14", "4:14"],
    ),
    "a function of two ways": (
        """
        def opt(x):
            if os.environ.get("A"):
                return Field(gt=3)
            return Field(gt=4)
        class X(BaseModel):
            a: int = opt(2)
        """,
        ["6:14"],
    ),
    "arguments that are not known": (
        """
        GT = int(os.environ.get("A", "3"))
        class X(BaseModel):
            a: int = Field(**{"gt": GT})
        """,
        ["3:22"],
    ),
    "a serializer by assignment": (
        """
        def ser(v) -> int: return 1
        class X(BaseModel):
            a: datetime
            _s = field_serializer("a")(ser)
        """,
        ["4:10"],
    ),
}
"""Code that decides what a schema is, and where that is said, in lines of the code itself."""

MORE = """
import os, sys
from functools import partial
from pydantic import GetPydanticSchema, Tag
from typing import TYPE_CHECKING
"""


@pytest.mark.parametrize("name", READ)
def test_what_code_says_about_fields_and_settings_is_what_pydantic_says(name: str) -> None:
    code = CLASSES + MORE + textwrap.dedent(READ[name])
    same(read_statically(code), by_pydantic(code))


@pytest.mark.parametrize("name", REFUSED)
def test_what_only_running_code_decides_is_refused_at_its_place(name: str) -> None:
    code, places = REFUSED[name]
    before = source(CLASSES + MORE).count("\n")
    found = read_statically(CLASSES + MORE + textwrap.dedent(code).lstrip("\n"))
    at = [line.split(": ")[0].split(":", 1)[1] for line in found]
    assert [f"{int(one.split(':')[0]) - before}:{one.split(':')[1]}" for one in at] == places
    assert all("unreadable-payload" in line and "build --import" in line for line in found)


@pytest.mark.parametrize("format", ["jsonschema", "avro"])
@pytest.mark.parametrize("name", WHOLE)
def test_both_readers_derive_the_same_from_a_whole_class(name: str, format: str) -> None:  # noqa: A002
    agree(CLASSES + textwrap.dedent(WHOLE[name]), format)


@pytest.mark.parametrize("format", ["jsonschema", "avro"])
@pytest.mark.parametrize("start", [*range(2), *(pytest.param(start, marks=pytest.mark.slow) for start in range(2, 8))])
def test_both_readers_derive_the_same_from_a_dataclass(start: int, format: str) -> None:  # noqa: A002
    for annotation in ANNOTATED[start::16]:
        code = f"{CLASSES}\n@dataclass\nclass X:\n    first_field: {annotation}\n"
        agree(code, format)


def agree(code: str, format: str) -> None:  # noqa: A002
    one, other = read_statically(code, format=format), run(code, format=format)
    if isinstance(one, list) and isinstance(one[0], str) and "unreadable-payload" in one[0]:
        assert isinstance(other, list), code  # places inside of an annotation are not known at run time
    else:
        same(one, other)


LEAVES = [
    *("str", "int", "float", "bool", "bytes", "datetime", "date", "UUID", "Decimal", "Any", "Status", "Line", "Point"),
    *("Address", "Literal['a', 'b']", "Literal[1]", "Short", "p.EmailStr", "p.PositiveInt", "Named", "Box[int]"),
]


NOT_IN_NAMES = ("Annotated", "Short", "PositiveInt", "Named", "Any")
"""Whose `repr` pydantic puts into the name of a parametrised model, or that `typing` melts into a union."""


def composed(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(
        inner.map("list[{}]".format),
        inner.map("Optional[{}]".format),
        inner.map("dict[str, {}]".format),
        inner.map("tuple[{}, ...]".format),
        inner.map("Annotated[{}, Field(description='said')]".format),
        inner.map("Annotated[list[{}], Field(min_length=1, max_length=9)]".format),
        inner.map("Box[{}]".format).filter(lambda text: not any(word in text for word in NOT_IN_NAMES)),
        st.tuples(inner, inner).map(lambda pair: f"Union[{pair[0]}, {pair[1]}]"),
        st.tuples(inner, inner).map(lambda pair: f"tuple[{pair[0]}, {pair[1]}]"),
    )


FIELDS = st.lists(
    st.tuples(
        st.recursive(st.sampled_from(LEAVES), composed, max_leaves=4),
        st.sampled_from(["", "None", "Field(description='d')", "Field(None, title='t')", "Field(alias='alias{}')"]),
    ),
    min_size=1,
    max_size=4,
)


@pytest.mark.slow
@given(fields=FIELDS, config=st.sampled_from(["", "    model_config = ConfigDict(alias_generator=to_camel)\n"]))
@settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
def test_models_of_any_annotations_are_what_pydantic_says(fields: list[tuple[str, str]], config: str) -> None:
    body = "".join(
        f"    field_{index}: {annotation}" + (f" = {default.format(index)}\n" if default else "\n")
        for index, (annotation, default) in enumerate(fields)
    )
    code = f"{CLASSES}\nclass X(BaseModel):\n{config}{body}"
    same(read_statically(code), by_pydantic(code))

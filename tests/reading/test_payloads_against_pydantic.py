"""The static reader derives what pydantic itself says; the importing reader gives the same."""

from __future__ import annotations

import json
import textwrap
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from payload_models import CLASSES, PAYLOADS, WHOLE, annotation_texts, by_pydantic, read_statically, run

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


@pytest.mark.parametrize("format", ["jsonschema", "avro"])
@pytest.mark.parametrize("name", WHOLE)
def test_both_readers_derive_the_same_from_a_whole_class(name: str, format: str) -> None:  # noqa: A002
    agree(CLASSES + textwrap.dedent(WHOLE[name]), format)


@pytest.mark.parametrize("format", ["jsonschema", "avro"])
@pytest.mark.parametrize("start", range(8))
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


@given(fields=FIELDS, config=st.sampled_from(["", "    model_config = ConfigDict(alias_generator=to_camel)\n"]))
@settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])
def test_models_of_any_annotations_are_what_pydantic_says(fields: list[tuple[str, str]], config: str) -> None:
    body = "".join(
        f"    field_{index}: {annotation}" + (f" = {default.format(index)}\n" if default else "\n")
        for index, (annotation, default) in enumerate(fields)
    )
    code = f"{CLASSES}\nclass X(BaseModel):\n{config}{body}"
    same(read_statically(code), by_pydantic(code))

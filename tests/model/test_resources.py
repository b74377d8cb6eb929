from __future__ import annotations

import dataclasses

import pytest

from catalog_gen import Event, Schema
from catalog_gen.model.declaring import DefinitionError


@dataclasses.dataclass
class Placed:
    order_id: str


def test_a_payload_is_a_class() -> None:
    assert Event("E", payload=Placed).payload is Placed


@pytest.mark.parametrize("value", ["Placed", 1, {"a": 1}, [Placed], ("a",), b"x"])
def test_plain_data_is_no_payload(value: object) -> None:
    with pytest.raises(DefinitionError, match="takes a class"):
        Event("E", payload=value)


def test_no_protobuf_can_be_derived_from_a_class() -> None:
    with pytest.raises(DefinitionError, match="no field numbers"):
        Event("E", payload=Placed, schema_format="protobuf")


def test_the_schema_is_said_in_one_way() -> None:
    with pytest.raises(DefinitionError, match="schema_path and payload are given"):
        Event("E", payload=Placed, schema_path="a.avsc")


def test_at_most_one_schema_is_the_default() -> None:
    with pytest.raises(DefinitionError, match="two schemas are the default"):
        Event("E", schemas=[Schema("a.avsc", default=True), Schema("b.avsc", default=True)])

"""Enums whose values code makes: refused where a payload uses them, of no effect elsewhere."""

from __future__ import annotations

import textwrap

import pytest
from payload_models import CLASSES, read_statically
from snippets import codes, ids, read

ENUMS = {
    "the next value": """
        class E(Enum):
            def _generate_next_value_(name, start, count, last): return name.lower()
            OPEN = auto()
        """,
    "the next value in a base": """
        class Lower(Enum):
            def _generate_next_value_(name, start, count, last): return name.lower()
        class E(Lower):
            OPEN = auto()
        """,
    "a value of its own": """
        class E(str, Enum):
            def __new__(cls, value, title):
                made = str.__new__(cls, value)
                made._value_ = value
                return made
            DHL = ("dhl", "DHL Paket")
        """,
    "names that are no members": """
        class E(Enum):
            _ignore_ = ["helper"]
            helper = 1
            A = "a"
        """,
    "members below a condition": """
        class E(Enum):
            A = "a"
            if True:
                B = "b"
        """,
}


@pytest.mark.parametrize("name", ENUMS)
def test_an_enum_whose_values_code_makes_is_refused_where_a_payload_uses_it(name: str) -> None:
    code = f"from enum import auto\n{CLASSES}\n{textwrap.dedent(ENUMS[name])}\nclass X(BaseModel):\n    a: E\n"
    found = read_statically(code)
    assert len(found) == 1
    assert "unreadable-payload" in found[0]
    assert "build --import" in found[0]


@pytest.mark.parametrize("name", ENUMS)
def test_an_enum_whose_values_code_makes_does_not_matter_where_nothing_uses_it(name: str) -> None:
    reading = read(f"from enum import Enum, auto\n{textwrap.dedent(ENUMS[name])}\na = Event('A')\n")
    assert not codes(reading)
    assert ids(reading) == ["A"]

"""A second reading with the memory of a first one says what it would say without."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from catalog_gen.problems import text
from catalog_gen.reading import static
from catalog_gen.reading.remembering import Memory
from catalog_gen.sources import WorkingTree

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from catalog_gen.reading import Reading

NAMES = "from catalog_gen import *\n"
ALONE = {"a/definitions.py": 'a = Event("A")\n', "b/definitions.py": 'b = Event("B")\n'}
LIST = {"a/definitions.py": "shared = []\n", "b/definitions.py": "from a.definitions import shared\n"}
CHAIN = {"a/definitions.py": 't = Team("t")\n', "b/definitions.py": "from a.definitions import t\n"}
LOOSE = {"b/definitions.py": "from common import t\nb = Event('B', owners=[t])\n", "common.py": 't = Team("t")\n'}
CLASS = {"a/definitions.py": "class P:\n    x: int\na = Event('A', payload=P)\n"}
DATA = "from dataclasses import dataclass\n@dataclass\nclass P:\n    x: int\n"
PAYLOAD = {"a/definitions.py": f"{DATA}a = Event('A', payload=P)\n", "b/definitions.py": "b = Event('B')\n"}
MODEL = {"a/definitions.py": "from models import P\na = Event('A', payload=P)\n", "models.py": DATA}
LATER = {
    "a/definitions.py": "from typing import TYPE_CHECKING\nfrom dataclasses import dataclass\nif TYPE_CHECKING:\n"
    "    from b.definitions import P\n@dataclass\nclass Q:\n    p: 'P'\na = Event('A', payload=Q)\n",
    "b/definitions.py": DATA,
}
IMPORTS = {"a/definitions.py": "from b import x\na = Event('A', summary=x)\n", "b/__init__.py": "x = 'package'\n"}


def _read(root: Path, files: Mapping[str, str], memory: Memory | None) -> Reading:
    for path, content in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(NAMES + content)
    source = WorkingTree(root)
    return static.read(source, source.matching(("**/definitions.py",)), ["", "a", "b"], memory)


def _said(reading: Reading) -> object:
    resources = [(repr(one), str(one.at())) for one in reading.resources]
    return resources, [text(one) for one in reading.problems], reading.unread_texts, reading.unread_kinds


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (ALONE, {}),
        (ALONE, {"a/definitions.py": 'a = Event("A", summary="other")\n'}),
        (ALONE, {"c/definitions.py": 'c = Event("C")\n'}),
        (LIST, {"b/definitions.py": "from a.definitions import shared\nshared.append(Event('Added'))\n"}),
        ({**LIST, "b/definitions.py": "from a.definitions import shared\nshared += [Event('Added')]\n"}, LIST),
        (CHAIN, {"a/definitions.py": 't = Team("other")\n'}),
        (CHAIN, {"b/definitions.py": "from a.definitions import t\nb = Event('B', owners=[t])\n"}),
        (LOOSE, {}),
        (LOOSE, {"common.py": 't = Team("other")\n'}),
        (CLASS, {}),
        (CLASS, {"a/definitions.py": "class P:\n    x: str\na = Event('A', payload=P)\n"}),
        (PAYLOAD, {"b/definitions.py": "b = Event('B', summary='other')\n"}),
        (PAYLOAD, {"a/definitions.py": f"# other\n{DATA}    y: int\na = Event('A', payload=P)\n"}),
        (MODEL, {"models.py": f"{DATA}    y: str\n"}),
        (LATER, {"b/definitions.py": f"{DATA}    y: str\n"}),
        (IMPORTS, {"a/b.py": "x = 'module'\n"}),
        ({"a/definitions.py": "a = Event('A', owners=[unknown()])\nEvent('Loose')\n"}, {}),
        ({"a/definitions.py": "a = [Event('A')]\ndel a\n"}, {"b/definitions.py": ""}),
        ({"a/definitions.py": "a = ("}, {"b/definitions.py": "b = Event('B')\n"}),
    ],
)
def test_a_reading_with_a_memory_says_the_same(
    tmp_path: Path, first: Mapping[str, str], second: Mapping[str, str]
) -> None:
    memory = Memory()
    assert _said(_read(tmp_path, first, memory)) == _said(_read(tmp_path, first, None))
    assert _said(_read(tmp_path, second, memory)) == _said(_read(tmp_path, second, None))


def test_what_is_the_same_is_the_same_object(tmp_path: Path) -> None:
    memory = Memory()
    one = _read(tmp_path, ALONE, memory)
    other = _read(tmp_path, {"b/definitions.py": 'b = Event("B", summary="other")\n'}, memory)
    assert [first is second for first, second in zip(one.resources, other.resources, strict=True)] == [True, False]


def test_a_payload_class_that_is_the_same_is_read_once(tmp_path: Path) -> None:
    memory = Memory()
    one = _read(tmp_path, PAYLOAD, memory)
    other = _read(tmp_path, {"b/definitions.py": "b = Event('B', summary='other')\n"}, memory)
    assert [getattr(one.resources[0], "payload", None)] == [getattr(other.resources[0], "payload", "")]


def test_a_value_that_another_file_changes_is_not_kept(tmp_path: Path) -> None:
    memory = Memory()
    _read(tmp_path, {**LIST, "b/definitions.py": "from a.definitions import shared\nshared += [Event('X')]\n"}, memory)
    assert _read(tmp_path, {"b/definitions.py": ""}, memory).resources == ()

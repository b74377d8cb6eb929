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
MAKER = {
    "a/definitions.py": f"{DATA}def make(id):\n    return Event(id, payload=P)\na = make('A')\n",
    "b/definitions.py": "b = Event('B')\n",
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
        (MAKER, {"b/definitions.py": "from a.definitions import make\nb = make('B')\n"}),
        (PAYLOAD, {"b/definitions.py": "from a.definitions import P\nb = Event('B', payload=P)\n"}),
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


CALLS = """
made = [Event(f"E{number}", summary="s") for number in range(3)]
badge = Badge("New", "green")
a, b = Event("A", badges=[badge], key="x"), Event("B", badges=[badge, Badge("Old", "red")], draft=True)
c = Command("C", extensions={"x-a": 1, "x-b": [1.5, "y"]}, owners=["t"])
d = Domain("D", extensions={"x-c": 1, "x-d": 1})
twice = [Event("T", summary="s") for _ in range(2)]
names, more, none, rest = ["t", "u"], {"hidden": True}, {        }, [   ]
f = Event("F", owners=names, **more)
g = Event("G", *rest, **none)
"""
ACCENTS = 'é = ab = "H"\nh = Event(é, summary="s")\n'
ALL = "E0 E1 E2 A B C D T T F G"


def _but(*others: str) -> str:
    return " ".join(identifier for identifier in ALL.split() if identifier not in others)


@pytest.mark.parametrize(
    ("before", "after", "kept"),
    [
        ('key="x"', 'key="y"', _but("A")),
        ("draft=True", "draft=1", _but("B")),
        ('"x-a": 1, "x-b": [1.5, "y"]', '"x-b": [1.5, "y"], "x-a": 1', _but("C")),
        ('"x-c": 1, "x-d": 1', '"x-d": 1, "x-c": 1', _but("D")),
        ('"x-a": 1', '"x-a": 1.0', _but("C")),
        ('"x-a": 1', '"x-a": True', _but("C")),
        ('[1.5, "y"]', '[1.5, "z"]', _but("C")),
        ("range(3)", "[2, 1, 0]", "E2 E1 E0 A B C D T T F G"),
        ("range(3)", "range(4)", ALL),
        ('key="x")', 'key="x", draft=True)', _but("A", "B")),
        ('key="x"', 'key="x" ', _but("B")),
        ('"red"', '"blue"', _but("B")),
        ('"New"', '"Now"', _but("A", "B")),
        ("\nmade", "\n\nmade", ""),
        ("\nmade", "\né = 1; made", _but("E0", "E1", "E2")),
        ('Command("C"', 'Query("C"', _but("C")),
        ("Domain", "System", _but("D")),
        ('Command("C"', 'Command(id="C"', _but("C")),
        ('owners=["t"]', "owners=[]", _but("C")),
        ('owners=["t"]', '**{"owners": ["t"]}', _but("C")),
        ('owners=["t"])', 'owners=["t"], **input())', _but("C")),
        ('["t", "u"]', '["t"     ]', _but("F")),
        ('{"hidden": True}', "{              }", _but("F")),
        ("{        }", '{"id":"G"}', _but("G")),
        ("{        }", '{"hide":1}', _but("G")),
        ("[   ]", '["x"]', _but("G")),
        ('Badge("New", "green")', "unknown()", _but("A", "B")),
    ],
)
def test_calls_of_a_file_that_has_changed_elsewhere_make_what_they_made(
    tmp_path: Path, before: str, after: str, kept: str
) -> None:
    memory = Memory()
    one = _read(tmp_path, {"a/definitions.py": CALLS}, memory)
    other = _read(tmp_path, {"a/definitions.py": CALLS.replace(before, after)}, memory)
    assert _said(other) == _said(_read(tmp_path, {}, None))
    first = {id(resource) for resource in one.resources}
    assert [resource.id for resource in other.resources if id(resource) in first] == kept.split()


def test_what_a_call_made_is_used_once_also_where_two_files_tell_of_it(tmp_path: Path) -> None:
    memory = Memory()
    files = {
        "a/definitions.py": "from b.definitions import x\na = Event('A')\n",
        "b/definitions.py": "import common\nn = [1, 2]\nx = [Event('X') for _ in n]\n",
        "common.py": "",
    }
    _read(tmp_path, {**files, "b/definitions.py": files["b/definitions.py"].replace("[1, 2]", "[1]")}, memory)
    assert _said(_read(tmp_path, files, memory)) == _said(_read(tmp_path, files, None))


def test_places_in_lines_with_accents_are_not_those_of_their_bytes(tmp_path: Path) -> None:
    memory = Memory()
    _read(tmp_path, {"a/definitions.py": ACCENTS}, memory)
    other = _read(tmp_path, {"a/definitions.py": ACCENTS.replace("(é", "(ab")}, memory)
    assert str(other.resources[0].at("summary")) == "a/definitions.py:3:15"


def test_a_payload_class_that_is_the_same_is_read_once(tmp_path: Path) -> None:
    memory = Memory()
    one = _read(tmp_path, PAYLOAD, memory)
    other = _read(tmp_path, {"b/definitions.py": "b = Event('B', summary='other')\n"}, memory)
    assert [getattr(one.resources[0], "payload", None)] == [getattr(other.resources[0], "payload", "")]


def test_a_value_that_another_file_changes_is_not_kept(tmp_path: Path) -> None:
    memory = Memory()
    _read(tmp_path, {**LIST, "b/definitions.py": "from a.definitions import shared\nshared += [Event('X')]\n"}, memory)
    assert _read(tmp_path, {"b/definitions.py": ""}, memory).resources == ()

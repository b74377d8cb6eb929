"""What the static reader evaluates, what it leaves alone, and what it says about the rest."""

from __future__ import annotations

import datetime
import decimal
import uuid
import warnings
from pathlib import PurePath
from typing import Any

import pytest
from clock import within
from hypothesis import given
from hypothesis import strategies as st
from snippets import DEFINITIONS, HEADER, Memory, codes, definitions_of, ids, read, said

from catalog_gen.reading import static

WAYS_OUT = "(write it as data, or use build --import)"


def summary(code: str) -> Any:
    """The payload of an example with the value of the last expression: any plain data."""
    *before, last = code.split("\n")
    reading = read("\n".join([*before, f"_ = Event('E', examples=[Example([({last})])])"]))
    assert not reading.problems, said(reading)
    event = next(resource for resource in reading.resources if resource.id == "E")
    return event.examples[0].payload[0]  # type: ignore[attr-defined]


VALUES = {
    "1 + 2 * 3 ** 2 // 4 - 5 % 3": 3,
    "7 / 2": 3.5,
    "-3 + +2 - ~1": 1,
    "6 & 3 | 8 ^ 1": 11,
    "1 << 4 >> 1": 8,
    "'a' 'b' + 'c' * 2": "abcc",
    "[1, *range(3), *'ab']": [1, 0, 1, 2, "a", "b"],
    "{'a': 1, **{'b': 2}}": {"a": 1, "b": 2},
    "sorted({3, 1, 2})": [1, 2, 3],
    "len({1, 1, 2}), 2 in {1, 2}, max({1, 5}), bool({0})": [2, True, 5, True],
    "[x for x in range(10) if x % 2 if x > 3]": [5, 7, 9],
    "{k: v for k, v in zip('ab', [1, 2])}": {"a": 1, "b": 2},
    "[[y for y in range(x)] for x in range(3)]": [[], [0], [0, 1]],
    "(lambda a, b=2, *c, d, **e: [a, b, c, d, e])(1, d=4, f=5)": [1, 2, [], 4, {"f": 5}],
    "f'{1.5:>8.2f}|{\"x\"!r:5}|{2:{3}}|{{}}'": "    1.50|'x'  |  2|{}",
    "'%s %r %5.2f %%' % ('a', 'b', 1.234)": "a 'b'  1.23 %",
    "'%(a)s-%(b)d' % {'a': 1, 'b': 2}": "1-2",
    "'{0}{1}{0}'.format('a', 'b'), '{:,}'.format(1234567), '{a[0]:>{w}}'.format(a='xy', w=3)": [
        "aba",
        "1,234,567",
        "  x",
    ],
    "'abc'[::-1], [1, 2, 3][-2:], 'abc'[1]": ["cba", [2, 3], "b"],
    "'a,b'.split(','), ' x '.strip(), 'x'.zfill(3), 'aXb'.swapcase()": [["a", "b"], "x", "00x", "AxB"],
    "1 < 2 < 3, 1 < 2 > 3, 'a' not in 'b', None is None": [True, False, True, True],
    "'' or 'x', 'x' and 'y', not ''": ["x", "y", True],
    "(y := 5) + y": 10,
    "dict(a=1, **{'b': 2}), list('ab'), tuple([1]), str(1.0), int('7'), float('1.5')": [
        {"a": 1, "b": 2},
        ["a", "b"],
        [1],
        "1.0",
        7,
        1.5,
    ],
    "sum([1, 2], 3), min('b', 'a'), max([1, 3, 2], key=lambda x: -x), any([]), all([])": [6, "a", 1, False, True],
    "list(enumerate('ab', 1)), list(reversed([1, 2])), list(map(str, [1])), list(filter(None, [0, 1]))": [
        [[1, "a"], [2, "b"]],
        [2, 1],
        ["1"],
        [1],
    ],
    "x = Event('X')\nisinstance(1, int), isinstance('', (int, str)), getattr(x, 'id'), hasattr(x, 'nope')": [
        True,
        True,
        "X",
        False,
    ],
    "next(iter([1, 2])), next(iter([]), 'none'), [*{'a': 1}], [*{'a': 1}.items()]": [1, "none", ["a"], [["a", 1]]],
    "import itertools\nlist(itertools.chain([1], [2])), list(itertools.product('ab', [1]))": [
        [1, 2],
        [["a", 1], ["b", 1]],
    ],
    "from functools import reduce\nreduce(lambda a, b: a * b, [1, 2, 3, 4], 1)": 24,
    "from decimal import Decimal\nDecimal('1.1') + Decimal('2.2')": decimal.Decimal("3.3"),
    "import uuid\nuuid.UUID('12345678123456781234567812345678')": uuid.UUID("12345678123456781234567812345678"),
    "from datetime import date, timedelta\ndate(2024, 1, 31) + timedelta(days=1)": datetime.date(2024, 2, 1),
    "import datetime as dt\ndt.date.fromisoformat('2024-05-06').year": 2024,
    "import typing\ntyping.cast('int', 3)": 3,
    "import string\nstring.digits": "0123456789",
    "from textwrap import dedent\ndedent('  a\\n  b')": "a\nb",
    "b'abc'.decode(), 'ä'.encode()": ["abc", b"\xc3\xa4"],
    "class T:\n    A = 'a'\n    B: str = A + 'b'\nT.A, T.B": ["a", "ab"],
    "from enum import Enum\nclass C(Enum):\n    A = 'x'\n    B = A + 'y'\nC.A.value, C.B.name, C('xy').value, [c.name for c in C]": [
        "x",
        "B",
        "xy",
        ["A", "B"],
    ],
    "x = [3, 1]\nx.sort()\nx.append(x.pop(0))\nx": [3, 1],
    "d = {}\nd['a'] = 1\nd.setdefault('b', []).append(2)\ndel d['a']\nd": {"b": [2]},
    "x = 1\nx += 2\nx *= 3\nx": 9,
    "def f(n): return 'big' if n > 2 else f(n + 1)\nf(0)": "big",
}


@pytest.mark.parametrize(("code", "value"), VALUES.items(), ids=VALUES.keys())
def test_evaluates_as_python_does(code: str, value: Any) -> None:
    assert summary(code) == value


_LITERALS = st.recursive(
    st.integers(-50, 50)
    | st.text("abcXYZ %{}é", max_size=5)
    | st.booleans()
    | st.none()
    | st.sampled_from([0.5, -1.25]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text("ab", max_size=2), inner, max_size=3),
    max_leaves=5,
).map(repr)
_OPERATORS = ["+", "-", "*", "//", "%", "/", "<", "<=", "==", "!=", "and", "or", "in", "|", "&", "^"]


def _grown(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    return st.one_of(
        st.builds("({} {} {})".format, inner, st.sampled_from(_OPERATORS), inner),
        st.builds("({} if {} else {})".format, inner, inner, inner),
        st.builds("[{}, {}]".format, inner, inner),
        st.builds("({},)".format, inner),
        st.builds("{}[{}]".format, inner, inner),
        st.builds("(not {})".format, inner),
        st.builds("(-{})".format, inner),
        st.builds("[x for x in {} if x != {}]".format, inner, inner),
        st.builds("f'{{{}!s:>3}}'".format, st.sampled_from(["1", "2.5", '"ab"', "[1]", "None"])),
        st.builds("str({})".format, inner),
        st.builds("len({})".format, inner),
        st.builds("sorted({})".format, inner),
        st.builds("({}).join({})".format, inner, inner),
        st.builds("({}).get({})".format, inner, inner),
        st.builds("({}).replace('a', {})".format, inner, inner),
        st.builds("(lambda x, y={}: [y, x])({})".format, inner, inner),
    )


@given(st.recursive(_LITERALS, _grown, max_leaves=8))
def test_any_expression_gives_what_python_gives(code: str) -> None:
    reading = read({DEFINITIONS: f"{HEADER}_ = Event('E', examples=[Example([\n{code}\n])])"})
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            expected = eval(code)  # noqa: S307 - made of literals above
    except Exception as error:  # noqa: BLE001 - whatever Python says
        failure = f"{type(error).__name__}: {' '.join(str(error).split())}" if str(error) else type(error).__name__
    else:
        failure = ""
    if failure:
        assert [problem.message for problem in reading.problems] == [failure]
        return
    assert not reading.problems, said(reading)
    (event,) = reading.resources
    assert event.examples[0].payload == _as_data([expected])  # type: ignore[attr-defined]


def _as_data(value: Any) -> Any:
    return [_as_data(item) for item in value] if isinstance(value, list | tuple) else value


UNREAD = {
    'import os\na = Event("A", summary=os.environ["X"])': [
        f'd.py:3:16: A: summary: os.environ["X"] is only known when the code runs {WAYS_OUT} [unreadable-value]'
    ],
    'import os\nX = os.environ.get("X", "y")\na = Event("A", summary=f"{X}!", name=X)\nb = Event("B", name=X)': [
        f'd.py:4:16: A: summary: os.environ.get("X", "y") is only known when the code runs (line 3) {WAYS_OUT}'
        " [unreadable-value]",
    ],
    'from branding import TITLE\na = Event("A", name=TITLE)': [
        f"d.py:3:16: A: name: TITLE (from branding) is only known when the code runs (line 2) {WAYS_OUT}"
        " [unreadable-value]"
    ],
    'from pathlib import Path\na = Event("A", description=Path("a.md").read_text())': [
        'd.py:3:16: A: description: Path("a.md").read_text() is only known when the code runs (name the file with'
        " description_path=, schema_path= or Example(path=...), or use build --import) [unreadable-value]",
        'd.py:3:28: Path("a.md").read_text() was not called (write it as data, or use build --import) [ignored-call]',
    ],
    'from datetime import date\na = Event("A", date=date.today())': [
        f"d.py:3:16: A: date: date.today() is only known when the code runs {WAYS_OUT} [unreadable-value]"
    ],
    'def f(x):\n    y = x\n    return y\na = Event("A", name=f("n"))': [
        f'd.py:5:16: A: name: f("n") calls a function that does more than return a value {WAYS_OUT} [unreadable-value]'
    ],
    'a = Event("A", owners=[x for x in {"a", "b"}])': [
        'd.py:2:16: A: owners: {"a", "b"} is a set: a set has no order that is the same in every run'
        " (write a list, or go through sorted(...)) [unreadable-value]"
    ],
    'a = Event("A", **load())\ndef load(): return 1': [
        "d.py:2:18: NameError: name 'load' is not defined [definition-failed]"
    ],
    'from x import load\na = Event("A", **load())': [
        f"d.py:3:5: A: load() is only known when the code runs {WAYS_OUT} [unreadable-value]"
    ],
    'from x import y\na = [Event(i) for i in y]\nb = Event("B")': [
        f"d.py:3:24: y (from x) is only known when the code runs (line 2) {WAYS_OUT} [unreadable-value]"
    ],
    'from x import y\na = Event("A") if y else None\nb = y and Event("B")': [
        f"d.py:3:19: y (from x) is only known when the code runs (line 2) {WAYS_OUT} [unreadable-value]"
    ],
    'def make(i):\n    e = Event(i)\n    return e\na = make("A")': [
        f'd.py:5:5: make("A") calls a function that does more than return a value {WAYS_OUT} [unreadable-value]'
    ],
    'from x import y\nif y.on:\n    a = Event("A")\nelse:\n    b = 1': [
        f"d.py:3:4: y.on is only known when the code runs, and what is declared here depends on it {WAYS_OUT}"
        " [unreadable-statement]"
    ],
    'from x import y\nL = []\nfor i in y:\n    L.append(i)\na = Event("A")': [
        f"d.py:4:10: y (from x) is only known when the code runs, and what is declared here depends on it {WAYS_OUT}"
        " [unreadable-statement]"
    ],
    'from x import y\nif y:\n    z = "a"\nfor i in y: w = 1\na = Event("A")': [],
    'from x import y\nz = "a"\nif y: z = "b"\na = Event("A", name=z)': [
        f"d.py:5:16: A: name: y (from x) is only known when the code runs (line 2) {WAYS_OUT} [unreadable-value]"
    ],
    'from x import app\napp.run()\na = Event("A")': [
        f"d.py:3:1: app.run() has an effect; definitions are read, not run {WAYS_OUT} [unreadable-statement]"
    ],
    'while True:\n    pass\na = Event("A")': [
        f"d.py:2:1: `while True` is not evaluated; definitions are read, not run {WAYS_OUT} [unreadable-statement]"
    ],
    'with open("f") as f:\n    x = f.read()\na = Event("A", summary=x)': [
        f'd.py:2:1: `with open("f") as f` is not evaluated; definitions are read, not run {WAYS_OUT} [unreadable-statement]'
    ],
    'import logging, sys\nsys.path.insert(0, "x")\nlog = logging.getLogger(__name__)\nlog.info("x")\na = Event("A")': [
        'd.py:3:1: sys.path.insert(0, "x") was not called [ignored-call]',
        'd.py:5:1: log.info("x") was not called [ignored-call]',
    ],
    'f = open("x")\na = Event("A")': [f'd.py:2:5: open("x") was not called {WAYS_OUT} [ignored-call]'],
    'from x import B, wrap\napp = B("x")\n@app.get("/")\ndef f(): return 1\nclass M(B):\n    id: str = B()\n    model_config = {"a": wrap(1)}\na = Event("A")': [],
    'from x import M\na = Event("A", summary=M.x)\nclass N(M): Y = "y"\nb = Event("B", summary=N.Y, name=N.Z)': [
        f"d.py:3:16: A: summary: M.x is only known when the code runs {WAYS_OUT} [unreadable-value]",
        f"d.py:5:29: B: name: N.Z is only known when the code runs {WAYS_OUT} [unreadable-value]",
    ],
    'x = {}["k"]\ny = x + 1\na = Event("A", summary=y)': ["d.py:2:5: KeyError: 'k' [definition-failed]"],
    'a = Event(undefined)\nb = Service("S", sends=[a], owners=[a.owners])': [
        "d.py:2:11: NameError: name 'undefined' is not defined [definition-failed]"
    ],
}


@pytest.mark.parametrize(("code", "expected"), UNREAD.items(), ids=range(len(UNREAD)))
def test_what_cannot_be_known_is_a_problem_where_it_matters(code: str, expected: list[str]) -> None:
    assert said(read(code)) == expected


def test_loggers_brokers_and_settings_may_stand_beside_names_that_are_imported() -> None:
    files = {
        DEFINITIONS: HEADER
        + "from app import TOPIC, topic, Color\na = Event('A', key=TOPIC, name=topic('x'), summary=Color.RED)",
        "app.py": """
            import logging, os, fastapi
            from enum import StrEnum
            from sqlalchemy.orm import DeclarativeBase

            log = logging.getLogger(__name__)
            log.info("started")
            app = fastapi.FastAPI()
            if os.environ["DEBUG"]:
                app.debug = True
            with app: pass
            while False: pass
            class Base(DeclarativeBase): pass
            TOPIC = "acme"
            broken = 1 / 0
            def topic(x): return f"{TOPIC}.{x}"
            @app.get("/")
            async def index(): return 1
            class Color(StrEnum): RED = "red"
            app.run()
            """,
    }
    reading = read(files)
    assert not reading.problems, said(reading)
    assert reading.resources[0].name == "acme.x"  # type: ignore[attr-defined]


def test_a_failure_in_another_module_is_said_where_it_is_when_its_name_is_asked_for() -> None:
    files = {DEFINITIONS: HEADER + "from app import X\na = Event('A', key=X)", "app.py": "Y = 1 / 0\nX = 'a' + 1"}
    expected = 'app.py:2:5: TypeError: can only concatenate str (not "int") to str [definition-failed]'
    assert said(read(files)) == [expected]


def test_names_that_are_built_up_in_another_module_are_whole() -> None:
    files = {
        DEFINITIONS: HEADER + "from app import L, D\na = Event('A', owners=L + list(D))",
        "app.py": "L = ['a']\nL.append('b')\nL += ['c']\nD = {}\nD['d'] = 1\nfor x in 'ef': L.append(x)\nL.sort(reverse=True)",
    }
    reading = read(files)
    assert reading.resources[0].owners == ("f", "e", "c", "b", "a", "d")  # type: ignore[attr-defined]


def test_texts_of_a_file_that_cannot_be_parsed_may_be_ids() -> None:
    assert {"OrderPlaced", "full-stack"} <= read({DEFINITIONS: "a = Event(\"OrderPlaced\", 'full-stack'"}).unread_texts


def test_texts_of_statements_that_are_not_evaluated_may_be_ids() -> None:
    reading = read('with x: a = Event("Inside")\nb = Event("B")\nc = [Event("C"), 1 / 0]')
    assert reading.unread_texts == {"Inside", "C"}


def test_kinds_of_resources_without_a_known_id_are_kept() -> None:
    reading = read("from x import y\na = Event(y)\nb = Team()\nc = [Channel(i) for i in y]\nd = Badge()")
    assert reading.unread_kinds >= {"event", "team", "channel"}


def test_what_was_not_read_is_marked_on_the_object() -> None:
    (event,) = read('from x import y\na = Event("A", summary=y, owners=["a", y], hidden=3)').resources
    assert event.origin is not None
    assert event.origin.unread == {"summary", "owners", "hidden"}
    assert event.owners == ("a",)  # type: ignore[attr-defined]


def test_keywords_hidden_behind_stars_count_as_given() -> None:
    (event,) = read('from x import y\na = Event("A", summary="s", **y)').resources
    assert event.gives("owners")
    assert event.gives("summary")
    assert event.origin is not None
    assert "summary" not in event.origin.unread


def test_an_error_in_one_file_does_not_hide_the_others() -> None:
    files = {
        f"s/{name}/definitions.py": f"{HEADER}a = Event('{name}')\n{more}"
        for name, more in {
            "A": "x = 9**9**9",
            "B": "raise ValueError",
            "C": "for x in [1]:\n  for y in range(10**9): pass",
            "D": ")",
            "E": "x = 1",
        }.items()
    }
    reading = read(files)
    assert ids(reading) == ["A", "B", "C", "E"]
    assert codes(reading) == ["too-much-work", "definition-failed", "too-much-work", "unreadable-file"]


def test_reading_stops_in_a_file_whose_budget_is_spent() -> None:
    reading = read('a = Event("A")\nx = [0 for i in range(10**5) for j in range(10**5)]\nb = Event("B")')
    assert ids(reading) == ["A"]
    assert "B" in reading.unread_texts


def test_files_that_cannot_be_read_are_problems() -> None:
    reading = static.read(Memory({}), ["schemas/definitions.py"], [""])
    assert said(reading) == ["d.py: cannot be read: No such file or directory [unreadable-file]"]


def test_a_thousand_events_are_read_in_a_moment() -> None:
    event = """
Event(
    "Event{0}", name="Event {0}", version="1.0.{0}", key="product_id", summary="Something happened",
    owners=["a-team", "b-team"], schema_path="event.avsc", compatibility="BACKWARD",
    badges=[Badge("Stock", "green")], changes="Nothing."),
"""
    code = HEADER + "EVENTS = [" + "".join(event.format(number) for number in range(1000)) + "]"
    with within(1):
        reading = read({DEFINITIONS: code})
    assert len(reading.resources) == 1000
    assert not reading.problems


def test_the_path_of_the_file_is_known() -> None:
    (event,) = read(
        "from pathlib import Path\na = Event('A', schema_path=Path(__file__).resolve().parent / 'x.avsc')"
    ).resources
    assert event.schema_path == PurePath("/memory/schemas/x.avsc")  # type: ignore[attr-defined]


def test_definitions_of_this_project_alone_are_given() -> None:
    assert definitions_of({"b/definitions.py": "", "a/x.py": ""}) == (["b/definitions.py"], ["", "b"])

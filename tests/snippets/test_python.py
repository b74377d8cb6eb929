from __future__ import annotations

import ast
import datetime
import decimal
import math
import re
import subprocess
import sys
import uuid
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog_gen.snippets.code import Code
from catalog_gen.snippets.languages import layout, statements
from catalog_gen.snippets.languages.python import Python

if TYPE_CHECKING:
    from pathlib import Path

PYTHON = Python()
NAMES = {
    "Decimal": decimal.Decimal,
    "UUID": uuid.UUID,
    "datetime": datetime.datetime,
    "date": datetime.date,
    "time": datetime.time,
    "timezone": datetime.timezone,
    "timedelta": datetime.timedelta,
    "UTC": datetime.UTC,
}
SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(allow_nan=False, allow_infinity=False),
    st.text(),
    st.binary(),
    st.decimals(allow_nan=False, allow_infinity=False),
    st.uuids(),
    st.dates(),
    st.times().map(lambda value: value.replace(fold=0)),
    st.datetimes().map(lambda value: value.replace(fold=0)),
    st.datetimes(timezones=st.just(datetime.UTC)).map(lambda value: value.replace(fold=0)),
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.one_of(
        st.lists(inner), st.dictionaries(st.text(), inner), st.tuples(inner), st.tuples(st.text(), inner)
    ),
    max_leaves=20,
)


@given(VALUES, st.integers(0, 60))
def test_a_literal_is_the_value(value: Any, column: int) -> None:
    found = eval(str(PYTHON.literal(value, column)), dict(NAMES))  # noqa: S307 - what we have written
    assert repr(found) == repr(value)


@pytest.mark.parametrize(
    ("value", "literal"),
    [
        ("it's", '"it\'s"'),
        ('so "quoted"', "'so \"quoted\"'"),
        ("it's \"one", '"it\'s \\"one"'),
        ("back\\slash", '"back\\\\slash"'),
        ("two\nlines\u2028", '"two\\nlines\\u2028"'),
        ("ä😀", '"ä😀"'),
        ({"a": [1, True, None]}, '{"a": [1, True, None]}'),
        (("com.acme.Card", {"no": 1}), '("com.acme.Card", {"no": 1})'),
        (b"\x00\xff", 'b"\\x00\\xff"'),
        (decimal.Decimal("12.50"), 'Decimal("12.50")'),
        (datetime.datetime(2026, 9, 14, 8, 12, tzinfo=datetime.UTC), "datetime(2026, 9, 14, 8, 12, tzinfo=UTC)"),
        (datetime.datetime.fromisoformat("2026-09-14"), 'datetime.fromisoformat("2026-09-14T00:00:00")'),
        (datetime.date(2026, 9, 14), "date(2026, 9, 14)"),
        (datetime.time(8, 12, 45), "time(8, 12, 45)"),
        (Code("os.environ"), "os.environ"),
    ],
)
def test_literals_look_as_people_write_them(value: Any, literal: str) -> None:
    assert PYTHON.literal(value) == literal


def test_a_long_literal_is_broken_as_a_formatter_does_it() -> None:
    value = {"order_id": "o" * 40, "lines": [{"sku": "a" * 40, "quantity": 1}, {"sku": "b" * 50, "quantity": 2}]}
    assert str(PYTHON.literal(value)).split("\n") == [
        "{",
        f'    "order_id": "{"o" * 40}",',
        '    "lines": [',
        f'        {{"sku": "{"a" * 40}", "quantity": 1}},',
        f'        {{"sku": "{"b" * 50}", "quantity": 2}},',
        "    ],",
        "}",
    ]


@given(st.lists(st.text(), min_size=1), st.text())
def test_a_text_with_holes_is_the_parts_and_the_values_of_variables(parts: list[str], value: str) -> None:
    pieces: list[str | Code] = []
    for part in parts:
        pieces += [part, Code("HOLE")]
    found = eval(str(PYTHON.text(pieces)), {"HOLE": value})  # noqa: S307 - what we have written
    assert found == "".join(part + value for part in parts)


@given(st.text())
def test_a_comment_is_one_line_whatever_is_in_it(text: str) -> None:
    assert len(str(PYTHON.comment(text)).splitlines()) == 1


@given(st.text())
def test_an_identifier_is_one_whatever_the_text(text: str) -> None:
    name = str(PYTHON.identifier(text))
    assert name.isidentifier()
    compile(f"{name} = 1", "name", "exec")


@pytest.mark.parametrize("number", [0.1, 1e300, 5e-324, -0.0])
def test_numbers_are_exact(number: float) -> None:
    found = float(str(PYTHON.literal(number)))
    assert (found, math.copysign(1, found)) == (number, math.copysign(1, number))


def test_imports_are_added_as_they_are_used_sorted_and_grouped() -> None:
    code = """
import paho.mqtt.client as mqtt
from orders_pb2 import Order
from confluent_kafka import Producer, KafkaError
TOPIC = os.environ["T"]
x = (json.dumps({}), uuid4(), Decimal("1"), datetime.now(UTC), fastavro, Producer, KafkaError, mqtt, Order)
"""
    assert PYTHON.finish(code).split("\n") == [
        "import json",
        "import os",
        "from datetime import UTC, datetime",
        "from decimal import Decimal",
        "from uuid import uuid4",
        "",
        "import fastavro",
        "import paho.mqtt.client as mqtt",
        "from confluent_kafka import KafkaError, Producer",
        "",
        "from orders_pb2 import Order",
        "",
        'TOPIC = os.environ["T"]',
        'x = (json.dumps({}), uuid4(), Decimal("1"), datetime.now(UTC), fastavro, Producer, KafkaError, mqtt, Order)',
        "",
    ]


def test_what_a_program_defines_itself_is_not_imported() -> None:
    code = "def json(os):\n    return os\nfor sys in []:\n    json(sys)\n"
    assert "import" not in PYTHON.finish(code)


def test_definitions_stand_two_blank_lines_apart_and_statements_at_most_one() -> None:
    code = 'A = 1\n\n\n\n# why\nB = 2\ndef f() -> None:\n    """Do."""\n\n\n    return\nC = 3\n'
    assert PYTHON.finish(code) == (
        'A = 1\n\n# why\nB = 2\n\n\ndef f() -> None:\n    """Do."""\n\n    return\n\n\nC = 3\n'
    )


def test_time_is_the_class_where_it_is_called_and_the_module_elsewhere() -> None:
    assert PYTHON.finish("x = time(8, 0)\n").startswith("from datetime import time\n")
    assert PYTHON.finish("x = time.monotonic()\n").startswith("import time\n")


def test_formatters_have_nothing_to_do(tmp_path: Path) -> None:
    code = "import b\nimport a\nA = a.x\ndef f() -> int:\n    return b.x\nB = f()\n"
    (tmp_path / "x.py").write_text(PYTHON.finish(code))
    command = [sys.executable, "-m", "ruff", "format", "--isolated", "--check", "--no-cache", "x.py"]
    ran = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr


HEADS = [
    "",
    "#!/usr/bin/env python\n",
    "# about\n\n# why\n",
    '"""What it is."""\n',
    '# about\n"""What\n\n\n  it is.   \n"""  # noqa: D\n',
    "'one' 'doc'\n",
    "from __future__ import annotations\n",
    '"""Doc."""\nfrom __future__ import annotations, generators\n',
    "\f\nimport os  # first\n",
]
PIECES = [
    "import b, a as c",
    "import os.path",
    "from . import z",
    "from ..k import zz",
    "from ...  import far as near",
    "from .orders_pb2 import Order",
    "from star import *",
    "from star import one",
    "from long import (\n    a" + "a" * 40 + ",  # why\n    b" + "b" * 40 + ",\n)",
    "# in front\nimport commented  # behind",
    "y = 2; z = 3",
    "y = 2; import q; z = 3;  # all",
    "x = 1   # one",
    "x = 1 + \\\n  2",
    "x = 1; \\\n  y = 2",
    "x = 1 \\\n\ny = 1",
    "\n\n\n# lonely\n\n\n",
    'x = """a  \n\n\n\n  b"""; y = """\n \n"""  # ä',
    "x = 'ä'; y = '\"\"\"'; z = f'''{x}  \n\n\n{y}  \n'''",
    "try:\n    import orjson as json\nexcept ImportError:\n    import json\nprint(json.dumps({}))",
    "if TYPE_CHECKING:\n    from typing import Any",
    "with x: import within; within()",
    "@decorated\n@(\n    twice\n)\ndef f(a: Any) -> None:\n    '''Do  \n\n\n    it.'''\n\n\n    return a  \n    # it\n",
    "async def g(): return uuid4()",
    "class A: pass; B = 1",
    'def h():\n    return """\n\n\n    a   \n"""',
    "match json:\n    case {**time}: re.sub(time)\n    case [Decimal, *io]: Decimal(io)",
    "for sys in []: print(sys)",
    "x = [\n    1,   \n\n\n\n    2,  # two\n]",
    "x = time(8, 0), os.environ, quote",
    "x = 1\r\ny = 2\r\n",
    "try:\n    import u\nfinally:\n    import v",
    "if x:\n    y = 1\n\n    # in it\n\n# beside it",
    "print(\n    '''a  \n'''  # b  \n    '''c''')",
]
PROGRAMS = st.tuples(st.sampled_from(HEADS), st.lists(st.sampled_from(PIECES), max_size=6)).map(
    lambda found: found[0] + "\n".join(found[1])
)


def taken_apart(code: str) -> tuple[list[str], set[tuple[str, ...]]]:
    """The statements of a program, and what it imports on top."""
    statements: list[str] = []
    imported: set[tuple[str, ...]] = set()
    for node in ast.parse(code).body:
        match node:
            case ast.Import():
                imported |= {(alias.name, alias.asname or "") for alias in node.names}
            case ast.ImportFrom():
                module = "." * node.level + (node.module or "")
                imported |= {(module, alias.name, alias.asname or "") for alias in node.names}
            case _:
                statements.append(ast.dump(node))
    return statements, imported


@given(PROGRAMS)
def test_the_layout_of_a_program_changes_nothing_but_the_order_of_its_imports(code: str) -> None:
    found = PYTHON.finish(code)
    statements, imported = taken_apart(code)
    assert taken_apart(found)[0] == statements
    added = taken_apart(found)[1] - imported
    assert imported <= taken_apart(found)[1]
    assert {name[-2] for name in added} <= set(layout.KNOWN)
    assert set(re.findall(r"# \w+", found)) == set(re.findall(r"# \w+", code))
    compile(found, "found", "exec", dont_inherit=True)  # the future stands first


@given(PROGRAMS)
def test_a_finished_program_stays_as_it_is(code: str) -> None:
    found = PYTHON.finish(code)
    assert PYTHON.finish(found) == found


@pytest.mark.parametrize(
    ("code", "found"),
    [
        (
            '"""Doc."""\nimport b\nfrom . import z\nfrom ..k import zz\nfrom __future__ import annotations\nx: UUID',
            '"""Doc."""\n\nfrom __future__ import annotations\n\nfrom uuid import UUID\n\nimport b\n\n'
            "from ..k import zz\nfrom . import z\n\nx: UUID\n",
        ),
        ("y = 2; z = 3  # both", "y = 2\nz = 3  # both\n"),
        ('x = """a  \n\n\n\nb"""', 'x = """a  \n\n\n\nb"""\n'),
        ("#!run\n# why\nimport b  # noqa: F401\nimport a", "#!run\n\nimport a\n# why\nimport b  # noqa: F401\n"),
        ("x = 1\n# why\nimport b\nimport a", "import a\n# why\nimport b\n\nx = 1\n"),
        (
            "try:\n    import ujson as json\nexcept ImportError:\n    import json\njson.x",
            "try:\n    import ujson as json\nexcept ImportError:\n    import json\njson.x\n",
        ),
        (
            "import x\nif TYPE_CHECKING:\n    from y import Any\nz: Any",
            "import x\n\nif TYPE_CHECKING:\n    from y import Any\nz: Any\n",
        ),
        (
            "def f():\n    return 1\n    # never\n\n# next\nx = 1",
            "def f():\n    return 1\n    # never\n\n\n# next\nx = 1\n",
        ),
    ],
)
def test_a_program_is_laid_out_as_people_do_it(code: str, found: str) -> None:
    assert PYTHON.finish(code) == found


LINES = [
    "",
    "  ",
    "# outside",
    "    # inside",
    "import json",
    "from datetime import (",
    "    UTC,",
    ")",
    "x = os.environ",
    "y = time; z = time()  # both",
    "@decorated",
    "@decorated(",
    "def f(a):",
    "    return Decimal(a)",
    "async def g():  # later",
    "if x:",
    "else:",
    "try:",
    "except KeyError as error:",
    "finally:",
    "    pass",
    '"""',
    '    """One line."""',
    "text = '''  ",
    "'''",
    "y = x + \\",
    "z = {",
    "}",
]


@given(st.lists(st.sampled_from(LINES), max_size=12))
def test_programs_look_the_same_whether_they_are_parsed_in_pieces_or_whole(lines: list[str]) -> None:
    code = "\n".join(lines)
    with pytest.MonkeyPatch.context() as patch:
        in_pieces = _finished(code), _names(code)
        patch.setattr(statements, "_texts", lambda code: [code])
        assert in_pieces == (_finished(code), _names(code))


def _finished(code: str) -> str:
    try:
        return PYTHON.finish(code)
    except SyntaxError as error:
        return str(error)


def _names(code: str) -> frozenset[str]:
    try:
        return PYTHON.names(code)
    except SyntaxError:
        return frozenset()


def test_what_programs_have_in_common_is_parsed_once() -> None:
    statements._piece.cache_clear()
    for name in ("a", "b"):
        PYTHON.finish(f"x = {name!r}\n\ndef f():\n    return json\n\n@f\ndef g():\n    return os\n")
    assert statements._piece.cache_info().misses == 4  # the two functions, and what is x

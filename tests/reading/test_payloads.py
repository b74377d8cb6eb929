"""Payload classes in the definitions and in application code: what is found, what is said, what does not matter."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from clock import within
from snippets import Memory, codes, dump, said

from catalog_gen.formats import annotated
from catalog_gen.model import Message
from catalog_gen.model.payloads import Payload
from catalog_gen.problems import text
from catalog_gen.reading import Reading, importing, static
from catalog_gen.sources import WorkingTree

CASE = Path(__file__).parent / "cases" / "faststream_shop"
DEFINITIONS = "schemas/definitions.py"
FOLDERS = ["", "schemas", "src"]


def project(definitions: str, **modules: str) -> dict[str, str | bytes]:
    paths = {f"{name.replace('__', '/').replace('/start', '/__init__')}.py": code for name, code in modules.items()}
    return {DEFINITIONS: f"from catalog_gen import *\n{definitions}\n", **paths}


def read(definitions: str, **modules: str) -> Reading:
    return static.read(Memory(project(definitions, **modules)), [DEFINITIONS], FOLDERS)


def run(definitions: str, **modules: str) -> Reading:
    return importing.read(Memory(project(definitions, **modules)), [DEFINITIONS], FOLDERS)


def payloads(reading: Reading) -> dict[str, Payload]:
    found = {one.id: one.payload for one in reading.resources if isinstance(one, Message)}
    return {name: payload for name, payload in found.items() if isinstance(payload, Payload)}


def problems(reading: Reading) -> list[str]:
    derived = [annotated.schema(payload, "jsonschema") for payload in payloads(reading).values()]
    lines = [text(problem) for _, found in derived for problem in found]
    return [line.replace(DEFINITIONS, "d.py") for line in dict.fromkeys(lines)]


def schema(reading: Reading, name: str = "E") -> Any:
    assert not reading.problems, said(reading)
    data, found = annotated.schema(payloads(reading)[name], "jsonschema")
    assert data is not None, [text(problem) for problem in found]
    return json.loads(data)


def properties(reading: Reading) -> list[str]:
    return list(schema(reading)["properties"])


DATACLASS = "from dataclasses import dataclass\n@dataclass\nclass X:\n    a: int\n"


def test_an_application_is_documented_without_its_libraries() -> None:
    code = (
        "import sys, json; from pathlib import Path\n"
        "hidden = {'pydantic', 'pydantic_core', 'faststream', 'sqlalchemy', 'pydantic_settings', 'typing_extensions',"
        " 'annotated_types', 'msgspec', 'attr', 'attrs'}\n"
        "class Hider:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        "        if name.split('.')[0] in hidden or name.split('.')[0] == 'app': raise ModuleNotFoundError(name)\n"
        "sys.meta_path.insert(0, Hider())\n"
        "from catalog_gen.formats import annotated\n"
        "from catalog_gen.reading import static\n"
        "from catalog_gen.sources import WorkingTree\n"
        f"source = WorkingTree(Path({str(CASE)!r}))\n"
        "reading = static.read(source, ['schemas/orders/definitions.py'], ['', 'schemas/orders', 'src'])\n"
        "assert not reading.problems, reading.problems\n"
        "messages = [one for one in reading.resources if getattr(one, 'payload', None)]\n"
        "made = {m.id: annotated.schema(m.payload, m.schema_format or 'jsonschema') for m in messages}\n"
        "assert not any(problems for _, problems in made.values()), made\n"
        "print(json.dumps({name: json.loads(data) for name, (data, _) in made.items()}))\n"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    made = json.loads(ran.stdout)
    assert list(made) == ["OrderPlaced", "OrderAccepted", "OrderShipped", "OrderCancelled", "GetOrderTotal"]
    assert list(made["OrderPlaced"]["properties"])[:3] == ["orderId", "placedAt", "customer"]
    assert made["OrderAccepted"]["title"] == "Envelope[OrderPlaced]"
    assert [field["name"] for field in made["OrderShipped"]["fields"]][-1] == "at"


def test_only_the_modules_that_are_needed_are_read() -> None:
    tree = WorkingTree(CASE)
    asked: list[str] = []

    class Watched:
        def __getattr__(self, name: str) -> Any:
            return getattr(tree, name)

        def read(self, path: str) -> bytes:
            asked.append(path)
            return tree.read(path)

    static.read(Watched(), ["schemas/orders/definitions.py"], ["", "schemas/orders", "src"])
    assert "src/app/main.py" not in asked
    assert len(asked) == len(set(asked))


@pytest.mark.parametrize(
    ("definitions", "modules"),
    [
        (DATACLASS + "e = Event('E', payload=X)", {}),
        ("from app.models import X\ne = Event('E', payload=X)", {"app__models": DATACLASS}),
        ("import app.models as m\ne = Event('E', payload=m.X)", {"app__models": DATACLASS}),
        ("import app.models\ne = Event('E', payload=app.models.X)", {"app__models": DATACLASS}),
        ("from app import X\ne = Event('E', payload=X)", {"app__start": "from .m import X", "app__m": DATACLASS}),
        ("from app import m\ne = Event('E', payload=m.X)", {"app__start": "", "app__m": DATACLASS}),
        ("from app import *\ne = Event('E', payload=X)", {"app__start": "from .m import *", "app__m": DATACLASS}),
        ("from inner import X as Y\ne = Event('E', payload=Y)", {"src__inner": DATACLASS}),
        ("from app.models import X\nX2 = X\ne = Event('E', payload=X2)", {"app__models": DATACLASS}),
    ],
)
def test_a_class_is_found_wherever_it_comes_from(definitions: str, modules: dict[str, str]) -> None:
    assert properties(read(definitions, **modules)) == ["a"]
    assert dump(read(definitions, **modules)) == dump(run(definitions, **modules))


@pytest.mark.parametrize(
    "models",
    [
        "from app.base import Y\n@dataclass\nclass X:\n    y: Y",
        "from .base import Y\n@dataclass\nclass X:\n    y: Y",
        "from . import base\n@dataclass\nclass X:\n    y: base.Y",
        "import app.base\n@dataclass\nclass X:\n    y: app.base.Y",
        "if TYPE_CHECKING:\n    from app.base import Y\n@dataclass\nclass X:\n    y: 'Y'",
        "if typing.TYPE_CHECKING:\n    from app import base\n@dataclass\nclass X:\n    y: 'base.Y'",
        "if typing.TYPE_CHECKING:\n    from app import base\n@dataclass\nclass X:\n    y: 'list[base.Y]'",
        "try:\n    from app.base import Y\nexcept ImportError:\n    Y = None\n@dataclass\nclass X:\n    y: Y",
    ],
)
def test_what_annotations_mention_is_followed_through_imports(models: str) -> None:
    head = "import typing\nfrom typing import TYPE_CHECKING\nfrom dataclasses import dataclass\n"
    base = "from dataclasses import dataclass\n@dataclass\nclass Y:\n    z: int"
    reading = read("from app.models import X\ne = Event('E', payload=X)", app__models=head + models, app__base=base)
    assert "Y" in schema(reading)["$defs"]


def test_modules_may_mention_each_other() -> None:
    head = "from __future__ import annotations\nfrom typing import TYPE_CHECKING\nfrom dataclasses import dataclass\n"
    one = f"{head}if TYPE_CHECKING:\n    from app.b import B\n@dataclass\nclass A:\n    b: B"
    other = f"{head}from app.a import A\n@dataclass\nclass B:\n    a: A | None"
    reading = read("from app.a import A\ne = Event('E', payload=A)", app__a=one, app__b=other)
    assert list(schema(reading)["$defs"]) == ["A", "B"]


def test_a_class_may_stand_behind_the_message() -> None:
    code = 'from dataclasses import dataclass\n@dataclass\nclass X:\n    y: "Y"\ne = Event("E", payload=X)\n'
    code += "@dataclass\nclass Y:\n    z: int"
    assert "Y" in schema(read(code))["$defs"]
    assert dump(read(code)) == dump(run(code))


def test_one_class_of_several_messages_is_read_once() -> None:
    reading = read(DATACLASS + "a = Event('A', payload=X)\nb = Command('B', payload=X)")
    first, second = payloads(reading).values()
    assert first is second


def test_the_payload_knows_its_place_and_its_text() -> None:
    code = 'from dataclasses import dataclass\n\n@dataclass\nclass X:\n    """What it is."""\n    a: int\ne = Event("E", payload=X)'
    for reading in (read(code), run(code)):
        payload = payloads(reading)["E"]
        assert (payload.name, str(payload.place), payload.doc) == ("X", f"{DEFINITIONS}:5:1", "What it is.")


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ('"order.avsc"', 'the text "order.avsc"'),
        ("3", "3"),
        ("{}", "a dict"),
        ("[int]", "a list"),
        ("True", "True"),
    ],
)
def test_a_payload_that_is_no_class_is_a_wrong_type_in_both_readers(value: str, shown: str) -> None:
    code = f'e = Event("E", key="k", payload={value})'
    line = f"d.py:2:25: E: payload takes a class, not {shown} (a dataclass, pydantic model or TypedDict) [wrong-type]"
    assert said(read(code)) == said(run(code)) == [line]


def test_an_object_of_a_class_is_no_class() -> None:
    reading = read(DATACLASS + "e = Event('E', payload=X(1))")
    line = "d.py:6:16: E: payload takes a class, not an object of the class X (write payload=X) [wrong-type]"
    assert said(reading) == [line]
    assert codes(run(DATACLASS + "e = Event('E', payload=X(1))")) == ["wrong-type"]


def test_a_class_that_only_running_the_code_makes_is_said_to_be_so() -> None:
    reading = read("from pydantic import create_model\nX = create_model('X', a=(int, 1))\ne = Event('E', payload=X)")
    assert codes(reading) == ["unreadable-value"]
    reading = run("from pydantic import create_model\nX = create_model('X', a=(int, 1))\ne = Event('E', payload=X)")
    assert properties(reading) == ["a"]


def test_a_payload_beside_another_schema_is_still_reported() -> None:
    code = DATACLASS + "e = Event('E', payload=X, schema_path='x.avsc')"
    assert said(read(code)) == said(run(code))
    assert codes(read(code)) == ["bad-value"]


UNREADABLE = """\
import socket
from dataclasses import dataclass, field
from typing import Callable, Optional, Annotated
import lib
from lib import Thing
from pydantic import BaseModel, Field
LIMIT = lib.limit()
class Plain:
    def __init__(self): self.a = 1
class Base(lib.Model):
    pass
@dataclass
class X:
    a: socket.socket
    b: Optional[Thing]
    c: dict[str, "list[lib.Other]"]
    d: Callable[[], int]
    e: Plain
    f: Nothing
    g: 3
    h: "not python"
    i: Annotated[int, Field(gt=LIMIT)]
    j: Base
    k: int
"""


def test_every_annotation_that_cannot_be_read_is_said_at_its_place() -> None:
    found = problems(read(UNREADABLE + "e = Event('E', payload=X)\nf = Event('F', payload=X)"))
    places = [line.split(": ")[0] for line in found]
    columns = ["11:12", "15:8", "16:17", "17:18", "18:8", "19:8", "20:8", "21:8", "22:8", "23:32"]
    assert places == [f"d.py:{column}" for column in columns]
    assert all("[unreadable-payload]" in line for line in found)
    assert found[2] == (
        "d.py:16:17: X: no schema can be derived of Thing: what Thing (from lib) is, is only known when the code runs"
        " (write another annotation, or use build --import) [unreadable-payload]"
    )
    assert "Plain is no class with fields" in found[5]


def test_a_class_without_fields_is_said_at_the_message() -> None:
    code = "class X:\n    def __init__(self): self.a = 1\ne = Event('E', payload=X)"
    line = (
        "d.py:4:16: E: payload: no schema can be derived of X, which is no class with fields"
        " (make it a dataclass, a pydantic model or a TypedDict, or use build --import) [unreadable-payload]"
    )
    assert problems(read(code)) == problems(run(code)) == [line]


def test_nothing_else_in_a_module_of_the_application_matters() -> None:
    models = """
        import logging, os
        from missing import broker, metrics
        from pydantic import BaseModel
        log = logging.getLogger(__name__)
        log.info("starting %s", os.environ["HOME"])
        PREFIX = os.environ["PREFIX"] + "."
        os.makedirs("/tmp/never")
        while not broker.ready(): pass
        with open("x") as file: DATA = file.read()
        raise_later = 1 / 0
        class Model(BaseModel):
            topic: str = PREFIX + "x"
            x: int = metrics.count()
            def hello(self, broker=broker.default): return broker
            @broker.on("x")
            def handle(self): ...
        @broker.subscriber("orders")
        async def handle(message: Model): ...
        broker.run()
        """
    reading = read("from app.models import Model\ne = Event('E', payload=Model)", app__models=models)
    assert schema(reading)["properties"] == {
        "topic": {"title": "Topic", "type": "string"},
        "x": {"title": "X", "type": "integer"},
    }
    assert "required" not in schema(reading)


def test_what_a_library_raises_is_a_problem_at_the_payload() -> None:
    code = """
from pydantic import BaseModel
class X(BaseModel):
    a: int
    @classmethod
    def __get_pydantic_json_schema__(cls, core, handler):
        raise RuntimeError("no\\nschema")
e = Event("E", payload=X)"""
    assert problems(run(code)) == [
        "d.py:9:16: E: payload: RuntimeError: no schema (write another annotation, or give the schema with"
        " schema_path=) [unreadable-payload]"
    ]


@pytest.mark.parametrize(
    "code",
    [
        "import attrs\n@attrs.define\nclass X:\n    a: int\n    b: str = 'x'\n    c: list[int] = attrs.field(factory=list)",
        "import attr\n@attr.s(auto_attribs=True)\nclass X:\n    a: int\n    b: str = attr.ib(default='x')",
        "import msgspec\nclass X(msgspec.Struct, rename='camel', forbid_unknown_fields=True):\n    order_id: int\n    b: str = 'x'",
        "import msgspec\nfrom typing import Annotated\nclass X(msgspec.Struct):\n    a: Annotated[int, msgspec.Meta(gt=1, title='t')]\n"
        "    b: int = msgspec.field(default=3, name='bee')",
        "from typing import TypedDict\nclass X(TypedDict, total=False):\n    a: int\n    b: 'list[X]'",
        "from enum import Enum\nclass X(Enum):\n    A = 'a'\n    B = 'b'",
        "from collections import namedtuple\nfrom typing import NamedTuple\nclass X(NamedTuple):\n    a: int",
        "from dataclasses import InitVar, dataclass\nclass Database: ...\n@dataclass\nclass X:\n    a: int\n    b: InitVar[Database]",
    ],
)
def test_other_kinds_of_classes_are_read_alike(code: str) -> None:
    one, other = read(f"{code}\ne = Event('E', payload=X)"), run(f"{code}\ne = Event('E', payload=X)")
    assert problems(one) == []
    assert dump(one) == dump(other)


def hostile() -> dict[str, str]:
    head = "from dataclasses import dataclass\nfrom typing import *\n"
    many = "".join(f"@dataclass\nclass C{i}:\n    n: 'C{i + 1}'\n" for i in range(10_000))
    deep = "".join(f"class C{i + 1}(C{i}):\n    f{i}: int\n" for i in range(400))
    return {
        "a chain": f"{head}{many}@dataclass\nclass C10000:\n    a: int\nX = C0",
        "deep inheritance": f"{head}from pydantic import BaseModel\nclass C0(BaseModel):\n    z: int\n{deep}X = C400",
        "a huge union": f"{head}@dataclass\nclass X:\n    a: Union[{', '.join(f'Literal[{i}]' for i in range(20_000))}]",
        "a long union": f"{head}@dataclass\nclass X:\n    a: {' | '.join(['int', 'str'] * 900)}",
        "a deep annotation": f"{head}@dataclass\nclass X:\n    a: {'list[' * 150}int{']' * 150}",
        "an alias of itself": f"{head}A = 'A'\n@dataclass\nclass X:\n    a: A\n    b: 'list[A]'",
        "aliases of each other": f"{head}A = list['B']\nB = list['A']\n@dataclass\nclass X:\n    a: A",
        "growing arguments": f"{head}T = TypeVar('T')\n@dataclass\nclass X(Generic[T]):\n    a: 'X[list[T]]'",
        "doubling arguments": f"{head}T = TypeVar('T')\n@dataclass\nclass X(Generic[T]):\n    a: 'X[tuple[T, T]]'",
        "doubling aliases": head
        + "A0 = int\n"
        + "".join(f"A{i + 1} = tuple[A{i}, A{i}]\n" for i in range(40))
        + "@dataclass\nclass X:\n    a: A40",
        "an odd text": f"{head}@dataclass\nclass X:\n    a: '\\0'\n    b: '{'(' * 500}'\n    c: ''\n    d: ' int'",
        "half a character": f"{head}@dataclass\nclass X:\n    a: int = 1\n    b: Literal['\\ud800'] = '\\ud800'",
        "a base that is itself": f"{head}class X(X): pass\n",
        "a long text": f"{head}@dataclass\nclass X:\n    a: str = 'x' * 900_000",
        "a number that is none": f"{head}@dataclass\nclass X:\n    a: float = float('nan')\n    b: float = 1e999",
        "a large number": f"{head}@dataclass\nclass X:\n    a: int = 10 ** 1000",
    }


EXPENSIVE = {"a chain", "a huge union", "doubling aliases"}


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=pytest.mark.slow) if name in EXPENSIVE else name for name in hostile()]
)
def test_no_class_can_hang_or_break_the_reader(name: str) -> None:
    with within(10):
        reading = read(f"from app.models import X\ne = Event('E', payload=X)", app__models=hostile()[name])  # noqa: F541
        for payload in payloads(reading).values():
            for format in ("jsonschema", "avro"):  # noqa: A001
                data, found = annotated.schema(payload, format)
                assert (data is None) is bool(found)
                assert data is None or json.loads(data)

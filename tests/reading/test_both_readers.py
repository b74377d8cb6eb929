"""The static and the importing reader agree on everything declarative: objects, places, problems."""

from __future__ import annotations

import textwrap
from pathlib import Path

import pytest
from snippets import DEFINITIONS, HEADER, Memory, definitions_of, dump, ids, read, run, said

from catalog_gen.reading import importing, static
from catalog_gen.sources import WorkingTree

ROOT = Path(__file__).resolve().parents[2]

SNIPPETS = {
    "one event": 'placed = Event("OrderPlaced", summary="An order")',
    "every kind": """
        u = User("u"); t = Team("t", members=[u]); c = Channel("a.{b}", parameters={"b": {"enum": ["x"]}})
        e = Event("E", owners=[t, "x"], channels=[c, Route("z")], badges=[Badge("Stock", "green")])
        s = Service("S", sends=[Sends(e, to=[c])], receives=[Receives(Command("C"), from_=[c]), Query("Q"), "Other"])
        d = Domain("D", services=[s], defaults=Defaults(Defaults(owners=[User("deep")]), channels=[Channel("deep.c")]))
        """,
    "positions": """
        EVENTS = [
            Event(
                "A",
                summary=("a"
                         "b"),
                owners=["x",
                        "y"],
                **{"name": "N"},
            ), Event(id="B", owners=["x", *["y"]])]
        """,
    "positions after umlauts": 'x = "äöü€𝄞"; a = Event("Ä" and "A", name="ü", summary="𝄞", owners=["ö", "p"])',
    "positions after tabs": 'if True:\n\ta = Event("A",\tname="n")',
    "alias of the package": 'import catalog_gen as cg\na = cg.Event("A", owners=[cg.Team("t")])',
    "the package": 'import catalog_gen\na = catalog_gen.Event("A")',
    "a method call over lines": 'import catalog_gen as cg\na = (cg\n  .Event("A",\n name="n"))',
    "containers": """
        a = {"x": [Event("A")], "y": (Event("B"), {"z": Event("C")})}
        b = [[[Event("D")]]]
        """,
    "a set": 'a = {Event("A"), Event("B"), Event("C"), Event("D")}',
    "one object under two names": 'a = Event("A"); b = a; c = [a, b]',
    "constants": 'PREFIX = "acme"; V = (1, 2, 3)\na = Event("A", key=PREFIX + ".k", version="%d.%d.%d" % V, name=f"{PREFIX!r:>10}")',
    "arithmetic": 'a = [Event(f"E{i}", version=f"{i}.{i * 2 - 1}.{i ** 2 % 3}") for i in range(1, 4)]',
    "comprehensions": """
        a = [Event(n + m) for n in "AB" if n for m in ("x", "y") if m != n]
        b = {n: Event(n.upper() + "2") for n in ["c", "d"]}
        c = list(Event(f"G{i}") for i in range(2))
        d = {Event(x) for x in ("S1", "S2")}
        """,
    "nested comprehensions": 'a = [[Event(f"E{i}{j}") for j in range(i)] for i in range(3)]',
    "walrus": 'a = [Event(y) for x in ["A", "B"] if (y := x * 2)]\nb = Event(z := "Z", summary=y + z)',
    "conditional": 'DEBUG = False\na = Event("A" if DEBUG else "B", summary=None if not DEBUG else "x")',
    "junctions": 'a = Event("" or "A", summary="x" and "y" or "z", hidden=not (1 and 0))',
    "comparisons": 'a = Event("A", hidden=1 < 2 <= 2 != 3, read=1) if "a" in "abc" and 1 not in [2] and None is None else 0',
    "slices": 'L = ["a", "b", "c"]\na = Event("A", owners=L[1:], formerly=L[::-1], summary="text"[-2:], name=L[0])',
    "spreads": """
        COMMON = dict(owners=["x"], hidden=True)
        MORE = {**COMMON, "summary": "s"}
        a = Event("A", **COMMON); b = Event(*["B"], **MORE); c = [*(Event(i) for i in "CD"), *[Event("E")]]
        """,
    "a helper": """
        def event(id, *rest, version="1.0.0", **more):
            "A docstring."
            return Event(id, version=version, summary=" ".join(rest), **more)
        a = event("A"); b = event("B", "x", "y", version="2.0.0", owners=["o"])
        """,
    "a helper of a helper": """
        name = lambda x, /, *, end="!": x.title() + end
        def event(id, f=name): return Event(id, name=f(id))
        a = [event(x) for x in ("a1", "b1")]
        """,
    "a closure": 'def make(p): return lambda x: Event(p + x)\na = make("P")("1")',
    "map, filter, sorted": """
        a = list(map(Event, ["A", "B"]))
        b = tuple(map(lambda i: Event("L" + i), "12"))
        c = [e.id for e in filter(lambda e: e.id != "A", a)]
        d = Event("D", owners=c, formerly=sorted({"z", "y"}, key=lambda x: x, reverse=True))
        for e in map(Event, ["F1", "F2"]): c.append(e.id)
        """,
    "partial": """
        from functools import partial
        order = partial(Event, owners=["orders"], hidden=True)
        a = order("A"); b = order(id="B", hidden=False)
        """,
    "builtins": """
        a = Event("A", owners=[str(x) for x in (1, 2.5, True, None)], summary=repr([1, "x"]), name=str(len("abc")))
        b = [Event(f"{i}{n}{m}") for i, (n, m) in enumerate(zip("ab", reversed("cd")), start=1)]
        c = Event("C", owners=list(dict.fromkeys(["x", "y", "x"])), name=str(sum([1, 2])) + str(max(3, 1)) + str(min([4, 2])))
        d = Event("D", hidden=any([0, 1]) and all([1]), name=str(round(2.567, 1)) + str(abs(-3)) + str(divmod(7, 2)))
        """,
    "text methods": """
        a = Event("A", name="hello {} {x[0]} {y.id}".format(1, x=["z"], y=Event("Y")).title(),
                  summary=",".join("a b".split()).replace(",", ";").upper().ljust(9, ".").center(20, "*"),
                  owners="p-q".partition("-"), formerly="a\\nb".splitlines(), description="%-5s|%05.1f|%x%%" % ("a", 1.25, 255))
        b = Event("B", name="{:>8}|{:<6.2f}|{!r}".format("x", 3.14159, "q"), summary="{a}{b}".format_map({"a": 1, "b": 2}))
        """,
    "dedent": 'from textwrap import dedent\nimport inspect\na = Event("A", description=dedent("""\n   x\n     y\n"""), summary=inspect.cleandoc("  a\\n    b"))',
    "changing lists": """
        EVENTS = []
        EVENTS.append(Event("A")); EVENTS += [Event("B")]; EVENTS.extend(Event(x) for x in "CD"); EVENTS.insert(0, Event("Z"))
        BY = {}
        BY["x"] = Event("X"); BY.update(y=Event("Y")); BY.setdefault("z", []).append(Event("Z2")); BY |= {"w": Event("W")}
        EVENTS[0] = Event("First"); S = set(); S.add("o"); EVENTS.sort(key=lambda e: e.id)
        """,
    "loops": """
        EVENTS = []
        for name in ["A", "B", "C", "D"]:
            if name == "B": continue
            elif name == "D": break
            EVENTS.append(Event(name))
        else:
            EVENTS.append(Event("Else"))
        for i, (x, *y) in enumerate(["abc", "de"]): EVENTS.append(Event(f"{i}{x}{''.join(y)}"))
        """,
    "unpacking": 'a, (b, *c), d = Event("A"), [Event("B"), Event("C"), Event("D")], Event("E")\ne = f = Event("F")',
    "annotations": "from typing import Final\nx: Final[str] = 'A'\ny: int\na: 'Event' = Event(x)",
    "deleted": 'a = Event("A"); b = Event("B"); del b',
    "enums": """
        from enum import Enum, IntEnum, StrEnum, auto, unique
        @unique
        class Topic(StrEnum):
            ORDERS = "orders"
            STOCK_LEVELS = auto()
        class Old(str, Enum):
            A = "a"
            def __str__(self): return self.value
            @property
            def shout(self): return self.value.upper()
            def with_(self, x): return f"{self}-{x}"
        class Number(IntEnum):
            ONE = auto(); TWO = auto()
        a = Event("A", key=Topic.ORDERS, name=Topic.STOCK_LEVELS, summary=f"{Old.A} {Old.A.shout} {Old.A.with_(1)}")
        b = [Event(f"T{t.name}", key=t) for t in Topic]
        c = Event("C", version=f"{Number.ONE}.{Number.TWO.value}.{Number(1)}", key=Topic("orders"), name=Topic["ORDERS"].value)
        d = Event("D", hidden=Old.A == "a", name=str(len(Topic)) + Topic.ORDERS + Old.A)
        """,
    "constants in classes": """
        class Topics:
            BASE = "acme"
            ORDERS = BASE + ".orders"
            class Inner: X = "x"
        class More(Topics): Y = "y"
        a = Event("A", key=Topics.ORDERS, name=More.ORDERS + More.Y + Topics.Inner.X, summary=Topics.__name__)
        """,
    "dataclasses beside": """
        import dataclasses
        @dataclasses.dataclass
        class Order:
            id: str
            lines: list = dataclasses.field(default_factory=list)
        a = Event("Order")
        """,
    "paths": """
        from pathlib import Path, PurePosixPath
        import os.path
        HERE = Path(__file__).parent
        a = Event("A", schema_path=HERE / "a.avsc", description_path=Path("x") / "y.md", summary=HERE.name + Path("a/b.c").stem)
        b = Event("B", schema_path=os.path.join(os.path.dirname(__file__), "b.avsc"), description_path=PurePosixPath("x").with_suffix(".md"))
        """,
    "dates": """
        from datetime import date, datetime, timedelta
        import datetime as dt
        a = Event("A", date=date(2024, 2, 28) + timedelta(days=2), summary=date.fromisoformat("2024-01-02").isoformat())
        b = Event("B", date=dt.date(2024, 1, 1), name=f"{date(2024, 1, 2):%d.%m.%Y}", deprecated=Deprecated(date=dt.date(2025, 1, 1)))
        """,
    "decimals and uuids": """
        from decimal import Decimal
        from uuid import UUID
        a = Event("A", examples=[Example({"price": Decimal("1.10") * 2, "id": UUID(int=5), "at": [1, None, 2.5]})])
        """,
    "module names": 'a = Event("A", name=__name__, summary=__doc__ or "none")',
    "main is skipped": 'if __name__ == "__main__":\n    import nothing_like_this\n    Event("Never").run()',
    "type checking is skipped": "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    from nowhere import X\na = Event('A')",
    "try import": """
        try:
            from schemas.missing import OWNER
        except ImportError:
            OWNER = "fallback"
        try:
            from schemas.definitions import nothing_here
        except (ImportError, ValueError) as error:
            nothing_here = "none"
        else:
            x = 1 / 0
        finally:
            done = "yes"
        a = Event("A", owners=[OWNER, nothing_here, done])
        """,
    "try key": 'try:\n    x = {}["k"]\nexcept (KeyError, ValueError):\n    x = "K"\na = Event(x)',
    "assert and pass": 'assert True, "fine"\npass\na = Event("A")',
    "unreachable": 'Event("A")\nfor x in "BC": e = Event(x)\nBadge("x", "green")',
    "unreachable inside": 'Service("S", sends=[Event("E")])',
    "unknown keyword": 'a = Event("A", sumary="x", owners=["x"])',
    "wrong types": 'a = Event("A", summary=1, owners="x", badges=[Badge("x", "green"), "y"], hidden="no", sends=[])',
    "wrong element": 'a = Event(\n  "A", owners=["x",\n   5])',
    "no id": 'a = Event()\nb = Event(summary="x")\nc = Event(5)\ns = Service("S", sends=[a, b])',
    "no id, then used": 'a = Event()\nb = Event("B", owners=[a.x], summary=a.summary, name=a["x"], key=a())',
    "bad version and id": 'a = Event("A b", version="1.0")\nb = Badge("x", "grean")',
    "too many positional": 'a = Event("A", "B")',
    "twice": 'a = Event("A", id="B")',
    "faulty call in a loop": 'a = [Event(x, sumary="s") for x in ("A", "B")]',
    "class as a value": "class A: pass\na = Event('A', summary=A)\nb = Event('B', summary=len, name=print if 0 else lambda: 1)",
    "failure at the end": 'a = Event("A")\nb = Event("B", summary=1 / 0)',
    "failed lookup": 'D = {"a": 1}\na = Event("A")\nb = [Event("B"),\n     D["x"]]',
    "failed name": 'a = Event("A")\nb = Event("B", summary=TITEL)',
    "failed attribute": 'a = Event("A")\nb = a.sumary',
    "failed text attribute": 'a = "x".uper()',
    "failed conversion": 'a = Event("A")\nb = int("x")',
    "failed unpacking": 'a = Event("A")\nb, c = [1]',
    "failed spreading": 'a = Event("A")\nb = [*5]',
    "failed nested unpacking": 'a = Event("A")\nfor x, y in [1]: pass',
    "failed call": 'def f(a, b, *, c): return 1\nx = Event("A")\ny = f(1)',
    "failed call 2": 'def f(a, b=1): return 1\nx = Event("A")\ny = f(1, 2, 3)',
    "failed call 3": 'def f(a): return 1\nx = Event("A")\ny = f(b=3)',
    "failed format": 'a = Event("A")\nb = "%d" % "x"',
    "failed format 2": 'a = Event("A")\nb = "{} {}".format(1)',
    "failed addition": 'a = Event("A")\nb = "x" + 1',
    "failed in a helper": 'def f(x): return x["k"]\na = Event("A")\nb = Event("B",\n   summary=f({}))',
    "failed iteration": 'a = Event("A")\nfor x in 5: pass',
    "failed assertion": 'a = Event("A")\nassert 1 > 2, "broken"',
    "failed enum": "from enum import StrEnum\nclass A(StrEnum):\n    X = 1",
    "raised": 'a = Event("A")\nraise ValueError("no", 3)',
    "frozen": 'a = Event("A")\na.summary = "x"',
    "not callable": 'a = Event("A")\nb = "x"(1)',
}


@pytest.mark.parametrize("code", SNIPPETS.values(), ids=SNIPPETS.keys())
def test_both_readers_agree(code: str) -> None:
    one, other = read(code), run(code)
    assert said(one) == said(other)
    assert dump(one) == dump(other)
    assert one.resources or one.problems or "Never" in code


PROJECTS = {
    "two files": {
        "schemas/a/definitions.py": 'from catalog_gen import *\nfrom schemas.b.definitions import team\na = Event("A", owners=[team])',
        "schemas/b/definitions.py": 'from catalog_gen import *\nteam = Team("t")\nb = Event("B")',
    },
    "relative imports": {
        "schemas/a/definitions.py": 'from catalog_gen import *\nfrom ..b.definitions import team as t\nfrom .. import b\nfrom ..b import definitions\na = Event("A", owners=[t, definitions.team, b.definitions.team])',
        "schemas/b/definitions.py": 'from catalog_gen import *\nteam = Team("t")',
    },
    "one file by three names": {
        "schemas/a/definitions.py": 'from catalog_gen import *\nimport schemas.b.definitions\nfrom definitions import team as u\nfrom ..b import definitions as d\na = Event("A", owners=[schemas.b.definitions.team, d.team, u])',
        "schemas/b/definitions.py": 'from catalog_gen import *\nteam = Team("t")',
        "definitions.py": 'from catalog_gen import *\nteam = Team("root")',
    },
    "other modules": {
        "schemas/definitions.py": 'from catalog_gen import *\nfrom names import TOPIC, topic\nimport shared.teams as teams\nfrom shared import teams as again, SIZE\na = Event("A", key=TOPIC, name=topic("x"), owners=[teams.core, again.core], summary=str(SIZE))',
        "schemas/names.py": 'BASE = "acme"\nTOPIC = BASE + ".t"\nTOPIC += "!"\ndef topic(x): return f"{BASE}.{x}"',
        "shared/__init__.py": "from .sizes import SIZE",
        "shared/sizes.py": "SIZE = 3",
        "shared/teams.py": 'from catalog_gen import Team\ncore = Team("core")\nother = Team("other")',
    },
    "star imports": {
        "schemas/definitions.py": 'from catalog_gen import *\nfrom shared import *\na = Event("A", owners=[core])',
        "schemas/shared.py": 'from catalog_gen import Team\n_hidden = Team("h")\ncore = Team("core")\nmore = Team("more")',
    },
    "star imports with __all__": {
        "schemas/definitions.py": 'from catalog_gen import *\nfrom shared import *\na = Event("A", owners=[core])',
        "schemas/shared.py": 'from catalog_gen import Team\n__all__ = ["core"]\ncore = Team("core")\nmore = Team("more")',
    },
    "a cycle": {
        "schemas/a/definitions.py": 'from catalog_gen import *\nfrom schemas.b.definitions import b\na = Team("full-stack", members=[b])',
        "schemas/b/definitions.py": 'from catalog_gen import *\nb = User("b")\nfrom schemas.a.definitions import a\nc = Event("C", owners=[a])',
    },
    "a cycle over an attribute": {
        "schemas/a/definitions.py": 'from catalog_gen import *\nimport schemas.b.definitions\na = Team("full-stack")',
        "schemas/b/definitions.py": 'from catalog_gen import *\nimport schemas.a.definitions as other\nc = Event("C", owners=[other.a])',
    },
    "a missing name": {
        "schemas/a/definitions.py": 'from catalog_gen import *\nfrom schemas.b.definitions import (\n  team,\n  full_stak)\na = Event("A", owners=[full_stak])',
        "schemas/b/definitions.py": 'from catalog_gen import *\nteam = full_stack = Team("t")',
    },
    "a missing module": {
        "schemas/a/definitions.py": 'from catalog_gen import *\nfrom schemas.c.definitions import team\nimport schemas.d as d\na = Event("A", owners=[team, d.x])',
        "schemas/b/definitions.py": 'from catalog_gen import *\nteam = Team("t")',
    },
    "a missing relative module": {
        "schemas/a/definitions.py": 'from catalog_gen import *\nfrom .nams import X\nfrom . import nothing\na = Event("A", summary=X)',
        "schemas/a/names.py": "X = 1",
    },
    "too many dots": {
        "schemas/definitions.py": "from catalog_gen import *\nfrom ... import x",
        "shared/__init__.py": "",
    },
    "a syntax error": {
        "schemas/a/definitions.py": 'from catalog_gen import *\na = Event("A", "x" = 1)',
        "schemas/b/definitions.py": 'from catalog_gen import *\nb = Event("B")',
    },
    "a syntax error in an import": {
        "schemas/a/definitions.py": 'from catalog_gen import *\nfrom schemas.b.definitions import b\nfrom schemas.broken import x\na = Event("A", owners=[b])\nc = Event("C", summary=x)',
        "schemas/b/definitions.py": "def (",
        "schemas/broken.py": "x = = 1",
    },
    "a folder with dashes and dots": {
        "schemas/my-domain.v1/definitions.py": 'from catalog_gen import *\nfrom .names import X\nfrom names import X as Y\na = Event("A", name=X + Y, summary=__name__)',
        "schemas/my-domain.v1/names.py": 'X = "x"',
    },
    "a folder named like the standard library": {
        "platform/queue/definitions.py": 'from catalog_gen import *\nfrom ..teams import core\nimport platform, queue\na = Event("A", owners=[core], name=__name__)',
        "platform/teams.py": 'from catalog_gen import Team\ncore = Team("core")',
    },
    "definitions in packages": {
        "schemas/__init__.py": "",
        "schemas/a/__init__.py": 'NAME = "n"',
        "schemas/a/definitions.py": 'from catalog_gen import *\nfrom . import NAME\nfrom schemas.a import NAME as N\nfrom . import extra\na = Event("A", name=NAME + N + extra.X)',
        "schemas/a/extra.py": 'X = "x"',
    },
}


@pytest.mark.parametrize("files", PROJECTS.values(), ids=PROJECTS.keys())
def test_both_readers_agree_on_files_that_import_each_other(files: dict[str, str]) -> None:
    one, other = read(files), run(files)
    assert said(one) == said(other)
    assert dump(one) == dump(other)
    assert one.resources or one.problems


@pytest.mark.parametrize("files", PROJECTS.values(), ids=PROJECTS.keys())
def test_the_order_of_the_files_given_does_not_matter(files: dict[str, str]) -> None:
    paths, folders = definitions_of(files)
    assert dump(static.read(Memory(files), paths[::-1], folders)) == dump(read(files))


SAMPLES = [ROOT, *sorted(path for path in (ROOT / "tests" / "golden").glob("*") if path.is_dir())]


@pytest.mark.parametrize("root", SAMPLES, ids=lambda root: root.name)
def test_both_readers_agree_on_the_sample_and_the_golden_cases(root: Path) -> None:
    source = WorkingTree(root)
    files, folders = definitions_of(dict.fromkeys(source.matching(("schemas/**/definitions.py",)), ""))
    folders.append("src")  # what the settings of the case with application code say
    one, other = static.read(source, files, folders), importing.read(source, files, folders)
    assert said(one) == said(other)
    assert dump(one) == dump(other)


def test_columns_count_characters() -> None:
    code = HEADER + textwrap.dedent("""
        x = "ä€𝄞"; a = Event("A", name="ö", owners=["𝄞", "y"])
        """)
    for reading in (read({DEFINITIONS: code}), run({DEFINITIONS: code})):
        (event,) = reading.resources
        line = code.split("\n")[2]
        assert event.at().column == line.index("Event") + 1
        assert event.at("owners", 1).column == line.index('"y"') + 1
        assert ids(reading) == ["A"]

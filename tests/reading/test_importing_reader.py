"""Running definitions leaves nothing behind, and failures are said where they happen."""

from __future__ import annotations

import os
import sys
import warnings
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from snippets import DEFINITIONS, HEADER, codes, ids, run, said

from catalog_gen.reading import importing
from catalog_gen.sources import WorkingTree

if TYPE_CHECKING:
    from collections.abc import Mapping


def written(root: Path, files: Mapping[str, str]) -> WorkingTree:
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    return WorkingTree(root)


def state() -> dict[str, object]:
    return {
        "path": sys.path[:],
        "finders": sys.meta_path[:],
        "modules": {name: id(module) for name, module in sys.modules.items()},
        "folder": Path.cwd(),
        "filters": warnings.filters[:],
        "environment": dict(os.environ),
        "stdout": sys.stdout,
    }


def test_nothing_is_left_in_the_interpreter(tmp_path: Path) -> None:
    source = written(
        tmp_path,
        {
            "schemas/definitions.py": HEADER
            + "import os, sys, warnings, names, hidden.away\nfrom schemas import other\n"
            "sys.path.insert(0, os.path.join(os.path.dirname(__file__), 'lib'))\nimport helper\n"
            "os.chdir('/')\nos.environ['CATALOG_GEN_TEST'] = '1'\nwarnings.simplefilter('ignore')\n"
            "a = Event('A', summary=names.X + helper.Y)\nraise SystemExit(3)",
            "schemas/names.py": "X = 'x'",
            "schemas/other.py": "",
            "schemas/lib/helper.py": "Y = 'y'",
            "hidden/away.py": "",
        },
    )
    before = state()
    reading = importing.read(source, ["schemas/definitions.py"], ["", "schemas"])
    assert state() == before
    assert ids(reading) == ["A"]
    assert said(reading) == ["d.py:10:1: SystemExit: 3 [definition-failed]"]


def test_modules_of_the_same_name_are_hidden_and_restored(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "names", os)
    monkeypatch.setitem(sys.modules, "schemas", os)
    reading = run({DEFINITIONS: HEADER + "from names import X\na = Event('A', name=X)", "schemas/names.py": "X = 'x'"})
    assert [resource.name for resource in reading.resources] == ["x"]  # type: ignore[attr-defined]
    assert sys.modules["names"] is os
    assert sys.modules["schemas"] is os


def test_each_reading_runs_the_modules_anew() -> None:
    first = {DEFINITIONS: HEADER + "from names import X\na = Event(X)", "schemas/names.py": "X = 'one'"}
    assert ids(run(first)) == ["one"]
    assert ids(run({**first, "schemas/names.py": "X = 'two'"})) == ["two"]


def test_what_the_code_prints_does_not_reach_our_output(capfd: pytest.CaptureFixture[str]) -> None:
    run('import os, sys\nprint("from Python")\nos.system("echo from a program")\nos.write(1, b"from below\\n")')
    captured = capfd.readouterr()
    assert captured.out == ""
    assert {"from Python", "from a program", "from below"} <= set(captured.err.split("\n"))


def test_an_interruption_by_the_user_passes() -> None:
    with pytest.raises(KeyboardInterrupt):
        run("raise KeyboardInterrupt")


def test_values_that_only_running_the_code_tells_are_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CATALOG_GEN_TEST", "from the environment")
    code = """
        import os
        def summary(x):
            text = os.environ[x]
            return text.title()
        events = []
        while len(events) < 3:
            events.append(Event(f"E{len(events)}", summary=summary("CATALOG_GEN_TEST")))
        """
    assert [event.summary for event in run(code).resources] == ["From The Environment"] * 3


def test_a_failure_is_said_at_the_last_line_of_the_project() -> None:
    files = {
        DEFINITIONS: HEADER + "import json\nfrom helpers import load\na = Event('A')\nb = load('{')",
        "schemas/helpers.py": "import json\n\ndef load(text):\n    return json.loads(text)",
    }
    reading = run(files)
    assert ids(reading) == ["A"]
    assert [str(problem.place) for problem in reading.problems] == ["schemas/helpers.py:4:12"]
    assert reading.problems[0].message.startswith("JSONDecodeError: Expecting property name")


def test_a_library_that_is_not_installed_is_a_failure() -> None:
    reading = run("a = Event('A')\nimport no_such_library")
    assert said(reading) == ["d.py:3:1: ModuleNotFoundError: No module named 'no_such_library' [definition-failed]"]


@pytest.mark.parametrize(
    "error",
    [
        "class E(Exception):\n    def __str__(self): raise ValueError\nraise E",
        "import sys\nsys.exit('bye')",
        "raise BaseException('b')",
        "def f(): return f()\nf()",
        "raise ValueError('x' * 10000)",
        "raise ValueError('a\\nb')",
        "raise GeneratorExit",
        "exec('raise ValueError')",
        "x = yield_ = [i for i in 5]",
        "assert False",
        "import definitions_nowhere.x",
        "del sys.modules" if False else "import sys\nsys.modules.clear() if False else 1 / 0",
    ],
)
def test_no_exception_ends_the_program(error: str) -> None:
    reading = run(f"a = Event('A')\n{error}")
    assert codes(reading) == ["definition-failed"]
    assert ids(reading) == ["A"]
    assert all(problem.place.line and len(problem.message) < 300 for problem in reading.problems)


def test_one_broken_file_does_not_hide_the_others() -> None:
    files = {
        f"s/{name}/definitions.py": f"{HEADER}a = Event('{name}')\n{more}"
        for name, more in {"A": "1 / 0", "B": ")", "C": "raise SystemExit", "D": ""}.items()
    }
    reading = run(files)
    assert ids(reading) == ["A", "C", "D"]
    assert codes(reading) == ["definition-failed", "unreadable-file", "definition-failed"]


def test_names_of_definitions_may_be_the_names_that_modules_use_inside() -> None:
    reading = run('state = Event("State")\nscript = Event("Script")\nmodule = name = spec = Event("Spec")')
    assert ids(reading) == ["State", "Script", "Spec"]


def test_dataclasses_find_their_module() -> None:
    code = """
        from __future__ import annotations
        import dataclasses, typing
        @dataclasses.dataclass
        class Order:
            id: str
            other: typing.ClassVar[int] = 3
        a = Event(Order("A").id, owners=[field.name for field in dataclasses.fields(Order)])
        """
    files = {
        DEFINITIONS: "from __future__ import annotations\n" + HEADER + code.split("\n", 2)[2].replace("        ", "")
    }
    assert not said(run(files))


def test_columns_are_not_needed() -> None:
    import subprocess

    program = (
        "from snippets import run, dump\n"
        'r = run(\'a = Event("A", summary="x")\\nb = 1 / 0\')\n'
        "print(r.resources[0].at('summary'), r.problems[0].place)"
    )
    folders = os.pathsep.join(path for path in sys.path if path)
    done = subprocess.run(
        [sys.executable, "-X", "no_debug_ranges", "-c", program],
        env={**os.environ, "PYTHONPATH": folders},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == f"{DEFINITIONS}:2:16 {DEFINITIONS}:3:1\n"

"""The module by itself, in Node: options, where the program is looked for, what it is given, signals."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
import workspace

from catalog_gen import plugin

pytestmark = pytest.mark.node

SOURCE = Path(plugin.__file__).parent / "index.mjs"


def _command(code: str) -> list[str | Path]:
    return [
        workspace.node(),
        "--input-type=module",
        "-e",
        f"import * as plugin from {json.dumps(SOURCE.as_uri())};{code}",
    ]


def value(expression: str) -> Any:
    """What an expression over `plugin` comes to."""
    ran = subprocess.run(
        _command(f"console.log(JSON.stringify({expression}))"), capture_output=True, encoding="utf-8", check=False
    )
    assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout)


def mistakes(options: str) -> list[str]:
    """What is wrong with options, written in JavaScript."""
    found: list[str] = value(f"plugin.mistakes({options})")
    return found


# --- options


@pytest.mark.parametrize(
    "options",
    [
        "undefined",
        "null",
        "{}",
        '{program: "../.venv/bin/catalog-gen", config: "../pyproject.toml", output: ".", format: "github"}',
        '{program: ["uv", "run", "catalog-gen"], check: true, strict: false, import: true, all: true, format: "text"}',
        "{config: process.env.SURELY_NOT_SET}",
    ],
)
def test_options_can_be_right(options: str) -> None:
    assert mistakes(options) == []


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ("{progam: 1}", 'there is no option "progam" (did you mean "program"?)'),
        ("{Strict: true}", 'there is no option "Strict" (did you mean "strict"?)'),
        ("{importing: true}", 'there is no option "importing" (did you mean "import"?)'),
        (
            "{licenseKey: 1}",
            'there is no option "licenseKey" (known are program, config, output, check, strict, import, all, format)',
        ),
        ("{x: 1}", 'there is no option "x" (known are program, config, output, check, strict, import, all, format)'),
        ("{adopt: true}", 'there is no option "adopt" (that is done by hand: catalog-gen build --adopt)'),
        ('{["constructor"]: 1}', 'there is no option "constructor"'),
        ('{strict: "true"}', "\"strict\" is to be true or false, not 'true'"),
        ("{check: 1}", '"check" is to be true or false, not 1'),
        ("{import: null}", '"import" is to be true or false, not null'),
        ("{all: []}", '"all" is to be true or false, not []'),
        ('{config: ""}', "\"config\" is to be the path of a settings file, relative to the catalog, not ''"),
        ("{output: true}", '"output" is to be the path of a folder, relative to the catalog, not true'),
        ('{format: "json"}', '"format" is to be "text" or "github", not \'json\''),
        ("{program: []}", '"program" is to be a path, or a list of a command and its first arguments, not []'),
        ('{program: ["uv", 1]}', '"program" is to be a path, or a list of a command and its first arguments, not '),
        ('{program: "a\\0b"}', '"program" is to be a path, or a list of a command and its first arguments, not '),
        ('"strict"', "options are an object, not 'strict'"),
        ("[{}]", "options are an object, not [ {} ]"),
    ],
)
def test_wrong_options_are_named_with_what_is_meant(options: str, said: str) -> None:
    [found] = mistakes(options)
    assert found.startswith(said)


def test_all_wrong_options_are_named_at_once() -> None:
    assert len(mistakes('{progam: "x", strict: 1, format: "xml", check: true}')) == 3


@pytest.mark.parametrize(
    ("options", "line"),
    [
        ("{}", "build --only-into=."),
        ("{check: true, strict: true}", "check --only-into=. --strict"),
        ("{config: '-odd.toml', output: '.'}", "build --config=-odd.toml --output=."),
        ("{import: true, all: true, format: 'github'}", "build --only-into=. --import --all --format=github"),
        ("{import: false, all: false, strict: false, check: false}", "build --only-into=."),
    ],
)
def test_options_become_those_of_the_command(options: str, line: str) -> None:
    assert value(f"plugin.commandLine({options})") == line.split()


# --- where the program is

CATALOG = "repo/docs/catalog"
WITH_GIT = ("repo/.git/HEAD",)


@pytest.mark.parametrize(
    ("options", "files", "environment", "found"),
    [
        # the order
        ({}, ["repo/docs/catalog/.venv", "active", "on-path"], {"VIRTUAL_ENV": "active"}, "active"),
        ({}, ["repo/docs/catalog/.venv", "repo/docs/catalog/venv", "on-path"], {}, "repo/docs/catalog/.venv"),
        ({}, ["repo/docs/catalog/venv", "repo/docs/.venv", "on-path"], {}, "repo/docs/catalog/venv"),
        ({}, ["repo/docs/venv", "repo/.venv", "on-path"], {}, "repo/docs/venv"),
        ({}, ["repo/.venv", "on-path"], {}, "repo/.venv"),
        ({}, ["on-path"], {}, "on-path"),
        ({}, [], {}, None),
        # nothing above the repository
        ({}, [".venv", "venv", "on-path"], {}, "on-path"),
        ({}, [".venv", "venv"], {}, None),
        # an active environment without the program, or one that is gone, is no reason to give up
        ({}, ["repo/.venv"], {"VIRTUAL_ENV": "empty"}, "repo/.venv"),
        ({}, ["repo/.venv"], {"VIRTUAL_ENV": ""}, "repo/.venv"),
        # the settings' project has one, too
        ({"config": "../../../other/app/pyproject.toml"}, ["other/app/.venv", "on-path"], {}, "other/app/.venv"),
        ({"config": "../../../other/app/pyproject.toml"}, ["other/.venv", "on-path"], {}, "on-path"),
        ({"config": "../../pyproject.toml"}, ["repo/docs/catalog/.venv", "repo/.venv"], {}, "repo/docs/catalog/.venv"),
    ],
)
def test_the_program_is_looked_for_where_it_is_most_likely_meant(
    tmp_path: Path, options: dict[str, Any], files: list[str], environment: dict[str, str], found: str | None
) -> None:
    _write(tmp_path, *WITH_GIT, "other/app/catalog-gen.toml", f"{CATALOG}/package.json")
    _programs(tmp_path, *(f"{name}/bin/catalog-gen" for name in files))
    active = {name: str(tmp_path / path) if path else "" for name, path in environment.items()}
    answer = _find(tmp_path, options, "linux", {"PATH": f"/nowhere::relative:{tmp_path}/on-path/bin", **active})
    assert answer.get("command") == (f"{tmp_path}/{found}/bin/catalog-gen" if found else None)


@pytest.mark.parametrize(
    ("settings", "text", "found"),
    [
        ("repo/catalog-gen.toml", "", True),
        ("repo/pyproject.toml", "[tool.catalog-gen]", True),
        ("repo/pyproject.toml", "[tool.other]", False),
        ("elsewhere/catalog-gen.toml", "", False),
    ],
)
def test_without_a_repository_the_settings_say_how_far_a_project_goes(
    tmp_path: Path,
    settings: str,
    text: str,
    found: bool,  # noqa: FBT001
) -> None:
    _write(tmp_path, settings, f"{CATALOG}/package.json", text=text)
    _programs(tmp_path, "repo/.venv/bin/catalog-gen")
    assert ("command" in _find(tmp_path, {}, "linux", {})) is found


@pytest.mark.parametrize(
    ("program", "command", "leading"),
    [
        ("../../tools/mine", "repo/tools/mine", []),
        ("mine", "on-path/bin/mine", []),
        (["mine", "run", "catalog-gen"], "on-path/bin/mine", ["run", "catalog-gen"]),
        (["../../tools/mine", "-m", "catalog_gen"], "repo/tools/mine", ["-m", "catalog_gen"]),
        ("../../tools/absent", None, []),
        ("../../tools", None, []),
        ("../../tools/text", None, []),
        ("absent", None, []),
    ],
)
def test_a_program_that_is_named_is_the_only_one(
    tmp_path: Path, program: str | list[str], command: str | None, leading: list[str]
) -> None:
    _write(tmp_path, *WITH_GIT, "repo/tools/text", f"{CATALOG}/mine")
    _programs(tmp_path, "repo/tools/mine", "on-path/bin/mine", "repo/.venv/bin/catalog-gen")
    answer = _find(tmp_path, {"program": program}, "linux", {"PATH": f"{tmp_path}/on-path/bin"})
    expected = {"command": f"{tmp_path}/{command}", "leading": leading} if command else None
    assert (answer if "command" in answer else None) == expected


@pytest.mark.parametrize(
    ("options", "files", "found"),
    [
        ({}, ["repo/.venv/Scripts/catalog-gen.exe"], "repo/.venv/Scripts/catalog-gen.exe"),
        ({}, ["repo/.venv/bin/catalog-gen.exe"], "repo/.venv/bin/catalog-gen.exe"),
        ({}, ["repo/.venv/Scripts/catalog-gen", "on path/catalog-gen.exe"], "on path/catalog-gen.exe"),
        ({}, ["on path/catalog-gen.cmd"], None),
        ({"program": "uv"}, ["on path/uv.exe"], "on path/uv.exe"),
        ({"program": "../../tools/x.exe"}, ["repo/tools/x.exe"], "repo/tools/x.exe"),
        ({"program": "../../tools/x"}, ["repo/tools/x.exe"], "repo/tools/x.exe"),
        ({"program": "../../tools/x.bat"}, ["repo/tools/x.bat"], None),
    ],
)
def test_windows_has_its_own_names(
    tmp_path: Path, options: dict[str, Any], files: list[str], found: str | None
) -> None:
    _write(tmp_path, *WITH_GIT, *files, f"{CATALOG}/package.json")
    answer = _find(tmp_path, options, "win32", {"PATH": f'/nowhere;"{tmp_path}/on path"'})
    assert answer.get("command") == (f"{tmp_path}/{found}" if found else None)


@pytest.mark.parametrize("program", [None, "catalog-gen", "catalog-gen.bat", "../../../on path/catalog-gen"])
def test_a_batch_file_is_named_as_what_could_not_be_started(tmp_path: Path, program: str | None) -> None:
    _write(tmp_path, "on path/catalog-gen.bat", f"{CATALOG}/package.json")
    answer = _find(tmp_path, {"program": program} if program else {}, "win32", {"PATH": f"{tmp_path}/on path"})
    assert answer["looked"][-1] == f"{tmp_path}/on path/catalog-gen.bat is a batch file, which only a shell can start"


def test_the_places_that_were_looked_at_are_said(tmp_path: Path) -> None:
    _write(tmp_path, *WITH_GIT, f"{CATALOG}/.venv/pyvenv.cfg")
    answer = _find(tmp_path, {}, "linux", {"PATH": "", "VIRTUAL_ENV": "/gone"})
    assert answer["looked"] == [
        "/gone (VIRTUAL_ENV; is not there)",
        f"{tmp_path}/{CATALOG}/.venv (of the project; has no catalog-gen)",
        f"{tmp_path}/{CATALOG}/venv (of the project; is not there)",
        f"{tmp_path}/repo/docs/.venv (of the project; is not there)",
        f"{tmp_path}/repo/docs/venv (of the project; is not there)",
        f"{tmp_path}/repo/.venv (of the project; is not there)",
        f"{tmp_path}/repo/venv (of the project; is not there)",
        "the folders of PATH, for catalog-gen",
    ]


@pytest.mark.parametrize(
    ("program", "hint"),
    [
        ("uv run catalog-gen", '; with arguments, it is a list: ["uv","run","catalog-gen"]'),
        ("../../tools/mine -m catalog_gen", '; with arguments, it is a list: ["../../tools/mine","-m","catalog_gen"]'),
        ("../../my tools/absent", ""),
        ("absent", ""),
    ],
)
def test_a_command_written_as_one_text_is_told_to_be_a_list(tmp_path: Path, program: str, hint: str) -> None:
    _write(tmp_path, f"{CATALOG}/package.json")
    _programs(tmp_path, "repo/tools/mine")
    looked = _find(tmp_path, {"program": program}, "linux", {"PATH": "/bin"})["looked"]
    place = str(tmp_path / "repo" / program.removeprefix("../../")) if "/" in program else None
    assert looked == [f"{place or f'the folders of PATH, for {program}'}{hint}"]


def _write(root: Path, *files: str, text: str = "") -> None:
    for name in files:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")


def _programs(root: Path, *files: str) -> None:
    _write(root, *files, text="#!/bin/sh\n")
    for name in files:
        (root / name).chmod(0o755)


def _find(root: Path, options: dict[str, Any], platform: str, environment: dict[str, str]) -> dict[str, Any]:
    machine = {"platform": platform, "env": environment, "catalog": str(root / CATALOG)}
    found: dict[str, Any] = value(f"plugin.findProgram({json.dumps(options)}, {json.dumps(machine)})")
    return found


# --- which catalog


@pytest.mark.parametrize(
    ("named", "current", "own", "found"),
    [
        (None, "a", "a", "a"),
        (None, "a", "package", "a"),
        (None, "b", "a", "b"),
        ("a", "package", "package", "a"),
        ("../a", "b", "b", "a"),
        ("b", "a", "a", "b"),
        (None, "elsewhere", "a", "a"),
        (None, "elsewhere", "package", "elsewhere"),
    ],
)
def test_the_catalog_is_the_one_that_eventcatalog_has_read(
    tmp_path: Path, named: str | None, current: str, own: str, found: str
) -> None:
    _write(tmp_path, "a/eventcatalog.config.js", "b/eventcatalog.config.js", "package/x", "elsewhere/x")
    project = {} if named is None else {"PROJECT_DIR": named if named.startswith(".") else str(tmp_path / named)}
    arguments = ", ".join(map(json.dumps, (project, str(tmp_path / current), str(tmp_path / own))))
    assert value(f"plugin.catalogFolder({arguments})") == str(tmp_path / found)


def test_windows_reads_the_entry_as_the_address_of_a_file() -> None:
    entry = plugin.ENTRY.replace("<rootDir>", r"C:\Users\me\the catalog")
    assert value(f"new URL({json.dumps(entry)}).href") == "file:///C:/Users/me/the%20catalog/catalog-gen.mjs"


# --- how it ends

PROGRAM = """
import signal, sys, time
print("started", flush=True)
def stop(number, _):
    print("got", number, flush=True)
    time.sleep({last})
    sys.exit(1)
for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
    signal.signal(number, stop)
time.sleep(60)
"""


def _started(tmp_path: Path, last: float) -> subprocess.Popen[str]:
    program = tmp_path / "program.py"
    program.write_text(PROGRAM.format(last=last))
    options = json.dumps({"program": [sys.executable, str(program)]})
    running = subprocess.Popen(
        _command(f"await plugin.default({{}}, {options}); console.log('went on');"),
        cwd=tmp_path,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
        start_new_session=True,
    )
    assert running.stdout is not None
    assert running.stdout.readline() == "started\n"
    return running


@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)])
def test_a_signal_to_us_alone_reaches_the_program_and_ends_both(
    tmp_path: Path, number: signal.Signals, code: int
) -> None:
    running = _started(tmp_path, 0)
    running.send_signal(number)
    assert running.communicate(timeout=30) == (f"got {number.value}\n", "")
    assert running.returncode == code


def test_ctrl_c_in_a_terminal_is_not_sent_a_second_time_to_a_program_that_is_ending(tmp_path: Path) -> None:
    running = _started(tmp_path, 0.4)
    os.killpg(running.pid, signal.SIGINT)
    assert running.communicate(timeout=30) == ("got 2\n", "")
    assert running.returncode == 130


def test_a_second_signal_is_sent_on_at_once(tmp_path: Path) -> None:
    running = _started(tmp_path, 0)
    running.send_signal(signal.SIGINT)
    time.sleep(0.1)
    before = time.monotonic()
    running.send_signal(signal.SIGINT)
    assert running.communicate(timeout=30) == ("got 2\n", "")
    assert time.monotonic() - before < 0.8


def test_a_program_that_heeds_no_signal_is_ended_by_the_third(tmp_path: Path) -> None:
    running = _started(tmp_path, 50)
    for _ in range(3):
        running.send_signal(signal.SIGINT)
        time.sleep(0.1)
    running.communicate(timeout=30)
    assert running.returncode == 130


@pytest.mark.parametrize(
    ("script", "code", "said"),
    [
        ("exit 0", 0, ""),
        ("exit 1", 1, 'catalog-gen: "build" ended with exit code 1; mend what it reports above, then generate again'),
        ("kill -9 $$", 137, "catalog-gen: the program was ended by SIGKILL; generate again to finish what it began"),
    ],
)
def test_the_exit_code_of_the_program_is_ours(tmp_path: Path, script: str, code: int, said: str) -> None:
    (tmp_path / "run.sh").write_text(script)
    ran = _generated(tmp_path, {"program": ["/bin/sh", "./run.sh"]})
    assert (ran.returncode, ran.stderr.strip()) == (code, said)


def test_a_program_whose_python_is_gone_is_told_from_one_that_is_not_there(tmp_path: Path) -> None:
    (tmp_path / "program").write_text("#!/nowhere/python\n")
    (tmp_path / "program").chmod(0o755)
    ran = _generated(tmp_path, {"program": "./program"})
    assert ran.returncode == 126
    assert ran.stderr.strip() == (
        f"catalog-gen: {tmp_path}/program cannot be started (ENOENT)."
        " The Python that it was installed with is gone: make its virtual environment again."
    )


def test_the_first_of_two_failures_gives_the_exit_code(tmp_path: Path) -> None:
    codes = [{"program": ["/bin/sh", "-c", f"exit {code}"]} for code in (3, 4)]
    assert _generated(tmp_path, *codes).returncode == 3


def _generated(catalog: Path, *options: dict[str, Any]) -> subprocess.CompletedProcess[str]:
    """What generators with these options come to, one after the other, in what is known of EventCatalog."""
    calls = "".join(
        f"await plugin.default({{}}, {json.dumps(each)}).catch((error) => console.error(error));" for each in options
    )
    return subprocess.run(
        _command(f"{calls} process.exit(0);"), cwd=catalog, capture_output=True, encoding="utf-8", check=False
    )


# --- types

CHECKED = """
import type { Options } from "./declared.js";
import declared from "./declared.js";
import generate from "./index.mjs";

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
type Taken = NonNullable<Parameters<typeof generate>[1]>;
export const options: Same<Required<Options>, Required<Taken>> = true;
export const functions: [typeof declared, typeof generate] = [generate, declared];
"""
COMPILED = {
    "target": "ES2022",
    "module": "NodeNext",
    "moduleResolution": "NodeNext",
    "strict": True,
    "noUnusedLocals": True,
    "noUnusedParameters": True,
    "allowJs": True,
    "checkJs": True,
    "noEmit": True,
    "types": ["node"],
    "skipLibCheck": False,
}


def _compiled(folder: Path, program: str) -> str:
    workspace.give_packages(folder)
    (folder / "tsconfig.json").write_text(json.dumps({"compilerOptions": COMPILED, "include": ["*.mts", "*.mjs"]}))
    (folder / "package.json").write_text('{"type": "module"}')
    (folder / "index.mjs").write_bytes(plugin.module())
    (folder / "declared.d.ts").write_bytes((SOURCE.parent / "index.d.ts").read_bytes())
    (folder / "program.mts").write_text(program)
    compiler = folder / "node_modules" / "typescript" / "bin" / "tsc"
    command: list[str | Path] = [workspace.node(), compiler, "--project", folder]
    return subprocess.run(command, capture_output=True, encoding="utf-8", check=False).stdout


def test_the_compiler_finds_no_fault_and_the_declared_types_are_those_of_the_module(tmp_path: Path) -> None:
    assert _compiled(tmp_path, CHECKED) == ""


def test_the_compiler_would_find_a_type_that_the_module_does_not_have(tmp_path: Path) -> None:
    assert "TS2322" in _compiled(tmp_path, CHECKED.replace("Required<Options>", "Required<Options & { x: 1 }>"))


def test_the_declared_types_refuse_wrong_options(tmp_path: Path) -> None:
    wrong = 'import type { Options } from "./declared.js";\nexport const options: Options = { progam: "x" };\n'
    assert "TS2561" in _compiled(tmp_path, wrong)

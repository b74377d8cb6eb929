"""A run in which nothing has changed says the same without working; whatever has changed, it works."""

from __future__ import annotations

import json
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
from click.testing import CliRunner

from catalog_gen import building, cli
from catalog_gen.caching import program, storage, surroundings
from catalog_gen.output import existing

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from projects import Project

FINE = """
    crew = Team("crew", summary="s")
    channel = Channel("c", owners=[crew], summary="s")
    e = Event("E", schema_path="e.avsc", description_path="e.md", snippets=[], channels=[channel])
    s = Service("S", sends=[e, "Missing"], owners=[crew], summary="s")
"""
SCHEMA = '{"type": "record", "name": "E", "fields": [{"name": "id", "type": "Id"}]}'
ID = '{"type": "fixed", "name": "Id", "size": 4}'
SETTINGS = """
inherit-owners = true
message-channels = true
templates = "own"
[problems]
unknown-message = "warning"
unguarded-channels = "warning"
"""
PAGE = "output/events/E/index.mdx"


class Working:
    """Counts how often a build works."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.times = 0
        self._build = building.build
        monkeypatch.setattr(building, "build", self._counted)

    def _counted(self, *arguments: Any) -> building.Built:
        self.times += 1
        return self._build(*arguments)


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path.parent / f"{tmp_path.name} cache"
    monkeypatch.setenv(storage.VARIABLE, str(folder))
    return folder


@pytest.fixture
def unchanged(project: Project, home: Path) -> Project:
    """A project that was built just now, and has warnings."""
    del home
    (project.root / "pyproject.toml").unlink()
    project.write("catalog-gen.toml", SETTINGS)
    project.write("own/other.j2", "nothing uses it")
    project.define(FINE)
    project.write("schemas/e.avsc", SCHEMA)
    project.write("schemas/id.avsc", ID)
    project.write("schemas/e.md", "It has happened.")
    assert _run(project, "build")[1].endswith("wrote 9, kept 0\n")
    return project


@pytest.fixture
def working(unchanged: Project, monkeypatch: pytest.MonkeyPatch) -> Working:
    del unchanged
    return Working(monkeypatch)


def _run(project: Project, *arguments: str) -> tuple[int, str]:
    config = next(file for name in ("catalog-gen.toml", "pyproject.toml") if (file := project.root / name).is_file())
    ran = CliRunner().invoke(cli.main, [arguments[0], "--config", str(config), *arguments[1:]])
    assert ran.exception is None or isinstance(ran.exception, SystemExit), ran.exception
    return ran.exit_code, ran.output


@pytest.mark.parametrize("arguments", [["build"], ["check"], ["check", "--strict"], ["check", "--format", "json"],
                                       ["build", "--format", "github"], ["build", "--strict"]])  # fmt: skip
def test_an_unchanged_catalog_is_not_worked_on_and_says_the_same(
    unchanged: Project, working: Working, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, arguments: list[str]
) -> None:
    said = _run(unchanged, *arguments)
    assert working.times == 0
    assert "unknown-message" in said[1]
    monkeypatch.setenv(storage.VARIABLE, str(tmp_path / "another"))
    assert said == _run(unchanged, *arguments)
    assert working.times == 1


def _edit(path: str, content: str = "") -> Callable[[Project], object]:
    return lambda project: project.write(path, content)


def _append(path: str) -> Callable[[Project], object]:
    return lambda project: project.write(path, (project.root / path).read_bytes() + b"\n")


def _remove(path: str) -> Callable[[Project], object]:
    return lambda project: (project.root / path).unlink()


CHANGES = {
    "a definition": _append("schemas/definitions.py"),
    "another definitions file": _edit("schemas/more/definitions.py"),
    "a schema": _append("schemas/e.avsc"),
    "a text": _append("schemas/e.md"),
    "a text that is gone": _remove("schemas/e.md"),
    "a schema that is referred to": _edit("schemas/id.avsc", ID.replace("4", "5")),
    "a schema that could be referred to": _edit("schemas/other.avsc", ID.replace("4", "5")),
    "a setting": _edit("catalog-gen.toml", SETTINGS.replace("true", "false", 1)),
    "a template": _append("own/other.j2"),
    "a new template": _edit("own/deep/new.j2"),
    "a page": _append(PAGE),
    "a page that is gone": _remove(PAGE),
    "a copy": _append("output/events/E/schema.avsc"),
    "a copy that is gone": _remove("output/events/E/schema.avsc"),
    "an example": _append("output/events/E/examples/examples.config.yaml"),
    "the footer": _append("output/components/footer.astro"),
    "the record": _remove("output/.catalog-gen/catalog.manifest"),
    "a record of another catalog": _edit("output/.catalog-gen/other.manifest"),
    "a journal": _edit("output/.catalog-gen/catalog.journal"),
    "what a killed build has staged": _edit("output/.catalog-gen/staging/1/2"),
    "a page written by hand": _edit("output/events/Own/index.mdx", "---\nid: Missing\n---\n"),
    "the guard": _edit("output/.env", "EVENTCATALOG_DISABLE_CHANNEL_MIGRATION=true"),
    "EventCatalog's settings": _edit("output/eventcatalog.config.js", "export default { changelog: {} };"),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=list(CHANGES))
def test_whatever_changes_is_worked_on(
    unchanged: Project, working: Working, change: Callable[[Project], object]
) -> None:
    change(unchanged)
    _run(unchanged, "build")
    assert working.times == 1


def test_another_program_works(unchanged: Project, working: Working, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(program, "digest", lambda: "another")
    _run(unchanged, "build")
    assert working.times == 1


@pytest.mark.parametrize("changed", ["module.py", "deep/template.j2"])
def test_the_program_is_known_by_every_byte(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, changed: str) -> None:
    monkeypatch.setattr(program, "__file__", str(tmp_path / "package" / "caching" / "program.py"))
    for path in ("module.py", "deep/template.j2", "__pycache__/module.pyc", "templates/t.j2"):
        file = tmp_path / "package" / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("first")
    before = program.digest()
    (tmp_path / "package" / "__pycache__" / "module.pyc").write_text("other")
    assert program.digest() == before
    (tmp_path / "package" / changed).write_text("other")
    assert program.digest() != before


def test_libraries_are_known_by_their_versions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    installed = tmp_path / "site-packages"
    installed.mkdir()
    monkeypatch.setattr(sys, "path", [str(installed)])
    before = program.digest()
    (installed / "jinja2-9.dist-info").mkdir()
    assert program.digest() != before


def test_a_text_that_was_missing_is_seen_when_it_comes(project: Project, home: Path) -> None:
    project.define('e = Event("E", summary="s", schema_path="e.avsc", snippets=[])')
    assert "schema-not-found" in _run(project, "build")[1]
    project.write("schemas/e.avsc", ID)
    assert "wrote" in _run(project, "build")[1]
    assert home.is_dir()


def test_what_a_hand_edit_holds_back_is_counted_again(unchanged: Project, working: Working) -> None:
    page = unchanged.root / PAGE
    page.write_text(page.read_text().replace("It has happened.", "My own words.", 1))
    unchanged.write("schemas/e.md", "It happens.")
    assert "held-back" in _run(unchanged, "build")[1]
    said = _run(unchanged, "build")[1]
    assert "no longer follow" in said
    assert working.times == 2
    assert _run(unchanged, "build")[1] == said
    assert working.times == 2


def test_wishes_and_dry_runs_always_work(unchanged: Project, working: Working) -> None:
    for arguments in (["--dry-run"], ["--diff"], ["--adopt"], ["--overwrite", "E"]):
        _run(unchanged, "build", *arguments)
    assert working.times == 4


def test_running_definitions_leaves_no_cache(project: Project, home: Path) -> None:
    project.define('t = Team("t", summary="s")')
    assert _run(project, "build", "--import")[1] == "wrote 2, kept 0\n"
    assert not home.exists()


def test_a_check_of_what_was_never_built_is_not_remembered(project: Project, home: Path) -> None:
    project.define('t = Team("t", summary="s")')
    said = _run(project, "check")
    assert "no record of a build" in said[1]
    assert _run(project, "check") == said
    assert not home.exists()


def test_there_is_no_cache_in_the_catalog(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(storage.VARIABLE, str(project.root / "output" / "cache"))
    project.define('t = Team("t", summary="s")')
    _run(project, "build")
    assert not (project.root / "output" / "cache").exists()


def test_a_folder_that_cannot_be_written_is_no_problem(
    project: Project, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(storage.VARIABLE, str(project.write("file", "")))
    project.define('t = Team("t", summary="s")')
    assert _run(project, "build") == (0, "wrote 2, kept 0\n")
    assert _run(project, "build") == (0, "wrote 0, kept 2\n")
    assert (tmp_path / "file").read_bytes() == b""


def _signed(known: object) -> bytes:
    text = json.dumps(known).encode()
    return program.digest_of(text).encode() + b"\n" + text


BROKEN = {
    "empty": lambda _: b"",
    "cut": lambda known: known[:-40],
    "changed": lambda known: known.replace(b'"kept":9', b'"kept":8'),
    "binary": lambda _: b"\xff\x00\xfe",
    "a list": lambda _: _signed([]),
    "an object": lambda _: _signed({}),
    "other types": lambda known: _signed({**json.loads(known.partition(b"\n")[2]), "around": ["x"]}),
    "other answers": lambda known: _signed({**json.loads(known.partition(b"\n")[2]), "inputs": 1}),
    "another outcome": lambda known: _signed({**json.loads(known.partition(b"\n")[2]), "outcome": {"kept": 9}}),
}


@pytest.mark.parametrize("broken", BROKEN.values(), ids=list(BROKEN))
def test_a_broken_cache_is_as_good_as_none(
    unchanged: Project, home: Path, working: Working, broken: Callable[[bytes], bytes]
) -> None:
    for file in home.rglob("*.json"):
        file.write_bytes(broken(file.read_bytes()))
    assert _run(unchanged, "build")[1].endswith("wrote 0, kept 9\n")
    assert working.times == 1
    assert _run(unchanged, "build")[1].endswith("wrote 0, kept 9\n")
    assert working.times == 1


def test_a_file_that_changes_while_it_is_compared_is_looked_at_again(
    unchanged: Project, working: Working, monkeypatch: pytest.MonkeyPatch
) -> None:
    unchanged.write("schemas/e.md", "It happens.")
    remember = building.remember

    def meanwhile(*arguments: Any) -> None:
        unchanged.write("output/events/E/schema.avsc", "by hand")
        remember(*arguments)

    with monkeypatch.context() as patched:
        patched.setattr(building, "remember", meanwhile)
        _run(unchanged, "build")
    assert "edited-copy" in _run(unchanged, "build")[1]
    assert working.times == 2


HOMES = {
    ("linux", ""): ("{home}/.cache/catalog-gen"),
    ("linux", "XDG_CACHE_HOME=/x"): "/x/catalog-gen",
    ("linux", "XDG_CACHE_HOME=x"): "{home}/.cache/catalog-gen",
    ("darwin", "XDG_CACHE_HOME=/x"): "{home}/Library/Caches/catalog-gen",
    ("win32", "LOCALAPPDATA=/x"): "/x/catalog-gen",
    ("win32", ""): "{home}/AppData/Local/catalog-gen",
    ("linux", "CATALOG_GEN_CACHE=/x"): "/x",
}


@pytest.mark.skipif(sys.platform == "win32", reason="paths of POSIX")
@pytest.mark.parametrize(("given", "folder"), HOMES.items())
def test_caches_are_where_the_platform_has_them(
    given: tuple[str, str], folder: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", "/home/ann")
    environment = dict([given[1].split("=")]) if given[1] else {}
    assert str(storage.home(environment, given[0])) == folder.format(home="/home/ann")


def test_pages_are_looked_for_where_the_output_has_them() -> None:
    assert surroundings._SKIPPED <= existing._SKIPPED


LOADED = """
import sys
from catalog_gen.cli import main
try:
    main()
finally:
    print(*sys.modules)
"""


def test_an_unchanged_catalog_loads_nothing_heavy(unchanged: Project) -> None:
    command = [sys.executable, "-c", LOADED, "build"]
    ran = subprocess.run(command, cwd=unchanged.root, capture_output=True, text=True, check=True)
    assert ran.stderr.endswith("wrote 0, kept 9\n")
    heavy = {"jinja2", "fastavro", "markdown_it", "jsonschema", "yaml", "frontmatter", "rich", "catalog_gen.building"}
    assert set(ran.stdout.split()) & heavy == set()

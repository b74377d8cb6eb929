from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parents[1] / "catalog_gen"
MODULES = {
    ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts).removesuffix(".__init__"): path
    for path in sorted(PACKAGE.rglob("*.py"))
}
MAY_IMPORT = {
    "__init__": {"model"},
    "__main__": {"cli"},
    "problems": set(),
    "sources": set(),
    "model": {"problems"},
    "formats": {"problems"},
    "settings": {"model", "problems"},
    "reading": {"model", "problems", "sources", "__init__"},  # definitions import the public names
    "resolving": {"reading", "formats", "model", "problems", "settings", "sources"},
    "pages": {"resolving", "formats", "model", "problems", "settings"},
    "output": {"pages", "resolving", "problems", "settings"},
    "building": {"output", "pages", "resolving", "reading", "problems", "settings", "sources"},
    "cli": {"building", "output", "problems", "settings", "sources", "__init__"},
}
"""The rooms of the house, and which others each one may know."""


def _room(module: str) -> str:
    parts = module.split(".")
    return parts[1] if len(parts) > 1 else "__init__"


def _imported(tree: ast.Module) -> set[str]:
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


@pytest.mark.parametrize("module", MODULES)
def test_imports_point_one_way(module: str) -> None:
    names = {name for name in _imported(ast.parse(MODULES[module].read_text())) if name.startswith("catalog_gen")}
    rooms = {_room(name) if _room(name) in MAY_IMPORT else "__init__" for name in names}
    assert rooms - MAY_IMPORT[_room(module)] - {_room(module)} == set()


@pytest.mark.parametrize("module", [module for module in MODULES if module != "catalog_gen.cli"])
def test_only_the_command_line_prints(module: str) -> None:
    calls = [node.func for node in ast.walk(ast.parse(MODULES[module].read_text())) if isinstance(node, ast.Call)]
    names = {call.id for call in calls if isinstance(call, ast.Name)}
    names |= {call.attr for call in calls if isinstance(call, ast.Attribute)}
    assert names & {"print", "echo", "secho"} == set()


ISOLATING = "catalog_gen.reading.isolating"  # gives the environment back as it was before a user's code ran


@pytest.mark.parametrize("module", [module for module in MODULES if module not in {"catalog_gen.cli", ISOLATING}])
def test_no_output_depends_on_clock_environment_chance_or_locale(module: str) -> None:
    tree = ast.parse(MODULES[module].read_text())
    assert _imported(tree) & {"time", "random", "locale", "secrets", "os.environ", "getpass", "socket"} == set()
    attributes = {
        f"{node.value.id}.{node.attr}"
        for node in ast.walk(tree)
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)
    }
    assert attributes & {"os.environ", "os.getenv", "datetime.now", "date.today", "Path.cwd", "Path.home"} == set()


def test_no_module_is_a_drawer_for_everything() -> None:
    assert [name for name in MODULES if name.split(".")[-1] in {"utils", "util", "helpers", "common", "misc"}] == []


def test_help_loads_nothing_heavy() -> None:
    heavy = {"jinja2", "fastavro", "markdown_it", "jsonschema", "yaml", "frontmatter", "rich"}
    code = f"import sys, catalog_gen.cli; print(sorted({heavy!r} & set(sys.modules)))"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout.strip() == "[]"

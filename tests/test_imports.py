from __future__ import annotations

import ast
import functools
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

PACKAGE = Path(__file__).resolve().parents[1] / "catalog_gen"
MODULES = {
    ".".join(path.relative_to(PACKAGE.parent).with_suffix("").parts).removesuffix(".__init__"): path
    for path in sorted(PACKAGE.rglob("*.py"))
}
MAY_IMPORT = {
    "__init__": {"model"},
    "__main__": {"cli"},
    "masking": set(),
    "problems": {"masking"},
    "sources": set(),
    "git": {"sources"},
    "packaged": set(),
    "plugin": set(),
    "model": {"problems"},
    "formats": {"model", "problems", "sources"},
    "compatibility": {"formats", "model", "problems"},
    "settings": {"model", "problems"},
    "watching": {"settings", "sources"},
    "caching": {"problems", "settings", "sources"},
    "reading": {"model", "problems", "sources", "__init__"},  # definitions import the public names
    "resolving": {"reading", "compatibility", "formats", "model", "problems", "settings", "sources"},
    "versioning": {"resolving", "compatibility", "formats", "model", "problems", "settings"},
    "snippets": {"resolving", "formats", "model", "problems", "masking", "settings", "packaged"},
    "pages": {"snippets", "compatibility", "resolving", "formats", "model", "problems", "settings", "packaged"},
    "project": {"pages", "formats", "model", "problems", "settings", "sources", "packaged", "plugin"},
    "output": {"pages", "versioning", "resolving", "model", "problems", "settings"},
    "showing": {"pages", "snippets", "resolving", "formats", "model", "problems", "masking", "settings"},
    "keeping": {"output", "pages", "snippets", "resolving", "formats", "model", "caching", "problems", "settings"},
    "catalogs": {"output", "versioning", "resolving", "reading", "formats", "problems", "settings", "sources"},
    "building": {
        *("catalogs", "keeping", "caching", "output", "pages", "snippets"),
        *("versioning", "resolving", "problems", "settings", "sources"),
    },
    "differing": {"git", "compatibility", "formats", "model", "problems", "settings", "sources"},
    "blaming": {
        *("building", "catalogs", "resolving", "versioning", "git", "output"),
        *("pages", "problems", "settings", "sources"),
    },
    "bumping": {
        *("blaming", "building", "catalogs", "versioning", "git", "resolving", "formats"),
        *("model", "problems", "settings", "sources"),
    },
    "review": {
        *("blaming", "catalogs", "differing", "versioning", "git", "resolving", "reading", "output"),
        *("compatibility", "formats", "model", "problems", "masking", "settings", "sources"),
    },
    "owning": {"showing", "output", "git", "resolving", "model", "problems", "masking", "settings", "sources"},
    "cli": {
        *(
            "blaming",
            "building",
            "bumping",
            "caching",
            "catalogs",
            "differing",
            "model",
            "output",
            "problems",
            "project",
            "review",
        ),
        *("git", "owning", "settings", "showing", "sources", "versioning", "watching", "__init__"),
    },
}
"""The rooms of the house, and which others each one may know."""


def _room(module: str) -> str:
    parts = module.split(".")
    return parts[1] if len(parts) > 1 else "__init__"


@functools.cache
def _tree(module: str) -> ast.Module:
    return ast.parse(MODULES[module].read_text())


class _Facts(NamedTuple):
    """What stands in a module: what it imports, what it calls by name, `name.attribute`, and relative imports."""

    imports: frozenset[str]
    called: frozenset[str]
    attributes: frozenset[str]
    relative: frozenset[str]


@functools.cache
def _facts(module: str) -> _Facts:
    called, attributes, relative = set(), set(), set()
    for node in ast.walk(_tree(module)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name | ast.Attribute):
            called.add(node.func.id if isinstance(node.func, ast.Name) else node.func.attr)
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            attributes.add(f"{node.value.id}.{node.attr}")
        elif isinstance(node, ast.ImportFrom) and node.level:
            relative.add(f"line {node.lineno}")
    imports = _imports(_tree(module))
    return _Facts(frozenset(imports), frozenset(called), frozenset(attributes), frozenset(relative))


def _imports(tree: ast.Module) -> set[str]:
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found |= {f"{node.module}.{alias.name}" for alias in node.names}
    return found


def _imported(module: str) -> frozenset[str]:
    return _facts(module).imports


def _offending(found: Mapping[str, frozenset[str] | set[str]]) -> dict[str, frozenset[str] | set[str]]:
    return {module: names for module, names in found.items() if names}


def test_imports_point_one_way() -> None:
    wrong = {}
    for module in MODULES:
        names = {name for name in _imported(module) if name.startswith("catalog_gen")}
        rooms = {_room(name) if _room(name) in MAY_IMPORT else "__init__" for name in names}
        wrong[module] = rooms - MAY_IMPORT[_room(module)] - {_room(module)}
    assert _offending(wrong) == {}


def test_only_the_command_line_prints() -> None:
    wrong = {module: _facts(module).called & {"print", "echo", "secho"} for module in MODULES if _room(module) != "cli"}
    assert _offending(wrong) == {}


ISOLATING = "catalog_gen.reading.isolating"  # gives the environment back as it was before a user's code ran
GIT = "catalog_gen.git"  # hands the environment on to git, which gives names of contents


MAY_LOOK_AROUND = {ISOLATING, GIT, *(module for module in MODULES if _room(module) == "cli")}


def test_no_output_depends_on_clock_environment_chance_or_locale() -> None:
    imports = {"time", "random", "locale", "secrets", "os.environ", "getpass", "socket"}
    attributes = {"os.environ", "os.getenv", "datetime.now", "date.today", "Path.cwd", "Path.home"}
    wrong = {
        module: (_imported(module) & imports) | (_facts(module).attributes & attributes)
        for module in MODULES
        if module not in MAY_LOOK_AROUND
    }
    assert _offending(wrong) == {}


def test_no_module_is_a_drawer_for_everything() -> None:
    assert [name for name in MODULES if name.split(".")[-1] in {"utils", "util", "helpers", "common", "misc"}] == []


def test_help_loads_nothing_heavy() -> None:
    heavy = {"jinja2", "fastavro", "markdown_it", "jsonschema", "yaml", "frontmatter", "rich"}
    code = "import sys; from catalog_gen.cli import main; main(['--help'], standalone_mode=False); print(*sys.modules)"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(ran.stdout.splitlines()[-1].split())
    assert "click" in loaded
    assert heavy & loaded == set()
    assert {name for name in loaded if name.startswith("catalog_gen.")} == {"catalog_gen.cli"}


def test_every_room_says_what_it_may_import() -> None:
    assert {_room(module) for module in MODULES} == set(MAY_IMPORT)


def test_the_table_of_rooms_goes_one_way_down() -> None:
    order = list(MAY_IMPORT)[2:]  # without __init__ and __main__
    assert [(room, other) for room in order for other in MAY_IMPORT[room] if other in order[order.index(room) :]] == []


def _at_the_top(module: str) -> set[str]:
    """The modules of ours that are loaded with this one."""
    top = ast.Module([node for node in _tree(module).body if not isinstance(node, ast.If)], [])
    found = {name if name in MODULES else name.rpartition(".")[0] for name in _imports(top)}
    return {name for name in found if name in MODULES} - {module, "catalog_gen"}


def test_no_modules_load_each_other_in_a_circle() -> None:
    graph = {module: _at_the_top(module) for module in MODULES}
    while free := {module for module, needed in graph.items() if not needed & set(graph)}:
        graph = {module: needed for module, needed in graph.items() if module not in free}
    assert graph == {}


def test_imports_between_our_modules_say_the_whole_name() -> None:
    assert _offending({module: _facts(module).relative for module in MODULES}) == {}


def test_definitions_in_plain_python_load_the_model_only() -> None:
    code = "import sys; from catalog_gen import *; Event('E'); print(*sys.modules)"
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(ran.stdout.split())
    assert {_room(name) for name in loaded if name.startswith("catalog_gen.")} == {"model", "problems"}
    assert loaded & {"click", "jinja2", "yaml", "jsonschema", "rich"} == set()

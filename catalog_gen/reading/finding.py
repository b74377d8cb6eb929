"""Which file an import means: names of modules against the files of the project.

The standard library and `catalog_gen` win over files of the project with the same name, on every machine.
"""

from __future__ import annotations

import ast
import functools
import sys
from difflib import get_close_matches
from typing import TYPE_CHECKING

from catalog_gen.problems import nearest

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from catalog_gen.sources import Source

_FOREIGN = sys.stdlib_module_names | {"catalog_gen"}
HIDDEN = "<project>"
"""The package under which a module runs whose own name belongs to the standard library."""


class Project:
    """The modules of a project, found through its import roots."""

    def __init__(self, source: Source, files: Sequence[str], folders: Sequence[str]) -> None:
        self._source = source
        self._folders = tuple(dict.fromkeys(folder.strip("/") for folder in ("", *folders)))
        self._files = files

    def module(self, name: str) -> str | None:
        """The file of a module or package, by its absolute name."""
        if name.split(".", maxsplit=1)[0] in _FOREIGN:
            return None
        return next(self._existing(_beside(name.removeprefix(f"{HIDDEN}."))), None)

    def folder(self, name: str) -> str | None:
        """The folder that the name means where there is no `__init__.py`."""
        if name.split(".", maxsplit=1)[0] in _FOREIGN:
            return None
        path = _beside(name.removeprefix(f"{HIDDEN}."))
        paths = (_joined(root, path) for root in self._folders)
        return "" if name == HIDDEN else next((found for found in paths if found in self.packages), None)

    def knows(self, name: str) -> bool:
        """Whether an absolute name points into the project, also if there is nothing."""
        top = name.split(".", maxsplit=1)[0]
        if top in _FOREIGN:
            return False
        return top in self._tops or self.module(top) is not None or bool(self._meant(name))

    def _meant(self, name: str) -> str:
        """What a module outside of the project was probably meant to be: ours, or a file below another folder."""
        if get_close_matches(name, ["catalog_gen"], cutoff=0.85):
            return "catalog_gen"
        ending = f"/{_beside(name)}.py"
        files = self._files if "." in name else ()
        return next((_dotted(path) for path in files if path.endswith(ending)), "")

    def elsewhere(self, name: str) -> str:
        """What to do about a module that is not found although a file below some folder looks like it; else empty."""
        ends = tuple(f"/{_beside(name)}{ending}" for ending in (".py", "/__init__.py"))
        file = next((path for path in self.modules if path.endswith(ends)), "")
        if not file:
            return ""
        root = file[: next(len(file) - len(end) for end in ends if file.endswith(end))]
        return f'if {file} is meant, write roots = ["{root}"] into the settings'

    def owns(self, name: str) -> bool:
        """Whether a module of this name, if it is loaded, came from the project."""
        return name.split(".", maxsplit=1)[0] in self._owned

    def inside(self, folder: str, name: str) -> str | None:
        """The file of a module by its name below a folder."""
        path = _joined(folder, _beside(name))
        return next((file for file in (f"{path}.py", f"{path}/__init__.py") if self._source.is_file(file)), None)

    def near(self, name: str) -> str:
        """The module that was probably meant, as a question; empty where none is near."""
        if meant := self._meant(name):
            return f'did you mean "{meant}"?'
        names = {_dotted(path, root) for root in self._folders for path in self.modules if _is_below(path, root)}
        return nearest(name, names)

    @functools.cached_property
    def _tops(self) -> frozenset[str]:
        """The first names under which definitions files can be imported."""
        return frozenset(self._first_names(self._files))

    @functools.cached_property
    def _owned(self) -> frozenset[str]:
        return (frozenset(self._first_names(self.modules)) | self._tops | {HIDDEN}) - _FOREIGN

    def _first_names(self, files: Sequence[str]) -> Iterator[str]:
        for root in self._folders:
            inside = (path.removeprefix(_joined(root, "")) for path in files if _is_below(path, root))
            yield from (path.split("/")[0].removesuffix(".py") for path in inside)

    @functools.cached_property
    def modules(self) -> tuple[str, ...]:
        """Every Python file of the project; the way there is long, so this is for messages and for running."""
        return self._source.matching(("**/*.py",))

    @functools.cached_property
    def packages(self) -> frozenset[str]:
        """Every folder with Python files in it or below it."""
        return frozenset(parent for path in (*self.modules, *self._files) for parent in _parents(path))

    def _existing(self, path: str) -> Iterator[str]:
        for root in self._folders:
            base = _joined(root, path)
            yield from (file for file in (f"{base}/__init__.py", f"{base}.py") if self._source.is_file(file))


def name_of(path: str) -> str:
    """What `__name__` says in a file: its path from the project's folder, with dots."""
    name = _dotted(path)
    return f"{HIDDEN}.{name}" if name.split(".")[0] in _FOREIGN else name


def package_of(path: str, level: int) -> str | None:
    """The folder that `level` leading dots mean in a file; None where they lead out of the project."""
    folders = path.split("/")[:-1]
    return "/".join(folders[: len(folders) - level + 1]) if 0 < level <= len(folders) else None


def imported_modules(node: ast.Import | ast.ImportFrom, path: str) -> list[str]:
    """The absolute names of the modules that an import statement in a file asks for."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    folder = package_of(path, node.level) if node.level else None
    package = [name_of(folder)] if folder else []
    return [".".join([*package, *([node.module] if node.module else [])])]


def _dotted(path: str, root: str = "") -> str:
    plain = path.removeprefix(f"{root}/" if root else "").removesuffix(".py").removesuffix("/__init__")
    return ".".join(part.replace(".", "%2E") for part in plain.split("/"))


def _beside(name: str) -> str:
    return "/".join(part.replace("%2E", ".") for part in name.split("."))


def _joined(folder: str, path: str) -> str:
    return f"{folder}/{path}" if folder else path


def _is_below(path: str, root: str) -> bool:
    return not root or path.startswith(f"{root}/")


def _parents(path: str) -> Iterator[str]:
    while "/" in path:
        path = path.rpartition("/")[0]
        yield path


def below(folder: str, name: str) -> str:
    """The path of a dotted name below a folder."""
    return _joined(folder, _beside(name))

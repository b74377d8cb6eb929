"""Import statements of the static reader, and the attributes of modules."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from catalog_gen.model.checking import Unread
from catalog_gen.reading import faults, finding, libraries
from catalog_gen.reading.frames import bound_names
from catalog_gen.reading.signals import Failed
from catalog_gen.reading.standins import Folder, Library, ModuleValue, Outside

if TYPE_CHECKING:
    import ast

    from catalog_gen.problems import Problem
    from catalog_gen.reading.frames import Frame, Module

ModuleLike = ModuleValue | Folder | Library | Unread


def run_import(node: ast.Import, frame: Frame) -> None:
    """`import a.b`, `import a.b as c`."""
    for alias in node.names:
        value = _module(alias.name, node, frame)
        if alias.asname:
            frame.names[alias.asname] = value
        else:
            top = alias.name.split(".")[0]
            frame.names[top] = value if top == alias.name else _module(top, node, frame)


def run_import_from(node: ast.ImportFrom, frame: Frame) -> None:
    """`from a import b`, `from . import b`, `from a import *`."""
    source = _source(node, frame)
    for alias in node.names:
        if alias.name == "*":
            _import_all(source, frame)
        else:
            frame.names[alias.asname or alias.name] = _imported(source, alias, node, frame)


def attribute(value: ModuleValue | Folder, name: str, frame: Frame, node: ast.expr) -> Any:
    """`module.name`."""
    found = _member(value, name, frame)
    if found is not None:
        return found[0]
    if isinstance(value, ModuleValue):
        if value.module.state == "running":
            problem = faults.cycle(frame.place(node), name, value.module.name, value.module.script)
            frame.work.report(problem)
            return _said(name)
        if value.module.state == "broken" or value.module.star is not None:
            return value.module.star or _said(name)
    named = value.module.name if isinstance(value, ModuleValue) else value.name
    message = f"module '{named}' has no attribute '{name}'"
    raise AttributeError(message)


def public_names(module: Module) -> list[str]:
    """What `from module import *` binds."""
    listed = module.names["__all__"] if module.has("__all__") else None
    if isinstance(listed, list | tuple) and all(isinstance(name, str) for name in listed):
        return list(listed)
    return [name for name in dict.fromkeys((*module.names, *module.pending)) if not name.startswith(("_", "*"))]


def _source(node: ast.ImportFrom, frame: Frame) -> ModuleLike:
    """The module that the statement imports from."""
    if not node.level:
        return _module(node.module or "", node, frame)
    folder = finding.package_of(frame.module.path, node.level)
    if folder is None:
        return _absent(faults.outside(frame.place(node)), node, frame)
    if not node.module:
        return _package(folder, frame)
    project = frame.work.project
    name = f"{finding.name_of(folder)}.{node.module}"
    path = project.inside(folder, node.module)
    if path is not None:
        return _loaded(path, frame)
    below = finding.below(folder, node.module)
    if below in project.packages:
        return Folder(name, below)
    return _absent(faults.no_module(frame.place(node), name, project), node, frame)


def _module(name: str, node: ast.Import | ast.ImportFrom, frame: Frame) -> ModuleLike:
    """A module by its absolute name."""
    project = frame.work.project
    path = project.module(name)
    if path is not None:
        return _loaded(path, frame)
    if not project.knows(name):
        return Library(name)
    folder = project.folder(name)
    if folder is not None:
        return Folder(name, folder)
    return _absent(faults.no_module(frame.place(node), name, project), node, frame)


def _package(folder: str, frame: Frame) -> ModuleLike:
    path = frame.work.project.inside(folder, "__init__")
    return Folder(finding.name_of(folder), folder) if path is None else _loaded(path, frame)


def _loaded(path: str, frame: Frame) -> ModuleLike:
    module = frame.work.load(path)
    return module if isinstance(module, Unread) else ModuleValue(module)


def _absent(problem: Problem, node: ast.Import | ast.ImportFrom, frame: Frame) -> Unread:
    """Stands for what is not there; in a `try` that is ready for it, the import fails."""
    if node.lineno in frame.module.script.guarded_imports:
        raise Failed(ModuleNotFoundError(problem.message), problem.place)
    frame.work.report(problem)
    return _said(problem.message)


def _imported(source: ModuleLike, alias: ast.alias, node: ast.ImportFrom, frame: Frame) -> Any:
    if isinstance(source, Unread):
        return source
    if isinstance(source, Library):
        return _of_library(source, alias, node, frame)
    found = _member(source, alias.name, frame)
    if found is not None:
        return found[0]
    place = frame.place(alias)
    if isinstance(source, Folder):
        return _absent(faults.no_module(place, f"{source.name}.{alias.name}", frame.work.project), node, frame)
    module = source.module
    if module.state == "broken" or module.star is not None:
        return module.star or _said(alias.name)
    if module.state == "running" and alias.name in bound_names(module.script.tree.body):
        return _absent(faults.cycle(place, alias.name, module.name, module.script), node, frame)
    return _absent(faults.no_name(place, alias.name, module.name, module.script), node, frame)


def _member(value: ModuleValue | Folder, name: str, frame: Frame) -> tuple[Any] | None:
    """A name of the module, or a module below it."""
    if isinstance(value, ModuleValue):
        if value.module.has(name):
            return (value.module.names[name],)
        if not value.module.path.endswith("__init__.py"):
            return None
        folder = value.module.path.rpartition("/")[0]
    else:
        folder = value.path
    path = frame.work.project.inside(folder, name)
    if path is not None:
        return (_loaded(path, frame),)
    below = finding.below(folder, name)
    return (Folder(finding.name_of(below), below),) if below in frame.work.project.packages else None


def _of_library(library: Library, alias: ast.alias, node: ast.ImportFrom, frame: Frame) -> Any:
    found = libraries.name(library.name, alias.name)
    if found is None:
        found = module_in_folder(library, alias.name, frame)
    if found is not None:
        return found
    root = f"{library.name}.{alias.name}"
    if root in libraries.LIBRARIES:
        return Library(root)
    if library.name in faults.OURS:
        return _absent(faults.not_ours(frame.place(alias), alias.name), node, frame)
    why = f"{alias.name} (from {library.name}) is only known when the code runs"
    return Outside(why, frame.place(alias), frame.work.project.elsewhere(library.name), root=root)


def module_in_folder(library: Library, name: str, frame: Frame) -> ModuleLike | None:
    """A module of the project below a folder without `__init__.py`, which by itself looks like a library."""
    path = frame.work.project.module(f"{library.name}.{name}")
    return None if path is None else _loaded(path, frame)


def _import_all(source: ModuleLike, frame: Frame) -> None:
    if isinstance(source, ModuleValue):
        for name in public_names(source.module):
            if source.module.has(name):
                frame.names[name] = source.module.names[name]
        frame.module.star = source.module.star or frame.module.star
    elif isinstance(source, Library):
        frame.names.update(libraries.exported(source.name))
        if source.name not in libraries.LIBRARIES or source.name in {"typing", "typing_extensions"}:
            why = f"this comes from {source.name}, which is only known when the code runs"
            frame.module.star = Outside(why, root=source.name)
    elif isinstance(source, Unread):
        frame.module.star = source


def _said(name: str) -> Unread:
    return Unread(name, said=True)

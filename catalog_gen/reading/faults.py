"""What both readers say about imports that do not work, in the same words."""

from __future__ import annotations

import ast
from typing import TYPE_CHECKING, Final

from catalog_gen.problems import Place, Problem, nearest
from catalog_gen.reading.frames import bound_names

if TYPE_CHECKING:
    from catalog_gen.reading.finding import Project
    from catalog_gen.reading.positions import Script


def no_module(place: Place, name: str, project: Project) -> Problem:
    """An import of a module of the project that is not there."""
    return Problem("import-not-found", f"the project has no module {name}", place, hint=project.near(name))


def outside(place: Place) -> Problem:
    """A relative import that leads out of the packages of the project."""
    hint = "write the import from the folder of the settings file"
    return Problem("import-not-found", "there is no package that far up", place, hint=hint)


def no_name(place: Place, name: str, module: str, target: Script | None) -> Problem:
    """An import of a name that the module does not have."""
    known = bound_names(target.tree.body) if target else []
    return Problem("import-not-found", f"{module} has no {name}", place, hint=nearest(name, known))


OURS = ("catalog_gen", "catalog_gen.model")


def not_ours(place: Place, name: str) -> Problem:
    """An import of a name that `catalog_gen` does not have."""
    import catalog_gen

    meant = _MEANT.get(name.lower())
    hint = f"{meant[0]} is called {meant[1]}" if meant else nearest(name, catalog_gen.__all__)
    return Problem("import-not-found", f"catalog_gen has no {name}", place, hint=hint)


_MEANT: Final = {
    **dict.fromkeys(("datastore", "store", "database", "table", "cache"), ("a data store", "Container")),
    **dict.fromkeys(("decision", "decisionrecord"), ("a decision", "Adr")),
    **dict.fromkeys(("topic", "queue", "stream"), ("a topic or queue", "Channel")),
    **dict.fromkeys(("runbook", "document", "doc"), ("a document of a resource", "ResourceDoc")),
    **dict.fromkeys(("page", "guide"), ("a page of docs/", "CustomDoc")),
    **dict.fromkeys(("word", "glossary", "language"), ("a word of a domain's language", "Term")),
    **dict.fromkeys(("person", "owner", "group"), ("who owns something", "User or Team")),
}
"""What people call things that have another name in EventCatalog."""


def forgotten(error: object) -> str:
    """A hint for a name of `catalog_gen` that a file uses without importing it."""
    import catalog_gen

    name = error.name if isinstance(error, NameError) else None
    return f"write: from catalog_gen import {name}" if name in catalog_gen.__all__ else ""


def cycle(place: Place, name: str, module: str, target: Script) -> Problem:
    """An import from a file that is waiting for this one."""
    message = f"{module} and this file import each other, so {name} is not there yet"
    identifier = declared_id(target.tree, name)
    hint = f'write the id "{identifier}" instead of importing {name}' if identifier else "use ids in one of the two"
    return Problem("import-cycle", message, place, hint=hint)


def declared_id(tree: ast.Module, name: str) -> str:
    """The id in `name = Constructor("id", ...)`; empty where there is no such statement."""
    for statement in tree.body:
        if isinstance(statement, ast.Assign | ast.AnnAssign) and name in bound_names([statement]):
            value = statement.value
            argument = value.args[0] if isinstance(value, ast.Call) and value.args else None
            if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                return argument.value
    return ""

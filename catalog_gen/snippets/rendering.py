"""Jinja for code: what a template prints becomes a literal of its language, unless it is code already.

Nothing from a definition can become code by being printed, so quotes, braces and backslashes in it do no harm.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import jinja2
from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup

from catalog_gen import packaged
from catalog_gen.problems import Place, Problem
from catalog_gen.snippets.code import Code

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from catalog_gen.snippets.clients import Client
    from catalog_gen.snippets.languages import Language


class BrokenSnippetError(Exception):
    """A template of a client that cannot be rendered; carries the problem to show."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


class Renderer:
    """The templates of all clients: a team's own folder, if any, in front of ours."""

    def __init__(self, own: Path | None = None, shown: str = "templates") -> None:
        folders = [*([own / "snippets"] if own else []), packaged.templates() / "snippets"]
        self._own = own
        self._shown = shown
        self._loader = jinja2.FileSystemLoader(folders)
        self._environments: dict[str, jinja2.Environment] = {}

    def render(self, client: Client, role: str, context: Mapping[str, Any]) -> str:
        """The program of that role.

        Raises:
            BrokenSnippetError: the template (one of the user's own) has a mistake, or what it makes is no code.
        """
        name = client.template(role)
        language = client.language
        if language.name not in self._environments:
            self._environments[language.name] = _environment(language, self._loader)
        try:
            return language.finish(self._environments[language.name].get_template(name).render(context))
        except Exception as error:
            if self._own is None or not (self._own / "snippets" / name).is_file():  # then it is a mistake of ours
                raise
            raise BrokenSnippetError(self._problem(name, error)) from error

    def _problem(self, name: str, error: Exception) -> Problem:
        if isinstance(error, SyntaxError):
            reason = f"what it makes is no code: {error.msg} in line {error.lineno} of the program"
        elif isinstance(error, jinja2.TemplateNotFound):
            reason = f'there is no template "{error.name}"'
        else:
            reason = getattr(error, "message", None) or str(error)
        line = getattr(error, "lineno", None) if isinstance(error, jinja2.TemplateError) else None
        place = Place(f"{self._shown}/snippets/{name}", line or 0)
        return Problem("template-error", f"the template cannot be rendered: {reason}", place)


def _environment(language: Language, loader: jinja2.BaseLoader) -> jinja2.Environment:
    environment = SandboxedEnvironment(
        loader=loader,
        autoescape=True,
        finalize=lambda value: _printed(value, language),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        bytecode_cache=packaged.compiled(language.name),
    )
    environment.filters = {
        "code": lambda text: Code(str(text)),
        "comment": lambda text: language.comment(str(text)),
        "identifier": lambda text: language.identifier(str(text)),
        "joined": lambda parts: "".join(str(part) for part in parts),
        "at": _indented,
        "key": lambda name: language.key(str(name)),
        "length": len,
        "merged": lambda values, config: tuple({**values, **dict(config)}.items()),
    }
    environment.globals = {"range": range}
    return environment


def _printed(value: Any, language: Language) -> Markup:
    """What is printed: code as it is, everything else as a literal."""
    if isinstance(value, Markup):
        return value
    if isinstance(value, jinja2.Undefined):
        str(value)  # raises, and says what is undefined
    return language.literal(value)


def _indented(code: Any, column: int) -> Code:
    """Code of several lines that begins in that column: the other lines are indented as far."""
    return Code(str(code).replace("\n", "\n" + " " * column))

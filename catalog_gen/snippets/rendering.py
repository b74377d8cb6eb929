"""Jinja for code: what a template prints becomes a literal of its language, unless it is code already.

Nothing from a definition can become code by being printed, so quotes, braces and backslashes in it do no harm.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final

import jinja2
from jinja2.ext import Extension
from jinja2.lexer import Token
from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup

from catalog_gen import packaged
from catalog_gen.problems import Place, Problem
from catalog_gen.snippets.code import Code

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from jinja2.lexer import TokenStream

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
        self._environments: dict[tuple[str, str], jinja2.Environment] = {}

    def render(self, client: Client, role: str, context: Mapping[str, Any]) -> str:
        """The program of that role.

        Raises:
            BrokenSnippetError: the template (one of the user's own) has a mistake, or what it makes is no code.
        """
        name = client.template(role)
        key = (client.language.name, noun(str(context["kind"])))
        if key not in self._environments:
            self._environments[key] = _environment(client.language, key[1], self._loader)
        try:
            return client.language.finish(self._environments[key].get_template(name).render(context))
        except Exception as error:
            if self._own is None or not (self._own / "snippets" / name).is_file():  # then it is a mistake of ours
                raise
            raise BrokenSnippetError(self._problem(name, error, str(context["id"]))) from error

    def _problem(self, name: str, error: Exception, identifier: str) -> Problem:
        if isinstance(error, SyntaxError):
            line = f" ({error.text.strip()})" if error.text else ""
            reason = f"what it makes of {identifier} is no code: {error.msg} in line {error.lineno}{line}"
        elif isinstance(error, jinja2.TemplateNotFound):
            reason = f'there is no template "{error.name}"'
        else:
            reason = f"{getattr(error, 'message', None) or error} (for {identifier})"
        at = error.lineno if isinstance(error, jinja2.TemplateSyntaxError) else self._line(error)
        return Problem("template-error", reason, Place(f"{self._shown}/snippets/{name}", at or 0))

    def _line(self, error: Exception) -> int:
        """The line in the user's template where rendering failed; Jinja rewrites tracebacks to template lines."""
        traceback, line = error.__traceback__, 0
        while traceback is not None:
            if traceback.tb_frame.f_code.co_filename.startswith(str(self._own)):
                line = traceback.tb_lineno
            traceback = traceback.tb_next
        return line


def noun(kind: str) -> str:
    """What programs call the message: templates say `event`, and commands and queries get their own word."""
    return kind if kind in {"command", "query"} else "event"


_EVENT: Final = re.compile(r"\bevent\b")


class _Nouns(Extension):
    """Puts the noun of the message in the place of the word `event` in the text of templates."""

    def filter_stream(self, stream: TokenStream) -> Iterator[Token]:
        """The tokens of a template with its text in the words of the message."""
        word = str(self.environment.globals["noun"])
        for token in stream:
            if token.type == "data":
                yield Token(token.lineno, token.type, _EVENT.sub(word, token.value))
            else:
                is_name = token.type == "string" and token.value == "event"
                yield Token(token.lineno, token.type, word) if is_name else token


def _environment(language: Language, word: str, loader: jinja2.BaseLoader) -> jinja2.Environment:
    environment = SandboxedEnvironment(
        loader=loader,
        autoescape=True,
        finalize=lambda value: _printed(value, language),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
        bytecode_cache=packaged.compiled(f"{language.name} {word}"),
        extensions=[_Nouns],
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
    environment.globals = {"range": range, "noun": word}
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

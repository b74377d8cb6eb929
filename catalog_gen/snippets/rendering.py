"""Jinja for code: what a template prints becomes a literal of its language, unless it is code already.

Nothing from a definition can become code by being printed, so quotes, braces and backslashes in it do no harm.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import jinja2
from jinja2 import meta
from jinja2.ext import Extension
from jinja2.lexer import Token
from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup

from catalog_gen import packaged
from catalog_gen.problems import Place, Problem
from catalog_gen.snippets.code import Code

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

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
            BrokenSnippetError: one of the user's own templates has a mistake, or what it makes is no code.
        """
        name = client.template(role)
        key = (client.language.name, noun(str(context["kind"])))
        if key not in self._environments:
            self._environments[key] = _environment(client.language, key[1], self._loader)
        environment = self._environments[key]
        try:
            return client.language.finish(environment.get_template(name).render(context))
        except Exception as error:
            place = self._place(environment, name, error)
            if place is None:  # then it is a mistake of ours
                raise
            raise BrokenSnippetError(self._problem(name, place, error, str(context["id"]))) from error

    def _problem(self, name: str, place: Place, error: Exception, identifier: str) -> Problem:
        about = identifier if place.path.endswith(f"/{name}") else f"{identifier}, {name}"
        if isinstance(error, jinja2.TemplateSyntaxError):
            reason = str(error.message)
        elif isinstance(error, SyntaxError):
            line = f" ({error.text.strip()})" if error.text else ""
            made = "" if about == identifier else f" in {name}"
            reason = f"what it makes of {identifier}{made} is no code: {error.msg} in line {error.lineno}{line}"
        elif isinstance(error, jinja2.TemplateNotFound):
            reason = f'there is no template "{error.name}"'
        else:
            reason = f"{_NO_MACRO.sub('an imported template has no macro', str(error))} (for {about})"
        return Problem("template-error", reason, place)

    def _place(self, environment: jinja2.Environment, name: str, error: Exception) -> Place | None:
        """Where the user's own templates have a part in it: where they failed, else the first one that is used."""
        if self._own is None:
            return None
        folder = self._own / "snippets"
        files = _files(error)
        if isinstance(error, jinja2.TemplateSyntaxError) and error.filename:
            files.append((error.filename, error.lineno))
        own = [(file, line) for file, line in files if Path(file).is_relative_to(folder)]
        if own:
            file, line = own[-1]
            return Place(f"{self._shown}/snippets/{Path(file).relative_to(folder).as_posix()}", line)
        used = next((each for each in _used(environment, name) if (folder / each).exists()), None)
        return Place(f"{self._shown}/snippets/{used}") if used else None


_NO_MACRO: Final = re.compile(r"^'jinja2\.environment\.TemplateModule object' has no attribute")


def _files(error: Exception) -> list[tuple[str, int]]:
    """The files and lines through which an error came; Jinja rewrites tracebacks to lines of templates."""
    found, traceback = [], error.__traceback__
    while traceback is not None:
        found.append((traceback.tb_frame.f_code.co_filename, traceback.tb_lineno))
        traceback = traceback.tb_next
    return found


def _used(environment: jinja2.Environment, name: str) -> Iterator[str]:
    """A template and those that it uses, as far as they can be read."""
    waiting, seen = [name], set[str]()
    while waiting:
        each = waiting.pop(0)
        if each in seen or environment.loader is None:
            continue
        seen.add(each)
        yield each
        try:
            tree = environment.parse(environment.loader.get_source(environment, each)[0])
        except (jinja2.TemplateError, OSError, UnicodeError):
            continue
        waiting += [found for found in meta.find_referenced_templates(tree) if found]


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

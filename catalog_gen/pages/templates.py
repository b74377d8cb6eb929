"""Jinja for MDX: everything that is printed is escaped for prose, unless one of our own filters made it safe.

Nothing that ships with Jinja can launder a text: its filters and globals are gone, joining safe and unsafe
text (`~`, `+`, `%`, methods of safe text) is refused. A user's folder of templates goes in front of ours, and
`builtin/NAME` always means ours.
"""

from __future__ import annotations

import dataclasses
import functools
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import jinja2
from jinja2 import nodes
from jinja2.exceptions import SecurityError
from jinja2.sandbox import SandboxedEnvironment
from markupsafe import Markup

from catalog_gen import packaged
from catalog_gen.pages import cells, mdx
from catalog_gen.problems import Place, Problem

if TYPE_CHECKING:
    from collections.abc import Mapping

    from catalog_gen.pages.views.references import Reference

_MARK = re.compile(r"\x00(begin|end|part) ([A-Za-z0-9._-]+)\x00")


@dataclasses.dataclass(frozen=True, slots=True)
class Segment:
    """What one block of a template rendered to; blocks inside blocks are named `outer/inner`.

    `parts` says from where on in the text a finer name is valid (see the filter `part`).
    """

    name: str
    text: str
    parts: tuple[tuple[int, str], ...] = ()

    def name_at(self, position: int) -> str:
        """The name of what stands there."""
        part = next((part for start, part in reversed(self.parts) if start <= position), "")
        return f"{self.name}/{part}" if part else self.name


class BrokenTemplateError(Exception):
    """A template that cannot be rendered; carries the problem to show."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.message)
        self.problem = problem


class Templates:
    """The templates of one catalog: a team's own folder, if any, in front of ours."""

    def __init__(self, own: Path | None = None, shown: str = "templates") -> None:
        builtin = jinja2.FileSystemLoader(packaged.templates())
        loaders = [jinja2.FileSystemLoader(own)] if own else []
        self._own = own
        self._shown = shown
        self._environment = _Environment(
            loader=jinja2.ChoiceLoader([*loaders, builtin, jinja2.PrefixLoader({"builtin": builtin})])
        )

    def render(self, name: str, context: Mapping[str, Any]) -> tuple[Segment, ...]:
        """The segments of the rendered template, in their order.

        Raises:
            BrokenTemplateError: the template (one of the user's own) has a mistake.
        """
        try:
            return segments(self._environment.get_template(name).render(context))
        except Exception as error:
            if self._own is None:  # then it is a mistake of ours
                raise
            raise BrokenTemplateError(self._problem(name, error)) from error

    def _problem(self, name: str, error: Exception) -> Problem:
        line = getattr(error, "lineno", None) or _line(error, self._own)
        file = getattr(error, "filename", None) or name
        reason = getattr(error, "message", None) or str(error)
        if isinstance(error, jinja2.TemplateNotFound):
            reason = f'there is no template "{error.name}"'
        path = f"{self._shown}/{Path(file).name if Path(file).is_absolute() else file}"
        return Problem("template-error", f"the template cannot be rendered: {reason}", Place(path, line or 0))


def _line(error: Exception, own: Path | None) -> int | None:
    """The line in the user's template where rendering failed; Jinja rewrites tracebacks to template lines."""
    traceback, line = error.__traceback__, None
    while traceback is not None:
        if own is not None and traceback.tb_frame.f_code.co_filename.startswith(str(own)):
            line = traceback.tb_lineno
        traceback = traceback.tb_next
    return line


def segments(marked: str) -> tuple[Segment, ...]:
    """The marked text by block; what `super()` renders belongs to the block that calls it."""
    open_: list[tuple[str, str]] = []  # blocks around, and the part that is valid in each
    found: list[tuple[str, list[tuple[str, str]]]] = []
    position = 0
    for mark in _MARK.finditer(marked):
        _add(found, open_, marked[position : mark.start()])
        position = mark.end()
        if mark[1] == "begin":
            open_.append((mark[2], ""))
        elif mark[1] == "end":
            open_.pop()
        elif open_:
            open_[-1] = (open_[-1][0], mark[2])
    _add(found, open_, marked[position:])
    return tuple(
        segment for name, pieces in found if (segment := _segment(name, pieces)).text and not segment.text.isspace()
    )


def _add(found: list[tuple[str, list[tuple[str, str]]]], open_: list[tuple[str, str]], text: str) -> None:
    name = "/".join(dict.fromkeys(block for block, _ in open_)) or "page"
    piece = (open_[-1][1] if open_ else "", text)
    if found and found[-1][0] == name:
        found[-1][1].append(piece)
    else:
        found.append((name, [piece]))


def _segment(name: str, pieces: list[tuple[str, str]]) -> Segment:
    """One text out of what was rendered between marks, without blank lines around it."""
    whole = "".join(text for _, text in pieces)
    position = len(whole.lstrip("\n")) - len(whole)
    parts: list[tuple[int, str]] = []
    for part, text in pieces:
        if part != (parts[-1][1] if parts else ""):
            parts.append((max(0, position), part))
        position += len(text)
    return Segment(name, whole.strip("\n"), tuple(parts))


class _Environment(SandboxedEnvironment):
    intercepted_binops = frozenset({"+", "%", "*"})

    def __init__(self, loader: jinja2.BaseLoader) -> None:
        super().__init__(
            loader=loader,
            autoescape=True,
            finalize=_finalize,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            keep_trailing_newline=True,
            auto_reload=False,
            bytecode_cache=packaged.compiled("mdx"),
        )
        self.filters = dict(FILTERS)
        self.globals = {"range": self.globals["range"]}

    def _parse(self, source: str, name: str | None, filename: str | None) -> nodes.Template:
        """Mark where each block begins and ends, and refuse the operator that joins without escaping."""
        template = super()._parse(source, name, filename)
        for concat in template.find_all(nodes.Concat):
            message = 'the operator "~" joins without escaping; print the parts one after the other'
            raise jinja2.TemplateSyntaxError(message, concat.lineno, name, filename)
        for block in template.find_all(nodes.Block):
            begin, end = (_data(f"\x00{edge} {block.name}\x00", block.lineno) for edge in ("begin", "end"))
            block.body = [begin, *block.body, end]
        return template

    def call_binop(self, context: Any, operator: str, left: Any, right: Any) -> Any:
        """Numbers may be added; safe text may not be joined to anything."""
        if isinstance(left, Markup) or isinstance(right, Markup):
            message = f'the operator "{operator}" joins without escaping; print the parts one after the other'
            raise SecurityError(message)
        return super().call_binop(context, operator, left, right)

    def getattr(self, obj: Any, attribute: str) -> Any:
        """What a view says, at once; the sandbox looks at all other attributes."""
        return getattr(obj, attribute) if attribute in _fields(obj.__class__) else super().getattr(obj, attribute)

    def wrap_str_format(self, value: Any) -> Any:
        """`format` of safe text is a method like any other."""
        if isinstance(getattr(value, "__self__", None), Markup):
            message = "safe text has no methods; print the parts one after the other"
            raise SecurityError(message)
        return super().wrap_str_format(value)

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Safe text has no methods in templates: some of them would join it to other text."""
        return not isinstance(obj, Markup) and super().is_safe_attribute(obj, attr, value)


@functools.lru_cache(maxsize=1024)
def _fields(kind: type) -> frozenset[str]:
    """The public fields of a dataclass; none of other types."""
    known = dataclasses.fields(kind) if dataclasses.is_dataclass(kind) else ()
    return frozenset(field.name for field in known if not field.name.startswith("_"))


def _data(text: str, line: int) -> nodes.Output:
    return nodes.Output([nodes.TemplateData(text)], lineno=line)


def _finalize(value: Any) -> Markup:
    """What is printed: safe text as it is, everything else escaped for prose."""
    if isinstance(value, Markup):
        return value
    if isinstance(value, jinja2.Undefined):
        str(value)  # raises, and says what is undefined
    return mdx.Mdx() if value is None else mdx.escape(str(value))


def link(target: Reference) -> mdx.Mdx:
    """A resource's name, leading to its page where it has one; EventCatalog's own link knows its base path."""
    if target.href is None:
        return mdx.escape(target.name)
    return mdx.Mdx(f"<Link href={mdx.attribute(target.href)}>{mdx.escape(target.name)}</Link>")


def fence(text: str, language: str = "", title: str = "", meta: str = "") -> mdx.Mdx:
    """A fenced code block."""
    return mdx.fence(str(text), language, title, meta)


def part(name: str) -> mdx.Mdx:
    """An invisible mark: what follows in the block of the template has this name below that of the block.

    Only letters, digits and `._-` stay; a number would look like the one of a block that has no name of its own.
    """
    safe = re.sub(r"[^A-Za-z0-9._-]", "-", str(name))
    return mdx.Mdx(f"\x00part {safe if safe.strip('0123456789') else f'n{safe}'}\x00")


FILTERS: Mapping[str, Any] = {
    "any": lambda items, name: any(getattr(item, name) for item in items),
    "attribute": lambda value: mdx.attribute(str(value)),
    "cell": cells.cell,
    "code": lambda value: mdx.code(str(value)),
    "code_link": lambda repository: mdx.link(re.sub(r"^https?://", "", repository.url), repository.url),
    "description": cells.description,
    "fence": fence,
    "length": len,
    "lines": cells.lines,
    "link": link,
    "markdown": lambda value: cells.safe_markdown(str(value)),
    "part": part,
    "string": lambda value: mdx.string(str(value)),
    "text": lambda parts: "".join(str(part) for part in parts),
    "web": lambda contact: mdx.link(contact.label, contact.href),
}
"""All filters that templates have."""

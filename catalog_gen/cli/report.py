"""What a run says on stderr: the problems, its last line and, on a terminal, what is going on."""

from __future__ import annotations

import contextlib
import os
import sys
from collections import Counter
from typing import TYPE_CHECKING, Any, TextIO

import click

from catalog_gen import problems as wrong

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from catalog_gen.problems import Problem, Severity

_MOST_OF_ONE_CODE = 10
_COLORS = {"error": "red", "warning": "yellow"}


class Report:
    """The problems of one run, as the user wants to see them."""

    def __init__(self, style: str, severities: Any, *, strict: bool, everything: bool) -> None:
        self._style = style
        self._severities = severities
        self._strict = strict
        self._everything = everything
        self.shown: list[tuple[Problem, Severity]] = []
        self.facts: Mapping[str, Any] = {}

    def add(self, problems: Sequence[Problem]) -> None:
        """Take problems in; those that are off are forgotten."""
        rated = ((problem, self._severity(problem)) for problem in wrong.in_order(problems))
        self.shown += [(problem, level) for problem, level in rated if level != "off"]

    def _severity(self, problem: Problem) -> Severity:
        level = wrong.severity(problem, self._severities)
        return "error" if self._strict and level == "warning" else level

    @property
    def errors(self) -> int:
        """How many errors there are."""
        return sum(1 for _, level in self.shown if level == "error")

    def finish(self, outcome: str) -> None:
        """Show the problems and the last line."""
        if self._style == "json":
            click.echo(wrong.as_json(self.shown, self.facts))
        elif self._style == "github":
            for problem, level in self.shown:
                click.echo(wrong.github(problem, level))
        else:
            for line in self._lines():
                click.echo(line, err=True)
        parts = [part for part in (self._count(), outcome) if part]
        why = click.get_current_context().find_root().obj  # with --watch, what was edited
        if parts:
            click.echo(f"{why}: {'; '.join(parts)}" if why else "; ".join(parts), err=True)

    def _lines(self) -> Iterator[str]:
        """A line for each problem, ten of one code; after those, how many more there are."""
        seen: Counter[str] = Counter()
        for problem, level in self.shown:
            seen[problem.code] += 1
            if self._everything or seen[problem.code] <= _MOST_OF_ONE_CODE:
                yield _colored(problem, level)
        for code, count in seen.items():
            if not self._everything and count > _MOST_OF_ONE_CODE:
                yield f"and {count - _MOST_OF_ONE_CODE} more [{code}]; --all lists them"

    def _count(self) -> str:
        files = {problem.place.path for problem, level in self.shown if level == "error"}
        warnings = len(self.shown) - self.errors
        parts = [plural(self.errors, "error") + f" in {plural(len(files), 'file')}"] if self.errors else []
        parts += [plural(warnings, "warning")] if warnings else []
        return ", ".join(parts)


def plural(count: int, noun: str) -> str:
    """So many of them, in words."""
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _colored(problem: Problem, level: Severity) -> str:
    line = wrong.text(problem)
    place = f"{problem.place}: "
    if not colorful(sys.stderr):
        return line if level == "error" else line.replace(place, f"{place}warning: ", 1)
    rest = line.removeprefix(place)
    return f"{click.style(place, bold=True)}{click.style(level, fg=_COLORS[level])}: {rest}"


def colorful(stream: TextIO | None) -> bool:
    """Whether what is written there may have colours: on a terminal, unless the user wants none."""
    return is_terminal(stream) and not os.environ.get("NO_COLOR")


def is_terminal(stream: TextIO | None) -> bool:
    """Whether somebody sees it as it comes; a stream that was closed before we started is None."""
    return stream is not None and stream.isatty()


@contextlib.contextmanager
def progress_shown() -> Iterator[Callable[[str], None]]:
    """On a terminal, a line that says what is going on; rich is loaded only then."""
    if not is_terminal(sys.stderr):
        yield lambda _: None
        return
    from rich.console import Console

    console = Console(stderr=True, no_color=not colorful(sys.stderr))
    with console.status("") as status:
        yield lambda stage: status.update(f"{stage} …")

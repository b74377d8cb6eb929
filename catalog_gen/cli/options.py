"""The options that commands share, and what they come to: settings, the report, what a build comes to."""

from __future__ import annotations

import dataclasses
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from catalog_gen import __version__
from catalog_gen import problems as wrong
from catalog_gen.cli.report import Report, progress_shown

if TYPE_CHECKING:
    from collections.abc import Callable

    from catalog_gen.building import Built
    from catalog_gen.caching import Cache
    from catalog_gen.output.wishes import Wishes
    from catalog_gen.settings import Settings

    Command = Callable[..., None]


CONFIG = click.option(
    "--config", type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="FILE",
    help="The settings file; else the nearest one upward.",
)  # fmt: skip
IMPORTING = click.option("--import", "importing", is_flag=True, help="Run the definitions instead of reading them.")
STRICT = click.option("--strict", is_flag=True, help="Warnings count as errors.")
ONLY_INTO = click.option(
    "--only-into", metavar="DIR", hidden=True, help="Refuse unless DIR is the output; the plugin asks for it.",
)  # fmt: skip
EVERYTHING = click.option("--all", "everything", is_flag=True, help="Show every problem, however many there are.")


def output(what: str) -> Callable[[Command], Command]:
    """The option --output; `what` says in help what it is to the command."""
    return click.option("--output", metavar="DIR", help=what)


def style(choices: tuple[str, ...], what: str) -> Callable[[Command], Command]:
    """The option --format; text is the usual one."""
    return click.option("--format", "style", type=click.Choice(choices), default="text", show_default=True, help=what)


def common(command: Command) -> Command:
    """Give a command the options of those that work on the whole catalog; `configured` takes them all."""
    ours = output("Another folder than the settings' output.")
    shown = style(("text", "json", "github"), "How problems are shown.")
    for option in reversed((CONFIG, ours, ONLY_INTO, IMPORTING, shown, STRICT, EVERYTHING)):
        command = option(command)
    return command


def configured(
    *,
    config: Path | None,
    importing: bool,
    style: str,
    output: str | None = None,
    only_into: str | None = None,
    strict: bool = False,
    everything: bool = False,
) -> tuple[Settings, Report]:
    """The settings as the options change them, and the report of the run; exit 2 where they are not fine."""
    from catalog_gen import settings as configuration

    settings, problems = configuration.load(Path.cwd(), config, __version__)
    if settings is None or problems:
        report = Report(style, {}, strict=strict, everything=everything)
        report.add(problems)
        report.finish("nothing was read")
        sys.exit(2)
    settings = _with_options(settings, output, importing=importing)
    report = Report(style, settings.problems, strict=strict, everything=everything)
    if only_into is not None and (problem := _elsewhere(settings, Path.cwd() / only_into)):
        report.add([problem])
        report.finish("nothing was read")
        sys.exit(2)
    return settings, report


def built_with(settings: Settings, cache: Cache, report: Report, wishes: Wishes | None = None) -> Built:
    """What a build comes to; the report has its problems."""
    from catalog_gen import building

    with progress_shown() as progress:
        built = building.build(settings, cache.source, progress, wishes or building.NO_WISHES, cache)
    report.add(built.problems)
    return built


def _with_options(settings: Settings, output: str | None, *, importing: bool) -> Settings:
    if output is not None:
        if not output.strip():
            raise click.UsageError("--output is empty; name a folder.")
        relative = os.path.relpath(Path.cwd() / output, settings.root)
        settings = dataclasses.replace(settings, output=Path(relative).as_posix())
    return dataclasses.replace(settings, reader="import") if importing else settings


def _elsewhere(settings: Settings, catalog: Path) -> wrong.Problem | None:
    """What is wrong where the output is not this catalog: its pages would be of another one, or not be shown."""
    from catalog_gen import settings as configuration

    if settings.output_dir.resolve() == catalog.resolve() or _same(settings.output_dir, catalog):
        return None
    asked = Path(os.path.relpath(catalog, settings.root)).as_posix()
    message = f'the output is "{settings.output}", but the catalog that is generated is "{asked}"'
    hint = f'write output = "{asked}", or give this catalog settings of its own'
    return wrong.Problem("other-catalog", message, configuration.place(settings, "output"), hint=hint)


def _same(one: Path, other: Path) -> bool:
    """Whether they are one folder under two names, as on disks that do not tell upper from lower case."""
    return one.exists() and other.exists() and one.samefile(other)


def cache_of(settings: Settings) -> Cache:
    """What is known from earlier runs."""
    from catalog_gen import caching
    from catalog_gen.caching import storage

    return caching.Cache(settings, storage.home(os.environ, sys.platform))

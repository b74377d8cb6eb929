"""`diff`: the compatibility of two versions of a schema."""

from __future__ import annotations

import contextlib
import sys
import typing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from catalog_gen import problems as wrong
from catalog_gen.cli import options
from catalog_gen.cli.report import Report, colorful
from catalog_gen.model.values import Level

if TYPE_CHECKING:
    from catalog_gen.differing import Compared

_EXITS = {"compatible": 0, "incompatible": 1, "unknown": 3}
_LOOKS: dict[str, dict[str, Any]] = {
    "breaking": {"fg": "red"},
    "undecided": {"fg": "yellow"},
    "risky": {"fg": "yellow"},
    "title": {"bold": True},
}


@click.command()
@options.CONFIG
@options.style(("text", "json", "markdown", "github"), "How the differences are shown.")
@click.option(
    "--level",
    type=click.Choice(typing.get_args(Level)),
    help="The level to keep to; else that of the settings, or BACKWARD.",
)
@click.option("--message", metavar="NAME", default="", help="The payload's message, where a .proto file has several.")
@click.argument("old", metavar="OLD")
@click.argument("new", metavar="NEW")
def diff(*, config: Path | None, style: str, level: Level | None, message: str, old: str, new: str) -> None:
    """Say in what two schemas differ, and whether readers of one manage what was written with the other.

    OLD and NEW are files, or REF:FILE as in git (main:schemas/order.avsc); with REF: alone, the file is the other one.
    Exit code: 0 compatible, 1 not, 3 nobody can tell.
    """
    from catalog_gen import differing
    from catalog_gen.differing import telling

    report = Report(style if style == "github" else "text", {}, strict=False, everything=True)
    agreed = level or _level(config) or "BACKWARD"
    compared = differing.compared(old, new, Path.cwd(), message)
    if isinstance(compared, tuple):
        report.add(compared)
        report.finish("nothing was compared")
        sys.exit(2)
    if style == "json":
        click.echo(telling.as_json(compared, agreed))
    elif style == "github":
        _annotate(compared, agreed)
    else:
        _say(compared, agreed, style)
    sys.exit(_EXITS[compared.under(agreed)])


def _level(config: Path | None) -> Level | None:
    """The level of the settings that hold here, if there are any."""
    from catalog_gen import __version__
    from catalog_gen import settings as configuration

    with contextlib.suppress(OSError):
        if config is not None or configuration.nearest_file(Path.cwd().resolve()) is not None:
            settings, _ = configuration.load(Path.cwd(), config, __version__)
            return settings.compatibility if settings is not None else None
    return None


def _say(compared: Compared, level: Level, style: str) -> None:
    from catalog_gen.differing import telling

    color = colorful(sys.stdout) and style == "text"
    for kind, line in telling.lines(compared, level, markdown=style == "markdown"):
        shown = line if style == "markdown" else wrong.printable(line)
        click.echo(click.style(shown, **_LOOKS.get(kind, {})) if color else shown)


def _annotate(compared: Compared, level: Level) -> None:
    from catalog_gen.differing import telling

    for problem, severity in telling.notices(compared, level):
        click.echo(wrong.github(problem, severity))

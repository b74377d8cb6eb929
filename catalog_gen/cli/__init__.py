"""The commands; the only room that prints. Results go to stdout, progress and problems to stderr.

Exit codes: 0 fine (warnings too), 1 errors or findings, 2 bad usage or settings (also a --base that git does
not know), 130 interrupted while writing.

Each command is a module of its own name with a function of that name, loaded when it is called.
"""

from __future__ import annotations

import contextlib
import importlib
import sys

import click

from catalog_gen import __version__

COMMANDS = {
    "init": "Start a new catalog project in a folder, or connect an EventCatalog project that is there.",
    "build": "Write the catalog; IDs are those for --adopt.",
    "check": "Report everything that is wrong, and write nothing.",
    "diff": "Say in what two schemas differ, and whether readers of one manage what was written with the other.",
    "bump": "Give a resource a new version, and keep what the older one was.",
    "review": "Say what a branch does to the catalog since it left REF: what changes, who is hit, who has to approve.",
    "owners": "Say who owns what; print, check or write the lines of a CODEOWNERS file.",
    "show": "Show one resource, or list all of them; reads the definitions, and writes nothing.",
}
"""What help says of each command, without loading it: the first sentence of the command's own text."""


class _Commands(click.Group):
    """The commands of the table."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's own signature
        return [*COMMANDS]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - the same
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = getattr(importlib.import_module(f"{__name__}.{cmd_name}"), cmd_name)
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args[0] in COMMANDS or args[0].startswith("-"):
            return super().resolve_command(ctx, args)
        from catalog_gen import problems as wrong

        hint = wrong.nearest(args[0], COMMANDS)
        raise click.UsageError(f'there is no command "{args[0]}"{f"; {hint}" if hint else "."}', ctx)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - the same
        with formatter.section("Commands"):
            formatter.write_dl([*COMMANDS.items()])


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="catalog-gen")
def main() -> None:
    """Read event definitions written in Python, without running them, and render an EventCatalog."""
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(AttributeError, ValueError):
            stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]

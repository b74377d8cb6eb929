"""`review`: what a pull request does to the catalog, who is hit, who has to approve."""

from __future__ import annotations

import gc
import shlex
import sys
from typing import TYPE_CHECKING, Any

import click

from catalog_gen import __version__
from catalog_gen import problems as wrong
from catalog_gen.cli import options
from catalog_gen.cli.report import colorful, progress_shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from catalog_gen.review.changes import Review

_LOOKS: Mapping[str, Mapping[str, Any]] = {
    "title": {"bold": True},
    "heading": {"bold": True},
    "approval": {"fg": "cyan"},
    "footer": {"dim": True},
    "error": {"fg": "red"},
    "breaking": {"fg": "red"},
    "warning": {"fg": "yellow"},
    "undecided": {"fg": "yellow"},
    "risky": {"fg": "yellow"},
}


@click.command()
@options.CONFIG
@click.option("--base", metavar="REF", required=True, help="What is compared with: where the branch left REF.")
@click.option("--head", metavar="REF", help="What is looked at; else the working tree.")
@options.style(("text", "markdown", "github", "sarif", "json"), "How it is told.")
@click.option("--links", metavar="URL", default="", help="The start of the files' web addresses, for Markdown.")
@click.option("--always", is_flag=True, help="In Markdown, say also that no catalog changes are left.")
@click.option("--fail-on", metavar="POLICY,...", multiple=True, help="Exit with 1 if one of these does not hold.")
def review(
    *,
    config: Path | None,
    base: str,
    head: str | None,
    style: str,
    links: str,
    always: bool,
    fail_on: tuple[str, ...],
) -> None:
    """Say what a branch does to the catalog since it left REF: what changes, who is hit, who has to approve.

    Both sides are read from git; nothing is checked out, and no code is run. Policies of --fail-on are errors,
    breaking, undecided, ownerless, ownership, unread and any.
    Exit code: 0 whatever is found, 1 if a policy does not hold, 2 if git does not know REF or settings are wrong.
    """
    policies = _policies(fail_on)
    _check_markdown(links, style, always=always)
    for name, ref in (("base", base), ("head", head)):
        if ref is not None and not ref.strip():
            raise click.UsageError(f"--{name} is empty; name a branch, a tag or a commit.")
    settings, report = options.configured(config=config, importing=False, style="text")
    gc.disable()  # thousands of objects stay to the end: looking for circles in them takes a tenth of the time
    from catalog_gen import review as reviewing
    from catalog_gen.review.policies import violated

    with progress_shown() as progress:
        found = reviewing.review(base, head, settings, progress)
    gc.freeze()  # nor are they looked through when the program ends
    if isinstance(found, wrong.Problem):
        report.add([found])
        report.finish("nothing was compared")
        sys.exit(2)
    _show(found, style, links, _command(config, base, head), always=always)
    against = violated(found, policies)
    if against:
        click.echo(f"--fail-on: {', '.join(against)}", err=True)
        sys.exit(1)


def _policies(given: Iterable[str]) -> frozenset[str]:
    """The policies that the options name, each time with commas between them."""
    from catalog_gen.review.policies import POLICIES

    found = [name.strip() for each in given for name in each.split(",")]
    for name in found:
        if name not in POLICIES:
            hint = wrong.nearest(name, POLICIES) or f"there are {', '.join(POLICIES)}."
            said = f'--fail-on: there is no policy "{name}"' if name else "--fail-on: a policy is missing"
            raise click.UsageError(wrong.printable(f"{said}; {hint}"))
    return frozenset(found)


def _check_markdown(links: str, style: str, *, always: bool) -> None:
    """Refuse what a comment cannot be made with."""
    from catalog_gen.review.reports.links import is_start

    if always and style != "markdown":
        raise click.UsageError("--always is for --format markdown.")
    if links and not is_start(links):
        said = f'--links: "{links}" cannot be the start of a link; it is as https://github.com/acme/shop/blob/main.'
        raise click.UsageError(wrong.printable(said))


def _command(config: Path | None, base: str, head: str | None) -> str:
    """What says the same again."""
    settings = ["--config", config.as_posix()] if config else []
    return shlex.join(["catalog-gen", "review", *settings, "--base", base, *(["--head", head] if head else [])])


def _show(found: Review, style: str, links: str, command: str, *, always: bool) -> None:
    """Print the report; only the one that is asked for is loaded."""
    if style == "markdown":
        from catalog_gen.review.reports.markdown import markdown

        click.echo(markdown(found, links, command, always=always), nl=False)
    elif style == "github":
        from catalog_gen.review.reports import github

        for line in github.lines(found):
            click.echo(line)
    elif style == "sarif":
        from catalog_gen.review.reports import sarif

        click.echo(sarif.as_json(found, __version__))
    elif style == "json":
        from catalog_gen.review.reports import data

        click.echo(data.as_json(found))
    else:
        _say(found, command)


def _say(found: Review, command: str) -> None:
    from catalog_gen.review.reports import text

    looks = _LOOKS if colorful(sys.stdout) else {}
    for look, line in text.lines(found, command):
        click.echo(click.style(line, **looks[look]) if look in looks else line)

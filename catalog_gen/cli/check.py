"""`check`: report everything that is wrong."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from catalog_gen import problems as wrong
from catalog_gen.cli.options import built_with, cache_of, common, configured
from catalog_gen.cli.report import plural, progress_shown

if TYPE_CHECKING:
    import datetime

    from catalog_gen.caching import Cache
    from catalog_gen.cli.report import Report
    from catalog_gen.settings import Settings
    from catalog_gen.versioning.accepting import Ending


@click.command()
@common
@click.option(
    "--date",
    type=click.DateTime(["%Y-%m-%d"]),
    metavar="YYYY-MM-DD",
    help="The day that end dates of Accepted are compared with; else that of the last commit.",
)
@click.option("--base", metavar="REF", help="Report only what this change brought since it left REF (origin/main).")
def check(*, base: str | None, date: datetime.datetime | None, **options: Any) -> None:
    """Report everything that is wrong, and write nothing."""
    settings, report = configured(**options)
    today = date.date() if date is not None else None
    if base is not None:
        output = settings.output if options["output"] is not None else None
        report.finish(_blamed(base, settings, report, output, today))
        sys.exit(1 if report.errors else 0)
    cache = cache_of(settings)
    known = cache.outcome()
    if known is not None:
        report.add(known.problems)
    ends, said = (known.ends, "") if known is not None else _checked(settings, cache, report)
    undated = _dated(ends, settings, report, today)
    report.finish("; ".join(filter(None, ["no problems" if not report.shown else "", said, undated])))
    sys.exit(1 if report.errors else 0)


def _dated(ends: tuple[Ending, ...], settings: Settings, report: Report, today: datetime.date | None) -> str:
    """Report the acceptances that are over; what there is to say where nobody knows which day it is."""
    if not ends:
        return ""
    from catalog_gen.versioning import accepting

    today = today or _last_day(settings)
    if today is None:
        return "as there is no commit, the end dates of Accepted were not compared (--date gives a day)"
    report.add(accepting.expired(ends, today))
    return ""


def _last_day(settings: Settings) -> datetime.date | None:
    """The day of the last commit, where there is one."""
    from catalog_gen.git import GitError, Repository

    try:
        with Repository(settings.root) as repository:
            head = repository.commit("HEAD")
            return repository.date(head) if head is not None else None
    except GitError:
        return None


def _checked(settings: Settings, cache: Cache, report: Report) -> tuple[tuple[Ending, ...], str]:
    """Compare the output with the definitions; the end dates to look at, and what there is to say besides."""
    from catalog_gen import building
    from catalog_gen.output import staleness

    built = built_with(settings, cache, report)
    if built.changes is None:
        return built.ends, ""
    report.add(tuple(staleness.stale(built.changes, settings)))
    if built.changes.nothing:
        building.remember(built, settings, cache)
    if built.changes.recorded:
        return built.ends, ""
    return built.ends, f"{settings.output} has no record of a build, so it was not compared"


def _blamed(ref: str, settings: Settings, report: Report, output: str | None, today: datetime.date | None) -> str:
    """Report what this change has brought; what there is to say besides. Exit where git cannot tell."""
    from catalog_gen import blaming

    with progress_shown() as progress:
        blame = blaming.blame(ref, settings, output, progress, today)
    if isinstance(blame, wrong.Problem):
        report.add([blame])
        report.finish("nothing was compared")
        sys.exit(2)
    report.add(blame.problems)
    report.facts = {"base": {"ref": ref, "commit": blame.commit, "older": blame.older}}
    older = ""
    if blame.older:
        is_of, them = ("is not of this change", "it") if blame.older == 1 else ("are not of this change", "them")
        older = f"{plural(blame.older, 'older problem')} {is_of} (check without --base lists {them})"
    nothing = ("no new problems" if blame.older else "no problems") if not report.shown else ""
    return "; ".join(filter(None, [nothing, older, *blame.notes]))

"""`check`: report everything that is wrong."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from catalog_gen import problems as wrong
from catalog_gen.cli.options import built_with, cache_of, common, configured
from catalog_gen.cli.report import plural, progress_shown

if TYPE_CHECKING:
    from catalog_gen.caching import Cache
    from catalog_gen.cli.report import Report
    from catalog_gen.settings import Settings


@click.command()
@common
@click.option("--base", metavar="REF", help="Report only what this change brought since it left REF (origin/main).")
def check(*, base: str | None, **options: Any) -> None:
    """Report everything that is wrong, and write nothing."""
    settings, report = configured(**options)
    if base is not None:
        report.finish(_blamed(base, settings, report, settings.output if options["output"] is not None else None))
        sys.exit(1 if report.errors else 0)
    cache = cache_of(settings)
    known = cache.outcome()
    if known is not None:
        report.add(known.problems)
    said = "" if known is not None else _checked(settings, cache, report)
    report.finish("; ".join(filter(None, ["no problems" if not report.shown else "", said])))
    sys.exit(1 if report.errors else 0)


def _checked(settings: Settings, cache: Cache, report: Report) -> str:
    """Compare the output with the definitions; what there is to say where that cannot be done."""
    from catalog_gen import building
    from catalog_gen.output import staleness

    built = built_with(settings, cache, report)
    if built.changes is None:
        return ""
    report.add(tuple(staleness.stale(built.changes, settings)))
    if built.changes.nothing:
        building.remember(built, settings, cache)
    return "" if built.changes.recorded else f"{settings.output} has no record of a build, so it was not compared"


def _blamed(ref: str, settings: Settings, report: Report, output: str | None) -> str:
    """Report what this change has brought; what there is to say besides. Exit where git cannot tell."""
    from catalog_gen import blaming

    with progress_shown() as progress:
        blame = blaming.blame(ref, settings, output, progress)
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

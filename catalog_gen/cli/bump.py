"""`bump`: a new version of a resource."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from catalog_gen import problems as wrong
from catalog_gen.cli import options
from catalog_gen.cli.report import progress_shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from catalog_gen.bumping import Bump, Refused
    from catalog_gen.catalogs import Resolved
    from catalog_gen.cli.report import Report
    from catalog_gen.settings import Settings


@click.command()
@options.CONFIG
@options.IMPORTING
@click.option("--base", metavar="REF", help="The older version is what it was where this branch left REF; else HEAD.")
@click.option("--dry-run", is_flag=True, help="Show what would be written, and write nothing.")
@click.argument("identifier", metavar="ID")
@click.argument("version", required=False, metavar="[VERSION]")
def bump(*, identifier: str, version: str | None, base: str | None, dry_run: bool, **common: Any) -> None:
    """Give a resource a new version, and keep what the older one was.

    The schema of the older version is copied to a folder history/ beside it, Previous(...) is added to the
    definition, and VERSION is written into it. Without VERSION, it is the next one that the change of the schema needs.
    A version that is above the one of HEAD (or REF) is not out, and only gets another number.
    """
    settings, report = options.configured(style="text", **common)
    from catalog_gen import bumping, catalogs
    from catalog_gen.bumping import applying
    from catalog_gen.sources import WorkingTree

    source = WorkingTree(settings.root)
    with progress_shown() as progress:
        known = catalogs.resolved(settings, source, progress)
        entry = _entry(identifier, known, settings, report)
        plan = bumping.plan(entry, known, settings, source, version, base, progress)
    if isinstance(plan, bumping.Refused):
        _refuse(plan, report)
    assert isinstance(plan, bumping.Bump)  # noqa: S101 - _refuse does not come back
    failure = None if dry_run else applying.apply(plan, settings.root)
    if failure is not None:
        report.add([failure])
        report.finish("nothing was written")
        sys.exit(1)
    for line in _told(plan, dry_run=dry_run):
        click.echo(wrong.printable(line))
    if dry_run:
        for line in bumping.difference(plan):
            click.echo(line)
        report.finish("nothing was written")
        return
    click.echo("now run catalog-gen build")


def _entry(identifier: str, known: Resolved, settings: Settings, report: Report) -> Any:
    """The resource in its current version; exit where there is none."""
    found = next((each for each in known.catalog.by_id.get(identifier, ()) if each.current), None)
    if found is not None:
        return found
    alone, _, rest = identifier.rpartition("@")
    if rest and any(each.current for each in known.catalog.by_id.get(alone, ())):
        raise click.UsageError(f"the id stands alone, the new version behind it: bump {alone} {rest}")
    hint = wrong.nearest(identifier, known.catalog.by_id)
    hint = f"; {hint}" if hint else ""
    report.add([one for one in known.problems if wrong.severity(one, settings.problems) == "error"])
    if report.errors:
        report.finish(wrong.printable(f'nothing that could be read declares "{identifier}"{hint}'))
        sys.exit(1)
    if identifier in known.catalog.known:
        raise click.UsageError(wrong.printable(f'"{identifier}" is not declared here, so it has no version to raise.'))
    raise click.UsageError(wrong.printable(f'the definitions declare no resource "{identifier}"{hint or "."}'))


def _refuse(refused: Refused, report: Report) -> None:
    report.add(refused.problems)
    report.finish("nothing was written")
    for line in refused.by_hand:
        click.echo(line)
    sys.exit(2 if any(problem.code == "unknown-base" for problem in refused.problems) else 1)


def _told(plan: Bump, *, dry_run: bool) -> Iterator[str]:
    """What was done, or would be."""
    why = f" ({plan.why})" if plan.why else ""
    is_other = plan.version != plan.entry.version
    yield f"{plan.entry.id} {plan.entry.version} {f'-> {plan.version}' if is_other else 'keeps its version'}{why}"
    yield plan.words
    yield f"{'would edit' if dry_run else 'edited'} {plan.path}"
    for path in sorted(plan.files):
        yield f"{'would write' if dry_run else 'wrote'} {path}, {plan.told[path]}"
    yield from plan.notes

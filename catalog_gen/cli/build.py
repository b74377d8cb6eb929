"""`build`: write the catalog, or say what would be written."""

from __future__ import annotations

import contextlib
import sys
from typing import TYPE_CHECKING, Any

import click

from catalog_gen import __version__
from catalog_gen import problems as wrong
from catalog_gen.cli.options import built_with, cache_of, common, configured

if TYPE_CHECKING:
    from collections.abc import Iterator

    from catalog_gen.building import Built
    from catalog_gen.cli.report import Report
    from catalog_gen.output.wishes import Wishes
    from catalog_gen.settings import Settings

_EVERYTHING = "*"
_INTERRUPTED = 130


@click.command()
@common
@click.option("--dry-run", is_flag=True, help="List what would be written, and write nothing.")
@click.option("--diff", is_flag=True, help="Show what would change and what hand edits hold back; write nothing.")
@click.option("--watch", is_flag=True, help="Build again after every edit, until Ctrl-C.")
@click.option("--adopt", is_flag=True, help="Take over the pages of these IDs (all without any) and keep their text.")
@click.option(
    "--overwrite",
    multiple=True,
    is_flag=False,
    flag_value=_EVERYTHING,
    metavar="ID[#HEADING]",
    help="Let generated text win in a page or section; --overwrite --all: in all pages of ours.",
)
@click.argument("ids", nargs=-1, metavar="[ID]...")
def build(
    *, dry_run: bool, diff: bool, watch: bool, adopt: bool, overwrite: tuple[str, ...], ids: tuple[str, ...],
    **options: Any,
) -> None:  # fmt: skip
    """Write the catalog; IDs are those for --adopt."""
    wishes = _wishes(ids, overwrite, adopt=adopt, everything=options["everything"])
    settings, report = configured(**options)
    if watch:
        _build_after_edits(settings, usual=not (dry_run or diff or adopt or overwrite))
        return
    writes = not (dry_run or diff)
    if writes:
        _wait_for_others(settings, report)
    cache = cache_of(settings)
    known = cache.outcome() if writes and not (adopt or overwrite) else None
    if known is not None:
        report.add(known.problems)
        report.finish("nothing was written" if report.errors else _outcome("wrote", 0, known.kept, 0, known.drifted))
        sys.exit(1 if report.errors else 0)
    built = built_with(settings, cache, report, wishes)
    _refuse_unknown(wishes, built)
    from catalog_gen import building
    from catalog_gen.output import differences, staleness, writing

    if built.changes is not None:
        report.add(tuple(staleness.held_back(built.changes, settings)))
    if built.changes is None or report.errors:
        report.finish("nothing was written")
        sys.exit(1)
    if dry_run or diff:
        lines = differences.differences(built.changes, settings) if diff else _listing(built, settings)
        for line in lines:
            click.echo(line, err=options["style"] != "text")
        report.finish(f"would {_summary(built, 'write')}")
        return

    try:
        failures = writing.apply(built.changes, settings)
    except KeyboardInterrupt:
        click.echo("interrupted; build again to finish what was begun", err=True)
        sys.exit(_INTERRUPTED)
    report.add(failures)
    if failures:
        report.finish("not everything was written" if writing.unfinished(settings) else "nothing was written")
        sys.exit(1)
    building.remember(built, settings, cache)
    update = staleness.is_update(built.changes, settings)
    report.finish(_summary(built, "wrote") + ("; commit this on its own" if update else ""))


def _build_after_edits(settings: Settings, *, usual: bool) -> None:
    """Build now and after every edit; each build says its last line behind the files that were edited."""
    if not usual:
        raise click.UsageError("--watch goes with no other way of building.")
    try:
        import watchfiles  # noqa: F401 - needed by `watching`, said here
    except ImportError:
        raise click.UsageError('--watch needs the extra "watch": pip install "catalog-gen[watch]"') from None
    from catalog_gen import settings as configuration
    from catalog_gen import watching

    with contextlib.suppress(KeyboardInterrupt):
        while True:
            for edited in watching.edits(settings):
                _build_again(_named(edited))
                if settings.path in edited:
                    break
            settings = configuration.load(settings.root, settings.root / settings.path, __version__)[0] or settings


def _named(edited: tuple[str, ...]) -> str:
    if not edited:
        return "watching"
    return edited[0] if len(edited) == 1 else f"{edited[0]} and {len(edited) - 1} more"


def _build_again(why: str) -> None:
    """The same command once more, without --watch; whatever is wrong, the next edit can mend it."""
    arguments = [argument for argument in sys.argv[1:] if argument != "--watch"]
    try:
        click.get_current_context().find_root().command.main(arguments, standalone_mode=False, obj=why)
    except click.ClickException as wrong_usage:
        wrong_usage.show()
    except click.Abort:
        raise KeyboardInterrupt from None
    except SystemExit as ended:
        if ended.code == _INTERRUPTED:
            raise KeyboardInterrupt from None


def _wishes(ids: tuple[str, ...], overwrite: tuple[str, ...], *, adopt: bool, everything: bool) -> Wishes:
    from catalog_gen.output import wishes

    if ids and not adopt:
        raise click.UsageError(f"{ids[0]}: ids are for --adopt; a build is always of the whole catalog.")
    if _EVERYTHING in overwrite and not everything:
        raise click.UsageError(
            "--overwrite needs an ID; --overwrite --all lets generated text win in all pages of ours."
        )
    try:
        return wishes.read(ids or (_EVERYTHING,) if adopt else (), overwrite)
    except wishes.WishError as error:
        raise click.UsageError(f"{error}.") from None


def _refuse_unknown(wishes: Wishes, built: Built) -> None:
    for identifier in sorted(wishes.ids):
        if built.catalog.find(identifier) is None:
            hint = wrong.nearest(identifier, built.catalog.by_id)
            raise click.UsageError(f'the definitions declare no "{identifier}"{f"; {hint}" if hint else ""}.')


def _wait_for_others(settings: Settings, report: Report) -> None:
    """Lock the output to the end of the command; where another build does not end, say so and exit."""
    from catalog_gen.output import locking

    def waiting() -> None:
        click.echo("waiting for another build of this catalog", err=True)

    problem = click.get_current_context().with_resource(locking.held(settings, waiting))
    if problem:
        report.add([problem])
        report.finish("nothing was written")
        sys.exit(1)


def _listing(built: Built, settings: Settings) -> Iterator[str]:
    assert built.changes is not None  # noqa: S101 - dry runs list only what can be written
    yield from (f"create {settings.output}/{path}" for path in built.changes.created)
    yield from (f"update {settings.output}/{path}" for path in built.changes.updated)
    yield from (f"remove {settings.output}/{path}" for path in built.changes.removed)


def _summary(built: Built, verb: str) -> str:
    from catalog_gen.output import staleness

    changes = built.changes
    assert changes is not None  # noqa: S101 - said only where there are changes
    written = len(changes.created) + len(changes.updated)
    return _outcome(verb, written, changes.unchanged, len(changes.removed), staleness.drifted(changes))


def _outcome(verb: str, written: int, kept: int, removed: int, drifted: int) -> str:
    """The last line of a build."""
    keep, remove = ("keep", "remove") if verb == "write" else ("kept", "removed")
    gone = f", {remove} {removed}" if removed else ""
    return f"{verb} {written}, {keep} {kept}{gone}{_drifted(drifted)}"


def _drifted(count: int) -> str:
    if not count:
        return ""
    follow = "block no longer follows" if count == 1 else "blocks no longer follow"
    return f"; {count} hand-edited {follow} the definitions (build --diff shows {'it' if count == 1 else 'them'})"

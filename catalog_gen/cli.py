"""The commands; the only module that prints. Results go to stdout, progress and problems to stderr.

Exit codes: 0 fine (warnings too), 1 errors or findings, 2 bad usage or settings (also a --base that git does
not know), 130 interrupted while writing.
"""

from __future__ import annotations

import contextlib
import dataclasses
import os
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from catalog_gen import __version__
from catalog_gen import problems as wrong

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from catalog_gen.building import Built
    from catalog_gen.caching import Cache
    from catalog_gen.output.wishes import Wishes
    from catalog_gen.problems import Problem, Severity
    from catalog_gen.settings import Settings

_MOST_OF_ONE_CODE = 10
_EVERYTHING = "*"
_INTERRUPTED = 130
_COLORS = {"error": "red", "warning": "yellow"}


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="catalog-gen")
def main() -> None:
    """Read event definitions written in Python, without running them, and render an EventCatalog."""
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(AttributeError, ValueError):
            stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]


def _common(command: Callable[..., None]) -> Callable[..., None]:
    options = [
        click.option("--config", type=click.Path(exists=True, dir_okay=False, path_type=Path), metavar="FILE",
                     help="The settings file; else the nearest one upward."),
        click.option("--output", metavar="DIR", help="Another folder than the settings' output."),
        click.option("--import", "importing", is_flag=True, help="Run the definitions instead of reading them."),
        click.option("--format", "style", type=click.Choice(["text", "json", "github"]), default="text",
                     show_default=True, help="How problems are shown."),
        click.option("--strict", is_flag=True, help="Warnings count as errors."),
        click.option("--all", "everything", is_flag=True, help="Show every problem, however many there are."),
    ]  # fmt: skip
    for option in reversed(options):
        command = option(command)
    return command


@main.command()
@_common
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
    settings, report = _configured(**options)
    if watch:
        _build_after_edits(settings, usual=not (dry_run or diff or adopt or overwrite))
        return
    writes = not (dry_run or diff)
    if writes:
        _wait_for_others(settings, report)
    cache = _cache(settings)
    known = cache.outcome() if writes and not (adopt or overwrite) else None
    if known is not None:
        report.add(known.problems)
        report.finish("nothing was written" if report.errors else _outcome("wrote", 0, known.kept, 0, known.drifted))
        sys.exit(1 if report.errors else 0)
    built = _built(settings, cache, report, wishes)
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
        main(arguments, standalone_mode=False, obj=why)
    except click.ClickException as wrong_usage:
        wrong_usage.show()
    except click.Abort:
        raise KeyboardInterrupt from None
    except SystemExit as ended:
        if ended.code == _INTERRUPTED:
            raise KeyboardInterrupt from None


@main.command()
@_common
@click.option("--base", metavar="REF", help="Report only what this change brought since it left REF (origin/main).")
def check(*, base: str | None, **options: Any) -> None:
    """Report everything that is wrong, and write nothing."""
    settings, report = _configured(**options)
    if base is not None:
        report.finish(_blamed(base, settings, report, settings.output if options["output"] is not None else None))
        sys.exit(1 if report.errors else 0)
    cache = _cache(settings)
    known = cache.outcome()
    if known is not None:
        report.add(known.problems)
    said = "" if known is not None else _checked(settings, cache, report)
    report.finish("; ".join(filter(None, ["no problems" if not report.shown else "", said])))
    sys.exit(1 if report.errors else 0)


def _checked(settings: Settings, cache: Cache, report: _Report) -> str:
    """Compare the output with the definitions; what there is to say where that cannot be done."""
    from catalog_gen import building
    from catalog_gen.output import staleness

    built = _built(settings, cache, report)
    if built.changes is None:
        return ""
    report.add(tuple(staleness.stale(built.changes, settings)))
    if built.changes.nothing:
        building.remember(built, settings, cache)
    return "" if built.changes.recorded else f"{settings.output} has no record of a build, so it was not compared"


def _blamed(ref: str, settings: Settings, report: _Report, output: str | None) -> str:
    """Report what this change has brought; what there is to say besides. Exit where git cannot tell."""
    from catalog_gen import blaming

    with _progress() as progress:
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
        older = f"{_plural(blame.older, 'older problem')} {is_of} (check without --base lists {them})"
    nothing = ("no new problems" if blame.older else "no problems") if not report.shown else ""
    return "; ".join(filter(None, [nothing, older, *blame.notes]))


def _cache(settings: Settings) -> Cache:
    """What is known from earlier runs."""
    from catalog_gen import caching
    from catalog_gen.caching import storage

    return caching.Cache(settings, storage.home(os.environ, sys.platform))


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


def _configured(
    *, config: Path | None, output: str | None, importing: bool, style: str, strict: bool, everything: bool
) -> tuple[Settings, _Report]:
    """The settings, and the report of the run."""
    from catalog_gen import settings as configuration

    settings, problems = configuration.load(Path.cwd(), config, __version__)
    if settings is None or problems:
        report = _Report(style, {}, strict=strict, everything=everything)
        report.add(problems)
        report.finish("nothing was read")
        sys.exit(2)
    settings = _with_options(settings, output, importing=importing)
    return settings, _Report(style, settings.problems, strict=strict, everything=everything)


def _built(settings: Settings, cache: Cache, report: _Report, wishes: Wishes | None = None) -> Built:
    """What a build comes to; the report has its problems."""
    from catalog_gen import building

    with _progress() as progress:
        built = building.build(settings, cache.source, progress, wishes or building.NO_WISHES, cache)
    report.add(built.problems)
    return built


def _wait_for_others(settings: Settings, report: _Report) -> None:
    """Lock the output to the end of the command; where another build does not end, say so and exit."""
    from catalog_gen.output import locking

    def waiting() -> None:
        click.echo("waiting for another build of this catalog", err=True)

    problem = click.get_current_context().with_resource(locking.held(settings, waiting))
    if problem:
        report.add([problem])
        report.finish("nothing was written")
        sys.exit(1)


def _with_options(settings: Settings, output: str | None, *, importing: bool) -> Settings:
    if output is not None:
        if not output.strip():
            raise click.UsageError("--output is empty; name a folder.")
        relative = os.path.relpath(Path.cwd() / output, settings.root)
        settings = dataclasses.replace(settings, output=Path(relative).as_posix())
    return dataclasses.replace(settings, reader="import") if importing else settings


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


class _Report:
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
        parts = [_plural(self.errors, "error") + f" in {_plural(len(files), 'file')}"] if self.errors else []
        parts += [_plural(warnings, "warning")] if warnings else []
        return ", ".join(parts)


def _plural(count: int, noun: str) -> str:
    return f"{count} {noun}" if count == 1 else f"{count} {noun}s"


def _colored(problem: Problem, level: Severity) -> str:
    line = wrong.text(problem)
    place = f"{problem.place}: "
    if not _colorful():
        return line if level == "error" else line.replace(place, f"{place}warning: ", 1)
    rest = line.removeprefix(place)
    return f"{click.style(place, bold=True)}{click.style(level, fg=_COLORS[level])}: {rest}"


def _colorful() -> bool:
    return sys.stderr.isatty() and not os.environ.get("NO_COLOR")


@contextlib.contextmanager
def _progress() -> Iterator[Callable[[str], None]]:
    """On a terminal, a line that says what is going on; rich is loaded only then."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console

    console = Console(stderr=True, no_color=not _colorful())
    with console.status("") as status:
        yield lambda stage: status.update(f"{stage} …")

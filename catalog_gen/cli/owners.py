"""`owners`: who owns what, and the CODEOWNERS file that says so."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from catalog_gen import problems as wrong
from catalog_gen.cli import options
from catalog_gen.cli.report import colorful, is_terminal, plural, progress_shown

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from catalog_gen.catalogs import Resolved
    from catalog_gen.cli.report import Report
    from catalog_gen.owning.codeowners.around import Around
    from catalog_gen.owning.codeowners.lines import Line
    from catalog_gen.owning.codeowners.patterns import Flavor
    from catalog_gen.owning.codeowners.wanted import Wanted
    from catalog_gen.settings import Settings
    from catalog_gen.sources import Source

_LOOKS: Mapping[str, Mapping[str, Any]] = {"title": {"bold": True}, "label": {"fg": "cyan"}, "why": {"dim": True}}
_NOTHING = "there is no file whose resources have an owner with a handle"
_FILE = click.Path(dir_okay=False, path_type=Path)


@click.command()
@options.CONFIG
@options.IMPORTING
@options.style(("text", "json", "github"), "How it is shown.")
@click.option("--codeowners", "listed", is_flag=True, help="Print the lines for a CODEOWNERS file.")
@click.option("--check", "checked", type=_FILE, metavar="FILE", help="Compare this CODEOWNERS file with the catalog.")
@click.option("--write", "written", type=_FILE, metavar="FILE", help="Write the lines into this CODEOWNERS file.")
@click.option("--flavor", type=click.Choice(("github", "gitlab")), help="Whose rules hold; else the repository says.")
@options.EVERYTHING
def owners(*, listed: bool, checked: Path | None, written: Path | None, flavor: Flavor | None, **common: Any) -> None:
    """Say who owns what; print, check or write the lines of a CODEOWNERS file."""
    if sum((listed, checked is not None, written is not None)) > 1:
        raise click.UsageError("use only one of --codeowners, --check and --write.")
    of_file = listed or checked is not None or written is not None
    if flavor is not None and not of_file:
        raise click.UsageError("--flavor is about CODEOWNERS; give --codeowners, --check or --write, too.")
    settings, report = options.configured(**common)
    known, source = _resolved(settings)
    report.add([one for one in known.problems if wrong.severity(one, settings.problems) == "error"])
    if not of_file:
        said = _table(known, settings, report, common["style"])
    else:
        said = _Lines(known, source, settings, report, flavor).run(checked, written, common["style"])
    report.finish(said)
    sys.exit(1 if report.errors else 0)


def _resolved(settings: Settings) -> tuple[Resolved, Source]:
    from catalog_gen import catalogs
    from catalog_gen.sources import WorkingTree

    source = WorkingTree(settings.root)
    with progress_shown() as progress:
        return catalogs.declared(settings, source, progress), source


def _table(known: Resolved, settings: Settings, report: Report, style: str) -> str:
    """Show who owns what; what there is to say besides."""
    from catalog_gen.owning import ownership, telling

    found = ownership(known.catalog, settings)
    report.facts = telling.as_data(found)
    if style == "text":
        for line in telling.table(found, _width(), _painted):
            click.echo(line)
    nothing = not found.unowned and not any(owner.holdings for owner in found.owners)
    return "nothing is declared that could have an owner" if nothing else ""


class _Lines:
    """The lines of a CODEOWNERS file, and what is done with them."""

    def __init__(
        self, known: Resolved, source: Source, settings: Settings, report: Report, flavor: Flavor | None
    ) -> None:
        self._known = known
        self._source = source
        self._settings = settings
        self._report = report
        self._flavor = flavor

    def run(self, checked: Path | None, written: Path | None, style: str) -> str:
        """Check or write a file, or print the lines; what there is to say besides."""
        around = self._around()
        file = checked or written
        path = self._path(file, around) if file is not None else ""
        flavor = self._flavor or _flavor(path, around)
        if self._report.errors:
            return "the lines need definitions without errors" + ("; nothing was written" if written else "")
        wanted = self._wanted(around)
        if checked is not None:
            return self._check(path, wanted, flavor, around)
        lines = self._lines(wanted, flavor, around)
        if written is not None:
            return self._write(path, wanted, lines, flavor, around)
        from catalog_gen.owning import telling

        self._report.facts = telling.lines_as_data(lines, flavor)
        for line in lines if style == "text" else ():
            click.echo(str(line))
        return "" if lines else _NOTHING

    def _around(self) -> Around:
        from catalog_gen.git import GitError
        from catalog_gen.owning.codeowners.around import around

        try:
            return around(self._settings)
        except GitError as error:
            hint = f" ({error.hint})" if error.hint else ""
            message = f"{error.reason}{hint}; paths in CODEOWNERS begin at its top."
            raise click.UsageError(wrong.printable(message)) from error

    def _path(self, file: Path, around: Around) -> str:
        path = around.inside(Path.cwd() / file)
        if not path:
            raise click.UsageError(wrong.printable(f'"{file}" is not in the repository of the project.'))
        return path

    def _wanted(self, around: Around) -> Wanted:
        from catalog_gen.owning.codeowners.wanted import wanted
        from catalog_gen.owning.files import files

        catalog = self._known.catalog
        made_of = files(catalog, self._source, self._settings)
        there = self._known.existing
        found, problems = wanted(made_of, catalog, around, [*there.records, *there.claimed])
        self._report.add(problems)
        return found

    def _lines(self, wanted: Wanted, flavor: Flavor, around: Around) -> Sequence[Line]:
        from catalog_gen.owning.codeowners import lines

        found = lines.lines(wanted, flavor)
        self._report.add(lines.unfit(found, wanted, flavor, around))
        return found

    def _check(self, path: str, wanted: Wanted, flavor: Flavor, around: Around) -> str:
        from catalog_gen.owning.codeowners import lines, writing

        shown = around.shown(path)
        data = self._read(around.top / path, shown)
        self._report.facts = {"version": 1, "flavor": flavor, "file": shown}
        if data is None:
            hint = "catalog-gen owners --write makes it"
            missing = wrong.Problem("bad-codeowners", "there is no such file", wrong.Place(shown), hint=hint)
            self._report.add([] if self._report.errors else [missing])
            return ""
        found = self._problems(data, path, wanted, flavor, around)
        self._report.add([*writing.too_large(data, flavor, shown), *found])
        if self._report.errors:
            name = writing.label(around.folder, self._settings.name)
            after, _ = writing.updated(data, lines.lines(wanted, flavor), name, flavor, shown)
            helps = after not in {None, data} and any(one.code == "missing-owners" and not one.hint for one in found)
            return wrong.printable(f"catalog-gen owners --write {shown} writes the missing lines") if helps else ""
        if not wanted.owners:
            return _NOTHING
        return f"CODEOWNERS agrees with the catalog ({plural(len(wanted.owners), 'file')})"

    def _problems(
        self, data: bytes, path: str, wanted: Wanted, flavor: Flavor, around: Around
    ) -> Sequence[wrong.Problem]:
        """What is wrong with the content of the file, and with where it is."""
        from catalog_gen.owning.codeowners import checking, places, writing
        from catalog_gen.owning.codeowners.parsing import parse

        shown = around.shown(path)
        ours, broken = writing.standing_in(data, writing.label(around.folder, self._settings.name), shown)
        read = parse(data.decode("utf-8", "surrogateescape"), flavor)
        return *places.unread(path, flavor, around), *broken, *checking.problems(read, wanted, shown, ours)

    def _read(self, file: Path, shown: str) -> bytes | None:
        """The content of the file; None where there is none, or where it cannot be read, which is reported."""
        try:
            return file.read_bytes()
        except FileNotFoundError:
            return None
        except OSError as error:
            message = f"it cannot be read: {error.strerror or error}"
            self._report.add([wrong.Problem("bad-codeowners", message, wrong.Place(shown))])
            return None

    def _write(self, path: str, wanted: Wanted, lines: Sequence[Line], flavor: Flavor, around: Around) -> str:
        from catalog_gen.owning.codeowners import writing
        from catalog_gen.owning.telling import lines_as_data

        self._report.facts = lines_as_data(lines, flavor)
        file, shown = around.top / path, around.shown(path)
        before = self._read(file, shown)
        name = writing.label(around.folder, self._settings.name)
        after, problems = writing.updated(before or b"", lines, name, flavor, shown)
        self._report.add(problems)
        if self._report.errors or after is None:
            return "nothing was written"
        failed = writing.put(file, after) if after != before else ""
        if failed:
            self._report.add([wrong.Problem("bad-codeowners", failed, wrong.Place(shown))])
            return "nothing was written"
        self._report.add(self._problems(after, path, wanted, flavor, around))
        if after != before:
            return wrong.printable(f"wrote {plural(len(lines), 'line')} into {shown}")
        if self._report.errors > 0:
            return wrong.printable(f"our lines in {shown} are as they should be")
        return wrong.printable(f"{shown} is as it should be")


def _flavor(path: str, around: Around) -> Flavor:
    from catalog_gen.owning.codeowners.around import flavor

    return flavor(path, around)


def _width() -> int | None:
    """How wide the terminal is; what is piped is not wrapped or cut."""
    return max(shutil.get_terminal_size().columns, 20) if is_terminal(sys.stdout) else None


def _painted(text: str, look: str) -> str:
    return click.style(text, **_LOOKS[look]) if text and colorful(sys.stdout) else text

"""`show`: one resource in the terminal, or lists of resources."""

from __future__ import annotations

import shutil
import sys
from typing import TYPE_CHECKING, Any

import click

from catalog_gen import problems as wrong
from catalog_gen.cli import options
from catalog_gen.cli.report import colorful, is_terminal, progress_shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from catalog_gen.catalogs import Resolved
    from catalog_gen.cli.report import Report
    from catalog_gen.settings import Settings
    from catalog_gen.showing.items import Shown

_LOOKS: Mapping[str, Mapping[str, Any]] = {"title": {"bold": True}, "label": {"fg": "cyan"}, "why": {"dim": True}}


@click.command()
@options.CONFIG
@options.IMPORTING
@options.style(("text", "json"), "How it is shown.")
@click.option("--why", is_flag=True, help="Say of each fact where it comes from.")
@click.option("--type", "kind", metavar="TYPE", help="List what is of this type, for example event.")
@click.option("--owner", metavar="ID", help="List what this team or user owns.")
@click.option("--channel", metavar="ID", help="List what travels over this channel, and who is at the ends.")
@click.argument("identifier", required=False, metavar="[ID[@VERSION]]")
def show(
    *, identifier: str | None, why: bool, kind: str | None, owner: str | None, channel: str | None, **common: Any
) -> None:
    """Show one resource, or list all of them; reads the definitions, and writes nothing."""
    narrowing = {"kind": kind or "", "owner": owner or "", "channel": channel or ""}
    if identifier is not None and any(narrowing.values()):
        raise click.UsageError("--type, --owner and --channel narrow lists down; leave the ID out.")
    empty = next((name for name, value in (("type", kind), ("owner", owner), ("channel", channel)) if value == ""), "")
    if empty:
        raise click.UsageError(f"--{empty} is empty.")
    if identifier is None and why:
        raise click.UsageError("--why needs an ID.")
    settings, report = options.configured(**common)
    known = _resolved(settings)
    text = common["style"] == "text"
    if identifier is None:
        said = _list(known, settings, report, narrowing, text=text)
    else:
        said = _one(identifier, known, settings, report, text=text, why=why)
    report.finish(said)
    sys.exit(1 if report.errors else 0)


def _resolved(settings: Settings) -> Resolved:
    from catalog_gen import catalogs
    from catalog_gen.sources import WorkingTree

    with progress_shown() as progress:
        return catalogs.resolved(settings, WorkingTree(settings.root), progress)


def _list(known: Resolved, settings: Settings, report: Report, narrowing: Mapping[str, str], *, text: bool) -> str:
    """Show the resources; what there is to say besides."""
    from catalog_gen.showing import listing, rendering

    report.add(_errors(known, settings))
    report.facts = {"resources": []}
    types = listing.kinds(known.catalog)
    kind = listing.kind_of(narrowing["kind"])
    if kind and kind not in types:
        said = _unknown(f'type "{narrowing["kind"]}"', kind, types, "there is no")
        raise click.UsageError(said if "did you mean" in said else f"{said} There are {', '.join(types)}.")
    narrowing = {**narrowing, "kind": kind}
    for asked, fitting in (("owner", {"team", "user", None}), ("channel", {"channel", None})):
        identifier = narrowing[asked]
        possible = [one for one, kind in _ids(known).items() if kind in fitting]
        if identifier and identifier not in possible:
            return _missing(identifier, possible, report, asked)
    rows = listing.rows(known.catalog, settings, _by_hand(known), **narrowing)
    report.facts = {"resources": [row.as_data for row in rows]}
    if rows and text:
        _print((rendering.table if any(narrowing.values()) else rendering.by_type)(rows, _width(), _painted))
    return "" if rows else "nothing is like that"


def _one(identifier: str, known: Resolved, settings: Settings, report: Report, *, text: bool, why: bool) -> str:
    """Show one resource; what there is to say besides."""
    from catalog_gen.showing import rendering

    shown = _found(identifier, known, settings)
    subjects = {identifier, shown.id, f"{shown.id} {shown.version}"} if shown else {identifier}
    report.add([*_errors(known, settings), *(one for one in known.problems if one.subject in subjects)])
    if shown is None:
        report.facts = {"resource": None}
        name, version = _asked(identifier, known)
        if version is not None and name in _ids(known):
            there = ", ".join(_versions(name, known)) or "none"
            raise click.UsageError(wrong.printable(f'"{name}" has no version "{version}"; there is {there}.'))
        return _missing(name, _ids(known), report, "resource")
    report.facts = {"resource": shown.as_data}
    if text:
        _print(rendering.details(shown, _width(), _painted, why=why))
    return ""


def _found(identifier: str, known: Resolved, settings: Settings) -> Shown | None:
    """The resource with that id, or that id and version."""
    from catalog_gen.showing import facts
    from catalog_gen.showing.items import Shown

    name, version = _asked(identifier, known)
    name = _document(name, known) or name
    entry = known.catalog.find(name, version) if version is not None else _current(known, name)
    if entry is not None:
        return Shown(entry.kind, entry.id, entry.version, facts.facts(entry, known.catalog, settings))
    other = known.catalog.known.get(name)
    if other is None or name in known.catalog.by_id or (version and version not in other.versions):
        return None
    told = facts.facts_of_known(other, known.catalog, settings, _by_hand(known).get(name))
    return Shown(other.kind, other.id, version or next(iter(other.versions), None), told)


def _asked(identifier: str, known: Resolved) -> tuple[str, str | None]:
    """The id, and the version after its last @ if that is no part of the id; it may be empty, which none is."""
    name, at, version = identifier.rpartition("@")
    return (identifier, None) if not at or identifier in _ids(known) else (name, version)


def _document(name: str, known: Resolved) -> str:
    """The document of that name, where the resource that has it is left out and there is only one."""
    ids = _ids(known)
    named = [identifier for identifier in ids if identifier.endswith(f"/{name}")] if name not in ids else []
    return named[0] if len(named) == 1 else ""


def _versions(name: str, known: Resolved) -> tuple[str, ...]:
    declared = known.catalog.by_id.get(name)
    return (
        tuple(entry.version for entry in declared if entry.version) if declared else known.catalog.known[name].versions
    )


def _current(known: Resolved, name: str) -> Any:
    versions = known.catalog.by_id.get(name, ())
    return next((entry for entry in versions if entry.current), None)


def _ids(known: Resolved) -> dict[str, str | None]:
    """Everything that can be shown, with its type."""
    return {
        **{identifier: other.kind for identifier, other in known.catalog.known.items()},
        **{identifier: entries[0].kind for identifier, entries in known.catalog.by_id.items()},
    }


def _by_hand(known: Resolved) -> Mapping[str, str]:
    """By id: the page that somebody wrote by hand; that of the current version has the shortest path."""
    return {page.id: page.path for page in sorted(known.existing.handwritten, key=lambda page: -len(page.path))}


def _errors(known: Resolved, settings: Settings) -> list[wrong.Problem]:
    """What keeps facts from being known; warnings are for `check`."""
    return [one for one in known.problems if wrong.severity(one, settings.problems) == "error"]


def _missing(identifier: str, possible: Iterable[str], report: Report, noun: str) -> str:
    """Where definitions could not be read, they may declare it; else it is bad usage to ask for it."""
    if report.errors:
        return wrong.printable(f'nothing that could be read declares the {noun} "{identifier}"')
    raise click.UsageError(_unknown(f'{noun} "{identifier}"', identifier, possible, "the definitions declare no"))


def _unknown(what: str, word: str, possible: Iterable[str], start: str) -> str:
    hint = wrong.nearest(word, possible)
    return wrong.printable(f"{start} {what}{f'; {hint}' if hint else '.'}")


def _print(lines: Iterable[str]) -> None:
    for line in lines:
        click.echo(line)


def _width() -> int | None:
    """How wide the terminal is; what is piped is not wrapped or cut."""
    return max(shutil.get_terminal_size().columns, 20) if is_terminal(sys.stdout) else None


def _painted(text: str, look: str) -> str:
    return click.style(text, **_LOOKS[look]) if text and colorful(sys.stdout) else text

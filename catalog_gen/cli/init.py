"""`init`: a new catalog project, or what connects an EventCatalog project that is there."""

from __future__ import annotations

import dataclasses
import os
import shlex
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from catalog_gen import __version__
from catalog_gen import problems as wrong
from catalog_gen.cli.report import Report, plural

if TYPE_CHECKING:
    from collections.abc import Iterator

    from catalog_gen.project.files import Plan
    from catalog_gen.project.looking import Ground
    from catalog_gen.project.planning import Wish
    from catalog_gen.project.schemas import Definitions

_FOUND_ANYWAY = {
    code: "warning" for code in wrong.CODES if code not in {"not-writable", "missing-extra", "bad-settings"}
}
"""A schema that is wrong keeps no other one from being in the catalog."""


@click.command()
@click.argument("folder", metavar="[DIR]", required=False)
@click.option("--name", metavar="NAME", help="The title of the catalog; else what the folder is called.")
@click.option("--output", metavar="DIR", help="Its folder below DIR: where an EventCatalog project is, else catalog.")
@click.option(
    "--commit-output/--no-commit-output", "committed", default=True, show_default=True,
    help="Keep the generated pages in git.",
)  # fmt: skip
@click.option(
    "--from", "sources", metavar="PATTERN", multiple=True,
    help="Write definitions for these schemas (avro/**/*.avsc, or a folder); may be given several times.",
)  # fmt: skip
@click.option("--dry-run", is_flag=True, help="List what would be written, and write nothing.")
@click.option("--all", "everything", is_flag=True, help="Show every problem, however many there are.")
def init(
    *,
    folder: str | None,
    name: str | None,
    output: str | None,
    committed: bool,
    sources: tuple[str, ...],
    dry_run: bool,
    everything: bool,
) -> None:
    """Start a new catalog project in a folder, or connect an EventCatalog project that is there.

    Nothing that is there is overwritten. DIR is the current folder unless it is given, and made if it is not there.
    """
    from catalog_gen.project import looking, planning, writing

    root = _root(folder)
    ground = looking.around(root, __version__)
    report = Report("text", _FOUND_ANYWAY, strict=False, everything=everything)
    _refuse(root, folder, ground, report)
    made = _from_schemas(root, sources, _output(output, ground), report)
    wish = _wish(root, name, _output(output, ground), committed=committed, made=made)
    plan = planning.plan(wish, ground, looking.look(root, planning.looked_at(wish, ground)))
    failure = None if dry_run or plan.nothing else writing.apply(plan, root)
    if failure is not None:
        report.add([failure])
        report.finish("nothing was written")
        sys.exit(1)
    for line in _listing(plan, dry_run=dry_run):
        click.echo(line)
    for line in _shared(made):
        click.echo(line)
    complete = "" if any(left.by_hand for left in plan.left) else "everything is there already; "
    report.finish(f"{complete}nothing was written" if plan.nothing else "")
    if not dry_run and not plan.nothing:
        click.echo("\n".join(_next(root, wish, ground, made)))


def _root(folder: str | None) -> Path:
    """The folder of the project, which may not exist yet."""
    if folder is not None and not folder.strip():
        raise click.UsageError("DIR is empty; name a folder.")
    try:
        root = Path(folder or ".").resolve()
        is_other = root.exists() and not root.is_dir()
    except (OSError, RuntimeError, ValueError) as error:
        raise click.UsageError(f'"{folder}" cannot be a folder: {getattr(error, "strerror", None) or error}.') from None
    if is_other:
        hint = "; quote the pattern of --from, so that the shell leaves it as it is" if "--from" in sys.argv else ""
        raise click.UsageError(f'"{folder}" is a file, not a folder{hint}.')
    return root


def _refuse(root: Path, folder: str | None, ground: Ground, report: Report) -> None:
    """Exit where settings are wrong, or where a project in another one may be an accident."""
    if ground.problems:
        report.add(ground.problems)
        report.finish("nothing was written")
        sys.exit(2)
    if ground.above and folder is None:
        message = (
            f"this folder is inside of the project of {ground.above.path}. For a catalog of its own, name the folder: "
            "catalog-gen init ."
        )
        raise click.UsageError(message)
    if not root.exists() and not _nearest_folder(root).is_dir():
        raise click.UsageError(f'"{folder}" cannot be made: a file stands where a folder should be.')


def _nearest_folder(path: Path) -> Path:
    """What there is of a path."""
    while not path.exists() and path != path.parent:
        path = path.parent
    return path


def _output(output: str | None, ground: Ground) -> str:
    """The folder of the catalog, relative to the project."""
    from catalog_gen.project import planning

    if output is not None:
        if ground.settings is not None and Path(output).as_posix() != ground.settings.output:
            raise click.UsageError(f"--output is for a new project; {ground.settings.path} names the output here.")
        inside = Path(os.path.normpath(output))
        if not output.strip() or inside.anchor or ".." in inside.parts:
            raise click.UsageError(f'--output "{output}" is no folder below the project; {_ELSEWHERE}.')
        return inside.as_posix()
    if ground.settings is not None:
        return ground.settings.output
    if len(ground.catalogs) > 1 and "." not in ground.catalogs:
        listed = " and ".join(ground.catalogs)
        raise click.UsageError(f"there are EventCatalog projects in {listed}; choose one with --output.")
    return ground.catalogs[0] if ground.catalogs else planning.OUTPUT


_ELSEWHERE = "one that lies elsewhere can be named in catalog-gen.toml later"


def _from_schemas(root: Path, sources: tuple[str, ...], output: str, report: Report) -> Definitions | None:
    """Definitions for the schemas that --from means; exit where there are none, or where none can be read."""
    if not sources:
        return None
    from catalog_gen.project import schemas
    from catalog_gen.sources import WorkingTree

    for pattern in sources:
        if Path(pattern).anchor or ".." in Path(pattern).parts or not pattern.strip():
            raise click.UsageError(f'--from "{pattern}" is not below the project: patterns are relative to DIR.')
    source = WorkingTree(root)
    for pattern in sources:
        if not schemas.paths([pattern], source, output):
            endings = ", ".join(schemas.ENDINGS)
            raise click.UsageError(f'--from "{pattern}": no schema file ({endings}) of {root.name} matches.')
    made = schemas.read(schemas.paths(sources, source, output), schemas.bases(sources), source, output)
    report.add(made.missing_extra or made.problems)
    if made.missing_extra or not made.files:
        report.finish("nothing was written" if made.missing_extra else "no schema is a message; nothing was written")
        sys.exit(1)
    return made


def _wish(root: Path, name: str | None, output: str, *, committed: bool, made: Definitions | None) -> Wish:
    from catalog_gen.project import planning

    if name is not None and not (name.strip() and name.isprintable()):
        raise click.UsageError("--name is one line of text.")
    extra = "[protobuf]" if made is not None and made.protobuf else ""
    wish = planning.Wish(
        title=name.strip() if name else planning.title_of(root.name),
        output=output,
        committed=committed,
        program=f"catalog-gen{extra}=={__version__}",
    )
    if made is None:
        return wish
    return dataclasses.replace(wish, definitions=made.files, ids=made.ids, patterns=made.patterns, roots=made.roots)


def _listing(plan: Plan, *, dry_run: bool) -> Iterator[str]:
    """A line for each file; what is left as it is comes last, with what to do about it."""
    rows = [
        *(("create", file.path, file.why) for file in plan.files),
        *(("add to", addition.path, addition.why) for addition in plan.additions),
    ]
    wide = max((len(path) for _, path, _ in rows), default=0)
    would = "would " if dry_run else ""
    yield from (f"{would}{verb} {path.ljust(wide)}  {why}" for verb, path, why in rows)
    for left in plan.left:
        if not left.by_hand:
            yield f"left   {left.path}: it is there already, and says something else"
            continue
        first, *rest = left.by_hand.split("\n")
        yield f"by hand: {left.path}: {first}"
        yield from (f"    {line}" for line in rest)


def _shared(made: Definitions | None) -> Iterator[str]:
    if made is not None and made.shared:
        few = ", ".join(made.shared[:3]) + (", ..." if len(made.shared) > 3 else "")  # noqa: PLR2004 - to recognise them
        yield f"{plural(len(made.shared), 'schema')} only with types for others made no event: {few}"


def _next(root: Path, wish: Wish, ground: Ground, made: Definitions | None) -> Iterator[str]:
    """What to run now."""
    from catalog_gen.project import planning

    yield ""
    yield "next:"
    if root != Path.cwd():
        yield f"  cd {_argument(_seen_from_here(root))}"
    if made is not None:
        yield "  catalog-gen check                     # says what no schema says: senders, receivers, owners"
    yield "  catalog-gen build                     # writes the pages"
    if planning.is_catalog(wish, ground):
        yield "  catalog-gen build --adopt ID          # where a page written by hand is of something you declare"
        return
    if wish.output != ".":
        yield f"  cd {_argument(wish.output)}"
    yield "  npm install && npm run dev            # shows the catalog; needs Node 22.12 or later"


def _seen_from_here(root: Path) -> str:
    try:
        return os.path.relpath(root)
    except ValueError:  # another drive
        return str(root)


def _argument(path: str) -> str:
    """A path as a shell takes it, also one that looks like an option."""
    path = f"./{path}" if path.startswith("-") else path
    return f'"{path}"' if sys.platform == "win32" and " " in path else shlex.quote(path)

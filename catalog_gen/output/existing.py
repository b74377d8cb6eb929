"""What is in the output already: our own record, other catalogs' records, and pages written by hand."""

from __future__ import annotations

import dataclasses
import os
import re
from collections import defaultdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from catalog_gen.output import manifest
from catalog_gen.pages.layout import COLLECTIONS
from catalog_gen.problems import Place, Problem
from catalog_gen.resolving.catalog import Known

if TYPE_CHECKING:
    from collections.abc import Callable, Container, Iterable, Iterator, Mapping

    from catalog_gen.settings import Settings

_PAGE = r"(versioned/[^/]+/)?index\.mdx?"
_ONE_LEVEL = ("adr", "agent", "command", "data-product", "entity", "event", "query")
_ANY_DEPTH = ("channel", "container", "diagram", "flow", "system")
_DOMAIN = r"domains/[^/]+/(subdomains/[^/]+/)?"
_SEEN = {
    **{kind: re.compile(rf"(.*/)?{COLLECTIONS[kind]}/[^/]+/{_PAGE}") for kind in _ONE_LEVEL},
    **{kind: re.compile(rf"(.*/)?{COLLECTIONS[kind]}/(.+/)?{_PAGE}") for kind in _ANY_DEPTH},
    "domain": re.compile(rf"{_DOMAIN}{_PAGE}"),
    "service": re.compile(rf"({_DOMAIN})?(systems/[^/]+/)?services/[^/]+/{_PAGE}"),
    "team": re.compile(r"teams/[^/]+\.mdx?"),
    "user": re.compile(r"users/[^/]+\.mdx?"),
}
"""Where EventCatalog looks for pages (`content.config.ts` of its core)."""
_SKIPPED = frozenset({"node_modules", "dist", "public", "components", "snippets"})


@dataclasses.dataclass(frozen=True, slots=True)
class Handwritten:
    """A page that we did not write."""

    path: str
    id: str
    kind: str
    version: str | None
    name: str = ""


@dataclasses.dataclass(frozen=True, slots=True)
class Existing:
    """The output as it is: our records, which other catalog claims a path, and the pages written by hand.

    `states` are the records as the last build left them, and as killed ones were about to: `records` is all of them.
    Without any, nothing is known of what was written. `manifest` is its text. `left` are the records of files that
    other catalogs only keep: whoever declares them goes on with them.
    """

    records: Mapping[str, Mapping[str, frozenset[str]]]
    claimed: Mapping[str, str]
    handwritten: tuple[Handwritten, ...]
    states: tuple[Mapping[str, Mapping[str, frozenset[str]]], ...] = ()
    manifest: str = ""
    left: Mapping[str, Mapping[str, frozenset[str]]] = dataclasses.field(default_factory=dict)

    def taking(self, paths: Iterable[str]) -> Existing:
        """The same with the records of those of the paths that were left to us."""
        taken = {path: self.left[path] for path in paths if path in self.left and path not in self.records}
        return dataclasses.replace(self, records={**self.records, **taken}) if taken else self

    @property
    def known(self) -> Mapping[str, Known]:
        """The ids of the pages written by hand."""
        return known(self.handwritten)


def _numbers(version: str) -> list[int]:
    return [int(number[:15]) for number in re.findall(r"\d+", version)]


def look(settings: Settings) -> tuple[Existing, tuple[Problem, ...]]:
    """What the output holds before we write."""
    output = settings.output_dir
    own, problems = _records(manifest.path(output, settings.name), settings)
    unfinished, torn = _records(manifest.journal(output, settings.name), settings)
    begun = manifest.states(_text(manifest.journal(output, settings.name))) if unfinished else ()
    states = (own, *begun) if own else begun
    own, problems = (manifest.union(own, unfinished) if unfinished else own), (*problems, *torn)
    claimed: dict[str, str] = {}
    left: dict[str, dict[str, frozenset[str]]] = {}
    folder = output / manifest.FOLDER
    others = sorted(folder.iterdir()) if folder.is_dir() else []
    if not folder.is_dir() and os.path.lexists(folder):
        place = Place(f"{settings.output}/{manifest.FOLDER}")
        message = "a file stands where the folder of records should be"
        problems = (Problem("bad-manifest", message, place, hint="move it away"),)
    for other in others:
        if other.suffix in {".manifest", ".journal"} and other.stem != settings.name:
            records, found = _records(other, settings)
            claimed |= dict.fromkeys((path for path in records if manifest.KEPT not in records[path]), other.stem)
            left = manifest.union(left, {path: records[path] for path in records if manifest.KEPT in records[path]})
            problems += found
    written, unread = handwritten(pages(output), frozenset(own), settings.output, lambda path: _content(output / path))
    text = _text(manifest.path(output, settings.name))
    return Existing(own, claimed, written, states, text, left), (*problems, *unread)


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return ""


def _records(path: Path, settings: Settings) -> tuple[Mapping[str, Mapping[str, frozenset[str]]], tuple[Problem, ...]]:
    shown = f"{settings.output}/{manifest.FOLDER}/{path.name}"
    try:
        records, problems = manifest.parse(path.read_text(encoding="utf-8"), shown)
    except (FileNotFoundError, NotADirectoryError):
        return {}, ()
    except (OSError, UnicodeDecodeError) as error:
        why = error.strerror if isinstance(error, OSError) else "it is not UTF-8 text"
        message = f"the record of what was written cannot be read: {why}"
        return {}, (Problem("bad-manifest", message, Place(shown), hint=manifest.WAYS_OUT),)
    torn = path.suffix == ".journal"  # a killed build may have left half a line
    return records, tuple(problem for problem in problems if not torn or problem.message == manifest.OUTSIDE)


def known(pages: Iterable[Handwritten]) -> Mapping[str, Known]:
    """The ids of pages written by hand."""
    versions: dict[str, list[str]] = defaultdict(list)
    kinds: dict[str, str] = {}
    names: dict[str, str] = {}
    for page in pages:
        kinds.setdefault(page.id, page.kind)
        names.setdefault(page.id, page.name)
        versions[page.id] += [page.version] if page.version else []
    newest_first = {
        identifier: tuple(sorted(found, key=_numbers, reverse=True)) for identifier, found in versions.items()
    }
    return {
        identifier: Known(identifier, kind, newest_first[identifier], names[identifier])
        for identifier, kind in kinds.items()
    }


def handwritten(
    paths: Iterable[str], ours: Container[str], shown: str, content: Callable[[str], bytes]
) -> tuple[tuple[Handwritten, ...], tuple[Problem, ...]]:
    """The pages that EventCatalog sees and we did not write, and those of them that do not say what they are.

    `paths` lie in the output, which is `shown` so; those that are `ours` are left out. `content` gives what is in one.
    """
    pages: list[Handwritten] = []
    unread: list[Problem] = []
    for path in paths:
        kind = None if path in ours else _kind(path)
        if kind is None:
            continue
        said = _front_matter(content(path))
        identifier, version, name = (said.get(key) for key in ("id", "version", "name"))
        if not isinstance(identifier, str):
            message = f"this {kind} written by hand has no front matter with an id, so nothing can refer to it"
            hint = "begin it with front matter that gives its id"
            unread.append(Problem("unreadable-page", message, Place(f"{shown}/{path}", 1), hint=hint))
            continue
        known_version = str(version) if version is not None else None
        pages.append(Handwritten(path, identifier, kind, known_version, name if isinstance(name, str) else ""))
    return tuple(pages), tuple(unread)


def pages(output: Path) -> Iterator[str]:
    """The files of a folder that may be pages of a catalog, by their path in it."""
    for folder, folders, files in os.walk(output):
        folders[:] = sorted(name for name in folders if not name.startswith(".") and name not in _SKIPPED)
        inside = Path(folder).relative_to(output)
        for name in sorted(files):
            if name in {"index.mdx", "index.md"} or (
                name.endswith((".mdx", ".md")) and str(inside) in {"users", "teams"}
            ):
                yield (inside / name).as_posix()


def _kind(path: str) -> str | None:
    """The kind of the page that EventCatalog sees at the path; None where it sees none."""
    found = [(path.rfind(f"{COLLECTIONS[kind]}/"), kind) for kind, seen in _SEEN.items() if seen.fullmatch(path)]
    return max(found)[1] if found else None


def metadata(path: Path) -> Mapping[str, Any]:
    """The front matter of a page; nothing where it cannot be read."""
    return _front_matter(_content(path))


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError:
        return b""


def _front_matter(content: bytes) -> Mapping[str, Any]:
    import yaml

    try:
        text = content.decode("utf-8-sig")
        found = re.match(r"---[ \t]*\r?\n(.*?)\r?\n---[ \t]*(\r?\n|$)", text, re.DOTALL)
        loaded = yaml.load(found[1], Loader=yaml.CSafeLoader) if found else None
    except (UnicodeDecodeError, yaml.YAMLError):
        return {}
    return loaded if isinstance(loaded, dict) else {}

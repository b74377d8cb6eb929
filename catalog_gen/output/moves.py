"""Pages of ours that have another place now: renamed with `formerly`, in another layout, of another type."""

from __future__ import annotations

import dataclasses
import os
import re
from collections import defaultdict
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, NamedTuple

from catalog_gen.output import manifest
from catalog_gen.pages.layout import COLLECTIONS, DOCUMENTS, FILES

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from catalog_gen.output.existing import Existing
    from catalog_gen.output.wishes import Wishes
    from catalog_gen.pages.planning import Page
    from catalog_gen.settings import Settings

VERSIONED = "versioned"


@dataclasses.dataclass(frozen=True, slots=True)
class Moves:
    """Where pages and other files lay before: by the path that they have now.

    `pages` have been written by us; `files` lie beside them, whoever wrote them, and keep every byte. `links` are
    the symbolic links beside them, which stay: where they lead to may depend on where they lie.
    """

    pages: Mapping[str, str] = dataclasses.field(default_factory=dict)
    files: Mapping[str, str] = dataclasses.field(default_factory=dict)
    links: tuple[str, ...] = ()


class Identity(NamedTuple):
    """Which page a file is: collection, id, version (empty for the current one), and which of its resource's files."""

    collection: str
    id: str
    version: str = ""
    file: str = "index.mdx"


def moves(pages: Sequence[Page], existing: Existing, settings: Settings, wishes: Wishes) -> Moves:
    """What has to move, so that each page keeps its text; pages written by hand move where they are adopted."""
    output = settings.output_dir
    recorded: dict[Identity, list[str]] = defaultdict(list)
    wanted = {page.path for page in pages}
    by_hand = {
        (page.kind, page.id, page.version): page.path for page in existing.handwritten if page.path not in wanted
    }
    for path in existing.records:
        if (identity := identity_of(path)) and path not in wanted and (output / path).is_file():
            recorded[identity].append(path)
            if identity.file.startswith(f"{DOCUMENTS}/"):
                recorded[_whatever_folder(identity)].append(path)
    moved: dict[str, str] = {}
    for page in pages:
        if (output / page.path).exists():
            continue
        found = [path for identity in _former(page) for path in recorded.get(identity, ())]
        named = [path for identity in _elsewhere(page) for path in recorded.get(identity, ())]
        found += named if len(named) == 1 else ()  # of several documents of one name, nobody knows which one it was
        if wishes.adopts(page.entry.id):
            found += _adopted(page, by_hand)
        if found and found[0] not in moved.values():
            moved[page.path] = found[0]
    links = (link for before in moved.values() if _has_folder(before) for link in links_beside(output, before))
    return Moves(moved, dict(_beside(moved, wanted, existing, settings)), tuple(dict.fromkeys(links)))


def identity_of(path: str) -> Identity | None:
    """Which page lies at a path, wherever its folder is."""
    parts = PurePosixPath(path).parts
    if parts[0] == DOCUMENTS:
        return Identity(DOCUMENTS, path.removesuffix(".mdx")) if path.endswith(".mdx") else None
    outside = parts[: parts.index(DOCUMENTS)] if DOCUMENTS in parts else parts[:-1]
    at = [index for index, part in enumerate(outside) if part in COLLECTIONS.values() or part == "subdomains"]
    collection, rest = (parts[at[-1]], parts[at[-1] + 1 :]) if at else ("", ())
    collection = "domains" if collection == "subdomains" else collection
    match rest:
        case (file,) if collection in {"users", "teams"} and file.endswith(".mdx"):
            return Identity(collection, file.removesuffix(".mdx"))
        case (identifier, "versioned", version, file) if file in FILES:
            return Identity(collection, identifier, version, file)
        case (identifier, *inside) if inside and (inside[0] == DOCUMENTS or "/".join(inside) in FILES):
            return Identity(collection, identifier, "", "/".join(inside))
    return None


def _adopted(page: Page, by_hand: Mapping[tuple[str, str, str | None], str]) -> Iterator[str]:
    """The page of the same resource that somebody wrote by hand, in whatever version where it is the current one."""
    entry = page.entry
    if (entry.kind, entry.id, entry.version) in by_hand:
        yield by_hand[entry.kind, entry.id, entry.version]
    elif entry.current:
        same = (path for (kind, identifier, _), path in by_hand.items() if (kind, identifier) == (entry.kind, entry.id))
        yield from (path for path in same if f"/{VERSIONED}/" not in path)


def _former(page: Page) -> Iterator[Identity]:
    """What the page may have been before, the most likely first."""
    identity = identity_of(page.path)
    if identity is None:
        return
    others = [other for other in COLLECTIONS.values() if other != identity.collection]
    for known in (identity.id, *reversed(_former_ids(page))):
        if identity.collection == DOCUMENTS:
            yield identity._replace(id=known)
        else:
            yield from (identity._replace(collection=one, id=known) for one in (identity.collection, *others))


def _elsewhere(page: Page) -> Iterator[Identity]:
    """A document of a resource by its name, for one that has another category now."""
    identity = identity_of(page.path)
    if identity is not None and page.entry.kind == "resource-doc":
        yield from (_whatever_folder(identity)._replace(id=known) for known in (identity.id, *_former_ids(page)))


def _whatever_folder(identity: Identity) -> Identity:
    """A document of that name in any category of its resource."""
    return identity._replace(file=f"{DOCUMENTS}//{PurePosixPath(identity.file).name}")


def _former_ids(page: Page) -> list[str]:
    resource = page.entry.part_of.resource if page.entry.part_of else page.entry.resource
    known: Sequence[str] = getattr(resource, "formerly", None) or ()
    return [f"{DOCUMENTS}/{identifier}" if page.entry.kind == "doc" else identifier for identifier in known]


def _beside(
    moved: Mapping[str, str], wanted: set[str], existing: Existing, settings: Settings
) -> Iterator[tuple[str, str]]:
    """The files of a moved folder that nothing else will write: what the user put there, and older versions."""
    for now, before in moved.items():
        if not _has_folder(before):
            continue
        old, new = (str(PurePosixPath(path).parent) for path in (before, now))
        for file in own_files(settings.output_dir, old):
            inside = file.removeprefix(f"{old}/")
            place = f"{new}/{inside}"
            names = existing.records.get(file, {})
            is_archived = manifest.ARCHIVE in names or (settings.archive and _is_undeclared(inside, new, wanted))
            if file != before and place not in wanted and (not names or is_archived):
                yield place, file


def _is_undeclared(inside: str, folder: str, wanted: set[str]) -> bool:
    """Whether a file of a page's folder is of an older version that the definitions do not give."""
    found = re.match(rf"{VERSIONED}/[^/]+/", inside)
    return found is not None and f"{folder}/{found[0]}index.mdx" not in wanted


def own_files(output: Path, folder: str, *, versions: bool = True) -> Iterator[str]:
    """The files of a page's folder, hidden ones too, without those of pages that are nested in it."""
    yield from (path for path in _inside(output, folder, versions=versions) if not (output / path).is_symlink())


def links_beside(output: Path, page: str, *, versions: bool = True) -> Iterator[str]:
    """The symbolic links in the folder of a page."""
    folder = page.rpartition("/")[0]
    yield from (path for path in _inside(output, folder, versions=versions) if (output / path).is_symlink())


def _inside(output: Path, folder: str, *, versions: bool) -> Iterator[str]:
    """Everything in a page's folder that is no folder, without what is nested in it."""
    nested = {*COLLECTIONS.values(), "subdomains", *(() if versions else (VERSIONED,))}
    for inside, folders, files in os.walk(output / folder):
        at = Path(inside).relative_to(output).as_posix()
        links = [name for name in folders if (Path(inside) / name).is_symlink()]
        is_document = DOCUMENTS in at.removeprefix(folder).split("/")
        folders[:] = sorted(name for name in folders if is_document or name not in nested)
        yield from (f"{at}/{name}" for name in sorted([*files, *links]))


def _has_folder(page: str) -> bool:
    """Whether a page has a folder of its own."""
    return page.endswith(("/index.mdx", "/index.md"))

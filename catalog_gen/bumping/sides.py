"""Which state of the files is the old version: that of a commit, or what lies in the working tree."""

from __future__ import annotations

import contextlib
import dataclasses
from typing import TYPE_CHECKING

from catalog_gen.blaming.base import base
from catalog_gen.blaming.commits import base_commit
from catalog_gen.git import GitError, Repository
from catalog_gen.problems import Place, Problem
from catalog_gen.resolving.ids import version_key

if TYPE_CHECKING:
    from collections.abc import Iterator

    from catalog_gen.resolving import Catalog, Entry
    from catalog_gen.settings import Settings
    from catalog_gen.sources import Source


@dataclasses.dataclass(frozen=True, slots=True)
class Side:
    """A resource in one state of the files, and where those are read.

    `words` say which state it is, as in "1.0.0 is kept `as HEAD has it`"; `ref` is the commit, empty for the working
    tree, and `ref_name` how people call it.
    """

    entry: Entry
    source: Source
    settings: Settings
    words: str
    ref: str = ""
    ref_name: str = ""


@contextlib.contextmanager
def before(now: Side, ref: str | None) -> Iterator[Side | Problem]:
    """The old version of a resource: as it was where the branch left `ref`, or at HEAD if nothing else is said.

    The working tree itself where there is no git, or HEAD does not have the resource. A commit that has an older
    version than the current one shows that this one is not out, see `renumbering`. A `ref` that does not have the
    resource, or a newer version of it, is a problem, and so is one that git does not know.
    """
    with contextlib.ExitStack() as open_:
        yield _found(now, ref, open_)


def _found(now: Side, ref: str | None, open_: contextlib.ExitStack) -> Side | Problem:
    settings = now.settings
    try:
        repository = open_.enter_context(Repository(settings.root))
        commit = repository.commit("HEAD") if ref is None else base_commit(repository, ref, Place(settings.path))
        if isinstance(commit, Problem):
            return commit
        if commit is None:
            return dataclasses.replace(now, words="as it is, since there is no commit yet")
        other = open_.enter_context(base(repository, commit, settings, None, whole=False))
    except GitError as error:
        if ref is not None:
            return Problem("unknown-base", f"{ref}: {error.reason}", Place(settings.path), hint=error.hint)
        return dataclasses.replace(now, words=f"as it is, since {error.reason}")
    name = ref or "HEAD"
    entry = _current(other.catalog, now.entry) if other.catalog is not None else None
    why_not = _unfit(entry, now.entry) if entry is not None or not other.why_not else other.why_not.removeprefix("it ")
    if entry is None or other.settings is None or why_not:
        if ref is None:
            return dataclasses.replace(now, words=f"as it is, since {name} {why_not}")
        message = f"{name} {why_not}"
        hint = "leave --base out to keep what HEAD has, or what is there"
        return Problem("cannot-bump", message, now.entry.place(), now.entry.subject, hint)
    words = f"as {name} has it" if ref is None else f"as it was where this branch left {ref}"
    return Side(entry, other.source, other.settings, f"{words} ({commit[:9]})", commit, name)


def _current(catalog: Catalog, entry: Entry) -> Entry | None:
    """The resource in its current version, also under a former id."""
    for identifier in (entry.id, *(getattr(entry.resource, "formerly", None) or ())):
        for found in catalog.by_id.get(identifier, ()):
            if found.current and found.kind == entry.kind:
                return found
    return None


def _unfit(entry: Entry | None, now: Entry) -> str:
    """Why what a commit has is not the old version; empty where it is."""
    if entry is None:
        return f"does not have {now.id}"
    if version_key(entry.version) > version_key(now.version):
        return f"has {entry.subject}"
    if entry.resource.origin is not None and entry.resource.origin.unread:
        return f"has {entry.subject} in a way that cannot be read"
    return "" if is_whole(entry) else f"has a schema of {entry.subject} that cannot be read"


def is_whole(entry: Entry) -> bool:
    """Whether every schema that the definition names could be read."""
    resource = entry.resource
    several = getattr(resource, "schemas", None)
    one = getattr(resource, "schema_path", None) or getattr(resource, "payload", None)
    wanted = len(several) if several is not None else int(one is not None)
    headers = getattr(resource, "headers_schema_path", None)
    return len(entry.schemas) >= wanted and (headers is None or entry.headers is not None)

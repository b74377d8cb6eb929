"""Which commit a branch is compared with, and what to do where git does not know it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from catalog_gen.problems import Problem, nearest

if TYPE_CHECKING:
    from catalog_gen.git import Repository
    from catalog_gen.problems import Place


def base_commit(repository: Repository, ref: str, place: Place, branch: str = "HEAD") -> str | Problem:
    """The commit at which a branch left `ref`; a problem at the place where git does not know one."""
    commit, head = repository.commit(ref), repository.commit(branch)
    if head is None:
        return Problem("unknown-base", "there is no commit yet to compare with", place, hint="commit first")
    if commit is None:
        message = f'git knows no branch, tag or commit "{ref}"'
        near = "" if _remote_of(repository, ref) else nearest(ref, repository.branches)
        return Problem("unknown-base", message, place, hint=near or _bringing(repository, ref))
    found = repository.merge_base(commit, head)
    if found is None:
        message = f"{ref} and this branch have no commit in common"
        hint = "name the branch from which this one was begun"
        if repository.is_shallow:
            message, hint = f"{message} in this shallow clone", _fetching(repository, ref)
        return Problem("unknown-base", message, place, hint=hint)
    return found


def _remote_of(repository: Repository, ref: str) -> str:
    return next((remote for remote in repository.remotes if ref.startswith(f"{remote}/")), "")


def _bringing(repository: Repository, ref: str) -> str:
    """What makes a ref known that is not: a branch only by the name of its remote."""
    is_branch = repository.remotes and not _remote_of(repository, ref) and not re.fullmatch(r"[0-9a-f]{7,64}", ref)
    if not is_branch or not re.fullmatch(r"[\w./-]+", ref):
        return _fetching(repository, ref)
    known = f"{repository.remotes[0]}/{ref}"
    return f"{_fetching(repository, known)}; then compare with {known}"


def _fetching(repository: Repository, ref: str) -> str:
    """The command that brings what is missing."""
    remote = _remote_of(repository, ref)
    branch = ref.removeprefix(f"{remote}/")
    wanted = [remote, f"{branch}:refs/remotes/{ref}"] if remote else [*repository.remotes[:1], ref]
    known = wanted if repository.remotes and re.fullmatch(r"[\w./-]+", ref) else []
    if repository.is_shallow:
        return f"{' '.join(['git fetch --deepen=100', *known])}; where a workflow checks out: fetch-depth: 0"
    return " ".join(["git fetch", *known]) if known else ""

"""Where GitHub and GitLab look for a CODEOWNERS file, and one that they do not read."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from catalog_gen.problems import Place, Problem

if TYPE_CHECKING:
    from collections.abc import Mapping

    from catalog_gen.owning.codeowners.around import Around
    from catalog_gen.owning.codeowners.patterns import Flavor

PLACES: Final[Mapping[Flavor, tuple[str, ...]]] = {
    "github": (".github/CODEOWNERS", "CODEOWNERS", "docs/CODEOWNERS"),
    "gitlab": ("CODEOWNERS", "docs/CODEOWNERS", ".gitlab/CODEOWNERS"),
}
"""From the top of the repository; the first one that is there is read, no other one.

https://docs.github.com/repositories/managing-your-repositorys-settings-and-features/customizing-your-repository/about-code-owners#codeowners-file-location
https://docs.gitlab.com/user/project/codeowners/#codeowners-file
"""
_NAMES: Final = {"github": "GitHub", "gitlab": "GitLab"}


def unread(path: str, flavor: Flavor, around: Around) -> tuple[Problem, ...]:
    """A word on the file at this path, seen from the top, if it lies elsewhere or another one is read first."""
    name, places = _NAMES[flavor], PLACES[flavor]
    before = places[: places.index(path)] if path in places else places
    first = next((place for place in before if (around.top / place).is_file()), "")
    if path in places and not first:
        return ()
    message, hint = f"{name} does not read this file", f"it reads {', '.join(places[:-1])} or {places[-1]} at the top"
    if first:
        shown = around.shown(first)
        message, hint = f"{name} reads {shown} instead of this file", f"use {shown}"
        hint += ", or delete it" if path in places else ""
    return (Problem("unread-codeowners", message, Place(around.shown(path)), hint=hint),)

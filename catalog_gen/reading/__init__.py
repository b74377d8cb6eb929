"""Definitions files become resources: `static` reads them without running them, `importing` runs them.

Both yield the same resources and the same problems on everything declarative.
"""

from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from catalog_gen.model import Documented
    from catalog_gen.problems import Problem


@dataclasses.dataclass(frozen=True, slots=True)
class Reading:
    """What the definitions files say.

    Files that could not be read may declare what others refer to: `unread_texts` are the texts in them,
    `unread_kinds` the kinds of resources whose id is not known. References to those are not to be blamed.
    """

    resources: tuple[Documented, ...]
    problems: tuple[Problem, ...]
    unread_texts: frozenset[str] = frozenset()
    unread_kinds: frozenset[str] = frozenset()

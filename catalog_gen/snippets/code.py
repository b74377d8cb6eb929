"""Text that is program code already, as opposed to values that become literals when a template prints them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from markupsafe import Markup

if TYPE_CHECKING:
    from typing import Self


class Code(Markup):
    """Code of the snippet's language; nothing is ever joined to it without being made a literal first."""

    __slots__ = ()

    @classmethod
    def escape(cls, s: Any, /) -> Self:
        """Leave code alone; Jinja asks for this where it joins what it has printed, which is code."""
        return s if isinstance(s, cls) else cls(str(s))

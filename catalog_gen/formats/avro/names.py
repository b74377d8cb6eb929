"""Names: which ones Avro allows, and what they are in full.

https://avro.apache.org/docs/1.12.0/specification/#names
"""

from __future__ import annotations

import re
from typing import Final

from catalog_gen.formats.avro.schemas import PRIMITIVES

_NAME: Final = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_UNICODE_NAME: Final = re.compile(r"[^\W\d]\w*")

RULE: Final = "a name has letters, digits and _ and does not start with a digit"


def is_legal(name: str) -> bool:
    """Whether this can be the name of a field or symbol, or one part of a full name."""
    return _NAME.fullmatch(name) is not None


def is_legal_elsewhere(name: str) -> bool:
    """Whether programs that allow letters of every script (Avro Java among them) take the name."""
    return _UNICODE_NAME.fullmatch(name) is not None


def full(name: str, namespace: str) -> str:
    """The full name of what is called so in a namespace ("" is none)."""
    return f"{namespace}.{name}" if namespace and "." not in name and name not in PRIMITIVES else name


def namespace_of(full_name: str) -> str:
    """The namespace that a full name is in."""
    return full_name.rpartition(".")[0]

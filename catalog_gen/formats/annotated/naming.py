"""The names of classes in a schema: short where that is enough to tell them apart, as pydantic has it."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from catalog_gen.model.payloads import Named

_BEFORE_LAST_DOT = re.compile(r"(?:[^.\[\],]+\.)+([^.\[\],]+)")


def keys(named: Mapping[str, Named]) -> dict[str, str]:
    """For each key of `Payload.named`, the name in `$defs`: `Line`, or `app__models__Line` where two are called so."""
    short = {key: _normal(_BEFORE_LAST_DOT.sub(r"\1", one.path)) for key, one in named.items()}
    long = {key: _normal(f"{one.unique or f'{one.module}.{one.path}'}") for key, one in named.items()}
    shared, also = Counter(short.values()), Counter(long.values())
    number: Counter[str] = Counter()
    names: dict[str, str] = {}
    for key in named:
        names[key] = short[key] if shared[short[key]] == 1 else long[key]
        if names[key] == long[key] and also[long[key]] > 1:
            number[long[key]] += 1
            names[key] = f"{long[key]}__{number[long[key]]}"
    return names


def _normal(name: str) -> str:
    return re.sub(r"[^a-zA-Z0-9.\-_]", "_", name).replace(".", "__")

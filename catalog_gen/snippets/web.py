"""Headers of HTTP, which hold visible ASCII characters: what else is in a text is encoded with per cent signs.

Attributes of CloudEvents are encoded as their binding of HTTP says
(https://github.com/cloudevents/spec/blob/main/cloudevents/bindings/http-protocol-binding.md, 3.1.3.2).
"""

from __future__ import annotations

import dataclasses
import re
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

if TYPE_CHECKING:
    from collections.abc import Mapping

    from catalog_gen.model import Header

_VISIBLE: Final = "".join(map(chr, range(0x21, 0x7F)))
_PLAIN: Final = re.compile(r"([!-~]([ -~]*[!-~])?)?")
_ATTRIBUTE: Final = re.compile(r"[!#$&-~]*")


def is_plain(name: str, value: str) -> bool:
    """Whether a text can be the value of that header as it is."""
    return bool((_ATTRIBUTE if name.lower().startswith("ce-") else _PLAIN).fullmatch(value))


def text(name: str, value: str) -> str:
    """A text as the value of that header."""
    return value if is_plain(name, value) else quote(value, safe=_VISIBLE.replace("%", "").replace('"', ""))


def encoded(headers: Mapping[str, Header]) -> dict[str, Header]:
    """The headers as they are sent, as far as that is known before."""
    return {
        name: dataclasses.replace(header, value=text(name, header.value)) if header.value is not None else header
        for name, header in headers.items()
    }

"""What has the form of a secret, whatever it is called: known keys and tokens, and passwords in web addresses."""

from __future__ import annotations

import re
from typing import Final

_KEYS: Final = re.compile(
    r"-----BEGIN [A-Z ]*PRIVATE KEY-----(?s:.*)|\bA(?:KI|SI)A[0-9A-Z]{16}\b|\bgh[pousr]_[A-Za-z0-9]{36}"
    r"|\bgithub_pat_\w{22,}|\bglpat-[\w-]{20}|\bxox[abposr]-[\w-]{10,}|\b[sr]k_live_[A-Za-z0-9]{16,}"
    r"|\bSG\.[\w-]{16,}\.[\w-]{16,}|\bAIza[\w-]{35}|\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,}|\bnpm_[A-Za-z0-9]{36}"
    r"|\bpypi-[\w-]{40,}"
)
_PASSWORD: Final = re.compile(r"(?<=://)([^\s/?#@:]*:)([^\s/?#]+)(?=@)")
_PLACEHOLDER: Final = re.compile(r"(\w+ )?(\{.*\}|<.*>|\$[A-Z_][A-Z0-9_]*|\$\{\w+\}|\*+|x+|guest)?", re.DOTALL)


def is_placeholder(text: str) -> bool:
    """Whether the text only stands for a secret: `{password}`, `$PASSWORD`, `Bearer <token>`."""
    return _PLACEHOLDER.fullmatch(text) is not None


def is_secret(value: object) -> bool:
    """Whether a text has a secret in it."""
    return isinstance(value, str) and masked(value) != value


def masked(text: str) -> str:
    """The text with `***` for each secret."""
    return _PASSWORD.sub(
        lambda found: found[0] if is_placeholder(found[2]) else f"{found[1]}***", _KEYS.sub("***", text)
    )

"""Secrets that stand where pages would show them: in settings, addresses and examples. Their values are never said."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from catalog_gen.model import Channel, Header, Message
from catalog_gen.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from catalog_gen.resolving import Catalog, Entry
    from catalog_gen.settings import Settings

_SECRET_NAMES: Final = re.compile(
    r"passw(or)?d|passwd|passphrase|secret|token|credential|api[._-]?key|access[._-]?key|private[._-]?key"
    r"|authorization|jaas|(?<![a-z])auth(?![a-z])|connection[._-]?string|userinfo|signature",
    re.IGNORECASE,
)
_HARMLESS: Final = re.compile(
    r"(^|[._-])(location|file|path|type|url|uri|mechanism|provider|endpoint|method|name)$", re.IGNORECASE
)
_SECRET_VALUES: Final = re.compile(
    r"-----BEGIN [A-Z ]*PRIVATE KEY-----|\bA(?:KI|SI)A[0-9A-Z]{16}\b|\bgh[pousr]_[A-Za-z0-9]{36}|\bgithub_pat_\w{22,}"
    r"|\bglpat-[\w-]{20}|\bxox[abposr]-[\w-]{10,}|\b[sr]k_live_[A-Za-z0-9]{16,}|\bSG\.[\w-]{16,}\.[\w-]{16,}"
    r"|\bAIza[\w-]{35}|\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,}|\bnpm_[A-Za-z0-9]{36}|\bpypi-[\w-]{40,}"
)


def problems(catalog: Catalog, settings: Settings) -> Iterator[Problem]:
    """Every literal secret, with its place and without its value."""
    yield from _in_settings(settings)
    for entry in catalog.entries:
        if isinstance(entry.resource, Channel):
            yield from _in_channel(entry)
        elif isinstance(entry.resource, Message):
            yield from _in_message(entry)


def _in_settings(settings: Settings) -> Iterator[Problem]:
    for name, said in settings.snippets.items():
        for key, value in said.config.items():
            named = isinstance(value, str) and value and _SECRET_NAMES.search(key) and not _HARMLESS.search(key)
            if named or _is_secret(value):
                message = f'snippets.{name}.config: "{key}" holds a secret, which every page would show'
                hint = f'name an environment variable instead: env = {{"{key}" = "..."}}'
                yield Problem("literal-secret", message, said.place, hint=hint)


def _in_channel(entry: Entry) -> Iterator[Problem]:
    channel: Any = entry.resource
    for keyword, texts in (("address", [channel.address]), ("environments", (channel.environments or {}).values())):
        if any(_is_secret(text) for text in texts):
            message = f"{keyword} holds a password, which every page would show"
            hint = "leave the user and the password out; programs take them from the environment"
            yield Problem("literal-secret", message, entry.place(keyword), entry.subject, hint)


def _in_message(entry: Entry) -> Iterator[Problem]:
    message: Any = entry.resource
    for example in entry.examples:
        if example.declared is not None and _holds_secret(example.payload):
            name = f' "{example.declared.name}"' if example.declared.name else ""
            words = f"the example{name} holds what looks like a real secret"
            place = example.declared.at("payload" if example.declared.path is None else "path")
            yield Problem("literal-secret", words, place, entry.subject, "invent one that is none")
    for name, value in (message.headers or {}).items():
        text = value.value if isinstance(value, Header) else value
        if _is_secret(text) or (text and re.search(r"authorization|api[._-]?key|token|secret", name, re.IGNORECASE)):
            words = f'the header "{name}" holds a secret, which the page would show'
            yield Problem("literal-secret", words, entry.place("headers"), entry.subject, "leave it out")


def _holds_secret(value: Any) -> bool:
    if isinstance(value, dict):
        return any(_holds_secret(item) for item in value.values())
    if isinstance(value, list):
        return any(_holds_secret(item) for item in value)
    return _is_secret(value)


def _is_secret(value: Any) -> bool:
    """Whether a text has the form of a key or token, or is a web address with a password."""
    if not isinstance(value, str):
        return False
    return bool(_SECRET_VALUES.search(value)) or _has_password(value)


def _has_password(text: str) -> bool:
    for found in re.finditer(r"[A-Za-z][A-Za-z0-9+.-]*://[^\s\"'<>]+", text):
        try:
            password = urlsplit(found[0]).password
        except ValueError:
            continue
        if password and not re.fullmatch(r"[{$<].*|\*+|x+|guest", password):
            return True
    return False

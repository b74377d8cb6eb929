"""Secrets that stand where pages would show them: in settings, addresses and examples. Their values are never said."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from catalog_gen.masking import is_placeholder, is_secret, masked
from catalog_gen.model import Channel, Documented, Header, Message, Parameter, Query, Route, Specification
from catalog_gen.model.declaring import Declared, fields
from catalog_gen.problems import Place, Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

    from catalog_gen.resolving import Catalog, Entry
    from catalog_gen.settings import Settings, SnippetSettings

_CHANNEL: Final = ("id", "address", "environments", "dead_letter", "parameters", "bindings")
_MESSAGE: Final = ("id", "envelope", "bindings", "operation")
"""The fields that programs have in them, with everything inside."""

_LINKS: Final = frozenset({"url", "edit_url", "attachments", "icon", "avatar_url", "slack", "ms_teams", "on_call"})
"""The fields whose texts are links on pages, in resources and in what is inside of them."""

_SECRET_NAMES: Final = re.compile(
    r"passw(or)?d|passphrase|credential|jaas|(^|-)(pwd|pass|auth|authorization|cookie)(-|$)|(secrets?|token)(-|$)"
    r"|(api|access|account|private|shared|signing)-?key(-|$)|key-pem(-|$)|user-?info|connection-?string"
    r"|(access|amz)-signature"
)
"""In names whose words are parted by dashes."""

_HARMLESS_NAMES: Final = re.compile(
    r"(^|-)(location|file|path|type|url|uri|mechanism|provider|endpoint|method|name|source|client-id|scheme|version"
    r"|algorithm|(page|next|continuation|idempotency|cancellation)-token)$"
)
_BEFORE_HOST: Final = re.compile(r"(?<![^\s,;=])[^\s,;:/@=]+:([^\s,;:/@]+)@(?:localhost\b|[\w-]+[.:]\w)")
_ASSIGNED: Final = re.compile(r"""(?<![^\s?&;,])([\w.-]+)\s*=\s*["']?([^\s&;,"']+)""")

_OUTSIDE: Final = "leave it out; programs take what is secret from the environment"


def problems(catalog: Catalog, settings: Settings) -> Iterator[Problem]:
    """Every literal secret, with its place and without its value."""
    for name, said in settings.snippets.items():
        yield from _in_settings(name, said)
    for entry in catalog.entries:
        for words, place, hint in _in_entry(entry):
            yield Problem("literal-secret", f"{words}, which every page would show", place, entry.subject, hint)


def shown(name: str, value: Any) -> Any:
    """A text or number as it may be shown where it is given for that name: `***` in place of a secret."""
    if _is_named(name, value):
        return "***"
    if not isinstance(value, str) or is_secret(value):
        return masked(value) if isinstance(value, str) else value
    return "***" if _connects(value) else value


def _in_entry(entry: Entry) -> Iterator[tuple[str, Place, str]]:
    yield from _in_fields(entry)
    yield from _in_routes(entry)
    yield from _in_examples(entry)
    yield from _in_headers(entry)
    if entry.previous is None and entry.part_of is None:
        yield from _in_links(entry)


def _in_settings(name: str, said: SnippetSettings) -> Iterator[Problem]:
    for key, value in said.config.items():
        if _is_named(key, value) or _connects(value):
            message = f'snippets.{name}.config: "{key}" holds a secret, which every page would show'
            hint = f'name an environment variable instead: env = {{"{key}" = "..."}}'
            yield Problem("literal-secret", message, said.place, hint=hint)


def _in_fields(entry: Entry) -> Iterator[tuple[str, Place, str]]:
    resource = entry.resource
    names = _CHANNEL if isinstance(resource, Channel) else _MESSAGE if isinstance(resource, Message) else ()
    for name in names:
        value = getattr(resource, name)
        if isinstance(resource, Channel) and name in {"address", "environments"}:
            value = [_filled(text, resource) for text in _strings(value)]
        secret = {
            (keyword, place) for keyword, place, text in _texts(name, entry.place(name), value) if _connects(text)
        }
        for keyword, place in sorted(secret):
            yield f"{keyword} holds a secret", place, _OUTSIDE


def _in_links(entry: Entry) -> Iterator[tuple[str, Place, str]]:
    for keyword, place, text in _links(entry.resource):
        if "://" in text and _connects(text):
            yield f"{keyword} holds a secret", place, "link to it without"


def _links(holder: Declared) -> Iterator[tuple[str, Place, str]]:
    """Every web address in what holds it and in what is inside of that, but not those of other resources."""
    for keyword in fields(type(holder)):
        value = getattr(holder, keyword)
        for index, item in enumerate(value if isinstance(value, list | tuple) else (value,)):
            if isinstance(item, str) and (keyword in _LINKS or isinstance(holder, Specification)):
                yield keyword, holder.at(keyword, index), item
            elif isinstance(item, Declared) and not isinstance(item, Documented):
                yield from _links(item)


def _in_routes(entry: Entry) -> Iterator[tuple[str, Place, str]]:
    links = [link for way in entry.links.values() for link in way]
    for route in (each.declared for link in links for each in (link, *link.channels)):
        if isinstance(route, Route) and any(map(_connects, _strings(route.parameters))):
            yield "parameters holds a secret", route.at("parameters"), _OUTSIDE


def _in_examples(entry: Entry) -> Iterator[tuple[str, Place, str]]:
    resource = entry.resource
    for example in entry.examples:
        declared = example.declared
        if not any(map(is_secret, _strings(example.text if example.payload is None else example.payload))):
            continue
        if declared is None:
            keyword = next((way for way in ("payload", "schemas") if getattr(resource, way, None)), "schema_path")
            words = "the example, made from the schema, holds what looks like a real secret"
            yield words, entry.place(keyword), "change the schema's default or example"
        else:
            name = f' "{declared.name}"' if declared.name else ""
            place = declared.at("payload" if declared.path is None else "path")
            yield f"the example{name} holds what looks like a real secret", place, "invent one that is none"
    reply = resource.reply if isinstance(resource, Query) else None
    if reply and any(map(is_secret, _strings(reply.payload))):
        yield "the reply holds what looks like a real secret", reply.at("payload"), "invent one that is none"


def _in_headers(entry: Entry) -> Iterator[tuple[str, Place, str]]:
    headers = (entry.resource.headers if isinstance(entry.resource, Message) else None) or {}
    for name, value in headers.items():
        text = value.value if isinstance(value, Header) else value
        if _is_named(name, text) or is_secret(name) or is_secret(text):
            yield f'the header "{name}" holds a secret', entry.place("headers"), _OUTSIDE


def _texts(keyword: str, place: Place, value: Any) -> Iterator[tuple[str, Place, str]]:
    """Every text in a value, keys too, with the keyword that it is given for."""
    if isinstance(value, str):
        yield keyword, place, value
    elif isinstance(value, Declared):
        for name in fields(type(value)):
            yield from _texts(name, value.at(name), getattr(value, name))
    elif isinstance(value, Mapping | list | tuple):
        for item in (*value, *value.values()) if isinstance(value, Mapping) else value:
            yield from _texts(keyword, place, item)


def _strings(value: Any) -> Iterator[str]:
    return (text for _, _, text in _texts("", Place(""), value))


def _filled(address: str, channel: Channel) -> str:
    """The address with the defaults of its parameters, as programs have it."""
    for name, value in (channel.parameters or {}).items():
        default = value.default if isinstance(value, Parameter) else value.get("default")
        address = address.replace(f"{{{name}}}", default) if isinstance(default, str) else address
    return address


def _is_named(name: str, value: object) -> bool:
    """Whether the value is secret by its name; a number only where the name ends so (`token.lifetime` is a time)."""
    words = re.sub(r"[^a-z0-9]+", "-", re.sub(r"(?<=[a-z0-9])(?=[A-Z])", "-", name).lower())
    found = [] if _HARMLESS_NAMES.search(words) else list(_SECRET_NAMES.finditer(words))
    if isinstance(value, str):
        return bool(found) and not is_placeholder(value)
    return bool(found) and found[-1].end() == len(words) and value is not None and not isinstance(value, bool)


def _connects(value: object) -> bool:
    """Whether a setting or an address has a secret in it."""
    if not isinstance(value, str):
        return False
    before = any(not is_placeholder(found[1]) for found in _BEFORE_HOST.finditer(value))
    return before or is_secret(value) or any(_is_named(*found.groups()) for found in _ASSIGNED.finditer(value))

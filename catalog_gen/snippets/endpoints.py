"""Where requests of HTTP go: a server and a path."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, Final
from urllib.parse import urlsplit

from catalog_gen.snippets import addresses
from catalog_gen.snippets.code import Code

if TYPE_CHECKING:
    from collections.abc import Callable

    from catalog_gen.snippets.languages import Language
    from catalog_gen.snippets.ways import Way

_PATH_PARAMETER: Final = re.compile(r"\{([^{}]*)\}")
_LOCAL: Final = "http://localhost:8000"


def http(
    way: Way, *, produces: bool, language: Language, text_of: Callable[[str], Code], payload: Any
) -> dict[str, Any]:
    """`base_url` and `path` for requests, `route` for who answers them, `method`, and what goes into the query.

    Parts of the operation's path in braces are fields of the payload; requests without a body carry the others in the
    query.
    """
    operation = way.resource.operation
    method = (operation.method if operation else None) or ("GET" if way.message.kind == "query" else "POST")
    path = (operation.path if operation else None) or ""
    base, prefix, constants = _base(way, language)
    whole = "/" + "/".join(part for part in (prefix.strip("/"), path.strip("/")) if part)
    names = _PATH_PARAMETER.findall(whole)
    return {
        "base_url": base,
        "base_constants": constants,
        "path": language.text(_filled(whole, language)),
        "path_constants": Code("\n".join(_constants(names, language, text_of)) if produces else ""),
        "route": _PATH_PARAMETER.sub(lambda found: f"{{{language.identifier(found[1])}}}", whole),
        "method": method,
        "in_query": method in {"GET", "DELETE"} and isinstance(payload, dict),
        "path_parameters": tuple(dict.fromkeys(names)),
    }


def _base(way: Way, language: Language) -> tuple[Code, str, Code]:
    """The address of the server, the path that follows it, and the constants that it needs."""
    channel = way.channel_resource
    if channel is None:
        return language.variable("API_URL", _LOCAL), "", Code()
    template = channel.address or channel.id
    if "://" not in template:
        return language.variable("API_URL", _LOCAL), template, Code()
    address = addresses.address(channel, way.link.declared if way.link else None)
    written = addresses.written(address, language, None)
    if not address.holes:
        parts = urlsplit(template)
        return language.variable("API_URL", f"{parts.scheme}://{parts.netloc}"), parts.path, Code()
    return language.variable("API_URL", written.expression), "", written.constants


def _constants(names: list[str], language: Language, text_of: Callable[[str], Code]) -> list[Code]:
    return [
        language.definition(str(addresses.local(language, name)), language.in_path(text_of(name)))
        for name in dict.fromkeys(names)
    ]


def _filled(path: str, language: Language) -> list[str | Code]:
    parts: list[str | Code] = []
    position = 0
    for found in _PATH_PARAMETER.finditer(path):
        parts += [path[position : found.start()], addresses.local(language, found[1])]
        position = found.end()
    return [*parts, path[position:]]

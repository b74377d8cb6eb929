"""Values of definitions as plain data and in words, under the names that definitions have for them, without secrets."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from pathlib import PurePath
from typing import Any, Final

from catalog_gen.model import Owner, Resource
from catalog_gen.model.declaring import Declared, fields
from catalog_gen.snippets import secrets

_LOOKS: Final = frozenset({"color", "background_color", "text_color", "icon", "icon_color"})
"""What only a page can show; words leave it out."""

_SPELT: Final = {
    "avatar_url": "Avatar",
    "edit_url": "Edit",
    "from_": "From",
    "github": "GitHub",
    "ms_teams": "Microsoft Teams",
    "python_module": "Python module",
    "version": "Versions",
}


def title(name: str) -> str:
    """The name of a field or fact in words: `reads_from` is "Reads from"."""
    return _SPELT.get(name) or spelt(name).capitalize()


def plain(value: Any, name: str = "") -> Any:
    """A value of the model as JSON can hold it: resources by their ids, values under their keywords.

    `name` is what the value is given for; what is secret by its form or its name is `***`.
    """
    if isinstance(value, Resource | Owner):
        return value.id
    if isinstance(value, Declared):
        return {field: plain(getattr(value, field), _named(name, field)) for field in _given(value)}
    if isinstance(value, Mapping):
        return {str(key): plain(item, str(key)) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item, name) for item in value]
    return secrets.shown(name, _scalar(value))


def words(value: Any, name: str = "") -> str:
    """The same on one line for people: what a value is called with by position, then the rest by keyword."""
    if isinstance(value, Declared) and not isinstance(value, Resource | Owner):
        given = [field for field in _given(value) if field not in _LOOKS]
        head = [field for field in type(value).positional if field in given]
        start = " ".join(words(getattr(value, field), _named(name, field)) for field in head)
        rest = _pairs(
            {spelt(field): words(getattr(value, field), _named(name, field)) for field in given if field not in head}
        )
        return f"{start} ({rest})" if start and rest else start or rest
    if isinstance(value, Mapping):
        return _pairs({str(key): words(item, str(key)) for key, item in value.items()})
    if isinstance(value, list | tuple):
        return ", ".join(words(item, name) for item in value)
    shown = plain(value, name)
    return {True: "yes", False: "no"}[shown] if isinstance(shown, bool) else str(shown)


def prose(text: str) -> str:
    """A text that may have several lines as one."""
    return " ".join(text.split())


def spelt(field: str) -> str:
    """The keyword of a value in words: `from_` is "from"."""
    return field.strip("_").replace("_", " ")


def _pairs(texts: Mapping[str, str]) -> str:
    return ", ".join(f"{name}: {text}" for name, text in texts.items())


def _given(value: Declared) -> list[str]:
    return [field for field in fields(type(value)) if getattr(value, field) is not None]


def _named(name: str, field: str) -> str:
    """What a field of a value is given for: a `Header` is there for the header's name."""
    return name if field == "value" and name else field


def _scalar(value: Any) -> Any:
    if isinstance(value, datetime.date | datetime.time):
        return value.isoformat()
    if isinstance(value, PurePath):
        return value.as_posix()
    return value if value is None or isinstance(value, str | bool | int | float) else str(value)

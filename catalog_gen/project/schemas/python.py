"""The text of a definitions file, formatted as `ruff format` would."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from catalog_gen.project.schemas.naming import Message

_WIDTH = 88
"""What formatters allow unless they are told otherwise; what is longer is written so that they leave it."""

_HEAD = '''\
"""The messages of the schemas that are here. `catalog-gen check` says what is missing."""

from catalog_gen import {names}

# Who sends them, who receives them, and whose they are, no schema says. For example:
#
#     crew = Team("orders-crew", slack="https://acme.slack.com/archives/C042")
#     order_service = Service("OrderService", owners=[crew], sends=messages)
messages = [
'''


def definitions(messages: Sequence[tuple[Message, str]]) -> bytes:
    """A list of events: each message with the path of its schema, as seen from the file that is written."""
    names = "Event, Schema" if any(message.candidate.message for message, _ in messages) else "Event"
    events = "".join(_event(message, path) for message, path in messages)
    return f"{_HEAD.format(names=names)}{events}]\n".encode()


def _event(message: Message, path: str) -> str:
    candidate = message.candidate
    arguments = [quoted(message.id)]
    if candidate.version and candidate.version != "1.0.0":
        arguments.append(f"version={quoted(candidate.version)}")
    line, lines = "", []
    if candidate.message and candidate.message != message.id:
        inner = [quoted(path), f"message={quoted(candidate.message)}"]
        line = f"schemas=[Schema({', '.join(inner)})]"
        lines = ["schemas=[", "    Schema(", *(f"        {one}," for one in inner), "    ),", "]"]
    else:
        line = f"schema_path={quoted(path)}"
        lines = [line]
    whole = f"    Event({', '.join([*arguments, line])}),"
    if width(whole) <= _WIDTH:
        return whole + "\n"
    last = [line] if width(f"        {line},") <= _WIDTH else lines
    inside = [*(f"{argument}," for argument in arguments), *last[:-1], f"{last[-1]},"]
    return "\n".join(["    Event(", *(f"        {one}" for one in inside), "    ),", ""])


def quoted(text: str) -> str:
    """A literal of the text, in double quotes unless that takes more backslashes."""
    quote = "'" if text.count('"') > text.count("'") else '"'
    return quote + "".join(_escaped(character, quote) for character in text) + quote


def _escaped(character: str, quote: str) -> str:
    if character in {quote, "\\"}:
        return f"\\{character}"
    return character if character.isprintable() else repr(character)[1:-1]


def width(line: str) -> int:
    """How many columns a line takes: characters of East Asian scripts take two, combining ones none."""
    return sum(
        0 if unicodedata.combining(character) else 2 if unicodedata.east_asian_width(character) in "WF" else 1
        for character in line
    )

"""The example payloads of a message: on its page, and in the `examples` folder beside it.

https://www.eventcatalog.dev/docs/development/guides/messages/common/examples
"""

from __future__ import annotations

import dataclasses
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Final

from catalog_gen.pages import layout
from catalog_gen.resolving.examples import as_text

if TYPE_CHECKING:
    from collections.abc import Mapping

    from catalog_gen.resolving import Entry
    from catalog_gen.resolving.catalog import ExampleFile

FOLDER: Final = "examples"
CONFIG: Final = "examples/examples.config.yaml"

LONG_EXAMPLE: Final = 60
"""From how many lines on an example is folded."""

_MOST_LINES: Final = 500
_MOST_CHARACTERS: Final = 40_000

MADE: Final = "Made from the schema; the values are invented."

_LANGUAGES: Mapping[str, str] = {".json": "json", ".xml": "xml", ".yaml": "yaml", ".yml": "yaml"}


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class ExampleView:
    """An example payload as text, with the language of its highlighting.

    `text` is all of it, or as much of it as a page can hold; then `cut` is true. `href` is where the file is served.
    """

    title: str
    summary: str
    file: str
    href: str
    text: str
    language: str
    lines: int
    cut: bool

    @property
    def long(self) -> bool:
        """Whether it is folded."""
        return self.lines > LONG_EXAMPLE


def examples(entry: Entry, page: str) -> tuple[ExampleView, ...]:
    """The example payloads of a message."""
    return tuple(_view(example, title, page) for example, title in zip(entry.examples, _titles(entry), strict=True))


def reply(entry: Entry) -> str:
    """The reply to a query as JSON text; empty where none is declared."""
    declared = getattr(entry.resource, "reply", None)
    return as_text(declared.payload).rstrip("\n") if declared is not None else ""


def config(entry: Entry, usage: str) -> dict[str, dict[str, str]]:
    """What EventCatalog is told about the files in the folder: by file name, what to call it and what it shows.

    `usage` is how the first one is sent, empty where that is not known.
    """
    told = {
        example.name: {"name": title} | ({"summary": summary} if (summary := _summary(example)) else {})
        for example, title in zip(entry.examples, _titles(entry), strict=True)
    }
    if usage:
        told[entry.examples[0].name]["usage"] = usage
    return told


def _titles(entry: Entry) -> list[str]:
    several = len(entry.examples) > 1
    return [
        (example.declared.name if example.declared else None) or f"Payload example{f' {number}' if several else ''}"
        for number, example in enumerate(entry.examples, 1)
    ]


def _summary(example: ExampleFile) -> str:
    return (example.declared.summary or "") if example.declared else MADE


def _view(example: ExampleFile, title: str, page: str) -> ExampleView:
    whole = example.text.rstrip("\n")
    text = "\n".join(whole[:_MOST_CHARACTERS].split("\n")[:_MOST_LINES])
    file = f"{FOLDER}/{example.name}"
    return ExampleView(
        title=title,
        summary=_summary(example),
        file=file,
        href=layout.file_address(page, file),
        text=text,
        language=_LANGUAGES.get(PurePosixPath(example.name).suffix.lower(), "txt"),
        lines=whole.count("\n") + 1,
        cut=text != whole,
    )

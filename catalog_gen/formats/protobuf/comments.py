"""The comments of .proto files as plain text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from google.protobuf.descriptor_pb2 import SourceCodeInfo


def comment(location: SourceCodeInfo.Location) -> str:
    """What is written before a declaration, else what is written behind it."""
    return text(location.leading_comments) or text(location.trailing_comments)


def text(raw: str) -> str:
    """A comment without its marks and indentation; its lines and paragraphs stay.

    protoc has removed `//`, `/*`, `*/` and the `*` at the start of further lines; what is left of `///`, `//!` and
    `/**` goes here.
    """
    lines = [line.rstrip("\r") for line in raw.split("\n")]
    lines[0] = re.sub(r"^\*+(?=\s|$)", "", lines[0])
    for mark in "/!":
        if all(line.startswith(mark) for line in lines if line.strip()):
            lines = [line.removeprefix(mark) for line in lines]
    first, rest = lines[0], [line for line in lines[1:] if line.strip()]
    cut = min((_indentation(line) for line in rest), default=0)
    if first.strip() and _indentation(first):
        cut = min(cut, _indentation(first))
    return "\n".join([first.strip(), *(line[cut:].rstrip() for line in lines[1:])]).strip()


def _indentation(line: str) -> int:
    return len(line) - len(line.lstrip())

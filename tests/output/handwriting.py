"""What people do to a page by hand; every piece that they write has a token that stands nowhere else."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from catalog_gen.output import splicing
from catalog_gen.pages import blocks

if TYPE_CHECKING:
    from collections.abc import Callable
    from random import Random

TOKEN = re.compile(r"hand-\d+-word")

PIECES = (
    "A sentence with {0}.",
    "Two lines: {0},\nand the second one, {0}.",
    "## Heading {0}\n\nText {0} below it.",
    "### Lower heading {0}",
    "```text\n## {0} is no heading\n\n{0} after a blank line\n```",
    "<details>\n<summary>{0}</summary>\n\nInside {0}.\n\n## {0} inside\n\n</details>",
    "- item {0}\n- another {0}",
    "1. item {0}\n2. another {0}",
    "| table | {0} |\n| --- | --- |\n| cell | {0} |",
    "import Own from './{0}.mdx';",
    "{{/* {0} */}}",
    "> quoted {0}",
    ":::note\n\nBeware of {0}.\n\n:::",
    '<Tiles>\n<Tile title="{0}" />\n</Tiles>',
    "Underlined {0}\n===",
    "    {0} far from the margin",
)
"""What is inserted; some of it looks like what we write."""


class Writer:
    """Somebody with a page on the desk; says what was done, and keeps what was written in `pieces`."""

    def __init__(self, random: Random, number: int) -> None:
        self.random = random
        self.token = f"hand-{number}-word"
        self.pieces: list[str] = []
        self.said = ""

    # --- the body

    def body(self, text: str) -> str:
        """The page with something done to its body."""
        document = splicing.open_page(text.replace("\r\n", "\n"))
        parts = blocks.split(document.body)
        ways = [
            self._insert,
            self._insert,
            self._insert,
            self._edit,
            self._edit,
            self._delete,
            self._move,
            self._section,
        ]
        way: Callable[[str, list[blocks.Part]], str] = self.random.choice(ways)
        body = way(document.body, list(parts))
        changed = f"{document.start}{document.yaml}{document.end}{body}"
        return changed.replace("\n", "\r\n") if "\r\n" in text else changed

    def _insert(self, body: str, parts: list[blocks.Part]) -> str:
        piece = self.random.choice(PIECES).format(self.token)
        self.pieces.append(piece)
        position = self.random.randrange(len(parts) + 1)
        self.said = f"insert {piece!r} as block {position}"
        if position == len(parts):
            return f"{body.rstrip()}\n\n{piece}\n"
        at = parts[position].start
        return f"{body[:at]}{piece}\n\n{body[at:]}"

    def _edit(self, body: str, parts: list[blocks.Part]) -> str:
        if not parts:
            return self._insert(body, parts)
        part = self.random.choice(parts)
        block = body[part.start : part.end]
        edited = _edited(block, part.kind, self.token)
        self.pieces += [line for line in edited.split("\n") if self.token in line]
        self.said = f"edit {block[:60]!r}"
        return body[: part.start] + edited + body[part.end :]

    def _delete(self, body: str, parts: list[blocks.Part]) -> str:
        if not parts:
            return self._insert(body, parts)
        part = self.random.choice(parts)
        self.said = f"delete {body[part.start : part.end][:60]!r}"
        return body[: part.start] + body[part.end :].lstrip("\n")

    def _move(self, body: str, parts: list[blocks.Part]) -> str:
        if len(parts) < 2:
            return self._insert(body, parts)
        return self._moved(body, parts, *self._some(parts))

    def _section(self, body: str, parts: list[blocks.Part]) -> str:
        headings = [index for index, part in enumerate(parts) if part.kind == "heading"]
        if not headings:
            return self._insert(body, parts)
        first = self.random.choice(headings)
        level = parts[first].level
        last = next((n for n in headings if n > first and parts[n].level <= level), len(parts))
        if self.random.random() < 0.5:
            self.said = f"delete section {parts[first].label!r}"
            end = parts[last].start if last < len(parts) else len(body)
            return body[: parts[first].start] + body[end:]
        return self._moved(body, parts, first, last)

    def _some(self, parts: list[blocks.Part]) -> tuple[int, int]:
        first = self.random.randrange(len(parts))
        return first, first + 1

    def _moved(self, body: str, parts: list[blocks.Part], first: int, last: int) -> str:
        texts = [body[part.start : part.end] for part in parts]
        rest = texts[:first] + texts[last:]
        to = self.random.randrange(len(rest) + 1)
        self.said = f"move {texts[first][:40]!r} to {last - 1}, to be block {to}"
        return "\n" + "\n\n".join([*rest[:to], *texts[first:last], *rest[to:]]) + "\n"

    # --- the front matter

    def front(self, text: str) -> str:
        """The page with something done to its front matter."""
        document = splicing.open_page(text.replace("\r\n", "\n"))
        chunks = re.findall(r"^[^\s#-][^\n]*\n(?:[ \t#-][^\n]*\n|\n)*|^#[^\n]*\n", document.yaml, re.MULTILINE)
        assert "".join(chunks) == document.yaml, document.yaml
        ways = [self._add_key, self._comment, self._change_key, self._delete_key, self._reorder, self._quote]
        way: Callable[[list[str]], None] = self.random.choice(ways) if chunks else self._add_key
        way(chunks)
        changed = f"{document.start}{''.join(chunks)}{document.end}{document.body}"
        return changed.replace("\n", "\r\n") if "\r\n" in text else changed

    def _add_key(self, chunks: list[str]) -> None:
        line = f"x-{self.token}: {self.token} # {self.token}"
        self.pieces.append(line)
        self.said = "add a key"
        chunks.insert(self.random.randrange(len(chunks) + 1), f"{line}\n")

    def _comment(self, chunks: list[str]) -> None:
        at = self.random.randrange(len(chunks))
        line = f"# {self.token}"
        self.pieces.append(line)
        self.said = f"comment on {chunks[at]!r}"
        if self.random.random() < 0.3 and chunks[at].count("\n") == 1 and not chunks[at].startswith("#"):
            chunks[at] = f"{chunks[at][:-1]} {line}\n"
        else:
            chunks.insert(at, f"{line}\n")

    def _change_key(self, chunks: list[str]) -> None:
        at = self._key(chunks)
        if at is not None:
            name = _name(chunks[at])
            listed = {
                "owners": "\n- {0}",
                "badges": "\n- content: {0}\n  backgroundColor: red\n  textColor: red",
                "sends": "\n- id: {0}",
                "receives": "\n- id: {0}",
                "channels": "\n- id: {0}",
            }
            value = listed.get(name, " {0}").format(self.token)
            self.pieces.append(f"{name}:{value}")
            self.said = f"change {chunks[at]!r}"
            chunks[at] = f"{name}:{value}\n"

    def _delete_key(self, chunks: list[str]) -> None:
        at = self._key(chunks)
        if at is not None:
            self.said = f"delete {chunks.pop(at)!r}"

    def _reorder(self, chunks: list[str]) -> None:
        chunk = chunks.pop(self.random.randrange(len(chunks)))
        self.said = f"move {chunk!r} elsewhere"
        chunks.insert(self.random.randrange(len(chunks) + 1), chunk)

    def _quote(self, chunks: list[str]) -> None:
        plain = [at for at, chunk in enumerate(chunks) if re.fullmatch(r"(name|summary|title): [A-Z][\w .]*\n", chunk)]
        for at in plain[:1]:
            self.said = f"quote {chunks[at]!r}"
            chunks[at] = re.sub(r": (.*)", r': "\1"', chunks[at])

    def _key(self, chunks: list[str]) -> int | None:
        """One of the keys; rarely one that nobody may change."""
        kept = ("id", "version", "schemaPath", "schemas")
        rare = kept if self.random.random() < 0.9 else ()
        free = [at for at, chunk in enumerate(chunks) if chunk[0] not in "#\"'" and _name(chunk) not in rare]
        return self.random.choice(free) if free else None


def _name(chunk: str) -> str:
    return chunk.partition(":")[0]


def _edited(block: str, kind: str, token: str) -> str:
    lines = block.split("\n")
    if kind == "component" and block.startswith("<details>"):
        lines.insert(2, f"\n{token}\n")
    elif kind == "component":
        lines[0] = re.sub(r"^(<\w+)", rf'\1 title="{token}"', lines[0])
    elif block.startswith(("```", ":::")):
        lines.insert(-1, token)
    elif block.startswith("|"):
        lines[-1] = f"{lines[-1].rstrip('|')} {token} |"
    else:
        lines[-1] += f" {token}"
    return "\n".join(lines)


def both_texts(conflicted: str, side: str = "left") -> str:
    """What somebody makes of a conflict who keeps all words and, of what is generated, one side."""

    def resolved(hunk: re.Match[str]) -> str:
        left, right = hunk[side], hunk["right" if side == "left" else "left"]
        if conflicted.count("\n---\n", 0, hunk.start()) == 0:
            return left + "".join(f"# {token}\n" for token in TOKEN.findall(right) if token not in left)
        if not TOKEN.search(right):
            return left
        if not TOKEN.search(left):
            return right
        known = set(left.split("\n"))
        own = [line for line in right.split("\n") if TOKEN.search(line) and line not in known]
        return left + "".join(f"\n{line}\n" for line in own)

    return HUNK.sub(resolved, conflicted)


def side_of(text: str, side: str) -> str:
    """One side of a text with conflicts in it."""
    chosen = HUNK.sub(lambda hunk: hunk[side], text)
    return text if chosen == text else side_of(chosen, side)


_LINES = r"(?:(?!<{7})[^\n]*\n)*?"
HUNK = re.compile(
    rf"^<{{7,}}[^\n]*\n(?P<left>{_LINES})^={{7,}}\r?\n(?P<right>{_LINES})^>{{7,}}[^\n]*(?:\n|\Z)", re.MULTILINE
)

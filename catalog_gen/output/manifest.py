"""The record of what was written: path, name of a block or key, digest; one line each, sorted.

It lies in `<output>/.catalog-gen/<name>.manifest` and is written so that git can merge it: where both
sides changed a line, both digests count as ours, and conflict markers are skipped. `=` names the file as
a whole as it would be without any hand edit, `@key` a key of the front matter; everything else is a block of
the body. A `~` in front of a name: what would have been written, but was held back by a hand edit.
`=archive` marks a file of a version that the definitions have left behind, `=moved PATH` (in a journal) one that
goes once PATH is there, and `=order` is that of the parts of a section. `=kept` marks a file that nothing asks for any
more, and that stays since somebody changed it: another catalog may have it.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import defaultdict
from typing import TYPE_CHECKING, TypeAlias

from catalog_gen.problems import Place, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from catalog_gen.pages.rendering import Block, Rendered

Names: TypeAlias = "Mapping[str, frozenset[str]]"
"""The records of one file, by name: the digests that are ours."""

Records: TypeAlias = "Mapping[str, Mapping[str, frozenset[str]]]"
"""The records of all files, by path."""

FOLDER = ".catalog-gen"
WHOLE = "="
ARCHIVE = "=archive"
KEPT = "=kept"
MOVED = "=moved "
ORDER = "=order"
OFFERED = "~"
KEY = "@"
OUTSIDE = "this record is of a file that may be outside of the catalog"
WAYS_OUT = "restore it with git, or delete it: then what equals ours is ours again"
_HEADER = "# Written by catalog-gen{}: what is generated here. It keeps what you write by hand safe; commit it."
_CONFLICT = re.compile(r"(<{7,}|\|{7,}|={7,}|>{7,})( .*)?")
_LINE = re.compile(r"([^\t]+)\t([^\t]+)\t([0-9a-f]{32})")


def digest(data: bytes) -> str:
    """What a text or file is recognised by: the first 128 bits of its SHA-256."""
    return hashlib.sha256(data).hexdigest()[:32]


def path(output_dir: Path, name: str) -> Path:
    """The manifest of the catalog called `name`."""
    return output_dir / FOLDER / f"{name}.manifest"


def journal(output_dir: Path, name: str) -> Path:
    """What the manifest will say when the build that is under way, or was killed, is through."""
    return output_dir / FOLDER / f"{name}.journal"


def union(*several: Mapping[str, Mapping[str, Iterable[str]]]) -> dict[str, dict[str, frozenset[str]]]:
    """The records of all, by path and name: every digest counts."""
    records: dict[str, dict[str, frozenset[str]]] = {}
    for one in several:
        for file, names in one.items():
            known = records.setdefault(file, {})
            for name, digests in names.items():
                known[name] = known.get(name, frozenset()) | frozenset(digests)
    return records


def parse(text: str, shown: str) -> tuple[dict[str, dict[str, frozenset[str]]], tuple[Problem, ...]]:
    """The records in a manifest; lines that are none are a problem at the path `shown`."""
    records: dict[str, dict[str, frozenset[str]]] = defaultdict(dict)
    problems: list[Problem] = []
    for number, line in enumerate(text.splitlines(), 1):
        if not line or line.startswith("#") or _CONFLICT.fullmatch(line):
            continue
        record = _LINE.fullmatch(line)
        if record is None:
            problems.append(Problem("bad-manifest", "this line is no record", Place(shown, number, 1), hint=WAYS_OUT))
            continue
        moved_to = record[2].removeprefix(MOVED) if record[2].startswith(MOVED) else record[1]
        if not (is_inside(record[1]) and is_inside(moved_to)):
            problems.append(Problem("bad-manifest", OUTSIDE, Place(shown, number, 1), hint=WAYS_OUT))
            continue
        names = records[record[1]]
        names[record[2]] = names.get(record[2], frozenset()) | {record[3]}
    return dict(records), tuple(problems)


def is_inside(path: str) -> bool:
    """Whether a path, as it stands in a record, can only be that of a file in the catalog, on every system."""
    parts = path.split("/")
    return parts[0][1:2] != ":" and "\\" not in path and not {"", ".", ".."} & set(parts)


def states(journal: str) -> tuple[dict[str, dict[str, frozenset[str]]], ...]:
    """What builds that were killed one after another were about to write: each has left its records in the journal."""
    headers = re.split(r"^(?=# Written by )", journal, flags=re.MULTILINE)
    return tuple(records for records in (parse(part, "")[0] for part in headers) if records)


def written_by(text: str) -> str:
    """The version of the program that wrote a manifest; empty where it does not say."""
    found = re.match(r"# Written by catalog-gen ([^\s:]+):", text)
    return found[1] if found else ""


def without_header(text: str) -> str:
    """The records of a manifest as text: what has to be written anew where it changes."""
    return text.partition("\n")[2]


def dump(records: Mapping[str, Mapping[str, Iterable[str]]], program: str = "") -> str:
    """The text of a manifest, written by that version of the program."""
    lines = {
        line(file, name, one) for file, names in records.items() for name, digests in names.items() for one in digests
    }
    return "\n".join([_HEADER.format(f" {program}" if program else ""), *sorted(lines)]) + "\n"


def file_digest(data: bytes) -> str:
    """The digest of a file, whatever its line ends are: git may change them from machine to machine."""
    return digest(data.replace(b"\r\n", b"\n"))


def digest_of(text: str) -> str:
    """The digest of a text, whatever its line ends are."""
    return file_digest(text.encode())


def value_digest(value: object) -> str:
    """The digest of a value in front matter, as YAML's readers give it, however it was written."""
    try:
        text = json.dumps(value, sort_keys=True, default=repr)
    except (TypeError, ValueError, RecursionError):  # keys of several types, a circle of aliases: none of ours
        text = repr(value)
    return digest(text.encode())


def line(file: str, name: str, digest: str) -> str:
    """One record."""
    return f"{file}\t{name}\t{digest}"


def page(rendered: Rendered) -> dict[str, frozenset[str]]:
    """The records of a page that is as it was rendered: the whole, its keys, its blocks."""
    from catalog_gen.pages import frontmatter  # loads YAML, which locking and a run without changes do without

    names = {WHOLE: frozenset({digest(rendered.text.encode())})}
    for key, value in rendered.metadata.items():
        names[f"{KEY}{key}"] = frozenset({value_digest(frontmatter.plain(value))})
    return (
        names | order(rendered.blocks) | {block.name: frozenset({digest_of(block.text)}) for block in rendered.blocks}
    )


def order(blocks: Iterable[Block]) -> dict[str, frozenset[str]]:
    """The record of the order of parts, of a page with a section that has several of them."""
    found = parts(block.name for block in blocks)
    sections = {part.partition("/")[0] for part in found}
    return {ORDER: frozenset({digest_of("\n".join(found))})} if len(sections) < len(found) else {}


def parts(names: Iterable[str]) -> list[str]:
    """The parts of sections among the names of blocks, without ordinals: `example/a`, `example/b`."""
    return [name for name in dict.fromkeys(re.sub(r"/\d+\Z", "", name) for name in names) if "/" in name]


def file(data: bytes) -> dict[str, frozenset[str]]:
    """The record of a file that is one piece."""
    return {WHOLE: frozenset({file_digest(data)})}


def kept(names: Names) -> dict[str, frozenset[str]]:
    """The records of a file that stays though no definition of its catalog asks for it."""
    return {**names, KEPT: frozenset({digest(b"")})}


def held(name: str, written: frozenset[str], now: str) -> dict[str, frozenset[str]]:
    """The records of something that a hand edit holds back: what was written once, and what was offered since."""
    return {name: written, f"{OFFERED}{name}": frozenset() if now in written else frozenset({now})}


def blocks_of(names: Names) -> Names:
    """The records of the body's blocks."""
    return {name: known for name, known in names.items() if name[0] != WHOLE and not _bare(name).startswith(KEY)}


def keys_of(names: Names) -> Names:
    """The records of the front matter's keys, without the `@`."""
    keys = ((name, known) for name, known in names.items() if _bare(name).startswith(KEY))
    return {name.replace(KEY, "", 1): known for name, known in keys}


def _bare(name: str) -> str:
    return name.removeprefix(OFFERED)

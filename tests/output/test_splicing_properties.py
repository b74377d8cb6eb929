from __future__ import annotations

import dataclasses
import json
import subprocess
from collections import Counter
from typing import Any

import pytest
import workspace
import yaml
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from catalog_gen.output.splicing import UnspliceableError, splice, values
from catalog_gen.pages import frontmatter

KEYS = ["id", "version", "name", "summary", "owners", "badges", "sends", "x-note", "größe"]
WORDS = [
    "a",
    "b",
    "it's",
    'say "no"',
    "a # b",
    "#x",
    "1.0.0",
    "---",
    "...",
    "ok: yes",
    "- x",
    "😀 日本",
    "",
    " x ",
    "null",
]
TEXTS = st.sampled_from([*WORDS, "one\ntwo\n", "one\n\n# two\n--- three", "x \ny", "  x\ny\n", "a\n\n\n"]) | st.text(
    max_size=4
)
SCALARS = TEXTS | st.integers(-3, 30) | st.booleans()
MAPS = st.dictionaries(st.sampled_from(["id", "version", "to", "z"]), SCALARS, min_size=1, max_size=3)
VALUES = st.one_of(
    SCALARS,
    st.lists(SCALARS, max_size=4),
    st.lists(MAPS, max_size=3),
    MAPS,
    st.dictionaries(st.sampled_from(["p", "q"]), st.lists(st.sampled_from(WORDS), max_size=2) | MAPS, max_size=2),
    st.lists(st.lists(st.sampled_from(WORDS), max_size=2), max_size=2),
)


class _Wide(yaml.SafeDumper):
    """Writes the lists of mappings indented, as Prettier does."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: ARG002, FBT001, FBT002
        super().increase_indent(flow, indentless=False)


def _dumped(key: str, value: object, style: str) -> str:
    if style == "ours":
        return frontmatter.dump({key: value})
    if style == "flow":
        flow = yaml.safe_dump(value, default_flow_style=True, allow_unicode=True, width=30, indent=2)
        return f"{key}: " + flow.removesuffix("...\n").rstrip("\n").replace("\n", "\n  ") + "\n"
    if style == "wide":
        return yaml.dump({key: value}, Dumper=_Wide, allow_unicode=True, indent=4, sort_keys=False)
    scalar_style = {"single": "'", "double": '"', "literal": "|", "folded": ">"}[style]
    return yaml.safe_dump({key: value}, default_style=scalar_style, allow_unicode=True, width=20, sort_keys=False)


STYLES = st.sampled_from(["ours", "ours", "flow", "wide", "single", "double", "literal", "folded"])
NOTES = st.sampled_from(["", "", "", "# note", "  # note", "      # note", "# 'quoted", "#", "# - a", "# key: value"])


@dataclasses.dataclass(frozen=True)
class Written:
    """A front matter, the texts of its keys and what it says."""

    text: str
    parts: dict[str, str]
    data: dict[str, object]


@st.composite
def written(draw: st.DrawFn) -> Written:
    """Front matter of some person: any style, comments wherever they are comments, blank lines."""
    keys = draw(st.lists(st.sampled_from(KEYS), unique=True, max_size=5))
    data = {key: draw(VALUES) for key in keys}
    end = draw(st.sampled_from(["\n", "\n", "\r\n"]))
    chunks = [draw(_between(end))]
    parts = {}
    for key in keys:
        part = _dumped(key, data[key], draw(STYLES))
        for _ in range(draw(st.integers(0, 3))):
            part = _commented(draw, part)
        parts[key] = part.replace("\n", end)
        chunks += [parts[key], draw(_between(end))]
    text = "".join(chunks)
    try:
        read = values(text)
    except UnspliceableError:
        assume(False)
    assume(not any(mark in text for mark in "\x85\u2028\u2029\ufeff"))
    return Written(text, parts, read)


def _between(end: str) -> st.SearchStrategy[str]:
    return st.lists(NOTES, max_size=3).map(lambda lines: "".join(line + end for line in lines))


def _commented(draw: st.DrawFn, part: str) -> str:
    """The text of a key with one more comment, if it is one there and no text."""
    lines = part.splitlines(keepends=True)
    index = draw(st.integers(0, len(lines) - 1))
    if draw(st.booleans()):
        lines[index] = lines[index].rstrip("\n") + draw(st.sampled_from([" # beside", "\t# beside", "   #"])) + "\n"
    elif index:
        lines.insert(index, draw(st.sampled_from(["# above\n", "    # above\n", "\n"])))
    changed = "".join(lines)
    try:
        same = values(changed) == values(part)
    except UnspliceableError:
        return part
    return changed if same else part


@st.composite
def edits(draw: st.DrawFn) -> tuple[Written, dict[str, object], list[str]]:
    """A front matter, and what to do with it: other values, changed lists, keys that go."""
    before = draw(written())
    new: dict[str, object] = {}
    for key in draw(st.lists(st.sampled_from(KEYS), unique=True, max_size=3)):
        old = before.data.get(key)
        new[key] = draw(_changed(old) if isinstance(old, list) and old and draw(st.booleans()) else VALUES)
    gone = [key for key in draw(st.lists(st.sampled_from(KEYS), unique=True, max_size=2)) if key not in new]
    return before, new, gone


def _changed(old: list[Any]) -> st.SearchStrategy[list[Any]]:
    """A list with an item more, less, in another place, or with another value in it."""
    some = st.lists(st.sampled_from(range(len(old))), unique=True).map(lambda kept: [old[index] for index in kept])
    more = st.tuples(st.integers(0, len(old)), SCALARS).map(lambda new: [*old[: new[0]], new[1], *old[new[0] :]])
    other = st.tuples(st.sampled_from(range(len(old))), SCALARS).map(
        lambda new: [
            {**item, "version": new[1]} if index == new[0] and isinstance(item, dict) else item
            for index, item in enumerate(old)
        ]
    )
    return some | more | other


def _comments(text: str) -> Counter[str]:
    """Comments by their words, without those that are part of a value."""
    said = json.dumps(values(text), ensure_ascii=False, default=str)
    return Counter(
        {word: text.count(word) - said.count(word) for word in ["# note", "# beside", "# above", "# 'quoted"]}
    )


def _plain(value: object) -> Any:
    return yaml.load(frontmatter.dump({"k": value}), Loader=yaml.CSafeLoader)["k"]


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.filter_too_much, HealthCheck.too_slow])
@given(edits())
def test_an_edit_changes_what_it_should_and_nothing_else(
    edit: tuple[Written, dict[str, object], list[str]],
) -> None:
    before, new, gone = edit
    after = splice(before.text, new, gone, KEYS)
    read = values(after)
    kept = {key: value for key, value in before.data.items() if key not in gone}
    assert read == kept | {key: _plain(value) for key, value in new.items()}
    assert [key for key in read if key in kept] == list(kept)
    for key, part in before.parts.items():
        if key not in new and key not in gone:
            assert part.rstrip("\r\n").removesuffix("...") in after  # the end of the document moves down
    assert _comments(before.text) <= _comments(after)
    assert splice(after, new, gone, KEYS) == after
    assert splice(before.text, {}, (), KEYS) == before.text


_READ = """
const readers = [require("js-yaml-3").load, require("js-yaml-4").load, require("yaml").parse];
const read = (reader, text) => { try { return { said: reader(text) ?? {} }; } catch { return {}; } };
const pages = JSON.parse(require("fs").readFileSync(0, "utf-8"));
console.log(JSON.stringify(pages.map((pair) => readers.map((reader) => pair.map((text) => read(reader, text))))));
"""


@pytest.mark.node
def test_every_reader_of_a_catalog_sees_the_edit_and_nothing_else() -> None:
    found: list[tuple[Written, dict[str, object], list[str]]] = []

    @settings(max_examples=400, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(edits())
    def collect(edit: tuple[Written, dict[str, object], list[str]]) -> None:
        found.append(edit)

    collect()
    pairs = [(before.text, splice(before.text, new, gone, KEYS)) for before, new, gone in found]
    command = [str(workspace.node()), "-e", _READ]
    ran = subprocess.run(
        command, input=json.dumps(pairs), capture_output=True, encoding="utf-8", check=True, cwd=workspace.folder()
    )
    seen = 0
    for (_, new, gone), pair, readers in zip(found, pairs, json.loads(ran.stdout), strict=True):
        for old, after in readers:
            if "said" in old:  # what a reader could not read before is not ours
                kept = {key: value for key, value in old["said"].items() if key not in gone}
                assert after.get("said") == kept | {key: _plain(value) for key, value in new.items()}, pair
                seen += 1
    assert seen > len(found) * 2

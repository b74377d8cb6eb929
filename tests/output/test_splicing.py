from __future__ import annotations

import dataclasses
from typing import TYPE_CHECKING

import pytest

from catalog_gen.output import yamlediting, yamltext
from catalog_gen.output.splicing import UnspliceableError, open_page, splice, values

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

ORDER = ("id", "name", "version", "summary", "owners", "badges", "sends")


@dataclasses.dataclass(frozen=True)
class Case:
    """A front matter, its new values, what it is then, and the keys that go."""

    before: str
    new: Mapping[str, object]
    after: str
    gone: Collection[str] = ()


CASES: dict[str, Case] = {
    "a comment beside a changed value stays": Case(
        ("version: 1.0.0  # keep\nname: A\n"), {"version": "2.0.0"}, ("version: '2.0.0'  # keep\nname: A\n")
    ),
    "single quotes stay": Case("name: 'A'\n", {"name": "it's: new"}, "name: 'it''s: new'\n"),
    "double quotes stay": Case('name: "A" # x\n', {"name": 'say "no" \\ ö'}, 'name: "say \\"no\\" \\\\ ö" # x\n'),
    "double quotes hold lines and invisible characters": Case(
        'name: "A"\n', {"name": "a\nb\u2028c\xa0"}, 'name: "a\\nb\\Lc\xa0"\n'
    ),
    "single quotes give way where readers differ": Case("name: 'A'\n", {"name": "a\xa0b"}, 'name: "a\xa0b"\n'),
    "single quotes give way to a block": Case("name: 'A' # note\n", {"name": "a\nb\n"}, ("name: | # note\n  a\n  b\n")),
    "quotes are no part of a number": Case("name: 'A'\n", {"name": 5}, "name: 5\n"),
    "a plain value is written as we write it": Case("version: A\n", {"version": "1e3"}, "version: '1e3'\n"),
    "spaces around a value stay": Case("name  :   A   \t# x\n", {"name": "B"}, "name  :   B   \t# x\n"),
    "a value on its own line stays there": Case(
        ("name:\n  A # x\nid: b\n"), {"name": "B"}, ("name:\n  B # x\nid: b\n")
    ),
    "a quoted key stays": Case(("\"name\": A\n'id': B\n"), {"name": "C"}, ("\"name\": C\n'id': B\n")),
    "a missing value is filled": Case(
        ("name:\nid: # of all\nversion: \n"),
        {"name": "A", "id": "B", "version": ["C"]},
        ("name: A\nid: B # of all\nversion:\n- C\n"),
    ),
    "a null is replaced": Case("name: ~ # none\n", {"name": "A"}, "name: A # none\n"),
    "a tag goes with its value": Case("version: !!str 1.0 # x\n", {"version": "2"}, "version: '2' # x\n"),
    "a plain text of many lines is one value": Case(
        ("name: one\n  two # three\nid: a\n"), {"name": "x"}, ("name: x # three\nid: a\n")
    ),
    "a quoted text of many lines is one value": Case(
        ('summary: "one # no\n\n  # no comment\n  two" # yes\nid: a\n'),
        {"summary": "x"},
        ('summary: "x" # yes\nid: a\n'),
    ),
    "a block becomes a text, its comment stays": Case(
        ("summary: |2 # note\n    one # no\n  # no\n  ---\n\n# yes\nid: a\n"),
        {"summary": "x"},
        ("summary: x # note\n\n# yes\nid: a\n"),
    ),
    "a folded block becomes a block": Case(
        ("summary: >- # note\n  one\n\n  # no\n\nid: a\n"),
        {"summary": "x\ny"},
        ("summary: |- # note\n  x\n  y\n\nid: a\n"),
    ),
    "a text becomes a block, and no comment falls into it": Case(
        ("summary: x # note\n  # about it\n\n    # more\nid: a\n"),
        {"summary": "x\ny\n"},
        ("summary: | # note\n  x\n  y\n# about it\n\n# more\nid: a\n"),
    ),
    "a block with blank lines that count is replaced with them": Case(
        ("summary: |+\n  x\n\n\nid: a\n"), {"summary": "x"}, ("summary: x\nid: a\n")
    ),
    "a text becomes a list": Case(
        ("owners: a # us\n# next\nid: b\n"), {"owners": ["a", "b"]}, ("owners: # us\n- a\n- b\n# next\nid: b\n")
    ),
    "a flow list becomes a block": Case(
        ("owners: [a, b] # us\nid: b\n"), {"owners": ["a", "c"]}, ("owners: # us\n- a\n- c\nid: b\n")
    ),
    "a flow list of many lines keeps its comments": Case(
        ("owners: [ # us\n  # first\n  a, # the a\n  b, # the b\n  ] # end\nid: b\n"),
        {"owners": ["a", "c"]},
        ("owners: # us\n# the b\n# end\n# first\n- a # the a\n- c\nid: b\n"),
    ),
    "a list becomes a text, its comments stand below": Case(
        ("owners: # us\n  # first\n  - a # the a\n\n  - b\n  # end\nid: b\n"),
        {"owners": "a"},
        ("owners: a # us\n# first\n# the a\n  # end\nid: b\n"),
    ),
    "a list becomes a block, its comments stand after it": Case(
        ("owners: # us\n  - a # the a\n  # x\n  - b\nid: b\n"),
        {"owners": "a\nb\n"},
        ("owners: | # us\n  a\n  b\n# the a\n# x\nid: b\n"),
    ),
    "a list becomes empty": Case(
        ("owners: # us\n  - a # the a\nid: b\n"), {"owners": []}, ("owners: [] # us\n# the a\nid: b\n")
    ),
    "an empty list is filled": Case(
        ("owners: [] # none\nid: b\n"), {"owners": ["a"]}, ("owners: # none\n- a\nid: b\n")
    ),
    "an item more leaves the others": Case(
        ("owners: # us\n    -   a   # the a\n\n    # the b\n    - 'b'\n# id\nid: b\n"),
        {"owners": ["a", "b", "c"]},
        ("owners: # us\n    -   a   # the a\n\n    # the b\n    - 'b'\n    - c\n# id\nid: b\n"),
    ),
    "an item in front": Case(
        ("owners:\n  # the a\n  - a\nid: b\n"), {"owners": ["x", "a"]}, ("owners:\n  - x\n  # the a\n  - a\nid: b\n")
    ),
    "an item between": Case(
        ("owners:\n- a # the a\n# the b\n- b\n"),
        {"owners": ["a", "x", "b"]},
        ("owners:\n- a # the a\n- x\n# the b\n- b\n"),
    ),
    "an item less": Case(
        ("owners:\n  - a # the a\n  # the b\n  - b # more\n  - c # the c\nid: x\n"),
        {"owners": ["a", "c"]},
        ("owners:\n  # more\n  - a # the a\n  # the b\n  - c # the c\nid: x\n"),
    ),
    "another item": Case(
        ("owners:\n  - a # the a\n  - b # the b\nid: x\n"),
        {"owners": ["a", "c"]},
        ("owners:\n  # the b\n  - a # the a\n  - c\nid: x\n"),
    ),
    "items in another order take their comments along": Case(
        ("owners:\n  - a # the a\n  - 'b' # the b\n  -   c # the c\nid: x\n"),
        {"owners": ["c", "a", "b"]},
        ("owners:\n  -   c # the c\n  - a # the a\n  - 'b' # the b\nid: x\n"),
    ),
    "all items are others": Case(
        ("owners: # us\n  - a # the a\n  # between\n  - b\nid: x\n"),
        {"owners": ["x", "y"]},
        ("owners: # us\n  # the a\n  - x\n  - y\n  # between\nid: x\n"),
    ),
    "a block in a list swallows no comment": Case(
        ("x-notes:\n  - a\n    # deep\n  - b\n"),
        {"x-notes": ["a\nb\n", "b"]},
        ("x-notes:\n  - |\n    a\n    b\n  # deep\n  - b\n"),
    ),
    "an item that precedes a block with blank lines that count": Case(
        ("x-notes:\n  - |+\n    a\n\n  - b # b\n\n  - c\n"),
        {"x-notes": ["a\n\n", "c"]},
        ("x-notes:\n  # b\n  - |+\n    a\n\n  - c\n"),
    ),
    "an item's dash may stand alone": Case(
        ("owners:\n  -\n    a\n  - # the b\n    b\n"),
        {"owners": ["a", "b", "c"]},
        ("owners:\n  -\n    a\n  - # the b\n    b\n  - c\n"),
    ),
    "a list in a list is written anew": Case(
        ("x-grid:\n  - - a # the a\n    - b\n  - - c # the c\n"),
        {"x-grid": [["a", "x"], ["c"]]},
        ("x-grid:\n  # the a\n  - - a\n    - x\n  - - c # the c\n"),
    ),
    "a mapping in a list changes by key": Case(
        ("sends:\n  - id: \"A\" # the a\n    version: '1.0.0' # pinned\n\n    # of b\n  - version: 1.0.0\n    id: B\n"),
        {"sends": [{"id": "A", "version": "2.0.0"}, {"id": "B", "version": "1.0.0"}]},
        ("sends:\n  - id: \"A\" # the a\n    version: '2.0.0' # pinned\n\n    # of b\n  - version: 1.0.0\n    id: B\n"),
    ),
    "a mapping in a list gets and loses keys": Case(
        ("sends:\n  - id: A # the a\n    version: 1.0.0 # pinned\n    # about to\n    to: x\n  - id: B\n"),
        {"sends": [{"id": "A", "to": "x", "from": ["y"]}, {"id": "B", "version": "1"}]},
        (
            "sends:\n"
            "  - id: A # the a\n"
            "    # pinned\n"
            "    # about to\n"
            "    to: x\n"
            "    from:\n"
            "    - y\n"
            "  - id: B\n"
            "    version: '1'\n"
        ),
    ),
    "a mapping more": Case(
        ("sends:\n  - id: A # the a\n    version: 1.0.0\n"),
        {"sends": [{"id": "A", "version": "1.0.0"}, {"id": "B", "version": "1.0.0"}]},
        ("sends:\n  - id: A # the a\n    version: 1.0.0\n  - id: B\n    version: '1.0.0'\n"),
    ),
    "a mapping less": Case(
        ("sends:\n  - id: A # the a\n    version: 1.0.0 # one\n  - id: B\n    version: 1.0.0\n"),
        {"sends": [{"id": "B", "version": "1.0.0"}]},
        ("sends:\n  # the a\n  # one\n  - id: B\n    version: 1.0.0\n"),
    ),
    "mappings without an id are found by what they share": Case(
        ("badges:\n  - content: New # fresh\n    textColor: red # loud\n"),
        {"badges": [{"content": "Old", "textColor": "red"}]},
        ("badges:\n  - content: Old # fresh\n    textColor: red # loud\n"),
    ),
    "the first key of a mapping in a list goes": Case(
        ("badges:\n  - content: New # fresh\n    textColor: red # loud\n"),
        {"badges": [{"textColor": "red"}]},
        ("badges:\n  # fresh\n  # loud\n  - textColor: red\n"),
    ),
    "a mapping changes by key": Case(
        ("x-meta: # all\n    team: a # us\n    # the level\n    level: 1\nid: x\n"),
        {"x-meta": {"team": "b", "level": 1, "more": {"deep": ["x"]}}},
        ("x-meta: # all\n    team: b # us\n    # the level\n    level: 1\n    more:\n      deep:\n      - x\nid: x\n"),
    ),
    "a mapping becomes a list": Case(
        ("x-meta: # all\n    team: a # us\n    # the level\n    level: 1\nid: x\n"),
        {"x-meta": ["a"]},
        ("x-meta: # all\n# us\n- a\n# the level\nid: x\n"),
    ),
    "a flow mapping becomes a block": Case(
        "x-meta: {team: a, level: 1} # all\n", {"x-meta": {"team": "b"}}, ("x-meta: # all\n  team: b\n")
    ),
    "a removed key leaves the comments around it": Case(
        ("# id\nid: a\n# name\nname: b # beside\n# version\nversion: c\n"),
        {},
        ("# id\nid: a\n# name\n# beside\n# version\nversion: c\n"),
        {"name"},
    ),
    "a removed list leaves its comments": Case(
        ("id: a\nowners: # us\n  - a # the a\n  # the b\n  - b\n  # end\n\nversion: c\n"),
        {},
        ("id: a\n# us\n# the a\n# the b\n  # end\n\nversion: c\n"),
        {"owners"},
    ),
    "the first key goes": Case(("id: a # x\nname: b\n"), {}, ("# x\nname: b\n"), {"id"}),
    "the last key goes": Case("id: a\nname: b", {}, "id: a\n", {"name"}),
    "the only key goes": Case(("# x\nid: a # y\n"), {}, ("# x\n# y\n"), {"id"}),
    "a key that is not there is not removed": Case("id: a\n", {}, "id: a\n", {"name"}),
    "removing a key lets no comment fall into a block": Case(
        ("summary: |\n  a\nowners:\n  - b\n  # note\n\n  # more\nid: x\n"),
        {},
        ("summary: |\n  a\n# note\n\n# more\nid: x\n"),
        {"owners"},
    ),
    "removing a key gives no blank line to a block": Case(
        ("summary: |+\n  a\n\nowners:\n  - b\n\nid: x\n"), {}, ("summary: |+\n  a\n\nid: x\n"), {"owners"}
    ),
    "a removed block's lines are no comments": Case(
        ("summary: |\n  # a\n  ---\n  b # c\nid: x\n"), {}, "id: x\n", {"summary"}
    ),
    "a new key goes after the one before it": Case(
        ("id: a # the id\n# about the version\n\nversion: b\n"),
        {"name": "x"},
        ("id: a # the id\nname: x\n# about the version\n\nversion: b\n"),
    ),
    "a new key goes after the nearest one before it": Case(
        ("version: b\nid: a\n\n# more\nx-a: 1\n"), {"name": "x"}, ("version: b\nid: a\nname: x\n\n# more\nx-a: 1\n")
    ),
    "a new key goes before the one after it": Case(
        ("# head\n\n# about owners\n# indeed\nowners: [a]\nx-a: 1\n"),
        {"name": "x"},
        ("# head\n\nname: x\n# about owners\n# indeed\nowners: [a]\nx-a: 1\n"),
    ),
    "a new key without neighbours goes to the end": Case(
        ("x-a: 1\n# end\n"), {"name": "x"}, ("x-a: 1\n# end\nname: x\n")
    ),
    "a new key without a place goes to the end": Case(
        ("id: a\nowners:\n  - a\n  # end\n"), {"x-b": "x"}, ("id: a\nowners:\n  - a\n  # end\nx-b: x\n")
    ),
    "new keys come in order": Case(
        ("id: a\nx-a: 1\n"),
        {"owners": ["b"], "version": "1.0.0", "name": "n"},
        ("id: a\nname: n\nversion: '1.0.0'\nowners:\n- b\nx-a: 1\n"),
    ),
    "a new key goes after a block": Case(
        ("summary: |\n  a\n\n# owners\nowners: []\n"),
        {"badges": [], "sends": []},
        ("summary: |\n  a\n\n# owners\nowners: []\nbadges: []\nsends: []\n"),
    ),
    "a new key goes after a block with blank lines that count": Case(
        ("id: a\nsummary: |+\n  a\n\n\n# end\nx-a: 1\n"),
        {"owners": ["o"]},
        ("id: a\nsummary: |+\n  a\n\n\nowners:\n- o\n# end\nx-a: 1\n"),
    ),
    "a new block swallows no comment": Case(
        ("id: a\n  # deep\nx-a: 1\n"), {"summary": "a\nb\n"}, ("id: a\nsummary: |\n  a\n  b\n# deep\nx-a: 1\n")
    ),
    "a new key goes into an empty front matter": Case("", {"id": "a", "name": "b"}, ("id: a\nname: b\n")),
    "a new key goes below comments": Case(("# only\n\n# these\n"), {"id": "a"}, ("# only\n\n# these\nid: a\n")),
    "a new key goes into blank lines": Case(("\n\n"), {"id": "a"}, ("\n\nid: a\n")),
    "a new key ends a line that does not end": Case("id: a", {"name": "b"}, ("id: a\nname: b\n")),
    "a comment that does not end its line": Case("id: a # x", {"name": "b"}, ("id: a # x\nname: b\n")),
    "a value changes in a line that does not end": Case("id: a", {"id": "b"}, "id: b"),
    "Windows line ends are kept": Case(
        ("id: a # x\r\nowners:\r\n  - a # y\r\nsummary: |\r\n  a\r\n  b\r\n"),
        {"owners": ["a", "b"], "version": "c", "sends": ["x\ny"]},
        (
            "id: a # x\r\n"
            "version: c\r\n"
            "owners:\r\n"
            "  - a # y\r\n"
            "  - b\r\n"
            "sends:\r\n"
            "- |-\r\n"
            "  x\r\n"
            "  y\r\n"
            "summary: |\r\n"
            "  a\r\n"
            "  b\r\n"
        ),
    ),
    "the first line tells the line end": Case(
        ("id: a\r\nversion: b\n"), {"name": "c"}, ("id: a\r\nname: c\r\nversion: b\n")
    ),
    "a document end marker stays the end": Case(
        ("id: a\n...\n# after\n"), {"name": "b"}, ("id: a\nname: b\n...\n# after\n")
    ),
    "a document that goes takes its end marker along": Case("id: a # x\n... # y\n# z\n", {}, "# x\n# y\n# z\n", {"id"}),
    "tabs stay": Case(("id:\ta\t# x\nname:\tb\n"), {"id": "c"}, ("id:\tc\t# x\nname:\tb\n")),
    "characters beyond 16 bits do not shift": Case(
        ("name: 😀😀 # 🎉\nid: 'ä' # ö\n"), {"id": "日本"}, ("name: 😀😀 # 🎉\nid: '日本' # ö\n")
    ),
    "a # in a text is no comment": Case(
        ("id: a#b\nname: 'x # y' # z\nx-a: \"# q\"\n"), {"name": "n"}, "name: 'n' # z\n", {"x-a", "id"}
    ),
    "an alias is replaced by a value": Case(
        ("x-a: &a [1]\nowners: *a # these\n"), {"owners": ["b"]}, ("x-a: &a [1]\nowners: # these\n- b\n")
    ),
    "an anchor that nobody uses goes": Case(
        ("owners: &a # us\n  - b\nid: c\n"), {"owners": ["d"]}, ("owners: &a # us\n  - d\n"), {"id"}
    ),
    "an alias in a list stays": Case(
        ("x-a: &a me\nowners:\n  - *a # me\n  - b\n"),
        {"owners": ["me", "c"]},
        ("x-a: &a me\nowners:\n  - *a # me\n  - c\n"),
    ),
    "an anchor in a list stays": Case(
        ("owners:\n  - &a me # me\n  - b\nx-a: *a\n"), {"owners": ["me"]}, ("owners:\n  - &a me # me\nx-a: *a\n")
    ),
    "the same value in other words changes nothing": Case(
        ('owners: [ \'a\',   "b" ]\nversion: "1.0.0"\n'),
        {"owners": ("a", "b"), "version": "1.0.0"},
        ('owners: [ \'a\',   "b" ]\nversion: "1.0.0"\n'),
        {"x"},
    ),
    "a number that should be a text changes": Case("version: 1.0\n", {"version": "1.0"}, "version: '1.0'\n"),
    "a date stays a date": Case(("x-on: 2026-01-02 # day\nid: a\n"), {"id": "b"}, ("x-on: 2026-01-02 # day\nid: b\n")),
    "keys in a list of another file's style": Case(
        ("owners:\n- a\nid: x\n"), {"owners": ["a", {"id": "b"}]}, ("owners:\n- a\n- id: b\nid: x\n")
    ),
}


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_an_edit_leaves_what_a_person_wrote(case: Case) -> None:
    assert splice(case.before, case.new, case.gone, ORDER) == case.after


@pytest.mark.parametrize("case", CASES.values(), ids=CASES)
def test_an_edit_made_again_or_none_changes_nothing(case: Case) -> None:
    assert splice(case.after, case.new, case.gone, ORDER) == case.after
    assert splice(case.before, {}, (), ORDER) == case.before


SHUT = {
    "a flow mapping": ("{id: a, name: b}\n", {"id": "c"}, "is written as a flow mapping; write one key a line", 2, 1),
    "a key with a question mark": (
        "id: a\n? name\n: b\n",
        {"name": "c"},
        "with a question mark; write `key: value`",
        3,
        3,
    ),
    "a value that is used elsewhere": (
        "id: &x a\nname: *x\n",
        {"id": "c"},
        "also used as *x; write the value out",
        3,
        7,
    ),
    "a removed value that is used elsewhere": ("x: &x [a]\nowners: *x\n", {"x": []}, "also used as *x", 3, 9),
    "a list that is used elsewhere": ("x: &x\n  - a\nowners: *x\n", {"x": ["a", "b"]}, "also used as *x", 4, 9),
    "a line end to some readers": ("id: a\nname: 'b\u2028c'\n", {"id": "c"}, "only some readers end a line at", 3, 9),
    "a block without a line end": ("id: |\n  a", {"name": "c"}, "cannot be changed in place", 0, 0),
}


@pytest.mark.parametrize(("text", "new", "reason", "line", "column"), SHUT.values(), ids=SHUT)
def test_what_cannot_be_spliced_is_refused_with_what_to_do(
    text: str, new: dict[str, object], reason: str, line: int, column: int
) -> None:
    with pytest.raises(UnspliceableError) as raised:
        splice(text, new, (), ORDER)
    assert reason in raised.value.reason
    assert (raised.value.line, raised.value.column) == (line, column)


UNREADABLE = {
    "no YAML": ("id: a\nname: [b\n", "no YAML that can be read", 4, 1),
    "no YAML after characters beyond 16 bits": ("id: 😀😀\nb: *\n", "no YAML that can be read", 3, 5),
    "a tab as indentation": ("id:\n\t- a\n", "no YAML that can be read", 3, 1),
    "a list": ("- id: a\n", "is no mapping; write one `key: value` a line", 2, 1),
    "a text": ("# x\nid\n", "is no mapping", 3, 1),
    "a set": ("!!set\nid:\n", "is no mapping; remove its tag", 2, 1),
    "a number as a key": ("id: a\n1: b\n", "the key 1 is no text to all readers; put it in quotes", 3, 1),
    "a boolean as a key": ("id: a\non: b\n", "the key on is no text to all readers; put it in quotes", 3, 1),
    "two numbers that are one key": ("1: a\n1.0: b\n", "the key 1 is no text", 2, 1),
    "a list as a key": ("[a]: b\n", "", 2, 1),
    "a key that is there twice": ("id: a\n'id': b\n", "the key id is there twice; keep one of them", 3, 1),
    "a key that is there twice inside": ("x:\n  - id: a\n    id: b\n", "the key id is there twice", 4, 5),
    "a merge key": ("x: &x {a: b}\ny:\n  <<: *x\n", "some readers do not know merge keys (<<)", 4, 3),
    "two documents": ("id: a\n...\n---\nid: b\n", "several documents", 4, 1),
    "directives": ("%YAML 1.1\n---\nid: a\n", "directives or a `---` of its own; remove them", 2, 1),
    "an unknown tag": ("id: a\nname: !name b\n", "could not determine a constructor for the tag '!name'", 3, 7),
    "an impossible date": ("id: a\nx:\n  on: 2026-02-31\n", "day is out of range", 4, 7),
    "an impossible number": ("id: a\nx: !!int a\n", "", 3, 4),
    "an impossible binary": ("id: a\nx: !!binary é\n", "", 3, 4),
    "an alias of nothing": ("id: *x\n", "nothing before this has the anchor &x", 2, 5),
    "an alias of what it stands in": ("x: &x\n  - *x\n", "*x stands inside of what it means", 3, 5),
    "aliases that grow": (
        "a: &a [1, 1, 1, 1, 1, 1, 1, 1, 1, 1]\n"
        + "".join(
            f"{key}: &{key} [{', '.join(['*' + old] * 10)}]\n" for old, key in zip("abcdef", "bcdefg", strict=True)
        ),
        "the aliases here stand for too many values",
        5,
        0,
    ),
    "too many levels": ("x: " + "[" * 70 + "]" * 70 + "\n", "nested more than 64 levels deep", 2, 68),
    "a character that YAML cannot hold": ("id: ä\nname: b\x07\n", "YAML cannot hold this character", 3, 8),
    "half a character": ("id: \ud800\n", "cannot be read", 0, 0),
    "a byte order mark": ("\ufeffid: a\n", "a byte order mark stands below the first line; remove it", 2, 1),
}


@pytest.mark.parametrize(("text", "reason", "line", "column"), UNREADABLE.values(), ids=UNREADABLE)
def test_what_readers_refuse_or_disagree_on_is_located(text: str, reason: str, line: int, column: int) -> None:
    with pytest.raises(UnspliceableError) as raised:
        values(text)
    assert reason in raised.value.reason
    assert raised.value.line == line
    assert raised.value.column == column or not column


def test_values_are_what_pyyaml_reads() -> None:
    assert values("id: a\nx: [1, 2.5, null, true]\n1.0.0: b\n") == {"id": "a", "x": [1, 2.5, None, True], "1.0.0": "b"}


@pytest.mark.parametrize("text", ["", "\n\n", "# only\n", "{}\n"])
def test_nothing_is_an_empty_mapping(text: str) -> None:
    assert values(text) == {}


PAGES = {
    "a page": ("---\nid: a\n---\n\n# A\n", ("---\n", "id: a\n", "---\n", "\n# A\n")),
    "a byte order mark": ("\ufeff---\nid: a\n---\nA", ("\ufeff---\n", "id: a\n", "---\n", "A")),
    "Windows line ends": ("---\r\nid: a\r\n---\r\nA\r\n", ("---\r\n", "id: a\r\n", "---\r\n", "A\r\n")),
    "spaces after the marks": ("--- \nid: a\n---\t\nA\n", ("--- \n", "id: a\n", "---\t\n", "A\n")),
    "nothing in between": ("---\n---\nA\n", ("---\n", "", "---\n", "A\n")),
    "nothing after it": ("---\nid: a\n---", ("---\n", "id: a\n", "---", "")),
    "a mark in a block": ("---\nx: |\n  ---\n---\n---\n", ("---\n", "x: |\n  ---\n", "---\n", "---\n")),
    "a line end of old": ("---\nid: a\r---\n---\n", ("---\n", "id: a\r---\n", "---\n", "")),
}


@pytest.mark.parametrize(("text", "parts"), PAGES.values(), ids=PAGES)
def test_a_page_has_four_parts(text: str, parts: tuple[str, str, str, str]) -> None:
    document = open_page(text)
    assert (document.start, document.yaml, document.end, document.body) == parts
    assert "".join(dataclasses.astuple(document)) == text


@pytest.mark.parametrize(
    ("text", "reason", "line"),
    [
        ("", "has no front matter", 1),
        ("# A\n", "has no front matter", 1),
        ("\n---\nid: a\n---\n", "has no front matter", 1),
        ("----\nid: a\n---\n", "has no front matter", 1),
        ("---\nid: a\n", "never closed", 1),
        ("---\nid: a\n ---\n", "never closed", 1),
        ("---\nid: a\n---x: b\n---\n", "some readers end the front matter at this line", 3),
    ],
)
def test_a_page_without_front_matter_is_refused(text: str, reason: str, line: int) -> None:
    with pytest.raises(UnspliceableError, match=reason) as raised:
        open_page(text)
    assert raised.value.line == line


def test_a_page_with_a_byte_order_mark_is_spliced_where_it_should_be() -> None:
    document = open_page("\ufeff---\nid: 'a' # x\nname: b\n---\n")
    assert splice(document.yaml, {"id": "c"}, ["name"], ORDER) == "id: 'c' # x\n"


def test_a_value_that_no_front_matter_holds_is_our_mistake() -> None:
    with pytest.raises(TypeError, match="front matter cannot hold"):
        splice("id: a\n", {"name": None}, (), ORDER)


@pytest.mark.parametrize(
    ("result", "reason"),
    [
        ("id: c # x\nname: d\n", "cannot be changed in place"),
        ("id: c\n- # x\n", "cannot be changed in place"),
        ("id: c\nname: b\n", "the comment # x would get lost; move it above its key"),
    ],
)
def test_a_result_that_is_wrong_is_refused(result: str, reason: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(yamlediting, "edit", lambda *_: result)
    with pytest.raises(UnspliceableError, match=reason):
        splice("id: a # x\nname: b\n", {"id": "c"}, (), ORDER)


@pytest.mark.parametrize(
    ("text", "comments"),
    [
        ("a: b # c\n", ["# c"]),
        ("a: b# c\n", []),
        ("a: 'b # c' # d\n", ["# d"]),
        ("a: |- # b\n  # c\n# d\n", ["# b", "# d"]),
        ("a: &x !!str | # b\n  # c\n", ["# b"]),
        ("a: >2\n   # c\n  # d\n # e\n", ["# e"]),
        ("a: [b, # c\n  # d\n  'e # f'] # g\n", ["# c", "# d", "# g"]),
        ("# a\n\na: b\n...\n# b\n", ["# a", "# b"]),
        ("#\r\n#a\r\n", ["#", "#a"]),
        ("a:\t#b\n", ["#b"]),
        ("a: b\n  c # d\n", ["# d"]),
    ],
)
def test_comments_are_what_starts_with_a_number_sign_outside_of_texts(text: str, comments: list[str]) -> None:
    assert [comment.text for comment in yamltext.Text(text).comments] == comments

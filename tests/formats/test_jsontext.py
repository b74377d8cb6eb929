from __future__ import annotations

import dataclasses
import itertools
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog_gen.formats.jsontext import Document, parse

VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


def reported(text: str) -> list[str]:
    _, problems = parse("a.json", text)
    assert {problem.code for problem in problems} <= {"bad-schema"}
    return [f"{problem.place.line}:{problem.place.column} {problem.message}" for problem in problems]


@pytest.mark.parametrize(
    ("text", "value", "expected"),
    [
        ('{"a": 1 // one\n}', {"a": 1}, ["1:9 JSON has no comments"]),
        ('{"a": 1 /* one\n */, "b": 2 # two\n}', {"a": 1, "b": 2}, ["1:9 JSON has no comments",
         "2:13 JSON has no comments"]),
        ("// one\n[]", [], ["1:1 JSON has no comments"]),
        ('{"a": [1,\n ],\n}', {"a": [1]}, ["1:9 a comma before the end of the array",
         "2:3 a comma before the end of the object"]),
        ("[1,,2]", [1, 2], ["1:4 a comma with nothing before it"]),
        ("[,]", [], ["1:2 a comma with nothing before it"]),
        ("[1 2]", [1, 2], ['1:4 a comma is missing before "2"']),
        ('{"a": 1 "b": 2}', {"a": 1, "b": 2}, ["1:9 a comma is missing before a double quote"]),
        ("{'a': 'it\\'s'}", {"a": "it's"}, ["1:2 a text in single quotes", "1:7 a text in single quotes"]),
        ("{a: 1}", {"a": 1}, ['1:2 the key "a" is not in quotes']),
        ('{"a" = 1}', {"a": 1}, ['1:6 "=" stands where ":" is expected']),
        ("[True, None]", [True, None], ["1:2 True is not a value of JSON", "1:8 None is not a value of JSON"]),
        ('{"a": 1, "b": {"c": 1, "c": 2}}', {"a": 1, "b": {"c": 2}},
         ['1:24 the key "c" stands in this object already']),
        ('{"a": 1, "b": 2, "a": 3, "a": 4}', {"a": 4, "b": 2},
         ['1:18 the key "a" stands in this object already', '1:26 the key "a" stands in this object already']),
        ('["a\tb\\q"]', ["a\tb\\q"], ["1:4 U+0009 (TAB) stands in a text", '1:6 "\\\\q" is no escape of JSON']),
        ('["\\ud800"]', ["\ufffd"], ["1:2 the text has one half of a surrogate pair, which stands for no character"]),
        ("[1]\u00a0", [1], ["1:4 U+00A0 (NO-BREAK SPACE) is no space in JSON"]),
        ('{"a": 1} 2', {"a": 1}, ['1:10 something stands behind the end of the JSON value: "2"']),
        ('{"a": 1}}', {"a": 1}, ['1:9 something stands behind the end of the JSON value: "}"']),
    ],
)  # fmt: skip
def test_what_leaves_no_doubt_is_read_and_reported(text: str, value: object, expected: list[str]) -> None:
    document, _ = parse("a.json", text)
    assert document is not None
    assert document.value == value
    assert reported(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ["1:1 the file is empty"]),
        (" \n", ["1:1 the file is empty"]),
        ("# x", ["1:1 JSON has no comments", "1:1 the file has nothing but comments"]),
        ("[1 /* x", ["1:4 JSON has no comments", "1:4 the comment is not closed"]),
        ('{"a": NaN, "b": -Infinity}', ["1:7 NaN is not a number of JSON", "1:17 -Infinity is not a number of JSON"]),
        ("[01, .5, +1, 1., 0x1]", [f"1:{at} {text} is not a number as JSON writes it" for at, text in
                                   ((2, '"01"'), (6, '".5"'), (10, '"+1"'), (14, '"1."'), (18, '"0x1"'))]),
        ("[" + "9" * 5000 + "]", ["1:2 the number is larger than programs can hold, it has 5000 digits"]),
        ("[1e400]", ["1:2 the number is larger than programs can hold"]),
        ("[tru]", ['1:2 "tru" is not a value of JSON']),
        ("[" * 100_000, ["1:1001 nested deeper than 1000 levels"]),
        ('{"a": "x', ["1:7 the text that starts here has no closing quote in its line"]),
        ('{"a": "ö\n"}', ["1:7 the text that starts here has no closing quote in its line"]),
        ('{"a": [1, 2}', ['1:12 "}" stands where the array that starts at 1:7 is still open']),
        ('{"a": [1, 2]', ["1:1 the object that starts here is never closed"]),
        ('{"a"}', ['1:5 ":" is expected behind the key "a", not "}"']),
        ('{"a": }', ['1:7 a value is expected, not "}"']),
        ("{ \x00: 1}".replace("\\x00", "\x00"), ['1:3 the key "\\u0000" is not in quotes']),
        ("]", ['1:1 a value is expected, not "]"']),
    ],
)  # fmt: skip
def test_what_is_no_json_is_reported_where_it_stands(text: str, expected: list[str]) -> None:
    assert reported(text) == expected


@pytest.mark.parametrize("text", ["[NaN]", "[01]", "[1e400]", "[tru]", "{", '"', "[1, 2}"])
def test_a_text_with_a_value_that_nobody_knows_is_no_document(text: str) -> None:
    assert parse("a.json", text)[0] is None


@pytest.mark.parametrize(("text", "value"), [("1" * 300, int("1" * 300)), ("1.5", 1.5), ("-0", 0), ("1E2", 100.0)])
def test_numbers_are_what_python_makes_of_them(text: str, value: float) -> None:
    document, problems = parse("a.json", text)
    assert problems == ()
    assert document is not None
    assert (document.value, type(document.value)) == (value, type(value))


def test_depth_is_no_question_of_how_deep_the_program_is_in_its_own_calls() -> None:
    document, problems = parse("a.json", "[" * 1000 + "]" * 1000)
    assert document is not None
    assert problems == ()


@given(st.text(alphabet="{}[]\",:\\/*#'\n\t 01e.-atrue\u00a0\ufeff", max_size=30))
def test_any_text_is_a_document_or_has_problems(text: str) -> None:
    document, problems = parse("a.json", text)
    try:
        value = json.loads(text.removeprefix("\ufeff"))
    except ValueError:
        assert problems
    else:
        assert document is not None
        assert document.value == value or problems


@given(VALUES, st.data())
def test_comments_and_commas_change_nothing_of_the_value(value: object, data: st.DataObject) -> None:
    text = json.dumps(value, indent=1, ensure_ascii=True)
    lines = text.split("\n")
    number = data.draw(st.integers(0, len(lines) - 1))
    lines[number] += " // said here"
    document, problems = parse("a.json", "\n".join(lines))
    assert document is not None
    assert document.value == value
    assert [(problem.place.line, problem.message) for problem in problems] == [(number + 1, "JSON has no comments")]


def test_what_looks_like_a_comment_in_a_text_is_none() -> None:
    assert reported('{"a": "http://x /* y */ # z ,]"}') == []


def test_a_byte_order_mark_is_no_part_of_the_text() -> None:
    document, _ = parse("a.json", '\ufeff{"a": 1}')
    assert document is not None
    assert str(document.place(["a"])) == "a.json:1:7"


def test_many_comments_take_no_more_than_their_share() -> None:
    assert len(reported("[\n" + "1, // one\n" * 20_000 + "1]")) == 20_000


DOCUMENT = '{"a": [1,\n  {"bö": 2, "c": {}}],\n "d": "x"}'


@pytest.mark.parametrize(
    ("pointer", "value", "key"),
    [
        ([], "1:1", "1:1"),
        (["a"], "1:7", "1:2"),
        (["a", 0], "1:8", "1:8"),
        (["a", 1], "2:3", "2:3"),
        (["a", 1, "bö"], "2:10", "2:4"),
        (["a", 1, "c"], "2:18", "2:13"),
        (["d"], "3:7", "3:2"),
        (["d", "nothing"], "3:7", "3:7"),
        (["nothing"], "1:1", "1:1"),
        (["a", 9], "1:7", "1:7"),
    ],
)
def test_every_value_and_key_has_its_place(pointer: list[str | int], value: str, key: str) -> None:
    document, _ = parse("a.json", DOCUMENT)
    assert document is not None
    assert str(document.place(pointer)) == f"a.json:{value}"
    assert str(document.place(pointer, key=True)) == f"a.json:{key}"


@given(VALUES)
def test_the_places_of_any_document_lead_to_its_values(value: object) -> None:
    text = json.dumps(value, indent=1, ensure_ascii=False)
    document, problems = parse("a.json", text)
    assert not problems
    assert document is not None
    assert document.value == value
    lines = text.split("\n")

    def below(steps: list[str | int], inner: object) -> None:
        place = document.place(steps)
        rest = "\n".join([lines[place.line - 1][place.column - 1 :], *lines[place.line :]])
        assert json.JSONDecoder().raw_decode(rest)[0] == inner
        if isinstance(inner, dict):
            for key, item in inner.items():
                below([*steps, key], item)
        elif isinstance(inner, list):
            for index, item in enumerate(inner):
                below([*steps, index], item)

    below([], value)


def _pointers(value: object) -> list[list[str | int]]:
    """The ways to all values in a document, and some that lead nowhere."""
    found: list[list[str | int]] = [[], ["nowhere"], [9], [-1]]
    steps: list[tuple[str | int, object]] = []
    if isinstance(value, dict):
        steps += value.items()
    elif isinstance(value, list):
        steps += enumerate(value)
    return found + [[step, *rest] for step, inner in steps for rest in _pointers(inner)]


@given(VALUES, st.sampled_from([None, 1, "\t"]))
def test_a_place_looked_for_alone_is_the_one_that_is_found_with_all_others(
    value: object, indent: int | str | None
) -> None:
    text = f" \n{json.dumps(value, indent=indent, ensure_ascii=False)}"
    alone, _ = parse("a.json", text)
    together = Document("a.json", value, text)
    assert alone is not None
    for pointer in _pointers(value):
        for key in (False, True):
            one = dataclasses.replace(alone, _asked=itertools.count())
            assert one.place(pointer, key=key) == together.place(pointer, key=key)
            assert "_root" not in vars(one)


def test_when_many_places_are_asked_for_all_are_found_at_once() -> None:
    document, _ = parse("a.json", json.dumps([*range(100)]))
    assert document is not None
    assert [document.place([index]).column for index in range(3)] == [2, 5, 8]
    assert "_root" not in vars(document)
    assert [document.place([index]).column for index in range(60)][-1] == 228
    assert "_root" in vars(document)


def test_a_place_behind_deep_nesting_is_found_from_deep_within_a_program() -> None:
    document, _ = parse("a.json", f'{{"deep": {"[" * 900}{"]" * 900},\n"next": 1}}')
    assert document is not None

    def below(depth: int) -> str:
        return str(document.place(["next"])) if depth == 0 else below(depth - 1)

    assert below(200) == "a.json:2:9"

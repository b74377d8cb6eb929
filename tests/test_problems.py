from __future__ import annotations

import json
import re
from typing import Any

import pytest

from catalog_gen import problems
from catalog_gen.problems import CODES, Place, Problem

PLACE = Place("schemas/definitions.py", 31, 12)


def problem(message: str = "it is wrong", **values: Any) -> Problem:
    given: dict[str, Any] = {"code": "unknown-owner", "message": message, "place": PLACE}
    return Problem(**given | values)


@pytest.mark.parametrize("code", CODES)
def test_a_code_is_in_kebab_case(code: str) -> None:
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*", code)


@pytest.mark.parametrize("code", CODES)
def test_a_code_is_an_error_or_a_warning_and_has_a_meaning_of_one_line(code: str) -> None:
    entry = CODES[code]
    assert entry.severity in {"error", "warning"}
    assert entry.meaning
    assert "\n" not in entry.meaning
    assert not entry.meaning.endswith(".")


def test_a_code_that_is_not_in_the_table_is_our_own_mistake() -> None:
    with pytest.raises(ValueError, match="no-such-code"):
        problem(code="no-such-code")


@pytest.mark.parametrize(
    ("place", "text"),
    [
        (Place("a.py"), "a.py"),
        (Place("a.py", 3), "a.py:3"),
        (Place("a.py", 3, 7), "a.py:3:7"),
    ],
    ids=["file", "line", "column"],
)
def test_a_place_is_written_as_editors_write_it(place: Place, text: str) -> None:
    assert str(place) == text


@pytest.mark.parametrize(
    ("values", "line"),
    [
        ({}, "schemas/definitions.py:31:12: it is wrong [unknown-owner]"),
        ({"subject": "E 1.0.0"}, "schemas/definitions.py:31:12: E 1.0.0: it is wrong [unknown-owner]"),
        ({"hint": "fix it"}, "schemas/definitions.py:31:12: it is wrong (fix it) [unknown-owner]"),
        ({"place": Place("")}, "it is wrong [unknown-owner]"),
    ],
    ids=["bare", "subject", "hint", "nowhere"],
)
def test_a_problem_is_one_line_of_text(values: dict[str, Any], line: str) -> None:
    assert problems.text(problem(**values)) == line


@pytest.mark.parametrize(
    ("character", "shown"),
    [
        ("\n", r"\x0a"),
        ("\r", r"\x0d"),
        ("\x1b", r"\x1b"),
        ("\x7f", r"\x7f"),
        ("\x9b", r"\x9b"),
        ("\u2028", r"\u2028"),
        ("\u202e", r"\u202e"),
        ("\u2067", r"\u2067"),
        ("\u200f", r"\u200f"),
        ("\u061c", r"\u061c"),
    ],
    ids=["line feed", "carriage return", "escape", "delete", "C1", "line separator", "bidi", "isolate", "RTL", "ALM"],
)
@pytest.mark.parametrize("field", ["message", "subject", "hint"])
def test_no_character_breaks_the_line_or_steers_the_terminal(field: str, character: str, shown: str) -> None:
    line = problems.text(problem(**{field: f"a{character}b"}))
    assert character not in line
    assert f"a{shown}b" in line


def test_a_path_cannot_steer_the_terminal_either() -> None:
    assert "\x1b" not in problems.text(problem(place=Place("a\x1b[2J.py", 1)))


def test_other_unicode_is_shown_as_it_is() -> None:
    assert "Überweisung 注文 🎉" in problems.text(problem("Überweisung 注文 🎉"))


def test_json_cannot_steer_the_terminal_either_and_says_the_same() -> None:
    hostile = "a\x1b[2J\x9b2J\u202eb\u200f\n"
    shown = problems.as_json([(problem(hostile), "error")], {"fact": hostile})
    assert {character for character in shown if not character.isprintable()} <= {"\n"}
    assert json.loads(shown)["problems"][0]["message"] == hostile
    assert json.loads(shown)["fact"] == hostile


def test_json_has_flat_objects_with_everything_that_is_known() -> None:
    one = problem(subject="E 1.0.0", hint='write "x"')
    assert json.loads(problems.as_json([(one, "warning")])) == {
        "problems": [
            {
                "code": "unknown-owner",
                "severity": "warning",
                "message": "it is wrong",
                "hint": 'write "x"',
                "subject": "E 1.0.0",
                "path": "schemas/definitions.py",
                "line": 31,
                "column": 12,
            }
        ]
    }


def test_json_without_problems_is_still_a_document() -> None:
    assert json.loads(problems.as_json([])) == {"problems": []}


@pytest.mark.parametrize(
    ("values", "line"),
    [
        (
            {"subject": "E 1.0.0", "hint": "fix it"},
            "::error file=schemas/definitions.py,line=31,col=12,title=unknown-owner::"
            "E 1.0.0: it is wrong (fix it) [unknown-owner]",
        ),
        ({"place": Place("a.py")}, "::error file=a.py,title=unknown-owner::it is wrong [unknown-owner]"),
        ({"place": Place("")}, "::error title=unknown-owner::it is wrong [unknown-owner]"),
        (
            {"place": Place("a,b:c%.py", 1)},
            "::error file=a%2Cb%3Ac%25.py,line=1,title=unknown-owner::it is wrong [unknown-owner]",
        ),
        (
            {"message": "100 % a:b,c"},
            "::error file=schemas/definitions.py,line=31,col=12,title=unknown-owner::100 %25 a:b,c [unknown-owner]",
        ),
        (
            {"place": Place("a\n::warning::b.py")},
            "::error file=a%0A%3A%3Awarning%3A%3Ab.py,title=unknown-owner::it is wrong [unknown-owner]",
        ),
    ],
    ids=["whole", "file only", "nowhere", "path", "percent", "line end in a path"],
)
def test_a_workflow_command_is_escaped_as_github_asks(values: dict[str, Any], line: str) -> None:
    assert problems.github(problem(**values), "error") == line


def test_a_text_cannot_begin_a_workflow_command_of_its_own() -> None:
    assert len(problems.github(problem("a\n::error::b\r::error::c"), "warning").splitlines()) == 1


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("::error::a", r"\x3a:error::a"),
        ("  ::error::a", r"  \x3a:error::a"),
        ("a::error::b", "a::error::b"),
        ("a ##[add-mask]b", r"a #\x23[add-mask]b"),
        ("###[error]", r"##\x23[error]"),
        ("## [error]", "## [error]"),
    ],
)
def test_no_line_in_a_log_orders_a_runner_to_do_something(text: str, shown: str) -> None:
    assert problems.printable(text) == shown


def test_json_in_a_log_does_not_either_and_says_the_same() -> None:
    shown = problems.as_json([(problem("##[error]"), "error")])
    assert "##[" not in shown
    assert json.loads(shown)["problems"][0]["message"] == "##[error]"


def test_a_path_in_a_workflow_command_cannot_steer_the_terminal() -> None:
    assert problems.github(problem(place=Place("a\x1b\u202eb.py")), "error").isprintable()


def test_problems_are_sorted_by_path_line_and_column() -> None:
    places = [Place("a.py", 2, 1), Place("b.py", 1, 1), Place("a.py", 10, 1), Place("a.py", 2, 11), Place("a.py")]
    found = problems.in_order([problem(place=place) for place in places])
    assert [str(one.place) for one in found] == ["a.py", "a.py:2:1", "a.py:2:11", "a.py:10:1", "b.py:1:1"]


def test_problems_at_one_place_stay_in_the_order_in_which_they_were_found() -> None:
    assert [one.message for one in problems.in_order([problem("z"), problem("a"), problem("m")])] == ["z", "a", "m"]


def test_a_problem_that_was_found_twice_is_told_once() -> None:
    assert len(problems.in_order([problem(), problem()])) == 1


@pytest.mark.parametrize(
    ("code", "overrides", "severity"),
    [
        ("unknown-owner", {}, "error"),
        ("no-owner", {}, "warning"),
        ("no-owner", {"no-owner": "error"}, "error"),
        ("no-owner", {"no-owner": "off"}, "off"),
        ("no-owner", {"unknown-owner": "off"}, "warning"),
    ],
)
def test_the_settings_decide_how_severe_a_problem_is(code: str, overrides: Any, severity: str) -> None:
    assert problems.severity(problem(code=code), overrides) == severity


@pytest.mark.parametrize(
    ("word", "words", "hint"),
    [
        ("full-stak", ["full-stack", "mobile"], 'did you mean "full-stack"?'),
        ("xyz", ["full-stack", "mobile"], ""),
        ("x", [], ""),
        ("ab", ["abd", "abc"], 'did you mean "abd"?'),
        ("ab", ["abc", "abd"], 'did you mean "abd"?'),
    ],
    ids=["near", "far", "no words", "tie", "tie in another order"],
)
def test_the_nearest_word_is_offered(word: str, words: list[str], hint: str) -> None:
    assert problems.nearest(word, words) == hint

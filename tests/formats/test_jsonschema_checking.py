"""Whether payloads are valid, why not in plain words, and the parts that this rests on."""

from __future__ import annotations

import json
import random
import re
from typing import TYPE_CHECKING, Any

import jsonschema as library
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog_gen.formats import jsonschema
from catalog_gen.formats.files import SchemaFiles
from catalog_gen.formats.jsonschema import drafts, metaschemas, patterns, values
from catalog_gen.formats.jsonschema.automata import Automaton
from catalog_gen.formats.samples.parsing import parse
from catalog_gen.sources import WorkingTree

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from catalog_gen.formats.tree import Mismatch

    Check = Callable[[Any, Any], list[str]]


@pytest.fixture
def reasons(tmp_path: Path) -> Callable[[Any, Any], tuple[Mismatch, ...]]:
    def found(schema: Any, payload: Any) -> tuple[Mismatch, ...]:
        reader = jsonschema.Reader(SchemaFiles(WorkingTree(tmp_path), [""]))
        parsed, problems = reader.read("schema.json", json.dumps(schema).encode(), "", "")
        assert parsed is not None, problems
        return parsed.check(payload)

    return found


@pytest.fixture
def said(reasons: Callable[[Any, Any], tuple[Mismatch, ...]]) -> Check:
    return lambda schema, payload: [f"{each.spot}: {each.message}" for each in reasons(schema, payload)]


@pytest.mark.parametrize(
    ("schema", "payload", "message"),
    [
        ({"type": "string"}, 5, "must be string, not an integer (5)"),
        ({"type": "string"}, None, "must be string, not null"),
        ({"type": ["string", "null"]}, {"a": 1}, 'must be string or null, not an object with "a"'),
        ({"enum": ["card", "bank"]}, "crad", 'must be one of "card" or "bank", not "crad"; did you mean "card"?'),
        ({"const": 1}, 2, "must be 1, not 2"),
        ({"required": ["a"]}, {}, '"a" is missing'),
        ({"pattern": r"^\d+$"}, "x", '"x" does not match `^\\d+$`'),
        ({"minLength": 2}, "x", "must have at least 2 characters, but has 1"),
        ({"maxItems": 1}, [1, 2], "must have at most 1 element, but has 2"),
        ({"minimum": 3}, 1, "must be at least 3, not 1"),
        ({"exclusiveMaximum": 3}, 3, "must be less than 3, not 3"),
        ({"multipleOf": 5}, 7, "must be a multiple of 5, not 7"),
        ({"uniqueItems": True}, [1, 1], "has elements that are equal"),
        ({"dependentRequired": {"a": ["b"]}}, {"a": 1}, '"b" is missing: it is required where "a" is there'),
        ({"not": {"type": "null"}}, None, "null is what `not` forbids"),
        ({"oneOf": [{"type": "integer"}, {"minimum": 1}]}, 5, "is valid under more than one of the 2 alternatives"),
        ({"anyOf": [{"type": "integer"}, {"type": "boolean"}]}, "x", 'must be integer or boolean, not "x"'),
        ({"contains": {"type": "string"}}, [1], "none of its elements is as `contains` wants"),
        (False, 1, "nothing is allowed here"),
        ({"format": "date"}, "17.5.2024", '"17.5.2024" is not a valid date, like "2024-05-17"'),
        ({"maxLength": 3}, "x" * 5000, "must have at most 3 characters, but has 5000"),
    ],
)
def test_why_a_payload_is_not_valid_is_said_in_plain_words(
    said: Check, schema: Any, payload: Any, message: str
) -> None:
    assert [each.removeprefix(": ") for each in said(schema, payload)] in (
        [message],
        [f"{message}, exactly one is wanted"],
    )


def test_every_reason_is_located(said: Check) -> None:
    schema = {
        "properties": {"a": {"items": {"type": "integer"}}, "b": {"type": "string"}},
        "additionalProperties": False,
    }
    assert said(schema, {"a": [1, "x"], "b": 1, "bb": 2}) == [
        'a[1]: must be integer, not a string ("x")',
        "b: must be string, not an integer (1)",
        'bb: "bb" is not allowed; did you mean "b"?',
    ]


def test_a_reason_knows_its_rule(reasons: Callable[[Any, Any], tuple[Mismatch, ...]]) -> None:
    (found,) = reasons({"properties": {"a": {"pattern": r"^\d$"}}}, {"a": "x"})
    assert (found.path, found.rule, found.expected) == (("a",), "pattern", r"^\d$")


def test_of_alternatives_the_nearest_one_says_what_is_wrong(said: Check) -> None:
    card = {"properties": {"kind": {"const": "card"}, "number": {"type": "string"}}, "required": ["kind", "number"]}
    bank = {"properties": {"kind": {"const": "bank"}, "iban": {"type": "string"}}, "required": ["kind", "iban"]}
    assert said({"oneOf": [card, bank]}, {"kind": "bank", "iban": 5}) == ["iban: must be string, not an integer (5)"]


@pytest.mark.parametrize(
    ("divisor", "number", "fine"),
    [
        (0.01, 19.99, True),
        (0.01, 4.35, True),
        (0.01, 4.351, False),
        (0.1, 1e300, True),
        (0.5, 10**400, True),
        (1e-8, 12391239123, True),
    ],
)
def test_multiples_are_exact_decimals(said: Check, divisor: float, number: float, *, fine: bool) -> None:
    assert (said({"multipleOf": divisor}, number) == []) == fine


def test_null_is_valid_where_openapi_says_nullable(said: Check) -> None:
    assert said({"properties": {"a": {"type": "string", "nullable": True, "enum": ["x"]}}}, {"a": None}) == []


def test_a_payload_that_is_nested_too_deeply_is_a_reason(said: Check) -> None:
    payload: Any = {}
    for _ in range(3000):
        payload = {"a": payload}
    assert "too deeply" in said({"additionalProperties": {"$ref": "#"}}, payload)[0]


def test_a_pattern_that_python_cannot_run_binds_nothing(said: Check) -> None:
    schema = {"pattern": r"^\p{Script=Greek}$", "patternProperties": {r"^\p{Script=Greek}": False}}
    assert said(schema, "x") == []
    assert said(schema, {"x": 1}) == []


@pytest.mark.parametrize(
    ("pattern", "matching", "other"),
    [
        (r"^\d+$", "12", "١٢"),
        (r"^a$", "a", "a\n"),
        (r"^\w$", "a", "é"),
        (r"^\s$", "\ufeff", "\x1c"),
        (r"^\p{L}+$", "né", "1"),
        (r"^\P{L}$", "1", "a"),
        (r"^[\p{Lu}\d]+$", "A1", "a"),
        (r"^\u{1F600}$", "😀", "x"),
        (r"^\uD83D\uDE00$", "😀", "x"),
        (r"^(?<year>\d{4})-\k<year>$", "2020-2020", "2020-2021"),
        (r"^[^]$", "\n", ""),
        (r"^\cA$", "\x01", "A"),
        (r"^a{,2}$", "a{,2}", "aa"),
        (r"^[\w-]+$", "a-b", "a b"),
        (r"^[[]$", "[", "]"),
        (r"^\/\-$", "/-", "x"),
        (r"^.$", "a", "\u2028"),
        (r"^[^\D]$", "1", "a"),
    ],
)
def test_regular_expressions_are_those_of_javascript(pattern: str, matching: str, other: str) -> None:
    translated = patterns.translated(pattern)
    assert re.search(translated, matching)
    assert not re.search(translated, other)


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        ("^([A-Za-z]+[ '-]?)+$", "Internationalisierungsbeauftragter2"),
        (
            "^([a-zA-Z0-9])(([\\-.]|[_]+)?([a-zA-Z0-9]+))*(@){1}[a-z0-9]+[.]{1}(([a-z]{2,3})|([a-z]{2,3}[.]{1}[a-z]{2,3}))$",
            "internationalisierungsbeauftragter",
        ),
        ("^(([a-z]+)+)+$", "a" * 3000 + "1"),
        (r"(x+x+)+y", "x" * 300),
    ],
)
def test_no_pattern_keeps_anybody_waiting(said: Check, pattern: str, text: str) -> None:
    assert len(said({"pattern": pattern}, text)) == 1
    keys = {"patternProperties": {pattern: {"type": "null"}}}
    assert said(keys, {text: 1}) == []
    assert said({**keys, "additionalProperties": False}, {text: 1}) == [
        f'{text}: "{text[:57] + "..." if len(text) > 60 else text}" is not allowed'
    ]


def test_a_key_is_held_against_a_pattern_that_needs_an_automaton(said: Check) -> None:
    schema = {"patternProperties": {"^(a+b?)+$": {"type": "null"}}, "unevaluatedProperties": False}
    assert said(schema, {"aab": 1, "c": 1}) == ["aab: must be null, not an integer (1)", 'c: "c" is not allowed']


def test_a_pattern_that_nobody_can_try_in_time_binds_nothing(said: Check) -> None:
    assert said({"pattern": r"^(?:(a+)+)\1b$"}, "a" * 50) == []


_ATOMS = st.sampled_from(["a", "b", "[ab]", "[^a]", ".", "\\d", "\\w", "\\b", "\\B", "^", "$", "-"])


def _larger(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    counts = st.sampled_from(["*", "+", "?", "{2}", "{1,3}", "{0,2}", "{2,}", "*?", "+?"])
    group = inner.map(lambda part: f"(?:{part})")
    return st.one_of(
        st.lists(inner, min_size=1, max_size=3).map("".join),
        st.lists(inner, min_size=2, max_size=3).map(lambda parts: f"({'|'.join(parts)})"),
        st.builds(str.__add__, group, counts),
    )


@pytest.mark.slow
@settings(max_examples=400, deadline=None)
@given(st.recursive(_ATOMS, _larger, max_leaves=6), st.text("ab1- \n", max_size=8))
def test_an_automaton_finds_what_backtracking_finds(pattern: str, text: str) -> None:
    assert Automaton(parse(pattern)).found(text) == bool(re.search(patterns.translated(pattern), text))


@pytest.mark.parametrize("pattern", ["[", "(", "a**", "\\", ")", "[z-a]", "(?<a", "*"])
def test_what_is_no_regular_expression_is_refused(pattern: str) -> None:
    with pytest.raises((re.error, patterns.UntranslatableError)):
        patterns.translated(pattern)


@pytest.mark.parametrize(
    ("name", "right", "wrong"),
    [
        ("date", "2024-02-29", "2023-02-29"),
        ("date", "0001-01-01", "2024-1-1"),
        ("time", "23:59:60Z", "12:00:60Z"),
        ("time", "09:30:00.5+02:00", "09:30:00"),
        ("date-time", "2024-05-17t09:30:00z", "2024-05-17 09:30:00Z"),
        ("date-time", "1998-12-31T15:59:60.123-08:00", "2024-05-17T24:00:00Z"),
        ("duration", "P1Y2M3DT4H5M6S", "P1YT"),
        ("duration", "P4W", "P1D2H"),
        ("uuid", "2EB8AA08-aa98-11ea-b4aa-73b441d16380", "2eb8aa08aa9811eab4aa73b441d16380"),
        ("email", "a.b+c@example.com", "a..b@example.com"),
        ("email", '"a b"@[127.0.0.1]', "@example.com"),
        ("hostname", "a-b.example", "-a.example"),
        ("ipv4", "192.0.2.1", "192.0.2.01"),
        ("ipv6", "::1", "::1%eth0"),
        ("uri", "urn:isbn:123", "//example.com"),
        ("uri", "http://[2001:db8::1]:80/a", "http://exa mple.com"),
        ("uri-reference", "../a?b#c", "a\\b"),
        ("json-pointer", "/a~1b", "a"),
    ],
)
def test_formats(name: str, right: str, wrong: str) -> None:
    assert values.fits(name, right)
    assert not values.fits(name, wrong)


@pytest.mark.parametrize("name", sorted(values.EXAMPLES))
def test_the_example_of_a_format_is_of_that_format(name: str) -> None:
    assert values.fits(name, values.EXAMPLES[name])


def test_the_metaschema_rules_agree_with_those_of_the_library() -> None:
    """Random wrong values at random keywords are refused by both, or by none."""
    chance = random.Random(1)  # noqa: S311 - no secret
    wrong: list[Any] = [
        None,
        True,
        0,
        -1,
        1.5,
        2.0,
        "",
        "x",
        [],
        [None],
        [{}],
        ["a", "a"],
        ["a"],
        {},
        {"a": 1},
        {"a": {}},
        {"a": ["b"]},
    ]
    for draft in drafts.DRAFTS:
        found: Any = library.validators.validator_for({"$schema": draft.uri})
        judge = found(found.META_SCHEMA)
        keywords = sorted(draft.keywords.keys() - {"$schema", "$vocabulary", "$id", "writeOnly", "$ref"})
        for _ in range(400):
            schema = {chance.choice(keywords): chance.choice(wrong) for _ in range(2)}
            schema = {"properties": {"p": schema}} if chance.random() < 0.3 else schema
            ours = not list(metaschemas.faults(draft, schema))
            assert ours == judge.is_valid(schema), (draft.name, schema)

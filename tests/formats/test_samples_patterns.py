from __future__ import annotations

import re

import pytest
from clock import within
from hypothesis import given, settings
from hypothesis import strategies as st

from catalog_gen.formats.samples import matching, spelling, synthesise
from catalog_gen.formats.tree import Field, Limits, Tree, Type

PATTERNS = [
    r"^[A-Z]{3}$",
    r"^\d{3}-\d{4}$",
    r"^(?=.*\d)(?=.*[a-z]).{8,}$",
    r"^([a-z]+)-\1$",
    r"^(?<year>\d{4})-(\d\d)-\k<year>$",
    r"^v?\d+\.\d+\.\d+(-[\w.]+)?(\+\w+)?$",
    r"^[0-9a-f]{8}-[0-9a-f]{4}-[1-5][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$",
    r"^#(?:[0-9A-Fa-f]{3}){1,2}$",
    r"^\+[1-9]\d{1,14}$",
    r"^(https?|ftp)://[^\s/$.?#].[^\s]*$",
    r"^[^@]+@[^@]+\.[a-z]{2,}$",
    r"^(?!-)[a-z-]{1,63}(?<!-)$",
    r"^(ab|cd){2,4}$",
    r"^\p{Lu}\p{L}+$",
    r"^\p{Script=Greek}+$",
    r"^\u0041[\x42\u{43}]$",
    r"^[\w.-]+/[\w.-]+$",
    r"^(a+)+$",
    r"^[^]+$",
    r"^\(\s*'[^']*'\s*,\s*\)$",
    r"\bword\b",
    r"^a??b*?c$",
    r"foo",
    r"^$",
    r"",
    r"^-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?$",
    r"^{[a-z]+}$",
    r"^P(?=\w*\d)(?:\d+Y)?(?:\d+M)?(?:\d+W)?(?:\d+D)?(?:T(?:\d+H)?(?:\d+M)?(?:\d+S)?)?$",
    r"^[a-z]+(?:-[a-z]+)*$|^$",
    r"^\S+\s\S+$",
    r"\\",
    r"^[\]\\-]+$",
    "^.{1,255}$",
]


@pytest.mark.parametrize("pattern", PATTERNS)
def test_a_text_is_found_for_the_patterns_that_people_write(pattern: str) -> None:
    found = spelling.texts(pattern)
    assert found
    assert all(matching.found(pattern, text) for text in found)


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        (r"^[A-Z]{3}-[0-9]{6}$", "ABC-123456"),
        (r"^[0-9a-f]{8}$", "4f2a9c1e"),
        (r"^v\d+$", "v1234"),
        (r"^\(\s*x\s*\)$", "(x)"),
        (r"^(ab|cd)$", "ab"),
    ],
)
def test_the_first_text_reads_well(pattern: str, text: str) -> None:
    assert spelling.texts(pattern)[0] == text


@pytest.mark.parametrize(
    ("pattern", "least", "most", "there_is"),
    [
        ("^[a-z]*$", 20, 25, True),
        ("^[a-z]+$", 500, 500, True),
        ("foo", 10, 12, True),
        ("^[a-z]{3,10}$", 0, 5, True),
        ("^(ab|cd){2,4}$", 7, 8, True),
        ("^[a-z]{3}$", 4, None, False),
        ("^[a-z]{3,}$", 0, 2, False),
        ("^a[0-9]*b$", 30, 30, True),
    ],
)
def test_texts_for_patterns_keep_the_limits_of_length(
    pattern: str,
    least: int,
    most: int | None,
    there_is: bool,  # noqa: FBT001
) -> None:
    found = spelling.texts(pattern, least, most)
    assert bool(found) == there_is
    assert all(least <= len(text) and (most is None or len(text) <= most) for text in found)


@pytest.mark.parametrize(
    "pattern", ["[", "(", ")", "*", "a{2,1}", "[z-a]", "\\", "(?", "(?<", "\\p{Nonsense}", "(" * 200]
)
def test_what_is_no_pattern_has_no_text(pattern: str) -> None:
    assert spelling.texts(pattern) == ()
    assert matching.found(pattern, "a") is None


@pytest.mark.parametrize(
    "pattern",
    [
        "^([A-Za-z]+[ '-]?)+$",
        "^(([a-z]+)+)+$",
        r"^([a-zA-Z0-9])(([\-.]|[_]+)?([a-zA-Z0-9]+))*(@){1}[a-z0-9]+[.]{1}(([a-z]{2,3})|([a-z]{2,3}[.]{1}[a-z]{2,3}))$",
    ],
)
def test_a_near_miss_cannot_hang_a_search_for_an_example(pattern: str) -> None:
    near = "Internationalisierungsbeauftragter" * 20 + " 2"
    type_ = Type(kind="string", words="string", limits=Limits(pattern=pattern), examples=(near,))
    root = Type(
        kind="record", words="record", fields=(Field(name="name", type=type_, required=True, default=near + "!"),)
    )
    with within(2):
        synthesise(Tree(root), lambda _: (), "OrderPlaced")


@pytest.mark.parametrize("pattern", ["^(a+)+$", "^(a|a)*$", "^(.*)*x$", r"^(\w+\s?)*$", "^(a?){50}a{50}$"])
def test_no_pattern_can_hang_the_search(pattern: str) -> None:
    with within(3):
        matching.found(pattern, "a" * 60 + "!")
        spelling.texts(pattern, 40, 50)


def test_a_pattern_that_wants_more_than_can_be_read_has_no_text() -> None:
    assert spelling.texts("^a{50000}$") == ()


ATOMS = st.sampled_from(["a", "b", "[ab]", "[^a]", ".", r"\d", r"\w", "1", "(a)", "(?:b|1)", "(?=a)", "(?!b)", r"\b"])
SIGNS = st.sampled_from(["", "", "*", "+", "?", "{2}", "{1,2}", "*?", "+?"])


@st.composite
def patterns(draw: st.DrawFn) -> str:
    """Patterns that Python reads as JavaScript does."""

    def sequence() -> str:
        parts = draw(st.lists(st.tuples(ATOMS, SIGNS), min_size=1, max_size=4))
        return "".join(atom + ("" if atom[:2] in {"(?", "\\b"} and atom != "(?:b|1)" else sign) for atom, sign in parts)

    text = "|".join(sequence() for _ in range(draw(st.integers(1, 2))))
    return f"^(?:{text})$" if draw(st.booleans()) else text


@pytest.mark.slow
@settings(max_examples=300)
@given(patterns(), st.text("ab1-", max_size=6))
def test_matching_agrees_with_python(pattern: str, text: str) -> None:
    assert matching.found(pattern, text) == bool(re.search(pattern.replace("$", r"\Z"), text, re.ASCII))


@pytest.mark.slow
@settings(max_examples=150, deadline=None)
@given(patterns())
def test_what_is_spelt_matches_in_python_too(pattern: str) -> None:
    for text in spelling.texts(pattern):
        assert re.search(pattern.replace("$", r"\Z"), text, re.ASCII)

from __future__ import annotations

import datetime as dt
import enum

import frontmatter as python_frontmatter
import hypothesis
import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from catalog_gen.pages import frontmatter
from catalog_gen.pages.mdx import escape

NO_SURROGATES = st.characters(exclude_categories=["Cs"], exclude_characters="\0")
TEXT = st.text(NO_SURROGATES)
VALUES = st.recursive(
    TEXT | st.booleans() | st.integers(-(2**53), 2**53) | st.floats(allow_nan=False) | st.dates(),
    lambda inner: st.lists(inner) | st.dictionaries(TEXT, inner),
    max_leaves=20,  # with more, most of the time goes into drawing what is thrown away again
)


@pytest.mark.slow
@hypothesis.settings(max_examples=50)
@given(st.dictionaries(TEXT, VALUES))
def test_pyyaml_reads_what_was_written(metadata: dict[str, object]) -> None:
    assert yaml.safe_load(frontmatter.dump(metadata)) == metadata


@pytest.mark.parametrize(
    "text",
    [
        "1e3",
        "08",
        "0o17",
        "1_000",
        "12:30",
        "2026-01-01",
        "123e4567",
        "1.0.0",
        "-1",
        "+1",
        ".5",
        ".inf",
        "-",
        "0x1f",
    ],
)
def test_text_that_starts_like_a_number_is_in_single_quotes(text: str) -> None:
    assert frontmatter.dump({"version": text}) == f"version: '{text}'\n"


@pytest.mark.parametrize("text", ["null", "~", "yes", "No", "on", "true", "{env}.x", "@x", "*x", "&x", "a: b", "", " "])
def test_text_that_means_something_in_yaml_is_quoted(text: str) -> None:
    assert frontmatter.dump({"a": text}).strip() in {f"a: '{text}'", f'a: "{text}"'}


@pytest.mark.parametrize("character", ["\x85", "\xa0", "\u2028", "\u2029", "\ufeff", "\x07", "😀"])
def test_a_character_that_some_readers_treat_differently_is_in_double_quotes(character: str) -> None:
    assert frontmatter.dump({"a": f"x{character}y"}).startswith('a: "x')


def test_clean_lines_are_a_block() -> None:
    assert frontmatter.dump({"summary": "One.\n\n  - two\n"}) == "summary: |\n  One.\n\n    - two\n"


def test_lines_with_trailing_spaces_are_quoted() -> None:
    assert frontmatter.dump({"a": "x \ny"}) == 'a: "x \\ny"\n'


def test_a_long_text_stays_in_one_line() -> None:
    assert frontmatter.dump({"a": "word " * 1000 + "end"}).count("\n") == 1


def test_order_is_kept_and_a_shared_value_is_written_twice() -> None:
    badge = {"content": "New", "backgroundColor": "green"}
    assert frontmatter.dump({"z": [badge], "a": [badge]}) == (
        "z:\n- content: New\n  backgroundColor: green\na:\n- content: New\n  backgroundColor: green\n"
    )


def test_unicode_is_readable() -> None:
    assert frontmatter.dump({"name": "Größe 日本"}) == "name: Größe 日本\n"


def test_tuples_numbers_and_dates_are_plain() -> None:
    written = frontmatter.dump({"a": (1, 2.5, True), "on": dt.date(2026, 1, 2)})
    assert written == "a:\n- 1\n- 2.5\n- true\n'on': 2026-01-02\n"


class Status(str, enum.Enum):  # noqa: UP042
    DRAFT = "draft"


def test_enums_and_mdx_are_their_text() -> None:
    assert frontmatter.dump({"a": Status.DRAFT, "b": escape("x")}) == "a: draft\nb: x\n"


def test_what_no_file_can_hold_becomes_a_replacement_character() -> None:
    assert frontmatter.dump({"a": "x\ud800\0"}) == "a: x\ufffd\ufffd\n"


@pytest.mark.parametrize("value", [None, {"a", "b"}, frozenset(), object(), b"x", {1: "x"}])
def test_what_readers_do_not_agree_on_is_refused(value: object) -> None:
    with pytest.raises(TypeError, match="front matter cannot hold"):
        frontmatter.dump({"a": value})


def test_a_page_has_its_front_matter_its_body_and_one_final_newline() -> None:
    assert frontmatter.page({"id": "A", "content": "x"}, "\n    indented\n\ntext\n\n\n") == (
        "---\nid: A\ncontent: x\n---\n\n    indented\n\ntext\n"
    )


def test_a_page_without_a_body_ends_with_its_front_matter() -> None:
    assert frontmatter.page({"id": "A"}, "") == "---\nid: A\n---\n"


OWN_NAMES = {"self", "content", "handler"}  # of python-frontmatter's own arguments


@given(st.dictionaries(TEXT.filter(lambda key: key not in OWN_NAMES), TEXT, min_size=1), TEXT)
def test_python_frontmatter_reads_a_page_back(metadata: dict[str, str], body: str) -> None:
    assert python_frontmatter.loads(frontmatter.page(metadata, body)).metadata == metadata

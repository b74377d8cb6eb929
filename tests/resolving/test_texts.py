from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog_gen import Channel, Event, Team, User
from catalog_gen.resolving import texts


@pytest.mark.parametrize(
    ("identifier", "name"),
    [
        ("SKUCreated", "SKU created"),
        ("OrderPlaced", "Order placed"),
        ("order-placed_v2", "Order placed v 2"),
        ("full-stack", "Full stack"),
        ("HTTPGateway", "HTTP gateway"),
        ("orders.events", "Orders events"),
    ],
)
def test_a_name_is_the_id_in_words(identifier: str, name: str) -> None:
    assert texts.name(Event(identifier)) == name


def test_a_name_that_is_given_stays() -> None:
    assert texts.name(Team("crew", name="the CREW")) == "the CREW"


def test_a_channel_is_called_by_its_id() -> None:
    assert texts.name(Channel("orders.{env}", parameters={"env": {}})) == "orders.{env}"


@given(st.text())
def test_no_description_is_too_odd_for_a_summary(text: str) -> None:
    assert len(texts.summary(User("u"), text, "")) <= 200


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("One. Two.", "One."),
        ("# Title\n\nText here.\n\nMore.", "Text here."),
        ("# Only a title", "Only a title"),
        ("- in a list. More", "in a list."),
        ("A *very* **bold** `{code}` [link](/u) &amp; \\{x\\}! Next", "A very bold {code} link & {x}!"),
        ("Over\ntwo lines. Next", "Over two lines."),
        ("Stock, e.g. Apples, etc. and v1.2 of it. Next.", "Stock, e.g. Apples, etc. and v1.2 of it."),
        ("By J. Smith vs. The rest. Next.", "By J. Smith vs. The rest."),
        ("It said (yes.) Then no.", "It said (yes.)"),
        ("Is it? yes. Next", "Is it? yes."),
        ("No end", "No end"),
        ("これは文。次。", "これは文。"),
        ("![a picture](x.png) of it. Next", "a picture of it."),
        ("```\ncode\n```", ""),
        ("", ""),
    ],
)
def test_the_first_sentence_is_plain_text(text: str, sentence: str) -> None:
    assert texts.first_sentence(text) == sentence


def test_a_long_sentence_is_cut_at_a_word() -> None:
    cut = texts.first_sentence("word " * 100)
    assert cut.endswith("word…")
    assert 190 < len(cut) <= 200


def test_a_long_word_is_cut_anywhere() -> None:
    assert texts.first_sentence("x" * 300) == "x" * 199 + "…"

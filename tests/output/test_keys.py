"""The rules by which hand edits of front matter and fresh values become one."""

from __future__ import annotations

import pytest

from catalog_gen.output import keys, manifest

BEFORE: dict[str, object] = {"id": "E", "name": "Event", "version": "1.0.0", "summary": "one", "owners": ["a", "b"]}
NOW: dict[str, object] = {"id": "E", "name": "Event", "version": "1.1.0", "summary": "two", "owners": ["b"]}
WRITTEN = "id: E\nname: Event\nversion: '1.0.0'\nsummary: one\nowners:\n- a\n- b\n"
FRESH = "id: E\nname: Event\nversion: '1.1.0'\nsummary: two\nowners:\n- b\n"


def _records(values: dict[str, object]) -> dict[str, frozenset[str]]:
    return {key: frozenset({manifest.value_digest(value)}) for key, value in values.items()}


def _merged(text: str, now: dict[str, object] = NOW) -> keys.Keys:
    return keys.merge(text, now, _records(BEFORE))


def test_what_nobody_touched_is_refreshed() -> None:
    assert _merged(WRITTEN).text == FRESH


@pytest.mark.parametrize(
    ("old", "new", "after"),
    [
        ("name: Event\n", "name: Mine\n", ("name: Event\n", "name: Mine\n")),
        ("name: Event\n", "", ("name: Event\n", "")),
        ("summary: one\n", "summary: mine\n", ("summary: two\n", "summary: mine\n")),
        ("summary: one\n", "", ("summary: two\n", "")),
        ("summary: one\n", "x-mine: 1\nsummary: one\n", ("summary: two\n", "x-mine: 1\nsummary: two\n")),
        ("summary: one\n", "# mine\nsummary: one\n", ("summary: two\n", "# mine\nsummary: two\n")),
        ("summary: one\n", "summary: one # mine\n", ("summary: two\n", "summary: two # mine\n")),
        ("name: Event\n", 'name: "Event"\n', ("name: Event\n", 'name: "Event"\n')),
        ("- a\n- b\n", "- a\n- b\n- mine\n", ("- b\n", "- a\n- b\n- mine\n")),
    ],
)
def test_what_was_touched_stays_and_the_rest_is_refreshed(old: str, new: str, after: tuple[str, str]) -> None:
    merged = _merged(WRITTEN.replace(old, new))
    assert merged.text == FRESH.replace(*after)
    assert merged.refused == ()


def test_the_order_of_keys_is_the_users() -> None:
    text = "summary: one\nid: E\nowners:\n- a\n- b\nversion: '1.0.0'\nname: Event\n"
    assert _merged(text).text == "summary: two\nid: E\nowners:\n- b\nversion: '1.1.0'\nname: Event\n"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("id: E\n", "id: F\n"),
        ("version: '1.0.0'\n", ""),
        ("'1.0.0'", "'0.9.0'"),
        ("name: Event\n", "name: Event\nschemaPath: mine.json\n"),
    ],
)
def test_what_holds_the_catalog_together_is_refused(old: str, new: str) -> None:
    assert len(_merged(WRITTEN.replace(old, new)).refused) == 1


def test_a_key_that_is_not_asked_for_any_more_goes() -> None:
    now = {key: value for key, value in NOW.items() if key != "summary"}
    assert _merged(WRITTEN, now).text == FRESH.replace("summary: two\n", "")


@pytest.mark.parametrize("edited", ["", "summary: mine\n"])
def test_a_key_that_was_touched_and_is_away_for_a_while_stays_as_it_was(edited: str) -> None:
    now = {key: value for key, value in NOW.items() if key != "summary"}
    first = _merged(WRITTEN.replace("summary: one\n", edited), now)
    records = {name.removeprefix(manifest.KEY): known for name, known in first.records.items()}
    second = keys.merge(first.text, NOW, records)
    assert second.text == FRESH.replace("summary: two\n", edited)


def test_a_key_that_nobody_touched_comes_back_after_a_while() -> None:
    now = {key: value for key, value in NOW.items() if key != "summary"}
    first = _merged(WRITTEN.replace("name: Event", "name: Mine"), now)
    records = {name.removeprefix(manifest.KEY): known for name, known in first.records.items()}
    assert "summary: two" in keys.merge(first.text, NOW, records).text


def test_what_is_held_back_is_news_once() -> None:
    text = WRITTEN.replace("summary: one", "summary: mine")
    first = _merged(text)
    assert [(held.name, held.drifted, held.news) for held in first.held] == [("summary", True, True)]
    records = manifest.keys_of(first.records)
    assert [held.news for held in keys.merge(first.text, NOW, records).held] == [False]


# adopting


BY_HAND = "id: E\nname: Mine\nversion: 0.1.0\nschemaPath: mine.json\nx-mine: 1\n"


def _adopted(text: str) -> keys.Keys:
    return keys.merge(text, BEFORE, {}, "adopted")


def test_what_holds_the_catalog_together_is_taken_over_and_the_old_values_stay_as_a_comment() -> None:
    adopted = _adopted(BY_HAND)
    assert adopted.refused == ()
    assert adopted.text.startswith(
        '# before catalog-gen took this page over: version: "0.1.0"\n'
        '# before catalog-gen took this page over: schemaPath: "mine.json"\n'
    )
    assert "name: Mine\nversion: '1.0.0'\n" in adopted.text
    assert "\nschemaPath" not in adopted.text
    assert "x-mine: 1" in adopted.text
    again = keys.merge(adopted.text, BEFORE, manifest.keys_of(adopted.records))
    assert (again.text, again.refused) == (adopted.text, ())


@pytest.mark.parametrize("version", ["1.0.1", "2", "1.1"])
def test_a_version_that_is_newer_than_the_definition_is_refused(version: str) -> None:
    assert _adopted(BY_HAND.replace("0.1.0", version)).refused == ("version",)


def test_another_id_is_refused() -> None:
    assert _adopted(BY_HAND.replace("id: E", "id: F")).refused == ("id",)


def test_a_comment_ends_like_the_other_lines() -> None:
    assert '"0.1.0"\r\n' in _adopted(BY_HAND.replace("\n", "\r\n")).text

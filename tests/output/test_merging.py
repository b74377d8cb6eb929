"""The rules by which hand edits and fresh text become one page; `test_histories` tries them in every order."""

from __future__ import annotations

from typing import TYPE_CHECKING

import hypothesis
import pytest
from hypothesis import given
from hypothesis import strategies as st

from catalog_gen import building
from catalog_gen.output import bodies, manifest, merging, wishes, writing
from catalog_gen.output.aligning import aligned
from catalog_gen.pages import blocks
from catalog_gen.pages.rendering import Block, Rendered
from catalog_gen.sources import WorkingTree

if TYPE_CHECKING:
    from collections.abc import Mapping

    from projects import Project

Texts = dict[str, str]


def _blocks(texts: Texts) -> list[Block]:
    """Blocks by name, as a template would give them."""
    found = []
    for name, text in texts.items():
        part = blocks.split(text)[0]
        found.append(Block(name, text, part.kind, part.level, part.label))
    return found


def _records(texts: Texts) -> dict[str, frozenset[str]]:
    return {name: frozenset({manifest.digest_of(text)}) for name, text in texts.items()}


def _merged(body: list[str], before: Texts, now: Texts, taken_over: bodies.TakenOver = "") -> list[str]:
    """The blocks of a body after a merge."""
    found = bodies.merge("\n" + "\n\n".join(body) + "\n", _blocks(now), _records(before), taken_over)
    return found.text.strip("\n").split("\n\n")


BEFORE = {
    "overview": "## Overview",
    "overview/2": "Text.",
    "example": "## Example",
    "example/2": "one",
    "footer": "End.",
}


def _now(**changed: str) -> Texts:
    return {name: changed.get(name.replace("/", "_"), text) for name, text in BEFORE.items()}


WRITTEN = list(BEFORE.values())
FRESH = _now(example_2="two", overview_2="Other text.")


@pytest.mark.parametrize(
    ("disk", "after"),
    [
        pytest.param(
            ["## Overview", "Text.", "## Example", "one", "Mine.", "End."],
            ["## Overview", "Other text.", "## Example", "two", "Mine.", "End."],
            id="a sentence under a block that is refreshed",
        ),
        pytest.param(
            ["## Example", "one", "## Overview", "Text.", "End."],
            ["## Example", "two", "## Overview", "Other text.", "End."],
            id="a section that was moved",
        ),
        pytest.param(
            ["## Overview", "Text.", "## For instance", "one", "End."],
            ["## Overview", "Other text.", "## For instance", "two", "End."],
            id="a heading that was renamed",
        ),
        pytest.param(
            ["## Overview", "Text.", "End."],
            ["## Overview", "Other text.", "End."],
            id="a section that was deleted",
        ),
        pytest.param(
            ["## Overview", "Text, mine.", "## Example", "one", "End."],
            ["## Overview", "Text, mine.", "## Example", "two", "End."],
            id="a block that was edited",
        ),
        pytest.param(
            ["## Overview", "Text.", "## Example", "one", "End.", "two"],
            ["## Overview", "Other text.", "## Example", "two", "End.", "two"],
            id="a copy of what comes, written by hand",
        ),
    ],
)
def test_what_stands_is_refreshed_and_what_was_touched_stays(disk: list[str], after: list[str]) -> None:
    assert _merged(disk, BEFORE, FRESH) == after


@pytest.mark.parametrize(
    ("disk", "after"),
    [
        (WRITTEN, ["## Overview", "Text.", "New.", "## Example", "one", "End."]),
        (
            ["## Overview", "Text.", "Mine.", "## Example", "one", "End."],
            ["## Overview", "Text.", "Mine.", "New.", "## Example", "one", "End."],
        ),
        (
            ["## Overview", "Text.", "## Mine", "Mine.", "## Example", "one", "End."],
            ["## Overview", "Text.", "New.", "## Mine", "Mine.", "## Example", "one", "End."],
        ),
        (["## Example", "one", "Text.", "End."], ["## Example", "one", "Text.", "New.", "End."]),
        (["Mine."], ["Mine.", "New."]),
        ([], ["New."]),
    ],
)
def test_a_new_block_goes_after_its_nearest_neighbour_and_what_was_written_under_that(
    disk: list[str], after: list[str]
) -> None:
    now = dict(list(BEFORE.items())[:2]) | {"tiles": "New."} | dict(list(BEFORE.items())[2:])
    assert [block for block in _merged(disk, BEFORE, now) if block] == after


@pytest.mark.parametrize(
    ("disk", "before", "now", "after"),
    [
        (["Text.", "- mine"], ["Text."], ["Text.", "- ours"], ["Text.", "- mine", bodies.SEPARATOR, "- ours"]),
        (["- mine", "Text."], ["Text."], ["- ours"], ["- mine", bodies.SEPARATOR, "- ours"]),
        (["1. mine", "Text."], ["Text."], ["1. ours"], ["1. mine", bodies.SEPARATOR, "1. ours"]),
        (["- mine", "Text."], ["Text."], ["1. ours"], ["- mine", "1. ours"]),
        (["- mine", "Text."], ["Text."], ["- - -"], ["- mine", "- - -"]),
        (["* mine", "Text."], ["Text."], ["- ours"], ["* mine", "- ours"]),
        (["Text.", "    mine"], ["Text."], ["- ours"], ["- ours", bodies.SEPARATOR, "    mine"]),
        (["- mine", bodies.SEPARATOR, "- ours"], ["- ours"], ["Text."], ["- mine", "Text."]),
        (["- mine", bodies.SEPARATOR, "- ours"], ["- ours"], ["- new"], ["- mine", bodies.SEPARATOR, "- new"]),
    ],
)
def test_a_list_of_ours_does_not_become_one_with_a_list_of_the_users(
    disk: list[str], before: list[str], now: list[str], after: list[str]
) -> None:
    assert _merged(disk, _numbered(before), _numbered(now)) == after


def test_a_new_block_in_front_of_all_others_comes_first() -> None:
    assert _merged(WRITTEN, BEFORE, {"imports": "import A from 'a';"} | BEFORE) == ["import A from 'a';", *WRITTEN]


def test_a_block_that_nothing_stands_for_any_more_goes() -> None:
    now = {name: text for name, text in BEFORE.items() if not name.startswith("example")}
    assert _merged([*WRITTEN[:4], "Mine.", "End."], BEFORE, now) == ["## Overview", "Text.", "Mine.", "End."]


@pytest.mark.parametrize(
    ("before", "now", "pairs"),
    [
        (["a", "b"], ["a", "new", "b"], {"p": "p", "p/2": "p/3"}),
        (["a", "b", "c"], ["a", "c"], {"p": "p", "p/2": None, "p/3": "p/2"}),
        (["a", "b"], ["a", "B"], {"p": "p", "p/2": "p/2"}),
        (["a", "a"], ["a", "a", "a"], {"p": "p", "p/2": "p/2"}),
        (["a"], [], {"p": None}),
    ],
)
def test_numbers_follow_the_texts(before: list[str], now: list[str], pairs: Mapping[str, str | None]) -> None:
    assert aligned(_records(_numbered(before)), _blocks(_numbered(now))) == pairs


def _numbered(texts: list[str]) -> Texts:
    return {f"p/{number}" if number > 1 else "p": text for number, text in enumerate(texts, 1)}


def test_of_two_blocks_that_are_alike_the_one_that_was_deleted_stays_away() -> None:
    before = {"a": "## A", "a/2": "Same.", "b": "## B", "b/2": "Same."}
    assert _merged(["## A", "## B", "Same."], before, before | {"b/2": "New."}) == ["## A", "## B", "New."]


def test_an_import_that_the_user_has_already_is_not_added_again() -> None:
    now = {"imports": "import Footer from '@catalog/components/footer.astro';"} | BEFORE
    disk = ["import Footer from '../mine.astro';", *WRITTEN]
    assert _merged(disk, BEFORE, now) == disk


def test_a_page_that_is_taken_over_keeps_its_own_sections_and_gets_the_others() -> None:
    disk = ["## Example", "Mine.", "End."]
    assert _merged(disk, {}, BEFORE, "adopted") == ["## Overview", "Text.", "## Example", "Mine.", "End."]


@pytest.mark.parametrize("footer", ["<Footer />", "<Footer/>", '<Footer class="mine" />'])
def test_a_page_that_is_taken_over_has_one_footer(footer: str) -> None:
    disk = ["## Example", "Mine.", footer]
    assert _merged(disk, {}, BEFORE | {"footer": "<Footer />"}, "adopted") == ["## Overview", "Text.", *disk]


def test_without_a_record_what_differs_is_the_users() -> None:
    disk = ["## Overview", "Old text.", "## Example", "two", "Mine.", "End."]
    assert _merged(disk, {}, FRESH, "unrecorded") == disk


def test_a_section_that_is_away_for_a_while_comes_back() -> None:
    away = {name: text for name, text in BEFORE.items() if not name.startswith("example")}
    first = bodies.merge("\n\n".join([*WRITTEN, "Mine."]), _blocks(away), _records(BEFORE))
    assert "one" not in first.text
    second = bodies.merge(first.text, _blocks(BEFORE), first.records)
    assert second.text.split("\n\n") == [*WRITTEN, "Mine."]


def test_a_deleted_section_that_is_away_for_a_while_stays_deleted() -> None:
    away = {name: text for name, text in BEFORE.items() if not name.startswith("example")}
    disk = ["## Overview", "Text.", "End.", "Mine."]
    first = bodies.merge("\n\n".join(disk), _blocks(away), _records(BEFORE))
    assert bodies.merge(first.text, _blocks(BEFORE), first.records).text.split("\n\n") == disk


def test_keys_in_front_matter_that_somebody_has_emptied_get_the_line_ends_of_the_page() -> None:
    disk = "---\r\n---\r\n\r\n" + "\r\n\r\n".join(BEFORE.values()).replace("\n", "\r\n") + "\r\n"
    text = merging.merge(_page(BEFORE), disk, [], merging.Way("unrecorded")).text
    assert text.startswith("---\r\nid: E\r\nname: E\r\n---\r\n")


# --- conflicts that git has left


def _page(texts: Texts) -> Rendered:
    head = {"id": "E", "name": "E"}
    text = "---\nid: E\nname: E\n---\n\n" + "\n\n".join(texts.values()) + "\n"
    return Rendered("e.mdx", head, tuple(_blocks(texts)), text)


def _conflict(left: str, right: str, size: int = 7) -> str:
    marks = ("<" * size, "=" * size, ">" * size)
    return f"{marks[0]} HEAD:a b.mdx\n{left}\n{marks[1]}\n{right}\n{marks[2]} other:b.mdx\n"


@pytest.mark.parametrize("size", [7, 8, 12])
def test_a_conflict_between_generated_texts_resolves_itself(size: int) -> None:
    fresh = _page(FRESH)
    states = [manifest.page(_page(BEFORE))]
    states[0]["example/2"] |= frozenset({manifest.digest_of("three")})
    disk = _page(BEFORE).text.replace("one\n", _conflict("one", "three", size))
    assert merging.merge(fresh, disk, states, merging.Way()).text == fresh.text


def test_conflicts_in_conflicts_have_two_sides() -> None:
    inner = _conflict("b", "c", 9).rstrip("\n")
    assert merging.conflict_sides(_conflict(f"a\n{inner}", "d")) == ("a\nb\n", "d\n")


def test_a_conflict_with_words_written_by_hand_is_left_to_the_user() -> None:
    disk = _page(BEFORE).text.replace("one\n", _conflict("one\n\nMine.", "three"))
    with pytest.raises(merging.UnmergeableError, match="written by hand") as caught:
        merging.merge(_page(FRESH), disk, [manifest.page(_page(BEFORE))], merging.Way())
    assert "keep the first side" in caught.value.hint


def test_a_conflict_between_two_orders_of_words_written_by_hand_is_left_to_the_user() -> None:
    disk = _page(BEFORE).text.replace("one\n", _conflict("Mine.\n\nYours.\n\none", "Yours.\n\nMine.\n\none"))
    with pytest.raises(merging.UnmergeableError) as caught:
        merging.merge(_page(BEFORE), disk, [manifest.page(_page(BEFORE))], merging.Way())
    assert caught.value.code == "merge-conflict"


def test_of_a_conflict_the_generated_text_that_a_record_knows_is_to_be_kept() -> None:
    disk = _page(BEFORE).text.replace("one\n", _conflict("older\n\nMine.", "one"))
    with pytest.raises(merging.UnmergeableError) as caught:
        merging.merge(_page(FRESH), disk, [manifest.page(_page(BEFORE))], merging.Way())
    assert "keep the second side" in caught.value.hint


def test_a_conflict_around_the_end_of_the_front_matter_is_left_to_the_user() -> None:
    disk = f"---\nid: E\n{_conflict('name: E', '---')}"
    with pytest.raises(merging.UnmergeableError, match="conflict"):
        merging.merge(_page(FRESH), disk, [manifest.page(_page(BEFORE))], merging.Way())


def test_marks_of_any_length_in_a_manifest_are_skipped() -> None:
    left, right = (manifest.line("e.mdx", name, "0" * 32) for name in ("x", "y"))
    records, problems = manifest.parse(_conflict(left, right, 9), "m")
    assert (set(records["e.mdx"]), problems) == ({"x", "y"}, ())


# --- whole pages

EVENT = """
    crew = Team("crew", summary="s")
    e = Event("E", snippets=[], summary={summary!r}, description={description!r}, owners=[crew])
    s = Service("S", sends=[e], owners=[crew], summary="s")
"""
PAGE = "events/E/index.mdx"


def _define(project: Project, summary: str = "one", description: str = "Text.") -> None:
    project.define(EVENT.format(summary=summary, description=description))


def _overwrite(project: Project, wish: str) -> None:
    loaded = project.settings()
    wished = wishes.read((), (wish,))
    built = building.build(loaded, WorkingTree(loaded.root), lambda _: None, wished)
    assert built.changes is not None
    writing.apply(built.changes, loaded)


def _edit(project: Project, old: str, new: str) -> None:
    page = project.page(PAGE)
    assert old in page
    project.write(f"output/{PAGE}", page.replace(old, new).encode())


def test_a_section_that_is_given_back_leaves_alone_what_was_moved_into_it(project: Project) -> None:
    _define(project)
    project.build()
    original = project.page(PAGE)
    overview = original[original.index("## Overview") : original.index("## Architecture")]
    _edit(project, overview, "")
    _edit(project, "<Footer />\n", f"{overview}Mine.\n\n<Footer />\n")
    _overwrite(project, "E#overview")
    assert project.page(PAGE).count("<Footer />") == 1
    assert project.page(PAGE).count(overview.strip()) == 1
    assert "Mine." not in project.page(PAGE)


def test_what_holds_the_catalog_together_is_taken_back_with_the_front_matter(project: Project) -> None:
    _define(project)
    project.build()
    original = project.page(PAGE)
    _edit(project, "name: E\n", "name: Mine\nschemaPath: mine.json\nx-mine: 1\n")
    assert project.codes() == ["edited-page"]
    _overwrite(project, "E#front-matter")
    assert project.page(PAGE) == original.replace("name: E\n", "name: E\nx-mine: 1\n")


@pytest.mark.parametrize("mark", [b"\xef\xbb\xbf", b""])
@pytest.mark.parametrize("newline", [b"\n", b"\r\n"])
def test_line_ends_and_byte_order_mark_stay_as_they_are(project: Project, newline: bytes, mark: bytes) -> None:
    _define(project)
    project.build()
    page = project.root / "output" / PAGE
    page.write_bytes(mark + (page.read_bytes() + b"\nMine.\n").replace(b"\n", newline))
    _define(project, summary="two", description="First.\n\nSecond\nparagraph.")
    project.build()
    data = page.read_bytes()
    assert data.startswith(mark + b"---")
    assert data.count(b"\n") == data.count(newline)
    assert b"summary: two" in data
    assert newline.join([b"Second", b"paragraph."]) in data
    assert data.endswith(newline + b"Mine." + newline)


# any description becomes any other one

SECTIONS = st.lists(
    st.tuples(st.sampled_from("ABCDE"), st.sampled_from("12")), max_size=4, unique_by=lambda one: one[0]
)


def _described(sections: list[tuple[str, str]], *, headed: bool) -> Texts:
    texts = [
        text
        for letter, number in sections
        for text in ([f"### {letter}"] if headed else []) + [f"Text {letter}, version {number}."]
    ]
    described = {"overview": "## Overview"} | {f"overview/{number}": text for number, text in enumerate(texts, 2)}
    return described | {"architecture": "## Architecture", "architecture/2": "<NodeGraph />"}


@hypothesis.settings(max_examples=150)
@given(before=SECTIONS, now=SECTIONS, headed=st.booleans())
def test_what_nobody_touched_comes_in_the_order_of_the_definition(
    *, before: list[tuple[str, str]], now: list[tuple[str, str]], headed: bool
) -> None:
    old, new = (_described(sections, headed=headed) for sections in (before, now))
    assert _merged([*old.values(), "Mine."], old, new) == [*new.values(), "Mine."]


@hypothesis.settings(max_examples=150)
@given(st.lists(SECTIONS, min_size=2, max_size=4), st.integers(0, 3))
def test_merging_once_more_changes_nothing(history: list[list[tuple[str, str]]], edited: int) -> None:
    old = _described(history[0], headed=False)
    texts = list(old.values())
    if edited < len(history[0]):
        texts[1 + edited] += " By hand."
    body, records = "\n" + "\n\n".join(texts) + "\n", _records(old)
    for sections in history[1:]:
        wanted = _blocks(_described(sections, headed=False))
        merged = bodies.merge(body, wanted, records)
        again = bodies.merge(merged.text, wanted, merged.records)
        assert (again.text, again.records) == (merged.text, merged.records)
        body, records = merged.text, dict(merged.records)


def test_parts_of_a_section_take_the_new_order_of_the_definition_with_what_stands_under_them(project: Project) -> None:
    def define(*names: str) -> None:
        examples = ", ".join(f'Example({{"id": "{name}"}}, name="{name}")' for name in names)
        project.define(
            f"""
            crew = Team("crew", summary="s")
            e = Event("E", snippets=[], summary="s", examples=[{examples}])
            s = Service("S", sends=[e], owners=[crew], summary="s")
            """
        )

    define("first", "second", "third")
    project.build()
    page = project.root / "output/events/E/index.mdx"
    page.write_text(page.read_text().replace('"second"\n}\n```\n', '"second"\n}\n```\n\nUnder the second.\n'))
    define("third", "second", "first")
    project.build()
    text = page.read_text()
    marks = ['title="third"', 'title="second"', "Under the second.", 'title="first"', "<Footer />"]
    assert sorted(marks, key=text.index) == marks
    changes = project.built().changes
    assert changes is not None
    assert changes.nothing

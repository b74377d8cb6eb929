from __future__ import annotations

import pytest

from catalog_gen.problems import Place
from catalog_gen.showing import rendering
from catalog_gen.showing.items import Detail, Fact, Item, Shown
from catalog_gen.showing.lines import cut, narrowed, wide, wrapped
from catalog_gen.showing.listing import Row
from catalog_gen.showing.origins import Whence

HERE = Whence("definition", Place("schemas/definitions.py", 12, 5))
HOSTILE = "a\x1b[31m\x07\n\u202eb\u200f\u2066"


def _plain(text: str, _look: str) -> str:
    return text


def _details(*facts: Fact, width: int | None = None, why: bool = False) -> list[str]:
    return [*rendering.details(Shown("event", "E", "1.0.0", facts), width, _plain, why=why)]


def _fact(name: str, *texts: str, details: tuple[Detail, ...] = ()) -> Fact:
    return Fact(name.lower(), name, tuple(Item(text, text, HERE, details) for text in texts))


def test_values_stand_below_each_other_in_one_column() -> None:
    assert _details(_fact("Key", "id"), _fact("Wire format", "avro")) == [
        "event E 1.0.0",
        "",
        "Key          id",
        "Wire format  avro",
    ]


def test_short_values_share_a_line_until_each_says_where_it_comes_from() -> None:
    assert _details(_fact("Badges", "one", "two"))[2:] == ["Badges  one, two"]
    assert _details(_fact("Badges", "one", "two"), why=True)[2:] == [
        "Badges  one  <- schemas/definitions.py:12:5",
        "        two  <- schemas/definitions.py:12:5",
    ]


def test_where_a_fact_comes_from_goes_below_it_where_the_line_is_too_short() -> None:
    assert _details(_fact("Summary", "Some words that fill the line in the terminal."), width=60, why=True)[2:] == [
        "Summary  Some words that fill the line in the terminal.",
        "           <- schemas/definitions.py:12:5",
    ]


def test_in_a_narrow_terminal_labels_stand_above_their_values() -> None:
    details = (Detail(("dev", "orders.dev.events")), Detail(("prod", "a.very.long.address.of.a.topic")))
    assert _details(_fact("Channels", "orders.{env}.events", details=details), width=40)[2:] == [
        "Channels",
        "  orders.{env}.events",
        "    dev   orders.dev.events",
        "    prod  a.very.long.address.of.a.topic",
    ]


@pytest.mark.parametrize("width", [40, 80, None])
@pytest.mark.parametrize("why", [False, True])
def test_no_text_steers_the_terminal(width: int | None, why: bool) -> None:  # noqa: FBT001
    whence = Whence("definition", Place(HOSTILE, 1, 1), of=HOSTILE)
    fact = Fact("x", "X", (Item(HOSTILE, HOSTILE, whence, (Detail((HOSTILE, HOSTILE), whence), Detail((HOSTILE,)))),))
    shown = Shown("event", f"E{HOSTILE}", HOSTILE, (fact,))
    row = Row(id=HOSTILE, kind="event", version=HOSTILE, name="", owners=(HOSTILE,), summary=HOSTILE, place=Place(""))
    lines = [
        *rendering.details(shown, width, _plain, why=why),
        *rendering.table([row], width, _plain),
        *rendering.by_type([row], width, _plain),
    ]
    assert [line for line in lines if not line.isprintable()] == []
    assert any(r"\x1b" in line for line in lines)


ROWS = [
    Row(
        id="InventoryAdjusted",
        kind="event",
        version="1.0.1",
        name="n",
        owners=("full-stack", "mobile-devs", "logistics"),
        summary="Indicates a change in inventory level, or 在庫の変化。",
        place=Place(""),
    ),
    Row(id="hand", kind="team", version=None, name="By hand", owners=(), summary="", place=Place(""), note="external"),
]


def test_a_table_is_whole_in_a_pipe() -> None:
    assert [*rendering.table(ROWS, None, _plain)] == [
        "ID                 TYPE   VERSION  OWNERS                              SUMMARY",
        "InventoryAdjusted  event  1.0.1    full-stack, mobile-devs, logistics  "
        "Indicates a change in inventory level, or 在庫の変化。",
        "hand               team   -        -                                   (external), By hand",
    ]


def test_a_table_is_as_narrow_as_the_terminal() -> None:
    assert [*rendering.table(ROWS, 80, _plain)] == [
        "ID                 TYPE   VERSION  OWNERS         SUMMARY",
        "InventoryAdjusted  event  1.0.1    full-stack +2  Indicates a change in invento…",
        "hand               team   -        -              (external), By hand",
    ]
    assert [*rendering.table(ROWS, 40, _plain)] == [
        "ID                 TYPE   VERSION",
        "InventoryAdjusted  event  1.0.1",
        "hand               team   -",
    ]


def test_a_list_by_type_counts_each_type() -> None:
    assert [*rendering.by_type(ROWS, 60, _plain)] == [
        "1 event",
        "  InventoryAdjusted  1.0.1  full-stack +2  Indicates a chan…",
        "",
        "1 team",
        "  hand               -      -              (external), By h…",
    ]


@pytest.mark.parametrize("width", range(20, 130, 7))
def test_no_line_of_a_table_is_wider_than_the_terminal(width: int) -> None:
    lines = [*rendering.table(ROWS, width, _plain), *rendering.by_type(ROWS, width, _plain)]
    assert [line for line in lines if wide(line) > width] == []


@pytest.mark.parametrize(
    ("text", "width", "lines"),
    [
        ("one two three", None, ["one two three"]),
        ("one two three", 7, ["one two", "  three"]),
        ("在庫 の 変化", 7, ["在庫 の", "  変化"]),
        ("https://example.com/too/long is whole", 10, ["https://example.com/too/long", "  is whole"]),
        ("", 10, [""]),
    ],
)
def test_lines_break_between_words_only(text: str, width: int | None, lines: list[str]) -> None:
    assert [*wrapped(text, width, indent=2)] == lines


def test_what_is_cut_ends_in_an_ellipsis_and_fits() -> None:
    assert cut("as it is", 8) == "as it is"
    assert cut("is too long", 8) == "is too…"
    assert wide(cut("在庫の変化", 6)) <= 6
    assert narrowed([], 10) == []

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from catalog_gen.model import rules

if TYPE_CHECKING:
    from collections.abc import Callable

    from catalog_gen.model.rules import Fault

    Rule = Callable[[str], Fault | None]


def code(fault: Fault | None) -> str | None:
    return fault.code if fault else None


def hint(fault: Fault | None) -> str:
    assert fault is not None
    return fault.hint


@pytest.mark.parametrize("text", ["0.0.0", "1.0.0", "10.20.30", "1.0.999999999999999"])
def test_a_version_of_three_plain_numbers_is_legal(text: str) -> None:
    assert rules.version(text) is None


@pytest.mark.parametrize(
    ("text", "written"),
    [
        pytest.param("1", "1.0.0", id="major only"),
        pytest.param("1.2", "1.2.0", id="two parts"),
        pytest.param("1.2.3.4", "1.2.3", id="four parts"),
        pytest.param("v2.1.3", "2.1.3", id="v in front"),
        pytest.param("01.2.3", "1.2.3", id="leading zero"),
        pytest.param("1.00.0", "1.0.0", id="zeros"),
        pytest.param("1.0.0-beta", "1.0.0", id="pre-release"),
        pytest.param("1.0.0+7", "1.0.0", id="build"),
        pytest.param("1.0.0\n", "1.0.0", id="line end"),
        pytest.param(" 1.0.0", "1.0.0", id="space"),
        pytest.param("", "1.0.0", id="empty"),
        pytest.param("latest", "1.0.0", id="word"),
        pytest.param("٣.1.2", "1.2.0", id="other digits"),
        pytest.param("1.0.1000000000000000", "1.0.100000000000000", id="more than JavaScript counts"),
        pytest.param("1000000000000000.0.1", "100000000000000.0.1", id="the same in the first number"),
        pytest.param("1.1000000000000000.1", "1.100000000000000.1", id="the same in the second number"),
        pytest.param("9" * 5000, "9" * 15 + ".0.0", id="more than Python converts"),
    ],
)
def test_any_other_version_is_illegal_and_the_nearest_legal_one_is_offered(text: str, written: str) -> None:
    fault = rules.version(text)
    assert code(fault) == "illegal-version"
    assert hint(fault) == f'write "{written}"'
    assert rules.version(written) is None


@pytest.mark.parametrize(
    "text",
    [
        "OrderPlaced",
        "order-placed",
        "order_placed",
        "a",
        "7",
        "acme.orders.v2",
        "a..b",
        "a-",
        "a_",
        "A" * 120,
    ],
)
def test_letters_digits_dots_dashes_and_underscores_make_an_id(text: str) -> None:
    assert rules.identifier(text) is None


@pytest.mark.parametrize(
    ("text", "words", "suggestion"),
    [
        pytest.param("", "is empty", None, id="empty"),
        pytest.param("Order placed", "characters", "Order-placed", id="space"),
        pytest.param("orders/placed", "characters", "orders-placed", id="slash"),
        pytest.param("a\\b", "characters", "a-b", id="backslash"),
        pytest.param("a:b", "characters", "a-b", id="colon"),
        pytest.param("a\n", "characters", "a", id="line end"),
        pytest.param("Überweisung", "characters", "Uberweisung", id="accent"),
        pytest.param("注文", "characters", None, id="nothing that could stay"),
        pytest.param("orders.{env}", "characters", "orders.-env", id="parameter outside of a channel"),
        pytest.param("-a", 'starts with "-"', "a", id="leading dash"),
        pytest.param("_a", 'starts with "_"', "a", id="leading underscore"),
        pytest.param(".a", 'starts with "."', "a", id="leading dot"),
        pytest.param("a.", "ends with a dot", "a", id="trailing dot"),
        pytest.param("users ", "characters", None, id="the suggestion would be reserved"),
        pytest.param("con?", "characters", None, id="the suggestion would be a device"),
    ],
)
def test_an_id_that_is_no_folder_name_is_illegal_and_a_legal_one_is_offered(
    text: str, words: str, suggestion: str | None
) -> None:
    fault = rules.identifier(text)
    assert fault is not None
    assert fault.code == "illegal-id"
    assert words in fault.message
    offered = f'write "{suggestion}" and put the rest into name='
    assert offered in fault.hint if suggestion else "write" not in fault.hint


@pytest.mark.parametrize("text", sorted(rules.RESERVED_IDS))
def test_a_folder_name_of_eventcatalog_is_no_id_in_any_spelling(text: str) -> None:
    assert [code(rules.identifier(text)), code(rules.identifier(text.upper()))] == ["illegal-id"] * 2


@pytest.mark.parametrize("text", ["versioned", "Versioned", "my-versioned-event", "OrderVersioned"])
def test_versioned_may_not_be_part_of_an_id(text: str) -> None:
    assert "keeps for itself" in getattr(rules.identifier(text), "message", "")


@pytest.mark.parametrize("text", ["order-users", "eventsource", "indexed", "channels.v2"])
def test_an_id_may_contain_a_reserved_word(text: str) -> None:
    assert rules.identifier(text) is None


@pytest.mark.parametrize("text", [*sorted(rules.WINDOWS_NAMES), "CON", "con.orders", "Lpt1.x.y"])
def test_a_device_of_windows_is_no_id(text: str) -> None:
    assert "Windows" in getattr(rules.identifier(text), "message", "")


@pytest.mark.parametrize("text", ["console", "com", "com10", "orders.con", "nullable"])
def test_an_id_may_look_like_a_device_of_windows(text: str) -> None:
    assert rules.identifier(text) is None


def test_an_id_is_at_most_120_characters_long() -> None:
    assert "120" in getattr(rules.identifier("a" * 121), "message", "")


@pytest.mark.parametrize("text", ["inventory.{env}.events", "{env}", "{env}-{region}", "a.{env_2}", "a.{tenant-id}"])
def test_a_channel_id_may_have_parameters(text: str) -> None:
    assert rules.identifier(text, parameters=True) is None


@pytest.mark.parametrize(
    ("text", "suggestion"),
    [
        pytest.param("orders/{env}/events", "orders-{env}-events", id="slashes"),
        pytest.param("{1st}", "1st", id="not a name"),
        pytest.param("a.{}", "a", id="no name"),
        pytest.param("a.{env", "a.-env", id="not closed"),
        pytest.param("a.{{env}}", "a.-{env}", id="doubled"),
        pytest.param("{env}.", "{env}", id="trailing dot"),
    ],
)
def test_an_illegal_channel_id_keeps_its_parameters_in_the_offer(text: str, suggestion: str) -> None:
    fault = rules.identifier(text, parameters=True)
    assert code(fault) == "illegal-id"
    assert f'write "{suggestion}" and put the rest into address=' in hint(fault)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("https://acme.example.com", None),
        ("http://localhost:3000/a?b=c#d", None),
        ("HTTPS://ACME.EXAMPLE.COM", None),
        ("mailto:a@b.example", None),
        ("tel:+4930123", None),
        ("urn:acme:runbook", None),
        ("slack://channel?team=T1&id=C1", None),
        ("", "relative-url"),
        ("acme.example.com", "relative-url"),
        ("/docs/runbook", "relative-url"),
        ("//acme.example.com/x", "relative-url"),
        ("https://", "relative-url"),
        ("https:///path", "relative-url"),
        ("https:acme.example.com", "relative-url"),
        ("https://acme .example.com", "relative-url"),
        ("https://acme.example.com\n", "relative-url"),
        ("http://[::1", "relative-url"),
        ("javascript:alert(1)", "relative-url"),
        ("javascript://acme.example.com/%0aalert(1)", "relative-url"),
        ("JavaScript://acme.example.com/%0aalert(1)", "relative-url"),
        ("data://text/html,x", "relative-url"),
    ],
)
def test_a_web_address_is_absolute_and_runs_nothing(text: str, expected: str | None) -> None:
    assert code(rules.absolute_url(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("https://acme.example.com", None),
        ("http://acme.example.com", None),
        ("mailto:a@b.example", None),
        ("tel:+4930123", None),
        ("#overview", None),
        ("/docs/events", None),
        ("", "relative-url"),
        ("docs/events", "relative-url"),
        ("ftp://acme.example.com", "relative-url"),
        ("javascript:alert(1)", "relative-url"),
        ("http://[", "relative-url"),
    ],
)
def test_a_badge_links_to_a_page_an_anchor_or_an_address(text: str, expected: str | None) -> None:
    assert code(rules.badge_url(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("/icons/kafka.svg", None),
        ("https://acme.example.com/x.svg", None),
        ("http://acme.example.com/x.svg", None),
        ("BoltIcon", "relative-url"),
        ("icons/kafka.svg", "relative-url"),
        ("data:image/png;base64,AA", "relative-url"),
        ("http://[", "relative-url"),
    ],
)
def test_an_icon_is_a_public_file_or_an_address(text: str, expected: str | None) -> None:
    assert code(rules.icon_address(text)) == expected


@pytest.mark.parametrize(
    "text",
    [
        *("green", "Green", "slate", "rebeccapurple", "transparent"),
        *("#fff", "#FFFF", "#22c55e", "#22c55e80"),
        *(
            "rgb(34 197 94)",
            "rgba(34, 197, 94, .5)",
            "hsl(1 2% 3%)",
            "oklch(1 2 3)",
            "color-mix(in srgb, red, blue)",
        ),
        *("var(--brand)", "rgb(calc(1 + 2) 3 4)"),
    ],
)
def test_what_eventcatalog_shows_as_a_colour_is_one(text: str) -> None:
    assert rules.color(text) is None


@pytest.mark.parametrize(
    ("text", "words"),
    [
        pytest.param("grene", 'did you mean "green"?', id="misspelt"),
        pytest.param("Slat", 'did you mean "slate"?', id="misspelt, capital"),
        pytest.param("", 'write "green"', id="empty"),
        pytest.param("#ff", 'write "green"', id="two digits"),
        pytest.param("#fffff", 'write "green"', id="five digits"),
        pytest.param("#ggg", 'write "green"', id="no hex"),
        pytest.param("rgb(1 2 3", 'write "green"', id="not closed"),
        pytest.param("url(x)", 'write "green"', id="other function"),
        pytest.param("rgb(1);x:y", 'write "green"', id="more than a colour"),
    ],
)
def test_what_eventcatalog_does_not_show_as_a_colour_is_a_warning_with_an_offer(text: str, words: str) -> None:
    fault = rules.color(text)
    assert code(fault) == "unknown-color"
    assert words in hint(fault)


@pytest.mark.parametrize(
    "rule",
    [rules.version, rules.absolute_url, rules.badge_url, rules.icon_address, rules.color],
    ids=lambda rule: rule.__name__,
)
def test_a_very_long_text_is_cut_in_the_message(rule: Rule) -> None:
    fault = rule("? " * 10_000)
    assert fault is not None
    assert len(fault.message) < 250

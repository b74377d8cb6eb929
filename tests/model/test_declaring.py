from __future__ import annotations

import dataclasses
import datetime
import enum
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING, Any

import pytest

from catalog_gen import (
    Adr,
    Attachment,
    Badge,
    Channel,
    Command,
    Container,
    Contract,
    Defaults,
    Deprecated,
    DocCategory,
    Draft,
    Event,
    Example,
    Operation,
    Output,
    Parameter,
    Previous,
    Property,
    Receives,
    Repository,
    ResourceGroup,
    Route,
    Sends,
    Service,
    Specification,
    SqsBinding,
    Step,
    Styles,
    Team,
    Tool,
    User,
)
from catalog_gen.model import declaring
from catalog_gen.model.checking import Unread
from catalog_gen.model.declaring import DefinitionError, Origin
from catalog_gen.problems import CODES, Place

if TYPE_CHECKING:
    from catalog_gen.model.declaring import Built

UNREAD = Unread("only running the code would tell")


def build(cls: Any, *args: Any, **kwargs: Any) -> Built:
    return declaring.build(cls, args, kwargs)


def made(cls: Any, *args: Any, **kwargs: Any) -> Any:
    built = build(cls, *args, **kwargs)
    assert built.faults == ()
    return built.instance


def said(built: Built) -> list[str]:
    return [f"{fault.message} ({fault.hint}) [{fault.code}]" for fault in built.faults]


class Text(str):
    __slots__ = ()


class TextEnum(str, enum.Enum):  # noqa: UP042 - as users write it
    FULL = "FULL"


class PlainEnum(enum.Enum):
    FULL = "FULL"
    ONE = 1


# names of arguments


@pytest.mark.parametrize(
    ("cls", "args", "kwargs", "words"),
    [
        (Event, ("E",), {"ownres": []}, 'Event has no keyword "ownres" (did you mean "owners"?)'),
        (
            Event,
            ("E",),
            {"schemaPath": "x"},
            'Event has no keyword "schemaPath" (did you mean "schema_path"?)',
        ),
        (Draft, ("soon",), {"zzz": 1}, 'Draft has no keyword "zzz" (Draft takes message, title)'),
        (Draft, ("soon",), {"origin": 1}, 'Draft has no keyword "origin" (Draft takes message, title)'),
        (Event, ("E", "Name"), {}, "Event takes only id by position (name the rest: keyword=...)"),
        (
            Badge,
            ("a", "green", "x", "y"),
            {},
            "Badge takes only content and color by position (name the rest: keyword=...)",
        ),
        (Styles, ("/x.svg",), {}, "Styles takes only nothing by position (name the rest: keyword=...)"),
        (Event, ("E",), {"id": "F"}, "id is given twice ()"),
    ],
    ids=[
        "misspelt",
        "camelCase",
        "nothing near",
        "no argument",
        "positional",
        "positionals",
        "none",
        "twice",
    ],
)
def test_an_argument_that_the_type_does_not_have_is_refused(
    cls: type, args: tuple[Any, ...], kwargs: dict[str, Any], words: str
) -> None:
    assert said(build(cls, *args, **kwargs)) == [f"{words} [unknown-keyword]"]


@pytest.mark.parametrize(
    ("cls", "kwargs", "missing", "takes"),
    [
        (Event, {}, "id", ""),
        (Team, {"name": "A team"}, "id", ""),
        (Previous, {}, "version", ""),
        (Sends, {}, "message", ""),
        (Route, {}, "channel", ""),
        (Specification, {"path": "openapi.yml"}, "type", 'it takes "openapi", "asyncapi" or "graphql"'),
        (Adr, {"id": "A", "status": "accepted"}, "date", "it takes a date"),
        (Tool, {"name": "search"}, "type", "it takes text"),
        (Property, {"name": "id"}, "type", "it takes text"),
        (Contract, {"path": "a.json"}, "name", "it takes text"),
        (Output, {}, "resource", ""),
        (Step, {"title": "Pay"}, "id", ""),
    ],
    ids=lambda value: value.__name__ if isinstance(value, type) else None,
)
def test_a_required_argument_that_is_missing_is_named_with_what_it_takes(
    cls: type, kwargs: dict[str, Any], missing: str, takes: str
) -> None:
    assert said(build(cls, **kwargs)) == [f"{missing} is missing ({takes}) [wrong-type]"]


def test_an_object_is_known_by_its_id_although_something_else_that_is_required_is_missing() -> None:
    built = build(Container, "orders-db", purpose="Keeps orders.")
    assert [getattr(built.instance, field) for field in ("id", "purpose", "container_type")] == [
        "orders-db",
        "Keeps orders.",
        None,
    ]
    assert built.unread_keywords == {"container_type"}
    with pytest.raises(DefinitionError, match="container_type is missing"):
        Container("orders-db")  # type: ignore[call-arg]


def test_there_is_no_object_without_what_is_required() -> None:
    assert build(Event).instance is None


def test_a_required_argument_of_the_wrong_type_is_not_also_missing() -> None:
    assert said(build(Event, 7)) == ["id takes text, not 7 () [wrong-type]"]


def test_the_id_may_be_given_by_keyword() -> None:
    assert made(Event, id="OrderPlaced").id == "OrderPlaced"


def test_arguments_that_are_fine_make_the_object_although_others_are_not() -> None:
    built = build(Event, "E", summary="A text", hidden="yes", colour="red")
    assert (getattr(built.instance, "summary", None), len(built.faults)) == ("A text", 2)


# types of arguments

BRACKETS = "(write [...])"


@pytest.mark.parametrize(
    ("cls", "keyword", "value", "words"),
    [
        pytest.param(Event, "summary", 7, "summary takes text, not 7 ()", id="number for text"),
        pytest.param(Event, "summary", b"x", "summary takes text, not a bytes ()", id="bytes for text"),
        pytest.param(Event, "summary", ["x"], "summary takes text, not a list ()", id="list for text"),
        pytest.param(Event, "summary", PlainEnum.ONE, "summary takes text, not a PlainEnum ()", id="enum for text"),
        pytest.param(Event, "hidden", "yes", 'hidden takes True or False, not the text "yes" ()', id="text for bool"),
        pytest.param(Event, "hidden", 1, "hidden takes True or False, not 1 ()", id="number for bool"),
        pytest.param(ResourceGroup, "limit", "3", 'limit takes a whole number, not the text "3" ()', id="text for int"),
        pytest.param(ResourceGroup, "limit", True, "limit takes a whole number, not True ()", id="bool for int"),
        pytest.param(ResourceGroup, "limit", 1.0, "limit takes a whole number, not 1.0 ()", id="float for int"),
        pytest.param(
            Event,
            "date",
            "2026-01-01",
            'date takes a date, not the text "2026-01-01" (write date(2026, 1, 1))',
            id="text for date",
        ),
        pytest.param(
            Event, "date", "soon", 'date takes a date, not the text "soon" (write date(2026, 1, 31))', id="no date"
        ),
        pytest.param(
            DocCategory, "position", "1", 'position takes a number, not the text "1" ()', id="text for number"
        ),
        pytest.param(DocCategory, "position", True, "position takes a number, not True ()", id="bool for number"),
        pytest.param(Event, "schema_path", 7, "schema_path takes text or a path, not 7 ()", id="number for path"),
        pytest.param(
            Event,
            "draft",
            "soon",
            'draft takes True or False or a Draft, not the text "soon" (write Draft("soon"))',
            id="text for draft",
        ),
        pytest.param(
            Event,
            "repository",
            "https://x.y",
            'repository takes a Repository, not the text "https://x.y" (write Repository("https://x.y"))',
            id="text for object",
        ),
        pytest.param(Event, "sidebar", Draft("x"), "sidebar takes a Sidebar, not a Draft ()", id="other object"),
        pytest.param(
            Event,
            "owners",
            "dboyne",
            'owners takes a list (a User, a Team or text), not the text "dboyne" (write ["dboyne"])',
            id="text for list",
        ),
        pytest.param(
            Event,
            "badges",
            Badge("a", "red"),
            f"badges takes a list (a Badge), not a Badge {BRACKETS}",
            id="object for list",
        ),
        pytest.param(
            Event,
            "owners",
            {"a"},
            "owners takes a list (a User, a Team or text), not a set (a set has no order, write a list)",
            id="set for list",
        ),
        pytest.param(
            Event,
            "owners",
            frozenset(),
            "owners takes a list (a User, a Team or text), not a set (a set has no order, write a list)",
            id="frozen set for list",
        ),
        pytest.param(
            Event,
            "owners",
            {"a": 1},
            f"owners takes a list (a User, a Team or text), not a dict {BRACKETS}",
            id="dict for list",
        ),
        pytest.param(
            Event,
            "owners",
            (owner for owner in "ab"),
            f"owners takes a list (a User, a Team or text), not a generator {BRACKETS}",
            id="generator for list",
        ),
        pytest.param(Event, "owners", ["a", 7], "owners[1] takes a User, a Team or text, not 7 ()", id="element"),
        pytest.param(
            Event, "owners", ["a", ["b"]], "owners[1] takes a User, a Team or text, not a list ()", id="nested list"
        ),
        pytest.param(
            Event,
            "badges",
            ["New"],
            'badges[0] takes a Badge, not the text "New" (write Badge("New", ...))',
            id="text for element",
        ),
        pytest.param(
            Service,
            "sends",
            [User("u")],
            "sends[0] takes a Message, a Sends or text, not a User ()",
            id="user for message",
        ),
        pytest.param(
            Channel,
            "environments",
            ["prod"],
            "environments takes a dict (text: text), not a list ()",
            id="list for dict",
        ),
        pytest.param(
            Channel, "environments", {"prod": 3}, 'environments["prod"] takes text, not 3 ()', id="entry of dict"
        ),
        pytest.param(Channel, "environments", {3: "x"}, "environments takes text, not 3 ()", id="key of dict"),
        pytest.param(
            Event, "extensions", {"x-a": {1, 2}}, 'extensions["x-a"] takes plain data, not a set ()', id="set in data"
        ),
        pytest.param(
            Event,
            "extensions",
            {"x-a": [object()]},
            'extensions["x-a"] takes plain data, not an object ()',
            id="object in data",
        ),
        pytest.param(
            Event,
            "extensions",
            {"x-a": {1: 2}},
            'extensions["x-a"] takes plain data with texts as keys, not 1 ()',
            id="number as key in data",
        ),
        pytest.param(
            Event, "summary", 10**5000, "summary takes text, not a number of very many digits ()", id="huge number"
        ),
        pytest.param(
            Event, "hidden", "x" * 999, f'hidden takes True or False, not the text "{"x" * 60}…" ()', id="long text"
        ),
    ],
)
def test_a_value_of_another_type_is_refused_in_words(cls: type, keyword: str, value: Any, words: str) -> None:
    required = ["E"] if cls in {Event, Service, Channel, DocCategory} else []
    assert said(build(cls, *required, **{keyword: value})) == [f"{words} [wrong-type]"]


@pytest.mark.parametrize(
    ("cls", "args", "kwargs", "words"),
    [
        pytest.param(
            Event,
            ("E",),
            {"compatibility": "BACKWRD"},
            'compatibility takes "NONE", "BACKWARD", "BACKWARD_TRANSITIVE", "FORWARD", "FORWARD_TRANSITIVE", "FULL" or'
            ' "FULL_TRANSITIVE", not the text "BACKWRD" (did you mean "BACKWARD"?)',
            id="misspelt",
        ),
        pytest.param(
            Operation,
            ("FETCH",),
            {},
            'method takes "GET", "POST", "PUT", "DELETE" or "PATCH", not the text "FETCH" (did you mean "PATCH"?)',
            id="by position",
        ),
        pytest.param(
            Specification,
            ("a.yml",),
            {"type": 3},
            'type takes "openapi", "asyncapi" or "graphql", not 3 ()',
            id="number",
        ),
        pytest.param(
            Route,
            ("c",),
            {"delivery_mode": ["push"]},
            'delivery_mode takes "push", "pull" or "push-pull", not a list ()',
            id="what has no hash",
        ),
    ],
)
def test_a_value_outside_of_the_choices_is_refused_with_the_nearest(
    cls: type, args: tuple[Any, ...], kwargs: dict[str, Any], words: str
) -> None:
    assert said(build(cls, *args, **kwargs)) == [f"{words} [bad-value]"]


@pytest.mark.parametrize(
    "value",
    ["\ud800", "a\udfffb", ["\ud800"], {"x": "\ud800"}, {"\ud800": "x"}],
    ids=["alone", "inside", "in a list", "in a dict", "as a key"],
)
def test_half_of_a_character_is_refused_since_no_file_can_hold_it(value: Any) -> None:
    (fault,) = build(Event, "E", extensions={"x-a": value}).faults
    assert (fault.code, "surrogate" in fault.message, "\\ud" in fault.hint) == ("bad-value", True, True)


def test_half_of_a_character_in_a_text_is_refused() -> None:
    assert [fault.code for fault in build(Event, "E", summary="\ud83d").faults] == ["bad-value"]


def test_a_number_that_no_file_can_hold_is_refused() -> None:
    (fault,) = build(Event, "E", extensions={"x-a": 10**5000}).faults
    assert (fault.code, fault.hint) == ("bad-value", "write it as text")


@pytest.mark.parametrize(
    ("cls", "keyword", "value", "expected"),
    [
        pytest.param(Event, "owners", ["a", "b"], ("a", "b"), id="list becomes tuple"),
        pytest.param(Event, "owners", ("a",), ("a",), id="tuple"),
        pytest.param(Event, "owners", [], (), id="empty list"),
        pytest.param(Event, "owners", None, None, id="None is not said"),
        pytest.param(Event, "compatibility", TextEnum.FULL, "FULL", id="str enum for a choice"),
        pytest.param(Event, "compatibility", PlainEnum.FULL, "FULL", id="enum of texts for a choice"),
        pytest.param(Event, "summary", PlainEnum.FULL, "FULL", id="enum of texts for a text"),
        pytest.param(Event, "summary", Text("x"), "x", id="subclass of str"),
        pytest.param(Event, "owners", [TextEnum.FULL], ("FULL",), id="enum in a list"),
        pytest.param(Event, "extensions", {"x-a": [TextEnum.FULL]}, {"x-a": ["FULL"]}, id="enum in data"),
        pytest.param(Event, "extensions", {"x-a": (1, None)}, {"x-a": [1, None]}, id="tuple in data"),
        pytest.param(
            Event,
            "extensions",
            {"x-a": [datetime.date(2026, 1, 2), True, 1.5, {"b": "c"}]},
            {"x-a": [datetime.date(2026, 1, 2), True, 1.5, {"b": "c"}]},
            id="plain data",
        ),
        pytest.param(Event, "schema_path", PurePosixPath("a/b"), PurePosixPath("a/b"), id="pure path"),
        pytest.param(Event, "schema_path", Path("a"), Path("a"), id="path"),
        pytest.param(Event, "draft", True, True, id="draft as a flag"),
        pytest.param(Event, "attachments", ["https://a.example"], ("https://a.example",), id="address for object"),
        pytest.param(Channel, "environments", {"prod": "x"}, {"prod": "x"}, id="dict"),
    ],
)
def test_a_value_is_kept_as_plain_immutable_data(cls: type, keyword: str, value: Any, expected: Any) -> None:
    value = getattr(made(cls, "E", **{keyword: value}), keyword)
    assert (value, type(value)) == (expected, type(expected))


def test_a_member_of_a_string_enum_becomes_plain_text() -> None:
    assert type(made(Event, "E", summary=TextEnum.FULL).summary) is str


def test_subclasses_are_taken_for_their_base() -> None:
    command = Command("C")
    assert made(Service, "S", receives=[command]).receives == (command,)


# rules over values


@pytest.mark.parametrize(
    ("cls", "args", "kwargs", "code", "keyword", "index"),
    [
        pytest.param(Event, ("E",), {"version": "1.0"}, "illegal-version", "version", None, id="version"),
        pytest.param(Previous, ("1",), {}, "illegal-version", "version", None, id="previous version"),
        pytest.param(Event, ("My event",), {}, "illegal-id", "id", None, id="id"),
        pytest.param(Event, ("a.{env}",), {}, "illegal-id", "id", None, id="parameter in an event's id"),
        pytest.param(User, ("a b",), {}, "illegal-id", "id", None, id="user's id"),
        pytest.param(Event, ("E",), {"edit_url": "/x"}, "relative-url", "edit_url", None, id="address"),
        pytest.param(Team, ("t",), {"slack": "#team"}, "relative-url", "slack", None, id="slack channel"),
        pytest.param(Attachment, ("docs.pdf",), {}, "relative-url", "url", None, id="attachment"),
        pytest.param(
            Event, ("E",), {"attachments": ["https://a.example", "b"]}, "relative-url", "attachments", 1, id="in a list"
        ),
        pytest.param(Channel, ("c",), {"dead_letter": ""}, "bad-value", "dead_letter", None, id="empty dead letter"),
        pytest.param(Event, ("E",), {"content_type": " "}, "bad-value", "content_type", None, id="empty content type"),
        pytest.param(Event, ("E",), {"registry_subject": ""}, "bad-value", "registry_subject", None, id="no subject"),
        pytest.param(SqsBinding, (), {"queue": ""}, "bad-value", "queue", None, id="empty name in a binding"),
        pytest.param(Badge, ("a", "grene"), {}, "unknown-color", "color", None, id="colour"),
        pytest.param(Badge, ("a", "red"), {"url": "x"}, "relative-url", "url", None, id="badge's link"),
        pytest.param(Badge, ("a",), {}, "bad-value", "content", None, id="badge without colour"),
        pytest.param(Badge, ("a",), {"text_color": "red"}, "bad-value", "", None, id="badge with one colour"),
        pytest.param(Badge, ("a",), {"background_color": "red"}, "bad-value", "", None, id="badge with the other"),
        pytest.param(Example, (), {}, "bad-value", "", None, id="empty example"),
        pytest.param(Example, ({"a": 1},), {"path": "a.json"}, "bad-value", "", None, id="example with both"),
        pytest.param(User, ("u",), {"email": "me"}, "bad-value", "email", None, id="email"),
        pytest.param(User, ("u",), {"email": "a@b"}, "bad-value", "email", None, id="email without a dot"),
        pytest.param(User, ("u",), {"github": "dboyne"}, "bad-value", "github", None, id="handle without @"),
        pytest.param(Team, ("t",), {"github": "@a/b/c"}, "bad-value", "github", None, id="handle of three parts"),
        pytest.param(
            Event, ("E",), {"details_panel": {"producer": False}}, "bad-value", "details_panel", None, id="panel"
        ),
        pytest.param(
            Event, ("E",), {"extensions": {"cost": 1}}, "bad-value", "extensions", None, id="extension without x-"
        ),
        pytest.param(
            Event, ("E",), {"extensions": {"x-": 1}}, "bad-value", "extensions", None, id="extension without name"
        ),
        pytest.param(
            Event,
            ("E",),
            {"description": "a", "description_path": "a.md"},
            "bad-value",
            "description_path",
            None,
            id="two descriptions",
        ),
        pytest.param(
            Channel, ("c",), {"parameters": {"a": {"enm": []}}}, "unknown-keyword", "parameters", None, id="parameter"
        ),
        pytest.param(
            Channel, ("c",), {"parameters": {"a": {"enum": "x"}}}, "wrong-type", "parameters", None, id="its enum"
        ),
        pytest.param(
            Channel,
            ("c",),
            {"parameters": {"a": {"enum": [1]}}},
            "wrong-type",
            "parameters",
            None,
            id="enum of numbers",
        ),
        pytest.param(
            Channel, ("c",), {"parameters": {"a": {"default": 1}}}, "wrong-type", "parameters", None, id="its default"
        ),
        pytest.param(Styles, (), {"icon": "BoltIcon"}, "relative-url", "icon", None, id="icon"),
    ],
)
def test_a_value_that_breaks_a_rule_is_refused_where_it_stands(
    cls: type, args: tuple[Any, ...], kwargs: dict[str, Any], code: str, keyword: str, index: int | None
) -> None:
    assert [(f.code, f.keyword, f.index) for f in build(cls, *args, **kwargs).faults] == [(code, keyword, index)]


@pytest.mark.parametrize(
    ("cls", "args", "kwargs"),
    [
        (Channel, ("orders.{env}.events",), {"parameters": {"env": {"enum": ["dev"], "default": "dev"}}}),
        (Channel, ("c",), {"parameters": {"env": Parameter(enum=["dev"])}}),
        (User, ("u",), {"email": "a.b@c.example", "github": "@dboyne"}),
        (Team, ("t",), {"github": "@acme/full-stack", "on_call": "https://a.example"}),
        (Badge, ("a",), {"background_color": "red", "text_color": "white"}),
        (Badge, ("a", "red"), {"text_color": "white"}),
        (Example, (), {"path": "a.json"}),
        (Example, ([],), {}),
        (Event, ("E",), {"details_panel": {"triggered_by": False}, "extensions": {"x-a": None}}),
        (Deprecated, (), {"date": "2026-01-01"}),
        (Repository, ("anything",), {}),
    ],
    ids=lambda value: value.__name__ if isinstance(value, type) else "",
)
def test_a_definition_that_keeps_the_rules_has_no_fault(
    cls: type, args: tuple[Any, ...], kwargs: dict[str, Any]
) -> None:
    assert made(cls, *args, **kwargs) is not None


def test_a_bad_value_in_one_argument_does_not_hide_the_next() -> None:
    built = build(Event, "My event", version="1", owners="a", badges=[7, "b"], hidden=3, ownres=[])
    assert sorted((fault.keyword, fault.index) for fault in built.faults if fault.keyword != "badges") == [
        ("hidden", None),
        ("id", None),
        ("owners", None),
        ("ownres", None),
        ("version", None),
    ]


def test_a_bad_element_does_not_hide_the_next() -> None:
    built = build(Event, "E", badges=[7, Badge("a", "red"), "b"])
    assert [fault.index for fault in built.faults] == [0, 2]


def test_elements_that_are_fine_stay() -> None:
    badge = Badge("a", "red")
    assert getattr(build(Event, "E", badges=[7, badge]).instance, "badges", None) == (badge,)


def test_every_fault_has_a_code_of_the_table() -> None:
    built = build(Event, "My event", version="1", owners="a", hidden=3, ownres=[], edit_url="x", compatibility="x")
    assert {fault.code for fault in built.faults} <= set(CODES)


@pytest.mark.parametrize(("version", "kept"), [("1.0", "1.0"), ("1" * 5000, None)], ids=["short", "very long"])
def test_a_refused_text_stays_unless_it_is_too_long_for_what_follows(version: str, kept: str | None) -> None:
    built = build(Event, "E", version=version)
    assert [fault.code for fault in built.faults] == ["illegal-version"]
    assert getattr(built.instance, "version", None) == kept


# values that could not be read


@pytest.mark.parametrize(
    ("cls", "args", "kwargs", "keyword", "expected"),
    [
        pytest.param(Event, ("E",), {"summary": UNREAD}, "summary", None, id="text"),
        pytest.param(Event, ("E",), {"version": UNREAD}, "version", None, id="text with a rule"),
        pytest.param(Event, ("E",), {"compatibility": UNREAD}, "compatibility", None, id="choice"),
        pytest.param(Event, ("E",), {"draft": UNREAD}, "draft", None, id="union"),
        pytest.param(Event, ("E",), {"owners": UNREAD}, "owners", None, id="list"),
        pytest.param(Event, ("E",), {"owners": ["a", UNREAD]}, "owners", ("a",), id="element"),
        pytest.param(Channel, ("c",), {"environments": UNREAD}, "environments", None, id="dict"),
        pytest.param(
            Channel, ("c",), {"environments": {"a": UNREAD, "b": "x"}}, "environments", {"b": "x"}, id="entry"
        ),
        pytest.param(Channel, ("c",), {"environments": {UNREAD: "x"}}, "environments", {}, id="key"),
        pytest.param(Example, (UNREAD,), {}, "payload", None, id="data"),
        pytest.param(Example, ({"a": [UNREAD, 1]},), {}, "payload", {"a": [1]}, id="inside of data"),
    ],
)
def test_an_unread_value_is_dropped_and_remembered_and_is_no_fault(
    cls: type, args: tuple[Any, ...], kwargs: dict[str, Any], keyword: str, expected: Any
) -> None:
    built = build(cls, *args, **kwargs)
    assert (built.faults, built.unread) == ((), ((keyword, UNREAD),))
    assert getattr(built.instance, keyword) == expected


def test_an_unread_id_leaves_no_object_and_says_nothing_more() -> None:
    built = build(Event, UNREAD)
    assert (built.instance, built.faults, built.unread) == (None, (), (("id", UNREAD),))


@pytest.mark.parametrize(
    "kwargs",
    [
        {"color": UNREAD},
        {"background_color": UNREAD, "text_color": "red"},
        {"text_color": UNREAD, "color": None},
    ],
    ids=["both", "background", "text"],
)
def test_a_badge_whose_colour_is_unread_is_not_blamed_for_having_none(kwargs: dict[str, Any]) -> None:
    faults = build(Badge, "a", **kwargs).faults
    assert "a badge needs a colour" not in [fault.message for fault in faults]


def test_an_example_whose_path_is_unread_is_not_blamed_for_having_none() -> None:
    assert build(Example, path=UNREAD).faults == ()


def test_a_refused_value_causes_no_second_fault() -> None:
    assert said(build(Badge, "a", 7)) == ["color takes text, not 7 () [wrong-type]"]


def test_what_was_refused_or_unread_is_not_to_be_trusted() -> None:
    built = build(Event, "E", summary=UNREAD, hidden="yes", name="Fine")
    assert built.unread_keywords == {"summary", "hidden"}


def test_a_fault_of_the_whole_definition_distrusts_no_argument() -> None:
    assert build(Example, {"a": 1}, path="a.json").unread_keywords == frozenset()


def test_whatever_is_taken_from_an_unread_value_is_unread() -> None:
    assert UNREAD.anything.at.all is UNREAD


# objects


def test_objects_are_frozen() -> None:
    event: Any = Event("E")
    with pytest.raises(dataclasses.FrozenInstanceError):
        event.name = "Other"


def test_objects_have_no_attributes_of_their_own() -> None:
    event: Any = Event("E")
    with pytest.raises((AttributeError, TypeError)):
        event.colour = "red"


def test_objects_with_equal_values_are_not_the_same_resource() -> None:
    assert len({Event("E"), Event("E")}) == 2


@pytest.mark.parametrize(("owners", "gives"), [([], True), (None, False), (["a"], True)], ids=["[]", "None", "list"])
def test_an_empty_list_is_said_and_none_is_not(owners: list[str] | None, gives: bool) -> None:  # noqa: FBT001
    assert Event("E", owners=owners).gives("owners") is gives


def test_an_absent_argument_is_not_said() -> None:
    assert not Event("E").gives("owners")


def test_false_is_said() -> None:
    assert Event("E", hidden=False).gives("hidden")


def test_an_unread_argument_is_said_once_the_object_knows_its_origin() -> None:
    event = declaring.placed(Event("E"), Origin(Place("a.py", 1), unread=frozenset({"owners"})))
    assert event.gives("owners")
    assert not event.gives("badges")


def test_an_object_made_in_plain_python_has_no_place() -> None:
    assert Event("E").at("owners") == Place("")


ORIGIN = Origin(Place("a.py", 1, 1), {"owners": Place("a.py", 2, 5)}, {("owners", 1): Place("a.py", 3, 9)}, frozenset())


@pytest.mark.parametrize(
    ("keyword", "index", "line"),
    [
        ("", None, 1),
        ("owners", None, 2),
        ("owners", 1, 3),
        ("owners", 0, 2),
        ("badges", None, 1),
        ("badges", 1, 1),
    ],
)
def test_the_place_is_that_of_the_element_the_argument_or_the_call(keyword: str, index: int | None, line: int) -> None:
    assert declaring.placed(Event("E"), ORIGIN).at(keyword, index).line == line


def test_with_values_changes_only_those() -> None:
    event = Event("E", name="Old", owners=["a"])
    changed = declaring.with_values(event, name="New")
    assert (changed.id, changed.name, changed.owners, event.name) == ("E", "New", ("a",), "Old")


def test_with_values_keeps_the_origin() -> None:
    assert declaring.with_values(declaring.placed(Event("E"), ORIGIN), name="New").origin is ORIGIN


def test_with_values_keeps_the_type() -> None:
    assert type(declaring.with_values(Command("C"), name="New")) is Command


def test_the_chain_of_defaults_begins_with_the_nearest() -> None:
    far = Defaults()
    middle = Defaults(far)
    near = Defaults(base=middle)
    assert list(near.chain()) == [near, middle, far]


# plain Python


def test_plain_python_raises_one_error_that_lists_all_faults() -> None:
    broken: Any = Event
    with pytest.raises(DefinitionError) as raised:
        broken("E", version="1", ownres=[], hidden="yes")
    assert str(raised.value).split("; ") == [
        'Event: Event has no keyword "ownres" (did you mean "owners"?)',
        'Event: version "1" is not MAJOR.MINOR.PATCH (write "1.0.0")',
        'Event: hidden takes True or False, not the text "yes"',
    ]


def test_the_error_is_a_type_error_as_for_any_wrong_call() -> None:
    broken: Any = Event
    with pytest.raises(TypeError):
        broken()


def test_plain_python_lets_a_warning_pass() -> None:
    assert Badge("a", "grene").color == "grene"


def test_a_recorder_gets_the_call_instead() -> None:
    calls: list[tuple[Any, ...]] = []
    token = declaring.recorder.set(lambda *call: calls.append(call))
    try:
        Receives("OrderPlaced", fields=["id"])
    finally:
        declaring.recorder.reset(token)
    assert calls == [(Receives, ("OrderPlaced",), {"fields": ["id"]})]


def test_a_keyword_that_is_part_of_a_missing_one_means_that() -> None:
    (unknown, missing) = said(build(Container, "db", type="database"))
    assert missing.startswith("container_type is missing")
    assert unknown == 'Container has no keyword "type" (did you mean "container_type"?) [unknown-keyword]'

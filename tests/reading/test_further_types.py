"""Flows, entities, decisions and documents, wrongly declared: both readers say the same, with the exact place."""

from __future__ import annotations

import pytest
from snippets import dump, ids, read, run, said

# Lines and columns are those of the file, whose first line imports everything.
WRONG = {
    # steps of flows
    "a bool as an id": (
        'f = Flow("F", steps=[Step(True, "a")])',
        ["2:27: Step: id takes a whole number or text, not True [wrong-type]"],
    ),
    "a fraction as an id": (
        'f = Flow("F", steps=[Step(1.5, "a")])',
        ["2:27: Step: id takes a whole number or text, not 1.5 [wrong-type]"],
    ),
    "an empty id": (
        'f = Flow("F", steps=[Step("", "a")])',
        ["2:27: Step: id takes text that is not empty [bad-value]"],
    ),
    "the number nought": (
        'f = Flow("F", steps=[Step(0, "a", next_step=1), Step(1, "b", next_steps=[NextStep(0)])])',
        [
            '2:27: Step: EventCatalog draws no arrow to the number 0 (begin with 1, or write "0") [bad-value]',
            '2:83: NextStep: EventCatalog draws no arrow to the number 0 (begin with 1, or write "0") [bad-value]',
        ],
    ),
    "a text for a step": (
        'f = Flow("F", steps=["pay"])',
        ['2:22: F: steps[0] takes a Step, not the text "pay" (write Step("pay", ...)) [wrong-type]'],
    ),
    "another object for a step": (
        'f = Flow("F", steps=[Step("a", "A"), Event("E")])',
        ["2:38: F: steps[1] takes a Step, not an Event [wrong-type]"],
    ),
    "a dict of steps": (
        'f = Flow("F", steps={"a": Step("a", "A")})',
        ["2:15: F: steps takes a list (a Step), not a dict (write [...]) [wrong-type]"],
    ),
    "a step in a list of a dict comprehension": (
        'f = {n: Flow(n, steps=[Step(n, titel="A")]) for n in ("F", "G")}',
        ['2:32: Step: Step has no keyword "titel" (did you mean "title"?) [unknown-keyword]'],
    ),
    "a step that is two things": (
        'f = Flow("F", steps=[Step("a", message="E", service="S")])',
        ["2:45: Step: message and service are given; a step is one of them (make two steps of it) [bad-value]"],
    ),
    "a step that is nothing": (
        'f = Flow("F", steps=[Step("a")])',
        [
            '2:27: Step: step "a" says neither what it is nor a title'
            " (write title=, message=, service=, actor=, custom=, ...) [bad-value]"
        ],
    ),
    "a step of the wrong kind": (
        'f = Flow("F", steps=[Step("a", message=Service("S"))])',
        ["2:32: Step: message takes a Message, a Pointer or text, not a Service [wrong-type]"],
    ),
    "two ways to go on": (
        'f = Flow("F", steps=[Step("a", "A", next_step="b", next_steps=["b"]), Step("b", "B")])',
        [
            "2:52: Step: next_step and next_steps are both given (write all of them into next_steps=[...]) [bad-value]",
        ],
    ),
    "a step that leads nowhere": (
        'f = Flow("F", steps=[Step("a", "A", next_step="pya"), Step("pay", "Pay")])',
        ['2:37: F: step "a" leads to "pya", which is no step of this flow (did you mean "pay"?) [bad-value]'],
    ),
    "one of several arrows that leads nowhere": (
        'f = Flow("F", steps=[Step("a", "A", next_steps=["b", NextStep("c", "if paid")]), Step("b", "B")])',
        ['2:54: F: step "a" leads to "c", which is no step of this flow [bad-value]'],
    ),
    "a step elsewhere that leads nowhere": (
        'pay = Step("a", "A",\n  next_step="b")\nf = Flow("F", steps=[pay])',
        ['3:3: F: step "a" leads to "b", which is no step of this flow [bad-value]'],
    ),
    "a comprehension that leads nowhere": (
        'f = Flow("F", steps=[Step(f"s{i}", f"{i}", next_step=f"s{i + 1}") for i in range(3)])',
        ['2:44: F: step "s2" leads to "s3", which is no step of this flow [bad-value]'],
    ),
    "a helper that leads nowhere": (
        'def step(i, **more): return Step(i, i, **more)\nf = Flow("F", steps=[step("a", next_step="b"), step("b", next_step="c")])',
        ['3:48: F: step "b" leads to "c", which is no step of this flow [bad-value]'],
    ),
    "two steps of one id": (
        'f = Flow("F", steps=[Step(1, "A"), Step("1", "B")])',
        ['2:36: F: there are two steps "1" (each step of a flow has an id of its own) [duplicate-id]'],
    ),
    "an empty actor": (
        'f = Flow("F", steps=[Step("a", actor="")])',
        ["2:32: Step: actor takes text that is not empty (leave it out) [bad-value]"],
    ),
    "a node of one's own": (
        'f = Flow("F", steps=[Step("a", custom=Custom("x", url="/a", height="9", menu=["x"],'
        ' properties={"a": True, "b": float("inf")}))])',
        [
            '2:51: Custom: "/a" is not an absolute web address (write https://...) [relative-url]',
            '2:61: Custom: height takes a number, not the text "9" [wrong-type]',
            '2:79: Custom: menu[0] takes a MenuItem, not the text "x" (write MenuItem("x")) [wrong-type]',
            '2:85: Custom: properties["a"] takes text or a number, not True [wrong-type]',
            '2:85: Custom: properties["b"] takes a number, not inf [bad-value]',
        ],
    ),
    "addresses of nodes": (
        'f = Flow("F", steps=[Step("a", external_system=ExternalSystem("x", url="a")),'
        ' Step("b", custom=Custom("y", menu=[MenuItem("l", "/b"), MenuItem(url="https://a.b")]))])',
        [
            '2:68: ExternalSystem: "a" is not an absolute web address (write https://...) [relative-url]',
            '2:128: MenuItem: "/b" is not an absolute web address (write https://...) [relative-url]',
            "2:135: MenuItem: label is missing [wrong-type]",
        ],
    ),
    # entities
    "an identifier that is no property": (
        'e = Entity("E", identifier="idd", properties=[Property("id", "uuid")])',
        ['2:17: E: identifier "idd" is no property (did you mean "id"?) [bad-value]'],
    ),
    "properties twice": (
        'e = Entity("E", properties=[Property("a", "x"), Property("o", "object", properties=[Property("b", "x"),'
        ' Property("b", "y")]), Property("l", "array", items=Items("object", properties=[Property("c", "x"),'
        ' Property("c", "y")])), Property("a", "z")])',
        [
            '2:105: Property: there are two properties "b" (keep one of them) [bad-value]',
            '2:204: Items: there are two properties "c" (keep one of them) [bad-value]',
            '2:227: E: there are two properties "a" (keep one of them) [bad-value]',
        ],
    ),
    "a property without a type": (
        'e = Entity("E", identifier="id", properties=[Property("id")])',
        ["2:46: Property: type is missing (it takes text) [wrong-type]"],
    ),
    "properties as a dict": (
        'e = Entity("E", properties={"id": "uuid"})',
        ["2:17: E: properties takes a list (a Property), not a dict (write [...]) [wrong-type]"],
    ),
    "a choice as a text": (
        'e = Entity("E", properties=[Property("id", "uuid", enum="x")])',
        ['2:52: Property: enum takes a list (text), not the text "x" (write ["x"]) [wrong-type]'],
    ),
    # stores, data products
    "a store of no kind": (
        'c = Container("db")',
        [
            '2:5: db: container_type is missing (it takes "database", "cache", "objectStore", "searchIndex",'
            ' "dataWarehouse", "dataLake", "externalSaaS" or "other") [wrong-type]'
        ],
    ),
    "a store of a misspelt kind": (
        'c = Container("db", container_type="databse", access_mode="rw")',
        [
            '2:21: db: container_type takes "database", "cache", "objectStore", "searchIndex", "dataWarehouse",'
            ' "dataLake", "externalSaaS" or "other", not the text "databse" (did you mean "database"?) [bad-value]',
            '2:47: db: access_mode takes "read", "write", "readWrite" or "appendOnly", not the text "rw" [bad-value]',
        ],
    ),
    "a contract as a text": (
        'd = DataProduct("P", outputs=[Output("a", contract="x.json"), Output("b", contract=Contract("y.json"))])',
        [
            '2:43: Output: contract takes a Contract, not the text "x.json" (write Contract("x.json", ...)) [wrong-type]',
            "2:84: Contract: name is missing (it takes text) [wrong-type]",
        ],
    ),
    # decisions
    "a decision without status and day": (
        'a = Adr("A")',
        [
            '2:5: A: status is missing (it takes "proposed", "accepted", "rejected", "deprecated" or "superseded")'
            " [wrong-type]",
            "2:5: A: date is missing (it takes a date) [wrong-type]",
        ],
    ),
    "a decision of no day": (
        'a = Adr("A", status="accepted", date=None)',
        ["2:33: A: date takes a date, not None [wrong-type]"],
    ),
    "a day as a text": (
        'a = Adr("A", status="Accepted", date="2024-02-30")\nb = Adr("B", status="accepted", date="2024-02-03")',
        [
            '2:14: A: status takes "proposed", "accepted", "rejected", "deprecated" or "superseded", not the text'
            ' "Accepted" (did you mean "accepted"?) [bad-value]',
            '2:33: A: date takes a date, not the text "2024-02-30" (write date(2026, 1, 31)) [wrong-type]',
            '3:33: B: date takes a date, not the text "2024-02-03" (write date(2024, 2, 3)) [wrong-type]',
        ],
    ),
    "decisions that point to what is none": (
        'from datetime import date\na = Adr("A", status="accepted", date=date(2024, 1, 1), decision_makers="ann",'
        ' applies_to=[1], supersedes=["B", Event("E")])',
        [
            '3:56: A: decision_makers takes a list (a User, a Team or text), not the text "ann" (write ["ann"]) [wrong-type]',
            "3:91: A: applies_to[0] takes a Resource, an Owner, a Pointer or text, not 1 [wrong-type]",
            "3:112: A: supersedes[1] takes an Adr, a Pointer or text, not an Event [wrong-type]",
        ],
    ),
    # agents, systems, domains
    "tools and models": (
        'a = Agent("A", tools=[Tool("x"), Tool("", type=" "), "y", Tool("z", type="mcp", url="z")], model="gpt")',
        [
            "2:23: Tool: type is missing (it takes text) [wrong-type]",
            "2:39: Tool: name takes text that is not empty [bad-value]",
            "2:43: Tool: type takes text that is not empty [bad-value]",
            '2:54: A: tools[2] takes a Tool, not the text "y" (write Tool("y", ...)) [wrong-type]',
            '2:81: Tool: "z" is nothing a badge can link to (write https://... or /docs/...) [relative-url]',
            '2:92: A: model takes a Model, not the text "gpt" (write Model("gpt")) [wrong-type]',
        ],
    ),
    "relationships and actors": (
        's = System("S", relationships=[Relationship("x", version="1"), 3], scope="extern",'
        ' actors=["a", Actor("b", direction="inbund")])',
        [
            '2:50: Relationship: version "1" is not MAJOR.MINOR.PATCH (write "1.0.0") [illegal-version]',
            "2:64: S: relationships[1] takes a Relationship, a System or text, not 3 [wrong-type]",
            '2:68: S: scope takes "internal" or "external", not the text "extern" (did you mean "external"?) [bad-value]',
            '2:92: S: actors[0] takes an Actor, not the text "a" (write Actor("a")) [wrong-type]',
            '2:108: Actor: direction takes "inbound" or "outbound", not the text "inbund" (did you mean "inbound"?) [bad-value]',
        ],
    ),
    "terms without an address": (
        'd = Domain("D", ubiquitous_language=[Term("Return/Refund"), Term("C#"), Term("100 %"), Term(".."), Term(" a"),'
        ' Term("C++ & “so on” [x]"), Term("ä" * 101)])',
        [
            '2:43: Term: term "Return/Refund" has characters that its address in EventCatalog cannot have'
            ' (write "Return Refund" and name="Return/Refund") [illegal-id]',
            '2:66: Term: term "C#" has characters that its address in EventCatalog cannot have'
            ' (write "C" and name="C#") [illegal-id]',
            '2:78: Term: term "100 %" has characters that its address in EventCatalog cannot have'
            ' (write "100" and name="100 %") [illegal-id]',
            '2:93: Term: term ".." has characters that its address in EventCatalog cannot have [illegal-id]',
            '2:105: Term: term " a" has characters that its address in EventCatalog cannot have'
            ' (write "a" and name=" a") [illegal-id]',
            "2:144: Term: the term is too long for an address (write what is shown into name=) [illegal-id]",
        ],
    ),
    "terms twice": (
        'd = Domain("D", ubiquitous_language=[Term("Order"), Term("order"), "x"])',
        [
            '2:53: D: the term "order" is explained twice (keep one of them) [bad-value]',
            '2:68: D: ubiquitous_language[2] takes a Term, not the text "x" (write Term("x")) [wrong-type]',
        ],
    ),
    "members that are none": (
        's = Service("S", entities=["x", Service("y")], flows=[Step("a", "b")], writes_to=Container("c", container_type="cache"))',
        [
            "2:33: S: entities[1] takes an Entity, a Pointer or text, not a Service [wrong-type]",
            "2:55: S: flows[0] takes a Flow, a Pointer or text, not a Step [wrong-type]",
            "2:72: S: writes_to takes a list (a Container, a Pointer or text), not a Container (write [...]) [wrong-type]",
        ],
    ),
    # documents
    "names of documents": (
        'a = [CustomDoc("guides//x"), CustomDoc("/"), CustomDoc("guides/Index"), CustomDoc("guides/01 first"),'
        ' CustomDoc("guides/kafka.mdx"), CustomDoc("")]',
        [
            '2:16: guides//x: id "guides//x" has an empty part between its slashes (write "guides/x") [illegal-id]',
            '2:40: /: id "/" has an empty part between its slashes (write "name") [illegal-id]',
            '2:56: guides/Index: id "Index" is a name that EventCatalog keeps for itself [illegal-id]',
            '2:83: guides/01 first: id "01 first" has characters that an id cannot have (letters, digits, dots, dashes and'
            ' underscores; write "01-first" and put the rest into title=) [illegal-id]',
            '2:113: guides/kafka.mdx: id "kafka.mdx" has the ending of a file (write "kafka") [illegal-id]',
            "2:144: the id is empty (letters, digits, dots, dashes and underscores) [illegal-id]",
        ],
    ),
    "values of documents": (
        'a = CustomDoc("a", title="", label=" ", order=True, description="x", description_path="x.md")',
        [
            "2:20: a: title takes text that is not empty (leave it out) [bad-value]",
            "2:30: a: label takes text that is not empty (leave it out) [bad-value]",
            "2:41: a: order takes a number, not True [wrong-type]",
            "2:70: a: description and description_path are both given (keep one of the two) [bad-value]",
        ],
    ),
    "folders of documents": (
        's = Service("S", docs=[ResourceDoc("x", category="a b"), ResourceDoc("y", category=DocCategory("index")),'
        ' ResourceDoc("changelog"), "runbook", CustomDoc("z")])',
        [
            '2:41: ResourceDoc: category "a b" has characters that a category cannot have (letters, digits, dots, dashes'
            ' and underscores; write "a-b" and put the rest into DocCategory(label=...)) [illegal-id]',
            '2:96: DocCategory: id "index" is a name that EventCatalog keeps for itself [illegal-id]',
            '2:119: ResourceDoc: id "changelog" is a name that EventCatalog keeps for itself [illegal-id]',
            '2:133: S: docs[3] takes a ResourceDoc, not the text "runbook" (write ResourceDoc("runbook")) [wrong-type]',
            "2:144: S: docs[4] takes a ResourceDoc, not a CustomDoc [wrong-type]",
        ],
    ),
    "documents in one place": (
        's = Service("S", docs=[ResourceDoc("r"), ResourceDoc("R"), ResourceDoc("r", category="guides"),\n'
        '  ResourceDoc("x", category="Guides"), ResourceDoc("x", category="guides")])',
        [
            '2:42: S: there are two documents "R" (give one of them another id or category=) [duplicate-id]',
            '3:3: S: category "Guides" differs from "guides" by upper and lower case only (they would share a folder on'
            " Windows and macOS) [case-collision]",
            '3:40: S: there are two documents "x" in "guides" (give one of them another id or category=) [duplicate-id]',
        ],
    ),
    "a category in two ways": (
        'a = DocCategory("k", label="A")\ns = Service("S", docs=[ResourceDoc("q", category="k"), ResourceDoc("r", category=a),\n'
        '  ResourceDoc("s", category=a), ResourceDoc("t", category=DocCategory("k", label="B"))])',
        ['4:33: S: category "k" is described in two ways (use one DocCategory object for all of them) [bad-value]'],
    ),
}


@pytest.mark.parametrize(("code", "lines"), WRONG.values(), ids=WRONG.keys())
def test_what_is_wrong_is_said_at_its_place_by_both_readers(code: str, lines: list[str]) -> None:
    one, other = read(code), run(code)
    assert said(one) == [f"d.py:{line}" for line in lines]
    assert said(other) == said(one)
    if "inf" not in code:
        assert dump(other) == dump(one)


UNREAD = {
    "the id of a step": 'f = Flow("F", steps=[Step(os.environ["X"], "a"), Step("c", "x", next_step="d")])',
    "what a step is": 'f = Flow("F", steps=[Step("a", message=os.environ["X"])])',
    "what comes next": 'f = Flow("F", steps=[Step("a", "A", next_step=os.environ["X"])])',
    "what comes next, in a list": 'f = Flow("F", steps=[Step("a", "A", next_steps=[os.environ["X"], "a"])])',
    "some of the steps": 'f = Flow("F", steps=[Step("a", "A", next_step="c"), *os.environ["X"]])',
    "all the arguments of a step": 'f = Flow("F", steps=[Step("a", **os.environ)])',
    "all the arguments of an example": 'e = Event("E", examples=[Example(**os.environ)])',
    "the name of a property": 'e = Entity("E", identifier="x", properties=[Property(os.environ["X"], "b"), Property("c", "d")])',
    "the type of a property": 'e = Entity("E", identifier="b", properties=[Property("b", os.environ["X"])])',
    "the identifier": 'e = Entity("E", identifier=os.environ["X"], properties=[Property("c", "d")])',
    "the kind of a store": 'c = Container("db", container_type=os.environ["X"])',
    "the status of a decision": 'a = Adr("A", status=os.environ["X"], date=date(2024, 1, 1))',
    "the category of a document": 's = Service("S", docs=[ResourceDoc("a", category=os.environ["X"]), ResourceDoc("b")])',
}


@pytest.mark.parametrize("code", UNREAD.values(), ids=UNREAD.keys())
def test_a_value_that_could_not_be_read_causes_no_second_problem(code: str) -> None:
    reading = read(f"import os\nfrom datetime import date\n{code}")
    assert [problem.code for problem in reading.problems] == ["unreadable-value"]
    assert len(ids(reading)) == 1


@pytest.mark.parametrize(
    "code",
    [
        'class Mine(Event): pass\na = Mine("A")',
        'class Base(Event): pass\nclass Mine(Base): x = 1\na = [Mine("A")]',
        'class Mine(Event): pass\ns = Service("S", sends=[Mine("A")])',
        'from dataclasses import dataclass\n@dataclass(frozen=True)\nclass Mine(Event):\n  x: int = 1\na = Mine("A")',
    ],
)
def test_a_type_of_ones_own_is_not_silently_left_out(code: str) -> None:
    reading = read(code)
    (line,) = said(reading)
    assert line.endswith(
        "Mine is a class of your own, made from Event; only running the code tells what it makes"
        " (write a function that returns Event(...), or use build --import) [unreadable-value]"
    )
    assert reading.unread_kinds == {"event"}


@pytest.mark.parametrize(
    "body",
    ["pass", 'team: "Nobody"', "mandatory = ('id', 'summary')"],
)
def test_a_type_of_ones_own_can_be_made_by_running_it(body: str) -> None:
    reading = run(f'class Mine(Event): {body}\na = Mine("A", summary="s")\nb = Mine("B", summary=3)')
    assert said(reading) == ["d.py:4:15: B: summary takes text, not 3 [wrong-type]"]
    assert ids(reading) == ["A", "B"]


def test_what_a_dataclass_of_ones_own_adds_takes_anything() -> None:
    code = """
        import dataclasses
        @dataclasses.dataclass(frozen=True, eq=False)
        class Mine(Event):
            team: dict[str, int] | None = dataclasses.field(default=None, kw_only=True)
        a = Mine("A", team=3)
        """
    reading = run(code)
    assert (said(reading), ids(reading)) == ([], ["A"])


MISSPELT = {
    "a badge": 'e = Event("E", badges=[Badge("New", colour="green")])',
    "an example": 'e = Event("E", examples=[Example(paylod={})])',
    "a step": 'f = Flow("F", steps=[Step("a", mesage="E")])',
}


@pytest.mark.parametrize("code", MISSPELT.values(), ids=MISSPELT.keys())
def test_a_misspelt_keyword_is_not_also_missing(code: str) -> None:
    for reading in (read(code), run(code)):
        assert [problem.code for problem in reading.problems] == ["unknown-keyword"]


FINE = {
    "numbers and texts are the same ids": 'f = Flow("F", steps=[Step(1, "A", next_step="2"), Step("2", "B", next_steps=[1])])',
    "nought as a text": 'f = Flow("F", steps=[Step("0", "A", next_step="1"), Step("1", "B", next_step="0")])',
    "numbers between others": 'a = CustomDoc("a", order=1.5); s = Service("S", docs=[ResourceDoc("b", order=-2,'
    ' category=DocCategory("c", position=0.5))])\nf = Flow("F", steps=[Step("a", custom=Custom("x", height=12.5,'
    ' properties={"a": 1.5, "b": 2, "c": "x"}))])',
    "an identifier of properties that are not given": 'e = Entity("E", identifier="id")',
    "what a type that is an entity says": 'e = Entity("E", properties=[Property("c", "Customer", relation_type="hasOne")])',
    "documents of one name in two folders": 's = Service("S", docs=[ResourceDoc("a"), ResourceDoc("a", category="b"),'
    ' ResourceDoc("c", category=DocCategory("b", label="B"))])',
    "a version of what is grouped": 's = Service("S", resource_groups=[ResourceGroup("g", items=[Pointer("E", version="1.0.0")])])',
}


@pytest.mark.parametrize("code", FINE.values(), ids=FINE.keys())
def test_what_eventcatalog_takes_is_fine(code: str) -> None:
    for reading in (read(code), run(code)):
        assert said(reading) == []


def test_places_of_nested_calls_are_exact_in_comprehensions_helpers_and_texts() -> None:
    code = """
        def pay(n, then):
            return Step(f"{n}-pay", f"Pay {n}", service="S", next_step=NextStep(then, "paid"))
        f = [
            Flow(f"F{n}", steps=[
                pay(n, f"{n}-ship"),
                *[Step(f"{n}-{s}", title=f"{s}", custom=Custom(s, menu=[MenuItem("More", "https://a.example")]))
                  for s in ("ship",)],
            ]) for n in "AB"
        ]
        """
    for reading in (read(code), run(code)):
        assert said(reading) == []
        for flow in reading.resources:
            pay, ship = flow.steps  # type: ignore[attr-defined]
            places = [flow, pay, pay.next_step, ship, ship.custom, ship.custom.menu[0]]
            assert [(each.at().line, each.at().column) for each in places] == [
                (5, 5), (3, 12), (3, 64), (7, 11), (7, 49), (7, 65)
            ]  # fmt: skip
            assert (flow.at("steps").line, ship.custom.menu[0].at("url").column) == (5, 82)

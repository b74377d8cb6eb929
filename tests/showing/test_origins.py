from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from catalog_gen import catalogs
from catalog_gen.showing import facts
from catalog_gen.sources import WorkingTree

if TYPE_CHECKING:
    from pathlib import Path

    from projects import Project

SHOP = '''
    ann = User("ann", name="Ann", email="ann@example.com")
    crew = Team("crew", slack="https://acme.slack.com/crew", members=[ann])
    topic = Channel("t.{env}", protocols=["kafka"], parameters={"env": {"enum": ["dev", "prod"]}},
                    environments={"prod": "live"}, wire_format="json")
    shared = Defaults(schema_path="{kebab_id}.json", badges=[Badge("Stock", "green")])
    placed = Event("OrderPlaced", key="id", owners=["crew"], defaults=Defaults(content_type="text/x"), changes="c",
                   version="2.0.0", previous=[Previous("1.0.0", summary="As it was.", changes="First.")])
    told = Event("Told", name="Told you", description="""One sentence. Another one.""")
    bare = Event("Bare")
    said = Event("Said")
    shop = Service("Shop", sends=[placed, told, bare, Sends(said, to=[topic])], owners=[crew], defaults=shared)
    user = Service("User", receives=[Receives("OrderPlaced", fields=["id"])], owners=[])
    sales = Domain("Sales", services=[shop], defaults=Defaults(channels=[topic], delivery_guarantee=None))
'''
SCHEMA = '{"description": "What the schema says.", "type": "object", "properties": {"id": {"type": "string"}}}'
SETTINGS = """
    [tool.catalog-gen]
    inherit-owners = true
    compatibility = "FULL"
    edit-url = "https://git.example.com/edit/"
"""
FILE = "schemas/definitions.py"


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, dict[str, str]]]:
    """By id, fact and text: the words that say where that is from."""
    from projects import Project

    project = Project(tmp_path_factory.mktemp("shop"))
    project.write("pyproject.toml", SETTINGS)
    for name in ("order-placed", "told", "bare", "said"):
        project.write(f"schemas/{name}.json", SCHEMA)
    project.define(SHOP)
    return _told(project)


def _told(project: Project) -> dict[str, dict[str, dict[str, str]]]:
    settings = project.settings()
    known = catalogs.resolved(settings, WorkingTree(settings.root), lambda _: None)
    return {
        entry.subject: {
            fact.name: {item.text: item.whence.words for item in fact.items}
            for fact in facts.facts(entry, known.catalog, settings)
        }
        for entry in known.catalog.entries
    }


def _place(text: str, occurrence: int = 1) -> str:
    """Where that text begins in the definitions of the shop."""
    lines = ["", *(line[4:] for line in SHOP.splitlines()[1:])]
    found = [
        f"{FILE}:{number + 1}:{column + 1}"
        for number, line in enumerate(lines)
        for column in range(len(line))
        if line.startswith(text, column)
    ]
    return found[occurrence - 1]


WHENCE = [
    ("keyword", "OrderPlaced 2.0.0", "key", "id", _place('key="id"')),
    ("element of a list", "OrderPlaced 2.0.0", "owners", "crew (Crew)", _place('"crew"]')),
    ("own defaults", "OrderPlaced 2.0.0", "content_type", "text/x", f"defaults, {_place('content_type=')}"),
    (
        "defaults of the service",
        "OrderPlaced 2.0.0",
        "badges",
        "Stock",
        f"defaults of Shop, {_place('Badge(')}",
    ),
    (
        "defaults of the domain",
        "OrderPlaced 2.0.0",
        "channels",
        "t.{env} 1.0.0 (kafka)",
        f"defaults of Sales, {_place('topic]', 2)}",
    ),
    ("inherited owners", "Told 1.0.0", "owners", "crew (Crew)", f"inherited from Shop, {_place('crew]')}"),
    ("name", "Told 1.0.0", "name", "Told you", _place("name=", 2)),
    (
        "name from the id",
        "OrderPlaced 2.0.0",
        "name",
        "Order placed",
        f"the id in words, {_place(chr(34) + 'OrderPlaced')}",
    ),
    ("name that is the id", "t.{env} 1.0.0", "name", "t.{env}", f"the id, {_place(chr(34) + 't.{')}"),
    (
        "summary from the description",
        "Told 1.0.0",
        "summary",
        "One sentence.",
        f"first sentence of the description, {_place('description=')}",
    ),
    (
        "summary from the schema",
        "Bare 1.0.0",
        "summary",
        "What the schema says.",
        "the schema's doc, schemas/bare.json",
    ),
    ("version", "OrderPlaced 2.0.0", "version", "2.0.0 (shown)", _place("version=")),
    ("default version", "Bare 1.0.0", "version", "1.0.0", "the default"),
    ("older version", "OrderPlaced 2.0.0", "version", "1.0.0", _place('"1.0.0"')),
    ("what an older version says", "OrderPlaced 1.0.0", "changes", "First.", _place("changes=", 2)),
    ("summary of an older version", "OrderPlaced 1.0.0", "summary", "As it was.", _place("summary=")),
    ("what an older version leaves as it is", "OrderPlaced 1.0.0", "key", "id", _place('key="id"')),
    ("setting", "Bare 1.0.0", "compatibility", "FULL", "setting compatibility, pyproject.toml"),
    ("people have no edit url", "ann", "edit_url", "", ""),
    (
        "edit url",
        "Bare 1.0.0",
        "edit_url",
        f"https://git.example.com/edit/{FILE}",
        "setting edit-url, pyproject.toml",
    ),
    ("schema", "Bare 1.0.0", "schema", "schemas/bare.json (JSON Schema)", f"defaults of Shop, {_place('schema_path')}"),
    ("made example", "Bare 1.0.0", "examples", "payload.json", "made from the schema, schemas/bare.json"),
    ("wire format of the channel", "Bare 1.0.0", "wire_format", "json", f"said by t.{{env}}, {_place('wire_format')}"),
    ("address that is the id", "t.{env} 1.0.0", "address", "t.{env}", f"the id, {_place(chr(34) + 't.{')}"),
    (
        "channel of a route",
        "Said 1.0.0",
        "channels",
        "t.{env} 1.0.0 (kafka)",
        f"defaults of Sales, {_place('topic]', 2)}",
    ),
    ("producer", "OrderPlaced 2.0.0", "producers", "Shop 1.0.0", _place("placed,", 1)),
    ("consumer", "OrderPlaced 2.0.0", "consumers", "User 1.0.0: fields id", _place("Receives(")),
    ("what a team owns", "crew", "owns", "Shop 1.0.0 (service)", _place("crew]")),
    ("what a team inherits", "crew", "owns", "Told 1.0.0 (event)", f"inherited from Shop, {_place('crew]')}"),
    ("member", "crew", "members", "ann (Ann)", _place("ann]")),
    ("team", "ann", "teams", "crew", _place("ann]")),
    ("domain", "Shop 1.0.0", "part_of", "Sales 1.0.0 (domain)", _place("shop]")),
    ("nothing on purpose", "User 1.0.0", "owners", "", ""),
    ("page", "crew", "page", "output/teams/crew.mdx (not written yet)", "where a build writes it"),
]


@pytest.mark.parametrize(
    ("subject", "fact", "text", "words"), [row[1:] for row in WHENCE], ids=[row[0] for row in WHENCE]
)
def test_each_fact_says_where_it_comes_from(
    told: dict[str, dict[str, dict[str, str]]], subject: str, fact: str, text: str, words: str
) -> None:
    if not text:
        assert fact not in told[subject]
    else:
        assert told[subject][fact].get(text) == words, told[subject].get(fact)


def test_both_readers_say_the_same(tmp_path: Path) -> None:
    from projects import Project

    project = Project(tmp_path)
    project.define(SHOP.replace('schema_path="{kebab_id}.json", ', "").replace(', fields=["id"]', ""))
    static = _told(project)
    project.write("pyproject.toml", '[tool.catalog-gen]\ninherit-owners = true\nreader = "import"\n')
    assert _told(project) == static


def test_a_channel_that_only_a_service_names_is_said_by_that_service(project: Project) -> None:
    project.define('t = Channel("t")\ne = Event("E")\ns = Service("S", sends=[Sends(e, to=[t])])')
    told = _told(project)
    assert told["E 1.0.0"]["channels"] == {"t 1.0.0": f"said by S, {FILE}:4:25"}
    assert told["t 1.0.0"]["messages"] == {"E 1.0.0: from S": f"said by S, {FILE}:4:25"}


def test_a_derived_schema_and_one_of_several_say_where_they_are_named(project: Project) -> None:
    project.write("schemas/a.json", "{}")
    project.define(
        """
        from typing import TypedDict
        class Paid(TypedDict):
            amount: int
        p = Event("P", payload=Paid)
        q = Event("Q", schemas=[Schema("a.json", name="One", environments=["prod"])], wire_format="json")
        """
    )
    told = _told(project)
    assert told["P 1.0.0"]["schema"] == {"class Paid (JSON Schema)": f"{FILE}:5:16"}
    assert told["Q 1.0.0"]["schema"] == {"schemas/a.json (JSON Schema, One, in prod)": f"{FILE}:6:32"}
    assert told["Q 1.0.0"]["wire_format"] == {"json": f"{FILE}:6:79"}


def test_what_could_not_be_read_is_said_to_be_there(project: Project) -> None:
    project.define('e = Event("E", key=open("x").read(), compatibility="BACKWARDS")')
    told = _told(project)["E 1.0.0"]
    assert told["key"] == {"could not be read": f"{FILE}:2:16"}
    assert told["compatibility"] == {"could not be read": f"{FILE}:2:38"}
    assert "badges" not in told


def test_the_place_of_a_description_in_a_file_is_where_the_file_is_named(project: Project) -> None:
    project.write("schemas/e.md", "First paragraph,\nin two lines.\n\nSecond paragraph.")
    project.define('e = Event("E", description_path="e.md")')
    told: dict[str, Any] = _told(project)["E 1.0.0"]
    assert told["description"] == {"First paragraph, in two lines. …": f"{FILE}:2:16"}

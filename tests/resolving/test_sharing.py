"""What is taken over from another catalog of some of the same objects is what would be found without it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from catalog_gen import catalogs, settings
from catalog_gen.problems import text
from catalog_gen.reading.remembering import Memory
from catalog_gen.resolving import resolve
from catalog_gen.resolving.schemas import schemas_of_all
from catalog_gen.resolving.sharing import Shared
from catalog_gen.sources import WorkingTree

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from projects import Project

    from catalog_gen.resolving import Catalog, Entry
    from catalog_gen.resolving.catalog import Link
    from catalog_gen.resolving.schemas import Opens

SETTINGS = "[tool.catalog-gen]\ninherit-owners = true\neventcatalog = 4\n"
PAID = 'paid = Event("Paid", version="0.1.0", summary="s", description_path="paid.md")\n'
ROAD = 'road = Channel("road", summary="s", owners=["a"])\n'
FILES = {
    "pyproject.toml": SETTINGS,
    "people/definitions.py": 'a = Team("a", summary="s")\nb = Team("b", summary="s")\n',
    "roads/definitions.py": ROAD,
    "orders/definitions.py": """
        placed = Event("Placed", summary="s", channels=["road"], schema_path="placed.avsc",
                       headers_schema_path="headers.avsc", previous=[Previous("0.9.0", schema_path="old.avsc")])
        s = Service("Orders", summary="s", owners=["a"], sends=[placed, "Paid"])
    """,
    "money/definitions.py": """
        s = Service("Money", summary="s", owners=["b"],
                    receives=[Receives("Placed", from_=["road"], triggers=[Trigger("Paid")])])
        d = Domain("Shop", summary="s", owners=["b"], services=["Orders", "Money"])
    """,
    "paid/definitions.py": PAID,
    "paid/paid.md": "It is paid.\n",
    "orders/placed.avsc": '{"type": "record", "name": "Placed", "fields": [{"name": "x", "type": "int"}]}',
    "orders/old.avsc": '{"type": "record", "name": "Placed", "fields": []}',
    "orders/headers.avsc": '{"type": "record", "name": "Headers", "fields": []}',
}
WAITING = {"wait/definitions.py": 's = Service("Wait", summary="s", owners=["a"], receives=["Ghost"])\n'}
LOST = {"wait/definitions.py": 'e = Event("Lost", summary="s", schema_path="lost.avsc")\n'}
BAD = {**LOST, "wait/lost.avsc": '{"type": "record"}'}
SOME = {"some/definitions.py": "import os\nx = Event(os.environ['N'], summary='s')\n"}
LINES = {"lines/definitions.py": 'e = Entity("Lines", properties=[Property("l", "array", items="Line")])\n'}
UNREAD = {"ghost/definitions.py": 'x = unknown("Ghost")\n'}


def _write(project: Project, files: Mapping[str, str | None]) -> None:
    for name, content in files.items():
        path = name if name == "pyproject.toml" else f"schemas/{name}"
        if content is None:
            (project.root / path).unlink()
        elif path.endswith("definitions.py"):
            project.define(content, path)
        else:
            project.write(path, content)


def _resolved(project: Project, memory: Memory, shared: Shared, opens: Opens) -> tuple[Catalog, list[str]]:
    found, _ = settings.load(project.root, None, "0.1.0")
    assert found is not None
    source = WorkingTree(found.root)
    reading = catalogs.read(found, source, memory)
    catalog, problems = resolve(reading, found, source, catalogs.folders(found, source), {}, opens, shared)
    return catalog, [text(problem) for problem in problems]


def _none(_identifier: str, _path: str) -> bool:
    return False


def _said(catalog: Catalog) -> list[object]:
    return [_entry(entry) for entry in catalog.entries]


def _entry(entry: Entry) -> object:
    texts = (entry.kind, entry.subject, entry.name, entry.summary, entry.description, entry.current, entry.owners_from)
    beside = (*entry.schemas, *([entry.headers] if entry.headers else ()))
    schemas = [(one.name, one.file.path, one.file.data, one.file.format) for one in beside]
    links = {field: _links(found) for field, found in entry.links.items()}
    return texts, schemas, links, _links(entry.owners), repr(entry.resource), str(entry.place())


def _links(links: Iterable[Link]) -> list[object]:
    return [(one.id, one.version, one.kind, _links(one.channels), _links(one.triggers)) for one in links]


@pytest.mark.parametrize("opens", [_none, schemas_of_all])
@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({}, {}),
        ({}, {"people/definitions.py": 'a = User("a", summary="s")\nb = Team("b", summary="s")\n'}),
        ({}, {"people/definitions.py": 'a = Team("a", summary="s")\n'}),
        ({}, {"paid/definitions.py": 'paid = Event("Paid", version="0.2.0", summary="s")\n'}),
        ({}, {"paid/definitions.py": 'paid = Command("Paid", version="0.1.0", summary="s")\n'}),
        ({}, {"paid/definitions.py": 'paid = Event("Other", version="0.1.0", summary="s", formerly=["Paid"])\n'}),
        ({}, {"new/definitions.py": 'paid = Event("Paid", version="2.0.0", summary="s")\n'}),
        ({}, {"new/definitions.py": 'placed = Event("Placed", version="2.0.0", summary="s")\n'}),
        ({}, {"paid/paid.md": "It is paid at last.\n"}),
        ({}, {"paid/paid.md": None}),
        ({}, {"roads/definitions.py": 'road = Channel("road", version="2.0.0", summary="s", owners=["a"])\n'}),
        ({}, {"roads/definitions.py": 'road = Channel("street", summary="s", owners=["a"])\n'}),
        ({}, {"orders/placed.avsc": '{"type": "record", "name": "Placed", "fields": []}'}),
        ({}, {"orders/placed.avsc": None}),
        ({}, {"orders/old.avsc": None}),
        ({}, {"orders/headers.avsc": '{"type": "record", "name": "Others", "fields": []}'}),
        ({}, {"money/definitions.py": 's = Service("Money", sends=["Paid"], defaults=Defaults(key="x"))\n'}),
        ({}, {"pyproject.toml": SETTINGS + 'compatibility = "FULL"\n'}),
        ({}, {"pyproject.toml": SETTINGS + 'external = ["Placed"]\n'}),
        ({"pyproject.toml": SETTINGS + 'external = ["Ghost"]\n', **WAITING}, {"pyproject.toml": SETTINGS}),
        (WAITING, {}),
        (WAITING, {"ghost/definitions.py": 'e = Event("Ghosts", summary="s")\n'}),
        (UNREAD, {}),
        ({**WAITING, **UNREAD}, {"ghost/definitions.py": ""}),
        ({**WAITING, **SOME}, {"ghost/definitions.py": 'e = Event("Ghost", summary="s")\n'}),
        (LINES, {"line/definitions.py": 'e = Entity("Line", summary="s", properties=[Property("q", "string")])\n'}),
        (LOST, {}),
        (BAD, {}),
        (BAD, {"wait/lost.avsc": '{"type": "enum"}'}),
    ],
)
def test_a_catalog_is_the_same_whatever_it_shares_with_another(
    project: Project, first: Mapping[str, str | None], second: Mapping[str, str | None], opens: Opens
) -> None:
    memory, shared = Memory(), Shared()
    _write(project, {**FILES, **first})
    _resolved(project, memory, shared, opens)
    _write(project, second)
    found, problems = _resolved(project, memory, shared, opens)
    alone, alone_problems = _resolved(project, Memory(), Shared(), opens)
    assert _said(found) == _said(alone)
    assert problems == alone_problems


def test_what_nothing_has_touched_is_found_out_once(project: Project) -> None:
    memory, shared = Memory(), Shared()
    _write(project, FILES)
    before, _ = _resolved(project, memory, shared, _none)
    _write(project, {"paid/definitions.py": 'paid = Event("Paid", version="0.2.0", summary="s")\n'})
    after, _ = _resolved(project, memory, shared, _none)
    kept = {entry.id for entry in after.current if entry.links is before.by_id[entry.id][0].links}
    assert kept >= {"a", "b", "road", "Placed"}
    assert not kept & {"Paid", "Money", "Orders"}

"""Pages are kept only where nothing that they were made from has changed."""

from __future__ import annotations

import copy
import dataclasses
import datetime
import functools
import tempfile
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import hypothesis
import pytest
from click.testing import CliRunner
from hypothesis import given, strategies
from projects import Project, files_of, restore

from catalog_gen import catalogs, cli, settings
from catalog_gen.caching import storage
from catalog_gen.formats import SchemaFile
from catalog_gen.formats.tree import Parsed, Tree, Type
from catalog_gen.keeping.fingerprints import Fingerprints, NoFingerprintError
from catalog_gen.keeping.watching import Watch
from catalog_gen.model import Badge, Event
from catalog_gen.model.declaring import Origin, placed
from catalog_gen.output import existing
from catalog_gen.pages import planning, rendering
from catalog_gen.problems import Place
from catalog_gen.resolving import Catalog, Entry, resolve
from catalog_gen.snippets.making import Snippets
from catalog_gen.sources import WorkingTree

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from catalog_gen.settings import Settings

ROOT = Path(__file__).resolve().parents[1]
GOLDEN = ROOT / "tests" / "golden"
CATALOGS = [
    *(GOLDEN / name for name in ("everything", "hostile-text", "nested", "payloads")),
    pytest.param(GOLDEN / "snippets", marks=pytest.mark.slow),
    pytest.param(ROOT, marks=pytest.mark.slow),
]


def _catalog(root: Path) -> tuple[Catalog, Settings]:
    found, problems = settings.load(root, None, "0.1.0")
    assert found is not None, problems
    source = WorkingTree(root)
    there, _ = existing.look(found)
    folders = catalogs.folders(found, source)
    return resolve(catalogs.read(found, source), found, source, folders, there.known)[0], found


def _made(entry: Entry, catalog: Catalog, configured: Settings, snippets: Snippets) -> tuple[Any, ...]:
    """Everything that is written for an entry, and what is said about it."""
    apart = snippets.apart()
    page = planning.page(entry, catalog, configured, apart)
    rendered, _ = rendering.render([page], configured)
    return page.path, rendered, tuple(planning.files(page)), apart.problems


def _entries(value: object) -> Iterator[Entry]:
    """The entries in what a table has for an id."""
    for one in value if isinstance(value, tuple) else ():
        if isinstance(one, tuple):
            yield from _entries(one)
        elif hasattr(one, "resource"):
            yield one


@pytest.mark.parametrize("root", CATALOGS, ids=lambda root: root.name)
def test_a_page_is_the_same_in_a_catalog_of_nothing_but_what_was_noted(root: Path) -> None:
    catalog, configured = _catalog(root)
    watch = Watch(catalog, Fingerprints(""))
    snippets = Snippets(watch.catalog, configured)
    for entry in catalog.entries:
        with watch.noting() as notes:
            watch.note("entry", entry.id)
            made = _made(entry, watch.catalog, configured, snippets)
        assert "everything:" not in notes
        asked = [note.split(":", 1) for note in notes]
        seen = {id(one) for table, name in asked for one in _entries(watch._tables[table].get(name))}
        known = {name: one for name, one in catalog.known.items() if ["known", name] in asked}
        less = Catalog(tuple(one for one in catalog.entries if id(one) in seen), known)
        assert _made(entry, less, configured, Snippets(less, configured)) == made


def test_whoever_looks_at_all_entries_depends_on_each() -> None:
    entry = Event("E", summary="s")
    catalog = Catalog((_entry(entry, "1.0.0"), _entry(entry, "2.0.0")))
    ways: list[Callable[[Catalog], object]] = [
        lambda one: [*one.entries],
        lambda one: len(one.current),
        lambda one: one.entries[0],
        lambda one: sorted(one.by_id),
        lambda one: dict(one.senders),
        lambda one: len(one.known),
    ]
    for way in ways:
        watch = Watch(catalog, Fingerprints(""))
        with watch.noting() as notes:
            way(watch.catalog)
        assert "everything:" in notes
        fewer = Watch(Catalog(catalog.entries[:1]), Fingerprints(""))
        assert watch.meaning(notes) != fewer.meaning(notes)


def test_every_table_of_a_catalog_is_watched() -> None:
    tables = {name for name, value in vars(Catalog).items() if isinstance(value, functools.cached_property)}
    catalog = Catalog(())
    assert tables == set(vars(Watch(catalog, Fingerprints("")).catalog)) - {"_watch", "entries", "known"}


def _entry(resource: Event, version: str) -> Entry:
    return Entry(resource=resource, kind="event", id="E", version=version, name="E", summary="s", description="")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (1, 1.0), (1, True), (0, None), ("1", 1), ("a", b"a"), ((), ""), ((1, 2), [1, 2]), (("a", "b"), ("ab",)),
        ({"a": 1, "b": 2}, {"b": 2, "a": 1}), ({1}, {2}), (Place("a", 1), ("place", "a", 1, 0)),
        (Badge("a", "green"), Badge("a", "red")), (datetime.date(2026, 1, 1), "datetime.date(2026, 1, 1)"),
        (Decimal("1.0"), Decimal("1.00")), (Event("E", key="a"), Event("E", key="b")),
        (Event("E", badges=[]), Event("E")), ("\ud800", "\udc00"),
    ],
)  # fmt: skip
def test_values_that_differ_have_other_fingerprints(one: object, other: object) -> None:
    assert Fingerprints("").of(one) == Fingerprints("").of(copy.deepcopy(one))
    assert Fingerprints("").of(one) != Fingerprints("").of(other)


def test_where_something_stands_is_part_of_it() -> None:
    here, there = (placed(Event("E"), Origin(Place("a.py", line))) for line in (1, 2))
    assert Fingerprints("").of(here) != Fingerprints("").of(there)


def test_a_fingerprint_does_not_depend_on_what_is_one_object() -> None:
    text = str(b"interned", "ascii")
    assert Fingerprints("").of((text, text)) == Fingerprints("").of(("interned", str(b"interned", "ascii")))


@dataclasses.dataclass
class Holder:
    held: object


def test_what_is_no_plain_data_has_no_fingerprint() -> None:
    circle: list[object] = []
    holder = Holder(circle)
    circle.append(holder)
    deep: list[object] = []
    deep.append(deep)
    for value in (object(), len, holder, [holder], Event, deep):
        with pytest.raises(NoFingerprintError):
            Fingerprints("").of(value)


def test_a_schema_depends_on_what_it_takes_from_others_and_on_everything_where_that_is_not_known() -> None:
    alone, bundled, unknown = (SchemaFile("a.avsc", b"{}", "avro", _parsed(text)) for text in ("{}", "{ }", None))
    assert Fingerprints("1").of(alone) == Fingerprints("2").of(alone)
    assert Fingerprints("1").of(bundled) == Fingerprints("2").of(bundled)
    assert Fingerprints("1").of(bundled) != Fingerprints("1").of(alone)
    assert Fingerprints("1").of(unknown) != Fingerprints("2").of(unknown)
    assert Fingerprints("1").of(dataclasses.replace(alone, data=b"{ }")) != Fingerprints("1").of(alone)


def _parsed(viewable: str | None) -> Parsed:
    return Parsed(Tree(Type(kind="record", words="record")), lambda _: (), viewable=viewable)


# --- random edits

KNOBS: dict[str, tuple[str, ...]] = {
    "crew_name": ("Crew", "Crew of three"),
    "members": ("[]", "[ann]", "['ben', ann]"),
    "ann_role": ("None", "'Lead'"),
    "channel_summary": ("'s'", "'Where events go.'"),
    "address": ("None", "'a.{env}'"),
    "protocols": ("['kafka']", "['kafka', 'amqp']", "[]"),
    "discriminator": ("None", "'kind'"),
    "routes": ("[]", "['other']"),
    "badges": ("[]", "[Badge('New', 'green')]"),
    "channels": ("[channel]", "['other']", "[channel, 'other']", "[]"),
    "headers": ("None", "{'kind': 'A'}"),
    "owners": ("None", "['ann']", "[]"),
    "a_version": ("1.1.0", "1.2.0"),
    "previous": ("[]", "[Previous('1.0.0', summary='It was.')]", "[Previous('0.9.0', schema_path='b.avsc')]"),
    "formerly": ("[]", "['Old']"),
    "a_key": ("None", "'id'"),
    "a_id": ("A", "Renamed"),
    "a_schema": ("a.avsc", "b.avsc", "c.json"),
    "description": ("", "Some *words*.", "## Heading\n\n`code`"),
    "example": ("None", "[Example({'id': '1'})]"),
    "sends": ("[a, b]", "[a]", "[Sends(a, to=['other']), b]"),
    "receives": ("[]", "[a]", "[Receives('B', fields=['id'])]", "['Command']"),
    "service_version": ("1.0.0", "2.0.0"),
    "service_summary": ("s", "Does things."),
    "inner": ("[]", "[inner]"),
    "domain_services": ("[service]", "[service, 'Second']", "[]"),
    "layout": ("flat", "nested"),
    "a_type": ("string", "int"),
    "shared_type": ("string", "long"),
    "handwritten": ("", "yes"),
    "blank": ("", "\n\n"),
}
"""What can be edited, and the values that it can have, the first one first."""

DEFINITIONS = '''
from catalog_gen import *
{blank}
ann = User("ann", name="Ann", role={ann_role})
ben = User("ben")
crew = Team("crew", name="{crew_name}", summary="s", members={members})
channel = Channel("c", summary={channel_summary}, owners=[crew], address={address}, protocols={protocols},
                  discriminator={discriminator}, routes={routes}, parameters=dict(env=dict(enum=["dev"])))
other = Channel("other", summary="s", owners=["crew"], protocols=["kafka"])
a = Event("{a_id}", summary="s", version="{a_version}", schema_path="{a_schema}", channels={channels}, key={a_key},
          headers={headers}, owners={owners}, previous={previous}, formerly={formerly}, examples={example},
          description="""{description}""")
b = Event("B", summary="s", schema_path="b.avsc")
command = Command("Command", summary="s", schema_path="d.avsc", channels=["other"])
defaults = Defaults(badges={badges}, channels=[channel])
service = Service("S", version="{service_version}", summary="{service_summary}", owners=[crew], defaults=defaults,
                  sends={sends}, receives={receives})
second = Service("Second", summary="s", owners=[crew], sends=[], receives=["B", command])
inner = Domain("Inner", summary="s", owners=["ann"], services=["Second"])
domain = Domain("D", summary="s", owners=[crew], services={domain_services}, domains={inner})
'''
SETTINGS = """
inherit-owners = true
layout = "{layout}"
external = ["Handwritten"]
[problems]
ambiguous-owners = "warning"
unknown-field = "warning"
undeclared-parameter = "warning"
ambiguous-defaults = "warning"
"""
AVRO = '{{"type": "record", "name": "{name}", "fields": [{{"name": "id", "type": "{type}"}}]}}'


def _write(project: Project, chosen: dict[str, str]) -> None:
    project.write("catalog-gen.toml", SETTINGS.format(**chosen))
    project.write("schemas/definitions.py", DEFINITIONS.format(**chosen))
    project.write("schemas/a.avsc", AVRO.format(name="A", type=chosen["a_type"]))
    project.write("schemas/b.avsc", AVRO.format(name="B", type="string"))
    project.write("schemas/d.avsc", AVRO.format(name="D", type="Shared"))
    project.write("schemas/shared.avsc", AVRO.format(name="Shared", type=chosen["shared_type"]))
    properties = '{"id": {"type": "string"}, "shared": {"$ref": "shared.json"}}'
    project.write("schemas/c.json", f'{{"title": "C", "type": "object", "properties": {properties}}}')
    kind = "integer" if chosen["shared_type"] == "long" else "string"
    project.write("schemas/shared.json", f'{{"type": "{kind}"}}')
    page = "output/services/Handwritten/index.mdx"
    if chosen["handwritten"]:
        project.write(page, "---\nid: Handwritten\nversion: 1.0.0\nname: By hand\n---\n")
    else:
        (project.root / page).unlink(missing_ok=True)


def _run(project: Project, cache: Path) -> tuple[int, str]:
    config = str(project.root / "catalog-gen.toml")
    ran = CliRunner(env={storage.VARIABLE: str(cache)}).invoke(cli.main, ["build", "--config", config, "--all"])
    assert ran.exception is None or isinstance(ran.exception, SystemExit), ran.exception
    return ran.exit_code, ran.output


EDITS = strategies.lists(
    strategies.sampled_from([(knob, value) for knob, values in KNOBS.items() for value in values]),
    min_size=1,
    max_size=3,
)


def _try(steps: list[list[tuple[str, str]]]) -> None:
    chosen = {knob: values[0] for knob, values in KNOBS.items()}
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as caches:
        project = Project(Path(folder))
        (project.root / "pyproject.toml").unlink()
        for number, edits in enumerate([[], *steps]):
            chosen |= dict(edits)
            _write(project, chosen)
            output = project.root / "output"
            before = files_of(output)
            with_cache = (_run(project, Path(caches, "kept")), files_of(output))
            restore(output, before)
            without = (_run(project, Path(caches, str(number))), files_of(output))
            assert with_cache == without, edits


@pytest.mark.slow
@hypothesis.settings(max_examples=3, derandomize=True, database=None)
@given(strategies.lists(EDITS, min_size=3, max_size=5))
def test_a_catalog_is_the_same_whatever_was_kept(steps: list[list[tuple[str, str]]]) -> None:
    _try(steps)


@pytest.mark.slow
@hypothesis.settings(max_examples=60, derandomize=True, database=None)
@given(strategies.lists(EDITS, min_size=4, max_size=12))
def test_a_catalog_is_the_same_whatever_was_kept_in_long_histories(steps: list[list[tuple[str, str]]]) -> None:
    _try(steps)


def test_one_edited_schema_keeps_the_pages_of_others(project: Project, monkeypatch: pytest.MonkeyPatch) -> None:
    (project.root / "pyproject.toml").unlink()
    chosen = {knob: values[0] for knob, values in KNOBS.items()}
    _write(project, chosen)
    cache = project.root.parent / f"{project.root.name} cache"
    assert _run(project, cache)[0] == 0
    made: list[str] = []
    page = planning.page

    def noted(entry: Entry, *rest: Any) -> planning.Page:
        made.append(entry.id)
        return page(entry, *rest)

    monkeypatch.setattr(planning, "page", noted)
    _write(project, chosen | {"a_type": "int"})
    assert _run(project, cache)[1].endswith("wrote 4, kept 19\n")
    assert {"ann", "ben", "Command", "other"}.isdisjoint(made)


@pytest.mark.parametrize(
    "page",
    [1, {}, {"notes": [1]}, {"files": {}}, {"files": {"a": 1}}, {"problems": [{"code": "none"}]}, {"more": 1}],
    ids=str,
)
def test_pages_that_we_have_not_remembered_are_made_anew(project: Project, page: Any) -> None:
    (project.root / "pyproject.toml").unlink()
    chosen = {knob: values[0] for knob, values in KNOBS.items()}
    _write(project, chosen)
    cache = project.root.parent / f"{project.root.name} cache"
    _run(project, cache)
    (file,) = cache.rglob("pages.json")
    known = storage.load(file)
    usual = {"notes": ["no:table"], "meaning": "", "files": {"a": "b"}, "problems": [], "channels": False}
    pages = known["pages"] | {"event A 1.1.0": {**usual, **page} if isinstance(page, dict) else page}
    storage.save(file, {**known, "pages": pages})
    _write(project, chosen | {"a_type": "int"})
    assert _run(project, cache)[1].endswith("wrote 4, kept 19\n")

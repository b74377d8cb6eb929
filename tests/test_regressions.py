"""Mistakes that were found by people who tried; each one stays found."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from projects import Project

CREW = 'crew = Team("crew", summary="s")\n'


@pytest.mark.parametrize("reader", ["static", "import"])
@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("from catalog_gen import Domian", 'catalog_gen has no Domian (did you mean "Domain"?)'),
        ("from catalog_gn import Event", 'the project has no module catalog_gn (did you mean "catalog_gen"?)'),
    ],
)
def test_a_misspelt_import_is_never_silent(project: Project, reader: str, statement: str, words: str) -> None:
    project.write("pyproject.toml", f'[tool.catalog-gen]\nreader = "{reader}"\n')
    project.define(f"{statement}\n")
    assert [line for line in project.problems() if words in line and "[import-not-found]" in line]


def test_a_module_of_the_project_under_the_wrong_name_is_reported_with_the_right_one(project: Project) -> None:
    project.define('crew = Team("crew")', "schemas/orders/definitions.py")
    project.define("from orders.definitions import crew", "schemas/billing/definitions.py")
    assert any('did you mean "schemas.orders.definitions"?' in line for line in project.problems())


def test_definitions_that_declare_nothing_are_a_problem(project: Project) -> None:
    project.define("x = 1")
    assert project.codes() == ["no-definitions"]


def test_two_catalogs_share_the_footer_of_one_output(project: Project) -> None:
    project.define(CREW)
    project.build()
    project.write("pyproject.toml", '[tool.catalog-gen]\nname = "second"\ndefinitions = ["other/definitions.py"]\n')
    project.define('ops = Team("ops", summary="s")', "other/definitions.py")
    project.build()
    assert (project.root / "output/teams/ops.mdx").exists()
    assert (project.root / "output/components/footer.astro").exists()


@pytest.mark.parametrize("value", ["Decimal('1.1')", "b'x'", "[b'x']", "float('nan')"])
def test_an_extension_that_yaml_cannot_hold_is_a_problem(project: Project, value: str) -> None:
    project.define(f'from decimal import Decimal\ne = Event("E", extensions={{"x-a": {value}}})')
    assert "wrong-type" in project.codes()


def test_an_extension_may_hold_null(project: Project) -> None:
    project.define('e = Event("E", extensions={"x-a": [None, {"b": None}]})')
    project.build()
    assert "x-a:\n- null\n- b: null\n" in project.page("events/E/index.mdx")


@pytest.mark.parametrize(
    ("template", "words"),
    [
        ('{% extends "event.mdx.j2" %}', "recursion"),
        ("{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}", "recursion"),
        ("{% for i in range(999999999) %}x{% endfor %}", "range"),
        ('{% extends "base.j2" %}', 'there is no template "base.j2"'),
        ("{{ nope }}", "'nope' is undefined"),
    ],
)
def test_no_template_of_a_user_ends_in_a_traceback(project: Project, template: str, words: str) -> None:
    project.write("pyproject.toml", '[tool.catalog-gen]\ntemplates = "tpl"\n')
    project.write("tpl/event.mdx.j2", template)
    project.define('e = Event("E")')
    [line] = [line for line in project.problems() if "[template-error]" in line]
    assert line.startswith("tpl/")
    assert words in line.lower() or words in line


def test_a_page_edited_by_hand_is_not_written_twice_when_its_place_moves(project: Project) -> None:
    project.define(CREW + 'e = Event("E", summary="s")\ns = Service("S", sends=[e], owners=[crew], summary="s")')
    project.build()
    page = project.root / "output/events/E/index.mdx"
    page.write_text(page.read_text() + "\nMine.\n")
    project.write("pyproject.toml", '[tool.catalog-gen]\nlayout = "nested"\ninherit-owners = true\n')
    project.build()
    assert not page.exists()
    assert project.page("services/S/events/E/index.mdx").endswith("\nMine.\n")


def test_a_page_that_eventcatalog_never_loads_makes_no_id_known(project: Project) -> None:
    project.write("output/events/a/deep/X/index.mdx", "---\nid: X\nname: x\nversion: 1.0.0\n---\n")
    project.define('s = Service("S", sends=["X"])')
    assert "unknown-message" in project.codes()


def test_an_id_that_differs_by_case_from_a_page_written_by_hand_collides(project: Project) -> None:
    project.write("output/events/order/index.mdx", "---\nid: order\nname: x\nversion: 1.0.0\n---\n")
    project.define('e = Event("Order")')
    assert "case-collision" in project.codes()


def test_a_version_said_twice_is_reported_where_it_is_said_again(project: Project) -> None:
    project.define(
        'a = Event("A", version="1.0.0", summary="o")\n'
        'b = Event("A", version="2.0.0", summary="n", previous=[Previous("1.0.0")])\n'
        's = Service("S", summary="s", sends=[b])'
    )
    errors = [line for line in project.problems() if "[no-owner]" not in line]
    assert len(errors) == 1
    assert errors[0].startswith("schemas/definitions.py:3:56: A 2.0.0: version 1.0.0 is also declared at")


def test_the_page_of_an_older_version_claims_nothing_about_the_current_one(project: Project) -> None:
    project.define('e = Event("A", version="1.0.0", previous=[Previous("0.9.0")])\ns = Service("S", sends=[e])')
    project.build()
    assert "Produced by" in project.page("events/A/index.mdx")
    assert "Produced by" not in project.page("events/A/versioned/0.9.0/index.mdx")


@pytest.mark.parametrize(
    "text", ['d = Domain("D", domains=["D"])', 'a = Domain("A", domains=["B"])\nb = Domain("B", domains=["A"])']
)
def test_a_domain_cannot_be_its_own_subdomain(project: Project, text: str) -> None:
    project.define(text)
    assert "domain-cycle" in project.codes()


def test_what_is_listed_twice_is_linked_once(project: Project) -> None:
    project.define(CREW + 'e = Event("E")\ns = Service("S", owners=[crew, "crew"], sends=[e, "E"])')
    entry = project.built().catalog.by_id["S"][0]
    assert [link.id for link in entry.owners] == ["crew"]
    assert [link.id for link in entry.links["sends"]] == ["E"]


@pytest.mark.parametrize(
    "key", ['templates = "nope"', 'roots = ["nope"]', 'output = "a\\u0000b"', 'output = "pyproject.toml"']
)
def test_a_folder_that_cannot_be_is_a_problem_of_the_settings(project: Project, key: str) -> None:
    from catalog_gen import settings

    project.write("pyproject.toml", f"[tool.catalog-gen]\n{key}\n")
    _, problems = settings.load(project.root, None, "0.1.0")
    assert [problem.code for problem in problems] == ["bad-settings"]


@pytest.mark.parametrize(
    "code", ["illegal-id", "relative-url", "path-outside-project", "wrong-type", "unreadable-value"]
)
def test_what_guards_the_pages_cannot_be_switched_off(project: Project, code: str) -> None:
    from catalog_gen import settings

    project.write("pyproject.toml", f'[tool.catalog-gen.problems]\n{code} = "off"\n')
    _, problems = settings.load(project.root, None, "0.1.0")
    assert [problem.code for problem in problems] == ["bad-settings"]


def test_a_file_where_a_folder_is_needed_is_found_before_writing(project: Project) -> None:
    project.write("output/events", "a file")
    project.define('e = Event("E")')
    assert "not-writable" in project.codes()


def test_a_page_written_by_hand_may_have_any_version(project: Project) -> None:
    project.write("output/events/X/index.mdx", f"---\nid: X\nname: x\nversion: '{'9' * 5000}.0.0'\n---\n")
    project.define('s = Service("S", receives=["X"])')
    assert "unknown-message" not in project.codes()


def test_nan_is_no_payload(project: Project) -> None:
    project.define('e = Event("E", examples=[Example({"a": [float("nan")]})])')
    assert "bad-value" in project.codes()


def test_a_checkout_with_other_line_ends_is_no_hand_edit(project: Project) -> None:
    project.define(CREW)
    project.build()
    page = project.root / "output/teams/crew.mdx"
    page.write_bytes(page.read_bytes().replace(b"\n", b"\r\n"))
    assert project.codes() == []


def test_a_wrong_channel_parameter_causes_no_second_problem(project: Project) -> None:
    project.define(CREW + 'c = Channel("c.{env}", parameters={"env": "dev"}, summary="s", owners=[crew])')
    assert project.codes() == ["wrong-type"]


def test_a_wrong_placeholder_is_reported_once(project: Project) -> None:
    project.define('d = Defaults(schema_path="{nope}.json")\na = Event("A", defaults=d)\nb = Event("B", defaults=d)')
    assert [code for code in project.codes() if code in {"bad-value", "schema-not-found"}] == ["bad-value"]


def test_an_unknown_owner_causes_no_warning_about_those_who_would_inherit(project: Project) -> None:
    project.define('e = Event("E", summary="s")\ns = Service("S", owners=["nobody"], sends=[e], summary="s")')
    assert project.codes() == ["unknown-owner"]


def test_the_name_of_a_team_written_by_hand_is_shown(project: Project) -> None:
    project.write("output/teams/ops.mdx", "---\nid: ops\nname: Operations\n---\n")
    project.define('c = Channel("c", owners=["ops"], summary="s")')
    project.build()
    assert ">Operations</Link>" in project.page("channels/c/index.mdx")


def test_the_sample_can_be_built_without_what_was_generated(project: Project) -> None:
    project.define(CREW)
    project.build()
    shutil.rmtree(project.root / "output")
    project.build()
    assert (project.root / "output/teams/crew.mdx").exists()


def test_a_service_whose_id_is_taken_still_counts_as_sender(project: Project) -> None:
    project.define('a = Event("A")\ns = Service("S")\nt = Service("S", sends=[a, "Nothing"])')
    codes = project.codes()
    assert "duplicate-id" in codes
    assert "orphan-message" not in codes
    assert "unknown-message" in codes


def test_a_page_written_by_hand_that_does_not_say_what_it_is_is_reported(project: Project) -> None:
    project.write("output/teams/crew.mdx", "---\nid: [\n---\n# Crew\n")
    project.write("output/docs/index.mdx", "no front matter, and no page of a resource")
    project.define('a = Event("A", owners=["crew"])')
    found = [problem for problem in project.built().problems if problem.code == "unreadable-page"]
    assert [problem.place.path for problem in found] == ["output/teams/crew.mdx"]


def test_a_recursive_payload_class_keeps_its_text(project: Project) -> None:
    project.define(
        "from pydantic import BaseModel\n"
        "class Tree(BaseModel):\n"
        '    """A tree was planted. More."""\n'
        '    children: list["Tree"] = []\n'
        'e = Event("E", payload=Tree)'
    )
    entry = project.built().catalog.find("E")
    assert entry is not None
    assert entry.summary == "A tree was planted."


def test_a_decimal_of_very_many_digits_has_an_example(project: Project) -> None:
    decimal = '{"type": "bytes", "logicalType": "decimal", "precision": 1000000000, "scale": 2}'
    project.write(
        "schemas/e.avsc", f'{{"type": "record", "name": "E", "fields": [{{"name": "total", "type": {decimal}}}]}}'
    )
    project.define('e = Event("E", schema_path="e.avsc")')
    entry = project.built().catalog.find("E")
    assert entry is not None
    assert len(entry.examples) == 1


def test_a_payload_class_below_a_folder_that_no_root_names_is_reported_with_the_root(project: Project) -> None:
    project.write("src/app/models.py", "class Placed: pass\n")
    project.define('from app.models import Placed\ne = Event("E", payload=Placed)')
    (line,) = [line for line in project.problems() if "[unreadable-value]" in line]
    assert 'if src/app/models.py is meant, write roots = ["src"] into the settings' in line


def test_a_schema_whose_ending_is_misspelt_is_not_silently_unread(project: Project) -> None:
    project.write("schemas/e.avcs", '{"type": "record"')
    project.define('e = Event("E", schema_path="e.avcs")')
    (line,) = [line for line in project.problems() if "[suspicious-schema]" in line]
    assert 'did you mean ".avsc"?' in line


def test_a_path_that_is_not_seen_from_the_definitions_file_is_reported_with_the_right_one(project: Project) -> None:
    project.write("schemas/fleet/e.avsc", '"string"')
    project.define('e = Event("E", schema_path="e.avsc")')
    (line,) = [line for line in project.problems() if "[schema-not-found]" in line]
    assert "there is schemas/fleet/e.avsc; paths are relative to the definitions file" in line


def test_the_whole_doc_of_a_schema_stands_in_the_overview(project: Project) -> None:
    doc = "A vehicle has moved. Sent every ten seconds.\\n\\nNot sent at {night} <b>."
    project.write("schemas/e.avsc", f'{{"type": "record", "name": "E", "doc": "{doc}", "fields": []}}')
    project.define('e = Event("E", schema_path="e.avsc")')
    project.build()
    overview = project.page("events/E/index.mdx").partition("## Overview")[2].partition("### ")[0]
    assert overview.strip() == "A vehicle has moved. Sent every ten seconds.\n\nNot sent at \\{night\\} \\<b>."

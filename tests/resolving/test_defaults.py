from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from projects import Project


def _badges(project: Project, identifier: str) -> list[str]:
    resource = project.built().catalog.by_id[identifier][0].resource
    return [badge.content for badge in getattr(resource, "badges", None) or ()]


def test_the_nearest_defaults_win(project: Project) -> None:
    project.define(
        """
        def b(text): return [Badge(text, "green")]
        own = Event("Own", badges=b("keyword"), defaults=Defaults(badges=b("own defaults")))
        mine = Event("Mine", defaults=Defaults(badges=b("own defaults")))
        plain = Event("Plain")
        s = Service("S", sends=[own, mine, plain], defaults=Defaults(badges=b("service")))
        other = Event("Other")
        t = Service("T", sends=[other])
        d = Domain("D", services=[s, t], defaults=Defaults(badges=b("domain")))
        """
    )
    assert _badges(project, "Own") == ["keyword"]
    assert _badges(project, "Mine") == ["own defaults"]
    assert _badges(project, "Plain") == ["service"]
    assert _badges(project, "Other") == ["domain"]


def test_a_resource_knows_whose_defaults_gave_it_what(project: Project) -> None:
    project.define(
        """
        base = Defaults(key="order_id")
        own = Event("Own", owners=[], badges=[], defaults=Defaults(compatibility="FULL"))
        s = Service("S", sends=[own], defaults=Defaults(base, badges=[], snippets=[]))
        d = Domain("D", services=[s], defaults=Defaults(badges=[], hidden=False, owners=[]))
        """
    )
    origin = project.built().catalog.by_id["Own"][0].resource.origin
    assert origin is not None
    givers = {keyword: giver.id for keyword, giver in origin.givers.items()}
    assert givers == {"compatibility": "Own", "key": "S", "snippets": "S", "hidden": "D"}
    assert str(origin.at("key")) == "schemas/definitions.py:2:17"


def test_defaults_can_stand_on_other_defaults(project: Project) -> None:
    project.define(
        """
        base = Defaults(badges=[Badge("base", "green")], key="order_id")
        e = Event("E", defaults=Defaults(base, badges=[Badge("top", "green")]))
        """
    )
    assert _badges(project, "E") == ["top"]
    assert getattr(project.built().catalog.by_id["E"][0].resource, "key", None) == "order_id"


def test_an_empty_list_means_none_and_absent_means_inherit(project: Project) -> None:
    project.define(
        'd = Defaults(badges=[Badge("x", "green")])\na = Event("A", badges=[], defaults=d)\nb = Event("B", defaults=d)'
    )
    assert _badges(project, "A") == []
    assert _badges(project, "B") == ["x"]


def test_the_defaults_of_a_service_do_not_reach_messages_that_it_only_names_by_id(project: Project) -> None:
    project.define('e = Event("E")\ns = Service("S", sends=["E"], defaults=Defaults(badges=[Badge("x", "green")]))')
    assert _badges(project, "E") == []


def test_an_event_belongs_to_its_sender_and_a_command_to_its_receiver(project: Project) -> None:
    project.define(
        """
        e, c = Event("E"), Command("C")
        s = Service("S", sends=[e], receives=[c], defaults=Defaults(badges=[Badge("s", "green")]))
        t = Service("T", sends=[c], receives=[e], defaults=Defaults(badges=[Badge("t", "green")]))
        """
    )
    assert _badges(project, "E") == ["s"]
    assert _badges(project, "C") == ["s"]


def test_defaults_that_are_equally_near_and_differ_are_a_problem(project: Project) -> None:
    project.define(
        """
        e = Event("E")
        s = Service("S", sends=[e], defaults=Defaults(key="a"))
        t = Service("T", sends=[e], defaults=Defaults(key="b"))
        """
    )
    assert "ambiguous-defaults" in project.codes()


def test_defaults_that_are_equally_near_and_agree_are_fine(project: Project) -> None:
    project.define(
        """
        e = Event("E")
        s = Service("S", sends=[e], defaults=Defaults(key="a"))
        t = Service("T", sends=[e], defaults=Defaults(key="a"))
        """
    )
    assert "ambiguous-defaults" not in project.codes()


def test_paths_in_defaults_stand_for_the_own_id_and_are_relative_to_the_file_of_the_defaults(
    project: Project,
) -> None:
    project.write(
        "schemas/shared.py",
        'from catalog_gen import Defaults\nd = Defaults(schema_path="avro/{kebab_id}.avsc")\n',
    )
    project.write("schemas/avro/sku-created-v-2.avsc", '{"type": "record", "name": "X", "fields": []}')
    project.define('from schemas.shared import d\ne = Event("SKUCreatedV2", defaults=d)', "schemas/deep/definitions.py")
    schema = project.built().catalog.by_id["SKUCreatedV2"][0].schema
    assert schema is not None
    assert schema.path == "schemas/avro/sku-created-v-2.avsc"


def test_an_unknown_placeholder_in_a_path_is_a_problem(project: Project) -> None:
    project.define('e = Event("E", defaults=Defaults(schema_path="{ID}.avsc"))')
    assert any(
        "which does not exist (there are {id}, {kebab_id}, {snake_id}, {version})" in line
        for line in project.problems()
    )


def test_a_problem_with_a_default_is_reported_where_the_default_is(project: Project) -> None:
    project.define('d = Defaults(owners=["nobody"])\ne = Event("E", defaults=d)')
    places = [str(problem.place) for problem in project.built().problems if problem.code == "unknown-owner"]
    assert places == ["schemas/definitions.py:2:22"]


def test_defaults_of_systems_and_domains_reach_what_they_list(project: Project) -> None:
    project.write("pyproject.toml", "[tool.catalog-gen]\neventcatalog = 4\n")
    project.define(
        """
        def b(text): return Defaults(badges=[Badge(text, "green")])
        e, x = Event("E"), Event("X")
        a = Agent("A", sends=[e])
        s = Service("S", sends=[x])
        c = Container("C", container_type="cache")
        n, f, p = Entity("N"), Flow("F", steps=[]), DataProduct("P")
        t = System("T", services=[s], containers=[c], flows=["F"], defaults=b("system"))
        d = Domain("D", systems=[t], services=[s], agents=[a], entities=[n], data_products=[p], defaults=b("domain"))
        o = Domain("O", domains=[d], defaults=b("outer"))
        """
    )
    assert ["".join(_badges(project, name)) for name in "SXCFT"] == ["system"] * 5
    assert ["".join(_badges(project, name)) for name in "ANPED"] == ["domain"] * 5


def test_a_message_that_only_a_domain_has_takes_the_defaults_of_the_domain(project: Project) -> None:
    project.define(
        """
        def b(text): return Defaults(badges=[Badge(text, "green")])
        e, c, x = Event("E"), Command("C"), Event("X")
        s = Service("S", sends=[x])
        d = Domain("D", sends=[e, x], receives=[c], defaults=b("domain"))
        o = Domain("O", domains=[d], receives=[e], defaults=b("outer"))
        """
    )
    assert [_badges(project, name) for name in "ECX"] == [["domain"], ["domain"], []]


def test_homes_in_circles_and_in_themselves_end(project: Project) -> None:
    project.define(
        """
        def b(text): return Defaults(badges=[Badge(text, "green")])
        s = Service("S")
        x = Domain("X", domains=["Y", "X"], services=[s], defaults=b("x"))
        y = Domain("Y", domains=["X"])
        """
    )
    assert _badges(project, "S") == ["x"]
    assert _badges(project, "Y") == ["x"]
    assert sorted(set(project.codes())) == ["domain-cycle", "no-owner", "no-summary"]


def test_of_several_versions_of_a_domain_the_newest_one_counts(project: Project) -> None:
    project.define(
        """
        def b(text): return Defaults(badges=[Badge(text, "green")])
        s, t = Service("S"), Service("T")
        old = Domain("D", version="1.0.0", services=[s, t], defaults=b("old"))
        new = Domain("D", version="2.0.0", services=[s], defaults=b("new"))
        """
    )
    assert [_badges(project, name) for name in "ST"] == [["new"], []]


def test_sections_of_the_panel_reach_only_the_types_that_have_them(project: Project) -> None:
    project.define(
        """
        s = Service("S", summary="s")
        f = Flow("F", steps=[])
        d = Domain("D", services=[s], flows=[f], defaults=Defaults(details_panel={"specifications": False}))
        """
    )
    project.build()
    assert "specifications" in project.page("services/S/index.mdx")
    assert "detailsPanel" not in project.page("flows/F/index.mdx")


def test_a_section_that_no_panel_has_is_reported_in_defaults_too(project: Project) -> None:
    project.define('d = Defaults(details_panel={"ownres": False})\ne = Event("E", defaults=d)')
    assert any('details_panel has no "ownres" (did you mean "owners"?)' in line for line in project.problems())

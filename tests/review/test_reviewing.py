"""What a review reads, and what it says nothing of."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from branches import Branch, approvals, lines
from repositories import git

from catalog_gen.problems import Problem
from catalog_gen.review import touching
from catalog_gen.sources import WorkingTree

if TYPE_CHECKING:
    from pathlib import Path

TEAMS = 'a = Team("a", name="A", github="@x/a")\nb = Team("b", name="B", github="@x/b")\n'
RECORD = '{"type": "record", "name": "E", "fields": [{"name": "x", "type": "int"}]}'
SERVICE = 's = Service("S", summary="s", owners=["a"], sends=[Event("E", summary="s", schema_path="e.avsc")])\n'


def avsc(*fields: str) -> str:
    return json.dumps({"type": "record", "name": "E", "fields": [{"name": one, "type": "string"} for one in fields]})


def plain(folder: Path, inside: str = "") -> Branch:
    return Branch(folder, {"schemas/definitions.py": TEAMS + SERVICE, "schemas/e.avsc": avsc("id")}, inside)


def test_nothing_has_changed(tmp_path: Path) -> None:
    branch = plain(tmp_path)
    branch.change({"README.md": "other", "schemas/definitions.py": f"# a comment\n{TEAMS}\n\n{SERVICE}"})
    found = branch.review()
    assert found.nothing
    assert found.approvals == ()


def test_hostile_code_has_no_effect(tmp_path: Path) -> None:
    branch = plain(tmp_path / "repository")
    trap = tmp_path / "trap"
    code = f"""
        import os, pathlib, subprocess
        pathlib.Path({str(trap)!r}).write_text("x")
        os.system("touch {trap}")
        subprocess.run(["touch", {str(trap)!r}])
        open({str(trap)!r}, "w").write("x")
        __import__("os").system("touch {trap}")
        eval("open({str(trap)!r}, 'w')")
        [c for c in ().__class__.__base__.__subclasses__() if c.__name__ == "Popen"][0](["touch", {str(trap)!r}])
        class Team2(Team):
            def __init_subclass__(cls): open({str(trap)!r}, "w")
        c = Team("c", name=open({str(trap)!r}, "w").name)
    """
    branch.change(
        {
            "schemas/evil/definitions.py": code,
            "schemas/definitions.py": TEAMS + SERVICE.replace('owners=["a"]', 'owners=["b"]'),
            "catalog-gen.toml": 'reader = "import"\ninherit-owners = true\ntemplates = "templates"\n',
            "templates/event.mdx.j2": "{{ ''.__class__ }}",
            "conftest.py": code,
            ".gitattributes": "*.avsc filter=evil diff=evil textconv=evil\n",
        }
    )
    git(branch.top, "config", "filter.evil.smudge", f"touch {trap}")
    git(branch.top, "config", "filter.evil.clean", f"touch {trap}; cat")
    git(branch.top, "config", "diff.evil.textconv", f"touch {trap}; cat")
    git(branch.top, "config", "diff.evil.command", f"touch {trap}")
    git(branch.top, "config", "core.fsmonitor", f"touch {trap}")
    for head in ("change", None):
        found = branch.review(head)
        assert "plain owner-replaced S 1.0.0 schemas/definitions.py:4:31" in lines(found)
        assert "risky settings-changed catalog-gen.toml catalog-gen.toml:1" in lines(found)
        assert [note for note in found.notes if "never does" in note]
    assert not trap.exists()


def test_older_problems_are_counted_and_not_blamed(tmp_path: Path) -> None:
    wrong = "".join(f'e{n} = Event("Bad{n}", owners=["nobody{n}"])\n' for n in range(30))
    branch = Branch(tmp_path, {"schemas/definitions.py": TEAMS + wrong})
    branch.change({"schemas/other/definitions.py": 'fine = Event("Fine", summary="s", owners=["a"])\n'})
    branch.change({"schemas/definitions.py": f"\n\n# all lines are others now\n{TEAMS}{wrong}"})
    found = branch.review()
    assert {problem.place.path for problem, _ in found.problems} <= {"schemas/other/definitions.py"}
    assert "unknown-owner" not in {problem.code for problem, _ in found.problems}
    assert found.older >= 30


def test_a_file_with_another_name_is_no_change_and_excuses_its_problems(tmp_path: Path) -> None:
    branch = Branch(tmp_path, {"schemas/old/definitions.py": 'e = Event("E", summary="s", owners=["nobody"])\n' * 1})
    git(branch.top, "mv", "schemas/old", "schemas/new")
    branch.change({})
    assert branch.review().nothing
    assert branch.review(None).nothing


def test_the_working_tree_is_the_head_unless_another_is_named(tmp_path: Path) -> None:
    branch = plain(tmp_path)
    branch.change({"schemas/definitions.py": TEAMS + SERVICE.replace('["a"]', '["b"]')}, commits=False)
    assert branch.review("change").nothing
    found = branch.review(None)
    assert lines(found) == ["plain owner-replaced S 1.0.0 schemas/definitions.py:4:31"]
    assert [one.id for one in found.changes[0].followers] == ["E"]


def test_the_project_may_lie_in_a_folder(tmp_path: Path) -> None:
    branch = plain(tmp_path, "docs/catalog")
    branch.change({"schemas/e.avsc": avsc("id", "new")})
    found = branch.review()
    assert found.folder == "docs/catalog"
    assert [change.place.path for change in found.changes] == ["schemas/e.avsc"]


def test_a_worktree_is_reviewed_as_a_clone_is(tmp_path: Path) -> None:
    branch = plain(tmp_path / "main")
    branch.change({"schemas/e.avsc": avsc("id", "new")})
    git(branch.top, "worktree", "add", "-q", str(tmp_path / "other"), "-b", "other", "change")
    branch.root = tmp_path / "other"
    assert len(branch.review(None).changes) == 1


def test_a_shallow_clone_says_what_to_fetch(tmp_path: Path) -> None:
    branch = plain(tmp_path / "main")
    branch.change({"schemas/e.avsc": avsc("id", "new")})
    git(branch.top, "checkout", "-q", "main")
    branch.change({"README.md": "main goes on"})
    git(
        tmp_path, "clone", "-q", "--depth", "1", "--no-single-branch", "-b", "change", f"file://{branch.top}", "shallow"
    )
    branch.root = tmp_path / "shallow"
    found = branch.reviewed("origin/change", "origin/main")
    assert isinstance(found, Problem)
    assert found.code == "unknown-base"
    assert "git fetch" in found.hint
    unknown = branch.reviewed("origin/change", "main")
    assert isinstance(unknown, Problem)
    assert "origin main:refs/remotes/origin/main" in unknown.hint
    assert "then compare with origin/main" in unknown.hint


def test_an_unknown_head_is_a_problem(tmp_path: Path) -> None:
    found = plain(tmp_path).reviewed("chnge")
    assert isinstance(found, Problem)
    assert 'did you mean "change"?' in found.hint


def test_a_schema_that_others_refer_to_touches_them(tmp_path: Path) -> None:
    money = {"type": "record", "name": "x.Money", "fields": [{"name": "amount", "type": "int"}]}
    paid = {"type": "record", "name": "Paid", "fields": [{"name": "total", "type": "x.Money"}]}
    definitions = (
        TEAMS + 's = Service("S", summary="s", owners=["a"], sends=[Event("Paid", schema_path="paid.avsc")])\n'
    )
    branch = Branch(
        tmp_path,
        {
            "schemas/definitions.py": definitions,
            "schemas/paid.avsc": json.dumps(paid),
            "schemas/money.avsc": json.dumps(money),
        },
    )
    money["fields"] = [{"name": "amount", "type": "string"}]
    branch.change({"schemas/money.avsc": json.dumps(money)})
    assert lines(branch.review()) == ["breaking schema-changed Paid 1.0.0 schemas/money.avsc:1:77"]


def test_owners_of_pages_written_by_hand_are_known_on_both_sides(tmp_path: Path) -> None:
    branch = Branch(
        tmp_path,
        {
            "schemas/definitions.py": SERVICE.replace('["a"]', '["by-hand"]'),
            "schemas/e.avsc": avsc("id"),
            "output/teams/by-hand.mdx": "---\nid: by-hand\nname: By hand\n---\n",
        },
    )
    branch.change({"schemas/definitions.py": TEAMS + SERVICE.replace('["a"]', '["a", "by-hand"]')})
    found = branch.review()
    assert [one.words for one in found.changes if one.kind != "added"] == ["`a` is an owner too"]
    assert approvals(found) == {"by-hand": ["owned `S` and 1 more before this change"]}


def test_what_cannot_be_read_is_listed_and_not_guessed(tmp_path: Path) -> None:
    branch = plain(tmp_path)
    branch.change({"schemas/definitions.py": "import lookup\n" + TEAMS + SERVICE.replace('["a"]', "lookup.owners()")})
    found = branch.review()
    assert [(one.subject, one.what, one.side) for one in found.unread] == [("S 1.0.0", "owners", "head")]
    assert [one.kind for one in found.changes] == []
    assert found.ownerless == ()
    assert [problem.code for problem, _ in found.problems] == ["unreadable-value"]


def test_a_file_that_is_no_python_any_more_takes_nothing_away(tmp_path: Path) -> None:
    branch = plain(tmp_path)
    branch.change({"schemas/definitions.py": TEAMS + SERVICE + "x = (\n"})
    found = branch.review()
    assert lines(found) == ["undecided hidden S 1.0.0 schemas/definitions.py:4:5"]
    assert [one.id for one in found.changes[0].followers] == ["E", "a", "b"]
    assert [(one.what, one.side) for one in found.unread] == [("schemas/definitions.py", "head")]


def test_handles_and_members_are_those_of_the_base(tmp_path: Path) -> None:
    people = 'u = User("u", name="U", github="@u")\nt = Team("t", name="T", members=["u"])\n'
    branch = Branch(tmp_path, {"schemas/definitions.py": people + SERVICE.replace('["a"]', '["t"]')})
    taken = people.replace('github="@u"', 'github="@mallory"').replace('["u"]', '["u", "m"]')
    branch.change(
        {"schemas/definitions.py": f'{taken}m = User("m", name="M", github="@m")\n' + SERVICE.replace('["a"]', '["m"]')}
    )
    found = branch.review()
    assert {handle for one in found.approvals for handle in one.any_of} == {"@u"}
    assert [one.kind for one in found.changes if one.theme == "ownership"] == [
        "owner-replaced",
        "handle-changed",
        "members-changed",
    ]


def test_a_service_that_goes_leaves_its_message_without_producer(tmp_path: Path) -> None:
    reader = 'r = Service("R", summary="s", owners=["b"], receives=["E"])\n'
    event = 'e = Event("E", summary="s", owners=["a"])\n'
    sender = 's = Service("S", summary="s", owners=["a"], sends=["E"])\n'
    branch = Branch(tmp_path, {"schemas/definitions.py": TEAMS + event + sender + reader})
    branch.change({"schemas/definitions.py": TEAMS + event + reader})
    found = branch.review()
    assert [(one.kind, one.subject.id) for one in found.changes] == [("producer-lost", "E"), ("removed", "S")]
    assert approvals(found)["@x/b"] == ["`R` reads `E`"]


def test_a_resource_without_owner_is_counted_once(tmp_path: Path) -> None:
    branch = plain(tmp_path)
    branch.change({"schemas/other/definitions.py": 'n = Service("N", summary="s")\n'})
    found = branch.review()
    assert [str(one) for one in found.ownerless] == ["N 1.0.0"]
    assert [(one.kind, [problem.code for problem in one.problems]) for one in found.changes] == [
        ("added", ["no-owner"])
    ]


def test_a_catalog_that_is_new_has_everything_new(tmp_path: Path) -> None:
    branch = Branch(tmp_path, {"README.md": "x"})
    (branch.root / "pyproject.toml").unlink()
    git(branch.top, "checkout", "-q", "main")
    git(branch.top, "rm", "-q", "pyproject.toml")
    branch.change({})
    git(branch.top, "checkout", "-q", "-b", "new")
    branch.change({"catalog-gen.toml": "", "schemas/definitions.py": TEAMS})
    found = branch.review("new")
    assert [one.kind for one in found.changes] == ["added", "added"]
    assert "counts as new" in found.notes[0]


def test_a_problem_of_a_consumer_belongs_to_the_message_that_it_is_about(tmp_path: Path) -> None:
    def files(fields: str) -> dict[str, str]:
        events = 'Event("One", summary="s", schema_path="one.avsc"), Event("Two", summary="s", schema_path="two.avsc")'
        reads = 'Receives("One", fields=["a"]), Receives("Two", fields=["b"])'
        return {
            "schemas/definitions.py": f"""{TEAMS}
s = Service("S", summary="s", owners=["a"], sends=[{events}])
r = Service("R", summary="s", owners=["b"], receives=[{reads}])
""",
            "schemas/one.avsc": avsc("id", *fields.replace("b", "")),
            "schemas/two.avsc": avsc("id", *fields.replace("a", "")),
        }

    branch = Branch(tmp_path, files("ab"))
    branch.change(files(""))
    found = branch.review()
    about = {one.subject.id: [problem.message for problem in one.problems] for one in found.changes}
    assert ["the schema of One" in message for message in about["One"]] == [True, False]
    assert ["the schema of Two" in message for message in about["Two"]] == [True, False]


def test_who_cannot_decode_is_broken_whatever_the_level(tmp_path: Path) -> None:
    definitions = TEAMS + SERVICE.replace("schema_path", 'compatibility="BACKWARD", schema_path')
    reader = 'r = Service("R", summary="s", owners=["b"], receives=["E"])\n'
    branch = Branch(tmp_path, {"schemas/definitions.py": definitions + reader, "schemas/e.avsc": avsc("id", "gone")})
    branch.change({"schemas/e.avsc": avsc("id")})
    [change] = branch.review().changes
    assert (change.gravity, [hit.kind for hit in change.hits]) == ("breaking", ["cannot-decode"])


def test_a_branch_does_not_turn_a_rule_off_for_itself(tmp_path: Path) -> None:
    branch = plain(tmp_path)
    off = '[tool.catalog-gen]\ninherit-owners = true\n[tool.catalog-gen.problems]\nmissing-bump = "off"\n'
    branch.change({"pyproject.toml": off})
    assert lines(branch.review()) == ["risky settings-changed pyproject.toml pyproject.toml:3"]
    branch.change({"schemas/e.avsc": avsc("id", "new")})
    assert [(problem.code, level) for problem, level in branch.review().problems] == [("missing-bump", "error")]


def test_an_owner_that_is_not_defined_is_told_as_it_is_named(tmp_path: Path) -> None:
    branch = plain(tmp_path)
    branch.change({"schemas/definitions.py": TEAMS + SERVICE.replace('["a"]', '["aa"]')})
    found = branch.review()
    assert [(one.words, len(one.followers)) for one in found.changes] == [("owner changed from `a` to `aa`", 0)]
    assert [problem.code for problem, _ in found.problems] == ["unknown-owner"]
    assert approvals(found) == {"@x/a": ["owned `S` before this change"]}
    assert found.ownerless == ()


def test_who_still_names_the_old_id_has_an_error_and_no_other_change(tmp_path: Path) -> None:
    reader = 'r = Service("R", summary="s", owners=["b"], receives=["E"])\n'
    branch = Branch(tmp_path, {"schemas/definitions.py": TEAMS + SERVICE + reader, "schemas/e.avsc": avsc("id")})
    renamed = SERVICE.replace('Event("E"', 'Event("N", formerly=["E"]')
    branch.change({"schemas/definitions.py": TEAMS + renamed + reader})
    found = branch.review()
    assert [one.words for one in found.changes] == ["renamed from `E` to `N`"]
    assert [problem.code for problem, _ in found.problems] == ["unknown-message"]


def test_a_member_with_another_handle_concerns_the_team_that_has_none(tmp_path: Path) -> None:
    people = (
        'u = User("u", name="U")\nv = User("v", name="V", github="@v")\nt = Team("t", name="T", members=["u", "v"])\n'
    )
    branch = Branch(tmp_path, {"schemas/definitions.py": people + SERVICE.replace('["a"]', '["t"]')})
    branch.change(
        {
            "schemas/definitions.py": people.replace('name="U"', 'name="U", github="@u"')
            + SERVICE.replace('["a"]', '["t"]')
        }
    )
    found = branch.review()
    assert [one.words for one in found.changes] == ["handle `@u` was added"]
    assert approvals(found) == {
        "@v": ["`u`, a member of `t`, has another handle"],
        "u": ["`u` has another handle"],
    }


def test_definitions_that_are_meant_to_be_run_are_no_errors(tmp_path: Path) -> None:
    branch = plain(tmp_path)
    run = '[tool.catalog-gen]\ninherit-owners = true\nreader = "import"\n'
    summary = SERVICE.replace('summary="s", owners', 'summary=os.environ.get("X"), owners')
    branch.change({"pyproject.toml": run, "schemas/definitions.py": f"import os\n{TEAMS}{summary}"})
    found = branch.review()
    assert found.problems == ()
    assert [one.what for one in found.unread] == ["summary"]
    assert "never does" in found.notes[0]


def test_an_empty_repository_says_so(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q", "-b", "main")
    (tmp_path / "catalog-gen.toml").write_text("")
    branch = object.__new__(Branch)
    branch.top = branch.root = tmp_path
    found = branch.reviewed(None)
    assert isinstance(found, Problem)
    assert found.message == "there is no commit yet to compare with"


@pytest.mark.parametrize(
    ("content", "is_found"),
    [
        (b'{"type": "x.Money"}', True),
        (b"Money", True),
        (b'{"$ref": "Money.json"}', True),
        (b'"MoneyBag"', False),
        (b'"my_Money"', False),
        (b'"NoMoney" and "Money"', True),
        (b"", False),
    ],
)
def test_files_that_have_the_word_in_them_may_refer_to_it(content: bytes, *, is_found: bool) -> None:
    given = {"first.json": b"Mone", "it.json": content, "last.json": b"y"}
    assert touching.having([b"Money"], given) == ({"it.json": content} if is_found else {})


def test_a_type_that_is_not_the_one_that_changed_touches_nobody(tmp_path: Path) -> None:
    def record(name: str, inner: str, *more: str) -> str:
        part = {"type": "record", "name": inner, "fields": [{"name": "x", "type": "int"}]}
        fields = [{"name": "part", "type": part}, *({"name": one, "type": "string"} for one in more)]
        return json.dumps({"type": "record", "name": name, "namespace": "n", "fields": fields})

    source = WorkingTree(tmp_path)
    for path, content in (("a.avsc", record("A", "Part")), ("b.avsc", record("B", "Part")), ("c.avsc", '"n.A"')):
        (tmp_path / path).write_text(content)
    old, new = record("A", "Part").encode(), record("A", "Part", "more").encode()
    assert touching.files({"a.avsc": (old, new)}, ["b.avsc", "c.avsc"], source) == {"c.avsc"}
    moved = new.replace(b'"namespace": "n"', b'"namespace": "m"')
    assert touching.files({"a.avsc": (new, moved)}, ["b.avsc", "c.avsc"], source) == {"b.avsc", "c.avsc"}


def test_links_that_lead_nowhere_are_no_schemas(tmp_path: Path) -> None:
    files = {"schemas/definitions.py": 'e = Event("E", summary="s", schema_path="e.avsc")\n', "schemas/e.avsc": RECORD}
    branch = Branch(tmp_path / "r", files, inside="p")
    (tmp_path / "r/p/schemas/lost.avsc").symlink_to("nowhere.avsc")
    (tmp_path / "r/p/schemas/out.json").symlink_to("../../out.json")
    (tmp_path / "r/out.json").write_text("{}")
    branch.change({})
    git(branch.top, "branch", "-f", "main")
    branch.change({"schemas/e.avsc": RECORD.replace('"int"', '"string"')})
    for head in ("change", None):
        assert [one.kind for one in branch.review(head).changes] == ["schema-changed"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('Service("S", summary="s", sends=[e], {})\ny = Service("T", summary="s", {})',
         'Service("S", summary="s", {})\ny = Service("T", summary="s", sends=[e], {})'),
        ('Domain("S", summary="s", services=["T"], {})\ny = Domain("D", summary="s", {})\nz = Service("T", sends=[e])',
         'Domain("S", summary="s", {})\ny = Domain("D", summary="s", services=["T"], {})\nz = Service("T", sends=[e])'),
    ],
)  # fmt: skip
def test_a_schema_that_other_defaults_name_is_another_schema(tmp_path: Path, before: str, after: str) -> None:
    ways = [f'defaults=Defaults(schema_path="{folder}/{{id}}.avsc")' for folder in ("a", "b")]
    text = 'e = Event("E", summary="s")\nx = '
    branch = Branch(
        tmp_path,
        {
            "schemas/definitions.py": text + before.format(*ways),
            "schemas/a/E.avsc": RECORD,
            "schemas/b/E.avsc": RECORD.replace('"int"', '"string"'),
        },
    )
    branch.change({"schemas/definitions.py": text + after.format(*ways)})
    [change] = [one for one in branch.review().changes if one.kind == "schema-changed"]
    assert change.gravity == "breaking"

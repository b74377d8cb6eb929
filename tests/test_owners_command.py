from __future__ import annotations

import json
import re
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from commanding import run
from repositories import commit, git

from catalog_gen import catalogs

if TYPE_CHECKING:
    from projects import Project

ROOT = Path(__file__).resolve().parents[1]
PEOPLE = """
    ann = User("ann", name="Ann Lee", email="ann@example.com")
    bob = User("bob", github="@bob")
    crew = Team("crew", name="The crew", github="@acme/crew")
    ops = Team("ops", members=[ann, bob])
"""
SHOP = """
    e = Event("E", schema_path="e.json", previous=[Previous("0.1.0", schema_path="history/e.json")],
              examples=[Example(path="examples/e.json")], description_path="e.md")
    s = Service("S", sends=[e], owners=["crew"], specifications=[Specification("api.yaml", type="openapi")])
    t = Service("T", receives=["E"])
"""


def _shop(project: Project) -> Path:
    """A repository with a catalog: people in one folder, a service with everything that it is made of in another."""
    project.define(PEOPLE, "schemas/people/definitions.py")
    project.define(SHOP, "schemas/shop/definitions.py")
    for name in ("e.json", "history/e.json"):
        project.write(f"schemas/shop/{name}", '{"type": "object", "properties": {"a": {"type": "string"}}}')
    project.write("schemas/shop/examples/e.json", "{}")
    project.write("schemas/shop/e.md", "words")
    project.write("schemas/shop/api.yaml", "openapi: 3.0.0")
    commit(project.root)
    return project.root


def _generate(project: Project, *pages: str) -> None:
    """Pages in the output, as if a build had written them, beside something that it never writes."""
    for path in pages:
        project.write(f"output/{path}", "page")
    project.write("output/package.json", "{}")
    records = "".join(f"{path}\t=\t{'0' * 32}\n" for path in sorted(pages))
    project.write("output/.catalog-gen/catalog.manifest", records)


def _problems(said: str) -> list[str]:
    return [line for line in said.splitlines() if line.endswith("]")]


def test_a_table_says_who_owns_what_and_what_has_no_owner(project: Project) -> None:
    ran = run(_shop(project), "owners")
    assert ran == (
        0,
        textwrap.dedent("""\
            crew (The crew): @acme/crew
              event    E  inherited from S  schemas/shop/definitions.py:4:37
              service  S  declared          schemas/shop/definitions.py:4:37

            without owner
              service  T  no owner          schemas/shop/definitions.py:5:5
        """),
        "",
    )


def test_where_nothing_can_have_an_owner_that_is_said(project: Project) -> None:
    project.define(PEOPLE)
    assert run(project.root, "owners") == (0, "", "nothing is declared that could have an owner\n")


def test_names_from_definitions_cannot_steer_the_terminal(project: Project) -> None:
    project.define(r'u = User("u", name="a\x1b[31m\nb"); s = Service("S", owners=[u])')
    ran = run(project.root, "owners")
    assert ran.said.splitlines()[0] == r"u (a\x1b[31m\x0ab): no handle"


def test_json_has_everybody_and_everything(project: Project) -> None:
    ran = run(_shop(project), "owners", "--format", "json")
    told = json.loads(ran.said)
    assert list(told) == ["problems", "version", "owners", "unowned"]
    assert told["version"] == 1
    assert [owner["id"] for owner in told["owners"]] == ["ann", "bob", "crew", "ops"]
    place = {"path": "schemas/shop/definitions.py", "line": 4, "column": 37}
    assert told["owners"][2] == {
        "id": "crew", "type": "team", "name": "The crew", "handles": ["@acme/crew"],
        "path": "schemas/people/definitions.py", "line": 4, "column": 8,
        "owns": [
            {"type": "event", "id": "E", "version": "1.0.0", "how": "inherited", "from": "S", **place},
            {"type": "service", "id": "S", "version": "1.0.0", "how": "declared", "from": "", **place},
        ],
    }  # fmt: skip
    assert told["owners"][3]["handles"] == ["ann@example.com", "@bob"]
    assert told["unowned"] == [
        {
            "type": "service",
            "id": "T",
            "version": "1.0.0",
            "path": "schemas/shop/definitions.py",
            "line": 5,
            "column": 5,
        }
    ]


def test_what_could_be_read_is_shown_and_errors_are_told(project: Project) -> None:
    project.define('crew = Team("crew")\ns = Service("S", owners=[crew])\nx = Event("X", version=what())')
    ran = run(project.root, "owners")
    assert ran.code == 1
    assert "service  S  declared" in ran.said
    assert "[unreadable-value]" in ran.problems or "[definition-failed]" in ran.problems


def test_the_lines_name_all_files_that_resources_are_made_of(project: Project) -> None:
    root = _shop(project)
    assert run(root, "owners", "--codeowners") == (0, "/schemas/shop/ @acme/crew\n", "")
    project.write("schemas/shop/README.md", "not of the catalog")
    commit(root)
    names = ("api.yaml", "definitions.py", "e.json", "e.md", "examples/e.json", "history/e.json")
    ran = run(root, "owners", "--codeowners")
    assert ran.said.splitlines() == [f"/schemas/shop/{name} @acme/crew" for name in names]


def test_a_team_is_its_members_and_a_user_without_handle_an_address(project: Project) -> None:
    project.define(PEOPLE + '    e = Event("E", owners=[ops])')
    commit(project.root)
    assert run(project.root, "owners", "--codeowners").said == "/schemas/definitions.py ann@example.com @bob\n"


def test_a_class_that_a_schema_is_derived_from_is_a_file_of_its_message(project: Project) -> None:
    project.write("schemas/models.py", "from dataclasses import dataclass\n\n@dataclass\nclass P:\n    a: str\n")
    project.define(
        'from schemas.models import P\ncrew = Team("crew", github="@acme/crew")\n'
        'e = Event("E", payload=P, owners=[crew])'
    )
    commit(project.root)
    project.write("README.md", "")
    assert run(project.root, "owners", "--codeowners").said == "/schemas/ @acme/crew\n"


def test_a_file_of_several_owners_names_all_and_is_told(project: Project) -> None:
    project.define(
        """
        a, b = Team("a", github="@acme/a"), Team("b", github="@acme/b")
        one = Event("One", owners=[a], schema_path="shared.json")
        two = Event("Two", owners=[b, a], schema_path="shared.json")
        three = Event("Three", owners=[b])
        """
    )
    project.write("schemas/shared.json", '{"type": "object"}')
    commit(project.root)
    ran = run(project.root, "owners", "--codeowners")
    assert (ran.code, ran.said) == (0, "/schemas/ @acme/a @acme/b\n")
    assert _problems(ran.problems) == [
        f"schemas/definitions.py:4:7: warning: Two 1.0.0: schemas/{name} has resources of different owners: One 1.0.0 "
        "of @acme/a, Two 1.0.0 of @acme/b @acme/a; CODEOWNERS names all of them, and each one may approve (split the "
        "file) [mixed-owners]"
        for name in ("definitions.py", "shared.json")
    ]


def test_an_owner_without_a_handle_is_told_once_where_it_is_defined(project: Project) -> None:
    project.write("pyproject.toml", '[tool.catalog-gen]\nexternal = ["out"]\n')
    project.define(
        """
        u, t = User("u"), Team("t", members=["u"])
        a = Event("A", owners=[u, t, "out"])
        b = Event("B", owners=[u, t, "out"])
        """
    )
    commit(project.root)
    ran = run(project.root, "owners", "--codeowners")
    assert ran.said == ""
    assert ran.problems.endswith("3 warnings; there is no file whose resources have an owner with a handle\n")
    assert _problems(ran.problems) == [
        "schemas/definitions.py:2:8: warning: u: the user has no github= or email=, so that CODEOWNERS cannot name it "
        "(add github=) [no-handle]",
        "schemas/definitions.py:2:19: warning: t: neither the team nor any member has github=, so that CODEOWNERS "
        "cannot name it (add github=) [no-handle]",
        'schemas/definitions.py:3:16: warning: A 1.0.0: the owner "out" is not declared, so that CODEOWNERS cannot '
        "name it (declare it with github=) [no-handle]",
    ]


def test_paths_begin_at_the_top_of_the_repository_and_the_catalog_is_of_nobody(tmp_path: Path) -> None:
    from projects import Project

    project = Project(tmp_path / "packages" / "my shop")
    root = _shop(project)
    _generate(project, "events/E/index.mdx")
    (tmp_path / "README.md").write_text("top")
    git(root, "init", "-q", str(tmp_path))
    (root / ".git").rename(tmp_path / "inner")
    (tmp_path / "inner").rename(tmp_path.parent / f"{tmp_path.name}.inner")
    commit(tmp_path)
    assert run(root, "owners", "--codeowners").said.splitlines() == [
        r"/packages/my\ shop/output/",
        r"/packages/my\ shop/schemas/shop/ @acme/crew",
    ]
    ran = run(root, "owners", "--write", "../../.github/CODEOWNERS")
    assert ran.problems == "wrote 2 lines into ../../.github/CODEOWNERS\n"
    assert "# catalog-gen: begin packages/my shop/catalog\n" in (tmp_path / ".github/CODEOWNERS").read_text()
    assert run(root, "owners", "--check", "../../.github/CODEOWNERS").code == 0


def test_written_lines_are_as_they_should_be_until_the_catalog_changes(project: Project) -> None:
    root = _shop(project)
    (root / "CODEOWNERS").write_text("* @acme/platform\n")
    commit(root)
    ran = run(root, "owners", "--check", "CODEOWNERS")
    assert (ran.code, ran.said) == (1, "")
    assert _problems(ran.problems)[0] == (
        "CODEOWNERS:1: schemas/shop/api.yaml: CODEOWNERS says @acme/platform, the catalog @acme/crew [missing-owners]"
    )
    assert ran.problems.count("--write") == 1
    assert ran.problems.endswith("6 errors in 1 file; catalog-gen owners --write CODEOWNERS writes the missing lines\n")
    assert run(root, "owners", "--write", "CODEOWNERS").problems == "wrote 1 line into CODEOWNERS\n"
    written = (root / "CODEOWNERS").read_bytes()
    assert written.startswith(b"* @acme/platform\n\n# catalog-gen: begin\n")
    ran = run(root, "owners", "--check", "CODEOWNERS")
    assert (ran.code, ran.problems) == (0, "CODEOWNERS agrees with the catalog (6 files)\n")
    before = (root / "CODEOWNERS").stat()
    assert run(root, "owners", "--write", "CODEOWNERS").problems == "CODEOWNERS is as it should be\n"
    assert (root / "CODEOWNERS").stat() == before
    project.define(PEOPLE.replace("@acme/crew", "@acme/team"), "schemas/people/definitions.py")
    ran = run(root, "owners", "--check", "CODEOWNERS", "--all")
    assert len(_problems(ran.problems)) == 6
    assert run(root, "owners", "--write", "CODEOWNERS").code == 0
    assert run(root, "owners", "--check", "CODEOWNERS").code == 0


def test_dead_shadowed_and_ignored_lines_are_told_at_their_line(project: Project) -> None:
    root = _shop(project)
    (root / "docs").mkdir()
    (root / "docs/a.md").write_text("")
    (root / ".github").mkdir()
    lines = ("*.md @docs", "/docs/ @docs", "!a @x", "/gone/ @x", "/schemas/people/", "* @acme/crew # default")
    (root / ".github/CODEOWNERS").write_text("\n".join(lines))
    commit(root)
    ran = run(root, "owners", "--check", ".github/CODEOWNERS")
    assert ran.code == 1
    at = ".github/CODEOWNERS"
    effect = "has no effect: line 6 (*) comes later and wins (move this line below line 6) [shadowed-line]"
    assert _problems(ran.problems) == [
        f"{at}:1: *.md {effect}",
        f"{at}:2: /docs/ {effect}",
        f"{at}:3: GitHub has no patterns that begin with ! (to leave files to nobody, give a later line no owners) "
        "[ignored-line]",
        f"{at}:4: /gone/ matches no file in git (delete it) [dead-line]",
        f"{at}:5: /schemas/people/ {effect}",
    ]


def test_generated_files_that_are_somebodys_are_told_once_for_each_line(project: Project) -> None:
    root = _shop(project)
    _generate(project, "events/A/index.mdx", "events/B/index.mdx")
    (root / "CODEOWNERS").write_text("* @all\n/schemas/shop/ @Acme/Crew\n/schemas/shop/e.md @acme/crew @ACME/CREW\n")
    commit(root)
    ran = run(root, "owners", "--check", "CODEOWNERS")
    assert _problems(ran.problems) == [
        "CODEOWNERS:1: * gives generated files to @all, for example output/.catalog-gen/catalog.manifest; the last "
        "line about output/ should name nobody [missing-owners]"
    ]
    assert ran.problems.endswith("1 error in 1 file; catalog-gen owners --write CODEOWNERS writes the missing lines\n")


def test_gitlab_is_asked_by_section(project: Project) -> None:
    root = _shop(project)
    _generate(project, "events/A/index.mdx")
    (root / ".gitlab").mkdir()
    text = "* @root\n\n[Docs] @docs\n*.md\n/schemas/shop\n\n[docs]\n*.md @writers\n"
    (root / ".gitlab/CODEOWNERS").write_text(text)
    commit(root)
    ran = run(root, "owners", "--check", ".gitlab/CODEOWNERS", "--all")
    told = _problems(ran.problems)
    assert [line.split(" ")[:2] for line in told if line.endswith("[missing-owners]")] == [
        [".gitlab/CODEOWNERS:1:", "*"],
        *(
            [".gitlab/CODEOWNERS:1:", f"schemas/shop/{name}:"]
            for name in ("api.yaml", "definitions.py", "e.json", "examples/e.json", "history/e.json")
        ),
        [".gitlab/CODEOWNERS:8:", "schemas/shop/e.md:"],
    ]
    assert [line for line in told if not line.endswith("[missing-owners]")] == [
        ".gitlab/CODEOWNERS:4: *.md stands in line 8 again, which counts instead (delete it) [shadowed-line]",
        ".gitlab/CODEOWNERS:5: /schemas/shop matches no file in git (delete it; of a folder, GitLab wants a slash at "
        "the end) [dead-line]",
    ]
    ran = run(root, "owners", "--write", ".gitlab/CODEOWNERS")
    assert (ran.code, [line.rpartition(" ")[2] for line in _problems(ran.problems)]) == (
        1,
        ["[shadowed-line]", "[dead-line]"],
    )
    assert ran.problems.endswith("2 errors in 1 file; wrote 2 lines into .gitlab/CODEOWNERS\n")
    written = (root / ".gitlab/CODEOWNERS").read_text()
    assert "!/output/\n/schemas/shop/ @acme/crew\n# catalog-gen: end\n\n[Docs] @docs" in written
    ran = run(root, "owners", "--check", ".gitlab/CODEOWNERS")
    assert [line for line in _problems(ran.problems) if line.endswith("[missing-owners]")] == []


def test_lines_of_init_that_leave_pages_to_nobody_are_fine_whatever_there_is(project: Project) -> None:
    root = _shop(project)
    (root / "CODEOWNERS").write_text("/output/adrs/\n/schemas/shop/ @acme/crew\n")
    commit(root)
    assert run(root, "owners", "--check", "CODEOWNERS").code == 0
    _generate(project, "events/A/index.mdx")
    lines = ("* @all", "/output/adrs/", "/output/events/", "/output/.catalog-gen/", "/output/users/ @gone")
    (root / "CODEOWNERS").write_text("\n".join(lines))
    commit(root)
    ran = run(root, "owners", "--check", "CODEOWNERS", "--all")
    assert [line.rpartition(" ")[2] for line in _problems(ran.problems)] == ["[missing-owners]"] * 6 + ["[dead-line]"]
    for way in ("--write", "--check"):
        ran = run(root, "owners", way, "CODEOWNERS")
        assert (ran.code, [line.rpartition(" ")[2] for line in _problems(ran.problems)]) == (1, ["[dead-line]"])


def test_a_catalog_that_is_not_in_git_has_no_line(project: Project) -> None:
    root = _shop(project)
    _generate(project, "events/A/index.mdx")
    git(root, "add", "output/package.json")
    assert run(root, "owners", "--codeowners").said == "/schemas/shop/ @acme/crew\n"
    git(root, "add", "output")
    assert run(root, "owners", "--codeowners").said == "/output/\n/schemas/shop/ @acme/crew\n"


@pytest.mark.parametrize(
    ("files", "remote", "path", "flavor"),
    [
        ("", "", "", "github"),
        (".gitlab-ci.yml", "", "", "gitlab"),
        (".gitlab-ci.yml", "git@github.com:acme/shop.git", "", "github"),
        ("", "https://gitlab.acme.example/shop.git", "", "gitlab"),
        ("", "https://gitlab.acme.example/shop.git", ".github/CODEOWNERS", "github"),
        ("", "https://github.com/acme/shop", ".gitlab/CODEOWNERS", "gitlab"),
        ("", "https://gitlab.com/acme/shop", "docs/CODEOWNERS", "gitlab"),
    ],
)
def test_the_repository_says_whose_rules_hold(
    files: str, remote: str, path: str, flavor: str, project: Project
) -> None:
    for name in files.split():
        project.write(name, "")
    root = _shop(project)
    if remote:
        git(root, "remote", "add", "origin", remote)
    asked = ["--write", path] if path else ["--codeowners"]
    assert json.loads(run(root, "owners", *asked, "--format", "json").said)["flavor"] == flavor
    other = "gitlab" if flavor == "github" else "github"
    again = run(root, "owners", *asked, "--format", "json", "--flavor", other)
    assert json.loads(again.said)["flavor"] == other


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--codeowners", "--check", "CODEOWNERS"), "use only one of"),
        (("--check", "a", "--write", "a"), "use only one of"),
        (("--flavor", "gitlab"), "--flavor is about CODEOWNERS"),
        (("--write", "../CODEOWNERS"), "is not in the repository"),
        (("--write", "."), "is a directory"),
        (("--flavor", "svn", "--codeowners"), "svn"),
    ],
)
def test_wrong_usage_is_told(arguments: tuple[str, ...], words: str, project: Project) -> None:
    ran = run(_shop(project), "owners", *arguments)
    assert ran.code == 2
    assert words in ran.problems


def test_without_a_repository_there_is_a_table_but_there_are_no_lines(project: Project) -> None:
    project.define('s = Service("S")')
    assert run(project.root, "owners").code == 0
    ran = run(project.root, "owners", "--codeowners")
    assert ran.code == 2
    assert "the project is not in a git repository; paths in CODEOWNERS begin at its top." in ran.problems


def test_while_there_is_an_error_nothing_is_written_or_compared(project: Project) -> None:
    root = _shop(project)
    project.define(SHOP + "    x = Event(bad=1)", "schemas/shop/definitions.py")
    for way in ("--check", "--write"):
        ran = run(root, "owners", way, "CODEOWNERS")
        assert ran.code == 1
        assert not (root / "CODEOWNERS").exists()
        assert "the lines need definitions without errors" in ran.problems
    assert run(root, "owners", "--codeowners").said == ""


def test_a_file_that_is_not_there_or_broken_is_a_problem(project: Project) -> None:
    root = _shop(project)
    ran = run(root, "owners", "--check", "CODEOWNERS", "--format", "github")
    assert ran.code == 1
    assert ran.said == (
        "::error file=CODEOWNERS,title=bad-codeowners::there is no such file "
        "(catalog-gen owners --write makes it) [bad-codeowners]\n"
    )
    (root / "CODEOWNERS").write_text("# catalog-gen: end\n")
    ran = run(root, "owners", "--write", "CODEOWNERS")
    assert (ran.code, (root / "CODEOWNERS").read_text()) == (1, "# catalog-gen: end\n")
    assert ran.problems.startswith('CODEOWNERS:1: the block has no "# catalog-gen: begin" (')
    (root / "CODEOWNERS").write_text("# " + "x" * 3_000_000)
    assert "GitHub loads no CODEOWNERS file of more than 3 MB" in run(root, "owners", "--check", "CODEOWNERS").problems


def test_new_files_count_before_they_are_in_git(project: Project) -> None:
    root = _shop(project)
    project.define('e = Event("New", owners=["crew"])', "schemas/new/definitions.py")
    (root / "CODEOWNERS").write_text("/schemas/ @acme/crew\n/schemas/new/ @acme/other\n")
    ran = run(root, "owners", "--check", "CODEOWNERS")
    assert [line.partition(" (")[0] for line in _problems(ran.problems)] == [
        "CODEOWNERS:2: schemas/new/definitions.py: CODEOWNERS says @acme/other, the catalog @acme/crew"
    ]


def test_a_project_in_a_link_and_a_worktree_are_where_they_are(project: Project, tmp_path: Path) -> None:
    root = _shop(project)
    other = tmp_path.parent / f"{tmp_path.name}-tree"
    git(root, "worktree", "add", "-q", str(other))
    assert run(other, "owners", "--codeowners").said == "/schemas/shop/ @acme/crew\n"
    link = tmp_path.parent / f"{tmp_path.name}-link"
    link.symlink_to(root)
    assert run(link, "owners", "--write", "CODEOWNERS").code == 0
    assert (root / "CODEOWNERS").is_file()


def test_a_line_that_overrules_all_of_ours_is_told_once_also_by_what_writes_them(project: Project) -> None:
    root = _shop(project)
    _generate(project, "events/A/index.mdx")
    git(root, "add", ".")
    assert run(root, "owners", "--write", ".github/CODEOWNERS").code == 0
    file = root / ".github/CODEOWNERS"
    with file.open("a") as text:
        text.write("* @all\n")
    told = (
        ".github/CODEOWNERS:6: line 6 (*) comes after our lines 1-5 and decides about all of them "
        "(move that line above line 1) [missing-owners]\n"
    )
    ran = run(root, "owners", "--check", ".github/CODEOWNERS")
    assert ran == (1, "", f"{told}1 error in 1 file\n")
    before = file.read_bytes()
    ran = run(root, "owners", "--write", ".github/CODEOWNERS")
    assert ran == (1, "", f"{told}1 error in 1 file; our lines in .github/CODEOWNERS are as they should be\n")
    assert file.read_bytes() == before
    file.write_bytes(b"* @all\n" + before.removesuffix(b"* @all\n"))
    assert run(root, "owners", "--check", ".github/CODEOWNERS").code == 0


def test_what_is_written_is_checked_and_stays_written(project: Project) -> None:
    root = _shop(project)
    file = root / "CODEOWNERS"
    file.write_text("# catalog-gen: begin\n/schemas/ @old\n# catalog-gen: end\n* @all\n")
    ran = run(root, "owners", "--write", "CODEOWNERS", "--format", "github")
    assert ran.code == 1
    assert ran.said.startswith("::error file=CODEOWNERS,line=5,title=missing-owners::line 5 (*) comes after our lines")
    assert ran.problems == "1 error in 1 file; wrote 1 line into CODEOWNERS\n"
    assert "/schemas/shop/ @acme/crew\n# catalog-gen: end\n* @all\n" in file.read_text()


def test_a_line_of_somebody_that_overrules_others_of_his_says_which_to_move(project: Project) -> None:
    root = _shop(project)
    (root / "CODEOWNERS").write_text("/schemas/shop/ @acme/crew\n*.md @all\n")
    ran = run(root, "owners", "--check", "CODEOWNERS")
    assert ran == (
        1,
        "",
        "CODEOWNERS:2: schemas/shop/e.md: CODEOWNERS says @all, the catalog @acme/crew "
        "(line 1 says so, but does not decide; move it below) [missing-owners]\n1 error in 1 file\n",
    )


@pytest.mark.parametrize("way", ["--check", "--write"])
def test_a_block_without_an_end_is_told_by_both_ways(way: str, project: Project) -> None:
    root = _shop(project)
    text = "# catalog-gen: begin\n/schemas/shop/ @acme/crew\n"
    (root / "CODEOWNERS").write_text(text)
    ran = run(root, "owners", way, "CODEOWNERS")
    assert (ran.code, (root / "CODEOWNERS").read_text()) == (1, text)
    assert _problems(ran.problems) == [
        'CODEOWNERS:1: the block has no "# catalog-gen: end" (add it below the last of our lines, or delete our lines '
        "with this comment; --write writes them again) [bad-codeowners]"
    ]


@pytest.mark.parametrize(
    ("path", "flavor", "there", "told"),
    [
        (".github/CODEOWNERS", "github", "CODEOWNERS docs/CODEOWNERS", ""),
        ("CODEOWNERS", "github", "docs/CODEOWNERS .gitlab/CODEOWNERS", ""),
        ("CODEOWNERS", "gitlab", "docs/CODEOWNERS .gitlab/CODEOWNERS .github/CODEOWNERS", ""),
        (
            "docs/CODEOWNERS",
            "github",
            "CODEOWNERS .gitlab/CODEOWNERS",
            "GitHub reads CODEOWNERS instead of this file (use CODEOWNERS, or delete it)",
        ),
        (
            ".gitlab/CODEOWNERS",
            "gitlab",
            "docs/CODEOWNERS",
            "GitLab reads docs/CODEOWNERS instead of this file (use docs/CODEOWNERS, or delete it)",
        ),
        (
            "schemas/CODEOWNERS",
            "github",
            "",
            "GitHub does not read this file (it reads .github/CODEOWNERS, CODEOWNERS or docs/CODEOWNERS at the top)",
        ),
        (
            "schemas/CODEOWNERS",
            "gitlab",
            ".gitlab/CODEOWNERS",
            "GitLab reads .gitlab/CODEOWNERS instead of this file (use .gitlab/CODEOWNERS)",
        ),
    ],
)
def test_a_file_that_is_not_read_is_told(path: str, flavor: str, there: str, told: str, project: Project) -> None:
    for name in there.split():
        project.write(name, "# another\n")
    root = _shop(project)
    for way in ("--write", "--check"):
        ran = run(root, "owners", way, path, "--flavor", flavor)
        assert ran.code == 0
        assert _problems(ran.problems) == ([f"{path}: warning: {told} [unread-codeowners]"] if told else [])


def test_the_readme_shows_what_the_sample_says(monkeypatch: pytest.MonkeyPatch) -> None:
    known: list[catalogs.Resolved] = []
    reads = catalogs.resolved

    def once(*arguments: Any) -> catalogs.Resolved:  # the sample is large
        known[:] = known or [reads(*arguments)]
        return known[0]

    monkeypatch.setattr(catalogs, "resolved", once)
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    section = readme.partition("### Owners and CODEOWNERS")[2].partition("\n#")[0]
    shown = re.findall(r"```console\n\$ catalog-gen owners([^\n]*)\n(.*?)```", section, re.DOTALL)
    assert [arguments for arguments, _ in shown] == ["", " --codeowners"]
    for arguments, parts in shown:
        said = run(ROOT, "owners", *arguments.split()).said
        for part in filter(None, parts.split("...\n")):
            assert part in said

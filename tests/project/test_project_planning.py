from __future__ import annotations

import json
import subprocess
import tomllib
from typing import TYPE_CHECKING

import pytest
import yaml

from catalog_gen import plugin
from catalog_gen.project import files, lacking, planning
from catalog_gen.project.files import File, Left, Lines, There
from catalog_gen.project.looking import Above, Ground
from catalog_gen.project.planning import Wish
from catalog_gen.settings import DEFINITIONS, Settings

if TYPE_CHECKING:
    from pathlib import Path

WISH = Wish(title="Acme shop", output="catalog", committed=True, program="catalog-gen==0.1.0")
UNCOMMITTED = Wish(title="Acme shop", output="catalog", committed=False, program="catalog-gen==0.1.0")
NEW = Ground()
EXISTING = Ground(catalogs=("catalog",))


def _wanted(wish: Wish, ground: Ground = NEW) -> dict[str, File | Lines]:
    return {one.path: one for one in planning.wanted(wish, ground)}


def test_a_new_project_has_settings_a_definition_a_catalog_and_what_github_reads() -> None:
    assert list(_wanted(WISH)) == [
        "catalog-gen.toml",
        "schemas/orders/definitions.py",
        "schemas/orders/order-placed.avsc",
        "catalog/package.json",
        "catalog/eventcatalog.config.js",
        "catalog/catalog-gen.mjs",
        "catalog/.env",
        "catalog/eventcatalog.styles.css",
        "catalog/.eventcatalogrc.js",
        "catalog/.gitignore",
        "catalog/.gitattributes",
        ".github/workflows/catalog.yml",
        ".github/CODEOWNERS",
    ]


def test_an_existing_catalog_gets_only_what_connects_it() -> None:
    assert list(_wanted(WISH, EXISTING)) == [
        "catalog-gen.toml",
        "schemas/orders/definitions.py",
        "schemas/orders/order-placed.avsc",
        "catalog/catalog-gen.mjs",
        "catalog/.env",
    ]


def test_there_is_no_first_definition_where_there_are_some() -> None:
    ground = Ground(catalogs=("catalog",), definitions=("schemas/stock/definitions.py",))
    assert list(_wanted(WISH, ground)) == ["catalog-gen.toml", "catalog/catalog-gen.mjs", "catalog/.env"]


def test_settings_that_are_there_keep_their_definitions_and_get_no_first_ones(tmp_path: Path) -> None:
    settings = Settings(root=tmp_path, path="pyproject.toml", definitions=("events/*.py",))
    assert not _wanted(WISH, Ground(settings=settings)).keys() & {"catalog-gen.toml", "schemas/orders/definitions.py"}


def test_pages_that_are_not_in_git_need_no_attributes_and_no_owners() -> None:
    assert set(_wanted(WISH)) - set(_wanted(UNCOMMITTED)) == {"catalog/.gitattributes", ".github/CODEOWNERS"}


def test_of_an_existing_catalog_it_is_said_how_pages_stay_out_of_git() -> None:
    def by_hand(wish: Wish, ignored: bytes) -> list[str]:
        there = There({"catalog/.gitignore": ignored})
        return [one.path for one in planning.plan(wish, EXISTING, there).left if one.by_hand]

    assert by_hand(UNCOMMITTED, b"node_modules/\n") == ["catalog/.gitignore"]
    assert by_hand(UNCOMMITTED, b".catalog-gen\n") == []
    assert by_hand(WISH, b"node_modules/\n") == []


def test_the_same_wish_gives_the_same_bytes() -> None:
    assert planning.wanted(WISH, NEW) == planning.wanted(WISH, NEW)


def test_catalogs_of_different_names_have_different_ids() -> None:
    configs = {
        _wanted(Wish(title=title, output="c", committed=True, program=""))[f"c/{lacking.CONFIG}"].data for title in "ab"
    }
    ids = {line for config in configs for line in config.decode().splitlines() if "cId" in line}
    assert len(ids) == 2


TITLES = ['"Quoted" \\ back', "Bestellungen & Käufe", "注文", "${{ secrets.X }} [[ x ]] [% y %] {{ z }}", "'"]


@pytest.mark.parametrize("title", TITLES)
def test_any_title_is_written_as_it_is(title: str) -> None:
    wanted = _wanted(Wish(title=title, output="catalog", committed=True, program="catalog-gen==0.1.0"))
    config = wanted["catalog/eventcatalog.config.js"].data.decode()
    line = next(line for line in config.splitlines() if line.startswith("  title: "))
    assert json.loads(line.removeprefix("  title: ").removesuffix(",")) == title
    name = json.loads(wanted["catalog/package.json"].data)["name"]
    assert set(name) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")


@pytest.mark.parametrize(
    ("folder", "title"),
    [
        ("acme-shop", "Acme shop"),
        ("my_events.v2", "My events v2"),
        ("", "Catalog"),
        ("注文", "注文"),
        ("---", "Catalog"),
    ],
)
def test_a_title_is_the_folder_in_words(folder: str, title: str) -> None:
    assert planning.title_of(folder) == title


@pytest.mark.parametrize("output", ["catalog", ".", 'docs/it\'s "here"'])
def test_settings_say_what_was_wished(output: str) -> None:
    wish = Wish(
        title="T", output=output, committed=True, program="", patterns=('a "b"/**/definitions.py',), roots=("ä",)
    )
    assert tomllib.loads(_wanted(wish)["catalog-gen.toml"].data.decode()) == {
        "definitions": ['a "b"/**/definitions.py'],
        "roots": ["ä"],
        "output": output,
        "inherit-owners": True,
    }


# --- GitHub


@pytest.mark.parametrize("committed", [True, False])
@pytest.mark.parametrize(
    ("ground", "path"),
    [
        (NEW, ".github/workflows/catalog.yml"),
        (
            Ground(repository="../..", below="docs/shop", on_github=True),
            "../../.github/workflows/catalog-docs-shop.yml",
        ),
    ],
)
def test_the_workflow_checks_and_builds_where_the_project_is(ground: Ground, path: str, *, committed: bool) -> None:
    data = _wanted(WISH if committed else UNCOMMITTED, ground)[path].data
    workflow = yaml.safe_load(data)
    below = "" if ground.below == "." or not ground.below else f"{ground.below}/"
    assert workflow["name"] == ("Catalog of docs/shop" if ground.below else "Catalog")
    assert workflow["permissions"] == {"contents": "read"}
    assert workflow.get("defaults", {}).get("run", {}).get("working-directory", "") == below.rstrip("/")
    check, site = workflow["jobs"]["check"]["steps"], workflow["jobs"]["site"]["steps"]
    assert 'catalog-gen check --format github --base "origin/$BASE"' in [step.get("run") for step in check]
    assert ("catalog-gen build" in [step.get("run") for step in site]) is not committed
    assert {step["working-directory"] for step in site if "npm" in step.get("run", "")} == {f"{below}catalog"}
    assert site[-1]["with"]["path"] == f"{below}catalog/dist"
    used = [step["uses"] for step in (*check, *site) if "uses" in step]
    assert all(one.startswith("actions/") and one.partition("@v")[2].isdigit() for one in used)


def test_a_folder_deep_in_a_repository_without_github_gets_no_workflow_but_a_word() -> None:
    ground = Ground(repository="..", below="shop")
    assert not [path for path in _wanted(WISH, ground) if ".github" in path]
    [left] = planning.plan(WISH, ground, There({})).left
    assert left.path == ".github/workflows/catalog.yml"
    assert left.by_hand.startswith("not written, since .., the root of the repository, has no folder .github")


def test_owners_go_where_owners_are() -> None:
    ground = Ground(owners="docs/CODEOWNERS", repository="..", below="shop", on_github=True)
    lines = _wanted(WISH, ground)["../docs/CODEOWNERS"].data.decode().splitlines()
    assert lines[1:3] == ["/shop/catalog/adrs/", "/shop/catalog/agents/"]
    assert lines[-1] == "/shop/catalog/.catalog-gen/"


def test_owners_of_a_folder_with_a_space_are_written_as_github_reads_it() -> None:
    ground = Ground(repository="..", below="my shop", on_github=True)
    lines = _wanted(WISH, ground)["../.github/CODEOWNERS"].data.decode().splitlines()
    assert lines[1] == "/my\\ shop/catalog/adrs/"


# --- git

GENERATED = ("events/E/index.mdx", "events/E/schema.avsc", "teams/t.mdx", "components/footer.astro")
OWN = ("package.json", "eventcatalog.config.js", ".env", ".gitignore", "docs/guide/page.mdx", "components/own.astro")
MADE = ("node_modules/x/index.js", "dist/index.html", ".catalog-gen/lock", ".catalog-gen/staging/0")
MANIFEST = ".catalog-gen/catalog.manifest"


@pytest.mark.parametrize(
    ("wish", "ignored"),
    [(WISH, {*MADE}), (UNCOMMITTED, {*MADE, *GENERATED, MANIFEST})],
)
def test_git_ignores_what_is_made_and_keeps_what_is_yours(tmp_path: Path, wish: Wish, ignored: set[str]) -> None:
    (tmp_path / "catalog").mkdir()
    (tmp_path / "catalog/.gitignore").write_bytes(_wanted(wish)["catalog/.gitignore"].data)
    subprocess.run(["git", "init", "-q", tmp_path], check=True)
    paths = "".join(f"catalog/{path}\n" for path in (*GENERATED, *OWN, *MADE, MANIFEST))
    ran = subprocess.run(
        ["git", "check-ignore", "--stdin"], cwd=tmp_path, input=paths, capture_output=True, text=True, check=False
    )
    assert {line.removeprefix("catalog/") for line in ran.stdout.splitlines()} == ignored


def test_a_page_of_ones_own_can_be_kept_where_generated_ones_are_not(tmp_path: Path) -> None:
    data = _wanted(UNCOMMITTED)["catalog/.gitignore"].data + b"!/events/Mine/\n"
    (tmp_path / ".gitignore").write_bytes(data)
    subprocess.run(["git", "init", "-q", tmp_path], check=True)
    ran = subprocess.run(["git", "check-ignore", "-q", "events/Mine/index.mdx"], cwd=tmp_path, check=False)
    assert ran.returncode == 1


# --- what is there

TEXTS = {
    "nothing is there": (b"", b"# why\na/\n", b"# why\na/\n"),
    "it is added at the end": (b"x\n", b"# why\na/\n", b"x\n\n# why\na/\n"),
    "the last line has no end": (b"x", b"a/\n", b"x\n\na/\n"),
    "everything is there": (b"b\r\na/\r\n", b"# why\na/\nb\n", b"b\r\na/\r\n"),
    "it is there in other words": (b"/a\n", b"a/\n", b"/a\n"),
    "only what is missing": (b"a/\n", b"# why\na/\n\nb/\n", b"a/\n\nb/\n"),
    "line ends stay": (b"x\r\n", b"# why\na/\n", b"x\r\n\r\n# why\r\na/\r\n"),
    "a comment is no line": (b"# a/\n", b"a/\n", b"# a/\n\na/\n"),
    "a file that is no text stays": (b"\xff\xfea\x00", b"a/\n", None),
}


@pytest.mark.parametrize(("before", "wanted", "after"), TEXTS.values(), ids=TEXTS)
def test_missing_lines_go_to_the_end(before: bytes, wanted: bytes, after: bytes | None) -> None:
    assert files.added(before, wanted) == after
    if after is not None:
        assert files.added(after, wanted) == after


def test_what_is_there_is_never_written() -> None:
    wanted = planning.wanted(WISH, NEW)
    there = There({one.path: b"mine\n" for one in wanted})
    plan = planning.plan(WISH, NEW, there)
    assert plan.files == ()
    assert all(addition.after.startswith(b"mine\n") for addition in plan.additions)
    assert {left.path for left in plan.left if not left.by_hand} >= {"catalog-gen.toml", "catalog/catalog-gen.mjs"}


def test_what_is_no_file_is_left_with_a_word() -> None:
    plan = planning.plan(WISH, NEW, There({}, frozenset({"catalog/.env"})))
    assert Left("catalog/.env", "it is not a file that can be read") in plan.left
    assert "catalog/.env" not in [*(one.path for one in plan.files), *(one.path for one in plan.additions)]


def test_a_plan_that_was_carried_out_leaves_nothing_to_do() -> None:
    for wish, ground in ((WISH, NEW), (UNCOMMITTED, NEW), (WISH, EXISTING)):
        written = There({one.path: one.data for one in planning.wanted(wish, ground)})
        plan = planning.plan(wish, ground, written)
        assert (plan.nothing, plan.left) == (True, ())


NONE, SOME = "add to what it exports:\ngenerators: [{0}],", "add to the `generators` in line {line}:\n{0},"
CONFIGS = {
    "none": ("export default {\n  title: 'x',\n};\n", NONE, 0),
    "some": ("export default {\n  generators: [\n  ],\n};\n", SOME, 2),
    "quoted": ('module.exports = { title: 1,\n"generators" : [] }', SOME, 2),
    "in one line": ("export default { generators: [] };", SOME, 1),
    "a variable": ("const generators = [];\nexport default { generators };", SOME, 1),
    "in a comment": ("// generators: ['catalog-gen.mjs'],\nexport default {};", NONE, 0),
    "behind a comment": ("/*\n generators: []\n*/\nexport default { generators: [] };", SOME, 4),
    "ours": ("export default { generators: [['./catalog-gen.mjs', {}]] };", "", 0),
}


@pytest.mark.parametrize(("config", "words", "line"), CONFIGS.values(), ids=CONFIGS)
def test_a_configuration_is_told_what_to_add_and_where(config: str, words: str, line: int) -> None:
    assert lacking.in_config(config) == words.format(f"['{plugin.ENTRY}', {{}}]", line=line)


PACKAGES = {
    "no override": ({"dependencies": {"@eventcatalog/core": "^3.10.0"}}, "if `npm install` finds no version"),
    "an override": (
        {"dependencies": {"@eventcatalog/core": "3.48.4"}, "overrides": {"@scalar/api-reference-react": "0.9.36"}},
        "",
    ),
    "another major version": ({"dependencies": {"@eventcatalog/core": "4.0.0"}}, ""),
    "no core": ({"dependencies": {}}, "it does not name EventCatalog"),
    "no object": ([], "it does not name EventCatalog"),
}


@pytest.mark.parametrize(("package", "words"), PACKAGES.values(), ids=PACKAGES)
def test_a_package_is_told_what_it_may_lack(package: object, words: str) -> None:
    said = lacking.in_package(json.dumps(package).encode())
    assert said.startswith(words)
    assert bool(said) is bool(words)


def test_a_project_around_is_named_and_warned_where_both_would_read_the_same() -> None:
    apart = Ground(above=Above("../catalog-gen.toml", "shop", DEFINITIONS))
    mixed = Ground(above=Above("../catalog-gen.toml", "schemas/shop", DEFINITIONS))
    said = [planning.plan(WISH, ground, There({})).left[0] for ground in (apart, mixed)]
    assert {left.path for left in said} == {"../catalog-gen.toml"}
    assert ["match those here" in left.by_hand for left in said] == [False, True]

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Any

import pytest

from catalog_gen import settings
from catalog_gen.problems import Place, text
from catalog_gen.settings import KEYS, Bumps, Settings, SnippetSettings

if TYPE_CHECKING:
    from pathlib import Path

VERSION = "1.4.2"


def write(folder: Path, content: str | bytes, name: str = "catalog-gen.toml") -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else textwrap.dedent(content).encode())
    return path


def loaded(folder: Path) -> Settings:
    found, problems = settings.load(folder, None, VERSION)
    assert problems == ()
    assert found is not None
    return found


def problems(folder: Path, config: Path | None = None) -> list[str]:
    return [text(problem) for problem in settings.load(folder, config, VERSION)[1]]


# finding the file


def test_the_table_in_pyproject_is_found(tmp_path: Path) -> None:
    write(tmp_path, "[tool.catalog-gen]\nname = 'shop'\n", "pyproject.toml")
    assert (loaded(tmp_path).name, loaded(tmp_path).path) == ("shop", "pyproject.toml")


def test_a_file_of_our_own_is_found(tmp_path: Path) -> None:
    write(tmp_path, "name = 'shop'\n")
    assert (loaded(tmp_path).name, loaded(tmp_path).path) == ("shop", "catalog-gen.toml")


def test_our_own_file_goes_before_pyproject_in_the_same_folder(tmp_path: Path) -> None:
    write(tmp_path, "name = 'own'\n")
    write(tmp_path, "[tool.catalog-gen]\nname = 'shared'\n", "pyproject.toml")
    assert loaded(tmp_path).name == "own"


def test_settings_of_a_parent_folder_hold_and_make_it_the_project(tmp_path: Path) -> None:
    write(tmp_path, "output = 'docs'\n")
    (tmp_path / "a" / "b").mkdir(parents=True)
    found = loaded(tmp_path / "a" / "b")
    assert (found.root, found.output_dir) == (tmp_path.resolve(), tmp_path.resolve() / "docs")


def test_the_nearest_settings_hold(tmp_path: Path) -> None:
    write(tmp_path, "name = 'far'\n")
    write(tmp_path / "a", "name = 'near'\n")
    assert loaded(tmp_path / "a").name == "near"


@pytest.mark.parametrize(
    "other",
    [
        "",
        "[project]\nname = 'x'\n",
        "[tool.ruff]\n",
        "[tool.catalog-generator]\nname = 'x'\n",
        "[tool.catalog-gen-extra]\nname = 'x'\n",
        "[project]\ndependencies = ['catalog-gen']\n",
        "[other.tool.catalog-gen]\nname = 'x'\n",
        "tool = 'catalog-gen'\n",
        "[project\n# catalog-gen is not set up here\n",
        b"\xff\xfe",
    ],
    ids=[
        *("empty", "no tool", "other tool", "longer name", "name with a dash", "dependency", "elsewhere", "text"),
        *("broken", "not UTF-8"),
    ],
)
def test_a_pyproject_without_our_table_is_skipped(tmp_path: Path, other: str | bytes) -> None:
    write(tmp_path, "[tool.catalog-gen]\nname = 'far'\n", "pyproject.toml")
    write(tmp_path / "a", other, "pyproject.toml")
    assert loaded(tmp_path / "a").name == "far"


@pytest.mark.parametrize(
    "table",
    [
        "[tool.catalog-gen]\nname = 'x'",
        "  [ tool . catalog-gen ]\nname = 'x'",
        "[tool.'catalog-gen']\nname = 'x'",
        "[tool.\"catalog-gen\"]\nname = 'x'",
        "[tool]\ncatalog-gen = {name = 'x'}",
        "tool.catalog-gen.name = 'x'",
        "[tool]\ncatalog-gen.name = 'x'",
        "[tool.catalog-gen.problems]\n[tool.catalog-gen]\nname = 'x'",
    ],
)
def test_our_table_is_found_however_toml_lets_it_be_written(tmp_path: Path, table: str) -> None:
    write(tmp_path, table, "pyproject.toml")
    assert loaded(tmp_path).name == "x"


def test_no_settings_anywhere_is_a_problem_with_the_way_out(tmp_path: Path) -> None:
    found, (problem,) = settings.load(tmp_path, None, VERSION)
    assert found is None
    assert (problem.code, problem.hint.partition(";")[0]) == ("bad-settings", '"catalog-gen init" makes a project')


def test_a_file_that_is_named_goes_before_the_nearest(tmp_path: Path) -> None:
    write(tmp_path, "name = 'near'\n")
    config = write(tmp_path / "other", "name = 'named'\n", "other.toml")
    found, problems = settings.load(tmp_path, config, VERSION)
    assert problems == ()
    assert found is not None
    assert (found.name, found.path, found.root) == ("named", "other.toml", (tmp_path / "other").resolve())


def test_a_pyproject_that_is_named_must_have_our_table(tmp_path: Path) -> None:
    config = write(tmp_path, "[project]\nname = 'x'\n", "pyproject.toml")
    assert problems(tmp_path, config) == ["pyproject.toml: there is no table [tool.catalog-gen] [bad-settings]"]


def test_a_pyproject_whose_tool_is_no_table_is_no_crash(tmp_path: Path) -> None:
    config = write(tmp_path, "tool = 3\n", "pyproject.toml")
    assert "no table" in problems(tmp_path, config)[0]


def test_our_table_must_be_a_table(tmp_path: Path) -> None:
    write(tmp_path, "[tool]\ncatalog-gen = 3\n", "pyproject.toml")
    assert problems(tmp_path) == ["pyproject.toml: [tool.catalog-gen] is not a table [bad-settings]"]


def test_a_file_that_is_not_there_is_a_problem(tmp_path: Path) -> None:
    assert problems(tmp_path, tmp_path / "none.toml") == [
        "none.toml: the settings cannot be read: No such file or directory [bad-settings]"
    ]


# reading the file


def test_without_keys_the_defaults_hold(tmp_path: Path) -> None:
    write(tmp_path, "")
    assert loaded(tmp_path) == Settings(root=tmp_path.resolve(), path="catalog-gen.toml", program="1.4.2")


ALL: dict[str, tuple[str, Any]] = {
    "name": ("'shop'", "shop"),
    "definitions": ("['a/*.py', 'b.py']", ("a/*.py", "b.py")),
    "roots": ("['src']", ("src",)),
    "output": ("'../docs'", "../docs"),
    "templates": ("'mine'", "mine"),
    "reader": ("'import'", "import"),
    "layout": ("'nested'", "nested"),
    "inherit-owners": ("true", True),
    "external": ("['acme']", ("acme",)),
    "snippets": (
        "{kafka = {clients = ['aiokafka'], config = {a = 1}, env = {b = 'B'}}}",
        {
            "kafka": SnippetSettings(
                place=Place("catalog-gen.toml", 1, 1), clients=("aiokafka",), config={"a": 1}, env={"b": "B"}
            )
        },
    ),
    "compatibility": ("'FULL_TRANSITIVE'", "FULL_TRANSITIVE"),
    "bumps": ("{ breaking = 'never', compatible = 'minor' }", Bumps(breaking="never", compatible="minor")),
    "message-channels": ("true", True),
    "edit-url": ("'https://acme.example.com/{path}#L{line}'", "https://acme.example.com/{path}#L{line}"),
    "eventcatalog": ("4", 4),
    "required-version": ("'>=1.4,<2'", ">=1.4,<2"),
    "archive": ("false", False),
    "problems": ("{no-owner = 'error', no-summary = 'off'}", {"no-owner": "error", "no-summary": "off"}),
}


def test_the_table_of_this_test_has_every_key() -> None:
    assert set(ALL) == set(KEYS)


@pytest.mark.parametrize("key", KEYS)
def test_every_key_reaches_the_settings(tmp_path: Path, key: str) -> None:
    written, expected = ALL[key]
    for folder in ("src", "mine"):
        (tmp_path / folder).mkdir()
    write(tmp_path, f"{key} = {written}\n")
    found: Any = getattr(loaded(tmp_path), key.replace("-", "_"))
    assert (found, type(found)) == (expected, type(expected))


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("name = 3", "2:1: name takes text, not 3"),
        ("snippets = 3", "2:1: snippets takes a dict (text: a dict (text: a value)), not a number"),
        (
            "snippets.kafka.clients = 'x'",
            "2:1: snippets.kafka.clients takes a list (text), not a text (write [...])",
        ),
        ("snippets.kafka.env = {a = 3}", '2:1: snippets.kafka.env["a"] takes text, not a number'),
        ("snippets.kafka.config = {a = []}", 'snippets.kafka.config["a"] takes'),
        ("definitions = 'a.py'", '2:1: definitions takes a list (text), not the text "a.py" (write ["a.py"])'),
        ("definitions = ['a.py', 3]", "2:1: definitions[1] takes text, not 3"),
        ("definitions = []", "2:1: definitions is empty"),
        ("definitions = ['']", "2:1: definitions is empty"),
        ("output = ''", '2:1: output is empty (write "output", or "." for here)'),
        ("reader = 'importing'", '2:1: reader takes "static" or "import", not the text "importing"'),
        ("layout = 'Flat'", '2:1: layout takes "flat" or "nested", not the text "Flat" (did you mean "flat"?)'),
        ("inherit-owners = 'yes'", '2:1: inherit-owners takes True or False, not the text "yes"'),
        ("inherit-owners = 1", "2:1: inherit-owners takes True or False, not 1"),
        ("eventcatalog = 5", "2:1: eventcatalog takes 3 or 4, not 5"),
        ("eventcatalog = '3'", '2:1: eventcatalog takes 3 or 4, not the text "3"'),
        ("eventcatalog = 3.0", "2:1: eventcatalog takes 3 or 4, not 3.0"),
        ("eventcatalog = true", "2:1: eventcatalog takes 3 or 4, not True"),
        ("compatibility = 'BACKWARDS'", "2:1: compatibility takes"),
        ("edit-url = '/x'", '2:1: edit-url: "/x" is not an absolute web address'),
        ("problems = ['no-owner']", "2:1: problems takes a dict"),
        ("problems = {no-owner = 'err'}", '2:1: problems["no-owner"] takes "error", "warning" or "off", not the text'),
        ("problems = {no-ownr = 'off'}", 'there is no problem code "no-ownr" (did you mean "no-owner"?)'),
        ("name = 'my shop'", '2:1: name "my shop" has other characters than letters'),
        ("name = ''", '2:1: name "" has other characters than letters'),
        ("name = '../x'", '2:1: name "../x" has other characters than letters'),
        ("name = '-x'", '2:1: name "-x" has other characters than letters'),
        ('name = "x\\n"', "2:1: name "),
        ("external = [['a']]", "2:1: external[0] takes text, not a list"),
        ("templates = 1979-05-27", "2:1: templates takes text, not a date"),
    ],
)
def test_a_bad_value_is_reported_in_words_where_it_stands(tmp_path: Path, line: str, problem: str) -> None:
    write(tmp_path, f"# first line\n{line}\n")
    (found,) = problems(tmp_path)
    assert problem in found
    assert found.startswith("catalog-gen.toml")
    assert found.endswith("[bad-settings]")


@pytest.mark.parametrize(
    ("key", "hint"),
    [
        ("defintions", 'did you mean "definitions"?'),
        ("inherit_owners", 'did you mean "inherit-owners"?'),
        ("xyz", "known are name, definitions, "),
    ],
)
def test_an_unknown_key_is_reported_with_the_nearest_known_one(tmp_path: Path, key: str, hint: str) -> None:
    write(tmp_path, f"name = 'x'\n  {key} = 1\n")
    (found,) = problems(tmp_path)
    assert found.startswith(f'catalog-gen.toml:2:3: there is no setting "{key}" ({hint}')
    assert found.endswith("[unknown-setting]")


def test_all_that_is_wrong_is_reported_at_once(tmp_path: Path) -> None:
    write(tmp_path, "nam = 'x'\nreader = 3\noutput = []\n")
    assert len(problems(tmp_path)) == 3


def test_a_key_is_found_in_our_table_and_not_in_another(tmp_path: Path) -> None:
    write(tmp_path, "[project]\nname = 'x'\n\n[tool.catalog-gen]\nname = 3\n", "pyproject.toml")
    assert problems(tmp_path) == ["pyproject.toml:5:1: name takes text, not 3 [bad-settings]"]


@pytest.mark.parametrize(
    ("content", "line"),
    [
        ("[tool.catalog-gen.problems]\nno-ownr = 'off'\n", 2),
        ("[tool.catalog-gen]\n'outptu' = 'x'\n", 2),
        ("[tool.catalog-gen]\n[tool.catalog-gen.outptu]\n", 2),
        ("[tool.catalog-gen]\nmy-name = 1\nname = 2\n", 2),
    ],
    ids=["in a table of its own", "quoted", "as a table", "part of another key"],
)
def test_the_line_of_a_key_is_found_however_it_is_written(tmp_path: Path, content: str, line: int) -> None:
    write(tmp_path, content, "pyproject.toml")
    assert problems(tmp_path)[0].startswith(f"pyproject.toml:{line}:")


@pytest.mark.parametrize(
    ("content", "place", "words"),
    [
        pytest.param("name = 'x'\nreader = \n", "catalog-gen.toml:2:10", "Invalid value", id="no value"),
        pytest.param("name = 'x'\nname = 'y'\n", "catalog-gen.toml:2:", "overwrite", id="twice"),
        pytest.param("name = 'x\n", "catalog-gen.toml", "Expected", id="not closed"),
        pytest.param("name = [", "catalog-gen.toml", "Invalid value", id="ends too early"),
        pytest.param(b"name = '\xff'\n", "catalog-gen.toml", "not UTF-8", id="not UTF-8"),
        pytest.param("name = " + "[" * 100_000, "catalog-gen.toml", "too deeply", id="nested"),
    ],
)
def test_what_is_no_toml_is_reported_where_it_breaks(
    tmp_path: Path, content: str | bytes, place: str, words: str
) -> None:
    write(tmp_path, content)
    (found,) = problems(tmp_path)
    assert found.startswith(place)
    assert words in found


def test_a_syntax_error_in_pyproject_is_reported_where_our_table_stands(tmp_path: Path) -> None:
    write(tmp_path, "[tool.catalog-gen]\nname = x\n", "pyproject.toml")
    assert problems(tmp_path)[0].startswith("pyproject.toml:2:8: the settings cannot be read")


@pytest.mark.parametrize("name", ["catalog-gen.toml", "pyproject.toml"])
def test_a_byte_order_mark_and_windows_line_ends_do_not_matter(tmp_path: Path, name: str) -> None:
    table = b"[tool.catalog-gen]\r\n" if name == "pyproject.toml" else b""
    write(tmp_path, b"\xef\xbb\xbf" + table + b"name = 'x'\r\n", name)
    assert loaded(tmp_path).name == "x"


# required-version


@pytest.mark.parametrize(
    ("required", "version", "fine"),
    [
        ("==1.4.2", "1.4.2", True),
        ("==1.4", "1.4.0", True),
        ("==1.4", "1.4.2", False),
        ("!=1.4.2", "1.4.2", False),
        ("!=1.4.1", "1.4.2", True),
        (">=1.4.2", "1.4.2", True),
        (">1.4.2", "1.4.2", False),
        (">=1.10", "1.9", False),
        ("<2", "1.4.2", True),
        ("<2", "2.0.0", False),
        ("<=2", "2.0.0", True),
        (">=1.2,<2", "1.4.2", True),
        (">=1.2,<1.4", "1.4.2", False),
        (" >= 1.2 , < 2 ", "1.4.2", True),
        (">=1.5", "1.5.0rc1", True),
        ("==1.5.0", "1.5rc1", True),
        (">=1.5.1", "1.5.0.dev3", False),
    ],
)
def test_the_version_of_the_program_is_compared(tmp_path: Path, required: str, version: str, fine: bool) -> None:  # noqa: FBT001
    write(tmp_path, f"required-version = '{required}'\n")
    codes = [problem.code for problem in settings.load(tmp_path, None, version)[1]]
    assert codes == ([] if fine else ["wrong-program-version"])


def test_another_version_is_reported_with_the_command_that_installs_it(tmp_path: Path) -> None:
    write(tmp_path, "required-version = '>=2'\n")
    assert problems(tmp_path) == [
        "catalog-gen.toml:1:1: this is catalog-gen 1.4.2, but the settings ask for >=2"
        ' (pip install "catalog-gen>=2") [wrong-program-version]'
    ]


@pytest.mark.parametrize("required", ["1.4", "", "~=1.4", ">=1.4,", ">=one", ">=1.x", ">=" + "9" * 5000])
def test_a_requirement_that_cannot_be_read_is_a_bad_setting(tmp_path: Path, required: str) -> None:
    write(tmp_path, f"required-version = '{required}'\n")
    (found,) = problems(tmp_path)
    assert "cannot be read" in found
    assert 'write for example ">=1.2,<2"' in found


@pytest.mark.parametrize(
    ("table", "said"),
    [
        (
            "[bumps]\nbraking = 'major'",
            'catalog-gen.toml:2:1: bumps has no "braking" (did you mean "breaking"?) [unknown-setting]',
        ),
        (
            "[bumps]\ncompatible = 'huge'",
            'catalog-gen.toml:1:1: bumps["compatible"] takes "none", "patch", "minor", "major" or "never", '
            'not the text "huge" [bad-settings]',
        ),
    ],
)
def test_what_versions_are_raised_by_takes_known_changes_and_sizes_only(tmp_path: Path, table: str, said: str) -> None:
    (tmp_path / "catalog-gen.toml").write_text(table)
    _, problems = settings.load(tmp_path, None, "0.1.0")
    assert [text(problem) for problem in problems] == [said]

"""The npm package, and the file that a catalog gets: what they hold and say."""

from __future__ import annotations

import json
import re
from importlib import resources
from pathlib import Path

from catalog_gen import __version__, plugin

FOLDER = Path(plugin.__file__).parent
PACKAGE = json.loads((FOLDER / "package.json").read_text(encoding="utf-8"))
MODULE = (FOLDER / "index.mjs").read_text(encoding="utf-8")
ROOT = FOLDER.parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def _options() -> list[str]:
    table = MODULE.partition("const OPTIONS = new Map([")[2].partition("]);")[0]
    return re.findall(r"^  \['([^']+)', \[", table, re.MULTILINE)


def test_what_a_catalog_gets_is_the_module_byte_for_byte() -> None:
    assert plugin.module() == (FOLDER / "index.mjs").read_bytes()
    assert plugin.module().decode() == MODULE


def test_the_module_says_first_what_it_is_and_how_it_is_named_in_the_configuration() -> None:
    comment = MODULE.partition("\n\n")[0].splitlines()
    assert comment[0] == "// catalog-gen: the generator that EventCatalog runs as `eventcatalog generate`."
    assert f"//     generators: [['{plugin.ENTRY}', {{ strict: true }}]]," in comment
    assert "As a file in a catalog this is a copy of what the Python package brings" in comment[-1]


def test_the_module_needs_nothing_beside_it() -> None:
    imported = re.findall(r"(?:from|import\(|require\() ?'([^']+)'", MODULE)
    assert imported
    assert [name for name in imported if not name.startswith("node:")] == []


def test_the_npm_package_has_the_version_of_the_program_and_its_licence() -> None:
    assert PACKAGE["version"] == __version__
    assert f'license = "{PACKAGE["license"]}"' in (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert PACKAGE["private"] is False


def test_the_npm_package_leads_to_files_that_it_has() -> None:
    exported = PACKAGE["exports"]["."]
    named = [*exported.values(), PACKAGE["types"], PACKAGE["exports"]["./package.json"]]
    assert {Path(name).name for name in named} <= {*PACKAGE["files"], "package.json"}
    assert [name for name in PACKAGE["files"] if not (FOLDER / name).is_file()] == []


def test_the_module_calls_its_package_by_its_name() -> None:
    assert f"const PACKAGE = '{PACKAGE['name']}';" in MODULE


def test_the_files_are_found_by_the_package_and_not_by_where_it_lies() -> None:
    beside = {entry.name for entry in resources.files(plugin).iterdir()}
    assert {"index.mjs", "index.d.ts", "package.json", "README.md"} <= beside


def test_the_types_declare_the_options_of_the_module() -> None:
    types = (FOLDER / "index.d.ts").read_text(encoding="utf-8")
    declared = types.partition("export interface Options {")[2].partition("\n}")[0]
    assert re.findall(r"^  (\w+)\?:", declared, re.MULTILINE) == _options()


def test_the_table_of_options_in_the_readme_is_that_of_the_module() -> None:
    section = README.partition("## Inside EventCatalog")[2].partition("\n## ")[0]
    assert re.findall(r"^\| `(\w+)` \|", section, re.MULTILINE) == _options()


def test_both_readmes_show_an_entry_as_it_has_to_be() -> None:
    section = README.partition("## Inside EventCatalog")[2].partition("\n## ")[0]
    assert f"generators: [['{plugin.ENTRY}'" in section
    assert f"generators: [['{PACKAGE['name']}'" in section
    assert f"generators: [['{PACKAGE['name']}'" in (FOLDER / "README.md").read_text(encoding="utf-8")

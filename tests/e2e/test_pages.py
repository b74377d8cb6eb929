"""Every generated page, judged by EventCatalog's own schemas, compiler and linter, without a build."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypedDict

import pytest
from projects import Project

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

pytestmark = pytest.mark.node

REPOSITORY = Path(__file__).parents[2]


def generated_catalogs() -> dict[str, Path]:
    """The sample and every golden catalog, by the name that a failing test shows."""
    golden = REPOSITORY / "tests" / "golden"
    found = {
        f"golden/{folder.parent.name}": folder
        for name in ("output", "expected")
        for folder in sorted(golden.glob(f"*/{name}"))
    }
    return {"sample": REPOSITORY / "output"} | found


CATALOGS = generated_catalogs()

LINTER_SETTINGS = """\
// Without these two rules the linter drops every wrong type. EventCatalog's schema gives people no summary.
export const rules = { 'schema/valid-type': 'error', 'schema/validation-error': 'error' };
export const overrides = [
  { files: ['users/**', 'teams/**'], rules: { 'best-practices/summary-required': 'off' } },
];
"""


class Found(TypedDict):
    """One problem as check_pages.mjs reports it."""

    page: str
    line: int | None
    rule: str
    message: str


class Checked(TypedDict):
    """What check_pages.mjs says of one catalog."""

    pages: int
    problems: list[Found]


def check(
    run_node: Callable[..., subprocess.CompletedProcess[str]], catalogs: list[Path], *, four: bool = False
) -> list[Checked]:
    result = run_node("check_pages.mjs", *(["--four"] if four else []), *catalogs)
    assert result.returncode == 0, result.stderr
    checked: dict[str, Checked] = json.loads(result.stdout)
    return [checked[str(catalog)] for catalog in catalogs]


@pytest.mark.parametrize("catalog", CATALOGS.values(), ids=CATALOGS)
def test_every_page_is_one_that_eventcatalog_can_show(
    catalog: Path, run_node: Callable[..., subprocess.CompletedProcess[str]]
) -> None:
    [checked] = check(run_node, [catalog], four=targets_four(catalog))
    assert [problem_line(problem) for problem in checked["problems"]] == []
    assert checked["pages"] > 0


def test_every_type_of_resource_is_shown_by_eventcatalog_3(
    tmp_path: Path, run_node: Callable[..., subprocess.CompletedProcess[str]]
) -> None:
    project = Project(tmp_path)
    shutil.copytree(REPOSITORY / "tests/golden/structure/schemas", tmp_path / "schemas")
    project.build()
    [checked] = check(run_node, [tmp_path / "output"])
    assert [problem_line(problem) for problem in checked["problems"]] == []
    assert checked["pages"] > 50


def test_the_linter_finds_nothing_in_types_of_resources_but_what_was_not_declared(
    scratch: Path, node_environment: dict[str, str]
) -> None:
    project = Project(scratch / "every-type")
    shutil.copytree(REPOSITORY / "tests/golden/structure/schemas", project.root / "schemas")
    project.build()
    result = lint(project.root / "output", node_environment)
    rules = re.findall(r"\(([a-z-]+/[a-z-]+)\)", result.stdout)
    assert rules
    missing = {"best-practices/owner-required", "best-practices/summary-required", "best-practices/schema-required"}
    assert set(rules) - missing == set(), result.stdout


def targets_four(catalog: Path) -> bool:
    """Whether the catalog is for EventCatalog 4, whose keys and components 3.48 does not have."""
    settings = catalog.parent / "catalog-gen.toml"
    return settings.is_file() and "eventcatalog = 4" in settings.read_text(encoding="utf-8")


def problem_line(problem: Found) -> str:
    return f"{problem['page']}:{problem['line'] or 1}: {problem['message']} [{problem['rule']}]"


def lint(
    catalog: Path,
    node_environment: dict[str, str],
) -> subprocess.CompletedProcess[str]:
    # A module catalog's settings are read only in this form.
    (catalog / "package.json").write_text('{"private": true, "type": "module"}\n', encoding="utf-8")
    (catalog / ".eventcatalogrc.js").write_text(LINTER_SETTINGS, encoding="utf-8")
    return subprocess.run(
        ["eventcatalog-linter", "--fail-on-warning", "."],
        cwd=catalog,
        env=node_environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def test_the_linter_finds_nothing_in_the_sample(
    catalog_copy: Callable[[Path, str], Path], node_environment: dict[str, str]
) -> None:
    result = lint(catalog_copy(CATALOGS["sample"], "lint/sample"), node_environment)
    assert "No problems found" in result.stdout, result.stdout
    assert result.returncode == 0


# The checks themselves are checked: a small catalog in which they find nothing, and what makes them speak.

SOUND = {
    "package.json": '{"private": true, "type": "module"}',
    "components/footer.astro": "<footer>The end</footer>",
    "eventcatalog.config.js": "export default { title: 'Shop', };",
    "agents/Clerk/index.mdx": """\
---
id: Clerk
name: "Clerk"
version: "1.0.0"
summary: "Helps"
owners: ["core"]
---

Helps.
""",
    "data-products/Sales/index.mdx": """\
---
id: Sales
name: "Sales"
version: "1.0.0"
summary: "What was sold"
owners: ["core"]
inputs:
  - id: Sold
---

<NodeGraph />
""",
    "users/ada.mdx": '---\nid: ada\nname: "Ada"\nsummary: "First"\n---\n\nHello.\n',
    "teams/core.mdx": '---\nid: core\nname: "Core"\nsummary: "Team"\nmembers: ["ada"]\n---\n\nHello.\n',
    "services/Shop/index.mdx": """\
---
id: Shop
name: "Shop"
version: "1.0.0"
summary: "Sells"
owners: ["core"]
sends:
  - id: Sold
    version: "1.0.0"
    to:
      - id: "shop.{env}.sold"
---

<NodeGraph />
""",
    "channels/shop.{env}.sold/index.mdx": """\
---
id: "shop.{env}.sold"
name: "Sold"
version: "1.0.0"
summary: "What was sold"
owners: ["core"]
address: "shop.{env}.sold"
---

<ChannelInformation />
""",
    "events/Sold/schema.avsc": '{"type": "record", "name": "Sold", "fields": []}',
    "events/Sold/index.mdx": """\
---
id: Sold
name: "Sold"
version: "1.0.0"
summary: "Something was sold"
owners: ["ada", "core"]
badges:
  - content: "Channel:Apache Kafka"
    backgroundColor: "yellow"
    textColor: "yellow"
schemaPath: "schema.avsc"
x-cost-center: "42"
---

import Footer from '@catalog/components/footer.astro';

## Overview

On `shop.{env}.sold` and \\{env\\}, at 10:30, see [the schema](/generated/events/Sold/schema.avsc),
[the channel](/docs/channels/shop.%7Benv%7D.sold/1.0.0), [the map](/visualiser/events/Sold/1.0.0)
and [above](#overview).

<Tile icon="UserGroupIcon" href={`/docs/teams/${"core"}`} title="Team" description="Ask" />

<NodeGraph />

<SchemaViewer file="schema.avsc" title="Schema" />

```json title="Payload"
{"a": "<b>:c"}
```

<Schema file="schema.avsc" title="Raw" />

:::note
Fine.
:::

PLACE

<Footer />
""",
}
EVENT = "events/Sold/index.mdx"


class Broken(NamedTuple):
    """One edit of the sound catalog, and the rule and the words that must come of it."""

    rule: str
    says: str
    new: str
    old: str = "PLACE"
    file: str = EVENT


BROKEN = {
    "an unknown component": Broken("render", "`Foo`", "<Foo />"),
    "a component of EventCatalog 4 only": Broken("render", "`CustomProperties`", "<CustomProperties />"),
    "a tag that is not closed": Broken("mdx", "closing tag", "<Tiles>"),
    "an address in prose": Broken("render", "env is not defined", "Sent to shop.{env}.sold today"),
    "braces that are no expression": Broken("mdx", "parse expression", "Sent to {a b}"),
    "a type in prose": Broken("mdx", "closing", "A List<string> of them"),
    "an HTML line break": Broken("mdx", "closing tag", "One<br>two"),
    "a word after a colon": Broken("directive", '":topic"', "It goes to host:topic today"),
    "a line of colons": Broken("directive", '":name"', "::name"),
    "a box of no known kind": Broken("directive", '":aside"', ":::aside\nText\n:::"),
    "a line that starts with import": Broken("mdx", "", "import of goods is checked"),
    "an import of nothing": Broken(
        "import", "components/header.astro", "import H from '@catalog/components/header.astro';\n\n<H />"
    ),
    "a viewer without its file": Broken("file", "gone.avsc", '<SchemaViewer file="gone.avsc" title="Gone" />'),
    "a code block without its file": Broken("file", "gone.json", '<Schema file="gone.json" title="Gone" />'),
    "a schema path to nothing": Broken("file", "gone.avsc", 'schemaPath: "gone.avsc"', 'schemaPath: "schema.avsc"'),
    "a schema that is no JSON": Broken(
        "file", "JSON", "{,}", SOUND["events/Sold/schema.avsc"], "events/Sold/schema.avsc"
    ),
    "a viewer with an expression": Broken("viewer", "quoted", '<SchemaViewer file={"schema.avsc"} />'),
    "a viewer in a code block": Broken("viewer", "sees 2", '```mdx\n<SchemaViewer file="a.json" />\n```'),
    "a dead page link": Broken("link", "/docs/events/Bought", "See [it](/docs/events/Bought)"),
    "a version that does not exist": Broken("link", "/2.0.0", "See [it](/docs/events/Sold/2.0.0)"),
    "the seed page's dead tile": Broken(
        "link",
        "/generated/events/Shop/Sold/schema.avsc",
        '<Tile href={`/generated/events/Shop/${frontmatter.id}/schema.avsc`} title="Schema" />',
    ),
    "a dead map": Broken("link", "/visualiser/channels", "See [it](/visualiser/channels/shop.%7Benv%7D.sold/1.0.0)"),
    "a dead anchor": Broken("link", "#nowhere", "See [it](#nowhere)"),
    "a relative link": Broken("link", "relative", "See [it](../Bought)"),
    "a missing image": Broken("link", "stock.png", "![stock](stock.png)"),
    "a tile that leads nowhere": Broken("props", "href", '<Tile title="T" description="D" />'),
    "a map of entities beside nothing that has them": Broken("props", "domains and services", "<EntityMap />"),
    "a reference by accident": Broken("reference", "there is no entity sold", "Written [[sold]] here"),
    "a flow that is missing": Broken("reference", "there is no flow F", '<Flow id="F" version="1.0.0" />'),
    "a badge without a text colour": Broken("schema", "badges.0.textColor", "", '    textColor: "yellow"\n'),
    "a badge that is a word": Broken("schema", "badges.0", 'badges:\n  - "new"\nx-rest:\n  -', "badges:\n  -"),
    "no version": Broken("schema", "version", "", 'version: "1.0.0"\n'),
    "a version that is a number": Broken("schema", "version", "version: 1.0\n", 'version: "1.0.0"\n'),
    "an empty key": Broken("schema", "summary", "summary:\n", 'summary: "Something was sold"\n'),
    "an unknown key": Broken("key", "sumary", "sumary:", "summary:"),
    "an unknown key further in": Broken("key", "badges.0.color", '  - color: "red"\n    content:', "  - content:"),
    "YAML that is none": Broken("yaml", "", "name: {env}.x", 'name: "Sold"'),
    "YAML that reads in two ways": Broken("yaml", "js-yaml", "x-cost-center: 1_000", 'x-cost-center: "42"'),
    "an id with a slash": Broken("id", "a/b", "id: a/b", "id: Sold"),
    "a duplicate": Broken("duplicate", "events Sold 1.0.0", "", "", "events/Copy/index.mdx"),
    "an agent beside changelogs": Broken(
        "changelog", "agent", "changelog: { enabled: true } };", "};", "eventcatalog.config.js"
    ),
    "a data product that is made of another one": Broken(
        "inputs", "Other", "inputs:\n  - id: Other\n", "inputs:\n  - id: Sold\n", "data-products/Sales/index.mdx"
    ),
    "a page that nothing reads": Broken("collection", "no collection", "", "", "events/group/Sold/index.mdx"),
}


def write(folder: Path, files: Mapping[str, str]) -> Path:
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def break_it(edit: Broken) -> dict[str, str]:
    text = SOUND.get(edit.file, SOUND[EVENT])
    assert edit.old in text
    return SOUND | {edit.file: text.replace(edit.old, edit.new, 1) if edit.old else text}


@pytest.fixture(scope="module")
def verdicts(
    run_node: Callable[..., subprocess.CompletedProcess[str]], tmp_path_factory: pytest.TempPathFactory
) -> dict[str, list[Found]]:
    """What the checker says of the sound catalog and of each broken one; one process for all of them."""
    root = tmp_path_factory.mktemp("broken")
    catalogs = [write(root / "sound", SOUND)]
    catalogs += [write(root / str(number), break_it(edit)) for number, edit in enumerate(BROKEN.values())]
    found = [checked["problems"] for checked in check(run_node, catalogs)]
    return dict(zip(["sound", *BROKEN], found, strict=True))


def test_the_checker_finds_nothing_in_a_sound_catalog(verdicts: dict[str, list[Found]]) -> None:
    assert verdicts["sound"] == []


@pytest.mark.parametrize("name", BROKEN)
def test_the_checker_finds(name: str, verdicts: dict[str, list[Found]]) -> None:
    edit = BROKEN[name]
    assert any(found["rule"] == edit.rule and edit.says in found["message"] for found in verdicts[name]), verdicts[name]


LINT_BROKEN = {
    "an owner that does not exist": ('owners: ["ada", "core"]', 'owners: ["bob"]', "bob"),
    "a badge without a text colour": ('    textColor: "yellow"\n', "", "textColor"),
    "no name": ('name: "Sold"\n', "", "name"),
    "a channel that does not exist": (
        "\nx-cost-center",
        '\nchannels:\n  - id: "nowhere"\nx-cost-center',
        "nowhere",
    ),
}


@pytest.mark.parametrize("name", LINT_BROKEN)
def test_the_linter_finds(name: str, scratch: Path, node_environment: dict[str, str]) -> None:
    old, new, says = LINT_BROKEN[name]
    event = SOUND[EVENT]
    assert old in event
    catalog = write(scratch / "broken" / name.replace(" ", "-"), SOUND | {EVENT: event.replace(old, new, 1)})
    result = lint(catalog, node_environment)
    assert result.returncode == 1
    assert says in result.stdout


def test_the_linter_finds_nothing_in_a_sound_catalog(scratch: Path, node_environment: dict[str, str]) -> None:
    result = lint(write(scratch / "sound", SOUND), node_environment)
    assert "No problems found" in result.stdout, result.stdout


# the sample with hand edits, a new version and other keys, built again

ADDED = """\
## Mine

import Chart from '@catalog/components/footer.astro';

<details>
<summary>More</summary>

## A heading inside

```json
{"## no": "heading"}
```

</details>

:::tip
A *word* of mine, with `{code}`.
:::

"""


@pytest.fixture
def sample(tmp_path: Path) -> Project:
    project = Project(tmp_path)
    for name in ("schemas", "output", "pyproject.toml", "templates"):
        source = REPOSITORY / name
        copy = shutil.copytree if source.is_dir() else shutil.copy
        copy(source, tmp_path / name)
    return project


def _edit(project: Project, path: str, *changes: tuple[str, str]) -> None:
    file = project.root / path
    text = file.read_text(encoding="utf-8")
    for pattern, replacement in changes:
        assert re.search(pattern, text, re.MULTILINE), (path, pattern)
        text = re.sub(pattern, replacement, text, count=1, flags=re.MULTILINE)
    file.write_text(text, encoding="utf-8")


def test_pages_that_were_written_in_still_are_what_eventcatalog_can_show(
    sample: Project, run_node: Callable[..., subprocess.CompletedProcess[str]]
) -> None:
    page = "output/events/InventoryAdjusted/index.mdx"
    _edit(sample, page, (r"^## Architecture diagram$", f"{ADDED}## Architecture diagram"), ("^owners:", "owners: # us"))
    _edit(sample, page, (r"^## Producing the event$", "## How to send it"), (r"^name: .*", 'name: "By hand"'))
    definitions = "schemas/inventory/definitions.py"
    _edit(
        sample,
        definitions,
        (r'version="1\.0\.1",', 'version="1.1.0", key="event_id",'),
        (r'^    key="product_id",\n', ""),
    )
    _edit(sample, definitions, (r'"full-stack", "mobile-devs"\]', '"mobile-devs"]'))
    sample.build()
    merged = sample.page("events/InventoryAdjusted/index.mdx")
    assert ADDED in merged
    assert "| Key | `event_id` |" in merged
    assert 'name: "By hand"' in merged
    assert merged.count("<Footer />") == 1
    archived = sample.page("events/InventoryAdjusted/versioned/1.0.1/index.mdx")
    assert ADDED in archived
    [checked] = check(run_node, [sample.root / "output"])
    assert [problem_line(problem) for problem in checked["problems"]] == []

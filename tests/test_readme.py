from __future__ import annotations

import re
import textwrap
from pathlib import Path
from typing import TYPE_CHECKING

from catalog_gen import model
from catalog_gen.model.declaring import fields
from catalog_gen.problems import CODES
from catalog_gen.project import texts
from catalog_gen.review.changes import KINDS
from catalog_gen.settings import KEYS
from catalog_gen.snippets.clients import Clients

if TYPE_CHECKING:
    from projects import Project

    from catalog_gen.snippets.clients import Client

README = (Path(__file__).resolve().parents[1] / "README.md").read_text(encoding="utf-8")


def test_the_table_of_problem_codes_is_the_one_of_the_program() -> None:
    rows = [f"| `{code}` | {spec.severity} | {spec.meaning} |" for code, spec in CODES.items()]
    table = README.partition("| Code | Severity | Meaning |\n| --- | --- | --- |\n")[2].partition("\n\n")[0]
    assert table.splitlines() == rows


def test_every_setting_is_in_the_table_of_settings() -> None:
    table = README.partition("## Settings")[2].partition("## Templates")[0]
    assert re.findall(r"^\| `([^`]+)` \|", table, re.MULTILINE) == list(KEYS)


def test_every_public_name_is_mentioned() -> None:
    import catalog_gen

    missing = [name for name in catalog_gen.__all__ if f"`{name}`" not in README]
    assert missing == []


def test_every_keyword_of_a_resource_is_in_the_table_of_keywords() -> None:
    rows = dict(re.findall(r"^\| (`[A-Z][^|]+|all resources) \| (`.*) \|$", README, re.MULTILINE))
    common = set(fields(model.Resource)) - {"id"}
    owner = set(fields(model.Owner)) - {"id"}

    def listed(row: str) -> set[str]:
        return set(re.findall(r"`([a-z_]+)`", rows[row]))

    assert listed("all resources") == common
    assert listed("`Team`, `User`") == owner
    assert listed("`Team`") == set(fields(model.Team)) - owner - {"id"}
    assert listed("`User`") == set(fields(model.User)) - owner - {"id"}
    assert listed("`Event`, `Command`, `Query`") == set(fields(model.Event)) - common - {"id"}
    assert listed("`Query`") == set(fields(model.Query)) - set(fields(model.Event))
    assert listed("`CustomDoc`") == set(fields(model.CustomDoc)) - {"id"}
    special = (model.Flow, model.Entity, model.Container, model.DataProduct, model.Adr, model.System, model.Agent)
    for kind in (model.Channel, model.Service, model.Domain, *special):
        assert listed(f"`{kind.__name__}`") == set(fields(kind)) - common - {"id"}


def test_the_table_of_clients_and_wire_formats_is_that_of_their_entries() -> None:
    header = "| Protocol | Client | Language | Wire formats | CloudEvents |\n| --- | --- | --- | --- | --- |\n"
    table = README.partition(header)[2].partition("\n\n")[0]
    clients = sorted(Clients().by_name.values(), key=lambda client: (client.protocol, not client.default, client.name))
    assert table.splitlines() == [_row(client) for client in clients]


def _row(client: Client) -> str:
    name = f"`{client.name}`" + (" (default)" if client.default else "")
    envelopes = ", ".join(envelope.removeprefix("cloudevents-") for envelope in client.envelopes) or "-"
    wire_formats = ", ".join(client.wire_formats)
    return f"| {client.protocol} | {name} | {client.language.title} | {wire_formats} | {envelopes} |"


def test_the_definitions_of_the_readme_build_a_catalog(project: Project) -> None:
    definitions = re.compile(
        r"```python\n( *# schemas/(?:orders|billing|refunds|returns|shop|vouchers)/definitions.py.*?)```", re.DOTALL
    )
    found = definitions.findall(README)
    project.write("schemas/orders/order-placed.avsc", texts.text("first/order-placed.avsc"))
    folders = [re.search(r"schemas/\w+", text)[0] for text in found]  # type: ignore[index]
    assert sorted(folders) == [
        f"schemas/{name}" for name in ("billing", "orders", "refunds", "returns", "shop", "vouchers")
    ]
    for folder, text in zip(folders, found, strict=True):
        project.write(f"{folder}/definitions.py", text)
    project.write("pyproject.toml", "[tool.catalog-gen]\ninherit-owners = true\neventcatalog = 4\n")
    built = project.build()
    of_refund = ["no-owner", "no-snippet", "orphan-message"]
    of_billing = ["no-snippet"] * 3  # no examples, as they are only to show references
    of_voucher = ["unused-acceptance"]  # there is one version only
    assert sorted(problem.code for problem in built.problems) == sorted([*of_refund, *of_billing, *of_voucher])


def test_the_first_definition_is_the_one_that_init_writes() -> None:
    shown = re.search(r"```python\n( *)# schemas/orders/definitions.py\n(.*?)```", README, re.DOTALL)
    assert shown is not None
    written = texts.text("first/definitions.py").decode().partition('"""\n\n')[2]
    assert textwrap.dedent(shown[1] + shown[2]).strip() == written.strip()


def test_the_picture_is_there() -> None:
    for picture in re.findall(r"!\[[^\]]*\]\(([^)]+)\)", README):
        assert (Path(__file__).resolve().parents[1] / picture).is_file(), picture


def test_the_blocks_of_a_message_are_those_of_its_template() -> None:
    template = (Path(__file__).resolve().parents[1] / "templates" / "message.mdx.j2").read_text(encoding="utf-8")
    listed = README.partition("Blocks of a message's\npage are ")[2].partition(";")[0]
    assert re.findall(r"`([a-z_]+)`", listed) == re.findall(r"\{% block ([a-z_]+) %\}(?!\.)", template)


def test_the_table_of_kinds_of_changes_is_the_one_of_the_program() -> None:
    table = README.partition("| Kind | Theme | What it says |\n| --- | --- | --- |\n")[2].partition("\n\n")[0]
    assert table.splitlines() == [f"| `{kind}` | {theme} | {words} |" for kind, (theme, words) in KINDS.items()]

"""Flows: as EventCatalog reads them, and in words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import frontmatter

if TYPE_CHECKING:
    from projects import Project

FLOW = """
from catalog_gen import Actor, Command, Custom, ExternalSystem, Flow, NextStep, Service, Step

shop = Service("Shop", summary="Sells.", sends=[Command("Pay", name="Pay now", summary="Take it.")])
buying = Flow(
    "Buying",
    summary="How it is bought.",
    steps=[
        Step(1, actor=Actor("Ada", summary="Wants\\n a | mug"), next_step=2),
        Step(2, "In the shop", service=shop, next_steps=[3, NextStep(4, "no | money")]),
        Step(3, message="Pay", next_step=NextStep(5, "with a card")),
        Step(4, "No mug", custom=Custom("Gone", type="Outcome", properties={"after": 3}, url="https://acme.example.com/gone")),
        Step(5, external_system=ExternalSystem("Bank", summary="Moves it.")),
    ],
)
"""


def told(page: str) -> list[str]:
    """The rows of the table of steps."""
    table = page.partition("## Step by step")[2].partition("\n## ")[0].partition("<Footer")[0]
    return [line for line in table.splitlines() if line.startswith("|")][2:]


def test_a_flow_can_be_followed_in_words(project: Project) -> None:
    project.define(FLOW)
    project.build()
    shop, pay = "/docs/services/Shop/1.0.0", "/docs/commands/Pay/1.0.0"
    assert told(project.page("flows/Buying/index.mdx")) == [
        r"| 1 | Ada | person | Wants<br/>a \| mug | step 2, In the shop |",
        f'| 2 | In the shop | service: <Link href="{shop}">Shop</Link> |  |'
        r" step 3, Pay now<br/>no \| money: step 4, No mug |",
        f'| 3 | <Link href="{pay}">Pay now</Link> | command |  | with a card: step 5, Bank |',
        "| 4 | [No mug](https://acme.example.com/gone) | Outcome: Gone | after: 3 | the end |",
        "| 5 | Bank | external system | Moves it. | the end |",
    ]


def test_a_number_in_a_list_of_next_steps_is_written_so_that_eventcatalog_draws_the_line(project: Project) -> None:
    project.define(FLOW)
    project.build()
    steps = frontmatter.loads(project.page("flows/Buying/index.mdx"))["steps"]
    assert steps[1]["next_steps"] == [{"id": 3}, {"id": 4, "label": "no | money"}]  # type: ignore[index]
    assert steps[0]["next_step"] == 2  # type: ignore[index]


def test_a_number_and_a_text_with_its_digits_are_the_same_step_in_words_too(project: Project) -> None:
    project.define("""
        f = Flow("F", summary="S.", steps=[
            Step(1, "One", next_step="2"), Step("2", "Two", next_steps=[3, NextStep("3", "twice")]), Step(3, "Three"),
        ])
    """)
    project.build()
    assert told(project.page("flows/F/index.mdx")) == [
        "| 1 | One |  | step 2, Two |",
        "| 2 | Two |  | step 3, Three<br/>twice: step 3, Three |",
        "| 3 | Three |  | the end |",
    ]


def test_everything_in_a_flow_says_so_on_its_page(project: Project) -> None:
    project.define(FLOW)
    project.build()
    for page in ("services/Shop", "commands/Pay"):
        assert '| <Link href="/docs/flows/Buying/1.0.0">Buying</Link> | How it is bought. |' in project.page(
            f"{page}/index.mdx"
        )

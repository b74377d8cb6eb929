from __future__ import annotations

import pytest

from catalog_gen.pages import blocks


def texts(text: str) -> list[str]:
    return [text[part.start : part.end] for part in blocks.split(text)]


@pytest.mark.parametrize(
    "expected",
    [
        ["a", "b"],
        ["a\nb", "c"],
        ["```py\na\n\n## b\n```", "c"],
        ["````\n```\n\n```\n````", "c"],
        ['<Tiles>\n<Tile a="b" />\n\nx\n\n</Tiles>', "c"],
        ["<details>\n<summary>s</summary>\n\nx\n\n</details>", "c"],
        ["<NodeGraph />", "| a | <br/> |\n| - | - |", "c"],
        ['<Tile title="a > b" />', "c"],
        ["## `<Tiles>`", "c"],
    ],
)
def test_blocks_end_at_blank_lines_outside_of_fences_and_components(expected: list[str]) -> None:
    assert texts("\n\n".join(expected)) == expected

from __future__ import annotations

import pytest

from catalog_gen.pages import blocks


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a\n\nb", ("a", "b")),
        ("a\nb\n\n\n\nc\n", ("a\nb", "c")),
        ("```py\na\n\nb\n```\n\nc", ("```py\na\n\nb\n```", "c")),
        ("````\n```\n\n```\n````\n\nc", ("````\n```\n\n```\n````", "c")),
        ('<Tiles>\n<Tile a="b" />\n\nx\n\n</Tiles>\n\nc', ('<Tiles>\n<Tile a="b" />\n\nx\n\n</Tiles>', "c")),
        (
            "<details>\n<summary>s</summary>\n\nx\n\n</details>\n\nc",
            ("<details>\n<summary>s</summary>\n\nx\n\n</details>", "c"),
        ),
        (
            "<NodeGraph />\n\n| a | <br/> |\n| - | - |\n\nc",
            ("<NodeGraph />", "| a | <br/> |\n| - | - |", "c"),
        ),
        ('<Tile title="a > b" />\n\nc', ('<Tile title="a > b" />', "c")),
        ("## `<Tiles>`\n\nc", ("## `<Tiles>`", "c")),
        ("", ()),
    ],
)
def test_blocks_end_at_blank_lines_outside_of_fences_and_components(text: str, expected: tuple[str, ...]) -> None:
    assert blocks.split(text) == expected

from __future__ import annotations

import re
from pathlib import Path

from catalog_gen.problems import CODES
from catalog_gen.settings import KEYS

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


def test_the_picture_is_there() -> None:
    for picture in re.findall(r"!\[[^\]]*\]\(([^)]+)\)", README):
        assert (Path(__file__).resolve().parents[1] / picture).is_file(), picture

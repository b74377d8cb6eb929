"""The code of every client as linters, formatters and the compiler see it, for ordinary and for hostile definitions."""

from __future__ import annotations

import dataclasses
import re
import subprocess
import sys
import textwrap
from typing import TYPE_CHECKING

import pagecode
import pairs
import pytest
from projects import Project

if TYPE_CHECKING:
    from pathlib import Path

    from pairs import Pair

pytestmark = pytest.mark.slow

VARIANTS = {
    "plain": ("", ""),
    "told": ("", 'discriminator="event-type", dead_letter="dead.{env}.{tenant}"'),
    "keyless": ("key=None", ""),
}
RULES = "E4,E7,E9,F,I,DTZ,ASYNC,B,UP,S1,PLE,RUF"
# S113: timeouts are said for httpx.Client as a whole. RUF001-3: Unicode in payloads is meant.
IGNORED = "RUF001,RUF002,RUF003,S104,S105,S106,S113"


@dataclasses.dataclass(frozen=True)
class Rendered:
    """A program of one variant of one pair."""

    pair: Pair
    variant: str
    role: str
    page: str
    text: str

    @property
    def file(self) -> str:
        return f"{re.sub(r'[^A-Za-z0-9]', '_', self.pair.name)}_{self.variant}_{self.role}.py"


@pytest.fixture(scope="module")
def rendered(tmp_path_factory: pytest.TempPathFactory) -> list[Rendered]:
    """Every program in Python, of one catalog."""
    project = Project(tmp_path_factory.mktemp("all"))
    pairs.write_schemas(project)
    wanted = [
        (pair, variant) for pair in pairs.pairs() for variant in VARIANTS if pair.client.language.name == "python"
    ]
    texts = [
        textwrap.dedent(pairs.definition(pair, *VARIANTS[variant], f"{pair.slug}{variant}", _id(pair, variant)))
        for pair, variant in wanted
    ]
    project.define("".join(texts))
    project.build()
    return [
        Rendered(pair, variant, program.role, page, program.text)
        for pair, variant in wanted
        for page in [project.page(f"events/{_id(pair, variant)}/index.mdx")]
        for program in pagecode.programs(page)
    ]


def _id(pair: Pair, variant: str) -> str:
    return f"OrderPlaced{pair.slug}{variant}"


@pytest.fixture(scope="module")
def folder(rendered: list[Rendered], tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("programs")
    (path / "order_placed_pb2.py").touch()  # what protoc makes lies beside the programs
    for program in rendered:
        (path / program.file).write_text(program.text, encoding="utf-8")
    return path


def ruff(folder: Path, *arguments: str) -> str:
    command = [sys.executable, "-m", "ruff", *arguments, "--isolated", "--no-cache", "--target-version", "py311"]
    ran = subprocess.run([*command, "."], cwd=folder, capture_output=True, text=True, check=False)
    return "" if ran.returncode == 0 else ran.stdout + ran.stderr


def test_every_pair_has_both_programs(rendered: list[Rendered]) -> None:
    plain = [(program.pair.name, program.role) for program in rendered if program.variant == "plain"]
    wanted = [pair.name for pair in pairs.pairs() if pair.client.language.name == "python"]
    assert sorted(plain) == sorted((name, role) for name in wanted for role in ("consumer", "producer"))


def test_linters_find_nothing(folder: Path) -> None:
    assert ruff(folder, "check", "--select", RULES, "--ignore", IGNORED, "--output-format", "concise") == ""


def test_formatters_have_nothing_to_do(folder: Path) -> None:
    assert ruff(folder, "format", "--diff", "--line-length", "120") == ""


def test_the_compiler_warns_of_nothing(folder: Path) -> None:
    command = [sys.executable, "-W", "error", "-m", "compileall", "-q", "-f", "."]
    ran = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout


def test_programs_are_short_enough_to_read(rendered: list[Rendered]) -> None:
    """Without the payload, which is as long as it is."""
    lengths = {program.file: _lines_without_payload(program.text) for program in rendered}
    assert {file: lines for file, lines in lengths.items() if lines > 140} == {}


def _lines_without_payload(text: str) -> int:
    return len(re.sub(r"^event = [\[{]\n.*?^[\]}]\n", "event\n", text, flags=re.MULTILINE | re.DOTALL).splitlines())


def test_nothing_of_this_machine_is_in_a_program(rendered: list[Rendered]) -> None:
    assert [program.file for program in rendered if re.search(r"/(work|tmp|root|home)/", program.text)] == []


def test_every_variable_of_the_environment_is_named_on_the_page(rendered: list[Rendered]) -> None:
    for program in rendered:
        read = set(re.findall(r'environ(?:\.get\(|\[)"([A-Z_]+)"', program.text))
        assert {name for name in read if f"`{name}`" not in program.page} == set(), program.file

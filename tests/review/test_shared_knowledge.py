"""What a review knows of one side and takes over for the other one changes nothing in what it says."""

from __future__ import annotations

import random
import re
import shutil
from pathlib import Path

import pytest
from repositories import commit, git, repository

from catalog_gen import review, settings
from catalog_gen.problems import Problem
from catalog_gen.reading import static
from catalog_gen.resolving.sharing import Shared
from catalog_gen.review.reports.data import as_json

SAMPLE = Path(__file__).parents[2]
WORD = re.compile(r'"[^"]*"|\d+\.\d+\.\d+|\b[A-Za-z_]+\b')


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(2))
def test_a_review_that_takes_nothing_over_says_the_same(
    tmp_path: Path, seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(SAMPLE / "schemas", tmp_path / "schemas", ignore=shutil.ignore_patterns("__pycache__"))
    repository(tmp_path, {"catalog-gen.toml": "inherit-owners = true\n"})
    git(tmp_path, "tag", "start")
    dice = random.Random(seed)  # noqa: S311 - no secret
    files = sorted(path for path in tmp_path.glob("schemas/**/*") if path.suffix in {".py", ".avsc", ".json", ".md"})
    for _ in range(25):
        for file in dice.sample(files, dice.randint(1, 4)):
            edit(file, dice)
        commit(tmp_path)
        found = reviewed(tmp_path)
        with monkeypatch.context() as patch:
            patch.setattr(static._Reader, "recall", lambda _reader, _memory: None)
            patch.setattr(Shared, "find", lambda _shared, _resource, _files: None)
            assert reviewed(tmp_path) == found, git(tmp_path, "diff", "start", "HEAD")
        if dice.random() < 0.5:
            git(tmp_path, "reset", "-q", "--hard", "start")


def reviewed(folder: Path) -> str:
    """What the review of all commits since the first one says."""
    loaded, problems = settings.load(folder, None, "0.1.0")
    assert loaded is not None, problems
    found = review.review("start", "HEAD", loaded, lambda _: None)
    return str(found) if isinstance(found, Problem) else as_json(found)


def edit(file: Path, dice: random.Random) -> None:
    """Change one line: leave it out, write it twice, put another one's word into it, or end the file there."""
    lines = file.read_text().split("\n")
    spot = dice.randrange(len(lines))
    match dice.choice(["less", "more", "word", "word", "word", "end"]):
        case "less":
            del lines[spot]
        case "more":
            lines.insert(dice.randrange(len(lines)), lines[spot])
        case "word" if words := [*WORD.finditer(lines[spot])]:
            word, others = dice.choice(words), WORD.findall(dice.choice(lines)) or ['"other"']
            lines[spot] = f"{lines[spot][: word.start()]}{dice.choice(others)}{lines[spot][word.end() :]}"
        case "end" if file.suffix == ".py":
            del lines[spot:]
    file.write_text("\n".join(lines))

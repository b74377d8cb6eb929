"""Whatever happens to a catalog, a build with a cache ends as one without, and says the same."""

from __future__ import annotations

import tempfile
from pathlib import Path

import declarations
import hypothesis
import pytest
from click.testing import CliRunner
from histories import History, Step
from hypothesis import given, strategies
from projects import Project, files_of, restore
from test_histories import _COMMON, _RARE

from catalog_gen import cli
from catalog_gen.caching import storage

_STEP = strategies.tuples(strategies.sampled_from([*_COMMON, *_COMMON, *_RARE]), strategies.integers(0, 9999))


def _steps(longest: int) -> strategies.SearchStrategy[list[Step]]:
    return strategies.lists(_STEP.map(lambda drawn: Step(*drawn)), min_size=3, max_size=longest)


class Cached(History):
    """A history in which each build is tried with the cache that has seen all of it, and with none."""

    def __init__(self, project: Project, caches: Path) -> None:
        super().__init__(project)
        self._caches = caches
        self._fresh = 0

    def _build(self, overwrite: tuple[str, ...] = (), adopt: tuple[str, ...] = (), tries: int = 12) -> None:
        declarations.write(self.known.declared, self.project)
        if not overwrite and not adopt:
            before = files_of(self.output)
            for commands in (("check", "build", "build", "check"), ("build", "check")):
                ends = []
                for cache in (self._caches / "kept", self._new_cache()):
                    restore(self.output, before)
                    ends.append([(self._run(command, cache), files_of(self.output)) for command in commands])
                assert ends[0] == ends[1]
            restore(self.output, before)
        super()._build(overwrite, adopt, tries)

    def _new_cache(self) -> Path:
        self._fresh += 1
        return self._caches / str(self._fresh)

    def _run(self, command: str, cache: Path) -> tuple[int, str]:
        config = str(self.project.root / "pyproject.toml")
        ran = CliRunner(env={storage.VARIABLE: str(cache)}).invoke(cli.main, [command, "--config", config, "--all"])
        return ran.exit_code, ran.output


def _live(steps: list[Step]) -> None:
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as caches:
        Cached(Project(Path(folder)), Path(caches)).live(steps)


@pytest.mark.slow
@hypothesis.settings(max_examples=3, derandomize=True, database=None)
@given(_steps(8))
def test_a_build_with_a_cache_ends_as_one_without(steps: list[Step]) -> None:
    _live(steps)


@pytest.mark.slow
@hypothesis.settings(max_examples=40, derandomize=True, database=None)
@given(_steps(16))
def test_a_build_with_a_cache_ends_as_one_without_in_long_histories(steps: list[Step]) -> None:
    _live(steps)

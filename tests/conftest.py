"""What tests ask for, and goldens that rewrite themselves with `pytest --update-golden`."""

from __future__ import annotations

import gc
import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import hypothesis
import pytest
from projects import Project

if TYPE_CHECKING:
    from collections.abc import Iterator

    from stages import Brokers

ROOT = Path(__file__).resolve().parents[1]

# A busy machine is no reason to fail.
hypothesis.settings.register_profile(
    "any machine", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("any machine")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="rewrite the golden files; read the diff")


def pytest_configure(config: pytest.Config) -> None:
    """Where no compiled code may be written beside the source, keep it elsewhere: tests start hundreds of programs."""
    if os.environ.pop("PYTHONDONTWRITEBYTECODE", None) and hasattr(config, "cache"):
        sys.dont_write_bytecode = False
        sys.pycache_prefix = os.environ["PYTHONPYCACHEPREFIX"] = str(config.cache.mkdir("compiled"))


def pytest_collection_finish() -> None:
    """Spare the garbage collector thousands of collected tests, which stay to the end: a tenth of the time."""
    gc.collect()
    gc.freeze()


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers(config: pytest.Config) -> int | None:
    """The default suite runs on all processors; what is asked for by name or mark, or rewrites goldens, in one process.

    Marked tests share what is expensive: a real build, a browser, brokers.
    """
    usual = config.getini("addopts")
    default = config.args == config.getini("testpaths") and config.option.markexpr == usual[usual.index("-m") + 1]
    return None if default and not config.option.keyword and not config.option.update_golden else 0


@pytest.fixture(scope="session", autouse=True)
def _own_cache(tmp_path_factory: pytest.TempPathFactory) -> None:
    """Runs of the command remember nothing from one run of the tests to the next."""
    os.environ["CATALOG_GEN_CACHE"] = str(tmp_path_factory.mktemp("cache"))


@pytest.fixture
def update_golden(request: pytest.FixtureRequest) -> bool:
    """Whether goldens are rewritten in this run."""
    return bool(request.config.getoption("--update-golden"))


@pytest.fixture(scope="session")
def conformance() -> Path:
    """The folder of public test data; skips where it is not, unless it must be there."""
    path = Path(os.environ.get("CATALOG_GEN_CONFORMANCE", ROOT.parent / "shared" / "conformance"))
    if not path.is_dir():
        message = f"no conformance data at {path} (set CATALOG_GEN_CONFORMANCE)"
        public = os.environ.get("GITHUB_ACTIONS") == "true" and "CATALOG_GEN_CONFORMANCE" not in os.environ
        if os.environ.get("CATALOG_GEN_REQUIRE_E2E") and not public:
            pytest.fail(message)
        pytest.skip(message)
    return path


@pytest.fixture
def project(tmp_path: Path) -> Project:
    """An empty project."""
    return Project(tmp_path)


@pytest.fixture(scope="session")
def brokers() -> Iterator[Brokers]:
    """The brokers that snippets are run against; started when they are first asked for."""
    from stages import Brokers

    running = Brokers()
    yield running
    running.close()


@pytest.fixture(scope="session")
def program(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the program in `venv`, installed by pip as the action for GitHub does it."""
    from installing import installed

    return installed(tmp_path_factory.getbasetemp())

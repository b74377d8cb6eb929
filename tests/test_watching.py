from __future__ import annotations

import queue
import threading
from typing import TYPE_CHECKING

import pytest

from catalog_gen import watching

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from projects import Project


@pytest.fixture
def edited(project: Project) -> Iterator[Callable[[], tuple[str, ...]]]:
    """Waits for the next edits of a project that has the folder `schemas` and is watched by now."""
    project.write("schemas/e.avsc", "{}")
    seen: queue.Queue[tuple[str, ...]] = queue.Queue()
    stopped = threading.Event()

    def watch() -> None:
        for paths in watching.edits(project.settings()):
            if stopped.is_set():
                return
            seen.put(paths)

    thread = threading.Thread(target=watch, daemon=True)
    thread.start()
    _until_it_is_watched(project, seen)
    yield lambda: seen.get(timeout=20)
    stopped.set()
    project.write("end", "")
    thread.join(timeout=20)


def _until_it_is_watched(project: Project, seen: queue.Queue[tuple[str, ...]]) -> None:
    for number in range(100):
        project.write("begin", str(number))
        try:
            seen.get(timeout=0.3)
        except queue.Empty:
            continue
        return


def test_an_edit_is_told_with_its_path(project: Project, edited: Callable[[], tuple[str, ...]]) -> None:
    project.write("schemas/e.avsc", '{"type": "string"}')
    assert "schemas/e.avsc" in edited()


def test_what_is_in_the_output_hidden_or_an_editors_does_not_count(
    project: Project, edited: Callable[[], tuple[str, ...]]
) -> None:
    for path in ("output/events/E/index.mdx", ".git/index", "schemas/.e.avsc.swp", "schemas/e.avsc~", "schemas/x.tmp"):
        project.write(path, "x")
    project.write("schemas/last.avsc", "{}")
    told = edited()
    while "schemas/last.avsc" not in told:
        assert set(told) <= {"begin"}
        told = edited()
    assert set(told) <= {"begin", "schemas/last.avsc"}


def test_a_new_folder_is_watched_as_well(project: Project, edited: Callable[[], tuple[str, ...]]) -> None:
    (project.root / "schemas/new").mkdir()
    while "schemas/new" not in edited():
        pass
    assert "schemas/new" in edited()  # once more, when it is watched: for what came into it until then
    project.write("schemas/new/f.avsc", "{}")
    assert "schemas/new/f.avsc" in edited()

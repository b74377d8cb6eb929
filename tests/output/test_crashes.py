"""Builds that die while they write, and the next build, which must leave what an undisturbed history leaves."""

from __future__ import annotations

import errno
import functools
import itertools
import os
import random
import shutil
import signal
import subprocess
import sys
import time
import warnings
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import pytest
from projects import Project, files_of, restore

from catalog_gen.output import locking, manifest, writing
from catalog_gen.pages import rendering
from catalog_gen.snippets import making
from catalog_gen.snippets.clients import Clients

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from catalog_gen.output.changes import Changes
    from catalog_gen.settings import Settings

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="processes that die are forked")

DIED = 77
FINE = 100
TREE_CHANGES = {"os.rename", "os.remove", "os.mkdir", "os.rmdir", "os.chmod", "os.link", "os.symlink", "os.truncate"}
WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC
"""What tells an open file that is written from one that is read."""

EDITS = {
    "none": None,
    "first": 'old = Channel("old", owners=[crew], summary="s")',
    "second": 'new = Domain("New", owners=[crew], summary="s")',
    "third": 'old = Channel("old", owners=[crew], summary="again")\nelse_ = User("ada", summary="s")',
    "fourth": "",
}
"""What each edit of the definitions has for itself, beside the events, whose texts differ."""
AVRO = '{"type": "record", "name": "E", "fields": [{"name": "of_%s", "type": "string"}]}'


class History:
    """A project on its way through edits, and what its output is after each when nothing disturbs it.

    `by_hand`: after the first edit was built, somebody wrote something into a page.
    """

    def __init__(self, root: Path, events: int, *, by_hand: bool = False) -> None:
        self.project = Project(root / "disturbed")
        self._by_hand = by_hand
        self._events = events
        self._root = root
        self._kept: dict[str, Path] = {}
        self._after: dict[str, Mapping[str, bytes | None]] = {}

    @property
    def output(self) -> Path:
        """The output that is disturbed."""
        return self.project.root / "output"

    def edit(self, name: str) -> None:
        """Edit the definitions of the project."""
        _define(self.project, name, self._events)

    def undisturbed(self, name: str) -> Mapping[str, bytes | None]:
        """What is there when this edit alone was ever built, or after the first one was edited by hand."""
        if name not in self._after:
            self._kept[name] = self._root / name
            project = Project(self._kept[name])
            if self._by_hand:
                _define(project, "first", self._events)
                project.build()
                page = project.root / "output/events/E0/index.mdx"
                page.write_text(page.read_text().replace("\n## ", "\nMine.\n\n## ", 1) + "\nMine as well.\n")
            if name != ("first" if self._by_hand else "none"):
                _define(project, name, self._events)
                project.build()
            self._after[name] = tree(project.root / "output")
        return self._after[name]

    def restore(self, name: str) -> None:
        """Give the project the output that this edit has."""
        self.undisturbed(name)
        shutil.rmtree(self.output, ignore_errors=True)
        if name != "none":
            shutil.copytree(self._kept[name] / "output", self.output)

    def changes(self, before: str, after: str) -> Changes:
        """What a build of one edit changes where another one was built."""
        self.restore(before)
        self.edit(after)
        changes = self.project.built().changes
        assert changes is not None
        return changes

    def write(self, changes: Changes) -> None:
        """Write as the command does."""
        settings = self.project.settings()
        with locking.held(settings, _nobody_waits) as problem:
            assert problem is None
            assert writing.apply(changes, settings) == ()

    def build(self) -> None:
        """Build as the command does; there is nothing wrong."""
        settings = self.project.settings()
        with locking.held(settings, _nobody_waits) as problem:
            assert problem is None
            built = self.project.built()
            assert built.problems == ()
            assert built.changes is not None
            assert writing.apply(built.changes, settings) == ()

    def assert_pages_are_whole(self, *edits: str) -> None:
        """Every file in the catalog is one that a build of these edits writes."""
        for path, data in tree(self.output).items():
            if data is not None and not path.startswith(manifest.FOLDER):
                assert data in [self.undisturbed(edit).get(path) for edit in edits], path


def _define(project: Project, edit: str, events: int) -> None:
    listed = "".join(f'    Event("E{n}", snippets=[], summary="{edit} {n}"),\n' for n in range(events))
    project.write("schemas/schema.avsc", AVRO % edit)
    project.define(
        f'crew = Team("crew", summary="{edit}")\n'
        f"events = [\n{listed}]\n"
        'last = Event("Last", snippets=[], schema_path="schema.avsc", summary="s")\n'
        f's = Service("S", sends=[*events, last], owners=[crew], summary="s")\n{EDITS[edit]}\n'
    )


def _nobody_waits() -> NoReturn:
    raise AssertionError


def tree(folder: Path) -> dict[str, bytes | None]:
    """Everything in a folder: the bytes of files, and None for folders."""
    found = sorted(folder.rglob("*"))
    return {path.relative_to(folder).as_posix(): path.read_bytes() if path.is_file() else None for path in found}


def _files(found: Mapping[str, bytes | None]) -> dict[str, bytes]:
    return {path: data for path, data in found.items() if data is not None}


def _without_records(found: Mapping[str, bytes | None]) -> dict[str, bytes | None]:
    return {path: data for path, data in found.items() if not path.startswith(manifest.FOLDER)}


def _forked(work: Callable[[], None]) -> int:
    """The id of a process that does the work, and ends there."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # the tests' own threads; this child uses none
        child = os.fork()
    if child:
        return child
    try:
        work()
        os._exit(0)
    finally:
        os._exit(1)


def _dies(step: int, work: Callable[[], None]) -> bool:
    """Let a process do the work that dies at this step that changes the disk; whether there were so many."""

    def disturbed() -> None:
        _die_at(step)
        work()

    _, status = os.waitpid(_forked(disturbed), 0)
    code = os.waitstatus_to_exitcode(status)
    assert code in {0, DIED}
    return code == DIED


def _die_at(step: int) -> None:
    """End this process just before its nth step."""

    def die(_: int) -> None:
        os._exit(DIED)

    _disturb(step, die)


def _fail_at(step: int) -> None:
    """Let the nth step fail, as on a disk that is full for a moment."""

    def fail(code: int) -> NoReturn:
        raise OSError(code, os.strerror(code))

    _disturb(step, fail)


def _disturb(step: int, how: Callable[[int], None]) -> None:
    """Call something just before this process does its nth step on the disk; half of a file is a step as well."""
    steps = itertools.count(1)

    def count() -> None:
        if next(steps) == step:
            how(errno.ENOSPC)

    def hear(event: str, arguments: tuple[Any, ...]) -> None:
        if event in TREE_CHANGES or (event == "open" and arguments[2] & WRITING):
            count()

    def write_in_halves(path: Path, data: bytes) -> int:
        with path.open("wb", buffering=0) as file:
            file.write(data[: len(data) // 2])
            count()
            file.write(data[len(data) // 2 :])
        return len(data)

    sys.addaudithook(hear)
    Path.write_bytes = write_in_halves  # type: ignore[method-assign, assignment]


def _survives(history: History, before: str, after: str, then: str) -> int:
    """Let a build of `after` over `before` die at every step, build `then`, compare; the number of steps."""
    changes = history.changes(before, after)
    for step in itertools.count(1):
        history.restore(before)
        if not _dies(step, lambda: history.write(changes)):
            return step - 1
        history.assert_pages_are_whole(before, after)
        history.edit(then)
        history.build()
        assert tree(history.output) == history.undisturbed(then), f"died at step {step}"
        history.edit(after)
    raise AssertionError


@pytest.mark.slow
def test_a_build_that_dies_at_any_step_is_made_good_by_the_next(tmp_path: Path) -> None:
    assert _survives(History(tmp_path, 1), "first", "second", "third") > 30


@pytest.mark.slow
def test_hand_edits_stay_and_the_rest_is_fresh_when_a_build_dies_at_any_step(tmp_path: Path) -> None:
    history = History(tmp_path, 1, by_hand=True)
    assert _survives(history, "first", "second", "third") > 30
    page = history.undisturbed("third")["events/E0/index.mdx"]
    assert page is not None
    assert [text in page for text in (b"third 0", b"first 0", b"Mine.", b"Mine as well.")] == [True, False, True, True]


@pytest.mark.slow
@pytest.mark.parametrize("changes", ["", 'changes="It is better."'])
def test_words_in_a_log_are_archived_once_when_the_build_of_a_new_version_dies_at_any_step(
    tmp_path: Path, changes: str
) -> None:
    history = History(tmp_path, 0)
    project = history.project
    definition = 'crew = Team("crew", summary="s")\ne = Event("E", snippets=[], owners=[crew], summary="s", {})'
    definition += '\ns = Service("S", owners=[crew], summary="s", sends=[e])'
    project.define(definition.format('changes="It is there."'))
    history.build()
    log = history.output / "events/E/changelog.mdx"
    log.write_text(f"{log.read_text()}\nMine.\n")
    before = files_of(history.output)
    project.define(definition.format(f'version="1.1.0", {changes}'))
    wanted = project.built().changes
    assert wanted is not None
    history.write(wanted)
    after = tree(history.output)
    archived = after["events/E/versioned/1.0.0/changelog.mdx"]
    assert archived is not None
    assert b"Mine." in archived
    assert b"Mine." not in (after.get("events/E/changelog.mdx") or b"")
    for step in itertools.count(1):
        restore(history.output, before)
        if not _dies(step, lambda: history.write(wanted)):
            assert step > 30
            break
        history.build()
        assert _without_records(tree(history.output)) == _without_records(after), f"died at step {step}"


def test_a_build_that_dies_after_another_one_died_knows_the_texts_of_both(tmp_path: Path) -> None:
    history = History(tmp_path, 1)
    second = history.changes("first", "second")
    history.restore("first")
    _dies_while_it_replaces(history, lambda: history.write(second), 1)
    history.edit("fourth")
    _dies_while_it_replaces(history, history.build, 2)
    history.assert_pages_are_whole("first", "second", "fourth")
    history.edit("third")
    history.build()
    assert tree(history.output) == history.undisturbed("third")


def _dies_while_it_replaces(history: History, work: Callable[[], None], killed: int) -> None:
    """Let the work die some steps after the journal was written, which then knows so many killed builds."""
    journal = manifest.journal(history.output, "catalog")
    for step in itertools.count(20, 5):
        assert _dies(step, work)
        if journal.exists() and len(manifest.states(journal.read_text())) == killed:
            assert _dies(step + 8, work)
            return


@pytest.mark.slow
def test_a_step_that_fails_leaves_everything_as_it_was_or_says_that_it_does_not(tmp_path: Path) -> None:
    history = History(tmp_path, 1)
    changes = history.changes("first", "second")
    settings = history.project.settings()
    outcomes = set()
    for step in range(1, 75):
        history.restore("first")

        def fails(step: int = step) -> None:
            _fail_at(step)
            words = [problem.message for problem in writing.apply(changes, settings)]
            os._exit(len(words) + any("half updated" in word for word in words) + FINE)

        outcome = os.waitstatus_to_exitcode(os.waitpid(_forked(fails), 0)[1]) - FINE
        outcomes.add(outcome)
        if outcome == 2:
            assert writing.unfinished(settings)
            history.assert_pages_are_whole("first", "second")
        else:
            wanted = history.undisturbed(["second", "first"][outcome])
            assert _files(tree(history.output)) == _files(wanted), f"failed at step {step}"
    assert outcomes == {0, 1, 2}


@pytest.mark.slow
def test_a_first_build_that_dies_is_made_good_by_the_next(tmp_path: Path) -> None:
    assert _survives(History(tmp_path, 1), "none", "second", "third") > 30


@pytest.mark.slow
def test_a_build_of_fifty_pages_that_dies_at_any_step_is_made_good_by_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    history = History(tmp_path, 50)
    _render_each_edit_once(monkeypatch)
    assert _survives(history, "first", "second", "third") > 200


@pytest.mark.slow
def test_builds_that_die_one_after_another_are_made_good_by_the_next(tmp_path: Path) -> None:
    history, chance = History(tmp_path, 3), _chance()
    for _ in range(300):
        history.restore("first")
        for edit in chance.choices(["second", "third", "fourth", "first"], k=chance.randint(2, 4)):
            history.edit(edit)
            _dies(chance.randint(1, 70), history.build)
        last = chance.choice(["second", "third", "fourth"])
        history.edit(last)
        history.build()
        assert tree(history.output) == history.undisturbed(last)


@pytest.mark.slow
@pytest.mark.parametrize("part", range(4))
def test_a_build_of_500_events_that_is_killed_at_any_moment_is_made_good_by_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, part: int
) -> None:
    history, chance = History(tmp_path, 500), random.Random(part)  # noqa: S311
    changes = {edit: history.changes(edit, "second") for edit in ("fourth", "third")}
    start = time.perf_counter()
    os.waitpid(_forked(lambda: history.write(changes["third"])), 0)
    whole = time.perf_counter() - start
    history.restore("third")
    _render_each_edit_once(monkeypatch)
    halves = 0
    for before, then in itertools.islice(itertools.cycle([("third", "fourth"), ("fourth", "third")]), 50):
        child = _forked(functools.partial(history.write, changes[before]))
        _wait_for(lambda: _staging(history.output).exists())
        time.sleep(chance.uniform(0, whole))
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        halves += writing.unfinished(history.project.settings())
        history.assert_pages_are_whole(before, "second")
        history.edit(then)
        history.build()
        assert tree(history.output) == history.undisturbed(then)
    assert halves > 5  # else the moments were badly chosen


def _render_each_edit_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Remember what is rendered by the definitions, and read clients once: both take more time than writing."""
    rendered: dict[str, Any] = {}
    real = rendering.render

    def render(pages: Any, settings: Settings) -> Any:
        definitions = (settings.root / "schemas/definitions.py").read_text()
        if definitions not in rendered:
            rendered[definitions] = real(pages, settings)
        return rendered[definitions]

    monkeypatch.setattr(rendering, "render", render)
    monkeypatch.setattr(making, "Clients", functools.cache(Clients))


@pytest.mark.parametrize("kills", [pytest.param(20, marks=pytest.mark.slow)])
def test_a_command_that_is_killed_is_made_good_by_the_next(tmp_path: Path, kills: int) -> None:
    history, chance = History(tmp_path, 5), _chance()
    command = [sys.executable, "-m", "catalog_gen", "build"]
    before = "first"
    for then in itertools.islice(itertools.cycle(["first", "third"]), kills):
        history.edit(before)
        subprocess.run(command, check=True, capture_output=True, cwd=history.project.root)
        history.edit("second")
        with subprocess.Popen(command, stderr=subprocess.DEVNULL, cwd=history.project.root) as running:
            _wait_for(lambda: _staging(history.output).exists() or running.poll() is not None)
            time.sleep(chance.uniform(0, 0.01))
            running.kill()
        history.assert_pages_are_whole(before, "second")
        history.edit(then)
        subprocess.run(command, check=True, capture_output=True, cwd=history.project.root)
        assert tree(history.output) == history.undisturbed(then)
        before = then


def _chance() -> random.Random:
    return random.Random(5)  # noqa: S311 - the same in each run


def _staging(output: Path) -> Path:
    return output / manifest.FOLDER / writing.STAGING


def _wait_for(condition: Callable[[], bool]) -> None:
    for _ in range(60_000):
        if condition():
            return
        time.sleep(0.0005)
    raise AssertionError

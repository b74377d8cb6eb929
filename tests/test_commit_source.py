from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

import pytest
from repositories import commit, git, repository

from catalog_gen.git import GitError, Repository
from catalog_gen.git.commit import Commit
from catalog_gen.sources import OutsideProjectError, Source, WorkingTree

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FILES: dict[str, str | bytes] = {
    "outside.py": "outside",
    "p/a.py": "a",
    "p/b/c.py": "c",
    "p/ü/ñ 注.py": "names",
    'p/odd/"q" \t\n.py': "odd",
    "p/odd/-n.py": "dash",
    "p/odd/[x]*.py": "pattern",
    "p/.hidden/a.py": "hidden",
    "p/x/node_modules/a.py": "theirs",
    "p/venv/a.py": "theirs",
    "p/.dotted.py": "dotted",
    "p/bytes": b"\xef\xbb\xbfx\r\n\x00\xff",
    "p/empty.py": b"",
    "p2/secret.py": "secret",
}
LINKS = {
    "p/link.py": "a.py",
    "p/b/up.py": "../a.py",
    "p/chain.py": "b/up.py",
    "p/folder": "b",
    "p/folder.py": "b",
    "p/itself": ".",
    "p/back.py": "../p/a.py",
    "p/out.py": "../outside.py",
    "p/near.py": "../p2/secret.py",
    "p/above": "..",
    "p/broken.py": "missing.py",
    "p/round.py": "square.py",
    "p/square.py": "round.py",
    "p/etc.py": "/etc/hostname",
}
PATTERNS = ["**/*.py", "*", "*.py", "b/*.py", "**/a.py", ".hidden/*", "odd/*", "ü/*", "**"]
PATHS = [
    *(path.removeprefix("p/") for path in (*FILES, *LINKS)),
    "folder/c.py",
    "folder/up.py",
    "itself/itself/a.py",
    "above/outside.py",
    "above/p/a.py",
    "above/missing.py",
    "../outside.py",
    "../../../../../../../../../../../../etc/hostname",
    "b",
    "",
    ".",
    "b/../a.py",
    "./a.py",
    "missing/../a.py",
    "missing.py",
    "a.py/below",
    "null\0",
    "x" * 300,
]


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The repository with FILES and LINKS, as it is checked out."""
    folder = tmp_path_factory.mktemp("checkout").resolve() / "r"
    repository(folder, FILES)
    for path, target in LINKS.items():
        (folder / path).symlink_to(target)
    (folder / "p/absolute.py").symlink_to(folder / "p/a.py")
    commit(folder)
    return folder


@pytest.fixture(scope="module")
def both(checkout: Path) -> Iterator[tuple[Source, Source]]:
    with Repository(checkout / "p") as opened:
        yield WorkingTree(checkout / "p"), at_head(opened, checkout / "p")


def at_head(opened: Repository, folder: Path) -> Commit:
    head = opened.commit("HEAD")
    assert head is not None
    return Commit(opened, head, folder)


def answer(source: Source, path: str) -> object:
    try:
        return source.read(path)
    except OutsideProjectError:
        return "outside"
    except OSError:
        return "no file"


@pytest.mark.parametrize("path", [*PATHS, "absolute.py", "/etc/hostname"], ids=repr)
def test_a_commit_reads_what_its_working_tree_reads(both: tuple[Source, Source], path: str) -> None:
    tree, source = both
    assert answer(source, path) == answer(tree, path)


@pytest.mark.parametrize("path", [*PATHS, "absolute.py"], ids=repr)
def test_a_commit_has_the_files_that_its_working_tree_has(both: tuple[Source, Source], path: str) -> None:
    tree, source = both
    assert source.is_file(path) == tree.is_file(path)


@pytest.mark.parametrize("pattern", PATTERNS)
def test_a_commit_finds_what_its_working_tree_finds(both: tuple[Source, Source], pattern: str) -> None:
    tree, source = both
    assert source.matching((pattern,)) == tree.matching((pattern,))


def test_a_commit_says_the_locations_of_its_working_tree(both: tuple[Source, Source]) -> None:
    tree, source = both
    assert source.location("b/c.py") == tree.location("b/c.py")


@pytest.mark.parametrize("path", ["b", "missing.py", "a.py/below"])
def test_why_a_file_cannot_be_read_is_said_in_the_same_words(both: tuple[Source, Source], path: str) -> None:
    said = []
    for source in both:
        with pytest.raises(OSError) as caught:  # noqa: PT011 - which one is what is compared
            source.read(path)
        said.append((type(caught.value), caught.value.strerror))
    assert said[0] == said[1]


def test_what_is_not_committed_is_not_seen(tmp_path: Path) -> None:
    repository(tmp_path, {"a.py": "committed", "gone.py": "gone"})
    (tmp_path / "a.py").write_text("edited")
    (tmp_path / "new.py").write_text("new")
    (tmp_path / "gone.py").unlink()
    with Repository(tmp_path) as opened:
        source = at_head(opened, tmp_path)
        assert source.matching(("*.py",)) == ("a.py", "gone.py")
        assert source.read("a.py") == b"committed"


def test_files_of_a_folder_that_the_commit_does_not_have_are_none(tmp_path: Path) -> None:
    repository(tmp_path, {"a.py": ""})
    (tmp_path / "new").mkdir()
    with Repository(tmp_path / "new") as opened:
        assert at_head(opened, tmp_path / "new").matching(("**",)) == ()


def test_blobs_are_read_as_committed_whatever_a_checkout_makes_of_them(tmp_path: Path) -> None:
    attributes = "*.py text eol=crlf filter=shout ident\n"
    repository(tmp_path, {".gitattributes": attributes, "a.py": "x\n$Id$\n"})
    git(tmp_path, "config", "filter.shout.smudge", "touch smudged; tr a-z A-Z")
    git(tmp_path, "config", "filter.shout.clean", "touch cleaned; cat")
    with Repository(tmp_path) as opened:
        assert at_head(opened, tmp_path).read("a.py") == b"x\n$Id$\n"
        opened.renames("HEAD", [tmp_path])
    assert sorted(path.name for path in tmp_path.iterdir()) == [".git", ".gitattributes", "a.py"]


def test_no_program_that_the_repository_names_is_run_and_nothing_is_written(tmp_path: Path) -> None:
    repository(tmp_path, {"a.py": "x = 1\n" * 20})
    program = tmp_path / ".git/program"
    program.write_text(f"#!/bin/sh\ntouch {tmp_path}/ran\n")
    program.chmod(0o755)
    (tmp_path / ".git/hooks").mkdir()
    for hook in ("post-index-change", "post-checkout", "pre-commit", "reference-transaction"):
        shutil.copy(program, tmp_path / ".git/hooks" / hook)
    for key in ("core.fsmonitor", "diff.external", "core.pager", "diff.x.textconv"):
        git(tmp_path, "config", key, str(program))
    (tmp_path / "a.py").write_text("x = 2\n")
    before = {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")}
    with Repository(tmp_path) as opened:
        at_head(opened, tmp_path).read("a.py")
        opened.renames("HEAD", [tmp_path])
        opened.merge_base("HEAD", "HEAD")
    assert {path: path.stat().st_mtime_ns for path in tmp_path.rglob("*")} == before


def test_a_submodule_is_no_file(tmp_path: Path) -> None:
    other = repository(tmp_path / "other", {"definitions.py": ""})
    folder = repository(tmp_path / "r", {"a.py": ""})
    git(folder, "submodule", "--quiet", "add", str(other), "sub")
    commit(folder)
    with Repository(folder) as opened:
        source = at_head(opened, folder)
        assert source.matching(("**/*.py",)) == ("a.py",)
        assert (source.is_file("sub"), answer(source, "sub")) == (False, "no file")


def test_a_worktree_is_read_as_the_repository_that_it_is_of(tmp_path: Path) -> None:
    folder = repository(tmp_path / "r", {"p/a.py": "main"})
    git(folder, "worktree", "add", "-q", "-b", "other", str(tmp_path / "w"))
    (tmp_path / "w/p/a.py").write_text("other")
    commit(tmp_path / "w")
    with Repository(tmp_path / "w/p") as opened:
        assert at_head(opened, tmp_path / "w/p").read("a.py") == b"other"
        main = opened.commit("main")
        assert main is not None
        assert Commit(opened, main, tmp_path / "w/p").read("a.py") == b"main"


def test_the_folder_says_which_repository_it_is_also_in_a_hook(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    other = repository(tmp_path / "other", {"a.py": "other"})
    folder = repository(tmp_path / "r", {"p/a.py": "right"})
    monkeypatch.setenv("GIT_DIR", str(other / ".git"))
    monkeypatch.setenv("GIT_WORK_TREE", str(other))
    monkeypatch.setenv("GIT_PREFIX", "x/")
    with Repository(folder / "p") as opened:
        assert at_head(opened, folder / "p").read("a.py") == b"right"


@pytest.mark.parametrize(
    "ref", ["", "-h", "--all", "nowhere", "HEAD~9", "a b", "null\0", "HEAD:a.py", "x^{y}", "@{-9}"]
)
def test_what_is_no_commit_is_none(checkout: Path, ref: str) -> None:
    with Repository(checkout) as opened:
        assert opened.commit(ref) is None


@pytest.mark.parametrize("ref", ["HEAD", "main", "@", "HEAD~0", "main^{commit}"])
def test_a_commit_can_be_called_in_many_ways(checkout: Path, ref: str) -> None:
    with Repository(checkout) as opened:
        assert opened.commit(ref) == git(checkout, "rev-parse", "HEAD")


def test_histories_without_a_common_commit_have_no_base(tmp_path: Path) -> None:
    repository(tmp_path)
    git(tmp_path, "checkout", "-q", "--orphan", "other")
    git(tmp_path, "commit", "-q", "--allow-empty", "-m", "another beginning")
    with Repository(tmp_path) as opened:
        assert opened.merge_base("main", "other") is None


def test_an_object_that_is_missing_is_no_mistake_in_a_definition(tmp_path: Path) -> None:
    repository(tmp_path, {"a.py": "a"})
    name = git(tmp_path, "rev-parse", "HEAD:a.py")
    (tmp_path / ".git/objects" / name[:2] / name[2:]).unlink()
    with Repository(tmp_path) as opened:
        source = at_head(opened, tmp_path)
        with pytest.raises(GitError, match=f"git has no object {name}"):
            source.read("a.py")


def test_files_that_git_begins_with_are_there_in_the_end(tmp_path: Path) -> None:
    repository(
        tmp_path, {**{f"{number}.txt": f"{number}\n" * number for number in range(300)}, "empty": "", "nul": "\0"}
    )
    with Repository(tmp_path) as opened:
        source, other = at_head(opened, tmp_path), at_head(opened, tmp_path)
        source.begin(["missing", *source.paths])
        source.end()
        assert {path: source.read(path) for path in source.paths} == dict(other.contents(other.paths))


def test_what_was_begun_is_ended_with_the_repository(tmp_path: Path) -> None:
    repository(tmp_path, {"a.py": "a"})
    with Repository(tmp_path) as opened:
        at_head(opened, tmp_path).begin(["a.py"])
        [begun] = opened._begun
    assert begun._process.returncode is not None
    assert begun._found.closed


def test_an_object_that_git_misses_in_the_end_is_an_error_of_git(tmp_path: Path) -> None:
    repository(tmp_path, {"a.py": "a", "b.py": "b"})
    name = git(tmp_path, "rev-parse", "HEAD:a.py")
    (tmp_path / ".git/objects" / name[:2] / name[2:]).unlink()
    with Repository(tmp_path) as opened:
        source = at_head(opened, tmp_path)
        source.begin(["a.py", "b.py"])
        with pytest.raises(GitError, match=f"git has no object {name}"):
            source.end()


def test_a_reader_that_was_killed_is_an_error_of_git(tmp_path: Path) -> None:
    repository(tmp_path, {"a.py": "a", "b.py": "b"})
    with Repository(tmp_path) as opened:
        source = at_head(opened, tmp_path)
        source.read("a.py")
        assert opened._reading is not None
        opened._reading.kill()
        opened._reading.wait()
        with pytest.raises(GitError):
            source.read("b.py")


def test_a_folder_outside_of_any_repository_is_an_error_of_git(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.resolve().parent))
    with pytest.raises(GitError, match="the project is not in a git repository"):
        Repository(tmp_path)


def test_without_git_that_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(GitError, match="git cannot be started"):
        Repository(tmp_path)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can give files away")
def test_a_repository_of_somebody_else_has_to_be_trusted_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    monkeypatch.setenv("GIT_CONFIG_NOSYSTEM", "1")
    repository(tmp_path)
    for path in (tmp_path, tmp_path / ".git"):
        os.chown(path, 12345, 12345)
    with pytest.raises(GitError, match="belongs to another user") as caught:
        Repository(tmp_path)
    assert caught.value.hint.startswith("if it may be trusted: git config --global --add safe.directory ")


def test_renames_are_followed_with_small_edits_also_before_the_commit(tmp_path: Path) -> None:
    text = "".join(f"line {number}\n" for number in range(20))
    repository(tmp_path, {"p/a b.py": text, "p/c.py": "c", "q/d.py": "d"})
    git(tmp_path, "mv", "p/a b.py", "p/ü.py")
    (tmp_path / "p/ü.py").write_text(text + "more\n")
    git(tmp_path, "add", "-A")
    git(tmp_path, "mv", "q/d.py", "q/e.py")
    with Repository(tmp_path / "p") as opened:
        top = tmp_path.resolve()
        assert opened.renames("HEAD", [top / "p"]) == {top / "p/a b.py": top / "p/ü.py"}
        assert len(opened.renames("HEAD", [top / "p", top / "q"])) == 2
        assert len(opened.renames("HEAD", [top / "q", top])) == 2


def test_a_folder_is_called_as_it_is_and_no_pattern(tmp_path: Path) -> None:
    repository(tmp_path, {"p[1]*/a.py": "ours", "p1/b.py": "theirs"})
    git(tmp_path, "mv", "p1/b.py", "p1/c.py")
    with Repository(tmp_path / "p[1]*") as opened:
        assert at_head(opened, tmp_path / "p[1]*").matching(("**",)) == ("a.py",)
        assert opened.renames("HEAD", [tmp_path.resolve() / "p[1]*"]) == {}

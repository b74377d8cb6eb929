"""Files as they are in a git commit, read without checkout: no file is written, no hook and no filter is run.

What is read are the blobs, as committed. Where git converts files on checkout (line ends by `autocrlf` or
`.gitattributes`, Git LFS), the working tree says something else: who compares the two takes line ends for equal.
Submodules are no files. In a partial clone, git fetches what is missing; a prompt for a password is an error.
"""

from __future__ import annotations

import contextlib
import dataclasses
import datetime
import io
import os
import re
import subprocess
import tempfile
from pathlib import Path, PurePath, PurePosixPath
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from types import TracebackType
    from typing import IO, Self

_GIT = (
    "git",
    "--no-optional-locks",
    "--literal-pathspecs",
    "-c",
    "core.fsmonitor=false",
    "-c",
    f"core.hooksPath={os.devnull}",
)
_OF_ANOTHER_REPOSITORY = frozenset({"GIT_DIR", "GIT_WORK_TREE", "GIT_PREFIX"})
"""Variables that git sets for its hooks; here the folder says which repository it is."""
_AT_ONCE = 100
"""Names that fit into a pipe on every system, so that git can be asked before it is listened to."""
_LINK = "120000"
_SUBMODULE = "160000"


class GitError(Exception):
    """What git cannot give us, in words for the user, and what to do about it."""

    def __init__(self, reason: str, hint: str = "") -> None:
        super().__init__(reason)
        self.reason = reason
        self.hint = hint


@dataclasses.dataclass(frozen=True, slots=True)
class Blob:
    """A file of a commit: the name of its content, and whether that is the target of a symbolic link."""

    name: str
    is_link: bool


class Begun:
    """The contents of files for which git looks while something else is done."""

    def __init__(self, process: subprocess.Popen[bytes], found: IO[bytes], blobs: Sequence[Blob]) -> None:
        self._process = process
        self._found = found
        self._blobs = blobs

    def contents(self) -> list[bytes]:
        """The contents, once git has them all.

        Raises:
            GitError: it does not have one of them.
        """
        self._process.wait()
        self._found.seek(0)
        answers = io.BytesIO(self._found.read())
        self.close()
        return [_answer(answers, blob) for blob in self._blobs]

    def close(self) -> None:
        """Wait for it no longer."""
        self._process.terminate()
        self._process.wait()
        self._found.close()


class Repository:
    """The git repository that a folder lies in; to be used in a `with` statement, which ends what it started.

    Raises:
        GitError: by every method, where git is not there or does not know.
    """

    def __init__(self, folder: Path) -> None:
        self.top = folder.resolve()
        self._reading: subprocess.Popen[bytes] | None = None
        self._begun: list[Begun] = []
        prefix = self._said("rev-parse", "--show-prefix").removesuffix(b"\n").removesuffix(b"/")
        depth = len(PurePosixPath(os.fsdecode(prefix)).parts)
        self.top = [self.top, *self.top.parents][depth]

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._reading is not None:
            for stream in (self._reading.stdin, self._reading.stdout):
                with contextlib.suppress(OSError):
                    stream.close()  # type: ignore[union-attr]
            self._reading.wait()
            self._reading = None
        for begun in self._begun:
            begun.close()

    @property
    def is_shallow(self) -> bool:
        """Whether the history that is here ends early."""
        return self._said("rev-parse", "--is-shallow-repository").strip() == b"true"

    def commit(self, ref: str) -> str | None:
        """The name of the commit that a branch, tag or other expression stands for; None where there is none."""
        if not ref or ref.startswith("-") or "\0" in ref:
            return None
        found = self._run("rev-parse", "--verify", "--quiet", f"{ref}^{{commit}}")
        return found.stdout.decode().strip() if found.returncode == 0 else None

    def date(self, commit: str) -> datetime.date:
        """The day on which a commit was made, in UTC."""
        seconds = int(self._said("show", "--no-patch", "--format=%ct", commit))
        return datetime.datetime.fromtimestamp(seconds, datetime.UTC).date()

    def merge_base(self, one: str, other: str) -> str | None:
        """The commit at which the histories of two commits part; None where there is none, or it is not here."""
        found = self._run("merge-base", one, other)
        return found.stdout.decode().strip() if found.returncode == 0 else None

    @property
    def remotes(self) -> tuple[str, ...]:
        """The repositories to fetch from."""
        return tuple(sorted(self._said("remote").decode("utf-8", "replace").split(), key="origin".__ne__))

    @property
    def addresses(self) -> tuple[str, ...]:
        """Where the repositories to fetch from are."""
        listed = self._run("config", "--null", "--get-regexp", r"^remote\..*\.url$").stdout.split(b"\0")[:-1]
        return tuple(line.decode("utf-8", "replace").partition("\n")[2] for line in listed)

    @property
    def tracked(self) -> tuple[str, ...]:
        """The files in the index, by their path from the top of the repository."""
        listed = self._said("ls-files", "--cached", "--full-name", "-z").split(b"\0")[:-1]
        return tuple(dict.fromkeys(os.fsdecode(path) for path in listed))

    @property
    def branches(self) -> tuple[str, ...]:
        """The names by which branches and tags can be called."""
        return tuple(self._said("for-each-ref", "--format=%(refname:short)").decode("utf-8", "replace").split())

    def files(self, commit: str, folder: Path) -> dict[str, Blob]:
        """The files of a commit below a folder of the repository, by their path in that folder."""
        inside = PurePath(folder).relative_to(self.top).as_posix()
        start = "" if inside == "." else f"{inside}/"
        listing = self._said("ls-tree", "-r", "-z", "--full-tree", commit, "--", *([inside] if start else []))
        found: dict[str, Blob] = {}
        for line in listing.split(b"\0")[:-1]:
            facts, _, path = line.partition(b"\t")
            mode, _, name = facts.decode().split(" ")
            shown = os.fsdecode(path)
            if mode != _SUBMODULE and shown.startswith(start):
                found[shown.removeprefix(start)] = Blob(name, mode == _LINK)
        return found

    def content(self, blob: Blob) -> bytes:
        """The content of a file."""
        [data] = self.contents([blob])
        return data

    def begin(self, blobs: Sequence[Blob]) -> Begun:
        """Let git look for the contents of many files while something else is done."""
        found = tempfile.TemporaryFile()  # noqa: SIM115 - it is closed when it has been read
        with tempfile.TemporaryFile() as names:
            names.write("".join(f"{blob.name}\n" for blob in blobs).encode())
            names.seek(0)
            begun = self._started("--batch", "--buffer", stdin=names, stdout=found)
        self._begun.append(Begun(begun, found, blobs))
        return self._begun[-1]

    def contents(self, blobs: Sequence[Blob]) -> Iterator[bytes]:
        """The contents of files, from one git that stays open; many at a time are much faster."""
        for start in range(0, len(blobs), _AT_ONCE):
            some = blobs[start : start + _AT_ONCE]
            asking, answers = self._open()
            with contextlib.suppress(OSError):  # git has ended: it does not answer then
                asking.write("".join(f"{blob.name}\n" for blob in some).encode())
                asking.flush()
            yield from [_answer(answers, blob) for blob in some]

    def _open(self) -> tuple[IO[bytes], IO[bytes]]:
        """Where to ask for contents, and where they come."""
        if self._reading is None:
            self._reading = self._started("--batch", stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        assert self._reading.stdin is not None  # noqa: S101 - both are pipes
        assert self._reading.stdout is not None  # noqa: S101
        return self._reading.stdin, self._reading.stdout

    def _started(self, *options: str, stdin: int | IO[bytes], stdout: int | IO[bytes]) -> subprocess.Popen[bytes]:
        """A git that answers with the contents of objects."""
        return subprocess.Popen(  # noqa: S603 - see _run
            (*_GIT, "cat-file", *options),
            cwd=self.top,
            env=_environment(),
            stdin=stdin,
            stdout=stdout,
            stderr=subprocess.DEVNULL,
        )

    def renames(self, commit: str, folders: Sequence[Path], head: str = "") -> Mapping[Path, Path]:
        """The files of a commit that have another path in the `head`, by the old one; content may differ a little.

        The head is another commit, or the index.
        """
        paths = [] if self.top in folders else [folder.relative_to(self.top).as_posix() for folder in folders]
        options = ("-r", "-M", "-z", "--name-status", "--diff-filter=R", "--no-ext-diff")
        asked = ("diff-tree", *options, commit, head) if head else ("diff-index", "--cached", *options, commit)
        listed = self._run(*asked, "--", *paths)
        fields = [os.fsdecode(field) for field in listed.stdout.split(b"\0")[:-1]]
        pairs = zip(fields[1::3], fields[2::3], strict=True)
        return {self.top / old: self.top / new for old, new in pairs}

    def _said(self, *arguments: str) -> bytes:
        ran = self._run(*arguments)
        if ran.returncode == 0:
            return ran.stdout
        words = ran.stderr.decode("utf-8", "replace")
        if "not a git repository" in words:
            raise GitError("the project is not in a git repository")
        if "safe.directory" in words:
            hint = f"if it may be trusted: git config --global --add safe.directory {self.top.as_posix()}"
            found = re.search(r"^\s*git config --global --add safe\.directory .+$", words, re.MULTILINE)
            raise GitError(
                "git does not read this repository, as it belongs to another user",
                f"if it may be trusted: {found[0].strip()}" if found else hint,
            )
        reason = next((line for line in words.splitlines() if line.startswith("fatal: ")), words.strip())
        raise GitError(f"git failed: {reason.removeprefix('fatal: ')}")

    def _run(self, *arguments: str) -> subprocess.CompletedProcess[bytes]:
        try:
            return subprocess.run(  # noqa: S603 - fixed commands; refs are checked, paths stand after --
                (*_GIT, *arguments),
                cwd=self.top,
                env=_environment(),
                stdin=subprocess.DEVNULL,
                capture_output=True,
                check=False,
            )
        except OSError as error:
            raise GitError(f"git cannot be started: {error.strerror}", "install it") from error


def _answer(answers: IO[bytes], blob: Blob) -> bytes:
    header = answers.readline().split()
    if header[1:2] == [b"blob"]:
        data = answers.read(int(header[2]) + 1)[:-1]
        if len(data) == int(header[2]):
            return data
    hint = "fetch what is missing, in a partial clone with git fetch --refetch --no-filter"
    raise GitError(f"git has no object {blob.name}, a file of that commit", hint)


def _environment() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in _OF_ANOTHER_REPOSITORY}
    return {**kept, "LC_ALL": "C", "GIT_TERMINAL_PROMPT": "0"}

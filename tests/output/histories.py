"""The life of a catalog acted out: definitions change, people write into pages, branches meet, and it is built again.

What has to hold is worked out from the files before a build, from what the last build had rendered and from what this
one renders; never from the manifest. A block that the last build rendered and that does not stand in the page any more
was touched by somebody. Everything that people write carries a token (see `handwriting`).
"""

from __future__ import annotations

import copy
import dataclasses
import functools
import re
import shutil
import subprocess
from collections import Counter
from random import Random
from typing import TYPE_CHECKING, Any, NamedTuple
from unittest import mock

import declarations
import handwriting
from handwriting import TOKEN

from catalog_gen import building, problems
from catalog_gen.output import bodies, changes, existing, splicing, wishes, writing
from catalog_gen.output.aligning import base as base_name
from catalog_gen.pages import blocks, frontmatter, rendering
from catalog_gen.pages.planning import Plan
from catalog_gen.pages.templates import Templates
from catalog_gen.snippets import making
from catalog_gen.snippets.clients import Clients
from catalog_gen.sources import WorkingTree

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from projects import Project

    from catalog_gen.building import Built
    from catalog_gen.output.wishes import Wishes
    from catalog_gen.pages.planning import Page
    from catalog_gen.pages.rendering import Rendered


class Step(NamedTuple):
    """Something that happens; `seed` decides the rest. `left` and `right` are what happens on two branches."""

    what: str
    seed: int
    left: tuple[Step, ...] = ()
    right: tuple[Step, ...] = ()


Key = tuple[str, str]
"""A page: the id, and the version unless it is the current one."""

ALWAYS = ("id", "version", "schemaPath", "schemas")
_COMMENTED = re.compile(r"^\w+: .*(?= # hand-)")
"""A key of ours with a comment of somebody's: its value may change."""

_NESTED = {"versioned", "events", "services"}
"""What lies in the folder of a page and is no part of it."""

_clients = functools.cache(Clients)
_templates = functools.cache(Templates)
"""Read once: there are no others than those that come along."""
_split = functools.lru_cache(4096)(blocks.split)
"""Most pages of a build are those of the build before."""

_MISSING = object()
_SET = ("user.name=t", "user.email=t@t", "core.autocrlf=false", "gc.auto=0", "maintenance.auto=false")
_GIT = ("git", *(word for one in _SET for word in ("-c", one)))


@dataclasses.dataclass
class Knowledge:
    """What there is to know of a working tree beside its files.

    `last` is what the last build rendered, by page; two after a merge. `touched` are names of blocks and keys (with
    `@`) that were ever touched in a page, `theirs` texts without a token that are nobody's but the user's.
    """

    declared: declarations.Declarations
    last: dict[Key, tuple[Rendered, ...]]
    touched: dict[Key, set[str]]
    theirs: dict[Key, set[str]]
    archived: set[str]
    lost: bool = False
    conflicted: bool = False
    resolved: set[str] = dataclasses.field(default_factory=set)


class History:
    """A project and everything that happens to it; `story` says what that was."""

    def __init__(self, project: Project) -> None:
        self.project = project
        self.output = project.root / "output"
        self.story: list[str] = []
        self.known = Knowledge(declarations.first(), {}, {}, {}, set())
        self._number = 100
        self._pieces: list[str] = []
        self._branches = 0
        self._merging = ""

    def live(self, steps: Sequence[Step]) -> None:
        """Let everything happen, with a build in front and one at the end."""
        try:
            with (
                mock.patch.object(making, "Clients", _clients),
                mock.patch.object(rendering, "Templates", _templates),
                mock.patch.object(blocks, "split", _split),
            ):
                self._live(steps)
        except AssertionError as error:
            raise AssertionError("\n".join([*self.story, "", str(error)])) from error

    def _live(self, steps: Sequence[Step]) -> None:
        self._build()
        for step in (*steps, Step("build", 0)):
            self._step(step)
        again = self.project.built()
        assert again.changes is not None, self.project.problems(again)
        _assert_nothing(again.changes, ())

    def _step(self, step: Step) -> None:
        random = Random(step.seed)  # noqa: S311
        if step.what == "merge":
            self._merge(step)
        elif step.what == "build":
            self._say("build")
            self._build()
        elif step.what in {"body", "front"}:
            self._write_by_hand(step.what, random)
        else:
            self._say(f"{step.what}: {getattr(self, f'_{step.what}')(random)}")

    def _say(self, what: str) -> None:
        self.story.append(what)

    def _new(self) -> int:
        self._number += 1
        return self._number

    # --- what happens to definitions

    def _define(self, random: Random) -> str:
        names = declarations.events(self.known.declared)
        if names and random.random() < 0.75:
            name = names[0] if random.random() < 0.5 else random.choice(names)
            what = declarations.change_event(self.known.declared[name], random, self._new())
            return f"{what} of {name}: {self.known.declared[name][what]}"
        others = ["crew", "channel", *declarations.called(self.known.declared, "service", "domain", "doc")]
        name = random.choice(others)
        if name in {"crew", "channel"}:
            self.known.declared[name]["summary"] = f"Another summary {self._new()}"
            return name
        return declarations.change_resource(self.known.declared[name], random, self._new())

    def _schema(self, random: Random) -> str:
        event = self._event(random)
        if event:
            declarations.change_schema(event, random, self._new())
        return f"{event and event['id']}"

    def _client(self, random: Random) -> str:
        event = self._event(random)
        if event:
            event |= {"client": not event["client"], "channel": True}
        return f"{event and event['id']}"

    def _bump(self, random: Random) -> str:
        values = self._one_of(random, "event", "event", "service", "domain")
        self._write_into_one_of(values, random)
        declarations.raise_version(values, random, self._new())
        said = (f"{key}={values[key]}" for key in ("previous", "changes", "logs"))
        return f"{values['id']} {values['version']} {' '.join(said)}"

    def _rename(self, random: Random) -> str:
        values = self._one_of(random, "event", "event", "event", "service", "domain", "doc")
        self._write_into_one_of(values, random)
        folder = random.choice(["", "in/"]) if values["kind"] == "doc" else ""
        old, values["id"] = values["id"], f"{folder}New{self._new()}"
        values["formerly"] = [*values["formerly"], old] if random.random() < 0.7 else []
        return f"{old} to {values['id']}, formerly {values['formerly']}"

    def _remove(self, random: Random) -> str:
        names = declarations.called(self.known.declared, "event", "doc")
        if not names:
            return "nothing"
        return str(self.known.declared.pop(random.choice(names))["id"])

    def _add(self, random: Random) -> str:
        number = self._new()
        added = declarations.page(number) if random.random() < 0.3 else declarations.event(f"Event{number}", number)
        self.known.declared[f"e{number}"] = added
        return str(added["id"])

    def _layout(self, _random: Random) -> str:
        settings = self.known.declared["settings"]
        settings["layout"] = "flat" if settings["layout"] == "nested" else "nested"
        return str(settings["layout"])

    def _one_of(self, random: Random, *kinds: str) -> dict[str, Any]:
        """Something of one of the kinds; the service where there is none of that kind."""
        names = declarations.called(self.known.declared, random.choice(kinds))
        return self.known.declared[random.choice(names) if names else "service"]

    def _write_into_one_of(self, values: Mapping[str, Any], random: Random) -> None:
        """Mostly, somebody has written into a page of what changes now, be it its log or one of its documents."""
        inside = re.compile(rf"/{values['id']}/([^/]+\.mdx|docs/.*)|docs/{values['id']}\.mdx")
        own = [path for path in self._pages() if inside.search(path) and "/versioned/" not in path]
        beside = [path for path in own if _is_beside(path)]
        if own and random.random() < 0.8:
            self._write_into(random.choice(["body", "front"]), random.choice(beside or own), random)

    def _event(self, random: Random) -> dict[str, Any]:
        names = declarations.events(self.known.declared)
        return self.known.declared[random.choice(names)] if names else {}

    # --- what people do to files

    def _write_by_hand(self, where: str, random: Random) -> None:
        pages = self._pages()
        written = [path for path in pages if TOKEN.search(self._read(path))]
        beside = [path for path in pages if _is_beside(path)]
        some = [pages, pages, beside, beside, written, written, written, written]
        self._write_into(where, random.choice(random.choice([paths for paths in some if paths])), random)

    def _write_into(self, where: str, path: str, random: Random) -> None:
        text = self._read(path)
        if handwriting.HUNK.search(text):
            return
        writer = handwriting.Writer(random, self._new())
        text = writer.front(text) if where == "front" else writer.body(text)
        self._put(path, text)
        self._pieces += writer.pieces
        self._say(f"{path}: {writer.said} ({writer.token})")

    def _crlf(self, random: Random) -> str:
        path, every = random.choice(self._pages()), random.choice([1, 1, 2, 3])
        lines = self._read(path).replace("\r\n", "\n").splitlines(keepends=True)
        self._put(path, "".join(line if at % every else line.replace("\n", "\r\n") for at, line in enumerate(lines)))
        return f"{path}, every {every}."

    def _beside(self, random: Random) -> str:
        folder = random.choice(self._pages()).rpartition("/")[0]
        name = f"{folder}/{random.choice(['', 'examples/', 'own/'])}notes-{self._new()}.txt"
        self._pieces.append(f"hand-{self._number}-word beside")
        self._put(name, self._pieces[-1])
        return name

    def _copy(self, random: Random) -> str:
        copies = [path for path in self._files() if re.search(r"(schema|example|category).*\.json$", path)]
        copies = [path for path in copies if "/versioned/" not in path]
        if not copies:
            return "nothing"
        path = random.choice(copies)
        self._put(path, self._read(path) + "\n")
        return path

    def _lose(self, _random: Random) -> str:
        shutil.rmtree(self.output / ".catalog-gen", ignore_errors=True)
        self.known.lost = True
        return "the manifest"

    def _pages(self) -> list[str]:
        """Pages of ours, with those that stay although their definition is gone, and those of older versions."""
        return [path for path in self._files() if path.endswith(".mdx")]

    def _files(self) -> list[str]:
        found = (path for path in self.output.rglob("*") if path.is_file() and ".git" not in path.parts)
        return sorted(path.relative_to(self.output).as_posix() for path in found)

    def _read(self, path: str) -> str:
        return (self.output / path).read_bytes().decode()

    def _put(self, path: str, text: str) -> None:
        file = self.output / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode())

    # --- giving in

    def _overwrite(self, random: Random) -> str:
        """Build with a page, a section or everything given back to the definitions."""
        page = random.choice(sorted(self.known.last))
        rendered = self.known.last[page][0]
        headings = [_slug(block.label) for block in rendered.blocks if block.kind == "heading"]
        if page[1] or page[0] not in declarations.ids(self.known.declared):
            return "nothing"
        wish = random.choice([page[0], f"{page[0]}#front-matter", *(f"{page[0]}#{one}" for one in headings), "*"])
        self._say(f"build --overwrite {wish}")
        self._build(overwrite=(wish,))
        return wish

    # --- two branches

    def _git(self, *arguments: str, fails: bool = False) -> str:
        done = subprocess.run([*_GIT, *arguments], cwd=self.project.root, capture_output=True, text=True, check=False)
        assert fails or done.returncode == 0, (arguments, done.stdout, done.stderr)
        return done.stdout

    def _merge(self, step: Step) -> None:
        if not (self.project.root / ".git").exists():
            self._git("init", "-q", "-b", "main")
        self._build()
        self._commit()
        base, self._branches = self.known, self._branches + 1
        right = f"right{self._branches}"
        self._git("branch", right)
        sides = []
        for branch, steps in ((right, step.right), ("main", step.left)):
            self._git("checkout", "-q", branch)
            self.known = copy.deepcopy(base)
            self._say(f"on branch {branch}:")
            for inner in steps:
                self._step(inner)
            self._build()
            self._commit()
            sides.append(self.known)
        self._say("merge")
        self._git("merge", "-q", "--no-edit", right, fails=True)
        self.known, self._merging = _known_by_both(base, sides[1], sides[0]), right
        declarations.write(self.known.declared, self.project)
        self._resolve_archives()
        self.known.lost |= any(inner.what == "lose" for inner in (*step.left, *step.right))
        self._build()
        self._commit()
        self._merging = ""

    def _merge_again(self) -> None:
        """What a build says that one should do where line ends differ; once, as it may leave other conflicts."""
        self._say("merge with -X ignore-cr-at-eol")
        self.known.resolved.clear()
        self._git("reset", "-q", "--hard")
        self._git("merge", "-q", "--no-edit", "-X", "ignore-cr-at-eol", self._merging, fails=True)
        self._merging = ""
        declarations.write(self.known.declared, self.project)
        self._resolve_archives()

    def _resolve_archives(self) -> None:
        """Keep both texts of a conflict in a version that is left behind, which no build will ever solve."""
        conflicted = [path for path in self._files() if "/versioned/" in path and "<<<<<<<" in self._read(path)]
        if conflicted:
            _, planned, _ = self._built(wishes.read((), ()))
            given = {page.path for page in planned.pages}
            for path in conflicted:
                if path not in given:
                    self._put(path, handwriting.both_texts(self._read(path)))

    def _commit(self) -> None:
        self._git("add", "-A")
        self._git("commit", "-q", "--allow-empty", "-m", "c")

    # --- building, and what has to hold

    def _build(self, overwrite: tuple[str, ...] = (), adopt: tuple[str, ...] = (), tries: int = 12) -> None:
        declarations.write(self.known.declared, self.project)
        wished = wishes.read(adopt, overwrite)
        if "*" in overwrite:
            wished = wishes.Wishes(frozenset(adopt), {"*": frozenset()})
        before = _Tree.of(self)
        built, planned, rendered = self._built(wished)
        if built.changes is None:
            assert _Tree.of(self).files == before.files, "a build that was refused has written"
            assert tries, f"no way out of {self.project.problems(built)}"
            self._way_out(built, overwrite, adopt, tries - 1)
            return
        settings = self.project.settings()
        assert writing.apply(built.changes, settings) == ()
        pages = list(zip(planned.pages, rendered, strict=True))
        _Check(self.known, before, _Tree.of(self), pages, wished, self._pieces).everything()
        there, _ = existing.look(settings)  # the same would be rendered, so it is enough to compare again
        _assert_nothing(*changes.compare(planned, rendered, there, settings))

    def _built(self, wished: Wishes) -> tuple[Built, Plan, Sequence[Rendered]]:
        """What a build comes to, and what it has planned and rendered for that."""
        caught: list[Any] = []
        compare = changes.compare

        def listening(plan: Plan, rendered: Sequence[Rendered], *rest: Any) -> Any:
            caught.extend((plan, rendered))
            return compare(plan, rendered, *rest)

        settings = self.project.settings()
        with mock.patch.object(changes, "compare", listening):
            built = building.build(settings, WorkingTree(settings.root), lambda _: None, wished)
        return (built, *(caught or (Plan((), ()), ())))

    def _way_out(self, built: Built, overwrite: tuple[str, ...], adopt: tuple[str, ...], tries: int) -> None:
        """Do what the first error says."""
        error = next(one for one in built.problems if problems.severity(one, {}) == "error")
        self._say(f"  refused: {problems.text(error)}")
        path = error.place.path.removeprefix("output/") if error.place else ""
        wish = re.search(r"catalog-gen build --(overwrite|adopt) ([^\s\"]+)", error.hint or "")
        if "git merge -X ignore-cr-at-eol" in (error.hint or "") and self._merging:
            self._merge_again()
        elif error.code == "merge-conflict":
            side = "right" if "second side" in (error.hint or "") else "left"
            self._put(path, handwriting.both_texts(self._read(path), side))
            self.known.resolved.add(path)
        elif error.code == "unmergeable-page" and "is there twice" in error.message:
            self._put(path, _with_first_key(self._read(path), error.message.split()[2]))
        elif error.code == "unmergeable-page" and "comment" in error.message:
            found = TOKEN.search(error.message)
            assert found, error
            self._put(path, _with_comment_above(self._read(path), found[0]))
        elif error.code == "edited-copy" or (error.code == "foreign-file" and "move it away" in (error.hint or "")):
            (self.output / path).unlink()
        elif error.code == "duplicate-id" and (other := re.search(r"and delete output/(\S+)", error.hint or "")):
            (self.output / other[1]).unlink()
            self.known.lost = True
        elif wish and wish[1] == "overwrite":
            overwrite = (*overwrite, wish[2])
        elif wish:
            adopt = (*adopt, wish[2])
            self.known.lost = True
        else:
            raise AssertionError(f"an error that leads nowhere: {problems.text(error)}")
        self._build(overwrite, adopt, tries)


def _with_first_key(text: str, key: str) -> str:
    found = list(re.finditer(rf"^{key}:.*\n(?:[ -].*\n)*", text, re.MULTILINE))
    return text[: found[1].start()] + text[found[1].end() :]


def _with_comment_above(text: str, token: str) -> str:
    newline = "\r\n" if "\r\n" in text else "\n"
    text = re.sub(rf"[ \t]*# {token}", "", text)
    return text.replace(f"---{newline}", f"---{newline}# {token}{newline}", 1)


def _assert_nothing(found: changes.Changes, wrong: Iterable[problems.Problem]) -> None:
    errors = [problems.text(one) for one in wrong if problems.severity(one, {}) == "error"]
    listed = [*found.created, *found.updated, *found.removed, *(["the manifest"] if found.records_changed else [])]
    assert found.nothing, f"the second build writes {listed}"
    assert not errors, f"the second build is refused: {errors}"


def _is_beside(path: str) -> bool:
    """Whether a page is no page of a resource: a document, a log, a language."""
    return path.endswith(("changelog.mdx", "language.mdx")) or "docs/" in path


def _slug(label: str) -> str:
    return re.sub(r"[^\w -]", "", label.lower()).strip().replace(" ", "-")


def _known_by_both(base: Knowledge, left: Knowledge, right: Knowledge) -> Knowledge:
    """What is known of a merge before it is built."""

    def union(one: Mapping[Key, Iterable[Any]], other: Mapping[Key, Iterable[Any]]) -> dict[Key, Any]:
        return {key: (*one.get(key, ()), *other.get(key, ())) for key in {**one, **other}}

    return Knowledge(
        declarations.merged(base.declared, left.declared, right.declared),
        union(left.last, right.last),
        {key: set(known) for key, known in union(left.touched, right.touched).items()},
        {key: set(known) for key, known in union(left.theirs, right.theirs).items()},
        set(),
        lost=left.lost or right.lost,
        conflicted=True,
    )


@dataclasses.dataclass(frozen=True)
class _Tree:
    """The files of the catalog at one moment, without our own records."""

    files: Mapping[str, bytes]

    @classmethod
    def of(cls, history: History) -> _Tree:
        return cls(
            {path: (history.output / path).read_bytes() for path in history._files() if not path.startswith(".cat")}
        )

    def text(self, path: str) -> str:
        return _unix(self.files[path])

    def lines(self, *, archived: bool) -> Counter[str]:
        """The lines with tokens."""
        texts = (self.text(path) for path in self.files if ("/versioned/" in path) == archived)
        lines = (line for text in texts for line in text.split("\n") if TOKEN.search(line))
        return Counter(_COMMENTED.sub("", line) for line in lines)


def _unix(data: bytes) -> str:
    return data.decode().replace("\r\n", "\n")


class _Check:
    """What has to hold after a build; what is known for the next one is noted on the way."""

    def __init__(
        self,
        known: Knowledge,
        before: _Tree,
        after: _Tree,
        pages: Sequence[tuple[Page, Rendered]],
        wished: Wishes,
        pieces: Sequence[str],
    ) -> None:
        self._known = known
        self._before = before
        self._after = after
        self._pages = pages
        self._wished = wished
        self._pieces = pieces

    def everything(self) -> None:
        paths = {page.path: self._path_before(page) for page, _ in self._pages}
        self._left = self._left_behind(paths)
        self._words(paths)
        last: dict[Key, tuple[Rendered, ...]] = {}
        for page, fresh in self._pages:
            self._page(page, fresh, paths[page.path])
            last[_key(page)] = (fresh,)
        self._gone(paths)
        self._archives(paths)
        self._known.last = last
        self._known.lost = self._known.conflicted = False
        self._known.resolved.clear()

    def _path_before(self, page: Page) -> str | None:
        """Where the page was before this build."""
        if page.path in self._before.files:
            return page.path
        for key in _former(page):
            if key in self._known.last:
                found = [one.path for one in self._known.last[key] if one.path in self._before.files]
                if found:
                    return found[0]
        return None

    def _left_behind(self, paths: Mapping[str, str | None]) -> dict[str, str]:
        """By their paths before: where files lie now that only are about a version that is left behind.

        These are its changelog and what no definition asks for any more. Everything else is there twice.
        """
        left: dict[str, str] = {}
        for page, version, folder in self._raised(paths):
            there = f"{page.path.removesuffix('index.mdx')}versioned/{version}/"
            for path in self._before.files:
                inside = path.removeprefix(f"{folder}/")
                if not path.startswith(f"{folder}/") or inside.split("/")[0] in _NESTED:
                    continue
                if f"{there}{inside}" not in self._before.files:
                    assert f"{there}{inside}" in self._after.files, f"{path} is not in the archive"
                    same = _without_id(self._after.files[f"{there}{inside}"]) == _without_id(self._before.files[path])
                    assert same, f"{there}{inside} is not what {path} was"
                    if inside == "changelog.mdx" or path not in paths.values():
                        left[path] = f"{there}{inside}"
        return left

    def _raised(self, paths: Mapping[str, str | None]) -> Iterable[tuple[Page, str, str]]:
        """The pages with a newer version than before, which has to be archived; that, and the folder before."""
        for page, _ in self._pages:
            old, entry = paths[page.path], page.entry
            said = {one.metadata.get("version") for key in _former(page) for one in self._known.last.get(key, ())}
            if not old or not entry.version or not entry.current or self._known.lost:
                continue
            if self._known.conflicted:  # what git has merged may have either version
                said &= set(re.findall(r"^version: '?([\d.]+)", self._before.text(old), re.MULTILINE))
            version = said.pop() if len(said) == 1 else None
            archive = f"{page.path.removesuffix('/index.mdx')}/versioned/{version}/index.mdx"
            if version and version != entry.version and archive not in {*paths, *self._before.files}:
                yield page, version, old.removesuffix("/index.mdx")

    def _words(self, paths: Mapping[str, str | None]) -> None:
        """No word is lost, and none doubled."""
        pages = [
            paths[page.path]
            for page, _ in self._pages
            if self._is_given_back(page) or self._wished.sections(page.entry.id)
        ]
        before, after = self._before.lines(archived=False), self._after.lines(archived=False)
        allowed: Counter[str] = Counter()
        given_up = {token for path in filter(None, pages) for token in TOKEN.findall(self._before.text(path))}
        for path in filter(None, pages):
            lines = (line for line in self._before.text(path).split("\n") if TOKEN.search(line))
            allowed += Counter(_COMMENTED.sub("", line) for line in lines)
        allowed += Counter(
            line for old in self._left for line in self._before.text(old).split("\n") if TOKEN.search(line)
        )
        lost = before - after
        if self._known.conflicted:
            lost = Counter({line: 1 for line in lost if line not in after})
        assert not lost - allowed, f"lost: {dict(lost - allowed)}"
        assert not after - before, f"doubled: {dict(after - before)}"
        gone = self._before.lines(archived=True) - self._after.lines(archived=True)
        gone = Counter({line: count for line, count in gone.items() if line not in after})
        assert not gone - allowed, f"lost from an archive: {dict(gone)}"
        old, new = ("\0".join(tree.text(path) for path in tree.files) for tree in (self._before, self._after))
        for piece in self._pieces:
            token = TOKEN.search(piece)
            if piece in old and token and token[0] not in given_up:
                assert piece in new, f"torn: {piece!r}"

    # --- one page

    def _is_given_back(self, page: Page) -> bool:
        """Whether the page becomes what its definition says; with all pages, not those that are only taken over."""
        return self._wished.overwrites(page.entry.id, ours=page.entry.id not in self._wished.adopt)

    def _page(self, page: Page, fresh: Rendered, path: str | None) -> None:
        text = self._after.text(page.path)
        if path is None or self._is_given_back(page) or path in self._left:
            assert text == fresh.text, f"{page.path} is not what the definition says: {text}"
            self._known.touched.pop(_key(page), None)
            self._known.theirs.pop(_key(page), None)
            return
        crlf = 0 < self._before.files[path].count(b"\r\n") == self._before.files[path].count(b"\n")
        if crlf and text != fresh.text:
            assert self._after.files[page.path].count(b"\n") == self._after.files[page.path].count(b"\r\n")
        if text == fresh.text:  # then nothing is left to be remembered of what was deleted
            self._known.touched.pop(_key(page), None)
        former = next((key for key in _former(page) if key in self._known.last), None)
        last = self._known.last.get(former or ("", ""), ())
        _PageCheck(self._known, page, fresh, last, former or _key(page), self._wished).run(
            self._before.text(path), text
        )

    def _gone(self, paths: Mapping[str, str | None]) -> None:
        """Pages without a definition: away if nobody wrote into them, or into the page of which they are a part."""
        kept = set(paths.values()) | set(paths)
        for rendered in (one for several in self._known.last.values() for one in several):
            path = rendered.path
            if path in kept or path not in self._before.files:
                continue
            if self._before.text(path) != rendered.text:
                continue
            above = re.sub(r"(docs/.*|[^/]+)\Z", "index.mdx", path)
            if above != path and above not in kept and above in self._after.files:
                continue
            if not (self._known.lost or self._known.conflicted):
                assert path not in self._after.files, f"{path} has no definition any more"

    def _archives(self, paths: Mapping[str, str | None]) -> None:
        """Versions that are left behind are what the page was, and stay that."""
        folders = {(paths[path] or path).rpartition("/")[0]: path.rpartition("/")[0] for path in paths}
        for path in self._known.archived:
            folder = path.partition("/versioned/")[0]
            if folder not in folders or path not in self._before.files or self._known.lost:
                continue
            now = f"{folders[folder]}/versioned/{path.partition('/versioned/')[2]}"
            if now not in paths and not _is_in(now, paths):
                assert now in self._after.files, f"{now} was an archive of {path}"
                same = _without_id(self._after.files[now]) == _without_id(self._before.files[path])
                assert same, f"{now} has changed"
        self._known.archived = {path for path in self._after.files if "/versioned/" in path and not _is_in(path, paths)}
        for page, _ in self._pages:
            old = paths[page.path]
            versions = {one.metadata.get("version") for key in _former(page) for one in self._known.last.get(key, ())}
            if not old or not page.entry.current or len(versions) != 1 or self._known.lost:
                continue
            version = versions.pop()
            if version in {None, page.entry.version}:
                continue
            archive = f"{page.path.removesuffix('/index.mdx')}/versioned/{version}/index.mdx"
            assert archive in self._after.files, f"{archive} is missing"
            if archive not in paths and archive not in self._before.files and not self._known.conflicted:
                assert _without_id(self._after.files[archive]) == _without_id(self._before.files[old])


def _is_in(path: str, pages: Iterable[str]) -> bool:
    """Whether a file lies beside one of the pages of versions that the definitions give."""
    return any(path.startswith(page.removesuffix("index.mdx")) for page in pages if "/versioned/" in page)


def _without_id(data: bytes) -> bytes:
    return re.sub(rb"^id:[^\n]*\n", b"", data, flags=re.MULTILINE)


def _key(page: Page) -> Key:
    return page.entry.id, "" if page.entry.current else page.entry.version or ""


def _former(page: Page) -> Iterable[Key]:
    """What the page may have been called before this build, the likeliest first."""
    _, version = _key(page)
    yield _key(page)
    whole = page.entry.part_of or page.entry
    for identifier in reversed(getattr(whole.resource, "formerly", None) or ()):
        known = f"docs/{identifier}" if page.entry.kind == "doc" else identifier
        yield f"{known}{page.entry.id.removeprefix(whole.id)}", version


class _PageCheck:
    """What has to hold for one page that was there before."""

    def __init__(
        self, known: Knowledge, page: Page, fresh: Rendered, last: Sequence[Rendered], former: Key, wished: Wishes
    ) -> None:
        self._known = known
        self._page = page
        self._fresh = fresh
        self._last = last
        self._sections = wished.sections(page.entry.id)
        self._touched = known.touched.pop(former, set())
        self._theirs = known.theirs.pop(former, set())
        known.touched[_key(page)] = self._touched
        known.theirs[_key(page)] = self._theirs
        self._exact = bool(last) and not known.lost
        if page.path in known.resolved:
            self._forgive()

    def _forgive(self) -> None:
        """Somebody kept one side of what is generated: where only the other is recorded, it counts as by hand."""
        one, other = ({(block.name, block.text) for block in side.blocks} for side in (self._last[0], self._last[-1]))
        self._theirs |= {text for _, text in one ^ other}
        self._touched |= {base_name(name) for name, _ in one ^ other}
        self._touched |= {f"@{key}" for side in self._last for key in side.metadata}

    def run(self, before: str, after: str) -> None:
        conflicted = bool(handwriting.HUNK.search(before))
        assert not handwriting.HUNK.search(after), f"{self._page.path} has markers of git's"
        document = splicing.open_page(after)
        self._keys(None if conflicted else before, splicing.values(document.yaml))
        there = Counter(_texts(document.body))
        sides = [handwriting.side_of(before, side) for side in ("left", "right")] if conflicted else [before]
        self._blocks([Counter(_texts(splicing.open_page(side).body)) for side in sides], there)

    # --- the front matter

    def _keys(self, before: str | None, there: Mapping[str, object]) -> None:
        wanted = {key: frontmatter.plain(value) for key, value in self._fresh.metadata.items()}
        for key in ALWAYS:
            assert there.get(key, _MISSING) == wanted.get(key, _MISSING), f"{key} is {there.get(key)}"
        if before is None or not self._exact:
            return
        was = splicing.values(splicing.open_page(before).yaml)
        last = [{key: frontmatter.plain(value) for key, value in one.metadata.items()} for one in self._last]
        given_back = "front-matter" in self._sections
        for key in {**was, **wanted, **there} if not given_back else wanted:
            old = was.get(key, _MISSING)
            now, wish = there.get(key, _MISSING), wanted.get(key, _MISSING)
            ours = old in [one.get(key, _MISSING) for one in last] or given_back
            if given_back:
                self._touched.discard(f"@{key}")
            if not ours:
                self._touched.add(f"@{key}")
            if now == wish or key in ALWAYS:
                continue
            assert f"@{key}" in self._touched, f"{key} is {now} and not {wish}, was {old}"
            assert now == old, f"{key} was {old} by hand, and is {now}"
        if not self._known.conflicted:
            self._deleted_keys(was, wanted, there)

    def _deleted_keys(self, was: Mapping[str, Any], wanted: Mapping[str, Any], there: Mapping[str, Any]) -> None:
        for key in self._last[0].metadata:
            if key in wanted and key not in was and key not in ALWAYS and "front-matter" not in self._sections:
                assert key not in there, f"{key} was deleted, and is back"

    # --- the body

    def _blocks(self, before: Sequence[Counter[str]], there: Counter[str]) -> None:
        wanted: dict[str, list[str]] = {}
        for block in self._fresh.blocks:
            wanted.setdefault(base_name(block.name), []).append(block.text)
        fresh = Counter(text for texts in wanted.values() for text in texts)
        strange = {text for text in there if not TOKEN.search(text)} - set(fresh)
        if self._exact:
            ours = {block.text for one in self._last for block in one.blocks}
            merged = {text for side in before for text in side if self._known.conflicted and text not in ours}
            twice = {text for side in before for text in side if self._known.conflicted and side[text] > 1}
            self._theirs |= merged | twice | self._both_kept(before)
            assert strange <= self._theirs, f"{self._page.path} has, and should not: {strange - self._theirs}"
            doubled = {text for text in fresh if there[text] > fresh[text]} - self._theirs
            assert not doubled, f"{self._page.path} has twice: {doubled}"
            for group, texts in wanted.items():
                self._group(group, texts, before, there)
        else:
            self._theirs |= strange | {text for text in fresh if there[text] > fresh[text]}
            missing = fresh - there
            self._touched |= {base_name(block.name) for block in self._fresh.blocks if block.text in missing}
            standing = {text for side in before for text in side}
            assert not set(missing) & standing, f"{self._page.path} lost {set(missing) & standing}"
        given_back = _sections(self._fresh, self._sections)
        lost = Counter(given_back) - there
        assert not lost, f"{self._page.path} should have again: {lost}"

    def _both_kept(self, before: Sequence[Counter[str]]) -> set[str]:
        """Blocks that one side moved and the other made anew: git has kept both, and the manifest knows the new one."""
        if not self._known.conflicted:
            return set()
        texts: dict[str, set[str]] = {}
        for one in self._last:
            for block in one.blocks:
                texts.setdefault(block.name, set()).add(block.text)
        both = [several for several in texts.values() if len(several) > 1]
        return {text for several in both for side in before if several <= set(side) for text in several}

    def _group(self, group: str, texts: Sequence[str], before: Sequence[Counter[str]], there: Counter[str]) -> None:
        """The blocks that have one name but for their ordinals."""
        last = [[block.text for block in one.blocks if base_name(block.name) == group] for one in self._last]
        touched = [
            text
            for several in last
            for text in several
            if not any(side[text] >= several.count(text) for side in before)
        ]
        if touched and (not self._known.conflicted or all(set(several) & set(touched) for several in last if several)):
            self._touched.add(group)
        missing = Counter(texts) - there
        if not missing:
            back = all(there[text] >= [block.text for block in self._fresh.blocks].count(text) for text in touched)
            if touched and back and not (self._known.conflicted or self._sections) and last == [list(texts)]:
                raise AssertionError(f"{self._page.path}: {touched} was edited or deleted, and is back")
            return
        assert group in self._touched, f"{self._page.path}: {group} lacks {dict(missing)}"
        kept = {text for several in last for text in several} - set(touched)
        if len(last) == 1:
            assert not set(missing) & kept, f"{self._page.path}: untouched {set(missing) & kept} went"


def _texts(body: str) -> list[str]:
    texts = (body[part.start : part.end] for part in blocks.split(body))
    return [text for text in texts if text != bodies.SEPARATOR]


def _sections(fresh: Rendered, wished: Iterable[str]) -> list[str]:
    """The texts of the sections that were given back."""
    found: dict[str, None] = {}
    for section in wished:
        level = 0
        for block in fresh.blocks:
            if block.kind == "heading" and (not level or block.level <= level):
                level = block.level if _slug(block.label) == section and not level else 0
            if level:
                found[block.text] = None
    return list(found)

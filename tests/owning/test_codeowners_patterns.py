from __future__ import annotations

import itertools
import random
import re
import subprocess
from typing import TYPE_CHECKING

import pytest
from repositories import repository

from catalog_gen.owning.codeowners.patterns import compiled

if TYPE_CHECKING:
    from pathlib import Path

GITHUB = {
    # a name without slash is one in any folder, and everything below a folder of that name
    "orders": ("orders orders/a orders/b/c shop/orders shop/orders/a", "orders.py my-orders Orders shop/orders2"),
    "*": ("a a/b .hidden a/.b/c", ""),
    "**": ("a a/b a/b/c", ""),
    "*.js": ("a.js src/a.js src/b/.js a.js/b", "a.jsx a.js~ src/js"),
    "*.tar.gz": ("a.tar.gz b/c.tar.gz", "a.gz a.tar"),
    "o*s": ("os orders shop/ooss orders/a", "order sos shop/a"),
    "?": ("a b/a a/bb", "ab bb/cc"),
    "a?c": ("abc a-c/d x/a.c", "ac abbc a/c"),
    ".github": (".github/CODEOWNERS .github x/.github/y", "github x.github"),
    # a slash at the end: folders only
    "orders/": ("orders/a shop/orders/a shop/orders/b/c", "orders shop/orders"),
    "*/": ("a/b a/b/c", "a"),
    "**/": ("a/b a/b/c", "a"),
    "o*/": ("orders/a shop/os/b", "orders a/orders"),
    # a slash in front: at the top only
    "/orders": ("orders orders/a orders/b/c", "shop/orders order orders.py"),
    "/orders/": ("orders/a orders/b/c", "orders shop/orders/a"),
    "/*": ("a .b", "a/b a/b/c"),
    "/**": ("a a/b a/b/c", ""),
    "/*/": ("a/b a/b/c", "a"),
    "/*.md": ("a.md a.md/b", "docs/a.md"),
    "/o*": ("o orders orders/a", "shop/orders"),
    "/": ("", "a a/b"),
    # a slash in the middle: at the top as well
    "shop/orders": ("shop/orders shop/orders/a", "my/shop/orders shop/orders2 orders"),
    "shop/orders/": ("shop/orders/a shop/orders/b/c", "shop/orders my/shop/orders/a"),
    "/build/logs/": ("build/logs/a build/logs/b/c", "build/logs my/build/logs/a build/log"),
    # an asterisk stays in its folder; alone at the end it does not reach below
    "docs/*": ("docs/a docs/.b", "docs docs/b/c my/docs/a"),
    "/docs/*": ("docs/a", "docs/b/c"),
    "docs/*.md": ("docs/a.md docs/.md docs/a.md/b", "docs/b/a.md my/docs/a.md"),
    "docs/*/a": ("docs/b/a docs/b/a/c", "docs/a docs/b/c/a"),
    "*/a": ("b/a b/a/c", "a b/c/a"),
    "*/*": ("a/b", "a a/b/c"),
    "docs/b*/": ("docs/b/a docs/bc/d/e", "docs/b docs/a/b"),
    # two asterisks are any number of folders
    "**/logs": ("logs logs/a build/logs/a a/b/logs", "logs2 build/log"),
    "/**/logs": ("logs/a a/b/logs", "logs2"),
    "**/logs/": ("logs/a build/logs/a", "logs build/logs"),
    "logs/**": ("logs/a logs/b/c", "logs my/logs/a"),
    "logs/**/": ("logs/a/b", "logs my/logs/a/b"),
    "logs/**/*": ("logs/a logs/b/c", "logs my/logs/a"),
    "logs/**/*.txt": ("logs/a.txt logs/b/a.txt logs/b/c/a.txt", "logs/a.md a.txt"),
    "a/**/b": ("a/b a/x/b a/x/y/b a/b/c", "a x/a/b a/xb"),
    "a/**/b/**": ("a/b/c a/x/b/c/d", "a/b a/x/b"),
    "**/a/*/b": ("a/x/b y/a/x/b a/x/b/c", "a/b a/x/y/b"),
    "**/*": ("a a/b a/b/c", ""),
    # within a name, two asterisks are one
    "a**b": ("ab axxb x/ab", "a/b"),
    "foo**/a": ("foo/a foobar/a", "foo/b/a"),
    # a backslash quotes
    r"a\*b": ("a*b", "ab axb"),
    r"a\?b": ("a?b x/a?b", "axb"),
    r"/a\ b": ("a_b a_b/c", "ab"),
    r"/a\ b/*.md": ("a_b/c.md", "ab/c.md"),
    r"\a": ("a", "b"),
    r"/apps/\[id\]/x": ("apps/[id]/x", "apps/i/x"),
    # what GitHub does not have, or does not take
    "/apps/[id]/x": ("apps/[id]/x", "apps/i/x apps/d/x"),
    "***": ("", "a a/b"),
    "a/***/b": ("", "a/b a/x/b a/***/b"),
    "a\\": ("", "a a\\"),
    "a//b": ("", "a/b a"),
    # everything else is itself
    "/a+b(c)|{d},e^$.": ("a+b(c)|{d},e^$. a+b(c)|{d},e^$./f", "ab a+b(c)|{d},e^$x"),
    "/über/straße": ("über/straße über/straße/a", "uber/strasse"),
    "/A": ("A A/b", "a a/b"),
}
"""By pattern: paths that it is about, and others. An underscore stands for a space."""

GITLAB = {
    "*": ("a a/b .c a/b/c", ""),
    "/": ("a a/b", ""),
    "README.md": ("README.md a/README.md a/b/README.md", "README.md/a readme.md aREADME.md"),
    "internal/README.md": ("internal/README.md a/internal/README.md", "README.md"),
    "/README.md": ("README.md", "a/README.md README.md/a"),
    "/docs": ("docs", "docs/a"),
    "docs": ("docs a/docs", "docs/a"),
    "/docs/": ("docs/a docs/b/c docs/.d", "docs a/docs/b"),
    "docs/": ("docs/a a/docs/b docs/b/c", "docs"),
    "/docs/*": ("docs/a docs/.b", "docs/b/c a/docs/b"),
    "/docs/*.md": ("docs/a.md", "docs/b/a.md a.md"),
    "/docs/*spec*": ("docs/spec docs/a_spec_b", "docs/a/spec"),
    "/docs/*/README.md": ("docs/api/README.md", "docs/README.md docs/a/b/README.md"),
    "/docs/**/index.md": ("docs/index.md docs/api/index.md docs/a/b/index.md", "index.md docs/index.mdx"),
    "/docs/**": ("docs/a docs/.b", "docs/b/c"),
    "*.rb": ("a.rb a/b.rb .rb", "a.rb/b a.rbx"),
    "**/*.rb": ("a.rb a/b.rb", "a.py"),
    "/a?c": ("abc a.c", "ac a/c"),
    "/[a-c]x": ("ax cx", "dx x /x"),
    "/[!a-c]x": ("dx", "ax"),
    "/[^a]x": ("bx", "ax"),
    "/[ab-]": ("a b -", "c"),
    "/a[": ("", "a a["),
    "/[z-a]": ("", "a z"),
    r"/a\[b\]": ("a[b]", "ab"),
    r"/a\*": ("a*", "ab"),
    r"\#a": ("#a b/#a", "a"),
    r"/a\ b/": ("a_b/c", "ab/c"),
    "/a\\": ("a\\", "a"),
}


def _cases(table: dict[str, tuple[str, str]]) -> list[tuple[str, str, bool]]:
    return [
        (pattern, path.replace("_", " ") if "\\ " in pattern else path, index == 0)
        for pattern, sides in table.items()
        for index, side in enumerate(sides)
        for path in side.split()
    ]


@pytest.mark.parametrize("pattern", GITHUB)
def test_github_takes_a_pattern_so(pattern: str) -> None:
    asked = compiled(pattern, "github")
    mine = {pattern: GITHUB[pattern]}
    assert [(path, asked.matches(path)) for _, path, _ in _cases(mine)] == [
        (path, is_it) for _, path, is_it in _cases(mine)
    ]


@pytest.mark.parametrize("pattern", GITLAB)
def test_gitlab_takes_a_pattern_so(pattern: str) -> None:
    asked = compiled(pattern, "gitlab")
    mine = {pattern: GITLAB[pattern]}
    assert [(path, asked.matches(path)) for _, path, _ in _cases(mine)] == [
        (path, is_it) for _, path, is_it in _cases(mine)
    ]


def test_a_pattern_of_many_asterisks_is_as_quick_as_any_other() -> None:
    assert not compiled("a*" * 60 + "b", "github").matches("a" * 200)
    assert not compiled("/".join(["a", "**"] * 60 + ["b"]), "github").matches("/".join(["a"] * 200))
    assert not compiled("/".join(["a", "**"] * 60 + ["[b]"]), "gitlab").matches("/".join(["a"] * 200))


def _differs_from_git(pattern: str) -> bool:
    """Where GitHub (or its documentation) has other rules than gitignore."""
    last = pattern.rstrip("/").rpartition("/")[2]
    return bool(
        (pattern.rpartition("/")[2] == "*" and "/" in pattern)  # docs/* does not reach below
        or "***" in pattern
        or re.search(r"[\[\]!#\\]", pattern)
        or (last == "**" and pattern.endswith("/") and pattern.strip("/") != "**")  # all below, not only folders
        or "//" in pattern
        or re.search(r"[^/*]\*\*/.", pattern)  # git lets a**/ reach across folders, against its own documentation
    )


def _git_says(folder: Path, pairs: list[tuple[str, str]]) -> list[bool]:
    """Whether git would ignore each path by that pattern alone: each pair in a folder of its own, asked at once."""
    repository(folder)
    asked = []
    for number, (pattern, path) in enumerate(pairs):
        (folder / f"{number}").mkdir()
        (folder / f"{number}/.gitignore").write_text(f"{pattern}\n")
        asked.append(f"{number}/{path}")
    ran = subprocess.run(
        ["git", "-c", "core.excludesFile=/dev/null", "check-ignore", "--no-index", "-z", "--stdin"],
        cwd=folder, input="\0".join(asked), capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ran.returncode in {0, 1}, ran.stderr
    ignored = set(ran.stdout.split("\0"))
    return [path in ignored for path in asked]


def test_git_takes_patterns_so_where_github_says_that_the_rules_are_those_of_gitignore(tmp_path: Path) -> None:
    drawn = random.Random(8)  # noqa: S311 - the same ones each time
    pieces = ["a", "b", "ab", "*", "?", "**", "a*", "*b", "a?", "a**"]
    names = ["a", "b", "ab", "aab", "c"]
    pairs = set()
    for _ in range(400):
        segments = [drawn.choice(pieces) for _ in range(drawn.randint(1, 3))]
        pattern = drawn.choice(["", "/"]) + "/".join(segments) + drawn.choice(["", "", "/"])
        path = "/".join(drawn.choice(names) for _ in range(drawn.randint(1, 4)))
        if not _differs_from_git(pattern):
            pairs.add((pattern, path))
    listed = sorted(pairs) + [
        (pattern, path) for pattern, path, _ in _cases(GITHUB) if not _differs_from_git(pattern) and " " not in path
    ]
    said = _git_says(tmp_path / "r", listed)
    ours = [compiled(pattern, "github").matches(path) for pattern, path in listed]
    wrong = [(pair, git) for pair, git, own in zip(listed, said, ours, strict=True) if git != own]
    assert not wrong, wrong
    assert sum(ours) > 100
    assert len(list(itertools.filterfalse(bool, ours))) > 100

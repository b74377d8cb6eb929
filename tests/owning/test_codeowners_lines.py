from __future__ import annotations

import random
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from catalog_gen.owning.codeowners import checking
from catalog_gen.owning.codeowners.around import Around
from catalog_gen.owning.codeowners.lines import lines, spelled, unfit
from catalog_gen.owning.codeowners.matching import Matcher
from catalog_gen.owning.codeowners.parsing import parse
from catalog_gen.owning.codeowners.wanted import Wanted

if TYPE_CHECKING:
    from catalog_gen.owning.codeowners.patterns import Flavor

HERE = Around(top=Path(), tracked=(), addresses=(), folder="shop", output="shop/output")
A, B = ("@a",), ("@b", "@acme/b")


def _lines(
    owners: dict[str, tuple[str, ...]], others: str = "", nobodys: str = "", flavor: Flavor = "github"
) -> list[str]:
    generated = frozenset(path for path in others.split() if nobodys and path.startswith(f"{nobodys}/events/"))
    wanted = Wanted(owners, tuple(sorted({*owners, *others.split()})), nobodys, generated)
    found = lines(wanted, flavor)
    assert unfit(found, wanted, flavor, HERE) == ()
    return [str(line) for line in found]


def test_each_file_has_a_line() -> None:
    assert _lines({"b.py": B, "a/x.json": A}) == ["/a/x.json @a", "/b.py @b @acme/b"]


def test_a_folder_has_one_line_where_all_its_files_have_the_same_owners() -> None:
    owners = {"s/a/x.json": A, "s/a/y/z.json": A, "s/b/x.json": B, "s/b/y.json": B}
    assert _lines(owners) == ["/s/a/ @a", "/s/b/ @b @acme/b"]


@pytest.mark.parametrize("other", ["s/README.md", "s/x/README.md"])
def test_a_folder_with_a_file_of_which_the_catalog_says_nothing_has_none(other: str) -> None:
    assert _lines({"s/a": A, "s/b": A}, other) == ["/s/a @a", "/s/b @a"]


def test_a_folder_with_one_file_has_the_line_of_the_file() -> None:
    assert _lines({"s/t/a": A}, "b") == ["/s/t/a @a"]


def test_the_repository_as_a_whole_has_no_line() -> None:
    assert _lines({"a": A, "s/b": A, "s/c": A}) == ["/a @a", "/s/ @a"]


def test_the_catalog_is_of_nobody() -> None:
    assert _lines({"s/a": A}, "output/events/E/index.mdx output/package.json", "output") == ["/output/", "/s/a @a"]
    assert _lines({"s/a": A}, "output/events/E/index.mdx", "output", "gitlab") == ["!/output/", "/s/a @a"]


@pytest.mark.parametrize(
    ("path", "pattern"),
    [
        ("a b/c d.json", r"/a\ b/c\ d.json"),
        ("#a", "/?a"),
        ("a#b", "/a?b"),
        ("!a", "/!a"),
        ("a*b?", r"/a\*b\?"),
        ("[id]/x", r"/\[id\]/x"),
        ("a\\b", "/a?b"),
        ("a\tb\nc\u00a0d", "/a?b?c?d"),
        ("a\u202eb\u200bc", "/a?b?c"),
        ("@a/{b}", "/@a/{b}"),
        ("über/日本", "/über/日本"),
    ],
)
def test_a_path_is_spelled_so_that_it_means_itself(path: str, pattern: str) -> None:
    assert spelled(path) == pattern
    for flavor in ("github", "gitlab"):
        [rule] = parse(f"{pattern} @a", flavor).rules
        assert rule.pattern.matches(path)
        assert not rule.pattern.matches(f"x{path}")


def test_a_name_that_needs_a_question_mark_leaves_the_other_names_alone() -> None:
    owners = {"a!b": B, "a#b": A, "a-b": ("@c",), "x#/y": A, "x!/y": B}
    assert _lines(owners) == ["/a?b @a", "/a!b @b @acme/b", "/a-b @c", "/x?/y @a", "/x!/y @b @acme/b"]


@pytest.mark.parametrize(
    ("owners", "others", "place"),
    [
        ({"shop/a#b": A}, "shop/a-b", "a-b"),
        ({"shop/a#b": A, "shop/a\\b": B}, "", "a#b"),
        ({"shop/a#b": A}, "shop/a-b/c", "a-b/c"),
        ({"a#b": A}, "aub", "../aub"),
    ],
)
def test_a_name_that_cannot_be_told_from_another_one_is_a_problem(
    owners: dict[str, tuple[str, ...]], others: str, place: str
) -> None:
    wanted = Wanted(owners, tuple(sorted({*owners, *others.split()})))
    [problem] = unfit(lines(wanted, "github"), wanted, "github", HERE)
    assert (problem.code, str(problem.place)) == ("unfit-path", place)


@pytest.mark.parametrize("flavor", ["github", "gitlab"])
def test_generated_lines_give_every_file_to_those_whom_the_catalog_says(flavor: Flavor) -> None:
    drawn = random.Random(11)  # noqa: S311 - the same ones each time
    names = ["a", "b", "c d", "[e]", "f*", "g?", "!h", ".i", "j.k", "ü", "@l", "m\tn"]
    owners = [A, B, ("c@example.com",), ()]
    for _ in range(60):
        paths = {"/".join(drawn.choice(names) for _ in range(drawn.randint(1, 4))) for _ in range(drawn.randint(1, 25))}
        paths -= {path for path in paths if any(other.startswith(f"{path}/") for other in paths)}
        palette = drawn.sample(owners, drawn.randint(1, 4))
        given = {path: who for path in paths if (who := drawn.choice(palette))}
        generated = ("output/x y", "output/z/w") if drawn.random() < 0.5 else ()
        wanted = Wanted(given, tuple(sorted({*paths, *generated})), "output" if generated else "", frozenset(generated))
        found = lines(wanted, flavor)
        assert unfit(found, wanted, flavor, HERE) == ()
        matcher = Matcher(parse("\n".join(["* @default", *map(str, found)]), flavor))
        said = {path: matcher.decision(path).owners for path in wanted.there}
        assert said == {path: () if path in generated else given.get(path, ("@default",)) for path in wanted.there}
        assert len(found) <= len(given) + 1


def test_two_thousand_resources_and_five_thousand_files_are_quick() -> None:
    owners = {f"schemas/d{n % 40}/e{n}{end}": (f"@acme/t{n % 7}",) for n in range(2000) for end in (".py", ".json")}
    there = tuple(sorted({*owners, *(f"src/m{n % 30}/f{n}.py" for n in range(1000))}))
    wanted = Wanted(owners, there)
    start = time.process_time()
    found = lines(wanted, "github")
    assert unfit(found, wanted, "github", HERE) == ()
    globs = [f"*.x{n} @x" for n in range(30)]
    read = parse("\n".join([*globs, *map(str, found)]), "github")
    told = checking.problems(read, wanted, "CODEOWNERS")
    assert {problem.code for problem in told} == {"dead-line"}
    assert len(told) == 30
    assert time.process_time() - start < 3

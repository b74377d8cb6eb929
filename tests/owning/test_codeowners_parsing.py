from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from catalog_gen.owning.codeowners.parsing import Section, kind_of, parse

if TYPE_CHECKING:
    from catalog_gen.owning.codeowners.patterns import Flavor


def _rules(text: str, flavor: Flavor = "github") -> list[tuple[int, str, str]]:
    return [(rule.line, rule.text, " ".join(rule.owners)) for rule in parse(text, flavor).rules]


def _ignored(text: str, flavor: Flavor = "github") -> list[tuple[int, str]]:
    return [(one.line, one.message) for one in parse(text, flavor).ignored]


@pytest.mark.parametrize(
    ("line", "pattern", "owners", "comment"),
    [
        ("*.py @ann", "*.py", "@ann", ""),
        ("  *.py\t@ann   @acme/crew  ", "*.py", "@ann @acme/crew", ""),
        ("docs/ docs@example.com", "docs/", "docs@example.com", ""),
        ("/output/", "/output/", "", ""),
        ("/output/ # of nobody", "/output/", "", "of nobody"),
        ("*.py @ann #note", "*.py", "@ann", "note"),
        ("a#b @ann", "a#b", "@ann", ""),
        (r"a\ b/c @ann", r"a\ b/c", "@ann", ""),
        (r"a\\ @ann", r"a\\", "@ann", ""),
        (r"/a\[b\] @ann", r"/a\[b\]", "@ann", ""),
        ("über/ @ann", "über/", "@ann", ""),
        ("a(b){c}|d^e~ @a-b", "a(b){c}|d^e~", "@a-b", ""),
    ],
)
def test_a_line_is_a_pattern_its_owners_and_a_comment(line: str, pattern: str, owners: str, comment: str) -> None:
    [rule] = parse(line, "github").rules
    assert (rule.text, " ".join(rule.owners), rule.comment) == (pattern, owners, comment)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("!docs/ @ann", "GitHub has no patterns that begin with !"),
        (r"\#a @ann", r"GitHub takes no pattern that begins with \#"),
        ("*.[ch] @ann", "GitHub knows no ranges of characters"),
        ("/app/[id]/ @ann", "GitHub knows no ranges of characters"),
        ("a/***/b @ann", "GitHub takes no more than two asterisks"),
        ("*.py ann", '"ann" is no owner'),
        ("*.py @ann docs@", '"docs@" is no owner'),
        ("*.py @acme/crew/sub", '"@acme/crew/sub" is no owner'),
        ("*.py @@developer", '"@@developer" is no owner'),
        ("a\\", "a pattern ends in a backslash"),
    ],
)
def test_github_passes_over_a_line_that_it_does_not_take(line: str, message: str) -> None:
    assert _ignored(f"\n{line}\n* @bob\n") == [(2, message)]
    assert _rules(f"\n{line}\n* @bob\n") == [(3, "*", "@bob")]


def test_lines_are_counted_whatever_ends_them() -> None:
    assert _rules("\ufeff* @a\r\n\r\n# b\r\n c @b\r\n\n   # d\nd") == [(1, "*", "@a"), (4, "c", "@b"), (7, "d", "")]


@pytest.mark.parametrize(
    ("owner", "kind"),
    [
        ("@ann-lee", ("username", "ann-lee")),
        ("@acme-ann_corp", ("username", "acme-ann_corp")),
        ("@acme/full-stack", ("team", "acme/full-stack")),
        ("ann.lee+x@mail.example.com", ("email", "ann.lee+x@mail.example.com")),
        ("ann", None),
        ("@", None),
        ("@acme/", None),
        ("ann@example", None),
        ("#note", None),
    ],
)
def test_an_owner_is_a_user_a_team_or_an_address(owner: str, kind: tuple[str, str] | None) -> None:
    assert kind_of(owner) == kind


SECTIONS = """
* @platform

[Docs][2] @docs @docs/writers
docs/
README.md @ann

^[Go]
*.go @acme/go/core @@developer dev@example.com
!vendor/ @ignored

[DOCS]
*.md
/guides/ @bob # and @carol
"""


def test_gitlab_has_sections_with_owners_of_their_own() -> None:
    read = parse(SECTIONS, "gitlab")
    assert [(rule.line, rule.section.name, rule.text, " ".join(rule.owners)) for rule in read.rules] == [
        (2, "", "*", "@platform"),
        (5, "Docs", "docs/", "@docs @docs/writers"),
        (6, "Docs", "README.md", "@ann"),
        (9, "Go", "*.go", "@acme/go/core @@developer dev@example.com"),
        (10, "Go", "vendor/", ""),
        (13, "Docs", "*.md", ""),
        (14, "Docs", "/guides/", "@bob @carol"),
    ]
    assert read.rules[1].section == Section("Docs", ("@docs", "@docs/writers"), approvals=2)
    assert [rule.section.optional for rule in read.rules] == [False, False, False, True, True, False, False]
    assert [rule.exclusion for rule in read.rules] == [False, False, False, False, True, False, False]
    assert [(one.line, one.message) for one in read.ignored] == [
        (13, "*.md has no owner, which GitLab takes for a mistake, and for approved"),
        (14, '"#" is no owner'),
    ]


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("[Docs", "the name of a section has no end"),
        ("[] @ann", "a section has no name"),
        ("*.md ann @bob", '"ann" is no owner'),
        ("*.md", "*.md has no owner, which GitLab takes for a mistake, and for approved"),
    ],
)
def test_what_gitlab_takes_for_a_mistake_is_told(line: str, message: str) -> None:
    assert _ignored(f"{line}\n", "gitlab") == [(1, message)]


def test_gitlab_takes_what_stands_in_brackets_for_a_section_where_github_passes_over_it() -> None:
    assert _rules("[ab].py @ann\nx @bob", "gitlab") == [(2, "x", "@bob")]
    assert _rules("[ab].py @ann\nx @bob") == [(2, "x", "@bob")]


def test_gitlab_takes_a_number_sign_that_a_backslash_quotes() -> None:
    [rule] = parse(r"\#a @ann", "gitlab").rules
    assert rule.pattern.matches("#a")

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest

from catalog_gen.owning.codeowners.matching import Matcher
from catalog_gen.owning.codeowners.parsing import parse

if TYPE_CHECKING:
    from catalog_gen.owning.codeowners.patterns import Flavor

GITHUB = """
*               @all
*.js            @js
*.go            go@example.com
/build/logs/    @logs
docs/*          @docs
apps/           @apps
/apps/github
/scripts/       @ops @acme/infra
**/logs         @everywhere
"""


@pytest.mark.parametrize(
    ("path", "owners"),
    [
        ("README.md", "@all"),
        ("src/a.js", "@js"),
        ("src/a.go", "go@example.com"),
        ("build/logs/a/b", "@everywhere"),
        ("build/logs2/a", "@all"),
        ("docs/a.js", "@docs"),
        ("docs/a/b.js", "@js"),
        ("lib/apps/a.js", "@apps"),
        ("apps/a", "@apps"),
        ("apps/github/a", ""),
        ("lib/apps/github/a", "@apps"),
        ("scripts/a.go", "@ops @acme/infra"),
    ],
)
def test_for_github_the_last_line_that_matches_decides(path: str, owners: str) -> None:
    assert " ".join(Matcher(parse(GITHUB, "github")).decision(path).owners) == owners


def test_a_line_for_everything_decides_about_everything_where_it_stands_last() -> None:
    text = "/topics/orders.yaml @acme/orders\n/schemas/ @acme/schemas\n* @acme/platform @acme/ops\n"
    matcher = Matcher(parse(text, "github"))
    for path in ("topics/orders.yaml", "schemas/a.json", "README.md"):
        assert matcher.decision(path).owners == ("@acme/platform", "@acme/ops")
    assert [rule.line for rule in matcher.decision("schemas/a.json").matching] == [2, 3]


GITLAB = """
* @admin
*.rb @ruby
* @root

[Docs] @docs
README.md
internal/README.md @inner
!/internal/drafts/

[docs]
/guides/ @guides

^[Other]
README.md @other
!generated/
/generated/special @never
"""


@pytest.mark.parametrize(
    ("path", "owners"),
    [
        ("a", "@root"),
        ("a.rb", "@ruby"),
        ("README.md", "@root @docs @other"),
        ("internal/README.md", "@root @inner @other"),
        ("internal/drafts/README.md", "@root @other"),
        ("guides/README.md", "@root @guides @other"),
        ("generated/special", "@root"),
        ("x/generated/README.md", "@root @docs"),
    ],
)
def test_for_gitlab_the_last_line_of_each_section_decides_unless_one_leaves_the_file_to_nobody(
    path: str, owners: str
) -> None:
    assert " ".join(Matcher(parse(GITLAB, "gitlab")).decision(path).owners) == owners


@pytest.mark.parametrize("flavor", ["github", "gitlab"])
def test_patterns_that_are_looked_up_match_as_those_that_are_tried(flavor: Flavor) -> None:
    drawn = random.Random(3)  # noqa: S311 - the same ones each time
    names = ["a", "b", "c"]

    def path() -> str:
        return "/".join(drawn.choice(names) for _ in range(drawn.randint(1, 4)))

    patterns = [
        drawn.choice(["", "/"]) + path() + drawn.choice(["", "/", "/*"]) + f" @o{number}" for number in range(60)
    ]
    read = parse("\n".join(patterns), flavor)
    matcher = Matcher(read)
    for asked in {path() for _ in range(200)}:
        tried = {rule.text for rule in read.rules if rule.pattern.matches(asked)}
        assert {rule.text for rule in matcher.decision(asked).matching} == tried

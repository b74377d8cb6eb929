"""The one comment on a pull request, kept on a server that behaves as GitHub's does."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest
from github_api import REPOSITORY, TOKEN, Reply, github_api

if TYPE_CHECKING:
    from collections.abc import Iterator

    from github_api import GitHubServer

SCRIPT = Path(__file__).resolve().parents[2] / ".github" / "actions" / "review" / "comment.py"
MARKER = "<!-- catalog-gen review of shop -->"
REPORT = f"{MARKER}\nEvent catalog: 1 breaking change\n"
NOTHING = f"{MARKER}\nNo catalog changes any more.\n"


def _module() -> object:
    spec = importlib.util.spec_from_file_location("review_comment", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


COMMENT = _module()


@pytest.fixture
def github() -> Iterator[GitHubServer]:
    with github_api() as server:
        yield server


class Done(NamedTuple):
    code: int
    said: str
    slept: list[float]


@pytest.fixture
def comment(github: GitHubServer, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Comment:
    return Comment(github, tmp_path / "report.md", capsys)


class Comment:
    """The script, run for pull request 7."""

    def __init__(self, github: GitHubServer, path: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.environment = {
            "TOKEN": TOKEN,
            "PULL_REQUEST": "7",
            "GITHUB_REPOSITORY": REPOSITORY,
            "GITHUB_API_URL": github.address,
            "GITHUB_GRAPHQL_URL": f"{github.address}/graphql",
        }
        self._path = path
        self._capsys = capsys

    def __call__(self, report: str, *options: str) -> Done:
        self._path.write_text(report, encoding="utf-8", newline="")
        slept: list[float] = []
        code = COMMENT.main([str(self._path), *options], self.environment, slept.append)  # type: ignore[attr-defined]
        captured = self._capsys.readouterr()
        assert TOKEN not in captured.out + captured.err
        return Done(code, captured.out + captured.err, slept)


def test_a_report_becomes_a_comment(github: GitHubServer, comment: Comment) -> None:
    done = comment(REPORT)
    assert done == (0, f"commented https://github.example/{REPOSITORY}/pull/7#issuecomment-1\n", [])
    assert github.bodies == [REPORT]


def test_another_report_updates_the_comment_in_place(github: GitHubServer, comment: Comment) -> None:
    github.has("Looks good.", "ann")
    github.has(REPORT)
    assert comment(REPORT.replace("1 breaking", "2 breaking")).code == 0
    assert github.bodies == ["Looks good.", f"{MARKER}\nEvent catalog: 2 breaking change\n"]
    assert github.written == [f"PATCH /repos/{REPOSITORY}/issues/comments/2"]


@pytest.mark.parametrize("there", [REPORT, REPORT.replace("\n", "\r\n"), REPORT.strip()])
def test_the_same_report_writes_nothing(github: GitHubServer, comment: Comment, there: str) -> None:
    github.has(there)
    done = comment(REPORT)
    assert done.code == 0
    assert done.said.startswith("the comment says so already: https://")
    assert github.written == []


def test_a_comment_of_before_says_that_nothing_changes_any_more(github: GitHubServer, comment: Comment) -> None:
    github.has(REPORT)
    assert comment(NOTHING, "--only-update").code == 0
    assert github.bodies == [NOTHING]
    assert comment(REPORT).code == 0
    assert github.bodies == [REPORT]


def test_where_nothing_was_ever_relevant_there_is_no_comment(github: GitHubServer, comment: Comment) -> None:
    done = comment(NOTHING, "--only-update")
    assert done == (0, "no comment: nothing relevant has changed\n", [])
    assert github.comments == []


def test_the_comment_is_found_on_any_page(github: GitHubServer, comment: Comment) -> None:
    for number in range(250):
        github.has(f"No {number}.", "ann")
    github.has(REPORT)
    github.has("And another one.", "ann")
    assert comment(NOTHING, "--only-update").code == 0
    assert github.bodies.count(NOTHING) == 1
    assert [request for request in github.asked if "page=3" in request] != []


@pytest.mark.parametrize("author", ["mallory", "github-actions", "github-actions[bot]x", "Shop-Bot[bot]"])
def test_a_marker_that_somebody_else_has_written_is_none(github: GitHubServer, comment: Comment, author: str) -> None:
    github.has(REPORT, author)
    assert comment(f"{REPORT}More.\n").code == 0
    assert github.bodies == [REPORT, f"{REPORT}More.\n"]


@pytest.mark.parametrize(
    "other",
    [
        f"> {REPORT}",
        f"Look:\n{REPORT}",
        REPORT.replace("of shop", "of shop2"),
        REPORT.replace("of shop", "of sho"),
        "",
    ],
)
def test_a_comment_that_begins_otherwise_is_another_one(github: GitHubServer, comment: Comment, other: str) -> None:
    github.has(other)
    assert comment(REPORT).code == 0
    assert github.bodies == [other, REPORT]


def test_the_token_of_an_app_or_a_person_keeps_its_own_comment(github: GitHubServer, comment: Comment) -> None:
    github.login = "Shop-Bot[bot]"
    github.has(REPORT)
    github.has(REPORT, "Shop-Bot[bot]")
    assert comment(NOTHING, "--only-update").code == 0
    assert github.bodies == [REPORT, NOTHING]


def test_a_bot_knows_its_comment_if_it_is_told_its_name_without_what_marks_bots(
    github: GitHubServer, comment: Comment
) -> None:
    github.login, github.viewer = "Shop-Bot[bot]", "shop-bot"
    github.has(REPORT, "shop-bots[bot]")
    github.has(REPORT, "Shop-Bot[bot]")
    assert comment(NOTHING, "--only-update").code == 0
    assert github.bodies == [REPORT, NOTHING]


def test_a_token_that_can_only_read_is_a_notice_where_that_is_to_be_expected(
    github: GitHubServer, comment: Comment
) -> None:
    github.read_only = True
    done = comment(REPORT, "--may-be-read-only")
    assert done.code == 0
    assert done.said.startswith("::notice title=catalog-gen review::the token of this event may not comment")
    assert github.comments == []


def test_a_token_that_can_only_read_is_a_failure_elsewhere_and_says_what_is_missing(
    github: GitHubServer, comment: Comment
) -> None:
    github.read_only = True
    done = comment(REPORT)
    assert done.code == 1
    assert done.said.startswith("::error title=catalog-gen review::POST ")
    assert "403 Resource not accessible by integration" in done.said
    assert "`permissions: pull-requests: write`" in done.said


@pytest.mark.parametrize(
    ("kind", "trouble", "slept"),
    [
        ("graphql", [Reply(502, "Bad Gateway")], [2]),
        ("GET", [Reply(500, "Oops"), Reply(503, "Unavailable")], [2, 4]),
        ("POST", [Reply(429, "Too many", {"Retry-After": "7"})], [7]),
        ("POST", [Reply(403, "You have exceeded a secondary rate limit")], [2]),
        ("POST", [Reply(403, "Slow down", {"Retry-After": "0"})], [0]),
        ("GET", [Reply(403, "API limit", {"X-RateLimit-Remaining": "0", "Retry-After": "3600"})], [60]),
    ],
)
def test_what_github_cannot_do_for_now_is_tried_again(
    github: GitHubServer, comment: Comment, kind: str, trouble: list[Reply], slept: list[float]
) -> None:
    github.trouble[kind] = trouble
    done = comment(REPORT)
    assert (done.code, done.slept) == (0, slept)
    assert github.bodies == [REPORT]


def test_a_comment_that_was_made_although_github_said_otherwise_is_not_made_twice(
    github: GitHubServer, comment: Comment
) -> None:
    plain = github.answer

    def _late(method: str, path: str, content: object) -> object:
        answer = plain(method, path, content)
        return Reply(504, "Gateway Timeout") if method == "POST" and path != "/graphql" else answer

    github.answer = _late  # type: ignore[method-assign, assignment]
    assert comment(REPORT).code == 0
    assert github.bodies == [REPORT]


def test_after_four_tries_it_fails_with_the_reason(github: GitHubServer, comment: Comment) -> None:
    github.trouble["GET"] = [Reply(500, "Oops\n::set-output name=x::y")] * 4
    done = comment(REPORT)
    assert (done.code, done.slept) == (1, [2, 4, 8])
    assert "500 Oops ::set-output" in done.said
    assert "\n::set-output" not in done.said


def test_no_server_is_a_failure_with_words(comment: Comment) -> None:
    comment.environment["GITHUB_GRAPHQL_URL"] = "http://127.0.0.1:1/graphql"
    done = comment(REPORT)
    assert done.code == 1
    assert "Connection refused" in done.said


@pytest.mark.parametrize(
    ("kind", "reply", "words"),
    [
        ("GET", Reply(404, "Not Found"), "is there such a pull request"),
        ("GET", Reply(301, "Moved", {"Location": "http://127.0.0.1:1/"}), "301 Moved"),
        ("graphql", Reply(200, "no data"), "does not say whose the token is"),
        ("GET", Reply(200, "no list"), "no list"),
    ],
)
def test_what_github_will_never_do_fails_at_once(
    github: GitHubServer, comment: Comment, kind: str, reply: Reply, words: str
) -> None:
    github.trouble[kind] = [reply]
    done = comment(REPORT)
    assert (done.code, done.slept) == (1, [])
    assert words in done.said
    assert github.comments == []


def test_a_wrong_token_fails_and_is_not_shown(comment: Comment) -> None:
    comment.environment["TOKEN"] = "another-secret"  # noqa: S105 - none
    done = comment(REPORT)
    assert done.code == 1
    assert "401 Bad credentials" in done.said
    assert "another-secret" not in done.said


def test_a_next_page_at_another_address_does_not_get_the_token(github: GitHubServer, comment: Comment) -> None:
    github.next_page_at = f"{github.address}.evil.example"
    for _ in range(101):
        github.has("x", "ann")
    done = comment(REPORT)
    assert done.code == 1
    assert "at another address" in done.said
    assert github.written == []


@pytest.mark.parametrize(
    ("report", "words"),
    [
        ("Event catalog\n", "its first line is no marker"),
        ("", "its first line is no marker"),
        (f"{MARKER}\n" + "x" * 65_536, "the report has 65572 characters; GitHub takes 65536"),
    ],
)
def test_what_is_no_report_is_not_sent(github: GitHubServer, comment: Comment, report: str, words: str) -> None:
    done = comment(report)
    assert done.code == 1
    assert words in done.said
    assert github.asked == []


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PULL_REQUEST", "7/../8"),
        ("PULL_REQUEST", ""),
        ("GITHUB_REPOSITORY", "acme/shop/x"),
        ("GITHUB_API_URL", "file:///etc/passwd"),
        ("TOKEN", "a\nb"),
        ("TOKEN", ""),
    ],
)
def test_variables_that_github_would_not_set_are_refused(
    github: GitHubServer, comment: Comment, name: str, value: str
) -> None:
    comment.environment[name] = value
    done = comment(REPORT)
    assert done.code == 1
    assert f"the variable {name} is not set" in done.said
    assert github.asked == []


def test_wrong_usage_is_told_apart(comment: Comment) -> None:
    with pytest.raises(SystemExit) as ended:
        comment(REPORT, "--create")
    assert ended.value.code == 2

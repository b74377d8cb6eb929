"""comment.py REPORT: keeps one comment on a pull request that says what the report says.

The report is a file that `catalog-gen review --format markdown` wrote; its first line is the marker by which the
comment of an earlier run is found. Only a comment of the token's own user counts, since anybody can write a marker.

    --only-update         make no comment where there is none: the report says that nothing has changed any more
    --may-be-read-only    the token of this event may not comment, which then is a notice and no failure

The environment says the rest, as GitHub Actions sets it: TOKEN, PULL_REQUEST (its number), GITHUB_REPOSITORY,
GITHUB_API_URL, GITHUB_GRAPHQL_URL. Needs Python 3.11 and nothing else; runs nothing, reads no other file, and sends
the token to these two addresses only.

Exit: 0 the comment is as it should be (or may not be written, see above), 1 it is not, 2 wrong usage.
"""

from __future__ import annotations

import argparse
import http.client
import json
import os
import re
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

_MARKER = re.compile(r"<!-- catalog-gen review of [^\n]+ -->")
_NEXT = re.compile(r'<([^>]+)>;[^,]*\brel="?next"?')
_LONGEST = 65_536
"""Characters that GitHub takes in a comment."""
_TRIES = 4
_LONGEST_WAIT = 60.0
_FORBIDDEN, _NOT_FOUND, _TOO_MANY, _SERVER_ERROR = 403, 404, 429, 500


class CommentError(Exception):
    """Why the comment is not as it should be, in words for the user."""


class ReadOnlyError(CommentError):
    """The token may read comments, but write none."""


class BusyError(CommentError):
    """GitHub cannot do it for now; after some seconds, if it says how many, it may."""

    def __init__(self, reason: str, seconds: float | None = None) -> None:
        super().__init__(reason)
        self.seconds = seconds


class Answer(NamedTuple):
    """What GitHub says: the value, and where the next page of it is."""

    value: Any
    next_page: str


class _NoRedirects(urllib.request.HTTPRedirectHandler):
    """The token goes nowhere else than to the given addresses."""

    def redirect_request(self, *_: Any, **__: Any) -> None:
        return None


class GitHub:
    """GitHub's API, seen with a token.

    Raises:
        CommentError: by every method, where GitHub says no, says nothing, or says what cannot be understood.
    """

    def __init__(self, token: str, rest: str, graphql: str) -> None:
        self._token = token
        self.rest = rest.rstrip("/")
        self._graphql = graphql
        self._opener = urllib.request.build_opener(_NoRedirects)

    def login(self) -> str:
        """The name of the token's own user. GraphQL knows that of a workflow's token, too; `GET /user` does not."""
        answer = self.ask("POST", self._graphql, {"query": "query { viewer { login } }"}).value
        try:
            return str(answer["data"]["viewer"]["login"])
        except (KeyError, TypeError):
            raise CommentError(f"GitHub does not say whose the token is: {json.dumps(answer)[:200]}") from None

    def listed(self, path: str) -> Iterator[Any]:
        """The elements of a list, however many pages it has."""
        url = f"{self.rest}{path}?per_page=100"
        while url:
            if not url.startswith(f"{self.rest}/"):
                raise CommentError(f"the next page is said to be at another address, {url!r}")
            answer = self.ask("GET", url)
            if not isinstance(answer.value, list):
                raise CommentError("GitHub's answer is no list")
            yield from answer.value
            url = answer.next_page

    def ask(self, method: str, url: str, content: Any = None) -> Answer:
        """What GitHub says to one request."""
        data = None if content is None else json.dumps(content).encode()
        request = urllib.request.Request(url, data, method=method)  # noqa: S310 - the two addresses are checked by main
        request.add_header("Accept", "application/vnd.github+json")
        request.add_header("X-GitHub-Api-Version", "2022-11-28")
        request.add_header("User-Agent", "catalog-gen-review")
        request.add_header("Content-Type", "application/json")
        request.add_unredirected_header("Authorization", f"Bearer {self._token}")
        try:
            with self._opener.open(request, timeout=30) as answer:
                found = _NEXT.search(answer.headers.get("Link") or "")
                return Answer(json.load(answer), found[1] if found else "")
        except urllib.error.HTTPError as error:
            raise _failure(error, f"{method} {url}") from None
        except (OSError, http.client.HTTPException) as error:  # no connection, a broken one, too late
            raise BusyError(f"{method} {url}: {getattr(error, 'reason', error)}") from None
        except ValueError:
            raise BusyError(f"{method} {url}: the answer is no JSON") from None


def _failure(error: urllib.error.HTTPError, request: str) -> CommentError:
    """What an answer that is not a good one means."""
    try:
        said = str(json.load(error)["message"])
    except (ValueError, KeyError, TypeError, OSError, http.client.HTTPException):
        said = str(error.reason)
    reason = f"{request}: {error.code} {' '.join(said.split())}"
    waiting = error.headers.get("Retry-After") or ""
    seconds = float(waiting) if waiting.isdecimal() else None
    limited = error.headers.get("X-RateLimit-Remaining") == "0" or "rate limit" in said
    if error.code >= _SERVER_ERROR or error.code == _TOO_MANY or seconds is not None or limited:
        return BusyError(reason, seconds)
    if error.code == _FORBIDDEN:
        return ReadOnlyError(f"{reason} (the job needs `permissions: pull-requests: write`)")
    if error.code == _NOT_FOUND:
        return CommentError(f"{reason} (is there such a pull request, and may the token see it?)")
    return CommentError(reason)


def synchronise(github: GitHub, repository: str, number: str, report: str, *, only_update: bool) -> str:
    """Make, update or leave the comment, and say which. It can be done again at any time."""
    marker = report.partition("\n")[0]
    login = github.login()
    for comment in github.listed(f"/repos/{repository}/issues/{number}/comments"):
        body = str(comment.get("body") or "").replace("\r\n", "\n")
        if not _is(login, comment.get("user") or {}) or body.partition("\n")[0].rstrip() != marker:
            continue
        if body.strip() == report.strip():
            return f"the comment says so already: {comment.get('html_url')}"
        url = f"{github.rest}/repos/{repository}/issues/comments/{comment['id']}"
        return f"updated {github.ask('PATCH', url, {'body': report}).value.get('html_url')}"
    if only_update:
        return "no comment: nothing relevant has changed"
    url = f"{github.rest}/repos/{repository}/issues/{number}/comments"
    return f"commented {github.ask('POST', url, {'body': report}).value.get('html_url')}"


def _is(login: str, author: Mapping[str, Any]) -> bool:
    """Whether a comment is the token's own. GraphQL may leave out the `[bot]` of a bot, which no person can have."""
    name = str(author.get("login") or "").lower()
    return name == login.lower() or (author.get("type") == "Bot" and name == f"{login.lower()}[bot]")


def patiently(action: Callable[[], str], sleep: Callable[[float], None]) -> str:
    """What the action comes to, tried again where GitHub cannot do it for now."""
    for tried in range(1, _TRIES):
        try:
            return action()
        except BusyError as error:
            seconds = min(2.0**tried if error.seconds is None else error.seconds, _LONGEST_WAIT)
            print(f"{error}; trying again in {seconds:g} s", file=sys.stderr)
            sleep(seconds)
    return action()


def _report(path: str) -> str:
    try:
        report = Path(path).read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise CommentError(f"{path} cannot be read: {error}") from None
    if not _MARKER.fullmatch(report.partition("\n")[0]):
        raise CommentError(f"{path} is no report of catalog-gen: its first line is no marker")
    if len(report) > _LONGEST:
        raise CommentError(f"the report has {len(report)} characters; GitHub takes {_LONGEST}")
    return report


def _said(environment: Mapping[str, str], name: str, pattern: str) -> str:
    value = environment.get(name, "")
    if not re.fullmatch(pattern, value):
        raise CommentError(f"the variable {name} is not set, or not as GitHub sets it")
    return value


def _command(kind: str, words: object) -> str:
    """A line that GitHub Actions takes for a command, whatever stands in the words."""
    text = str(words).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")
    return f"::{kind} title=catalog-gen review::{text}"


def main(arguments: Sequence[str], environment: Mapping[str, str], sleep: Callable[[float], None] = time.sleep) -> int:
    """Do what the arguments say, print what was done, and give the exit code."""
    parser = argparse.ArgumentParser(prog="comment.py", description="keeps one comment on a pull request")
    parser.add_argument("report", metavar="REPORT")
    parser.add_argument("--only-update", action="store_true")
    parser.add_argument("--may-be-read-only", action="store_true")
    options = parser.parse_args(arguments)
    try:
        report = _report(options.report)
        repository = _said(environment, "GITHUB_REPOSITORY", r"[\w.-]+/[\w.-]+")
        number = _said(environment, "PULL_REQUEST", r"[1-9][0-9]*")
        addresses = [_said(environment, name, r"https?://\S+") for name in ("GITHUB_API_URL", "GITHUB_GRAPHQL_URL")]
        github = GitHub(_said(environment, "TOKEN", r"[!-~]+"), *addresses)
        print(
            patiently(lambda: synchronise(github, repository, number, report, only_update=options.only_update), sleep)
        )
    except ReadOnlyError as error:
        if not options.may_be_read_only:
            print(_command("error", error))
            return 1
        print(_command("notice", "the token of this event may not comment; the report is in the summary of the job"))
    except CommentError as error:
        print(_command("error", error))
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], os.environ))

"""GitHub's API, as far as comments on a pull request go, on a port of this machine."""

from __future__ import annotations

import contextlib
import json
import re
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import parse_qs, urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator

BOT = "github-actions[bot]"
TOKEN = "ghs_" + "secret"
REPOSITORY = "acme/shop"


class Reply(NamedTuple):
    """What the server says to one request instead of what it would say."""

    status: int
    message: str
    headers: dict[str, str] = {}  # noqa: RUF012 - never changed


class GitHubServer:
    """What is on the other side: comments, whose token it is, and what goes wrong.

    `trouble` has for each kind of request (`GET`, `POST`, `PATCH`, `graphql`) what is said to the next ones of it.
    """

    def __init__(self) -> None:
        self.comments: list[dict[str, Any]] = []
        self.asked: list[str] = []
        self.trouble: dict[str, list[Reply]] = {}
        self.read_only = False
        self.login = BOT
        self.viewer = ""
        self.address = ""
        self.next_page_at = ""

    def has(self, body: str, author: str = BOT) -> None:
        """A comment that is there already."""
        number = len(self.comments) + 1
        url = f"https://github.example/{REPOSITORY}/pull/7#issuecomment-{number}"
        user = {"login": author, "type": "Bot" if author.endswith("[bot]") else "User"}
        self.comments.append({"id": number, "body": body, "user": user, "html_url": url})

    @property
    def bodies(self) -> list[str]:
        return [comment["body"] for comment in self.comments]

    @property
    def written(self) -> list[str]:
        """The requests that change something."""
        return [request for request in self.asked if request.startswith(("POST /repos", "PATCH"))]

    def answer(self, method: str, path: str, content: Any) -> Reply | tuple[int, Any, dict[str, str]]:
        kind = "graphql" if path == "/graphql" else method
        if self.trouble.get(kind):
            return self.trouble[kind].pop(0)
        if kind == "graphql":
            assert content == {"query": "query { viewer { login } }"}
            return 200, {"data": {"viewer": {"login": self.viewer or self.login}}}, {}
        parts = urlsplit(path)
        if parts.path == f"/repos/{REPOSITORY}/issues/7/comments" and method == "GET":
            return self._page(parse_qs(parts.query))
        if self.read_only:
            return Reply(403, "Resource not accessible by integration")
        if parts.path == f"/repos/{REPOSITORY}/issues/7/comments" and method == "POST":
            self.has(content["body"], self.login)
            return 201, self.comments[-1], {}
        one = re.fullmatch(rf"/repos/{REPOSITORY}/issues/comments/(\d+)", parts.path)
        if one and method == "PATCH":
            comment = self.comments[int(one[1]) - 1]
            assert comment["user"]["login"] == self.login, "somebody else's comment is edited"
            comment["body"] = content["body"]
            return 200, comment, {}
        return Reply(404, "Not Found")

    def _page(self, query: dict[str, list[str]]) -> tuple[int, Any, dict[str, str]]:
        size, page = int(query["per_page"][0]), int(query.get("page", ["1"])[0])
        assert size <= 100
        shown = self.comments[(page - 1) * size : page * size]
        headers = {}
        if page * size < len(self.comments):
            start = f"{self.next_page_at or self.address}/repos/{REPOSITORY}/issues/7/comments?per_page={size}&page="
            headers["Link"] = f'<{start}9>; rel="last", <{start}{page + 1}>; rel="next"'
        return 200, shown, headers


@contextlib.contextmanager
def github_api() -> Iterator[GitHubServer]:
    """A server, for as long as it is needed."""
    state = GitHubServer()

    class Handler(BaseHTTPRequestHandler):
        def _serve(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            content = json.loads(self.rfile.read(length)) if length else None
            state.asked.append(f"{self.command} {self.path}")
            if self.headers.get("Authorization") != f"Bearer {TOKEN}":
                answer: Any = Reply(401, "Bad credentials")
            else:
                answer = state.answer(self.command, self.path, content)
            if isinstance(answer, Reply):
                answer = answer.status, {"message": answer.message}, answer.headers
            status, value, headers = answer
            data = json.dumps(value).encode()
            self.send_response(status)
            for name, header in {"Content-Length": str(len(data)), **headers}.items():
                self.send_header(name, header)
            self.end_headers()
            self.wfile.write(data)

        do_GET = do_POST = do_PATCH = _serve  # noqa: N815 - http.server's names

        def log_message(self, format: str, *args: Any) -> None:  # noqa: A002
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.01,))
        thread.start()
        state.address = f"http://127.0.0.1:{server.server_port}"
        try:
            yield state
        finally:
            server.shutdown()
            thread.join()

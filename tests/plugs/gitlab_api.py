"""GitLab's API, as far as notes on a merge request go, on a port of this machine."""

from __future__ import annotations

import contextlib
import json
import re
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs, urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator

ME = 17
TOKEN = "glpat-" + "secret"
NOTES = "/projects/3/merge_requests/7/notes"


class GitLabServer:
    """What is on the other side: notes, and how often it is busy."""

    def __init__(self) -> None:
        self.notes: list[dict[str, Any]] = []
        self.asked: list[str] = []
        self.address = ""
        self.busy = 0

    def has(self, body: str, author: int = ME) -> None:
        """A note that is there already."""
        self.notes.append({"id": len(self.notes) + 1, "body": body, "author": {"id": author}, "system": False})

    @property
    def bodies(self) -> list[str]:
        return [note["body"] for note in self.notes]

    @property
    def written(self) -> list[str]:
        """The requests that change something."""
        return [request for request in self.asked if not request.startswith("GET")]

    def answer(self, method: str, path: str, content: Any) -> tuple[int, Any]:
        if self.busy:
            self.busy -= 1
            return 503, {"message": "503 Service Unavailable"}
        parts = urlsplit(path)
        query = parse_qs(parts.query)
        if (method, parts.path) == ("GET", "/user"):
            return 200, {"id": ME, "username": "project_3_bot"}
        if (method, parts.path) == ("GET", NOTES):
            size, page = int(query["per_page"][0]), int(query["page"][0])
            assert size <= 100
            assert query["sort"] == ["asc"]
            return 200, self.notes[(page - 1) * size : page * size]
        if (method, parts.path) == ("POST", NOTES):
            self.has(content["body"].rstrip("\n"))
            return 201, self.notes[-1]
        one = re.fullmatch(rf"{NOTES}/(\d+)", parts.path)
        if one and method == "PUT":
            note = self.notes[int(one[1]) - 1]
            assert note["author"]["id"] == ME, "somebody else's note is edited"
            note["body"] = content["body"].rstrip("\n")
            return 200, note
        return 404, {"message": "404 Not Found"}


@contextlib.contextmanager
def gitlab_api() -> Iterator[GitLabServer]:
    """A server, for as long as it is needed."""
    state = GitLabServer()

    class Handler(BaseHTTPRequestHandler):
        def _serve(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            content = json.loads(self.rfile.read(length)) if length else None
            state.asked.append(f"{self.command} {self.path}")
            allowed = self.headers.get("PRIVATE-TOKEN") == TOKEN
            status, value = (
                state.answer(self.command, self.path, content) if allowed else (401, {"message": "401 Unauthorized"})
            )
            data = json.dumps(value).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        do_GET = do_POST = do_PUT = _serve  # noqa: N815 - http.server's names

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

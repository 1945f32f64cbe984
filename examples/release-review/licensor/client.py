"""Speaks Synod's REST API: tokens, retries, problem documents, event streams."""

from __future__ import annotations

import http.client
import json
import random
import ssl
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from licensor import sse

_TIMEOUT_SECONDS = 15.0
_STREAM_SILENCE_SECONDS = 45.0
_TOKEN_SPARE_SECONDS = 20.0
_ANSWER_BYTES_MAX = 16 << 20
_RETRIED = {429, 500, 502, 503, 504}


class Problem(Exception):
    """The server's refusal (RFC 9457); `code` is one of Synod's code words."""

    def __init__(self, status: int, code: str, detail: str) -> None:
        super().__init__(f"{code or status}: {detail}")
        self.status = status
        self.code = code
        self.detail = detail


class Unavailable(Exception):
    """No answer after all attempts."""


@dataclass(frozen=True)
class Settings:
    """Where the server is and who we are."""

    server: str
    ca: Path | None
    credentials: Path
    namespace: str
    agent: str


class Backoff:
    """Waits longer after each failure, with jitter, so that many clients don't come back at once."""

    def __init__(self, initial: float = 0.2, longest: float = 10.0) -> None:
        self._initial, self._longest, self._failures = initial, longest, 0

    def succeeded(self) -> bool:
        """Starts anew; whether there was a failure before."""
        failed, self._failures = self._failures > 0, 0
        return failed

    def seconds(self) -> float:
        """How long to wait after one more failure."""
        self._failures += 1
        most = min(self._longest, self._initial * 2 ** min(self._failures, 10))
        return random.uniform(most / 2, most)


class Tokens:
    """Access tokens by client credentials. The Secret's files are read each time, for they change with a rotation."""

    def __init__(self, credentials: Path) -> None:
        self._credentials = credentials
        self._lock = threading.Lock()
        self._token, self._until = "", 0.0

    def get(self) -> str:
        with self._lock:
            if time.monotonic() >= self._until:
                self._token, lifetime = self._request()
                spare = min(_TOKEN_SPARE_SECONDS, lifetime / 2)
                self._until = time.monotonic() + lifetime - spare
            return self._token

    def forget(self, refused: str) -> None:
        """Drops a token that the server refused."""
        with self._lock:
            if self._token == refused:
                self._until = 0.0

    def _request(self) -> tuple[str, float]:
        body = urllib.parse.urlencode({
            "grant_type": "client_credentials",
            "client_id": self._file("client-id"),
            "client_secret": self._file("client-secret"),
        }).encode("ascii")
        request = urllib.request.Request(self._file("token-url"), body)
        with urllib.request.urlopen(request, timeout=_TIMEOUT_SECONDS) as answer:
            document = json.loads(answer.read(_ANSWER_BYTES_MAX))
        return document["access_token"], float(document.get("expires_in", 60))

    def _file(self, name: str) -> str:
        return (self._credentials / name).read_text("utf-8").strip()


class Client:
    """One server, or its replicas, of which any serves. Safe for several threads."""

    def __init__(self, settings: Settings) -> None:
        self._servers = [server.strip().rstrip("/") for server in settings.server.split(",")]
        self._asked = 0
        self._tokens = Tokens(settings.credentials)
        self._tls = ssl.create_default_context(cafile=str(settings.ca) if settings.ca else None)

    def call(self, method: str, path: str, body: Any = None, headers: dict[str, str] | None = None,
             attempts: int = 8) -> Any:
        """
        One request, repeated while the server cannot answer. A mutation carries its `Idempotency-Key` among the
        headers, so a repetition is applied once.
        """
        backoff = Backoff()
        for attempt in range(attempts):
            try:
                with self._open(method, path, body, headers or {}, _TIMEOUT_SECONDS) as answer:
                    content = answer.read(_ANSWER_BYTES_MAX)
                    return json.loads(content) if content else None
            except Problem as problem:
                unauthenticated_once = problem.status == 401 and attempt == 0
                if problem.status not in _RETRIED and not unauthenticated_once:
                    raise
                failure: Exception = problem
            except (OSError, http.client.HTTPException, json.JSONDecodeError, KeyError) as broken:
                failure = broken
            if attempt + 1 < attempts:
                time.sleep(backoff.seconds())
        raise Unavailable(f"{method} {path}: no answer after {attempts} attempts, last: {failure}") from failure

    def stream(self, path: str, last_id: str = "") -> Iterator[sse.Event]:
        """A stream's events until the connection ends; whoever iterates reconnects with the last id."""
        headers = {"Accept": "text/event-stream"} | ({"Last-Event-ID": last_id} if last_id else {})
        with self._open("GET", path, None, headers, _STREAM_SILENCE_SECONDS) as answer:
            yield from sse.events(answer, last_id)

    def _open(self, method: str, path: str, body: Any, headers: dict[str, str], timeout: float):
        token = self._tokens.get()
        server = self._servers[self._asked % len(self._servers)]
        request = urllib.request.Request(server + path, method=method, headers=headers)
        request.add_header("Authorization", "Bearer " + token)
        if body is not None or method == "POST":
            request.data = b"" if body is None else json.dumps(body, separators=(",", ":")).encode("utf-8")
            if not request.has_header("Content-type"):
                request.add_header("Content-Type", "application/json")
        try:
            return urllib.request.urlopen(request, timeout=timeout, context=self._tls)
        except urllib.error.HTTPError as refused:
            if refused.code == 401:
                self._tokens.forget(token)
            raise _problem(refused) from refused
        except OSError:
            self._asked += 1
            raise


def _problem(refused: urllib.error.HTTPError) -> Problem:
    with refused:
        text = refused.read(64 << 10).decode("utf-8", "replace")
    try:
        document = json.loads(text)
        return Problem(refused.code, str(document.get("code", "")), str(document.get("detail", "")))
    except (ValueError, AttributeError):
        return Problem(refused.code, "", text[:200])

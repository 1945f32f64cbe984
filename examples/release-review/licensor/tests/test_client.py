import contextlib
import json
import tempfile
import threading
import unittest
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from licensor.client import Backoff, Client, Problem, Settings


class _Handler(BaseHTTPRequestHandler):
    """Answers what a test has laid ready, and keeps what was asked."""

    def _serve(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        if self.path == "/token":
            self.server.tokens.append(body.decode())
            self._answer(200, {"access_token": f"token-{len(self.server.tokens)}", "expires_in": 300})
            return
        self.server.asked.append((self.command, self.path, dict(self.headers), body))
        status, document = self.server.answers.pop(0)
        self._answer(status, document)

    def _answer(self, status: int, document: object) -> None:
        content = json.dumps(document).encode()
        self.send_response(status)
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    do_GET = do_POST = _serve

    def log_message(self, *_: object) -> None:
        pass


class ClientTest(unittest.TestCase):
    @contextlib.contextmanager
    def server(self, *answers: tuple[int, object]) -> Iterator[tuple[ThreadingHTTPServer, Client, Path]]:
        server = ThreadingHTTPServer(("127.0.0.1", 0), _Handler)
        server.answers, server.asked, server.tokens = list(answers), [], []
        threading.Thread(target=server.serve_forever, daemon=True).start()
        url = f"http://127.0.0.1:{server.server_port}"
        with tempfile.TemporaryDirectory() as directory:
            credentials = Path(directory)
            for name, value in {"client-id": "agent-a", "client-secret": "first", "token-url": url + "/token"}.items():
                (credentials / name).write_text(value + "\n")
            try:
                yield server, Client(Settings(url, None, credentials, "n", "a")), credentials
            finally:
                server.shutdown()
                server.server_close()

    def test_should_repeat_with_the_same_key_when_the_server_is_unavailable(self):
        with self.server((503, {}), (200, {"revision": "1-2"})) as (server, client, _):
            answer = client.call("POST", "/x", {"a": 1}, {"Idempotency-Key": "k"})
        self.assertEqual(answer, {"revision": "1-2"})
        self.assertEqual([asked[2]["Idempotency-Key"] for asked in server.asked], ["k", "k"])
        self.assertEqual([asked[3] for asked in server.asked], [b'{"a":1}'] * 2)

    def test_should_tell_the_code_when_the_server_refuses(self):
        refusal = {"code": "stale-lease", "detail": "Expected token 9, found 7"}
        with self.server((409, refusal)) as (_, client, _), self.assertRaises(Problem) as raised:
            client.call("POST", "/x", {})
        self.assertEqual((raised.exception.code, raised.exception.status), ("stale-lease", 409))

    def test_should_read_the_secret_again_when_a_token_is_refused(self):
        with self.server((200, {}), (401, {}), (200, {})) as (server, client, credentials):
            client.call("GET", "/x")
            (credentials / "client-secret").write_text("rotated")
            client.call("GET", "/x")
        self.assertEqual(len(server.tokens), 2)
        self.assertIn("client_secret=first", server.tokens[0])
        self.assertIn("client_secret=rotated", server.tokens[1])
        self.assertEqual(server.asked[2][2]["Authorization"], "Bearer token-2")

    def test_should_give_up_when_it_stays_unauthenticated(self):
        with self.server((401, {}), (401, {})) as (_, client, _), self.assertRaises(Problem):
            client.call("GET", "/x")


class BackoffTest(unittest.TestCase):
    def test_should_grow_up_to_its_limit_and_start_anew_after_success(self):
        backoff = Backoff(initial=0.1, longest=1.0)
        waits = [backoff.seconds() for _ in range(8)]
        self.assertLessEqual(waits[0], 0.2)
        self.assertTrue(all(wait <= 1.0 for wait in waits))
        self.assertGreaterEqual(waits[7], 0.5)
        backoff.succeeded()
        self.assertLessEqual(backoff.seconds(), 0.2)

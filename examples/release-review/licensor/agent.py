"""The licensor as a member of its group: takes tasks, shares findings, meets the others, votes."""

from __future__ import annotations

import http.client
import json
import logging
import os
import threading
import time
import urllib.parse
import uuid
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

from licensor import sse
from licensor.client import Backoff, Client, Problem, Settings, Unavailable
from licensor.repository import Repository, RepositoryError
from licensor.review import review

_LOG = logging.getLogger("licensor")
_REVIEWERS = ("historian", "licensor", "risk", "tester")
_BARRIER = "all-reviewed"
_DECISION = "release"
_TTL_MILLIS = 15_000
_CONCURRENT_TASKS = 2
_RECHECK_SECONDS = 3.0
_ERRORS = "https://synod.dev/examples/release-review/"
_BROKEN_CONNECTION = (OSError, http.client.HTTPException, Unavailable, sse.TooLarge, KeyError)


class TaskFailed(Exception):
    """The task cannot succeed; `word` ends the error's type."""

    def __init__(self, word: str, detail: str, retryable: bool = False) -> None:
        super().__init__(detail)
        self.word, self.retryable = word, retryable


class Revoked(Exception):
    """The task was given to another, or the session ended: stop working on it."""


class Session:
    """A session that the server knows, until it ends."""

    def __init__(self, opened: dict) -> None:
        self.id: str = str(opened["session"])
        self.ttl_seconds = int(opened.get("ttlMillis", _TTL_MILLIS)) / 1000
        self.ended = threading.Event()
        self.barriers = threading.Condition()
        self.held: dict[str, str] = {}

    def holds(self, task: dict) -> bool:
        return not self.ended.is_set() and self.held.get(task["id"]) == task["token"]


class Agent:
    """Opens a session, follows its events, and opens another when it ends."""

    def __init__(self, settings: Settings, client: Client, roots: Path) -> None:
        self._settings, self._client, self._roots = settings, client, roots
        self._workers = ThreadPoolExecutor(_CONCURRENT_TASKS + 1, thread_name_prefix="task")

    def run(self) -> None:
        """Runs until it is interrupted; then the session is closed, so that others get its tasks at once."""
        backoff = Backoff()
        try:
            while True:
                try:
                    session = self._open_session()
                    backoff.succeeded()
                    self._follow(session)
                except (Problem, *_BROKEN_CONNECTION) as failure:
                    wait = backoff.seconds()
                    _LOG.warning("no session: %s; trying again in %.1f s", failure, wait)
                    time.sleep(wait)
        except KeyboardInterrupt:
            _LOG.info("stopping")
        self._workers.shutdown(wait=False, cancel_futures=True)

    def _open_session(self) -> Session:
        opened = self._client.call("POST", self._path("sessions"), {
            "agent": self._settings.agent, "concurrentTasks": _CONCURRENT_TASKS, "ttlMillis": _TTL_MILLIS,
        }, _key(str(uuid.uuid4())), attempts=2)
        _LOG.info("session %s is open", opened["session"])
        return Session(opened)

    def _follow(self, session: Session) -> None:
        threading.Thread(target=self._heartbeat, args=[session], name="heartbeat", daemon=True).start()
        backoff, last_id = Backoff(), ""
        try:
            while not session.ended.is_set():
                try:
                    for event in self._client.stream(self._path("sessions", session.id, "events"), last_id):
                        if backoff.succeeded():
                            _LOG.info("events go on")
                        last_id = event.id
                        self._handle(session, event)
                        if session.ended.is_set():
                            return
                except Problem as refused:
                    if refused.status in (404, 409):
                        return
                    if refused.status == 410:
                        last_id = ""
                    _LOG.warning("events refused: %s", refused)
                except _BROKEN_CONNECTION as broken:
                    _LOG.warning("events broke off: %s", broken)
                session.ended.wait(backoff.seconds())
        except KeyboardInterrupt:
            self._close(session)
            raise
        finally:
            session.ended.set()
            with session.barriers:
                session.barriers.notify_all()

    def _close(self, session: Session) -> None:
        try:
            self._client.call(
                "DELETE", self._path("sessions", session.id), None, _key("close-" + session.id), attempts=1)
        except (Problem, *_BROKEN_CONNECTION) as failure:
            _LOG.warning("session %s is left to expire: %s", session.id, failure)

    def _heartbeat(self, session: Session) -> None:
        path = self._path("sessions", session.id) + ":heartbeat"
        while not session.ended.wait(session.ttl_seconds / 3):
            try:
                self._client.call("POST", path, None, _key(str(uuid.uuid4())), attempts=1)
            except Problem as refused:
                if refused.status in (404, 409):
                    _LOG.warning("the session ended: %s", refused)
                    session.ended.set()
            except _BROKEN_CONNECTION as broken:
                _LOG.warning("heartbeat failed: %s", broken)

    def _handle(self, session: Session, event: sse.Event) -> None:
        data = _decoded(event)
        if event.name == "assigned":
            task = data.get("task", data)
            if session.held.get(task["id"]) != task["token"]:
                session.held[task["id"]] = task["token"]
                self._workers.submit(self._guarded, self._work, session, task)
        elif event.name == "revoked":
            task = data.get("task", data)
            session.held.pop(str(task["id"] if isinstance(task, dict) else task), None)
        elif event.name == "proposal":
            self._workers.submit(self._guarded, self._vote, session, data.get("proposal", data))
        elif event.name == "barrier":
            with session.barriers:
                session.barriers.notify_all()
        elif event.name == "closed" and "code" not in data:
            _LOG.info("the session has ended: %s", data.get("reason", ""))
            session.ended.set()
        elif event.name == "closed":
            _LOG.info("events end for now: %s", data.get("reason", ""))

    def _guarded(self, action: Callable[[Session, dict], None], session: Session, subject: dict) -> None:
        try:
            action(session, subject)
        except Revoked:
            _LOG.info("stopped working on task %s: it is no longer ours", subject.get("id"))
        except (Problem, Unavailable) as failure:
            _LOG.error("%s of %s failed: %s", action.__name__.strip("_"), subject.get("id"), failure)
        except Exception:
            _LOG.exception("%s of %s failed", action.__name__.strip("_"), subject.get("id"))

    def _work(self, session: Session, task: dict) -> None:
        try:
            output = self._review(session, task)
        except TaskFailed as failed:
            _LOG.warning("task %s failed: %s", task["id"], failed)
            self._end(session, task, "fail", {
                "error": {"type": _ERRORS + failed.word, "status": 422, "title": "The repository cannot be reviewed", "detail": str(failed)},
                "retryable": failed.retryable})
        except (Problem, Unavailable) as failure:
            _LOG.warning("task %s met trouble: %s", task["id"], failure)
            self._end(session, task, "fail", {
                "error": {"type": _ERRORS + "trouble", "title": "trouble", "detail": str(failure)},
                "retryable": True})
        else:
            self._end(session, task, "complete", {"output": output})
        session.held.pop(task["id"], None)

    def _end(self, session: Session, task: dict, verb: str, body: dict) -> None:
        if session.holds(task):
            path = self._group(task["group"], "tasks", task["id"]) + ":" + verb
            self._client.call(
                "POST", path, {"session": session.id, "token": task["token"]} | body, self._fenced(session, task, verb))

    def _review(self, session: Session, task: dict) -> dict:
        given = task.get("input") or {}
        run, place = str(given.get("run", "")), given.get("repository", ".")
        if not run or "/" in run or not isinstance(place, str):
            raise TaskFailed("bad-input", f"Expected an input with run and repository, found {given!r}"[:300])
        try:
            findings = review(Repository(self._roots / place))
        except RepositoryError as unreadable:
            raise TaskFailed(unreadable.word, str(unreadable)) from unreadable
        _LOG.info("task %s: reviewed %s, %s", task["id"], place, findings["verdict"]["option"])
        self._share(session, task, run, findings)
        self._await_findings(session, task, run)
        self._meet(session, task, run)
        return {
            "agent": self._settings.agent,
            "findings": f"findings/{run}/{self._settings.agent}",
            "files": findings["files"],
            "verdict": findings["verdict"],
        }

    def _share(self, session: Session, task: dict, run: str, findings: dict) -> None:
        group, agent = task["group"], self._settings.agent
        self._check(session, task)
        try:
            # The effect id is the same in every attempt at the task, so the files are counted once.
            self._client.call(
                "POST", self._group(group, "state", "counts", run, "files") + ":add", {"delta": findings["files"]},
                _key(f"{task['effectId']}-files"))
        except Problem as refused:
            # An earlier attempt counted, and the repository has other files since.
            if refused.code != "key-reused":
                raise
        self._client.call(
            "PATCH", self._group(group, "state", "findings", run, agent), findings,
            self._fenced(session, task, "findings") | {"Content-Type": "application/merge-patch+json"})

    def _await_findings(self, session: Session, task: dict, run: str) -> None:
        """Returns once all reviewers' findings have been read."""
        wanted = {f"findings/{run}/{reviewer}" for reviewer in _REVIEWERS}
        path = self._group(task["group"], "state") + "?" + urllib.parse.urlencode({"prefix": f"findings/{run}/"})
        backoff, last_id = Backoff(), ""
        while wanted:
            self._check(session, task)
            try:
                for event in self._client.stream(path, last_id):
                    last_id = event.id
                    backoff.succeeded()
                    if event.name == "put":
                        wanted.discard(_decoded(event).get("key", ""))
                    self._check(session, task)
                    if not wanted:
                        return
            except Problem as refused:
                if refused.status != 410:
                    raise
                last_id = ""
            except _BROKEN_CONNECTION as broken:
                _LOG.warning("watch of findings broke off: %s", broken)
            time.sleep(backoff.seconds())

    def _meet(self, session: Session, task: dict, run: str) -> None:
        """Arrives at the barrier and returns once it is open."""
        path = self._group(task["group"], "barriers", _BARRIER, "instances", run)
        self._check(session, task)
        barrier = self._client.call(
            "POST", path + ":arrive", {"session": session.id}, self._fenced(session, task, "arrive"))
        while barrier["status"] == "Waiting":
            with session.barriers:
                session.barriers.wait(_RECHECK_SECONDS)
            self._check(session, task)
            barrier = self._client.call("GET", path)
        if barrier["status"] != "Open":
            raise TaskFailed("barrier-broken", f"Expected barrier {_BARRIER} of {run} to open, but it broke")

    def _vote(self, session: Session, proposal: dict) -> None:
        """Votes as its own findings say."""
        ballots = proposal.get("ballots") or {}
        if proposal.get("decision") != _DECISION or self._settings.agent in ballots:
            return
        if proposal.get("status", "Open") != "Open":
            return
        group = proposal["group"]
        key = f"findings/{proposal['instance']}/{self._settings.agent}"
        verdict = self._client.call("GET", self._group(group, "state", *key.split("/")))["value"]["verdict"]
        try:
            self._client.call(
                "POST", self._group(group, "proposals", str(proposal["id"])) + ":ballot",
                {"option": verdict["option"], "reason": verdict["reason"]}, _key(f"ballot-{proposal['id']}-{session.id}"))
            _LOG.info("voted %s on proposal %s: %s", verdict["option"], proposal["id"], verdict["reason"])
        except Problem as refused:
            if refused.code not in ("already-voted", "ballot-closed"):
                raise

    def _check(self, session: Session, task: dict) -> None:
        if not session.holds(task):
            raise Revoked

    def _fenced(self, session: Session, task: dict, operation: str) -> dict[str, str]:
        """The write holds only while the task is ours; its key makes a repetition harmless."""
        return _key(f"{task['id']}-{task['token']}-{operation}") | {
            "Synod-Task": task["id"], "Synod-Task-Token": task["token"]}

    def _path(self, *parts: str) -> str:
        return "/".join(["/v1/namespaces", *map(_segment, (self._settings.namespace, *parts))])

    def _group(self, group: str, *parts: str) -> str:
        return self._path("groups", group, *parts)


def _key(key: str) -> dict[str, str]:
    return {"Idempotency-Key": key}


def _segment(part: str) -> str:
    return urllib.parse.quote(part, safe="")


def _decoded(event: sse.Event) -> dict[str, Any]:
    if not event.data:
        return {}
    document = json.loads(event.data)
    return document if isinstance(document, dict) else {}


def roots() -> Path:
    """Relative repositories are found from here: by default the root of the clone that this file is in."""
    return Path(os.environ.get("REVIEW_ROOT", Path(__file__).resolve().parents[3]))

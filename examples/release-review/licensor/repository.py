"""Reads a git repository that nobody vouches for: no shell, explicit arguments, a time limit, names as bytes."""

from __future__ import annotations

import os
import re
import subprocess
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

_COMMAND = [
    "git", "--no-pager", "--no-replace-objects",
    "-c", "safe.directory=*",
    "-c", "core.fsmonitor=false",
    "-c", "core.hooksPath=/dev/null",
    "-c", "protocol.allow=never",
]
_BINARY_PROBE_BYTES = 8_000


@dataclass(frozen=True)
class Limits:
    """What a review reads at most. A limit that is hit is named in the findings."""

    files_max: int = 50_000
    file_bytes_max: int = 1 << 20
    total_bytes_max: int = 256 << 20
    git_timeout_seconds: float = 45.0


@dataclass(frozen=True)
class TrackedFile:
    """A file of the reviewed commit; symbolic links and submodules are none."""

    path: str
    blob: str
    size: int

    @property
    def name(self) -> str:
        return self.path.rpartition("/")[2]

    @property
    def directory(self) -> str:
        """Without a trailing slash; empty for the root."""
        return self.path.rpartition("/")[0]


class RepositoryError(Exception):
    """A repository could not be read; `word` is stable, the message is for people."""

    def __init__(self, word: str, message: str) -> None:
        super().__init__(message)
        self.word = word


class Repository:
    """A repository at its HEAD. What is in the work tree but not committed is never looked at."""

    def __init__(self, root: Path, limits: Limits = Limits()) -> None:
        if not root.is_dir():
            found = "a file" if root.exists() else "nothing"
            raise RepositoryError(
                "repository-not-found",
                f"Expected a directory with a git repository at {root}, but there is {found}")
        self.limits = limits
        self.reached: list[dict] = []
        self._root = root.resolve()
        try:
            self.shallow = self._text("rev-parse", "--is-shallow-repository") == "true"
        except RepositoryError as failed:
            if failed.word == "git-timed-out":
                raise
            raise RepositoryError(
                "not-a-repository",
                f"Expected {root} to be the root of a git repository, but git says: {failed}."
                " Give the repository's root") from failed
        self.head = self._head()

    def files(self) -> list[TrackedFile]:
        """The commit's files in path order."""
        if self.head is None:
            return []
        listing = self._output("ls-tree", "-r", "-z", "-l", "--full-tree", self.head)
        files: list[TrackedFile] = []
        for entry in listing.split(b"\0"):
            file = _tracked(entry)
            if file is None:
                continue
            if len(files) == self.limits.files_max:
                self._reach("filesMax", self.limits.files_max, "more files not looked at")
                break
            files.append(file)
        return files

    def read(self, wanted: list[TrackedFile]) -> Iterator[tuple[TrackedFile, bytes]]:
        """The contents of text files one after another; what is over a limit is left out and named."""
        planned = self._plan(wanted)
        if not planned:
            return
        with self._start("cat-file", "--batch") as process:
            watchdog = threading.Timer(self.limits.git_timeout_seconds, process.kill)
            watchdog.start()
            try:
                for file in planned:
                    content = _blob(process, file)
                    if b"\0" not in content[:_BINARY_PROBE_BYTES]:
                        yield file, content
            finally:
                watchdog.cancel()
                process.kill()

    def _plan(self, wanted: list[TrackedFile]) -> list[TrackedFile]:
        planned: list[TrackedFile] = []
        total = too_large = beyond = 0
        for file in wanted:
            if file.size > self.limits.file_bytes_max:
                too_large += 1
            elif total + file.size > self.limits.total_bytes_max:
                beyond += 1
            else:
                total += file.size
                planned.append(file)
        if too_large:
            self._reach("fileBytesMax", self.limits.file_bytes_max,
                        f"content of {too_large} larger files not read")
        if beyond:
            self._reach("totalBytesMax", self.limits.total_bytes_max, f"content of {beyond} files not read")
        return planned

    def _reach(self, limit: str, value: int, effect: str) -> None:
        self.reached.append({"limit": limit, "value": value, "effect": effect})

    def _head(self) -> str | None:
        try:
            return self._text("rev-parse", "--verify", "--quiet", "HEAD^{commit}")
        except RepositoryError as unborn:
            if unborn.word == "git-timed-out":
                raise
            return None

    def _text(self, *arguments: str) -> str:
        return self._output(*arguments).decode("utf-8", "replace").strip()

    def _output(self, *arguments: str) -> bytes:
        with self._start(*arguments) as process:
            try:
                out, err = process.communicate(timeout=self.limits.git_timeout_seconds)
            except subprocess.TimeoutExpired as expired:
                process.kill()
                raise RepositoryError(
                    "git-timed-out",
                    f"Expected git {arguments[0]} in {self._root} to end within"
                    f" {self.limits.git_timeout_seconds:g} s, but it was still running") from expired
        if process.returncode != 0:
            complaint = err.decode("utf-8", "replace").strip() or "no message"
            raise RepositoryError(
                "git-failed", f"git {arguments[0]} in {self._root} failed: {complaint}")
        return out

    def _start(self, *arguments: str) -> subprocess.Popen:
        try:
            return subprocess.Popen(
                [*_COMMAND, *arguments], cwd=self._root, env=self._environment(),
                stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        except FileNotFoundError as missing:
            raise RepositoryError(
                "git-failed", "Expected to run git, but it is not on the PATH. Install git") from missing

    def _environment(self) -> dict[str, str]:
        environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
        environment |= {
            "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_CONFIG_GLOBAL": "/dev/null",
            "GIT_TERMINAL_PROMPT": "0",
            "GIT_OPTIONAL_LOCKS": "0",
            "GIT_NO_LAZY_FETCH": "1",
            "LC_ALL": "C",
            # Without this, git would review whatever repository happens to surround the directory.
            "GIT_CEILING_DIRECTORIES": str(self._root.parent),
        }
        return environment


def _tracked(entry: bytes) -> TrackedFile | None:
    """`mode SP type SP object SP+ size TAB path`"""
    facts, tab, path = entry.partition(b"\t")
    fields = facts.split()
    if not tab or len(fields) != 4 or fields[1] != b"blob" or fields[0] == b"120000":
        return None
    if not fields[3].isdigit():
        raise RepositoryError(
            "git-failed", f"the content of {path_text(path)} is missing, the clone is incomplete")
    return TrackedFile(path_text(path), fields[2].decode("ascii"), int(fields[3]))


def path_text(name: bytes) -> str:
    """A name as text; bytes that are not UTF-8, and control characters, become \\xNN."""
    text = name.decode("utf-8", "surrogateescape")
    if any("\ud800" <= c <= "\udfff" for c in text):
        text = name.decode("latin-1")
        return "".join(f"\\x{ord(c):02X}" if ord(c) >= 0x80 or _is_control(c) else c for c in text)
    return "".join(f"\\x{ord(c):02X}" if _is_control(c) else c for c in text)


def _is_control(character: str) -> bool:
    return re.match(r"[\x00-\x1f\x7f]", character) is not None


def _blob(process: subprocess.Popen, file: TrackedFile) -> bytes:
    assert process.stdin is not None and process.stdout is not None
    try:
        process.stdin.write(file.blob.encode("ascii") + b"\n")
        process.stdin.flush()
        header = process.stdout.readline()
        if header.split() != [file.blob.encode("ascii"), b"blob", str(file.size).encode("ascii")]:
            raise RepositoryError("git-failed", f"the content of {file.path} is missing: {header!r}")
        content = process.stdout.read(file.size)
        end = process.stdout.read(1)
    except BrokenPipeError as broken:
        raise RepositoryError("git-failed", f"git ended while {file.path} was read") from broken
    if len(content) != file.size or end != b"\n":
        raise RepositoryError("git-failed", f"the content of {file.path} ends early")
    return content
